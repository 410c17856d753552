package storetest

import (
	"testing"

	"entente"
)

// The readings are worth little unless reports meet: some acts with several
// witnesses, ids that merged, undated acts, both ways in and out of the tallies.
func TestReadingsMeet(t *testing.T) {
	var events, merged, aliases, undated, unweighed int
	for seed := range seeds {
		rs := Readings(seed)
		for _, e := range Events(rs, entente.Filter{}) {
			events++
			aliases += len(e.Aliases)
			if len(e.Reports) > 1 {
				merged++
			}
			if !e.Window().From.Known() {
				undated++
			}
			if len(tallyEvent(e, entente.Filter{}, entente.Daily)) == 0 {
				unweighed++
			}
		}
	}
	t.Logf("%d events: %d of several reports, %d aliases, %d undated, %d in no tally", events, merged, aliases, undated, unweighed)
	if merged < events/8 || aliases == 0 || undated == 0 || unweighed == 0 {
		t.Error("the readings try too little")
	}
}

func TestTallies(t *testing.T) {
	meet := entente.Report{
		Report: "r_1", Story: "s", Stream: entente.Body, Reciprocal: true, Status: entente.Reported, Intensity: 2.5, Quad: 1,
		Source: entente.Actor{Code: "USA"}, Target: entente.Actor{Code: "RUS"}, Plover: entente.Plover{Event: "CONSULT"},
		DateFrom: entente.MakeDay(2021, 6, 16), DateTo: entente.MakeDay(2021, 6, 16),
	}
	again := meet
	again.Report, again.DateFrom = "r_2", again.DateFrom-3
	rs := []entente.Reading{{Story: entente.Story{ID: "s"}, Reports: []entente.Report{meet, again}}}
	got := Tallies(rs, entente.Filter{}, entente.Monthly)
	want := entente.Tally{
		Pair: entente.Pair{Source: "RUS", Target: "USA"}, Period: entente.MakeDay(2021, 6, 1), Root: "CONSULT", Quad: 1,
		Events: 1, Reports: 2, Weight: .6, Coop: 1.5,
	}
	if len(got) != 2 || got[0] != want {
		t.Errorf("got %+v", got)
	}
}
