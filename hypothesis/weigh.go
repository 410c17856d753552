package hypothesis

import (
	"math"

	"entente"
)

// Options sets how a matrix is weighed; the zero value is what the documents
// describe.
type Options struct {
	Likelihood map[entente.Rating]float64 // P(evidence|hypothesis) of each rating; nil means the matrix's, else [Likelihoods]
	FlatPrior  bool                       // leave the hypotheses' priors aside
	AsOf       entente.Day                // the day by which evidence is stale; unknown means the last day that a row speaks of
	Claims     []entente.Claim            // what the stories say of the hypotheses ([Claims]), to be shown with the answer
}

// Likelihoods gives P(evidence|hypothesis) of each rating: CC .9, C .7, N .5, I .3,
// II .1. The steps are ours; what they are matters less than that they are printed
// and can be varied.
func Likelihoods() map[entente.Rating]float64 {
	return map[entente.Rating]float64{"CC": .9, "C": .7, "N": .5, "I": .3, "II": .1}
}

// least keeps a likelihood of nought from ruling a hypothesis out for good.
const least = 1e-6

// same is the difference below which two posteriors are a tie.
const same = 1e-9

// Weigh weighs a matrix by Bayes' rule with conditional independence and, beside
// it, by weighted inconsistency. Rows are what [Bind] gave; nil rows mean the
// matrix as it is written, nothing absent.
//
// With l the likelihood of a rating and r the row's reliability, a row counts
// l' = r*l + (1-r)*mean of l over the hypotheses, to the power of 1/size of its
// cluster. Absent, pending and circular rows are not weighed. A row's diagnosticity is
// max ln l' - min ln l'. Inconsistency is the sum of r/size for I and twice that
// for II. Flips are the rows without any one of which another hypothesis, or none,
// would lead. How the rest comes about is told in docs/methods.md.
func Weigh(m entente.Matrix, rows []entente.Bound, opt Options) entente.Weighing {
	if rows == nil {
		rows, _ = Bind(m, Found{})
		for i := range rows {
			rows[i].Absent = false
		}
	}
	b := newBench(m, rows, opt)
	w := entente.Weighing{Question: m.Question, Evidence: b.rows, Claims: opt.Claims, Flips: []string{}}
	b.stand(&w)
	b.vary(&w)
	w.Unions = b.unions()
	w.Worlds = b.worlds()
	for i := range w.Standings {
		if s := &w.Standings[i]; w.Worlds != nil {
			p := holds(w.Worlds, s.ID)
			s.Holds = &p
		}
	}
	w.Overturns = b.overturns()
	w.Null = b.empty()
	w.Other = b.other()
	w.Disproofs = b.disproofs()
	w.Next = b.next()
	w.PostMortem = b.postMortem()
	w.Confidence = b.confidence(&w)
	w.Findings = b.findings(&w)
	return w
}

// bench is a matrix made ready for weighing, in as many variants as are wanted.
type bench struct {
	m     entente.Matrix
	rows  []entente.Bound
	asOf  entente.Day
	plain setup // as the analyst wants it
	base  result
	lead  int // of base, -1 on a tie
}

// setup is one way to weigh the rows.
type setup struct {
	scale    map[entente.Rating]float64
	prior    []float64
	graded   bool
	apart    bool             // rows of a cluster count each for itself
	circular bool             // circular rows are weighed too
	without  func(i int) bool // rows left out; may be nil
	step     map[[2]int]int   // ratings moved: steps up by row and hypothesis
}

// result is what one way of weighing gives.
type result struct {
	posterior, inconsistency []float64
	logs                     []float64 // of the posterior before it is made to sum to 1
}

func newBench(m entente.Matrix, rows []entente.Bound, opt Options) *bench {
	b := &bench{m: m, rows: append([]entente.Bound{}, rows...), asOf: opt.AsOf}
	b.plain = setup{scale: scaleOf(m, opt), prior: priors(m.Hypotheses, opt.FlatPrior), graded: m.Grade}
	if !b.asOf.Known() {
		for _, r := range rows {
			b.asOf = max(b.asOf, r.Latest)
		}
	}
	sizes := b.sizes(b.plain)
	for i := range b.rows {
		r := &b.rows[i]
		r.Weight = reliability(r, m.Grade)
		r.Share = 1 / float64(max(1, sizes[unit(r)]))
		r.Cells = b.cells(b.plain, i)
		r.Diagnosticity = diagnosticity(r)
		r.Stale = r.Latest.Known() && b.asOf-r.Latest > staleAfter(m)
	}
	b.base = b.run(b.plain)
	b.lead = leader(b.base.posterior)
	return b
}

// usualStale is the age in days at which evidence is stale, if the matrix does not say.
const usualStale = 182

func staleAfter(m entente.Matrix) entente.Day {
	if m.Stale > 0 {
		return entente.Day(m.Stale)
	}
	return usualStale
}

// stand fills in how the hypotheses stand.
func (b *bench) stand(w *entente.Weighing) {
	flat := b.plain
	flat.prior = priors(b.m.Hypotheses, true)
	even := b.run(flat)
	w.Standings = []entente.Standing{}
	for i, h := range b.m.Hypotheses {
		w.Standings = append(w.Standings, entente.Standing{
			Hypothesis: h, Posterior: b.base.posterior[i], Flat: even.posterior[i],
			Inconsistency: b.base.inconsistency[i], Reach: b.reach(i), Word: entente.Word(b.base.posterior[i]),
		})
	}
	w.Winner = b.name(b.lead)
	w.Least = b.names(lowest(b.base.inconsistency))
}

