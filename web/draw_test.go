package web

import (
	"math"
	"testing"
	"time"

	"entente"
)

// TestPinsStandInTheirPeriod: a day of the middle of a month stands in the middle of it, one
// outside the drawing nowhere, and heads of days that lie close stand above one another.
func TestPinsStandInTheirPeriod(t *testing.T) {
	days := periodsBetween(entente.MakeDay(2021, time.January, 1), entente.MakeDay(2021, time.April, 30), entente.Monthly)
	var c chart
	for _, d := range []entente.Day{entente.MakeDay(2021, time.February, 15), entente.MakeDay(2021, time.February, 16), entente.MakeDay(2021, time.February, 17), entente.MakeDay(2021, time.April, 1), entente.MakeDay(2021, time.May, 1), entente.MakeDay(2020, time.December, 31)} {
		c.Pinned(days, entente.Monthly, d, pin{})
	}
	if len(c.Pins) != 4 || c.High != 2 {
		t.Fatalf("%d pins in %d rows: %+v", len(c.Pins), c.High+1, c.Pins)
	}
	if x := c.Pins[0].X; math.Abs(x-37.5) > 1 {
		t.Errorf("the middle of the second of four months stands at %.1f", x)
	}
	if x := c.Pins[3].X; x < 75 || x > 76 || c.Pins[3].Row != 0 {
		t.Errorf("the first day of the last of four months stands at %.1f in row %d", x, c.Pins[3].Row)
	}
}

// TestWilson holds the interval to the figures of Wilson's formula at 90 in 100.
func TestWilson(t *testing.T) {
	for _, x := range []struct {
		share     float64
		n         int
		low, high float64
	}{{0, 10, 0, .2130}, {.5, 10, .2692, .7308}, {1, 1, .2699, 1}} {
		low, high := wilson(x.share, x.n)
		if math.Abs(low-x.low) > .001 || math.Abs(high-x.high) > .001 {
			t.Errorf("%v of %d: %.4f to %.4f, want %v to %v", x.share, x.n, low, high, x.low, x.high)
		}
	}
}

// TestEstimatesKeepToTheScale: what lies beyond is drawn at its end, and what is not known is
// no nought.
func TestEstimatesKeepToTheScale(t *testing.T) {
	if v := estimate(linker{}, "x", nil, 1); !v.None || v.Value != "" {
		t.Errorf("nothing known is drawn as %+v", v)
	}
	if v := estimate(linker{tongue: &tongue{texts: map[string]string{"%s to %s": "%s to %s"}}}, "x", &entente.Estimate{Value: 1, Low: -3, High: 9}, 2); v.Lo != 0 || v.Mid != 75 || v.Hi != 100 || v.None {
		t.Errorf("%+v", v)
	}
}
