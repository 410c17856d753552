package main

import (
	"strings"
	"testing"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/news"
)

// A long story coded in parts gives what it gives whole, sentence for sentence.
func TestPartsGiveTheWhole(t *testing.T) {
	tools, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	unit := "Russia held talks with China in Moscow on Monday.\n\n" + strings.Repeat("The weather was mild. ", 2000) + "\n\n"
	text := strings.Repeat(unit, longStory/len(unit)+1)
	day, _ := entente.ParseDay("2021-06-16")
	read := func() func(func(news.Item, error) bool) {
		return news.Read("long.txt", strings.NewReader(text), news.Options{Published: day})
	}
	whole := coded(t, desk.Code(t.Context(), read(), tools, coder.Options{}))
	parts := coded(t, desk.Code(t.Context(), parted(read()), tools, coder.Options{}))
	if len(parts) < 4 {
		t.Fatalf("%d parts", len(parts))
	}
	var n numbering
	var got []entente.Report
	for i, c := range parts {
		if first := n.through(c); first != (i == 0) {
			t.Errorf("part %d: first is %v", i, first)
		}
		got = append(got, c.Result.Reports...)
	}
	want := whole[0].Result.Reports
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%d reports in parts, %d whole", len(got), len(want))
	}
	for i := range want {
		if got[i].Report != want[i].Report || got[i].Sentence != want[i].Sentence || got[i].Citation.Start != want[i].Citation.Start {
			t.Fatalf("report %d: sentence %d at %d, want %d at %d", i, got[i].Sentence, got[i].Citation.Start, want[i].Sentence, want[i].Citation.Start)
		}
	}
}

func coded(t *testing.T, seq func(func(desk.Coded, error) bool)) []desk.Coded {
	t.Helper()
	var out []desk.Coded
	for c, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}
