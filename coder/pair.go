package coder

import (
	"cmp"
	"slices"

	"entente"
	"entente/codebook"
	"entente/syntax"
)

// Pair is two actors named in one sentence, a word that may tell of an act, and what the
// first does by it to the second: a lesson for the judge.
type Pair struct {
	Passage        string
	Text           string // of the sentence
	Source, Target entente.Span
	Trigger        entente.Span   // the word
	Roots          []entente.Root // the better one first; none where nothing is done
	Features       []float32      `json:"-"`
	// Back asks the same the other way round. It is set where both are parts of one state:
	// gold tells that one does it to the other, and not which does it to which.
	Back []float32 `json:"-"`
}

// mostWords is how many words of a sentence are held for telling of an act.
const mostWords = 4

// Pairs turns a labelled passage into lessons: each ordered pair of names in a sentence
// with each of the words that are likeliest to tell of an act and with the gold's. Acts
// whose source or target is not named in the sentence of their trigger are left out.
func Pairs(tools Tools, p entente.Passage) []Pair {
	story := p.Story()
	t := &telling{tools: tools, story: &story, day: story.Published}
	var out []Pair
	run := newRun(t, Options{})
	run.watch = func(s *sentence) { out = append(out, s.lessons(&p)...) }
	run.all()
	return out
}

// Marked is a sentence in which the names of a source and a target and the words of an
// act are marked; spans are bytes of the text.
type Marked struct {
	Text                    string
	Source, Target, Trigger []entente.Span
	Root                    entente.Root
}

// MarkedPairs turns a marked sentence into lessons, as [Pairs] does: what the first does
// to the second by its words, and nothing by other words or, but for acts that two do
// together, the other way round. It gives none if a mark covers no word.
func MarkedPairs(tools Tools, m Marked) []Pair {
	story := entente.Story{ID: "marked", Text: m.Text, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(m.Text)}}}
	var out []Pair
	run := newRun(&telling{tools: tools, story: &story}, Options{})
	run.watch = func(s *sentence) { out = append(out, s.markedLessons(&m)...) }
	run.all()
	return out
}

func (s *sentence) markedLessons(m *Marked) []Pair {
	from, to, word := s.underMark(m.Source, s.top), s.underMark(m.Target, s.top), s.underMark(m.Trigger, s.told)
	if from < 0 || to < 0 || word < 0 || from == to {
		return nil
	}
	var out []Pair
	words := s.actWords()
	if !slices.Contains(words, word) {
		words = append(words, word)
	}
	for _, w := range words {
		for _, ends := range [][2]int{{from, to}, {to, from}} {
			it := Pair{Text: m.Text, Source: s.named(ends[0]), Target: s.named(ends[1]), Trigger: s.named(w), Features: s.features(ends[0], ends[1], w)}
			switch back := ends[0] == to; {
			case w == word && !back:
				it.Roots = []entente.Root{m.Root}
			case back && mayBeMutual(m.Root):
				continue
			}
			out = append(out, it)
		}
	}
	return out
}

// mayBeMutual reports whether an act of the root is often done by both sides.
func mayBeMutual(r entente.Root) bool { return r == "CONSULT" || r == "AGREE" || r == "COOPERATE" }

// underMark gives the token that heads the first mark in the sentence, -1 if none is.
func (s *sentence) underMark(spans []entente.Span, head func(entente.Span) int) int {
	for _, span := range spans {
		if i := head(span); i >= 0 {
			return i
		}
	}
	return -1
}

// deed is an act of gold as it stands in a sentence.
type deed struct {
	pair [2]entente.Code
	word int
	act  *entente.Act
}

func (s *sentence) lessons(p *entente.Passage) []Pair {
	deeds, words := s.deeds(p)
	var out []Pair
	for _, pair := range s.codePairs() {
		inner := pair[0].code == pair[1].code
		if inner && pair[0].sector > pair[1].sector {
			continue // asked with the other way round
		}
		for _, w := range words {
			from, to := s.standing(w, pair[0]), s.standing(w, pair[1])
			if from == to {
				continue
			}
			it := Pair{Passage: p.ID, Text: s.text[s.Start:s.End], Source: s.named(from), Target: s.named(to), Trigger: s.named(w), Features: s.features(from, to, w)}
			if inner {
				it.Back = s.features(to, from, w)
			}
			for _, d := range deeds {
				if d.word == w && d.pair == [2]entente.Code{pair[0].code, pair[1].code} {
					it.Roots = d.act.Roots
				}
			}
			out = append(out, it)
		}
	}
	return out
}

