package coder

import (
	"slices"
	"strings"

	"entente"
	"entente/lexicon"
)

// telling is what a story has told so far: who is "he", which two are "both
// sides", when the summit was. It lives as long as the story is being coded.
type telling struct {
	tools Tools
	story *entente.Story
	day   entente.Day // of publication
	known map[*lexicon.Person]bool

	people        []filler  // persons spoken of, the likeliest meaning of "he" first
	bodies        []filler  // states and organisations spoken of, the likeliest "it" first
	organisations []filler  // the last spoken of first
	pair          []filler  // the two that last did something together or to each other
	persons       []filler  // the same, of persons: "the two leaders"
	many          []filler  // whom the plural subject of the last sentence names: "EU ministers … They …"
	document      []filler  // whose document was last spoken of
	acts          []anchor  // dated acts, for "the summit" and "two days later"
	drafts        []draft   // reports found so far
	block         [][]party // parties of the present and the previous block
}

// anchor is a dated act to which later words may lean.
type anchor struct {
	source, target entente.Code
	root           entente.Root
	lemma          string
	window         entente.Window
	happened       bool
	past           bool // it is background
	penal          bool
	sentence       int
	sources        []filler
	targets        []filler
}

// named notes that the story has named a person in full.
func (t *telling) named(p *lexicon.Person) {
	if p != nil {
		t.known[p] = true
	}
}

// Days after which a surname no longer means a former holder of office, and
// after which a former holder no longer speaks for the state's government.
const (
	shortFormDays = 2 * 365
	formerDays    = 180
)

// choose picks the meaning of a name on the story's day.
// Titled says that a title such as "President" stands before it.
func (t *telling) choose(entries []lexicon.Entry, text string, titled bool) (lexicon.Entry, bool) {
	best, bestRank := lexicon.Entry{}, -1
	for _, e := range entries {
		if e.Form == lexicon.Blocked {
			return e, true
		}
		rank := t.rank(e, text, titled)
		if rank > bestRank {
			best, bestRank = e, rank
		}
	}
	if bestRank >= 0 && best.Form == lexicon.Capital && !best.Days.Has(t.day) {
		best.Form, best.Class = lexicon.Spot, lexicon.Place
	}
	return best, bestRank >= 0
}

// rank orders the meanings of a name; below 0 it is not meant.
func (t *telling) rank(e lexicon.Entry, text string, titled bool) int {
	rank := 100 - 10*int(e.Class)
	if e.Class == lexicon.Organisation && e.Form == lexicon.Seat {
		rank = 105 // Brussels is the Union before it is Belgium
	}
	if e.Form == lexicon.Short {
		return t.rankShort(e, text, titled, rank)
	}
	if e.Person != nil {
		_, off := e.Person.Term(t.day)
		return rank + 50 - min(49, off/365)
	}
	if !e.Days.Has(t.day) {
		rank -= 70
		if e.Class == lexicon.Group {
			return -1
		}
	}
	return max(rank, 0)
}

// rankShort ranks a surname that stands alone: it names the holder of an office at
// the time, or somebody whom the story has named in full.
func (t *telling) rankShort(e lexicon.Entry, text string, titled bool, rank int) int {
	if t.known[e.Person] {
		return rank + 60
	}
	_, off := e.Person.Term(t.day)
	if off > shortFormDays || !titled && t.tools.Lexicon.Cues.Has("common-name", lowerASCII(text)) {
		return -1
	}
	return rank + 40 - min(39, off/20)
}

// humanActor gives the actor a person is on the story's day.
func (t *telling) humanActor(p *lexicon.Person, raw string) entente.Actor {
	term, off := p.Term(t.day)
	a := entente.Actor{Code: term.Code, Sector: term.Sector, Name: p.Name, Role: term.Title, Raw: raw}
	if off > formerDays && term.Days.To.Known() && t.day > term.Days.To {
		a.Sector, a.Role = "ELI", "former "+term.Title
	}
	return a
}

