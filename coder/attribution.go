package coder

import (
	"slices"

	"entente"
)

// attributed finds whose words an act is told in: a verb of saying above it or
// beside it, or "according to".
func (s *sentence) attributed(c *scope, i int) {
	cues := s.story.tools.Lexicon.Cues
	for j, steps := i, 0; steps < 10; steps++ {
		if k := s.accordingTo(j); k >= 0 {
			c.attribution = s.attribution(k)
			return
		}
		for _, k := range s.kids[j] { // "…, he said"
			if s.rel(k) == "parataxis" && cues.Has("speech", s.Tokens[k].Lemma) && s.has(k, "nsubj") && !s.has(k, "ccomp", "obj", "obl") {
				c.attribution = s.attribution(s.child(k, "nsubj"))
				return
			}
		}
		if s.toldBefore(c, j) {
			return
		}
		h := s.Tokens[j].Head
		if h < 0 || s.semicolon(h, i) {
			return
		}
		if cues.Has("speech", s.Tokens[h].Lemma) && s.verb(h) && (s.rel(j) == "ccomp" || s.rel(j) == "xcomp" || s.rel(j) == "parataxis") {
			c.attribution = s.attribution(s.agent(h))
			return
		}
		j = h
	}
}

// semicolon reports whether a semicolon stands between two tokens: what follows it is
// told anew.
func (s *sentence) semicolon(i, j int) bool {
	return i < j && slices.Contains(s.lower[i:j], ";")
}

// toldBefore reads the word of saying before a "that" which the tree left without
// one, across an insertion: "newspapers report, citing a document, that …".
func (s *sentence) toldBefore(c *scope, i int) bool {
	cues := s.story.tools.Lexicon.Cues
	for _, k := range s.kids[i] {
		if s.lower[k] != "that" || s.Tokens[k].UPOS != "SCONJ" || k == 0 {
			continue
		}
		w := k - 1
		if s.lower[w] == "," {
			for w--; w > 0 && s.lower[w] != ","; w-- {
			}
			w--
		}
		if w > 0 && (cues.Has("speech", s.Tokens[w].Lemma) || cues.Has("unnamed", s.Tokens[w].Lemma)) {
			c.attribution = s.attribution(w - 1)
			return true
		}
	}
	return false
}

// accordingTo gives the noun after "according to" that hangs on token j, -1 if none.
func (s *sentence) accordingTo(j int) int {
	for _, k := range s.kids[j] {
		if s.rel(k) == "obl" || s.rel(k) == "advcl" || s.rel(k) == "nmod" {
			if s.anyChild(k, func(w string) bool { return w == "according" }, "case", "fixed", "mark") || s.lower[k] == "according" {
				return k
			}
		}
	}
	return -1
}

// attribution describes the speaker at token i.
func (s *sentence) attribution(i int) *entente.Attribution {
	if i < 0 {
		return &entente.Attribution{Kind: "unnamed"}
	}
	if s.lower[i] == "according" {
		for _, k := range s.kids[i] {
			i = k
		}
	}
	if u := s.Tokens[i].UPOS; u != "NOUN" && u != "PROPN" && u != "PRON" && s.at[i] < 0 { // the tree went astray
		return &entente.Attribution{Kind: "unnamed"}
	}
	by := s.speaker(i)
	cues := s.story.tools.Lexicon.Cues
	switch {
	case cues.Has("document", s.Tokens[i].Lemma):
		return &entente.Attribution{By: by, Code: codeOf(s.actorsAt(i)), Kind: "document"}
	case s.lower[i] == "i" || s.lower[i] == "we":
		return &entente.Attribution{By: by, Kind: "author"}
	}
	if fs := s.actorsAt(i); len(fs) > 0 && fs[0].actor.Code != "" {
		return &entente.Attribution{By: by, Code: fs[0].actor.Code, Kind: "actor"}
	}
	return &entente.Attribution{By: by, Kind: "unnamed"}
}

// speaker gives the words that name who speaks: the noun with what describes it,
// without the preposition, the day or the insertion the tree hangs there as well.
func (s *sentence) speaker(i int) string {
	first, last := i, i
	for _, k := range s.kids[i] {
		a, z := s.subtree(k)
		switch s.rel(k) {
		case "det", "amod", "compound", "nummod", "nmod", "flat", "appos":
			if s.Tokens[k].Rel != "nmod:tmod" && s.Tokens[k].Rel != "obl:tmod" {
				first, last = min(first, a), max(last, z)
			}
		}
	}
	return s.text[s.Tokens[first].Start:s.Tokens[last].End]
}

func codeOf(fs []filler) entente.Code {
	if len(fs) == 0 {
		return ""
	}
	return fs[0].actor.Code
}
