package desk

import (
	"context"
	"fmt"

	"entente"
	"entente/dyad"
	"entente/triangle"
)

// umpire says how actors stand by some evidence on one day.
type umpire struct {
	ev  dyad.Evidence
	day entente.Day // unknown: of each pair the last of which anything is told
}

func (u umpire) tie(a, b entente.Code) entente.Tie {
	return u.ev.Judge(a, b, dyad.Options{AsOf: u.day, SpeaksFor: speaksFor})
}

func (u umpire) triangle(c [3]entente.Code) entente.Triangle {
	return triangle.Classify([3]entente.Tie{u.tie(c[0], c[1]), u.tie(c[0], c[2]), u.tie(c[1], c[2])})
}

// judgedOn is the day on which all pairs are judged, whoever is asked about: the one that
// the filter names, else the last on which anything was in print, so that an answer without
// a day is the answer as of that day. Where nothing has a day of print it is the last on
// which anything happened; unknown where nothing is dated.
//
// A pair is not judged on the last day of its own: two ties of one triangle would be of
// different years, and what was said of a pair long ago would never grow old.
func judgedOn(ctx context.Context, store Store, f entente.Filter) (entente.Day, error) {
	if f.AsOf.Known() {
		return f.AsOf, nil
	}
	all := entente.Filter{Sources: f.Sources}
	read, err := store.Coverage(ctx, all)
	if err != nil {
		return 0, fmt.Errorf("list days: %w", err)
	}
	if len(read) > 0 {
		return read[len(read)-1], nil
	}
	last := entente.Day(0)
	for e, err := range store.Events(ctx, all) {
		if err != nil {
			return 0, fmt.Errorf("list events: %w", err)
		}
		for _, r := range e.Reports {
			if r.Status.Happened() {
				last = max(last, r.DateFrom)
			}
		}
	}
	return last, nil
}
