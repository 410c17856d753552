package coder_test

import (
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

// items are paragraphs that have nothing to do with one another.
var items = []string{
	"In the capital Nairobi, President Ruto of Kenya opened a new bridge on Monday.",
	"On Tuesday the port of Valparaiso in Chile was closed because of strong winds.",
	"A new museum about the painter Munch was opened by the mayor of Oslo in Norway.",
	"The price of copper rose again on the exchange of Lusaka in Zambia, Reuters writes.",
	"In a village near Pokhara in Nepal farmers have found a rare plant of the hills.",
}

// report are paragraphs that go on with one another.
var report = []string{
	"In the capital Nairobi, President Ruto of Kenya opened a new bridge on Monday.",
	"The bridge was built in four years, and many guests came with President Ruto to Nairobi.",
	"Farmers who live near Nairobi in the south of Kenya had long asked Ruto for it.",
	"A new road from the bridge to the airport of Nairobi in Kenya is planned by Ruto.",
	"The weather was fine in Nairobi when Ruto spoke, as it often is in Kenya in June.",
}

// newsOf makes a story of paragraphs, all of them of the body.
func newsOf(list ...string) entente.Story {
	s := body(strings.Join(list, "\n"), thursday)
	s.Blocks = nil
	at := 0
	for _, p := range list {
		s.Blocks = append(s.Blocks, entente.Block{Stream: entente.Body, Start: at, End: at + len(p)})
		at += len(p) + 1
	}
	return s
}

// TestDigest: what stands alone is understood from the paragraph before it in a report,
// not in a digest.
func TestDigest(t *testing.T) {
	tools := load(t)
	for _, it := range []struct{ before, after, want string }{
		{"Germany lost a football match in the centre of the town of Windhoek on Monday.", "It also condemned Chile.", "DEU>CHL"},
		{"The chancellor of Germany, Olaf Scholz, took a long walk in the town of Potsdam.", "He also condemned Chile.", "DEU>CHL"},
	} {
		end := func(list []string) entente.Story {
			return newsOf(append(append([]string{}, list...), it.before, it.after)...)
		}
		if got := arrows(coder.Code(tools, end(nil), coder.Options{})); got != it.want {
			t.Errorf("%q alone: %s, not %s", it.after, got, it.want)
		}
		if got := arrows(coder.Code(tools, end(report), coder.Options{})); got != it.want {
			t.Errorf("%q in a report: %s, not %s", it.after, got, it.want)
		}
		if got := arrows(coder.Code(tools, end(items), coder.Options{})); got != "" {
			t.Errorf("%q in a digest: %s, not nothing", it.after, got)
		}
		// within one paragraph of a digest all stays as it was
		if got := arrows(coder.Code(tools, newsOf(append(append([]string{}, items...), it.before+" "+it.after)...), coder.Options{})); got != it.want {
			t.Errorf("%q in one paragraph of a digest: %s, not %s", it.after, got, it.want)
		}
	}
}

// TestNoDigest: few paragraphs, headings and an item told again and again make no digest.
func TestNoDigest(t *testing.T) {
	tools := load(t)
	before, after := "Germany lost a football match in the centre of the town of Windhoek on Monday.", "It also condemned Chile."
	headings := []string{"News of Peru", "News of Mali", "News of Oman", "News of Fiji"}
	for name, list := range map[string][]string{
		"two items":     items[:2],
		"headings":      append(headings, items[0]),
		"one item many": {items[0], items[0], items[0], items[0]},
	} {
		story := newsOf(append(append([]string{}, list...), before, after)...)
		if got := arrows(coder.Code(tools, story, coder.Options{})); got != "DEU>CHL" {
			t.Errorf("%s: %s, not DEU>CHL", name, got)
		}
	}
}

// TestDigestOfStrangeBlocks: blocks that lie outside of their text fail nothing.
func TestDigestOfStrangeBlocks(t *testing.T) {
	story := newsOf(items...)
	story.Blocks = append(story.Blocks, entente.Block{Stream: entente.Body, Start: -1, End: 90}, entente.Block{Stream: entente.Body, Start: 4, End: 1 << 20}, entente.Block{Stream: entente.Body, Start: 90, End: 2})
	if res := coder.Code(load(t), story, coder.Options{}); len(res.Problems) != 3 {
		t.Errorf("%d problems: %v", len(res.Problems), res.Problems)
	}
}
