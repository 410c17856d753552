package link

import (
	"sync"

	"entente/graph"
)

// Climate is the climatology: how often each actor had the relation done to it, whoever
// did it, and how busy it is.
type Climate struct {
	mu      sync.Mutex
	objects map[graph.Relation][]graph.Actor // that day's likeliest, by relation
}

const (
	likeliest = 60 // objects of a relation that are proposed by their share of months
	freshest  = 25 // and by that of the last days
)

// Name implements [Method].
func (c *Climate) Name() string { return "climatology" }

// Columns implements [Method].
func (c *Climate) Columns() []string {
	return []string{"share of relation", "share, 100 days", "share, 25 days", "share, 6 days", "activity", "activity, 25 days", "activity, 1.5 days"}
}

// Learn implements [Method].
func (c *Climate) Learn(*graph.Graph, []Asked) { c.objects = nil }

// Propose implements [Method].
func (c *Climate) Propose(g *graph.Graph, q Question, w *Work) {
	c.mu.Lock()
	if c.objects == nil {
		c.objects = map[graph.Relation][]graph.Actor{}
	}
	objects, ok := c.objects[q.H]
	if !ok {
		objects = c.usual(g, q, w)
		c.objects[q.H] = objects
	}
	c.mu.Unlock()
	for _, o := range objects {
		w.Name(o)
	}
}

// usual gives the likeliest objects of a relation on a day.
func (c *Climate) usual(g *graph.Graph, q Question, w *Work) []graph.Actor {
	var out []graph.Actor
	for _, by := range []struct{ life, most int }{{3, likeliest}, {0, freshest}} {
		w.best.reset(by.most)
		for _, i := range g.Objects(q.H) {
			h := g.HabitAt(i)
			w.best.add(h.Actor, h.Weight(by.life, q.Day))
		}
		for _, x := range w.best.items {
			out = append(out, x.actor)
		}
	}
	return out
}

// Score implements [Method].
func (c *Climate) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	total := g.Relation(k.H)
	all := [4]float32{}
	for life := range all {
		all[life] = total.Weight(life, k.Day) + 1
	}
	for i, o := range k.Actors {
		row := out[i]
		clear(row)
		if h := k.object[i]; h != nil {
			row[0] = float32(h.N) / float32(total.N)
			row[1] = h.Weight(3, k.Day) / all[3]
			row[2] = h.Weight(2, k.Day) / all[2]
			row[3] = h.Weight(1, k.Day) / all[1]
		}
		a := g.Actor(o)
		row[4] = float32(a.N)
		row[5] = a.Weight(2, k.Day)
		row[6] = a.Weight(0, k.Day)
	}
}

// Why implements [Method].
func (c *Climate) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	h := g.Habit(o, g.Inverse(q.H))
	if h == nil {
		return c.lately(g, o)
	}
	total := g.Relation(q.H)
	r := Reason{Method: c.Name(), Text: "it is the object of this relation, whoever the subject is", Hits: float64(h.N), Cases: float64(total.N), Worth: float64(h.N) / float64(total.N)}
	r.Shown = latest(g, h.Links, 3)
	return []Reason{r}
}

// lately is the reason for an actor to whom the relation was never done.
func (c *Climate) lately(g *graph.Graph, o graph.Actor) []Reason {
	a := g.Actor(o)
	if a.N == 0 {
		return nil
	}
	var links []int32
	for _, i := range g.Neighbours(o) {
		links = append(links, linksOf(g.PairAt(i))...)
	}
	return []Reason{{Method: c.Name(), Text: "it is active", Hits: float64(a.N), Cases: float64(g.Len()), Shown: latest(g, links, 3)}}
}