// deeds gives the acts of gold that the sentence tells of, and the words that may tell
// of acts with those of gold among them.
func (s *sentence) deeds(p *entente.Passage) ([]deed, []int) {
	var out []deed
	words := s.actWords()
	for k := range p.Acts {
		a := &p.Acts[k]
		i := s.told(a.Trigger)
		if i < 0 || s.standing(i, side{code: a.Source}) < 0 || s.standing(i, side{code: a.Target}) < 0 {
			continue
		}
		out = append(out, deed{[2]entente.Code{a.Source, a.Target}, i, a})
		if a.Mutual {
			out = append(out, deed{[2]entente.Code{a.Target, a.Source}, i, a})
		}
		if !slices.Contains(words, i) {
			words = append(words, i)
		}
	}
	return out, words
}

// bearer is a word that stands for an actor.
type bearer struct {
	token int
	side
}

// side is an actor as one end of an act: where both ends have one code, the part of it
// that has a sector.
type side struct {
	code   entente.Code
	sector entente.Sector // "" for all, plain for the state itself
}

// plain stands for a state, or a place in it, named without a sector.
const plain entente.Sector = "-"

// armed and opposed are the sectors whose bearers stand against their own state; what it
// does to its firms, schools and parties is left to itself.
func armed(s entente.Sector) bool { return s == "REB" || s == "UAF" || s == "OPP" }

func opposed(s entente.Sector) bool {
	return armed(s) || s == "CVL" || s == "LAB" || s == "NGO" || s == "JRN" || s == "REL"
}

// apartFrom reports whether two sectors of one state are two actors: those who act for it
// and those who may stand against it. A state named without a sector is one of the two
// only beside those who fight or oppose it.
func apartFrom(a, b entente.Sector) bool {
	switch {
	case a == b:
		return false
	case a == plain || b == plain:
		return armed(a) || armed(b)
	}
	return opposed(a) || opposed(b)
}

// bearers gives the words that name an actor or refer back to one, in order.
func (s *sentence) bearers() []bearer {
	if s.borne != nil {
		return s.borne
	}
	s.borne = []bearer{}
	for i := range s.Tokens {
		for _, a := range s.actorsBorne(i) {
			b := bearer{i, side{a.Code, a.Sector}}
			if a.Code != "" && !slices.Contains(s.borne, b) {
				s.borne = append(s.borne, b)
			}
		}
	}
	return s.borne
}

func (s *sentence) actorsBorne(i int) (out []entente.Actor) {
	if k := s.at[i]; k >= 0 {
		if p := &s.parties[k]; s.head(p) == i {
			out = append(append(out, p.actor), p.also...)
		}
		return out
	}
	if u := s.Tokens[i].UPOS; u == "PRON" || u == "NOUN" && s.definite(i) {
		for _, f := range s.refersBack(i) {
			out = append(out, f.actor)
		}
	}
	return out
}

