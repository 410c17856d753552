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
	recent [][]graph.Actor // by actor, the latest partners, the latest last
	after  []followers     // by d
	in     map[uint64]*followers
}

// followers are those who followed one actor.
type followers struct {
	shown float32
	list  []follower
	at    map[graph.Actor]int32 // places in the list, once it is long
}

type follower struct {
	actor graph.Actor
	n     float32
}

const (
	companions   = 6
	companyDoubt = 10
	companyNames = 50
	shortList    = 16
)

// NewCompany makes an empty counter.
func NewCompany(actors int) *Company {
	return &Company{recent: make([][]graph.Actor, actors), after: make([]followers, actors), in: map[uint64]*followers{}}
}

// Name implements [Method].
func (c *Company) Name() string { return "company" }

// Columns implements [Method].
func (c *Company) Columns() []string {
	return []string{"followers", "followers in relation", "best follower"}
}

func inKey(h graph.Relation, d graph.Actor) uint64 { return uint64(h)<<32 | uint64(d) }

// see counts that actors followed.
func (f *followers) see(answers []graph.Actor) {
	f.shown++
	for _, o := range answers {
		i := f.find(o)
		if i < 0 {
			i = len(f.list)
			f.list = append(f.list, follower{actor: o})
			if f.at != nil {
				f.at[o] = int32(i)
			}
		}
		f.list[i].n++
	}
}

// find gives an actor's place in the list, -1 if it has none.
func (f *followers) find(o graph.Actor) int {
	if len(f.list) < shortList {
		return slices.IndexFunc(f.list, func(x follower) bool { return x.actor == o })
	}
	if f.at == nil {
		f.at = map[graph.Actor]int32{}
		for i, x := range f.list {
			f.at[x.actor] = int32(i)
		}
	}
	if i, ok := f.at[o]; ok {
		return int(i)
	}
	return -1
}

// Learn implements [Method].
func (c *Company) Learn(g *graph.Graph, day []Asked) {
	for _, q := range day {
		for _, d := range c.recent[q.S] {
			c.after[d].see(q.Answers)
			in := c.in[inKey(q.H, d)]
			if in == nil {
				in = &followers{}
				c.in[inKey(q.H, d)] = in
			}
			in.see(q.Answers)
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
		f := &c.after[d]
		by := f.shown + companyDoubt
		for _, x := range f.list {
			if x.actor != d {
				w.add(x.actor, x.n/by)
			}
		}
	}
	w.best.reset(companyNames)
	for _, o := range w.touched {
		w.best.add(o, w.sums[o])
	}
	w.clear()
	for _, x := range w.best.items {
		w.Name(x.actor)
	}
}

// Score implements [Method].
func (c *Company) Score(g *graph.Graph, k *Case, w *Work, out [][]float32) {
	for _, row := range out {
		clear(row)
	}
	for _, d := range c.recent[k.S] {
		f := &c.after[d]
		by := f.shown + companyDoubt
		for _, x := range f.list {
			if at, ok := w.named(x.actor); ok && x.actor != d {
				out[at][0] += x.n / by
				out[at][2] = max(out[at][2], x.n/by)
			}
		}
		in := c.in[inKey(k.H, d)]
		if in == nil {
			continue
		}
		by = in.shown + companyDoubt
		for _, x := range in.list {
			if at, ok := w.named(x.actor); ok && x.actor != d {
				out[at][1] += x.n / by
			}
		}
	}
}

// Why implements [Method].
func (c *Company) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	var out []Reason
	for _, d := range c.recent[q.S] {
		f := &c.after[d]
		i := slices.IndexFunc(f.list, func(x follower) bool { return x.actor == o })
		p := g.Pair(q.S, d)
		if i < 0 || d == o || p == nil {
			continue
		}
		n := f.list[i].n
		out = append(out, Reason{
			Method: c.Name(), Text: "who had to do with the one had to do with the other next",
			Hits: float64(n), Cases: float64(f.shown), Worth: float64(n / (f.shown + companyDoubt)), Shown: latest(g, linksOf(p), 1),
		})
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
