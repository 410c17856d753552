package balance

// nought is the share below which a tie counts as satisfied.
const nought = 1e-7

// separate gives negative cycles along which the shares sum to less than 1; none only
// if there is none, or when stopped. Few of them have ties in common.
//
// Nodes that satisfied ties hold together are drawn into one, so that the walks go over
// the other ties alone; of satisfied ties the shortest way is laid in afterwards. A
// negative cycle of satisfied ties alone comes first.
func separate(n *net, share []float64, stopped func() bool) [][]int32 {
	s := &separation{net: n, share: share, stopped: stopped, walker: newWalker(n), used: make([]int8, len(n.ties))}
	s.draw()
	if !s.torn() {
		s.loops()
		s.around()
	}
	return s.cuts
}

type separation struct {
	*net
	*walker
	share   []float64
	stopped func() bool
	forest  *forest
	used    []int8
	cuts    [][]int32
}

// overlap is how many cuts of one round may hold a tie.
const overlap = 4

// cut takes a cycle unless others hold its ties already.
func (s *separation) cut(cycle []int32) {
	if cycle == nil {
		return
	}
	for _, i := range cycle {
		if s.used[i] >= overlap {
			return
		}
	}
	for _, i := range cycle {
		s.used[i]++
	}
	s.cuts = append(s.cuts, cycle)
}

func (s *separation) satisfied(i int32) bool { return s.share[i] < nought }

// draw joins the ends of satisfied ties.
func (s *separation) draw() {
	s.forest = newForest(s.net.n)
	for i, t := range s.net.ties {
		if s.satisfied(int32(i)) {
			s.forest.join(t.u, t.v, t.sign())
		}
	}
}

// seen tells of a tie between which drawn nodes it lies, and whether it agrees with
// their sides.
func (s *separation) seen(i int32) (a, b int32, sign int8) {
	t := s.net.ties[i]
	a, x := s.forest.root(t.u)
	b, y := s.forest.root(t.v)
	return a, b, t.sign() * x * y
}

// torn takes cycles from where satisfied ties contradict each other.
func (s *separation) torn() bool {
	found := false
	for i, t := range s.net.ties {
		if a, b, sign := s.seen(int32(i)); a == b && sign < 0 && s.satisfied(int32(i)) && !s.stopped() {
			found = true
			s.cut(s.walker.hops(t.u, s.satisfied).ties)
		}
	}
	return found
}

// loops takes ties within a drawn node that do not agree with its sides.
func (s *separation) loops() {
	for i, t := range s.net.ties {
		if a, b, sign := s.seen(int32(i)); a == b && sign < 0 && s.share[i] < 1-1e-5 && !s.stopped() {
			s.cut(append(s.way(t.u, t.v), int32(i)))
		}
	}
}

// around takes cycles over several drawn nodes.
func (s *separation) around() {
	outer, name := s.outer()
	length := make([]float64, len(name))
	for j, i := range name {
		length[j] = s.share[i]
	}
	w := newWalker(outer)
	for v := range int32(outer.n) {
		if s.stopped() {
			return
		}
		if c := w.shortest(v, length, 1-1e-5); c.ties != nil {
			s.cut(s.inside(outer, c, name))
		}
	}
}

// outer gives the net of drawn nodes, and which ties its ties are.
func (s *separation) outer() (outer *net, name []int32) {
	at := map[int32]int32{}
	outer = &net{}
	number := func(v int32) int32 {
		k, ok := at[v]
		if !ok {
			k = int32(outer.n)
			at[v] = k
			outer.n++
			outer.at = append(outer.at, nil)
		}
		return k
	}
	for i := range s.net.ties {
		if a, b, sign := s.seen(int32(i)); a != b && s.share[i] < 1-1e-5 {
			outer.tie(number(a), number(b), int64(sign))
			name = append(name, int32(i))
		}
	}
	return outer, name
}

// inside lays the ways within the drawn nodes into a circuit over them.
func (s *separation) inside(outer *net, c circuit, name []int32) []int32 {
	var walk []int32
	var first, last int32 = -1, -1
	at := c.from
	for _, j := range c.ties {
		t, i := s.net.ties[name[j]], name[j]
		in, out := t.u, t.v
		if outer.ties[j].u != at {
			in, out = out, in
		}
		if first < 0 {
			first = in
		} else {
			walk = append(walk, s.way(last, in)...)
		}
		walk = append(walk, i)
		at, last = outer.ties[j].other(at), out
	}
	return s.walker.simple(first, append(walk, s.way(last, first)...)).ties
}

// way gives a shortest way over satisfied ties.
func (s *separation) way(from, to int32) []int32 { return s.walker.path(from, to, s.satisfied) }
