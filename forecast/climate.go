package forecast

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

const (
	week         = 7
	mostStrength = 20 // windows that the rate of all pairs counts for at most; one at least
	reserve      = 8  // windows that a default rate counts for
	fewWindows   = 8  // covered windows below which all pairs give no rate
	fewPairs     = 5  // pairs below which they give none
	fewStories   = 20 // stories below which they give none: a page tells what is new, not what is usual
	citesAtMost  = 8
	fewCites     = 3    // of what all pairs did
	halfLife     = 182. // days after which a window weighs half
	intervalTail = .05  // on either side: a 90 % interval
)

// Defaults are the shares of weeks with at least one event of each quad class
// (index 1 to 4) for a pair of states that is in the news at least once a month:
// measured on the 75 such pairs of the ICEWS events of 2014. They stand in where a
// history is too thin to give rates of its own.
var Defaults = [5]float64{1: .27, 2: .04, 3: .10, 4: .04}

type pair struct{ a, b entente.Code }

// window is a run of days, counted back from the origin: 0 is the last one.
type window int

// hits is a pair's windows with an event of one class, the oldest first.
type hits struct {
	windows []window
	reports [][]string
	weight  float64
}

// Climate is the climatology of a history for one horizon: in how many windows of
// so many days, counted back from the origin and not overlapping, each pair had an
// event of each class.
type Climate struct {
	history History
	horizon int
	covered map[window]bool
	weight  float64 // of the covered windows
	hits    map[pair]*[5]hits
	cases   int        // pairs times covered windows
	counts  [5]int     // of these, those with an event, by class
	rates   [5]float64 // what a pair's rate is shrunk toward
	prior   [5]float64 // windows that this counts for
	pooled  bool       // the rates are those of all pairs, not the defaults
}

// Climatology counts a history in windows of horizon days. A window counts only if
// the history covers it, that is if any event of any pair lies in it: a week from
// which nothing was read is no week of calm. A window of d days ago weighs
// 2^(-d/182).
func Climatology(h History, horizon int) Climate {
	c := Climate{history: h, horizon: max(1, horizon), covered: map[window]bool{}, hits: map[pair]*[5]hits{}}
	if len(h.acts) == 0 {
		return c
	}
	n := window(int(h.origin-h.acts[0].day) / c.horizon)
	for _, x := range h.acts {
		w := window(int(h.origin-1-x.day) / c.horizon)
		if w >= n {
			continue // the oldest window is cut short
		}
		if !c.covered[w] {
			c.covered[w] = true
			c.weight += c.share(w)
		}
		c.count(x, w)
	}
	c.pool()
	return c
}

// share gives what a window weighs.
func (c *Climate) share(w window) float64 {
	return math.Exp2(-float64(int(w)*c.horizon) / halfLife)
}

// count enters an act, of which those before it are no younger; one without both
// actors known covers its window only.
func (c *Climate) count(x act, w window) {
	if x.a == "" || x.a == x.b || x.quad < 1 || x.quad > 4 {
		return
	}
	p := pair{x.a, x.b}
	if c.hits[p] == nil {
		c.hits[p] = &[5]hits{}
	}
	h := &c.hits[p][x.quad]
	if last := len(h.windows) - 1; last >= 0 && h.windows[last] == w {
		h.reports[last] = append(h.reports[last], x.cite)
		return
	}
	h.windows = append(h.windows, w)
	h.reports = append(h.reports, []string{x.cite})
	h.weight += c.share(w)
	c.counts[x.quad]++
}

// of gives a pair's windows of a class.
func (c *Climate) of(p pair, q entente.Quad) hits {
	if all := c.hits[p]; all != nil {
		return all[q]
	}
	return hits{}
}

// pool takes the rates of all pairs, if the history is broad enough to give any.
func (c *Climate) pool() {
	c.cases = len(c.hits) * len(c.covered)
	c.pooled = c.history.stories >= fewStories && len(c.hits) >= fewPairs && len(c.covered) >= fewWindows
	for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
		c.rates[q] = 1 - math.Pow(1-Defaults[q], float64(c.horizon)/week)
		c.prior[q] = reserve
		if c.pooled {
			c.rates[q], c.prior[q] = c.moments(q)
		}
	}
}

// moments gives the mean rate of all pairs, with the default counted as one window
// more so that it is never nought, and the windows that it counts for, by the
// method of moments for the beta-binomial: few where the pairs differ much.
func (c *Climate) moments(q entente.Quad) (rate, counts float64) {
	var weights []float64
	for _, h := range c.hits {
		weights = append(weights, h[q].weight)
	}
	slices.Sort(weights) // so that the last bits do not depend on the order of a map
	n, pairs, sum := c.weight, float64(len(weights)), 0.
	for _, w := range weights {
		sum += w
	}
	mean := sum / (n * pairs)
	rate = (sum + c.rates[q]) / (n*pairs + 1)
	spread := 0.
	for _, w := range weights {
		spread += (w/n - mean) * (w/n - mean) / pairs
	}
	chance := mean * (1 - mean)
	if spread <= chance/n {
		return rate, mostStrength // no more spread than chance makes
	}
	return rate, max(1, min(mostStrength, (chance-spread)/(spread-chance/n)))
}

// beta gives the parameters of the posterior of a pair's rate: what it is shrunk
// toward, and the pair's own windows.
func (c *Climate) beta(p pair, q entente.Quad) (a, b float64) {
	own := c.of(p, q).weight
	return c.prior[q]*c.rates[q] + own, c.prior[q]*(1-c.rates[q]) + math.Max(0, c.weight-own)
}

// interval gives the 5 and 95 % quantiles, widened to hold the mean, which lies
// above the upper one where events are rarer than anything the history has seen.
func interval(a, b float64) (low, high float64) {
	mean := a / (a + b)
	low = mathext.InvRegIncBeta(a, b, intervalTail)
	high = 1 - mathext.InvRegIncBeta(b, a, intervalTail)
	return min(low, mean), max(high, mean)
}
