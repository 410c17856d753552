package triangle

import (
	"math"

	"entente"
)

// Trace gives a triangle on the last day of each span of days, as judge gives its ties by
// what was done up to that day. It keeps what a later span cannot change: a phase rests on
// its own day alone.
func Trace(spans []entente.Window, judge func(day entente.Day) [3]entente.Tie) []entente.Phase {
	out := make([]entente.Phase, 0, len(spans))
	for _, w := range spans {
		t := Classify(judge(w.To))
		out = append(out, PhaseOf(t, w))
	}
	return out
}

// PhaseOf gives a triangle as a phase.
func PhaseOf(t entente.Triangle, w entente.Window) entente.Phase {
	p := entente.Phase{From: w.From, To: w.To, Shape: t.Shape, P: t.P, Entropy: t.Entropy, Roles: t.Roles}
	for i, tie := range t.Ties {
		p.Ties[i] = entente.Stand{Level: tie.Level, PPlus: tie.PPlus, PMinus: tie.PMinus, PNeutral: tie.PNeutral, Mean: tie.Mean, Low: tie.Low, High: tie.High}
	}
	return p
}

// held is the probability from which a tie has a sign: more probable than not.
const held = .5

// signOf is the sign that a tie has.
func signOf(s entente.Stand) int {
	switch {
	case s.PPlus > held:
		return 1
	case s.PMinus > held:
		return -1
	}
	return 0
}

// Turns finds the changes of type in a history of the triangle of some corners, and the
// ties whose sign came or went with each. A change that is taken back in the next phase, or
// to a type that is not more probable than not, is told and is not firm.
func Turns(corners [3]entente.Code, phases []entente.Phase) []entente.Turn {
	out := []entente.Turn{}
	for i := 1; i < len(phases); i++ {
		was, is := phases[i-1], phases[i]
		if was.Shape == is.Shape {
			continue
		}
		t := entente.Turn{From: is.From, To: is.To, Before: was.Shape, After: is.Shape, Crossed: crossings(corners, was, is)}
		t.Firm = is.P[is.Shape] > held && (i+1 == len(phases) || phases[i+1].Shape == is.Shape)
		out = append(out, t)
	}
	return out
}

// crossings lists the ties whose sign is not the one before; where none is, for types may
// change places without it, the one whose probabilities moved most.
func crossings(corners [3]entente.Code, was, is entente.Phase) []entente.Crossing {
	var out []entente.Crossing
	most, moved := entente.Crossing{}, -1.
	for i, ends := range [3][2]int{{0, 1}, {0, 2}, {1, 2}} {
		x, y := was.Ties[i], is.Ties[i]
		c := entente.Crossing{A: corners[ends[0]], B: corners[ends[1]], Before: signOf(x), After: signOf(y)}
		c.Sign = followed(c.Before, c.After, x, y)
		c.Was, c.Is = sided(x, c.Sign), sided(y, c.Sign)
		if c.Before != c.After {
			out = append(out, c)
		}
		if d := math.Abs(c.Is - c.Was); d > moved {
			most, moved = c, d
		}
	}
	if len(out) == 0 && moved > 0 {
		out = append(out, most)
	}
	return out
}

// followed is the sign whose probability tells of a crossing: the new one, else the one
// that was lost, else that which moved more.
func followed(before, after int, x, y entente.Stand) int {
	switch {
	case after != 0:
		return after
	case before != 0:
		return before
	case math.Abs(y.PPlus-x.PPlus) >= math.Abs(y.PMinus-x.PMinus):
		return 1
	}
	return -1
}

func sided(s entente.Stand, sign int) float64 {
	if sign < 0 {
		return s.PMinus
	}
	return s.PPlus
}

// Toward is whether a crossing goes to cooperation (1) or to conflict (-1): what acts would
// have made it.
func Toward(c entente.Crossing) int {
	if c.Is >= c.Was {
		return c.Sign
	}
	return -c.Sign
}

// Explain says what made a crossing: the acts of its phase toward the side it went to, or
// what was said then; where there is neither, what was known had grown old.
func Explain(c *entente.Crossing, r Record, words []entente.Assessment, w entente.Window) {
	toward := Toward(*c)
	c.Events = r.cites(citesShown, func(t *entente.Cited) bool {
		if t.Period < entente.Monthly.Start(w.From) || t.Period > w.To {
			return false
		}
		between := t.Source == c.A && t.Target == c.B || t.Source == c.B && t.Target == c.A
		return between && (toward > 0 && t.Coop > t.Conf || toward < 0 && t.Conf > t.Coop)
	})
	c.Words = []string{}
	for _, a := range words {
		if speaks(a, c.A, c.B, toward) && a.DateFrom >= w.From && a.DateFrom <= w.To && len(c.Words) < citesShown {
			c.Words = append(c.Words, a.ID)
		}
	}
	switch {
	case len(c.Words) > 0:
		c.Cause = "words"
		if len(c.Events) > 0 {
			c.Cause = "acts and words"
		}
	case len(c.Events) > 0:
		c.Cause = "acts"
	default:
		c.Cause = "fading"
	}
}

// speaks reports whether an assessment is of two actors and goes to a side.
func speaks(a entente.Assessment, x, y entente.Code, toward int) bool {
	of := a.A.Code == x && a.B.Code == y || a.A.Code == y && a.B.Code == x
	return of && (a.Level != nil && *a.Level == toward || a.Trend != nil && *a.Trend == toward)
}

// The most points of acts that a bend is looked for with, and how nearly it is told.
const (
	bendMost  = 1e6
	bendSteps = 24
)

// FewestPoints gives the least that would have to be done on the day of judgment for the
// triangle to be of another type than it is. bend gives a tie as it would be with so many
// points more of cooperation, or of conflict, between its two. It is nil where a million
// points of nothing would do it.
func FewestPoints(t entente.Triangle, bend func(tie int, conflict bool, points float64) entente.Tie) *entente.Bend {
	var best *entente.Bend
	for i := range t.Ties {
		for _, conflict := range [...]bool{false, true} {
			most := bendMost
			if best != nil {
				most = best.Points
			}
			if b := fewest1(t, i, conflict, most, bend); b != nil && (best == nil || b.Points < best.Points) {
				best = b
			}
		}
	}
	return best
}

// fewest1 looks for the bend of one tie in one direction with fewer points than most.
func fewest1(t entente.Triangle, i int, conflict bool, most float64, bend func(int, bool, float64) entente.Tie) *entente.Bend {
	then := func(points float64) entente.Shape {
		ties := t.Ties
		ties[i] = bend(i, conflict, points)
		return likeliest(shapes(ties))
	}
	high := 1.
	for then(high) == t.Shape {
		if high *= 4; high > most {
			return nil
		}
	}
	low := high / 4
	if high == 1 {
		low = 0
	}
	for range bendSteps {
		if high-low <= .01*high {
			break
		}
		middle := (low + high) / 2
		if then(middle) == t.Shape {
			low = middle
		} else {
			high = middle
		}
	}
	return &entente.Bend{A: t.Ties[i].A, B: t.Ties[i].B, Conflict: conflict, Points: high, Shape: then(high)}
}
