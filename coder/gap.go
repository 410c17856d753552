package coder

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
	"entente/lexicon"
)

// Gaps is what a story says for which the lexicon has no line, in order of place.
type Gaps struct {
	Names []UnknownName
	Words []UncoveredWord
}

// UnknownName is a name that has a part in an act and that the lexicon does not know.
type UnknownName struct {
	Name   string
	Kind   string           // person, organisation or place, as the network sees it; other for what it sees as none of them, which must act
	Part   string           // subject, object, agent, possessor, a preposition, or marked: only the network gives it a part
	States []entente.Code   // named in its phrase, else in its sentence
	Cited  entente.Citation // the trigger is the name
}

// UncoveredWord is a verb or noun that links two actors whom the lexicon knows, and
// that no pattern names.
type UncoveredWord struct {
	Word   string       // as a trigger is written: "boycott", "lash out", with a light verb "host picnic"
	Noun   bool         // it heads a noun's trigger
	Source entente.Code // of several the first
	Target entente.Code
	Role   string           // where the target stands: obj, iobj, a preposition, or subj where both stand together
	Root   entente.Root     // what the network takes it for, "" for no act
	Coded  bool             // the network's mark alone has made an event of it
	Cited  entente.Citation // the trigger is the word
}

// gaps adds what the lexicon does not know in a sentence that is coded.
func (r *run) gaps(s *sentence) {
	g := &r.result.Gaps
	for _, n := range s.unknownNames() {
		n.Cited = s.cite(n.Cited.Trigger)
		g.Names = append(g.Names, n)
	}
	for _, w := range s.uncoveredWords() {
		w.Cited = s.cite(w.Cited.Trigger)
		g.Words = append(g.Words, w)
	}
}

// cite cites the sentence, with a span of the block's text as trigger.
func (s *sentence) cite(span entente.Span) entente.Citation {
	return entente.Citation{Quote: s.text[s.Start:s.End], Start: s.base + s.Start, End: s.base + s.End,
		Trigger: entente.Span{s.base + span[0], s.base + span[1]}}
}

// nameKinds are the network's kinds of names in words.
var nameKinds = map[string]string{"PER": "person", "ORG": "organisation", "LOC": "place", "OTH": "other"}

// unknownNames gives the names of a sentence that the lexicon does not know and that
// have a part in an act.
func (s *sentence) unknownNames() []UnknownName {
	var out []UnknownName
	for i := 0; i < len(s.Tokens); i++ {
		place, kind, _ := strings.Cut(s.Tokens[i].Entity, "-")
		if place != "B" || nameKinds[kind] == "" {
			continue
		}
		last := i
		for last+1 < len(s.Tokens) && s.Tokens[last+1].Entity == "I-"+kind {
			last++
		}
		first, end := s.properName(i, last, kind == "PER")
		if first >= 0 && !s.familiar(first, end) {
			h := s.nameHead(first, end)
			part := s.partOfName(first, end, h, kind)
			if part != "" && (kind != "OTH" || part == "subject" || part == "agent") {
				out = append(out, UnknownName{Name: s.words(first, end), Kind: nameKinds[kind], Part: part, States: s.statesBeside(h, i, last),
					Cited: entente.Citation{Trigger: entente.Span{s.Tokens[first].Start, s.Tokens[end].End}}})
			}
		}
		i = last
	}
	return out
}

// words gives the words of a run of tokens with single spaces.
func (s *sentence) words(first, last int) string {
	return strings.Join(strings.Fields(s.text[s.Tokens[first].Start:s.Tokens[last].End]), " ")
}

// properName gives the part of a name's span that is written with capitals: without
// article, office and owner, of a person also without the states and roles before it.
// first is -1 if nothing is left.
func (s *sentence) properName(first, last int, person bool) (int, int) {
	for i := first; i < last; i++ {
		if s.possessive(i) { // Russia's Wagner Group
			first = i + 1
		}
	}
	for first <= last && (!s.capital(first) || s.lower[first] == "the" || person && (s.at[first] >= 0 || s.titled(first))) {
		first++
	}
	if first > last {
		return -1, -1
	}
	end := first
	for i := first + 1; i <= last && (!person || s.at[i] < 0); i++ {
		if s.capital(i) {
			end = i
		} else if !joinsName(s.lower[i]) {
			break
		}
	}
	if end == first && utf8.RuneCountInString(s.Tokens[first].Text) < 2 {
		return -1, -1
	}
	return first, end
}

func (s *sentence) possessive(i int) bool {
	return s.Tokens[i].XPOS == "POS" || s.lower[i] == "'s" || s.lower[i] == "’s"
}

func (s *sentence) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.Tokens[i].Text)
	return unicode.IsUpper(r)
}

func (s *sentence) titled(i int) bool { return s.story.tools.Lexicon.Cues.Has("title", s.lower[i]) }

// joinsName reports whether a word in lower case may stand within a name.
func joinsName(w string) bool {
	switch w {
	case "of", "for", "the", "and", "on", "in", "&", "-", "–", "'", "’", "de", "del", "la", "le", "du", "di", "da", "der", "den", "von", "van",
		"al", "el", "bin", "bint", "ibn", "ben", "ul", "zu":
		return true
	}
	return false
}

