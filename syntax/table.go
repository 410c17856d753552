package syntax

// table holds quantised sparse rows for reading: open addressing by feature hash.
type table struct {
	classes int
	shift   uint
	slots   []slot // row is start<<8 | length; 0 none
	cells   []pair
}

// pair is a quantised weight of one class.
type pair struct {
	class uint8
	value int16
}

// scorer sums the weights of features by class.
type scorer interface {
	score(features []uint32, out []float32)
}

func (t *table) score(features []uint32, out []float32) {
	clear(out)
	mask := uint32(len(t.slots) - 1)
	for _, f := range features {
		for i := f >> t.shift; ; i = (i + 1) & mask {
			s := t.slots[i&mask]
			if s.row == 0 {
				break
			}
			if s.key == f {
				start := s.row >> 8
				for _, p := range t.cells[start : start+s.row&255] {
					out[p.class] += float32(p.value)
				}
				break
			}
		}
	}
}

// build places rows, ordered by key, in a table at most two thirds full.
func (t *table) build(keys []uint32, lengths []uint8) {
	bits := uint(4)
	for 2<<bits < 3*len(keys) {
		bits++
	}
	t.slots, t.shift = make([]slot, 1<<bits), 32-bits
	mask := uint32(len(t.slots) - 1)
	start := uint32(0)
	for k, key := range keys {
		i := key >> t.shift
		for t.slots[i].row != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = slot{key, start<<8 | uint32(lengths[k])}
		start += uint32(lengths[k])
	}
}

// triples is a table of the three transitions, with the weights in the slots.
type triples struct {
	shift uint
	slots []triple
}

type triple struct {
	key   uint32
	value [transitions]int16
	used  bool
}

func (t *triples) score(features []uint32, out []float32) {
	var a, b, c int32
	mask := uint32(len(t.slots) - 1)
	for _, f := range features {
		for i := f >> t.shift; ; i++ {
			s := &t.slots[i&mask]
			if !s.used {
				break
			}
			if s.key == f {
				a += int32(s.value[0])
				b += int32(s.value[1])
				c += int32(s.value[2])
				break
			}
		}
	}
	out[0], out[1], out[2] = float32(a), float32(b), float32(c)
}

// triplesOf moves the rows of a table of three classes into slots.
func triplesOf(t *table) *triples {
	out := &triples{shift: t.shift, slots: make([]triple, len(t.slots))}
	for i, s := range t.slots {
		if s.row == 0 {
			continue
		}
		o := &out.slots[i]
		o.key, o.used = s.key, true
		start := s.row >> 8
		for _, p := range t.cells[start : start+s.row&255] {
			o.value[p.class] = p.value
		}
	}
	return out
}
