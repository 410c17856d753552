package forecast_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"entente"
	"entente/forecast"
)

// panelDays makes acts of 20 pairs over so many days: pair i has an event of verbal
// cooperation each day with the chance i/40, and a clash is followed by another within a
// week far likelier than it comes of itself.
func panelActs(seed uint64, days int) ([]forecast.Act, []forecast.Directed) {
	r := rand.New(rand.NewPCG(seed, 2))
	var acts []forecast.Act
	var pairs []forecast.Directed
	hot := make([]int, 20)
	for i := range hot {
		pairs = append(pairs, forecast.Directed{A: int32(i), B: int32(i + 1)})
	}
	for d := 1; d <= days; d++ {
		for i, p := range pairs {
			put := func(q entente.Quad) {
				acts = append(acts, forecast.Act{A: p.A, B: p.B, Quad: q, Event: entente.Day(d)})
			}
			if r.Float64() < float64(i)/40 {
				put(entente.VerbalCooperation)
			}
			clash := r.Float64() < .004 || hot[i] > 0 && r.Float64() < .5
			if hot[i]--; clash {
				put(entente.MaterialConflict)
				hot[i] = 6
			}
		}
	}
	return acts, pairs
}

var times = forecast.Periods{Learn: 60, Valid: 180, Test: 210, End: 260}

func TestBacktest(t *testing.T) {
	acts, pairs := panelActs(1, 260)
	trials := forecast.NewPanel(acts, acts, pairs).Backtest(times, 7, 5)
	var ours, climate, held, n float64
	for _, x := range trials {
		if x.Quad != entente.MaterialConflict {
			continue
		}
		y := 0.
		if x.Happened {
			y = 1
		}
		ours += (x.Probability - y) * (x.Probability - y)
		climate += (x.Climate - y) * (x.Climate - y)
		if x.Low <= x.Count && x.Count <= x.High {
			held++
		}
		n++
	}
	if n == 0 || ours > .8*climate {
		t.Errorf("clashes that feed on themselves: Brier %.4f, climatology %.4f, %v trials", ours/n, climate/n, n)
	}
	if held/n < .85 {
		t.Errorf("nine in ten intervals are to hold, %.3f do", held/n)
	}
	for _, x := range trials {
		if x.Origin < times.Test || x.Origin+7 > times.End+1 || x.Probability < 0 || x.Probability > 1 || x.Expected < 0 || x.Low > x.High {
			t.Fatalf("%+v", x)
		}
	}
}

// What happens after an origin changes no forecast made at it or before.
func TestBacktestLooksOnlyBack(t *testing.T) {
	acts, pairs := panelActs(2, 260)
	before := forecast.NewPanel(acts, acts, pairs).Backtest(times, 7, 5)
	const origin = 230
	var poisoned []forecast.Act
	for i, a := range acts {
		if a.Event > origin {
			a.Quad = entente.Quad(1 + i%4)
			a.A, a.B = pairs[i%len(pairs)].A, pairs[i%len(pairs)].B
		}
		poisoned = append(poisoned, a)
	}
	poisoned = append(poisoned, forecast.Act{A: 1, B: 2, Quad: 4, Event: 260})
	after := forecast.NewPanel(poisoned, poisoned, pairs).Backtest(times, 7, 5)
	told := func(trials []forecast.Trial) (out []forecast.Trial) {
		for _, x := range trials {
			if x.Origin <= origin {
				x.Happened, x.Count, x.Within = false, 0, 0
				out = append(out, x)
			}
		}
		return out
	}
	if a, b := told(before), told(after); len(a) == 0 || !reflect.DeepEqual(a, b) {
		t.Errorf("poison after day %d changed one of %d forecasts up to it", origin, len(a))
	}
}

func TestFitOdds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var rows [][]float64
	var y, n []float64
	for range 4000 {
		x := []float64{r.NormFloat64(), r.NormFloat64(), 1}
		p := 1 / (1 + math.Exp(-(x[0] - .5)))
		hit := 0.
		if r.Float64() < p {
			hit = 1
		}
		rows, y, n = append(rows, x), append(y, hit), append(n, math.Round(math.Exp(.5*x[0])))
	}
	m := forecast.FitOdds(rows, y, 1, false)
	if p := m.At([]float64{.5, 0, 1}); math.Abs(p-.5) > .05 {
		t.Errorf("where the odds are even: %.3f", p)
	}
	if p, q := m.At([]float64{0, 2, 1}), m.At([]float64{0, -2, 1}); math.Abs(p-q) > .06 {
		t.Errorf("a column that tells nothing moves %.3f to %.3f", p, q)
	}
	c := forecast.FitOdds(rows, n, 1, true)
	if low, high := c.At([]float64{-1, 0, 1}), c.At([]float64{1, 0, 1}); low > 1 || high < 1.3 {
		t.Errorf("numbers: %.2f and %.2f", low, high)
	}
	if forecast.FitOdds(nil, nil, 1, false).At(nil) != .5 {
		t.Error("nothing to learn from is even odds")
	}
}

func TestClimatologyCountsWindows(t *testing.T) {
	acts := []forecast.Act{{A: 1, B: 2, Quad: 1, Event: 1}, {A: 1, B: 2, Quad: 1, Event: 11}, {A: 3, B: 4, Quad: 1, Event: 40}}
	p := forecast.NewPanel(acts, nil, []forecast.Directed{{A: 1, B: 2}})
	// Before day 21 there are 14 windows of seven days; those from day 1 and from days 5
	// to 11 hold an event.
	if got, want := p.Climatology(forecast.Directed{A: 1, B: 2}, 1, 21, 7, 0), 8./14; math.Abs(got-want) > 1e-9 {
		t.Errorf("%v, want %v", got, want)
	}
	if got := p.Outcome(forecast.Directed{A: 1, B: 2}, 1, 5, 7); got != 1 {
		t.Errorf("%d events in the week from day 5", got)
	}
	if a, b := p.Features(forecast.Directed{A: 2, B: 1}, 1, 21, 7), p.Features(forecast.Directed{A: 7, B: 8}, 1, 21, 7); len(a) != len(b) {
		t.Error("a pair that is not kept has as many features")
	}
}
