package coder

import (
	"math"
	"slices"
	"strings"

	"entente"
	"entente/codebook"
	"entente/lexicon"
)

// assigned is a candidate with its actors.
type assigned struct {
	*candidate
	source, target []filler
	each           bool // "each other": each does it to each
	light          int  // the verb that a noun's actors were read from, -1
	way            string
}

// assign reads the actors of a candidate; the reason says what is missing, "" if
// nothing is.
func (s *sentence) assign(c *candidate) (assigned, string) {
	p := c.pattern()
	sources, targets := p.Roles(c.trigger)
	a := assigned{candidate: c, light: -1, way: "tree"}
	if c.trigger.Kind == lexicon.NounTrigger {
		a.light = s.lightVerb(c.head)
	}
	if a.light >= 0 {
		sources = append(slices.Clone(sources), "subj")
	}
	a.source = s.roles(c, a.light, sources, nil)
	if len(a.source) == 1 {
		s.avoid = a.source[0].actor.Code // "she praised him": not herself
	}
	a.target = s.roles(c, a.light, targets, a.source)
	if fs := without(s.demandedOf(&a), a.source); len(fs) > 0 {
		a.target = fs
	}
	if p.Event == "CONSULT" && c.trigger.Kind == lexicon.VerbTrigger && !slices.Contains(c.slots, s.patient(c.head)) { // who visits a Russian museum does not visit Russia's government
		a.target = slices.DeleteFunc(slices.Clone(a.target), func(f filler) bool { return f.owner })
	}
	s.avoid = ""
	if len(a.target) == 0 && len(a.source) == 1 {
		s.otherThanTarget(&a, sources, targets)
	}
	if len(a.source) >= 2 && len(a.target) == 0 && s.eachOther(a.candidate) {
		a.each = true
	}
	if p.Assess && len(a.source) == 0 && len(s.roles(c, a.light, joint(targets), nil)) == 0 {
		a.target = nil // "ties with Chad and Mali": whose?
	}
	a.mutual(p)
	s.shallow(&a, sources, targets)
	s.ofSlot(&a)
	s.ownDocument(&a, targets)
	s.moved(&a)
	s.struckPlace(&a)
	s.askedOf(&a)
	s.understoodTarget(&a)
	s.duringAct(&a)
	switch {
	case len(a.source) == 0:
		return a, "no source"
	case len(a.target) == 0 && len(a.source) >= 2 && (bothWays(p) && !s.endsInPreposition(c) || a.each):
		return a, ""
	case len(a.target) == 0 && !p.Alone:
		return a, "no target"
	}
	return a, ""
}

// otherThanTarget reads a pronoun anew where it was taken for the one it acts on:
// "Putin, whom he had called a killer".
func (s *sentence) otherThanTarget(a *assigned, sources, targets []string) {
	onto := s.roles(a.candidate, a.light, targets, nil)
	if len(onto) != 1 || onto[0].actor.Code != a.source[0].actor.Code || onto[0].actor.Code == "" {
		return
	}
	if !a.source[0].weak {
		if fs := without(s.outerSubject(a.head), onto); len(fs) > 0 {
			a.source, a.target = fs, onto
		}
		return
	}
	s.avoid = onto[0].actor.Code
	again := s.roles(a.candidate, a.light, sources, nil)
	s.avoid = ""
	if len(again) > 0 && again[0].actor.Code != onto[0].actor.Code {
		a.source, a.target = again, onto
	}
}

// outerSubject gives who does what the clause above a coordinated verb tells: "he said
// that Chad had been … and accused Chad of …".
func (s *sentence) outerSubject(v int) []filler {
	if s.rel(v) != "conj" {
		return nil
	}
	for g := s.Tokens[s.Tokens[v].Head].Head; g >= 0; g = s.Tokens[g].Head {
		if n := s.child(g, "nsubj"); n >= 0 && s.verb(g) {
			return s.doersAt(n)
		}
	}
	return nil
}

// eachOther reports whether a candidate's object, or its owner, is "each other".
func (s *sentence) eachOther(c *candidate) bool {
	for j := c.head + 1; j < min(len(s.Tokens)-1, c.head+7); j++ {
		if w, next := s.lower[j], s.lower[j+1]; w == "each" && (next == "other" || next == "other's" || next == "other’s") || w == "one" && next == "another" {
			return true
		}
		if s.verb(j) {
			return false
		}
	}
	return false
}

