package syntax

import "strings"

// Scores are the measures of CoNLL 2018, in per cent: F1 over words, which are right
// if they stand in the same place. LAS looks at the universal part of a relation
// alone; punctuation counts. Core arguments have the whole relation and the right head.
type Scores struct {
	UPOS, XPOS, Lemma, UAS, LAS float64
	CoreP, CoreR                float64
	Entity                      float64 // of entities: bounds and kind
	Marked                      bool    // the trees mark entities; without it Entity says nothing
	Tokens, Sentences           int     // in the trees
	Raw                         RawScores
}

// RawScores are F1 measures, in per cent, of splitting text.
type RawScores struct{ Tokens, Sentences float64 }

// core are the relations that name who did what to whom.
var core = map[string]bool{"nsubj": true, "nsubj:pass": true, "obj": true, "iobj": true, "obl:agent": true}

// Evaluate tags and parses the tokens of the trees and compares.
func Evaluate(m *Model, trees []Tree) Scores {
	found := Bare(trees)
	for i := range found {
		m.Parse(&found[i])
	}
	return Compare(trees, found)
}

// EvaluateSplit splits the running text of the trees and compares.
func EvaluateSplit(trees []Tree) RawScores { return Compare(trees, Split(Running(trees))).Raw }

// Running joins the texts of the trees, by a space or, where a paragraph begins, by a
// blank line.
func Running(trees []Tree) string {
	var b strings.Builder
	for i := range trees {
		if i > 0 {
			b.WriteString(between(&trees[i]))
		}
		b.WriteString(trees[i].Text)
	}
	return b.String()
}

// between gives what stands before a tree in running text.
func between(t *Tree) string {
	if t.Paragraph {
		return "\n\n"
	}
	return " "
}

// Bare gives the sentences of the trees without what is to be found. Offsets are into
// the running text.
func Bare(trees []Tree) []Sentence {
	out := goldSentences(trees)
	for i := range out {
		out[i].Tagged, out[i].Parsed = false, false
		for k, t := range out[i].Tokens {
			out[i].Tokens[k] = Token{Start: t.Start, End: t.End, Text: t.Text, Head: -1}
		}
	}
	return out
}

// Genre gives the genre that the name of a document of UD English EWT, GUM or PUD tells,
// "" for others: "news" of "GUM_news_iodine", "weblog" of "weblog-juancole.com_…".
func Genre(document string) string {
	if rest, ok := strings.CutPrefix(document, "GUM_"); ok {
		genre, _, _ := strings.Cut(rest, "_")
		return genre
	}
	if genre, _, ok := strings.Cut(document, "-"); ok {
		return genre
	}
	if len(document) == 6 && strings.Trim(document[1:], "0123456789") == "" {
		switch document[0] {
		case 'n':
			return "news"
		case 'w':
			return "wiki"
		}
	}
	return ""
}

// Placed gives read sentences, one for each tree and of its tokens, with offsets into
// the running text of these trees alone, as [Compare] wants them.
func Placed(trees []Tree, read []Sentence) []Sentence {
	out := goldSentences(trees)
	for i := range out {
		for k, t := range read[i].Tokens {
			t.Start, t.End = out[i].Tokens[k].Start, out[i].Tokens[k].End
			out[i].Tokens[k] = t
		}
	}
	return out
}

// goldSentences gives the sentences of the trees with offsets into the running text. A sentence
// spans its tokens.
func goldSentences(trees []Tree) []Sentence {
	out := make([]Sentence, len(trees))
	at := 0
	for i := range trees {
		if i > 0 {
			at += len(between(&trees[i]))
		}
		s := trees[i].Sentence
		s.Tokens = append([]Token(nil), s.Tokens...)
		for k := range s.Tokens {
			s.Tokens[k].Start += at
			s.Tokens[k].End += at
		}
		if n := len(s.Tokens); n > 0 {
			s.Start, s.End = s.Tokens[0].Start, s.Tokens[n-1].End
		}
		out[i], at = s, at+len(trees[i].Text)
	}
	return out
}

