package coder

import (
	"slices"
	"strings"

	"entente"
	"entente/lexicon"
	"entente/syntax"
)

// sentence is a parsed sentence with what coder found in it so far.
type sentence struct {
	syntax.Sentence
	text      string  // the block's text, into which token offsets point
	base      int     // where the block begins in the story
	kids      [][]int // children of each token in order
	lower     []string
	parties   []party
	mentions  []lexicon.Mention
	lists     []int // for each party the first of its row, -1 for none
	at        []int // the party that covers each token, -1 for none
	dates     []dated
	found     map[int][]*candidate
	index     int          // in the story
	avoid     entente.Code // whom a pronoun may not mean
	marking   bool         // roles may be filled by the network's marks
	filed     []bool       // the words of events that were filed
	open      []bool       // the tokens of which it is being asked whom they stand for
	story     *telling
	borne     []bearer  // what [sentence.bearers] gives, once it is asked
	likeliest []float32 // what the judge is told of the acts of the whole sentence, once it asks
}

// tree indexes the children of each token.
func tree(s syntax.Sentence, text string) *sentence {
	mend(s.Tokens)
	n := len(s.Tokens)
	out := &sentence{Sentence: s, text: text, kids: make([][]int, n), lower: make([]string, n), at: make([]int, n), filed: make([]bool, n), open: make([]bool, n)}
	count := make([]int, n)
	for _, t := range s.Tokens {
		if t.Head >= 0 {
			count[t.Head]++
		}
	}
	flat := make([]int, n)
	for i, c := range count {
		out.kids[i], flat = flat[:0:c], flat[c:]
	}
	for i, t := range s.Tokens {
		if t.Head >= 0 {
			out.kids[t.Head] = append(out.kids[t.Head], i)
		}
		out.lower[i] = strings.ToLower(t.Text)
		out.at[i] = -1
	}
	return out
}

// mend hangs a second subject, which no verb has, on the verb before it: of "Mali
// became the second to visit Chad after Niger did so" the parser may make "second"
// a subject of "did" beside "Niger".
func mend(ts []syntax.Token) {
	thisDid(ts)
	subjectAfterOpening(ts)
	nearest := make(map[int]int, 4)
	for i, t := range ts {
		if t.Rel == "nsubj" && t.Head > i {
			nearest[t.Head] = i // the last one before the verb
		}
	}
	for i := range ts {
		carryOn(ts, i)
		t := &ts[i]
		if t.Rel != "nsubj" || t.Head <= i || nearest[t.Head] == i || relativeWord(ts[nearest[t.Head]].Text) {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if ts[j].UPOS == "VERB" && j != t.Head && !hangsOn(ts, j, i) {
				t.Head, t.Rel = j, "obj"
				break
			}
		}
	}
}

// hangsOn reports whether token i hangs on h, at any remove; a token that is moved must
// not hang on one of its own.
func hangsOn(ts []syntax.Token, i, h int) bool {
	for n := 0; i >= 0 && n <= len(ts); n++ {
		if i == h {
			return true
		}
		i = ts[i].Head
	}
	return i >= 0
}

// thisDid makes a verb of a participle behind "this" in a sentence that has no other:
// "This triggered warning fire" is no noun phrase.
func thisDid(ts []syntax.Token) {
	if len(ts) < 4 || ts[0].Rel != "det" || ts[1].Rel != "amod" || ts[1].Head != ts[0].Head || !strings.HasSuffix(ts[1].Text, "ed") {
		return
	}
	h := ts[0].Head
	if w := lowerASCII(ts[0].Text); w != "this" && w != "that" || ts[h].Head >= 0 || ts[len(ts)-1].UPOS != "PUNCT" {
		return
	}
	for i := range ts {
		if x := ts[i].XPOS; i != 1 && (x == "VBD" || x == "VBZ" || x == "VBP" || x == "MD") {
			return
		}
	}
	ts[0].UPOS, ts[0].XPOS, ts[0].Head, ts[0].Rel = "PRON", "DT", 1, "nsubj"
	ts[1].UPOS, ts[1].XPOS, ts[1].Head, ts[1].Rel, ts[1].Lemma = "VERB", "VBD", -1, "root", syntax.Lemma(ts[1].Text, "VBD")
	ts[h].Head, ts[h].Rel = 1, "obj"
	if last := &ts[len(ts)-1]; last.Head == h {
		last.Head = 1
	}
}

