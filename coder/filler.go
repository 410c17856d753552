package coder

import (
	"slices"

	"entente"
	"entente/lexicon"
)

// filler is an actor in a role.
type filler struct {
	actor    entente.Actor
	class    lexicon.Class
	span     *entente.Span // in the block's text; nil where it is understood
	party    int
	token    int
	sentence int
	weak     bool // an owner or an anaphor stands for it
	owner    bool // it owns what stands in the role
	document bool // it speaks through a document
	subject  bool // of what an earlier sentence tells
}

// fill makes a filler of a party.
func (s *sentence) fill(p *party, token int) filler {
	f := filler{actor: p.actor, class: p.class, span: &entente.Span{p.start, p.end}, party: -1, token: token, sentence: s.index}
	for i := range s.parties {
		if &s.parties[i] == p {
			f.party = i
		}
	}
	return f
}

// fillAll makes a filler of a party and of those who share its role.
func (s *sentence) fillAll(p *party, token int) []filler {
	f := s.fill(p, token)
	out := []filler{f}
	for _, a := range p.also {
		g := f
		g.actor = a
		out = append(out, g)
	}
	return out
}

// actorsAt gives the actors that the noun phrase headed by token i stands for,
// coordinated ones included.
func (s *sentence) actorsAt(i int) []filler {
	var out []filler
	for _, c := range s.conjuncts(i) {
		for _, f := range s.actorAt(c) {
			if f.actor.Code == "" || !hasCode(out, f.actor.Code) {
				out = append(out, f)
			}
		}
	}
	return s.withRow(out)
}

// actorAt gives the actors of one noun: itself, what it refers back to, or its owner.
// A noun that stands for what stands for it ("he and those who …") is nobody.
func (s *sentence) actorAt(i int) []filler {
	if s.open[i] {
		return nil
	}
	s.open[i] = true
	defer func() { s.open[i] = false }()
	return s.standsFor(i)
}

// standsFor gives the actors of one noun, whose own words may lead to others.
func (s *sentence) standsFor(i int) []filler {
	if k := s.at[i]; k >= 0 {
		p := &s.parties[k]
		switch p.use {
		case full:
			return s.fillAll(p, i)
		case modifier:
			if p.class == lexicon.State && s.head(p) == i && s.Tokens[i].Rel != "amod" && s.Tokens[i].Rel != "compound" {
				return []filler{s.fill(p, i)} // "the Chinese"
			}
		case roleOnly:
			return s.agentWithout(p, i)
		}
		if p.use == place {
			return nil
		}
	}
	if k := s.child(i, "flat"); k >= 0 && s.at[k] >= 0 && s.parties[s.at[k]].use == full { // "Mr Blinken"
		return s.fillAll(&s.parties[s.at[k]], k)
	}
	if back := s.refersBack(i); back != nil {
		return back
	}
	if a := s.child(i, "appos"); a >= 0 && s.at[a] >= 0 && s.parties[s.at[a]].use == full { // "its neighbour Montenegro"
		return s.fillAll(&s.parties[s.at[a]], a)
	}
	if h := s.Tokens[i].Head; s.rel(i) == "appos" && s.at[i] < 0 && h >= 0 && s.at[h] >= 0 && s.parties[s.at[h]].use == full { // "Eritrea, the state that …"
		return s.fillAll(&s.parties[s.at[h]], h)
	}
	if k := s.partOf(i); k >= 0 {
		return s.actorAt(k)
	}
	fs := s.owners(i)
	if m := s.memberOf(i, fs); m != nil {
		return m
	}
	if len(fs) > 0 {
		return fs
	}
	return s.decreedBy(i)
}

// partOf gives the noun of which token i is a part: "one of its destroyers", "several
// of the Russian proposals"; -1 if it is none.
func (s *sentence) partOf(i int) int {
	switch s.Tokens[i].UPOS {
	case "NUM", "DET", "ADJ", "PRON":
	default:
		if l := s.Tokens[i].Lemma; l != "number" && l != "one" && l != "most" && l != "part" && l != "dozen" && l != "couple" {
			return -1
		}
	}
	for _, k := range s.oblique("of", i) {
		if s.Tokens[k].UPOS == "NOUN" {
			return k
		}
	}
	return -1
}

