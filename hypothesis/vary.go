package hypothesis

import (
	"slices"

	"entente"
)

// Maps are other readings of the rating scale that every matrix is weighed with: one
// that dares less, one that dares more, one for which only what tells against a
// hypothesis counts, as Heuer (1999, chapter 8) would have it, and its counterpart.
func Maps() []struct {
	Name  string
	Scale map[entente.Rating]float64
} {
	type named = struct {
		Name  string
		Scale map[entente.Rating]float64
	}
	of := func(cc, c, n, i, ii float64) map[entente.Rating]float64 {
		return map[entente.Rating]float64{"CC": cc, "C": c, "N": n, "I": i, "II": ii}
	}
	return []named{
		{"mild", of(.7, .6, .5, .4, .3)},
		{"steep", of(.95, .75, .5, .25, .05)},
		{"against alone", of(.5, .5, .5, .3, .1)},
		{"for alone", of(.9, .7, .5, .5, .5)},
	}
}

// vary weighs the matrix with one thing changed at a time.
func (b *bench) vary(w *entente.Weighing) {
	b.withoutItems(w)
	b.withoutUnits(w)
	b.withoutAssumptions(w)
	b.withoutStories(w)
	b.stale(w)
	b.circular(w)
	s := b.plain
	s.apart = true
	if len(b.units()) < b.weighedRows() {
		b.add(w, "each item counts for itself", "", s)
	}
	for _, m := range Maps() {
		s := b.plain
		s.scale = m.Scale
		b.add(w, "scale", m.Name, s)
	}
	if slices.ContainsFunc(b.m.Hypotheses, func(h entente.Hypothesis) bool { return h.Prior > 0 }) {
		s := b.plain
		s.prior = priors(b.m.Hypotheses, true)
		b.add(w, "equal priors", "", s)
	}
	if b.gradeable() {
		s := b.plain
		s.graded = true
		b.add(w, "graded by sources", "", s)
	}
}

// add weighs one variant.
func (b *bench) add(w *entente.Weighing, change, of string, s setup) entente.Variant {
	r := b.run(s)
	lead := leader(r.posterior)
	v := entente.Variant{Change: change, Of: of, Winner: b.name(lead), Posterior: r.posterior, Turns: lead != b.lead}
	if lead < 0 {
		v.Tied = b.names(highest(r.posterior))
	}
	w.Variants = append(w.Variants, v)
	return v
}

// leave is the usual way of weighing without some rows.
func (b *bench) leave(out func(i int) bool) setup {
	s := b.plain
	s.without = out
	return s
}

func (b *bench) withoutItems(w *entente.Weighing) {
	for i := range b.rows {
		if !weighed(&b.rows[i]) {
			continue
		}
		if b.add(w, "without item", b.rows[i].ID, b.leave(func(k int) bool { return k == i })).Turns {
			w.Flips = append(w.Flips, b.rows[i].ID)
		}
	}
}

// units are the names of what counts once, in the order of their first rows.
func (b *bench) units() []string {
	var out []string
	for i := range b.rows {
		if u := unit(&b.rows[i]); weighed(&b.rows[i]) && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

func (b *bench) weighedRows() int {
	n := 0
	for i := range b.rows {
		if weighed(&b.rows[i]) {
			n++
		}
	}
	return n
}

// withoutUnits leaves out each document or cluster of several rows.
func (b *bench) withoutUnits(w *entente.Weighing) {
	sizes := b.sizes(b.plain)
	for _, u := range b.units() {
		if sizes[u] > 1 {
			b.add(w, "without those that count once", u, b.leave(func(i int) bool { return unit(&b.rows[i]) == u }))
		}
	}
}

func (b *bench) withoutAssumptions(w *entente.Weighing) {
	for _, a := range b.m.Assumptions {
		b.add(w, "assumption falls", a.ID, b.leave(func(i int) bool { return slices.Contains(b.rows[i].Assumes, a.ID) }))
	}
}

// withoutStories leaves out what rests on one source alone, if there are several.
func (b *bench) withoutStories(w *entente.Weighing) {
	var all []string
	for i := range b.rows {
		for _, s := range b.rows[i].Sources {
			all = insert(all, s)
		}
	}
	if len(all) < 2 || len(all) > mostSources {
		return
	}
	for _, s := range all {
		b.add(w, "without source", s, b.leave(func(i int) bool { return len(b.rows[i].Sources) == 1 && b.rows[i].Sources[0] == s }))
	}
	b.add(w, "without opinion", "", b.leave(func(i int) bool { return b.rows[i].Opinion }))
}

// mostSources is how many sources are left out one by one.
const mostSources = 50

func (b *bench) stale(w *entente.Weighing) {
	if slices.ContainsFunc(b.rows, func(r entente.Bound) bool { return r.Stale && weighed(&r) }) {
		b.add(w, "without what is stale", "", b.leave(func(i int) bool { return b.rows[i].Stale }))
	}
}

// circular weighs each circular row, to show what leaving it out keeps away.
func (b *bench) circular(w *entente.Weighing) {
	for i := range b.rows {
		if r := &b.rows[i]; r.Circular && !r.Absent {
			s := b.leave(func(k int) bool { return b.rows[k].Circular && k != i })
			s.circular = true
			b.add(w, "with circular item", r.ID, s)
		}
	}
}

// gradeable reports whether sources would change what any row is weighed with.
func (b *bench) gradeable() bool {
	return !b.m.Grade && slices.ContainsFunc(b.rows, func(r entente.Bound) bool {
		return weighed(&r) && r.Reliability == 0 && r.Admiralty == "" && sourced(&r) != ""
	})
}
