package syntax

import (
	"cmp"
	"slices"
)

// steps is an averaged perceptron of the three transitions in training. Its weights
// lie in the slots, for a beam asks for them hundreds of times a word.
type steps struct {
	step  float64
	count int
	shift uint
	slots []stepSlot // a power of two, key 0 is free
	lag   []stepLag  // by slot
	fixed bool       // no feature joins any more
}

type stepSlot struct {
	key    uint32
	weight [transitions]float32
}

// stepLag is the sum of changes, each times the step at which it was made: the
// average is the weight less lag/steps (Daumé 2006).
type stepLag [transitions]float64

func newSteps() *steps {
	p := &steps{}
	p.resize(22)
	return p
}

func (p *steps) resize(bits uint) {
	slots, lag := p.slots, p.lag
	p.slots, p.lag, p.shift = make([]stepSlot, 1<<bits), make([]stepLag, 1<<bits), 32-bits
	for i := range slots {
		if slots[i].key != 0 {
			k := p.find(slots[i].key)
			p.slots[k], p.lag[k] = slots[i], lag[i]
		}
	}
}

// find gives the place of a key: its own, or the free one where it belongs.
func (p *steps) find(key uint32) uint32 {
	mask := uint32(len(p.slots) - 1)
	for i := key >> p.shift; ; i = (i + 1) & mask {
		if k := p.slots[i].key; k == key || k == 0 {
			return i
		}
	}
}

func (p *steps) score(features []uint32, out []float32) {
	var a, b, c float32
	for _, f := range features {
		s := &p.slots[p.find(max(f, 1))]
		a += s.weight[0]
		b += s.weight[1]
		c += s.weight[2]
	}
	out[0], out[1], out[2] = a, b, c
}

func (p *steps) add(features []uint32, class int, d float32) {
	for _, f := range features {
		f = max(f, 1)
		i := p.find(f)
		if p.slots[i].key == 0 {
			if p.fixed {
				continue
			}
			if 2*p.count > len(p.slots) {
				p.resize(33 - p.shift)
				i = p.find(f)
			}
			p.slots[i].key = f
			p.count++
		}
		p.slots[i].weight[class] += d
		p.lag[i][class] += float64(d) * p.step
	}
}

// average gives the rows ordered by key.
func (p *steps) average() []row {
	out := make([]row, 0, p.count)
	for i := range p.slots {
		s := &p.slots[i]
		if s.key == 0 {
			continue
		}
		r := row{key: s.key}
		for k, w := range s.weight {
			if v := float32(float64(w) - p.lag[i][k]/max(p.step, 1)); v != 0 {
				r.weights = append(r.weights, weight{uint8(k), v})
			}
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b row) int { return cmp.Compare(a.key, b.key) })
	return out
}

// prune keeps the limit heaviest rows and lets no other join: what is learned after
// this makes up for what was lost.
func (p *steps) prune(limit int) {
	rows := heaviest(p.average(), limit)
	old := *p
	bits := uint(10)
	for 1<<bits < 2*len(rows) {
		bits++
	}
	p.slots, p.lag, p.shift = make([]stepSlot, 1<<bits), make([]stepLag, 1<<bits), 32-bits
	for i := range rows {
		from, to := old.find(rows[i].key), p.find(rows[i].key)
		p.slots[to], p.lag[to] = old.slots[from], old.lag[from]
	}
	p.count, p.fixed = len(rows), true
}
