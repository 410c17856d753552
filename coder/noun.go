package coder

import (
	"strings"

	"entente"
	"entente/lexicon"
)

// noun is a part of a phrase as it is read from left to right.
type noun struct {
	owner  *atom // the state, organisation, group or place it belongs to
	roles  []*atom
	human  *atom
	titled bool // Mr, Secretary: the name is a person's
	before int  // atoms before the person's name
	former bool // former president
	lesser bool // deputy, acting, somebody's wife: not the holder himself
	person bool // ends in capitalised words that no list holds
	master *atom
}

// read gives what one part of a phrase stands for.
func (t *reader) read(atoms []atom) finding {
	n := t.noun(atoms)
	if n.human != nil {
		if f, ok := t.readHuman(n, atoms); ok {
			return f
		}
	}
	if len(n.roles) > 0 {
		return t.readRole(n)
	}
	return t.readOwner(n)
}

// noun sorts the atoms of a part.
func (t *reader) noun(atoms []atom) noun {
	var n noun
	names := 0
	for i := range atoms {
		a := &atoms[i]
		switch {
		case t.isHuman(atoms, i):
			n.human, n.before = a, i
			n.titled = i > 0 && t.honorific(&atoms[i-1])
			names = 0
		case a.role():
			if n.human != nil { // the Biden administration
				n.master, n.human = n.human, nil
			}
			n.roles = append(n.roles, a)
			names = 0
		case a.owner():
			n.own(a, i+1 == len(atoms))
			names = 0
		case t.bodyWord(a) && len(n.roles) == 0 && n.human == nil:
			a.named, a.entry = true, lexicon.Entry{Form: lexicon.Role, Class: lexicon.Agent, Name: a.lower}
			n.roles = append(n.roles, a)
			names = 0
		default:
			n.word(a)
			if a.capital() {
				names++
			}
		}
	}
	n.person = names >= 2
	return n
}

// bodyWord reports whether a word that is no agent by itself takes what it is from
// the body it belongs to: the head, the founder, the staff of something.
func (t *reader) bodyWord(a *atom) bool {
	return a.plain() && t.tools.Lexicon.Cues.Has("of-body", strings.TrimSuffix(a.lower, "s"))
}

// own takes an owner. The first one counts ("Russia's Ukraine envoy"), but a body
// that closes the part says more than its state ("Pakistan's ISI"), which gives it its
// code ("Turkish Hezbollah").
func (n *noun) own(a *atom, last bool) {
	if n.owner == nil {
		n.owner = a
		return
	}
	first, e := n.owner.entry, a.entry
	switch {
	case e.Class == lexicon.Group && first.Class == lexicon.State && (last || e.Code == "" || e.Code == first.Code):
		b := *a
		b.entry.Code = first.Code
		n.owner = &b
	case e.Class == lexicon.Group && last && first.Class != lexicon.State:
		n.owner = a
	case last && len(n.roles) == 0 && (e.Class == lexicon.Organisation || e.Form == lexicon.Seat):
		n.owner = a
	case first.Class == lexicon.Place && first.Code == "", first.Class == lexicon.Collective && e.Class == lexicon.State:
		n.owner = a
	}
}

// word takes a word that is no name.
func (n *noun) word(a *atom) {
	switch a.lower {
	case "former", "ex", "onetime", "ousted", "deposed", "late", "exiled", "erstwhile", "past":
		n.former = len(n.roles) == 0 || n.former
	case "deputy", "vice", "assistant", "acting", "elect", "incoming", "designate", "junior", "hopeful", "candidate":
		n.lesser = true
	case "'s", "’s", "'", "’", "s":
		if len(n.roles) > 0 { // the president's son
			n.lesser = true
		}
	}
}

// isHuman reports whether atom i names a person: a full name, or a surname that
// nothing makes part of another name.
func (t *reader) isHuman(atoms []atom, i int) bool {
	a := &atoms[i]
	if len(a.people) == 0 {
		return false
	}
	if !a.named && a.people[0].Form == lexicon.Proper {
		return true
	}
	titled := i > 0 && (atoms[i-1].role() || t.honorific(&atoms[i-1]))
	if a.named {
		return titled || a.people[0].Form == lexicon.Proper && strings.Contains(a.text, " ")
	}
	if i > 0 && atoms[i-1].plain() && atoms[i-1].capital() && !titled && atoms[i-1].lower != "the" && !former(atoms[i-1].lower) {
		return false // Barbara Bush
	}
	if i+1 < len(atoms) && atoms[i+1].plain() && atoms[i+1].capital() {
		return false // Trump Organization
	}
	return true
}

func (t *reader) honorific(a *atom) bool { return t.tools.Lexicon.Cues.Has("title", a.lower) }

func former(w string) bool { return w == "former" || w == "ex" || w == "then" || w == "late" }

// readHuman gives the person, by the term that fits the words around the name.
func (t *reader) readHuman(n noun, atoms []atom) (finding, bool) {
	var code entente.Code
	if n.owner != nil {
		code = n.owner.entry.Code
	}
	p, ok := t.whom(n, code, words(atoms[:n.before]))
	if !ok {
		return finding{}, false
	}
	a := t.humanActor(p, n.human.text)
	if code != "" && a.Code != code {
		t.underCode(&a, p, code)
	}
	if _, off := p.Term(t.day); n.former && off > 0 && a.Sector == "GOV" {
		a.Sector = "ELI"
	}
	return finding{actor: a, human: true, lead: n.owner != nil}, true
}

