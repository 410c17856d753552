package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/dyad"
)

// moversShown is how many of the heaviest imported events of a pair are cited, of
// cooperation and of conflict each.
const moversShown = 20

// countedEvents reads, of given corners, what was coded from news, and of what was imported
// the heaviest events.
func countedEvents(ctx context.Context, store Store, q Question) ([]entente.Event, error) {
	f := imported(q.Filter)
	f.Among = q.Corners
	movers, err := store.Movers(ctx, f, moversShown)
	if err != nil || !q.Filter.TakesCoded() {
		return movers, err
	}
	f.Sources = []string{entente.CodedHere}
	coded, err := collect(store.Events(ctx, f))
	return append(coded, movers...), err
}

// imported is a filter of the imported events alone that another asks for.
func imported(f entente.Filter) entente.Filter {
	f.Sources = slices.DeleteFunc(slices.Clone(f.Sources), func(s string) bool { return s == entente.CodedHere })
	return f
}

// evidenceOf gives what ties are judged by: all that was read or, where imported events are
// counted, their tallies by day in the place of the few that were read.
func evidenceOf(ctx context.Context, store Store, q Question, b *entente.Brief) (dyad.Evidence, error) {
	ev := dyad.Evidence{Reports: b.Reports, Assessments: b.Assessments}
	if !q.Counted {
		return ev, nil
	}
	ev.Reports = nil
	for _, r := range b.Reports {
		if r.Provenance == nil {
			ev.Reports = append(ev.Reports, r)
		} else {
			ev.Movers = append(ev.Movers, r)
		}
	}
	f := imported(q.Filter)
	f.Among = q.Corners
	var err error
	if ev.Tallies, err = store.Tallies(ctx, f, entente.Daily); err != nil {
		return ev, fmt.Errorf("count events: %w", err)
	}
	events := 0
	for _, t := range ev.Tallies {
		events += t.Events
		if !b.From.Known() || t.Period < b.From {
			b.From = t.Period
		}
		b.To = max(b.To, t.Period)
	}
	b.Notes = append(b.Notes, fmt.Sprintf("%d imported events are counted; the heaviest of each pair are cited", events))
	return ev, nil
}

// shownActors are the actors of the pairs shown.
func shownActors(b *entente.Brief) []entente.Code {
	var out []entente.Code
	for _, t := range b.Dyads {
		out = append(out, t.A, t.B)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
