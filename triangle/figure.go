package triangle

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"entente"
)

// figure is what is known of a number: its mean, the standard error of that, and the
// degrees of freedom of Student's t that tell how well the error itself is known.
type figure struct{ mean, se, df float64 }

// sureDF stands for an error that is known well.
const sureDF = 200

func (f figure) t() distuv.StudentsT {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: math.Min(math.Max(f.df, 1), sureDF)}
}

// estimate gives mean and 90 % interval.
func (f figure) estimate() *entente.Estimate {
	d := f.t().Quantile(.95) * f.se
	return &entente.Estimate{Value: f.mean, Low: f.mean - d, High: f.mean + d}
}

// within is estimate cut to the bounds that the number has.
func (f figure) within(low, high float64) *entente.Estimate {
	e := f.estimate()
	cut := func(x float64) float64 { return math.Min(math.Max(x, low), high) }
	return &entente.Estimate{Value: cut(e.Value), Low: cut(e.Low), High: cut(e.High)}
}

// above is the probability that the number is above 0.
func (f figure) above() float64 {
	switch {
	case f.se > 0:
		return f.t().CDF(f.mean / f.se)
	case f.mean > 0:
		return 1
	case f.mean < 0:
		return 0
	}
	return .5
}

// line gives a + b times the number.
func (f figure) line(a, b float64) figure {
	return figure{a + b*f.mean, math.Abs(b) * f.se, f.df}
}

// tanh squeezes the number into -1 to 1, the error by the slope there.
func (f figure) tanh() figure {
	m := math.Tanh(f.mean)
	return figure{m, (1 - m*m) * f.se, f.df}
}

// share is the ratio of the sums of part and whole over blocks of time, one of each a
// block, where the whole rests on n events. Its error is the larger of that of n coin
// throws (Jeffreys' prior) and that by which the blocks differ (ratio estimator,
// linearised; Cochran 1977, Sampling Techniques, section 6.4): acts come in bouts, and a
// bout is nearer to one event than to many.
func share(part, whole []float64, n float64) (figure, bool) {
	var x, w, squares float64
	blocks := 0.
	for i := range whole {
		x += part[i]
		w += whole[i]
		if whole[i] > 0 {
			blocks++
		}
	}
	if w <= 0 || n <= 0 || blocks < 2 {
		return figure{}, false
	}
	r := x / w
	for i := range whole {
		e := part[i] - r*whole[i]
		squares += e * e
	}
	mean := (r*n + .5) / (n + 1)
	coins := mean * (1 - mean) / (n + 2)
	bouts := blocks / (blocks - 1) * squares / (w * w)
	return figure{mean, math.Sqrt(math.Max(coins, bouts)), blocks - 1}, true
}

// moments gives mean and variance of numbers, the variance with n-1.
func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	if len(x) < 2 {
		return mean, 0
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

// lasting is the correlation of neighbours in two runs of numbers, each about its own mean,
// 0 to .8.
func lasting(runs ...[]float64) float64 {
	var with, all float64
	for _, x := range runs {
		m, _ := moments(x)
		for i, v := range x {
			all += (v - m) * (v - m)
			if i > 0 {
				with += (v - m) * (x[i-1] - m)
			}
		}
	}
	if all == 0 {
		return 0
	}
	return math.Min(math.Max(with/all, 0), .8)
}

// change is by how much the mean of the later months is above that of the earlier (Welch
// 1947), the errors widened by (1+r)/(1-r) for months that go with their neighbours.
func change(earlier, later []float64) (figure, bool) {
	if len(earlier) < 3 || len(later) < 3 {
		return figure{}, false
	}
	m1, v1 := moments(earlier)
	m2, v2 := moments(later)
	r := lasting(earlier, later)
	wide := (1 + r) / (1 - r)
	a, b := wide*v1/float64(len(earlier)), wide*v2/float64(len(later))
	df := float64(len(earlier) + len(later) - 2)
	if a+b > 0 {
		df = (a + b) * (a + b) / (a*a/float64(len(earlier)-1) + b*b/float64(len(later)-1))
	}
	return figure{m2 - m1, math.Sqrt(a + b), df}, true
}

// slope is the rise a step of the least-squares line through points, with its error.
func slope(x, y []float64) (figure, bool) {
	n := float64(len(x))
	if n < 4 {
		return figure{}, false
	}
	mx, vx := moments(x)
	my, _ := moments(y)
	if vx == 0 {
		return figure{}, false
	}
	var xy float64
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
	}
	b := xy / (vx * (n - 1))
	var rest float64
	for i := range x {
		e := y[i] - my - b*(x[i]-mx)
		rest += e * e
	}
	return figure{b, math.Sqrt(rest / (n - 2) / (vx * (n - 1))), n - 2}, true
}

// spreadOf gives the mean of equally probable numbers, with their 5 and 95 % points.
func spreadOf(x []float64) *entente.Estimate {
	slices.Sort(x)
	mean, _ := moments(x)
	n := float64(len(x))
	return &entente.Estimate{Value: mean, Low: x[int(.05*n)], High: x[int(math.Ceil(.95*n))-1]}
}
