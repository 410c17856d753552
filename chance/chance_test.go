package chance_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"entente/chance"
)

// TestMoments holds mean and variance of many draws against those of the distribution.
func TestMoments(t *testing.T) {
	const n = 20000
	for name, c := range map[string]struct {
		mean, variance float64
		draw           func(*rand.Rand) float64
	}{
		"Poisson":        {3, 3, func(r *rand.Rand) float64 { return float64(chance.Poisson(r, 3)) }},
		"Poisson, large": {70, 70, func(r *rand.Rand) float64 { return float64(chance.Poisson(r, 70)) }},
		"gamma":          {4, 4, func(r *rand.Rand) float64 { return chance.Gamma(r, 4) }},
		"gamma, small":   {.5, .5, func(r *rand.Rand) float64 { return chance.Gamma(r, .5) }},
		"counts about 6": {6, 6 + 36./2, func(r *rand.Rand) float64 { return float64(chance.Count(r, 6, 2)) }},
	} {
		r := rand.New(rand.NewPCG(1, 2))
		sum, squares := 0., 0.
		for range n {
			x := c.draw(r)
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / n
		variance := squares/n - mean*mean
		if math.Abs(mean-c.mean) > 5*math.Sqrt(c.variance/n) || math.Abs(variance/c.variance-1) > .1 {
			t.Errorf("%s: mean %.3f and variance %.3f, want %.3f and %.3f", name, mean, variance, c.mean, c.variance)
		}
	}
}
