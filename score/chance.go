package score

import (
	"cmp"
	"math"
	"slices"

	"entente/forecast"
)

// ChanceMeasures tell how probabilities of one class fared against what happened.
type ChanceMeasures struct {
	N           int     `json:"n"`
	Base        float64 `json:"base_rate"`
	Brier       float64 `json:"brier"`
	Climate     float64 `json:"brier_climatology"`
	Persistence float64 `json:"brier_persistence"`
	Skill       float64 `json:"skill"` // against the pair's own climatology
	// Interval is the skill's: 95 %, clustered by pair and by week; nil where there are fewer
	// than three of both.
	Interval    *[2]float64 `json:"interval"`
	LogScore    float64     `json:"log_score"`
	LogClimate  float64     `json:"log_score_climatology"`
	AUC         float64     `json:"auc"`
	ECE         float64     `json:"ece"`
	Reliability []Bin       `json:"reliability"`
	Counts      CountCover  `json:"counts"`
}

// Bin is a tenth of the scale of probability.
type Bin struct {
	From     float64 `json:"from"`
	N        int     `json:"n"`
	Forecast float64 `json:"forecast"`
	Observed float64 `json:"observed"`
}

// CountCover tells how often 90 % intervals held the number of events. Counts are whole, so
// an interval of rare ones holds more than it need: Covered is how often the number lay in
// the interval as it is told, Randomised the same where a number at its edge counts for the
// part of its mass that lies within, which is .9 if the distributions are right; Narrowest is
// how often the likeliest number came, below which no interval that holds that can be. The
// two are nought of forecasts on record, which keep the interval alone.
type CountCover struct {
	Covered    float64 `json:"covered"`
	Randomised float64 `json:"covered_randomised,omitempty"`
	Narrowest  float64 `json:"covered_narrowest,omitempty"`
	Width      float64 `json:"width"`
	Busy       float64 `json:"covered_busy"` // of forecasts that expect one event or more
	BusyRandom float64 `json:"covered_busy_randomised,omitempty"`
	BusyN      int     `json:"n_busy"`
}

// Chances measures the trials of a backtest of one class. Origins lie some days apart and
// their horizons overlap: days are gathered in weeks from the first origin on.
func Chances(trials []forecast.Trial) ChanceMeasures {
	m := ChanceMeasures{N: len(trials)}
	if m.N == 0 {
		return m
	}
	n := float64(m.N)
	for _, t := range trials {
		y := happened(t)
		m.Base += y / n
		m.Brier += square(t.Probability-y) / n
		m.Climate += square(t.Climate-y) / n
		m.Persistence += square(t.Persistence-y) / n
		m.LogScore += logLoss(t.Probability, y) / n
		m.LogClimate += logLoss(t.Climate, y) / n
	}
	m.Skill = 1 - m.Brier/max(m.Climate, 1e-12)
	if by, clusters := deviation(trials, m.Skill, max(m.Climate, 1e-12)*n); clusters >= fewClusters {
		m.Interval = &[2]float64{digits(m.Skill - 1.96*by), digits(m.Skill + 1.96*by)}
	}
	m.AUC = digits(auc(trials))
	m.Reliability, m.ECE = reliability(trials)
	m.Counts = cover(trials)
	for _, v := range []*float64{&m.Base, &m.Brier, &m.Climate, &m.Persistence, &m.Skill, &m.LogScore, &m.LogClimate, &m.ECE} {
		*v = digits(*v)
	}
	return m
}

// SkillLoss is what of the skill of a class is lost without a part of its models.
type SkillLoss struct {
	Skill    float64    `json:"skill"` // without it
	Lost     float64    `json:"skill_lost"`
	Interval [2]float64 `json:"interval"` // of what is lost: 95 %, clustered by pair and by week
}

// SkillLost compares the trials of a class without a part with those of the whole.
func SkillLost(all, without []forecast.Trial) SkillLoss {
	n, climate, mean := float64(len(all)), 0., 0.
	for i := range all {
		climate += square(all[i].Climate-happened(all[i])) / n
	}
	by := func(i int) float64 {
		y := happened(all[i])
		return (square(without[i].Probability-y) - square(all[i].Probability-y)) / max(climate, 1e-12)
	}
	for i := range all {
		mean += by(i) / n
	}
	var c crossed[forecast.Directed, int]
	for i := range all {
		c.add(all[i].Pair, int(all[i].Origin-all[0].Origin)/7, (by(i)-mean)/n)
	}
	half := 1.96 * c.deviation()
	return SkillLoss{Chances(without).Skill, digits(mean), [2]float64{digits(mean - half), digits(mean + half)}}
}

func happened(t forecast.Trial) float64 { return truth(t.Happened) }

