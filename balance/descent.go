package balance

import (
	"cmp"
	"slices"
)

// descent looks for good sides by moving one node at a time: always the one that gains
// most or loses least, never one that moved lately (tabu search, Glover 1989). Chance
// is a fixed sequence, so the same graph has the same answer.
type descent struct {
	g    *graph
	x    []int8
	gain []int64 // what moving the node would save
	cost int64
	seed uint64
}

func newDescent(g *graph, x []int8) *descent {
	d := &descent{g: g, x: x, gain: make([]int64, len(x)), cost: g.cost(x), seed: 1}
	for v := range x {
		for _, h := range g.adj[v] {
			d.gain[v] -= h.w * int64(x[v]) * int64(x[h.to])
		}
	}
	return d
}

func (d *descent) move(v int32) {
	d.cost -= d.gain[v]
	d.gain[v] = -d.gain[v]
	d.x[v] = -d.x[v]
	for _, h := range d.g.adj[v] {
		d.gain[h.to] -= 2 * h.w * int64(d.x[v]) * int64(d.x[h.to])
	}
}

// chance gives the next of a fixed sequence of numbers below n (splitmix64, Steele,
// Lea and Flood 2014).
func (d *descent) chance(n int) int {
	d.seed += 0x9e3779b97f4a7c15
	z := d.seed
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

// settle moves nodes while that saves anything.
func (d *descent) settle() {
	for again := true; again; {
		again = false
		for v := range d.x {
			if d.gain[v] > 0 {
				d.move(int32(v))
				again = true
			}
		}
	}
}

// search gives the best sides it meets in so many moves.
func (d *descent) search(moves int) ([]int8, int64) {
	d.settle()
	best, least := append([]int8(nil), d.x...), d.cost
	if len(d.x) < 2 {
		return best, least
	}
	free := make([]int, len(d.x)) // move from which on the node may move again
	for i := range moves {
		v := d.pick(free, i, least)
		if v < 0 {
			continue
		}
		d.move(int32(v))
		free[v] = i + 5 + d.chance(10)
		if d.cost < least {
			least = d.cost
			copy(best, d.x)
		}
	}
	return best, least
}

// pick chooses the node to move, of equals one by chance.
func (d *descent) pick(free []int, now int, least int64) int {
	best, equals := -1, 0
	for v, gain := range d.gain {
		if free[v] > now && d.cost-gain >= least || len(d.g.adj[v]) == 0 {
			continue
		}
		switch {
		case best < 0 || gain > d.gain[best]:
			best, equals = v, 1
		case gain == d.gain[best]:
			equals++
			if d.chance(equals) == 0 {
				best = v
			}
		}
	}
	return best
}

// spanned gives the sides that satisfy a spanning forest of the shortest ties. Without
// lengths the heaviest ties are taken first.
func spanned(n *net, length []float64) []int8 {
	ties := n.ties
	order := make([]int32, len(ties))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		if length != nil && length[a] != length[b] {
			return cmp.Compare(length[a], length[b])
		}
		return cmp.Compare(abs(ties[b].w), abs(ties[a].w))
	})
	f := newForest(n.n)
	for _, i := range order {
		f.join(ties[i].u, ties[i].v, ties[i].sign())
	}
	x := make([]int8, n.n)
	for v := range x {
		_, x[v] = f.root(int32(v))
	}
	return x
}

// forest joins nodes into trees and knows each one's side relative to its root.
type forest struct {
	up   []int32
	side []int8
}

func newForest(n int) *forest {
	f := &forest{make([]int32, n), make([]int8, n)}
	for v := range f.up {
		f.up[v], f.side[v] = int32(v), 1
	}
	return f
}

func (f *forest) root(v int32) (root int32, side int8) {
	if f.up[v] == v {
		return v, 1
	}
	r, s := f.root(f.up[v])
	f.up[v], f.side[v] = r, f.side[v]*s
	return r, f.side[v]
}

// join puts two nodes in one tree, and reports whether they were in two.
func (f *forest) join(u, v int32, sign int8) bool {
	a, s := f.root(u)
	b, t := f.root(v)
	if a == b {
		return false
	}
	f.up[b], f.side[b] = a, s*t*sign
	return true
}
