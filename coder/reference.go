package coder

import (
	"slices"

	"entente"
	"entente/lexicon"
)

// refersBack resolves a pronoun or "the two leaders"; nil if i is neither.
func (s *sentence) refersBack(i int) []filler {
	if s.Tokens[i].UPOS == "PRON" {
		return s.pronoun(i)
	}
	if s.theTwo(i) {
		return s.story.twoPersons()
	}
	if s.Tokens[i].UPOS == "NOUN" {
		if both := s.bothOf(i); both != nil {
			return both
		}
		if f := s.epithet(i); f != nil {
			return f
		}
		return s.documentOf(i)
	}
	return nil
}

// epithet resolves "the alliance" to the organisation spoken of and "its neighbour"
// to the other of the two spoken of.
func (s *sentence) epithet(i int) []filler {
	cues := s.story.tools.Lexicon.Cues
	lemma := s.Tokens[i].Lemma
	if cues.Has("organisation", lemma) && s.definite(i) {
		if f, ok := s.bodyOfKind(lemma); ok {
			return []filler{f}
		}
	}
	k := s.child(i, "nmod:poss")
	if k < 0 || s.Tokens[k].UPOS != "PRON" || !cues.Has("joint", lemma) || len(s.story.pair) < 2 || s.withinBody(i) {
		return nil
	}
	for _, me := range s.pronoun(k) {
		for _, f := range s.story.pair {
			if f.actor.Code != me.actor.Code && hasCode(s.story.pair, me.actor.Code) {
				return []filler{f}
			}
		}
	}
	return nil
}

// withinBody reports whether the name of an organisation stands before a noun: "their
// NATO ally" is one of its members.
func (s *sentence) withinBody(i int) bool {
	return i > 0 && s.at[i-1] >= 0 && s.parties[s.at[i-1]].class == lexicon.Organisation
}

// bodyOfKind gives the organisation last spoken of that the word fits best: "the
// alliance" is NATO rather than the Union, of which the story spoke since.
func (s *sentence) bodyOfKind(lemma string) (filler, bool) {
	var any *filler
	for k := range s.story.organisations {
		f := &s.story.organisations[k]
		if s.avoided(f.actor.Code) {
			continue
		}
		if kind := s.story.tools.Lexicon.KindOf(f.actor.Code); kind == lemma || lemma == "bloc" && kind == "union" {
			return *f, true
		}
		if any == nil {
			any = f
		}
	}
	if any == nil {
		return filler{}, false
	}
	return *any, true
}

// theTwo reports whether a token is "the two", "both" or "the pair" by itself.
func (s *sentence) theTwo(i int) bool {
	if len(s.story.pair) < 2 {
		return false
	}
	switch s.lower[i] {
	case "two", "pair", "duo":
		return s.has(i, "det")
	case "both":
		return s.rel(i) == "nsubj" || s.rel(i) == "obj"
	}
	return false
}

// pronoun resolves a pronoun against the sentence and the story so far.
func (s *sentence) pronoun(i int) []filler {
	if s.Tokens[i].XPOS == "PRP$" && s.avoid != "" { // "withdrew its staff": its own
		defer func(avoid entente.Code) { s.avoid = avoid }(s.avoid)
		s.avoid = ""
	}
	switch s.lower[i] {
	case "he", "she", "his", "her", "him", "himself", "herself":
		if k := s.samePronoun(i); k >= 0 {
			return s.pronoun(k)
		}
		if f, ok := s.earlierParty(i, true); ok {
			return []filler{f}
		}
		if f, ok := s.ahead(i); ok {
			return []filler{f}
		}
		return s.firstOf(s.story.people)
	case "it", "its", "itself":
		if k := s.samePronoun(i); k >= 0 {
			return s.pronoun(k)
		}
		if f, ok := s.earlierParty(i, false); ok {
			return []filler{f}
		}
		return s.firstOf(s.story.bodies)
	case "they", "their", "them", "both", "themselves":
		if fs := s.earlierPair(i); fs != nil {
			return fs
		}
		if fs := s.story.many; s.lower[i] != "both" && len(fs) > 0 && s.index-fs[0].sentence <= 1 {
			return fs
		}
		if len(s.story.pair) > 0 {
			return s.story.pair
		}
	case "who", "which", "that", "whom", "whose":
		if n, ok := s.antecedent(i); ok {
			return s.actorsAt(n)
		}
	}
	return nil
}

// avoided reports whether a pronoun may not mean this actor, since it is the other
// side of the act.
func (s *sentence) avoided(code entente.Code) bool { return s.avoid != "" && s.avoid == code }

// firstOf gives the first of those spoken of that a pronoun may mean.
func (s *sentence) firstOf(fs []filler) []filler {
	for _, f := range fs {
		if !s.avoided(f.actor.Code) {
			return []filler{f}
		}
	}
	return nil
}

