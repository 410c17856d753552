package coder_test

import (
	"fmt"
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

// gapsOf codes a text and gives its gaps, having held that their citations stand.
func gapsOf(t *testing.T, tools coder.Tools, story entente.Story) coder.Gaps {
	t.Helper()
	g := coder.Code(tools, story, coder.Options{Gaps: true}).Gaps
	for _, n := range g.Names {
		checkCitation(t, story.Text, n.Cited)
		if got := strings.Join(strings.Fields(story.Slice(n.Cited.Trigger[0], n.Cited.Trigger[1])), " "); got != n.Name || n.Part == "" || n.Kind == "" {
			t.Errorf("%+v stands at %q", n, got)
		}
	}
	for _, w := range g.Words {
		checkCitation(t, story.Text, w.Cited)
		if w.Source == "" || w.Target == "" || w.Source == w.Target || w.Role == "" {
			t.Errorf("%+v does not link two", w)
		}
	}
	return g
}

func TestUnknownNames(t *testing.T) {
	tools := load(t)
	for text, want := range map[string]string{
		"Belarusian President Alexander Lukashenok accused Poland of lies.":       "Alexander Lukashenok, person, subject [BLR]",
		"Peru met Brandon Quillfeather in Lima.":                                  "Brandon Quillfeather, person, object [PER]",
		"The Olympic Federation of Ruritania was condemned by Jonathan Smithers.": "Olympic Federation of Ruritania, organisation, object []; Jonathan Smithers, person, agent []",
		"France condemned Jonathan Smithers' attack on Mali.":                     "Jonathan Smithers, person, possessor [FRA MLI]",
		"Kenya held talks with Jonathan Smithers.":                                "Jonathan Smithers, person, with [KEN]",
		// who is known, has no part, or is known on other days
		"Vladimir Putin accused Poland of lies.":                    "",
		"The Russian Foreign Ministry condemned the French army.":   "",
		"Jonathan Smithers played the violin in Paris.":             "",
		"Three songs by Jonathan Smithers were sung to the guests.": "",
		"Russia's Gazprom sued Poland.":                             "",
	} {
		var got []string
		for _, n := range gapsOf(t, tools, body(text, thursday)).Names {
			got = append(got, fmt.Sprintf("%s, %s, %s %v", n.Name, n.Kind, n.Part, n.States))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q: %s, not %s", text, s, want)
		}
	}
}

func TestUncoveredWords(t *testing.T) {
	tools := load(t)
	for text, want := range map[string]string{
		"France lampooned Germany.":                       "verb lampoon FRA obj DEU",
		"Germany was lampooned by France.":                "verb lampoon FRA obj DEU",
		"Kenya staged a picnic for Nepal.":                "verb stage picnic KEN for NPL",
		"Kenya skedaddled from Nepal.":                    "verb skedaddle KEN from NPL",
		"Russia's lampoon of France went on.":             "noun lampoon RUS of FRA",
		"Peru sulked, and Chile laughed at Kenya for it.": "verb laugh CHL at KEN",
		// a pattern names it, one actor is not known, or the word is no act by itself
		"Russia attacked Ukraine.":              "",
		"France launched an attack on Mali.":    "",
		"The tenor lampooned Germany.":          "",
		"France intends Germany no harm.":       "",
		"France's border with Germany is long.": "",
		"Russia accused Ukraine of lampooning.": "",
	} {
		var got []string
		for _, w := range gapsOf(t, tools, body(text, thursday)).Words {
			class := "verb"
			if w.Noun {
				class = "noun"
			}
			got = append(got, fmt.Sprintf("%s %s %s %s %s", class, w.Word, w.Source, w.Role, w.Target))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q: %s, not %s", text, s, want)
		}
	}
}

// The network's root is given where it takes the word for an act, and whether its mark
// has made an event.
func TestUncoveredRoot(t *testing.T) {
	tools := load(t)
	w := gapsOf(t, tools, body("France lampooned Germany.", thursday)).Words
	res := coder.Code(tools, body("France lampooned Germany.", thursday), coder.Options{})
	if len(w) != 1 || w[0].Coded != (len(res.Reports) == 1) || len(res.Reports) == 1 && w[0].Root != res.Reports[0].Plover.Event {
		t.Errorf("gap %+v, reports %+v", w, res.Reports)
	}
}

// Gaps are looked for only if asked for, and in every sentence then; furniture is none.
func TestGapsAreAskedFor(t *testing.T) {
	tools := load(t)
	story := body("Brandon Quillfeather attacked Jonathan Smithers.", thursday)
	if g := coder.Code(tools, story, coder.Options{}).Gaps; len(g.Names)+len(g.Words) > 0 {
		t.Errorf("unasked: %+v", g)
	}
	if g := gapsOf(t, tools, story); len(g.Names) != 2 || g.Names[1].Part != "object" {
		t.Errorf("a sentence without a known actor: %+v", g)
	}
	story.Blocks[0].Stream = entente.Furniture
	if g := gapsOf(t, tools, story); len(g.Names) > 0 {
		t.Errorf("from furniture: %+v", g)
	}
}
