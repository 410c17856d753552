package syntax

import (
	"cmp"
	"slices"
)

// Parses are kept side by side, as many as training kept (Zhang and Clark 2008).
// Weights that were learned with one width are of no use with another.
const maxWidth = 64

// item is a parse in the beam.
type item struct {
	state
	score float32
	link
	gold bool // in training: all its transitions are those of the gold tree
}

// link is the last transition of an item and the item that it was made from.
type link struct {
	from      int32
	step, rel uint8
}

// candidate is a transition that an item of the beam could make.
type candidate struct {
	score float32
	item  int32
	step  uint8
}

// beam holds parses of equal length, best first.
type beam struct {
	items, spare []item
	candidates   []candidate
	views        []memory // what was scored in this step
}

// memory is what the models say of a configuration as far as they see it. Items
// often differ only in what lies deeper, and need not be scored again.
type memory struct {
	sight  uint64
	scores [transitions]float32
}

// sight is a number for all that the features see of a configuration.
func (c *context) sight() uint64 {
	s0, s1, s2, b0 := c.top(0), c.top(1), c.top(2), c.ahead(0)
	h := uint64(uint16(s0)) | uint64(uint16(s1))<<16 | uint64(uint16(s2))<<32 | uint64(min(len(c.stack), 4))<<48
	for _, i := range [...]int16{s0, s1, b0} {
		h = c.nodeSight(h*k1^h>>29, i)
	}
	return h
}

func (c *context) nodeSight(h uint64, i int16) uint64 {
	n := c.node(i)
	deps := uint64(uint16(n.left[0])) | uint64(uint16(n.left[1]))<<16 | uint64(uint16(n.right[0]))<<32 | uint64(uint16(n.right[1]))<<48
	marks := uint64(n.lefts) | uint64(n.rights)<<8 | uint64(c.node(n.left[0]).rel)<<16 | uint64(c.node(n.right[0]).rel)<<24
	h = (h ^ deps) * k0
	h = (h ^ h>>31 ^ marks) * k2
	h = (h ^ h>>30 ^ n.leftSet) * k3
	h = (h ^ h>>29 ^ n.rSet) * k4
	return h ^ h>>32
}

// recall scores an item's configuration, unless the same was scored in this step.
func (m *Model) recall(c *context, b *beam) int32 {
	sight := c.sight()
	for i := range b.views {
		if b.views[i].sight == sight {
			return int32(i)
		}
	}
	v := memory{sight: sight}
	c.stepScores(m.steps, &v.scores)
	b.views = append(b.views, v)
	return int32(len(b.views) - 1)
}

func (b *beam) reset(n, width int) {
	if cap(b.items) < width {
		b.items, b.spare = make([]item, width), make([]item, width)
	}
	b.items = b.items[:1]
	b.items[0].reset(n)
	b.items[0].score, b.items[0].gold = 0, true
}

// advance makes a transition in each parse of the beam and keeps the best.
func (m *Model) advance(c *context, scores []float32) {
	b := &c.beam
	b.candidates, b.views = b.candidates[:0], b.views[:0]
	for i := range b.items {
		c.state = &b.items[i].state
		v := m.recall(c, b)
		for t, x := range b.views[v].scores {
			if c.may(t) {
				b.candidates = append(b.candidates, candidate{b.items[i].score + x, int32(i), uint8(t)})
			}
		}
	}
	slices.SortStableFunc(b.candidates, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	b.spare = b.spare[:min(len(b.candidates), m.width)]
	for k := range b.spare {
		m.extend(c, &b.spare[k], b.candidates[k], scores)
	}
	b.items, b.spare = b.spare, b.items
}

// extend makes the item that a candidate stands for.
func (m *Model) extend(c *context, to *item, by candidate, scores []float32) {
	b := &c.beam
	from := &b.items[by.item]
	to.copy(&from.state)
	to.score, to.gold = by.score, from.gold
	c.state = &to.state
	rel := m.relationOf(c, int(by.step), scores)
	c.do(int(by.step), rel)
	to.link = link{by.item, by.step, rel}
}
