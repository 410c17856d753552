package duckdb_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"entente"
	"entente/duckdb"
)

// synthetic gives readings of n reports in all, ten a story, over ten years, twenty
// actors and four roots; about one in ten tells of an act that another tells of too.
func synthetic(first, n int) []entente.Reading {
	chance := rand.New(rand.NewPCG(uint64(first), 1))
	actors := []entente.Code{"USA", "RUS", "CHN", "GBR", "FRA", "DEU", "JPN", "IND", "TUR", "IRN", "ISR", "UKR", "POL", "KOR", "PRK", "SAU", "EGY", "BRA", "IGO:NATO", "IGO:UNO"}
	roots := []entente.Root{"CONSULT", "AID", "ACCUSE", "ASSAULT"}
	rs := make([]entente.Reading, n/10)
	for i := range rs {
		id := fmt.Sprintf("s%07d", first+i)
		day := entente.MakeDay(2011, 1, 1) + entente.Day(chance.IntN(3650))
		s := entente.Story{ID: id, Published: day, Text: "The president met the minister in Geneva to speak of trade and peace."}
		rs[i] = entente.Reading{Story: s, Lexicon: "sha256:l"}
		for k := range 10 {
			a := int(min(chance.ExpFloat64()*4, 19))
			q := chance.IntN(4)
			r := entente.Report{
				Kind: "event", Report: fmt.Sprintf("r_%s_%d", id, k), Story: id, Stream: entente.Body,
				Source: entente.Actor{Code: actors[a], Name: "President"}, Target: entente.Actor{Code: actors[(a+1+chance.IntN(18))%20]},
				Plover: entente.Plover{Event: roots[q]}, Quad: entente.Quad(q + 1), Intensity: float64(6 - 4*q), Status: entente.Fact,
				Reciprocal: q == 0, DateFrom: day, DateTo: day + entente.Day(chance.IntN(2)), DateBasis: entente.Relative,
				Confidence: .9, Citation: entente.Citation{Quote: s.Text, End: len(s.Text)}, Lemma: fmt.Sprint("verb", chance.IntN(8)),
			}
			rs[i].Reports = append(rs[i].Reports, r)
		}
	}
	return rs
}

func fill(b *testing.B, s *duckdb.Store, n, batch int) {
	b.Helper()
	for first := 0; first < n/10; first += batch / 10 {
		if _, err := s.Save(b.Context(), synthetic(first, batch)...); err != nil {
			b.Fatal(err)
		}
	}
}

func openB(b *testing.B, path string) *duckdb.Store {
	b.Helper()
	s, err := duckdb.Open(b.Context(), path, duckdb.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func BenchmarkOpenMemory(b *testing.B) {
	for b.Loop() {
		openB(b, "").Close()
	}
}

// BenchmarkSave saves 10,000 reports of 1,000 stories in batches of stories.
func BenchmarkSave(b *testing.B) {
	for _, batch := range []int{10000, 640, 10} {
		b.Run(fmt.Sprintf("stories=%d", batch/10), func(b *testing.B) {
			for b.Loop() {
				s := openB(b, b.TempDir()+"/a.duckdb")
				fill(b, s, 10000, batch)
				s.Close()
			}
		})
	}
}

// BenchmarkMillion reads from a million reports.
func BenchmarkMillion(b *testing.B) {
	s := openB(b, b.TempDir()+"/a.duckdb")
	fill(b, s, 1_000_000, 100_000)
	c, err := s.Counts(b.Context(), entente.Filter{})
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%+v", c)
	dyad := entente.Query{Pair: []entente.Code{"USA", "RUS"}}
	for name, f := range map[string]entente.Filter{
		"all": {}, "dyad": {Query: dyad}, "dyad as of": {Query: dyad, AsOf: entente.MakeDay(2018, 6, 1)},
	} {
		b.Run("weekly "+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Tallies(b.Context(), f, entente.Weekly); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("first hundred events", func(b *testing.B) {
		for b.Loop() {
			for _, err := range s.Events(b.Context(), entente.Filter{Limit: 100}) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("save one story more", func(b *testing.B) {
		n := 1_000_000
		for b.Loop() {
			n++
			if _, err := s.Save(b.Context(), synthetic(n, 10)...); err != nil {
				b.Fatal(err)
			}
		}
	})
}
