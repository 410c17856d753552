package syntax

// Parse sets UPOS, XPOS, Lemma, Entity, Head and Rel of each token; tags that are set
// already are kept. The tree has one root and no crossing arcs.
func (m *Model) Parse(s *Sentence) {
	n := len(s.Tokens)
	if n == 0 {
		s.Tagged, s.Parsed = true, true
		return
	}
	w := m.borrow()
	defer m.pool.Put(w)
	whole := n <= mostParsed
	m.look(w, s, whole)
	s.Parsed = true
	if !whole {
		flatten(s.Tokens)
		return
	}
	heads := w.decoder.tree(w.arcs, n)
	w.rels = m.net.relations(w, heads, m.root, w.rels)
	for i := range s.Tokens {
		s.Tokens[i].Head, s.Tokens[i].Rel = heads[i], m.rels[w.rels[i]]
	}
	m.putEntities(s.Tokens, w.entBest)
}

// Tag sets UPOS, XPOS and Lemma of each token, in less time than [Model.Parse].
func (m *Model) Tag(s *Sentence) {
	if len(s.Tokens) > 0 {
		w := m.borrow()
		defer m.pool.Put(w)
		m.look(w, s, false)
	}
	s.Tagged = true
}

func (m *Model) borrow() *scratch {
	if w, ok := m.pool.Get().(*scratch); ok {
		return w
	}
	return &scratch{}
}

// look runs the network and sets the tags.
func (m *Model) look(w *scratch, s *Sentence, whole bool) {
	w.features.read(s.Tokens, m.forms)
	m.net.read(w, len(s.Tokens), whole)
	for i := range s.Tokens {
		if s.Tagged {
			break
		}
		t, k := &s.Tokens[i], w.tagBest[i]
		t.UPOS, t.XPOS = m.classes.upos[k], m.classes.xpos[k]
		t.Lemma = m.lemma(t, w)
	}
	s.Tagged = true
}

// mostParsed bounds the length of a sentence that is parsed. [Split] makes none
// that long.
const mostParsed = 1000

// flatten hangs all tokens on the first.
func flatten(toks []Token) {
	for i := range toks {
		toks[i].Head, toks[i].Rel = 0, "dep"
	}
	toks[0].Head, toks[0].Rel = -1, "root"
}
