package score

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

const none = -1 // no value given

// byUnit turns the rows of coders into units.
func byUnit(rows ...[]float64) [][]float64 {
	units := make([][]float64, len(rows[0]))
	for _, row := range rows {
		for u, v := range row {
			if v != none {
				units[u] = append(units[u], v)
			}
		}
	}
	return units
}

// Krippendorff's own examples, as he computes them: "Computing Krippendorff's
// Alpha-Reliability" (2011), sections A, B and C, and of four coders and twelve units
// also Content Analysis (2004), ch. 11.
var (
	meg   = []float64{0, 1, 0, 0, 0, 0, 0, 0, 1, 0}
	owen  = []float64{1, 1, 1, 0, 0, 1, 0, 0, 0, 0}
	ben   = []float64{1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1}
	gerry = []float64{2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4}
	four  = [][]float64{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3},
		{none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none},
	}
)

func TestAlphaAsPublished(t *testing.T) {
	for _, c := range []struct {
		name   string
		units  [][]float64
		metric Metric
		want   float64 // to three places
	}{
		{"two coders, two values", byUnit(meg, owen), Nominal, .095},
		{"two coders, five values", byUnit(ben, gerry), Nominal, .692},
		{"four coders, values missing", byUnit(four...), Nominal, .743},
		{"four coders, values missing", byUnit(four...), Interval, .849},
	} {
		got, ok := Alpha(c.units, c.metric)
		if !ok || math.Abs(got-c.want) > .0005 {
			t.Errorf("%s, %s: alpha %.4f, published %.3f", c.name, c.metric, got, c.want)
		}
	}
}

// The example by the definition rather than by sums: observed differences of pairs
// within units over those of all pairs of values.
func TestAlphaByDefinition(t *testing.T) {
	units := byUnit(four...)
	for _, m := range []Metric{Nominal, Interval} {
		var all []float64
		observed, expected := 0.0, 0.0
		for _, u := range units {
			if len(u) < 2 {
				continue
			}
			all = append(all, u...)
			for i := range u {
				for j := range u {
					if i != j {
						observed += m.difference(u[i], u[j]) / float64(len(u)-1)
					}
				}
			}
		}
		n := float64(len(all))
		for i := range all {
			for j := range all {
				if i != j {
					expected += m.difference(all[i], all[j])
				}
			}
		}
		want := 1 - (observed/n)/(expected/(n*(n-1)))
		if got, _ := Alpha(units, m); math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v, by definition %v", m, got, want)
		}
		if n != 40 {
			t.Errorf("%v values can be paired, published 40", n)
		}
	}
}

func TestAlphaAtItsEnds(t *testing.T) {
	if a, ok := Alpha([][]float64{{1, 1}, {2, 2}, {3}}, Nominal); !ok || a != 1 {
		t.Errorf("full agreement gives %v %v", a, ok)
	}
	for name, units := range map[string][][]float64{"nothing": nil, "one value a unit": {{1}, {2}}, "all alike": {{1, 1}, {1, 1}}} {
		for _, m := range []Metric{Nominal, Interval} {
			if a, ok := Alpha(units, m); ok {
				t.Errorf("%s, %s: alpha %v, where there is none", name, m, a)
			}
		}
	}
	if a, _ := Alpha([][]float64{{1, 2}, {2, 1}}, Nominal); a >= 0 {
		t.Errorf("steady disagreement gives %v, want below zero", a)
	}
	// Days lie far from zero: no precision may be lost by it.
	near, _ := Alpha([][]float64{{1, 2}, {5, 5}, {9, 7}}, Interval)
	far, _ := Alpha([][]float64{{1e6 + 1, 1e6 + 2}, {1e6 + 5, 1e6 + 5}, {1e6 + 9, 1e6 + 7}}, Interval)
	if math.Abs(near-far) > 1e-9 {
		t.Errorf("alpha %v, moved by a million days %v", near, far)
	}
}

// The interval holds alpha, is the same every time, is narrower of more stories, and
// is not given where there is nothing to draw from.
func TestInterval(t *testing.T) {
	stories := func(n int) ([]disagreement, float64) {
		rng := rand.New(rand.NewPCG(1, 2))
		var out []disagreement
		all := disagreement{metric: Nominal}
		for range n {
			d := disagreement{metric: Nominal}
			for range 3 {
				x := float64(rng.IntN(3))
				y := x
				if rng.IntN(4) == 0 {
					y = float64(rng.IntN(3))
				}
				d.unit([]float64{x, y})
			}
			out = append(out, d)
			all.add(&d)
		}
		a, _ := all.alpha()
		return out, a
	}
	few, a := stories(10)
	low, high, ok := interval(few)
	if !ok || low >= a || high <= a {
		t.Errorf("alpha %.3f lies outside of %.3f to %.3f (%v)", a, low, high, ok)
	}
	if l, h, _ := interval(few); l != low || h != high {
		t.Error("drawn again, the interval is another")
	}
	many, _ := stories(200)
	if l, h, _ := interval(many); h-l >= high-low {
		t.Errorf("of 200 stories %.3f wide, of 10 %.3f", h-l, high-low)
	}
	if _, _, ok := interval(few[:1]); ok {
		t.Error("one story gives an interval")
	}
	flat := disagreement{metric: Nominal}
	flat.unit([]float64{1, 1})
	if _, _, ok := interval([]disagreement{flat, flat, flat}); ok {
		t.Error("values that are all alike give an interval")
	}
}

func TestDice(t *testing.T) {
	var d dice
	seen := make([]int, 6)
	for range 6000 {
		seen[d.below(6)]++
	}
	if slices.Min(seen) < 850 || slices.Max(seen) > 1150 {
		t.Errorf("uneven: %v", seen)
	}
}
