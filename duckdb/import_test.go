package duckdb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/duckdb"
)

// imports gives n events of one source, some hundred a day.
func imports(first, n int) []entente.Imported {
	events := make([]entente.Imported, n)
	for i := range events {
		events[i] = entente.Imported{
			Provenance: entente.Provenance{Source: "mine", ID: fmt.Sprint(1_000_000 + first + i), File: "f.csv", Line: first + i + 1},
			Day:        entente.MakeDay(2021, 1, 1) + entente.Day((first+i)*4/100_000), Published: entente.MakeDay(2021, 6, 1),
			Source: &entente.Actor{Code: "USA"}, Target: &entente.Actor{Code: "RUS"}, Act: &entente.ActKind{Cameo: "042"},
		}
	}
	return events
}

// TestManyImports: events that the engine is asked for some days at a time come each
// once and in order, also where the reader stops midway.
func TestManyImports(t *testing.T) {
	s := open(t, "")
	const n = 110_000
	all := imports(0, n)
	all[7].Day = 0
	for i := 0; i < n; i += 55_000 {
		if got, err := s.Import(t.Context(), entente.Batch{Events: all[i : i+55_000]}); err != nil || got.Events != 55_000 {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	seen, last := 0, ""
	for e, err := range s.Events(t.Context(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		key := e.Reports[0].Date.String() + e.ID
		if !e.Reports[0].Date.Known() {
			key = "undated"
		}
		if seen++; key <= last {
			t.Fatalf("%s comes after %s", key, last)
		}
		last = key
	}
	if seen != n || last != "undated" {
		t.Errorf("%d events, the last %s", seen, last)
	}
	seen = 0
	for range s.Events(t.Context(), entente.Filter{}) {
		if seen++; seen == 60_000 {
			break
		}
	}
	if seen != 60_000 {
		t.Errorf("stopped after %d", seen)
	}
}

// TestImportsOverlap: batches that lie among others, and ids that are no numbers, are
// compared with what is there.
func TestImportsOverlap(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.duckdb"))
	if err := s.Bulk(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := imports(0, 5000)
	for i := range all {
		if i%3 == 0 {
			all[i].Provenance.ID = fmt.Sprintf("0%d", i) // a nought before it: not the number
		}
	}
	for _, step := range []struct{ from, to, fresh int }{{1000, 3000, 2000}, {0, 500, 500}, {400, 3500, 1000}, {0, 5000, 1500}, {0, 5000, 0}} {
		got, err := s.Import(t.Context(), entente.Batch{Events: all[step.from:step.to]})
		if err != nil || got.Events != step.fresh || got.Known != step.to-step.from-step.fresh {
			t.Errorf("%+v: %+v, %v", step, got, err)
		}
	}
}

// TestFirstSchema: a store of the first version is brought to this one when it is
// opened for writing, and keeps what it has.
func TestFirstSchema(t *testing.T) {
	first, err := os.ReadFile("migrations/0001_first.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.duckdb")
	foreign(t, path, string(first), `INSERT INTO meta VALUES (1, '0001_first')`, `INSERT INTO problems VALUES (0, true, NULL, '', 'news', 'x', -1, 'old')`)
	s := open(t, path)
	if _, err := s.Import(t.Context(), entente.Batch{Events: imports(0, 3)}); err != nil {
		t.Fatal(err)
	}
	c, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil || c.Problems != 1 || c.Imported != 3 {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestSecondSchema: events and mentions of a store of the second version are there after it
// was brought to this one, are counted, and are known when they are imported again.
func TestSecondSchema(t *testing.T) {
	var made []string
	for _, name := range []string{"0001_first", "0002_imports"} {
		text, err := os.ReadFile("migrations/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, string(text), `INSERT INTO meta VALUES (`+name[3:4]+`, '`+name+`')`)
	}
	path := filepath.Join(t.TempDir(), "a.duckdb")
	foreign(t, path, append(made, `INSERT INTO codings VALUES (1, 'mine')`, `INSERT INTO files VALUES (1, 'f.csv')`,
		`INSERT INTO actors VALUES (1, 'USA', 'GOV', 'Name', '', 'USAGOV'), (2, 'RUS', '', '', '', 'RUS'), (3, '', '', 'somebody', '', ''), (4, 'USA', '', '', '', 'USA')`,
		`INSERT INTO acts VALUES (1, 'CONSULT', 'visit', 'diplomatic;military', '042', 1, 1.9, 'goldstein-icews'), (2, '', '', NULL, '010', 1, 0, '')`,
		`INSERT INTO places VALUES (1, '', '', 0, 0), (2, 'Genève', 'CHE', 46.2, 6.15)`,
		`INSERT INTO imports VALUES
			(1, 11, NULL, 1, 1, '2021-06-17', '2021-06-16', 1, 2, 1, 2, 1, 3, 1, 3, 'https://example.org/a'),
			(1, 12, NULL, 1, 2, '2021-06-17', '2021-06-16', 2, 1, 1, 1, 3, 0, 0, 0, 'https://example.org/a'),
			(1, 13, NULL, 1, 3, '2021-06-18', NULL, 1, 3, 2, 1, 1, 0, 0, 0, ''),
			(1, -5, 'x5', 1, 4, NULL, '2021-06-18', 1, 4, 1, 1, 1, 0, 0, 0, '')`,
		`INSERT INTO mentions VALUES (1, 11, NULL, 77, 1, 9, '2021-06-17', 'paper.example', 'https://example.org/b', 3, .6)`)...)
	s := open(t, path)
	var told []string
	for e, err := range s.Events(t.Context(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		r := &e.Reports[0]
		told = append(told, fmt.Sprint(e.ID, " ", r.Date, " ", r.Source.Code, ">", r.Target.Code, " ", r.Plover.Contexts, " ", r.Citation.URL))
	}
	want := []string{
		"mine:11 2021-06-16 USA>RUS [diplomatic military] https://example.org/a", "mine:12 2021-06-16 RUS>USA [diplomatic military] https://example.org/a",
		"mine:x5 2021-06-18 USA>USA [diplomatic military] ", "mine:13  USA> [] ",
	}
	if !slices.Equal(told, want) {
		t.Errorf("events are %q, want %q", told, want)
	}
	ts, err := s.Tallies(t.Context(), entente.Filter{Query: entente.Query{Pair: []entente.Code{"USA", "RUS"}}}, entente.Weekly)
	if err != nil || len(ts) != 2 || ts[0].Source != "RUS" || ts[0].Events != 3 || ts[0].Coop != 5.7 || ts[1].Events != 1 {
		t.Errorf("tallies are %+v, %v", ts, err)
	}
	held, err := s.Holdings(t.Context())
	if err != nil || len(held) != 1 || held[0].Rows != 4 || held[0].Events != 6 || held[0].From != entente.MakeDay(2021, 6, 16) {
		t.Errorf("holdings are %+v, %v", held, err)
	}
	days, err := s.Coverage(t.Context(), entente.Filter{})
	if err != nil || len(days) != 2 {
		t.Errorf("days are %v, %v", days, err)
	}
	for m, err := range s.Mentions(t.Context(), "mine:11") {
		if err != nil || m.URL != "https://example.org/b" || m.Sentence != 3 {
			t.Errorf("%+v, %v", m, err)
		}
	}
	known := imports(0, 1)[0]
	known.Provenance.ID = "12"
	fresh := known
	fresh.Provenance.ID, fresh.Target = "14", &entente.Actor{Code: "CHN"}
	got, err := s.Import(t.Context(), entente.Batch{Events: []entente.Imported{known, fresh}})
	if err != nil || got.Events != 1 || got.Known != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	ts, err = s.Tallies(t.Context(), entente.Filter{Query: entente.Query{Pair: []entente.Code{"CHN", "USA"}, Directed: false}}, entente.Yearly)
	if err != nil || len(ts) != 1 || ts[0].Target != "CHN" {
		t.Errorf("tallies are %+v, %v", ts, err)
	}
}

// TestSparseKeys: where keys lie so far apart that no bits are kept for them, the store is
// asked which it has.
func TestSparseKeys(t *testing.T) {
	s := open(t, "")
	const n = 140_000 // each on a page of bits of its own
	all := imports(0, n)
	for i := range all {
		all[i].Provenance.ID = fmt.Sprint(1 + i*5000)
	}
	for _, step := range []struct{ from, to, fresh int }{{0, 10, 10}, {5, n - 10, n - 20}, {n - 20, n, 10}, {0, 20, 0}, {n - 30, n, 0}} {
		got, err := s.Import(t.Context(), entente.Batch{Events: all[step.from:step.to]})
		if err != nil || got.Events != step.fresh {
			t.Errorf("%+v: %+v, %v", step, got, err)
		}
	}
}

// TestParquetAsCSV: values, nulls, commas and quotes come through, and a name with the
// signs of a pattern is a name.
func TestParquetAsCSV(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a[1]*.parquet")
	foreign(t, "", `COPY (SELECT 1 AS "n o", DATE '2021-06-16' AS d, 'a, "b"' AS s UNION ALL SELECT NULL, NULL, 'ü') TO '`+path+`' (FORMAT parquet)`)
	read := func(path string) (string, error) {
		r := duckdb.ParquetAsCSV(t.Context(), path)
		defer r.Close()
		var b strings.Builder
		buf := make([]byte, 7)
		for {
			n, err := r.Read(buf)
			b.Write(buf[:n])
			if err != nil {
				return b.String(), err
			}
		}
	}
	if got, err := read(path); got != "n o,d,s\n1,2021-06-16,\"a, \"\"b\"\"\"\n,,ü\n" || err.Error() != "EOF" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := read(filepath.Join(t.TempDir(), "none.parquet")); err == nil || err.Error() == "EOF" {
		t.Errorf("a missing file: %v", err)
	}
}
