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
	all := whole
	all.Pair = nil
	var k dyad.Known
	if k.Tallies, err = store.Tallies(ctx, whole, entente.Daily); err != nil {
		return entente.Changed{}, fmt.Errorf("count events: %w", err)
	}
	if k.Volume, err = store.Volume(ctx, all, entente.Daily); err != nil {
		return entente.Changed{}, fmt.Errorf("count events: %w", err)
	}
	if k.Read, err = store.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf}); err != nil {
		return entente.Changed{}, fmt.Errorf("list days: %w", err)
	}
	c := k.Changes(whole.From, since, last)
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
	c.Turned, err = turned(ctx, store, f, k.Tallies, since, last)
	return c, err
}

// turned compares ties as they stand with how they stood on the eve of a day.
func turned(ctx context.Context, store Store, f entente.Filter, tallies []entente.Tally, since, last entente.Day) ([]entente.TurnedTie, error) {
	assessments, err := collect(store.Assessments(ctx, entente.Filter{AsOf: f.AsOf, Query: entente.Query{Pair: f.Pair}}))
	if err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	of := map[pairKey][]entente.Tally{}
	var keys []pairKey
	for _, t := range tallies {
		key := keyOf(t.Source, t.Target)
		if t.Source == t.Target {
			continue
		}
		if of[key] == nil {
			keys = append(keys, key)
		}
		of[key] = append(of[key], t)
	}
	out := []entente.TurnedTie{}
	for _, key := range keys {
		judge := func(day entente.Day) entente.Tie {
			return dyad.JudgeTallies(key.a, key.b, of[key], assessments, dyad.Options{AsOf: day, SpeaksFor: speaksFor})
		}
		was, is := judge(since-1), judge(last)
		if was.Level != nil && is.Level != nil && *was.Level != *is.Level {
			out = append(out, entente.TurnedTie{Was: was, Is: is})
		}
	}
	return out, nil
}
