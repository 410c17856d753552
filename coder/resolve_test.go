package coder_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

// actorFloor is how many of the phrases in testdata/actors.tsv must resolve in all
// their columns; it may only rise.
const actorFloor = 1510

// TestActors resolves every phrase of testdata/actors.tsv.
func TestActors(t *testing.T) {
	tools := load(t)
	right, all := 0, 0
	for _, l := range actorLines(t) {
		f := strings.Split(l, "\t")
		if len(f) != 5 {
			t.Fatalf("%q has %d columns, not 5", l, len(f))
		}
		day, err := entente.ParseDay(f[1])
		if err != nil {
			t.Fatal(err)
		}
		all++
		a := coder.Resolve(tools, f[0], day)
		if fits(f[2], string(a.Code)) && fits(f[3], string(a.Sector)) && fits(f[4], a.Name) {
			right++
			continue
		}
		t.Logf("%s on %s: %s %s %q, want %s %s %q", f[0], f[1], a.Code, a.Sector, a.Name, f[2], f[3], f[4])
	}
	t.Logf("%d of %d", right, all)
	if right < actorFloor {
		t.Errorf("%d of %d phrases resolve as they should, fewer than %d", right, all, actorFloor)
	}
}

// fits compares a column: "." is anything, "-" empty.
func fits(want, got string) bool {
	return want == "." || want == got || want == "-" && got == ""
}

func actorLines(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("../testdata/actors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.Lines(string(data)) {
		if l = strings.TrimRight(l, "\n"); l != "" && l[0] != '#' {
			out = append(out, l)
		}
	}
	return out
}

// TestUndated: without a date a name means what it means to this day.
func TestUndated(t *testing.T) {
	tools := load(t)
	for phrase, want := range map[string]entente.Code{
		"Russia": "RUS", "Belgrade": "SRB", "Prague": "CZE", "Kinshasa": "COD", "Taliban": "AFG", "Almaty": "KAZ", "Bonn": "DEU", "Soviet Union": "SUN",
	} {
		if a := coder.Resolve(tools, phrase, 0); a.Code != want {
			t.Errorf("%s is %q, not %s", phrase, a.Code, want)
		}
	}
}

// TestResolveLong: a text that is no phrase does not take for ever.
func TestResolveLong(t *testing.T) {
	tools := load(t)
	text := strings.Repeat("x, of some, ", 10_000) + "Russia"
	if a := coder.Resolve(tools, text, entente.MakeDay(2020, 1, 1)); a.Code != "" {
		t.Errorf("got %s", a.Code)
	}
	if a := coder.Resolve(tools, "somebody, some day, of Russia", 0); a.Code != "RUS" {
		t.Errorf("got %q", a.Code)
	}
}

// BenchmarkResolve resolves all phrases of testdata/actors.tsv.
func BenchmarkResolve(b *testing.B) {
	tools := load(b)
	var phrases []string
	for _, l := range actorLines(b) {
		text, _, _ := strings.Cut(l, "\t")
		phrases = append(phrases, text)
	}
	day := entente.MakeDay(2020, 1, 1)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, p := range phrases {
			coder.Resolve(tools, p, day)
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "phrases/s")
}

// FuzzResolve: any phrase resolves, and keeps its own words.
func FuzzResolve(f *testing.F) {
	tools := load(f)
	for _, s := range []string{"", "of", "pro-Russian", "Turkish-backed rebels, (", "former of the U.S.'s", "ÉLYSÉE’s", "Moscow State University", "\xff-Russia"} {
		f.Add(s, 2015)
	}
	f.Fuzz(func(t *testing.T, s string, year int) {
		if a := coder.Resolve(tools, s, entente.MakeDay(1900+year%200, 1, 1)); a.Raw != s {
			t.Errorf("the words became %q", a.Raw)
		}
	})
}

func ExampleResolve() {
	tools, err := loaded()
	if err != nil {
		panic(err)
	}
	for _, phrase := range []string{"German chancellor", "Turkish-backed rebels in Syria", "the Russian embassy in Kabul"} {
		a := coder.Resolve(tools, phrase, entente.MakeDay(2010, 6, 1))
		fmt.Println(a.Code, a.Sector, a.Name)
	}
	// Output:
	// DEU GOV Angela Merkel
	// SYR REB Syria
	// RUS GOV Russia
}
