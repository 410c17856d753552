package ask

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"entente"
	"entente/desk"
)

// steady is a store that holds the same as long as nothing is changed in it: what questions
// about any actors need of all that it holds is asked of it once.
type steady struct {
	desk.Store
	clerk *Clerk
}

// steady gives the clerk's store to ask of.
func (c *Clerk) steady() desk.Store { return steady{c.Store, c} }

// filterKey names a filter.
func filterKey(f entente.Filter) string {
	words, err := json.Marshal(f)
	if err != nil { // a filter is words and numbers
		return fmt.Sprintf("%#v", f)
	}
	return string(words)
}

// Coverage is that of the store.
func (s steady) Coverage(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	list, err := keep(ctx, s.clerk, "coverage "+filterKey(f), func(ctx context.Context) ([]entente.Day, error) { return s.Store.Coverage(ctx, f) })
	return slices.Clone(list), err
}

// Volume is that of the store.
func (s steady) Volume(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Volume, error) {
	list, err := keep(ctx, s.clerk, "volume "+string(p)+filterKey(f), func(ctx context.Context) ([]entente.Volume, error) { return s.Store.Volume(ctx, f, p) })
	return slices.Clone(list), err
}

// Holdings are those of the store.
func (s steady) Holdings(ctx context.Context) ([]entente.Holding, error) {
	return s.clerk.Holdings(ctx)
}

// Holdings says what is there of each source of imported events.
func (c *Clerk) Holdings(ctx context.Context) ([]entente.Holding, error) {
	list, err := keep(ctx, c, "holdings", func(ctx context.Context) ([]entente.Holding, error) { return c.Store.Holdings(ctx) })
	return slices.Clone(list), err
}

// Stories are those of the store.
func (s steady) Stories(ctx context.Context, f entente.Filter) iter.Seq2[entente.Outlet, error] {
	return kept(ctx, s.clerk, "stories ", f, func(ctx context.Context) iter.Seq2[entente.Outlet, error] { return s.Store.Stories(ctx, f) })
}

// Assessments are those of the store.
func (s steady) Assessments(ctx context.Context, f entente.Filter) iter.Seq2[entente.Assessment, error] {
	return kept(ctx, s.clerk, "assessments ", f, func(ctx context.Context) iter.Seq2[entente.Assessment, error] { return s.Store.Assessments(ctx, f) })
}

// Problems are those of the store.
func (s steady) Problems(ctx context.Context, f entente.Filter) iter.Seq2[entente.Problem, error] {
	return kept(ctx, s.clerk, "problems ", f, func(ctx context.Context) iter.Seq2[entente.Problem, error] { return s.Store.Problems(ctx, f) })
}

// Events are those of the store. All that was coded from news is kept, as answers rest on it
// anyway; what some actors did to one another, or on some days, is picked from that.
func (s steady) Events(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	all, coded := f, entente.Filter{Sources: []string{entente.CodedHere}}
	all.Pair, all.Directed, all.Among, all.Apart, all.From, all.To = nil, false, nil, false, 0, 0
	if filterKey(all) != filterKey(coded) {
		return s.Store.Events(ctx, f)
	}
	list := kept(ctx, s.clerk, "events ", all, func(ctx context.Context) iter.Seq2[entente.Event, error] { return s.Store.Events(ctx, all) })
	if filterKey(f) == filterKey(coded) {
		return list
	}
	return func(yield func(entente.Event, error) bool) {
		events, err := drain(list)
		if err != nil {
			yield(entente.Event{}, err)
			return
		}
		for _, e := range f.Pick(events) {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// moved is what Movers gives.
type moved struct {
	tallies []entente.Tally
	events  []entente.Event
}

// Movers are those of the store.
func (s steady) Movers(ctx context.Context, f entente.Filter, each int) ([]entente.Tally, []entente.Event, error) {
	m, err := keep(ctx, s.clerk, fmt.Sprint("movers ", each, filterKey(f)), func(ctx context.Context) (m moved, err error) {
		m.tallies, m.events, err = s.Store.Movers(ctx, f, each)
		return m, err
	})
	return slices.Clone(m.tallies), cloned(m.events), err
}

// cloned copies events whose reports may be told of another outlet by who asked.
func cloned(events []entente.Event) []entente.Event {
	out := slices.Clone(events)
	for i := range out {
		out[i].Reports = slices.Clone(out[i].Reports)
	}
	return out
}

// Past is what the store gives of some actors, where it can.
func (s steady) Past(ctx context.Context, actors []entente.Code) (entente.Past, error) {
	if r, ok := s.Store.(interface {
		Past(context.Context, []entente.Code) (entente.Past, error)
	}); ok {
		return r.Past(ctx, actors)
	}
	return entente.Past{}, desk.ErrForgets
}

// kept gives a sequence from a list that is kept; as of a day the store gives it, for there
// are many days.
func kept[T any](ctx context.Context, c *Clerk, name string, f entente.Filter, from func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	if f.AsOf.Known() {
		return from(ctx)
	}
	return func(yield func(T, error) bool) {
		list, err := keep(ctx, c, name+filterKey(f), func(ctx context.Context) ([]T, error) { return drain(from(ctx)) })
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