// ofSlot takes the owner of the noun that a refusal names for the target where no role gives
// one: "dismissed as crazy Chadian claims".
func (s *sentence) ofSlot(a *assigned) {
	if len(a.target) > 0 || len(a.source) == 0 || a.trigger.Kind != lexicon.VerbTrigger || a.pattern().Event != "REJECT" {
		return
	}
	for _, k := range a.slots {
		if s.Tokens[k].UPOS == "NOUN" && s.at[k] < 0 {
			if fs := without(s.owners(k), a.source); len(fs) > 0 {
				a.target = fs
				return
			}
		}
	}
}

// ownDocument parts the owners of a document of which one is also the other side:
// "the document supports China's claim" is the other's support for China.
func (s *sentence) ownDocument(a *assigned, targets []string) {
	if len(a.target) > 0 || len(a.source) < 2 || !a.source[0].document || a.pattern().Reciprocal {
		return
	}
	onto := s.roles(a.candidate, a.light, targets, nil)
	if rest := without(a.source, onto); len(onto) > 0 && len(rest) > 0 && len(rest) < len(a.source) {
		a.source, a.target = rest, onto
	}
}

// moved gives whose forces were moved where nobody says by whom: "Russian troops had
// been massed near the border".
func (s *sentence) moved(a *assigned) {
	if len(a.source) > 0 || a.pattern().Event != "MOBILIZE" || a.trigger.Kind != lexicon.VerbTrigger || !s.passive(a.head) {
		return
	}
	if p := s.patient(a.head); p >= 0 {
		a.source = without(s.doersAt(p), a.target)
	}
}

