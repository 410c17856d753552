package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/dyad"
)

// moversShown is how many of the heaviest imported events of two actors are cited, of
// cooperation and of conflict each.
const moversShown = 10

// countedEvents reads, of given corners, what was coded from news, and of what was imported
// the heaviest events; all of it is counted by day.
func countedEvents(ctx context.Context, store Store, q Question) ([]entente.Event, []entente.Tally, error) {
	f := q.Filter
	f.Among = q.Corners
	tallies, movers, err := store.Movers(ctx, f, moversShown)
	if err != nil || !f.TakesCoded() {
		return movers, tallies, err
	}
	f.Sources = []string{entente.CodedHere}
	coded, err := collect(store.Events(ctx, f))
	return append(slices.DeleteFunc(coded, withinOne), movers...), tallies, err
}

// evidenceOf gives what ties are judged by: all that was read or, where imported events are
// counted, their tallies by day in the place of the few that were read.
func evidenceOf(b *entente.Brief, counted []entente.Tally, q Question) dyad.Evidence {
	ev := dyad.Evidence{Reports: b.Reports, Assessments: b.Assessments}
	if !q.Counted {
		return ev
	}
	ev.Reports, ev.Tallies = nil, counted
	for _, r := range b.Reports {
		if r.Provenance == nil {
			ev.Reports = append(ev.Reports, r)
		} else {
			ev.Movers = append(ev.Movers, r)
		}
	}
	events := 0
	for _, t := range counted {
		events += t.Events
		if !b.From.Known() || t.Period < b.From {
			b.From = t.Period
		}
		b.To = max(b.To, t.Period)
	}
	b.Notes = append(b.Notes, fmt.Sprintf("%d imported events are counted; the heaviest of each pair are cited", events))
	return ev
}

// monthly gives the tallies by month of which series are made.
func monthly(ctx context.Context, store Store, q Question, b *entente.Brief, counted []entente.Tally) ([]entente.Tally, error) {
	f := q.Filter
	if !q.Counted {
		return store.Tallies(ctx, f, entente.Monthly)
	}
	if !f.TakesCoded() {
		return counted, nil
	}
	f.Sources, f.Among = []string{entente.CodedHere}, shownActors(b)
	coded, err := store.Tallies(ctx, f, entente.Monthly)
	return append(coded, counted...), err
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
