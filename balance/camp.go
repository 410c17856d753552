package balance

import (
	"cmp"
	"context"
	"slices"

	"entente"
)

// divide finds each component's camps and the ties that run against them.
func (w *whole) divide(ctx context.Context, b *entente.Balance, opt Options) {
	b.Line.Proven = true
	unique := true
	for i, p := range w.parts {
		d := w.division(p)
		d.solve(ctx, opt)
		if opt.Ties && d.proven() {
			d.ask(ctx)
		}
		d.tell(&b.Components[i])
		line := b.Components[i].Line
		b.Line.Low, b.Line.High, b.Line.Nodes = b.Line.Low+line.Low, b.Line.High+line.High, b.Line.Nodes+line.Nodes
		b.Line.Proven = b.Line.Proven && line.Proven
		b.Frustrated = append(b.Frustrated, d.frustrated()...)
		unique = unique && len(b.Components[i].Swing) == 0 && d.asked
	}
	slices.SortStableFunc(b.Frustrated, func(x, y entente.FrustratedTie) int {
		return cmp.Or(cmp.Compare(cost(y), cost(x)), cmp.Compare(y.Unbalanced, x.Unbalanced), cmp.Compare(x.Triangles, y.Triangles))
	})
	if len(w.ends) > 0 {
		f := 1 - 2*float64(b.Line.High)/float64(len(w.ends))
		b.Normal = &f
	}
	if opt.Ties && b.Line.Proven {
		b.Unique = &unique
	}
}

func cost(t entente.FrustratedTie) int {
	if t.Cost == nil {
		return 0
	}
	return *t.Cost
}

// division is a component while its camps are sought.
type division struct {
	*whole
	part
	g     *graph
	best  answer
	nodes int

	asked  bool
	state  []fate // of each tie
	extra  []int  // what it would cost to keep a tie that is always frustrated
	groups *forest
}

// fate says which of the best divisions frustrate a tie.
type fate int8

const (
	open      fate = iota // not known yet
	never                 // none
	sometimes             // some
	always                // all
)

func (w *whole) division(p part) *division {
	d := &division{whole: w, part: p}
	d.g = newGraph(len(p.nodes))
	at := make(map[int32]int32, len(p.nodes))
	for i, v := range p.nodes {
		at[v] = int32(i)
	}
	for _, t := range p.ties {
		e := w.ends[t]
		d.g.add(at[e[0]], at[e[1]], int64(w.Ties[t].Sign)*unit)
	}
	return d
}

// boundless is a cost that none exceeds.
const boundless = int64(1) << 50

func (d *division) solve(ctx context.Context, opt Options) {
	s := &solver{ctx: ctx, most: opt.Nodes}
	d.best = s.solve(d.g.copy(), boundless)
	d.nodes = s.nodes
}

func (d *division) proven() bool { return d.best.proven() }

// tell writes down camps and bounds.
func (d *division) tell(c *entente.Component) {
	c.Line = entente.LineIndex{High: int(d.best.cost / unit), Low: int(d.best.cost / unit), Proven: d.proven(), Nodes: d.nodes}
	if !c.Line.Proven {
		c.Line.Low = int((max(0, d.best.low) + unit - 1) / unit)
	}
	camps := [2][]entente.Code{{}, {}}
	for i, v := range d.part.nodes {
		side := int(1-d.best.x[i]) / 2
		camps[side] = append(camps[side], d.codes[v])
	}
	if len(camps[1]) > len(camps[0]) || len(camps[1]) == len(camps[0]) && camps[1][0] < camps[0][0] {
		camps[0], camps[1] = camps[1], camps[0]
	}
	c.Camps = camps
	c.Swing = d.swing()
}

// frustrated lists the ties that run against the camps.
func (d *division) frustrated() []entente.FrustratedTie {
	at := make(map[int32]int8, len(d.part.nodes))
	for i, v := range d.part.nodes {
		at[v] = d.best.x[i]
	}
	var out []entente.FrustratedTie
	for i, t := range d.part.ties {
		e := d.ends[t]
		if int(at[e[0]]*at[e[1]])*d.Ties[t].Sign > 0 {
			continue
		}
		f := entente.FrustratedTie{SignedTie: d.Ties[t]}
		d.third(e, func(_ int32, x, y int8) {
			f.Triangles++
			if int(x*y)*f.Sign < 0 {
				f.Unbalanced++
			}
		})
		if d.asked {
			yes := d.state[i] == always
			f.Always, f.Cost = &yes, &d.extra[i]
		}
		out = append(out, f)
	}
	return out
}
