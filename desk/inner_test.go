package desk

import (
	"context"

	"entente"
)

// Between gives what reads the pair's events of some days: picked from those of all days, and
// asked for.
func Between(ctx context.Context, s Store, f entente.Filter, first, last entente.Day) (picked, asked func(from, to entente.Day) ([]entente.Event, error), err error) {
	few, many := &acting{ctx: ctx, store: s, filter: f}, &acting{ctx: ctx, store: s, filter: f}
	return few.between, many.between, few.readAll(first, last)
}
