package coder

import (
	"entente"
)

// Bag is what a sentence may say that one actor does to another: the words that may tell
// of it, each as a question for the judge. One lesson is learned from all of them where
// it is known that something is done but not by which word.
type Bag struct {
	Sentence       int    // in its story
	Text           string // of the sentence
	A, B           entente.Code
	Source, Target []entente.Span // where the sentence names them, else where it means them
	Questions      [][]float32
}

// Bags gives the ordered pairs of actors whom the sentences of a story name or refer
// back to, but for sentences that only roll up names.
func Bags(tools Tools, story entente.Story) []Bag {
	var out []Bag
	run := newRun(&telling{tools: tools, story: &story, day: story.Published}, Options{})
	run.watch = func(s *sentence) { out = append(out, s.bags()...) }
	run.all()
	return out
}

func (s *sentence) bags() (out []Bag) {
	words := s.actWords()
	if n := s.actors(); len(words) == 0 || n < 2 || n > mostNames {
		return nil
	}
	for _, pair := range s.codePairs() {
		from, to := pair[0].code, pair[1].code
		if from == to {
			break // parts of one state come last, and have no other name than its own
		}
		b := Bag{Sentence: s.index, Text: s.text[s.Start:s.End], A: from, B: to, Source: s.spansOf(from), Target: s.spansOf(to)}
		for _, w := range words {
			if from, to := s.standing(w, pair[0]), s.standing(w, pair[1]); from != to {
				b.Questions = append(b.Questions, s.features(from, to, w))
			}
		}
		if len(b.Questions) > 0 {
			out = append(out, b)
		}
	}
	return out
}

// spansOf gives where the sentence names an actor, where it means it if it does not name it.
func (s *sentence) spansOf(code entente.Code) []entente.Span {
	var named, meant []entente.Span
	for _, b := range s.bearers() {
		switch {
		case b.code != code:
		case s.at[b.token] >= 0:
			named = append(named, s.named(b.token))
		default:
			meant = append(meant, s.named(b.token))
		}
	}
	if len(named) > 0 {
		return named
	}
	return meant
}

// Silver is a text with what another reader says of the actors in it.
type Silver struct {
	ID        string       `json:"id"`
	Published entente.Day  `json:"published"`
	Text      string       `json:"text"`
	Pairs     []SilverPair `json:"pairs"`
}

// SilverPair is what A does to B in a sentence: for each of the judge's roots how likely
// it is.
type SilverPair struct {
	Sentence int          `json:"sentence"`
	A        entente.Code `json:"a"`
	B        entente.Code `json:"b"`
	Likely   []float32    `json:"likely"`
}

// Story gives the text as a story of one paragraph.
func (s *Silver) Story() entente.Story {
	p := entente.Passage{ID: s.ID, Published: s.Published, Text: s.Text}
	return p.Story()
}
