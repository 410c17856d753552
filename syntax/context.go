package syntax

// context is the working memory of parsing one sentence.
type context struct {
	*state          // the configuration looked at: one of the beam's
	atoms    []atom // none, the words, the root
	features []uint32
	beam     beam
}

// atom is a word as the parser's features see it.
type atom struct {
	form, tag, coarse, cluster uint64
	both                       uint64 // form and tag
	suffix                     uint64
	verbs, commas, joins       uint64 // numbers of such words up to and with this one
}

// read turns a tagged view into atoms.
func (c *context) read(v *view, m *Model) {
	n := len(v.tags)
	c.atoms = resize(c.atoms, n+2)
	c.atoms[0] = atom{form: 2, tag: 254, coarse: 254, both: 2}
	var verbs, commas, joins uint64
	for i := range n {
		w, p, u := &v.words[i+pads], uint64(v.tags[i]), uint64(v.coarse[i])
		switch m.classes.kind[v.tags[i]] {
		case verbKind:
			verbs++
		case markKind:
			commas++
		case joinKind:
			joins++
		}
		c.atoms[i+1] = atom{form: w.form, tag: p, coarse: u, cluster: w.cluster, both: w.form*257 + p,
			suffix: w.suffix[2], verbs: verbs, commas: commas, joins: joins}
	}
	c.atoms[n+1] = atom{form: 3, tag: 253, coarse: 253, both: 3, verbs: verbs, commas: commas, joins: joins}
	c.beam.reset(n, m.width)
	c.state = &c.beam.items[0].state
}

// at gives the atom of a word, of none or of the root.
func (c *context) at(i int16) *atom { return &c.atoms[i+1] }

var noNode = node{head: none, left: [2]int16{none, none}, right: [2]int16{none, none}}

func (c *context) node(i int16) *node {
	if i == none {
		return &noNode
	}
	return &c.nodes[i]
}

// ahead gives the k-th word from the next one, the root once, then none.
func (c *context) ahead(k int16) int16 {
	if i := c.next + k; i <= c.n {
		return i
	}
	return none
}

// distance is how far two words lie apart, in steps.
func distance(a, b int16) uint64 {
	if a == none || b == none {
		return 0
	}
	switch d := max(a-b, b-a); {
	case d <= 4:
		return uint64(d)
	case d <= 6:
		return 5
	case d <= 10:
		return 6
	case d <= 18:
		return 7
	}
	return 8
}

// between tells which kinds of word lie strictly between two words, as one number.
func (c *context) between(a, b int16) uint64 {
	if a == none || b == none || b <= a+1 {
		return 0
	}
	x, y := c.at(a), c.at(b-1)
	return 1 + min(y.verbs-x.verbs, 2) + 3*min(y.commas-x.commas, 3) + 12*min(y.joins-x.joins, 2)
}

// stepFeatures gives the features by which a transition is chosen (after Zhang and
// Nivre 2011, for arc-hybrid).
func (c *context) stepFeatures() []uint32 {
	f := c.features[:0]
	f = c.wordFeatures(f)
	f = c.pairFeatures(f)
	f = c.tripleFeatures(f)
	f = c.childFeatures(f)
	f = c.shapeFeatures(f)
	c.features = f
	return f
}

func (c *context) wordFeatures(f []uint32) []uint32 {
	s0, s1, s2 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.top(2))
	b0, b1, b2 := c.at(c.ahead(0)), c.at(c.ahead(1)), c.at(c.ahead(2))
	return append(f,
		mix1(1, 0),
		mix1(2, s0.form), mix1(3, s0.tag), mix1(4, s0.both),
		mix1(5, s1.form), mix1(6, s1.tag), mix1(7, s1.both),
		mix1(8, b0.form), mix1(9, b0.tag), mix1(10, b0.both),
		mix1(11, b1.form), mix1(12, b1.tag), mix1(13, b1.both),
		mix1(14, b2.form), mix1(15, b2.tag), mix1(16, b2.both),
		mix1(17, s2.tag), mix1(18, s2.both),
		mix1(19, s0.cluster), mix1(20, b0.cluster), mix1(21, s1.cluster),
	)
}

func (c *context) pairFeatures(f []uint32) []uint32 {
	s0, s1, s2 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.top(2))
	b0, b1 := c.at(c.ahead(0)), c.at(c.ahead(1))
	return append(f,
		mix2(30, s0.both, b0.both), mix2(31, s0.both, b0.form), mix2(32, s0.form, b0.both),
		mix2(33, s0.both, b0.tag), mix2(34, s0.tag, b0.both), mix2(35, s0.form, b0.form),
		mix2(36, s0.tag, b0.tag), mix2(37, s0.coarse, b0.coarse),
		mix2(40, s1.both, s0.both), mix2(41, s1.both, s0.form), mix2(42, s1.form, s0.both),
		mix2(43, s1.both, s0.tag), mix2(44, s1.tag, s0.both), mix2(45, s1.form, s0.form),
		mix2(46, s1.tag, s0.tag), mix2(47, s1.coarse, s0.coarse),
		mix2(50, b0.tag, b1.tag), mix2(51, b0.form, b1.tag), mix2(52, b0.tag, b1.form),
		mix2(53, s1.tag, b0.tag), mix2(54, s1.form, b0.tag), mix2(55, s1.tag, b0.form),
		mix2(56, s1.form, b0.form), mix2(57, s2.tag, s0.tag), mix2(58, s2.tag, b0.tag),
		mix2(60, s0.cluster, b0.cluster), mix2(61, s0.cluster, b0.tag), mix2(62, s0.tag, b0.cluster),
		mix2(63, s1.cluster, s0.cluster), mix2(64, s1.cluster, s0.tag), mix2(65, s1.tag, s0.cluster),
	)
}

