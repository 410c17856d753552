package boost

import (
	"math"
	"sync"
)

// Data are rows in groups. The rows of group i are those from Starts[i] to the next
// start; each has Columns steps in Rows. Right tells which were right; a group without
// one teaches nothing.
type Data struct {
	Columns int
	Rows    []uint8
	Starts  []int32
	Right   []bool
	Weights []float32 // of each row: how many rows it stands for; nil is one for each
}

// Groups counts the groups.
func (d *Data) Groups() int { return len(d.Starts) }

// Group gives the first row of a group and the one after its last.
func (d *Data) Group(i int) (from, to int) {
	if i+1 < len(d.Starts) {
		return int(d.Starts[i]), int(d.Starts[i+1])
	}
	return int(d.Starts[i]), len(d.Right)
}

// Row gives the steps of a row.
func (d *Data) Row(i int) []uint8 { return d.Rows[i*d.Columns : (i+1)*d.Columns] }

// Options of learning. Zero values mean the defaults in brackets.
type Options struct {
	Trees   int     // [200]
	Leaves  int     // of a tree [31]
	Rate    float32 // what a tree is believed [.1]
	Least   float32 // the least weight of a leaf [5]
	Ridge   float32 // [1]
	Share   float32 // of the groups that a tree sees [.5]
	Columns float32 // share of the columns that a tree may ask [.7]
	Seed    uint64
}

func (o Options) filled() Options {
	def := func(v *float32, d float32) {
		if *v == 0 {
			*v = d
		}
	}
	if o.Trees == 0 {
		o.Trees = 200
	}
	if o.Leaves == 0 {
		o.Leaves = 31
	}
	def(&o.Rate, .1)
	def(&o.Least, 5)
	def(&o.Ridge, 1)
	def(&o.Share, .5)
	def(&o.Columns, .7)
	return o
}

// chance is splitmix64 (Steele, Lea and Flood 2014).
type chance uint64

func (c *chance) next() float32 {
	*c += 0x9e3779b97f4a7c15
	z := uint64(*c)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float32((z^z>>31)>>40) / (1 << 24)
}

// Train learns by gradient boosting (Friedman 2001) with second derivatives (Chen and
// Guestrin 2016) and trees that grow at their best leaf (Ke et al. 2017); the loss is
// the cross entropy of each group's softmax against its right rows (Cao et al. 2007,
// "ListNet", top one).
func Train(d *Data, opt Options) *Model {
	o := opt.filled()
	b := &builder{data: d, opt: o, rand: chance(o.Seed), gain: make([]float64, d.Columns)}
	n := len(d.Right)
	b.scores, b.slope = make([]float32, n), make([][2]float32, n)
	b.rows, b.spare = make([]int32, 0, n), make([]int32, n)
	m := &Model{}
	for range o.Trees {
		b.slopes()
		t := b.grow()
		m.trees = append(m.trees, t)
		b.update(t)
	}
	total := 0.
	for _, g := range b.gain {
		total += g
	}
	for i := range b.gain {
		b.gain[i] /= max(total, 1e-9)
	}
	m.Gain = b.gain
	return m
}

type builder struct {
	data   *Data
	opt    Options
	rand   chance
	scores []float32
	slope  [][2]float32 // first and second derivative
	rows   []int32      // of the sample, leaf after leaf
	spare  []int32
	asked  []int // columns that the tree may ask
	gain   []float64
}

// slopes draws the groups of a tree and computes the derivatives of their rows.
func (b *builder) slopes() {
	b.rows = b.rows[:0]
	for g := range b.data.Groups() {
		if b.rand.next() >= b.opt.Share {
			continue
		}
		from, to := b.data.Group(g)
		if b.group(from, to) {
			for i := from; i < to; i++ {
				b.rows = append(b.rows, int32(i))
			}
		}
	}
	b.asked = b.asked[:0]
	for c := range b.data.Columns {
		if b.rand.next() < b.opt.Columns {
			b.asked = append(b.asked, c)
		}
	}
	if len(b.asked) == 0 {
		b.asked = append(b.asked, 0)
	}
}

// group computes the derivatives in one group, and reports whether any row is right.
func (b *builder) group(from, to int) bool {
	top, right := float32(math.Inf(-1)), float32(0)
	for i := from; i < to; i++ {
		top = max(top, b.scores[i])
		if b.data.Right[i] {
			right++
		}
	}
	if right == 0 {
		return false
	}
	sum := float32(0)
	for i := from; i < to; i++ {
		e := float32(math.Exp(float64(b.scores[i] - top)))
		if b.data.Weights != nil {
			e *= b.data.Weights[i]
		}
		b.slope[i][0] = e
		sum += e
	}
	for i := from; i < to; i++ {
		p := b.slope[i][0] / sum
		want := float32(0)
		if b.data.Right[i] {
			want = 1
		}
		b.slope[i] = [2]float32{p*right - want, right * p * (1 - p)}
	}
	return true
}

// update adds a tree to all scores.
func (b *builder) update(t tree) {
	halves(len(b.scores), func(from, to int) {
		for i := from; i < to; i++ {
			b.scores[i] += t.value(b.data.Row(i))
		}
	})
}

// halves runs something over two halves at once.
func halves(n int, do func(from, to int)) {
	var wg sync.WaitGroup
	wg.Go(func() { do(0, n/2) })
	do(n/2, n)
	wg.Wait()
}
