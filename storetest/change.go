package storetest

import (
	"context"
	"errors"

	"entente"
	"entente/desk"
)

// Changes draws a row of changes to a store, each of which is kept whole or not at all:
// readings that are saved, stories that are withdrawn and reinstated, imports. The same
// seed gives the same ones.
func Changes(seed int) []func(context.Context, desk.Store) error {
	var out []func(context.Context, desk.Store) error
	for i, d := range deeds(seed) {
		out = append(out, d.do)
		if i%5 == 0 {
			b := Imports(i)
			out = append(out, func(ctx context.Context, s desk.Store) error {
				_, err := s.Import(ctx, b)
				return err
			})
		}
	}
	return out
}

// do does it; a story that was never read, or is not withdrawn, is left alone.
func (d deed) do(ctx context.Context, s desk.Store) (err error) {
	switch {
	case d.save != nil:
		_, err = s.Save(ctx, *d.save)
	case d.withdraw != nil:
		err = s.Withdraw(ctx, *d.withdraw)
	default:
		err = s.Reinstate(ctx, d.reinstate)
	}
	if errors.Is(err, entente.ErrNotFound) {
		return nil
	}
	return err
}
