package storetest

import (
	"fmt"
	"math/rand/v2"

	"entente"
)

// Readings draws readings of up to a dozen stories that tell of few acts in few days
// by few actors, so that their reports meet; the same seed gives the same ones.
func Readings(seed int) []entente.Reading {
	c := rand.New(rand.NewPCG(uint64(seed), 0))
	rs := make([]entente.Reading, 4+c.IntN(8))
	for i := range rs {
		rs[i] = drawReading(c, fmt.Sprintf("s%02d", i), "sha256:lexicon")
	}
	return rs
}

// words are the sentences of the stories: several scripts, signs of four bytes, marks
// that combine, quotes and a backslash.
var words = []string{
	"Biden and Putin met in Geneva. ", "“Зустріч” відбулася у Женеві. ", "北京和莫斯科发表联合声明。", "It's 100% O'Brien's \\ \"call\".\n",
	"An ambassador said Assad left; 🛳️ naïve cafe\u0301. ", "\tأدان العراق الهجوم. ",
}

func drawReading(c *rand.Rand, story, lexicon string) entente.Reading {
	s := entente.Story{
		ID: story, Title: pick(c, words...), Publisher: pick(c, "", "The Paper"), URL: "https://example.org/" + story,
		Language: "en", Kind: pick(c, entente.ReportKind, entente.OpinionKind), Published: drawDay(c, 20),
	}
	for range 1 + c.IntN(6) {
		start := len(s.Text)
		s.Text += pick(c, words...)
		s.Blocks = append(s.Blocks, entente.Block{Stream: entente.Body, Start: start, End: len(s.Text)})
	}
	r := entente.Reading{Story: s, Lexicon: lexicon}
	for i := range 3 + c.IntN(6) {
		r.Reports = append(r.Reports, drawReport(c, s, lexicon, i))
	}
	for i := range c.IntN(3) {
		r.Assessments = append(r.Assessments, drawAssessment(c, s, lexicon, i))
	}
	if flip(c) {
		r.Problems = append(r.Problems, entente.Problem{Stage: "syntax", Subject: story, Offset: 3, Message: "a word of 4,000 letters"})
	}
	return r
}

func pick[T any](c *rand.Rand, some ...T) T { return some[c.IntN(len(some))] }

func flip(c *rand.Rand) bool { return c.IntN(2) == 0 }

// drawDay gives a day of June 2021, sometimes none.
func drawDay(c *rand.Rand, last int) entente.Day {
	d := c.IntN(last + 1)
	if d == 0 {
		return 0
	}
	return entente.MakeDay(2021, 6, d)
}

func drawReport(c *rand.Rand, s entente.Story, lexicon string, i int) entente.Report {
	root := pick(c, entente.Root("CONSULT"), "CONSULT", "ASSAULT")
	quad, intensity := entente.Quad(1), pick(c, 1., 2.5, 3.4)
	if root == "ASSAULT" {
		quad, intensity = 4, -pick(c, 9., 9.5)
	}
	r := entente.Report{
		Kind: "event", Report: fmt.Sprintf("r_%s_%d", s.ID, i), Story: s.ID,
		Stream: pick(c, entente.Body, entente.Body, entente.Headline, entente.Caption), Sentence: i,
		Source: entente.Actor{Code: pick(c, entente.Code("USA"), "USA", "USA", "USA", "RUS", ""), Sector: "GOV", Name: "Name", Role: "role", Raw: pick(c, "Smith", "Jones")},
		Target: entente.Actor{Code: pick(c, entente.Code("RUS"), "RUS", "RUS", "RUS", "USA", "CHN"), Raw: "Пу́тин"},
		Plover: entente.Plover{Event: root, Mode: "visit", Contexts: pick(c, nil, []string{}, []string{"diplomatic", "military"}, []string{"economic"})},
		Cameo:  "042", Quad: quad, Intensity: intensity, Scale: "goldstein-icews",
		Status:     pick(c, entente.Fact, entente.Fact, entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical, entente.Negated, entente.Historical),
		Confidence: pick(c, .5, .91), Citation: drawCitation(c, s),
		FoundBy: entente.Finder{Pattern: "meet", Lexicon: lexicon, Way: "tree"}, Lemma: pick(c, "meet", "meet", "meet", "meet", "meet", "meet", "call"),
	}
	r.Reciprocal = root == "CONSULT" && c.IntN(5) > 0
	drawWindow(c, &r)
	if flip(c) {
		r.Attribution = &entente.Attribution{By: "the Kremlin", Code: "RUS", Kind: "actor"}
	}
	if flip(c) {
		r.Place = &entente.Place{Name: "Genève", Country: "CHE"}
	}
	r.ID = "e_" + s.ID // what it says must not matter
	return r
}

func drawWindow(c *rand.Rand, r *entente.Report) {
	r.DateBasis = entente.Undated
	if r.DateFrom = drawDay(c, 5); r.DateFrom.Known() {
		r.DateTo = r.DateFrom + pick(c, entente.Day(0), 0, 0, 1, 3, 14)
		r.Date, r.DateBasis = r.DateFrom, entente.Relative
	}
}

// drawCitation quotes one of the story's sentences, byte by byte.
func drawCitation(c *rand.Rand, s entente.Story) entente.Citation {
	b := pick(c, s.Blocks...)
	cited := entente.Citation{Quote: s.Text[b.Start:b.End], Start: b.Start, End: b.End, Trigger: entente.Span{b.Start, b.Start + 3}, URL: s.URL}
	if flip(c) {
		cited.Source = &entente.Span{b.Start, b.Start + 1}
	}
	return cited
}

func drawAssessment(c *rand.Rand, s entente.Story, lexicon string, i int) entente.Assessment {
	a := entente.Assessment{
		Kind: "assessment", ID: fmt.Sprintf("a_%s_%d", s.ID, i), Story: s.ID, Stream: entente.Body, Sentence: i,
		A: entente.Corner{Code: pick(c, entente.Code("USA"), "RUS")}, B: entente.Corner{Code: "CHN", Name: "China", Raw: "北京"},
		Holder: entente.Holder{By: "actor", Code: "RUS", Name: "Lavrov"}, Hedge: pick(c, entente.Likely, entente.Unlikely, entente.NoHedge), Negated: flip(c),
		Issue: pick(c, "", "economic"), DateFrom: drawDay(c, 12), Citation: drawCitation(c, s), FoundBy: entente.Finder{Pattern: "warm", Lexicon: lexicon},
	}
	a.DateTo = a.DateFrom
	if a.Sentence%3 == 1 { // not drawn: what is drawn after stays as it was
		a.A.Code, a.Members = "WST", []entente.Code{"DEU", "USA"}
	}
	if flip(c) {
		level, trend := pick(c, -1, 0, 1), 1
		a.Level, a.Trend = &level, &trend
	}
	return a
}
