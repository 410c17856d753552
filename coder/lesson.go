package coder

import (
	"slices"

	"entente"
	"entente/syntax"
)

// Lessons turns a labelled passage into trees to learn from: what the weights at hand
// read, with the acts of the passage marked on the words that tell of them and the
// parts of its actors on their names. A tree's Start and End point into the passage's
// text, the offsets of its tokens into the tree's own.
func Lessons(tools Tools, p entente.Passage) []syntax.Tree {
	story := p.Story()
	t := &telling{tools: tools, story: &story, day: story.Published}
	var out []syntax.Tree
	run := newRun(t, Options{})
	run.watch = func(s *sentence) { out = append(out, s.lesson(&p)) }
	run.all()
	return out
}

// lesson marks one sentence.
func (s *sentence) lesson(p *entente.Passage) syntax.Tree {
	tree := syntax.Tree{Sentence: s.Sentence, Text: p.Text[s.Start:s.End], Acted: true}
	tree.Tokens = slices.Clone(s.Tokens)
	for i := range tree.Tokens {
		k := &tree.Tokens[i]
		k.Act, k.Part = syntax.Act{}, ""
		k.Start, k.End = k.Start-s.Start, k.End-s.Start
	}
	for _, a := range p.Acts {
		i := s.told(a.Trigger)
		if i < 0 {
			continue
		}
		tree.Tokens[i].Act.Kind = string(a.Roots[0])
		s.markPart(tree.Tokens, i, a.Source, "S")
		s.markPart(tree.Tokens, i, a.Target, map[bool]string{false: "T", true: "S"}[a.Mutual])
	}
	return tree
}

// told gives the token that heads the words of a span, -1 if they stand elsewhere:
// the topmost word of content.
func (s *sentence) told(span entente.Span) int {
	best, bestDepth := -1, 0
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Start >= span[1] || t.End <= span[0] {
			continue
		}
		depth := 100
		switch t.UPOS {
		case "VERB", "NOUN", "ADJ":
			depth = 0
		case "PROPN", "ADV":
			depth = 50
		}
		for j := i; s.Tokens[j].Head >= 0 && depth < 1000; j = s.Tokens[j].Head {
			depth++
		}
		if best < 0 || depth < bestDepth {
			best, bestDepth = i, depth
		}
	}
	return best
}

// markPart marks the mention of an actor that stands nearest to the act in the tree.
func (s *sentence) markPart(toks []syntax.Token, act int, code entente.Code, part string) {
	if code == "" {
		return
	}
	best := s.standing(act, side{code: code})
	if best < 0 {
		return
	}
	if was := toks[best].Part; was != "" && was != part {
		part = "B"
	}
	toks[best].Part = part
}

// apart is how many steps lie between two tokens in the tree.
func (s *sentence) apart(a, b int) int {
	for j, m := b, 0; j >= 0; j, m = s.Tokens[j].Head, m+1 {
		for i, n := a, 0; i >= 0; i, n = s.Tokens[i].Head, n+1 {
			if i == j {
				return n + m
			}
		}
	}
	return len(s.Tokens)
}
