package score_test

import (
	"testing"

	"entente"
	"entente/score"
)

// TestBoard: rows by forecaster, kind and horizon; of two for one question the first counts;
// what is void or open is in no measure; an analyst stands beside the machine on the same
// questions alone; hindsight stands apart.
func TestBoard(t *testing.T) {
	day := entente.MakeDay(2021, 6, 1)
	entry := func(by string, p float64, origin, made entente.Day, v entente.Verdict) entente.Settled {
		s := entente.Settled{Entry: entente.Entry{By: by, Made: made, Sources: []string{"coded"}, Forecast: entente.Forecast{
			A: "RUS", B: "USA", Quad: 4, Origin: origin, Horizon: 7, Probability: p, Plain: &entente.Baselines{Climatology: .5, Persistence: .4},
		}}}
		if v != "" {
			s.Resolution = &entente.Resolution{Outcome: v, Count: 1}
		}
		return s
	}
	swapped := entry("Ann", .9, day, day-1, entente.Yes)
	swapped.A, swapped.B = swapped.B, swapped.A
	rows := score.Board([]entente.Settled{
		entry(entente.Machine, .8, day, day, entente.Yes), entry(entente.Machine, .1, day, day, entente.Yes), entry(entente.Machine, .2, day+7, day, entente.No),
		entry(entente.Machine, .3, day+14, day, entente.Void), entry(entente.Machine, .3, day+21, day, ""), entry(entente.Machine, 1, day+28, day+99, entente.Yes),
		swapped, entry("Ann", 0, day+70, day, entente.No),
	})
	if len(rows) != 3 {
		t.Fatalf("%+v", rows)
	}
	m, ann, late := rows[0], rows[1], rows[2]
	if m.By != entente.Machine || m.Measures.N != 2 || m.Open != 1 || m.Void != 1 || m.Measures.Brier != .04 || m.Measures.Climate != .25 || m.Measures.Skill != .84 || m.Beside != nil {
		t.Errorf("the machine: %+v, %+v", m, m.Measures)
	}
	if ann.By != "Ann" || ann.Measures.N != 2 || ann.Beside == nil || *ann.Beside != (score.Beside{N: 1, Brier: .01, Machine: .04}) {
		t.Errorf("Ann: %+v, beside %+v", ann, ann.Beside)
	}
	if !late.Hindsight || late.Measures.N != 1 || late.Measures.Brier != 0 {
		t.Errorf("with hindsight: %+v", late)
	}
	if got := score.Board(nil); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}
