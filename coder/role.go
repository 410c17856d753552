package coder

import (
	"slices"

	"entente/lexicon"
)

// roles gives the fillers of the first role that is filled by somebody not taken.
func (s *sentence) roles(c *candidate, light int, names []string, taken []filler) []filler {
	var unknown []filler
	for _, name := range names {
		fs := without(s.role(c, light, name, taken), taken)
		if len(knownActors(fs)) > 0 {
			return fs
		}
		if unknown == nil {
			unknown = fs
		}
	}
	return unknown
}

// without leaves out those who are taken already: nobody acts on himself.
func without(fs, taken []filler) []filler {
	if len(taken) == 0 {
		return fs
	}
	return slices.DeleteFunc(slices.Clone(fs), func(f filler) bool {
		for _, t := range taken {
			if sameActor(f, t) && (f.actor.Code != "" || f.token == t.token) {
				return true
			}
		}
		return false
	})
}

// role gives who stands in one named role of a candidate.
func (s *sentence) role(c *candidate, light int, name string, taken []filler) []filler {
	noun := c.trigger.Kind == lexicon.NounTrigger
	switch name {
	case "subj":
		if noun {
			if fs := s.subjectOfNoun(c.head, light); len(fs) > 0 || !c.pattern().Assess {
				return fs
			}
			return s.subjectOfState(c.head)
		}
		if c.pattern().Assess {
			return s.tokenActors(s.surface(c))
		}
		return s.doersAt(s.surface(c))
	case "obj":
		if noun {
			return nil
		}
		return s.tokenActors(s.patient(c.head))
	case "iobj":
		return s.tokenActors(s.child(c.head, "iobj"))
	case "poss":
		return s.possessor(c, light)
	case "mod":
		for _, h := range append([]int{c.head}, c.slots...) {
			if fs := s.modifiers(h); len(fs) > 0 && (noun || h != c.head) {
				return fs
			}
		}
		return nil
	case "by":
		return s.after(c, light, "by")
	case "comp":
		return s.innerActors(c, taken)
	case "doer":
		return s.innerDoers(c)
	case "speaker":
		return s.speakers(c.head)
	case "condition":
		return s.conditioned(c.head)
	case "near":
		return s.placeOwners(c, light)
	case "context":
		return s.story.pair
	case "acting":
		return s.partIn(c.head, "S")
	case "acted":
		return without(s.partIn(c.head, "T"), taken)
	case "none", "each-other":
		return nil
	case "between":
		return s.after(c, light, "between", "among")
	case "against":
		return s.after(c, light, "against", "versus")
	case "toward", "towards":
		return s.after(c, light, "toward", "towards")
	case "to":
		if k := s.child(c.head, "iobj"); k >= 0 && !noun { // "sent Jakarta tents"
			return s.actorsAt(k)
		}
	case "in":
		if o := s.patient(c.head); !noun && o >= 0 && !slices.Contains(c.slots, o) { // "visited his dentist in Georgia"
			return nil
		}
	}
	return s.after(c, light, name)
}

// partIn gives the actors whose nearest name is marked as having a part in an act.
func (s *sentence) partIn(act int, part string) []filler {
	best, least := -1, 0
	for i := range s.Tokens {
		if p := s.Tokens[i].Part; p != part && p != "B" {
			continue
		}
		first := i
		for s.rel(first) == "conj" {
			first = s.Tokens[first].Head
		}
		if w := s.cased(first); w == "about" || w == "over" || w == "regarding" || w == "concerning" {
			continue // what the act is about
		}
		if k := s.at[i]; k >= 0 && s.parties[k].use == place || s.rel(i) == "obl" && s.occasion(i) || s.inAnotherClause(i, act) {
			continue
		}
		if d := s.apart(act, i); best < 0 || d < least {
			best, least = i, d
		}
	}
	if best < 0 || least > 5 {
		return nil
	}
	return s.actorsAt(best)
}

// inAnotherClause reports whether a token stands in a clause below the word of an act:
// in what is said, not with who says it.
func (s *sentence) inAnotherClause(i, act int) bool {
	clause := false
	for j := i; j >= 0 && j != act; j = s.Tokens[j].Head { // mend keeps trees without circles
		switch r := s.Tokens[j].Rel; {
		case r == "ccomp", r == "advcl", r == "acl:relcl", r == "csubj", r == "advcl:relcl", r == "parataxis":
			clause = true
		}
		if s.Tokens[j].Head == act {
			return clause
		}
	}
	return false
}

