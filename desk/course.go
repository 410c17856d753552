package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/dyad"
)

// courseMonths is how far a course goes back unless its first day is said.
const courseMonths = 120

// firstDays is for how many days before the last one firsts are told.
const firstDays = 28

// Course tells how the relation of two actors went, in the ten years up to the last day on
// which anything was published or between the filter's days: levels by period, breaks with the
// acts that made them, who begins and who answers, and what was first for long. Events of all
// others that the filter picks tell how much was read on which days.
func Course(ctx context.Context, store Store, f entente.Filter, a, b entente.Code, by entente.Period) (entente.Course, error) {
	from, to, err := inPrint(ctx, store, f)
	if err != nil || !from.Known() {
		return entente.Course{
			A: a, B: b, Period: by, Strands: []entente.Strand{}, Firsts: []entente.First{},
			Notes: []string{"nothing that was read has a day of publication: how it went cannot be told"},
		}, err
	}
	if !f.From.Known() {
		from = max(from, to.AddMonths(-courseMonths))
	}
	all := f
	all.From, all.To, all.Pair = from, to, nil
	of := all
	of.Pair = []entente.Code{a, b}
	cited, err := store.Cited(ctx, of, entente.Daily, 0)
	if err != nil {
		return entente.Course{}, fmt.Errorf("count events: %w", err)
	}
	k := dyad.Known{Tallies: make([]entente.Tally, len(cited))}
	for i := range cited {
		k.Tallies[i] = cited[i].Tally
	}
	if k.Volume, err = store.Volume(ctx, all, entente.Daily); err != nil {
		return entente.Course{}, fmt.Errorf("count events: %w", err)
	}
	if k.Read, err = store.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf}); err != nil {
		return entente.Course{}, fmt.Errorf("list days: %w", err)
	}
	c := k.Course(a, b, from, to, by)
	c.Initiate = dyad.Initiative(a, b, cited, k.Read)
	d := acting{ctx: ctx, store: store, filter: of}
	if eventsOf(k.Tallies) <= fewEvents {
		if err := d.readAll(from-made, to); err != nil {
			return c, err
		}
	}
	for i := range c.Strands {
		if err := d.name(&c.Strands[i]); err != nil {
			return c, err
		}
	}
	events, err := d.between(max(from, to-firstDays+1), to)
	if err != nil {
		return c, err
	}
	c.Firsts = dyad.Firsts(events, k.Tallies, from)
	return c, nil
}

// fewEvents of a pair are read at once, more by the spans that are asked for.
const fewEvents = 2000

func eventsOf(tallies []entente.Tally) int {
	n := 0
	for i := range tallies {
		n += tallies[i].Events
	}
	return n
}

// acting names the acts that moved strands.
type acting struct {
	ctx    context.Context
	store  Store
	filter entente.Filter
	spans  map[entente.Window][]entente.Event
	all    []entente.Event // if they are few; else nil
}

// readAll reads the pair's events of all days that will be asked for.
func (d *acting) readAll(from, to entente.Day) (err error) {
	d.all, err = d.read(entente.Window{From: from, To: to})
	return err
}

// made is for how many days after a rise, or before a fall, the acts that made it are named.
const made = 28

func (d *acting) name(s *entente.Strand) (err error) {
	for _, list := range [][]entente.Break{s.Breaks, s.Episodes} {
		for i := range list {
			x := &list[i]
			if x.Made, err = d.movers(s, x.Day, min(x.To, x.Day+made-1), x.After < x.Before); err != nil {
				return err
			}
		}
	}
	for i := range s.Alarms {
		x := &s.Alarms[i]
		if x.Made, err = d.movers(s, x.From, x.Day, x.After < x.Before); err != nil {
			return err
		}
	}
	return nil
}

func (d *acting) movers(s *entente.Strand, from, to entente.Day, fell bool) ([]entente.Moving, error) {
	if fell {
		from, to = from-made, from-1
	}
	events, err := d.between(from, to)
	return dyad.Movers(s.Pair, s.Side, events, from, to), err
}

// between gives the pair's events of some days, with what reports of them are of these days.
func (d *acting) between(from, to entente.Day) (events []entente.Event, err error) {
	w := entente.Window{From: from, To: to}
	if have, ok := d.spans[w]; ok {
		return have, nil
	}
	if d.all != nil {
		f := d.during(w)
		events = f.Pick(d.all)
	} else if events, err = d.read(w); err != nil {
		return nil, err
	}
	if d.spans == nil {
		d.spans = map[entente.Window][]entente.Event{}
	}
	d.spans[w] = slices.Clip(events)
	return events, nil
}

func (d *acting) read(w entente.Window) ([]entente.Event, error) {
	events, err := collect(d.store.Events(d.ctx, d.during(w)))
	if err != nil {
		return nil, fmt.Errorf("list events: %w", err)
	}
	return events, nil
}

// during is the filter within some days.
func (d *acting) during(w entente.Window) entente.Filter {
	f := d.filter
	f.From, f.To = w.From, w.To
	return f
}
