package coder

import (
	"strings"

	"entente"
)

// scope is how the words around an act put it forward.
type scope struct {
	negated     bool
	intended    bool
	irreal      bool // possible, conditional, wished for, asked
	seeming     bool
	likely      bool
	unlikely    bool
	historical  bool // the words place it in another age
	past        bool // it is background
	own         bool // the speaker tells of what it said itself
	light       bool // a light verb carries it, so that "no" before another noun does not deny it
	purpose     bool // it is what something else is done or wished for
	attribution *entente.Attribution
	why         []string // the words that decided, for the trace
}

// status gives the one word for a scope. What is denied or doubted did not happen,
// whoever says so; a claim that something may be is a may be.
func (c scope) status() entente.Status {
	switch {
	case c.irreal || c.seeming:
		if c.negated && !c.seeming && !c.irreal {
			return entente.Negated
		}
		return entente.Hypothetical
	case c.negated:
		return entente.Negated
	case c.intended:
		return entente.Intended
	case c.attribution != nil && !c.own:
		return entente.Reported
	}
	return entente.Fact
}

// final is the status with background told apart.
func (c scope) final() entente.Status {
	if st := c.status(); !c.past || !st.Happened() {
		return st
	}
	return entente.Historical
}

// hedge gives the strength with which a view is put.
func (c scope) hedge() entente.Hedge {
	switch {
	case c.unlikely:
		return entente.Unlikely
	case c.likely:
		return entente.Likely
	case c.irreal || c.seeming || c.intended:
		return entente.Possible
	}
	return entente.NoHedge
}

func (c *scope) note(word string) { c.why = append(c.why, word) }

// scopeOf reads the scope of a candidate: what marks the trigger itself, then each
// clause above it as far as its truth hangs on theirs.
func (s *sentence) scopeOf(a *assigned) scope {
	var c scope
	s.question(&c)
	if v := s.saidBy(a); v >= 0 {
		s.negations(&c, a.head)
		s.marks(&c, v)
		s.climb(&c, v)
		return c
	}
	s.attributed(&c, a.head)
	top := a.head
	switch {
	case a.light >= 0:
		s.marks(&c, a.head)
		s.nounNegated(&c, a.head)
		top, c.light = a.light, true
		s.marks(&c, top)
	case s.verb(a.head):
		s.marks(&c, top)
	default:
		s.marks(&c, a.head)
		s.nounNegated(&c, a.head)
		if h := s.Tokens[a.head].Head; h >= 0 && s.rel(a.head) == "obl" && s.occasion(a.head) && a.pattern().Event == "CONSULT" {
			s.modals(&c, h) // "warned her in a call": the call took place
			s.negations(&c, h)
			return c
		}
		if s.presupposed(a.head) {
			s.governedNoun(&c, a.head)
			return c
		}
		s.mayBring(&c, a.head)
	}
	for _, k := range a.slots {
		if s.noDet(k) {
			c.negated = true
			c.note("no")
		}
	}
	s.climb(&c, top)
	return c
}

// saidBy gives the verb of saying whose subject is the source of a pattern that is made
// of somebody's words, -1 for other patterns: the saying is the act.
func (s *sentence) saidBy(a *assigned) int {
	source, _ := a.pattern().Roles(a.trigger)
	if len(source) == 0 || source[0] != "speaker" {
		return -1
	}
	return s.saying(a.head)
}

// negations reads what negates a word, and none of its modals.
func (s *sentence) negations(c *scope, i int) {
	for _, k := range s.kids[i] {
		if w := s.lower[k]; s.story.tools.Lexicon.Cues.Has("negation", w) && (s.rel(k) == "advmod" || s.rel(k) == "det") {
			c.negated = !c.negated
			c.note(w)
		}
	}
}

// question marks what stands in a question as open.
func (s *sentence) question(c *scope) {
	if n := len(s.Tokens); n > 0 && s.lower[n-1] == "?" && s.w(0) != "why" && s.w(0) != "how" && s.w(0) != "when" {
		c.irreal = true
		c.note("?")
	}
}

