package desk

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"entente"
)

// Bloc is several actors that a question takes for one.
type Bloc struct {
	Code    entente.Code
	Members []entente.Code                                // that belong to it on any day
	Holds   func(member entente.Code, d entente.Day) bool // whether one does on a day; nil is always
}

// InBlocs gives a store in which members of blocs are the bloc: what one of them does to
// another actor the bloc does, what is said of it is said of the bloc, and what passes
// between two of them is left out. Membership is that of the day of the act or the period counted; on
// no day, who ever belonged to it does. Actors that are asked about beside the bloc are no members of it.
//
// Events, assessments and what is counted of them are so told; stories, coverage, figures
// and volumes are those of the store.
func InBlocs(store Store, blocs []Bloc, asked []entente.Code) Store {
	if len(blocs) == 0 {
		return store
	}
	s := inBlocs{Store: store, of: map[entente.Code][]Bloc{}, blocs: map[entente.Code]Bloc{}}
	for _, b := range blocs {
		s.blocs[b.Code] = b
		for _, m := range b.Members {
			if !slices.Contains(asked, m) {
				s.of[m] = append(s.of[m], b)
			}
		}
	}
	return s
}

type inBlocs struct {
	Store
	blocs map[entente.Code]Bloc
	of    map[entente.Code][]Bloc // by member
}

// code gives the bloc to which an actor belongs on a day, the first that was named, or the
// actor.
func (s inBlocs) code(c entente.Code, day entente.Day) entente.Code {
	for _, b := range s.of[c] {
		if b.Holds == nil || b.Holds(c, day) {
			return b.Code
		}
	}
	return c
}

// pair puts the blocs in place of a pair, and reports whether the two are still two and the
// filter takes them.
func (s inBlocs) pair(p entente.Pair, day entente.Day, f entente.Filter) (entente.Pair, bool) {
	out := entente.Pair{Source: s.code(p.Source, day), Target: s.code(p.Target, day)}
	if out.Within() && !p.Within() {
		return out, false
	}
	if len(f.Among) > 0 && !(slices.Contains(f.Among, out.Source) && slices.Contains(f.Among, out.Target)) {
		return out, false
	}
	there, back := goes(out.Source, out.Target, f.Pair), goes(out.Target, out.Source, f.Pair)
	return out, len(f.Pair) == 0 || there || back && !f.Directed
}

// goes reports whether an act goes the way of a pair, of which one actor alone may be named.
func goes(source, target entente.Code, pair []entente.Code) bool {
	switch len(pair) {
	case 0:
		return true
	case 1:
		return source == pair[0]
	}
	return source == pair[0] && target == pair[1]
}

// wide is the filter for what a filter that names blocs may take: all acts among all their
// members.
func (s inBlocs) wide(f entente.Filter) entente.Filter {
	f.Limit = 0
	named := slices.Concat(f.Among, f.Pair)
	if !slices.ContainsFunc(named, func(c entente.Code) bool { return s.blocs[c].Code != "" }) {
		return f
	}
	if len(f.Among) == 0 && len(f.Pair) == 1 { // with anybody
		f.Pair = nil
		return f
	}
	if len(f.Among) == 0 {
		f.Among = f.Pair
	}
	f.Pair, f.Directed = nil, false
	var all []entente.Code
	for _, c := range f.Among {
		all = append(append(all, c), s.blocs[c].Members...)
	}
	slices.Sort(all)
	f.Among = slices.Compact(all)
	return f
}

// event puts the blocs in place of an event's actors, and reports whether anything is left.
func (s inBlocs) event(e entente.Event, f entente.Filter) (entente.Event, bool) {
	var kept []entente.Report
	for _, r := range e.Reports {
		either := f
		either.Directed = f.Directed && !r.Reciprocal
		if p, ok := s.pair(entente.Pair{Source: r.Source.Code, Target: r.Target.Code}, r.DateFrom, either); ok {
			r.Source.Code, r.Target.Code = p.Source, p.Target
			kept = append(kept, r)
		}
	}
	e.Reports = kept
	return e, len(kept) > 0
}

func (s inBlocs) events(all []entente.Event, f entente.Filter) []entente.Event {
	var out []entente.Event
	for _, e := range all {
		if e, ok := s.event(e, f); ok {
			out = append(out, e)
		}
	}
	return out
}

// Events gives events with the blocs for their members.
func (s inBlocs) Events(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	return func(yield func(entente.Event, error) bool) {
		n := 0
		for e, err := range s.Store.Events(ctx, s.wide(f)) {
			if err != nil {
				yield(e, err)
				return
			}
			e, ok := s.event(e, f)
			if !ok {
				continue
			}
			if n++; !yield(e, nil) || n == f.Limit {
				return
			}
		}
	}
}

// Named gives events by id with the blocs for their members.
func (s inBlocs) Named(ctx context.Context, f entente.Filter, ids []string) ([]entente.Event, error) {
	found, err := s.Store.Named(ctx, s.wide(f), ids)
	return s.events(found, f), err
}

