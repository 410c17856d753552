package desk

import (
	"context"
	"fmt"
	"iter"

	"entente"
	"entente/dyad"
	"entente/export"
)

// Phases gives triangles as they stood on the last day of each period from the first to
// the last on which anything was in print, or between the filter's days: triangle by
// triangle as given, in order of period. Each is judged as of that day.
func Phases(ctx context.Context, store Store, f entente.Filter, corners [][3]entente.Code, p Panel) iter.Seq2[*export.Phase, error] {
	return func(yield func(*export.Phase, error) bool) {
		first, last, err := inPrint(ctx, store, f)
		if err != nil || !first.Known() {
			if err != nil {
				yield(nil, err)
			}
			return
		}
		names, err := codings(ctx, store, f)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, c := range corners {
			if !tracePhases(ctx, store, f, c, p, [2]entente.Day{first, last}, names, yield) {
				return
			}
		}
	}
}

// inPrint gives the days between which triangles are looked at.
func inPrint(ctx context.Context, store Store, f entente.Filter) (first, last entente.Day, err error) {
	days, err := store.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})
	if err != nil || len(days) == 0 {
		return 0, 0, err
	}
	first, last = days[0], days[len(days)-1]
	if f.From.Known() {
		first = f.From
	}
	if f.To.Known() {
		last = f.To
	}
	if f.AsOf.Known() {
		last = min(last, f.AsOf)
	}
	return first, last, nil
}

// tracePhases gives one triangle's phases; it is false when no more are wanted.
func tracePhases(ctx context.Context, store Store, f entente.Filter, c [3]entente.Code, p Panel, days [2]entente.Day, names []string, yield func(*export.Phase, error) bool) bool {
	var known *annals
	if p.Counted || !asksImported(f) {
		var err error
		if known, err = annalsOf(ctx, store, f, c[:]); err != nil {
			yield(nil, err)
			return false
		}
	}
	for from := p.Period.Start(days[0]); from <= days[1]; from = p.Period.Next(from) {
		to := min(p.Period.Next(from)-1, days[1])
		u, err := known.umpireOr(ctx, to, func() (umpire, error) { return phaseUmpire(ctx, store, f, c, to) })
		if err != nil {
			yield(nil, err)
			return false
		}
		ph := phase(u, c, p)
		ph.From, ph.Codings = from, names
		if !yield(ph, nil) {
			return false
		}
	}
	return true
}

// umpireOr judges by what is known, or else asks for an umpire.
func (p *annals) umpireOr(ctx context.Context, day entente.Day, other func() (umpire, error)) (umpire, error) {
	if p == nil {
		return other()
	}
	return p.umpire(ctx, day)
}

// phaseUmpire judges three actors as of a day, each imported event by itself.
func phaseUmpire(ctx context.Context, store Store, f entente.Filter, corners [3]entente.Code, day entente.Day) (umpire, error) {
	f.AsOf, f.From, f.To = day, 0, 0
	b := entente.Brief{AsOf: day}
	q := Question{Filter: f, Corners: corners[:]}
	var err error
	for _, k := range coreOf(q.Corners) {
		f.Pair = []entente.Code{k.a, k.b}
		events, err := collect(store.Events(ctx, f))
		if err != nil {
			return umpire{}, fmt.Errorf("list events: %w", err)
		}
		b.Events = append(b.Events, events...)
	}
	if b.Assessments, err = collect(store.Assessments(ctx, q.Filter)); err != nil {
		return umpire{}, fmt.Errorf("list assessments: %w", err)
	}
	b.Reports = inOrder(&b)
	return umpire{dyad.Evidence{Reports: b.Reports, Assessments: b.Assessments}, day}, nil
}

// phase judges a triangle, as [Brief] does.
func phase(u umpire, corners [3]entente.Code, p Panel) *export.Phase {
	t := u.triangle(corners)
	out := &export.Phase{Triangle: t, Period: p.Period, To: u.day, Cites: []string{}}
	for i, c := range t.Corners {
		out.Names[i] = p.Names(c)
	}
	for _, tie := range t.Ties {
		out.Cites = append(out.Cites, tie.Acts.Cites[:min(p.Cites, len(tie.Acts.Cites))]...)
		out.Cites = append(out.Cites, tie.Assessed.Cites[:min(p.Cites, len(tie.Assessed.Cites))]...)
	}
	return out
}
