package coder

// subject gives the token that is the surface subject of verb v, following
// coordination, control, relative clauses and participles; -1 if there is none.
func (s *sentence) subject(v int) int {
	if n := s.subjectWithin(v, len(s.Tokens)); n >= 0 || s.Tokens[v].XPOS != "VBD" {
		return n
	}
	return s.carriedOn(v)
}

// nearestSubject gives the subject child of v; of several the one nearest before it,
// as in "Chad's ally Mali sent …" read with two.
func (s *sentence) nearestSubject(v int) int {
	best := -1
	for _, k := range s.kids[v] {
		if s.rel(k) == "nsubj" && s.cased(k) == "" && (best < 0 || k < v && !s.relative(best)) {
			best = k
		}
	}
	return best
}

// carriedOn gives the subject of the finite verb before v, where "and" or a comma
// right before v says that the same goes on: "recognised the regions on Monday, and
// accused Kyiv …". The tree loses the thread of long sentences.
func (s *sentence) carriedOn(v int) int {
	j := v - 1
	for j >= 0 && s.Tokens[j].UPOS == "ADV" {
		j--
	}
	if j < 0 || s.lower[j] != "and" && s.lower[j] != "," && s.lower[j] != "but" {
		return -1
	}
	for k := j - 1; k >= 0; k-- {
		if s.verb(k) && s.finite(k) && s.has(k, "nsubj") {
			return s.subjectWithin(k, len(s.Tokens))
		}
	}
	return -1
}

func (s *sentence) subjectWithin(v, steps int) int {
	if n := s.nearestSubject(v); n >= 0 && (s.Tokens[n].Rel != "nsubj:outer" || s.toInfinitive(v)) {
		if s.relative(n) {
			if a, ok := s.antecedent(n); ok {
				return a
			}
		}
		return n
	}
	h := s.Tokens[v].Head
	if h < 0 || steps == 0 {
		return -1
	}
	switch s.rel(v) {
	case "conj", "parataxis":
		if s.verb(h) || s.has(h, "nsubj") {
			return s.subjectWithin(h, steps-1)
		}
		if s.Tokens[h].Rel == "acl" || s.Tokens[h].Rel == "acl:relcl" {
			return s.subjectWithin(h, steps-1)
		}
	case "xcomp":
		if o := s.child(h, "obj", "iobj"); o >= 0 && s.Tokens[v].UPOS == "VERB" && !s.relative(o) && o < v {
			return o
		}
		return s.subjectWithin(h, steps-1)
	case "advcl", "ccomp":
		if x := s.Tokens[v].XPOS; s.rel(v) == "ccomp" && s.finite(v) || x == "VBD" || x == "VBZ" || x == "VBP" {
			return -1
		}
		if o := s.child(h, "obj"); o >= 0 && s.Tokens[v].XPOS == "VBG" && s.anyChild(v, func(w string) bool { return w == "for" || w == "of" || w == "from" || w == "with" && s.Tokens[h].Lemma == "charge" }, "mark", "case") {
			return o // "thanked him for sending", "accused it of sending"
		}
		return s.subjectWithin(h, steps-1)
	case "acl":
		return s.ofParticiple(v, h, steps-1)
	}
	return -1
}

// ofParticiple gives the subject of a verb that hangs on noun n: of "to visit" in
// "the second member to visit" the one of whom that is said, of "to split" in
// "Washington's desire to split" the owner, else the noun itself.
func (s *sentence) ofParticiple(v, n, steps int) int {
	if s.Tokens[v].Rel == "acl:relcl" {
		if s.has(v, "nsubj", "obj") {
			return -1
		}
		return n
	}
	if !s.toInfinitive(v) {
		return n
	}
	if p := s.child(n, "nmod:poss"); p >= 0 {
		return p
	}
	if s.at[n] >= 0 && s.parties[s.at[n]].use == full {
		return n
	}
	if s.has(n, "nsubj") || s.rel(n) == "xcomp" || s.rel(n) == "obj" || s.rel(n) == "conj" {
		if s.has(n, "nsubj") {
			return s.child(n, "nsubj")
		}
		if h := s.Tokens[n].Head; h >= 0 {
			return s.subjectWithin(h, steps)
		}
	}
	return n
}

