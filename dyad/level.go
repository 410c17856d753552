package dyad

import (
	"math"
)

// Level is what is known of a level in a period: its median, and the interval that holds it
// with a probability of .9. It is in events in a period of exposure 1.
type Level struct {
	At             int
	Mid, Low, High float64
	Seen           bool // anybody looked in the period
}

// Path is how the level of a series went, and how it moves.
type Path struct {
	Levels []Level // of every period from the first count to the last, gaps too
	Step   float64 // standard deviation of the step of the logarithm from one period to the next, the likeliest
	Shape  float64 // of the negative binomial, the likeliest
	modes  []mode
}

// The standard deviations of a step that are tried, in equal steps of the logarithm.
var stepSizes = steps(-8, 0, 1)

// pathShapes are the shapes that are tried.
var pathShapes = steps(-4, 7, 1)

// LevelOf estimates the level of counts by a state-space model: counts are negative binomial
// about exp(θ) times exposure, and θ goes by normal steps from period to period (the local
// level model, Durbin and Koopman 2012, Time Series Analysis by State Space Methods, 2nd ed.,
// chapter 2, with an observation that is not normal, part II). Gaps are periods without a
// count; nothing is told there, and the interval widens.
//
// Given the size of steps and the shape, the mode of θ is found by Newton's method, whose
// every turn is a Kalman smoother's (op. cit., section 10.6; we solve the same equations as
// a system of three diagonals), and θ is taken as normal about it (Laplace). Steps and shapes
// are gone through on a grid and the answers mixed by their likelihoods, as Rue, Martino and
// Chopin (2009, JRSS B 71(2)) do, steps being equally likely by their standard deviation
// beforehand (Gelman 2006, Bayesian Analysis 1(3)): intervals at the likeliest values alone
// are too narrow in short series. A series without any event has the level of half an event
// at most.
func LevelOf(counts []Count) Path {
	if len(counts) == 0 {
		return Path{}
	}
	s := newStates(counts)
	var p Path
	best := math.Inf(-1)
	for _, shape := range pathShapes {
		start := s.start()
		for _, step := range stepSizes {
			m := s.mode(negbin{shape}, step, start)
			m.log += math.Log(step)
			if m.log > best {
				best, p.Step, p.Shape = m.log, step, shape
			}
			start = m.at
			p.modes = append(p.modes, m)
		}
	}
	p.modes = likely(p.modes, best)
	for i := range s.at {
		mix := make(mixture, len(p.modes))
		for k, m := range p.modes {
			mix[k] = part{m.weight, m.at[i], math.Sqrt(m.variance[i])}
		}
		p.Levels = append(p.Levels, Level{
			At: s.at[i], Seen: s.seen[i],
			Mid: math.Exp(mix.quantile(.5)), Low: math.Exp(mix.quantile(.05)), High: math.Exp(mix.quantile(.95)),
		})
	}
	return p
}

// Change is by what factor a level changed, with the interval that holds it with a
// probability of .9, and the probability that it rose.
type Change struct {
	Ratio, Low, High, Rose float64
}

// Change compares the last period of a path with an earlier one, so many periods before.
func (p *Path) Change(periods int) (Change, bool) {
	last := len(p.Levels) - 1
	if periods < 1 || periods > last {
		return Change{}, false
	}
	mix, rose := make(mixture, len(p.modes)), 0.
	for k, m := range p.modes {
		with := m.variance[last] // covariance of the two
		for i := last - 1; i >= last-periods; i-- {
			with *= m.pull[i]
		}
		mean := m.at[last] - m.at[last-periods]
		sd := math.Sqrt(max(m.variance[last]+m.variance[last-periods]-2*with, 1e-12))
		mix[k] = part{m.weight, mean, sd}
		rose += m.weight * phi(mean/sd)
	}
	return Change{math.Exp(mix.quantile(.5)), math.Exp(mix.quantile(.05)), math.Exp(mix.quantile(.95)), rose}, true
}

// states are the periods of a series, with gaps.
type states struct {
	at     []int
	seen   []bool
	n      []int
	offset []float64 // logarithm of the exposure
	guess  float64   // logarithm of the mean
}

func newStates(counts []Count) *states {
	s := &states{}
	n, exposure := .5, 0.
	for i, c := range counts {
		for i > 0 && s.at[len(s.at)-1]+1 < c.At {
			s.at, s.seen = append(s.at, s.at[len(s.at)-1]+1), append(s.seen, false)
			s.n, s.offset = append(s.n, 0), append(s.offset, 0)
		}
		s.at, s.seen = append(s.at, c.At), append(s.seen, true)
		s.n, s.offset = append(s.n, c.N), append(s.offset, math.Log(c.exposure()))
		n, exposure = n+float64(c.N), exposure+c.exposure()
	}
	s.guess = math.Log(n / exposure)
	return s
}

func (s *states) start() []float64 {
	out := make([]float64, len(s.at))
	for i := range out {
		out[i] = s.guess
	}
	return out
}

// mode is the most likely path for a size of steps and a shape.
type mode struct {
	log      float64 // logarithm of the likelihood, then
	weight   float64 // the probability of size and shape
	at       []float64
	variance []float64
	pull     []float64 // by how much a period goes with the next
}

// loose is the variance of the first level about the mean: a factor of e^4 either way.
const loose = 4.