// familiar reports whether the lexicon knows a name: its head is part of an actor, or
// the lexicon holds all its words, if only for another day.
func (s *sentence) familiar(first, last int) bool {
	if s.at[s.nameHead(first, last)] >= 0 {
		return true
	}
	for i := first; i <= last; i++ {
		if s.capital(i) && !s.mentioned(i) {
			return false
		}
	}
	return true
}

// mentioned reports whether a token is part of any name or role of the lexicon.
func (s *sentence) mentioned(i int) bool {
	return slices.ContainsFunc(s.mentions, func(m lexicon.Mention) bool {
		return s.Tokens[i].Start < m.End && m.Start < s.Tokens[i].End
	})
}

// nameHead gives the first token of a name that hangs on something outside of it.
func (s *sentence) nameHead(first, last int) int {
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; h < first || h > last {
			return i
		}
	}
	return first
}

// partOfName says which part a name with head h has in an act that patterns name, or
// that the network gives it one; "" if it has none.
func (s *sentence) partOfName(first, last, h int, kind string) string {
	top := s.phraseOf(h, kind == "ORG")
	if part := s.partAt(top); part != "" {
		return part
	}
	for i := first; i <= last; i++ {
		if s.Tokens[i].Part != "" {
			return "marked"
		}
	}
	return ""
}

// phraseOf gives the token on which the phrase of a name hangs: of "President Smith",
// "the minister, Smith" and "France and Smith" the first noun, of a body also that
// which it stands before ("Wagner fighters").
func (s *sentence) phraseOf(i int, body bool) int {
	for steps := 0; steps < len(s.Tokens) && s.Tokens[i].Head >= 0; steps++ {
		switch r := s.rel(i); {
		case r == "flat", r == "appos", r == "conj" && !s.verb(s.Tokens[i].Head):
		case r == "compound" && (body || s.at[s.Tokens[i].Head] >= 0) && len(s.found[s.Tokens[i].Head]) == 0:
		default:
			return i
		}
		i = s.Tokens[i].Head
	}
	return i
}

// partAt gives the part of a noun in what patterns name of the word on which it hangs.
func (s *sentence) partAt(i int) string {
	g := s.Tokens[i].Head
	if g < 0 || len(s.found[g]) == 0 {
		return ""
	}
	switch rel := s.Tokens[i].Rel; {
	case rel == "obl:agent", s.rel(i) == "obl" && s.cased(i) == "by" && s.passive(g):
		return "agent"
	case rel == "nsubj:pass", s.rel(i) == "obj", s.rel(i) == "iobj":
		return "object"
	case s.rel(i) == "nsubj":
		return "subject"
	case rel == "nmod:poss", rel == "compound":
		return "possessor"
	}
	prep := s.cased(i)
	for _, c := range s.found[g] {
		source, target := c.pattern().Roles(c.trigger)
		if prep != "" && (slices.Contains(source, prep) || slices.Contains(target, prep)) {
			return prep
		}
	}
	return ""
}

// statesBeside gives the states that are named in the phrase of a name, or within the
// name's span, by themselves or by a place of theirs; else all states of the sentence.
func (s *sentence) statesBeside(h, first, last int) []entente.Code {
	top := s.phraseOf(h, true)
	a, b := s.subtree(top)
	a, b = min(a, first), max(b, last)
	var near, all []entente.Code
	for i := range s.parties {
		p := &s.parties[i]
		if state, ok := s.story.tools.Lexicon.Polity(p.actor.Code); !ok || state.Class != lexicon.State {
			continue
		}
		if p.last >= a && p.first <= b && !slices.Contains(near, p.actor.Code) {
			near = append(near, p.actor.Code)
		}
		if p.use != place && !slices.Contains(all, p.actor.Code) {
			all = append(all, p.actor.Code)
		}
	}
	if len(near) > 0 {
		return near
	}
	return all
}

// uncoveredWords gives the words of a sentence that link two known actors and that no
// pattern names.
func (s *sentence) uncoveredWords() []UncoveredWord {
	named := s.namedWords()
	var out []UncoveredWord
	for i := range s.Tokens {
		if s.at[i] >= 0 || named[i] {
			continue
		}
		var w UncoveredWord
		var ok bool
		switch s.Tokens[i].UPOS {
		case "VERB":
			w, ok = s.uncoveredVerb(i, named)
		case "NOUN":
			w, ok = s.uncoveredNoun(i)
		}
		if ok {
			out = append(out, w)
		}
	}
	return out
}

// namedWords marks the words of all triggers that stand in a sentence.
func (s *sentence) namedWords() []bool {
	out := make([]bool, len(s.Tokens))
	for _, cs := range s.found {
		for _, c := range cs {
			if c.learned {
				continue
			}
			out[c.head] = true
			for _, k := range c.slots {
				out[k] = true
			}
		}
	}
	return out
}

// idle are the lists of cues whose verbs are no acts: they say, plan, wish or seem.
var idle = []string{"speech", "intend", "desire", "seem", "copula", "verdict"}

