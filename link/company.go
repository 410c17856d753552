package link

import (
	"slices"

	"entente/graph"
)

// Company counts who follows whom: after an actor had to do with d, how often was o the
// next that it had to do with, in the relation asked for or in any? It speaks for actors
// that the asker never met. After the constant rules h(x, o) ← b(x, d) of counted
// temporal rules, with all b as one.
type Company struct {
	recent  [][]graph.Actor           // by actor, the latest partners, the latest last
	shown   []float32                 // by d
	follow  []map[graph.Actor]float32 // by d, how often each followed
	shownIn map[uint64]float32        // by relation and d
	hitsIn  map[uint64]float32        // by relation, d and o
}

const (
	companions    = 6
	companyDoubt  = 10
	companyNames  = 50
	companyKnown  = 3 // followers seen less often are not proposed when there are very many
	companyCrowds = 3000
)

// NewCompany makes an empty counter.
func NewCompany(actors int) *Company {
	return &Company{
		recent: make([][]graph.Actor, actors), shown: make([]float32, actors), follow: make([]map[graph.Actor]float32, actors),
		shownIn: map[uint64]float32{}, hitsIn: map[uint64]float32{},
	}
}

// Name implements [Method].
func (c *Company) Name() string { return "company" }

// Columns implements [Method].
func (c *Company) Columns() []string {
	return []string{"followers", "followers in relation", "best follower"}
}

func inKey(h graph.Relation, d graph.Actor) uint64 { return uint64(h)<<48 | uint64(d)<<24 }

// Learn implements [Method].
func (c *Company) Learn(g *graph.Graph, day []Asked) {
	for _, q := range day {
		for _, d := range c.recent[q.S] {
			c.shown[d]++
			key := inKey(q.H, d)
			c.shownIn[key]++
			if c.follow[d] == nil {
				c.follow[d] = map[graph.Actor]float32{}
			}
			for _, o := range q.Answers {
				c.follow[d][o]++
				c.hitsIn[key|uint64(o)]++
			}
		}
	}
	for _, q := range day {
		c.recent[q.S] = meet(c.recent[q.S], q.Answers, companions)
	}
}

// meet puts the partners of a day at the end of the latest ones.
func meet(recent, with []graph.Actor, most int) []graph.Actor {
	for _, o := range with {
		if i := slices.Index(recent, o); i >= 0 {
			recent = slices.Delete(recent, i, i+1)
		}
		recent = append(recent, o)
	}
	if n := len(recent) - most; n > 0 {
		recent = slices.Delete(recent, 0, n)
	}
	return recent
}

// Propose implements [Method].
func (c *Company) Propose(g *graph.Graph, q Question, w *Work) {
	for _, d := range c.recent[q.S] {
		by := c.shown[d] + companyDoubt
		crowd := len(c.follow[d]) > companyCrowds
		for o, n := range c.follow[d] {
			if o != d && (!crowd || n >= companyKnown) {
				w.add(o, n/by)
			}
		}
	}
	w.best.reset(companyNames)
	for _, o := range w.touched {
		w.best.add(o, w.sums[o])
	}
	w.clear()
	w.sortBest()
	for _, x := range w.best.items {
		w.Name(x.actor)
	}
}

// Score implements [Method].
func (c *Company) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	for _, row := range out {
		clear(row)
	}
	for _, d := range c.recent[k.S] {
		by, key := c.shown[d]+companyDoubt, inKey(k.H, d)
		byIn := c.shownIn[key] + companyDoubt
		for i, o := range k.Actors {
			if o == d {
				continue
			}
			n := c.follow[d][o]
			if n == 0 {
				continue
			}
			out[i][0] += n / by
			out[i][1] += c.hitsIn[key|uint64(o)] / byIn
			out[i][2] = max(out[i][2], n/by)
		}
	}
}

// Why implements [Method].
func (c *Company) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	var out []Reason
	for _, d := range c.recent[q.S] {
		n := c.follow[d][o]
		if n == 0 || d == o {
			continue
		}
		r := Reason{Method: c.Name(), Text: "who had to do with the one had to do with the other next", Hits: float64(n), Cases: float64(c.shown[d]), Worth: float64(n / (c.shown[d] + companyDoubt))}
		if p := g.Pair(q.S, d); p != nil {
			r.Shown = latest(g, linksOf(p), 1)
		}
		out = append(out, r)
	}
	byWorth(out)
	return out
}

func linksOf(p *graph.Pair) []int32 {
	out := make([]int32, len(p.Ties))
	for i, t := range p.Ties {
		out[i] = t.Link
	}
	return out
}
