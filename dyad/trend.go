package dyad

import "entente"

// What makes a trend: views that lean further than leaning, a balance that moves
// further than moving, acts that point further than against the assessed level.
const (
	leaning = .25
	moving  = .2
	against = .25
	faint   = .2 // sum of the trust in views below which many acts tell a trend better
	calming = 5. // points of intensity added to each half, so that little does not move much
)

// trendBasis says on what a trend rests.
type trendBasis int

const (
	trendUnknown trendBasis = iota
	trendViews
	trendTime
	trendAgainst
	trendWithheld
)

// trend fills the tie's trend by the first rule that applies: what is said of it,
// but for old or hedged words against many acts;
// how the balance of acts changed from the earlier to the later half of their
// days; acts, if they are few, that run against the assessed level; none where the
// balance did not change or cooperation was only withheld; nil where there is
// nothing to go by.
func (j *judgment) trend(tie *entente.Tie) {
	change, known := j.change()
	many := known && j.weight >= j.opt.enough()
	if value, trust, n := j.mean(ofTrend); n > 0 && trust > 0 && !(many && j.trusted(ofTrend) < faint) {
		j.notes.trend, tie.Trend = trendViews, sign(value, leaning)
		return
	}
	if known && (change > moving || change < -moving) {
		j.notes.trend, tie.Trend = trendTime, sign(change, moving)
		return
	}
	if many {
		j.notes.trend, tie.Trend = trendTime, sign(0, 0)
		return
	}
	if j.opposed(tie) {
		j.notes.trend, tie.Trend = trendAgainst, sign(*tie.Acts.Balance, 0)
		return
	}
	if known {
		j.notes.trend, tie.Trend = trendTime, sign(0, 0)
		return
	}
	if tie.Assessed.Level != nil && j.withheld() > 0 {
		j.notes.trend, tie.Trend = trendWithheld, sign(0, 0)
	}
}

// trusted sums the trust in the views that say anything.
func (j *judgment) trusted(pick func(view) *int) float64 {
	sum := 0.
	for _, v := range j.views {
		if pick(v) != nil {
			sum += v.trust * j.opt.decay(v.day, j.now)
		}
	}
	return sum
}

// opposed reports whether the acts run against the assessed level.
func (j *judgment) opposed(tie *entente.Tie) bool {
	level, balance := tie.Assessed.Level, tie.Acts.Balance
	if level == nil || balance == nil {
		return false
	}
	return *level < 0 && *balance > against || *level > 0 && *balance < -against
}

// change gives the difference of balance between the later and the earlier half of
// the days; it is known only where acts lie in two periods at least.
func (j *judgment) change() (float64, bool) {
	var first, last entente.Day
	for _, x := range j.acts {
		if x.sum() == 0 || !x.day.Known() {
			continue
		}
		start := j.opt.period().Start(x.day)
		if first == 0 || start < first {
			first = start
		}
		last = max(last, start)
	}
	if first == last {
		return 0, false
	}
	middle := first + (last-first+1)/2
	var net, all [2]float64
	for _, x := range j.acts {
		if !x.day.Known() {
			continue
		}
		half := 0
		if j.opt.period().Start(x.day) >= middle {
			half = 1
		}
		net[half] += x.net()
		all[half] += x.sum()
	}
	return net[1]/(all[1]+calming) - net[0]/(all[0]+calming), true
}

// withheld counts the cooperative acts that the texts say did not happen.
func (j *judgment) withheld() int {
	n := 0
	for _, x := range j.acts {
		if x.negated > 0 {
			n++
		}
	}
	return n
}
