package syntax

// The features by which a transition is chosen follow Zhang and Nivre (2011), for
// arc-hybrid: s0, s1, s2 are the top of the stack, b0, b1, b2 the words ahead.
// They come in groups: most of a group's sum depends on few words, and is kept for
// the other parses of the beam, which ask for it again and again.
const (
	aheadGroup  = iota // the words ahead
	leftGroup          // s0 and the words ahead: would b0 be its head?
	rightGroup         // s1 and s0: would s1 be the head of s0?
	crossGroup         // s1 and b0
	tripleGroup        // s1, s0 and b0
	placeGroup         // all of these and s2
	ownGroup           // three groups: s0, s1 and b0 with their dependents
	childGroup  = ownGroup + 3
	looseGroup  = childGroup + 7 // seven groups before it: a dependent and the words to be joined
	groups      = looseGroup + 1
)

// groupSum keeps the sum of a group's weights by what the group depends on.
type groupSum struct {
	key uint64
	sum [transitions]float32
}

const sumBits = 12

// stepFeatures gives the features of all groups.
func (c *context) stepFeatures() []uint32 {
	f := c.features[:0]
	for g := range groups {
		f = c.groupFeatures(g, f)
	}
	c.features = f
	return f
}

// stepScores sums the weights of all groups for each transition.
func (c *context) stepScores(steps scorer, out *[transitions]float32) {
	sum := &c.loose // not a local value: an interface would make it escape
	c.features = c.groupFeatures(looseGroup, c.features[:0])
	steps.score(c.features, sum[:])
	for g := range looseGroup {
		key := c.groupKey(g)
		s := &c.sums[key*k1>>(64-sumBits)]
		if s.key != key {
			s.key = key
			c.features = c.groupFeatures(g, c.features[:0])
			steps.score(c.features, s.sum[:])
		}
		for t, x := range s.sum {
			sum[t] += x
		}
	}
	*out = *sum
}

// groupKey is what a group depends on: words, of which there are fewer than 1<<13,
// a relation, or a hash of a word's dependents. It is never 0.
func (c *context) groupKey(g int) uint64 {
	s0, s1, b0 := key13(c.top(0)), key13(c.top(1)), key13(c.next)
	k := uint64(g + 1)
	switch g {
	case aheadGroup:
		return k | b0<<8
	case leftGroup:
		return k | s0<<8 | b0<<21
	case rightGroup:
		return k | s1<<8 | s0<<21
	case crossGroup:
		return k | s1<<8 | b0<<21
	case tripleGroup:
		return k | s1<<8 | s0<<21 | b0<<34
	case placeGroup:
		return k | s1<<8 | s0<<21 | b0<<34 | key13(c.top(2))<<47
	case ownGroup, ownGroup + 1, ownGroup + 2:
		i := c.owner(g - ownGroup)
		return k | c.nodeSight(uint64(i+1)*k1, i)<<8
	}
	child, a, b := c.family(g - childGroup)
	return k | key13(child)<<8 | key13(a)<<21 | key13(b)<<34 | uint64(c.node(child).rel)<<47
}

// owner gives s0, s1 or b0.
func (c *context) owner(k int) int16 {
	if k < 2 {
		return c.top(k)
	}
	return c.ahead(0)
}

func key13(i int16) uint64 { return uint64(i+1) & 0x1fff }

// family gives a dependent, its head and the other word of a possible arc.
func (c *context) family(k int) (child, a, b int16) {
	s0, s1, b0 := c.top(0), c.top(1), c.ahead(0)
	switch k {
	case 0:
		return c.node(s0).left[0], s0, b0
	case 1:
		return c.node(s0).right[0], s0, b0
	case 2:
		return c.node(b0).left[0], s0, b0
	case 3:
		return c.node(s1).left[0], s1, s0
	case 4:
		return c.node(s1).right[0], s1, s0
	case 5:
		return c.node(s0).left[0], s1, s0
	}
	return c.node(s0).right[0], s1, s0
}

