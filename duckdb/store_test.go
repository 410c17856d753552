package duckdb_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"entente"
	"entente/desk"
	"entente/duckdb"
	"entente/storetest"
)

var _ desk.Store = (*duckdb.Store)(nil)

func open(t *testing.T, path string) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestPromises(t *testing.T) {
	storetest.Run(t, func(t *testing.T) desk.Store { return open(t, "") })
}

// TestEventsInSpans: what is asked some days at a time is what is asked at once.
func TestEventsInSpans(t *testing.T) {
	defer duckdb.SetSpan(3)()
	rs := storetest.Readings(1)
	s := open(t, "")
	if _, err := s.Save(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
	day := entente.MakeDay(2021, 6, 9)
	for _, f := range []entente.Filter{
		{}, {AsOf: day}, {Query: entente.Query{From: day}}, {Query: entente.Query{To: day, Pair: []entente.Code{"RUS"}}}, {Surely: .9},
	} {
		i, want := 0, storetest.Events(rs, f)
		for e, err := range s.Events(t.Context(), f) {
			if err != nil || i >= len(want) || !reflect.DeepEqual(e, want[i]) {
				t.Fatalf("event %d of %+v is %+v, %v", i, f, e, err)
			}
			i++
		}
		if i != len(want) || i < 4 {
			t.Errorf("%d events of %+v, want %d", i, f, len(want))
		}
		for range s.Events(t.Context(), f) { // stopped at once
			break
		}
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	storetest.Reopen(t, func(t *testing.T) desk.Store { return open(t, path) })
}
