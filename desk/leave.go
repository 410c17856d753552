package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entente"
)

// mix judges a network without each outlet, each country's outlets, and opinion: the pairs
// of which these tell anything, the others being as they are.
func (e evidenceByPair) mix(n entente.Network, w Span, q NetworkQuestion, b *entente.Brief, day entente.Day) []entente.NetworkMix {
	now := map[pairKey]int{}
	ties := 0
	for _, t := range n.Ties {
		now[keyOf(t.A, t.B)] = t.Sign
		if t.Sign != 0 {
			ties++
		}
	}
	out := []entente.NetworkMix{}
	for _, l := range (Question{Domain: q.Domain}).leavable(b) {
		m := entente.NetworkMix{Kind: l.kind, Without: l.name, Stories: len(l.stories), Ties: ties, Other: []entente.SignedTie{}}
		for _, k := range e.pairs() {
			left, told := e[k].without(l)
			if !told {
				continue
			}
			t, _ := left.tie(k, w, w.judged(day))
			if s := signOf(t, q.Sure); s != now[k] {
				m.Other = append(m.Other, entente.SignedTie{A: k.a, B: k.b, Sign: s})
				m.Ties += tied(s) - tied(now[k])
			}
		}
		out = append(out, m)
	}
	return out
}

// tied counts a tie that has a sign.
func tied(sign int) int {
	if sign != 0 {
		return 1
	}
	return 0
}

// without gives evidence less what some stories tell, and whether they tell anything.
func (p *pairEvidence) without(l *someStories) (*pairEvidence, bool) {
	left := &pairEvidence{tallies: p.tallies}
	for _, r := range p.reports {
		if !l.stories[r.Story] {
			left.reports = append(left.reports, r)
		}
	}
	for _, a := range p.assessments {
		if !l.stories[a.Story] {
			left.assessments = append(left.assessments, a)
		}
	}
	return left, len(left.reports) < len(p.reports) || len(left.assessments) < len(p.assessments)
}

// ChangedMix asks again what moved since a day, as [Changed] does, without each outlet, each
// country's outlets, and opinion, and tells what would be told otherwise. Of imported events
// the outlets are not asked.
func ChangedMix(ctx context.Context, store Store, q Question, since entente.Day, whole entente.Changed) ([]entente.ChangedMix, error) {
	f := q.Filter
	if asksImported(f) || whole.Before >= since {
		return nil, nil
	}
	stories, err := collect(store.Stories(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf}))
	if err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	b := entente.Brief{Stories: stories}
	if b.Assessments, err = collect(store.Assessments(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})); err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	seen := f
	seen.From, seen.To = whole.Before, whole.To
	for e, err := range store.Events(ctx, seen) {
		if err != nil {
			return nil, fmt.Errorf("list events: %w", err)
		}
		b.Reports = append(b.Reports, e.Reports...)
	}
	var out []entente.ChangedMix
	for _, l := range q.leavable(&b) {
		less := f
		less.Stories = nil
		for _, o := range stories {
			if !l.stories[o.Story] {
				less.Stories = append(less.Stories, o.Story)
			}
		}
		if len(less.Stories) == 0 {
			continue // nothing would be left
		}
		c, err := moved(ctx, store, less, since, whole)
		if err != nil {
			return nil, err
		}
		m := differ(whole, c)
		m.Kind, m.Without, m.Stories = l.kind, l.name, len(l.stories)
		out = append(out, m)
	}
	return out, nil
}

// differ tells which strands and ties one answer tells of and another does not.
func differ(whole, less entente.Changed) entente.ChangedMix {
	strands := func(c entente.Changed) []entente.ChangedStrand {
		out := []entente.ChangedStrand{}
		for _, m := range c.Moved {
			out = append(out, entente.ChangedStrand{Pair: m.Pair, Side: m.Side})
		}
		return out
	}
	ties := func(c entente.Changed) []entente.Pair {
		out := []entente.Pair{}
		for _, t := range c.Turned {
			out = append(out, entente.Pair{Source: t.Is.A, Target: t.Is.B})
		}
		return out
	}
	had, has := strands(whole), strands(less)
	turned, turns := ties(whole), ties(less)
	other := append(missing(turned, turns), missing(turns, turned)...)
	slices.SortFunc(other, func(x, y entente.Pair) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Target, y.Target))
	})
	return entente.ChangedMix{Gone: missing(had, has), New: missing(has, had), Turned: other}
}

// missing gives those of some that are not among others.
func missing[T comparable](some, others []T) []T {
	return slices.DeleteFunc(slices.Clone(some), func(x T) bool { return slices.Contains(others, x) })
}
