package dyad_test

import (
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/dyad"
)

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		p                entente.Period
		day, start, next string
	}{
		{entente.Daily, "2021-06-16", "2021-06-16", "2021-06-17"},
		{entente.Weekly, "2021-06-16", "2021-06-14", "2021-06-21"}, // a Wednesday
		{entente.Monthly, "2021-12-31", "2021-12-01", "2022-01-01"},
		{entente.Yearly, "2021-06-16", "2021-01-01", "2022-01-01"},
	} {
		start := c.p.Start(day(c.day))
		if start.String() != c.start || c.p.Next(start).String() != c.next {
			t.Errorf("%s of %s: %s, then %s", c.p, c.day, start, c.p.Next(start))
		}
		if p, err := entente.ParsePeriod(string(c.p)); err != nil || p != c.p {
			t.Errorf("%s does not read back: %v", c.p, err)
		}
	}
	if _, err := entente.ParsePeriod("fortnight"); err == nil {
		t.Error("a fortnight is taken for a period")
	}
	if entente.Weekly.Start(0) != 0 {
		t.Error("what is unknown does not stay so")
	}
}

func TestFill(t *testing.T) {
	pair := entente.Pair{Source: "USA", Target: "RUS"}
	tallies := []entente.Tally{
		{Pair: pair, Period: day("2021-01-15"), Events: 1, Coop: 2},
		{Pair: pair, Period: day("2021-01-20"), Events: 2, Conf: 3},
		{Pair: entente.Pair{Source: "RUS", Target: "USA"}, Period: day("2021-03-01"), Events: 1, Coop: 1},
		{Pair: pair, Period: day("2022-01-01"), Events: 9},
	}
	series := dyad.Fill(tallies, day("2021-01-10"), day("2021-04-02"), entente.Monthly, []entente.Day{day("2021-04-30")})
	if len(series) != 2 || series[0].Source != "RUS" {
		t.Fatalf("series %+v", series)
	}
	got := series[1].Points
	want := []entente.Point{
		{Period: day("2021-01-01"), Coop: 2, Conf: 3, Events: 3, Covered: true},
		{Period: day("2021-02-01")}, // nobody looked
		{Period: day("2021-03-01"), Covered: true},
		{Period: day("2021-04-01"), Covered: true},
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("point %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	if dyad.Fill(tallies, 0, day("2021-01-01"), entente.Weekly, nil) != nil {
		t.Error("a series without a beginning")
	}
}

// TestTold: periods in which nothing is told are left out, and no event is lost.
func TestTold(t *testing.T) {
	to, back := entente.Pair{Source: "USA", Target: "RUS"}, entente.Pair{Source: "RUS", Target: "USA"}
	tallies := []entente.Tally{
		{Pair: to, Period: day("2021-03-20"), Events: 2, Reports: 3, Conf: 3},
		{Pair: back, Period: day("2021-03-01"), Events: 1, Coop: 1},
		{Pair: to, Period: day("2021-01-15"), Events: 1, Coop: 2},
		{Pair: to, Period: day("2021-03-02"), Events: 4},
	}
	got := dyad.Told(tallies, entente.Monthly)
	if len(got) != 2 || got[0].Pair != back || got[1].Pair != to || len(got[1].Points) != 2 || tallies[0].Period != day("2021-03-20") {
		t.Fatalf("%+v", got)
	}
	if p := got[1].Points[0]; p != (entente.Point{Period: day("2021-01-01"), Events: 1, Coop: 2, Covered: true}) {
		t.Errorf("%+v", p)
	}
	if p := got[1].Points[1]; p != (entente.Point{Period: day("2021-03-01"), Events: 6, Reports: 3, Conf: 3, Covered: true}) {
		t.Errorf("%+v", p)
	}
	if dyad.Told(nil, entente.Weekly) != nil {
		t.Error("something is told of nothing")
	}
}

func TestFillIsGapless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := day("2020-01-01") + entente.Day(rapid.IntRange(0, 400).Draw(t, "from"))
		to := from + entente.Day(rapid.IntRange(0, 400).Draw(t, "span"))
		by := rapid.SampledFrom([]entente.Period{entente.Daily, entente.Weekly, entente.Monthly, entente.Yearly}).Draw(t, "period")
		in := from + entente.Day(rapid.IntRange(0, int(to-from)).Draw(t, "in"))
		s := dyad.Fill([]entente.Tally{{Period: in, Events: 1}}, from, to, by, nil)
		sum := 0
		for i, p := range s[0].Points {
			sum += p.Events
			if i > 0 && by.Next(s[0].Points[i-1].Period) != p.Period {
				t.Fatalf("%s follows %s", p.Period, s[0].Points[i-1].Period)
			}
		}
		if sum != 1 || s[0].Points[0].Period > from || by.Next(s[0].Points[len(s[0].Points)-1].Period) <= to {
			t.Fatalf("%d events from %s to %s in %+v", sum, from, to, s[0].Points)
		}
	})
}
