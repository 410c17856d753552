package link

import (
	"fmt"

	"entente/boost"
)

// fit learns from training and the first two thirds of validation, and keeps as many
// trees as rank the last third best.
func (r *run) fit() {
	opt := boost.Options{Trees: r.o.Trees, Leaves: r.o.Leaves, Seed: r.o.Seed, Least: leastLeaf(len(r.train.Right)), Share: .3}
	m := boost.Train(&r.train.Data, opt)
	best, mrr := choose(m, &r.valid)
	if r.valid.Groups() == 0 {
		best = opt.Trees / 2
	}
	r.o.Log("chosen %d trees, valid mrr %.4f", best, mrr)
	r.result.Chosen = fmt.Sprintf("%d trees, with which the last third of validation has a reciprocal rank of %.4f", best, mrr)
	r.ranker.model = m.First(best)
	r.ranker.model.Lay(r.ranker.cuts)
	r.train, r.valid = lessons{}, lessons{}
}

// leastLeaf is the least weight of a leaf: in a small world sixty rows are all there is.
func leastLeaf(rows int) float32 { return max(2, min(60, float32(rows)/200)) }

// choose gives the number of trees that ranks lessons best, and the mean reciprocal rank
// that it reaches; what nobody proposed counts nothing.
func choose(m *boost.Model, l *lessons) (best int, mrr float64) {
	const every = 10
	scores := make([]float32, len(l.Right))
	answers := 0.
	for _, n := range l.missing {
		answers += float64(n)
	}
	for _, right := range l.Right {
		if right {
			answers++
		}
	}
	for n := range m.Trees() {
		for i := range scores {
			scores[i] += m.Tree(n, l.Row(i))
		}
		if (n+1)%every != 0 && n+1 != m.Trees() {
			continue
		}
		sum := 0.
		for k := range l.Groups() {
			from, to := l.Group(k)
			for i := from; i < to; i++ {
				if l.Right[i] {
					sum += 1 / rankAmong(scores[from:to], l.Right[from:to], i-from)
				}
			}
		}
		if sum/answers > mrr {
			best, mrr = n+1, sum/answers
		}
	}
	return best, mrr
}

// rankAmong gives the rank of an actor among those that are not right themselves.
func rankAmong(scores []float32, right []bool, at int) float64 {
	above, same := 0, 0
	for i, v := range scores {
		switch {
		case right[i]:
		case v > scores[at]:
			above++
		case v == scores[at]:
			same++
		}
	}
	return float64(above) + float64(same)/2 + 1
}
