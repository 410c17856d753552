package syntax

// work is what one call needs: the two working memories.
type work struct {
	view    view
	context context
	scores  []float32
}

func (m *Model) borrow() *work {
	if w, ok := m.pool.Get().(*work); ok {
		return w
	}
	return &work{scores: make([]float32, 256)}
}

// Tag sets UPOS, XPOS and Lemma of each token.
func (m *Model) Tag(s *Sentence) {
	w := m.borrow()
	defer m.pool.Put(w)
	w.view.look(s.Tokens, &m.lex)
	m.tag(w)
	m.mendFinite(w)
	m.putTags(w, s)
}

// tag fills the view's tags.
func (m *Model) tag(w *work) {
	out := w.scores[:len(m.classes.upos)]
	for i := range w.view.tags {
		m.tagger.score(w.view.tagFeatures(i), out)
		w.view.setTag(i, best(out), &m.classes)
	}
}

func (v *view) setTag(i, tag int, c *classes) {
	v.tags[i], v.coarse[i] = uint8(tag), c.coarse[tag]
}

func (m *Model) putTags(w *work, s *Sentence) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		k := w.view.tags[i]
		t.UPOS, t.XPOS = m.classes.upos[k], m.classes.xpos[k]
		t.Lemma = m.lemma(t, w)
	}
	s.Tagged = true
}

// best gives the first place of the greatest score.
func best(scores []float32) int {
	b := 0
	for i, s := range scores {
		if s > scores[b] {
			b = i
		}
	}
	return b
}

// Parse sets Head and Rel of each token, after tagging where that is not done yet.
// The tree has one root and no crossing arcs.
func (m *Model) Parse(s *Sentence) {
	w := m.borrow()
	defer m.pool.Put(w)
	w.view.look(s.Tokens, &m.lex)
	if s.Tagged {
		w.view.takeTags(s.Tokens, &m.classes)
	} else {
		m.tag(w)
		m.mendFinite(w)
		m.putTags(w, s)
	}
	s.Parsed = true
	if len(s.Tokens) > mostParsed {
		flatten(s.Tokens)
		return
	}
	c := &w.context
	c.read(&w.view, m)
	m.parse(c, w.scores)
	for i := range s.Tokens {
		s.Tokens[i].Head, s.Tokens[i].Rel = int(c.nodes[i].head), m.rels[c.nodes[i].rel]
		if c.nodes[i].head == c.n {
			s.Tokens[i].Head = -1
		}
	}
}

// mostParsed bounds the length of a sentence that is parsed. [Split] makes none
// that long.
const mostParsed = 4000

// flatten hangs all tokens on the first.
func flatten(toks []Token) {
	for i := range toks {
		toks[i].Head, toks[i].Rel = 0, "dep"
	}
	toks[0].Head, toks[0].Rel = -1, "root"
}

// takeTags reads tags that the tokens have; one the model does not know counts as
// the first of its UPOS, else as the first of all.
func (v *view) takeTags(toks []Token, c *classes) {
	for i := range toks {
		v.setTag(i, c.find(toks[i].UPOS, toks[i].XPOS), c)
	}
}

func (c *classes) find(upos, xpos string) int {
	first := -1
	for k := range c.upos {
		if c.upos[k] != upos {
			continue
		}
		if c.xpos[k] == xpos {
			return k
		}
		if first < 0 {
			first = k
		}
	}
	return max(first, 0)
}

// parse leaves the best parse that the beam holds when all words have heads.
func (m *Model) parse(c *context, scores []float32) {
	for range 2 * len(c.atoms[2:]) {
		m.advance(c, scores)
	}
	c.state = &c.beam.items[0].state
}

// relationOf chooses the relation of the arc that a transition would make. Parses
// of the beam ask for the same ones, so answers are kept while a sentence lasts.
func (m *Model) relationOf(c *context, t int, scores []float32) uint8 {
	if t == shift {
		return 0
	}
	h, d := c.arc(t)
	key := c.nodeSight(c.nodeSight(key13(h)<<26|key13(d)<<13|key13(c.next), h), d) | 1
	kept := &c.rels[key>>(64-relBits)]
	if kept.key != key {
		kept.key, kept.rel = key, m.relation(c, h, d, scores)
	}
	return kept.rel
}

// relation picks the relation of an arc; the root's is fixed.
func (m *Model) relation(c *context, head, dep int16, scores []float32) uint8 {
	if head == c.n {
		return m.root
	}
	out := scores[:len(m.rels)]
	m.labels.score(c.relFeatures(head, dep), out)
	out[m.root] = -1e30
	return uint8(best(out))
}
