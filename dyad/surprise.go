package dyad

import (
	"math"

	"entente"
)

// LookBack is how many days before an act its pair's past reaches back.
const LookBack = 730

// smoothing is how many days of news the share of a kind of act among all pairs is worth,
// beside the days on which the pair itself was looked at.
const smoothing = 90

// Past is what was told of a pair before an act, and of all pairs beside it.
type Past struct {
	Since entente.Day          // the first day looked back on
	Days  int                  // of news since then: days without any story tell nothing
	Acts  []entente.Event      // of the pair, in the direction of the act, that happened in that time
	All   map[entente.Root]int // acts of all pairs, by kind
}

// Surprise says how unusual it is that the pair acts like this: the bits, -log2 p, of the
// chance p that at least one such act is told of on a day of news.
//
// Acts of a kind come as a Poisson process whose rate is not known; what is known of it
// before the pair is looked at is a gamma distribution with the mean that the pair's acts
// of all kinds, and the share of this kind among all pairs, would give, and the weight of
// 90 days of news. With the pair's own n such acts in D days of news the chance of none on
// a day is (D+90)/(D+91) to the power of n + 90·mean (Gelman et al. 2013, Bayesian Data
// Analysis, 3rd ed., section 2.6, for the negative-binomial prediction). Shares have one
// act of each kind added to them (Laplace).
//
// That a pair is seldom told of makes all that it does surprising; who asks should want a
// least number of acts.
func (p Past) Surprise(root entente.Root) entente.Surprise {
	out := entente.Surprise{Acts: len(p.Acts), Days: p.Days, Since: p.Since}
	for i := range p.Acts {
		e := &p.Acts[i]
		if e.Reports[0].Plover.Event == root {
			out.Times++
			out.Last = max(out.Last, e.Window().From)
		}
	}
	all := 0
	for _, n := range p.All {
		all += n
	}
	share := float64(p.All[root]+1) / float64(all+len(entente.Roots))
	days := float64(max(p.Days, 1))
	mean := float64(len(p.Acts)) / days * share
	shape := float64(out.Times) + smoothing*mean
	none := shape * math.Log1p(-1/(days+smoothing+1)) // the logarithm of the chance of none
	out.Bits = math.Inf(1)
	if p := -math.Expm1(none); p > 0 {
		out.Bits = -math.Log2(p)
	}
	return out
}
