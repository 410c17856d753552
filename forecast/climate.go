package forecast

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

const (
	week         = 7
	mostStrength = 20 // windows that the rate of a pair's peers counts for at most; one at least
	reserve      = 8  // windows that a default rate counts for
	fewWindows   = 8  // covered windows below which they give no rate
	fewPairs     = 5  // pairs below which there are no peers
	fewStories   = 20 // stories below which they give none: a page tells what is new, not what is usual
	citesAtMost  = 8
	fewCites     = 3    // of what others did
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
	told    map[pair]map[window]bool
	pooled  bool          // the rates are those of peers, not the defaults
	peers   map[int]peers // by the number of windows in which a pair is told of
}

// peers are the pairs told of about as often as one is, and what its rates are
// shrunk toward.
type peers struct {
	pairs  int
	counts [5]int     // of their windows, those with an event, by class
	rates  [5]float64 // what a pair's rate is shrunk toward
	prior  [5]float64 // windows that this counts for
}

// Climatology counts a history in windows of horizon days. A window counts only if
// the history covers it, that is if any event of any pair lies in it: a week from
// which nothing was read is no week of calm. A window of d days ago weighs
// 2^(-d/182).
func Climatology(h History, horizon int) Climate {
	c := Climate{history: h, horizon: max(1, horizon), covered: map[window]bool{}, hits: map[pair]*[5]hits{}, told: map[pair]map[window]bool{}}
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
		c.told[p] = map[window]bool{}
	}
	c.told[p][w] = true
	h := &c.hits[p][x.quad]
	if last := len(h.windows) - 1; last >= 0 && h.windows[last] == w {
		h.reports[last] = append(h.reports[last], x.cite)
		return
	}
	h.windows = append(h.windows, w)
	h.reports = append(h.reports, []string{x.cite})
	h.weight += c.share(w)
}

// of gives a pair's windows of a class.
func (c *Climate) of(p pair, q entente.Quad) hits {
	if all := c.hits[p]; all != nil {
		return all[q]
	}
	return hits{}
}

// pool finds each pair's peers, if the history is broad enough to give rates.
func (c *Climate) pool() {
	c.pooled = c.history.stories >= fewStories && len(c.hits) >= fewPairs && len(c.covered) >= fewWindows
	c.peers = map[int]peers{}
	if !c.pooled {
		return
	}
	for _, windows := range c.told {
		if n := len(windows); c.peers[n].pairs == 0 {
			c.peers[n] = c.peersOf(n)
		}
	}
}

// peersOf gathers the pairs told of in half to twice as many windows as n; where
// these are fewer than five, in a third to thrice as many, and so on to all pairs.
func (c *Climate) peersOf(n int) peers {
	var near []*[5]hits
	for span := 2; len(near) < fewPairs; span++ {
		near = near[:0]
		for p, h := range c.hits {
			if m := len(c.told[p]); m*span >= n && m <= n*span {
				near = append(near, h)
			}
		}
	}
	out := peers{pairs: len(near)}
	for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
		var weights []float64
		for _, h := range near {
			weights = append(weights, h[q].weight)
			out.counts[q] += len(h[q].windows)
		}
		out.rates[q], out.prior[q] = c.moments(weights, q)
	}
	return out
}

// peersFor gives the peers of a pair, those of one told of once where it is not told of at all.
func (c *Climate) peersFor(p pair) peers {
	if found, ok := c.peers[len(c.told[p])]; ok {
		return found
	}
	if c.pooled {
		return c.peersOf(1)
	}
	var out peers
	for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
		out.rates[q], out.prior[q] = c.usual(q), reserve
	}
	return out
}

// usual gives the default rate of a class for a window.
func (c *Climate) usual(q entente.Quad) float64 {
	return 1 - math.Pow(1-Defaults[q], float64(c.horizon)/week)
}

// moments gives the mean rate of pairs by the weights of their windows with an
// event, with the default counted as one window more so that it is never nought,
// and the windows that it counts for, by the method of moments for the
// beta-binomial: few where the pairs differ much.
func (c *Climate) moments(weights []float64, q entente.Quad) (rate, counts float64) {
	slices.Sort(weights) // so that the last bits do not depend on the order of a map
	n, pairs, sum := c.weight, float64(len(weights)), 0.
	for _, w := range weights {
		sum += w
	}
	mean := sum / (n * pairs)
	rate = (sum + c.usual(q)) / (n*pairs + 1)
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
	own, toward := c.of(p, q).weight, c.peersFor(p)
	rate, prior := toward.rates[q], toward.prior[q]
	return prior*rate + own, prior*(1-rate) + math.Max(0, c.weight-own)
}

// interval gives the 5 and 95 % quantiles, widened to hold the mean, which lies
// above the upper one where events are rarer than anything the history has seen.
func interval(a, b float64) (low, high float64) {
	mean := a / (a + b)
	low = mathext.InvRegIncBeta(a, b, intervalTail)
	high = 1 - mathext.InvRegIncBeta(b, a, intervalTail)
	return min(low, mean), max(high, mean)
}