// logLoss is minus the logarithm of the probability of what came.
func logLoss(p, y float64) float64 {
	p = min(1-1e-6, max(1e-6, p))
	return -(y*math.Log(p) + (1-y)*math.Log(1-p))
}

func square(x float64) float64 { return x * x }

// deviation gives the standard deviation of the skill, clustered both by pair and by week.
// Clusters is how many there are of the more numerous.
func deviation(trials []forecast.Trial, skill, climate float64) (by float64, clusters int) {
	first := trials[0].Origin
	for _, t := range trials {
		first = min(first, t.Origin)
	}
	var c crossed[forecast.Directed, int]
	for _, t := range trials {
		y := happened(t)
		ours, theirs := square(t.Probability-y), square(t.Climate-y)
		c.add(t.Pair, int(t.Origin-first)/7, ((theirs-ours)-skill*theirs)/climate)
	}
	return c.deviation(), max(len(c.pairs), len(c.times))
}

// fewClusters is how many pairs or weeks there must be for an interval.
const fewClusters = 3

// crossed sums what single cases add to a mean, less the mean, by pair and by time, as cases of
// one pair or of one time are alike.
type crossed[P, T comparable] struct {
	pairs map[P]float64
	times map[T]float64
	cells map[cell[P, T]]float64
}

type cell[P, T comparable] struct {
	pair P
	time T
}

func (c *crossed[P, T]) add(p P, t T, part float64) {
	if c.pairs == nil {
		c.pairs, c.times, c.cells = map[P]float64{}, map[T]float64{}, map[cell[P, T]]float64{}
	}
	c.pairs[p] += part
	c.times[t] += part
	c.cells[cell[P, T]{p, t}] += part
}

// deviation is that of the mean, clustered both ways (Cameron, Gelbach & Miller 2011): the
// variances of both clusterings less that of their crossing, and no less than the larger of
// the two.
func (c *crossed[P, T]) deviation() float64 {
	byPair, byTime := squares(c.pairs), squares(c.times)
	return math.Sqrt(max(byPair+byTime-squares(c.cells), byPair, byTime))
}

// squares sums the squares of clusters, with the correction for few of them. The sum is
// taken in order of size, so that it does not depend on that of a map.
func squares[K comparable](m map[K]float64) (sum float64) {
	var all []float64
	for _, v := range m {
		all = append(all, v*v)
	}
	slices.Sort(all)
	for _, v := range all {
		sum += v
	}
	n := float64(len(all))
	if n < 2 {
		return sum
	}
	return sum * n / (n - 1)
}

// auc gives the chance that a case that happened had the higher probability of two.
func auc(trials []forecast.Trial) float64 {
	sorted := slices.Clone(trials)
	slices.SortFunc(sorted, func(x, y forecast.Trial) int { return cmp.Compare(x.Probability, y.Probability) })
	var ranks, hits float64
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j].Probability == sorted[i].Probability {
			j++
		}
		for k := i; k < j; k++ {
			if sorted[k].Happened {
				ranks += float64(i+j+1) / 2
				hits++
			}
		}
		i = j
	}
	misses := float64(len(sorted)) - hits
	if hits == 0 || misses == 0 {
		return .5
	}
	return (ranks - hits*(hits+1)/2) / (hits * misses)
}

// reliability gives the ten bins of probability and the expected calibration error.
func reliability(trials []forecast.Trial) (out []Bin, ece float64) {
	var all [10]Bin
	for _, t := range trials {
		b := &all[min(9, int(t.Probability*10))]
		b.N++
		b.Forecast += t.Probability
		b.Observed += happened(t)
	}
	for i, b := range all {
		if b.N == 0 {
			continue
		}
		ece += math.Abs(b.Forecast-b.Observed) / float64(len(trials))
		n := float64(b.N)
		out = append(out, Bin{float64(i) / 10, b.N, digits(b.Forecast / n), digits(b.Observed / n)})
	}
	return out, ece
}

func cover(trials []forecast.Trial) (c CountCover) {
	n := float64(len(trials))
	for _, t := range trials {
		in := truth(t.Low <= t.Count && t.Count <= t.High)
		c.Covered += in / n
		c.Randomised += t.Within / n
		c.Narrowest += truth(t.Count == t.Likeliest) / n
		c.Width += float64(t.High-t.Low) / n
		if t.Expected >= 1 {
			c.BusyN++
			c.Busy += in
			c.BusyRandom += t.Within
		}
	}
	busy := max(1, float64(c.BusyN))
	c.Busy, c.BusyRandom = c.Busy/busy, c.BusyRandom/busy
	for _, v := range []*float64{&c.Covered, &c.Randomised, &c.Narrowest, &c.Width, &c.Busy, &c.BusyRandom} {
		*v = digits(*v)
	}
	return c
}

// truth counts what holds as one.
func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
