package syntax

// Parsing is by the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011)
// with the root behind the last word (Ballesteros and Nivre 2013). The relation of
// an arc is chosen when the arc is made.

// The transitions.
const (
	shift = iota
	left  // the next word becomes head of the top of the stack
	right // the second of the stack becomes head of its top
	transitions
)

const none = -1

// node is what the parser knows of a word's place in the tree so far.
type node struct {
	head          int16
	rel           uint8
	lefts, rights uint8    // numbers of dependents
	left, right   [2]int16 // outermost dependents: first and second
	leftSet, rSet uint64   // sets of relations of the dependents, as bits of rel mod 64
}

// state is a parser's configuration: a stack, the next word and the arcs.
type state struct {
	stack []int16
	next  int16
	n     int16
	nodes []node // one more than words: the last is the root
}

func (s *state) reset(n int) {
	s.stack = s.stack[:0]
	s.next, s.n = 0, int16(n)
	s.nodes = resize(s.nodes, n+1)
	for i := range s.nodes {
		s.nodes[i] = node{head: none, left: [2]int16{none, none}, right: [2]int16{none, none}}
	}
}

// top gives the k-th of the stack from its top, or none.
func (s *state) top(k int) int16 {
	if i := len(s.stack) - 1 - k; i >= 0 {
		return s.stack[i]
	}
	return none
}

// copy makes s equal to from, in its own memory.
func (s *state) copy(from *state) {
	s.stack = append(s.stack[:0], from.stack...)
	s.nodes = append(s.nodes[:0], from.nodes...)
	s.next, s.n = from.next, from.n
}

// may reports whether a transition is allowed. The root takes one dependent, the
// last word left.
func (s *state) may(t int) bool {
	switch t {
	case shift:
		return s.next < s.n
	case left:
		return len(s.stack) > 0 && (s.next < s.n || len(s.stack) == 1)
	}
	return len(s.stack) > 1
}

// arc gives the head and the dependent that a transition would join.
func (s *state) arc(t int) (head, dep int16) {
	if t == left {
		return s.next, s.top(0)
	}
	return s.top(1), s.top(0)
}

// do makes a transition; rel counts for arcs only.
func (s *state) do(t int, rel uint8) {
	if t == shift {
		s.stack = append(s.stack, s.next)
		s.next++
		return
	}
	h, d := s.arc(t)
	s.stack = s.stack[:len(s.stack)-1]
	s.nodes[d].head, s.nodes[d].rel = h, rel
	head := &s.nodes[h]
	if t == left {
		head.left[1], head.left[0] = head.left[0], d
		head.lefts++
		head.leftSet |= 1 << (rel & 63)
		return
	}
	head.right[1], head.right[0] = head.right[0], d
	head.rights++
	head.rSet |= 1 << (rel & 63)
}

// costs counts for each transition the gold arcs that it puts out of reach
// (Goldberg and Nivre 2013); 1<<20 for one that is not allowed.
func (s *state) costs(gold []int16) (c [transitions]int) {
	for t := range c {
		if !s.may(t) {
			c[t] = 1 << 20
		}
	}
	s0, s1 := s.top(0), s.top(1)
	if s.next < s.n {
		c[shift] += s.lostByShift(gold)
	}
	if s0 == none {
		return c
	}
	for b := s.next; b < s.n; b++ {
		if gold[b] == s0 {
			c[left]++
			c[right]++
		}
	}
	g := gold[s0]
	if g > s.next || (s1 != none && g == s1) {
		c[left]++
	}
	if g >= s.next {
		c[right]++
	}
	return c
}

func (s *state) lostByShift(gold []int16) (lost int) {
	for k, w := range s.stack {
		if gold[w] == s.next || (gold[s.next] == w && k < len(s.stack)-1) {
			lost++
		}
	}
	return lost
}