func (c *context) tripleFeatures(f []uint32) []uint32 {
	s0, s1, s2 := c.at(c.top(0)), c.at(c.top(1)), c.at(c.top(2))
	b0, b1, b2 := c.at(c.ahead(0)), c.at(c.ahead(1)), c.at(c.ahead(2))
	return append(f,
		mix3(70, b0.tag, b1.tag, b2.tag),
		mix3(71, s0.tag, b0.tag, b1.tag),
		mix3(72, s1.tag, s0.tag, b0.tag),
		mix3(73, s2.tag, s1.tag, s0.tag),
		mix3(74, s0.form, b0.tag, b1.tag),
		mix3(75, s0.tag, b0.form, b1.tag),
		mix3(76, s0.tag, b0.tag, b1.form),
		mix3(77, s1.form, s0.tag, b0.tag),
		mix3(78, s1.tag, s0.form, b0.tag),
		mix3(79, s1.tag, s0.tag, b0.form),
		mix4(80, s1.tag, s0.tag, b0.tag, b1.tag),
		mix4(81, s0.tag, b0.tag, b1.tag, b2.tag),
		mix4(82, s2.tag, s1.tag, s0.tag, b0.tag),
		mix3(83, s1.form, s0.form, b0.tag),
		mix3(84, s1.tag, s0.form, b0.form),
		mix3(85, s1.form, s0.tag, b0.form),
	)
}

// childFeatures looks at the dependents that the words in question have so far.
func (c *context) childFeatures(f []uint32) []uint32 {
	i0, i1, j0 := c.top(0), c.top(1), c.ahead(0)
	s0, s1, b0 := c.at(i0), c.at(i1), c.at(j0)
	n0, n1, m0 := c.node(i0), c.node(i1), c.node(j0)
	l0, r0 := c.at(n0.left[0]), c.at(n0.right[0])
	l1, r1 := c.at(n1.left[0]), c.at(n1.right[0])
	lb := c.at(m0.left[0])
	f = c.tripletOf(100, n0.left[0], s0, b0, f)
	f = c.tripletOf(105, n0.right[0], s0, b0, f)
	f = c.tripletOf(110, m0.left[0], s0, b0, f)
	f = c.tripletOf(115, n1.left[0], s1, s0, f)
	f = c.tripletOf(120, n1.right[0], s1, s0, f)
	f = c.tripletOf(125, n0.left[0], s1, s0, f)
	f = c.tripletOf(130, n0.right[0], s1, s0, f)
	return append(f,
		mix3(140, s0.tag, l0.tag, c.at(n0.left[1]).tag),
		mix3(141, s0.tag, r0.tag, c.at(n0.right[1]).tag),
		mix3(142, s1.tag, r1.tag, c.at(n1.right[1]).tag),
		mix3(143, s1.tag, l1.tag, c.at(n1.left[1]).tag),
		mix3(144, b0.tag, lb.tag, c.at(m0.left[1]).tag),
		mix3(145, s1.both, l0.form, s0.tag),
		mix3(146, s0.both, lb.form, b0.tag),
		mix4(147, s1.tag, s0.tag, l0.tag, b0.tag),
		mix4(148, s0.tag, b0.tag, lb.tag, l0.tag),
	)
}

// tripletOf is a dependent with the two words that may be joined.
func (c *context) tripletOf(t uint64, child int16, a, b *atom, f []uint32) []uint32 {
	d := c.at(child)
	rel := uint64(c.node(child).rel)
	return append(f,
		mix1(t, d.form), mix2(t+1, d.tag, a.tag), mix3(t+2, d.tag, a.tag, b.tag),
		mix3(t+3, rel, a.tag, b.tag), mix3(t+4, d.form, a.tag, b.tag),
	)
}

// shapeFeatures are of distance, valency and the sets of relations found.
func (c *context) shapeFeatures(f []uint32) []uint32 {
	i0, i1, j0 := c.top(0), c.top(1), c.ahead(0)
	s0, s1, b0 := c.at(i0), c.at(i1), c.at(j0)
	n0, n1, m0 := c.node(i0), c.node(i1), c.node(j0)
	db, ds := distance(i0, j0), distance(i1, i0)
	wb, ws := c.between(i0, j0), c.between(i1, i0)
	v0l, v0r := uint64(min(n0.lefts, 4)), uint64(min(n0.rights, 4))
	v1l, v1r := uint64(min(n1.lefts, 4)), uint64(min(n1.rights, 4))
	vb := uint64(min(m0.lefts, 4))
	return append(f,
		mix2(160, s0.both, db), mix2(161, b0.both, db), mix3(162, s0.tag, b0.tag, db),
		mix3(163, s0.form, b0.form, db), mix2(164, s1.both, ds), mix2(165, s0.both, ds),
		mix3(166, s1.tag, s0.tag, ds), mix3(167, s1.form, s0.form, ds),
		mix3(168, s0.tag, b0.tag, wb), mix3(169, s1.tag, s0.tag, ws),
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
