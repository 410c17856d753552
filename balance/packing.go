package balance

import "context"

// packing is a set of negative cycles with weights, such that no tie is in cycles of
// more weight together than its own. Every assignment of sides frustrates a tie of each
// negative cycle, so it costs at least the sum of the weights. Weights are whole
// numbers of which grain make a unit of tie weight: the bound holds exactly.
type packing struct {
	*net
	cycles [][]int32
	weight []int64
	room   []int64 // what is left of each tie
	total  int64
}

const grain int64 = 1 << 20

func newPacking(n *net) *packing {
	p := &packing{net: n, room: make([]int64, len(n.ties))}
	for i, t := range n.ties {
		p.room[i] = abs(t.w) * grain
	}
	return p
}

// put adds a cycle with as much of a weight as there is room for.
func (p *packing) put(cycle []int32, weight int64) {
	for _, i := range cycle {
		weight = min(weight, p.room[i])
	}
	if weight <= 0 {
		return
	}
	for _, i := range cycle {
		p.room[i] -= weight
	}
	p.total += weight
	p.cycles = append(p.cycles, cycle)
	p.weight = append(p.weight, weight)
}

// beats reports whether no sides cost less than some that are known by a unit: whether
// the bound is above their cost less one.
func (p *packing) beats(known int64) bool { return p.total > (known-unit)*grain }

// bound is the least whole weight that the packing does not rule out.
func (p *packing) bound() int64 { return (p.total + grain - 1) / grain }

// never reports whether sides that frustrate a tie cost no less than some known: they
// pay at least the packing and what the tie has left.
func (p *packing) never(i int32, known int64) bool {
	return p.total+p.room[i] > (known-unit)*grain
}

// triple is the length of the shortest cycles that there are.
const triple = 3

// greedy packs short cycles first. Every negative cycle holds a tie that any given sides
// frustrate, so it is enough to look from those. As room is taken, the shortest cycle
// through a node only grows, so nodes wait by the length that theirs had when it was
// looked for.
func greedy(ctx context.Context, n *net, x []int8) *packing {
	p := newPacking(n)
	w := newWalker(n)
	open := func(i int32) bool { return p.room[i] > 0 }
	waiting := make([][]int32, max(triple, 2*n.n)+1)
	waiting[triple] = n.sources(x)
	for length := triple; length < len(waiting); length++ {
		for i := 0; i < len(waiting[length]) && ctx.Err() == nil; i++ {
			v := waiting[length][i]
			cycle := w.hops(v, open).ties
			if cycle == nil {
				continue
			}
			if len(cycle) <= length {
				p.put(cycle, 1<<62)
			}
			next := max(length, len(cycle))
			waiting[next] = append(waiting[next], v)
		}
		waiting[length] = nil
	}
	return p
}

// sources lists one end of each tie that sides frustrate.
func (n *net) sources(x []int8) []int32 {
	seen := make([]bool, n.n)
	var out []int32
	for _, t := range n.ties {
		if x[t.u]*x[t.v]*t.sign() < 0 && !seen[t.u] && !seen[t.v] {
			seen[t.u] = true
			out = append(out, t.u)
		}
	}
	return out
}
