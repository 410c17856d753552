package dyad

import "math"

// Count is what was told in one period in which anybody looked.
type Count struct {
	At       int     // the number of the period; numbers that are left out are gaps, not zeros
	N        int     // events
	Exposure float64 // how much was looked at, 1 in a middling period; 0 is taken as 1
}

func (c Count) exposure() float64 {
	if c.Exposure > 0 {
		return c.Exposure
	}
	return 1
}

// negbin is the negative binomial about a level: the mean of a period is level times
// exposure, the variance mean + mean²/shape (Hilbe 2011, Negative Binomial Regression,
// 2nd ed., chapter 8, NB2 with the logarithm of the exposure as offset). As the shape grows
// it becomes Poisson's.
type negbin struct{ shape float64 }

// shapes are those that methods try: doubling, from counts that come all at once to such as
// no one could tell from Poisson's.
var shapes = [...]float64{1. / 64, 1. / 32, 1. / 16, 1. / 8, 1. / 4, 1. / 2, 1, 2, 4, 8, 16, 32, 64, 128, 1024}

// rising is the logarithm of the terms of a count's likelihood in which no level stands:
// of r (r+1) … (r+n-1) / n!, r being the shape.
func (d negbin) rising(n int) float64 {
	if n == 0 {
		return 0
	}
	return lgamma(d.shape+float64(n)) - lgamma(d.shape) - lgamma(float64(n)+1)
}

// log is the logarithm of the likelihood of a count with a mean.
func (d negbin) log(n int, mean float64) float64 {
	v := d.rising(n) - d.shape*math.Log1p(mean/d.shape)
	if n > 0 {
		v -= float64(n) * math.Log1p(d.shape/mean)
	}
	return v
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
