package forecast

import (
	"cmp"
	"math"
	"slices"
)

// spread says how counts lie about what is expected: negative binomial, with a size for
// each bin of what is expected, and how much of the law's mass, the likeliest counts first,
// makes an interval of 90 % there.
type spread struct {
	upTo   []float64 // of each bin
	size   []float64
	levels []float64
}

const (
	bins     = 8
	coverage = .9
)

// expected is a count of validation with what was expected.
type expected struct{ mu, n float64 }

// spreadOf learns the sizes by the method of moments, and then the levels: the mass among
// whose likeliest counts nine tenths of the bin's counts of validation are (split conformal,
// by bins after Randahl, Williams & Hegre 2026). A count of which only a part is among them
// counts for that part, as it would in the long run if a draw decided: whole numbers alone
// do not come to nine tenths.
func spreadOf(means, counts []float64) spread {
	all := make([]expected, len(means))
	for i, mu := range means {
		all[i] = expected{mu, counts[i]}
	}
	slices.SortFunc(all, func(x, y expected) int { return cmp.Or(cmp.Compare(x.mu, y.mu), cmp.Compare(x.n, y.n)) })
	var s spread
	for k := range bins {
		part := all[k*len(all)/bins : (k+1)*len(all)/bins]
		if len(part) == 0 {
			continue
		}
		var mu, excess float64
		for _, x := range part {
			mu += x.mu * x.mu
			excess += (x.n-x.mu)*(x.n-x.mu) - x.mu
		}
		size := max(.05, min(1e3, mu/max(excess, 1e-9)))
		s.upTo, s.size, s.levels = append(s.upTo, part[len(part)-1].mu), append(s.size, size), append(s.levels, levelOf(part, size))
	}
	return s
}

// levelOf halves its way to the level that holds nine tenths of some counts.
func levelOf(part []expected, size float64) float64 {
	type ends struct{ from, to float64 }
	at := make([]ends, len(part))
	for i, x := range part {
		at[i].from, at[i].to = newLaw(x.mu, size).mass(int(x.n))
	}
	low, high := 0., 1.
	for range 30 {
		level, held := (low+high)/2, 0.
		for _, e := range at {
			held += within(e.from, e.to, level)
		}
		if held < coverage*float64(len(at)) {
			low = level
		} else {
			high = level
		}
	}
	return high
}

// of gives the law of a number of events of which so many are to be expected, and its level.
func (s *spread) of(mu float64) (law, float64) {
	if len(s.size) == 0 {
		return newLaw(mu, 1), coverage
	}
	k := 0
	for k+1 < len(s.upTo) && mu > s.upTo[k] {
		k++
	}
	return newLaw(mu, s.size[k]), s.levels[k]
}

// fill tells of a trial the interval of its number, and how the number that came lies in it.
func (s *spread) fill(t *Trial) {
	n, level := s.of(t.Expected)
	t.Low, t.High = n.interval(level)
	t.Likeliest = n.mode()
	from, to := n.mass(t.Count)
	t.Within = within(from, to, level)
}

// law is a negative binomial distribution of a mean and a size.
type law struct{ mu, size float64 }

func newLaw(mu, size float64) law { return law{max(mu, 1e-9), size} }

// mostCounts bounds the counts that are added up one by one.
const mostCounts = 200_000

// mode gives the likeliest count.
func (n law) mode() int {
	if n.size <= 1 {
		return 0
	}
	return int(n.mu * (n.size - 1) / n.size)
}

// at gives the mass of a count.
func (n law) at(count int) float64 {
	k, p := float64(count), n.size/(n.size+n.mu)
	up, _ := math.Lgamma(k + n.size)
	down, _ := math.Lgamma(k + 1)
	of, _ := math.Lgamma(n.size)
	return math.Exp(up - down - of + n.size*math.Log(p) + k*math.Log1p(-p))
}

// each gives the counts, the likeliest first, each with the mass before it and with its own,
// until told to stop. As there is one peak, those given lie side by side.
func (n law) each(tell func(count int, from, to float64) bool) {
	high := n.mode()
	low, q := high-1, n.mu/(n.size+n.mu)
	above := n.at(high)
	below, sum := 0., 0.
	if low >= 0 {
		below = n.at(low)
	}
	for range mostCounts {
		count, mass := high, above
		if low >= 0 && below >= above {
			count, mass = low, below
			below *= float64(low) / ((float64(low) - 1 + n.size) * q)
			low--
		} else {
			above *= (float64(high) + n.size) / float64(high+1) * q
			high++
		}
		if !tell(count, sum, min(1, sum+mass)) {
			return
		}
		sum = min(1, sum+mass)
	}
}

// mass gives the mass of the counts likelier than one, and with its own.
func (n law) mass(count int) (from, to float64) {
	from, to = 1, 1
	n.each(func(k int, f, t float64) bool {
		if k == count {
			from, to = f, t
		}
		return k != count
	})
	return from, to
}

// interval gives the likeliest counts whose mass is nearest to a level: one is taken if the
// middle of its mass lies within (as mid-p does, Lancaster 1961). It holds one at least.
func (n law) interval(level float64) (low, high int) {
	low, high = n.mode(), n.mode()
	n.each(func(k int, from, to float64) bool {
		if (from+to)/2 > level || to-from < 1e-15 {
			return false
		}
		low, high = min(low, k), max(high, k)
		return true
	})
	return low, high
}

// within gives the part of a count's mass that lies within a level: the chance that a
// randomised interval holds it, without the draw (after Czado, Gneiting & Held 2009).
func within(from, to, level float64) float64 {
	if to-from < 1e-12 {
		return truth(from < level)
	}
	return max(0, min(to, level)-from) / (to - from)
}

func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
