package forecast

import (
	"entente"
)

// Ask is what a forecast is asked: whether at least one event of a kind comes about
// between A and B, or from A to B if Directed, within Horizon days.
type Ask struct {
	A, B     entente.Code
	Directed bool
	Kind     entente.EventKind
	Horizon  int
}

// subject is an ask without the actors: what a model is learned for.
type subject struct {
	directed bool
	quad     entente.Quad
	roots    string
	horizon  int
}

func (a Ask) subject() subject {
	c := channelOf(either, a.Kind)
	return subject{a.Directed, c.quad, c.roots, a.Horizon}
}

// place gives the pair of an ask and the way it asks for.
func (a Ask) place() (pair, way) {
	switch {
	case !a.Directed:
		return pair{min(a.A, a.B), max(a.A, a.B)}, either
	case a.B < a.A:
		return pair{a.B, a.A}, back
	}
	return pair{a.A, a.B}, there
}
