package coder

import (
	"math"
	"slices"
	"strings"

	"entente"
	"entente/codebook"
	"entente/lexicon"
)

// understoodTarget finds whom an answer is to where it does not say: "rejected the
// criticism", "condemned the flights", "denies any part in it", "agreed on further
// sanctions".
func (s *sentence) understoodTarget(a *assigned) {
	if len(a.source) == 0 || a.pattern().Apart || len(a.target) > 0 && (len(knownActors(a.target)) > 0 || !penal(a)) {
		return
	}
	if s.toFirst(a, s.meetingOf, s.spokenTo) {
		return
	}
	if s.everybody(a) {
		a.toAll = a.pattern().Event == "THREATEN" || a.pattern().Event == "REQUEST"
		return
	}
	if s.toFirst(a, s.judged, s.followed) {
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
		if f := s.lastDoer(a); f != nil && a.pattern().Event != "THREATEN" {
			a.target, a.way = []filler{*understood(*f, s.index)}, "context"
			return
		}
	}
	if f, ok := s.listener(a); ok {
		a.target, a.way = []filler{f}, "context"
	}
}

// toFirst takes for target what the first of the ways gives that gives anybody.
func (s *sentence) toFirst(a *assigned, ways ...func(*assigned) []filler) bool {
	for _, find := range ways {
		if fs := find(a); len(fs) > 0 {
			a.target, a.way = fs, "context"
			return true
		}
	}
	return false
}

// allUnderstood gives fillers of an earlier sentence for use in this one.
func (s *sentence) allUnderstood(fs []filler) []filler {
	out := make([]filler, 0, len(fs))
	for _, f := range fs {
		out = append(out, *understood(f, s.index))
	}
	return out
}

