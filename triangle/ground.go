package triangle

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

// Clash is how much conflict two actors had on the territory of one state.
type Clash struct {
	Land     entente.Code // "" where the place is not told
	Events   int
	Material int      // of them, material conflict
	Cites    []string // ids, heaviest first
}

// landsShown is the number of territories that are told.
const landsShown = 8

// Where says how two actors' conflict is concentrated on territory that is neither's. A
// territory is a flashpoint if most of what is told there is material conflict, a buffer
// if most is words, each with probability .95, and if more of the pair's conflict lies there
// than if it lay evenly on all the others told of; else it is contested. Shares are of
// events, with intervals by Jeffreys' prior; places that are not told are left out, which
// is most of them.
func Where(a, b entente.Code, clashes []Clash) entente.Grounds {
	if b < a {
		a, b = b, a
	}
	g := entente.Grounds{A: a, B: b, Lands: []entente.Ground{}}
	own, others := 0, []Clash{}
	for _, c := range clashes {
		g.Events += c.Events
		switch c.Land {
		case "":
			continue
		case a, b:
			own += c.Events
		default:
			others = append(others, c)
		}
		g.Placed += c.Events
	}
	if g.Placed == 0 {
		g.Why = fmt.Sprintf("of %d events of conflict none is told with a place", g.Events)
		return g
	}
	g.Own = coin(own, g.Placed)
	slices.SortFunc(others, func(x, y Clash) int { return cmp.Or(y.Events-x.Events, cmp.Compare(x.Land, y.Land)) })
	elsewhere := g.Placed - own
	for _, c := range others[:min(len(others), landsShown)] {
		l := entente.Ground{Code: c.Land, Events: c.Events, Share: *coin(c.Events, g.Placed), Material: *coin(c.Material, c.Events), Cites: c.Cites}
		l.Role = landRole(c, elsewhere, len(others))
		g.Lands = append(g.Lands, l)
	}
	return g
}

// coin is the share k of n with its 90 % interval (Jeffreys).
func coin(k, n int) *entente.Estimate {
	a, b := float64(k)+.5, float64(n-k)+.5
	return &entente.Estimate{Value: float64(k) / float64(n), Low: mathext.InvRegIncBeta(a, b, .05), High: 1 - mathext.InvRegIncBeta(b, a, .05)}
}

// landLeast is the number of events from which a territory is given a role.
const landLeast = 5

// landRole names what a territory is between two actors, by conflict elsewhere than on
// their own and the number of territories it lies on.
func landRole(c Clash, elsewhere, lands int) string {
	even := 1 / math.Max(2, float64(lands))
	material := coin(c.Material, c.Events)
	switch {
	case c.Events < landLeast || coin(c.Events, elsewhere).Low <= even && lands > 1:
		return ""
	case material.Low > .5:
		return "flashpoint"
	case material.High < .5:
		return "buffer"
	}
	return "contested"
}

// Clashes sorts the conflict between two actors by whose territory it is told of: reports,
// of which an event counts once, and what a store counted beside them.
func Clashes(a, b entente.Code, reports []entente.Report, counted []entente.Land) []Clash {
	by := map[entente.Code]*Clash{}
	for _, l := range counted {
		if l.Source == a && l.Target == b || l.Source == b && l.Target == a {
			clash(by, l.Land).add(l.Events, l.Quad, l.Cite)
		}
	}
	seen := map[string]bool{}
	order := slices.Clone(reports)
	slices.SortStableFunc(order, func(x, y entente.Report) int {
		return cmp.Or(cmp.Compare(x.Intensity*x.Status.Weight(), y.Intensity*y.Status.Weight()), cmp.Compare(placed(y), placed(x)), cmp.Compare(x.Report, y.Report))
	})
	for i := range order {
		r := &order[i]
		s, t := r.Source.Code, r.Target.Code
		key := cmp.Or(r.ID, r.Report)
		if (s != a || t != b) && (s != b || t != a) || r.Intensity >= 0 || r.Status.Weight() == 0 || seen[key] || r.Stream != "" && !r.Stream.Counts() {
			continue
		}
		seen[key] = true
		land := entente.Code("")
		if r.Place != nil {
			land = r.Place.Country
		}
		clash(by, land).add(1, r.Quad, r.Report)
	}
	var out []Clash
	for _, c := range by {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(x, y Clash) int { return cmp.Compare(x.Land, y.Land) })
	return out
}

// clash gives the clash of a territory, a new one if there is none yet.
func clash(by map[entente.Code]*Clash, land entente.Code) *Clash {
	if by[land] == nil {
		by[land] = &Clash{Land: land}
	}
	return by[land]
}

func (c *Clash) add(events int, quad entente.Quad, cite string) {
	c.Events += events
	if quad == 4 {
		c.Material += events
	}
	if len(c.Cites) < citesShown {
		c.Cites = append(c.Cites, cite)
	}
}

// placed is 1 for a report that names whose territory it was.
func placed(r entente.Report) int {
	if r.Place != nil && r.Place.Country != "" {
		return 1
	}
	return 0
}
