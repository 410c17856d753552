package coder

import (
	"slices"

	"entente"
	"entente/codebook"
)

// ActsOf says what the coder sees between two marked names of a sentence: for each root
// of the judge how likely it is by the word that tells most of it, and for each of
// [codebook.Roots] how many words of the lexicon's patterns tell of it. Without a word under each mark both are nil.
func ActsOf(tools Tools, m Marked) (likely []float64, votes []float64) {
	story := entente.Story{ID: "marked", Text: m.Text, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(m.Text)}}}
	run := newRun(&telling{tools: tools, story: &story}, Options{})
	run.watch = func(s *sentence) {
		from, to := s.underMark(m.Source, s.top), s.underMark(m.Target, s.top)
		if from < 0 || to < 0 || from == to {
			return
		}
		likely, votes = s.actsBetween(from, to)
	}
	run.all()
	return likely, votes
}

// actsBetween asks the judge about each word that may tell of an act, and counts the
// words that patterns match, nearer ones for more.
func (s *sentence) actsBetween(from, to int) (likely, votes []float64) {
	m := s.story.tools.Judge
	for _, w := range s.actWords() {
		if m == nil {
			break
		}
		l := m.Likelihoods(s.features(from, to, w))[0]
		if likely == nil || l[0] < likely[0] {
			likely = l
		}
	}
	roots := codebook.Roots()
	votes = make([]float64, len(roots))
	for i := range s.Tokens {
		cs := s.found[i]
		if len(cs) == 0 || cs[0].pattern().Assess || cs[0].learned {
			continue
		}
		if k := slices.Index(roots, cs[0].pattern().Event); k >= 0 {
			votes[k] += 4 / float64(4+s.apart(i, from)+s.apart(i, to))
		}
	}
	return likely, votes
}
