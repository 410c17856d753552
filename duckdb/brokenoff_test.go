package duckdb

import (
	"context"
	"errors"
	"fmt"
	"testing"

	engine "github.com/duckdb/duckdb-go/v2"
)

// TestBrokenOff: the engine's word for a statement that was stopped is told as the end of
// the context, and nothing else is.
func TestBrokenOff(t *testing.T) {
	stopped := fmt.Errorf("filing: %w", &engine.Error{Type: engine.ErrorTypeInterrupt, Msg: "INTERRUPT Error: Interrupted!"})
	full := &engine.Error{Type: engine.ErrorTypeIO, Msg: "IO Error: no room"}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := brokenOff(ended, stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := brokenOff(t.Context(), stopped); err != stopped {
		t.Errorf("nobody broke it off, yet %v", err)
	}
	if err := brokenOff(ended, full); err != error(full) {
		t.Errorf("a full disk is told as %v", err)
	}
	if err := brokenOff(ended, nil); err != nil {
		t.Errorf("a change that was kept is told as %v", err)
	}
}
