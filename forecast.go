package entente

import (
	"slices"
	"strings"
)

// Reason is why a forecast says what it says: words, the cases counted, and the
// reports or events that show them. All lie before the forecast's origin.
type Reason struct {
	Text  string   `json:"text"`
	Hits  int      `json:"hits"`
	Cases int      `json:"cases"`
	Cites []string `json:"cites"`

	Role  string  `json:"role,omitempty"`  // base, for, against or prior; "" in an outlook
	Moves float64 `json:"moves,omitempty"` // by how much it moves the probability
	Group string  `json:"group,omitempty"` // what moves it: own, back, a class, pair, world
	Past  []Case  `json:"past,omitempty"`  // some of the cases, the latest first
}

// The roles of reasons.
const (
	RoleBase    = "base"    // how often it happens between the two
	RoleFor     = "for"     // what makes it likelier than usual
	RoleAgainst = "against" // what makes it less likely than usual
	RolePrior   = "prior"   // what happens between others, where the two are seldom told of
)

// Case is a day of the past on which the same held as now.
type Case struct {
	A        Code     `json:"a"`
	B        Code     `json:"b"`
	Day      Day      `json:"day"`      // as of which it held; what followed begins with it
	Followed bool     `json:"followed"` // whether what is asked about did follow within the horizon
	Cites    []string `json:"cites"`    // the last event that made it hold and the first that followed
}

// Forecast is the probability of at least one event of a quad class, or of some roots,
// between two actors, or from one to the other if Directed, in the Horizon days from
// Origin on.
type Forecast struct {
	A           Code     `json:"a"`
	B           Code     `json:"b"`
	Directed    bool     `json:"directed"`
	Quad        Quad     `json:"quad"`            // 0 where Roots say which events are meant, or any are
	Roots       []Root   `json:"roots,omitempty"` // at least one event of any of these
	Origin      Day      `json:"origin"`
	Horizon     int      `json:"horizon"` // days
	Probability float64  `json:"probability"`
	Low         float64  `json:"low"` // 90 % interval
	High        float64  `json:"high"`
	Word        string   `json:"word"` // ICD 203 term
	Method      string   `json:"method"`
	Reasons     []Reason `json:"reasons"`

	Counts *CountForecast `json:"counts,omitempty"` // how many events are to be expected
	Plain  *Baselines     `json:"plain,omitempty"`  // what plain methods say
	Fared  *Fared         `json:"fared,omitempty"`  // how such forecasts fared in the past; nil where they could not be tried
}

// Event says in words which events a forecast is about.
func (f *Forecast) Event() string { return EventKind{Quad: f.Quad, Roots: f.Roots}.String() }

// CountForecast is how many events are to be expected, with a 90 % interval.
type CountForecast struct {
	Expected float64 `json:"expected"`
	Low      int     `json:"low"`
	High     int     `json:"high"`
}

// Baselines are the probabilities that plain methods give: the share of past windows
// with such an event, and what followed windows like the last one.
type Baselines struct {
	Climatology float64 `json:"climatology"`
	Persistence float64 `json:"persistence"`
}

// Fared says how forecasts made in the same way fared on past origins.
type Fared struct {
	From        Day     `json:"from"` // first and last origin
	To          Day     `json:"to"`
	N           int     `json:"n"`
	Brier       float64 `json:"brier"`
	Climatology float64 `json:"brier_climatology"`
	Persistence float64 `json:"brier_persistence"`
}

// EventKind is a set of events: of a class, of some roots, or, empty, of any class.
type EventKind struct {
	Quad  Quad   `json:"quad,omitempty"`
	Roots []Root `json:"roots,omitempty"` // in order; Quad is 0 then
}

// Holds reports whether an event of that root and class belongs to the kind.
func (k EventKind) Holds(r Root, q Quad) bool {
	switch {
	case len(k.Roots) > 0:
		return slices.Contains(k.Roots, r)
	case k.Quad != 0:
		return k.Quad == q
	}
	return q >= VerbalCooperation && q <= MaterialConflict
}

// String names the kind: the class, the roots, or "any event".
func (k EventKind) String() string {
	switch {
	case len(k.Roots) > 0:
		names := make([]string, len(k.Roots))
		for i, r := range k.Roots {
			names[i] = string(r)
		}
		return strings.Join(names, " or ")
	case k.Quad != 0:
		return k.Quad.String()
	}
	return "any event"
}

// Deed is what a forecast knows of an event, or of some alike: who did a thing of that
// kind to whom, on which day, and since when that is known.
type Deed struct {
	Pair
	Mutual bool // each did it to the other
	Day    Day  // the first of its narrowest window
	Known  Day  // when the window had ended and the first report was in print
	Root   Root
	Quad   Quad
	Events int    // how many
	ID     string // of the event, where it is told by itself
}

// PairCount is how many events a store has of two actors, in either direction; A comes
// before B.
type PairCount struct {
	A      Code `json:"a"`
	B      Code `json:"b"`
	Events int  `json:"events"`
}
