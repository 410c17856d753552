package hypothesis

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"entente"
)

// togetherMost is how many hypotheses of one relation are looked at for what may hold
// together: of twelve there are four thousand sets.
const togetherMost = 12

// worlds gives how things may be where hypotheses need not exclude one another: each of
// them alone, and every set of those that a relation calls compatible, but for two that
// another calls exclusive. Most probable first; nil where no relation lets any hold
// together.
//
// A world is as likely before the evidence as if its hypotheses were drawn one by one, and
// a row is seen in it with the odds to which each of them turns even ones:
//
//	prior(W) ~ product of prior(h)      logit l'(W) = sum of logit l'(h), h in W
//
// so that a world of one is weighed as ever.
func (b *bench) worlds() []entente.World {
	sets := b.together()
	if len(sets) == 0 {
		return nil
	}
	for i := range b.m.Hypotheses {
		sets = append(sets, 1<<i)
	}
	logs, priors := make([]float64, len(sets)), make([]float64, len(sets))
	for k, set := range sets {
		priors[k] = 1
		for i, p := range b.plain.prior {
			if set>>i&1 == 1 {
				priors[k] *= p
			}
		}
		logs[k] = math.Log(priors[k]) + b.evidence(set)
	}
	posterior := normal(exponents(logs))
	normal(priors)
	out := make([]entente.World, len(sets))
	for k, set := range sets {
		out[k] = entente.World{Of: b.names(members(set)), Prior: priors[k], Posterior: posterior[k], Word: entente.Word(posterior[k])}
	}
	slices.SortStableFunc(out, func(x, y entente.World) int {
		return cmp.Or(cmp.Compare(y.Posterior, x.Posterior), cmp.Compare(len(x.Of), len(y.Of)), slices.Compare(x.Of, y.Of))
	})
	return out
}

// evidence is the logarithm of the likelihood of all rows that count, in a world.
func (b *bench) evidence(set uint64) float64 {
	sum := 0.
	for i := range b.rows {
		r := &b.rows[i]
		if !b.counts(b.plain, i) {
			continue
		}
		odds := 0.
		for _, k := range members(set) {
			l := min(r.Cells[k], 1-least)
			odds += math.Log(l / (1 - l))
		}
		sum -= r.Share * math.Log1p(math.Exp(-odds))
	}
	return sum
}

// together lists the sets of two or more hypotheses that may hold at once, each once.
func (b *bench) together() []uint64 {
	var sets []uint64
	for _, r := range b.m.Relations {
		if r.Kind != entente.Compatible {
			continue
		}
		of := b.places(r.Of)
		of = of[:min(len(of), togetherMost)]
		for pick := uint64(1); pick < 1<<len(of); pick++ {
			set := uint64(0)
			for _, j := range members(pick) {
				set |= 1 << of[j]
			}
			if bits.OnesCount64(set) > 1 && !b.excluded(set) {
				sets = append(sets, set)
			}
		}
	}
	slices.Sort(sets)
	return slices.Compact(sets)
}

// excluded reports whether two of a set exclude one another.
func (b *bench) excluded(set uint64) bool {
	return slices.ContainsFunc(b.m.Relations, func(r entente.Relation) bool {
		both := uint64(0)
		for _, i := range b.places(r.Of) {
			both |= set & (1 << i)
		}
		return r.Kind == entente.Exclusive && bits.OnesCount64(both) > 1
	})
}

// places gives where the hypotheses of some ids stand, of the first 64.
func (b *bench) places(ids []string) []int {
	var out []int
	for i, h := range b.m.Hypotheses[:min(len(b.m.Hypotheses), 64)] {
		if slices.Contains(ids, h.ID) {
			out = append(out, i)
		}
	}
	return out
}

// members lists the places of a set.
func members(set uint64) []int {
	var out []int
	for ; set != 0; set &= set - 1 {
		out = append(out, bits.TrailingZeros64(set))
	}
	return out
}

// holds gives the probability that each hypothesis holds, alone or with others.
func holds(worlds []entente.World, id string) float64 {
	p := 0.
	for _, w := range worlds {
		if slices.Contains(w.Of, id) {
			p += w.Posterior
		}
	}
	return min(p, 1)
}
