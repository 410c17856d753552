package dyad_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"entente/chance"
	"entente/dyad"
)

// Intervals of .9 hold about nine in ten levels. The measurement is entente score levels.
func TestIntervalsCover(t *testing.T) {
	in, of := 0, 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		theta := math.Log(4)
		truth := make([]float64, 120)
		var counts []dyad.Count
		for at := range truth {
			theta += .1 * r.NormFloat64()
			truth[at] = math.Exp(theta)
			if at < 50 || at > 60 {
				counts = append(counts, dyad.Count{At: at, N: chance.Count(r, truth[at], 2)})
			}
		}
		p := dyad.LevelOf(counts)
		if len(p.Levels) != len(truth) || p.Levels[55].Seen || !p.Levels[45].Seen {
			t.Fatalf("%d levels; the gap is %+v", len(p.Levels), p.Levels[55])
		}
		for _, l := range p.Levels {
			of++
			if l.Low <= truth[l.At] && truth[l.At] <= l.High {
				in++
			}
		}
	}
	if share := float64(in) / float64(of); share < .86 || share > .94 {
		t.Errorf("%.3f of the levels lie in their intervals", share)
	}
}

func TestGapsWiden(t *testing.T) {
	counts := levels(1, 4, 100, 5)
	whole, gap := dyad.LevelOf(counts), dyad.LevelOf(append(append([]dyad.Count{}, counts[:40]...), counts[60:]...))
	wide := func(l dyad.Level) float64 { return l.High / l.Low }
	if wide(gap.Levels[50]) <= wide(whole.Levels[50]) || wide(gap.Levels[50]) <= wide(gap.Levels[38]) {
		t.Errorf("%v within the gap, %v before, %v without", wide(gap.Levels[50]), wide(gap.Levels[38]), wide(whole.Levels[50]))
	}
	zeros := append([]dyad.Count{}, counts...)
	for i := 40; i < 60; i++ {
		zeros[i].N = 0
	}
	if z := dyad.LevelOf(zeros); z.Levels[50].Mid > gap.Levels[50].Mid/2 {
		t.Errorf("zeros are told as a gap: %v, %v", z.Levels[50].Mid, gap.Levels[50].Mid)
	}
}

func TestChangeOfLevel(t *testing.T) {
	up := dyad.LevelOf(levels(2, 8, 50, 3, 12))
	if c, ok := up.Change(70); !ok || c.Rose < .99 || c.Ratio < 2 || c.Low > c.Ratio || c.High < c.Ratio {
		t.Errorf("%+v", c)
	}
	if _, ok := up.Change(100); ok {
		t.Error("a change over more than there is")
	}
	if p := dyad.LevelOf(nil); len(p.Levels) != 0 {
		t.Error("levels of nothing")
	}
	none := dyad.LevelOf(make([]dyad.Count, 60))
	if l := none.Levels[0]; l.Mid > .2 || math.IsNaN(l.Low) || l.High > 1 {
		t.Errorf("of no events: %+v", l)
	}
	one := dyad.LevelOf([]dyad.Count{{At: 3, N: 7}})
	if l := one.Levels[0]; l.At != 3 || l.Low <= 0 || l.High <= l.Low {
		t.Errorf("of one period: %+v", l)
	}
}
