package coder

import (
	"cmp"
	"slices"
	"strings"

	"entente/lexicon"
)

// candidate is a place where a trigger of some pattern stands.
type candidate struct {
	trigger *lexicon.Trigger
	head    int
	slots   []int        // the tokens of the trigger's other words
	inner   []*candidate // what an @ slot stands on
	size    int          // words matched, an inner event counting half
	learned bool         // the network names the word, not the lexicon
}

func (c *candidate) pattern() *lexicon.Pattern { return c.trigger.Pattern }

// candidates finds all triggers of a sentence, by head token, the longest first.
// Triggers with an inner event are matched after the plain ones they build on.
func (s *sentence) candidates(lex *lexicon.Lexicon) map[int][]*candidate {
	out := map[int][]*candidate{}
	s.found = out
	var words lexicon.Words
	for i := range s.Tokens {
		words.Add(s.Tokens[i].Lemma)
		words.Add(s.lower[i])
	}
	for _, inner := range []bool{false, true} {
		for i := range s.Tokens {
			for _, t := range lex.Heads(s.Tokens[i].Lemma) {
				if t.Nested != inner || !t.Possible(&words) || !s.fits(t, i) {
					continue
				}
				if c := s.matchTrigger(t, i, out); c != nil {
					out[i] = append(out[i], c)
				}
			}
		}
	}
	s.learned(lex, out)
	for i := range out {
		slices.SortStableFunc(out[i], func(a, b *candidate) int { return cmp.Compare(b.size, a.size) })
	}
	return out
}

// actLeast is how much likelier than none an act must be, as a logarithm, for a word
// that no pattern names.
const actLeast = 0.5

// learned adds the words that the network takes for acts.
func (s *sentence) learned(lex *lexicon.Lexicon, out map[int][]*candidate) {
	for i := range s.Tokens {
		if s.Tokens[i].Act.Worth < actLeast || s.Tokens[i].Act.Kind == "" || lex.Cues.Has("no-act", s.Tokens[i].Lemma) {
			continue
		}
		for _, t := range lex.ActHeads(s.Tokens[i].Act.Kind) {
			if s.fits(t, i) {
				out[i] = append(out[i], &candidate{trigger: t, head: i, learned: true})
				break
			}
		}
	}
}

// fits reports whether a token is of the class a trigger hangs on.
func (s *sentence) fits(t *lexicon.Trigger, i int) bool {
	tok := &s.Tokens[i]
	switch t.Kind {
	case lexicon.VerbTrigger:
		if tok.UPOS == "NOUN" {
			return s.misread(i)
		}
		return (tok.UPOS == "VERB" || strings.HasPrefix(tok.XPOS, "VB") && tok.UPOS == "AUX" && !s.isAux(i)) && tok.Rel != "amod"
	case lexicon.NounTrigger:
		return tok.Rel != "compound" && (tok.UPOS == "NOUN" || tok.UPOS == "PROPN" && s.at[i] < 0)
	}
	return tok.UPOS == "ADJ" || tok.XPOS == "JJ" || tok.XPOS == "VBN" && !s.perfect(i)
}

// perfect reports whether a participle is of the active: "relations have warmed".
func (s *sentence) perfect(i int) bool {
	have, be := false, s.has(i, "aux:pass") || s.has(i, "nsubj:pass")
	for _, k := range s.kids[i] {
		have = have || s.rel(k) == "aux" && s.Tokens[k].Lemma == "have"
		be = be || s.Tokens[k].Lemma == "be"
	}
	return have && !be
}

// misread reports whether a noun is a verb that the parser took for one: it heads a
// sentence that has no verb and stands between two actors.
func (s *sentence) misread(i int) bool {
	if s.Tokens[i].Head >= 0 || i == 0 || i+1 >= len(s.Tokens) || s.at[i-1] < 0 || s.at[i+1] < 0 {
		return false
	}
	for j := range s.Tokens {
		if s.verb(j) {
			return false
		}
	}
	return true
}

func (s *sentence) isAux(i int) bool {
	r := s.rel(i)
	return r == "aux" || r == "cop"
}

// matchTrigger matches the words of a trigger around head token i; nil if one is missing.
func (s *sentence) matchTrigger(t *lexicon.Trigger, i int, found map[int][]*candidate) *candidate {
	c := &candidate{trigger: t, head: i, size: 2}
	if t.Kind == lexicon.NounTrigger {
		return s.matchBefore(c)
	}
	at := i
	for _, slot := range t.Rest {
		j, inner := s.findSlot(c, slot, max(at, i), found)
		if j < 0 {
			return nil
		}
		c.slots = append(c.slots, j)
		c.inner = append(c.inner, inner...)
		c.size += 2
		if slot.Inner || slot.Any || slot.Person {
			c.size--
		}
		at = j
	}
	return c
}

