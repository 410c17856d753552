package coder

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
	"entente/codebook"
	"entente/judge"
	"entente/lexicon"
	"entente/syntax"
)

// Tools are what coding needs: the dictionaries and the weights of one language.
type Tools struct {
	Lexicon *lexicon.Lexicon
	Syntax  *syntax.Model
	Judge   *judge.Model // nil to go without
}

// Name names the dictionaries and weights ("sha256:…"): what they code alike is of one
// name.
func (t Tools) Name() string {
	h := sha256.New()
	fmt.Fprint(h, t.Lexicon.Hash)
	if t.Syntax != nil {
		fmt.Fprintf(h, " %08x", t.Syntax.Sum())
	}
	if t.Judge != nil {
		fmt.Fprintf(h, " %08x", t.Judge.Sum())
	}
	return fmt.Sprintf("sha256:%x", h.Sum(nil))
}

// Options sets how a story is coded; the zero value is the default.
type Options struct {
	Scale string // intensity scale, codebook.DefaultScale if empty
	Trace bool   // keep a decision for each candidate and each sentence
	Gaps  bool   // look for what the lexicon does not know, in every sentence, which takes longer
	URL   string
}

// Result is what a story holds: reports and assessments in order of place, and
// what went wrong. Decisions and gaps are there if asked for.
type Result struct {
	Reports     []entente.Report
	Assessments []entente.Assessment
	Problems    []entente.Problem
	Decisions   []Decision
	Gaps        Gaps
	Sentences   int
}

// Code finds the events and assessments of a story. It never fails; what it cannot
// do is a problem in the result.
func Code(tools Tools, story entente.Story, opt Options) Result {
	if opt.Scale == "" {
		opt.Scale = codebook.DefaultScale
	}
	run := newRun(&telling{tools: tools, story: &story, day: story.Published}, opt)
	if story.Language != "" && story.Language != "en" {
		run.problem(-1, "written in "+story.Language+"; only English is coded")
		return run.result
	}
	if opt.Gaps {
		run.watch = run.gaps
	}
	run.all()
	return run.result
}

func newRun(t *telling, opt Options) *run {
	t.known = map[*lexicon.Person]bool{}
	return &run{telling: t, opt: opt}
}

// all codes the blocks of the story that count.
func (r *run) all() {
	r.nameFirst()
	items := isDigest(r.story)
	for _, b := range r.story.Blocks {
		if b.Stream != entente.Furniture {
			if items {
				r.forget()
			}
			r.block(b)
		}
	}
}

// run is the coding of one story.
type run struct {
	*telling
	opt    Options
	result Result
	seen   map[string]bool
	watch  func(*sentence) // is shown each sentence once it is coded; nil for nobody

	weighed []Weighing // for the decision to come
}

func (r *run) problem(offset int, message string) {
	r.result.Problems = append(r.result.Problems, entente.Problem{Stage: "coder", Subject: r.story.ID, Offset: offset, Message: message})
}

// nameFirst notes the persons whom the story names in full anywhere, so that a
// surname in its headline is understood.
func (r *run) nameFirst() {
	for _, b := range r.story.Blocks {
		if b.Stream == entente.Furniture {
			continue
		}
		for _, m := range r.tools.Lexicon.Find(r.story.Slice(b.Start, b.End)) {
			for _, e := range m.Entries {
				if e.Form == lexicon.Proper && e.Person != nil && len(m.Entries) == 1 {
					r.named(e.Person)
				}
			}
		}
	}
}

// dateline matches the place, day and agency that open a report: "MOSCOW, Dec 17
// (Agency) - ". The place is where it was written, not who acts.
var dateline = regexp.MustCompile(`^\p{Lu}[\p{Lu} ./'’-]{2,40}(, [\p{L}., ]{2,30})?(,? (\p{L}{3,9}\.? \d{1,2}|\d{1,2} \p{L}{3,9}\.?)(, \d{4})?)? ?(\([^)]{2,40}\))? ?[-–—]{1,2} `)

