package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/dyad"
	"entente/forecast"
	"entente/triangle"
)

// Ahead is the type that a triangle may have when a horizon has passed.
type Ahead struct {
	Corners [3]entente.Code           `json:"corners"`
	Origin  entente.Day               `json:"origin"`
	Horizon int                       `json:"horizon"`
	Now     entente.Shape             `json:"now"`
	NowP    map[entente.Shape]float64 `json:"now_p"`
	Type    entente.Shape             `json:"type"`
	P       map[entente.Shape]float64 `json:"p"`
	Reasons []entente.Reason          `json:"reasons"` // one a side
}

// spansBack is how many spans of the past a tie is judged at.
const spansBack = 40

// Triangle says of each horizon which type the triangle of three actors may have then:
// each side's signs now, moved on by how often it turned over such spans in the past, taken
// as independent. The sides are judged by the rule of ties, as of each day in the past from
// what lies before it.
func (s *Foresight) Triangle(ctx context.Context, corners [3]entente.Code, horizons []int) ([]Ahead, error) {
	var judged [3]side
	for i, pair := range sidesOf(corners) {
		var err error
		if judged[i], err = s.side(ctx, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	var out []Ahead
	for _, h := range horizons {
		a := Ahead{Origin: s.origin, Horizon: h}
		var now, then [3]entente.Tie
		for i, j := range judged {
			var r entente.Reason
			now[i], then[i], r = j.ahead(s.origin, h, s.learned.Past().From())
			a.Reasons = append(a.Reasons, r)
		}
		was, will := triangle.Classify(now), triangle.Classify(then)
		a.Corners, a.Now, a.NowP, a.Type, a.P = was.Corners, was.Shape, was.P, will.Shape, will.P
		out = append(out, a)
	}
	return out, nil
}

// side judges a tie as of any day.
type side struct {
	a, b     entente.Code
	evidence dyad.Evidence
	cites    []string
}

// sidesOf gives the pairs of a triangle.
func sidesOf(c [3]entente.Code) [3][2]entente.Code {
	return [3][2]entente.Code{{c[0], c[1]}, {c[0], c[2]}, {c[1], c[2]}}
}

// sideOf reads what a tie is judged by: all that was said of the two, and what they did, by
// day.
func sideOf(ctx context.Context, store Store, f entente.Filter, a, b entente.Code) (side, error) {
	j := side{a: a, b: b}
	f.Pair = []entente.Code{a, b}
	tallies, err := store.Tallies(ctx, f, entente.Daily)
	if err != nil {
		return j, fmt.Errorf("count events: %w", err)
	}
	said, err := collect(store.Assessments(ctx, f))
	if err != nil {
		return j, fmt.Errorf("list assessments: %w", err)
	}
	j.evidence = dyad.Evidence{Tallies: tallies, Assessments: said}
	return j, nil
}

// side is what a tie is judged by before the origin, with what it is told by.
func (s *Foresight) side(ctx context.Context, a, b entente.Code) (side, error) {
	f := s.filter
	f.AsOf = s.origin - 1
	j, err := sideOf(ctx, s.store, f, a, b)
	if err != nil {
		return j, err
	}
	deeds, err := s.deeds(ctx, a, b)
	if err != nil {
		return j, err
	}
	for _, d := range slices.Backward(deeds) {
		if d.Known < s.origin && len(j.cites) < 3 {
			j.cites = append(j.cites, d.ID)
		}
	}
	for _, v := range slices.Backward(j.evidence.Assessments) {
		if len(j.cites) < 5 {
			j.cites = append(j.cites, v.ID)
		}
	}
	return j, nil
}

// ahead gives the tie now and after a horizon.
func (j side) ahead(origin entente.Day, horizon int, first entente.Day) (now, then entente.Tie, r entente.Reason) {
	past := j.past(origin, horizon, first)
	now = past[len(past)-1]
	then, kept, of := movedOn(past)
	cites := j.cites
	if cites == nil {
		cites = []string{}
	}
	return now, then, forecast.TurnReason(j.a, j.b, signsOf(now), horizon, kept, of, cites)
}

// past judges the tie at the ends of spans before an origin, the last of which is now.
func (j side) past(origin entente.Day, horizon int, first entente.Day) (out []entente.Tie) {
	for k := spansBack; k > 0; k-- {
		if at := origin - 1 - entente.Day(k*horizon); at >= first {
			out = append(out, j.as(at))
		}
	}
	return append(out, j.as(origin-1))
}

// movedOn moves a tie on by how often it turned in the past.
func movedOn(past []entente.Tie) (then entente.Tie, kept, of int) {
	signs := make([]forecast.Signs, len(past))
	for i, t := range past {
		signs[i] = signsOf(t)
	}
	then = past[len(past)-1]
	moved, kept, of := forecast.Turn(signs, signsOf(then))
	then.PPlus, then.PMinus, then.PNeutral = moved.Plus, moved.Minus, moved.Neutral
	return then, kept, of
}

// as judges the tie as of a day.
func (j side) as(day entente.Day) entente.Tie {
	return j.evidence.Judge(j.a, j.b, dyad.Options{AsOf: day, SpeaksFor: speaksFor})
}

func signsOf(t entente.Tie) forecast.Signs {
	return forecast.Signs{Plus: t.PPlus, Minus: t.PMinus, Neutral: t.PNeutral}
}