// struckPlace gives the state that is struck in one of its places, where no other
// target stands: "shelled Kharkiv", "seized the plant at Chernobyl".
func (s *sentence) struckPlace(a *assigned) {
	if len(knownActors(a.target)) > 0 || len(a.source) == 0 {
		return
	}
	switch a.pattern().Event {
	case "ASSAULT", "COERCE":
	default:
		return
	}
	heads := a.heads(a.light)
	if a.trigger.Kind == lexicon.VerbTrigger {
		if p := s.patient(a.head); p >= 0 {
			if fs := without(s.placesAt(p), a.source); len(fs) > 0 {
				a.target = fs
				return
			}
			heads = append(heads, p)
		}
	}
	for _, prep := range []string{"in", "at", "on", "near", "of", "into", "across", "over", "against"} {
		for _, k := range s.oblique(prep, heads...) {
			if fs := without(s.placesAt(k), a.source); len(fs) > 0 {
				a.target = fs
				return
			}
		}
	}
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

// understoodTarget finds whom an answer is to where it does not say: "rejected the
// criticism", "condemned the flights", "denies any part in it", "agreed on further
// sanctions".
func (s *sentence) understoodTarget(a *assigned) {
	if len(a.source) == 0 || a.pattern().Apart || len(a.target) > 0 && (len(knownActors(a.target)) > 0 || !penal(a)) {
		return
	}
	if fs := s.meetingOf(a); len(fs) > 0 {
		a.target, a.way = fs, "context"
		return
	}
	if fs := s.spokenTo(a); len(fs) > 0 {
		a.target, a.way = fs, "context"
		return
	}
	if x := s.provoked(a); x != nil {
		a.target, a.way = []filler{*understood(x.sources[0], s.index)}, "context"
		return
	}
	if a.pattern().Alone && !penal(a) || a.trigger.Kind != lexicon.VerbTrigger && a.light < 0 {
		return
	}
	if s.answers(a) {
		if f := s.answered(a); f != nil {
			a.target, a.way = []filler{*understood(*f, s.index)}, "context"
			return
		}
	}
	if f, ok := s.listener(a); ok {
		a.target, a.way = []filler{f}, "context"
	}
}

// provoked gives the act to which an act told of as its effect is an answer: "This
// triggered warning fire from …".
func (s *sentence) provoked(a *assigned) *anchor {
	h := s.Tokens[a.head].Head
	if a.trigger.Kind != lexicon.NounTrigger || h < 0 || !s.story.tools.Lexicon.Cues.Has("cause", s.Tokens[h].Lemma) {
		return nil
	}
	n := s.child(h, "nsubj")
	if n < 0 || s.lower[n] != "this" && s.lower[n] != "that" && s.lower[n] != "it" && s.lower[n] != "which" && !s.definite(n) {
		return nil
	}
	for k := len(s.story.acts) - 1; k >= 0; k-- {
		x := &s.story.acts[k]
		if s.index-x.sentence > 2 {
			return nil
		}
		if x.happened && len(x.sources) > 0 && !hasCode(a.source, x.source) {
			return x
		}
	}
	return nil
}

// listener gives the other of two who are in conversation, to whom words are then
// said: "They spoke for an hour. Biden warned that …".
func (s *sentence) listener(a *assigned) (filler, bool) {
	switch a.pattern().Event {
	case "THREATEN", "REQUEST", "AGREE", "REJECT":
	default:
		return filler{}, false
	}
	pair := s.story.pair
	if len(pair) < 2 || s.index-pair[0].sentence > 8 || s.finiteSubjectless(a) {
		return filler{}, false
	}
	me := a.source[0].actor.Code
	for _, f := range pair {
		if f.actor.Code != me && hasCode(pair, me) {
			return *understood(f, s.index), true
		}
	}
	return filler{}, false
}

// finiteSubjectless reports whether a candidate's source was itself understood twice
// over, so that nothing of its pair stands in the sentence.
func (s *sentence) finiteSubjectless(a *assigned) bool {
	return len(a.source) != 1 || a.source[0].owner
}

// meetingOf gives the sides of the meeting that somebody else offers to hold or to help
// with: "Finland offered to host the summit".
func (s *sentence) meetingOf(a *assigned) []filler {
	for _, k := range a.slots {
		c := first(s.found[k])
		if len(c) == 0 || c[0].trigger.Kind != lexicon.NounTrigger || c[0].pattern().Event != "CONSULT" {
			continue
		}
		for n := len(s.story.acts) - 1; n >= 0 && s.index-s.story.acts[n].sentence <= answerReach; n-- {
			x := &s.story.acts[n]
			if x.root != "CONSULT" || hasCode(x.sources, a.source[0].actor.Code) || hasCode(x.targets, a.source[0].actor.Code) {
				continue
			}
			var out []filler
			for _, f := range append(slices.Clone(x.sources), x.targets...) {
				out = append(out, *understood(f, s.index))
			}
			return knownActors(out)
		}
	}
	return nil
}

// spokenTo gives whom words are said to that are coordinated with a talk in the same
// sentence: "called Putin and appealed for an end to the violence".
func (s *sentence) spokenTo(a *assigned) []filler {
	switch a.pattern().Event {
	case "REQUEST", "THREATEN", "AGREE", "ACCUSE", "REJECT":
	default:
		return nil
	}
	if s.rel(a.head) != "conj" {
		return nil
	}
	for k := len(s.story.drafts) - 1; k >= 0; k-- {
		d := &s.story.drafts[k]
		if d.sentence != s.index {
			return nil
		}
		if d.assigned.head == s.Tokens[a.head].Head && d.assigned.pattern().Event == "CONSULT" && len(d.assigned.source) == 1 && hasCode(a.source, d.assigned.source[0].actor.Code) {
			return without(d.assigned.target, a.source)
		}
	}
	return nil
}

// penal reports whether an act punishes a state through its firms, banks or officials,
// who need not be known: "sanctioned another 65 companies".
func penal(a *assigned) bool {
	p := a.pattern()
	return p.Event == "SANCTION" || strings.HasPrefix(p.Cameo, "163") || strings.HasPrefix(p.Cameo, "085")
}

// answers reports whether a candidate reacts to something told before: a denial, a
// judgement on a thing that is known, a call for an end to it, a penalty.
func (s *sentence) answers(a *assigned) bool {
	o := s.patient(a.head)
	if a.light >= 0 {
		o = a.head
	}
	switch a.pattern().Event {
	case "REJECT", "THREATEN":
		return true
	case "SUPPORT":
		return o >= 0 && (s.definite(o) || s.Tokens[o].UPOS == "PRON") && s.at[o] < 0
	case "ACCUSE":
		return o < 0 || s.at[o] < 0 && len(s.placesAt(o)) == 0 && !s.has(o, "nmod:poss")
	}
	return penal(a)
}

// answered finds whom a reaction is to. Each act told in the last sentences speaks for
// who did it: most if it is of the kind, or has the very word, that the reaction names,
// more if it was done to who reacts, less the longer ago it was told. What others did
// of the same kind speaks for whom they did it to: after American sanctions on Belarus
// British ones are on Belarus too.
func (s *sentence) answered(a *assigned) *filler {
	o := s.patient(a.head)
	if a.light >= 0 && a.trigger.Kind == lexicon.NounTrigger {
		o = -1 // the noun is the reaction itself
	}
	worth, who := map[entente.Code]float64{}, map[entente.Code]*filler{}
	var order []entente.Code
	add := func(f *filler, w float64) {
		code := f.actor.Code
		if code == "" || w == 0 || hasCode(a.source, code) {
			return
		}
		if who[code] == nil {
			who[code], order = f, append(order, code)
		}
		worth[code] += w
	}
	for k := len(s.story.acts) - 1; k >= 0; k-- {
		x := &s.story.acts[k]
		if s.index-x.sentence > answerReach {
			break
		}
		if len(x.sources) == 0 || !x.happened || hasCode(x.sources, a.source[0].actor.Code) || hasCode(a.source, x.source) {
			continue
		}
		far := float64(s.index - x.sentence)
		late := math.Pow(answerDecay, far)
		add(&x.sources[0], answerable(a, x)*late+s.namedBy(o, x)*math.Pow(nameDecay, far))
		if penal(a) && x.penal && len(x.targets) > 0 {
			add(&x.targets[0], answerAlike*late)
		}
	}
	var best *filler
	most := answerLeast
	for _, code := range order {
		if worth[code] > most {
			best, most = who[code], worth[code]
		}
	}
	return best
}

const (
	answerReach = 12   // sentences back
	answerDecay = 0.75 // by sentence
	nameDecay   = 0.95 // by sentence, of an act whose kind or word is named
	answerLeast = 0.3
	answerAlike = 2.0
)

// answerable tells how well an act is what a reaction is to, by its class alone.
func answerable(a *assigned, x *anchor) float64 {
	w := 0.0
	quad := codebook.Quad(x.root)
	switch a.pattern().Event {
	case "SUPPORT":
		w = []float64{0, 1, 1, 0.3, 0.4}[quad]
	case "REJECT":
		w = []float64{0, 0.4, 0.4, 1, 0.5}[quad]
	case "ACCUSE":
		w = []float64{0, 0.3, 0.3, 0.6, 1.5}[quad]
	default:
		w = []float64{0, 0, 0, 0.3, 1.5}[quad]
	}
	if x.penal {
		w /= 2 // itself an answer
	}
	if w > 0 && x.target == a.source[0].actor.Code {
		w += 0.7
	}
	return w
}

// namedBy tells whether noun o names an act: by its very word, or by its kind.
func (s *sentence) namedBy(o int, x *anchor) float64 {
	if o < 0 {
		return 0
	}
	if x.lemma == s.Tokens[o].Lemma {
		return 3
	}
	for _, c := range s.found[o] {
		if c.trigger.Kind == lexicon.NounTrigger && !c.pattern().Assess {
			if c.pattern().Event == x.root {
				return 2
			}
			break
		}
	}
	return 0
}

// duringAct gives a meeting that only says where something else was done ("said in
// a telephone call") the two of that act.
func (s *sentence) duringAct(a *assigned) {
	if len(a.source)+len(a.target) > 0 || a.trigger.Kind != lexicon.NounTrigger || a.pattern().Event != "CONSULT" || s.rel(a.head) != "obl" {
		return
	}
	for k := len(s.story.drafts) - 1; k >= 0; k-- {
		d := &s.story.drafts[k]
		if d.sentence != s.index {
			return
		}
		if d.assigned.head == s.Tokens[a.head].Head && len(d.assigned.target) > 0 {
			a.source, a.target, a.way = d.assigned.source, d.assigned.target, "context"
			return
		}
	}
}

// mutual settles acts that two sides do together: where both are in one role the
// other is empty.
func (a *assigned) mutual(p *lexicon.Pattern) {
	if !bothWays(p) {
		return
	}
	if len(a.source) == 0 && len(a.target) >= 2 {
		a.source, a.target = a.target, nil
	}
	if len(a.source) >= 2 && (covered(a.target, a.source) || allOrganisations(a.target)) { // the leaders' "Quad summit" is among themselves
		a.target = nil
	}
}

// endsInPreposition reports whether a trigger's last word is a preposition, whose
// noun is then the other side: two who "move away from the dollar" do not move away
// from one another.
func (s *sentence) endsInPreposition(c *candidate) bool {
	return c.pattern().Assess && len(c.slots) > 0 && s.Tokens[c.slots[len(c.slots)-1]].UPOS == "ADP" && s.Tokens[c.slots[len(c.slots)-1]].Rel == "case"
}

// joint gives the roles among names in which both sides of a relation may stand.
func joint(names []string) []string {
	var out []string
	for _, n := range names {
		if n == "between" || n == "of" || n == "mod" || n == "poss" {
			out = append(out, n)
		}
	}
	return out
}

// bothWays reports whether both actors of a pattern may stand in one role.
func bothWays(p *lexicon.Pattern) bool { return p.Reciprocal }

func allOrganisations(fs []filler) bool {
	for _, f := range fs {
		if f.class != lexicon.Organisation && f.class != lexicon.Collective {
			return false
		}
	}
	return len(fs) > 0
}

// covered reports whether each of the fillers names an actor of the others.
func covered(fs, others []filler) bool {
	for _, f := range fs {
		if !hasCode(others, f.actor.Code) {
			return false
		}
	}
	return true
}

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
			if f.actor.Code == t.actor.Code && (f.actor.Code != "" || f.token == t.token) {
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
			return s.subjectOfNoun(c.head, light)
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
	return s.withRow(out)
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
				out = append(out, s.actorsAt(s.Tokens[k].Head)...)
			}
		}
		if len(out) > 0 {
			return out
		}
		for _, k := range s.oblique(prep, heads...) {
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
		v := c.slots[len(c.slots)-1]
		if s.verb(v) {
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
		}
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
		if p.actor.Code == "" || p.disputed || p.use == roleOnly {
			continue
		}
		f := s.fill(p, c)
		f.actor.Sector = ""
		f.weak = p.use == place
		out = append(out, f)
	}
	return out
}