// surface gives the token that does what a verb or adjective says.
func (s *sentence) surface(c *candidate) int {
	if c.trigger.Kind != lexicon.AdjTrigger {
		return s.agent(c.head)
	}
	if n := s.child(c.head, "nsubj"); n >= 0 || s.rel(c.head) != "mark" {
		return n
	}
	return s.subject(s.Tokens[c.head].Head) // "is due to meet": the tree has one verb
}

// doersAt gives the actors at token i that can act for themselves or for a state.
func (s *sentence) doersAt(i int) []filler {
	if i < 0 {
		return nil
	}
	var out []filler
	for _, c := range s.conjuncts(i) {
		for _, f := range s.doers(s.actorAt(c), c) {
			if f.actor.Code == "" || !hasCode(out, f.actor.Code) {
				out = append(out, f)
			}
		}
	}
	if len(knownActors(out)) == 0 {
		if fs := s.besideOwned(i); len(fs) > 0 {
			return fs
		}
	}
	return s.withRow(out)
}

// besideOwned gives the owner of a thing that acts beside another of his: "one of its
// ships has fired and a jet has dropped bombs".
func (s *sentence) besideOwned(i int) []filler {
	v := s.Tokens[i].Head
	if v < 0 || s.rel(v) != "conj" || s.rel(i) != "nsubj" || !s.organ(i) || s.definite(i) {
		return nil
	}
	n := s.child(s.Tokens[v].Head, "nsubj")
	if n < 0 {
		return nil
	}
	return knownActors(s.actorsAt(n))
}

func (s *sentence) tokenActors(i int) []filler {
	if i < 0 {
		return nil
	}
	return s.actorsAt(i)
}

// heads gives the tokens on which a candidate's prepositions may hang.
func (c *candidate) heads(light int) []int {
	out := append([]int{c.head}, c.slots...)
	if light >= 0 {
		out = append(out, light)
	}
	return out
}

// after gives the actors that one of the prepositions joins to the candidate.
func (s *sentence) after(c *candidate, light int, preps ...string) []filler {
	var out []filler
	heads := c.heads(light)
	if o := s.child(c.head, "obj"); o >= 0 && s.at[o] < 0 && !slices.Contains(heads, o) {
		heads = append(heads, o) // "approved a credit line for Chad"
	}
	for _, prep := range preps {
		for _, k := range c.slots {
			if s.lower[k] == prep && s.Tokens[k].Rel == "case" && s.Tokens[k].Head >= 0 {
				if fs := s.worryAbout(c, prep, s.Tokens[k].Head); len(fs) > 0 {
					return fs
				}
				out = append(out, s.actorsAt(s.Tokens[k].Head)...)
			}
		}
		if len(out) > 0 {
			return out
		}
		for _, k := range s.oblique(prep, heads...) {
			if fs := s.worryAbout(c, prep, k); len(fs) > 0 {
				return fs
			}
			out = append(out, s.actorsAt(k)...)
		}
		if len(out) > 0 {
			return out
		}
		if j := s.prepAfter(c, prep); j >= 0 {
			if out = s.actorsAt(j); len(out) > 0 {
				return out
			}
		}
	}
	return out
}

// worryAbout gives the state whose place a complaint is about: "raised concerns about
// Xinjiang and Tibet".
func (s *sentence) worryAbout(c *candidate, prep string, k int) []filler {
	j := s.at[k]
	if c.pattern().Event != "ACCUSE" || prep != "about" && prep != "over" || j < 0 || s.parties[j].use != place {
		return nil
	}
	for _, n := range c.slots {
		if s.has(n, "nmod:poss") { // it shares another's concerns
			return nil
		}
	}
	fs := s.placesAt(k)
	return fs[:min(1, len(fs))]
}

