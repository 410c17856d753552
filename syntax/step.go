package syntax

// The features by which a transition is chosen follow Zhang and Nivre (2011), for
// arc-hybrid: s0, s1, s2 are the top of the stack, b0, b1, b2 the words ahead.
// They come in groups: most of a group's sum depends on few words, and is kept for
// the other parses of the beam, which ask for it again and again.
const (
	aheadGroup = iota // the words ahead
	leftGroup         // s0 and the words ahead: would b0 be its head?
	rightGroup        // s1 and s0: would s1 be the head of s0?
	placeGroup        // the stack and the words ahead together
	childGroup        // seven groups: a dependent and the two words to be joined
	looseGroup = childGroup + 7
	groups     = looseGroup + 1
)

// groupSum keeps the sum of a group's weights by what the group depends on.
type groupSum struct {
	key uint64
	sum [transitions]float32
}

const sumBits = 11

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
	var loose [transitions]float32
	c.features = c.groupFeatures(looseGroup, c.features[:0])
	steps.score(c.features, loose[:])
	for g := range looseGroup {
		key := c.groupKey(g)
		s := &c.sums[key*k1>>(64-sumBits)]
		if s.key != key {
			s.key = key
			c.features = c.groupFeatures(g, c.features[:0])
			steps.score(c.features, s.sum[:])
		}
		for t, x := range s.sum {
			loose[t] += x
		}
	}
	*out = loose
}

// groupKey is what a group depends on: words, of which there are fewer than 1<<13,
// and a relation. It is never 0.
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
	case placeGroup:
		return k | s1<<8 | s0<<21 | b0<<34 | key13(c.top(2))<<47
	}
	child, a, b := c.family(g - childGroup)
	return k | key13(child)<<8 | key13(a)<<21 | key13(b)<<34 | uint64(c.node(child).rel)<<47
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
	case placeGroup:
		return c.placeFeatures(f)
	case looseGroup:
		return c.countFeatures(c.childFeatures(f))
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

func (c *context) placeFeatures(f []uint32) []uint32 {
	s0, s1, s2 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.top(2))
	b0, b1 := c.at(c.ahead(0)), c.at(c.ahead(1))
	return append(f,
		mix1(17, s2.tag), mix1(18, s2.both),
		mix2(53, s1.tag, b0.tag), mix2(54, s1.form, b0.tag), mix2(55, s1.tag, b0.form),
		mix2(56, s1.form, b0.form), mix2(57, s2.tag, s0.tag), mix2(58, s2.tag, b0.tag),
		mix3(72, s1.tag, s0.tag, b0.tag), mix3(73, s2.tag, s1.tag, s0.tag),
		mix3(77, s1.form, s0.tag, b0.tag), mix3(78, s1.tag, s0.form, b0.tag),
		mix3(79, s1.tag, s0.tag, b0.form), mix4(80, s1.tag, s0.tag, b0.tag, b1.tag),
		mix4(82, s2.tag, s1.tag, s0.tag, b0.tag), mix3(83, s1.form, s0.form, b0.tag),
		mix3(84, s1.tag, s0.form, b0.form), mix3(85, s1.form, s0.tag, b0.form),
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

// childFeatures look at several dependents together.
func (c *context) childFeatures(f []uint32) []uint32 {
	n0, n1, m0 := c.node(c.top(0)), c.node(c.top(1)), c.node(c.ahead(0))
	s0, s1, b0 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.ahead(0))
	l0, lb := c.at(n0.left[0]), c.at(m0.left[0])
	return append(f,
		mix3(140, s0.tag, l0.tag, c.at(n0.left[1]).tag),
		mix3(141, s0.tag, c.at(n0.right[0]).tag, c.at(n0.right[1]).tag),
		mix3(142, s1.tag, c.at(n1.right[0]).tag, c.at(n1.right[1]).tag),
		mix3(143, s1.tag, c.at(n1.left[0]).tag, c.at(n1.left[1]).tag),
		mix3(144, b0.tag, lb.tag, c.at(m0.left[1]).tag),
		mix3(145, s1.both, l0.form, s0.tag),
		mix3(146, s0.both, lb.form, b0.tag),
		mix4(147, s1.tag, s0.tag, l0.tag, b0.tag),
		mix4(148, s0.tag, b0.tag, lb.tag, l0.tag),
	)
}

// countFeatures are of valency and of the sets of relations found.
func (c *context) countFeatures(f []uint32) []uint32 {
	n0, n1, m0 := c.node(c.top(0)), c.node(c.top(1)), c.node(c.ahead(0))
	s0, s1, b0 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.ahead(0))
	v0l, v0r := uint64(min(n0.lefts, 4)), uint64(min(n0.rights, 4))
	v1l, v1r := uint64(min(n1.lefts, 4)), uint64(min(n1.rights, 4))
	vb := uint64(min(m0.lefts, 4))
	return append(f,
		mix2(170, s0.both, v0r), mix2(171, s0.both, v0l), mix2(172, s1.both, v1r),
		mix2(173, s1.both, v1l), mix2(174, b0.both, vb), mix2(175, s0.tag, v0r),
		mix2(176, s0.tag, v0l), mix2(177, s1.tag, v1r), mix2(178, b0.tag, vb),
		mix2(179, s0.both, n0.leftSet), mix2(180, s0.both, n0.rSet), mix2(181, s1.both, n1.rSet),
		mix2(182, s1.both, n1.leftSet), mix2(183, b0.both, m0.leftSet), mix2(184, s0.tag, n0.leftSet),
		mix2(185, s0.tag, n0.rSet), mix2(186, s1.tag, n1.rSet), mix2(187, b0.tag, m0.leftSet),
		mix3(188, s1.tag, n1.rSet, s0.tag), mix3(189, s0.tag, n0.leftSet, b0.tag),
		mix3(190, b0.tag, m0.leftSet, s0.tag), mix3(191, s1.tag, n1.leftSet, s0.tag),
		mix3(192, s1.form, s0.tag, n1.rSet),
		mix2(193, uint64(min(len(c.stack), 4)), uint64(min(c.n-c.next, 3))),
	)
}
