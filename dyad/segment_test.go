package dyad_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"entente/chance"
	"entente/dyad"
)

// levels makes counts about levels, so many days each.
func levels(seed uint64, shape float64, days int, of ...float64) []dyad.Count {
	r := rand.New(rand.NewPCG(seed, 7))
	var out []dyad.Count
	for _, level := range of {
		for range days {
			out = append(out, dyad.Count{At: len(out), N: chance.Count(r, level, shape)})
		}
	}
	return out
}

func starts(s dyad.Segmentation) []int {
	var out []int
	for _, x := range s.Stretches {
		out = append(out, x.From)
	}
	return out
}

func TestBreaksAreFound(t *testing.T) {
	for seed := range uint64(10) {
		s := dyad.Segment(levels(seed, 4, 60, 3, 15, 3), dyad.Segmenting{})
		if len(s.Stretches) != 3 || math.Abs(float64(s.Stretches[1].From-60)) > 3 || math.Abs(float64(s.Stretches[2].From-120)) > 3 {
			t.Errorf("seed %d: stretches from %v, want from 60 and 120", seed, starts(s))
			continue
		}
		if x := s.Stretches[1]; x.Level < 10 || x.Level > 22 || x.Early > x.From || x.Late < x.From || x.Gain < 4*math.Log(180) {
			t.Errorf("seed %d: %+v", seed, x)
		}
		if steady := dyad.Segment(levels(seed, 1, 365, 3), dyad.Segmenting{}); len(steady.Stretches) != 1 {
			t.Errorf("seed %d: a steady series breaks at %v", seed, starts(steady))
		}
	}
}

// What lies above both of its neighbours for less than four weeks is an episode of the
// stretch in which it lies, and does not raise that stretch's level.
func TestEpisodes(t *testing.T) {
	counts := slices.Concat(levels(1, 8, 100, 3), levels(2, 8, 12, 30), levels(3, 8, 100, 3))
	for i := range counts {
		counts[i].At = i
	}
	s := dyad.Segment(counts, dyad.Segmenting{})
	if len(s.Stretches) != 1 || len(s.Episodes) != 1 {
		t.Fatalf("%d stretches from %v, %d episodes", len(s.Stretches), starts(s), len(s.Episodes))
	}
	if x := s.Episodes[0]; x.From < 99 || x.From > 101 || x.To < 111 || x.To > 113 || x.Level < 20 {
		t.Errorf("episode %+v, want 100 to 112", x)
	}
	if x := s.Stretches[0]; x.From != 0 || x.To != 212 || x.Level > 4 {
		t.Errorf("stretch %+v", x)
	}
	// The same length on the way from one level to another is none.
	stairs := slices.Concat(levels(1, 8, 100, 1), levels(2, 8, 20, 8), levels(3, 8, 100, 40))
	for i := range stairs {
		stairs[i].At = i
	}
	if s := dyad.Segment(stairs, dyad.Segmenting{}); len(s.Episodes) != 0 || len(s.Stretches) != 3 {
		t.Errorf("stairs: %d episodes, stretches from %v", len(s.Episodes), starts(s))
	}
}

// A day on which twice as much is read shows twice as much of the same level.
func TestExposureIsNoBreak(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var counts []dyad.Count
	for i := range 200 {
		exposure := 1.
		if i >= 100 {
			exposure = 4
		}
		counts = append(counts, dyad.Count{At: i, N: chance.Count(r, 4*exposure, 4), Exposure: exposure})
	}
	if s := dyad.Segment(counts, dyad.Segmenting{}); len(s.Stretches) != 1 || math.Abs(s.Stretches[0].Level-4) > 1 {
		t.Errorf("stretches from %v at %v", starts(s), s.Stretches[0].Level)
	}
	for i := range counts {
		counts[i].Exposure = 0
	}
	if s := dyad.Segment(counts, dyad.Segmenting{}); len(s.Stretches) != 2 {
		t.Errorf("without exposures: stretches from %v", starts(s))
	}
}

