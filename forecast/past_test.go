package forecast_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"
	"entente/forecast"
)

var start = entente.MakeDay(2015, 1, 1)

// world draws deeds between some pairs, each with its own rate, that come in waves: after
// a verbal conflict a material one is likelier for some weeks.
func world(seed uint64, pairs, days int) (deeds []entente.Deed, covered []entente.Day) {
	c := rand.New(rand.NewPCG(seed, 7))
	for i := range pairs {
		p := entente.Pair{Source: entente.Code(fmt.Sprintf("A%02d", i)), Target: entente.Code(fmt.Sprintf("B%02d", i))}
		rate, heat := .01+.1*c.Float64(), 0.
		for d := range days {
			day := start + entente.Day(d)
			heat *= .95
			add := func(root entente.Root, q entente.Quad) {
				way := p
				if c.IntN(3) == 0 {
					way = entente.Pair{Source: p.Target, Target: p.Source}
				}
				late := entente.Day(0)
				if c.IntN(10) == 0 {
					late = entente.Day(c.IntN(60))
				}
				deeds = append(deeds, entente.Deed{Pair: way, Day: day, Known: day + late, Root: root, Quad: q, Events: 1, ID: fmt.Sprintf("e%d", len(deeds))})
			}
			if c.Float64() < rate {
				add("CONSULT", entente.VerbalCooperation)
			}
			if c.Float64() < rate/4 {
				add("ACCUSE", entente.VerbalConflict)
				heat = 1
			}
			if c.Float64() < rate/20+.08*heat {
				add("ASSAULT", entente.MaterialConflict)
			}
		}
	}
	for d := range days {
		covered = append(covered, start+entente.Day(d))
	}
	return deeds, covered
}

func asks(horizons ...int) (out []forecast.Ask) {
	for _, h := range horizons {
		for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
			out = append(out, forecast.Ask{A: "A03", B: "B03", Kind: entente.EventKind{Quad: q}, Horizon: h})
		}
	}
	return out
}

func ofPair(deeds []entente.Deed, a, b entente.Code) (out []entente.Deed) {
	for _, d := range deeds {
		if d.Source == a && d.Target == b || d.Source == b && d.Target == a {
			out = append(out, d)
		}
	}
	return out
}

