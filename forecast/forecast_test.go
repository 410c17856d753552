package forecast_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/forecast"
)

var origin = entente.MakeDay(2021, 7, 1)

// event makes an event between two actors, ago days before the origin.
func event(id, a, b string, q entente.Quad, ago int) entente.Event {
	d := origin - entente.Day(ago)
	return entente.Event{ID: "e_" + id, Reports: []entente.Report{{
		Report: "r_" + id, ID: "e_" + id, Story: "s_" + id, Stream: entente.Body, Status: entente.Fact, Quad: q,
		Source: entente.Actor{Code: entente.Code(a)}, Target: entente.Actor{Code: entente.Code(b)},
		Date: d, DateFrom: d, DateTo: d,
	}}}
}

// busy is a history of 20 weeks: USA and RUS talk every week, four other pairs in
// every fourth.
func busy() []entente.Event {
	var out []entente.Event
	for w := range 20 {
		out = append(out, event(fmt.Sprint("a", w), "USA", "RUS", 1, 7*w+3))
		for i, other := range []string{"DEU", "FRA", "GBR", "JPN"} {
			if w%4 == i {
				out = append(out, event(fmt.Sprint(other, w), other, "CHN", 1, 7*w+4))
			}
		}
	}
	return append(out, event("first", "USA", "RUS", 4, 7*20))
}

func TestOwnRateAndShrinkage(t *testing.T) {
	h := forecast.Before(origin, busy())
	f := forecast.Outlook(h, "RUS", "USA", 7)
	if len(f) != 4 {
		t.Fatalf("%d forecasts", len(f))
	}
	talks, war := f[0], f[3]
	if talks.Probability < .75 || talks.Probability > .99 || talks.Reasons[0].Hits != 20 || talks.Reasons[0].Cases != 20 {
		t.Errorf("talks every week: %+v", talks)
	}
	if !strings.Contains(talks.Method, "toward pairs told of about as often") || talks.Word != "very likely" {
		t.Errorf("method %q, word %q", talks.Method, talks.Word)
	}
	if war.Probability > .1 || war.Reasons[0].Hits != 1 {
		t.Errorf("one clash in twenty weeks: %+v", war)
	}
	quiet, known := forecast.Outlook(h, "USA", "IND", 7)[0], forecast.Outlook(h, "DEU", "CHN", 7)[0]
	if !(quiet.Probability < known.Probability && known.Probability < talks.Probability) {
		t.Errorf("never seen %v, every fourth week %v, every week %v", quiet.Probability, known.Probability, talks.Probability)
	}
	if quiet.Reasons[1].Hits != 40 || quiet.Reasons[1].Cases != 100 {
		t.Errorf("background %+v", quiet.Reasons[1])
	}
}

// Where all pairs are alike, each is believed to have the rate of all.
func TestLikePairsShareTheirRate(t *testing.T) {
	var events []entente.Event
	for w := range 24 {
		for i, other := range []string{"DEU", "FRA", "GBR", "JPN", "IND", "BRA"} {
			if (w+i)%3 == 0 {
				events = append(events, event(fmt.Sprint(other, w), other, "CHN", 1, 7*w+3))
			}
		}
	}
	events = append(events, event("first", "DEU", "CHN", 1, 7*24))
	p := forecast.Outlook(forecast.Before(origin, events), "DEU", "CHN", 7)[0].Probability
	if math.Abs(p-1./3) > .03 {
		t.Errorf("every third week: %v", p)
	}
}

// What came late weighs more than what came early.
func TestLateWindowsWeighMore(t *testing.T) {
	at := func(ago int) float64 {
		events := append(busy(), event("x", "IND", "PAK", 4, ago))
		return forecast.Outlook(forecast.Before(origin, events), "IND", "PAK", 7)[3].Probability
	}
	if late, early := at(10), at(100); late <= early {
		t.Errorf("ten days ago %v, a hundred %v", late, early)
	}
}

func TestAPageFallsBackOnDefaults(t *testing.T) {
	h := forecast.Before(origin, []entente.Event{
		event("summit", "USA", "RUS", 1, 15), event("visit", "RUS", "CHN", 1, 40), event("killer", "USA", "RUS", 3, 60),
	})
	f := forecast.Outlook(h, "USA", "CHN", 7)
	for i, x := range f {
		if !strings.Contains(x.Method, "default") || !strings.Contains(x.Reasons[1].Text, "little was read (3 stories)") {
			t.Errorf("method %q: %q", x.Method, x.Reasons[1].Text)
		}
		weight := math.Exp2(-14./182) + math.Exp2(-35./182)
		if want := 8 * forecast.Defaults[i+1] / (8 + weight); math.Abs(x.Probability-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", x.Quad, x.Probability, want) // the oldest week is cut short, two are covered
		}
	}
	long := forecast.Outlook(h, "USA", "CHN", 28)[0]
	if long.Probability <= f[0].Probability || !strings.Contains(long.Reasons[0].Text, "windows of 28 days") {
		t.Errorf("four weeks: %v, one: %v (%s)", long.Probability, f[0].Probability, long.Reasons[0].Text)
	}
	if forecast.Outlook(forecast.Before(origin, nil), "USA", "CHN", 7) != nil {
		t.Error("a forecast from nothing")
	}
	if forecast.Outlook(h, "USA", "USA", 7) != nil {
		t.Error("a forecast of an actor with itself")
	}
}

