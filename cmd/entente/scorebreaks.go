package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"entente"
	"entente/chance"
	"entente/dyad"
)

type scoreBreaksCmd struct {
	NoCoverage bool   `help:"Do not divide by how much is told on a day in the sets that the series were counted from."`
	Simulated  int    `help:"Simulated series of a year of each kind." default:"60" placeholder:"N"`
	Seed       uint64 `help:"Of the simulated series." default:"1"`
	Dir        string `arg:"" help:"A folder with dyads_daily.csv and, for coverage, ICEWS14 and ICEWS21."`
}

// brokenSource is a set whose days are all there, so that one missing is a zero.
type brokenSource struct {
	name, folder string
	from, to     entente.Day
}

var brokenSources = []brokenSource{
	{"icews14_full", "ICEWS14", entente.MakeDay(2014, 1, 1), entente.MakeDay(2014, 12, 31)},
	{"icews21_zr", "ICEWS21", entente.MakeDay(2021, 1, 1), entente.MakeDay(2021, 8, 31)},
}

// knownBreaks are those that the eight series are known to have.
var knownBreaks = map[string][]entente.Day{
	"icews14_full US-RU": {entente.MakeDay(2014, 3, 5), entente.MakeDay(2014, 4, 27)},
	"icews21_zr RU-UA":   {entente.MakeDay(2021, 3, 31), entente.MakeDay(2021, 4, 30)},
}

// scoredBreaks is how breaks were found, in real series and in simulated ones.
type scoredBreaks struct {
	Years     float64         `json:"series_years"`
	Coverage  bool            `json:"coverage"`
	After     scoredFinding   `json:"afterwards"`
	Online    scoredFinding   `json:"online"`
	Series    []scoredSeries  `json:"series"`
	Simulated scoredSimulated `json:"simulated"`
}

// scoredFinding counts known breaks that were found, of how many, and what was found besides.
type scoredFinding struct {
	Of    int     `json:"of"`
	Found int     `json:"found"`
	Extra int     `json:"extra"`
	Rate  float64 `json:"extra_per_series_year"`
}

type scoredSeries struct {
	Series   string             `json:"series"`
	Breaks   []entente.Day      `json:"breaks"`
	Levels   []float64          `json:"levels"`
	Episodes [][2]entente.Day   `json:"episodes"`
	Alarms   []scoredAlarmOnDay `json:"alarms"`
}

type scoredAlarmOnDay struct {
	Day  entente.Day `json:"day"`
	From entente.Day `json:"from"`
}

// scoredSimulated has what is found a series-year where there is no break, and the shares
// that are found of breaks to four times or a quarter: afterwards within 7 days, online at
// most 7 and 28 days later.
type scoredSimulated struct {
	Series      int     `json:"series"`
	FalseAfter  float64 `json:"false_afterwards"`
	FalseOnline float64 `json:"false_online"`
	FoundAfter  float64 `json:"found_afterwards"`
	Within7     float64 `json:"found_online_within_7"`
	Within28    float64 `json:"found_online_within_28"`
}

func (c *scoreBreaksCmd) Run(ctx context.Context, e *env) error {
	if c.Simulated < 0 {
		return usage("--simulated %d is not a number of series", c.Simulated)
	}
	all, err := c.series()
	if err != nil {
		return err
	}
	out := scoredBreaks{Coverage: !c.NoCoverage}
	for _, s := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		out.Years += float64(len(s.counts)) / 365
		out.Series = append(out.Series, s.score(&out.After, &out.Online))
	}
	out.After.Rate, out.Online.Rate = rate(out.After.Extra, out.Years), rate(out.Online.Extra, out.Years)
	out.Simulated = simulateBreaks(c.Simulated, c.Seed)
	return e.measures(out)
}

func rate(n int, years float64) float64 { return math.Round(1000*float64(n)/years) / 1000 }

// brokenSeries is the counts of a pair.
type brokenSeries struct {
	name   string
	counts []dyad.Count
}

// series reads the pairs of the whole sets, in order of name.
func (c *scoreBreaksCmd) series() ([]brokenSeries, error) {
	rows, err := rowsOf(filepath.Join(c.Dir, "dyads_daily.csv"))
	if err != nil {
		return nil, err
	}
	var out []brokenSeries
	for _, src := range brokenSources {
		exposure, err := c.exposure(src)
		if err != nil {
			return nil, err
		}
		of := map[string]*brokenSeries{}
		for _, r := range rows {
			if r["source"] != src.name {
				continue
			}
			day, err := entente.ParseDay(r["period"])
			n, err2 := strconv.Atoi(r["n"])
			if err := errors.Join(err, err2); err != nil || day < src.from || day > src.to {
				return nil, ownFile(c.Dir, fmt.Errorf("dyads_daily.csv: %s %s on %q: not a count of a day of the set", src.name, r["dyad"], r["period"]))
			}
			if of[r["dyad"]] == nil {
				of[r["dyad"]] = &brokenSeries{src.name + " " + r["dyad"], emptyCounts(src, exposure)}
			}
			of[r["dyad"]].counts[day-src.from].N = n
		}
		for _, s := range of {
			out = append(out, *s)
		}
	}
	slices.SortFunc(out, func(a, b brokenSeries) int { return cmp.Compare(a.name, b.name) })
	if len(out) == 0 {
		return nil, ownFile(c.Dir, errors.New("dyads_daily.csv: no series of icews14_full or icews21_zr"))
	}
	return out, nil
}

