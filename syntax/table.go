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

// build places rows, ordered by key, in a table at most half full.
func (t *table) build(keys []uint32, lengths []uint8) {
	bits := uint(4)
	for 1<<bits < 2*len(keys) {
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

// triples is a table of the three transitions, with the weights in the slots: only
// differences count, so shift's is taken from the other two.
type triples struct {
	shift uint
	slots []triple
}

// triple is free if both values are 0.
type triple struct {
	key         uint32
	left, right int16
}

func (t *triples) score(features []uint32, out []float32) {
	var l, r int32
	mask := uint32(len(t.slots) - 1)
	for _, f := range features {
		for i := f >> t.shift; ; i++ {
			s := &t.slots[i&mask]
			if s.key == f {
				l += int32(s.left)
				r += int32(s.right)
				break
			}
			if s.left == 0 && s.right == 0 {
				break
			}
		}
	}
	out[shift], out[left], out[right] = 0, float32(l), float32(r)
}

// triplesOf moves the rows of a table of three classes into slots. A row without
// any difference would look free and is left out, before others are placed.
func triplesOf(t *table) *triples {
	out := &triples{shift: t.shift, slots: make([]triple, len(t.slots))}
	mask := uint32(len(t.slots) - 1)
	for _, s := range t.slots {
		if s.row == 0 {
			continue
		}
		o := triple{key: s.key}
		start := s.row >> 8
		for _, p := range t.cells[start : start+s.row&255] {
			o.add(p)
		}
		i := s.key >> t.shift
		for out.slots[i].left != 0 || out.slots[i].right != 0 {
			i = (i + 1) & mask
		}
		out.slots[i] = o
	}
	return out
}

func (o *triple) add(p pair) {
	switch p.class {
	case left:
		o.left += p.value
	case right:
		o.right += p.value
	default:
		o.left -= p.value
		o.right -= p.value
	}
}
