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

// Scoring waits for memory, not for sums: so slots are fetched for a block of
// features at once, without a branch between, and only then looked at.
const block = 64

func (t *table) score(features []uint32, out []float32) {
	clear(out)
	for len(features) > block {
		t.scoreBlock(features[:block], out)
		features = features[block:]
	}
	t.scoreBlock(features, out)
}

func (t *table) scoreBlock(features []uint32, out []float32) {
	var fetched [block]slot
	for i, f := range features {
		fetched[i&(block-1)] = t.slots[f>>t.shift]
	}
	var first [block]pair
	n := 0
	for i, f := range features {
		s := fetched[i&(block-1)]
		if s.row != 0 && s.key != f {
			s = t.probe(f)
		}
		if s.row != 0 {
			fetched[n&(block-1)] = s
			first[n&(block-1)] = t.cells[s.row>>8]
			n++
		}
	}
	for i := range n {
		s := fetched[i&(block-1)]
		p := first[i&(block-1)]
		out[p.class] += float32(p.value)
		start := s.row >> 8
		for _, p := range t.cells[start+1 : start+s.row&255] {
			out[p.class] += float32(p.value)
		}
	}
}

// probe looks for a key beyond its own slot.
func (t *table) probe(key uint32) slot {
	mask := uint32(len(t.slots) - 1)
	for i := key>>t.shift + 1; ; i++ {
		if s := t.slots[i&mask]; s.row == 0 || s.key == key {
			return s
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

// triple packs the lower 16 bits of a key, of which the slot's place tells the
// upper ones, and three weights of 16 bits. It is free if all weights are 0.
type triple uint64

func (t triple) free() bool { return t<<16 == 0 }

func (t triple) weight(class int) int32 { return int32(int16(t >> (32 - 16*class))) }

func (t *triples) score(features []uint32, out []float32) {
	var sum [transitions]int32
	for len(features) > block {
		t.scoreBlock(features[:block], &sum)
		features = features[block:]
	}
	t.scoreBlock(features, &sum)
	for i, x := range sum {
		out[i] = float32(x)
	}
}

func (t *triples) scoreBlock(features []uint32, sum *[transitions]int32) {
	var fetched [block]triple
	for i, f := range features {
		fetched[i&(block-1)] = t.slots[f>>t.shift]
	}
	var a, b, c int32
	for i, f := range features {
		s := fetched[i&(block-1)]
		if s.free() {
			continue
		}
		if uint16(s>>48) != uint16(f) {
			s = t.probe(f)
		}
		a += s.weight(0)
		b += s.weight(1)
		c += s.weight(2)
	}
	sum[0] += a
	sum[1] += b
	sum[2] += c
}

// probe looks for a key beyond its own slot; a free slot weighs nothing.
func (t *triples) probe(key uint32) triple {
	mask := uint32(len(t.slots) - 1)
	for i := key>>t.shift + 1; ; i++ {
		if s := t.slots[i&mask]; s.free() || uint16(s>>48) == uint16(key) {
			return s
		}
	}
}

// triplesOf moves the rows of a table of three classes into slots.
func triplesOf(t *table) *triples {
	out := &triples{shift: t.shift, slots: make([]triple, len(t.slots))}
	for i, s := range t.slots {
		if s.row == 0 {
			continue
		}
		o := triple(uint16(s.key)) << 48
		start := s.row >> 8
		for _, p := range t.cells[start : start+s.row&255] {
			o |= triple(uint16(p.value)) << (32 - 16*p.class)
		}
		out.slots[i] = o
	}
	return out
}
