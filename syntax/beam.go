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
	b.candidates = b.candidates[:0]
	for i := range b.items {
		c.state = &b.items[i].state
		out := scores[:transitions]
		m.steps.score(c.stepFeatures(), out)
		for t, v := range out {
			if c.may(t) {
				b.candidates = append(b.candidates, candidate{b.items[i].score + v, int32(i), uint8(t)})
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
	from := &c.beam.items[by.item]
	to.copy(&from.state)
	to.score, to.gold = by.score, from.gold
	c.state = &to.state
	to.link = link{by.item, by.step, m.make(c, int(by.step), scores)}
}