// block codes one paragraph.
func (r *run) block(b entente.Block) {
	if b.Start < 0 || b.End > len(r.story.Text) || b.Start > b.End {
		r.problem(-1, fmt.Sprintf("a block from %d to %d lies outside of the text", b.Start, b.End))
		return
	}
	for b.Start < b.End && strings.ContainsRune("•*-–—▪◦ ", rune1(r.story.Text[b.Start:])) { // a list's mark misleads the parser
		b.Start += len(string(rune1(r.story.Text[b.Start:])))
	}
	if m := dateline.FindStringIndex(r.story.Slice(b.Start, min(b.End, b.Start+120))); m != nil {
		b.Start += m[1]
	}
	text := r.story.Slice(b.Start, b.End)
	mentions := r.tools.Lexicon.Find(text)
	r.telling.block = append(r.telling.block, nil)
	if n := len(r.telling.block); n > 2 {
		r.telling.block = r.telling.block[n-2:]
	}
	k := 0
	for _, sen := range syntax.Split(text) {
		var mine []lexicon.Mention
		for ; k < len(mentions) && mentions[k].Start < sen.End; k++ {
			if mentions[k].End <= sen.End { // a very long sentence may be cut within a name
				mine = append(mine, mentions[k])
			}
		}
		r.sentence(b, text, sen, mine)
		r.result.Sentences++
	}
}

func rune1(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// sentence codes one sentence.
func (r *run) sentence(b entente.Block, text string, sen syntax.Sentence, mentions []lexicon.Mention) {
	index := r.result.Sentences
	if r.watch == nil && !r.worth(sen, mentions) {
		r.decide(b, index, sen, nil, "no actor is named or meant")
		return
	}
	r.tools.Syntax.Parse(&sen)
	r.retag(&sen, mentions)
	if r.watch == nil && !r.triggered(&sen) {
		r.decide(b, index, sen, nil, "no word that a pattern names")
		r.mention(text, sen, mentions)
		return
	}
	s := tree(sen, text)
	s.index, s.base, s.story = index, b.Start, r.telling
	s.findParties(r.telling, mentions)
	s.findDates(r.telling)
	last := len(r.telling.block) - 1
	r.telling.block[last] = append(r.telling.block[last], s.parties...)
	r.events(b, s)
	if r.watch != nil {
		r.watch(s)
	}
	r.remember(s)
}

// triggered reports whether any word of a tagged sentence heads a pattern's trigger.
func (r *run) triggered(sen *syntax.Sentence) bool {
	for i := range sen.Tokens {
		if len(r.tools.Lexicon.Heads(sen.Tokens[i].Lemma)) > 0 || sen.Tokens[i].Act.Worth >= actLeast || sen.Tokens[i].Lemma == "do" {
			return true
		}
	}
	return false
}

// mention remembers whom a sentence speaks of that holds no word of a pattern.
func (r *run) mention(text string, sen syntax.Sentence, mentions []lexicon.Mention) {
	s := tree(sen, text)
	s.index, s.story = r.result.Sentences, r.telling
	s.findParties(r.telling, mentions)
	last := len(r.telling.block) - 1
	r.telling.block[last] = append(r.telling.block[last], s.parties...)
	r.remember(s)
}

// worth is the cheap filter: a sentence is parsed only if it names an actor, or
// refers back to one.
func (r *run) worth(sen syntax.Sentence, mentions []lexicon.Mention) bool {
	for _, m := range mentions {
		for _, e := range m.Entries {
			if e.Form != lexicon.Spot && e.Form != lexicon.Blocked && e.Form != lexicon.Role {
				return true
			}
		}
	}
	if len(r.people)+len(r.bodies) == 0 {
		return false
	}
	for i := range sen.Tokens {
		w := lowerASCII(sen.Tokens[i].Text)
		if strings.HasSuffix(w, "s") && r.tools.Lexicon.Cues.Has("joint", syntax.Lemma(w, "NNS")) { // "the delegations"
			return true
		}
		switch w {
		case "he", "she", "it", "they", "his", "its", "their", "both", "two", "sides", "statement", "treaty", "agreement", "communique", "declaration":
			return true
		}
	}
	return false
}

// events finds, assigns and files the events and assessments of a sentence, from
// the top of the tree downwards, so that what an outer act absorbs is not told twice.
func (r *run) events(b entente.Block, s *sentence) {
	found := s.candidates(r.tools.Lexicon)
	var absorbed [2]map[int]bool // by events, by assessments
	for k := range absorbed {
		absorbed[k] = map[int]bool{}
	}
	order := s.topDown()
	for _, round := range []round{byTree, byMarks, byNetwork} {
		s.marking = round == byMarks
		for _, i := range order {
			r.best(b, s, only(found[i], round), absorbed)
		}
	}
	if len(found) == 0 {
		r.decide(b, s.index, s.Sentence, nil, "no word that a pattern names")
	}
	r.byJudge(b, s)
	r.again(b, s)
}

// round is one of the ways, from the surest on, in which the words of a sentence are
// gone through.
type round uint8

const (
	byTree    round = iota // words that the lexicon names, their actors by the tree
	byMarks                // the same, events only, an actor by the part that the network gives it
	byNetwork              // words that only the network takes for acts
)

// only gives the candidates that a round looks at.
func only(cs []*candidate, in round) []*candidate {
	return slices.DeleteFunc(slices.Clone(cs), func(c *candidate) bool {
		return c.learned != (in == byNetwork) || in == byMarks && c.pattern().Assess
	})
}

// topDown gives the tokens in order of depth, then of position.
func (s *sentence) topDown() []int {
	var out, level []int
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 {
			level = append(level, i)
		}
	}
	for len(level) > 0 {
		out = append(out, level...)
		var next []int
		for _, i := range level {
			next = append(next, s.kids[i]...)
		}
		level = next
	}
	return out
}