func text(fs []entente.Forecast) string {
	b, err := json.Marshal(fs)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestPoison: whatever is put on or after the origin, or becomes known only then, changes
// no forecast and is in no reason.
func TestPoison(t *testing.T) {
	deeds, covered := world(1, 40, 900)
	origin := start + 800
	answer := func(deeds []entente.Deed, covered []entente.Day) (out []entente.Forecast) {
		l := forecast.Learn(forecast.Recall(origin, deeds, covered), asks(7, 30))
		for _, a := range asks(7, 30) {
			out = append(out, l.Forecast(l.Past().Guest(ofPair(deeds, a.A, a.B)), a))
		}
		return out
	}
	known := slices.DeleteFunc(slices.Clone(deeds), func(d entente.Deed) bool { return d.Day >= origin || d.Known >= origin })
	want := text(answer(known, covered[:800]))
	for seed := range uint64(4) {
		c := rand.New(rand.NewPCG(seed, 3))
		poisoned := slices.Clone(deeds)
		for range 3000 {
			d := deeds[c.IntN(len(deeds))]
			d.Root, d.Quad, d.ID, d.Events = "ASSAULT", entente.MaterialConflict, "poison", 9
			if c.IntN(2) == 0 {
				d.Day, d.Known = origin+entente.Day(c.IntN(90)), origin
			} else {
				d.Known = origin + entente.Day(c.IntN(90))
			}
			poisoned = append(poisoned, d)
		}
		c.Shuffle(len(poisoned), func(i, j int) { poisoned[i], poisoned[j] = poisoned[j], poisoned[i] })
		slices.SortStableFunc(poisoned, func(x, y entente.Deed) int { return int(x.Day - y.Day) })
		if got := text(answer(poisoned, covered)); got != want {
			t.Fatalf("seed %d: the future was read:\n%.2000s\n%.2000s", seed, got, want)
		}
	}
}

// TestForecastsHaveReasons: each forecast is a probability within its interval, with the
// base rate first and reasons that cite events of before the origin.
func TestForecastsHaveReasons(t *testing.T) {
	deeds, covered := world(2, 40, 900)
	day := map[string]entente.Day{}
	for _, d := range deeds {
		day[d.ID] = max(d.Day, d.Known)
	}
	origin := start + 850
	l := forecast.Learn(forecast.Recall(origin, deeds, covered), asks(7, 30, 90, 180))
	moved := 0
	for _, a := range asks(7, 30, 90, 180) {
		f := l.Forecast(l.Past().Guest(ofPair(deeds, a.A, a.B)), a)
		if !(f.Low <= f.Probability && f.Probability <= f.High && f.Low >= 0 && f.High <= 1) {
			t.Errorf("%s within %d days: %v in [%v, %v]", f.Event(), f.Horizon, f.Probability, f.Low, f.High)
		}
		if len(f.Reasons) == 0 || f.Reasons[0].Role != entente.RoleBase {
			t.Fatalf("%+v has no base rate", f)
		}
		for _, r := range f.Reasons {
			if len(r.Cites) == 0 && len(r.Past) == 0 {
				t.Errorf("nothing to open: %+v", r)
			}
			if r.Role == entente.RoleFor || r.Role == entente.RoleAgainst {
				moved++
			}
			ids := slices.Clone(r.Cites)
			for _, c := range r.Past {
				ids = append(ids, c.Cites...)
			}
			for _, id := range ids {
				if on, ok := day[id]; !ok || on >= origin {
					t.Errorf("%q of day %s is cited before %s", id, on, origin)
				}
			}
			if r.Hits > r.Cases {
				t.Errorf("%d of %d: %s", r.Hits, r.Cases, r.Text)
			}
		}
	}
	if moved == 0 {
		t.Error("nothing moves any probability")
	}
}

// TestRolling: on a world in which verbal conflict forebodes material conflict the
// forecasts beat the climatology, and are calibrated.
func TestRolling(t *testing.T) {
	deeds, covered := world(3, 60, 1200)
	r := forecast.Rolling{Deeds: deeds, Covered: covered, Asks: []forecast.Ask{{Kind: entente.EventKind{Quad: entente.MaterialConflict}, Horizon: 7}}, Refit: 90}
	for d := 900; d < 1190; d += 7 {
		r.Origins = append(r.Origins, start+entente.Day(d))
	}
	var brier, climate, n, said, came float64
	r.Run(func(x forecast.Tried) {
		y := 0.
		if x.Happened {
			y = 1
		}
		n++
		said += x.Probability
		came += y
		brier += (x.Probability - y) * (x.Probability - y)
		climate += (x.Climate - y) * (x.Climate - y)
	})
	if skill := 1 - brier/climate; skill < .04 {
		t.Errorf("skill %.3f over %v trials", skill, n)
	}
	if math.Abs(said-came)/n > .02 {
		t.Errorf("said %.3f, came %.3f", said/n, came/n)
	}
}

// TestNothingKnown: a pair that is not told of, and a store without a past, still answer
// with what there is.
func TestNothingKnown(t *testing.T) {
	deeds, covered := world(4, 20, 700)
	l := forecast.Learn(forecast.Recall(start+700, deeds, covered), nil)
	f := l.Forecast(l.Past().Guest(nil), forecast.Ask{A: "ZZZ", B: "YYY", Kind: entente.EventKind{Quad: entente.VerbalCooperation}, Horizon: 7})
	if f.Probability <= 0 || f.Probability > .5 || len(f.Reasons) < 2 || len(f.Reasons[1].Past) == 0 {
		t.Errorf("of a pair not told of: %+v", f)
	}
	empty := forecast.Learn(forecast.Recall(start, nil, nil), nil)
	f = empty.Forecast(empty.Past(), forecast.Ask{A: "A", B: "B", Directed: true, Kind: entente.EventKind{Roots: []entente.Root{"ASSAULT"}}, Horizon: 30})
	if f.Probability <= 0 || f.Probability >= 1 {
		t.Errorf("of nothing: %+v", f)
	}
}
