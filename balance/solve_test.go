package balance

import (
	"math"
	"math/rand"
	"testing"
)

// chanceGraph draws a graph of whole units, and gives the least cost of all divisions.
func chanceGraph(r *rand.Rand, n int) (*graph, int64) {
	g := newGraph(n)
	for i := range int32(n) {
		for j := range i {
			if r.Intn(4) > 0 {
				g.add(i, j, unit*int64(r.Intn(5)-2))
			}
		}
	}
	least := int64(math.MaxInt64)
	x := make([]int8, n)
	for d := range 1 << (n - 1) {
		for i := range x {
			x[i] = int8(1 - 2*(d>>i&1))
		}
		least = min(least, g.cost(x))
	}
	return g, least
}

// TestKnown: a search below a known cost, which may lie between two whole ones, finds
// what is there, and claims of what is not there no more than that.
func TestKnown(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 4000 {
		g, least := chanceGraph(r, 5+r.Intn(6))
		known := least + unit*int64(r.Intn(9)-4)/2
		c := g.copy()
		s := &solver{ctx: t.Context()}
		a := s.solve(g, known)
		if c.cost(a.x) != a.cost || a.cost < least {
			t.Fatalf("sides cost %d, told %d, least %d", c.cost(a.x), a.cost, least)
		}
		if least <= known-unit && a.cost != least {
			t.Fatalf("below %d there is %d, found %d", known, least, a.cost)
		}
		if a.low > max(least, above(known)) {
			t.Fatalf("bound %d, least %d, known %d", a.low, least, known)
		}
		if a.low <= known-unit && a.low < least {
			t.Fatalf("the search ended at the bound %d, below %d and the least %d", a.low, known, least)
		}
	}
}

// TestPoorStart: the same of a block of which poor sides alone are known, as it is when
// the descent fails.
func TestPoorStart(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	for range 4000 {
		g, least := chanceGraph(r, 5+r.Intn(6))
		least -= g.offset
		g.offset = 0
		known := least + unit*int64(r.Intn(9)-4)/2
		s := &solver{ctx: t.Context()}
		b := &block{g: g, net: newNet(g)}
		b.best.x = make([]int8, len(g.adj))
		for i := range b.best.x {
			b.best.x[i] = int8(1 - 2*r.Intn(2))
		}
		b.best.cost = g.cost(b.best.x)
		b.take(greedy(s.ctx, b.net, b.best.x))
		s.search(b, known)
		if b.best.low > max(least, above(known)) || b.best.low > b.best.cost {
			t.Fatalf("bound %d, cost %d, least %d, known %d", b.best.low, b.best.cost, least, known)
		}
		if least <= known-unit && b.best.cost != least {
			t.Fatalf("below %d there is %d, found %d", known, least, b.best.cost)
		}
	}
}

// TestReduceKeepsCosts: whatever the sides of those that are left, taking a node out
// costs what its best side costs.
func TestReduceKeepsCosts(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	stars := 0
	for range 4000 {
		n := 3 + r.Intn(8)
		g := newGraph(n)
		for range n + r.Intn(n) {
			if i, j := r.Int31n(int32(n)), r.Int31n(int32(n)); i != j {
				g.add(i, j, unit*int64(r.Intn(3)-1))
			}
		}
		g.offset = 0
		before := g.copy()
		g.reduce()
		for _, s := range g.log {
			if len(s.toward) == 3 {
				stars++
			}
		}
		x := make([]int8, n)
		for i := range x {
			x[i] = int8(1 - 2*r.Intn(2))
		}
		reduced := g.cost(x)
		g.expand(x)
		if got := before.cost(x); got != reduced {
			t.Fatalf("reduced it costs %d, expanded %d", reduced, got)
		}
	}
	if stars == 0 {
		t.Error("no star was met")
	}
}

// TestPackingHolds: no tie is in cycles of more weight than its own, cycles are
// negative, and the bound is none too high; so too of the cover programme's answer.
func TestPackingHolds(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 500 {
		g, least := chanceGraph(r, 5+r.Intn(6))
		least -= g.offset
		g.offset = 0
		n := newNet(g)
		p := greedy(t.Context(), n, spanned(n, nil))
		checkPacking(t, p, least)
		c := newCover(n.ties)
		for _, cycle := range p.cycles {
			c.cut(cycle)
		}
		for range 100 {
			if !c.solve(10000, func() bool { return false }) {
				t.Fatal("the cover programme was not solved")
			}
			checkPacking(t, c.packing(n), least)
			cuts := separate(n, c.shares(), func() bool { return false })
			if len(cuts) == 0 {
				break
			}
			for _, cycle := range cuts {
				c.cut(cycle)
			}
		}
		for v := range int32(n.n) {
			if w := newWalker(n).shortest(v, c.shares(), 1-1e-4); w.ties != nil {
				t.Fatalf("cycle %v is short, and was not found", w.ties)
			}
		}
	}
}

func checkPacking(t *testing.T, p *packing, least int64) {
	t.Helper()
	load := make([]int64, len(p.ties))
	total := int64(0)
	for k, cycle := range p.cycles {
		if !p.negative(cycle) {
			t.Fatalf("cycle %v is not negative", cycle)
		}
		ends := map[int32]int{}
		for _, i := range cycle {
			load[i] += p.weight[k]
			ends[p.ties[i].u]++
			ends[p.ties[i].v]++
		}
		for _, n := range ends {
			if n != 2 {
				t.Fatalf("%v is no cycle", cycle)
			}
		}
		total += p.weight[k]
	}
	for i, w := range load {
		if w > abs(p.ties[i].w)*grain || w+p.room[i] != abs(p.ties[i].w)*grain {
			t.Fatalf("tie %d is in cycles of weight %d", i, w)
		}
	}
	if total != p.total || p.bound() > least {
		t.Fatalf("bound %d of %d, least cost %d", p.bound(), total, least)
	}
}
