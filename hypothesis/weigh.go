package hypothesis

import (
	"math"

	"entente"
)

// Options sets how a matrix is weighed; the zero value is what the documents
// describe.
type Options struct {
	Likelihood map[entente.Rating]float64 // P(evidence|hypothesis) of each rating; nil means [Likelihoods]
	FlatPrior  bool                       // leave the hypotheses' priors aside
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
// cluster. Absent and circular rows are not weighed. A row's diagnosticity is
// max ln l' - min ln l'. Inconsistency is the sum of r/size for I and twice that
// for II. Flips are the rows without any one of which another hypothesis, or none,
// would lead.
func Weigh(m entente.Matrix, rows []entente.Bound, opt Options) entente.Weighing {
	if rows == nil {
		rows = Bind(m, nil, nil)
		for i := range rows {
			rows[i].Absent = false
		}
	}
	s := newScale(m, opt)
	w := entente.Weighing{Question: m.Question, Evidence: make([]entente.Bound, len(rows)), Flips: []string{}}
	for i, b := range rows {
		b.Diagnosticity = s.diagnosticity(b)
		w.Evidence[i] = b
	}
	posterior, inconsistency := s.weigh(rows, -1)
	for i, h := range m.Hypotheses {
		w.Standings = append(w.Standings, entente.Standing{
			Hypothesis:    h,
			Posterior:     posterior[i],
			Inconsistency: inconsistency[i],
			Word:          entente.Word(posterior[i]),
		})
	}
	lead := leader(posterior)
	w.Winner = s.name(lead)
	for i, b := range rows {
		if !weighed(b) {
			continue
		}
		if p, _ := s.weigh(rows, i); leader(p) != lead {
			w.Flips = append(w.Flips, b.ID)
		}
	}
	return w
}

// scale is a matrix made ready for weighing.
type scale struct {
	hypotheses []entente.Hypothesis
	likelihood map[entente.Rating]float64
	prior      []float64
}

func newScale(m entente.Matrix, opt Options) scale {
	s := scale{m.Hypotheses, opt.Likelihood, priors(m.Hypotheses, opt.FlatPrior)}
	if s.likelihood == nil {
		s.likelihood = Likelihoods()
	}
	return s
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

func weighed(b entente.Bound) bool { return !b.Absent && !b.Circular }

func reliability(e entente.Evidence) float64 {
	if e.Reliability <= 0 || e.Reliability > 1 {
		return 1
	}
	return e.Reliability
}

// cells gives l' of a row for each hypothesis; a rating that is wanting is neutral.
func (s scale) cells(e entente.Evidence) []float64 {
	out := make([]float64, len(s.hypotheses))
	mean := 0.
	for i := range out {
		out[i] = s.likelihood["N"]
		if i < len(e.Ratings) {
			if l, ok := s.likelihood[e.Ratings[i]]; ok {
				out[i] = l
			}
		}
		mean += out[i] / float64(len(out))
	}
	r := reliability(e)
	for i := range out {
		out[i] = math.Max(least, r*out[i]+(1-r)*mean)
	}
	return out
}

// diagnosticity tells how far a row parts the hypotheses: 0 not at all, and for
// what is absent.
func (s scale) diagnosticity(b entente.Bound) float64 {
	if b.Absent || len(s.hypotheses) == 0 {
		return 0
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, l := range s.cells(b.Evidence) {
		low, high = math.Min(low, math.Log(l)), math.Max(high, math.Log(l))
	}
	return high - low
}

// weigh gives posterior and inconsistency without the row at left, -1 for none.
func (s scale) weigh(rows []entente.Bound, left int) (posterior, inconsistency []float64) {
	sizes := map[string]int{}
	for i, b := range rows {
		if i != left && weighed(b) {
			sizes[b.Cluster]++
		}
	}
	logs, inconsistency := make([]float64, len(s.hypotheses)), make([]float64, len(s.hypotheses))
	for i, p := range s.prior {
		logs[i] = math.Log(p)
	}
	for i, b := range rows {
		if i == left || !weighed(b) {
			continue
		}
		share := 1.
		if b.Cluster != "" {
			share = 1 / float64(sizes[b.Cluster])
		}
		for k, l := range s.cells(b.Evidence) {
			logs[k] += share * math.Log(l)
			inconsistency[k] += share * reliability(b.Evidence) * against(b.Evidence, k)
		}
	}
	return normal(exponents(logs)), inconsistency
}

// against is 1 for a rating I, 2 for II.
func against(e entente.Evidence, k int) float64 {
	if k >= len(e.Ratings) {
		return 0
	}
	switch e.Ratings[k] {
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
	best, alone := -1, true
	for i, x := range p {
		switch {
		case best < 0 || x > p[best]+same:
			best, alone = i, true
		case x > p[best]-same:
			alone = false
		}
	}
	if !alone {
		return -1
	}
	return best
}

func (s scale) name(i int) string {
	if i < 0 {
		return ""
	}
	return s.hypotheses[i].ID
}
