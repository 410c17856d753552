package desk

import (
	"context"
	"fmt"

	"entente"
	"entente/forecast"
)

// Backtest says what a store's past is asked.
type Backtest struct {
	Filter entente.Filter
	Asks   []forecast.Ask // kinds, ways and horizons
	Pairs  []entente.Pair // besides those that models are learned from
	From   entente.Day    // first origin; unknown is after two thirds of what was read
	To     entente.Day    // last origin; unknown is as late as horizons end in time
	Step   int            // days from origin to origin; 0 is a week
	Refit  int            // days after which models are learned anew; 0 is thirteen weeks
	Tell   func(Tried)    // hears each trial
	Left   func(h int)    // hears of a horizon for which the store is too short
}

// Tried is a trial of a backtest.
type Tried = forecast.Tried

// scored is how many horizons of read past a store must have for one to be scored: half
// are to learn from.
const scored = 8

// Try makes forecasts of a store's own past, from what was known then. The pairs are
// chosen by what happened long before the first origin. [entente.ErrNotFound] if the store has
// too little past for any of the horizons.
func Try(ctx context.Context, store Store, b Backtest) (from, to entente.Day, err error) {
	span, err := b.span(ctx, store)
	if err != nil {
		return 0, 0, err
	}
	f, from, to := span.filter, span.from, span.to
	before := f
	before.AsOf = from - 1
	pairs, err := samplePairs(ctx, store, before, span.first, from)
	if err != nil {
		return 0, 0, err
	}
	pairs = append(pairs, b.Pairs...)
	deeds, err := store.Deeds(ctx, f, pairs, false)
	if err != nil {
		return 0, 0, fmt.Errorf("read events: %w", err)
	}
	r := forecast.Rolling{Deeds: deeds, Covered: span.covered, Asks: span.asks, Refit: b.Refit}
	if r.Refit == 0 {
		r.Refit = 91
	}
	for o := from; o <= to; o += entente.Day(max(1, b.Step)) {
		r.Origins = append(r.Origins, o)
	}
	r.Run(b.Tell)
	return from, to, ctx.Err()
}

// within gives the asks for whose horizons the past is long enough, and the shortest of these.
func (b *Backtest) within(days int) (asks []forecast.Ask, shortest int) {
	told := map[int]bool{}
	for _, a := range b.Asks {
		if a.Horizon*scored > days {
			if !told[a.Horizon] && b.Left != nil {
				b.Left(a.Horizon)
			}
			told[a.Horizon] = true
			continue
		}
		asks = append(asks, a)
		if shortest == 0 || a.Horizon < shortest {
			shortest = a.Horizon
		}
	}
	return asks, shortest
}
