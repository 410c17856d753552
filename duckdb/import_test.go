package duckdb_test

import (
	"fmt"
	"os"
	"path/filepath"
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
