package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/forecast"
)

// Entries makes forecasts of a foresight ready to be put on record.
func (s *Foresight) Entries(ctx context.Context, fs []entente.Forecast, made entente.Day, program, note string) ([]entente.Entry, error) {
	sources := slices.Sorted(slices.Values(s.filter.Sources))
	var out []entente.Entry
	for _, f := range fs {
		deeds, err := s.deeds(ctx, f.A, f.B)
		if err != nil {
			return nil, err
		}
		e := entente.Entry{Made: made, By: entente.Machine, Sources: sources, Forecast: f, Data: s.learned.Hash(deeds), Program: program, Note: note}
		e.ID = e.EntryID()
		out = append(out, e)
	}
	return out, nil
}

// Own is an entry that says what an analyst thinks of the question that another answers:
// the same question, by the same events, with another probability and no reasons of ours.
func Own(e entente.Entry, by string, p float64, note string) entente.Entry {
	own := entente.Entry{Made: e.Made, By: by, Sources: e.Sources, Forecast: e.Forecast, Data: e.Data, Program: e.Program, Note: note}
	own.Probability, own.Low, own.High, own.Word, own.Method = p, p, p, entente.Word(p), "the analyst's own"
	own.Reasons, own.Counts, own.Fared = []entente.Reason{}, nil, nil
	own.ID = own.EntryID()
	return own
}

// citedOutcome is how many events a resolution cites.
const citedOutcome = 8

// Due resolves by rule what is on record: yes as soon as an event of the question is there,
// dated in the window; no when everything up to the window's end was read and there is
// none; void when the window has ended and of fewer than half of its weeks anything was
// read. What is settled is looked at again, as more may have been read; what an analyst
// decided stays. As of a day what was then known decides.
func Due(ctx context.Context, store Store, asOf, made entente.Day) ([]entente.Resolution, error) {
	board, err := collect(store.Ledger(ctx, asOf))
	if err != nil {
		return nil, fmt.Errorf("list forecasts: %w", err)
	}
	covered := map[string][]entente.Day{}
	var out []entente.Resolution
	for i := range board {
		e := &board[i]
		if e.Resolution != nil && e.Resolution.By != entente.Machine {
			continue
		}
		f := entente.Filter{Sources: e.Sources, AsOf: asOf}
		key := fmt.Sprint(e.Sources)
		if covered[key] == nil {
			if covered[key], err = store.Coverage(ctx, f); err != nil {
				return nil, fmt.Errorf("list days: %w", err)
			}
		}
		r, ok, err := outcome(ctx, store, e, f, covered[key])
		if err != nil {
			return nil, err
		}
		if ok {
			r.Made = made
			out = append(out, r)
		}
	}
	return out, nil
}

// outcome says how a forecast came out, if that can be said yet.
func outcome(ctx context.Context, store Store, e *entente.Settled, f entente.Filter, covered []entente.Day) (entente.Resolution, bool, error) {
	last := e.Origin + entente.Day(e.Horizon) - 1
	f.From, f.To = e.Origin, last
	deeds, err := store.Deeds(ctx, f, []entente.Pair{{Source: e.A, Target: e.B}}, true)
	if err != nil {
		return entente.Resolution{}, false, fmt.Errorf("read events: %w", err)
	}
	r := entente.Resolution{Forecast: e.ID, By: entente.Machine, Cites: []string{}}
	kind := entente.EventKind{Quad: e.Quad, Roots: e.Roots}
	for _, d := range deeds {
		if !kind.Holds(d.Root, d.Quad) || e.Directed && !d.Mutual && d.Source != e.A {
			continue
		}
		r.Count += d.Events
		if len(r.Cites) < citedOutcome {
			r.Cites = append(r.Cites, d.ID)
		}
	}
	switch {
	case r.Count > 0:
		r.Outcome, r.Why = entente.Yes, fmt.Sprintf("at least one event of %s dated from %s to %s", e.Event(), e.Origin, last)
	case len(covered) == 0 || covered[len(covered)-1] < last:
		return r, false, nil
	case !forecast.Recall(last+1, nil, covered).Read(e.Origin, last):
		r.Outcome, r.Why = entente.Void, "of fewer than half of its weeks anything was read"
	default:
		r.Outcome, r.Why = entente.No, fmt.Sprintf("no event of %s dated from %s to %s", e.Event(), e.Origin, last)
	}
	return r, true, nil
}
