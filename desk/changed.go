package desk

import (
	"context"
	"fmt"

	"entente"
	"entente/dyad"
)

// lookBack is how many days before the day asked about are compared with.
const lookBack = 730

// Changed tells what moved since a day, up to the last on which anything was published or to
// the filter's last: strands whose level is another than in the two years before, with the
// acts that have to do with it, and ties that turned. Names an actor or two of the filter's
// pair, then only what is theirs.
func Changed(ctx context.Context, store Store, f entente.Filter, since entente.Day) (entente.Changed, error) {
	first, last, err := inPrint(ctx, store, f)
	if err != nil || !first.Known() || since > last {
		return entente.Changed{Since: since, Moved: []entente.Moved{}, Turned: []entente.TurnedTie{}}, err
	}
	whole := f
	whole.From, whole.To = max(first, since-lookBack), last
	c, err := moved(ctx, store, f, since, entente.Changed{Before: whole.From, To: last})
	if err != nil {
		return c, err
	}
	for i := range c.Moved {
		m := &c.Moved[i]
		d := acting{ctx: ctx, store: store, filter: whole}
		d.filter.Pair = []entente.Code{m.Source, m.Target}
		from, to := since, last
		if m.Is < m.Was {
			from, to = max(whole.From, since-(last-since+1)), since-1
		}
		events, err := d.between(from, to)
		if err != nil {
			return c, err
		}
		m.Made = dyad.Movers(m.Pair, m.Side, events, from, to)
	}
	return c, nil
}

// moved gives what moved between the days of an answer, without the acts that did it.
func moved(ctx context.Context, store Store, f entente.Filter, since entente.Day, days entente.Changed) (entente.Changed, error) {
	whole := f
	whole.From, whole.To = days.Before, days.To
	all := whole
	all.Pair = nil
	var k dyad.Known
	var err error
	if k.Tallies, err = store.Tallies(ctx, whole, entente.Daily); err != nil {
		return entente.Changed{}, fmt.Errorf("count events: %w", err)
	}
	if k.Volume, err = store.Volume(ctx, all, entente.Daily); err != nil {
		return entente.Changed{}, fmt.Errorf("count events: %w", err)
	}
	if k.Read, err = store.Coverage(ctx, entente.Filter{Sources: f.Sources, Stories: f.Stories, AsOf: f.AsOf}); err != nil {
		return entente.Changed{}, fmt.Errorf("list days: %w", err)
	}
	c := k.Changes(days.Before, since, days.To)
	c.Turned, err = turned(ctx, store, f, k.Tallies, since, days.To)
	return c, err
}

// turned compares ties as they stand with how they stood on the eve of a day. Pairs are
// looked through by their assessments and the tallies at hand; of what was read, those that
// may have turned are then judged by all that is told of them, as elsewhere, and cite it.
func turned(ctx context.Context, store Store, f entente.Filter, tallies []entente.Tally, since, last entente.Day) ([]entente.TurnedTie, error) {
	told := evidenceByPair{}
	for _, t := range tallies {
		if p := told.of(t.Source, t.Target, nil); p != nil {
			p.tallies = append(p.tallies, t)
		}
	}
	for a, err := range store.Assessments(ctx, entente.Filter{AsOf: f.AsOf, Sources: f.Sources, Stories: f.Stories}) {
		if err != nil {
			return nil, fmt.Errorf("list assessments: %w", err)
		}
		for _, k := range spokenOf(a) {
			if p := told.of(k.a, k.b, among(f.Pair, k)); p != nil {
				p.assessments = append(p.assessments, a)
			}
		}
	}
	out := []entente.TurnedTie{}
	for _, k := range told.pairs() {
		p := told[k]
		ev := dyad.Evidence{Tallies: p.tallies, Assessments: p.assessments}
		t, yes := turn(k, ev, since, last)
		if yes && !asksImported(f) {
			of := entente.Filter{AsOf: f.AsOf, Sources: f.Sources, Stories: f.Stories, Query: entente.Query{Pair: []entente.Code{k.a, k.b}}}
			events, err := collect(store.Events(ctx, of))
			if err != nil {
				return nil, fmt.Errorf("list events: %w", err)
			}
			ev.Tallies, ev.Reports = nil, inOrder(&entente.Brief{Events: events})
			t, yes = turn(k, ev, since, last)
		}
		if yes {
			out = append(out, t)
		}
	}
	return out, nil
}

// among lets every actor in if nobody is named, else those of a pair of whom all that are
// named are.
func among(named []entente.Code, k pairKey) func(entente.Code) bool {
	for _, c := range named {
		if c != k.a && c != k.b {
			return func(entente.Code) bool { return false }
		}
	}
	return nil
}

// turn judges a pair before a day and on the last, and reports whether its level is another.
func turn(k pairKey, ev dyad.Evidence, since, last entente.Day) (entente.TurnedTie, bool) {
	was, is := umpire{ev, since - 1}.tie(k.a, k.b), umpire{ev, last}.tie(k.a, k.b)
	return entente.TurnedTie{Was: was, Is: is}, was.Level != nil && is.Level != nil && *was.Level != *is.Level
}
