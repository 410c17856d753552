package desk

import (
	"context"
	"fmt"

	"entente"
	"entente/dyad"
)

// Level is the root's: it is named here for those who ask a desk alone.
type Level = entente.Level

// Levels gives how two actors stood at the end of each period from the first to the last
// on which anything was in print, or between the filter's days. Each is judged as of that
// day, as [Phases] judges the ties of triangles.
func Levels(ctx context.Context, store Store, f entente.Filter, a, b entente.Code, by entente.Period) ([]Level, error) {
	first, last, err := inPrint(ctx, store, f)
	if err != nil || !first.Known() {
		return nil, err
	}
	read, err := store.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	covered := map[entente.Day]bool{}
	for _, d := range read {
		covered[by.Start(d)] = true
	}
	var out []Level
	for from := by.Start(first); from <= last; from = by.Next(from) {
		l := Level{From: from, To: min(by.Next(from)-1, last), Covered: covered[from]}
		if l.Tie, err = tieAsOf(ctx, store, f, a, b, l.To); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// tieAsOf judges a tie as of a day.
func tieAsOf(ctx context.Context, store Store, f entente.Filter, a, b entente.Code, day entente.Day) (entente.Tie, error) {
	f.AsOf, f.From, f.To, f.Pair = day, 0, 0, []entente.Code{a, b}
	brief := entente.Brief{AsOf: day}
	var err error
	if brief.Events, err = collect(store.Events(ctx, f)); err != nil {
		return entente.Tie{}, fmt.Errorf("list events: %w", err)
	}
	f.Pair = nil
	if brief.Assessments, err = collect(store.Assessments(ctx, f)); err != nil {
		return entente.Tie{}, fmt.Errorf("list assessments: %w", err)
	}
	brief.Reports = inOrder(&brief)
	return umpire{dyad.Evidence{Reports: brief.Reports, Assessments: brief.Assessments}, day}.tie(a, b), nil
}
