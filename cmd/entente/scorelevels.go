package main

import (
	"context"
	"math"
	"math/rand/v2"

	"entente/chance"
	"entente/dyad"
)

type scoreLevelsCmd struct {
	Series int    `help:"Simulated series of each kind." default:"20" placeholder:"N"`
	Days   int    `help:"Periods of a series." default:"180" placeholder:"N"`
	Seed   uint64 `help:"Of the series." default:"1"`
}

// scoredLevels is how often the true level lay within its interval of 90 %, of simulated
// series; in each kind, in their last periods, and in gaps.
type scoredLevels struct {
	Covered float64           `json:"covered"`
	Periods int               `json:"periods"`
	Least   float64           `json:"least_kind"`
	Most    float64           `json:"most_kind"`
	Last    float64           `json:"last_period"`
	Gaps    float64           `json:"gaps"`
	Change  float64           `json:"changes"` // intervals of the factor over a quarter of the series
	Kinds   []scoredLevelKind `json:"kinds"`
}

type scoredLevelKind struct {
	Level   float64 `json:"level"`
	Step    float64 `json:"step"`
	Shape   float64 `json:"shape"`
	Covered float64 `json:"covered"`
}

// share counts what lay within.
type share struct{ of, in int }

func (s *share) add(low, truth, high float64) {
	s.of++
	if low <= truth && truth <= high {
		s.in++
	}
}

func (s share) rounded() float64 {
	return math.Round(1e4*float64(s.in)/float64(max(1, s.of))) / 1e4
}

func (c *scoreLevelsCmd) Run(ctx context.Context, e *env) error {
	if c.Series < 1 || c.Days < 40 {
		return usage("at least one series of forty periods is simulated")
	}
	out := scoredLevels{Least: 1}
	var all, last, gaps, change share
	kind := uint64(0)
	for _, level := range []float64{.2, 1, 5, 20} {
		for _, step := range []float64{.03, .1, .3} {
			for _, shape := range []float64{.5, 2, 10} {
				if err := ctx.Err(); err != nil {
					return err
				}
				kind++
				r := rand.New(rand.NewPCG(c.Seed, kind))
				var of share
				for range c.Series {
					c.one(r, level, step, shape, &of, &last, &gaps, &change)
				}
				all.of, all.in = all.of+of.of, all.in+of.in
				k := scoredLevelKind{level, step, shape, of.rounded()}
				out.Kinds = append(out.Kinds, k)
				out.Least, out.Most = min(out.Least, k.Covered), max(out.Most, k.Covered)
			}
		}
	}
	out.Covered, out.Periods = all.rounded(), all.of
	out.Last, out.Gaps, out.Change = last.rounded(), gaps.rounded(), change.rounded()
	return e.measures(out)
}

// one simulates a series whose level goes by normal steps of the logarithm, with a gap of a
// twelfth of its length and days on which more or less was read, and holds its level against
// the truth.
func (c *scoreLevelsCmd) one(r *rand.Rand, level, step, shape float64, of, last, gaps, change *share) {
	truth := make([]float64, c.Days)
	var counts []dyad.Count
	theta := math.Log(level)
	for at := range truth {
		if at > 0 {
			theta += step * r.NormFloat64()
		}
		truth[at] = math.Exp(theta)
		exposure := math.Exp(.3 * r.NormFloat64())
		n := chance.Count(r, truth[at]*exposure, shape)
		if at < c.Days/3 || at >= c.Days/3+c.Days/12 {
			counts = append(counts, dyad.Count{At: at, N: n, Exposure: exposure})
		}
	}
	path := dyad.LevelOf(counts)
	for _, l := range path.Levels {
		of.add(l.Low, truth[l.At], l.High)
		if !l.Seen {
			gaps.add(l.Low, truth[l.At], l.High)
		}
	}
	l := path.Levels[len(path.Levels)-1]
	last.add(l.Low, truth[l.At], l.High)
	if x, ok := path.Change(c.Days / 4); ok {
		change.add(x.Low, truth[c.Days-1]/truth[c.Days-1-c.Days/4], x.High)
	}
}