// marks reads the auxiliaries, negations and adverbs of one word.
func (s *sentence) marks(c *scope, i int) {
	cues := s.story.tools.Lexicon.Cues
	for _, k := range s.kids[i] {
		w, r := s.lower[k], s.rel(k)
		switch {
		case w == "not" && (s.onlyAfter(k) || s.w(k+1) == "until"):
		case w == "longer" && s.w(k-1) == "no":
			c.negated = !c.negated
			c.note("no longer")
		case cues.Has("negation", w) && (r == "advmod" || r == "det" || r == "cc" || r == "mark" || s.Tokens[k].UPOS == "PART"):
			c.negated = !c.negated
			c.note(w)
		case r == "aux":
			s.auxiliary(c, i, k)
		case r == "advmod" || r == "amod" || r == "discourse":
			s.adverb(c, w)
		case r == "mark" && cues.Has("condition", w):
			c.irreal = true
			c.note(w)
		}
	}
	if s.toInfinitive(i) && s.has(i, "nsubj:outer", "aux", "cop") && !s.anyChild(i, func(w string) bool { return w == "have" }, "aux") { // "the aim is to …", "he is to meet"
		c.intended = true
		c.note("is to")
	}
}

// onlyAfter reports whether "only" follows: "not only welcomed but also …".
func (s *sentence) onlyAfter(k int) bool {
	w := s.w(k + 1)
	return w == "only" || w == "just" || w == "merely"
}

// neither reports whether a verb's subject or object is negated as a whole: "no
// talks were held", "offers no pact", "neither side agreed".
func (s *sentence) neither(i int) bool {
	for _, k := range s.kids[i] {
		if r := s.rel(k); (r == "nsubj" || r == "obj") && s.noDet(k) {
			return true
		}
	}
	return false
}

func (s *sentence) noDet(i int) bool {
	if w := s.lower[i]; w == "nobody" || w == "none" || w == "neither" || w == "nothing" {
		return true
	}
	for _, k := range s.kids[i] {
		if w := s.lower[k]; (w == "no" || w == "neither") && s.w(k+1) != "-" { // but "no-fly zone"
			return true
		}
	}
	return false
}

// nounNegated notes a noun under "no" or an adjective such as "possible" or "planned".
func (s *sentence) nounNegated(c *scope, i int) {
	if s.noDet(i) {
		c.negated = true
		c.note("no")
	}
	for _, k := range s.kids[i] {
		if s.Tokens[k].Rel == "amod" {
			s.adverb(c, s.lower[k])
		}
	}
}

// auxiliary reads a modal verb.
func (s *sentence) auxiliary(c *scope, i, k int) {
	cues := s.story.tools.Lexicon.Cues
	switch w := s.lower[k]; {
	case w == "will" || w == "shall" || w == "'ll" || w == "’ll" || w == "wo":
		c.intended = true
		c.note(w)
	case w == "would" && s.rel(i) == "ccomp" && s.saidOrPromised(s.Tokens[i].Head): // "said it would": its future
		c.intended = true
		c.note(w)
	case cues.Has("possible", w), w == "would", w == "should", w == "must", w == "ought", w == "'d", w == "ca":
		c.irreal = true
		c.note(w)
	}
}

// saidOrPromised reports whether h is a verb of saying or promising.
func (s *sentence) saidOrPromised(h int) bool {
	cues := s.story.tools.Lexicon.Cues
	return h >= 0 && (cues.Has("speech", s.Tokens[h].Lemma) || cues.Has("intend", s.Tokens[h].Lemma))
}

