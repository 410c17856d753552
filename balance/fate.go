package balance

import (
	"context"
	"slices"

	"entente"
)

// ask finds out of every tie which of the best divisions frustrate it, by looking for
// one as good that does otherwise. What the bound of the whole shows never to be
// frustrated need not be asked, and every division found answers for all its ties.
// Where the context ends before, nothing is said.
func (d *division) ask(ctx context.Context) {
	a := &inquiry{division: d, ctx: ctx, net: newNet(d.g)}
	d.state, d.extra = make([]fate, len(d.part.ties)), make([]int, len(d.part.ties))
	a.number()
	a.exclude()
	for i := range d.state {
		if d.state[i] == open {
			a.tie(i)
		}
		if ctx.Err() != nil {
			return
		}
	}
	d.groups = a.rigid()
	d.asked = ctx.Err() == nil
}

type inquiry struct {
	*division
	ctx   context.Context
	net   *net
	name  []int   // of the component's ties, in the order of the net
	at    []int32 // the other way round
	drawn *graph  // in which ties that no best division frustrates are drawn together
	group *forest // of those
}

// number finds for each of the net's ties which of the component's it is.
func (a *inquiry) number() {
	at := make(map[[2]int32]int, len(a.part.ties))
	local := make(map[int32]int32, len(a.part.nodes))
	for i, v := range a.part.nodes {
		local[v] = int32(i)
	}
	for i, t := range a.part.ties {
		e := a.ends[t]
		u, v := local[e[0]], local[e[1]]
		at[[2]int32{min(u, v), max(u, v)}] = i
	}
	a.at = make([]int32, len(a.part.ties))
	for j, t := range a.net.ties {
		i := at[[2]int32{t.u, t.v}]
		a.name = append(a.name, i)
		a.at[i] = int32(j)
	}
}

// exclude marks the ties that no division of this cost can frustrate, and draws their
// ends together.
func (a *inquiry) exclude() {
	s := &solver{ctx: a.ctx}
	b := &block{g: a.g, net: a.net, best: a.best}
	b.take(greedy(a.ctx, a.net, a.best.x))
	s.cover(b, func() bool { return false })
	fixed := b.fixable(a.best.cost + unit) // what costs no more than the best is looked for
	for _, j := range fixed {
		a.state[a.name[j]] = never
	}
	a.drawn, a.group = b.without(fixed)
}

// tie looks for a division as good that treats a tie the other way; of a tie that all
// frustrate, for what keeping it costs.
func (a *inquiry) tie(i int) {
	t := a.net.ties[a.at[i]]
	x := int64(a.best.x[t.u] * a.best.x[t.v])
	kept := t.w*x > 0
	switch got := a.turn(a.drawn, t.u, t.v, a.best.cost+unit); {
	case a.ctx.Err() != nil:
	case got.cost <= a.best.cost:
		a.compare(got.x)
	case kept:
		a.state[i] = never
	default:
		a.state[i] = always
		a.extra[i] = int((a.turn(a.g, t.u, t.v, boundless).cost - a.best.cost) / unit)
	}
}

// turn looks for the best division that has two actors the other way than the best.
func (a *inquiry) turn(from *graph, u, v int32, known int64) answer {
	way := -int64(a.best.x[u] * a.best.x[v])
	if from == a.drawn {
		p, x := a.group.root(u)
		q, y := a.group.root(v)
		if p == q { // they cannot
			return answer{cost: known}
		}
		u, v, way = p, q, way*int64(x*y)
	}
	g := from.copy()
	g.offset, g.log = from.offset, slices.Clone(from.log)
	g.merge(u, v, way)
	s := &solver{ctx: a.ctx}
	return s.solve(g, known)
}

// compare marks the ties that two best divisions treat each in its way.
func (a *inquiry) compare(x []int8) {
	for j, t := range a.net.ties {
		if a.best.x[t.u]*a.best.x[t.v] != x[t.u]*x[t.v] {
			a.state[a.name[j]] = sometimes
		}
	}
}

// rigid joins the actors of whom all best divisions say the same: those whom a tie
// joins that all treat alike, and then each group with the largest, unless a division
// as good has them the other way.
func (a *inquiry) rigid() *forest {
	f := newForest(len(a.part.nodes))
	for j, t := range a.net.ties {
		if a.state[a.name[j]] != sometimes {
			f.join(t.u, t.v, 1)
		}
	}
	core := largestGroup(f, len(a.part.nodes))
	for v := range int32(len(a.part.nodes)) {
		if root, _ := f.root(v); root != core && root == v && a.turn(a.drawn, core, root, a.best.cost+unit).cost > a.best.cost {
			f.join(core, root, 1)
		}
	}
	return f
}

// largestGroup gives the root of the tree of most nodes, of equals the one of the first.
func largestGroup(f *forest, n int) int32 {
	size := make([]int, n)
	for v := range int32(n) {
		root, _ := f.root(v)
		size[root]++
	}
	best := int32(0)
	for v := range int32(n) {
		if root, _ := f.root(v); size[root] > size[best] {
			best = root
		}
	}
	return best
}

// swing lists the actors outside the largest group of whom all best divisions say the
// same.
func (d *division) swing() []entente.Code {
	if !d.asked {
		return nil
	}
	core := largestGroup(d.groups, len(d.part.nodes))
	core, _ = d.groups.root(core)
	var out []entente.Code
	for i, v := range d.part.nodes {
		if root, _ := d.groups.root(int32(i)); root != core {
			out = append(out, d.codes[v])
		}
	}
	return out
}