// matchBefore matches the words that must stand right before a noun.
func (s *sentence) matchBefore(c *candidate) *candidate {
	j := c.head - 1
	for k := len(c.trigger.Rest) - 1; k >= 0; k-- {
		if j >= 0 && s.lower[j] == "-" {
			j--
		}
		for n := 0; n < 5 && k == len(c.trigger.Rest)-1 && c.pattern().Assess && j >= 0 && !s.word(j, c.trigger.Rest[k]) && s.parted(j); n++ {
			j-- // "close Russian-Chinese economic ties"
		}
		if j < 0 || !s.word(j, c.trigger.Rest[k]) {
			return nil
		}
		c.slots = append(c.slots, j)
		c.size += 2
		j--
	}
	return c
}

// parted reports whether token j may stand between a noun and what is said of it: a
// name, the dash between two, another adjective.
func (s *sentence) parted(j int) bool {
	return s.at[j] >= 0 || s.lower[j] == "-" || s.lower[j] == "–" || s.Tokens[j].UPOS == "ADJ"
}

func (s *sentence) word(j int, slot lexicon.Slot) bool {
	return slot.Has(s.Tokens[j].Lemma) || slot.Has(s.lower[j])
}

// reach is how many tokens a word of a trigger may stand from the one before,
// unless it hangs on the head itself.
const reach = 14

// findSlot finds the token for one word of a verb's trigger: below the head in the
// tree; or, of a passive or relative clause, the noun it hangs on; or shortly after
// the head with no other verb between, which holds where the tree is wrong.
func (s *sentence) findSlot(c *candidate, slot lexicon.Slot, after int, found map[int][]*candidate) (int, []*candidate) {
	last := len(c.slots) == len(c.trigger.Rest)-1
	match := func(j int) ([]*candidate, bool) {
		if last && (s.Tokens[j].Rel == "compound" || s.Tokens[j].Rel == "amod") && s.personal(s.Tokens[j].Head) { // "raised the opposition leader's case" raises no opposition
			return nil, false
		}
		return s.slotAt(slot, j, found)
	}
	if slot.Inner || slot.Any {
		return s.findInner(c, slot, after, match)
	}
	if p := s.patient(c.head); p >= 0 && p < c.head {
		if _, ok := match(p); ok {
			return p, nil
		}
	}
	if p := s.subject(c.head); p >= 0 && p < c.head && s.Tokens[p].UPOS == "NOUN" && len(c.slots) == 0 {
		if _, ok := match(p); ok {
			return p, nil
		}
	}
	limit := min(len(s.Tokens), after+8)
	for j := after + 1; j < limit; j++ {
		if _, ok := match(j); ok && (s.near(c.head, j) || j-after <= 3) {
			return j, nil
		}
		if s.breaks(j, c.head) {
			break
		}
	}
	if c.pattern().Apart {
		for _, j := range s.claimed(c.head) {
			if _, ok := match(j); ok {
				return j, nil
			}
		}
	}
	for _, j := range s.below(c.head, 3) {
		far := j-after > reach && s.Tokens[j].Head != c.head
		if _, ok := match(j); ok && j > c.head && !far && !slices.Contains(c.slots, j) {
			return j, nil
		}
	}
	return -1, nil
}

// claimed gives the words that tell what is said to have been done: the heads of the
// clause under a verb of saying and of what is coordinated with it, and of "tried to".
func (s *sentence) claimed(v int) []int {
	var out []int
	for _, k := range s.kids[v] {
		if s.rel(k) != "ccomp" {
			continue
		}
		for _, j := range s.conjuncts(k) {
			out = append(out, j)
			if x := s.child(j, "xcomp"); x >= 0 {
				out = append(out, x)
			}
		}
	}
	return out
}

