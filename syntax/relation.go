package syntax

// relFeatures gives the features by which the relation of an arc is chosen, at the
// moment at which the arc is made: the dependent has all its dependents, the head
// those on the dependent's side that lie nearer.
func (c *context) relFeatures(head, dep int16) []uint32 {
	h, d := c.at(head), c.at(dep)
	hn, dn := c.node(head), c.node(dep)
	side := uint64(0)
	near, set, count := hn.left[0], hn.leftSet, hn.lefts
	if head < dep {
		side = 1
		near, set, count = hn.right[0], hn.rSet, hn.rights
	}
	dist := distance(head, dep)<<1 | side
	sib := c.at(near)
	sibRel := uint64(c.node(near).rel)
	first, last := c.at(dn.left[0]), c.at(dn.right[0])
	f := append(c.features[:0],
		mix1(1, side),
		mix2(2, h.form, side), mix2(3, h.tag, side), mix2(4, h.both, side),
		mix2(5, d.form, side), mix2(6, d.tag, side), mix2(7, d.both, side),
		mix3(8, h.both, d.both, side), mix3(9, h.form, d.tag, side), mix3(10, h.tag, d.form, side),
		mix3(11, h.form, d.form, side), mix3(12, h.tag, d.tag, side), mix3(13, h.coarse, d.coarse, side),
		mix3(14, h.tag, d.tag, dist), mix3(15, h.both, d.tag, dist), mix3(16, h.tag, d.both, dist),
		mix3(17, h.cluster, d.cluster, side), mix3(18, h.tag, d.cluster, side), mix3(19, h.cluster, d.tag, side),
		mix3(20, h.tag, d.tag, c.between(min(head, dep), max(head, dep))),
		mix3(21, h.tag, d.suffix, side), mix3(22, h.suffix, d.tag, side),
	)
	f = append(f,
		mix4(30, h.tag, d.tag, first.form, side), mix4(31, h.tag, d.tag, first.tag, side),
		mix4(32, h.form, d.tag, first.form, side), mix3(33, d.form, first.form, side),
		mix4(34, h.tag, d.tag, last.form, side), mix4(35, h.tag, d.tag, last.tag, side),
		mix4(36, h.tag, d.tag, dn.leftSet, side), mix4(37, h.tag, d.form, dn.leftSet, side),
		mix4(38, h.tag, d.tag, dn.rSet, side), mix4(39, h.form, d.tag, dn.leftSet, side),
		mix3(40, dn.leftSet, dn.rSet, side), mix3(41, d.cluster, first.form, h.tag),
		mix4(50, h.tag, d.tag, sib.tag, side), mix4(51, h.tag, d.tag, sib.form, side),
		mix4(52, h.tag, d.tag, sibRel, side), mix4(53, h.tag, d.tag, set, side),
		mix4(54, h.form, d.tag, set, side), mix4(55, h.tag, d.form, set, side),
		mix4(56, h.tag, d.tag, hn.leftSet, side), mix4(57, h.form, d.tag, hn.leftSet, side),
		mix4(58, h.tag, d.tag, uint64(min(count, 4)), side),
		mix4(59, h.tag, d.tag, hn.leftSet, hn.rSet),
	)
	return c.aroundFeatures(head, dep, h, d, f)
}

// aroundFeatures are of the words beside the dependent and the head.
func (c *context) aroundFeatures(head, dep int16, h, d *atom, f []uint32) []uint32 {
	before, after := c.at(dep-1), c.at(min(dep+1, c.n))
	hBefore, hAfter := c.at(max(head-1, none)), c.at(min(head+1, c.n))
	c.features = append(f,
		mix3(70, d.tag, before.tag, h.tag), mix3(71, d.tag, after.tag, h.tag),
		mix3(72, d.tag, before.form, h.tag), mix3(73, d.tag, after.form, h.tag),
		mix3(74, d.form, before.form, h.tag), mix3(75, d.form, after.form, h.tag),
		mix4(76, d.tag, before.tag, after.tag, h.tag),
		mix3(77, d.tag, hBefore.tag, h.tag), mix3(78, d.tag, hAfter.tag, h.tag),
		mix3(79, d.tag, hBefore.form, h.tag), mix3(80, d.tag, hAfter.form, h.tag),
		mix4(81, d.tag, h.tag, c.at(c.ahead(0)).tag, c.at(c.ahead(1)).tag),
	)
	return c.features
}