// prepAfter finds the preposition within the words that follow the trigger, for
// where the tree hangs its phrase elsewhere, and gives the noun it marks.
func (s *sentence) prepAfter(c *candidate, prep string) int {
	last := c.head
	for _, k := range c.slots {
		last = max(last, k)
	}
	for j := last + 1; j < min(len(s.Tokens), last+9); j++ {
		if s.lower[j] == prep && s.Tokens[j].Rel == "case" {
			return s.Tokens[j].Head
		}
		if s.lower[j] == prep && s.Tokens[j].Rel == "compound:prt" && s.at[min(j+1, len(s.Tokens)-1)] >= 0 { // "sailing off Iran"
			return s.head(&s.parties[s.at[j+1]])
		}
		if s.breaks(j, c.head) || s.lower[j] == "," {
			return -1
		}
	}
	return -1
}

// possessor gives the owner of a noun ("China's recognition") or of the noun a
// trigger's words include.
func (s *sentence) possessor(c *candidate, light int) []filler {
	for _, h := range append([]int{c.head}, c.slots...) {
		if k := s.child(h, "nmod:poss"); k >= 0 {
			if s.Tokens[k].UPOS == "PRON" {
				if fs := s.pronoun(k); len(fs) > 0 {
					return fs
				}
				continue
			}
			if fs := s.actorsAt(k); len(fs) > 0 {
				return fs
			}
		}
	}
	return nil
}

// modifiers gives the actors that stand before a noun as its modifiers: "US-Russia
// talks", "the Putin-Xi statement", "a Sino-Russian clash".
func (s *sentence) modifiers(i int) []filler {
	if pair := s.hyphenated(i); len(pair) > 0 {
		return pair
	}
	var out []filler
	for k := range s.parties {
		p := &s.parties[k]
		if p.use == place || p.use == roleOnly || p.last > i || p.first < i-6 {
			continue
		}
		h := s.head(p)
		own := s.Tokens[h].Head == i && (s.rel(h) == "compound" || s.rel(h) == "amod" || s.rel(h) == "nmod" && s.cased(h) == "")
		if own || h == i && p.first < i || s.chained(h, i) {
			out = append(out, s.fill(p, h))
		}
	}
	return out
}

// hyphenated gives the two actors of "US-Russia arms talks", whatever the tree: two
// names joined by a dash before noun i, with nothing but its modifiers between.
func (s *sentence) hyphenated(i int) []filler {
	j := i - 1
	for ; j >= 0 && j > i-4 && s.at[j] < 0; j-- {
		if u := s.Tokens[j].UPOS; u != "ADJ" && u != "NOUN" {
			return nil
		}
	}
	if j < 2 || s.at[j] < 0 {
		return nil
	}
	b := &s.parties[s.at[j]]
	k := b.first - 1
	if k < 1 || s.lower[k] != "-" && s.lower[k] != "–" || s.at[k-1] < 0 {
		return nil
	}
	a := &s.parties[s.at[k-1]]
	if a.use == place || b.use == place || b.use == roleOnly {
		return nil
	}
	return []filler{s.fill(a, k-1), s.fill(b, j)}
}

// chained reports whether h reaches noun i through modifiers alone.
func (s *sentence) chained(h, i int) bool {
	for steps := 0; steps < 4 && h >= 0 && h < i; steps++ {
		r := s.rel(h)
		if r != "compound" && r != "amod" && r != "flat" && r != "conj" || s.Tokens[h].Rel == "nmod:poss" {
			return false
		}
		h = s.Tokens[h].Head
		if h == i {
			return true
		}
	}
	return false
}

// lightVerb gives the verb that carries a noun as its content ("held drills",
// "drills were held", "launched an attack"), -1 if there is none.
func (s *sentence) lightVerb(i int) int {
	h := s.Tokens[i].Head
	if h < 0 || !s.verb(h) || !s.story.tools.Lexicon.Cues.Has("light", s.Tokens[h].Lemma) {
		return -1
	}
	if r := s.Tokens[i].Rel; r == "obj" || r == "nsubj:pass" || s.rel(i) == "nsubj" {
		return h
	}
	return -1
}

// subjectOfNoun gives who does what a noun tells of, where a light verb carries it.
func (s *sentence) subjectOfNoun(i, light int) []filler {
	v := light
	if v < 0 {
		if k := s.child(i, "nsubj"); k >= 0 { // of a predicate: "Iran is an enemy"
			return s.actorsAt(k)
		}
		v = s.copula(i)
	}
	if v < 0 {
		return nil
	}
	if k := s.agent(v); k >= 0 && k != i {
		return s.actorsAt(k)
	}
	return nil
}

