package desk

import (
	"context"
	"fmt"
	"iter"

	"entente"
)

// batch is how many stories are kept in one transaction.
const batch = 64

// Read keeps coded stories in a store, a batch at a time: what was acknowledged is
// kept even if the run is broken off, and reading again changes nothing. The
// progress function, if any, hears after each batch how many stories were read.
func Read(ctx context.Context, store Store, lexiconHash string, stories iter.Seq2[Coded, error], progress func(stories int)) (entente.Receipt, error) {
	var total entente.Receipt
	var waiting []entente.Reading
	n := 0
	flush := func() error {
		if len(waiting) == 0 {
			return nil
		}
		got, err := store.Save(ctx, waiting...)
		if err != nil {
			return fmt.Errorf("keep %d stories: %w", len(waiting), err)
		}
		total = total.Plus(got)
		waiting = waiting[:0]
		if progress != nil {
			progress(n)
		}
		return nil
	}
	for coded, err := range stories {
		if err != nil {
			return total, err
		}
		n++
		waiting = append(waiting, coded.Reading(lexiconHash))
		if len(waiting) >= batch {
			if err := flush(); err != nil {
				return total, err
			}
		}
	}
	return total, flush()
}
