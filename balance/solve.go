package balance

import (
	"context"
	"math"
)

// solver finds the sides of least cost by branch and bound.
type solver struct {
	ctx   context.Context
	nodes int // of the search tree, so far
	most  int // of them, 0 for any number
}

// answer is what the solver knows of a graph: the best sides found, their cost, and a
// bound below which no sides cost.
type answer struct {
	x    []int8
	cost int64
	low  int64
}

// proven reports whether no other sides cost less. The costs of the divisions of one
// graph differ by whole units, even where its weights are halves: the reductions keep
// the cost of every division that is left, and a network's costs are whole; those of a
// piece are what a whole network's differ by when the piece alone is divided otherwise.
func (a answer) proven() bool { return a.low > a.cost-unit }

// better joins what was found of the same graph, or of one with fewer divisions: its
// sides if they cost less, and a bound.
func (a answer) better(b answer, low int64) answer {
	if b.cost < a.cost {
		a.x, a.cost = b.x, b.cost
	}
	a.low = max(a.low, min(low, a.cost))
	if a.proven() {
		a.low = a.cost
	}
	return a
}

func (s *solver) stopped() bool { return s.ctx.Err() != nil || s.most > 0 && s.nodes > s.most }

// solve gives an answer for a graph, which it uses up: the graph is reduced, and each
// piece is solved by itself. Only sides that cost less than known are looked for; a
// bound above that less a unit ends the search.
func (s *solver) solve(g *graph, known int64) answer {
	g.reduce()
	parts := g.pieces()
	blocks := make([]*block, len(parts))
	low := g.offset
	for i, p := range parts {
		blocks[i] = s.start(p.g)
		low += blocks[i].best.low
	}
	for _, b := range blocks {
		if low > known-unit {
			break
		}
		rest := low - b.best.low
		s.search(b, known-rest)
		low = rest + b.best.low
	}
	sides := make([][]int8, len(parts))
	for i, b := range blocks {
		sides[i] = b.best.x
	}
	out := answer{x: join(len(g.adj), parts, sides), low: low}
	out.cost = g.cost(out.x)
	g.expand(out.x)
	return out
}

// block is a biconnected graph without offset and what is known of it.
type block struct {
	g    *graph
	net  *net
	pack *packing
	best answer
}

// start gives sides by descent and a bound by packing.
func (s *solver) start(g *graph) *block {
	b := &block{g: g, net: newNet(g)}
	d := newDescent(g, spanned(b.net, nil))
	moves := min(20*b.net.n+200, max(200, 20_000_000/(b.net.n+1)))
	if s.ctx.Err() != nil {
		moves = 0
	}
	b.best.x, b.best.cost = d.search(moves)
	b.take(greedy(s.ctx, b.net, b.best.x))
	return b
}

// above is the least bound that rules out all that costs less than known by a unit or
// more. It is not known itself, from which the costs of a piece need not differ by whole
// units: what was found of other pieces went into it.
func above(known int64) int64 { return known - unit + 1 }

// take keeps the better of two packings, and raises the bound.
func (b *block) take(p *packing) {
	if b.pack == nil || p.total > b.pack.total {
		b.pack = p
	}
	b.best = b.best.better(b.best, p.bound())
}

// search betters what is known of a block until that is proven, or nothing below known
// is left.
func (s *solver) search(b *block, known int64) {
	s.nodes++
	share := s.tighten(b, known)
	known = min(known, b.best.cost)
	if b.pack.beats(known) || b.best.low > known-unit || s.stopped() {
		return
	}
	if fixed := b.fixable(known); len(fixed) > 0 {
		c, _ := b.without(fixed)
		got := s.solve(c, known)
		b.best = b.best.better(got, min(got.low, above(known)))
		return
	}
	s.branch(b, known, share)
}

// fixable lists the ties that no better sides frustrate.
func (b *block) fixable(known int64) []int32 {
	var out []int32
	for i := range int32(len(b.net.ties)) {
		if b.pack.never(i, known) {
			out = append(out, i)
		}
	}
	return out
}

// without draws the ends of ties into one that are not frustrated, and tells whose.
func (b *block) without(fixed []int32) (*graph, *forest) {
	c := b.g.copy()
	f := newForest(b.net.n)
	for _, i := range fixed {
		t := b.net.ties[i]
		f.join(t.u, t.v, t.sign())
	}
	for v := range int32(b.net.n) {
		if root, side := f.root(v); root != v {
			c.merge(root, v, int64(side))
		}
	}
	return c, f
}

// branch tries both ways for the tie of which the bound is least sure, the likelier
// way first.
func (s *solver) branch(b *block, known int64, share []float64) {
	i := undecided(b.net, share)
	t := b.net.ties[i]
	way := signOf(t.w)
	if share != nil && share[i] > .5 {
		way = -way
	}
	low := int64(math.MaxInt64)
	for _, w := range []int64{way, -way} {
		c := b.g.copy()
		c.merge(t.u, t.v, w)
		got := s.solve(c, known)
		low = min(low, got.low)
		b.best = b.best.better(got, 0)
		known = min(known, b.best.cost)
	}
	b.best = b.best.better(b.best, low)
}

// undecided is the tie whose share is nearest a half, of equals the one whose ends have
// most ties.
func undecided(n *net, share []float64) int32 {
	best, top := int32(0), math.Inf(-1)
	for i, t := range n.ties {
		score := float64(len(n.at[t.u])+len(n.at[t.v])) / float64(2*n.n+2)
		if share != nil {
			score -= 100 * math.Round(1000*math.Abs(share[i]-.5)) / 1000
		}
		if score > top {
			best, top = int32(i), score
		}
	}
	return best
}

// largest is how many numbers the cover programme may hold.
const largest = 40_000_000

// rounds is how often cuts are added at most: far more than was ever needed.
const rounds = 5000

// tighten raises a block's bound by the cover programme, and looks for better sides
// along its answers. It ends where nothing is left to gain, where many ties are seen
// never to be frustrated, or when stopped, and gives the shares of ties, nil if it got
// none.
func (s *solver) tighten(b *block, known int64) []float64 {
	return s.cover(b, func() bool {
		known = min(known, b.best.cost)
		return b.pack.beats(known) || 4*len(b.fixable(known)) > len(b.net.ties)
	})
}

// cover raises a block's bound until it is enough, or as high as it goes.
func (s *solver) cover(b *block, enough func() bool) []float64 {
	c := newCover(b.net.ties)
	for _, cycle := range b.pack.cycles {
		c.cut(cycle)
	}
	var share []float64
	for range rounds {
		if s.stopped() || enough() {
			return share
		}
		whole := c.solve(50*(len(c.row)+100), s.stopped)
		b.take(c.packing(b.net)) // a bound even if broken off
		if !whole {
			return share
		}
		share = c.shares()
		b.round(share)
		cuts := separate(b.net, share, s.stopped)
		if len(cuts) == 0 || (len(c.row)+len(cuts))*(len(c.vars)+len(cuts)) > largest {
			return share
		}
		c.loosen()
		for _, cycle := range cuts {
			c.cut(cycle)
		}
	}
	return share
}

// round makes sides of the shares, and betters them.
func (b *block) round(share []float64) {
	d := newDescent(b.g, spanned(b.net, share))
	x, cost := d.search(min(b.net.n, 2_000_000/(b.net.n+1)))
	if cost < b.best.cost {
		b.best.x, b.best.cost = x, cost
	}
}