// shallow fills a missing role from the order of words where the tree gives no
// phrase for it at all: the nearest actor before an active verb does it, the
// nearest after is its object. It never crosses another verb or a comma.
func (s *sentence) shallow(a *assigned, sources, targets []string) {
	if a.trigger.Kind != lexicon.VerbTrigger || s.passive(a.head) {
		return
	}
	if !s.verb(a.head) { // a verb that was read as a noun
		a.source, a.target, a.way = s.nearest(a.head, -1), s.nearest(a.head, 1), "shallow"
		return
	}
	if len(a.source) == 0 && slices.Contains(sources, "subj") && s.subject(a.head) < 0 && s.finite(a.head) {
		a.source = s.nearest(a.head, -1)
		if len(a.source) > 0 {
			a.way = "shallow"
		}
	}
	if len(a.source) == 0 && slices.Contains(sources, "subj") && s.finite(a.head) {
		if a.source = s.rightBefore(a.head); len(a.source) > 0 {
			a.way = "shallow"
		}
	}
	if len(a.target) == 0 && slices.Contains(targets, "obj") && s.patient(a.head) < 0 && !s.has(a.head, "ccomp", "xcomp") {
		if fs := without(s.nearest(a.head, 1), a.source); len(fs) > 0 {
			a.target, a.way = fs, "shallow"
		}
	}
}