// memberOf gives the member spoken of before that "their Nato ally" or "the EU member"
// means, nil if noun i is no such word.
func (s *sentence) memberOf(i int, owners []filler) []filler {
	switch s.Tokens[i].Lemma {
	case "ally", "member", "partner":
	default:
		return nil
	}
	for _, o := range owners {
		if o.class != lexicon.Organisation {
			continue
		}
		for _, f := range s.story.bodies {
			here := slices.ContainsFunc(s.parties, func(p party) bool { return p.actor.Code == f.actor.Code })
			if !here && s.Tokens[i].XPOS != "NNS" && s.story.tools.Lexicon.Member(o.actor.Code, f.actor.Code, s.story.day) {
				return []filler{f}
			}
		}
	}
	return nil
}

// decreedBy gives who issues a document that then does something: "signed an order
// that bars banks from …", "published a law which bans …".
func (s *sentence) decreedBy(i int) []filler {
	h := s.Tokens[i].Head
	if h < 0 || s.rel(i) != "obj" || !s.verb(h) || !s.has(i, "acl") || !s.story.tools.Lexicon.Cues.Has("decree", s.Tokens[i].Lemma) {
		return nil
	}
	if k := s.agent(h); k >= 0 && k != i {
		return s.doersAt(k)
	}
	return nil
}

// agentWithout gives the actor of a role that names no state: its owner's or, with
// "his", "its" or "their", that of whom the story speaks; else an unknown actor.
func (s *sentence) agentWithout(p *party, i int) []filler {
	if owners := s.owners(i); len(owners) > 0 {
		if !p.plural {
			owners = owners[:1]
		}
		for k := range owners {
			f := &owners[k]
			f.actor = agentOf(party{actor: f.actor}, *p)
			f.actor.Raw = s.text[p.start:p.end]
			f.actor.Name = s.story.tools.Lexicon.NameOf(f.actor.Code)
			f.span = &entente.Span{p.start, p.end}
			f.weak = false
		}
		return owners
	}
	if a := s.child(i, "appos"); a >= 0 && s.at[a] >= 0 && s.parties[s.at[a]].use == full {
		return []filler{s.fill(&s.parties[s.at[a]], a)}
	}
	if f, ok := s.agentIn(p, i); ok {
		return []filler{f}
	}
	if p.plural {
		if back := s.bothOf(i); back != nil {
			return back
		}
		if s.definite(i) && len(s.story.pair) >= 2 { // "the ministers"
			return s.story.twoPersons()
		}
	}
	if f := s.epithet(i); f != nil { // "the alliance"
		return f
	}
	if f, ok := s.ownMinistry(p, i); ok {
		return []filler{f}
	}
	return []filler{s.fill(p, i)}
}

// ownMinistry gives "the defence ministry" the state whose leader is told, in the same
// sentence, to do something with it: "Putin ordered the defence ministry to …".
func (s *sentence) ownMinistry(p *party, i int) (filler, bool) {
	if !s.definite(i) || p.plural || p.actor.Sector != "GOV" && p.actor.Sector != "MIL" && p.actor.Sector != "LEG" {
		return filler{}, false
	}
	v := s.Tokens[i].Head
	if v < 0 || !s.verb(v) || s.rel(i) != "obj" && s.rel(i) != "iobj" {
		return filler{}, false
	}
	n := s.agent(v)
	if n < 0 || n == i {
		return filler{}, false
	}
	for _, of := range s.tokenActors(n) {
		if of.class == lexicon.Human || of.class == lexicon.State || of.class == lexicon.Agent {
			f := s.fill(p, i)
			f.actor.Code, f.weak = of.actor.Code, true
			f.actor.Name = s.story.tools.Lexicon.NameOf(of.actor.Code)
			return f, true
		}
	}
	return filler{}, false
}

// agentIn gives an agent the state in which it stands: "police in Uganda", "a court
// in Madrid".
func (s *sentence) agentIn(p *party, i int) (filler, bool) {
	for _, k := range s.oblique("in", i) {
		if s.at[k] < 0 {
			continue
		}
		at := &s.parties[s.at[k]]
		if at.actor.Code == "" || at.disputed || at.class != lexicon.State && at.class != lexicon.Place {
			continue
		}
		f := s.fill(p, i)
		f.actor.Code, f.weak = at.actor.Code, true
		f.actor.Name = s.story.tools.Lexicon.NameOf(at.actor.Code)
		return f, true
	}
	return filler{}, false
}