// earlierParty gives the subject spoken of before token i in the same sentence: the
// nearest person or, for "it", the nearest state or organisation.
func (s *sentence) earlierParty(i int, person bool) (filler, bool) {
	best, bestScore := -1, -1
	for k := range s.parties {
		p := &s.parties[k]
		human := p.class == lexicon.Human || p.person != nil || person && p.class == lexicon.Agent && !p.plural && personal(s.Tokens[p.last].Lemma)
		if p.last >= i || p.use != full && p.use != modifier || human != person || s.avoided(p.actor.Code) {
			continue
		}
		score := p.last
		switch h := s.head(p); {
		case p.use == full && s.rel(h) == "nsubj":
			score += 2 * len(s.Tokens)
		case s.Tokens[h].Head >= 0 && s.rel(s.Tokens[h].Head) == "nsubj": // "the US strategy … so it can"
			score += len(s.Tokens)
		case p.use == modifier:
			continue
		}
		if score > bestScore {
			best, bestScore = k, score
		}
	}
	if best < 0 {
		return filler{}, false
	}
	f := s.fill(&s.parties[best], s.parties[best].last)
	f.weak = true
	return f, true
}

// samePronoun gives the subject pronoun of the same person before token i, which
// then means the same; -1 if there is none.
func (s *sentence) samePronoun(i int) int {
	person := s.lower[i] != "it" && s.lower[i] != "its" && s.lower[i] != "itself"
	for k := range i {
		w := s.lower[k]
		if s.rel(k) == "nsubj" && (person && (w == "he" || w == "she") || !person && w == "it") && s.avoid == "" {
			return k
		}
	}
	return -1
}

// ahead gives the person whom a pronoun in an opening phrase looks forward to: "On
// his visit to Chad, Macron praised …".
func (s *sentence) ahead(i int) (filler, bool) {
	for k := range s.parties {
		p := &s.parties[k]
		if h := s.head(p); p.first > i && p.use == full && p.class == lexicon.Human && s.rel(h) == "nsubj" {
			f := s.fill(p, h)
			f.weak = true
			return f, true
		}
	}
	return filler{}, false
}

// earlierPair gives a coordinated subject before token i.
func (s *sentence) earlierPair(i int) []filler {
	for k := range s.parties {
		p := &s.parties[k]
		h := s.head(p)
		if p.last >= i || p.use != full || s.rel(h) != "nsubj" || s.under(i, h) {
			continue // a pronoun inside a phrase does not mean the phrase
		}
		if fs := s.actorsAt(h); len(fs) >= 2 {
			return fs
		}
	}
	return nil
}

// bothOf resolves "the two leaders", "both sides", "the two countries".
func (s *sentence) bothOf(i int) []filler {
	if len(s.story.pair) < 2 {
		return nil
	}
	if s.Tokens[i].XPOS == "NNS" && s.at[i] < 0 && s.definite(i) && len(s.kids[i]) == 1 && s.story.tools.Lexicon.Cues.Has("joint", s.Tokens[i].Lemma) {
		return s.story.pair[:2] // "the rivals", "the neighbours"
	}
	for _, k := range s.kids[i] {
		if w := s.lower[k]; w == "two" || w == "both" {
			if s.at[i] >= 0 || personal(s.Tokens[i].Lemma) {
				return s.story.twoPersons()
			}
			if s.story.tools.Lexicon.Cues.Has("joint", s.Tokens[i].Lemma) {
				return s.story.pair[:2]
			}
		}
	}
	if l := s.Tokens[i].Lemma; s.Tokens[i].XPOS == "NNS" && (l == "side" || l == "party") && s.has(i, "det") {
		return s.story.pair[:2]
	}
	return nil
}

// personal reports whether a noun is said of persons.
func personal(lemma string) bool {
	switch lemma {
	case "leader", "president", "minister", "man", "diplomat", "counterpart", "official", "politician",
		"ambassador", "envoy", "spokesman", "spokeswoman", "premier", "chancellor", "emissary", "general", "negotiator":
		return true
	}
	return false
}

// documentOf resolves "the statement", "the treaty": whose document it is.
func (s *sentence) documentOf(i int) []filler {
	if !s.story.tools.Lexicon.Cues.Has("document", s.Tokens[i].Lemma) {
		return nil
	}
	fs := s.owners(i)
	if len(fs) == 0 && s.definite(i) {
		fs = slices.Clone(s.story.document)
	}
	for k := range fs {
		fs[k].document = true
	}
	return fs
}

// definite reports whether a noun is marked as known: "the", "this", "same", a
// possessive.
func (s *sentence) definite(i int) bool {
	for _, k := range s.kids[i] {
		switch s.lower[k] {
		case "the", "this", "that", "these", "those", "same", "such":
			return true
		}
		if s.Tokens[k].Rel == "nmod:poss" {
			return true
		}
	}
	return false
}

// antecedent gives the noun to which a relative pronoun refers.
func (s *sentence) antecedent(i int) (int, bool) {
	for j, steps := i, 0; j >= 0 && steps < len(s.Tokens); j, steps = s.Tokens[j].Head, steps+1 {
		if s.Tokens[j].Rel == "acl:relcl" {
			return s.Tokens[j].Head, s.Tokens[j].Head >= 0
		}
	}
	for j := i - 1; j >= max(0, i-3); j-- { // the tree hangs it elsewhere: the noun before
		if u := s.Tokens[j].UPOS; u == "PROPN" || u == "NOUN" {
			return j, true
		}
		if s.lower[j] != "," && s.Tokens[j].UPOS != "ADP" {
			break
		}
	}
	return 0, false
}
