package coder

import (
	"entente"
	"entente/lexicon"
	"entente/syntax"
)

// Resolve gives the actor that a phrase names on a day: a person by office, an
// agent of a state, a state, an organisation; a place, company or person gives the
// state it lies in or belongs to. The code is empty where nothing is known.
func Resolve(tools Tools, phrase string, day entente.Day) entente.Actor {
	story := entente.Story{Text: phrase, Published: day}
	t := &telling{tools: tools, story: &story, day: day, known: map[*lexicon.Person]bool{}}
	out := entente.Actor{Raw: phrase}
	mentions := tools.Lexicon.Find(phrase)
	var parties []party
	for _, sen := range syntax.Split(phrase) {
		tools.Syntax.Parse(&sen)
		s := tree(sen, phrase)
		s.story = t
		s.findParties(t, within(mentions, sen))
		parties = append(parties, s.parties...)
	}
	best := strongest(parties)
	if best == nil {
		return out
	}
	a := best.actor
	a.Raw = phrase
	if best.use == roleOnly {
		return t.ownedBy(a, best, parties)
	}
	return a
}

func within(ms []lexicon.Mention, sen syntax.Sentence) []lexicon.Mention {
	var out []lexicon.Mention
	for _, m := range ms {
		if m.Start < sen.End && sen.Start < m.End {
			out = append(out, m)
		}
	}
	return out
}

// strongest picks the party a phrase is about: a person, then an agent with its
// state, an organisation or group, a state, a role, a modifier, a place; of equals
// the first.
func strongest(ps []party) *party {
	rank := func(p *party) int {
		switch {
		case p.class == lexicon.Human:
			return 7
		case p.use == full && p.class == lexicon.Agent:
			return 6
		case p.use == roleOnly:
			return 5
		case p.use == full && p.class != lexicon.State:
			return 4
		case p.use == full:
			return 3
		case p.use == modifier:
			return 2
		}
		return 1
	}
	var best *party
	for i := range ps {
		if best == nil || rank(&ps[i]) > rank(best) {
			best = &ps[i]
		}
	}
	return best
}

// ownedBy gives a role the state that stands anywhere in the phrase: "mayor of
// Kyiv", "police in Lagos".
func (t *telling) ownedBy(a entente.Actor, role *party, ps []party) entente.Actor {
	for i := range ps {
		p := &ps[i]
		if p == role || p.actor.Code == "" {
			continue
		}
		a.Code = p.actor.Code
		a.Role = role.actor.Name
		a.Name = t.tools.Lexicon.NameOf(a.Code)
		if holder, _ := t.tools.Lexicon.Holder(a.Code, role.office, t.day); holder != nil && role.office != "" && p.use != place {
			a.Name = holder.Name
		}
		return a
	}
	return a
}
