package main

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"entente/desk"
	"entente/duckdb"
	"entente/eventfile"
	"entente/eventfiletest"
)

// BenchmarkImport imports 200,000 rows into a new store, and again into the same.
func BenchmarkImport(b *testing.B) {
	const rows = 1_000_000
	var text bytes.Buffer
	var made eventfiletest.Made
	for s := range eventfiletest.Slices(eventfiletest.Usual(rows)) {
		text.Write(s.Export)
		made = s.Made
	}
	tools, err := loadTools()
	if err != nil {
		b.Fatal(err)
	}
	run := func(s *duckdb.Store) {
		f, err := eventfile.Open(eventfile.Member{Name: "x", R: bytes.NewReader(text.Bytes())}, eventfile.Options{})
		if err != nil {
			b.Fatal(err)
		}
		got, err := desk.Import(context.Background(), s, tools, f, desk.ImportOptions{})
		if err != nil || got.Rows != rows || got.Bad != made.Malformed || got.Events+got.Known != rows-got.Bad {
			b.Fatalf("%+v, %v", got, err)
		}
	}
	open := func() *duckdb.Store {
		s, err := duckdb.Open(b.Context(), filepath.Join(b.TempDir(), "a.duckdb"), duckdb.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Bulk(b.Context()); err != nil {
			b.Fatal(err)
		}
		return s
	}
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s := open()
			run(s)
			s.Close()
		}
		b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("again", func(b *testing.B) {
		s := open()
		defer s.Close()
		run(s)
		b.ReportAllocs()
		for b.Loop() {
			run(s)
		}
		b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
