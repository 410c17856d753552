package entente_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"entente"
)

func TestBusyError(t *testing.T) {
	since := time.Date(2026, 11, 30, 6, 12, 3, 0, time.FixedZone("CET", 3600))
	for _, tt := range []struct {
		e    entente.BusyError
		want string
	}{
		{entente.BusyError{}, "the store is in use"},
		{entente.BusyError{PID: 7}, "the store is in use by process 7"},
		{entente.BusyError{PID: 7, Command: "entente read x", Since: since}, "the store is in use by process 7 (entente read x), since 30 November 2026 05:12:03 UTC"},
		{entente.BusyError{Command: strings.Repeat("ü", 200)}, "the store is in use (" + strings.Repeat("ü", 80) + " …)"},
	} {
		if got := tt.e.Error(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
		if err := fmt.Errorf("opening: %w", &tt.e); !errors.Is(err, entente.ErrStoreBusy) || errors.Is(err, entente.ErrNoStore) {
			t.Errorf("%v is not busy", err)
		}
	}
}
