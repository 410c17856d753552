package coder

// What nobody does to anybody.

// accident reports whether a killing is told of that a crash, a storm or a disease has
// done: "a helicopter crashes, killing two Swedes".
func (s *sentence) accident(a *assigned) bool {
	if a.pattern().Event != "ASSAULT" || !s.verb(a.head) {
		return false
	}
	cues := s.story.tools.Lexicon.Cues
	if cues.Has("accident", s.Tokens[a.head].Lemma) && s.patient(a.head) < 0 {
		return true
	}
	if n := s.child(a.head, "nsubj"); n >= 0 && cues.Has("accident", s.Tokens[n].Lemma) && s.Tokens[n].UPOS == "NOUN" {
		return true
	}
	h := s.Tokens[a.head].Head
	if h < 0 || s.rel(a.head) != "advcl" && s.rel(a.head) != "conj" {
		return false
	}
	n := s.child(h, "nsubj")
	return s.verb(h) && cues.Has("accident", s.Tokens[h].Lemma) && s.child(h, "obj") < 0 && (n < 0 || len(knownActors(s.actorsAt(n))) == 0 || s.thing(n))
}

// thing reports whether a noun is a vehicle or the like, whosever it is.
func (s *sentence) thing(i int) bool {
	return s.story.tools.Lexicon.Cues.Has("product", s.Tokens[i].Lemma)
}

// toOwn reports whether words are said to the speaker's own people, wherever they are:
// "urged its citizens in Algeria to take care".
func (s *sentence) toOwn(a *assigned) bool {
	switch a.pattern().Event {
	case "REQUEST", "THREATEN":
	default:
		return false
	}
	o := s.patient(a.head)
	if o < 0 || !s.story.tools.Lexicon.Cues.Has("own-people", s.Tokens[o].Lemma) {
		return false
	}
	return s.anyChild(o, func(w string) bool { return w == "its" || w == "their" || w == "his" || w == "her" }, "nmod:poss") || s.at[o] < 0 && !s.has(o, "nmod:poss", "amod")
}