// subjectAfterOpening gives a main verb without a subject the name that the parser put beside
// the last one of the clause or phrase before it, by a comma alone: "If Iran attacks Iraq, the
// United States, together with its allies, will …".
func subjectAfterOpening(ts []syntax.Token) {
	for v := range ts {
		if r := ts[v].Rel; r == "root" || r == "parataxis" || r == "ccomp" {
			findSubject(ts, v)
		}
	}
}

func findSubject(ts []syntax.Token, v int) {
	if !isFinite(ts, v) || hasChild(ts, v, "nsubj", "nsubj:pass", "csubj", "expl") {
		return
	}
	for k := v - 1; k > 0; k-- {
		t := &ts[k]
		if t.Rel != "conj" || t.Head > k || t.UPOS != "PROPN" && t.UPOS != "NOUN" || hasChild(ts, k, "cc", "conj") || !afterComma(ts, k) || !inOpening(ts, t.Head, v) {
			continue
		}
		t.Head, t.Rel = v, "nsubj"
		if hasChild(ts, v, "aux:pass") {
			t.Rel = "nsubj:pass"
		}
		return
	}
}

// isFinite reports whether a verb has a tense of its own or by an auxiliary.
func isFinite(ts []syntax.Token, v int) bool {
	switch x := ts[v].XPOS; {
	case ts[v].UPOS != "VERB":
		return false
	case x == "VBD" || x == "VBZ" || x == "VBP":
		return true
	}
	return hasChild(ts, v, "aux", "aux:pass")
}

func hasChild(ts []syntax.Token, i int, rels ...string) bool {
	return slices.ContainsFunc(ts, func(t syntax.Token) bool { return t.Head == i && slices.Contains(rels, t.Rel) })
}

// afterComma reports whether the phrase of k, which opens with words that hang on k alone,
// stands behind a comma.
func afterComma(ts []syntax.Token, k int) bool {
	i := k
	for i > 0 && ts[i-1].Head == k && ts[i-1].Rel != "punct" {
		i--
	}
	return i > 0 && ts[i-1].Text == ","
}

// inOpening reports whether a token is in a clause or phrase that hangs on verb v, stands
// before it, and opens the sentence or what comes behind a mark.
func inOpening(ts []syntax.Token, i, v int) bool {
	for n := 0; i >= 0 && n < len(ts); n++ {
		if ts[i].Head == v {
			if i > v || ts[i].Rel != "advcl" && !strings.HasPrefix(ts[i].Rel, "obl") {
				return false
			}
			first := 0
			for first < i && (ts[first].Rel == "punct" || !hangsOn(ts, first, i)) {
				first++
			}
			return first == 0 || ts[first-1].UPOS == "PUNCT"
		}
		i = ts[i].Head
	}
	return false
}

// carryOn hangs a past tense that is coordinated with a gerund or an infinitive on the
// finite verb above that: "accused Russia of arming the rebels and praised Ukraine".
func carryOn(ts []syntax.Token, i int) {
	t := &ts[i]
	if t.Rel != "conj" || t.XPOS != "VBD" && t.XPOS != "VBZ" {
		return
	}
	h := t.Head
	for steps := 0; h >= 0 && steps < 4 && (ts[h].XPOS == "VBG" || ts[h].XPOS == "VB"); steps++ {
		for j := range ts {
			if ts[j].Head == h && strings.HasPrefix(ts[j].Rel, "aux") {
				return // "is arming", "will arm"
			}
		}
		h = ts[h].Head
	}
	if h >= 0 && h != i && h < i && !hangsOn(ts, h, i) && (ts[h].XPOS == "VBD" || ts[h].XPOS == "VBZ") {
		t.Head = h
	}
}

func relativeWord(w string) bool {
	switch w {
	case "who", "which", "that", "whom", "whose":
		return true
	}
	return false
}

// rel gives a token's relation without its subtype.
func (s *sentence) rel(i int) string {
	r, _, _ := strings.Cut(s.Tokens[i].Rel, ":")
	return r
}

