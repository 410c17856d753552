package coder

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/codebook"
	"entente/lexicon"
)

// The judge's part in coding: what it thinks of an event that the rules found, and the
// events between two names that only it finds.

// weigh gives what the judge makes of an event's pair, word and root; nil if an actor
// does not stand in the sentence.
func (s *sentence) weigh(a *assigned, p pairOf) *entente.Judgement {
	m := s.story.tools.Judge
	if m == nil || !s.stands(p.source) || !s.stands(p.target) || p.source.token == p.target.token {
		return nil
	}
	at := m.Place(a.pattern().Event)
	if at < 0 {
		return nil
	}
	ways := [][]float32{s.features(p.source.token, p.target.token, a.head)}
	if a.pattern().Reciprocal || a.each {
		ways = append(ways, s.features(p.target.token, p.source.token, a.head))
	}
	likely := slices.MinFunc(m.Likelihoods(ways...), func(x, y []float64) int { return cmp.Compare(x[0], y[0]) })
	j := &entente.Judgement{Act: thousandths(1 - likely[0]), Root: thousandths(likely[at])}
	if best := m.Best(likely); best != a.pattern().Event {
		j.Best = best
	}
	return j
}

// thousandths rounds a likelihood for print.
func thousandths(p float64) float64 { return math.Round(p*1000) / 1000 }

// stands reports whether a filler is a word of the sentence.
func (s *sentence) stands(f filler) bool { return f.sentence == s.index && f.token >= 0 }

const (
	mostNames   = 12  // of a sentence; a longer roll is not asked about
	judgeWorth  = 0   // of a word that may tell of such an act, as [syntax.Act] has it
	judgeLeast  = .10 // of the likelihood of an act that only the judge finds, to be looked at
	mutualLeast = .5  // of the likelihood that the other does it as well
)

// suspicion is what the judge finds between two names.
type suspicion struct {
	pair           [2]side
	from, to, word int     // tokens
	act            float64 // how likely the first does anything to the second by the word
	root           entente.Root
}

// actors is how many actors the sentence names or refers back to.
func (s *sentence) actors() int {
	seen := map[entente.Code]bool{}
	for _, b := range s.bearers() {
		seen[b.code] = true
	}
	return len(seen)
}

// byJudge files events between two names of the sentence of which no rule has found any.
func (r *run) byJudge(block entente.Block, s *sentence) {
	m := r.tools.Judge
	if m == nil {
		return
	}
	words := slices.DeleteFunc(s.actWords(), func(i int) bool { return s.Tokens[i].Act.Worth < judgeWorth || s.wish(i) })
	if len(words) == 0 {
		return
	}
	if n := s.actors(); n > mostNames {
		return
	}
	var questions [][]float32
	var all []suspicion
	for _, p := range s.codePairs() {
		if s.between(p[0].code, p[1].code) {
			continue
		}
		for _, w := range words {
			from, to := s.standing(w, p[0]), s.standing(w, p[1])
			if from != to {
				questions = append(questions, s.features(from, to, w))
				all = append(all, suspicion{pair: p, from: from, to: to, word: w})
			}
		}
	}
	for i, likely := range m.Likelihoods(questions...) {
		all[i].act, all[i].root = 1-likely[0], m.Best(likely)
	}
	slices.SortStableFunc(all, func(x, y suspicion) int { return cmp.Compare(y.act, x.act) })
	for _, f := range all {
		if f.act < judgeLeast {
			break
		}
		a, b := f.pair[0].code, f.pair[1].code
		if s.between(a, b) || mutual(all, f) && s.between(b, a) {
			continue
		}
		if !r.viewed(s.index, a, b) && !s.ofView(f.word) && !s.complaint(f) {
			r.fileJudged(block, s, f, mutual(all, f))
		}
	}
}

// scene reports whether a name only says where something happens: "held talks in Lima".
func (s *sentence) scene(f filler) bool {
	if !s.stands(f) {
		return false
	}
	i := f.token
	if k := s.at[i]; k >= 0 && s.parties[k].use == place {
		return true
	}
	for s.rel(i) == "conj" && s.Tokens[i].Head >= 0 && s.cased(i) == "" {
		i = s.Tokens[i].Head
	}
	switch s.cased(i) {
	case "in", "at", "near", "off", "around", "inside", "outside":
		return true
	}
	return false
}

// mutual reports whether the judge finds that both do it: a meeting, or what it finds
// the other way round as well.
func mutual(all []suspicion, f suspicion) bool {
	return f.root == "CONSULT" || mayBeMutual(f.root) && slices.ContainsFunc(all, func(g suspicion) bool {
		return g.pair == [2]side{f.pair[1], f.pair[0]} && g.root == f.root && g.act >= mutualLeast
	})
}

