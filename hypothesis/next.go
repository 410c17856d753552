package hypothesis

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// next gives the items that were not seen in the order of what looking for them is
// expected to tell: the mutual information of the item and the hypotheses (Lindley,
// Annals of Mathematical Statistics 27, 1956), in bits, each item taken alone.
func (b *bench) next() []entente.Lookout {
	out := []entente.Lookout{}
	first := b.leaders()
	parts, sharpest := -1, 0.
	for i := range b.rows {
		r := &b.rows[i]
		if r.Circular || !r.Pending && !r.Absent {
			continue
		}
		l := b.lookout(r)
		if l.Bits <= same {
			continue
		}
		if two := information(first, r.Cells); two > sharpest {
			parts, sharpest = len(out), two
		}
		out = append(out, l)
	}
	if parts >= 0 {
		out[parts].PartsFirst = true
	}
	slices.SortStableFunc(out, func(x, y entente.Lookout) int { return cmp.Compare(y.Bits, x.Bits) })
	return out
}

// leaders is the posterior among the two that lead.
func (b *bench) leaders() []float64 {
	order := slices.Clone(b.base.posterior)
	slices.Sort(order)
	second := order[max(0, len(order)-2)]
	out, kept := make([]float64, len(order)), 0
	for i, p := range b.base.posterior {
		if p > second+same {
			out[i], kept = p, kept+1
		}
	}
	for i, p := range b.base.posterior {
		if out[i] == 0 && p >= second-same && kept < 2 {
			out[i], kept = p, kept+1
		}
	}
	return normal(out)
}

func (b *bench) lookout(r *entente.Bound) entente.Lookout {
	p := b.base.posterior
	seen, not := make([]float64, len(p)), make([]float64, len(p))
	chance := 0.
	for k, l := range r.Cells {
		seen[k], not[k] = p[k]*l, p[k]*(1-l)
		chance += seen[k]
	}
	seen, not = normal(seen), normal(not)
	top := func(q []float64) (string, float64) { return b.name(leader(q)), slices.Max(q) }
	l := entente.Lookout{Item: r.ID, Text: r.Text, Bits: information(p, r.Cells), Chance: chance, Word: entente.Word(chance)}
	l.Seen, l.SeenP = top(seen)
	l.NotSeen, l.NotSeenP = top(not)
	return l
}

// information is the mutual information in bits of a hypothesis, held with p, and an
// item that has a probability under each.
func information(p, cells []float64) float64 {
	chance, given := 0., 0.
	for k, l := range cells {
		chance += p[k] * l
		given += p[k] * entropy(l)
	}
	return math.Max(0, entropy(chance)-given)
}

// entropy is that of a yes or no, in bits.
func entropy(p float64) float64 {
	if p <= 0 || p >= 1 {
		return 0
	}
	return -p*math.Log2(p) - (1-p)*math.Log2(1-p)
}

// postMortem holds the standings against the outcome, nil where none is known.
func (b *bench) postMortem() *entente.PostMortem {
	if b.m.Outcome == nil {
		return nil
	}
	truth := slices.IndexFunc(b.m.Hypotheses, func(h entente.Hypothesis) bool { return h.ID == b.m.Outcome.Hypothesis })
	if truth < 0 {
		return nil
	}
	p, n := b.base.posterior, float64(len(b.m.Hypotheses))
	out := &entente.PostMortem{Outcome: *b.m.Outcome, Posterior: p[truth], Word: entente.Word(p[truth]), Rank: 1, LeastRank: 1,
		EqualBrier: 1 - 1/n, Log: math.Log(math.Max(p[truth], math.SmallestNonzeroFloat64)), Misled: []string{}, Helped: []string{}, Assumptions: []string{}}
	for k := range p {
		out.Brier += math.Pow(p[k]-indicator(k == truth), 2)
		out.Rank += int(indicator(p[k] > p[truth]+same))
		out.LeastRank += int(indicator(b.base.inconsistency[k] < b.base.inconsistency[truth]-same))
	}
	b.blame(out, truth)
	return out
}

func indicator(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// blame parts the rows into those that told against what came true and for it, by the
// logarithm of its likelihood over the mean of the others'.
func (b *bench) blame(out *entente.PostMortem, truth int) {
	type told struct {
		row *entente.Bound
		by  float64
	}
	var all []told
	for i := range b.rows {
		r := &b.rows[i]
		if !weighed(r) {
			continue
		}
		others := 0.
		for k, l := range r.Cells {
			others += indicator(k != truth) * l / float64(len(r.Cells)-1)
		}
		all = append(all, told{r, r.Share * math.Log(r.Cells[truth]/others)})
	}
	slices.SortStableFunc(all, func(x, y told) int { return cmp.Compare(math.Abs(y.by), math.Abs(x.by)) })
	for _, t := range all {
		switch {
		case t.by < -same:
			out.Misled = append(out.Misled, t.row.ID)
			for _, a := range t.row.Assumes {
				out.Assumptions = insert(out.Assumptions, a)
			}
		case t.by > same:
			out.Helped = append(out.Helped, t.row.ID)
		}
	}
}