// remember notes whom a sentence has spoken of, once its events are coded: its
// subject first, then the others in order, then those of earlier sentences.
func (t *telling) remember(s *sentence) {
	var people, bodies []filler
	for i := range s.parties {
		p := &s.parties[i]
		if p.use != full || p.actor.Code == "" {
			continue
		}
		h := s.head(p)
		f := *understood(s.fill(p, h), s.index)
		list := &bodies
		if strings.HasPrefix(string(f.actor.Code), "IGO:") {
			g := f
			if p.class == lexicon.Human || p.person != nil { // its head speaks, but the alliance is meant
				g.actor = entente.Actor{Code: f.actor.Code, Name: t.tools.Lexicon.NameOf(f.actor.Code), Raw: f.actor.Raw}
			}
			g.class = lexicon.Organisation
			t.organisations = slices.DeleteFunc(t.organisations, func(g filler) bool { return g.actor.Code == f.actor.Code })
			t.organisations = slices.Insert(t.organisations, 0, g)
			t.organisations = t.organisations[:min(len(t.organisations), mostOrganisations)]
		}
		if p.class == lexicon.Human || p.person != nil {
			list = &people
		}
		if s.rel(h) == "nsubj" {
			f.subject = true
			*list = append([]filler{f}, *list...)
		} else {
			*list = append(*list, f)
		}
	}
	t.twoSpokenOf(s)
	t.manySpokenOf(s)
	t.people = recent(people, t.people)
	t.bodies = recent(bodies, t.bodies)
}

// mostOrganisations is how many are remembered for "the alliance".
const mostOrganisations = 8

// manySpokenOf notes whom the plural subject of a sentence stands for; "they" in that
// place goes on with the same.
func (t *telling) manySpokenOf(s *sentence) {
	for i := range s.Tokens {
		if s.Tokens[i].Head >= 0 {
			continue
		}
		n := s.child(i, "nsubj")
		if n < 0 || s.Tokens[n].XPOS != "NNS" && s.lower[n] != "they" {
			return
		}
		var many []filler
		for _, f := range knownActors(s.actorsAt(n)) {
			many = append(many, *understood(f, s.index))
		}
		if len(many) > 0 {
			t.many = many
		}
		return
	}
}

// twoSpokenOf takes the only two states that a sentence names as the pair of which
// the next may speak, unless one has just acted on another.
func (t *telling) twoSpokenOf(s *sentence) {
	if len(t.drafts) > 0 && t.drafts[len(t.drafts)-1].sentence == s.index {
		return
	}
	var two []filler
	for i := range s.parties {
		p := &s.parties[i]
		if p.use == place || p.use == roleOnly || p.actor.Code == "" || hasCode(two, p.actor.Code) {
			continue
		}
		two = append(two, *understood(s.fill(p, p.last), s.index))
	}
	row := slices.ContainsFunc(s.lists, func(k int) bool { return k >= 0 })
	if len(two) == 2 && (row || len(t.pair) == 0) {
		t.pair = two
	}
}

// recent puts the new before the old and keeps one of each actor, four in all.
func recent(now, before []filler) []filler {
	var out []filler
	for _, f := range append(now, before...) {
		if len(out) < 4 && !slices.ContainsFunc(out, func(g filler) bool { return g.actor.Name == f.actor.Name }) {
			out = append(out, f)
		}
	}
	return out
}

// understood gives a filler without its words, for use in a later sentence.
func understood(f filler, sentence int) *filler {
	f.span, f.weak, f.sentence, f.party, f.token = nil, true, sentence, -1, -1
	return &f
}

// paired notes that these actors did something together or to one another.
func (t *telling) paired(sources, targets []filler, sentence int) {
	var pair []filler
	for _, f := range append(append([]filler(nil), sources...), targets...) {
		if f.actor.Code == "" || hasCode(pair, f.actor.Code) {
			continue
		}
		pair = append(pair, *understood(f, sentence))
	}
	if len(pair) < 2 {
		return
	}
	t.pair = pair
	if !slices.ContainsFunc(pair[:2], func(f filler) bool { return f.class != lexicon.Human && f.actor.Role == "" }) {
		t.persons = pair
	}
}

// twoPersons gives the two persons spoken of, else the two spoken of.
func (t *telling) twoPersons() []filler {
	if len(t.persons) >= 2 {
		return t.persons[:2]
	}
	return t.pair[:min(2, len(t.pair))]
}

func hasCode(fs []filler, code entente.Code) bool {
	for _, f := range fs {
		if f.actor.Code == code {
			return true
		}
	}
	return false
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
