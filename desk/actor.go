package desk

import (
	"strings"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/eventfile"
	"entente/lexicon"
)

// knownActor is who an actor was when it was last asked for. On another day it may be
// another: SUN after RUS.
type knownActor struct {
	*entente.Actor
	turns turning
}

// turning says for which days an answer holds, and on which state's days it hangs.
type turning struct {
	lexicon.Days
	state entente.Code // "" if on more than a state's
}

// fixed are the days of what hangs on no day.
var fixed = turning{}

// turned reports whether the answer, a code, may be another on a day; if not, it holds for
// that day too.
func (r *resolver) turned(t *turning, code entente.Code, day entente.Day) bool {
	if day.Known() && t.Has(day) {
		return false
	}
	if t.state == "" {
		return *t != fixed
	}
	now, days, _ := r.tools.Lexicon.OnDays(t.state, day)
	if now != code {
		return true
	}
	t.Days = days
	return false
}

// actorKey is an actor as a file writes it.
type actorKey struct{ code, number, name, sectors string }

// actor says who an actor was on the day of the row. What it gives is not changed.
func (r *resolver) actor(from *eventfile.Actor, row *eventfile.Row) *entente.Actor {
	k, ok := r.actors[actorKey{string(from.Code), string(from.Number), string(from.Name), string(from.Sectors)}]
	if ok && !r.turned(&k.turns, k.Code, row.Day) {
		return k.Actor
	}
	if !ok {
		k = &knownActor{}
		r.actors[actorKey{r.keep(from.Code), string(from.Number), r.keep(from.Name), string(from.Sectors)}] = k
	}
	k.Actor = new(entente.Actor)
	k.turns = r.resolveActor(k.Actor, from, row)
	return k.Actor
}

// resolveActor says who an actor was on the day of the row, and on what of it that hangs.
func (r *resolver) resolveActor(a *entente.Actor, from *eventfile.Actor, row *eventfile.Row) turning {
	*a = entente.Actor{Name: r.keep(from.Name), Raw: r.keep(from.Code)}
	today := turning{Days: lexicon.Days{From: row.Day, To: row.Day}}
	switch row.Scheme {
	case eventfile.CAMEO:
		return r.cameoActor(a, from, row.Day)
	case eventfile.Name:
		r.namedActor(a, from, row.Day)
	default:
		if len(from.Number) > 0 {
			a.Code, _ = r.state(eventfile.COW, string(from.Number), row.Day)
		}
		if a.Code == "" && len(from.Code) > 0 {
			a.Code, _ = r.state(row.Scheme, string(from.Code), row.Day)
		}
		if a.Code == "" && len(from.Code) == 0 && len(from.Name) > 0 && r.file.Format != eventfile.Custom {
			a.Code = r.organisation(string(from.Name), row.Day)
		}
	}
	if len(from.Sectors) > 0 {
		a.Sector = r.sector(from.Sectors)
	}
	if a.Sector == "" && strings.HasPrefix(string(a.Code), "IGO:") {
		a.Sector = "IGO"
	}
	return today
}

// cameoActor resolves a glued code. What was a state is looked up on the day.
func (r *resolver) cameoActor(a *entente.Actor, from *eventfile.Actor, day entente.Day) turning {
	if len(from.Code) == 0 {
		return fixed
	}
	g, ok := r.glued[string(from.Code)]
	if !ok {
		code := string(from.Code)
		g = unglue(code)
		r.glued[code] = g
	}
	turns := fixed
	a.Code, a.Sector = g.code, g.sector
	if g.state {
		turns.state = g.code
		a.Code, turns.Days, _ = r.tools.Lexicon.OnDays(g.code, day)
	}
	if len(from.Sectors) > 0 {
		a.Sector = r.sector(from.Sectors)
	}
	return turns
}

// unglue takes a CAMEO actor code apart, three letters at a time: a state or region
// comes first; of an organisation's the last group that our table knows says which it
// is (IGOUNOHLHWHO is the WHO); the first role is the sector. A code whose first letters are no state's and no role's
// is a faith, people or group that has no code here.
func unglue(code string) (g glued) {
	first, role := "", ""
	for i := 0; i+3 <= len(code); i += 3 {
		chunk := code[i : i+3]
		if i == 0 {
			first = chunk
			g.code, g.state = countryOf(chunk)
		}
		if org, ok := codebook.ActorCode("group", chunk); ok && i > 0 && international[first] {
			g.code, g.state = org, false
		}
		if s, ok := codebook.SectorOf(chunk); ok && role == "" && !(i == 0 && g.code != "") {
			role = string(s)
		}
	}
	if g.code == "" && international[first] && len(code) >= 6 && (first == "MNC" || first == "NGO") {
		g.code, g.state = countryOf(code[3:6])
	}
	if g.sector = entente.Sector(role); g.orgFound() {
		g.sector = entente.Sector(g.code[:3])
	}
	return g
}

// international are the first letters of what is no state's.
var international = map[string]bool{"IGO": true, "NGO": true, "NGM": true, "IMG": true, "MNC": true, "INT": true}

func (g *glued) orgFound() bool { return strings.Contains(string(g.code), ":") }

// countryOf gives our code of CAMEO's three letters for a state or region.
func countryOf(chunk string) (code entente.Code, state bool) {
	if c, ok := codebook.ActorCode("cameo", chunk); ok {
		return c, true
	}
	if _, role := codebook.SectorOf(chunk); role || international[chunk] || !codebook.ISO(chunk) {
		return "", false
	}
	return entente.Code(chunk), true
}