// owners gives the actors to whom a noun belongs: "China's recognition", "Russian
// troops", "the rights of Russia", "his team".
func (s *sentence) owners(i int) []filler {
	if out := s.ofEvent(i); len(out) > 0 {
		return out
	}
	var out []filler
	for _, k := range s.kids[i] {
		switch rel := s.Tokens[k].Rel; {
		case rel == "nmod:poss" && s.Tokens[k].UPOS == "PRON":
			if s.at[i] >= 0 || s.organ(i) || homeland(s.Tokens[i].Lemma) { // "his brother" is not his
				out = append(out, s.pronoun(k)...)
			}
		case rel == "nmod:poss", rel == "compound", rel == "amod", s.rel(k) == "nmod" && s.belonging(i, k):
			for _, c := range s.conjuncts(k) {
				if j := s.at[c]; j >= 0 && s.parties[j].use != place && s.parties[j].use != roleOnly {
					out = append(out, s.fill(&s.parties[j], c))
				}
			}
		case rel == "appos" && s.at[k] >= 0 && s.parties[s.at[k]].use == full:
			out = append(out, s.fill(&s.parties[s.at[k]], k))
		}
	}
	if pair := s.hyphenated(i); len(pair) > 0 && len(out) < 2 {
		out = pair
	}
	for k := range s.parties { // "US-Russia relations", where one hangs on the other
		p := &s.parties[k]
		if h := s.head(p); p.use != place && p.use != roleOnly && s.chained(h, i) && !hasCode(out, p.actor.Code) {
			out = append(out, s.fill(p, h))
		}
	}
	for k := range out {
		out[k].weak, out[k].owner = true, true
	}
	return out
}

// homeland reports whether a noun with a possessive is the state of whoever owns it:
// "his country".
func homeland(lemma string) bool {
	switch lemma {
	case "country", "nation", "homeland", "government", "people", "army", "territory", "land":
		return true
	}
	return false
}

// ofEvent gives who does what noun i tells of, where it is an act: "the NATO bombing
// of Belgrade" is NATO's, "the sanctions announced by Canada" are Canada's.
func (s *sentence) ofEvent(i int) []filler {
	var out []filler
	for _, c := range s.found[i] {
		if c.trigger.Kind == lexicon.NounTrigger && !c.pattern().Assess && !c.pattern().Reciprocal {
			out = s.roles(c, -1, []string{"poss", "by", "mod", "from"}, nil)
			break
		}
	}
	for _, k := range s.kids[i] {
		if len(out) == 0 && s.Tokens[k].Rel == "acl" && s.passive(k) {
			out = s.tokenActors(s.agent(k))
		}
	}
	for k := range out {
		out[k].weak, out[k].owner = true, true
	}
	return out
}

// organ reports whether a noun acts for its owner: a team, a strategy, a decision.
func (s *sentence) organ(i int) bool {
	return s.story.tools.Lexicon.Cues.Has("organ", s.Tokens[i].Lemma)
}

// doers leaves out owners of things that do not act for them: an act of a Cuban
// swimmer, or of Ukraine's economy, is not the state's.
func (s *sentence) doers(fs []filler, i int) []filler {
	if i < 0 || s.at[i] >= 0 || s.Tokens[i].UPOS != "NOUN" {
		return fs
	}
	return slices.DeleteFunc(fs, func(f filler) bool {
		return f.weak && f.owner && !f.document && !s.organ(i) && s.Tokens[i].Lemma != "one"
	})
}

// belonging reports whether the phrase at k says to whom noun i belongs: "the
// rights of Russia", "the border between Chad and Sudan", "relations with China".
func (s *sentence) belonging(i, k int) bool {
	switch s.cased(k) {
	case "of", "between":
		return true
	case "from":
		return s.at[i] >= 0 || s.organ(i) // "a delegation from Israel"
	case "with":
		return s.story.tools.Lexicon.Cues.Has("relation", s.Tokens[i].Lemma)
	}
	return false
}