// findInner finds an inner event: a complement, an object or, in the passive, the
// subject of the head, or of a preposition that the trigger names.
func (s *sentence) findInner(c *candidate, slot lexicon.Slot, after int, match func(int) ([]*candidate, bool)) (int, []*candidate) {
	heads := append([]int{c.head}, c.slots...)
	for _, h := range heads {
		for _, k := range s.kids[h] {
			if !s.complement(k) || k < c.head && s.rel(k) != "nsubj" {
				continue
			}
			for _, j := range s.conjuncts(k) {
				if inner, ok := match(j); ok {
					return j, s.andConjuncts(inner, k, match)
				}
			}
		}
	}
	for j := after + 1; j < min(len(s.Tokens), after+6); j++ {
		beside := s.rel(j) == "conj" && s.Tokens[j].Head == c.head && s.verb(j) // another act, not what this one is about
		if inner, ok := match(j); ok && !beside {
			return j, inner
		}
		if s.breaks(j, c.head) {
			break
		}
	}
	return -1, nil
}

// andConjuncts adds what is coordinated with an inner event: all of it is absorbed.
func (s *sentence) andConjuncts(inner []*candidate, k int, match func(int) ([]*candidate, bool)) []*candidate {
	for _, j := range s.conjuncts(k) {
		if more, ok := match(j); ok && len(more) > 0 && !slices.Contains(inner, more[0]) {
			inner = append(inner, more...)
		}
	}
	return inner
}

// complement reports whether a token stands to its head as a complement may.
func (s *sentence) complement(k int) bool {
	switch s.rel(k) {
	case "xcomp", "ccomp", "obj", "obl", "advcl", "nmod", "acl":
		return true
	}
	return s.Tokens[k].Rel == "nsubj:pass" || s.Tokens[k].Rel == "csubj"
}

// slotAt reports whether token j fills the slot, and with what inner events.
func (s *sentence) slotAt(slot lexicon.Slot, j int, found map[int][]*candidate) ([]*candidate, bool) {
	if s.word(j, slot) || slot.Person && s.officeHolder(j) {
		return nil, true
	}
	if slot.Any && s.verb(j) && !s.isAux(j) {
		return first(found[j]), true
	}
	if !slot.Inner {
		return nil, false
	}
	for _, c := range found[j] {
		if !c.pattern().Assess && slot.Takes(c.pattern().Event) {
			return []*candidate{c}, true
		}
	}
	return nil, false
}

// personal reports whether a noun names a person or what a person is.
func (s *sentence) personal(i int) bool {
	if i < 0 {
		return false
	}
	a := s.child(i, "appos", "flat")
	return s.at[i] >= 0 || s.Tokens[i].UPOS == "PROPN" || a >= 0 && s.Tokens[a].UPOS == "PROPN"
}

// officeHolder reports whether token j is a person of office and the object of a verb
// that says nothing else of him: not "called Putin a killer".
func (s *sentence) officeHolder(j int) bool {
	k, h := s.at[j], s.Tokens[j].Head
	if k < 0 || h < 0 || s.patient(h) != j || s.has(h, "iobj", "ccomp") {
		return false
	}
	if x := s.child(h, "xcomp"); x >= 0 && x != j {
		return false
	}
	p := &s.parties[k]
	return p.person != nil || p.class == lexicon.Human || p.office != ""
}

func first(cs []*candidate) []*candidate {
	if len(cs) == 0 {
		return nil
	}
	return cs[:1]
}

// near reports whether j hangs on head within three steps.
func (s *sentence) near(head, j int) bool {
	for steps := 0; j >= 0 && steps <= 3; steps++ {
		if j == head {
			return true
		}
		j = s.Tokens[j].Head
	}
	return false
}

// below gives the tokens under i down to a depth, in order of position.
func (s *sentence) below(i, depth int) []int {
	var out []int
	var walk func(i, depth int)
	walk = func(i, depth int) {
		for _, k := range s.kids[i] {
			if r := s.rel(k); r == "conj" || r == "parataxis" || r == "ccomp" || r == "advcl" || s.Tokens[k].Rel == "acl:relcl" {
				continue
			}
			out = append(out, k)
			if depth > 1 {
				walk(k, depth-1)
			}
		}
	}
	walk(i, depth)
	slices.Sort(out)
	return out
}

// breaks reports whether the token ends the stretch in which a verb's words may
// stand: another verb, or a mark that parts clauses.
func (s *sentence) breaks(j, head int) bool {
	t := &s.Tokens[j]
	switch {
	case t.UPOS == "VERB" && t.Rel != "amod" && t.Rel != "compound" && s.w(j-1) != "-":
		return true
	case s.lower[j] == ";" || s.lower[j] == ":" || s.lower[j] == "that" && t.UPOS == "SCONJ":
		return true
	}
	return false
}