// viewed reports whether the sentence says how the two stand: "Chad and Mali have built
// an alliance" is no act.
func (r *run) viewed(index int, a, b entente.Code) bool {
	return slices.ContainsFunc(r.result.Assessments, func(v entente.Assessment) bool {
		return v.Sentence == index && (v.A.Code == a && v.B.Code == b || v.A.Code == b && v.B.Code == a)
	})
}

// ofView reports whether a word carries one that says how two stand: "built a
// quasi-alliance".
func (s *sentence) ofView(word int) bool {
	for i, cs := range s.found {
		if s.above(word, i) && slices.ContainsFunc(cs, func(c *candidate) bool { return c.pattern().Assess }) {
			return true
		}
	}
	return false
}

// between reports whether an event from one actor to another was filed in the sentence.
func (s *sentence) between(a, b entente.Code) bool {
	for k := len(s.story.drafts) - 1; k >= 0 && s.story.drafts[k].sentence == s.index; k-- {
		d := &s.story.drafts[k].assigned
		for _, p := range d.pairs() {
			x, y := p.source.actor.Code, p.target.actor.Code
			if x == a && y == b || (d.pattern().Reciprocal || d.each) && x == b && y == a {
				return true
			}
		}
	}
	return false
}

// complaint reports whether what the judge finds is only what the other is told to complain of
// or to punish: "Ghana condemned Mali's strikes" does not say that they struck Ghana.
func (s *sentence) complaint(f suspicion) bool {
	if f.act >= sureOfVictim || s.under(f.to, f.word) { // "condemned their strikes on it"
		return false
	}
	for k := len(s.story.drafts) - 1; k >= 0 && s.story.drafts[k].sentence == s.index; k-- {
		d := &s.story.drafts[k].assigned
		if !answersWrong(d.pattern().Event) || d.head == f.word || !s.under(f.word, d.head) {
			continue
		}
		for _, p := range d.pairs() {
			if p.source.actor.Code == f.pair[1].code && p.target.actor.Code == f.pair[0].code {
				return true
			}
		}
	}
	return false
}

// answersWrong reports whether an act of a root is done over what the other did.
func answersWrong(r entente.Root) bool {
	return r == entente.Accuse || r == entente.Reject || r == entente.Sanction || r == entente.Coerce
}

// sureOfVictim is the likelihood from which on the judge is believed all the same.
const sureOfVictim = .6

// wish reports whether a word names what somebody wants and no pattern takes it for an
// act, as "desire" and "hope", but not "call" and "offer".
func (s *sentence) wish(i int) bool {
	named := slices.ContainsFunc(s.found[i], func(c *candidate) bool { return !c.learned })
	return s.Tokens[i].UPOS == "NOUN" && !named && s.story.tools.Lexicon.Cues.Has("desire", s.Tokens[i].Lemma)
}

// fileJudged files an event that only the judge finds.
func (r *run) fileJudged(b entente.Block, s *sentence, f suspicion, mutual bool) {
	kind := lexicon.VerbTrigger
	switch s.Tokens[f.word].UPOS {
	case "NOUN":
		kind = lexicon.NounTrigger
	case "ADJ":
		kind = lexicon.AdjTrigger
	}
	c := &candidate{trigger: &lexicon.Trigger{Pattern: judgedPatterns[f.root], Kind: kind}, head: f.word, learned: true}
	a := assigned{candidate: c, light: -1, way: "judged", each: mutual}
	if kind == lexicon.NounTrigger {
		a.light = s.lightVerb(f.word)
	}
	a.source, a.target = s.bearing(f.from, f.pair[0].code), s.bearing(f.to, f.pair[1].code)
	if len(a.source) == 0 || len(a.target) == 0 {
		return
	}
	sc := s.scopeOf(&a)
	if st := sc.status(); st == entente.Negated || st == entente.Hypothetical {
		r.decide(b, s.index, s.Sentence, c, "only the judge finds it, and it is "+string(st))
		return
	}
	r.decide(b, s.index, s.Sentence, c, r.fileEvent(b, s, &a, sc))
}

// bearing makes a filler of the actor that a token names or refers back to.
func (s *sentence) bearing(i int, code entente.Code) []filler {
	if k := s.at[i]; k >= 0 {
		return withCode(s.fillAll(&s.parties[k], i), code)
	}
	var out []filler
	for _, f := range withCode(s.refersBack(i), code) {
		f = *understood(f, s.index)
		f.token = i
		out = append(out, f)
	}
	return out
}

// withCode gives those of an actor.
func withCode(fs []filler, code entente.Code) []filler {
	return slices.DeleteFunc(fs, func(f filler) bool { return f.actor.Code != code })
}

// judgedPatterns stand for what the judge finds without a pattern.
var judgedPatterns = func() map[entente.Root]*lexicon.Pattern {
	out := map[entente.Root]*lexicon.Pattern{}
	for _, root := range codebook.Roots() {
		out[root] = &lexicon.Pattern{Name: "judge-" + strings.ToLower(string(root)), Event: root, Cameo: codebook.Default(root, ""), Lower: true}
	}
	return out
}()