func TestTheDoor(t *testing.T) {
	on := event("on", "USA", "RUS", 1, 0)
	wide := event("wide", "USA", "RUS", 1, 5)
	wide.Reports[0].DateTo = origin + 3
	planned := event("planned", "USA", "RUS", 1, 5)
	planned.Reports[0].Status = entente.Intended
	past := event("past", "USA", "RUS", 1, 5000)
	past.Reports[0].Status = entente.Historical
	undated := event("undated", "USA", "RUS", 1, 5)
	undated.Reports[0].DateFrom, undated.Reports[0].DateTo = 0, 0
	caption := event("caption", "USA", "RUS", 1, 5)
	caption.Reports[0].Stream = entente.Caption
	good := event("good", "USA", "RUS", 1, 1)
	h := forecast.Before(origin, []entente.Event{on, wide, planned, past, undated, caption, good})
	if h.Len() != 1 || h.Stories() != 1 || h.Origin() != origin {
		t.Errorf("%d events of %d stories pass the door", h.Len(), h.Stories())
	}
}

// draw makes a history.
func draw(t *rapid.T, label string, from, to int) []entente.Event {
	actors := rapid.SampledFrom([]string{"USA", "RUS", "CHN", "GBR", "IND", ""})
	var out []entente.Event
	for i := range rapid.IntRange(0, 40).Draw(t, label) {
		e := event(fmt.Sprint(label, i), actors.Draw(t, "source"), actors.Draw(t, "target"),
			entente.Quad(rapid.IntRange(0, 4).Draw(t, "quad")), rapid.IntRange(from, to).Draw(t, "ago"))
		out = append(out, e)
	}
	return out
}

// Whatever lies on or after the origin changes no forecast.
func TestTheFutureIsNotRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		past, poison := draw(t, "past", 1, 300), draw(t, "poison", -300, 0)
		for i := range poison { // some reach back before the origin
			if i%3 == 0 {
				poison[i].Reports[0].DateFrom -= 200
			}
		}
		mixed := append(slices.Clone(past), poison...)
		for i := range past {
			if i < len(poison) { // and some are later reports of acts already known
				late := slices.Clone(past[i].Reports)
				mixed[i].Reports = append(late, poison[i].Reports...)
			}
		}
		horizon := rapid.IntRange(1, 40).Draw(t, "horizon")
		want := forecast.Outlook(forecast.Before(origin, past), "USA", "RUS", horizon)
		slices.Reverse(mixed)
		got := forecast.Outlook(forecast.Before(origin, mixed), "USA", "RUS", horizon)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

func TestForecastsAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := forecast.Before(origin, draw(t, "past", 1, 300))
		horizon := rapid.IntRange(0, 40).Draw(t, "horizon")
		for _, f := range forecast.Outlook(h, "USA", "RUS", horizon) {
			if !(0 <= f.Low && f.Low <= f.Probability && f.Probability <= f.High && f.High <= 1) {
				t.Fatalf("%v outside [%v, %v]", f.Probability, f.Low, f.High)
			}
			if len(f.Reasons) == 0 || f.Word == "" {
				t.Fatalf("no reason or word: %+v", f)
			}
			for _, r := range f.Reasons {
				if len(r.Cites) == 0 || r.Hits > r.Cases {
					t.Fatalf("a reason without events: %+v", r)
				}
			}
		}
	})
}

func ExampleOutlook() {
	h := forecast.Before(origin, busy())
	f := forecast.Outlook(h, "USA", "RUS", 7)[0]
	fmt.Printf("%s: %.2f, %s\n%s\n", f.Quad, f.Probability, f.Word, f.Reasons[0].Text)
	// Output:
	// verbal cooperation: 0.93, very likely
	// verbal cooperation between the two in 20 of 20 weeks that the stories cover
}

// A pair told of every week is held against its like, not against the many that are
// told of once.
func TestPeersAreToldOfAboutAsOften(t *testing.T) {
	var events []entente.Event
	states := []string{"AUS", "BRA", "CAN", "DEU", "EGY", "FRA", "GBR"}
	for week := range 20 {
		for i, s := range states {
			quad := entente.Quad(1)
			if i == 0 && week > 9 {
				quad = 3
			}
			events = append(events, event(fmt.Sprint(s, week), "USA", s, quad, 7*week+1))
		}
	}
	for i := range 60 {
		events = append(events, event(fmt.Sprint("once", i), "RUS", fmt.Sprintf("X%02d", i), 3, 7*(i%20)+1))
	}
	h := forecast.Before(origin, append(events, event("first", "USA", "AUS", 1, 7*20+1)))
	busy, rare := forecast.Outlook(h, "USA", "BRA", 7)[0], forecast.Outlook(h, "RUS", "X01", 7)[0]
	if busy.Probability < .9 || busy.Reasons[1].Cases != 7*20 || rare.Probability > .1 || rare.Reasons[1].Cases != 60*20 {
		t.Errorf("busy %.2f, %s; rare %.2f, %s", busy.Probability, busy.Reasons[1].Text, rare.Probability, rare.Reasons[1].Text)
	}
}
