package desk_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"
	"entente/desk"
	"entente/forecast"
)

var dawn = entente.MakeDay(2015, 1, 1)

// imported draws events of so many days between pairs of states.
func importedYears(seed uint64, days int) (out []entente.Imported) {
	c := rand.New(rand.NewPCG(seed, 1))
	states := []entente.Code{"RUS", "USA", "CHN", "FRA", "DEU", "GBR", "JPN", "IND"}
	for i, a := range states {
		for _, b := range states[i+1:] {
			rate := .02 + .1*c.Float64()
			for d := range days {
				for _, root := range []entente.Root{"CONSULT", "ACCUSE", "ASSAULT"} {
					if c.Float64() > rate {
						continue
					}
					n := len(out)
					day := dawn + entente.Day(d)
					out = append(out, entente.Imported{
						Provenance: entente.Provenance{Source: "mine", ID: fmt.Sprint(n + 1), File: "f", Line: n + 1}, Day: day, Published: day,
						Source: &entente.Actor{Code: a}, Target: &entente.Actor{Code: b},
						Act: &entente.ActKind{Plover: entente.Plover{Event: root, Contexts: []string{}}, Quad: root.Quad(), Intensity: 1},
					})
				}
			}
		}
	}
	return out
}

func fourAsks(horizons ...int) (out []forecast.Ask) {
	for _, h := range horizons {
		for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
			out = append(out, forecast.Ask{A: "RUS", B: "USA", Kind: entente.EventKind{Quad: q}, Horizon: h})
		}
	}
	return out
}

func bring(t *testing.T, s desk.Store, events []entente.Imported) {
	t.Helper()
	if _, err := s.Import(t.Context(), entente.Batch{Events: events}); err != nil {
		t.Fatal(err)
	}
}

