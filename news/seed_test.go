package news

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"entente"
)

// TestSeed reads the scraped page from which the project grew, where it is at hand,
// and holds the class of every line.
func TestSeed(t *testing.T) {
	const dir = "../../shared/data/seed/"
	raw, err := os.ReadFile(dir + "article.txt")
	labels, err2 := os.ReadFile(dir + "gold.json")
	if err != nil || err2 != nil {
		t.Skip("SKIPPED: the scraped page and its labels are not at hand")
	}
	var gold struct {
		Body     []int `json:"body_lines"`
		Headline []int `json:"headline_lines"`
		Other    []int `json:"furniture_lines"`
	}
	if err := json.Unmarshal(labels, &gold); err != nil {
		t.Fatal(err)
	}
	s := one(t, "article.txt", string(raw), Options{}).Story
	checkStory(t, s)
	lines := strings.SplitAfter(string(raw), "\n")
	at := func(n int) entente.Stream {
		text := lines[n-1]
		return streamAt(s, len(strings.Join(lines[:n-1], ""))+len(text)-len(strings.TrimLeft(text, " ")))
	}
	for _, n := range gold.Body {
		if got := at(n); got != entente.Body {
			t.Errorf("line %d is %s, want body", n, got)
		}
	}
	for _, n := range gold.Headline {
		if got := at(n); got != entente.Headline && got != entente.Standfirst {
			t.Errorf("line %d is %s, want headline or standfirst", n, got)
		}
	}
	for _, n := range gold.Other {
		if got := at(n); got.Counts() {
			t.Errorf("line %d is %s, want caption or furniture", n, got)
		}
	}
	if s.Kind != entente.OpinionKind || s.Author != "Artyom Lukin" || s.Language != "en" {
		t.Errorf("kind %s, author %q, language %q", s.Kind, s.Author, s.Language)
	}
}
