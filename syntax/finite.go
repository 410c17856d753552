package syntax

// Taggers that go from left to right now and then find no finite verb in a whole
// sentence: "The United States suspended/JJ food aid." A sentence of prose has one.

// finite are the Penn tags of which a full sentence has at least one; a base form
// may be an imperative.
var finite = set("VBD VBZ VBP MD VB")

// mendFinite gives a sentence without a finite verb the likeliest one, and tags what
// follows anew.
func (m *Model) mendFinite(w *work) {
	v := &w.view
	if !m.lacksFinite(v) {
		return
	}
	place, class, most := -1, 0, float32(0)
	out := w.scores[:len(m.classes.upos)]
	for i := 1; i+1 < len(v.tags); i++ {
		if !m.verbal(v, i) {
			continue
		}
		m.tagger.score(v.tagFeatures(i), out)
		k := m.bestFinite(out)
		if by := out[k] - out[v.tags[i]]; place < 0 || by > most {
			place, class, most = i, k, by
		}
	}
	if place < 0 {
		return
	}
	v.setTag(place, class, &m.classes)
	for i := place + 1; i < len(v.tags); i++ {
		m.tagger.score(v.tagFeatures(i), out)
		v.setTag(i, best(out), &m.classes)
	}
}

// lacksFinite reports whether a sentence in running letters ends with a full stop
// and has no finite verb.
func (m *Model) lacksFinite(v *view) bool {
	n := len(v.tags)
	if n < 4 || v.casing != running || v.words[n-1+pads].form != stopForm {
		return false
	}
	for _, k := range v.tags {
		if finite[m.classes.xpos[k]] {
			return false
		}
	}
	return true
}

// verbal reports whether word i looks like a past tense behind a noun.
func (m *Model) verbal(v *view, i int) bool {
	before, here := m.classes.upos[v.tags[i-1]], m.classes.xpos[v.tags[i]]
	if before != "NOUN" && before != "PROPN" && before != "PRON" {
		return false
	}
	return here == "VBN" || v.words[i+pads].suffix[1] == edSuffix
}

var edSuffix, stopForm = hashBytes([]byte("ed")), hashBytes([]byte("."))

// bestFinite gives the class of finite verbs with the greatest score.
func (m *Model) bestFinite(out []float32) int {
	b := -1
	for k, x := range out {
		if m.classes.upos[k] == "VERB" && finiteVerb[m.classes.xpos[k]] && (b < 0 || x > out[b]) {
			b = k
		}
	}
	return max(b, 0)
}

var finiteVerb = set("VBD VBZ VBP")
