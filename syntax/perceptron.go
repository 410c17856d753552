package syntax

import (
	"cmp"
	"slices"
)

// perceptron is an averaged perceptron in training (Collins 2002): sparse rows of
// class weights by feature hash. Rows come into being when they are first updated.
type perceptron struct {
	classes int
	step    int32
	slots   []slot // open addressing, a power of two; row 0 is none
	shift   uint
	rows    [][]cell
	keys    []uint32 // of rows
}

type slot struct{ key, row uint32 }

// cell is the weight of one class for one feature, its sum over time up to stamp.
type cell struct {
	class  uint8
	stamp  int32
	weight float32
	total  float64
}

func newPerceptron(classes int) *perceptron {
	p := &perceptron{classes: classes, rows: make([][]cell, 1), keys: make([]uint32, 1)}
	p.grow(20)
	return p
}

func (p *perceptron) grow(bits uint) {
	old := p.slots
	p.slots, p.shift = make([]slot, 1<<bits), 32-bits
	for _, s := range old {
		if s.row != 0 {
			*p.find(s.key) = s
		}
	}
}

// find gives the slot of a key: its own, or the empty one where it belongs.
func (p *perceptron) find(key uint32) *slot {
	mask := uint32(len(p.slots) - 1)
	for i := key >> p.shift; ; i = (i + 1) & mask {
		s := &p.slots[i]
		if s.row == 0 || s.key == key {
			return s
		}
	}
}

// score sums into out the weights of the features for each class.
func (p *perceptron) score(features []uint32, out []float32) {
	clear(out)
	for _, f := range features {
		s := p.find(f)
		if s.row == 0 {
			continue
		}
		for _, c := range p.rows[s.row] {
			out[c.class] += c.weight
		}
	}
}

// add moves the weights of one class by d for each feature.
func (p *perceptron) add(features []uint32, class int, d float32) {
	for _, f := range features {
		s := p.find(f)
		if s.row == 0 {
			if 2*len(p.rows) > len(p.slots) {
				p.grow(33 - p.shift)
				s = p.find(f)
			}
			*s = slot{f, uint32(len(p.rows))}
			p.rows = append(p.rows, nil)
			p.keys = append(p.keys, f)
		}
		p.rows[s.row] = p.move(p.rows[s.row], uint8(class), d)
	}
}

func (p *perceptron) move(row []cell, class uint8, d float32) []cell {
	for i := range row {
		c := &row[i]
		if c.class == class {
			c.total += float64(c.weight) * float64(p.step-c.stamp)
			c.stamp = p.step
			c.weight += d
			return row
		}
	}
	return append(row, cell{class: class, stamp: p.step, weight: d})
}

// weight is one averaged weight.
type weight struct {
	class uint8
	value float32
}

// row is a feature with its averaged weights, ordered by class.
type row struct {
	key     uint32
	weights []weight
}

// average gives the rows ordered by key.
func (p *perceptron) average() []row {
	out := make([]row, 0, len(p.rows))
	for i, cells := range p.rows {
		if i == 0 {
			continue
		}
		r := row{key: p.keys[i]}
		for _, c := range cells {
			total := c.total + float64(c.weight)*float64(p.step-c.stamp)
			if v := float32(total / float64(max(p.step, 1))); v != 0 {
				r.weights = append(r.weights, weight{c.class, v})
			}
		}
		slices.SortFunc(r.weights, func(a, b weight) int { return cmp.Compare(a.class, b.class) })
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b row) int { return cmp.Compare(a.key, b.key) })
	return out
}
