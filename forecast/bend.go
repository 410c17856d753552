package forecast

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mathext"
)

// bend is a rising line from a probability to how often what was given it happened:
// isotonic regression (Ayer et al. 1955; Zadrozny & Elkan 2002) over blocks of no fewer
// than a fiftieth of the rows, joined by straight lines from block to block. A nil bend
// leaves probabilities as they are.
type bend struct{ from, to []float64 }

// leastBlock is how many rows a block has at least, for each that there are.
const leastBlock = 50

const fewNeighbours = 30

func newBend(rows []sampled, p func(*sampled) float64) *bend {
	all := make([]tried, len(rows))
	for i := range rows {
		all[i] = tried{p(&rows[i]), rows[i].y}
	}
	slices.SortFunc(all, func(a, b tried) int { return cmp.Compare(a.p, b.p) })
	type block struct{ p, y, n float64 }
	var blocks []block
	least := len(all)/leastBlock + 1
	for i := 0; i < len(all); i += least {
		part := all[i:min(i+least, len(all))]
		b := block{n: float64(len(part))}
		for _, t := range part {
			b.p += t.p
			b.y += t.y
		}
		blocks = append(blocks, b)
		for n := len(blocks); n > 1 && blocks[n-2].y/blocks[n-2].n >= blocks[n-1].y/blocks[n-1].n; n-- {
			a, b := blocks[n-2], blocks[n-1]
			blocks = append(blocks[:n-2], block{a.p + b.p, a.y + b.y, a.n + b.n})
		}
	}
	out := &bend{}
	for _, b := range blocks {
		// a block of nothing but hits or misses is still not sure
		out.from, out.to = append(out.from, b.p/b.n), append(out.to, (b.y+b.p/b.n)/(b.n+1))
	}
	return out
}

func (b *bend) at(p float64) float64 {
	if b == nil || len(b.from) < 2 {
		return p
	}
	i := sort.SearchFloat64s(b.from, p)
	switch {
	case i == 0:
		return p * b.to[0] / max(b.from[0], 1e-9)
	case i == len(b.from):
		last := len(b.from) - 1
		return 1 - (1-p)*(1-b.to[last])/max(1-b.from[last], 1e-9)
	}
	share := (p - b.from[i-1]) / max(b.from[i]-b.from[i-1], 1e-12)
	return b.to[i-1] + share*(b.to[i]-b.to[i-1])
}

// interval gives the 5 and 95 % quantiles of how often those forecasts of validation came
// true whose odds were most like (by a factor of e at most, but thirty of them), by Jeffreys'
// prior; each counts for a part of one where horizons overlap. It holds the probability
// itself.
func (m *Model) interval(p float64) (low, high float64) {
	i := sort.Search(len(m.tried), func(i int) bool { return m.tried[i].p >= p })
	from := max(0, min(i-neighbour/2, len(m.tried)-neighbour))
	until, z := min(from+neighbour, len(m.tried)), logit(p)
	for until-from > fewNeighbours && math.Abs(logit(m.tried[from].p)-z) > 1 && i-from > 1 {
		from++
	}
	for until-from > fewNeighbours && math.Abs(logit(m.tried[until-1].p)-z) > 1 {
		until--
	}
	weight := min(1, 7/float64(m.horizon))
	a, b := .5, .5
	for _, t := range m.tried[from:until] {
		a += weight * t.y
		b += weight * (1 - t.y)
	}
	low, high = mathext.InvRegIncBeta(a, b, intervalTail), 1-mathext.InvRegIncBeta(b, a, intervalTail)
	return min(low, p), max(high, p)
}
