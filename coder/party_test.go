package coder_test

import (
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

// TestParties assembles the words of one actor, and keeps two apart.
func TestParties(t *testing.T) {
	tools := load(t)
	for _, c := range []struct {
		text   string
		code   entente.Code
		sector entente.Sector
		name   string
		raw    string
	}{
		{"Russian Foreign Minister Sergey Lavrov condemned Nepal.", "RUS", "GOV", "Sergei Lavrov", "Russian Foreign Minister Sergey Lavrov"},
		{"Lavrov, the Russian foreign minister, condemned Nepal.", "RUS", "GOV", "Sergei Lavrov", "Lavrov, the Russian foreign minister"},
		{"The president of Ukraine condemned Nepal.", "UKR", "GOV", "Volodymyr Zelensky", "president of Ukraine"},
		{"The Russian foreign ministry spokesman condemned Nepal.", "RUS", "GOV", "Russia", "Russian foreign ministry spokesman"},
		{"Kenya's parliament condemned Nepal.", "KEN", "LEG", "Kenya", "Kenya's parliament"},
		{"Kenyan troops attacked Nepal.", "KEN", "MIL", "Kenya", "Kenyan troops"},
		{"The Kremlin condemned Nepal.", "RUS", "GOV", "Russia", "Kremlin"},
		{"NATO condemned Nepal.", "IGO:NATO", "IGO", "NATO", "NATO"},
	} {
		r, ok := find(coder.Code(tools, body(c.text, thursday), coder.Options{}), c.code, "NPL")
		if a := r.Source; !ok || a.Sector != c.sector || a.Name != c.name || a.Raw != c.raw {
			t.Errorf("%q: %+v", c.text, a)
		}
	}
}

// TestNoParty: a state's name that is part of another word or name does not act.
func TestNoParty(t *testing.T) {
	tools := load(t)
	for _, text := range []string{
		"Jordan Pickford attacked Nepal.",
		"Kremlin-backed rebels attacked Nepal.",
		"Pro-Russian rebels attacked Nepal.",
	} {
		if rs := coder.Code(tools, body(text, thursday), coder.Options{}).Reports; len(rs) > 0 {
			t.Errorf("%q: %s", text, printed(rs[0]))
		}
	}
}

// TestRows reads actors that stand in a row, as sources, as targets and as both.
func TestRows(t *testing.T) {
	tools := load(t)
	for text, want := range map[string]string{
		"Kenya, Peru, Chile and Nepal imposed sanctions on Russia.": "KEN>RUS PER>RUS CHL>RUS NPL>RUS",
		"Kenya expelled two diplomats of Peru, Chile and Nepal.":    "KEN>PER KEN>CHL KEN>NPL",
		"Kenya and Peru condemned Nepal and Chile.":                 "KEN>NPL KEN>CHL PER>NPL PER>CHL",
		"Kenya, but not Peru, condemned Nepal.":                     "KEN>NPL",
		"Kenya and Nepal praised each other.":                       "KEN>NPL",
		"The Chinese and Russian foreign ministers met.":            "RUS>CHN",
		"US-Russia talks were held in Geneva.":                      "USA>RUS",
		"Kenya attacked Chad, and Mali condemned it.":               "KEN>TCD MLI>KEN",
	} {
		if got := arrows(coder.Code(tools, body(text, thursday), coder.Options{})); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

func arrows(res coder.Result) string {
	var out []string
	for _, r := range res.Reports {
		out = append(out, string(r.Source.Code+">"+r.Target.Code))
	}
	return strings.Join(out, " ")
}

// TestWhatOpensAParagraph: the place in a dateline and the mark of a list do nothing.
func TestWhatOpensAParagraph(t *testing.T) {
	tools := load(t)
	for _, opening := range []string{
		"MOSCOW, Dec 17 (Agency) - ", "PARIS (AP) — ", "BEIJING – ", "KYIV, Ukraine (AP) — ", "• ", "— • ",
	} {
		text := opening + "Kenya attacked Nepal."
		r := one(t, coder.Code(tools, body(text, thursday), coder.Options{}))
		if r.Source.Code != "KEN" || r.Target.Code != "NPL" || r.Citation.Start != len(opening) || r.Citation.Quote != "Kenya attacked Nepal." {
			t.Errorf("%q: %s in %q", opening, printed(r), r.Citation.Quote)
		}
	}
}

// TestReferringBack reads words that stand for those spoken of.
func TestReferringBack(t *testing.T) {
	tools := load(t)
	for text, want := range map[string]string{
		"Kenya and Nepal held talks. They condemned Chile.":                       "KEN>NPL KEN>CHL NPL>CHL",
		"Biden met Putin in Geneva. The two leaders praised Chile.":               "USA>RUS USA>CHL RUS>CHL",
		"NATO and Ukraine held drills. The alliance condemned Russia.":            "IGO:NATO>UKR IGO:NATO>RUS",
		"Kenya attacked Nepal. It condemned Chile.":                               "KEN>NPL KEN>CHL",
		"Kenya attacked Nepal. Peru did so too.":                                  "KEN>NPL PER>NPL",
		"On his visit to Chad, Macron praised Mali.":                              "FRA>MLI FRA>TCD",
		"Kenya and Nepal signed a treaty. The treaty condemns Chile.":             "KEN>NPL KEN>CHL NPL>CHL",
		"Kenya threatened Nepal. Nepal rejected the threat.":                      "KEN>NPL NPL>KEN",
		"Kenya and Nepal spoke by telephone. Kenya warned that it would respond.": "KEN>NPL KEN>NPL",
		"Kenya condemned Nepal's attack on Chile.":                                "KEN>NPL NPL>CHL",
		"Kenya invited its neighbour Nepal.":                                      "KEN>NPL",
		"Kenya asked Nepal to withdraw troops from Chile.":                        "KEN>NPL",
	} {
		if got := arrows(coder.Code(tools, body(text, thursday), coder.Options{})); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

// TestPlace gives where an act takes place, which is not whom it is done to.
func TestPlace(t *testing.T) {
	tools := load(t)
	for text, want := range map[string]string{
		"Biden met Putin in Geneva.":        "Geneva CHE",
		"Kenya met Nepal in Chile.":         "Chile CHL",
		"Kenya imposed sanctions on Nepal.": "",
		"Kenya attacked Nepal.":             "",
	} {
		rs := coder.Code(tools, body(text, thursday), coder.Options{}).Reports
		if len(rs) == 0 {
			t.Errorf("nothing is found in %q", text)
			continue
		}
		got := ""
		if p := rs[0].Place; p != nil {
			got = p.Name + " " + string(p.Country)
		}
		if got != want {
			t.Errorf("%q: at %q, not %q", text, got, want)
		}
	}
}

// TestPoorStories: what cannot be coded is a problem, furniture is left alone, and
// nothing fails.
func TestPoorStories(t *testing.T) {
	tools := load(t)
	story := body("Kenya attacked Nepal.", thursday)
	story.Language = "fr"
	if res := coder.Code(tools, story, coder.Options{}); len(res.Reports) > 0 || len(res.Problems) != 1 || !strings.Contains(res.Problems[0].Message, "fr") {
		t.Errorf("French: %+v", res)
	}
	story.Language = "en"
	story.Blocks[0].Stream = entente.Furniture
	if res := coder.Code(tools, story, coder.Options{}); len(res.Reports)+res.Sentences+len(res.Problems) > 0 {
		t.Errorf("furniture: %+v", res)
	}
	story.Blocks = []entente.Block{{Stream: entente.Body, Start: 6, End: 600}, {Stream: entente.Body, Start: -1, End: 3}, {Stream: entente.Body, Start: 9, End: 8}}
	if res := coder.Code(tools, story, coder.Options{}); len(res.Problems) != 3 {
		t.Errorf("blocks outside of the text: %+v", res)
	}
}

// TestTrace tells of each candidate what became of it.
func TestTrace(t *testing.T) {
	res := coder.Code(load(t), body("It rained. Kenya slept. Kenya attacked the hill. Kenya attacked Nepal.", thursday), coder.Options{Trace: true})
	var out []string
	for _, d := range res.Decisions {
		out = append(out, d.Outcome)
	}
	for _, want := range []string{"no actor is named or meant", "no word that a pattern names", "no target", "found"} {
		if !slices.Contains(out, want) {
			t.Errorf("nothing came out as %q: %q", want, out)
		}
	}
	if r := one(t, res); r.Citation.Quote != "Kenya attacked Nepal." {
		t.Errorf("found in %q", r.Citation.Quote)
	}
}
