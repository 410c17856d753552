package duckdb_test

import (
	"context"
	"reflect"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/duckdb"
	"entente/storetest"
)

// answers are what a store tells of imported events, question by question.
func answers(t *testing.T, s *duckdb.Store, f entente.Filter) []any {
	t.Helper()
	var out []any
	add := func(v any, err error) {
		if err != nil {
			t.Error(err)
		}
		out = append(out, v)
	}
	ts, err := s.Tallies(t.Context(), f, entente.Weekly)
	add(ts, err)
	cited, err := s.Cited(t.Context(), f, entente.Monthly, 2)
	add(cited, err)
	movers, events, err := s.Movers(t.Context(), f, 2)
	add(movers, err)
	add(events, err)
	lands, err := s.Lands(t.Context(), f)
	add(lands, err)
	return out
}

// questions are of pairs whose rows are kept, with what rows are left out by.
func questions() []entente.Filter {
	var out []entente.Filter
	for _, f := range []entente.Filter{
		{Among: []entente.Code{"USA", "RUS", "CHN"}}, {Among: []entente.Code{"USA", "RUS"}}, {Query: entente.Query{Pair: []entente.Code{"RUS", "USA"}}},
		{Query: entente.Query{Pair: []entente.Code{"RUS", "USA"}, Directed: true}}, {Among: []entente.Code{"RUS", "CHN"}, Apart: true},
	} {
		out = append(out, f)
		f.AsOf = entente.MakeDay(2021, 6, 9)
		out = append(out, f)
		f.AsOf, f.From, f.To = 0, entente.MakeDay(2021, 6, 3), entente.MakeDay(2021, 6, 20)
		out = append(out, f)
		f.From, f.To, f.Quads, f.Sources = 0, 0, []entente.Quad{1, 4}, []string{"gdelt2", "mine"}
		out = append(out, f)
	}
	return out
}

// keeping opens a store in memory that keeps so many rows of pairs.
func keeping(t *testing.T, rows int) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// What is kept of pairs for the next questions changes no answer, however little of it is kept,
// and is let go of when events are imported.
func TestKeptRowsFollowImports(t *testing.T) {
	for seed := range 3 {
		batch := storetest.Imports(seed)
		events := batch.Events
		s := keeping(t, []int{0, 1, 12}[seed])
		for parts := range 2 {
			b := batch
			b.Events = events[parts*len(events)/2 : (parts+1)*len(events)/2]
			if _, err := s.Import(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			fresh := keeping(t, -1)
			b.Events = events[:(parts+1)*len(events)/2]
			if _, err := fresh.Import(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			for _, f := range questions() {
				want := answers(t, fresh, f)
				for range 2 {
					if got := answers(t, s, f); !reflect.DeepEqual(got, want) {
						t.Fatalf("seed %d, part %d, %+v:\n got %+v\nwant %+v", seed, parts, f, got, want)
					}
				}
			}
		}
		if n := duckdb.Folded(s); seed == 0 && n == 0 || seed == 2 && n > 12 {
			t.Errorf("seed %d: %d rows are kept", seed, n)
		}
	}
}

// Many ask while events are imported: none sees fewer than one who asked before.
func TestManyAskWhileImporting(t *testing.T) {
	s := open(t, "")
	batch := storetest.Imports(1)
	f := entente.Filter{Among: []entente.Code{"USA", "RUS", "CHN"}}
	done := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() { // who leaves takes nothing from the others
		for over := false; !over; {
			select {
			case <-done:
				over = true
			default:
			}
			left, leave := context.WithTimeout(t.Context(), 300*time.Microsecond)
			_, _ = s.Tallies(left, f, entente.Daily)
			leave()
		}
	})
	for range 4 {
		work.Go(func() {
			last := 0
			for over := false; !over; {
				select {
				case <-done:
					over = true
				default:
				}
				ts, err := s.Tallies(t.Context(), f, entente.Daily)
				if err != nil {
					t.Error(err)
					return
				}
				n := 0
				for i := range ts {
					n += ts[i].Reports
				}
				if n < last {
					t.Errorf("%d events after %d", n, last)
				}
				last = n
			}
		})
	}
	events := batch.Events
	for i := range events {
		b := batch
		if b.Events = events[i : i+1]; i > 0 {
			b.Mentions, b.Measures, b.Problems = nil, nil, nil
		}
		if _, err := s.Import(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	work.Wait()
	fresh := open(t, "")
	if _, err := fresh.Import(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if got, want := answers(t, s, f), answers(t, fresh, f); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
