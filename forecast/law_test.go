package forecast

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// draws makes counts of a negative binomial about means, as a Poisson of a gamma.
func draws(means []float64, size float64, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([]float64, len(means))
	for i, mu := range means {
		rate := distuv.Gamma{Alpha: size, Beta: size / mu, Src: r}.Rand()
		out[i] = distuv.Poisson{Lambda: max(rate, 1e-12), Src: r}.Rand()
	}
	return out
}

// Where the counts are as they are told, nine tenths of their mass lie within the
// level, however rare they are; as whole numbers they are held no less often than the likeliest one.
func TestIntervalsOfCounts(t *testing.T) {
	for _, mean := range []float64{.03, .3, 2, 40} {
		means := make([]float64, 20_000)
		for i := range means {
			means[i] = mean * (.5 + float64(i)/float64(len(means)))
		}
		s := spreadOf(means, draws(means, 1.5, 1))
		held, whole, likeliest := 0., 0., 0.
		for i, n := range draws(means, 1.5, 3) {
			x := Trial{Expected: means[i], Count: int(n)}
			s.fill(&x)
			held += x.Within
			if x.Low <= x.Count && x.Count <= x.High {
				whole++
			}
			if x.Count == x.Likeliest {
				likeliest++
			}
		}
		all := float64(len(means))
		if math.Abs(held/all-coverage) > .01 {
			t.Errorf("mean %v: %.3f of the mass within", mean, held/all)
		}
		if whole < likeliest || mean >= 2 && math.Abs(whole/all-coverage) > .03 {
			t.Errorf("mean %v: %.3f in whole numbers, %.3f the likeliest", mean, whole/all, likeliest/all)
		}
	}
}

func TestMassOfANumber(t *testing.T) {
	n := newLaw(2, 3)
	seen, sum := map[int]bool{}, 0.
	n.each(func(k int, from, to float64) bool {
		if seen[k] || math.Abs(from-sum) > 1e-9 || math.Abs(to-from-n.at(k)) > 1e-9 {
			t.Fatalf("%d: mass %v to %v after %v", k, from, to, sum)
		}
		seen[k], sum = true, to
		return len(seen) < 100
	})
	if math.Abs(sum-1) > 1e-9 || !seen[0] || !seen[50] {
		t.Errorf("all is %v", sum)
	}
	if from, _ := n.mass(1); from != 0 {
		t.Errorf("before the likeliest lies %v", from)
	}
	if low, high := newLaw(.01, 1).interval(.9); low != 0 || high != 0 {
		t.Errorf("of hardly any: %d to %d", low, high)
	}
	if low, high := newLaw(1e6, 1e3).interval(.9); low < 900_000 || high > 1_100_000 || low >= high {
		t.Errorf("of a million: %d to %d", low, high)
	}
	if n.mode() != 1 || newLaw(5, .5).mode() != 0 {
		t.Errorf("likeliest are %d and %d", n.mode(), newLaw(5, .5).mode())
	}
}

// Every feature belongs to a part of the models, and a part that is left out changes nothing
// else.
func TestPartsOfFeatures(t *testing.T) {
	p := NewPanel([]Act{{1, 2, 1, 100}, {2, 1, 3, 130}, {1, 3, 4, 160}}, nil, []Directed{{1, 2}})
	for q := AnyQuad; q <= 4; q++ {
		row, parts := p.Features(Directed{1, 2}, q, 150, 7), partsOf(place(q))
		if len(row) != len(parts) {
			t.Fatalf("class %d: %d features, %d parts", q, len(row), len(parts))
		}
		for _, part := range Parts() {
			for i, x := range p.Without(part).blank(p.Features(Directed{1, 2}, q, 150, 7), place(q)) {
				if parts[i] == part && x != 0 || parts[i] != part && x != row[i] {
					t.Errorf("class %d without %s: feature %d is %v, was %v", q, part, i, x, row[i])
				}
			}
		}
	}
}
