package clickhouse

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entente"
)

// Deeds gives what is told as having happened between the actors of some pairs.
func (s *Store) Deeds(ctx context.Context, f entente.Filter, pairs []entente.Pair, named bool) ([]entente.Deed, error) {
	f = deedsFilter(f)
	if len(pairs) == 0 {
		return nil, nil
	}
	coded := f
	for _, p := range pairs {
		coded.Among = append(coded.Among, p.Source, p.Target)
	}
	slices.Sort(coded.Among)
	coded.Among = slices.Compact(coded.Among)
	all, err := s.codedDeeds(ctx, coded)
	if err != nil {
		return nil, s.asked(ctx, "deeds", err)
	}
	set := map[entente.Pair]bool{}
	for _, p := range pairs {
		set[p], set[entente.Pair{Source: p.Target, Target: p.Source}] = true, true
	}
	all = slices.DeleteFunc(all, func(d entente.Deed) bool { return !set[d.Pair] })
	imported, err := s.importedDeeds(ctx, f, set, named)
	if err != nil {
		return nil, s.asked(ctx, "deeds", err)
	}
	all = append(all, imported...)
	slices.SortFunc(all, entente.CompareDeeds)
	if named {
		return all, nil
	}
	return entente.SumDeeds(all), nil
}

// deedsFilter leaves out of a filter what does not hold for deeds.
func deedsFilter(f entente.Filter) entente.Filter {
	f.Pair, f.Directed, f.Roots, f.Quads, f.Among, f.Limit = nil, false, nil, nil, nil, 0
	return f
}

// codedDeeds gives the coded events that are told as having happened: their day is that of
// their narrowest window, and they are known since its end or, if that is later, since the
// first report of them was in print.
func (s *Store) codedDeeds(ctx context.Context, f entente.Filter) ([]entente.Deed, error) {
	if !f.TakesCoded() {
		return nil, nil
	}
	all := f
	all.From, all.To = 0, 0
	p, err := s.pick(ctx, all)
	if err != nil {
		return nil, err
	}
	var out []entente.Deed
	for i := range p.events {
		rs := slices.DeleteFunc(p.events[i].Reports, func(r entente.Report) bool {
			return !r.Stream.Counts() || r.Source.Code == "" || r.Target.Code == "" || !cmp.Or(r.DateFrom, r.DateTo).Known() || r.Status != entente.Fact && r.Status != entente.Reported
		})
		if len(rs) == 0 {
			continue
		}
		lead := leading(rs)
		d := entente.Deed{
			Pair: entente.Pair{Source: lead.Source.Code, Target: lead.Target.Code}, Day: (&entente.Event{Reports: rs}).Window().From,
			Root: lead.Plover.Event, Quad: lead.Quad, Mutual: lead.Reciprocal && lead.Source.Code != lead.Target.Code, Events: 1, ID: p.events[i].ID,
		}
		for j := range rs {
			since := max(cmp.Or(rs[j].DateFrom, rs[j].DateTo), rs[j].DateTo, p.sc.since[p.reading[rs[j].Report]].seen)
			if d.Known == 0 || since < d.Known {
				d.Known = since
			}
		}
		if (!f.From.Known() || d.Day >= f.From) && (!f.To.Known() || d.Day <= f.To) {
			out = append(out, d)
		}
	}
	return out, nil
}

// Busy counts the deeds of each two actors.
func (s *Store) Busy(ctx context.Context, f entente.Filter) ([]entente.PairCount, error) {
	f = deedsFilter(f)
	all, err := s.codedDeeds(ctx, f)
	n := map[[2]entente.Code]int{}
	for _, d := range all {
		n[[2]entente.Code{min(d.Source, d.Target), max(d.Source, d.Target)}] += d.Events
	}
	if err == nil {
		err = s.busyImports(ctx, f, n)
	}
	if err != nil {
		return nil, s.asked(ctx, "deeds", err)
	}
	out := make([]entente.PairCount, 0, len(n))
	for k, events := range n {
		if k[0] != k[1] {
			out = append(out, entente.PairCount{A: k[0], B: k[1], Events: events})
		}
	}
	slices.SortFunc(out, func(x, y entente.PairCount) int {
		return cmp.Or(cmp.Compare(y.Events, x.Events), strings.Compare(string(x.A), string(y.A)), strings.Compare(string(x.B), string(y.B)))
	})
	return out, nil
}

// Days gives the days on which what a filter picks begins, in order.
func (s *Store) Days(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	f.Limit = 0
	set := map[entente.Day]bool{}
	p, err := s.pick(ctx, f)
	if err == nil {
		for i := range p.events {
			for j := range p.events[i].Reports {
				set[cmp.Or(p.events[i].Reports[j].DateFrom, p.events[i].Reports[j].DateTo)] = true
			}
		}
		err = s.importDays(ctx, f, "day", set)
	}
	if err != nil {
		return nil, s.asked(ctx, "days", err)
	}
	return daysOf(set), nil
}

// daysOf gives the known days of a set in order.
func daysOf(set map[entente.Day]bool) []entente.Day {
	out := []entente.Day{}
	for d := range set {
		if d.Known() {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}
