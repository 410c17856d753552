package main

import (
	"os"
	"testing"

	"entente"
	"entente/desk"
	"entente/duckdb"
)

// BenchmarkQuestion asks the store that ENTENTE_STORE names, of imported GDELT 2.0 events,
// what the commands series and triangle ask: from the question to the answer in memory, the
// store being open. A file keeps nothing for the next question, as a command that asks once
// has nothing kept.
func BenchmarkQuestion(b *testing.B) {
	path := os.Getenv("ENTENTE_STORE")
	if path == "" {
		b.Skip("ENTENTE_STORE names no store")
	}
	s, err := openAny(b.Context(), path, duckdb.Options{ReadOnly: true, Rows: -1})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	f := entente.Filter{Sources: []string{"gdelt2"}}
	pair := f
	pair.Pair = []entente.Code{"USA", "RUS"}
	b.Run("week", func(b *testing.B) { series(b, s, pair, entente.Weekly) })
	b.Run("months", func(b *testing.B) { series(b, s, f, entente.Monthly) })
	b.Run("triangle", func(b *testing.B) {
		for b.Loop() {
			brief, err := desk.Brief(b.Context(), s, desk.Question{Corners: []entente.Code{"CHN", "RUS", "USA"}, Filter: f, Counted: true})
			if err != nil || len(brief.Triangles) != 1 || len(brief.Reports) == 0 {
				b.Fatalf("%d triangles, %d movers, %v", len(brief.Triangles), len(brief.Reports), err)
			}
		}
	})
	b.Run("history", func(b *testing.B) {
		for b.Loop() {
			t, _, err := desk.Study(b.Context(), s, desk.StudyQuestion{Question: desk.Question{Corners: []entente.Code{"CHN", "RUS", "USA"}, Filter: f}})
			if err != nil || len(t.History) < 2 {
				b.Fatalf("%d phases, %v", len(t.History), err)
			}
		}
	})
}

// BenchmarkForecast asks the same store how likely events between two actors are, within
// four horizons, with reasons: cold, with all that is learned for it, and of a pair that was
// not asked about, when the rest is learned.
func BenchmarkForecast(b *testing.B) {
	path := os.Getenv("ENTENTE_STORE")
	if path == "" {
		b.Skip("ENTENTE_STORE names no store")
	}
	s, err := openAny(b.Context(), path, duckdb.Options{ReadOnly: true, Rows: -1})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	f := entente.Filter{Sources: []string{"gdelt2"}}
	ask := func(b *testing.B, sight *desk.Foresight, x, y entente.Code) {
		asks, err := question{Horizon: []int{7, 30, 90, 180}}.asks(x, y)
		if err != nil {
			b.Fatal(err)
		}
		fs, err := sight.Ask(b.Context(), asks)
		if err != nil || len(fs) != 16 || len(fs[0].Reasons) == 0 {
			b.Fatalf("%d forecasts, %v", len(fs), err)
		}
	}
	foresee := func(b *testing.B) *desk.Foresight {
		sight, err := desk.Foresee(b.Context(), s, f)
		if err != nil {
			b.Fatal(err)
		}
		return sight
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			ask(b, foresee(b), "RUS", "USA")
		}
	})
	b.Run("warm", func(b *testing.B) {
		sight := foresee(b)
		ask(b, sight, "CHN", "USA")
		pairs := [][2]entente.Code{{"RUS", "USA"}, {"CHN", "USA"}, {"DEU", "FRA"}}
		n := 0
		for b.Loop() {
			ask(b, sight, pairs[n%3][0], pairs[n%3][1])
			n++
		}
	})
}

func series(b *testing.B, s desk.Store, f entente.Filter, by entente.Period) {
	for b.Loop() {
		all, err := desk.Series(b.Context(), s, f, by)
		if err != nil || len(all) == 0 {
			b.Fatalf("%d series, %v", len(all), err)
		}
	}
}
