package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/forecast"
	"entente/triangle"
)

// TryTypes forecasts the types of triangles from a store's own past: at each origin from what
// was known before it, and then as judged from what was known before the horizon's end.
// Horizons that the past does not hold eight times are told to left. [entente.ErrNotFound] if
// none is left.
func TryTypes(ctx context.Context, store Store, b Backtest, triangles [][3]entente.Code, tell func(forecast.TypeTrial)) (from, to entente.Day, err error) {
	span, err := b.span(ctx, store)
	if err != nil {
		return 0, 0, err
	}
	t := typeTrier{store: store, filter: span.filter, first: span.first, came: map[[2]entente.Code]map[entente.Day]entente.Tie{}}
	for origin := span.from; origin <= span.to; origin += entente.Day(max(1, b.Step)) {
		t.known = map[[2]entente.Code]side{}
		for _, h := range horizonsOf(span.asks) {
			if origin+entente.Day(h)-1 > span.last {
				continue
			}
			for _, c := range triangles {
				trial, err := t.trial(ctx, c, origin, h)
				if err != nil {
					return 0, 0, err
				}
				tell(trial)
			}
		}
	}
	return span.from, span.to, ctx.Err()
}

// typeTrier keeps what was known of sides before the origin, and how they were judged then and
// at the ends of horizons.
type typeTrier struct {
	store  Store
	filter entente.Filter
	first  entente.Day
	known  map[[2]entente.Code]side
	came   map[[2]entente.Code]map[entente.Day]entente.Tie
}

func (t *typeTrier) trial(ctx context.Context, c [3]entente.Code, origin entente.Day, h int) (forecast.TypeTrial, error) {
	out := forecast.TypeTrial{Corners: c, Origin: origin, Horizon: h}
	var past [3][]entente.Tie
	var ahead, came [3]entente.Tie
	for i, p := range sidesOf(c) {
		j, ok := t.known[p]
		if !ok {
			var err error
			if j, err = t.side(ctx, p, origin); err != nil {
				return out, err
			}
			t.known[p] = j
		}
		past[i] = j.past(origin, h, t.first)
		ahead[i], _, _ = movedOn(past[i])
		var err error
		if came[i], err = t.then(ctx, p, origin+entente.Day(h)); err != nil {
			return out, err
		}
	}
	n := len(past[0]) - 1
	out.Now, out.P, out.Then = typesOf(past, n), triangle.Classify(ahead).P, triangle.Classify(came).P
	out.Usual = usualTypes(past)
	return out, nil
}

// typesOf gives the probabilities of types of a moment of the past.
func typesOf(past [3][]entente.Tie, at int) map[entente.Shape]float64 {
	return triangle.Classify([3]entente.Tie{past[0][at], past[1][at], past[2][at]}).P
}

// usualTypes is the mean of how a triangle was judged at the ends of spans, with one span more
// in which all types were as likely.
func usualTypes(past [3][]entente.Tie) map[entente.Shape]float64 {
	out, n := map[entente.Shape]float64{}, float64(len(past[0])+1)
	for _, s := range entente.Shapes {
		out[s] = 1 / (n * float64(len(entente.Shapes)))
	}
	for at := range past[0] {
		p := typesOf(past, at)
		for _, s := range entente.Shapes {
			out[s] += p[s] / n
		}
	}
	return out
}

// side gives what a tie was judged by of what was known before a day.
func (t *typeTrier) side(ctx context.Context, p [2]entente.Code, before entente.Day) (side, error) {
	f := t.filter
	f.AsOf = before - 1
	return sideOf(ctx, t.store, f, p[0], p[1])
}

// then gives how a tie was judged before a day.
func (t *typeTrier) then(ctx context.Context, p [2]entente.Code, before entente.Day) (entente.Tie, error) {
	if t.came[p] == nil {
		t.came[p] = map[entente.Day]entente.Tie{}
	}
	if tie, ok := t.came[p][before]; ok {
		return tie, nil
	}
	j, err := t.side(ctx, p, before)
	if err != nil {
		return entente.Tie{}, err
	}
	tie := j.as(before - 1)
	t.came[p][before] = tie
	return tie, nil
}

// Triangles gives the triangles of the states that most happened between before a day.
func Triangles(ctx context.Context, store Store, b Backtest, states int) ([][3]entente.Code, error) {
	span, err := b.span(ctx, store)
	if err != nil {
		return nil, err
	}
	f := span.filter
	f.AsOf = span.from - 1
	busy, err := store.Busy(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("count events: %w", err)
	}
	n := map[entente.Code]int{}
	var codes []entente.Code
	for _, p := range busy {
		for _, c := range []entente.Code{p.A, p.B} {
			if len(c) != 3 || p.A == p.B {
				continue
			}
			if n[c] == 0 {
				codes = append(codes, c)
			}
			n[c] += p.Events
		}
	}
	slices.SortStableFunc(codes, func(x, y entente.Code) int { return n[y] - n[x] })
	codes = codes[:min(states, len(codes))]
	slices.Sort(codes)
	var out [][3]entente.Code
	for i, a := range codes {
		for j, b := range codes[i+1:] {
			for _, c := range codes[i+j+2:] {
				out = append(out, [3]entente.Code{a, b, c})
			}
		}
	}
	return out, nil
}

// span is what of a store's past is tried.
type span struct {
	filter      entente.Filter
	covered     []entente.Day
	asks        []forecast.Ask
	first, last entente.Day // that were read
	from, to    entente.Day // origins
}

// span finds the origins and the horizons for which the past is long enough.
func (b *Backtest) span(ctx context.Context, store Store) (s span, err error) {
	s.filter = entente.Filter{Sources: b.Filter.Sources, AsOf: b.Filter.AsOf}
	if s.covered, err = store.Coverage(ctx, s.filter); err != nil {
		return s, fmt.Errorf("list days: %w", err)
	}
	if len(s.covered) == 0 {
		return s, fmt.Errorf("nothing was read: %w", entente.ErrNotFound)
	}
	s.first, s.last = s.covered[0], s.covered[len(s.covered)-1]
	var shortest int
	s.asks, shortest = b.within(int(s.last-s.first) + 1)
	if len(s.asks) == 0 {
		return s, fmt.Errorf("the store reaches from %s to %s, too short a past to try forecasts on: %w", s.first, s.last, entente.ErrNotFound)
	}
	if s.from = b.From; !s.from.Known() {
		s.from = s.first + (s.last-s.first)*2/3
	}
	s.to = s.last - entente.Day(shortest) + 1
	if b.To.Known() {
		s.to = min(s.to, b.To)
	}
	return s, nil
}
