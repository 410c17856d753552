package storetest

import (
	"fmt"

	"pgregory.net/rapid"

	"entente"
)

// Readings draws readings of up to a dozen stories that tell of few acts in few days
// by few actors, so that their reports meet; the same seed gives the same ones.
func Readings(seed int) []entente.Reading {
	return anyReadings.Example(seed)
}

var anyReadings = rapid.Custom(func(t *rapid.T) []entente.Reading {
	rs := make([]entente.Reading, rapid.IntRange(4, 12).Draw(t, "stories"))
	for i := range rs {
		rs[i] = drawReading(t, fmt.Sprintf("s%02d", i), "sha256:lexicon")
	}
	return rs
})

// words are the sentences of the stories: several scripts, signs of four bytes, marks
// that combine, quotes and a backslash.
var words = []string{
	"Biden and Putin met in Geneva. ", "“Зустріч” відбулася у Женеві. ", "北京和莫斯科发表联合声明。", "It's 100% O'Brien's \\ \"call\".\n",
	"An ambassador said Assad left; 🛳️ naïve cafe\u0301. ", "\tأدان العراق الهجوم. ",
}

func drawReading(t *rapid.T, story, lexicon string) entente.Reading {
	s := entente.Story{
		ID: story, Title: pick(t, words...), Publisher: pick(t, "", "The Paper"), URL: "https://example.org/" + story,
		Language: "en", Kind: pick(t, entente.ReportKind, entente.OpinionKind), Published: drawDay(t, 20),
	}
	for range rapid.IntRange(1, 6).Draw(t, "sentences") {
		start := len(s.Text)
		s.Text += pick(t, words...)
		s.Blocks = append(s.Blocks, entente.Block{Stream: entente.Body, Start: start, End: len(s.Text)})
	}
	r := entente.Reading{Story: s, Lexicon: lexicon}
	for i := range rapid.IntRange(0, 6).Draw(t, "reports") {
		r.Reports = append(r.Reports, drawReport(t, s, lexicon, i))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "assessments") {
		r.Assessments = append(r.Assessments, drawAssessment(t, s, lexicon, i))
	}
	if rapid.Bool().Draw(t, "problem") {
		r.Problems = append(r.Problems, entente.Problem{Stage: "syntax", Subject: story, Offset: 3, Message: "a word of 4,000 letters"})
	}
	return r
}

func pick[T any](t *rapid.T, some ...T) T { return rapid.SampledFrom(some).Draw(t, "pick") }

// drawDay gives a day of June 2021, sometimes none.
func drawDay(t *rapid.T, last int) entente.Day {
	d := rapid.IntRange(0, last).Draw(t, "day")
	if d == 0 {
		return 0
	}
	return entente.MakeDay(2021, 6, d)
}

func drawReport(t *rapid.T, s entente.Story, lexicon string, i int) entente.Report {
	root := pick(t, entente.Root("CONSULT"), "ASSAULT")
	quad, intensity := entente.Quad(1), pick(t, 1., 2.5, 3.4)
	if root == "ASSAULT" {
		quad, intensity = 4, -pick(t, 9., 9.5)
	}
	r := entente.Report{
		Kind: "event", Report: fmt.Sprintf("r_%s_%d", s.ID, i), Story: s.ID,
		Stream: pick(t, entente.Body, entente.Body, entente.Headline, entente.Caption), Sentence: i,
		Source: entente.Actor{Code: pick(t, entente.Code("USA"), "RUS", ""), Sector: "GOV", Name: "Name", Role: "role", Raw: pick(t, "Smith", "Jones")},
		Target: entente.Actor{Code: pick(t, entente.Code("RUS"), "USA", "CHN"), Raw: "Пу́тин"},
		Plover: entente.Plover{Event: root, Mode: "visit", Contexts: pick(t, nil, []string{}, []string{"diplomatic", "military"}, []string{"economic"})},
		Cameo:  "042", Quad: quad, Intensity: intensity, Scale: "goldstein-icews",
		Status:     pick(t, entente.Fact, entente.Fact, entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical, entente.Negated, entente.Historical),
		Confidence: pick(t, .5, .91), Citation: drawCitation(t, s),
		FoundBy: entente.Finder{Pattern: "meet", Lexicon: lexicon, Way: "tree"}, Lemma: pick(t, "meet", "meet", "strike"),
	}
	r.Reciprocal = root == "CONSULT" && rapid.Bool().Draw(t, "reciprocal")
	drawWindow(t, &r)
	if rapid.Bool().Draw(t, "attributed") {
		r.Attribution = &entente.Attribution{By: "the Kremlin", Code: "RUS", Kind: "actor"}
	}
	if rapid.Bool().Draw(t, "placed") {
		r.Place = &entente.Place{Name: "Genève", Country: "CHE"}
	}
	r.ID = r.DefaultID()
	return r
}

func drawWindow(t *rapid.T, r *entente.Report) {
	r.DateBasis = entente.Undated
	if r.DateFrom = drawDay(t, 12); r.DateFrom.Known() {
		r.DateTo = r.DateFrom + pick(t, entente.Day(0), 0, 0, 1, 4, 14)
		r.Date, r.DateBasis = r.DateFrom, entente.Relative
	}
}

// drawCitation quotes one of the story's sentences, byte by byte.
func drawCitation(t *rapid.T, s entente.Story) entente.Citation {
	b := pick(t, s.Blocks...)
	c := entente.Citation{Quote: s.Text[b.Start:b.End], Start: b.Start, End: b.End, Trigger: entente.Span{b.Start, b.Start + 3}, URL: s.URL}
	if rapid.Bool().Draw(t, "named") {
		c.Source = &entente.Span{b.Start, b.Start + 1}
	}
	return c
}

func drawAssessment(t *rapid.T, s entente.Story, lexicon string, i int) entente.Assessment {
	a := entente.Assessment{
		Kind: "assessment", ID: fmt.Sprintf("a_%s_%d", s.ID, i), Story: s.ID, Stream: entente.Body, Sentence: i,
		A: entente.Corner{Code: pick(t, entente.Code("USA"), "RUS")}, B: entente.Corner{Code: "CHN", Name: "China", Raw: "北京"},
		Holder: entente.Holder{By: "actor", Code: "RUS", Name: "Lavrov"}, Hedge: entente.Likely, Negated: rapid.Bool().Draw(t, "negated"),
		Issue: "Arctic", DateFrom: drawDay(t, 12), Citation: drawCitation(t, s), FoundBy: entente.Finder{Pattern: "warm", Lexicon: lexicon},
	}
	a.DateTo = a.DateFrom
	if rapid.Bool().Draw(t, "leveled") {
		level, trend := pick(t, -1, 0, 1), 1
		a.Level, a.Trend = &level, &trend
	}
	return a
}