// PELT finds what going through all divisions finds.
func TestPruningLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "n")
		least := rapid.IntRange(1, 5).Draw(t, "least")
		penalty := rapid.Float64Range(.1, 4).Draw(t, "penalty")
		most := rapid.SampledFrom([]int{1, 12}).Draw(t, "most")
		counts := make([]dyad.Count, n)
		for i := range counts {
			counts[i] = dyad.Count{At: i, N: max(0, rapid.IntRange(-most, most).Draw(t, "count")), Exposure: rapid.SampledFrom([]float64{1, 1, 3}).Draw(t, "exposure")}
		}
		opt := dyad.Segmenting{Least: least, Lasting: 1, Penalty: penalty}
		got, want := dyad.Segment(counts, opt), divide(counts, least, penalty)
		if math.Abs(worth(counts, starts(got), penalty)-want) > 1e-6 {
			t.Fatalf("stretches from %v are worth %v, the best %v", starts(got), worth(counts, starts(got), penalty), want)
		}
	})
}

// worth is the cost of a division with its penalties, by the package's own cost.
func worth(counts []dyad.Count, starts []int, penalty float64) float64 {
	sum := 0.
	for i, from := range starts {
		to := len(counts)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		sum += dyad.Cost(counts[from:to])
		if i > 0 {
			sum += penalty * math.Log(float64(max(2, len(counts)))) / 2
		}
	}
	return sum
}

func divide(counts []dyad.Count, least int, penalty float64) float64 {
	best := make([]float64, len(counts)+1)
	best[0] = 0
	for to := 1; to <= len(counts); to++ {
		best[to] = dyad.Cost(counts[:to])
		for at := least; at <= to-least; at++ {
			best[to] = min(best[to], best[at]+dyad.Cost(counts[at:to])+penalty*math.Log(float64(max(2, len(counts))))/2)
		}
	}
	return best[len(counts)]
}

func TestNothingToPart(t *testing.T) {
	if s := dyad.Segment(nil, dyad.Segmenting{}); len(s.Stretches) != 0 {
		t.Errorf("%+v", s)
	}
	s := dyad.Segment(make([]dyad.Count, 90), dyad.Segmenting{})
	if len(s.Stretches) != 1 || s.Stretches[0].Level != 0 {
		t.Errorf("%+v", s)
	}
}

// Nothing that comes later changes an alarm that was raised.
func TestAlarmsLookOnlyBack(t *testing.T) {
	counts := levels(3, 2, 80, 2, 12, 3)
	whole := dyad.Watch(counts, dyad.Watching{})
	for _, n := range []int{50, 90, 120, 200} {
		part := dyad.Watch(counts[:n], dyad.Watching{})
		for i, a := range part {
			if whole[i] != a {
				t.Errorf("of %d days: alarm %+v, of all %+v", n, a, whole[i])
			}
		}
		for _, a := range whole[len(part):] {
			if a.At < n {
				t.Errorf("of %d days: no alarm on %d", n, a.At)
			}
		}
	}
	if len(whole) < 2 || whole[0].At < 80 || whole[0].At > 90 || whole[0].After < 2*whole[0].Before {
		t.Errorf("alarms %+v, want the first soon after 80", whole)
	}
}

func TestNoAlarmWithoutABreak(t *testing.T) {
	n := 0
	for seed := range uint64(8) {
		n += len(dyad.Watch(levels(seed, 2, 365, 4), dyad.Watching{}))
	}
	if n > 4 {
		t.Errorf("%d alarms in eight steady years", n)
	}
	silent := slices.Concat(levels(1, 4, 100, 5), make([]dyad.Count, 60))
	for _, a := range dyad.Watch(silent, dyad.Watching{}) {
		if a.At >= 100 {
			t.Errorf("silence raises an alarm: %+v", a)
		}
	}
	if a := dyad.Watch(nil, dyad.Watching{}); len(a) != 0 {
		t.Error(a)
	}
	huge := levels(1, 4, 60, 5)
	huge[40].N = 1 << 40
	dyad.Watch(huge, dyad.Watching{})
}

func BenchmarkSegment(b *testing.B) {
	for name, counts := range map[string][]dyad.Count{
		"busy":  levels(1, 1, 365, 3, 9, 3, 20, 6),
		"quiet": levels(1, .3, 1825, .05, .1), // ten years of a pair of which little is told
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				dyad.Segment(counts, dyad.Segmenting{})
			}
		})
	}
}

func BenchmarkWatch(b *testing.B) {
	counts := levels(1, 1, 365, 3)
	for b.Loop() {
		dyad.Watch(counts, dyad.Watching{})
	}
}

func BenchmarkLevel(b *testing.B) {
	counts := levels(1, 1, 365, 3)
	for b.Loop() {
		dyad.LevelOf(counts)
	}
}