// adverb reads a word that hedges.
func (s *sentence) adverb(c *scope, w string) {
	cues := s.story.tools.Lexicon.Cues
	switch {
	case cues.Has("possible", w):
		c.irreal = true
	case cues.Has("unlikely", w):
		c.irreal, c.unlikely = true, true
	case cues.Has("likely", w):
		c.irreal, c.likely = true, true
	case cues.Has("seem", w):
		c.seeming = true
	case cues.Has("intend", w):
		c.intended = true
	case cues.Has("unnamed", w): // allegedly
		c.attribution = &entente.Attribution{By: w, Kind: "unnamed"}
	default:
		return
	}
	c.note(w)
}

// mayBring marks a noun that comes right after a modal and its verb, where the tree
// may have made it the subject of what follows: "missiles that could bring down
// sanctions were on their way".
func (s *sentence) mayBring(c *scope, i int) {
	first, _ := s.subtree(i)
	v := first - 1
	if v > 0 && s.Tokens[v].XPOS == "RP" {
		v--
	}
	if v > 0 && s.Tokens[v].XPOS == "VB" && s.Tokens[v-1].XPOS == "MD" {
		s.auxiliary(c, v, v-1)
	}
}

// presupposed reports whether a noun is told of as known, so that the clause around
// it does not touch its truth: "the summit can be viewed as …".
func (s *sentence) presupposed(i int) bool {
	if s.indefinite(i) || s.copula(i) >= 0 || s.has(i, "cop") {
		return false
	}
	if s.definite(i) {
		return true
	}
	for _, k := range s.kids[i] {
		if s.Tokens[k].Rel == "nmod:poss" || s.at[k] >= 0 && s.rel(k) == "compound" {
			return true
		}
	}
	return s.cased(i) == "after" || s.cased(i) == "since" || s.cased(i) == "during"
}

// indefinite reports whether a noun is marked as new: "a clash", "any attack".
func (s *sentence) indefinite(i int) bool {
	return s.anyChild(i, func(w string) bool { return w == "a" || w == "an" || w == "any" || w == "another" }, "det")
}

// governedNoun reads the one word on which a known noun hangs: the fear of an
// attack, a call for the withdrawal, ahead of the visit.
func (s *sentence) governedNoun(c *scope, i int) {
	h := s.Tokens[i].Head
	if h < 0 {
		return
	}
	cues := s.story.tools.Lexicon.Cues
	lemma := s.Tokens[h].Lemma
	r := s.rel(i)
	if cues.Has("history", lemma) {
		c.historical = true
		c.note(lemma)
	}
	core := r == "obj" || s.Tokens[i].Rel == "nsubj:pass"
	if r == "nmod" || r == "obl" {
		switch s.cased(i) {
		case "of", "for", "about", "to", "against", "over", "from":
			core = true
		}
	}
	switch {
	case core && cues.Has("irreal-noun", lemma), core && cues.Has("desire", lemma):
		c.irreal = true
		c.note(lemma)
	case core && cues.Has("intend", lemma):
		c.intended = true
		c.note(lemma)
	}
	switch s.cased(i) {
	case "before", "ahead":
		c.intended = true
		c.note(s.cased(i))
	case "without", "despite":
		c.negated = s.cased(i) == "without"
	}
}

