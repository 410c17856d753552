package link

import (
	"entente"
	"entente/graph"
)

// Persistence says that what was last will be: the fact seen latest first, then the pair
// seen latest.
type Persistence struct{}

// never is the number of days that stands for never.
const never = 1000

// Name implements [Method].
func (Persistence) Name() string { return "persistence" }

// Columns implements [Method].
func (Persistence) Columns() []string {
	return []string{"persistence", "days since fact", "days since pair", "days since object", "days since actor", "days since asker"}
}

// Learn implements [Method].
func (Persistence) Learn(*graph.Graph, []Asked) {}

// Propose implements [Method].
func (Persistence) Propose(*graph.Graph, Question, *Work) {}

// Score implements [Method].
func (Persistence) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	asker := since(k.Day, g.Actor(k.S))
	for i, o := range k.Actors {
		row := out[i]
		row[1], row[2], row[3] = never, never, never
		if k.links[i] != nil {
			row[1] = since(k.Day, &k.links[i].Count)
		}
		if k.pairs[i] != nil {
			row[2] = since(k.Day, &k.pairs[i].Count)
		}
		if k.object[i] != nil {
			row[3] = since(k.Day, &k.object[i].Count)
		}
		row[4] = since(k.Day, g.Actor(o))
		row[0] = 0
		if k.pairs[i] != nil {
			row[0] = 1/(row[1]+1) + 1e-3/(row[2]+1)
		}
		row[5] = asker
	}
}

func since(day entente.Day, c *graph.Count) float32 {
	if c.N == 0 {
		return never
	}
	return min(never, float32(day-c.Last))
}

// Why implements [Method].
func (p Persistence) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	l := g.Link(q.S, q.H, o)
	if l == nil {
		return nil
	}
	return []Reason{{Method: p.Name(), Text: "it was so the last time", Hits: 1, Cases: 1, Worth: float64(1 / (since(q.Day, &l.Count) + 1)), Shown: []Shown{shown(g, l, 3)}}}
}

// shown gives a link with its latest days.
func shown(g *graph.Graph, l *graph.Link, most int) Shown {
	return Shown{Fact: graph.Fact{S: l.S, R: l.R, O: l.O, Day: l.Last}, Days: g.Days(l, most)}
}

// latest gives the links seen last, the latest first.
func latest(g *graph.Graph, links []int32, most int) []Shown {
	var best []*graph.Link
	for _, i := range links {
		l := g.LinkAt(i)
		at := len(best)
		for at > 0 && best[at-1].Last < l.Last {
			at--
		}
		if at < most {
			best = append(best, nil)
			copy(best[at+1:], best[at:])
			best[at] = l
			best = best[:min(most, len(best))]
		}
	}
	out := make([]Shown, 0, len(best))
	for _, l := range best {
		out = append(out, shown(g, l, 3))
	}
	return out
}
