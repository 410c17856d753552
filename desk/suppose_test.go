package desk_test

import (
	"strings"
	"testing"

	"entente"
	"entente/desk"
	"entente/forecast"
)

// TestSuppose: what is supposed changes the forecasts of its pair with reasons that cite it,
// the tie and the triangle; nothing of it is in the store, and nothing supposed changes
// nothing.
func TestSuppose(t *testing.T) {
	s := emptyStore(t)
	bring(t, s, importedYears(4, 600))
	sight, err := desk.Foresee(t.Context(), s, entente.Filter{Sources: []string{"mine"}})
	if err != nil {
		t.Fatal(err)
	}
	corners := []entente.Code{"RUS", "USA", "CHN"}
	before, err := sight.Suppose(t.Context(), fourAsks(7), corners, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range before.Forecasts {
		if c.By != 0 || len(c.Why) != 0 {
			t.Errorf("nothing supposed moves %s by %v", c.After.Event(), c.By)
		}
	}
	supposed := []forecast.Supposed{{From: "Russia", To: "United States", Root: "ASSAULT", Times: 400, Text: "war", Line: 1}}
	actors := [][2]entente.Actor{{{Code: "RUS"}, {Code: "USA"}}}
	events, err := sight.SupposedEvents("s.yaml", supposed, actors)
	if err != nil || len(events) != 400 {
		t.Fatal(len(events), err)
	}
	out, err := sight.Suppose(t.Context(), fourAsks(7), corners, events)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Dyads) != 3 || out.Dyads[0].After.PMinus <= out.Dyads[0].Before.PMinus || out.Triangle == nil || len(out.Ahead) != 1 {
		t.Errorf("ties %+v, triangle %v, ahead %d", out.Dyads, out.Triangle, len(out.Ahead))
	}
	for _, c := range out.Forecasts {
		for _, w := range c.Why {
			if strings.Contains(w.Text, "ASSAULT 400") && (len(w.Cites) == 0 || !strings.HasPrefix(w.Cites[0], desk.SupposedSource+":")) {
				t.Errorf("%s cites %v", w.Text, w.Cites)
			}
		}
	}
	again, err := sight.Suppose(t.Context(), fourAsks(7), corners, nil)
	if err != nil || again.Forecasts[0].Before.Probability != before.Forecasts[0].Before.Probability {
		t.Errorf("supposing left something behind: %v", err)
	}
	supposed[0].On = sight.Origin()
	if _, err := sight.SupposedEvents("s.yaml", supposed, actors); err == nil || !strings.Contains(err.Error(), "s.yaml:1: ") {
		t.Errorf("on the origin: %v", err)
	}
}
