package coder

import (
	"strings"

	"entente"
	"entente/lexicon"
)

// use says what a party may stand for in a sentence.
type use uint8

const (
	full     use = iota // an actor by itself
	modifier            // "Russian", "Ukraine" in "Ukraine crisis": lends itself to its noun
	place               // where something happens
	roleOnly            // "foreign ministry" without a state
)

// party is an actor as it stands in a sentence.
type party struct {
	actor      entente.Actor
	class      lexicon.Class
	use        use
	first      int // tokens
	last       int
	start, end int // bytes in the block's text
	capital    bool
	disputed   bool
	office     string
	plural     bool
	person     *lexicon.Person
	owner      int             // the party that owns this one, -1 for none
	also       []entente.Actor // of "the Chinese and Russian ministers": the other
}

// parties finds the names of a sentence and assembles them: a state with its agent
// and the agent's name are one party ("Russian Foreign Minister Sergey Lavrov").
func (s *sentence) findParties(t *telling, mentions []lexicon.Mention) {
	s.mentions = mentions
	for _, m := range mentions {
		if p, ok := s.single(t, m); ok {
			s.parties = append(s.parties, p)
		}
	}
	s.assemble(t)
	s.place()
	s.findLists()
}

// place notes which party covers each token.
func (s *sentence) place() {
	for i := range s.at {
		s.at[i] = -1
	}
	for i, p := range s.parties {
		for t := p.first; t <= p.last; t++ {
			s.at[t] = i
		}
	}
}