// Movers gives tallies and the heaviest events with the blocs for their members: of each two
// members and others the heaviest.
func (s inBlocs) Movers(ctx context.Context, f entente.Filter, each int) ([]entente.Tally, []entente.Event, error) {
	ts, es, err := s.Store.Movers(ctx, s.wide(f), each)
	return plainly(s.tallies(cited(ts), f, 0)), s.events(es, f), err
}

// Tallies counts with the blocs for their members.
func (s inBlocs) Tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	ts, err := s.Store.Tallies(ctx, s.wide(f), p)
	return plainly(limited(s.tallies(cited(ts), f, 0), f)), err
}

// Cited counts with the blocs for their members.
func (s inBlocs) Cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error) {
	ts, err := s.Store.Cited(ctx, s.wide(f), p, cites)
	return limited(s.tallies(ts, f, cites), f), err
}

func limited(ts []entente.Cited, f entente.Filter) []entente.Cited {
	if f.Limit > 0 && len(ts) > f.Limit {
		return ts[:f.Limit]
	}
	return ts
}

func cited(ts []entente.Tally) []entente.Cited {
	out := make([]entente.Cited, len(ts))
	for i, t := range ts {
		out[i].Tally = t
	}
	return out
}

func plainly(ts []entente.Cited) []entente.Tally {
	out := make([]entente.Tally, len(ts))
	for i, t := range ts {
		out[i] = t.Tally
	}
	return out
}

// tallies adds up the tallies of members. Of what they cite those of the tallies that weigh
// most come first.
func (s inBlocs) tallies(ts []entente.Cited, f entente.Filter, cites int) []entente.Cited {
	type key struct {
		entente.Pair
		period entente.Day
		root   entente.Root
		quad   entente.Quad
	}
	groups := map[key][]entente.Cited{}
	var keys []key
	for _, t := range ts {
		p, ok := s.pair(t.Pair, t.Period, f)
		if !ok {
			continue
		}
		k := key{p, t.Period, t.Root, t.Quad}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], t)
	}
	slices.SortFunc(keys, func(x, y key) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Target, y.Target), cmp.Compare(x.period, y.period),
			cmp.Compare(x.root, y.root), cmp.Compare(x.quad, y.quad))
	})
	out := make([]entente.Cited, 0, len(keys))
	for _, k := range keys {
		of := groups[k]
		slices.SortStableFunc(of, func(x, y entente.Cited) int { return cmp.Compare(y.Coop+y.Conf, x.Coop+x.Conf) })
		sum := entente.Cited{Tally: entente.Tally{Pair: k.Pair, Period: k.period, Root: k.root, Quad: k.quad}, Cites: []string{}}
		for _, t := range of {
			sum.Events, sum.Reports = sum.Events+t.Events, sum.Reports+t.Reports
			sum.Weight, sum.Coop, sum.Conf = sum.Weight+t.Weight, sum.Coop+t.Coop, sum.Conf+t.Conf
			m := &sum.Mutual
			m.Events, m.Reports = m.Events+t.Mutual.Events, m.Reports+t.Mutual.Reports
			m.Weight, m.Coop, m.Conf = m.Weight+t.Mutual.Weight, m.Coop+t.Mutual.Coop, m.Conf+t.Mutual.Conf
			sum.Cites = append(sum.Cites, t.Cites...)
		}
		sum.Cites = sum.Cites[:min(cites, len(sum.Cites))]
		out = append(out, sum)
	}
	return out
}

// Lands counts with the blocs for their members; the territory is the state's.
func (s inBlocs) Lands(ctx context.Context, f entente.Filter) ([]entente.Land, error) {
	ls, err := s.Store.Lands(ctx, s.wide(f))
	if err != nil {
		return nil, err
	}
	at := map[entente.Land]int{}
	var out []entente.Land
	for _, l := range ls {
		p, ok := s.pair(l.Pair, f.To, f)
		if !ok {
			continue
		}
		k := entente.Land{Pair: p, Land: l.Land, Quad: l.Quad}
		n, known := at[k]
		if !known {
			n = len(out)
			at[k] = n
			out = append(out, k)
			out[n].Cite = l.Cite
		}
		out[n].Events += l.Events
	}
	slices.SortStableFunc(out, func(x, y entente.Land) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Target, y.Target), cmp.Compare(x.Land, y.Land), cmp.Compare(x.Quad, y.Quad))
	})
	return out, nil
}

// Assessments gives what is said of members as said of the bloc.
func (s inBlocs) Assessments(ctx context.Context, f entente.Filter) iter.Seq2[entente.Assessment, error] {
	return func(yield func(entente.Assessment, error) bool) {
		n := 0
		for a, err := range s.Store.Assessments(ctx, s.wide(f)) {
			if err != nil {
				yield(a, fmt.Errorf("in blocs: %w", err))
				return
			}
			p, ok := s.pair(entente.Pair{Source: a.A.Code, Target: a.B.Code}, a.DateFrom, f)
			if !ok {
				continue
			}
			a.A.Code, a.B.Code = p.Source, p.Target
			if n++; !yield(a, nil) || n == f.Limit {
				return
			}
		}
	}
}
