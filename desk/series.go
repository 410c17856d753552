package desk

import (
	"context"
	"fmt"

	"entente"
	"entente/dyad"
)

// Series gives how much was told of pairs, period by period. Of two named actors
// (the filter's pair) there are two series without gaps, from the first day to the last on
// which anything was published or, where the filter names days, from the one to the other;
// of one actor with all others, or of all pairs, those periods alone in which there is an
// event. Events dated outside of the days published are left out of series without gaps.
func Series(ctx context.Context, store Store, f entente.Filter, by entente.Period) ([]entente.Series, error) {
	tallies, err := store.Tallies(ctx, f, by)
	if err != nil {
		return nil, fmt.Errorf("count events: %w", err)
	}
	if len(f.Pair) != 2 {
		return dyad.Told(tallies, by), nil
	}
	whole := f
	whole.From, whole.To = 0, 0
	read, err := store.Coverage(ctx, whole)
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	from, to := f.From, f.To
	for _, d := range read {
		if !f.From.Known() && (!from.Known() || d < from) {
			from = d
		}
		if !f.To.Known() {
			to = max(to, d)
		}
	}
	out := bothWays(f.Pair, dyad.Fill(tallies, from, to, by, read))
	return out, coverage(ctx, store, whole, by, out)
}

// coverage adds to points how much is told of all pairs in their periods, whatever the kinds
// of acts asked about.
func coverage(ctx context.Context, store Store, f entente.Filter, by entente.Period, all []entente.Series) error {
	volume, err := store.Volume(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf}, by)
	if err != nil {
		return fmt.Errorf("count events: %w", err)
	}
	on := map[entente.Day]int{}
	for _, v := range volume {
		on[v.Period] = v.Events
	}
	for _, s := range all {
		for i := range s.Points {
			s.Points[i].All = on[s.Points[i].Period]
		}
	}
	return nil
}

// bothWays gives the two directions of a pair, empty where nothing was told.
func bothWays(pair []entente.Code, found []entente.Series) []entente.Series {
	out := make([]entente.Series, 0, 2)
	for _, p := range []entente.Pair{{Source: pair[0], Target: pair[1]}, {Source: pair[1], Target: pair[0]}} {
		for _, s := range found {
			if s.Pair == p {
				out = append(out, s)
			}
		}
	}
	return out
}
