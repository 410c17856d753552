package coder

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Weighing is what the judge made of an act that one actor would do to another, and why.
type Weighing struct {
	Report     string            `json:"report,omitempty"` // that told of it, "" if none did
	Source     entente.Code      `json:"source"`
	Target     entente.Code      `json:"target"`
	Root       entente.Root      `json:"root"`
	Judge      entente.Judgement `json:"judge"`
	Confidence float64           `json:"confidence"`
	Least      float64           `json:"least"` // the confidence from which on it would be told
	Factors    []Factor          `json:"factors"`
}

// Factor is something that the judge was told of, and by how much it raised the logarithm
// of the odds that anything is done: what these odds lose when the judge is not told
// (Robnik-Šikonja and Kononenko 2008, "Explaining Classifications for Individual
// Instances"). We leave out what belongs together at once, and put nought in its place.
type Factor struct {
	Of   string  `json:"of"`
	Odds float64 `json:"odds"`
}

// What the judge is told of, in words.
const (
	theSource    = "the source"
	theTarget    = "the target"
	theWord      = "the word"
	theJoint     = "what joins the two"
	theVerbs     = "the verbs above them"
	theSentence  = "what else the sentence tells of"
	theSourceWay = "how the source hangs on the word"
	theTargetWay = "how the target hangs on the word"
	theOrder     = "their order"
	theEntries   = "the dictionaries"
)

// facet is a stretch of features that belong to one thing.
type facet struct {
	of       string
	from, to int
}

// part ends a stretch of features.
func (f *facts) part(of string) {
	if !f.named {
		return
	}
	from := 0
	if n := len(f.parts); n > 0 {
		from = f.parts[n-1].to
	}
	f.parts = append(f.parts, facet{of, from, len(f.out)})
}

// mostFactors is how many factors of a weighing are told.
const mostFactors = 4

// factors gives what moved the judge most, the strongest first.
func (s *sentence) factors(from, to, word int) []Factor {
	f := facts{s: s, named: true}
	f.describe(from, to, word)
	var of []string
	asked := [][]float32{f.out}
	for _, p := range f.parts {
		k := slices.Index(of, p.of)
		if k < 0 {
			k = len(of)
			of, asked = append(of, p.of), append(asked, slices.Clone(f.out))
		}
		clear(asked[k+1][p.from:p.to])
	}
	likely := s.story.tools.Judge.Likelihoods(asked...)
	out := make([]Factor, len(of))
	for k, l := range likely[1:] {
		out[k] = Factor{of[k], math.Round(100*(oddsOfAct(likely[0])-oddsOfAct(l))) / 100}
	}
	slices.SortStableFunc(out, func(a, b Factor) int { return cmp.Compare(math.Abs(b.Odds), math.Abs(a.Odds)) })
	return out[:min(len(out), mostFactors)]
}

// oddsOfAct is the logarithm of the odds that anything is done.
func oddsOfAct(likely []float64) float64 { return odds(1 - likely[0]) }

// weighing keeps what the judge made of a report, if a trace was asked for; the next
// decision takes it.
func (r *run) weighing(s *sentence, a *assigned, p pairOf, out *entente.Report, told bool) {
	if !r.opt.Trace || out.FoundBy.Judge == nil {
		return
	}
	w := Weighing{
		Source: p.source.actor.Code, Target: p.target.actor.Code, Root: a.pattern().Event, Judge: *out.FoundBy.Judge,
		Confidence: out.Confidence, Least: s.least(a, p, true), Factors: s.factors(p.source.token, p.target.token, a.head),
	}
	if told {
		w.Report = reportID(out)
	}
	r.weighed = append(r.weighed, w)
}
