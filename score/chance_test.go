package score_test

import (
	"math"
	"testing"

	"entente"
	"entente/forecast"
	"entente/graph"
	"entente/link"
	"entente/score"
)

// trials makes forecasts over weeks and pairs that say p where the climatology says .5,
// and of which the share p happens.
func trials(p float64) (out []forecast.Trial) {
	for week := range 10 {
		for pair := range 20 {
			out = append(out, forecast.Trial{
				Pair: forecast.Directed{A: int32(pair)}, Origin: entente.Day(1 + 7*week), Probability: p, Climate: .5, Persistence: .5,
				Happened: float64((pair+week)%20) < 20*p, Expected: 2 * p, Low: 0, High: 1, Count: pair % 3,
			})
		}
	}
	return out
}

func TestChances(t *testing.T) {
	m := score.Chances(trials(.2))
	if m.N != 200 || math.Abs(m.Base-.2) > 1e-9 || math.Abs(m.Brier-.16) > 1e-9 || math.Abs(m.Climate-.25) > 1e-9 {
		t.Errorf("%+v", m)
	}
	if math.Abs(m.Skill-.36) > 1e-9 || m.Interval[0] >= .36 || m.Interval[1] <= .36 || m.ECE > 1e-9 {
		t.Errorf("skill %v, interval %v, ECE %v", m.Skill, m.Interval, m.ECE)
	}
	if len(m.Reliability) != 1 || m.Reliability[0] != (score.Bin{From: .2, N: 200, Forecast: .2, Observed: .2}) {
		t.Errorf("reliability %+v", m.Reliability)
	}
	if m.AUC != .5 || m.Counts.Covered != .7 || m.Counts.BusyN != 0 {
		t.Errorf("AUC %v, counts %+v", m.AUC, m.Counts)
	}
	if busy := score.Chances(trials(.8)).Counts; busy.BusyN != 200 || busy.Busy != .7 {
		t.Errorf("that expect one or more: %+v", busy)
	}
	if empty := score.Chances(nil); empty.N != 0 || empty.Skill != 0 {
		t.Errorf("of nothing: %+v", empty)
	}
}

// The same weeks seen again make no interval narrower.
func TestIntervalIsClustered(t *testing.T) {
	once := trials(.3)
	var often []forecast.Trial
	for range 5 {
		often = append(often, once...)
	}
	a, b := score.Chances(once), score.Chances(often)
	if math.Abs((a.Interval[1]-a.Interval[0])-(b.Interval[1]-b.Interval[0])) > 1e-4 {
		t.Errorf("once %v, five times %v", a.Interval, b.Interval)
	}
}

func TestLinks(t *testing.T) {
	res := &link.Result{
		Methods: []string{"plain"}, Columns: []string{"one", "two"}, Gain: []float64{.25, .75}, Trees: 3,
		Answers: []link.Answer{
			{Actor: graph.Actor(1), Stratum: link.Known, Rank: 1, Alone: []float64{2}},
			{Actor: graph.Actor(2), Stratum: link.Known, Rank: 2, Alone: []float64{2}},
			{Actor: graph.Actor(3), Stratum: link.Cold, Rank: 20, Alone: []float64{4}},
		},
	}
	out := score.Links(res)
	if out.N != 3 || out.MRR != .51667 || out.Hits1 != .33333 || out.Hits3 != .66667 || out.Hits10 != .66667 {
		t.Errorf("%+v", out.LinkMeasures)
	}
	if out.Strata["known"].MRR != .75 || out.Strata["pair-known"].N != 0 || out.Strata["cold"].Hits10 != 0 {
		t.Errorf("%+v", out.Strata)
	}
	if out.Alone["plain"]["all"].MRR != .41667 || out.Alone["plain"]["cold"].MRR != .25 {
		t.Errorf("%+v", out.Alone)
	}
	if out.Columns[0] != (score.ColumnGain{Column: "two", Gain: .75}) || out.Trees != 3 {
		t.Errorf("%+v", out.Columns)
	}
}