// state resolves a code of a scheme on a day; it is false where nobody has it.
func (r *resolver) state(scheme eventfile.Scheme, code string, day entente.Day) (entente.Code, bool) {
	key := dated{scheme, code, day}
	c, ok := r.dated[key]
	if !ok {
		c = r.lookUp(scheme, strings.TrimSpace(code), day)
		r.dated[key] = c
	}
	return c, c != ""
}

func (r *resolver) lookUp(scheme eventfile.Scheme, code string, day entente.Day) entente.Code {
	lex := r.tools.Lexicon
	switch scheme {
	case eventfile.COW, eventfile.GW:
		if c, ok := lex.Numbered(string(scheme), code, day); ok {
			return c
		}
		c, _ := codebook.ActorCode(string(scheme), code)
		return c
	case eventfile.ISO2:
		c, _ := lex.Numbered("iso2", strings.ToUpper(code), day)
		return c
	case eventfile.FIPS:
		if c, ok := codebook.ActorCode("fips", code); ok {
			return r.onDay(c, day)
		}
		return ""
	case eventfile.CAMEO:
		g := unglue(code)
		if g.state {
			return r.onDay(g.code, day)
		}
		return g.code
	case eventfile.Name:
		return r.named(code, day)
	}
	if c, ok := lex.OnDay(entente.Code(code), day); ok {
		return c
	}
	if codebook.ISO(code) {
		return entente.Code(code)
	}
	if strings.Contains(code, ";") { // several states are no one's act
		return ""
	}
	if len(code) > 3 && !strings.Contains(code, ":") { // a name where a code should be
		return r.named(code, day)
	}
	return ""
}

// onDay gives the state of a code on a day, remembering nothing: the dictionary
// answers at once.
func (r *resolver) onDay(code entente.Code, day entente.Day) entente.Code {
	c, _ := r.tools.Lexicon.OnDay(code, day)
	return c
}

// named resolves the name of a state, or a code where a name should be.
func (r *resolver) named(name string, day entente.Day) entente.Code {
	if codebook.ISO(name) {
		return r.onDay(entente.Code(name), day)
	}
	if c, ok := codebook.ActorCode("name", name); ok {
		return r.onDay(c, day)
	}
	return r.phrase(name, day).Code
}

// phrase resolves words as [coder.Resolve] does.
func (r *resolver) phrase(words string, day entente.Day) entente.Actor {
	key := dated{"", words, day}
	a, ok := r.phrases[key]
	if !ok {
		a = coder.Resolve(r.tools, words, day)
		r.phrases[key] = a
	}
	return a
}

// namedActor resolves an actor with a name and perhaps a country: the country's state
// unless it is an organisation of states.
func (r *resolver) namedActor(a *entente.Actor, from *eventfile.Actor, day entente.Day) {
	if a.Name == "" {
		a.Name = r.keep(from.Code)
	}
	if len(from.Code) > 0 {
		a.Code, _ = r.state(eventfile.Name, string(from.Code), day)
	}
	if len(from.Code) == 0 && len(from.Name) > 0 {
		a.Code = r.organisation(string(from.Name), day)
	}
}

// organisation resolves a name that comes without a country: organisations, and
// states by their own names. Persons and groups without a country are not guessed.
func (r *resolver) organisation(name string, day entente.Day) entente.Code {
	if found := r.phrase(name, day); found.Role == "" {
		return found.Code
	}
	return ""
}

// sector gives the first sector that a list of a format's words names.
func (r *resolver) sector(list []byte) entente.Sector {
	if s, ok := r.sectors[string(list)]; ok {
		return s
	}
	var found entente.Sector
	for _, word := range strings.FieldsFunc(string(list), func(c rune) bool { return c == ',' || c == ';' }) {
		word = strings.TrimSpace(word)
		s, ok := codebook.PloverSector(word)
		if !ok || r.file.Format == eventfile.Phoenix {
			s, ok = codebook.SectorOf(word)
		}
		if ok {
			found = s
			break
		}
	}
	r.sectors[string(list)] = found
	return found
}

// siteKey is a place as a file writes it.
type siteKey struct {
	name, country       string
	latitude, longitude float32
}

// knownSite is what a place was when it was last asked for.
type knownSite struct {
	*entente.Site
	turns turning
}

// site gives the row's place, whose country is that of the day. What it gives is not
// changed.
func (r *resolver) site(row *eventfile.Row) *entente.Site {
	k, ok := r.sites[siteKey{string(row.Place), string(row.Country), row.Latitude, row.Longitude}]
	if ok && !r.turned(&k.turns, k.Place.Country, row.Day) {
		return k.Site
	}
	name := ""
	if ok {
		name = k.Place.Name
	} else {
		name, k = string(row.Place), &knownSite{}
		r.sites[siteKey{name, r.keep(row.Country), row.Latitude, row.Longitude}] = k
	}
	var country entente.Code
	country, k.turns = r.country(row)
	k.Site = &entente.Site{Place: entente.Place{Name: name, Country: country}, Latitude: row.Latitude, Longitude: row.Longitude}
	return k.Site
}

// country gives the country of the row's place on its day.
func (r *resolver) country(row *eventfile.Row) (entente.Code, turning) {
	if len(row.Country) == 0 {
		return "", fixed
	}
	if row.PlaceScheme == eventfile.FIPS {
		state, ok := codebook.ActorCode("fips", string(row.Country))
		if !ok {
			return "", fixed
		}
		turns := turning{state: state}
		state, turns.Days, _ = r.tools.Lexicon.OnDays(state, row.Day)
		return state, turns
	}
	c, _ := r.state(row.PlaceScheme, string(row.Country), row.Day)
	return c, turning{Days: lexicon.Days{From: row.Day, To: row.Day}}
}
