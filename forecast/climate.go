package forecast

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

const (
	week         = 7
	strength     = 56 // days of windows that the rate of all pairs counts for, a window at least
	reserve      = 8  // windows that a default rate counts for
	fewWindows   = 8  // covered windows below which all pairs give no rate
	fewPairs     = 5  // pairs below which they give none
	fewStories   = 20 // stories below which they give none: a page tells what is new, not what is usual
	citesAtMost  = 8
	intervalTail = .05 // on either side: a 90 % interval
)

// Defaults are the shares of weeks with at least one event of each quad class
// (index 1 to 4) for a pair of states that is in the news at least once a month:
// measured on the 75 such pairs of the ICEWS events of 2014. They stand in where a
// history is too thin to give rates of its own.
var Defaults = [5]float64{1: .27, 2: .04, 3: .10, 4: .04}

type pair struct{ a, b entente.Code }

// window is a run of days, counted back from the origin: 0 is the last one.
type window int

// Climate is the climatology of a history for one horizon: in how many windows of
// so many days, counted back from the origin and not overlapping, each pair had an
// event of each class.
type Climate struct {
	history History
	horizon int
	covered []window
	hits    map[pair]map[entente.Quad]map[window][]string // reports
	pairs   int
	rates   [5]float64 // of all pairs, by class
	cases   int        // pairs times windows
	counts  [5]int
	pooled  bool
}

// Climatology counts a history in windows of horizon days. A window counts only if
// the history covers it, that is if any event of any pair lies in it: a week from
// which nothing was read is no week of calm.
func Climatology(h History, horizon int) Climate {
	c := Climate{history: h, horizon: max(1, horizon), hits: map[pair]map[entente.Quad]map[window][]string{}}
	if len(h.acts) == 0 {
		return c
	}
	n := window(int(h.origin-h.acts[0].day) / c.horizon)
	seen := map[window]bool{}
	for _, x := range h.acts {
		w := window(int(h.origin-1-x.day) / c.horizon)
		if w >= n {
			continue // the oldest window is cut short
		}
		if !seen[w] {
			seen[w] = true
			c.covered = append(c.covered, w)
		}
		c.count(x, w)
	}
	c.pool()
	return c
}

// count enters an act; one without both actors known covers its window only.
func (c *Climate) count(x act, w window) {
	if x.a == "" || x.a == x.b || x.quad < 1 || x.quad > 4 {
		return
	}
	p := pair{x.a, x.b}
	if c.hits[p] == nil {
		c.hits[p] = map[entente.Quad]map[window][]string{}
	}
	if c.hits[p][x.quad] == nil {
		c.hits[p][x.quad] = map[window][]string{}
	}
	c.hits[p][x.quad][w] = append(c.hits[p][x.quad][w], x.cite)
}

// pool takes the rates of all pairs, if the history is broad enough to give any.
func (c *Climate) pool() {
	c.pairs = len(c.hits)
	c.cases = c.pairs * len(c.covered)
	for _, quads := range c.hits {
		for q, windows := range quads {
			c.counts[q] += len(windows)
		}
	}
	c.pooled = c.history.stories >= fewStories && c.pairs >= fewPairs && len(c.covered) >= fewWindows
	for q := 1; q <= 4; q++ {
		c.rates[q] = 1 - math.Pow(1-Defaults[q], float64(c.horizon)/week)
		if c.pooled {
			c.rates[q] = (float64(c.counts[q]) + c.rates[q]) / float64(c.cases+1)
		}
	}
}

// beta gives the parameters of the posterior of a pair's rate: the prior's
// strength shared out by the rate of all pairs, and the pair's own windows.
func (c *Climate) beta(p pair, q entente.Quad) (a, b float64) {
	hits := float64(len(c.hits[p][q]))
	misses := float64(len(c.covered)) - hits
	prior := float64(reserve)
	if c.pooled {
		prior = math.Max(1, strength/float64(c.horizon))
	}
	return prior*c.rates[q] + hits, prior*(1-c.rates[q]) + misses
}

// interval gives the 5 and 95 % quantiles, widened to hold the mean, which lies
// above the upper one where events are rarer than anything the history has seen.
func interval(a, b float64) (low, high float64) {
	mean := a / (a + b)
	low = mathext.InvRegIncBeta(a, b, intervalTail)
	high = 1 - mathext.InvRegIncBeta(b, a, intervalTail)
	return min(low, mean), max(high, mean)
}
