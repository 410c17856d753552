package main

import (
	"fmt"
	"os"
	"testing"

	"entente"
	"entente/desk"
	"entente/duckdb"
	"entente/forecast"
	"entente/score"
)

// TestStoreOfBenchmark puts the events between states of the benchmark that
// ENTENTE_BENCHMARK names into a store, and prints how forecasts of its past fare.
func TestStoreOfBenchmark(t *testing.T) {
	dir := os.Getenv("ENTENTE_BENCHMARK")
	if dir == "" {
		t.Skip("ENTENTE_BENCHMARK names no folder")
	}
	s := benchmarkStore(t, dir)
	asks, err := question{Horizon: []int{7, 30}, Directed: true}.asks("", "")
	if err != nil {
		t.Fatal(err)
	}
	trials := make([][]forecast.Trial, len(asks))
	from, to, err := desk.Try(t.Context(), s, desk.Backtest{Filter: entente.Filter{Sources: []string{"bench"}}, Asks: asks, Step: 7, Tell: func(x desk.Tried) {
		for i, a := range asks {
			if a.Horizon == x.Horizon && a.Kind.Quad == x.Kind.Quad {
				trials[i] = append(trials[i], x.Trial)
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d weeks of origins", (to-from)/7+1)
	for i, a := range asks {
		m := score.Chances(trials[i])
		t.Logf("%s, %d days: n %d, base rate %.3f, Brier %.4f, climatology %.4f, persistence %.4f, skill %+.3f [%+.3f, %+.3f], AUC %.3f, ECE %.3f, counts within %.3f",
			a.Kind, a.Horizon, m.N, m.Base, m.Brier, m.Climate, m.Persistence, m.Skill, m.Interval[0], m.Interval[1], m.AUC, m.ECE, m.Counts.Covered)
		if m.Skill < -.05 {
			t.Errorf("%s, %d days: worse than the pair's own base rate", a.Kind, a.Horizon)
		}
		if a.Kind.Quad == entente.VerbalCooperation && a.Horizon == 7 {
			for _, b := range m.Reliability {
				t.Logf("| %.2f to %.2f | %d | %.2f | %.2f |", b.From, b.From+.1, b.N, b.Forecast, b.Observed)
			}
		}
	}
}

// benchmarkStore gives a store in memory of a benchmark's events between states as such.
func benchmarkStore(t *testing.T, dir string) desk.Store {
	t.Helper()
	b, err := readBenchmark(dir, "time:80,10,10")
	if err != nil {
		t.Fatal(err)
	}
	tools, err := loadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	roots := [...]entente.Root{1: "CONSULT", 2: "AID", 3: "ACCUSE", 4: "ASSAULT"}
	acts, _ := actsOf(b, tools)
	var batch entente.Batch
	for i, a := range acts {
		day := entente.MakeDay(2020, 1, 1) + a.Event - acts[0].Event
		batch.Events = append(batch.Events, entente.Imported{
			Provenance: entente.Provenance{Source: "bench", ID: fmt.Sprint(i + 1), File: dir, Line: i + 1}, Day: day, Published: day,
			Source: &entente.Actor{Code: entente.Code(fmt.Sprintf("S%03d", a.A))}, Target: &entente.Actor{Code: entente.Code(fmt.Sprintf("S%03d", a.B))},
			Act: &entente.ActKind{Plover: entente.Plover{Event: roots[a.Quad], Contexts: []string{}}, Quad: a.Quad},
		})
	}
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Import(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return s
}
