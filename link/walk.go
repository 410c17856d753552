package link

import (
	"fmt"
	"slices"

	"entente"
	"entente/graph"
)

// Walks goes from the asker along its latest links: to the partners of its partners in
// two steps, and in three to those to whom the relation was done by others who deal with
// the same partners. How often such a way led to the answer is counted for each pair of
// relations on it. After the temporal walks of Liu et al. (2022, "TLogic", section 4),
// who draw walks at random and learn rules before they are applied; here the latest links
// are all gone, and the counts go on.
type Walks struct {
	recent [][]step // by actor, its latest links, the latest last
	two    []tallied
	three  []tallied
}

// step is a link as an actor has it.
type step struct {
	h   graph.Relation
	to  graph.Actor
	day entente.Day
}

const (
	firstSteps  = 10
	secondSteps = 10
	thirdSteps  = 3
	walkDoubt   = 20
	walkNames   = 40
	walkTable   = 1 << 21
)

// NewWalks makes a method without any counts.
func NewWalks(actors int) *Walks {
	return &Walks{recent: make([][]step, actors), two: make([]tallied, walkTable), three: make([]tallied, walkTable)}
}

// Name implements [Method].
func (k *Walks) Name() string { return "walks" }

// Columns implements [Method].
func (k *Walks) Columns() []string {
	return []string{"all walks", "two steps", "three steps", "best of two", "best of three"}
}

// slot is the place of the counts of a way. Ways share places by chance, seldom enough.
func slot(h, b, c graph.Relation, lag entente.Day) int {
	return int(draw(uint64(h)<<32|uint64(b)<<16|uint64(c), uint64(lagOf[max(0, min(lagTop-1, lag))])) % walkTable)
}

// way is a walk that ends at an actor.
type way struct {
	to    graph.Actor
	slot  int32
	three bool
	steps [2]step
	link  *graph.Link // the last step of three
}

// ways walks from an actor.
func (k *Walks) ways(g *graph.Graph, q Question, visit func(way)) {
	for _, first := range k.recent[q.S] {
		for _, second := range k.recent[first.to] {
			if second.to == q.S {
				continue
			}
			at := int32(slot(q.H, first.h, second.h, q.Day-first.day))
			visit(way{to: second.to, slot: at, steps: [2]step{first, second}})
			h := g.Habit(second.to, q.H)
			if h == nil {
				continue
			}
			n := len(h.Links)
			for _, i := range h.Links[max(0, n-thirdSteps):] {
				l := g.LinkAt(i)
				if o := l.Other(second.to); o != q.S {
					visit(way{to: o, slot: at, three: true, steps: [2]step{first, second}, link: l})
				}
			}
		}
	}
}

func (k *Walks) worth(w way) float32 {
	t := k.two[w.slot]
	if w.three {
		t = k.three[w.slot]
	}
	return float32(t.hits) / (float32(t.shown) + walkDoubt)
}

// Learn implements [Method].
func (k *Walks) Learn(g *graph.Graph, day []Asked) {
	for _, q := range day {
		k.ways(g, q.Question, func(w way) {
			t := &k.two[w.slot]
			if w.three {
				t = &k.three[w.slot]
			}
			t.shown++
			if slices.Contains(q.Answers, w.to) {
				t.hits++
			}
		})
	}
	for _, q := range day {
		for _, o := range q.Answers {
			k.went(q.S, step{q.H, o, q.Day})
		}
	}
}

// went puts a link at the end of an actor's latest.
func (k *Walks) went(a graph.Actor, s step) {
	r := k.recent[a]
	if i := slices.IndexFunc(r, func(x step) bool { return x.to == s.to && x.h == s.h }); i >= 0 {
		r = slices.Delete(r, i, i+1)
	}
	r = append(r, s)
	if n := len(r) - secondSteps; n > 0 {
		r = slices.Delete(r, 0, n)
	}
	k.recent[a] = r
}

// Propose implements [Method].
func (k *Walks) Propose(g *graph.Graph, q Question, w *Work) {
	k.ways(g, q, func(x way) { w.add(x.to, k.worth(x)) })
	w.best.reset(walkNames)
	for _, o := range w.touched {
		w.best.add(o, w.sums[o])
	}
	w.clear()
	for _, x := range w.best.items {
		w.Name(x.actor)
	}
}

// Score implements [Method].
func (k *Walks) Score(g *graph.Graph, c *Case, w *Work, out [][]float32) {
	for _, row := range out {
		clear(row)
	}
	k.ways(g, c.Question, func(x way) {
		at, ok := w.named(x.to)
		if !ok {
			return
		}
		v, row := k.worth(x), out[at]
		row[0] += v
		if x.three {
			row[2] += v
			row[4] = max(row[4], v)
		} else {
			row[1] += v
			row[3] = max(row[3], v)
		}
	})
}

// Why implements [Method].
func (k *Walks) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	var out []Reason
	k.ways(g, q, func(x way) {
		if x.to != o {
			return
		}
		t, text := k.two[x.slot], "a way of two steps"
		if x.three {
			t, text = k.three[x.slot], "a way of three steps"
		}
		r := Reason{Method: k.Name(), Text: fmt.Sprintf("%s led here", text), Hits: float64(t.hits), Cases: float64(t.shown), Worth: float64(k.worth(x))}
		from := q.S
		for _, s := range x.steps {
			if l := g.Link(from, s.h, s.to); l != nil {
				r.Shown = append(r.Shown, shown(g, l, 2))
			}
			from = s.to
		}
		if x.three {
			r.Shown = append(r.Shown, shown(g, x.link, 2))
		}
		out = append(out, r)
	})
	byWorth(out)
	return out[:min(5, len(out))]
}