// codePairs gives the ordered pairs of different actors whom the sentence names or refers
// back to, and behind them those of two parts of one state.
func (s *sentence) codePairs() (out [][2]side) {
	var whole, parts []side
	for _, b := range s.bearers() {
		if all := (side{code: b.code}); !slices.Contains(whole, all) {
			whole = append(whole, all)
		}
		part := side{b.code, cmp.Or(b.sector, plain)}
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	for _, a := range whole {
		for _, b := range whole {
			if a != b {
				out = append(out, [2]side{a, b})
			}
		}
	}
	for _, a := range parts {
		for _, b := range parts {
			if a.code == b.code && codebook.ISO(string(a.code)) && apartFrom(a.sector, b.sector) {
				out = append(out, [2]side{a, b})
			}
		}
	}
	return out
}

// actWords gives the words that the network finds likeliest to tell of an act, the
// likeliest first.
func (s *sentence) actWords() []int {
	var out []int
	for i := range s.Tokens {
		if u := s.Tokens[i].UPOS; (u == "VERB" || u == "NOUN" || u == "ADJ") && s.Tokens[i].Act.Worth > leastWorth {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(s.Tokens[b].Act.Worth, s.Tokens[a].Act.Worth) })
	return out[:min(len(out), mostWords)]
}

const leastWorth = -4

// standing gives the word that stands for an actor and lies nearest to another in the
// tree, -1 if none does.
func (s *sentence) standing(to int, of side) int {
	best, least := -1, 0
	for _, b := range s.bearers() {
		if b.code != of.code || of.sector != "" && cmp.Or(b.sector, plain) != of.sector {
			continue
		}
		if d := s.apart(to, b.token); best < 0 || d < least {
			best, least = b.token, d
		}
	}
	return best
}

// named gives the bytes of the name that a token heads, in the sentence.
func (s *sentence) named(i int) entente.Span {
	a, b := s.Tokens[i].Start, s.Tokens[i].End
	if k := s.at[i]; k >= 0 {
		p := &s.parties[k]
		a, b = s.Tokens[p.first].Start, s.Tokens[p.last].End
	}
	return entente.Span{a - s.Start, b - s.Start}
}

// What the judge is told of a pair and a word.
var (
	judgedRels  = []string{"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "amod", "compound", "conj", "appos", "flat", "advcl", "acl", "acl:relcl", "ccomp", "xcomp", "parataxis", "root"}
	judgedCases = []string{"", "by", "to", "with", "against", "on", "in", "from", "of", "for", "between", "at", "over", "into", "after"}
	judgedParts = []string{"", "S", "T", "B"}
	judgedUses  = []use{full, modifier, place, roleOnly}
)

var judgeInputs = JudgeInputs()

// JudgeInputs is how many numbers describe a pair and a word to the judge.
func JudgeInputs() int {
	name := len(judgedParts) + len(judgedRels) + len(judgedCases) + len(judgedUses) + 3
	way := len(judgedRels) + len(judgedCases)
	return 6*syntax.VectorWidth + 3*syntax.ActKinds + 2*(name+way+4) + 6 + 3 + len(judgedRels) + 2*(len(entente.Roots)+2)
}

// features describes a source, a target and a word that may tell of an act.
func (s *sentence) features(from, to, word int) []float32 {
	f := facts{s: s, out: make([]float32, 0, judgeInputs)}
	f.describe(from, to, word)
	return f.out
}

func (f *facts) describe(from, to, word int) {
	s := f.s
	lowest := s.common(from, to)
	f.vector(from)
	f.part(theSource)
	f.vector(to)
	f.part(theTarget)
	f.vector(word)
	f.part(theWord)
	f.vector(lowest)
	f.part(theJoint)
	f.vector(s.governor(from))
	f.vector(s.governor(to))
	f.part(theVerbs)
	f.actsOf(word)
	f.part(theWord)
	f.actsOf(lowest)
	f.part(theJoint)
	f.bestActs()
	f.part(theSentence)
	for k, i := range []int{from, to} {
		f.name(i)
		f.part([]string{theSource, theTarget}[k])
		f.way(word, i)
		f.numbers(sign(i-word), near(i-word, 4), near(s.apart(i, word), 2), flag(s.above(word, i)))
		f.part([]string{theSourceWay, theTargetWay}[k])
	}
	f.numbers(sign(to-from), near(to-from, 4), near(s.apart(from, to), 2), flag(lowest == from), flag(lowest == to), flag(lowest == word))
	f.part(theOrder)
	f.oneOf(s.Tokens[word].UPOS, []string{"VERB", "NOUN", "ADJ"})
	f.oneOf(s.Tokens[word].Rel, judgedRels)
	f.part(theWord)
	f.pattern(word)
	f.pattern(s.governor(word))
	f.part(theEntries)
}

// facts collects features.
type facts struct {
	s     *sentence
	out   []float32
	named bool    // parts are kept
	parts []facet // what lies where in out
}

func (f *facts) numbers(v ...float32) { f.out = append(f.out, v...) }

func (f *facts) vector(i int) {
	for _, v := range f.s.Vector(i) {
		f.out = append(f.out, float32(v)*(1.0/2048))
	}
}

// actsOf tells how likely each act is at a token.
func (f *facts) actsOf(i int) {
	for _, v := range f.s.ActWorths(i) {
		f.out = append(f.out, max(-8, min(8, v))*(1.0/4))
	}
}

// pattern tells of which root the dictionaries make a word.
func (f *facts) pattern(i int) {
	event, view := entente.Root(""), false
	for _, c := range f.s.found[i] {
		switch p := c.pattern(); {
		case c.learned:
		case p.Assess:
			view = true
		case event == "":
			event = p.Event
		}
	}
	for _, r := range entente.Roots {
		f.numbers(flag(r == event))
	}
	f.numbers(flag(event != ""), flag(view))
}

// bestActs tells how likely each act is at the likeliest token.
func (f *facts) bestActs() {
	if f.s.likeliest == nil {
		f.s.likeliest = f.s.bestActs()
	}
	f.out = append(f.out, f.s.likeliest...)
}

func (s *sentence) bestActs() []float32 {
	best := make([]float32, syntax.ActKinds)
	for k := range best {
		best[k] = -8
	}
	for i := range s.Tokens {
		for k, v := range s.ActWorths(i) {
			best[k] = max(best[k], min(8, v))
		}
	}
	for k := range best {
		best[k] *= 1.0 / 4
	}
	return best
}

// name tells how a name stands in its sentence.
func (f *facts) name(i int) {
	t := &f.s.Tokens[i]
	f.oneOf(t.Part, judgedParts)
	f.oneOf(t.Rel, judgedRels)
	f.oneOf(f.s.cased(i), judgedCases)
	k := f.s.at[i]
	for _, u := range judgedUses {
		f.numbers(flag(k >= 0 && f.s.parties[k].use == u))
	}
	f.numbers(flag(k < 0), flag(k >= 0 && f.s.parties[k].capital), flag(k >= 0 && f.s.parties[k].person != nil))
}

// way tells by which relation, and which preposition, the path from a word goes down to
// a name.
func (f *facts) way(word, i int) {
	top := -1
	for j := i; j >= 0; j = f.s.Tokens[j].Head {
		if f.s.Tokens[j].Head == word {
			top = j
			break
		}
	}
	rel, by := "none", "none"
	if top >= 0 {
		rel, by = f.s.Tokens[top].Rel, f.s.cased(top)
	}
	f.oneOf(rel, judgedRels)
	f.oneOf(by, judgedCases)
}

func (f *facts) oneOf(v string, list []string) {
	for _, x := range list {
		f.numbers(flag(x == v))
	}
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func sign(n int) float32 { return flag(n > 0) - flag(n < 0) }

// near is 1 at no distance, a half at the scale, and falls on.
func near(n, scale int) float32 { return float32(scale) / float32(scale+max(n, -n)) }

// governor gives the verb above a token, the token itself if there is none.
func (s *sentence) governor(i int) int {
	for j := s.Tokens[i].Head; j >= 0; j = s.Tokens[j].Head {
		if s.verb(j) {
			return j
		}
	}
	return i
}

// common gives the lowest token that is above or at both.
func (s *sentence) common(a, b int) int {
	for i := a; i >= 0; i = s.Tokens[i].Head {
		if s.above(i, b) {
			return i
		}
	}
	return a
}

// above reports whether token a is b or above it.
func (s *sentence) above(a, b int) bool {
	for i := b; i >= 0; i = s.Tokens[i].Head {
		if i == a {
			return true
		}
	}
	return false
}

// top gives the token of a span that hangs on none of its others, -1 if it has none.
func (s *sentence) top(span entente.Span) int {
	in := func(i int) bool { return i >= 0 && s.Tokens[i].Start < span[1] && s.Tokens[i].End > span[0] }
	for i := range s.Tokens {
		if in(i) && !in(s.Tokens[i].Head) {
			return i
		}
	}
	return -1
}