// best files the best event and the best assessment that hang on one word.
func (r *run) best(b entente.Block, s *sentence, cs []*candidate, absorbed [2]map[int]bool) {
	done := [3]bool{} // an event, a level, a trend
	for _, c := range cs {
		kind := 0
		switch p := c.pattern(); {
		case p.Assess && p.Level != nil:
			kind = 1
		case p.Assess:
			kind = 2
		}
		if s.marking && (absorbed[0][c.head] || s.filed[c.head]) {
			continue // the first round has told why
		}
		if absorbed[min(kind, 1)][c.head] {
			r.decide(b, s.index, s.Sentence, c, "told inside a larger one")
			continue
		}
		if done[kind] || c.learned && s.filed[c.head] {
			r.decide(b, s.index, s.Sentence, c, "another pattern took the word")
			continue
		}
		a, missing := s.assign(c)
		if s.marking && !a.byMark {
			continue
		}
		if missing != "" {
			r.decide(b, s.index, s.Sentence, c, missing)
			continue
		}
		sc := s.scopeOf(&a)
		outcome := ""
		if why := r.doubtful(s, &a, sc); why != "" {
			r.decide(b, s.index, s.Sentence, c, why)
			continue
		}
		if kind > 0 {
			outcome = r.fileAssessment(b, s, &a, sc)
		} else {
			outcome = r.fileEvent(b, s, &a, sc)
		}
		r.decide(b, s.index, s.Sentence, c, outcome)
		if outcome != filedOutcome {
			continue
		}
		done[kind] = true
		s.filed[c.head] = s.filed[c.head] || kind == 0
		for _, k := range c.slots {
			s.filed[k] = s.filed[k] || kind == 0
		}
		s.absorb(c, absorbed[min(kind, 1)])
		if kind == 0 && takesIn(c.pattern().Event) && !c.pattern().Apart {
			s.takeIn(c.head, c.pattern().Event, absorbed[0])
		}
	}
}

