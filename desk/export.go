package desk

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"entente"
	"entente/export"
)

// actsAtOnce is how many events are held while their stories are looked up.
const actsAtOnce = 2048

// Acts gives the events that a filter picks, each with its leading report and what is
// cited of its stories, some at a time: memory does not grow with their number.
func Acts(ctx context.Context, store Store, f entente.Filter) iter.Seq2[*export.Act, error] {
	return func(yield func(*export.Act, error) bool) {
		acts := make([]*export.Act, 0, actsAtOnce)
		give := func() bool {
			err := lookUp(ctx, store, acts)
			for _, a := range acts {
				if !yield(a, err) || err != nil {
					return false
				}
			}
			acts = acts[:0]
			return true
		}
		for e, err := range store.Events(ctx, f) {
			if err != nil {
				yield(nil, fmt.Errorf("list events: %w", err))
				return
			}
			a := &export.Act{Event: e}
			a.Lead = a.Event.Lead()
			if acts = append(acts, a); len(acts) == actsAtOnce && !give() {
				return
			}
		}
		give()
	}
}

// lookUp adds to acts what is cited of their stories.
func lookUp(ctx context.Context, store Store, acts []*export.Act) error {
	var ids []string
	for _, a := range acts {
		for i := range a.Reports {
			if id := a.Reports[i].Story; id != "" {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	outlets := make(map[string]entente.Outlet, len(ids))
	for o, err := range store.Stories(ctx, entente.Filter{Stories: slices.Compact(ids)}) {
		if err != nil {
			return fmt.Errorf("list stories: %w", err)
		}
		outlets[o.Story] = o
	}
	for _, a := range acts {
		a.Outlets = outlets
	}
	return nil
}
