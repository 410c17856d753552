package balance

import "slices"

// tie is one weighted tie of a graph.
type tie struct {
	u, v int32
	w    int64
}

func (t tie) sign() int8 { return int8(signOf(t.w)) }

func (t tie) other(v int32) int32 { return t.u + t.v - v }

// net is a graph whose ties are numbered and no longer change.
type net struct {
	n    int
	ties []tie
	at   [][]int32 // numbers of a node's ties
}

func newNet(g *graph) *net {
	n := &net{n: len(g.adj), at: make([][]int32, len(g.adj))}
	for u := range g.adj {
		for _, h := range g.adj[u] {
			if int(h.to) > u {
				n.tie(int32(u), h.to, h.w)
			}
		}
	}
	return n
}

func (n *net) tie(u, v int32, w int64) {
	i := int32(len(n.ties))
	n.ties = append(n.ties, tie{u, v, w})
	n.at[u] = append(n.at[u], i)
	n.at[v] = append(n.at[v], i)
}

// A cycle is negative if it holds an odd number of negative ties: whatever the sides,
// one of its ties at least is frustrated (Cartwright and Harary 1956). Cycles are lists
// of ties.
//
// circuit is a cycle as it is walked from a node; without ties there is none.
type circuit struct {
	from int32
	ties []int32
}

// walker finds short negative cycles in the double cover, in which each node stands
// twice, once on either side: node v on side s is 2v+s. A path from one of a node's two
// places to the other is a negative closed walk.
type walker struct {
	*net
	dist []float64
	via  []int32 // the tie by which the place was reached
	mark []int32 // in which walk
	walk int32
	h    heap
	fifo []int32
}

func newWalker(n *net) *walker {
	return &walker{net: n, dist: make([]float64, 2*n.n), via: make([]int32, 2*n.n), mark: make([]int32, 2*n.n)}
}

// step gives the place that a tie leads to from another.
func (w *walker) step(place, i int32) int32 {
	to := 2*w.ties[i].other(place/2) + place%2
	if w.ties[i].w < 0 {
		to ^= 1
	}
	return to
}

// hops finds a negative cycle on a shortest negative closed walk through v, over the ties
// that open admits.
func (w *walker) hops(v int32, open func(i int32) bool) circuit {
	w.walk++
	start, goal := 2*v, 2*v+1
	w.mark[start] = w.walk
	w.fifo = append(w.fifo[:0], start)
	for head := 0; head < len(w.fifo); head++ {
		p := w.fifo[head]
		for _, i := range w.at[p/2] {
			to := w.step(p, i)
			if w.mark[to] == w.walk || !open(i) {
				continue
			}
			w.mark[to], w.via[to] = w.walk, i
			if to == goal {
				return w.back(goal, start)
			}
			w.fifo = append(w.fifo, to)
		}
	}
	return circuit{}
}

// path finds a shortest way from one node to another over the ties that open admits,
// whatever their sign; nil if there is none or they are one node.
func (w *walker) path(from, to int32, open func(i int32) bool) []int32 {
	w.walk++
	w.mark[from] = w.walk
	w.fifo = append(w.fifo[:0], from)
	for head := 0; head < len(w.fifo) && w.mark[to] != w.walk; head++ {
		v := w.fifo[head]
		for _, i := range w.at[v] {
			if u := w.ties[i].other(v); w.mark[u] != w.walk && open(i) {
				w.mark[u], w.via[u] = w.walk, i
				w.fifo = append(w.fifo, u)
			}
		}
	}
	var way []int32
	for v := to; v != from; v = w.ties[w.via[v]].other(v) {
		if w.mark[v] != w.walk {
			return nil
		}
		way = append(way, w.via[v])
	}
	slices.Reverse(way)
	return way
}

// hop is a length added to each tie, so that of walks of one length the shorter is found.
const hop = 1e-7

// shortest finds a negative closed walk through v of least length, if that is below
// most (Dijkstra 1959).
func (w *walker) shortest(v int32, length []float64, most float64) circuit {
	w.walk++
	start, goal := 2*v, 2*v+1
	w.mark[start], w.dist[start] = w.walk, 0
	w.h = append(w.h[:0], entry{0, start})
	for len(w.h) > 0 {
		top := w.h.pop()
		p := top.place
		if top.dist > w.dist[p] {
			continue
		}
		if p == goal {
			return w.back(goal, start)
		}
		for _, i := range w.at[p/2] {
			to, d := w.step(p, i), top.dist+length[i]+hop
			if d < most && (w.mark[to] != w.walk || d < w.dist[to]) {
				w.mark[to], w.dist[to], w.via[to] = w.walk, d, i
				w.h.push(entry{d, to})
			}
		}
	}
	return circuit{}
}

// back follows a walk to its start and gives a negative cycle made of its ties.
func (w *walker) back(goal, start int32) circuit {
	var walk []int32
	for p := goal; p != start; {
		i := w.via[p]
		walk = append(walk, i)
		p = w.step(p, i)
	}
	return w.simple(goal/2, walk)
}

// simple gives a negative cycle among the ties of a negative closed walk from a node:
// loops are taken out as they close, until one of them is negative.
func (w *walker) simple(from int32, walk []int32) circuit {
	seen := map[int32]int{from: 0} // how many ties lead to the node
	var path []int32
	at := from
	for _, i := range walk {
		path = append(path, i)
		at = w.ties[i].other(at)
		j, again := seen[at]
		if !again {
			seen[at] = len(path)
			continue
		}
		loop := path[j:]
		if w.negative(loop) {
			return circuit{at, slices.Clone(loop)}
		}
		for v, k := range seen {
			if k > j {
				delete(seen, v)
			}
		}
		path = path[:j]
	}
	return circuit{}
}

func (n *net) negative(cycle []int32) bool {
	odd := false
	for _, i := range cycle {
		odd = odd != (n.ties[i].w < 0)
	}
	return odd
}

type entry struct {
	dist  float64
	place int32
}

// heap is a binary heap of places by distance, then number.
type heap []entry

func (h heap) less(i, j int) bool {
	return h[i].dist < h[j].dist || h[i].dist == h[j].dist && h[i].place < h[j].place
}

func (h *heap) push(e entry) {
	a := append(*h, e)
	i := len(a) - 1
	for i > 0 && a.less(i, (i-1)/2) {
		a[i], a[(i-1)/2] = a[(i-1)/2], a[i]
		i = (i - 1) / 2
	}
	*h = a
}

func (h *heap) pop() entry {
	a := *h
	top := a[0]
	a[0] = a[len(a)-1]
	a = a[:len(a)-1]
	for i := 0; ; {
		c := 2*i + 1
		if c >= len(a) {
			break
		}
		if c+1 < len(a) && a.less(c+1, c) {
			c++
		}
		if !a.less(c, i) {
			break
		}
		a[i], a[c] = a[c], a[i]
		i = c
	}
	*h = a
	return top
}