// climb walks from a clause to those above it while its truth hangs on theirs.
func (s *sentence) climb(c *scope, i int) {
	if s.neither(i) && !c.negated && !c.light {
		c.negated = true
		c.note("no")
	}
	for steps := 0; steps < 8; steps++ {
		h := s.Tokens[i].Head
		if h < 0 {
			return
		}
		switch r := s.Tokens[i].Rel; {
		case r == "acl:relcl":
			if n := s.hearsay(i); n >= 0 {
				s.ofNoun(c, i, n)
			} else if s.thatClause(i) {
				s.ofNoun(c, i, h)
			}
			return
		case s.rel(i) == "parataxis", s.rel(i) == "appos":
			return
		case s.rel(i) == "conj":
			if s.finite(i) && s.has(i, "nsubj") {
				return
			}
			s.shared(c, h, i)
		case s.shortOf(i):
			c.negated = true
			c.note("short of")
			return
		case s.rel(i) == "advcl" && (s.gerundObject(i) || s.thatClause(i)):
			s.governs(c, h)
			s.marks(c, h)
		case s.rel(i) == "advcl" && s.Tokens[i].XPOS == "VBG" && !s.conditional(i):
			s.modals(c, h)
		case s.rel(i) == "advcl":
			s.adverbial(c, i)
			return
		case s.rel(i) == "acl" && s.toInfinitive(i) && s.counted(h): // the second to visit
		case s.rel(i) == "acl":
			s.ofNoun(c, i, h)
			v := s.entailing(i, h)
			if v < 0 {
				return
			}
			s.modals(c, v)
			s.marks(c, v)
			h = v
		case s.rel(i) == "nsubj" && s.verb(h), s.rel(i) == "obl" && s.verb(h):
			if !s.carries(i, h) && !s.indefinite(i) {
				return
			}
			s.governs(c, h)
			s.marks(c, h)
		default:
			if s.Tokens[h].Lemma == "be" && s.toInfinitive(i) { // "is to fly"
				c.intended = true
				c.note("is to")
			}
			s.governs(c, h)
			s.marks(c, h)
		}
		i = h
	}
}

// entailing gives the verb whose truth is that of a participle at its noun: "that would mean
// soldiers fighting", "without sending soldiers fighting"; -1 if there is none.
func (s *sentence) entailing(i, noun int) int {
	v := s.Tokens[noun].Head
	if s.Tokens[i].XPOS != "VBG" || s.rel(noun) != "obj" || v < 0 || !s.story.tools.Lexicon.Cues.Has("entail", s.Tokens[v].Lemma) {
		return -1
	}
	return v
}

// shortOf reports whether a gerund is told as not done: "far from condemning",
// "stopped short of condemning".
func (s *sentence) shortOf(i int) bool {
	if s.Tokens[i].XPOS != "VBG" {
		return false
	}
	before, prep := s.w(i-2), s.w(i-1)
	return before == "far" && prep == "from" || before == "short" && prep == "of" || before == "instead" && prep == "of"
}

// thatClause reports whether a clause is opened by "that", and so is what the verb
// above it is about.
func (s *sentence) thatClause(i int) bool {
	for _, k := range s.kids[i] {
		if s.lower[k] == "that" && s.Tokens[k].UPOS == "SCONJ" {
			return true
		}
	}
	return false
}

// hearsay gives the noun such as "reports" or "claims" that a clause read as relative
// is about: "reports that Russia had offered"; -1 if none. The noun is the one right
// before "that": the tree may hang the clause on another of its row.
func (s *sentence) hearsay(i int) int {
	for _, k := range s.kids[i] {
		if s.lower[k] == "that" && k > 0 && s.Tokens[k-1].UPOS == "NOUN" && s.story.tools.Lexicon.Cues.Has("unnamed", s.Tokens[k-1].Lemma) {
			return k - 1
		}
	}
	return -1
}

// conditional reports whether a clause is marked as open or as not done.
func (s *sentence) conditional(i int) bool {
	return s.anyChild(i, func(w string) bool {
		return w == "without" || s.story.tools.Lexicon.Cues.Has("condition", w)
	}, "mark", "case")
}

// modals reads the modal verbs of a word alone: what will be done by doing lies ahead.
func (s *sentence) modals(c *scope, i int) {
	for _, k := range s.kids[i] {
		if s.rel(k) == "aux" {
			s.auxiliary(c, i, k)
		}
	}
}

// gerundObject reports whether an adverbial clause is in truth what an adjective or
// verb is about: "equivalent to becoming", "accused of attacking".
func (s *sentence) gerundObject(i int) bool {
	if h := s.Tokens[i].Head; s.Tokens[i].XPOS == "VBG" && s.Tokens[h].UPOS == "ADJ" && !s.has(i, "mark") {
		return true
	}
	return s.Tokens[i].XPOS == "VBG" && s.anyChild(i, func(w string) bool {
		return w == "to" || w == "of" || w == "from" || w == "about" || w == "against"
	}, "mark", "case")
}

