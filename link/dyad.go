package link

import (
	"fmt"
	"slices"

	"entente"
	"entente/graph"
)

// Dyad counts what follows what between two actors: given that S did b to O so long ago
// and so often, how often did S then do h to O? After the counter of typed dyads; the
// counts are kept for each pair of relations, lag and number.
type Dyad struct {
	relations int
	table     []tallied // by asked relation, seen relation, lag, number
}

// tallied is how often something was seen when a question was asked, and how often the
// answer was then as it says.
type tallied struct{ shown, hits uint32 }

const (
	lags     = 8
	numbers  = 4
	doubt    = 30 // cases that a rule is doubted by
	proposed = 120
	// The noisy-or takes the ten strongest rules; each next counts .8 of the one before.
	strongest = 10
	decay     = .8
	// tableMost bounds the table for graphs with very many relations, whose rules then
	// share places.
	tableMost = 1 << 24
)

var (
	lagStarts    = [lags]entente.Day{1, 2, 3, 5, 9, 17, 33, 65}
	numberStarts = [numbers]int32{1, 2, 3, 6}
	lagOf        = func() (out [lagTop]uint8) {
		for d := range out {
			for i, s := range lagStarts {
				if entente.Day(d) >= s {
					out[d] = uint8(i)
				}
			}
		}
		return out
	}()
)

const lagTop = 66

// NewDyad makes an empty counter for so many relations.
func NewDyad(relations int) *Dyad {
	n := min(2*relations*2*relations*lags*numbers, tableMost)
	return &Dyad{relations: relations, table: make([]tallied, n)}
}

// at gives the place of a rule.
func (d *Dyad) at(h, b graph.Relation, c *graph.Count, on entente.Day) int {
	lag := lagOf[min(lagTop-1, on-c.Last)]
	number := 0
	for number+1 < numbers && c.N >= numberStarts[number+1] {
		number++
	}
	return (((int(h)*2*d.relations+int(b))*lags+int(lag))*numbers + number) % len(d.table)
}

func (d *Dyad) worth(at int) float32 {
	t := d.table[at]
	return float32(t.hits) / (float32(t.shown) + doubt)
}

// Name implements [Method].
func (d *Dyad) Name() string { return "typed dyads" }

// Columns implements [Method].
func (d *Dyad) Columns() []string {
	return []string{"noisy-or of rules", "best rule", "second rule", "rule of last act", "frequency", "pair, 1.5 days", "pair, 25 days", "pair", "share of asker, 25 days", "share of asker", "share of other", "kinds of acts"}
}

// Learn implements [Method].
func (d *Dyad) Learn(g *graph.Graph, day []Asked) {
	for _, q := range day {
		for _, i := range g.Neighbours(q.S) {
			p := g.PairAt(i)
			hit := slices.Contains(q.Answers, p.B)
			for _, t := range p.Ties {
				c := &d.table[d.at(q.H, t.H, &g.LinkAt(t.Link).Count, q.Day)]
				c.shown++
				if hit {
					c.hits++
				}
			}
		}
	}
}

// best are the worths of the strongest rules, in falling order.
type best struct {
	n int
	v [strongest]float32
}

func (b *best) add(x float32) {
	if b.n == strongest && x <= b.v[strongest-1] {
		return
	}
	at := min(b.n, strongest-1)
	for at > 0 && b.v[at-1] < x {
		b.v[at] = b.v[at-1]
		at--
	}
	b.v[at] = x
	b.n = min(b.n+1, strongest)
}

// or joins them by a decayed noisy-or.
func (b *best) or() float32 {
	left, w := float32(1), float32(1)
	for _, x := range b.v[:b.n] {
		left *= 1 - w*x
		w *= decay
	}
	return 1 - left
}

func (d *Dyad) rules(g *graph.Graph, q Question, p *graph.Pair) (b best) {
	for _, t := range p.Ties {
		b.add(d.worth(d.at(q.H, t.H, &g.LinkAt(t.Link).Count, q.Day)))
	}
	return b
}

// Propose implements [Method].
func (d *Dyad) Propose(g *graph.Graph, q Question, w *Work) {
	w.best.reset(proposed)
	for _, i := range g.Neighbours(q.S) {
		p := g.PairAt(i)
		b := d.rules(g, q, p)
		w.best.add(p.B, b.or())
	}
	for _, x := range w.best.items {
		w.Name(x.actor)
	}
}

// Score implements [Method].
func (d *Dyad) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	total := float32(doubt / 3)
	if k.habit != nil {
		total += float32(k.habit.N)
	}
	asker := g.Actor(k.S)
	month, all := asker.Weight(2, k.Day)+1, float32(asker.N)+1
	for i, p := range k.pairs {
		row := out[i]
		clear(row)
		if p == nil {
			continue
		}
		b := d.rules(g, k.Question, p)
		if l := k.links[i]; l != nil {
			row[4] = float32(l.N) / total
			b.add(row[4])
		}
		row[0], row[1], row[2] = b.or(), b.v[0], b.v[1]
		row[3] = d.last(g, k.Question, p)
		row[5], row[6], row[7] = p.Weight(0, k.Day), p.Weight(2, k.Day), float32(p.N)
		row[8], row[9] = row[6]/month, row[7]/all
		row[10] = row[7] / float32(g.Actor(p.B).N+1)
		row[11] = float32(len(p.Ties))
	}
}

// last gives the worth of the rule of the pair's latest act.
func (d *Dyad) last(g *graph.Graph, q Question, p *graph.Pair) float32 {
	worth, on := float32(0), entente.Day(-1)
	for _, t := range p.Ties {
		l := g.LinkAt(t.Link)
		if l.Last < on {
			continue
		}
		v := d.worth(d.at(q.H, t.H, &l.Count, q.Day))
		if l.Last > on || v > worth {
			worth, on = v, l.Last
		}
	}
	return worth
}

// Why implements [Method].
func (d *Dyad) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	p := g.Pair(q.S, o)
	if p == nil {
		return nil
	}
	var out []Reason
	for _, t := range p.Ties {
		l := g.LinkAt(t.Link)
		at := d.at(q.H, t.H, &l.Count, q.Day)
		if c := d.table[at]; c.hits > 0 {
			out = append(out, Reason{
				Method: d.Name(), Text: fmt.Sprintf("the two had this %d times, the last %d days before", l.N, q.Day-l.Last),
				Hits: float64(c.hits), Cases: float64(c.shown), Worth: float64(d.worth(at)), Shown: []Shown{shown(g, l, 3)},
			})
		}
	}
	byWorth(out)
	return out
}

// byWorth puts the strongest reasons first.
func byWorth(r []Reason) {
	slices.SortStableFunc(r, func(x, y Reason) int {
		switch {
		case x.Worth > y.Worth:
			return -1
		case x.Worth < y.Worth:
			return 1
		}
		return 0
	})
}