// doubtful says why a word that no pattern names is not taken for an act: it is told
// only as what may be or did not happen, or a pattern has found the like in the
// sentence; "" if nothing speaks against it.
func (r *run) doubtful(s *sentence, a *assigned, sc scope) string {
	if !a.learned {
		return ""
	}
	if st := sc.status(); st == entente.Negated || st == entente.Hypothetical {
		return "no pattern names it, and it is " + string(st)
	}
	for k := len(r.drafts) - 1; k >= 0 && r.drafts[k].sentence == s.index; k-- {
		d := &r.drafts[k].assigned
		close := d.pattern().Event == a.pattern().Event || s.near(d.head, a.head) || s.near(a.head, d.head)
		if close && len(a.target) > 0 && (covered(a.source, d.source) && covered(a.target, d.target) || d.pattern().Reciprocal && covered(a.source, d.target) && covered(a.target, d.source)) {
			return "told by another word"
		}
	}
	return ""
}

// takesIn reports whether acts of the root are about another act, which is then not
// told by itself: what is asked for, threatened, refused, promised, alleged.
func takesIn(root entente.Root) bool {
	switch root {
	case "REQUEST", "THREATEN", "REJECT", "AGREE", "ACCUSE":
		return true
	}
	return false
}

// takeIn marks the complements of a word with all that stands in them; what is
// condemned or rejected took place, what is asked for or promised did not.
func (s *sentence) takeIn(i int, root entente.Root, absorbed map[int]bool) {
	for _, k := range s.kids[i] {
		switch r := s.rel(k); {
		case r == "xcomp", r == "ccomp", r == "acl" && s.toInfinitive(k), r == "advcl" && s.gerundObject(k),
			r == "advcl" && s.toInfinitive(k) && k > i && !s.comma(i, k),
			(r == "obj" || r == "obl" && !s.occasion(k)) && root != "ACCUSE" && root != "REJECT":
			s.swallow(k, absorbed)
		}
	}
}

// occasion reports whether a phrase tells when or by what something is said, rather
// than what about: "demanded in a telephone call".
func (s *sentence) occasion(k int) bool {
	switch s.cased(k) {
	case "in", "during", "at", "after", "before", "by", "via":
		return true
	}
	return false
}

// swallow marks a token and all below it, but for clauses that tell of other acts.
func (s *sentence) swallow(i int, absorbed map[int]bool) {
	absorbed[i] = true
	for _, k := range s.kids[i] {
		r := s.Tokens[k].Rel
		if r == "acl:relcl" || r == "parataxis" || s.rel(k) == "advcl" && !s.toInfinitive(k) && !s.gerundObject(k) && !s.conditional(k) {
			continue
		}
		s.swallow(k, absorbed)
	}
}

// comma reports whether a comma stands between two tokens.
func (s *sentence) comma(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if s.lower[k] == "," {
			return true
		}
	}
	return false
}

// absorb marks the words of a candidate, and of the events inside it, as told.
// A deed that is condemned is still a deed.
func (s *sentence) absorb(c *candidate, absorbed map[int]bool) {
	if c.pattern().Apart {
		return
	}
	for _, k := range c.slots {
		if c.pattern().Event != "ACCUSE" || s.Tokens[k].UPOS != "NOUN" {
			absorbed[k] = true
		}
	}
	for _, in := range c.inner {
		if c.pattern().Event == "ACCUSE" && in.trigger.Kind == lexicon.NounTrigger {
			continue
		}
		absorbed[in.head] = true
		s.absorb(in, absorbed)
	}
}

// again codes "did so": the act before it, with another doer.
func (r *run) again(b entente.Block, s *sentence) {
	for i := range s.Tokens {
		if s.Tokens[i].Lemma != "do" || s.w(i+1) != "so" || len(r.drafts) == 0 {
			continue
		}
		prev := r.drafts[len(r.drafts)-1]
		if s.index-prev.sentence > 1 {
			continue
		}
		src := s.tokenActors(s.subject(i))
		if len(src) == 0 {
			continue
		}
		a := prev.assigned
		a.candidate = &candidate{trigger: a.trigger, head: i, slots: []int{i + 1}}
		a.source, a.light, a.way = without(src, a.target), -1, "anaphor"
		if len(a.source) == 0 {
			continue
		}
		if prev.sentence != s.index {
			for k := range a.target {
				a.target[k] = *understood(a.target[k], s.index)
			}
		}
		r.fileEvent(b, s, &a, s.scopeOf(&a))
	}
}
