package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/dyad"
)

// CompareQuestion asks how alike two codings count.
type CompareQuestion struct {
	By     entente.Period
	Actors []entente.Code // every two of them; of one, with all others; none, all pairs
	Least  int            // events of two actors that either side must tell
	Within entente.Window // only periods between these days, if any
}

// CompareSide is one of the two codings: a store, whose events of it count, and the name of
// the store.
type CompareSide struct {
	Store  Store
	Filter entente.Filter // sources, day of knowledge, confidence
	Name   string
}

// Compare counts the events of two codings by pair and period and gives their rank
// correlations, over the periods that both cover.
func Compare(ctx context.Context, sides [2]CompareSide, q CompareQuestion) (entente.Comparison, error) {
	var told [2]dyad.Telling
	for i, s := range sides {
		var err error
		if told[i], err = telling(ctx, s, q); err != nil {
			return entente.Comparison{}, err
		}
	}
	c := dyad.Compare(q.By, q.Within, told[0], told[1], q.Least, q.takes)
	for i, s := range sides {
		c.Sides[i].Store, c.Sides[i].Coding = s.Name, s.Filter.Sources
	}
	return c, nil
}

func telling(ctx context.Context, s CompareSide, q CompareQuestion) (dyad.Telling, error) {
	f := s.Filter
	if len(q.Actors) > 1 {
		f.Among = q.Actors
	}
	cited, err := s.Store.Cited(ctx, f, q.By, 0)
	if err != nil {
		return dyad.Telling{}, fmt.Errorf("count events: %w", err)
	}
	read, err := s.Store.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})
	if err != nil {
		return dyad.Telling{}, fmt.Errorf("list days: %w", err)
	}
	return dyad.Telling{Tallies: cited, Read: read}, nil
}

// takes reports whether two actors are asked about.
func (q CompareQuestion) takes(a, b entente.Code) bool {
	switch len(q.Actors) {
	case 0:
		return true
	case 1:
		return a == q.Actors[0] || b == q.Actors[0]
	}
	return slices.Contains(q.Actors, a) && slices.Contains(q.Actors, b)
}
