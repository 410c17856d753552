package duckdb

import (
	"context"
	"errors"
	"fmt"
	"testing"

	engine "github.com/duckdb/duckdb-go/v2"

	"entente"
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

// TestBrokenOffReading: whatever is being read when the context ends tells that it ended, so
// that who asked can tell it from a store that fails.
func TestBrokenOffReading(t *testing.T) {
	s, err := Open(t.Context(), "", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	stopped := &engine.Error{Type: engine.ErrorTypeInterrupt, Msg: "INTERRUPT Error: Interrupted!"}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.reading(ended, "tallies", stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for name, ask := range map[string]func() error{
		"tallies": func() error { _, err := s.Tallies(ended, entente.Filter{}, entente.Monthly); return err },
		"events": func() error {
			for _, err := range s.Events(ended, entente.Filter{}) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"a copy": func() error { return s.CopyTo(ended, t.TempDir()+"/copy.duckdb") },
	} {
		if err := ask(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