// relative reports whether a token is a relative pronoun.
func (s *sentence) relative(i int) bool {
	switch s.lower[i] {
	case "who", "which", "that", "whom":
		return s.Tokens[i].UPOS == "PRON"
	}
	return false
}

// toInfinitive reports whether a verb is marked by "to".
func (s *sentence) toInfinitive(v int) bool {
	return s.anyChild(v, func(w string) bool { return w == "to" }, "mark")
}

// finite reports whether a verb has a tense of its own.
func (s *sentence) finite(v int) bool {
	switch s.Tokens[v].XPOS {
	case "VBD", "VBZ", "VBP":
		return true
	}
	return s.has(v, "aux", "cop")
}

// agent gives the doer of verb v as a token: its subject or, in the passive, what
// follows "by"; -1 if unnamed.
func (s *sentence) agent(v int) int {
	if s.passive(v) {
		for _, k := range s.kids[v] {
			if s.Tokens[k].Rel == "obl:agent" || s.rel(k) == "obl" && s.cased(k) == "by" {
				return k
			}
		}
		return s.byAfter(v)
	}
	return s.subject(v)
}

// byAfter finds "by" shortly after a passive verb, where the tree hangs it elsewhere.
func (s *sentence) byAfter(v int) int {
	for j := v + 1; j < min(len(s.Tokens), v+8); j++ {
		if s.lower[j] == "by" && s.Tokens[j].Rel == "case" {
			return s.Tokens[j].Head
		}
		if s.verb(j) || s.lower[j] == "," {
			break
		}
	}
	return -1
}

// patient gives what verb v is done to: its object or, in the passive, its subject;
// of a relative clause the noun it hangs on.
func (s *sentence) patient(v int) int {
	if s.passive(v) {
		if s.Tokens[v].Rel == "acl" {
			return s.Tokens[v].Head
		}
		return s.subject(v)
	}
	if o := s.object(v); o >= 0 {
		if s.relative(o) {
			if a, ok := s.antecedent(o); ok {
				return a
			}
		}
		return o
	}
	if o := s.child(v, "iobj"); o >= 0 { // "urged Lebanon to reform"
		return o
	}
	if o := s.namedSo(v); o >= 0 {
		return o
	}
	if x := s.child(v, "xcomp", "ccomp"); x == v+1 && s.at[x] >= 0 && !s.verb(x) { // a name that was not taken for the object
		return x
	}
	if s.Tokens[v].Rel == "acl:relcl" && s.has(v, "nsubj") && !s.relative(s.child(v, "nsubj")) {
		return s.Tokens[v].Head
	}
	return -1
}

// namedSo gives of what verb v says something else, which the tree takes for a clause:
// "called the move piracy", "helped Chad survive".
func (s *sentence) namedSo(v int) int {
	first := -1
	for _, k := range s.kids[v] {
		if s.rel(k) != "xcomp" || k < v {
			continue
		}
		if n := s.child(k, "nsubj"); n >= 0 && s.verb(k) && !s.finite(k) {
			return n
		}
		if first >= 0 {
			return first
		}
		if u := s.Tokens[k].UPOS; u == "NOUN" || u == "PROPN" || u == "PRON" {
			first = k
		}
	}
	return -1
}

// object gives the object of verb v, one that follows it before one that does not,
// -1 if there is none; "that" as a conjunction is none.
func (s *sentence) object(v int) int {
	best := -1
	for _, k := range s.kids[v] {
		if s.rel(k) == "obj" && s.Tokens[k].UPOS != "SCONJ" && (best < 0 || best < v && k > v) {
			best = k
		}
	}
	return best
}

// oblique gives the tokens that the preposition joins to any of the heads, in order.
func (s *sentence) oblique(prep string, heads ...int) []int {
	var out []int
	for _, h := range heads {
		for _, k := range s.kids[h] {
			r := s.rel(k)
			if (r == "obl" || r == "nmod" || r == "advcl" || r == "obj" || r == "xcomp") && s.cased(k) == prep {
				out = append(out, k)
			}
		}
	}
	return out
}