// rightBefore gives the actor that stands right before a finite verb, or an adverb
// before that, where the tree has another subject, which is nobody: "on board the ship
// in Odesa, Britain and Ukraine signed …".
func (s *sentence) rightBefore(v int) []filler {
	j := v - 1
	for j > 0 && (s.Tokens[j].UPOS == "ADV" || s.Tokens[j].UPOS == "AUX") {
		j--
	}
	if j < 0 || s.at[j] < 0 {
		return nil
	}
	p := &s.parties[s.at[j]]
	if p.use != full || s.afterPreposition(p) {
		return nil
	}
	return s.withRow(s.fillAll(p, s.head(p)))
}

// afterPreposition reports whether a preposition stands before a party, but for its
// articles and adjectives; the tree may hang one on it from further off ("On Tuesday
// Biden …").
func (s *sentence) afterPreposition(p *party) bool {
	i := p.first - 1
	for i >= 0 && (s.Tokens[i].UPOS == "DET" || s.Tokens[i].UPOS == "ADJ" || s.Tokens[i].UPOS == "NUM") {
		i--
	}
	return i >= 0 && s.Tokens[i].UPOS == "ADP"
}

// nearest gives the nearest actor before (-1) or after (1) token i.
func (s *sentence) nearest(i, step int) []filler {
	for j := i + step; j >= 0 && j < len(s.Tokens) && j >= i-8 && j <= i+4; j += step {
		if k := s.at[j]; k >= 0 && s.parties[k].use == full {
			if s.afterPreposition(&s.parties[k]) {
				return nil
			}
			return s.withRow(s.fillAll(&s.parties[k], s.head(&s.parties[k])))
		}
		if s.breaks(j, i) || s.lower[j] == "," {
			return nil
		}
	}
	return nil
}
