package syntax

import "slices"

// Parse sets UPOS, XPOS, Lemma, Entity, Head and Rel of each token; tags that are set
// already are kept. The tree has one root and no crossing arcs. A sentence longer than
// any of [Split] is tagged piece by piece and gets neither entities nor a tree worth
// the name: all its tokens hang on the first.
func (m *Model) Parse(s *Sentence) {
	w := m.borrow()
	defer m.pool.Put(w)
	n := len(s.Tokens)
	for toks := range slices.Chunk(s.Tokens, mostParsed) {
		w.features.read(toks, m.forms)
		m.net.read(w, len(toks), n <= mostParsed)
		if !s.Tagged {
			m.putTags(w, toks)
		}
	}
	s.worths, s.acts = nil, nil
	if n > mostParsed {
		flatten(s.Tokens)
	} else if n > 0 {
		m.putTree(w, s.Tokens)
		m.putEntities(s.Tokens, w.markBest[entityMark])
		s.worths = append(s.worths, w.worths[:n*len(m.marks[entityMark])]...)
		s.acts = append(s.acts, w.acts[:n*len(m.marks[actMark])]...)
		m.putActs(s.Tokens, w)
	}
	s.Tagged, s.Parsed = true, true
}

// mostParsed bounds the length of a sentence that is parsed, so that one of any length
// costs no more than its length; [Split] may part the last token of a sentence in two.
const mostParsed = longest + 1

func (m *Model) borrow() *scratch {
	if w, ok := m.pool.Get().(*scratch); ok {
		return w
	}
	return &scratch{}
}

// putTags sets the tags that the network has found, and lemmas by them.
func (m *Model) putTags(w *scratch, toks []Token) {
	for i := range toks {
		t, k := &toks[i], w.tagBest[i]
		t.UPOS, t.XPOS = m.classes.upos[k], m.classes.xpos[k]
		t.Lemma = m.lemma(t, w)
	}
}

// putTree sets the best tree by the scores of arcs.
func (m *Model) putTree(w *scratch, toks []Token) {
	heads := w.decoder.tree(w.arcs, len(toks))
	w.rels = m.net.relations(w, heads, m.root, w.rels)
	for i := range toks {
		toks[i].Head, toks[i].Rel = heads[i], m.rels[w.rels[i]]
	}
}

// flatten hangs all tokens on the first.
func flatten(toks []Token) {
	for i := range toks {
		toks[i].Head, toks[i].Rel, toks[i].Entity, toks[i].Act, toks[i].Part = 0, "dep", "", Act{}, ""
	}
	toks[0].Head, toks[0].Rel = -1, "root"
}