// linkRoles are where the target of a verb, and of a noun, is looked for.
var (
	linkRoles     = []string{"obj", "iobj", "with", "against", "to", "at", "on", "from", "for", "of", "toward", "towards", "into"}
	nounLinkRoles = []string{"of", "with", "against", "on", "to", "for", "at", "toward", "towards", "between"}
)

// uncoveredVerb reads verb i. A light verb is read with its object, which is what is
// done.
func (s *sentence) uncoveredVerb(i int, named []bool) (UncoveredWord, bool) {
	cues := s.story.tools.Lexicon.Cues
	t := &s.Tokens[i]
	if s.isAux(i) || t.Rel == "amod" || slices.ContainsFunc(idle, func(list string) bool { return cues.Has(list, t.Lemma) }) {
		return UncoveredWord{}, false
	}
	w := UncoveredWord{Word: lowerASCII(t.Lemma), Cited: entente.Citation{Trigger: entente.Span{t.Start, t.End}}}
	heads, act := []int{i}, i
	if k := s.child(i, "compound"); k > i && s.Tokens[k].Rel == "compound:prt" {
		w.Word += " " + s.lower[k]
	}
	if cues.Has("light", t.Lemma) {
		o := s.patient(i)
		if o < 0 || s.Tokens[o].UPOS != "NOUN" || s.at[o] >= 0 || named[o] {
			return w, false
		}
		w.Word += " " + lowerASCII(s.Tokens[o].Lemma)
		w.Cited.Trigger = entente.Span{min(t.Start, s.Tokens[o].Start), max(t.End, s.Tokens[o].End)}
		heads, act = append(heads, o), o
	}
	w.Root, w.Coded = s.rootOf(act), s.filed[i] || s.filed[act]
	source := knownActors(s.doersAt(s.agent(i)))
	together := act != i || s.patient(i) < 0
	return s.linked(w, source, together, linkRoles, func(role string) []filler {
		switch {
		case role == "obj" && act == i:
			return s.tokenActors(s.patient(i))
		case role == "obj":
			return nil // what a light verb carries is no actor, nor is its owner acted on
		case role == "iobj":
			return s.tokenActors(s.child(i, "iobj"))
		}
		return s.joined(role, heads)
	})
}

// uncoveredNoun reads noun i, unless a light verb with a doer carries it.
func (s *sentence) uncoveredNoun(i int) (UncoveredWord, bool) {
	cues := s.story.tools.Lexicon.Cues
	t := &s.Tokens[i]
	if t.Rel == "compound" || cues.Has("relation", t.Lemma) || cues.Has("organ", t.Lemma) || cues.Has("joint", t.Lemma) {
		return UncoveredWord{}, false
	}
	if v := s.lightVerb(i); v >= 0 && s.agent(v) >= 0 && s.agent(v) != i {
		return UncoveredWord{}, false
	}
	w := UncoveredWord{Word: lowerASCII(t.Lemma), Noun: true, Root: s.rootOf(i), Coded: s.filed[i], Cited: entente.Citation{Trigger: entente.Span{t.Start, t.End}}}
	c := &candidate{trigger: &lexicon.Trigger{Kind: lexicon.NounTrigger, Pattern: &lexicon.Pattern{}}, head: i}
	source := knownActors(s.possessor(c, -1))
	if len(source) == 0 {
		source = knownActors(s.modifiers(i))
	}
	if len(source) == 0 {
		source = knownActors(s.joined("by", []int{i}))
	}
	if between := knownActors(s.joined("between", []int{i})); len(source) == 0 && len(between) > 1 {
		source = between[:1]
	}
	return s.linked(w, source, false, nounLinkRoles, func(role string) []filler { return s.joined(role, []int{i}) })
}

// joined gives the actors whom a preposition joins to any of the heads.
func (s *sentence) joined(prep string, heads []int) []filler {
	var out []filler
	for _, k := range s.oblique(prep, heads...) {
		out = append(out, s.actorsAt(k)...)
	}
	return out
}

// linked completes a word with its actors; it is no link if it lacks one. Two who do
// together what they do to nobody else are linked by what the network takes for an act.
func (s *sentence) linked(w UncoveredWord, source []filler, together bool, roles []string, at func(role string) []filler) (UncoveredWord, bool) {
	if len(source) == 0 {
		return w, false
	}
	w.Source = source[0].actor.Code
	for _, role := range roles {
		if target := without(knownActors(at(role)), source); len(target) > 0 {
			w.Target, w.Role = target[0].actor.Code, role
			return w, true
		}
	}
	if together && len(source) > 1 && w.Root != "" {
		w.Target, w.Role = source[1].actor.Code, "subj"
		return w, true
	}
	return w, false
}

// rootOf gives the root of the act that the network takes token i for, "" if none is
// likelier.
func (s *sentence) rootOf(i int) entente.Root {
	a := s.Tokens[i].Act
	root := entente.Root(a.Kind)
	if a.Worth <= 0 || root.Quad() == 0 || s.story.tools.Lexicon.Cues.Has("no-act", s.Tokens[i].Lemma) {
		return ""
	}
	return root
}
