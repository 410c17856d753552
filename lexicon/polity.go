package lexicon

import (
	"strings"

	"entente"
)

// polity reads a state, a collective or an organisation.
func (b *loader) polity(bl block) {
	kind, code := bl.word()
	class, ok := map[string]Class{"state": State, "collective": Collective, "organisation": Organisation}[kind]
	if !ok {
		b.fail(bl.head.pos, "", "a block begins with state, collective or organisation, not %q", kind)
		return
	}
	if code == "" || strings.ContainsAny(code, " \t") {
		b.fail(bl.head.pos, "", "%s needs one code", kind)
		return
	}
	p := &Polity{Code: entente.Code(code), Class: class, Codes: map[string]string{}}
	if class == Organisation {
		p.Sector = "IGO"
	}
	if old := b.polities[p.Code]; old != nil {
		b.fail(bl.head.pos, code, "the code stands already for %s", old.Name)
		return
	}
	b.polityFacts(p, bl)
	b.polityNames(p, bl)
	if p.Name == "" {
		b.fail(bl.head.pos, code, "has no name")
		return
	}
	b.polities[p.Code] = p
}

// polityFacts reads what is not a name.
func (b *loader) polityFacts(p *Polity, bl block) {
	for _, l := range bl.body {
		key, value, at := l.field()
		switch key {
		case "days":
			days, err := parseDays(value)
			if err != nil {
				b.fail(at, string(p.Code), "%v", err)
			}
			p.Days = days
		case "code":
			for _, c := range list(value) {
				scheme, id, _ := strings.Cut(c, " ")
				p.Codes[scheme] = strings.TrimSpace(id)
			}
		case "successor":
			p.Successor = entente.Code(value)
			b.needs(p.Successor, string(p.Code), at)
		case "of":
			p.Of = entente.Code(value)
			b.needs(p.Of, string(p.Code), at)
		case "sector":
			p.Sector = entente.Sector(value)
		case "kind":
			p.Kind = value
		case "leader":
			b.leader(p, value, at)
		case "member":
			p.Members = b.members(p, value, at)
		}
	}
}

// leader reads the days on which the head of government is the leader of the state.
func (b *loader) leader(p *Polity, value string, at Pos) {
	for _, s := range list(value) {
		n, err := parseName(s)
		switch {
		case err != nil:
			b.fail(at, string(p.Code), "%v", err)
		case n.text != "government":
			b.fail(at, string(p.Code), "a leader is written government [FROM..TO], not %q", s)
		}
		p.Led = append(p.Led, n.days)
	}
}

func (b *loader) members(p *Polity, value string, at Pos) []Member {
	var out []Member
	for _, m := range list(value) {
		code, span, dated := strings.Cut(m, " ")
		member := Member{Code: entente.Code(code)}
		b.needs(member.Code, string(p.Code), at)
		if dated {
			days, err := parseDays(strings.TrimSpace(span))
			if err != nil {
				b.fail(at, string(p.Code), "%v", err)
			}
			member.Days = days
		}
		out = append(out, member)
	}
	return out
}

// polityNames files the names; it runs after the facts, since a name without days
// of its own is good for the state's.
func (b *loader) polityNames(p *Polity, bl block) {
	forms := map[string]Form{"name": Proper, "adjective": Adjective, "people": People, "capital": Capital, "seat": Seat, "metonym": Seat, "not": Blocked}
	for _, l := range bl.body {
		key, value, at := l.field()
		form, isName := forms[key]
		if key == "seat" && p.Class == Organisation { // where it sits, a state's code
			p.Seat = entente.Code(value)
			b.needs(p.Seat, string(p.Code), at)
			continue
		}
		if !isName {
			b.knownField(key, at, string(p.Code))
			continue
		}
		e := Entry{Form: form, Class: p.Class, Code: p.Code, Sector: p.Sector, Days: p.Days}
		if key == "name" && p.Name == "" {
			if first := list(value); len(first) > 0 {
				n, _ := parseName(first[0])
				p.Name = n.text
			}
		}
		e.Name = p.Name
		if form == Blocked {
			e = Entry{Form: Blocked}
		}
		b.addNames(string(p.Code), value, at, e)
	}
}

