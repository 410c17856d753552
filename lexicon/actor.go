package lexicon

import "entente"

// Form is the way in which a name stands for its actor.
type Form uint8

// The forms of a name.
const (
	Proper    Form = iota // Russia, NATO, Gazprom, Vladimir Putin
	Adjective             // Russian
	People                // Russians
	Capital               // Moscow
	Seat                  // the Kremlin
	Short                 // Putin
	Role                  // foreign minister
	Spot                  // Geneva, the Black Sea
	Blocked               // Washington Post: contains a name and is something else
)

// Class is the class of an actor.
type Class uint8

// The classes of actor.
const (
	State Class = iota
	Collective
	Organisation
	Group
	Human
	Agent
	Place
)

// Entry is one meaning of a name.
type Entry struct {
	Form     Form
	Class    Class
	Code     entente.Code
	Sector   entente.Sector
	Name     string // as shown: the state's name, the person's full name
	Days     Days   // when the name was good
	Office   string // of a role: state, government, foreign, defence, finance …
	Person   *Person
	Disputed bool // a place that more than one state claims
}

// Term is a span of days in which a person held an office.
type Term struct {
	Code   entente.Code
	Sector entente.Sector
	Office string
	Days   Days
	Sure   bool // to the day; else to the month
	Title  string
}

// Person is somebody who held office.
type Person struct {
	Name  string
	Terms []Term
}

// Term gives the person's term on a day: the one that covers it, else the nearest,
// and how many days off it is. Of two that cover the day the weightier office wins.
func (p *Person) Term(day entente.Day) (Term, int) {
	best, dist := p.Terms[0], -1
	for _, t := range p.Terms {
		d := t.Days.Distance(day)
		if !day.Known() && t.Days.To.Known() {
			d = int(daysOpen - t.Days.To)
		}
		if dist < 0 || d < dist || d == dist && weight(t.Office) > weight(best.Office) {
			best, dist = t, d
		}
	}
	return best, dist
}

// daysOpen is later than any term's end: without a date the latest term counts.
const daysOpen entente.Day = 800000

func weight(office string) int {
	switch office {
	case "state", "head":
		return 2
	case "government":
		return 1
	}
	return 0
}

// Polity is a state, collective or organisation.
type Polity struct {
	Code      entente.Code
	Name      string
	Class     Class
	Kind      string // of an organisation: alliance, union, forum …
	Sector    entente.Sector
	Days      Days
	Codes     map[string]string // iso2, cow, gw
	Successor entente.Code
	Seat      entente.Code
	Of        entente.Code // of an organisation: the body it is a part of
	Led       []Days       // when the head of government, not of state, leads
	Members   []Member
}

// Member is a state's membership of an organisation.
type Member struct {
	Code entente.Code
	Days Days
}