// mode finds it by Newton's method from a start.
func (s *states) mode(d negbin, step float64, start []float64) mode {
	n := len(s.at)
	tie := 1 / (step * step)
	x := append([]float64(nil), start...)
	t := tridiagonal{diagonal: make([]float64, n), off: -tie, right: make([]float64, n)}
	for range 30 {
		s.newton(d, tie, x, &t)
		t.factor()
		t.solve()
		most := 0.
		for i, v := range t.right {
			v = max(-3, min(3, v))
			x[i] += v
			most = max(most, math.Abs(v))
		}
		if most < 1e-4 {
			break
		}
	}
	s.newton(d, tie, x, &t)
	t.factor()
	m := mode{at: x, variance: t.variances(), pull: t.pulls()}
	m.log = s.log(d, tie, x) - t.logDeterminant()/2 + float64(n-1)*math.Log(tie)/2
	return m
}

// newton writes the equations of one turn: curvature and slope of the logarithm of the
// likelihood.
func (s *states) newton(d negbin, tie float64, x []float64, t *tridiagonal) {
	last := len(x) - 1
	for i, theta := range x {
		curve, slope := 0., 0.
		if s.seen[i] {
			mean := math.Exp(theta + s.offset[i])
			y := float64(s.n[i])
			share := mean / (d.shape + mean)
			slope = y - (y+d.shape)*share
			curve = (y + d.shape) * share * (1 - share)
		}
		if i == 0 {
			curve += 1 / loose
			slope -= (theta - s.guess) / loose
		}
		if i > 0 {
			curve += tie
			slope -= tie * (theta - x[i-1])
		}
		if i < last {
			curve += tie
			slope -= tie * (theta - x[i+1])
		}
		t.diagonal[i], t.right[i] = curve, slope
	}
}

// log is the logarithm of the likelihood of counts and steps, but for constants.
func (s *states) log(d negbin, tie float64, x []float64) float64 {
	sum := -(x[0] - s.guess) * (x[0] - s.guess) / (2 * loose)
	for i, theta := range x {
		if s.seen[i] {
			sum += d.log(s.n[i], math.Exp(theta+s.offset[i]))
		}
		if i > 0 {
			sum -= tie * (theta - x[i-1]) * (theta - x[i-1]) / 2
		}
	}
	return sum
}

// likely keeps the modes that matter, and makes probabilities of their likelihoods.
func likely(modes []mode, best float64) []mode {
	var out []mode
	sum := 0.
	for _, m := range modes {
		if m.weight = math.Exp(m.log - best); m.weight > 1e-3 {
			out = append(out, m)
			sum += m.weight
		}
	}
	for i := range out {
		out[i].weight /= sum
	}
	return out
}

// tridiagonal is a symmetric system whose diagonals beside the main one are all the same.
type tridiagonal struct {
	diagonal, right []float64
	off             float64
	pivots          []float64
}

func (t *tridiagonal) factor() {
	t.pivots = append(t.pivots[:0], t.diagonal...)
	for i := 1; i < len(t.pivots); i++ {
		t.pivots[i] -= t.off * t.off / t.pivots[i-1]
	}
}

// solve puts the solution in the place of the right side.
func (t *tridiagonal) solve() {
	n := len(t.right)
	for i := 1; i < n; i++ {
		t.right[i] -= t.off / t.pivots[i-1] * t.right[i-1]
	}
	t.right[n-1] /= t.pivots[n-1]
	for i := n - 2; i >= 0; i-- {
		t.right[i] = (t.right[i] - t.off*t.right[i+1]) / t.pivots[i]
	}
}

// variances is the diagonal of the inverse.
func (t *tridiagonal) variances() []float64 {
	n := len(t.pivots)
	out := make([]float64, n)
	out[n-1] = 1 / t.pivots[n-1]
	for i := n - 2; i >= 0; i-- {
		pull := t.off / t.pivots[i]
		out[i] = 1/t.pivots[i] + pull*pull*out[i+1]
	}
	return out
}

func (t *tridiagonal) pulls() []float64 {
	out := make([]float64, len(t.pivots))
	for i, p := range t.pivots {
		out[i] = -t.off / p
	}
	return out
}

func (t *tridiagonal) logDeterminant() float64 {
	sum := 0.
	for _, p := range t.pivots {
		sum += math.Log(p)
	}
	return sum
}

// mixture is one of normal distributions.
type mixture []part

type part struct{ weight, mean, sd float64 }

func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// quantile is found by Newton's method, and by halving where that leads out of where it is
// known to lie.
func (m mixture) quantile(p float64) float64 {
	low, high, at := math.Inf(1), math.Inf(-1), 0.
	for _, x := range m {
		low, high = min(low, x.mean-6*x.sd), max(high, x.mean+6*x.sd)
		at += x.weight * x.mean
	}
	for range 60 {
		below, dense := 0., 0.
		for _, x := range m {
			z := (at - x.mean) / x.sd
			below += x.weight * phi(z)
			dense += x.weight / x.sd * math.Exp(-z*z/2)
		}
		if below < p {
			low = at
		} else {
			high = at
		}
		next := at + (p-below)*math.Sqrt(2*math.Pi)/dense
		if !(low < next && next < high) { // nor where nothing is dense
			next = (low + high) / 2
		}
		if math.Abs(next-at) < 1e-12*(1+math.Abs(next)) {
			return next
		}
		at = next
	}
	return at
}
