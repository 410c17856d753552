package lexicon

// Words is the set of the words of a sentence, as far as a few bits tell: what it lacks is
// surely not among them.
type Words [16]uint64

// Add puts a word in.
func (w *Words) Add(word string) {
	b := wordBit(word)
	w[b/64] |= 1 << (b % 64)
}

// wordBit gives the bit of a word, from 0 to 1023 (FNV-1a; Fowler, Noll and Vo).
func wordBit(word string) uint16 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return uint16((h ^ h>>16) % 1024)
}

// Possible reports whether the words that a trigger asks for beside its head may be among
// those of a sentence.
func (t *Trigger) Possible(w *Words) bool {
	for i := range t.Rest {
		if !t.Rest[i].possible(w) {
			return false
		}
	}
	return true
}

func (s *Slot) possible(w *Words) bool {
	if s.Inner || s.Any || s.Person {
		return true
	}
	for _, b := range s.bits {
		if w[b/64]>>(b%64)&1 == 1 {
			return true
		}
	}
	return false
}

// index prepares a trigger for being looked for.
func (t *Trigger) index() {
	for i := range t.Rest {
		s := &t.Rest[i]
		t.Nested = t.Nested || s.Inner || s.Any
		s.bits = make([]uint16, len(s.Lemmas))
		for k, lemma := range s.Lemmas {
			s.bits[k] = wordBit(lemma)
		}
	}
}
