package coder

import (
	"slices"

	"entente"
)

// Pair is two actors named in one sentence and what the first does to the second: a
// lesson for the judge.
type Pair struct {
	Passage        string
	Text           string // of the sentence
	Source, Target entente.Span
	Trigger        entente.Span   // empty where nothing is done
	Roots          []entente.Root // the better one first; none where nothing is done
}

// Pairs turns a labelled passage into pairs of names: those between which it tells of
// an act, and all others that stand in one sentence. Acts whose source or target is not
// named in the sentence of their trigger are left out. Spans point into the pair's text.
func Pairs(tools Tools, p entente.Passage) []Pair {
	story := p.Story()
	t := &telling{tools: tools, story: &story, day: story.Published}
	var out []Pair
	run := newRun(t, Options{})
	run.watch = func(s *sentence) { out = append(out, s.pairs(&p)...) }
	run.all()
	return out
}

func (s *sentence) pairs(p *entente.Passage) []Pair {
	var out []Pair
	for _, a := range p.Acts {
		i := s.told(a.Trigger)
		if i < 0 || a.Source == "" || a.Target == "" {
			continue
		}
		from, to := s.standing(i, a.Source), s.standing(i, a.Target)
		if from < 0 || to < 0 || from == to {
			continue
		}
		one := s.pair(p.ID, from, to)
		one.Roots, one.Trigger = a.Roots, entente.Span{a.Trigger[0] - s.Start, a.Trigger[1] - s.Start}
		out = append(out, one)
		if a.Mutual {
			one.Source, one.Target = one.Target, one.Source
			out = append(out, one)
		}
	}
	for x := range s.parties {
		for y := range s.parties {
			if s.unacted(x, y, p.Acts) {
				out = append(out, s.pair(p.ID, s.head(&s.parties[x]), s.head(&s.parties[y])))
			}
		}
	}
	return out
}

// unacted reports whether the passage tells of nothing that one party does to another.
func (s *sentence) unacted(x, y int, acts []entente.Act) bool {
	a, b := s.parties[x].actor.Code, s.parties[y].actor.Code
	if a == "" || b == "" || a == b {
		return false
	}
	return !slices.ContainsFunc(acts, func(it entente.Act) bool {
		return it.Source == a && it.Target == b || it.Mutual && it.Source == b && it.Target == a
	})
}

// standing gives the word that stands for an actor and lies nearest to another in the
// tree, -1 if none does.
func (s *sentence) standing(to int, code entente.Code) int {
	best, least := -1, 0
	for i := range s.Tokens {
		if !s.means(i, code) {
			continue
		}
		if d := s.apart(to, i); best < 0 || d < least {
			best, least = i, d
		}
	}
	return best
}

func (s *sentence) pair(id string, from, to int) Pair {
	return Pair{Passage: id, Text: s.text[s.Start:s.End], Source: s.named(from), Target: s.named(to)}
}

// named gives the bytes of the name that a token heads, in the sentence.
func (s *sentence) named(i int) entente.Span {
	a, b := s.Tokens[i].Start, s.Tokens[i].End
	if k := s.at[i]; k >= 0 {
		p := &s.parties[k]
		a, b = s.Tokens[p.first].Start, s.Tokens[p.last].End
	}
	return entente.Span{a - s.Start, b - s.Start}
}