// underCode gives a person the post for the state that the phrase names, where he
// or she ever had one: "former British prime minister Tony Blair" is Britain's.
func (t *reader) underCode(a *entente.Actor, p *lexicon.Person, code entente.Code) {
	q := lexicon.Person{Name: p.Name}
	for _, term := range p.Terms {
		if term.Code == code {
			q.Terms = append(q.Terms, term)
		}
	}
	if len(q.Terms) > 0 {
		*a = t.humanActor(&q, a.Raw)
	}
}

// whom picks the person that a name stands for: by the state or organisation named
// beside it, by the title, by the time.
func (t *reader) whom(n noun, code entente.Code, title string) (*lexicon.Person, bool) {
	var best *lexicon.Person
	bestScore := 0
	for _, e := range n.human.people {
		if s := t.fits(n, e, code, title); s > bestScore {
			best, bestScore = e.Person, s
		}
	}
	return best, best != nil
}

// fits scores a person as the bearer of a name, 0 if it cannot be meant.
func (t *reader) fits(n noun, e lexicon.Entry, code entente.Code, title string) int {
	if !e.Days.Has(t.day) && t.day.Known() {
		return 0
	}
	score, ofCode, held := 1000, false, false
	for _, term := range e.Person.Terms {
		ofCode = ofCode || term.Code == code
		if term.Days.From <= t.day || !t.day.Known() {
			held = held || lexicon.Fit(term.Title, title) > 0 || len(n.roles) > 0 && n.roles[0].entry.Office == term.Office
		}
	}
	_, off := e.Person.Term(t.day)
	short := e.Form == lexicon.Short
	switch {
	case code != "" && ofCode:
		score += 2000
	case code != "" && short:
		return 0
	}
	switch {
	case held:
		score += 1000
	case short && code == "" && len(n.roles) == 0 && !n.titled && (off > shortFormDays || t.tools.Lexicon.Cues.Has("common-name", lowerASCII(n.human.text))):
		return 0
	case short && code == "" && off > 10*shortFormDays:
		return 0
	}
	return score - min(900, off/30)
}

// readRole gives an agent: its sector from the last role, or where that one speaks
// for a body, from the body.
func (t *reader) readRole(n noun) finding {
	head := n.roles[len(n.roles)-1]
	f := finding{role: head, generic: t.generic(head)}
	f.actor.Sector, f.actor.Role = head.entry.Sector, head.entry.Name
	for i := len(n.roles) - 2; i >= 0 && f.generic; i-- {
		f.generic = t.generic(n.roles[i])
		f.actor.Sector = n.roles[i].entry.Sector
	}
	f.single = head.lower == head.entry.Name && len(n.roles) == 1 && !n.former && !n.lesser
	if n.former && f.actor.Sector == "GOV" {
		f.actor.Sector = "ELI"
	}
	switch {
	case n.owner != nil:
		t.owned(&f, n.owner.entry)
	case n.master != nil:
		n.human = n.master
		if p, ok := t.whom(n, "", ""); ok {
			f.actor.Code = t.humanActor(p, "").Code
			f.actor.Name = t.tools.Lexicon.NameOf(f.actor.Code)
		}
	}
	return f
}

// generic reports whether a role takes the sector of the body it belongs to.
func (t *reader) generic(a *atom) bool {
	w := a.entry.Name
	return t.tools.Lexicon.Cues.Has("of-body", w[strings.LastIndexByte(w, ' ')+1:]) && (a.entry.Sector == "GOV" || a.entry.Sector == "" || !strings.Contains(w, " ") || a.entry.Sector == "IGO")
}

// owned gives a role its owner.
func (t *reader) owned(f *finding, e lexicon.Entry) {
	a := &f.actor
	a.Code, a.Name = e.Code, t.entryName(e)
	switch {
	case e.Class == lexicon.Group:
		a.Sector = ofGroup(a.Sector, e.Sector, f.generic)
	case e.Form == lexicon.Seat && f.generic:
		a.Sector = e.Sector
	default:
		a.Sector = within(e.Code, a.Sector, e.Sector)
	}
	if f.single {
		kind := f.role.entry.Office
		if partial(e) { // the Chechen leader is not Russia's
			kind = ""
		}
		t.incumbent(a, kind)
	}
}

func partial(e lexicon.Entry) bool {
	return e.Class == lexicon.Group || e.Class == lexicon.Place
}

// ofGroup gives the sector of a group's agent: its own, but a party's member of
// parliament sits in parliament, and a company's workers are workers.
func ofGroup(role, own entente.Sector, generic bool) entente.Sector {
	if own == "CVL" && role != "" { // Tibetan monks
		return role
	}
	switch role {
	case "GOV":
		if !generic && own != "BUS" {
			return role
		}
	case "LEG", "JUD", "COP", "MED", "EDU", "JRN", "LAB":
		return role
	}
	return own
}

// readOwner gives a state, organisation, group or place by itself.
func (t *reader) readOwner(n noun) finding {
	if n.owner == nil {
		return finding{}
	}
	e := n.owner.entry
	f := finding{bare: true}
	f.actor = entente.Actor{Code: e.Code, Sector: e.Sector, Name: t.entryName(e), Raw: n.owner.lower}
	f.part = partial(e)
	f.adjective = n.owner.adjective
	if n.person && (e.Form == lexicon.Adjective || e.Form == lexicon.People) {
		f.actor.Sector, f.bare = "CVL", false
	}
	return f
}
