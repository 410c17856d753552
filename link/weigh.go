package link

import (
	"fmt"
	"math"
	"slices"

	"entente/graph"
)

// Weighed adds up what each kind of past act between two actors weighs for the act that
// is asked for. Where the counter of typed dyads takes every kind by itself, the weights
// are learned together, so that two kinds that always come together do not count twice:
// a log-linear model over the partners of the asker, learned by gradient steps in the
// order of time. Each weight is the sum of one for the pair of relations, lag and number,
// and one for the seen relation whatever is asked, which speaks where the first is new.
type Weighed struct {
	dyad   *Dyad // whose places it uses
	weight []float32
	square []float32
}

const (
	weighRate = .1
	unmet     = -100 // the weight of a pair that never met
)

// NewWeighed makes a model without weights, beside a counter of typed dyads.
func NewWeighed(d *Dyad) *Weighed {
	n := len(d.table) + 2*d.relations*lags*numbers
	return &Weighed{dyad: d, weight: make([]float32, n), square: make([]float32, n)}
}

// Name implements [Method].
func (m *Weighed) Name() string { return "weighed acts" }

// Columns implements [Method].
func (m *Weighed) Columns() []string { return []string{"weight", "share of the asker's partners"} }

// places gives where the two parts of a tie's weight are kept.
func (m *Weighed) places(g *graph.Graph, q Question, t graph.Tie) (own, shared int) {
	own = m.dyad.at(q.H, t.H, &g.LinkAt(t.Link).Count, q.Day)
	width := lags * numbers
	return own, len(m.dyad.table) + int(t.H)*width + own%width
}

func (m *Weighed) sum(g *graph.Graph, q Question, p *graph.Pair) (s float32) {
	for _, t := range p.Ties {
		own, shared := m.places(g, q, t)
		s += m.weight[own] + m.weight[shared]
	}
	return s
}

// Learn implements [Method].
func (m *Weighed) Learn(g *graph.Graph, day []Asked) {
	var p []float32
	for _, q := range day {
		with := g.Neighbours(q.S)
		if len(with) == 0 {
			continue
		}
		p = p[:0]
		right := float32(0)
		for _, i := range with {
			pair := g.PairAt(i)
			p = append(p, m.sum(g, q.Question, pair))
			if slices.Contains(q.Answers, pair.B) {
				right++
			}
		}
		if right == 0 {
			continue
		}
		soften(p)
		for k, i := range with {
			pair := g.PairAt(i)
			e := p[k]
			if slices.Contains(q.Answers, pair.B) {
				e -= 1 / right
			}
			if e > 1e-3 || e < -1e-3 {
				m.step(g, q.Question, pair, e)
			}
		}
	}
}

// soften turns scores into shares.
func soften(p []float32) {
	top := slices.Max(p)
	sum := float32(0)
	for i, v := range p {
		p[i] = float32(math.Exp(float64(v - top)))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

func (m *Weighed) step(g *graph.Graph, q Question, p *graph.Pair, e float32) {
	for _, t := range p.Ties {
		own, shared := m.places(g, q, t)
		for _, at := range [2]int{own, shared} {
			m.square[at] += e * e
			m.weight[at] -= weighRate * e / float32(math.Sqrt(float64(m.square[at])+.01))
		}
	}
}

// Propose implements [Method].
func (m *Weighed) Propose(*graph.Graph, Question, *Work) {}

// Score implements [Method].
func (m *Weighed) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	top, sum := float32(math.Inf(-1)), float32(0)
	for i, p := range k.pairs {
		out[i][0], out[i][1] = unmet, 0
		if p != nil {
			out[i][0] = m.sum(g, k.Question, p)
			top = max(top, out[i][0])
		}
	}
	for i, p := range k.pairs {
		if p != nil {
			out[i][1] = float32(math.Exp(float64(out[i][0] - top)))
			sum += out[i][1]
		}
	}
	for i := range out {
		out[i][1] /= max(sum, 1)
	}
}

// Why implements [Method].
func (m *Weighed) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	p := g.Pair(q.S, o)
	if p == nil {
		return nil
	}
	var out []Reason
	for _, t := range p.Ties {
		own, shared := m.places(g, q, t)
		if v := m.weight[own] + m.weight[shared]; v > 0 {
			c, l := m.dyad.table[own], g.LinkAt(t.Link)
			out = append(out, Reason{Method: m.Name(), Text: fmt.Sprintf("this was %d days before", q.Day-l.Last), Hits: float64(c.hits), Cases: float64(c.shown), Worth: float64(v), Shown: []Shown{shown(g, l, 3)}})
		}
	}
	byWorth(out)
	return out
}
