package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"entente"
	"entente/dyad"
)

// annals is what the ties of some actors are judged by as of one day after another: what was
// coded from news as it was known on the day, and imported events, which may be very many,
// counted once, by the day on which they happened, whenever they came to be told.
type annals struct {
	store   Store
	coded   entente.Filter
	takes   bool // what was coded is asked
	actors  []entente.Code
	counted dyad.Evidence // the imported

	known   *entente.Past // what was ever read; nil where the store cannot give that
	changes []entente.Day // on which something began or ceased to count
	at      entente.Day   // as of which the evidence is
	last    dyad.Evidence
}

// rememberer is a store that gives what was ever read at once, so that it need not be asked
// anew as of each day.
type rememberer interface {
	Past(ctx context.Context, actors []entente.Code) (entente.Past, error)
}

// ErrForgets is what a store that stands for another answers where that one cannot give what
// was ever read at once.
var ErrForgets = errors.New("the store does not give what was ever read at once")

// annalsOf reads what does not depend on the day.
func annalsOf(ctx context.Context, store Store, f entente.Filter, actors []entente.Code) (*annals, error) {
	f.From, f.To, f.Pair, f.Among = 0, 0, nil, nil
	p := &annals{store: store, coded: f, takes: f.TakesCoded(), actors: actors}
	p.coded.Sources = []string{entente.CodedHere}
	if asksImported(f) {
		f.Among = actors
		tallies, movers, err := store.Movers(ctx, f, moversShown)
		if err != nil {
			return nil, fmt.Errorf("count events: %w", err)
		}
		b := entente.Brief{Events: movers}
		p.counted = dyad.Evidence{Tallies: tallies, Movers: inOrder(&b)}.Parted()
	}
	r, ok := store.(rememberer)
	if !ok || !p.takes {
		return p, nil
	}
	known, err := r.Past(ctx, actors)
	if errors.Is(err, ErrForgets) {
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list what was read: %w", err)
	}
	p.known = &known
	for _, list := range [][]entente.Spell{known.Reported, known.Assessed} {
		for _, s := range list {
			p.changes = append(p.changes, s.From, s.Until)
		}
	}
	slices.Sort(p.changes)
	p.changes = slices.Compact(p.changes)
	return p, nil
}

// umpire judges as of a day. Days come in order.
func (p *annals) umpire(ctx context.Context, day entente.Day) (umpire, error) {
	if !p.at.Known() || p.changed(day) {
		ev := p.counted
		switch {
		case !p.takes:
		case p.known != nil:
			p.recall(day, &ev)
		default:
			if err := p.read(ctx, day, &ev); err != nil {
				return umpire{}, err
			}
		}
		p.last = ev
	}
	p.at = day
	return umpire{p.last, day}, nil
}

// changed reports whether something else is known on a day than on the one before it that
// was asked about.
func (p *annals) changed(day entente.Day) bool {
	if !p.takes {
		return false
	}
	if p.known == nil || day < p.at {
		return true
	}
	i, _ := slices.BinarySearch(p.changes, p.at+1)
	return i < len(p.changes) && p.changes[i] <= day
}

// recall picks what counted on a day of what was ever read.
func (p *annals) recall(day entente.Day, ev *dyad.Evidence) {
	var reports []entente.Report
	for i := range p.known.Reports {
		if r := &p.known.Reports[i]; p.known.Reported[i].Holds(day) && r.Source.Code != r.Target.Code {
			reports = append(reports, *r)
		}
	}
	b := entente.Brief{Events: entente.Cluster(reports)}
	ev.Reports = inOrder(&b)
	ev.Assessments = []entente.Assessment{}
	for i := range p.known.Assessments {
		if p.known.Assessed[i].Holds(day) {
			ev.Assessments = append(ev.Assessments, p.known.Assessments[i])
		}
	}
}

// read reads what was coded, as of a day.
func (p *annals) read(ctx context.Context, day entente.Day, ev *dyad.Evidence) error {
	b := entente.Brief{AsOf: day}
	f := p.coded
	f.AsOf = day
	for _, k := range coreOf(p.actors) {
		f.Pair = []entente.Code{k.a, k.b}
		events, err := collect(p.store.Events(ctx, f))
		if err != nil {
			return fmt.Errorf("list events: %w", err)
		}
		b.Events = append(b.Events, events...)
	}
	f.Pair = nil
	var err error
	if b.Assessments, err = collect(p.store.Assessments(ctx, f)); err != nil {
		return fmt.Errorf("list assessments: %w", err)
	}
	b.Reports = inOrder(&b)
	ev.Reports, ev.Assessments = b.Reports, b.Assessments
	return nil
}
