package dyad

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"entente"
)

// Options sets how a tie is judged; the zero value is what the documents describe.
type Options struct {
	AsOf     entente.Day    // nothing after this day is used; unknown means all, judged at the last day of the evidence
	Period   entente.Period // by default the month: step in which a change over time is looked for
	HalfLife int            // days after which evidence counts half; 0 means 365
	Enough   float64        // status-weighted acts that give a level without any assessment; 0 means 20
	Neutral  float64        // a level between -Neutral and Neutral is no sign; 0 means .1

	// SpeaksFor says whether in this assessment the named collective ("WST")
	// speaks for a member; nil means never.
	SpeaksFor func(a entente.Assessment, collective, member entente.Code) bool
}

func (o Options) halfLife() float64 {
	if o.HalfLife <= 0 {
		return 365
	}
	return float64(o.HalfLife)
}

func (o Options) period() entente.Period {
	if o.Period == "" {
		return entente.Monthly
	}
	return o.Period
}

func (o Options) enough() float64 {
	if o.Enough <= 0 {
		return 20
	}
	return o.Enough
}

func (o Options) neutral() float64 {
	if o.Neutral <= 0 || o.Neutral >= 1 {
		return .1
	}
	return o.Neutral
}

// decay gives the share with which evidence of a day still counts at now. What
// has no day counts in full: nothing says that it is old.
func (o Options) decay(day, now entente.Day) float64 {
	if !day.Known() || !now.Known() || day >= now {
		return 1
	}
	return math.Exp2(-float64(now-day) / o.halfLife())
}

// Judge says how actors a and b stand, from the reports and assessments that
// concern the two; others are passed over, as are captions and furniture. The
// order of the evidence and of a and b changes nothing but the directed sums.
//
// The level's prior is a Beta distribution from the assessments, updated by the
// acts (Beta with holder weights; see docs/methods.md). With neither, Level and
// Trend are nil and PNeutral is 1; with few acts alone Level is nil too, for what
// two actors did on one page does not say how they stand, and most of the
// probability stays with no sign.
func Judge(a, b entente.Code, reports []entente.Report, assessments []entente.Assessment, opt Options) entente.Tie {
	return Evidence{Reports: reports, Assessments: assessments}.Judge(a, b, opt)
}

// JudgeTallies is [Judge] for acts that a store has counted. The tie then cites
// no reports: who prints it asks the store for them.
func JudgeTallies(a, b entente.Code, tallies []entente.Tally, assessments []entente.Assessment, opt Options) entente.Tie {
	return Evidence{Tallies: tallies, Assessments: assessments}.Judge(a, b, opt)
}

// Evidence is what a tie is judged by, of any pairs. An act is among the reports or among
// the tallies, not in both. Tallies by day tell of facts what their reports would.
type Evidence struct {
	Reports     []entente.Report
	Tallies     []entente.Tally  // of acts that a store has counted
	Movers      []entente.Report // the heaviest of those acts: cited, and counted no further
	Assessments []entente.Assessment

	byPair map[entente.Pair][]act // of the tallies, in order, from the first of the two in order of code to the other; nil if not parted
}

// Parted is the same evidence with its tallies parted by pair and put in order, for who judges
// by them often. It shares nothing with them.
func (e Evidence) Parted() Evidence {
	of := map[entente.Pair][]entente.Tally{}
	for _, t := range e.Tallies {
		k := inCodes(t.Source, t.Target)
		of[k] = append(of[k], t)
	}
	e.byPair = make(map[entente.Pair][]act, len(of))
	for k, ts := range of {
		e.byPair[k] = appendCounted(make([]act, 0, len(ts)), k.Source, k.Target, ts, Options{})
	}
	e.Tallies = nil
	return e
}

// counted adds to acts those of two actors up to a day that a store has tallied. Of parted
// evidence they are at hand, and are given as they are where there are no others.
func (e Evidence) counted(acts []act, a, b entente.Code, opt Options) []act {
	if e.byPair == nil {
		return appendCounted(acts, a, b, e.Tallies, opt)
	}
	own := e.byPair[inCodes(a, b)]
	if opt.AsOf.Known() {
		n, _ := slices.BinarySearchFunc(own, opt.AsOf+1, func(x act, d entente.Day) int { return cmp.Compare(x.day, d) })
		own = own[:n:n]
	}
	if len(acts) == 0 && a < b {
		return own
	}
	first := len(acts)
	acts = append(acts, own...)
	if a > b {
		for i := range acts[first:] {
			x := &acts[first+i]
			x.coop[0], x.coop[1], x.conf[0], x.conf[1] = x.coop[1], x.coop[0], x.conf[1], x.conf[0]
		}
	}
	return acts
}

func inCodes(a, b entente.Code) entente.Pair {
	return entente.Pair{Source: min(a, b), Target: max(a, b)}
}

// actBuffers hold the acts of a tie while it is judged: of busy pairs there are many, and a
// history judges each anew for every period.
var actBuffers = sync.Pool{New: func() any { return new([]act) }}

// Judge is [Judge] of all of the evidence.
func (e Evidence) Judge(a, b entente.Code, opt Options) entente.Tie {
	buffer := actBuffers.Get().(*[]act)
	defer actBuffers.Put(buffer)
	told := append((*buffer)[:0], actsOf(a, b, e.Reports, opt)...)
	acts := e.counted(told, a, b, opt)
	if len(told) > 0 || e.byPair == nil || a > b { // else they are the evidence's own
		*buffer = acts
	}
	views := viewsOf(a, b, e.Assessments, opt)
	now := opt.AsOf
	if !now.Known() {
		now = max(lastAct(acts), lastView(views))
	}
	j := &judgment{opt: opt, now: now, acts: acts, views: views, movers: actsOf(a, b, e.Movers, opt)}
	j.weigh()
	tie := entente.Tie{A: a, B: b, Acts: j.actSums(), Assessed: j.viewSums()}
	j.level(&tie)
	j.trend(&tie)
	tie.Rule = j.rule(&tie)
	return tie
}

// judgment is one tie while it is judged.
type judgment struct {
	opt   Options
	now   entente.Day
	acts  []act
	views []view

	movers []act // cited beside the acts

	warm, cold float64 // decayed sums of both directions
	weight     float64 // decayed status weights
	notes      notes
}

// notes is what the rule has to say of the way a tie was judged.
type notes struct {
	level levelBasis
	trend trendBasis
}

func sign(x, tolerance float64) *int {
	s := 0
	switch {
	case x > tolerance:
		s = 1
	case x < -tolerance:
		s = -1
	}
	return &s
}
