package syntax

// Settle makes the names of one text agree: a name keeps its kind from sentence to
// sentence (after Gale, Church and Yarowsky 1992, "One Sense per Discourse", for words).
// For each proper noun that may head a name the network's scores of the kinds are summed
// over the text, and all take the kind whose sum is greatest. The sentences must come
// from [Model.Parse]; only Entity changes.
func Settle(text []Sentence) {
	sums := map[string]*evidence{}
	for i := range text {
		text[i].gather(sums)
	}
	for i := range text {
		text[i].settle(sums)
	}
}

// evidence is what a text says of one name.
type evidence struct {
	uses   int
	worths [4]float32 // by headKinds
}

// leastMentions is how often a name must stand in a text to be settled by the others.
const leastMentions = 3

// gather sums the scores of each proper noun that may head a name, and of a person's
// head also for his other names: "Norton" is of the kind of "Joshua Norton".
func (s *Sentence) gather(sums map[string]*evidence) {
	add := func(name string, worths []float32) {
		e := sums[name]
		if e == nil {
			e = &evidence{}
			sums[name] = e
		}
		e.uses++
		for k, v := range worths {
			e.worths[k] += v
		}
	}
	for i, t := range s.Tokens {
		worths := s.worthsOf(i)
		if worths == nil || t.UPOS != "PROPN" {
			continue
		}
		if mayHead(s.Tokens, i) {
			add(t.Text, worths)
		}
		if h := t.Head; t.Rel == "flat" && h >= 0 && s.Tokens[h].UPOS == "PROPN" {
			if of := s.worthsOf(h); greatest(of, -1) == personKind {
				add(t.Text, of)
			}
		}
	}
}

const personKind = 1 // in headKinds

// worthsOf gives the scores of token i, nil if the sentence has none.
func (s *Sentence) worthsOf(i int) []float32 {
	n := len(headKinds)
	if len(s.worths) != n*len(s.Tokens) {
		return nil
	}
	return s.worths[i*n:][:n]
}

// mayHead reports whether a token may head an outermost name: a proper noun that is no
// part of another's.
func mayHead(toks []Token, i int) bool {
	if toks[i].UPOS != "PROPN" || toks[i].Rel == "flat" {
		return false
	}
	h := toks[i].Head
	return h < 0 || toks[h].UPOS != "PROPN" || outside[universalRel(toks[i].Rel)]
}

// settle marks the names of a sentence anew where the text knows better.
func (s *Sentence) settle(sums map[string]*evidence) {
	kinds := make([]string, len(s.Tokens))
	changed := false
	for i := range s.Tokens {
		worths := s.worthsOf(i)
		if worths == nil {
			return
		}
		k := greatest(worths, -1)
		if e := sums[s.Tokens[i].Text]; e != nil && e.uses >= leastMentions && mayHead(s.Tokens, i) {
			if most := greatest(e.worths[:], -1); most != k {
				k, changed = most, true
			}
		}
		if k > 0 {
			kinds[i] = headKinds[k]
		}
	}
	if changed {
		markNames(s.Tokens, kinds)
	}
}
