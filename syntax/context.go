package syntax

// context is the working memory of parsing one sentence.
type context struct {
	*state          // the configuration looked at: one of the beam's
	atoms    []atom // none, the words, the root
	features []uint32
	beam     beam
	sums     [1 << sumBits]groupSum // of the sentence in hand
	rels     [1 << relBits]keptRel
	loose    [transitions]float32
}

// keptRel is the relation of an arc by what the relation's features see.
type keptRel struct {
	key uint64
	rel uint8
}

const relBits = 9

// atom is a word as the parser's features see it.
type atom struct {
	form, tag, coarse, cluster uint64
	both                       uint64 // form and tag
	suffix                     uint64
	verbs, commas, joins       uint64 // numbers of such words up to and with this one
}

// read turns a tagged view into atoms.
func (c *context) read(v *view, m *Model) {
	n := len(v.tags)
	c.atoms = resize(c.atoms, n+2)
	c.atoms[0] = atom{form: 2, tag: 254, coarse: 254, both: 2}
	var verbs, commas, joins uint64
	for i := range n {
		w, p, u := &v.words[i+pads], uint64(v.tags[i]), uint64(v.coarse[i])
		switch m.classes.kind[v.tags[i]] {
		case verbKind:
			verbs++
		case markKind:
			commas++
		case joinKind:
			joins++
		}
		c.atoms[i+1] = atom{form: w.form, tag: p, coarse: u, cluster: w.cluster, both: w.form*257 + p,
			suffix: w.suffix[2], verbs: verbs, commas: commas, joins: joins}
	}
	c.atoms[n+1] = atom{form: 3, tag: 253, coarse: 253, both: 3, verbs: verbs, commas: commas, joins: joins}
	clear(c.sums[:])
	clear(c.rels[:])
	c.beam.reset(n, m.width)
	c.state = &c.beam.items[0].state
}

// at gives the atom of a word, of none or of the root.
func (c *context) at(i int16) *atom { return &c.atoms[i+1] }

var noNode = node{head: none, left: [2]int16{none, none}, right: [2]int16{none, none}}

func (c *context) node(i int16) *node {
	if i == none {
		return &noNode
	}
	return &c.nodes[i]
}

// ahead gives the k-th word from the next one, the root once, then none.
func (c *context) ahead(k int16) int16 {
	if i := c.next + k; i <= c.n {
		return i
	}
	return none
}

// distance is how far two words lie apart, in steps.
func distance(a, b int16) uint64 {
	if a == none || b == none {
		return 0
	}
	switch d := max(a-b, b-a); {
	case d <= 4:
		return uint64(d)
	case d <= 6:
		return 5
	case d <= 10:
		return 6
	case d <= 18:
		return 7
	}
	return 8
}

// between tells which kinds of word lie strictly between two words, as one number.
func (c *context) between(a, b int16) uint64 {
	if a == none || b == none || b <= a+1 {
		return 0
	}
	x, y := c.at(a), c.at(b-1)
	return 1 + min(y.verbs-x.verbs, 2) + 3*min(y.commas-x.commas, 3) + 12*min(y.joins-x.joins, 2)
}
