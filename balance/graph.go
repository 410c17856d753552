package balance

// unit is what one tie weighs in the solver. Eliminating an actor of three ties halves
// weights; the unit leaves room for ten halvings before that rule no longer applies.
const unit int64 = 1 << 10

// half is one end of a weighted tie: to whom, and how strongly they want to be on one
// side (above 0) or on two (below 0), in [unit]s.
type half struct {
	to int32
	w  int64
}

// graph is a weighted signed graph under reduction. A node that is gone has no halves.
// The cost of an assignment of sides is offset plus the weight of every tie that it
// frustrates.
type graph struct {
	adj    [][]half
	offset int64
	log    []step
}

// step says how the side of a node that was taken out follows from those that stay.
type step struct {
	node   int32
	toward []half // weighted majority of these; one that outweighs the rest is followed
}

func newGraph(n int) *graph { return &graph{adj: make([][]half, n)} }

// weight gives the weight between two nodes, 0 if they are not tied.
func (g *graph) weight(u, v int32) int64 {
	for _, h := range g.adj[u] {
		if h.to == v {
			return h.w
		}
	}
	return 0
}

// add joins a weight to the one between two nodes. Of two weights of opposite sign the
// smaller is frustrated whatever the sides: it goes to the offset.
func (g *graph) add(u, v int32, w int64) {
	if old := g.weight(u, v); (old > 0) != (w > 0) {
		g.offset += min(abs(old), abs(w))
	}
	g.addHalf(u, v, w)
	g.addHalf(v, u, w)
}

func (g *graph) addHalf(u, v int32, w int64) {
	a := g.adj[u]
	for i := range a {
		if a[i].to != v {
			continue
		}
		if a[i].w += w; a[i].w == 0 {
			a[i] = a[len(a)-1]
			g.adj[u] = a[:len(a)-1]
		}
		return
	}
	if w != 0 {
		g.adj[u] = append(a, half{v, w})
	}
}

// drop takes a node's ties away from its neighbours and gives them.
func (g *graph) drop(u int32) []half {
	out := g.adj[u]
	for _, h := range out {
		g.addHalf(h.to, u, -h.w)
	}
	g.adj[u] = nil
	return out
}

// merge puts v on u's side (sign 1) or on the other (-1) and takes it out.
func (g *graph) merge(u, v int32, sign int64) {
	for _, h := range g.drop(v) {
		switch {
		case h.to != u:
			g.add(u, h.to, h.w*sign)
		case h.w*sign < 0:
			g.offset += abs(h.w)
		}
	}
	g.log = append(g.log, step{v, []half{{u, sign}}})
}

// reduce takes out every node whose best side follows from its neighbours', until none
// is left:
//
//   - one of whose ties outweighs the others together joins that neighbour (this takes
//     in nodes of one or two ties);
//   - of a node of three ties the cost, as it follows from the three neighbours, is
//     that of a triangle between them.
//
// The least cost of the graph stays what it was.
func (g *graph) reduce() {
	work := make([]int32, len(g.adj))
	for i := range work {
		work[i] = int32(len(work) - 1 - i)
	}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		before := g.adj[v]
		if g.absorb(v) || g.star(v) {
			for _, h := range before {
				work = append(work, h.to)
				for _, k := range g.adj[h.to] {
					work = append(work, k.to)
				}
			}
		}
	}
}

// absorb joins a node to the neighbour whose tie outweighs the others.
func (g *graph) absorb(v int32) bool {
	var total int64
	var top half
	for _, h := range g.adj[v] {
		total += abs(h.w)
		if abs(h.w) > abs(top.w) {
			top = h
		}
	}
	if top.w == 0 || 2*abs(top.w) < total {
		return false
	}
	g.merge(top.to, v, signOf(top.w))
	return true
}

// star replaces a node of three ties by a triangle of its neighbours. Where the sides
// that three ties want meet, the node costs nothing; where one neighbour stands apart,
// the smaller of that tie and the other two together, which is that tie as none
// outweighs the rest. A triangle with half of a + b - c opposite each c costs the same.
func (g *graph) star(v int32) bool {
	if len(g.adj[v]) != 3 {
		return false
	}
	for i := range 3 {
		if g.between(v, i)%2 != 0 {
			return false
		}
	}
	var edges [3]int64
	for i := range 3 {
		edges[i] = g.between(v, i) / 2
	}
	a := g.drop(v)
	for i := range 3 {
		x, y := a[(i+1)%3], a[(i+2)%3]
		g.add(x.to, y.to, edges[i]*signOf(x.w)*signOf(y.w))
	}
	g.log = append(g.log, step{v, a})
	return true
}

// between is twice the weight that a star gives to the two neighbours other than i.
func (g *graph) between(v int32, i int) int64 {
	a := g.adj[v]
	return abs(a[(i+1)%3].w) + abs(a[(i+2)%3].w) - abs(a[i].w)
}

// expand gives every node that was taken out its side, the last first.
func (g *graph) expand(x []int8) {
	for i := len(g.log) - 1; i >= 0; i-- {
		s := g.log[i]
		var pull int64
		for _, h := range s.toward {
			pull += h.w * int64(x[h.to])
		}
		x[s.node] = int8(signOf(pull))
	}
}

// cost gives what an assignment of sides costs.
func (g *graph) cost(x []int8) int64 {
	sum := g.offset
	for u := range g.adj {
		for _, h := range g.adj[u] {
			if int(h.to) > u && h.w*int64(x[u])*int64(x[h.to]) < 0 {
				sum += abs(h.w)
			}
		}
	}
	return sum
}

// copy gives a graph of its own that takes out nodes anew.
func (g *graph) copy() *graph {
	c := newGraph(len(g.adj))
	for u := range g.adj {
		c.adj[u] = append([]half(nil), g.adj[u]...)
	}
	return c
}

func abs(x int64) int64 { return max(x, -x) }

// signOf is 1 for what is not below zero, else -1.
func signOf(x int64) int64 {
	if x < 0 {
		return -1
	}
	return 1
}
