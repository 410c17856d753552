package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entente"
	"entente/duckdb"
)

// TestServeWatches serves a store while feeds are read into it: whoever asks meanwhile is
// answered, what was read is seen at once, and at the end both have closed in order.
func TestServeWatches(t *testing.T) {
	dir, wire := t.TempDir(), newWire()
	wire.hookOK = true
	w := watching(t, dir, wire, nil)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var answered, failed atomic.Int64
	wire.until, wire.stop = 1, func() { // it is interrupted when the feeds are read and somebody was answered
		for begun := time.Now(); answered.Load()+failed.Load() == 0 && time.Since(begun) < time.Minute; {
			time.Sleep(5 * time.Millisecond)
		}
		stop()
	}
	s, err := duckdb.Open(ctx, w.Store, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	clerk := newClerk(s, w.tools)
	c := listening{Listen: "127.0.0.1:0"}
	l, err := c.listen(ctx, w.Store)
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	err = w.beside(ctx, s, clerk.Changed, func(ctx context.Context) error {
		for i := range 8 {
			readers.Go(func() {
				for ctx.Err() == nil {
					r, err := http.Get(c.address(l) + []string{"", "events", "api/v1/stories", "dyad/CHN/RUS"}[i%4])
					if err == nil {
						_, err = io.Copy(io.Discard, r.Body)
						r.Body.Close()
					}
					switch {
					case ctx.Err() != nil:
					case err != nil || r.StatusCode != http.StatusOK:
						failed.Add(1)
					default:
						answered.Add(1)
					}
				}
			})
		}
		return c.serve(ctx, w.env, l, clerk, true)
	})
	readers.Wait()
	if err != nil || failed.Load() > 0 || answered.Load() == 0 {
		t.Errorf("%v; %d answered, %d not", err, answered.Load(), failed.Load())
	}
	n, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil || n.Stories != 3 || n.Reports != 3 || clerk.Changes() == 0 {
		t.Errorf("%v: %+v, %d changes", err, n, clerk.Changes())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if state, err := readWatchState(filepath.Join(dir, "a.duckdb"+watchSuffix)); err != nil || len(state.Feeds) != 1 {
		t.Errorf("what is remembered: %v, %+v", err, state)
	}
}

// TestServeEndsWithItsWatch: where visits cannot be remembered, nobody serves on as if they
// were made.
func TestServeEndsWithItsWatch(t *testing.T) {
	w := watching(t, t.TempDir(), newWire(), nil)
	s, err := duckdb.Open(t.Context(), w.Store, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w.path = filepath.Join(w.path, "nowhere")
	err = w.beside(t.Context(), s, func() {}, func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	})
	var coded codedError
	if !errors.As(err, &coded) || coded.code != exitStore || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("%v", err)
	}
}