func (b *loader) knownField(key string, at Pos, entry string) {
	known := []string{"days", "code", "successor", "sector", "kind", "leader", "member", "of", "name", "adjective", "people", "capital", "seat", "metonym", "not"}
	b.known(key, known, "field", at, entry)
}

// known reports a word that is none of those allowed, with near misses.
func (b *loader) known(word string, allowed []string, what string, at Pos, entry string) bool {
	for _, k := range allowed {
		if k == word {
			return true
		}
	}
	b.fail(at, entry, "unknown %s %q%s", what, word, Near(word, allowed))
	return false
}

// group reads "RUS BUS: Gazprom | Rosneft".
func (b *loader) group(bl block) {
	key, value, at := bl.head.field()
	code, sector, ok := strings.Cut(key, " ")
	if !ok || value == "" {
		b.fail(bl.head.pos, "", "a group is written CODE SECTOR: names")
		return
	}
	if code == "-" {
		code = ""
	}
	b.needs(entente.Code(code), key, bl.head.pos)
	for _, s := range list(value) {
		n, err := parseName(s)
		if err != nil {
			b.fail(at, key, "%v", err)
			continue
		}
		e := Entry{Form: Proper, Class: Group, Code: entente.Code(code), Sector: entente.Sector(strings.TrimSpace(sector)), Name: n.text}
		b.addNames(key, s, at, e)
	}
}

// agent reads "GOV foreign: foreign minister | foreign secretary".
func (b *loader) agent(bl block) {
	key, value, at := bl.head.field()
	sector, kind, _ := strings.Cut(key, " ")
	if value == "" {
		b.fail(at, key, "an agent is written SECTOR [office]: phrases")
		return
	}
	for _, s := range list(value) {
		s = strings.ToLower(s)
		e := Entry{Form: Role, Class: Agent, Sector: entente.Sector(sector), Office: strings.TrimSpace(kind), Name: s}
		for _, form := range plurals(s) {
			b.roles.add(form, e)
		}
	}
}

// plurals gives a phrase and its regular plural; "of" phrases turn at their first
// noun ("ministers of finance").
func plurals(s string) []string {
	head, tail, of := strings.Cut(s, " of ")
	if of {
		tail = " of " + tail
	}
	return []string{s, plural(head) + tail}
}

func plural(s string) string {
	switch {
	case strings.HasSuffix(s, "man"):
		return strings.TrimSuffix(s, "man") + "men"
	case strings.HasSuffix(s, "person"):
		return strings.TrimSuffix(s, "person") + "people"
	case strings.HasSuffix(s, "y") && !strings.HasSuffix(s, "ay") && !strings.HasSuffix(s, "ey") && !strings.HasSuffix(s, "oy"):
		return strings.TrimSuffix(s, "y") + "ies"
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "sh"):
		return s + "es"
	}
	return s + "s"
}

// place reads "CHE: Geneva | Zurich", "disputed UKR: Crimea", "sea: Black Sea".
func (b *loader) place(bl block) {
	key, value, at := bl.head.field()
	e := Entry{Form: Spot, Class: Place}
	switch first, rest, two := strings.Cut(key, " "); {
	case first == "sea", first == "region":
	case two && first == "disputed":
		e.Code, e.Disputed = entente.Code(rest), true
	case !two:
		e.Code = entente.Code(key)
	default:
		b.fail(bl.head.pos, "", "a place is written CODE: names, disputed CODE: names, sea: names or region: names")
		return
	}
	b.needs(e.Code, key, bl.head.pos)
	for _, s := range list(value) {
		n, err := parseName(s)
		if err == nil {
			e.Name = n.text
		}
		b.addNames(key, s, at, e)
	}
}