func (c *context) groupFeatures(g int, f []uint32) []uint32 {
	switch g {
	case aheadGroup:
		return c.aheadFeatures(f)
	case leftGroup:
		return c.leftFeatures(f)
	case rightGroup:
		return c.rightFeatures(f)
	case crossGroup:
		return c.crossFeatures(f)
	case tripleGroup:
		return c.tripleFeatures(f)
	case placeGroup:
		return c.placeFeatures(f)
	case ownGroup, ownGroup + 1, ownGroup + 2:
		return c.ownFeatures(g-ownGroup, f)
	case looseGroup:
		return c.looseFeatures(f)
	}
	return c.familyFeatures(g-childGroup, f)
}

func (c *context) aheadFeatures(f []uint32) []uint32 {
	b0, b1, b2 := c.at(c.ahead(0)), c.at(c.ahead(1)), c.at(c.ahead(2))
	return append(f,
		mix1(1, 0),
		mix1(8, b0.form), mix1(9, b0.tag), mix1(10, b0.both),
		mix1(11, b1.form), mix1(12, b1.tag), mix1(13, b1.both),
		mix1(14, b2.form), mix1(15, b2.tag), mix1(16, b2.both), mix1(20, b0.cluster),
		mix2(50, b0.tag, b1.tag), mix2(51, b0.form, b1.tag), mix2(52, b0.tag, b1.form),
		mix3(70, b0.tag, b1.tag, b2.tag),
	)
}

func (c *context) leftFeatures(f []uint32) []uint32 {
	s0, b0, b1, b2 := c.at(c.top(0)), c.at(c.ahead(0)), c.at(c.ahead(1)), c.at(c.ahead(2))
	far, mid := distance(c.top(0), c.ahead(0)), c.between(c.top(0), c.ahead(0))
	return append(f,
		mix1(2, s0.form), mix1(3, s0.tag), mix1(4, s0.both), mix1(19, s0.cluster),
		mix2(30, s0.both, b0.both), mix2(31, s0.both, b0.form), mix2(32, s0.form, b0.both),
		mix2(33, s0.both, b0.tag), mix2(34, s0.tag, b0.both), mix2(35, s0.form, b0.form),
		mix2(36, s0.tag, b0.tag), mix2(37, s0.coarse, b0.coarse),
		mix2(60, s0.cluster, b0.cluster), mix2(61, s0.cluster, b0.tag), mix2(62, s0.tag, b0.cluster),
		mix3(71, s0.tag, b0.tag, b1.tag), mix3(74, s0.form, b0.tag, b1.tag),
		mix3(75, s0.tag, b0.form, b1.tag), mix3(76, s0.tag, b0.tag, b1.form),
		mix4(81, s0.tag, b0.tag, b1.tag, b2.tag),
		mix2(160, s0.both, far), mix2(161, b0.both, far), mix3(162, s0.tag, b0.tag, far),
		mix3(163, s0.form, b0.form, far), mix3(168, s0.tag, b0.tag, mid),
	)
}

func (c *context) rightFeatures(f []uint32) []uint32 {
	s0, s1 := c.at(c.top(0)), c.at(c.top(1))
	far, mid := distance(c.top(1), c.top(0)), c.between(c.top(1), c.top(0))
	return append(f,
		mix1(5, s1.form), mix1(6, s1.tag), mix1(7, s1.both), mix1(21, s1.cluster),
		mix2(40, s1.both, s0.both), mix2(41, s1.both, s0.form), mix2(42, s1.form, s0.both),
		mix2(43, s1.both, s0.tag), mix2(44, s1.tag, s0.both), mix2(45, s1.form, s0.form),
		mix2(46, s1.tag, s0.tag), mix2(47, s1.coarse, s0.coarse),
		mix2(63, s1.cluster, s0.cluster), mix2(64, s1.cluster, s0.tag), mix2(65, s1.tag, s0.cluster),
		mix2(164, s1.both, far), mix2(165, s0.both, far), mix3(166, s1.tag, s0.tag, far),
		mix3(167, s1.form, s0.form, far), mix3(169, s1.tag, s0.tag, mid),
	)
}

func (c *context) crossFeatures(f []uint32) []uint32 {
	s1, b0 := c.at(c.top(1)), c.at(c.ahead(0))
	return append(f,
		mix2(53, s1.tag, b0.tag), mix2(54, s1.form, b0.tag),
		mix2(55, s1.tag, b0.form), mix2(56, s1.form, b0.form),
	)
}