// reach is the share of the weighed rows that a hypothesis would lead to expect.
func (b *bench) reach(k int) float64 {
	expected, all := 0, 0
	for i := range b.rows {
		if !weighed(&b.rows[i]) {
			continue
		}
		all++
		if r := rating(&b.rows[i].Evidence, k); r == "C" || r == "CC" {
			expected++
		}
	}
	return float64(expected) / float64(max(1, all))
}

// priors gives the share of each hypothesis before the evidence: its own prior, or
// an equal part of what the others leave; they sum to 1.
func priors(hypotheses []entente.Hypothesis, flat bool) []float64 {
	out := make([]float64, len(hypotheses))
	given, without := 0., 0
	for i, h := range hypotheses {
		if !flat && h.Prior > 0 {
			out[i] = h.Prior
			given += h.Prior
		} else {
			without++
		}
	}
	rest := math.Max(0, 1-given)
	for i := range out {
		if out[i] == 0 {
			out[i] = rest / float64(without)
		}
	}
	return normal(out)
}

func normal(p []float64) []float64 {
	sum := 0.
	for _, x := range p {
		sum += x
	}
	for i := range p {
		if sum > 0 {
			p[i] /= sum
		}
	}
	return p
}

// weighed reports whether a row counts.
func weighed(r *entente.Bound) bool { return !r.Absent && !r.Circular && !r.Pending }

// counts reports whether a row counts in a setup.
func (b *bench) counts(s setup, i int) bool {
	r := &b.rows[i]
	if s.without != nil && s.without(i) {
		return false
	}
	return weighed(r) || s.circular && r.Circular && !r.Absent && !r.Pending
}

func (b *bench) sizes(s setup) map[string]int {
	out := map[string]int{}
	for i := range b.rows {
		if b.counts(s, i) {
			out[unit(&b.rows[i])]++
		}
	}
	return out
}

// cells gives l' of a row for each hypothesis.
func (b *bench) cells(s setup, i int) []float64 {
	e, mean := &b.rows[i], 0.
	out := make([]float64, len(b.m.Hypotheses))
	for k := range out {
		out[k] = s.likelihood(&e.Evidence, i, k)
		mean += out[k] / float64(len(out))
	}
	r := reliability(e, s.graded)
	for k := range out {
		out[k] = math.Max(least, r*out[k]+(1-r)*mean)
	}
	return out
}

// likelihood is that of one cell; steps move it along the scale.
func (s setup) likelihood(e *entente.Evidence, i, k int) float64 {
	moved := s.step[[2]int{i, k}]
	if k < len(e.Likelihoods) && moved == 0 {
		return e.Likelihoods[k]
	}
	return s.scale[stepped(rating(e, k), moved)]
}

// stepped moves a rating towards CC, or towards II.
func stepped(r entente.Rating, by int) entente.Rating {
	for i, name := range ratingNames {
		if name == string(r) {
			return entente.Rating(ratingNames[min(max(i-by, 0), len(ratingNames)-1)])
		}
	}
	return "N"
}

// diagnosticity tells how far a row parts the hypotheses: 0 not at all, and for what is
// absent.
func diagnosticity(r *entente.Bound) float64 {
	if r.Absent || len(r.Cells) == 0 {
		return 0
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, l := range r.Cells {
		low, high = math.Min(low, math.Log(l)), math.Max(high, math.Log(l))
	}
	return high - low
}

// run weighs the rows one way.
func (b *bench) run(s setup) result {
	sizes := b.sizes(s)
	out := result{logs: make([]float64, len(b.m.Hypotheses)), inconsistency: make([]float64, len(b.m.Hypotheses))}
	for k, p := range s.prior {
		out.logs[k] = math.Log(p)
	}
	for i := range b.rows {
		if !b.counts(s, i) {
			continue
		}
		share := 1.
		if !s.apart {
			share = 1 / float64(sizes[unit(&b.rows[i])])
		}
		r := reliability(&b.rows[i], s.graded)
		for k, l := range b.cells(s, i) {
			out.logs[k] += share * math.Log(l)
			out.inconsistency[k] += share * r * against(stepped(rating(&b.rows[i].Evidence, k), s.step[[2]int{i, k}]))
		}
	}
	out.posterior = normal(exponents(out.logs))
	return out
}

// against is 1 for a rating I, 2 for II.
func against(r entente.Rating) float64 {
	switch r {
	case "I":
		return 1
	case "II":
		return 2
	}
	return 0
}

// exponents gives e to each log less the greatest, which cannot overflow.
func exponents(logs []float64) []float64 {
	top := math.Inf(-1)
	for _, l := range logs {
		top = math.Max(top, l)
	}
	out := make([]float64, len(logs))
	for i, l := range logs {
		if !math.IsInf(l, -1) {
			out[i] = math.Exp(l - top)
		}
	}
	return out
}

// leader gives the index of the greatest, -1 on a tie.
func leader(p []float64) int {
	if lead := highest(p); len(lead) == 1 {
		return lead[0]
	}
	return -1
}

// highest gives the indices of the greatest, several on a tie.
func highest(p []float64) []int {
	top := math.Inf(-1)
	for _, x := range p {
		top = math.Max(top, x)
	}
	var out []int
	for i, x := range p {
		if x >= top-same {
			out = append(out, i)
		}
	}
	return out
}

// lowest gives the indices of the least, several on a tie.
func lowest(p []float64) []int {
	minus := make([]float64, len(p))
	for i, x := range p {
		minus[i] = -x
	}
	return highest(minus)
}

func (b *bench) name(i int) string {
	if i < 0 {
		return ""
	}
	return b.m.Hypotheses[i].ID
}

func (b *bench) names(is []int) []string {
	out := make([]string, len(is))
	for n, i := range is {
		out[n] = b.name(i)
	}
	return out
}