// tokens gives the first and last token that a span of bytes touches, -1 if none.
func (s *sentence) tokens(start, end int) (first, last int) {
	first, last = -1, -1
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Start < end && start < t.End {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// single turns one mention into a party.
func (s *sentence) single(t *telling, m lexicon.Mention) (party, bool) {
	first, last := s.tokens(m.Start, m.End)
	if first < 0 {
		return party{}, false
	}
	p := party{first: first, last: last, start: m.Start, end: m.End, owner: -1}
	e, ok := t.choose(m.Entries, s.text[m.Start:m.End], t.tools.Lexicon.Cues.Has("title", s.w(first-1)))
	if !ok || e.Form == lexicon.Blocked || s.affixed(t, m) {
		return p, false
	}
	if e.Person != nil && s.goesOn(e, first, last) || e.Form == lexicon.Short && s.otherPerson(t, e, first) || s.product(t, e, last) {
		return p, false
	}
	p.class, p.office, p.person = e.Class, e.Office, e.Person
	p.actor = entente.Actor{Code: e.Code, Sector: e.Sector, Name: e.Name, Raw: s.text[m.Start:m.End]}
	switch e.Form {
	case lexicon.Adjective:
		p.use = modifier
	case lexicon.Spot:
		p.use, p.disputed = place, e.Disputed
	case lexicon.Role:
		p.use = roleOnly
		p.plural = s.Tokens[last].XPOS == "NNS"
	case lexicon.Capital:
		p.capital = true
		if s.Tokens[last].Rel == "compound" && wordBefore(s.text, m.Start) == "" && wordAfter(s.text, m.End) == "" {
			p.use = place // "the Moscow talks"
		}
	case lexicon.People:
		if s.Tokens[last].UPOS == "ADJ" && s.Tokens[last].Rel == "amod" {
			p.use = modifier
		}
		p.plural = true
	}
	if p.class == lexicon.Human {
		p.actor = t.humanActor(e.Person, p.actor.Raw)
		t.named(e.Person)
	}
	if p.use == full && s.looksPersonal(t, p) {
		return p, false
	}
	return p, true
}

// goesOn reports whether a name goes on with words that are not its bearer's: "Kim
// Darroch", "Abu Ala al-Afri".
func (s *sentence) goesOn(e lexicon.Entry, first, last int) bool {
	i := last + 1
	return i < len(s.Tokens) && s.Tokens[i].Rel == "flat" && s.Tokens[i].Head == first && s.mentionAt(i) < 0 && !strings.Contains(e.Person.Name, s.Tokens[i].Text)
}

// product reports whether a firm's name only says who made a thing: "a Boeing jet",
// "hit by a Mitsubishi".
func (s *sentence) product(t *telling, e lexicon.Entry, last int) bool {
	if e.Sector != "BUS" {
		return false
	}
	if h := s.Tokens[last].Head; h > last && s.Tokens[last].Rel == "compound" && t.tools.Lexicon.Cues.Has("product", s.Tokens[h].Lemma) {
		return true
	}
	return s.anyChild(last, func(w string) bool { return w == "a" || w == "an" }, "det")
}

// otherPerson reports whether a surname that names a holder of office stands here
// with another forename: "Yuri Borisov".
func (s *sentence) otherPerson(t *telling, e lexicon.Entry, first int) bool {
	i := first - 1
	if i < 0 || s.Tokens[i].UPOS != "PROPN" || len(s.Tokens[i].Text) < 3 || s.mentionAt(i) >= 0 || s.Tokens[i].End+1 != s.Tokens[first].Start {
		return false
	}
	word := s.Tokens[i]
	joined := word.Rel == "flat" || s.Tokens[first].Rel == "flat" && s.Tokens[first].Head == i
	return joined && !t.tools.Lexicon.Cues.Has("title", s.lower[i]) && !strings.Contains(e.Person.Name, word.Text[:3])
}

// affixed reports whether the name is only part of a word that means something
// else: "pro-Russian", "Kremlin-backed".
func (s *sentence) affixed(t *telling, m lexicon.Mention) bool {
	cues := t.tools.Lexicon.Cues
	if m.End < len(s.text) && s.text[m.End] == '$' { // US$20
		return true
	}
	before := strings.ToLower(wordBefore(s.text, m.Start))
	after := strings.ToLower(wordAfter(s.text, m.End))
	return before != "" && cues.Has("before-name", before) || after != "" && cues.Has("after-name", after)
}

// wordBefore gives the word joined to position i by a hyphen, "" if none.
func wordBefore(text string, i int) string {
	if i == 0 || text[i-1] != '-' {
		return ""
	}
	j := i - 1
	for j > 0 && isLetter(text[j-1]) {
		j--
	}
	return text[j : i-1]
}

// wordAfter gives the word joined after position i by a hyphen, "" if none.
func wordAfter(text string, i int) string {
	if i >= len(text) || text[i] != '-' {
		return ""
	}
	j := i + 1
	for j < len(text) && isLetter(text[j]) {
		j++
	}
	return text[i+1 : j]
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

// looksPersonal reports whether a state's or a city's name is part of a personal
// name that the lexicon does not hold: "Jordan Pickford", "Paris Hilton".
func (s *sentence) looksPersonal(t *telling, p party) bool {
	if p.class != lexicon.State && p.class != lexicon.Place || p.first != p.last {
		return false
	}
	if i := p.first - 1; i >= 0 && s.Tokens[i].UPOS == "PROPN" && t.tools.Lexicon.Cues.Has("first-name", s.lower[i]) {
		return true
	}
	i := p.last + 1
	if i >= len(s.Tokens) || s.Tokens[i].UPOS != "PROPN" || s.Tokens[i].Rel != "flat" || s.Tokens[i].Head != p.first {
		return false
	}
	next := s.mentionAt(i)
	return next < 0
}

func (s *sentence) mentionAt(i int) int {
	for k, p := range s.parties {
		if p.first <= i && i <= p.last {
			return k
		}
	}
	return -1
}

// assemble joins neighbours into one party, from left to right, until nothing
// more joins. A mission acts for the body that sends it, but who heads it is asked
// of the mission: so that comes last.
func (s *sentence) assemble(t *telling) {
	for i := 0; i+1 < len(s.parties); {
		a, b := s.parties[i], s.parties[i+1]
		joined, ok := s.join(t, a, b)
		if !ok {
			i++
			continue
		}
		s.parties[i] = joined
		s.parties = append(s.parties[:i+1], s.parties[i+2:]...)
		if i > 0 {
			i--
		}
	}
	for i := range s.parties {
		s.complete(t, &s.parties[i])
		for j := i - 1; j >= 0 && s.share(&s.parties[j], &s.parties[j+1], &s.parties[i]); j-- {
		}
	}
	for i := range s.parties {
		p := &s.parties[i]
		p.actor.Code = t.tools.Lexicon.Whole(p.actor.Code)
		for j := range p.also {
			p.also[j].Code = t.tools.Lexicon.Whole(p.also[j].Code)
		}
	}
}

// share gives a plural role to each of the states before it: "the Chinese and
// Russian foreign ministers", "China, Russia foreign ministers".
func (s *sentence) share(a, next, b *party) bool {
	if !b.plural || b.class != lexicon.Agent || b.use != full || !canOwn(*a) || a.use == place {
		return false
	}
	for _, i := range s.gap(a.last+1, next.first) {
		if w := s.lower[i]; w != "and" && w != "," && w != "-" && w != "–" {
			return false
		}
	}
	other := b.actor
	other.Code, other.Name = a.actor.Code, a.actor.Name
	b.also = append(b.also, other)
	return true
}

// join makes one party of two neighbours, where they are one actor.
func (s *sentence) join(t *telling, a, b party) (party, bool) {
	gap := s.gap(a.last+1, b.first)
	switch {
	case ownsRole(a, b) && s.nounGap(gap): // Russian foreign minister, Russia's Pacific Fleet, NATO chief
		return s.merge(a, b, agentOf(a, b)), true
	case b.class == lexicon.Human && a.use == roleOnly && (len(gap) == 0 || s.onlyComma(gap)): // President Putin
		return s.merge(a, b, withRole(b.actor, a)), true
	case b.class == lexicon.Human && a.class == lexicon.Agent && s.sameState(a, b) && len(gap) == 0: // US President Joe Biden
		return s.merge(a, b, withRole(b.actor, a)), true
	case a.use == roleOnly && ofGap(s, gap) && canOwn(b): // president of Ukraine; the ministers of Russia and China stay apart
		if a.plural && s.has(s.head(&b), "conj") {
			return a, false
		}
		return s.merge(a, b, agentOf(b, a)), true
	case a.use == roleOnly && b.use == roleOnly && len(gap) == 0: // deputy foreign minister; ministry spokesman
		return s.merge(a, b, b.actor), true
	case a.class == lexicon.Agent && b.use == roleOnly && len(gap) == 0: // Russian foreign ministry spokesman
		m := s.merge(a, b, a.actor)
		m.office = b.office
		return m, true
	case a.class == lexicon.Human && b.class == lexicon.Agent && s.sameState(a, b) && s.onlyComma(gap): // Lavrov, the Russian foreign minister
		return s.merge(a, b, withRole(a.actor, b)), true
	}
	return a, false
}

// ownsRole reports whether a is a state or organisation that b, a role, belongs to.
func ownsRole(a, b party) bool {
	return b.use == roleOnly && canOwn(a)
}

func canOwn(a party) bool {
	switch a.class {
	case lexicon.State, lexicon.Organisation, lexicon.Collective, lexicon.Group:
		return true
	}
	return false
}

// agentOf gives the actor that role is within owner.
func agentOf(owner, role party) entente.Actor {
	out := owner.actor
	out.Role = role.actor.Name
	if role.actor.Sector != "" {
		out.Sector = role.actor.Sector
	}
	return out
}

func withRole(person entente.Actor, role party) entente.Actor {
	if role.actor.Role != "" {
		person.Role = role.actor.Role
	} else if role.use == roleOnly {
		person.Role = role.actor.Name
	}
	return person
}

func (s *sentence) sameState(a, b party) bool {
	return a.actor.Code == b.actor.Code || a.actor.Code == ""
}

// merge joins the spans of a and b under one actor.
func (s *sentence) merge(a, b party, actor entente.Actor) party {
	out := b
	out.first, out.last = min(a.first, b.first), max(a.last, b.last)
	out.start, out.end = min(a.start, b.start), max(a.end, b.end)
	actor.Raw = s.text[out.start:out.end]
	out.actor, out.use = actor, full
	if a.class == lexicon.Human {
		out.class, out.person = a.class, a.person
	} else if b.class != lexicon.Human {
		out.class = lexicon.Agent
	}
	if out.office == "" {
		out.office = a.office
	}
	out.plural = a.plural && a.use == roleOnly || b.plural
	out.capital = false
	return out
}

// gap gives the tokens between two positions.
func (s *sentence) gap(from, to int) []int {
	if to <= from {
		return nil
	}
	out := make([]int, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// nounGap reports whether only what may stand inside one noun phrase lies between:
// a possessive, adjectives, nouns, numbers, at most four of them.
func (s *sentence) nounGap(gap []int) bool {
	if len(gap) > 4 {
		return false
	}
	for _, i := range gap {
		switch s.Tokens[i].UPOS {
		case "PART", "ADJ", "NOUN", "PROPN", "NUM", "ADV":
			if s.lower[i] == "not" || s.lower[i] == "to" {
				return false
			}
		case "VERB":
			if s.Tokens[i].Rel != "amod" {
				return false
			}
		case "PUNCT":
			if s.lower[i] != "-" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (s *sentence) onlyComma(gap []int) bool {
	for _, i := range gap {
		if s.lower[i] != "," && s.Tokens[i].UPOS != "DET" {
			return false
		}
	}
	return len(gap) > 0
}

// ofGap reports whether "of" or "of the" lies between.
func ofGap(s *sentence, gap []int) bool {
	return len(gap) >= 1 && len(gap) <= 2 && s.lower[gap[0]] == "of" && (len(gap) == 1 || s.Tokens[gap[1]].UPOS == "DET")
}

// complete settles what assembling left open: an office gives the name of its
// holder, a state's name before a noun is a modifier of it.
func (s *sentence) complete(t *telling, p *party) {
	if p.class == lexicon.Agent && p.use == full && p.office != "" && !p.plural && p.person == nil {
		if holder, term := t.tools.Lexicon.Titled(p.actor.Code, p.office, p.actor.Raw, t.day); holder != nil && !s.former(p) {
			p.actor.Name, p.person = holder.Name, holder
			if p.actor.Role == "" {
				p.actor.Role = term.Title
			}
		}
	}
	if p.class == lexicon.Agent && p.use == full && p.person == nil {
		p.actor.Name = t.tools.Lexicon.NameOf(p.actor.Code)
	}
}

// former reports whether the role is a past one ("former president").
func (s *sentence) former(p *party) bool {
	for i := max(0, p.first-2); i <= p.last; i++ {
		switch s.lower[i] {
		case "former", "ex", "then", "late", "onetime", "deputy", "acting", "vice":
			return true
		}
	}
	return false
}

// head gives the token of a party on which its phrase hangs.
func (s *sentence) head(p *party) int {
	for i := p.last; i >= p.first; i-- {
		h := s.Tokens[i].Head
		if h < p.first || h > p.last {
			return i
		}
	}
	return p.last
}