// subjectOfState gives who is in what a noun tells of: "France and Rwanda are at last on
// decent terms", "are at daggers drawn".
func (s *sentence) subjectOfState(i int) []filler {
	h := s.Tokens[i].Head
	if h < 0 || s.rel(i) != "obl" || s.child(h, "cop") < 0 && (s.child(h, "aux") < 0 || s.Tokens[s.child(h, "aux")].Lemma != "be") {
		return nil
	}
	switch s.cased(i) {
	case "on", "at", "in", "past", "beyond":
	default:
		return nil
	}
	if k := s.child(h, "nsubj"); k >= 0 {
		return s.actorsAt(k)
	}
	return nil
}

// copula gives the verb that says noun i of its subject ("remains a rival", "stand
// on the brink"), -1 if there is none.
func (s *sentence) copula(i int) int {
	h := s.Tokens[i].Head
	if h < 0 || !s.verb(h) || !s.story.tools.Lexicon.Cues.Has("copula", s.Tokens[h].Lemma) || s.rel(i) == "nsubj" {
		return -1
	}
	return h
}

// innerActors gives the actors of the inner event who are not taken: whom it is
// done to, else who does it.
func (s *sentence) innerActors(c *candidate, taken []filler) []filler {
	for _, in := range c.inner {
		a, _ := s.assign(in)
		if fs := without(a.target, taken); len(fs) > 0 {
			return fs
		}
		if fs := without(a.source, taken); len(fs) > 0 {
			return fs
		}
	}
	if len(c.slots) > 0 { // a verb that no pattern names: its object
		if fs := s.undergoers(c.slots[len(c.slots)-1], taken); len(fs) > 0 {
			return fs
		}
	}
	return s.undergoers(s.child(c.head, "ccomp"), taken)
}

// undergoers gives whom verb v is done to, or who stands in another of its phrases.
func (s *sentence) undergoers(v int, taken []filler) []filler {
	if v < 0 || !s.verb(v) {
		return nil
	}
	if fs := without(s.tokenActors(s.patient(v)), taken); len(fs) > 0 {
		return fs
	}
	for _, k := range s.kids[v] {
		if s.rel(k) == "obl" {
			if fs := without(s.actorsAt(k), taken); len(fs) > 0 {
				return fs
			}
		}
	}
	return nil
}

// placeOwners gives the states off or near whose land a show of force takes place,
// from a preposition of place; a disputed place belongs to nobody here.
func (s *sentence) placeOwners(c *candidate, light int) []filler {
	for _, k := range c.slots { // "to the border with Chad"
		if s.Tokens[k].UPOS == "NOUN" {
			for _, w := range append(s.oblique("with", k), s.oblique("of", k)...) {
				if fs := s.actorsAt(w); len(fs) > 0 {
					return fs
				}
			}
		}
	}
	for _, prep := range []string{"near", "off", "toward", "towards", "around", "to", "close", "over", "along", "into", "on", "outside"} {
		for _, k := range s.oblique(prep, c.heads(light)...) {
			if fs := s.placesAt(k); len(fs) > 0 {
				return fs
			}
		}
		if j := s.prepAfter(c, prep); j >= 0 {
			if fs := s.placesAt(j); len(fs) > 0 {
				return fs
			}
		}
	}
	return nil
}

func (s *sentence) placesAt(i int) []filler {
	var out []filler
	for _, c := range s.conjuncts(i) {
		k := s.at[c]
		if k < 0 {
			out = append(out, s.owners(c)...)
			for _, w := range s.oblique("with", c) { // the border with Ukraine
				out = append(out, s.actorsAt(w)...)
			}
			if s.w(c+1) == "with" && len(out) == 0 && s.Tokens[c+1].Rel == "case" {
				out = append(out, s.actorsAt(s.Tokens[c+1].Head)...)
			}
			continue
		}
		p := &s.parties[k]
		if p.actor.Code == "" || p.disputed || p.use == roleOnly || p.class == lexicon.Collective {
			continue
		}
		f := s.fill(p, c)
		f.actor.Sector = ""
		f.weak = p.use == place
		out = append(out, f)
	}
	return out
}