// carries reports whether the clause of verb h says that its subject noun took place.
func (s *sentence) carries(i, h int) bool {
	cues := s.story.tools.Lexicon.Cues
	l := s.Tokens[h].Lemma
	return cues.Has("light", l) || cues.Has("intend", l) || cues.Has("seem", l) || s.rel(i) == "obl" && cues.Has("irreal-noun", l)
}

// shared reads the modals that a coordinated verb without its own shares with the first.
func (s *sentence) shared(c *scope, h, i int) {
	if s.has(i, "aux") && !s.has(i, "nsubj") {
		return
	}
	for _, k := range s.kids[h] {
		if s.rel(k) == "aux" && k < i {
			s.auxiliary(c, h, k)
		}
	}
}

// adverbial reads an adverbial clause: purpose and condition leave the act open.
func (s *sentence) adverbial(c *scope, i int) {
	cues := s.story.tools.Lexicon.Cues
	for _, k := range s.kids[i] {
		if s.rel(k) != "mark" {
			continue
		}
		if s.lower[k] == "to" {
			c.irreal, c.purpose = true, true
			c.note("in order to")
		} else if cues.Has("condition", s.lower[k]) {
			c.irreal = true
			c.note(s.lower[k])
		}
	}
	if w := s.cased(i); w == "without" || s.anyChild(i, func(w string) bool { return w == "without" }, "mark") {
		c.negated = true
		c.note("without")
	}
}

// ofNoun reads a clause that hangs on a noun: "to" makes it a wish or a plan
// ("desire to split"), but not after a count ("the second to visit").
func (s *sentence) ofNoun(c *scope, i, h int) {
	if !s.toInfinitive(i) {
		if lemma := s.Tokens[h].Lemma; s.story.tools.Lexicon.Cues.Has("unnamed", lemma) && c.attribution == nil { // reports that …
			c.attribution = &entente.Attribution{By: lemma, Kind: "unnamed"}
			c.note(lemma)
		}
		s.governs(c, h)
		return
	}
	if k := s.at[h]; k >= 0 && s.parties[k].use == full && s.Tokens[h].Head < 0 { // a headline: "Obama to meet …"
		c.intended = true
		c.note("to")
		return
	}
	c.irreal, c.purpose = true, true
	c.note(s.Tokens[h].Lemma + " to")
}

// counted reports whether noun h stands under a count: "the second member".
func (s *sentence) counted(h int) bool {
	for _, k := range s.kids[h] {
		if s.ordinal(k) {
			return true
		}
	}
	return false
}

func (s *sentence) ordinal(k int) bool {
	switch s.lower[k] {
	case "first", "second", "third", "fourth", "fifth", "sixth", "last", "latest", "only", "next":
		return true
	}
	return strings.HasSuffix(s.lower[k], "th") && s.Tokens[k].Rel == "amod" && s.Tokens[k].UPOS == "ADJ"
}

// governs reads the word h on which a complement hangs.
func (s *sentence) governs(c *scope, h int) {
	cues := s.story.tools.Lexicon.Cues
	lemma := s.Tokens[h].Lemma
	negated := s.anyChild(h, func(w string) bool { return cues.Has("negation", w) }, "advmod", "det")
	switch {
	case cues.Has("seem", lemma):
		c.seeming = true
	case cues.Has("intend", lemma):
		c.intended = true
	case cues.Has("desire", lemma), cues.Has("irreal-noun", lemma), cues.Has("possible", lemma), cues.Has("verdict", lemma):
		c.irreal = true
	case cues.Has("unlikely", lemma):
		c.irreal, c.unlikely = true, true
	case cues.Has("likely", lemma):
		c.irreal, c.likely = true, true
	case cues.Has("negation", lemma): // deny, refuse, fail, stop
		c.negated = !c.negated
	case negated && s.verb(h):
		c.irreal = true
	default:
		return
	}
	c.note(lemma)
}