// TestForesightLooksOnlyBack: forecasts as of a day are the same, to the byte, whatever the
// store comes to hold of that day's future, and so are those of a triangle and what would
// change if something had happened too.
func TestForesightLooksOnlyBack(t *testing.T) {
	events := importedYears(1, 500)
	asOf := dawn + 399
	f := entente.Filter{Sources: []string{"mine"}, AsOf: asOf}
	answer := func(events []entente.Imported) string {
		s := emptyStore(t)
		bring(t, s, events)
		sight, err := desk.Foresee(t.Context(), s, f)
		if err != nil {
			t.Fatal(err)
		}
		fs, err := sight.Ask(t.Context(), fourAsks(7, 30))
		if err != nil {
			t.Fatal(err)
		}
		ahead, err := sight.Triangle(t.Context(), [3]entente.Code{"RUS", "USA", "CHN"}, []int{30})
		if err != nil {
			t.Fatal(err)
		}
		supposed := []forecast.Supposed{{From: "Russia", To: "United States", Root: "ASSAULT", Times: 40, Line: 1}}
		then, err := sight.SupposedEvents("s.yaml", supposed, [][2]entente.Actor{{{Code: "RUS"}, {Code: "USA"}}})
		if err != nil {
			t.Fatal(err)
		}
		what, err := sight.Suppose(t.Context(), fourAsks(7, 30), []entente.Code{"RUS", "USA", "CHN"}, then)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal([]any{fs, ahead, what})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	known := slices.DeleteFunc(slices.Clone(events), func(e entente.Imported) bool { return e.Published > asOf })
	want := answer(known)
	poison := slices.Clone(events)
	for i := range 2000 {
		e := events[i]
		e.Provenance.ID = fmt.Sprint("poison", i)
		e.Act = &entente.ActKind{Plover: entente.Plover{Event: "ASSAULT", Contexts: []string{}}, Quad: entente.MaterialConflict, Intensity: -10}
		if e.Published = asOf + 1 + entente.Day(i%50); i%2 == 0 {
			e.Day = e.Published
		}
		poison = append(poison, e)
	}
	if got := answer(poison); got != want {
		t.Errorf("the future was read:\n%.1500s\n%.1500s", got, want)
	}
}

// TestTypesLookOnlyBack: what types are said to come, what persists and the base rate are the
// same whatever the store comes to hold after an origin, and what came is not.
func TestTypesLookOnlyBack(t *testing.T) {
	events := importedYears(6, 500)
	last := dawn + 399
	try := func(events []entente.Imported) (told []forecast.TypeTrial) {
		s := emptyStore(t)
		bring(t, s, events)
		b := desk.Backtest{Filter: entente.Filter{Sources: []string{"mine"}}, Asks: fourAsks(30), From: last - 90, To: last, Step: 30}
		triangles, err := desk.Triangles(t.Context(), s, b, 3)
		if err != nil || len(triangles) != 1 {
			t.Fatalf("%d triangles, %v", len(triangles), err)
		}
		if _, _, err := desk.TryTypes(t.Context(), s, b, triangles, func(x forecast.TypeTrial) { told = append(told, x) }); err != nil {
			t.Fatal(err)
		}
		return told
	}
	poison := slices.Clone(events)
	for i := range 3000 {
		e := events[i%len(events)]
		e.Provenance.ID = fmt.Sprint("poison", i)
		e.Act = &entente.ActKind{Plover: entente.Plover{Event: "ASSAULT", Contexts: []string{}}, Quad: entente.MaterialConflict, Intensity: -10}
		e.Published = last + 1 + entente.Day(i%20)
		e.Day = e.Published
		poison = append(poison, e)
	}
	plain, other := try(events), try(poison)
	if len(plain) != 4 || len(other) != len(plain) {
		t.Fatalf("%d and %d trials", len(plain), len(other))
	}
	for i := range plain {
		x, y := plain[i], other[i]
		same := maps.Equal(x.P, y.P) && maps.Equal(x.Now, y.Now) && maps.Equal(x.Usual, y.Usual)
		if x.Origin <= last && !same {
			t.Errorf("poison after %s changed what was said on %s", last, x.Origin)
		}
		if came := maps.Equal(x.Then, y.Then); came != (x.Origin+30 <= last) {
			t.Errorf("of %s: what came is the same: %v", x.Origin, came)
		}
	}
	sum := 0.
	for _, p := range plain[0].P {
		sum += p
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("types sum to %v", sum)
	}
}

// TestDue: yes as soon as it is there, no when all was read, void where too little was, and
// open else; what was settled is looked at again, and what an analyst decided is not.
func TestDue(t *testing.T) {
	s := emptyStore(t)
	events := importedYears(2, 400)
	bring(t, s, events)
	sight, err := desk.Foresee(t.Context(), s, entente.Filter{Sources: []string{"mine"}, AsOf: dawn + 299})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(quad entente.Quad, horizon int) forecast.Ask {
		return forecast.Ask{A: "RUS", B: "USA", Kind: entente.EventKind{Quad: quad}, Horizon: horizon}
	}
	fs, err := sight.Ask(t.Context(), []forecast.Ask{ask(1, 60), ask(2, 60), ask(2, 180)})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := sight.Entries(t.Context(), fs, dawn+299, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Record(t.Context(), entries...); err != nil || n != 3 {
		t.Fatal(n, err)
	}
	outcomes := func() (out []entente.Verdict) {
		due, err := desk.Due(t.Context(), s, 0, dawn+500)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Resolve(t.Context(), due...); err != nil {
			t.Fatal(err)
		}
		for e, err := range s.Ledger(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Resolution == nil {
				out = append(out, "")
			} else {
				out = append(out, e.Resolution.Outcome)
			}
		}
		return out
	}
	if got := outcomes(); !slices.Equal(got, []entente.Verdict{entente.Yes, entente.No, ""}) {
		t.Errorf("at first %v", got)
	}
	aid := events[0]
	aid.Provenance.ID, aid.Day, aid.Published = "late", dawn+310, dawn+390
	aid.Source, aid.Target = &entente.Actor{Code: "USA"}, &entente.Actor{Code: "RUS"}
	aid.Act = &entente.ActKind{Plover: entente.Plover{Event: "AID", Contexts: []string{}}, Quad: entente.MaterialCooperation}
	bring(t, s, []entente.Imported{aid})
	if got := outcomes(); !slices.Equal(got, []entente.Verdict{entente.Yes, entente.Yes, entente.Yes}) {
		t.Errorf("when more was read %v", got)
	}
	decided := entente.Resolution{Forecast: entries[1].ID, Outcome: entente.Void, Cites: []string{}, Made: dawn + 501, By: "Ann", Why: "badly put"}
	if err := s.Resolve(t.Context(), decided); err != nil {
		t.Fatal(err)
	}
	if got := outcomes(); got[1] != entente.Void {
		t.Errorf("after Ann decided %v", got)
	}
}

// TestTryIsForesight: what a backtest says of an origin is what is said as of the day before.
func TestTryIsForesight(t *testing.T) {
	s := emptyStore(t)
	bring(t, s, importedYears(3, 600))
	f := entente.Filter{Sources: []string{"mine"}}
	origin := dawn + 500
	trials := 0
	_, _, err := desk.Try(t.Context(), s, desk.Backtest{Filter: f, Asks: fourAsks(7), From: origin, To: origin, Tell: func(x desk.Tried) {
		if x.A != "RUS" || x.B != "USA" {
			return
		}
		trials++
		f.AsOf = origin - 1
		sight, err := desk.Foresee(t.Context(), s, f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sight.Ask(t.Context(), []forecast.Ask{{A: "RUS", B: "USA", Kind: x.Kind, Horizon: 7}})
		if err != nil || got[0].Probability != x.Probability || got[0].Plain.Climatology != x.Climate {
			t.Errorf("%s: %v, %v; the backtest has %v, %v; %v", x.Kind, got[0].Probability, got[0].Plain, x.Probability, x.Climate, err)
		}
	}})
	if err != nil || trials != 4 {
		t.Errorf("%d trials, %v", trials, err)
	}
}
