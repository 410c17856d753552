// Package chance draws counts from distributions whose truth is known, so that methods can be
// held against it: in measurements and in tests, never in an answer. Its source of chance
// comes in, seeded, so that the same seed draws the same numbers.
package chance

import (
	"math"
	"math/rand/v2"
)

// Poisson draws from Poisson's distribution, by parts where the mean is large.
func Poisson(r *rand.Rand, mean float64) int {
	n := 0
	for ; mean > 30; mean -= 30 {
		n += Poisson(r, 30)
	}
	for p := r.Float64(); p > math.Exp(-mean); p *= r.Float64() {
		n++
	}
	return n
}

// Gamma draws from the gamma distribution of a shape and scale 1 (Marsaglia and Tsang 2000,
// ACM TOMS 26(3)).
func Gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return Gamma(r, shape+1) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// Count draws from the negative binomial distribution about a mean: the smaller the shape,
// the farther about.
func Count(r *rand.Rand, mean, shape float64) int { return Poisson(r, mean*Gamma(r, shape)/shape) }