// meetingOf gives the sides of the meeting that somebody else offers to hold or to help
// with: "Finland offered to host the summit".
func (s *sentence) meetingOf(a *assigned) []filler {
	for _, k := range a.slots {
		c := first(s.found[k])
		if len(c) == 0 || c[0].trigger.Kind != lexicon.NounTrigger || c[0].pattern().Event != "CONSULT" {
			continue
		}
		named := slices.ContainsFunc(s.story.acts, func(x anchor) bool { return x.lemma == s.Tokens[k].Lemma })
		for n := len(s.story.acts) - 1; n >= 0 && s.index-s.story.acts[n].sentence <= answerReach; n-- {
			x := &s.story.acts[n]
			if named && x.lemma != s.Tokens[k].Lemma || !named && x.root != "CONSULT" || hasCode(x.sources, a.source[0].actor.Code) || hasCode(x.targets, a.source[0].actor.Code) {
				continue
			}
			return knownActors(s.allUnderstood(slices.Concat(x.sources, x.targets)))
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

// everybody reports whether words are said to no state in particular: "warned other
// countries", "urged all concerned".
func (s *sentence) everybody(a *assigned) bool {
	if a.trigger.Kind != lexicon.VerbTrigger {
		return false
	}
	o := s.child(a.head, "iobj", "obj")
	if o < 0 || s.at[o] >= 0 {
		return false
	}
	switch s.lower[o] {
	case "everyone", "everybody", "anyone", "anybody", "all":
		return true
	}
	if s.Tokens[o].XPOS != "NNS" || !s.story.tools.Lexicon.Cues.Has("joint", s.Tokens[o].Lemma) {
		return false
	}
	for _, k := range s.kids[o] {
		switch s.lower[k] {
		case "other", "all", "any", "others", "most", "many":
			return true
		}
	}
	return false
}

// judged gives whose deeds a judgement is on that names several: "criticised the arrests,
// the new law and China's fishing fleets". Owners come before places.
func (s *sentence) judged(a *assigned) []filler {
	o := s.patient(a.head)
	if o < 0 || a.trigger.Kind != lexicon.VerbTrigger || slices.Contains(a.slots, o) || a.pattern().Event != "ACCUSE" && a.pattern().Event != "REJECT" {
		return nil
	}
	inner := append([]int{o}, s.below(o, 4)...)
	for _, c := range inner {
		if k := s.child(c, "nmod:poss"); k >= 0 && s.at[c] < 0 {
			if fs := without(s.actorsAt(k), a.source); len(fs) > 0 {
				return fs
			}
		}
	}
	for _, c := range s.conjuncts(o) {
		if violent := first(s.found[c]); len(violent) > 0 && violent[0].pattern().Event == "ASSAULT" {
			continue // it says where, not by whom
		}
		for _, k := range s.oblique("in", c) {
			if fs := without(s.placesAt(k), a.source); len(fs) > 0 {
				return fs[:1]
			}
		}
	}
	return nil
}

// followed gives the target of the act that somebody else does after another: "Britain
// followed on Monday and withdrew its staff".
func (s *sentence) followed(a *assigned) []filler {
	h := s.Tokens[a.head].Head
	if s.rel(a.head) != "conj" || h < 0 || s.Tokens[h].Lemma != "follow" || s.patient(h) >= 0 {
		return nil
	}
	for k := len(s.story.acts) - 1; k >= 0 && s.index-s.story.acts[k].sentence <= 2; k-- {
		if x := &s.story.acts[k]; len(x.targets) > 0 && !hasCode(a.source, x.source) {
			return without(s.allUnderstood(x.targets), a.source)
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
		return o < 0 || s.at[o] < 0 && len(s.placesAt(o)) == 0 && !s.ofSomebody(o)
	}
	return penal(a)
}

// ofSomebody reports whether a noun has an owner other than a thing that is known: "his
// remarks", and not "the ship's route".
func (s *sentence) ofSomebody(o int) bool {
	k := s.child(o, "nmod:poss")
	return k >= 0 && (s.Tokens[k].UPOS != "NOUN" || !s.definite(k))
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
		if len(x.sources) == 0 || !x.happened || x.past || hasCode(x.sources, a.source[0].actor.Code) || hasCode(a.source, x.source) {
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

// lastDoer gives who is the subject of one of the last two sentences, where a reaction
// names a thing that is known but no act told before fits: "North Korea's new missile
// flew over Hokkaido. Japan condemned the launch."
func (s *sentence) lastDoer(a *assigned) *filler {
	if o := s.patient(a.head); o < 0 || s.at[o] >= 0 || !s.deed(o) {
		return nil
	}
	for _, list := range [][]filler{s.story.bodies, s.story.people} {
		for k := range list {
			if f := &list[k]; f.subject && s.index-f.sentence <= 2 && f.sentence < s.index && !hasCode(a.source, f.actor.Code) {
				return f
			}
		}
	}
	return nil
}

// deed reports whether a noun means something done that was told of before: "the
// launch", "this".
func (s *sentence) deed(o int) bool {
	if s.Tokens[o].UPOS == "PRON" {
		return s.lower[o] == "this" || s.lower[o] == "that" || s.lower[o] == "it"
	}
	if !s.definite(o) {
		return false
	}
	for _, c := range s.found[o] {
		if !c.pattern().Assess {
			return true
		}
	}
	return s.anyChild(o, func(w string) bool { return w == "this" || w == "these" || w == "that" || w == "those" }, "det") ||
		s.story.tools.Lexicon.Cues.Has("deed", s.Tokens[o].Lemma)
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

// duringAct gives a meeting that only says where something else was done ("said in
// a telephone call") the two of that act.
func (s *sentence) duringAct(a *assigned) {
	if len(a.source)+len(a.target) > 0 || a.trigger.Kind != lexicon.NounTrigger || a.pattern().Event != "CONSULT" || s.rel(a.head) != "obl" {
		return
	}
	if w := s.cased(a.head); w == "before" || w == "after" { // it only says when
		return
	}
	for k := len(s.story.drafts) - 1; k >= 0; k-- {
		d := &s.story.drafts[k]
		if d.sentence != s.index {
			return
		}
		if d.assigned.head == s.Tokens[a.head].Head && len(d.assigned.target) > 0 && !allOrganisations(d.assigned.source) {
			a.source, a.target, a.way = d.assigned.source, d.assigned.target, "context"
			return
		}
	}
}
