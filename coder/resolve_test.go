package coder_test

import (
	"os"
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

// actorFloor is how many of the phrases in testdata/actors.tsv must resolve in all
// their columns; it may only rise.
const actorFloor = 595

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