// Compare measures what was found against the trees; offsets of what was found are
// into the running text.
func Compare(trees []Tree, found []Sentence) Scores {
	want := goldSentences(trees)
	c := comparison{want: countedThrough(want), got: countedThrough(found)}
	c.align()
	c.words()
	s := c.scores
	s.Entity, s.Marked = compareEntities(trees, want, found)
	s.Tokens, s.Sentences = len(c.want), len(trees)
	s.Raw.Sentences = compareSpans(want, found)
	return s
}

// counted is a token whose head counts through all sentences.
type counted struct {
	*Token
	head int
}

func countedThrough(ss []Sentence) []counted {
	var out []counted
	for i := range ss {
		base := len(out)
		for k := range ss[i].Tokens {
			t := &ss[i].Tokens[k]
			head := -1
			if t.Head >= 0 {
				head = base + t.Head
			}
			out = append(out, counted{t, head})
		}
	}
	return out
}

// comparison pairs words that stand in the same place.
type comparison struct {
	want, got []counted
	pairs     [][2]int // indexes of want and got
	partner   []int    // of each of got, its index in want or -2
	scores    Scores
}

func (c *comparison) align() {
	c.partner = make([]int, len(c.got))
	for i := range c.partner {
		c.partner[i] = -2
	}
	for i, k := 0, 0; i < len(c.want) && k < len(c.got); {
		w, g := c.want[i].Token, c.got[k].Token
		switch {
		case w.Start == g.Start && w.End == g.End:
			c.pairs = append(c.pairs, [2]int{i, k})
			c.partner[k] = i
			i, k = i+1, k+1
		case w.End < g.End || w.End == g.End && w.Start < g.Start:
			i++
		default:
			k++
		}
	}
}

// words measures tags and trees.
func (c *comparison) words() {
	var upos, xpos, lemma, uas, las, found, all, right int
	for _, w := range c.want {
		all += one(core[w.Rel])
	}
	for _, g := range c.got {
		found += one(core[g.Rel])
	}
	for _, p := range c.pairs {
		w, g := c.want[p[0]], c.got[p[1]]
		upos += one(w.UPOS == g.UPOS)
		xpos += one(w.XPOS == g.XPOS)
		lemma += one(w.Lemma == g.Lemma)
		head := -1
		if g.head >= 0 {
			head = c.partner[g.head]
		}
		if head != w.head {
			continue
		}
		uas++
		las += one(universalRel(w.Rel) == universalRel(g.Rel))
		right += one(w.Rel == g.Rel && core[w.Rel])
	}
	f1 := func(n int) float64 { return percent(2*n, len(c.want)+len(c.got)) }
	c.scores = Scores{UPOS: f1(upos), XPOS: f1(xpos), Lemma: f1(lemma), UAS: f1(uas), LAS: f1(las),
		CoreP: percent(right, found), CoreR: percent(right, all), Raw: RawScores{Tokens: f1(len(c.pairs))}}
}

// universalRel gives a relation without its subtype.
func universalRel(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// compareSpans gives the F1 of sentences.
func compareSpans(want, got []Sentence) float64 {
	spans := map[[2]int]bool{}
	for _, s := range want {
		spans[[2]int{s.Start, s.End}] = true
	}
	right := 0
	for _, s := range got {
		right += one(spans[[2]int{s.Start, s.End}])
	}
	return percent(2*right, len(want)+len(got))
}

// compareEntities gives the F1 of entities, and whether the trees mark any.
func compareEntities(trees []Tree, want, got []Sentence) (f1 float64, marked bool) {
	for i := range trees {
		marked = marked || trees[i].Marked
	}
	type entity struct {
		start, end int
		kind       string
	}
	list := func(ss []Sentence) (out []entity) {
		for _, s := range ss {
			for _, e := range entities(s.Tokens) {
				if e.kind == otherKind { // not told apart by those who marked them
					continue
				}
				out = append(out, entity{s.Tokens[e.first].Start, s.Tokens[e.last].End, e.kind})
			}
		}
		return out
	}
	all, found := list(want), list(got)
	known := map[entity]bool{}
	for _, e := range all {
		known[e] = true
	}
	right := 0
	for _, e := range found {
		right += one(known[e])
	}
	return percent(2*right, len(all)+len(found)), marked
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}
