package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"

	"entente"
	"entente/coder"
	"entente/corpus"
	"entente/desk"
	"entente/lexica"
	"entente/score"
)

// The floors of the demonstration gold: what is reached, rounded down. They may only
// rise.
const (
	recallFloor    = .80
	precisionFloor = .74
)

// TestDemoGold holds the coding of the demonstration stories to their gold.
func TestDemoGold(t *testing.T) {
	tools, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var stories []entente.Story
	enc := jsonTo(&out)
	for _, c := range coded(t, desk.Code(t.Context(), demoStories(corpus.Demo()), tools, coder.Options{})) {
		stories = append(stories, c.Story)
		if err := writeCoded(enc, c, true); err != nil {
			t.Fatal(err)
		}
	}
	gold, err := os.Open("../../corpus/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer gold.Close()
	r, err := score.Gold(gold, &out, stories...)
	if err != nil {
		t.Fatal(err)
	}
	recall, precision := value(r.RequiredRecall), value(r.Precision)
	t.Logf("%d stories: recall %.3f, precision %.3f", r.Stories, recall, precision)
	if r.Stories < 40 || recall < recallFloor || precision < precisionFloor {
		t.Errorf("%d stories: recall %.3f, precision %.3f; floors 40, %.2f, %.2f", r.Stories, recall, precision, recallFloor, precisionFloor)
	}
	for _, v := range r.Violations {
		t.Errorf("%s: %s is forbidden: %s", v.Story, v.Event, v.Text)
	}
	if r.FurnitureAsBody > 0 || value(r.CitationsInText) != 1 {
		t.Errorf("%d cited from furniture, %.3f of the quotes stand where they say", r.FurnitureAsBody, value(r.CitationsInText))
	}
}

// value gives a share, 0 where nothing was measured.
func value(s score.Share) float64 {
	if s.Value == nil {
		return 0
	}
	return *s.Value
}

// TestSeedPage holds the brief of the seed page to what a careful reader makes of it.
func TestSeedPage(t *testing.T) {
	const page = "../../../shared/data/seed/article.txt"
	if _, err := os.Stat(page); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the seed page is not here:", page)
	}
	cmd := program(t, "brief", "--published", "2021-07-15", "--json", page)
	cmd.Env = append(cmd.Env, "ENTENTE_LEXICA=") // the dictionaries that ship
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var b struct{ Triangles []entente.Triangle }
	if err := json.Unmarshal(out, &b); err != nil {
		t.Fatal(err)
	}
	if len(b.Triangles) != 1 {
		t.Fatalf("%d triangles", len(b.Triangles))
	}
	tri := b.Triangles[0]
	if tri.Shape != entente.StableMarriage || tri.Roles["USA"] != entente.Outcast {
		t.Errorf("%s with the United States as %s", tri.Shape, tri.Roles["USA"])
	}
	for _, tie := range tri.Ties {
		want := -1
		if tie.A == "CHN" && tie.B == "RUS" {
			want = 1
		}
		if tie.Level == nil || *tie.Level != want || len(tie.Acts.Cites)+len(tie.Assessed.Cites) == 0 {
			t.Errorf("%s and %s: level %v, want %d with citations", tie.A, tie.B, tie.Level, want)
		}
	}
}

// TestKeywords: a search for key words stays far below what the passages ask for.
func TestKeywords(t *testing.T) {
	passages, err := readPassages([]string{"../../corpus/events/test"})
	if err != nil {
		t.Fatal(err)
	}
	tools, err := loadTools()
	if err != nil {
		t.Fatal(err)
	}
	m := score.Corpus(passages, func(p *entente.Passage) score.Coded { return keywords(tools, p) })
	t.Logf("pair %.3f, pair and root %.3f", m.Pair.F1, m.PairRoot.F1)
	if f := m.PairRoot.F1; f <= .01 || f >= .5 {
		t.Errorf("pair and root %.3f, not between .01 and .5", f)
	}
}
