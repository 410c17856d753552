package desk

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"

	"entente"
	"entente/codebook"
	"entente/forecast"
)

// SupposedSource is whose coding supposed events are.
const SupposedSource = "supposed"

// Change is a forecast without and with what is supposed.
type Change struct {
	Before entente.Forecast `json:"before"`
	After  entente.Forecast `json:"after"`
	By     float64          `json:"by"`  // of the probability
	Why    []Shift          `json:"why"` // by how much reasons weigh otherwise, the most first
}

// Shift is a reason that weighs otherwise, or that was not there before.
type Shift struct {
	Text   string   `json:"text"`
	Before float64  `json:"before"` // by how much it moved the probability
	After  float64  `json:"after"`
	Cites  []string `json:"cites"`
}

// Scenario is what would change if some events had happened.
type Scenario struct {
	Origin    entente.Day      `json:"origin"`
	Supposed  []entente.Report `json:"supposed"`
	Forecasts []Change         `json:"forecasts"`
	Before    entente.Brief    `json:"-"` // the actors' dyads and triangle
	After     entente.Brief    `json:"-"`
	Dyads     []TieChange      `json:"dyads"`
	Triangle  *TriangleChange  `json:"triangle"` // nil where no third actor is named
	Ahead     []AheadChange    `json:"ahead"`
}

// TieChange is a tie without and with what is supposed.
type TieChange struct {
	Before entente.Tie `json:"before"`
	After  entente.Tie `json:"after"`
}

// TriangleChange is a triangle without and with it.
type TriangleChange struct {
	Before entente.Triangle `json:"before"`
	After  entente.Triangle `json:"after"`
}

// AheadChange is a triangle at a horizon without and with it.
type AheadChange struct {
	Before Ahead `json:"before"`
	After  Ahead `json:"after"`
}

// Suppose answers asks, and judges the actors' ties, as if some events had happened too: in
// a copy of history, with the models that were learned from what did. Actors are two or
// three.
func (s *Foresight) Suppose(ctx context.Context, asks []forecast.Ask, actors []entente.Code, supposed []entente.Event) (Scenario, error) {
	out := Scenario{Origin: s.origin, Forecasts: []Change{}, Dyads: []TieChange{}, Ahead: []AheadChange{}}
	for _, e := range supposed {
		out.Supposed = append(out.Supposed, e.Reports...)
	}
	then := &Foresight{store: supposing{s.store, supposed}, filter: s.filter, origin: s.origin, learned: s.learned}
	before, err := s.Ask(ctx, asks)
	if err != nil {
		return out, err
	}
	after, err := then.Ask(ctx, asks)
	if err != nil {
		return out, err
	}
	for i := range before {
		out.Forecasts = append(out.Forecasts, changeOf(before[i], after[i]))
	}
	if err := s.relations(ctx, then, actors, &out); err != nil {
		return out, err
	}
	return out, s.aheads(ctx, then, asks, actors, &out)
}

func changeOf(before, after entente.Forecast) Change {
	c := Change{Before: before, After: after, By: after.Probability - before.Probability, Why: []Shift{}}
	moved := map[string]float64{}
	for _, r := range before.Reasons {
		if r.Group != "" {
			moved[r.Group] = r.Moves
		}
	}
	for _, r := range after.Reasons {
		if r.Group != "" && math.Abs(r.Moves-moved[r.Group]) >= .005 {
			c.Why = append(c.Why, Shift{r.Text, moved[r.Group], r.Moves, r.Cites})
		}
		delete(moved, r.Group)
	}
	for _, r := range before.Reasons {
		if by, left := moved[r.Group]; left && r.Group != "" && math.Abs(by) >= .005 {
			c.Why = append(c.Why, Shift{"no longer: " + r.Text, by, 0, r.Cites})
		}
	}
	slices.SortStableFunc(c.Why, func(x, y Shift) int {
		return cmp.Compare(math.Abs(y.After-y.Before), math.Abs(x.After-x.Before))
	})
	return c
}

// relations judges the ties and the triangle without and with what is supposed.
func (s *Foresight) relations(ctx context.Context, then *Foresight, actors []entente.Code, out *Scenario) (err error) {
	q := Question{Filter: s.filter, Corners: actors, Counted: true}
	q.Filter.AsOf = s.origin - 1
	if out.Before, err = Brief(ctx, s.store, q); err != nil {
		return err
	}
	q.Filter.Sources = slices.Concat(q.Filter.Sources, []string{SupposedSource})
	if out.After, err = Brief(ctx, then.store, q); err != nil {
		return err
	}
	pairs := len(actors) * (len(actors) - 1) / 2
	for i := range min(pairs, len(out.Before.Dyads), len(out.After.Dyads)) {
		out.Dyads = append(out.Dyads, TieChange{out.Before.Dyads[i], out.After.Dyads[i]})
	}
	if len(actors) == 3 && len(out.Before.Triangles) > 0 && len(out.After.Triangles) > 0 {
		out.Triangle = &TriangleChange{out.Before.Triangles[0], out.After.Triangles[0]}
	}
	return nil
}

func (s *Foresight) aheads(ctx context.Context, then *Foresight, asks []forecast.Ask, actors []entente.Code, out *Scenario) error {
	if len(actors) != 3 {
		return nil
	}
	corners, horizons := [3]entente.Code(actors), horizonsOf(asks)
	before, err := s.Triangle(ctx, corners, horizons)
	if err != nil {
		return err
	}
	after, err := then.Triangle(ctx, corners, horizons)
	for i := range after {
		out.Ahead = append(out.Ahead, AheadChange{before[i], after[i]})
	}
	return err
}

