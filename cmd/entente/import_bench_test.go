package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"entente/desk"
	"entente/duckdb"
	"entente/eventfile"
)

var (
	eventFile = flag.String("eventfile", "", "write an invented GDELT 2.0 export to this file")
	eventRows = flag.Int("eventrows", 5_000_000, "how many rows it has")
)

// TestWriteEventFile writes the file that docs/performance.md measures with.
func TestWriteEventFile(t *testing.T) {
	if *eventFile == "" {
		t.Skip("no -eventfile is named")
	}
	f, err := os.Create(*eventFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := writeGDELT(f, *eventRows); err != nil {
		t.Fatal(err)
	}
}

// writeGDELT writes an invented export of GDELT 2.0, the same at every time: actors,
// codes, places and URLs come about as often as in a real one, and a fifth of the
// actors is missing.
func writeGDELT(to io.Writer, rows int) error {
	w := bufio.NewWriterSize(to, 1<<20)
	c := rand.New(rand.NewPCG(1, 2))
	states := []string{"USA", "GBR", "RUS", "CHN", "IRN", "SYR", "CAN", "TUR", "JPN", "FRA", "UKR", "IND", "DEU", "ISR", "PAK", "AUS", "EGY", "KOR", "PRK", "SAU", "BRA", "NGA", "ZAF", "MEX", "ITA", "ESP", "POL", "AFG", "IRQ", "IDN"}
	roles := []string{"", "", "", "GOV", "GOV", "MIL", "COP", "BUS", "EDU", "MED", "JUD", "LEG", "CVL", "OPP"}
	codes := []string{"010", "020", "036", "040", "042", "043", "046", "051", "057", "060", "071", "080", "090", "0841", "111", "112", "120", "1241", "130", "1383", "141", "145", "160", "173", "175", "180", "190", "193", "195"}
	fips := []string{"US", "UK", "RS", "CH", "IR", "SY", "CA", "TU", "JA", "FR", "UP", "IN", "GM", "IS", "PK", "AS", "EG", "KS", "KN", "SA"}
	actor := func() (code, name, country, role string) {
		if c.IntN(5) == 0 {
			return "", "", "", ""
		}
		country, role = states[int(c.ExpFloat64()*6)%len(states)], roles[c.IntN(len(roles))]
		if c.IntN(8) == 0 {
			country = ""
		}
		return country + role, fmt.Sprintf("NAME OF %s %s %d", country, role, c.IntN(12)), country, role
	}
	url := ""
	for i := range rows {
		day := 20190101 + i*12/max(rows, 12)*100 + i%28
		a, an, ac, ar := actor()
		b, bn, bc, br := actor()
		code := codes[int(c.ExpFloat64()*7)%len(codes)]
		if url == "" || c.IntN(3) == 0 {
			url = fmt.Sprintf("https://www.paper%d.example/news/2019/%02d/%016x-a-headline-in-some-words.html", c.IntN(4000), 1+c.IntN(12), c.Uint64())
		}
		cc := fips[c.IntN(len(fips))]
		town := int(c.ExpFloat64() * 4000) // each town lies where it lies
		place := fmt.Sprintf("4\tTown %d, Province %d, %s\t%s\t%s%02d\t%d\t%.4f\t%.4f\t%d", town, town%40, cc, cc, cc, town%40, town*7,
			float64(town*7919%180000)/1000-90, float64(town*104729%360000)/1000-180, -town)
		fmt.Fprintf(w, "%d\t%d\t%d\t2019\t2019.%04d\t%s\t%s\t%s\t\t\t\t\t%s\t\t\t%s\t%s\t%s\t\t\t\t\t%s\t\t\t%d\t%s\t%s\t%s\t%d\t%.1f\t%d\t%d\t%d\t%.10f\t%s\t%s\t%s\t20191024143000\t%s\n",
			880000000+i, day, day/100, i%9999, a, an, ac, ar, b, bn, bc, br, c.IntN(2), code, code[:3], code[:2], 1+c.IntN(4), c.Float64()*20-10,
			1+c.IntN(40), 1+c.IntN(5), 1+c.IntN(40), c.Float64()*10-5, place, place, place, url)
	}
	return w.Flush()
}

// BenchmarkImport imports 200,000 rows into a new store, and again into the same.
func BenchmarkImport(b *testing.B) {
	const rows = 200_000
	var text bytes.Buffer
	if err := writeGDELT(&text, rows); err != nil {
		b.Fatal(err)
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
		if err != nil || got.Events+got.Known != rows {
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
