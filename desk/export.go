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
			err := lookUp(ctx, store, acts, f.AsOf)
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
func lookUp(ctx context.Context, store Store, acts []*export.Act, asOf entente.Day) error {
	var ids []string
	for _, a := range acts {
		for i := range a.Reports {
			ids = append(ids, a.Reports[i].Story)
		}
	}
	outlets, err := outletsOf(ctx, store, ids, asOf)
	for _, a := range acts {
		a.Outlets = outlets
	}
	return err
}

// lookUpViews adds to views what is cited of their stories.
func lookUpViews(ctx context.Context, store Store, views []*export.View, asOf entente.Day) error {
	var ids []string
	for _, v := range views {
		ids = append(ids, v.Story)
	}
	outlets, err := outletsOf(ctx, store, ids, asOf)
	for _, v := range views {
		v.Outlet = outlets[v.Story]
	}
	return err
}

// outletsOf gives what is cited of stories as they were known on a day, by id; "" is no
// story.
func outletsOf(ctx context.Context, store Store, ids []string, asOf entente.Day) (map[string]entente.Outlet, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return nil, nil
	}
	outlets := make(map[string]entente.Outlet, len(ids))
	for o, err := range store.Stories(ctx, entente.Filter{Stories: ids, AsOf: asOf}) {
		if err != nil {
			return nil, fmt.Errorf("list stories: %w", err)
		}
		outlets[o.Story] = o
	}
	return outlets, nil
}

// Views gives the assessments that a filter picks, with what is cited of their stories.
func Views(ctx context.Context, store Store, f entente.Filter) iter.Seq2[*export.View, error] {
	return func(yield func(*export.View, error) bool) {
		views := make([]*export.View, 0, actsAtOnce)
		give := func() bool {
			err := lookUpViews(ctx, store, views, f.AsOf)
			for _, v := range views {
				if !yield(v, err) || err != nil {
					return false
				}
			}
			views = views[:0]
			return true
		}
		for a, err := range store.Assessments(ctx, f) {
			if err != nil {
				yield(nil, fmt.Errorf("list assessments: %w", err))
				return
			}
			if views = append(views, &export.View{Assessment: a}); len(views) == actsAtOnce && !give() {
				return
			}
		}
		give()
	}
}

// Act gives the event of an id or alias, or of one of its reports' ids, as [Acts] does
// and as it was known on a day, or is now.
func Act(ctx context.Context, store Store, id string, asOf entente.Day) (*export.Act, error) {
	e, err := store.EventAsOf(ctx, id, asOf)
	if err != nil {
		return nil, err
	}
	a := &export.Act{Event: e}
	a.Lead = a.Event.Lead()
	return a, lookUp(ctx, store, []*export.Act{a}, asOf)
}
