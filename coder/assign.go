package coder

import (
	"slices"

	"entente/lexicon"
)

// assigned is a candidate with its actors.
type assigned struct {
	*candidate
	source, target []filler
	each           bool // "each other": each does it to each
	toAll          bool // said to no state in particular
	byMark         bool // the network's mark gave an actor
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
	s.marked(&a)
	s.atRequest(&a)
	s.blacklisted(&a)
	s.understoodTarget(&a)
	s.duringAct(&a)
	switch {
	case len(a.source) == 0:
		return a, "no source"
	case len(a.target) == 0 && len(a.source) >= 2 && (bothWays(p) && !s.endsInPreposition(c) || a.each):
		return a, ""
	case len(a.target) == 0 && !p.Alone && !a.toAll:
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
		a.source = s.doersAt(p)
	}
	if len(a.source) == 0 && len(a.target) > 0 { // "armies had been moved to Russia's borders, its minister said"
		if fs := s.speakers(a.head); covered(a.target, fs) {
			a.source, a.way = fs, "context"
		}
	}
	a.target = without(a.target, a.source)
}

// marked fills a role that the tree leaves open by the part that the network gives to a
// name near by.
func (s *sentence) marked(a *assigned) {
	if !s.marking || a.trigger.Kind == lexicon.NounTrigger && a.light < 0 {
		return
	}
	if len(knownActors(a.source)) == 0 && len(a.target) > 0 && !s.byAntecedent(a.head) {
		if fs := s.notDoneTo(a.head, without(knownActors(s.partIn(a.head, "S")), a.target)); len(fs) > 0 {
			a.source, a.way, a.byMark = fs, "marked", true
		}
	}
	if len(knownActors(a.target)) == 0 && len(knownActors(a.source)) > 0 && !a.pattern().Alone && !(len(a.source) >= 2 && bothWays(a.pattern())) {
		if fs := without(knownActors(s.partIn(a.head, "T")), a.source); len(fs) > 0 {
			a.target, a.way, a.byMark = fs, "marked", true
		}
	}
}

// notDoneTo leaves out whom a verb in the passive has for subject: who was indicted
// indicts nobody.
func (s *sentence) notDoneTo(v int, fs []filler) []filler {
	n := s.patient(v)
	if n < 0 || s.Tokens[n].Rel != "nsubj:pass" || !s.has(v, "aux:pass") {
		return fs
	}
	done := s.actorsAt(n)
	return slices.DeleteFunc(fs, func(f filler) bool { return hasCode(done, f.actor.Code) })
}

// punishedReach is how many sentences back who punishes may stand.
const punishedReach = 3

// byAntecedent reports whether a relative clause says who does what its verb tells:
// "groups that attack American firms" are nobody else.
func (s *sentence) byAntecedent(v int) bool {
	return s.Tokens[v].Rel == "acl:relcl" && s.subject(v) >= 0
}

// atRequest gives to whom a request was made at which something is done: "at Chad's
// request the Council met".
func (s *sentence) atRequest(a *assigned) {
	h := s.Tokens[a.head].Head
	if a.trigger.Kind != lexicon.NounTrigger || a.pattern().Event != "REQUEST" || len(a.source) == 0 || len(a.target) > 0 || h < 0 || s.cased(a.head) != "at" {
		return
	}
	if n := s.agent(h); n >= 0 {
		a.target = without(s.doersAt(n), a.source)
	}
}

// blacklisted gives who punishes where nobody says: who dealt in punishments just before.
// "Washington lifted its sanctions on the firm. Several Russian ships were put on the
// list."
func (s *sentence) blacklisted(a *assigned) {
	if len(a.source) > 0 || len(knownActors(a.target)) == 0 || !penal(a) || a.trigger.Kind != lexicon.VerbTrigger || !s.passive(a.head) {
		return
	}
	for k := len(s.story.acts) - 1; k >= 0 && s.index-s.story.acts[k].sentence <= punishedReach; k-- {
		if x := &s.story.acts[k]; x.penal && len(x.sources) > 0 && !hasCode(a.target, x.source) {
			a.source, a.way = []filler{*understood(x.sources[0], s.index)}, "context"
			return
		}
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