// child gives the first child of i in one of the relations (with or without
// subtype), -1 if there is none.
func (s *sentence) child(i int, rels ...string) int {
	for _, k := range s.kids[i] {
		if slices.Contains(rels, s.Tokens[k].Rel) || slices.Contains(rels, s.rel(k)) {
			return k
		}
	}
	return -1
}

// has reports whether i has a child in one of the relations.
func (s *sentence) has(i int, rels ...string) bool { return s.child(i, rels...) >= 0 }

// cased gives the preposition that marks i, in lower case, "" if none. Of several
// words ("because of") the last counts, with the first looked at by caller.
func (s *sentence) cased(i int) string {
	for _, k := range s.kids[i] {
		if s.Tokens[k].Rel == "case" && s.lower[k] != "'s" && s.lower[k] != "’s" && s.lower[k] != "'" && s.lower[k] != "’" {
			return s.lower[k]
		}
	}
	return ""
}

// subtree gives the first and last token under i.
func (s *sentence) subtree(i int) (first, last int) {
	first, last = i, i
	for _, k := range s.kids[i] {
		a, b := s.subtree(k)
		first, last = min(first, a), max(last, b)
	}
	return first, last
}

// under reports whether i is j or stands below it.
func (s *sentence) under(i, j int) bool {
	for steps := 0; i >= 0 && steps < len(s.Tokens); steps++ {
		if i == j {
			return true
		}
		i = s.Tokens[i].Head
	}
	return false
}

// conjuncts gives i and what is coordinated with it.
func (s *sentence) conjuncts(i int) []int {
	out := []int{i}
	for _, k := range s.kids[i] {
		if s.rel(k) == "conj" && !s.excluded(k) && (s.cased(k) == "" || s.cased(k) == s.cased(i)) { // not "in Crimea and on the border"
			out = append(out, s.conjuncts(k)...)
		}
	}
	return out
}

// excluded reports whether a coordinated noun is named only to be left out: "France,
// but not Spain".
func (s *sentence) excluded(k int) bool {
	return s.Tokens[k].UPOS != "VERB" && s.anyChild(k, func(w string) bool { return w == "not" }, "advmod", "cc")
}

// verb reports whether i is a verb form.
func (s *sentence) verb(i int) bool {
	u := s.Tokens[i].UPOS
	return u == "VERB" || u == "AUX"
}

// passive reports whether the verb i is passive in form.
func (s *sentence) passive(i int) bool {
	if s.Tokens[i].XPOS != "VBN" && s.Tokens[i].XPOS != "VBD" {
		return false
	}
	if aux := s.child(i, "aux:pass"); aux >= 0 {
		n := s.child(i, "nsubj") // "to be the first time China has …": not its own auxiliary
		return n < aux || s.Tokens[n].Rel == "nsubj:pass"
	}
	if s.has(i, "nsubj:pass") {
		return s.Tokens[i].XPOS == "VBN" && !s.has(i, "obj", "aux")
	}
	return s.Tokens[i].XPOS == "VBN" && !s.has(i, "obj", "aux", "nsubj") && s.reduced(i)
}

// reduced reports whether a participle without an auxiliary is passive by its place:
// behind its noun, coordinated with a passive, with its doer, or before the clause of
// which it says something: "Bombed by Sudan, South Sudan recalled …".
func (s *sentence) reduced(i int) bool {
	switch s.Tokens[i].Rel {
	case "acl":
		return true
	case "conj":
		h := s.Tokens[i].Head
		return s.has(i, "obl:agent") || h >= 0 && h < i && s.verb(h) && s.passive(h)
	case "advcl":
		return s.has(i, "obl:agent") || i < s.Tokens[i].Head && !s.has(i, "mark")
	}
	return false
}

// anyChild reports whether a child of i in the relation has its word in the set.
func (s *sentence) anyChild(i int, in func(string) bool, rels ...string) bool {
	for _, k := range s.kids[i] {
		if (slices.Contains(rels, s.rel(k)) || slices.Contains(rels, s.Tokens[k].Rel)) && in(s.lower[k]) {
			return true
		}
	}
	return false
}
