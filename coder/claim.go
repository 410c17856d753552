package coder

import (
	"entente/lexicon"
)

// innerDoers gives who is said to have done what the last word of a trigger tells:
// "said that Sudan had shelled the town", "says Jakarta was behind it". What may or
// will be is no deed.
func (s *sentence) innerDoers(c *candidate) []filler {
	if len(c.slots) == 0 {
		return nil
	}
	v := c.slots[len(c.slots)-1]
	cues := s.story.tools.Lexicon.Cues
	if s.cased(v) != "" { // "is in danger" is no danger
		return nil
	}
	for _, k := range s.kids[v] {
		if s.rel(k) == "aux" && (s.Tokens[k].XPOS == "MD" || s.Tokens[k].Lemma == "to") || cues.Has("negation", s.lower[k]) || s.rel(k) == "mark" && cues.Has("condition", s.lower[k]) {
			return nil
		}
	}
	for steps := 0; v >= 0 && v != c.head && steps < 3; steps++ { // "had tried to undermine"
		n := s.agent(v)
		if n < 0 {
			n = s.child(v, "nsubj")
		}
		if n >= 0 && s.Tokens[n].UPOS == "PRON" { // who speaks of himself as a rule
			return nil
		}
		if n >= 0 {
			return s.doersAt(n)
		}
		v = s.Tokens[v].Head
	}
	return nil
}

// speakers gives the actor whose words tell of token i.
func (s *sentence) speakers(i int) []filler {
	if v := s.saying(i); v >= 0 {
		if n := s.agent(v); n >= 0 {
			return s.doersAt(n)
		}
	}
	for j, steps := i, 0; j >= 0 && steps < 4; j, steps = s.Tokens[j].Head, steps+1 { // "Russian claims that …"
		if h := s.Tokens[j].Head; h >= 0 && s.rel(j) == "acl" && s.Tokens[h].UPOS == "NOUN" && s.story.tools.Lexicon.Cues.Has("speech-noun", s.Tokens[h].Lemma) {
			return s.owners(h)
		}
	}
	return nil
}

// saying gives the verb of saying above token i or beside it, -1 if there is none.
func (s *sentence) saying(i int) int {
	cues := s.story.tools.Lexicon.Cues
	says := func(v int) bool { return s.verb(v) && cues.Has("speech", s.Tokens[v].Lemma) }
	for j, steps := i, 0; j >= 0 && steps < 8; j, steps = s.Tokens[j].Head, steps+1 {
		if j != i && says(j) {
			return j
		}
		for _, k := range s.kids[j] { // "…, Biden said"
			if s.rel(k) == "parataxis" && says(k) && s.has(k, "nsubj") {
				return k
			}
		}
	}
	return -1
}

// conditioned gives the actor on whose act it hangs whether what token i tells will be:
// "if Chad attacks, there will be consequences".
func (s *sentence) conditioned(i int) []filler {
	for j, steps := i, 0; j >= 0 && steps < 4; j, steps = s.Tokens[j].Head, steps+1 {
		for _, k := range s.kids[j] {
			if s.rel(k) == "advcl" && s.conditional(k) {
				if n := s.child(k, "nsubj"); n >= 0 {
					return s.doersAt(n)
				}
			}
		}
	}
	return nil
}

// demandedOf gives who is to do what a request's own clause says: "demanded that Chad
// withdraw from Sudan" is to Chad, whatever else stands in it.
func (s *sentence) demandedOf(a *assigned) []filler {
	if a.pattern().Event != "REQUEST" || a.trigger.Kind != lexicon.VerbTrigger {
		return nil
	}
	if k := s.child(a.head, "ccomp"); k > a.head && !s.has(a.head, "obj", "iobj") {
		if n := s.child(k, "nsubj"); n >= 0 && !s.relative(n) {
			return knownActors(s.actorsAt(n))
		}
	}
	return nil
}

// askedOf gives whom a request is to where its clause says: "demanded that Nato stop
// …", "sought guarantees that Nato would not …".
func (s *sentence) askedOf(a *assigned) {
	threat := a.pattern().Event == "THREATEN"
	if len(knownActors(a.target)) > 0 || a.pattern().Event != "REQUEST" && !threat || a.trigger.Kind == lexicon.AdjTrigger {
		return
	}
	heads := append([]int{a.head}, a.slots...)
	for _, k := range s.kids[a.head] {
		if s.rel(k) == "obj" || s.rel(k) == "obl" {
			heads = append(heads, k)
		}
	}
	for _, h := range heads {
		for _, k := range s.kids[h] {
			if r := s.rel(k); r != "ccomp" && r != "acl" && r != "advcl" && r != "xcomp" || threat && !s.conditional(k) {
				continue // a threat is to whom its condition names
			}
			if n := s.child(k, "nsubj"); n >= 0 && !s.relative(n) {
				if fs := without(s.actorsAt(n), a.source); len(knownActors(fs)) > 0 {
					a.target = fs
					return
				}
			}
		}
	}
}
