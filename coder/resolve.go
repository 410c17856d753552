package coder

import (
	"strings"

	"entente"
	"entente/lexicon"
)

// Resolve gives the actor that a phrase names on a day: a person by name or office,
// an agent of a state, a state, an organisation; a place, company or person gives the
// state it lies in or belongs to. The code is empty where nothing is known.
//
// The phrase is read flat, without a tree: it is cut at its prepositions and commas,
// each part has a head with what owns it before it, and what the first part leaves
// open the others fill. "Turkish-backed rebels in Syria" are so SYR REB, and "the
// Russian embassy in Kabul" is RUS GOV.
func Resolve(tools Tools, phrase string, day entente.Day) entente.Actor {
	f := resolve(tools, phrase, day)
	if f.actor.Code == "" && phrase == strings.ToLower(phrase) {
		if g := resolve(tools, capitals(phrase), day); g.actor.Code != "" {
			f = g
		}
	}
	f.actor.Code, f.actor.Raw = tools.Lexicon.Whole(f.actor.Code), phrase
	return f.actor
}

// finding is what a phrase or a part of one stands for.
type finding struct {
	actor     entente.Actor
	role      *atom // the head, where it is a role
	generic   bool  // the head takes the sector of what it belongs to: spokesman, leader
	single    bool  // the head is one person's office
	bare      bool  // a state, organisation or place and nothing more
	adjective bool  // bare, and an adjective
	part      bool  // bare, and a group or place: its head is not the state's
	lead      bool  // a person whom a state's name precedes
	human     bool
}

// reader reads one phrase on one day.
type reader struct {
	telling
	phrase string
}

// maxParts bounds the reading, whose work doubles with each part; an actor phrase of
// more than four or five is rare.
const maxParts = 10

func resolve(tools Tools, phrase string, day entente.Day) finding {
	t := &reader{telling{tools: tools, day: day}, phrase}
	parts := cut(t.atoms(phrase))
	parts = parts[:min(len(parts), maxParts)]
	f := t.whole(parts)
	if f.role == nil || f.actor.Code == "" {
		return f
	}
	for _, p := range parts[1:] { // the leader of the movement, Hassan Nasrallah
		if g := t.read(p.atoms); p.link == "," && g.human && g.actor.Code == f.actor.Code {
			return g
		}
	}
	return f
}

// whole reads the first part, and the others as far as it leaves something open.
func (t *reader) whole(parts []part) finding {
	if len(parts) == 0 {
		return finding{}
	}
	f := t.read(parts[0].atoms)
	if f.actor.Code != "" {
		return t.shared(f, parts)
	}
	for _, links := range linkOrder {
		for i := 1; i < len(parts); i++ {
			link := parts[i].link
			if !strings.Contains(links, " "+link+" ") {
				continue
			}
			g := t.whole(parts[i:])
			if link == "to" && !(g.human && f.generic) {
				continue
			}
			if g.actor.Code != "" || g.actor.Sector != "" && f.role == nil {
				return t.belong(f, g, link)
			}
		}
	}
	return f
}

// linkOrder ranks what joins a head to its owner: "refugees in Turkey from Syria"
// are Syria's. Whom one goes to, fights or is backed by says nothing, but an aide to
// somebody is his.
var linkOrder = []string{" of from for ( ", " , ", " at in on and ", " that ", " to "}

// shared gives the first of two states the role that both have: "Ethiopian and
// Eritrean troops".
func (t *reader) shared(f finding, parts []part) finding {
	if f.adjective && len(parts) > 1 && parts[1].link == "and" {
		if g := t.whole(parts[1:]); g.role != nil {
			f.actor.Sector, f.actor.Role = g.actor.Sector, g.actor.Role
		}
	}
	return f
}

// belong gives f, a head without a state, what g says of its owner.
func (t *reader) belong(f, g finding, link string) finding {
	switch {
	case f.role == nil && f.actor.Sector == "": // Jane Doe, a Russian farmer
		if link == "in" || link == "at" || link == "on" || g.human && link != "of" {
			g.actor = entente.Actor{Code: g.actor.Code, Name: t.tools.Lexicon.NameOf(g.actor.Code)}
		}
		return g
	case g.human && (g.lead || link == ","): // the foreign minister of Russia, Sergei Lavrov
		return g
	}
	out := f
	out.actor.Code, out.bare = g.actor.Code, false
	switch {
	case (f.generic || g.actor.Sector == "NGO") && g.actor.Sector != "":
		out.actor.Sector = g.actor.Sector
	default:
		out.actor.Sector = within(g.actor.Code, f.actor.Sector, g.actor.Sector)
	}
	if f.role == nil {
		return out
	}
	out.actor.Name = t.tools.Lexicon.NameOf(g.actor.Code)
	if g.bare && f.single && (link == "of" || link == "(" || link == ",") {
		kind := f.role.entry.Office
		if g.part {
			kind = ""
		}
		t.incumbent(&out.actor, kind)
	}
	return out
}

// within gives the sector of an agent of sector role whose owner has sector own: an
// organisation's officials are the organisation, its troops and judges are not.
func within(code entente.Code, role, own entente.Sector) entente.Sector {
	if !strings.Contains(string(code), ":") {
		if role == "IGO" { // a state's chief
			role = "GOV"
		}
		return role
	}
	if own == "NGO" {
		return own
	}
	switch role {
	case "MIL", "COP", "LEG", "JUD", "REF", "CVL", "JRN", "OPP", "LAB", "AGR", "SPY":
		return role
	}
	if own == "" {
		return "IGO"
	}
	return own
}

// incumbent names the holder of an office whose title fits the phrase best.
func (t *reader) incumbent(a *entente.Actor, kind string) {
	if p, term := t.tools.Lexicon.Titled(a.Code, kind, t.phrase, t.day); p != nil {
		a.Name, a.Role = p.Name, term.Title
	}
}

// capitals writes each word of a phrase in lower case with a capital, very short
// ones in capitals, small words as they are.
func capitals(phrase string) string {
	f := strings.Fields(phrase)
	for i, w := range f {
		switch {
		case small[w] || w == "us":
		case len(w) <= 3 && !strings.HasSuffix(w, "s"):
			f[i] = strings.ToUpper(w)
		default:
			f[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(f, " ")
}

// small are the words that a name keeps in lower case.
var small = map[string]bool{"the": true, "a": true, "an": true, "of": true, "in": true, "for": true, "and": true, "to": true, "at": true, "on": true, "by": true, "de": true, "al": true}

// words gives the words of atoms in lower case, each followed by a space.
func words(atoms []atom) string {
	var b strings.Builder
	for _, a := range atoms {
		b.WriteString(a.lower)
		b.WriteByte(' ')
	}
	return b.String()
}

// entryName is the name under which an entry's owner is shown.
func (t *reader) entryName(e lexicon.Entry) string {
	if e.Class == lexicon.State || e.Class == lexicon.Collective || e.Class == lexicon.Organisation {
		return t.tools.Lexicon.NameOf(e.Code)
	}
	return e.Name
}
