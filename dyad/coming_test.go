package dyad_test

import (
	"math"
	"reflect"
	"testing"

	"entente/dyad"
)

// coming turns counts into acts told on each day.
func coming(counts []dyad.Count) []int {
	out := make([]int, len(counts))
	for i, c := range counts {
		out[i] = c.N
	}
	return out
}

func all(n int, of float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = of
	}
	return out
}

// Each alarm is raised when its last day has come, and no later day changes it: neither what is
// told of the pair nor how much is read.
func TestBreakingLooksOnlyBack(t *testing.T) {
	told := coming(levels(3, 2, 120, 2, 14, 3))
	others := all(len(told), .5)
	for i := range others {
		if i > 60 {
			others[i] = 12
		}
		if i > 150 {
			others[i] = 40
		}
	}
	whole := dyad.Breaking(told, others)
	if len(whole) == 0 {
		t.Fatal("no alarm at all")
	}
	for n := 0; n <= len(told); n++ {
		var want []dyad.Alarm
		for _, a := range whole {
			if a.At < n {
				want = append(want, a)
			}
		}
		if got := dyad.Breaking(told[:n], others[:n]); len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("of %d days\n%+v\nof all, up to there\n%+v", n, got, want)
		}
	}
}

// What is read more is not done more; and levels are those at what is read at present.
func TestBreakingIsHeldToWhatIsRead(t *testing.T) {
	told := coming(levels(5, 2, 150, 2, 10))
	if n := len(dyad.Breaking(told, all(len(told), 0))); n == 0 {
		t.Error("five times as much is no break though nothing is known of others")
	}
	others := all(len(told), 120)
	for i := 150; i < len(others); i++ {
		others[i] = 600
	}
	if got := dyad.Breaking(told, others); len(got) != 0 {
		t.Errorf("five times as much is told of all, and of the pair: %+v", got)
	}
	for _, read := range []float64{40, 120} {
		got := dyad.Breaking(told, all(len(told), read))
		if len(got) != 1 || got[0].From < 145 || got[0].From > 155 || got[0].At > 157 || math.Abs(got[0].Before-2) > .7 || math.Abs(got[0].After-10) > 6 {
			t.Errorf("with %v of others a day: %+v", read, got)
		}
	}
}

// Short and thin series raise nothing.
func TestBreakingNeedsNews(t *testing.T) {
	if got := dyad.Breaking(coming(levels(1, 2, 40, 1, 9)[:55]), make([]float64, 55)); len(got) != 0 {
		t.Errorf("55 days: %+v", got)
	}
	thin := make([]int, 300)
	for i := 200; i < 203; i++ {
		thin[i] = 3
	}
	if got := dyad.Breaking(thin, make([]float64, 300)); len(got) != 0 {
		t.Errorf("nine acts: %+v", got)
	}
	if got := dyad.Breaking(nil, nil); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// BenchmarkBreaking goes through ten years of days.
func BenchmarkBreaking(b *testing.B) {
	told, others := coming(levels(3, 2, 730, 2, 5, 2, 12, 3)), all(3650, 150)
	for b.Loop() {
		dyad.Breaking(told, others[:len(told)])
	}
}
