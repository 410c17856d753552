package forecast

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Odds is a model of how likely an event is, or of how many are to be expected, from a
// row of features: a generalised linear model (McCullagh & Nelder 1989) fitted by
// Newton's steps with a ridge on all but the constant.
type Odds struct {
	mean, scale []float64
	weight      []float64 // the constant last
	counts      bool
	ridge       float64
}

const newtonSteps = 25

// FitOdds fits a logistic model to outcomes 0 and 1, or, for counts, a Poisson model with
// a logarithmic link. The ridge is in units of rows.
func FitOdds(rows [][]float64, y []float64, ridge float64, counts bool) *Odds {
	return fitEach(rows, y, []float64{ridge}, counts)[0]
}

// fitEach fits a model with each of some ridges, each from where the one before it came to.
func fitEach(rows [][]float64, y []float64, ridges []float64, counts bool) (out []*Odds) {
	m := &Odds{counts: counts}
	var x [][]float64
	if len(rows) > 0 {
		m.standardise(rows)
		x = m.begin(rows, y)
	}
	for _, r := range ridges {
		m.ridge = r
		if len(rows) > 0 {
			m.fit(x, y)
		}
		one := *m
		one.weight = slices.Clone(m.weight)
		out = append(out, &one)
	}
	return out
}

// begin sets all weights but the constant to nought, and gives the standardised rows.
func (m *Odds) begin(rows [][]float64, y []float64) [][]float64 {
	width := len(m.mean) + 1
	m.weight = make([]float64, width)
	x, all, mean := make([][]float64, len(rows)), make([]float64, len(rows)*width), 0.
	for i, r := range rows {
		x[i] = all[i*width : (i+1)*width]
		m.write(r, x[i])
		mean += y[i] / float64(len(y))
	}
	m.weight[width-1] = m.link(mean)
	return x
}

// fit takes Newton's steps until the loss hardly falls.
func (m *Odds) fit(x [][]float64, y []float64) {
	loss := m.loss(x, y, m.ridge)
	for range newtonSteps {
		after := m.step(x, y, m.ridge, loss)
		done := loss-after < 1e-6*(1+math.Abs(loss))
		loss = after
		if done {
			break
		}
	}
}

// loss is what a fit makes small: the negative log likelihood and the ridge.
func (m *Odds) loss(x [][]float64, y []float64, ridge float64) (sum float64) {
	for i, r := range x {
		z := m.sum(r)
		if m.counts {
			sum += math.Exp(min(z, mostExponent)) - y[i]*z
		} else {
			sum += math.Log1p(math.Exp(-math.Abs(z))) + max(z, 0) - y[i]*z
		}
	}
	for _, w := range m.weight[:len(m.weight)-1] {
		sum += ridge * w * w / 2
	}
	return sum
}

// mostExponent keeps an expected number finite while weights are being sought.
const mostExponent = 12

func (m *Odds) link(mean float64) float64 {
	if m.counts {
		return math.Log(mean + 1e-6)
	}
	return math.Log((mean + 1e-6) / (1 - mean + 1e-6))
}

func (m *Odds) standardise(rows [][]float64) {
	width, n := len(rows[0]), float64(len(rows))
	m.mean, m.scale = make([]float64, width), make([]float64, width)
	for _, r := range rows {
		for k, v := range r {
			m.mean[k] += v / n
		}
	}
	for _, r := range rows {
		for k, v := range r {
			m.scale[k] += (v - m.mean[k]) * (v - m.mean[k]) / n
		}
	}
	for k, v := range m.scale {
		m.scale[k] = 1 / math.Sqrt(v+1e-9)
		if v < 1e-9 {
			m.scale[k] = 0 // what never differs tells nothing
		}
	}
}

// row gives standardised features and a one.
func (m *Odds) row(r []float64) []float64 {
	out := make([]float64, len(r)+1)
	m.write(r, out)
	return out
}

func (m *Odds) write(r, to []float64) {
	for k, v := range r {
		to[k] = (v - m.mean[k]) * m.scale[k]
	}
	to[len(r)] = 1
}

// step moves the weights by one Newton step, or by half of it, a quarter and so on until
// the loss falls, and gives the loss then.
func (m *Odds) step(x [][]float64, y []float64, ridge, loss float64) float64 {
	width := len(m.weight)
	slope := make([]float64, width)
	bend := mat.NewSymDense(width, nil)
	flat := bend.RawSymmetric().Data
	for i, r := range x {
		mu, w := m.response(r)
		e := mu - y[i]
		for k, v := range r {
			slope[k] += e * v
			wv, line := w*v, flat[k*width+k:(k+1)*width]
			for j, u := range r[k:] {
				line[j] += wv * u
			}
		}
	}
	for k := range width - 1 {
		slope[k] += ridge * m.weight[k]
		flat[k*width+k] += ridge
	}
	flat[width*width-1] += 1e-6
	var chol mat.Cholesky
	if !chol.Factorize(bend) {
		return loss
	}
	var by mat.VecDense
	if chol.SolveVecTo(&by, mat.NewVecDense(width, slope)) != nil {
		return loss
	}
	before := slices.Clone(m.weight)
	for share := 1.; share > 1e-3; share /= 2 {
		for k := range width {
			m.weight[k] = before[k] - share*by.AtVec(k)
		}
		if after := m.loss(x, y, ridge); after < loss {
			return after
		}
	}
	m.weight = before
	return loss
}

func (m *Odds) sum(r []float64) (z float64) {
	for k, v := range r {
		z += v * m.weight[k]
	}
	return z
}

// response gives the mean for a standardised row and its variance.
func (m *Odds) response(r []float64) (mu, w float64) {
	z := m.sum(r)
	if m.counts {
		mu = math.Exp(min(z, mostExponent))
		return mu, mu
	}
	mu = 1 / (1 + math.Exp(-z))
	return mu, mu * (1 - mu)
}

// At gives the probability, or the expected number, for a row of features.
func (m *Odds) At(r []float64) float64 {
	if m.weight == nil {
		return .5
	}
	mu, _ := m.response(m.row(r))
	return mu
}

// Adds gives what a change of one feature adds to the linear part, other things equal.
func (m *Odds) Adds(column int, change float64) float64 {
	if m.weight == nil {
		return 0
	}
	return m.weight[column] * m.scale[column] * change
}
