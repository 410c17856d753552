package desk

import (
	"context"
	"fmt"

	"entente"
)

// Level is the root's: it is named here for those who ask a desk alone.
type Level = entente.Level

// Levels gives how two actors stood at the end of each period from the first to the last
// on which anything was in print, or between the filter's days. Each is judged as of that
// day, as [Phases] judges the ties of triangles where imported events are counted.
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
	p, err := annalsOf(ctx, store, f, []entente.Code{a, b})
	if err != nil {
		return nil, err
	}
	var out []Level
	for from := by.Start(first); from <= last; from = by.Next(from) {
		l := Level{From: from, To: min(by.Next(from)-1, last), Covered: covered[from]}
		u, err := p.umpire(ctx, l.To)
		if err != nil {
			return nil, err
		}
		l.Tie = u.tie(a, b)
		out = append(out, l)
	}
	return out, nil
}