func emptyCounts(src brokenSource, exposure []float64) []dyad.Count {
	out := make([]dyad.Count, src.to-src.from+1)
	for i := range out {
		out[i] = dyad.Count{At: i, Exposure: exposure[i]}
	}
	return out
}

// exposure says how much is told on each day of a set, from all of its facts.
func (c *scoreBreaksCmd) exposure(src brokenSource) ([]float64, error) {
	facts := make([]float64, src.to-src.from+1)
	if c.NoCoverage {
		exposure, _ := dyad.Exposures(facts)
		return exposure, nil
	}
	dir := filepath.Join(c.Dir, src.folder)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, codedError{exitOwnFiles, fmt.Errorf("%s is not there", dir), "--no-coverage does without"}
	}
	b, err := readBenchmark(dir, "")
	if err != nil {
		return nil, err
	}
	for _, f := range b.Facts() {
		if at := int(f.Day) - 1; at >= 0 && at < len(facts) { // day 1 is the first
			facts[at]++
		}
	}
	exposure, _ := dyad.Exposures(facts)
	return exposure, nil
}

// score finds a series' breaks and holds them against those known.
func (s brokenSeries) score(after, online *scoredFinding) scoredSeries {
	first := s.first()
	day := func(at int) entente.Day { return first + entente.Day(at) }
	out := scoredSeries{Series: s.name, Breaks: []entente.Day{}, Levels: []float64{}, Episodes: [][2]entente.Day{}, Alarms: []scoredAlarmOnDay{}}
	parted := dyad.Segment(s.counts, dyad.Segmenting{})
	for i, x := range parted.Stretches {
		if i > 0 {
			out.Breaks = append(out.Breaks, day(x.From))
		}
		out.Levels = append(out.Levels, math.Round(100*x.Level)/100)
	}
	for _, x := range parted.Episodes {
		out.Episodes = append(out.Episodes, [2]entente.Day{day(x.From), day(x.To - 1)})
	}
	var seen []entente.Day
	for _, a := range dyad.Watch(s.counts, dyad.Watching{}) {
		out.Alarms = append(out.Alarms, scoredAlarmOnDay{day(a.At), day(a.From)})
		seen = append(seen, day(a.At))
	}
	known := knownBreaks[s.name]
	after.add(known, out.Breaks, -3, 3)
	online.add(known, seen, 0, 7)
	return out
}

func (s brokenSeries) first() entente.Day {
	for _, src := range brokenSources {
		if len(s.name) > len(src.name) && s.name[:len(src.name)] == src.name {
			return src.from
		}
	}
	return 0
}

// add counts the known breaks that have a finding of their own so many days off.
func (f *scoredFinding) add(known, found []entente.Day, least, most int) {
	f.Of += len(known)
	used := map[int]bool{}
	for _, k := range known {
		for i, d := range found {
			if off := int(d - k); !used[i] && off >= least && off <= most {
				used[i] = true
				f.Found++
				break
			}
		}
	}
	f.Extra += len(found) - len(used)
}

// simulateBreaks looks for breaks in series that have none, and in series with one.
func simulateBreaks(n int, seed uint64) scoredSimulated {
	out := scoredSimulated{Series: n}
	if n == 0 {
		return out
	}
	r := rand.New(rand.NewPCG(seed, 0))
	const days, at = 365, 180
	for range n {
		quiet := simulatedCounts(r, days, 0, 1)
		out.FalseAfter += float64(len(dyad.Segment(quiet, dyad.Segmenting{}).Stretches) - 1)
		out.FalseOnline += float64(len(dyad.Watch(quiet, dyad.Watching{})))
		factor := 4.
		if r.IntN(2) == 0 {
			factor = .25
		}
		broken := simulatedCounts(r, days, at, factor)
		for _, x := range dyad.Segment(broken, dyad.Segmenting{}).Stretches {
			if x.From >= at-7 && x.From <= at+7 {
				out.FoundAfter++
				break
			}
		}
		for _, a := range dyad.Watch(broken, dyad.Watching{}) {
			if a.At >= at && a.At <= at+28 {
				out.Within28++
				if a.At <= at+7 {
					out.Within7++
				}
				break
			}
		}
	}
	for _, v := range []*float64{&out.FalseAfter, &out.FalseOnline, &out.FoundAfter, &out.Within7, &out.Within28} {
		*v = math.Round(1000**v/float64(n)) / 1000
	}
	return out
}

// simulatedCounts makes a series of days with a level that changes by a factor at one of
// them: levels from one to twenty events a day, shapes from a half to four, and echoes of what
// was told the day before of 0 to .6, which is what other pairs of states show.
func simulatedCounts(r *rand.Rand, days, at int, factor float64) []dyad.Count {
	level := math.Exp(r.Float64() * math.Log(20))
	if factor < 1 {
		level /= factor
	}
	shape := math.Exp2(r.Float64()*3 - 1)
	echo := r.Float64() * .6
	out := make([]dyad.Count, days)
	last := level
	for i := range out {
		now := level
		if i >= at {
			now *= factor
		}
		mean := (1-echo)*now + echo*last
		n := chance.Count(r, mean, shape)
		out[i] = dyad.Count{At: i, N: n}
		last = float64(n)
	}
	return out
}
