package score

import "slices"

// Metric is how the difference of two values counts in [Alpha].
type Metric string

// The metrics.
const (
	Nominal  Metric = "nominal"  // values are the same or they are not
	Interval Metric = "interval" // the square of their difference
)

// Alpha is Krippendorff's (Content Analysis, 2nd ed. 2004, ch. 11): one less the
// observed over the expected disagreement. A unit is the values that its coders gave
// it, in any order; who gave none is left out, and a unit with fewer than two values
// counts for nothing. Nominal values may be numbered in any way. There is no alpha
// where nothing can be compared or all values are alike.
func Alpha(units [][]float64, metric Metric) (alpha float64, ok bool) {
	d := disagreement{metric: metric}
	number := map[float64]float64{}
	for _, u := range units {
		if metric == Nominal {
			u = slices.Clone(u)
			for i, x := range u {
				if _, ok := number[x]; !ok {
					number[x] = float64(len(number))
				}
				u[i] = number[x]
			}
		}
		d.unit(u)
	}
	return d.alpha()
}

// disagreement is what alpha is made of. That of two sets of units is the sum of theirs.
type disagreement struct {
	metric Metric
	units  int       // with two values or more
	given  []float64 // the values in these units, if nominal numbered from 0
	within float64   // differences inside units, each unit's over its values less one
}

// unit adds one unit.
func (d *disagreement) unit(values []float64) {
	if len(values) < 2 {
		return
	}
	apart := 0.0
	for i, x := range values {
		for _, y := range values[i+1:] {
			apart += 2 * d.metric.difference(x, y)
		}
	}
	d.units++
	d.given = append(d.given, values...)
	d.within += apart / float64(len(values)-1)
}

func (m Metric) difference(x, y float64) float64 {
	switch {
	case m == Interval:
		return (x - y) * (x - y)
	case x == y:
		return 0
	}
	return 1
}

// add adds the units of another of the same metric.
func (d *disagreement) add(e *disagreement) {
	d.units += e.units
	d.given = append(d.given, e.given...)
	d.within += e.within
}

func (d *disagreement) alpha() (float64, bool) {
	expected := d.expected()
	if expected <= 0 {
		return 0, false
	}
	return 1 - float64(len(d.given)-1)*d.within/expected, true
}

// expected sums the differences of all values from all others.
func (d *disagreement) expected() float64 {
	n := float64(len(d.given))
	if d.metric == Interval {
		sum, squares := 0.0, 0.0
		for _, x := range d.given {
			sum += x
		}
		for _, x := range d.given {
			squares += (x - sum/n) * (x - sum/n)
		}
		return 2 * n * squares
	}
	if len(d.given) == 0 {
		return 0
	}
	counts := make([]int, int(slices.Max(d.given))+1)
	for _, x := range d.given {
		counts[int(x)]++
	}
	same := 0
	for _, k := range counts {
		same += k * k
	}
	return n*n - float64(same)
}

// resamples is how often the units are drawn anew for an interval.
const resamples = 1000

// interval is alpha's between the 2.5 and 97.5 per cent quantiles of the bootstrap
// (Efron & Tibshirani 1993, ch. 13), in which whole stories are drawn with replacement,
// since what one story tells hangs together. The seed is fixed. Draws without an alpha
// are passed over; there is no interval of fewer than two stories, or if most draws
// have none.
func interval(stories []disagreement) (low, high float64, ok bool) {
	if len(stories) < 2 {
		return 0, 0, false
	}
	var dice dice
	var alphas []float64
	var given []float64
	for range resamples {
		d := disagreement{metric: stories[0].metric, given: given[:0]}
		for range stories {
			d.add(&stories[dice.below(len(stories))])
		}
		if a, ok := d.alpha(); ok {
			alphas = append(alphas, a)
		}
		given = d.given
	}
	if len(alphas) <= resamples/2 {
		return 0, 0, false
	}
	slices.Sort(alphas)
	at := func(p float64) float64 { return alphas[int(p*float64(len(alphas)-1)+.5)] }
	return at(.025), at(.975), true
}

// dice is SplitMix64 (Steele, Lea & Flood 2014), begun at zero: every run draws the same.
type dice uint64

// below gives a number from 0 to n-1.
func (d *dice) below(n int) int {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}
