package score_test

import (
	"math"
	"testing"

	"entente"
	"entente/forecast"
	"entente/score"
)

func TestTypes(t *testing.T) {
	sure := func(s entente.Shape) map[entente.Shape]float64 { return map[entente.Shape]float64{s: 1} }
	half := map[entente.Shape]float64{entente.StableMarriage: .5, entente.UnitVeto: .5}
	var trials []forecast.TypeTrial
	for i := range 8 {
		came := sure(entente.StableMarriage)
		if i%2 == 1 {
			came = sure(entente.UnitVeto)
		}
		trials = append(trials, forecast.TypeTrial{Corners: [3]entente.Code{"A", "B", "C"}, Origin: entente.Day(1 + 30*i), Horizon: 30, Now: sure(entente.StableMarriage), Usual: half, P: half, Then: came})
	}
	m := score.Types(trials)
	if m.N != 8 || m.Triangles != 1 || m.Brier != .5 || m.Persistence != 1 || m.Climate != .5 || m.Floor != 0 || m.Skill != .5 || m.SkillBase != 0 {
		t.Errorf("%+v", m)
	}
	if m.ECE != 0 || m.ECENow != .2 || m.Stayed != .5 || m.Interval[0] > .5 || m.Interval[1] < .5 {
		t.Errorf("calibration %v and %v, stayed %v, interval %v", m.ECE, m.ECENow, m.Stayed, m.Interval)
	}
	// A judgement that is unsure itself costs every forecast what it is unsure by.
	trials[0].Then = half
	if f := score.Types(trials[:1]); math.Abs(f.Floor-.5) > 1e-9 || f.Brier != f.Floor {
		t.Errorf("floor %v, Brier %v", f.Floor, f.Brier)
	}
	if empty := score.Types(nil); empty.N != 0 {
		t.Errorf("of nothing: %+v", empty)
	}
}