func horizonsOf(asks []forecast.Ask) []int {
	var out []int
	for _, a := range asks {
		out = append(out, a.Horizon)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// SupposedEvents makes events of what is supposed; the actors of each are resolved already.
// Those without a day get the day before the origin. Days on or after the origin are refused.
func (s *Foresight) SupposedEvents(file string, supposed []forecast.Supposed, actors [][2]entente.Actor) ([]entente.Event, error) {
	var out []entente.Event
	for i, x := range supposed {
		day := cmp.Or(x.On, s.origin-1)
		if day >= s.origin {
			return nil, fmt.Errorf("%s:%d: %s is not before %s, from which the forecasts look ahead", file, x.Line, day, s.origin)
		}
		code := codebook.Default(x.Root, "")
		intensity, _ := codebook.Intensity(codebook.DefaultScale, code, x.Root, "")
		for k := range x.Times {
			id := fmt.Sprintf("%d.%d", i+1, k+1)
			r := entente.Report{
				Kind: "event", Report: SupposedSource + ":" + id, ID: SupposedSource + ":" + id, Stream: entente.Body,
				Date: day, DateFrom: day, DateTo: day, DateBasis: entente.Explicit, Source: actors[i][0], Target: actors[i][1], Reciprocal: x.Mutual,
				Plover: entente.Plover{Event: x.Root, Contexts: []string{}}, Cameo: code, Quad: x.Root.Quad(), Intensity: intensity, Scale: codebook.DefaultScale,
				Status: entente.Fact, Citation: entente.Citation{Quote: x.Text},
				Provenance: &entente.Provenance{Source: SupposedSource, ID: id, File: file, Line: x.Line},
			}
			out = append(out, entente.Event{ID: r.ID, Reports: []entente.Report{r}})
		}
	}
	return out, nil
}

// supposing is a store in which some events happened too. It tells of them where ties and
// forecasts are made; they have no stories, and nothing is written.
type supposing struct {
	Store
	events []entente.Event
}

// picked gives the supposed events that a filter takes.
func (s supposing) picked(f entente.Filter) []entente.Event {
	var out []entente.Event
	for _, e := range s.events {
		r := &e.Reports[0]
		if f.HoldsActors(r.Source.Code, r.Target.Code, r.Reciprocal) && (!f.From.Known() || r.Date >= f.From) && (!f.To.Known() || r.Date <= f.To) && (!f.AsOf.Known() || r.Date <= f.AsOf) {
			out = append(out, e)
		}
	}
	return out
}

// Events gives those of the store and those supposed, in order of day and id.
func (s supposing) Events(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	all, err := collect(s.Store.Events(ctx, f))
	all = append(all, s.picked(f)...)
	slices.SortStableFunc(all, func(x, y entente.Event) int {
		return cmp.Compare(x.Window().From, y.Window().From)
	})
	return func(yield func(entente.Event, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(entente.Event{}, err)
		}
	}
}

// Event gives a supposed event too.
func (s supposing) Event(ctx context.Context, id string) (entente.Event, error) {
	for _, e := range s.events {
		if e.ID == id {
			return e, nil
		}
	}
	return s.Store.Event(ctx, id)
}

// Movers counts supposed events as what was imported.
func (s supposing) Movers(ctx context.Context, f entente.Filter, each int) ([]entente.Tally, []entente.Event, error) {
	ts, es, err := s.Store.Movers(ctx, f, each)
	extra := s.picked(f)
	return append(ts, tallied(extra, entente.Daily)...), append(es, extra...), err
}

// Tallies counts supposed events too; those of one kind are told apart from those that did
// happen.
func (s supposing) Tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	ts, err := s.Store.Tallies(ctx, f, p)
	return append(ts, tallied(s.picked(f), p)...), err
}

func tallied(events []entente.Event, p entente.Period) []entente.Tally {
	var out []entente.Tally
	for _, e := range events {
		r := &e.Reports[0]
		t := entente.Tally{
			Pair: entente.Pair{Source: r.Source.Code, Target: r.Target.Code}, Period: p.Start(r.Date), Root: r.Plover.Event, Quad: r.Quad,
			Events: 1, Reports: 1, Weight: 1, Coop: max(r.Intensity, 0), Conf: max(-r.Intensity, 0),
		}
		out = append(out, t)
		if r.Reciprocal {
			t.Source, t.Target = t.Target, t.Source
			out = append(out, t)
		}
	}
	return out
}

// Deeds gives those supposed too, where they are told by name.
func (s supposing) Deeds(ctx context.Context, f entente.Filter, pairs []entente.Pair, named bool) ([]entente.Deed, error) {
	ds, err := s.Store.Deeds(ctx, f, pairs, named)
	for _, e := range s.picked(f) {
		r := &e.Reports[0]
		p := entente.Pair{Source: r.Source.Code, Target: r.Target.Code}
		if !slices.Contains(pairs, p) && !slices.Contains(pairs, entente.Pair{Source: p.Target, Target: p.Source}) {
			continue
		}
		ds = append(ds, entente.Deed{Pair: p, Mutual: r.Reciprocal, Day: r.Date, Known: r.Date, Root: r.Plover.Event, Quad: r.Quad, Events: 1, ID: e.ID})
	}
	slices.SortStableFunc(ds, func(x, y entente.Deed) int { return cmp.Compare(x.Day, y.Day) })
	return ds, err
}