func (c *context) tripleFeatures(f []uint32) []uint32 {
	s0, s1, b0, b1 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.ahead(0)), c.at(c.ahead(1))
	return append(f,
		mix3(72, s1.tag, s0.tag, b0.tag), mix3(77, s1.form, s0.tag, b0.tag),
		mix3(78, s1.tag, s0.form, b0.tag), mix3(79, s1.tag, s0.tag, b0.form),
		mix4(80, s1.tag, s0.tag, b0.tag, b1.tag), mix3(83, s1.form, s0.form, b0.tag),
		mix3(84, s1.tag, s0.form, b0.form), mix3(85, s1.form, s0.tag, b0.form),
	)
}

func (c *context) placeFeatures(f []uint32) []uint32 {
	s0, s1, s2, b0 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.top(2)), c.at(c.ahead(0))
	return append(f,
		mix1(17, s2.tag), mix1(18, s2.both), mix2(57, s2.tag, s0.tag), mix2(58, s2.tag, b0.tag),
		mix3(73, s2.tag, s1.tag, s0.tag), mix4(82, s2.tag, s1.tag, s0.tag, b0.tag),
	)
}

func (c *context) familyFeatures(k int, f []uint32) []uint32 {
	child, ai, bi := c.family(k)
	d, a, b := c.at(child), c.at(ai), c.at(bi)
	rel, t := uint64(c.node(child).rel), uint64(100+5*k)
	return append(f,
		mix1(t, d.form), mix2(t+1, d.tag, a.tag), mix3(t+2, d.tag, a.tag, b.tag),
		mix3(t+3, rel, a.tag, b.tag), mix3(t+4, d.form, a.tag, b.tag),
	)
}

// ownFeatures are of a word with its dependents so far: their number on each side,
// the sets of their relations, the tags of the outermost.
func (c *context) ownFeatures(k int, f []uint32) []uint32 {
	i := c.owner(k)
	a, n := c.at(i), c.node(i)
	lefts, rights := uint64(min(n.lefts, 4)), uint64(min(n.rights, 4))
	t := uint64(170 + 10*k)
	f = append(f,
		mix2(t, a.both, lefts), mix2(t+1, a.tag, lefts),
		mix2(t+2, a.both, n.leftSet), mix2(t+3, a.tag, n.leftSet),
		mix3(t+4, a.tag, c.at(n.left[0]).tag, c.at(n.left[1]).tag),
	)
	if k == 2 { // the next word has no dependents on its right yet
		return f
	}
	return append(f,
		mix2(t+5, a.both, rights), mix2(t+6, a.tag, rights),
		mix2(t+7, a.both, n.rSet), mix2(t+8, a.tag, n.rSet),
		mix3(t+9, a.tag, c.at(n.right[0]).tag, c.at(n.right[1]).tag),
	)
}

// looseFeatures look at the dependents of several words together.
func (c *context) looseFeatures(f []uint32) []uint32 {
	n0, n1, m0 := c.node(c.top(0)), c.node(c.top(1)), c.node(c.ahead(0))
	s0, s1, b0 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.ahead(0))
	l0, lb := c.at(n0.left[0]), c.at(m0.left[0])
	second := c.at(n0.left[1]) // a relative pronoun behind a comma
	return append(f,
		mix3(145, s1.both, l0.form, s0.tag), mix3(146, s0.both, lb.form, b0.tag),
		mix4(147, s1.tag, s0.tag, l0.tag, b0.tag), mix4(148, s0.tag, b0.tag, lb.tag, l0.tag),
		mix3(150, s1.tag, n1.rSet, s0.tag), mix3(151, s0.tag, n0.leftSet, b0.tag),
		mix3(152, b0.tag, m0.leftSet, s0.tag), mix3(153, s1.tag, n1.leftSet, s0.tag),
		mix3(154, s1.form, s0.tag, n1.rSet), mix3(156, s1.tag, n1.leftSet, b0.form),
		mix3(157, l0.form, b0.form, s1.tag), mix3(158, s1.form, l0.form, b0.tag),
		mix3(159, second.form, s0.tag, s1.tag), mix3(149, second.form, s0.tag, b0.tag),
		mix2(155, uint64(min(len(c.stack), 4)), uint64(min(c.n-c.next, 3))),
	)
}
