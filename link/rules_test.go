package link

import (
	"math"
	"testing"

	"entente"
	"entente/graph"
)

// counted makes counts that follow a confidence by distance exactly.
func counted(n float64, f func(ago float64) float64) []tallied {
	out := make([]tallied, len(spanStarts))
	for i := range out {
		out[i] = tallied{uint32(n), uint32(n * f(spanMiddle(i)))}
	}
	return out
}

func TestFitCurve(t *testing.T) {
	fading := func(ago float64) float64 { return .1 + .5*math.Exp2(-.4*(ago-1)) }
	c := fitCurve(counted(1e6, fading))
	for _, ago := range []entente.Day{1, 3, 7, 45} {
		if got, want := float64(c.at(ago)), fading(float64(ago)); math.Abs(got-want) > .03 {
			t.Errorf("%d days: %.3f, the counts say %.3f (%+v)", ago, got, want, c)
		}
	}
	if c := fitCurve(counted(1e5, func(float64) float64 { return .2 })); math.Abs(float64(c.at(1)-c.at(40))) > .01 {
		t.Errorf("what does not fade is fitted as %+v", c)
	}
	if c := fitCurve(counted(1e5, func(ago float64) float64 { return ago / 100 })); c.b != 0 {
		t.Errorf("what grows is given its mean, not %+v", c)
	}
	if c := fitCurve(counted(10, func(float64) float64 { return 1 })); c.at(1) > .9 {
		t.Errorf("few cases are not believed wholly: %+v", c)
	}
	if c := fitCurve(make([]tallied, len(spanStarts))); c != (curve{}) {
		t.Errorf("no cases: %+v", c)
	}
}

func TestSplit(t *testing.T) {
	for name, want := range map[string][2]string{
		"Police_(Kenya)":              {"Police", "Kenya"},
		"Media Personnel (France)":    {"Media Personnel", "France"},
		"China":                       {"China", ""},
		"(odd)":                       {"(odd)", ""},
		"Army (A) (Congo (Kinshasa))": {"Army (A)", "Congo (Kinshasa)"},
	} {
		if kind, group := split(name); kind != want[0] || group != want[1] {
			t.Errorf("%q: %q of %q, want %q", name, kind, group, want)
		}
	}
}

func TestTopKeepsTheHighest(t *testing.T) {
	var w Work
	w.best.reset(3)
	for a, v := range []float32{.2, .9, .1, .9, .5, .3} {
		w.best.add(graph.Actor(a), v)
	}
	w.sortBest()
	if got := w.best.items; len(got) != 3 || got[0].actor != 1 || got[1].actor != 3 || got[2].actor != 4 {
		t.Errorf("%v", got)
	}
}

func TestNoisyOr(t *testing.T) {
	var b best
	for _, x := range []float32{.1, .5} {
		b.add(x)
	}
	if want := float32(1 - (1-.5)*(1-.8*.1)); math.Abs(float64(b.or()-want)) > 1e-6 {
		t.Errorf("%v, want %v", b.or(), want)
	}
	for range 20 {
		b.add(.3)
	}
	if b.n != strongest || b.v[0] != .5 || b.v[strongest-1] != .3 {
		t.Errorf("%+v: the strongest in falling order", b)
	}
}
