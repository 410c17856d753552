package desk

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"entente"
	"entente/export"
)

// Panel says how pairs are counted.
type Panel struct {
	Period     entente.Period
	ByRoot     bool // a row for each root
	Undirected bool // one row for what either did to the other
	Complete   bool // rows for periods in which a pair did nothing, too
	Counted    bool // of triangles: imported events are counted by day, not each looked at as it was known
	Cites      int  // at most so many events are cited in a row
	Names      func(entente.Code) string
}

// Dyads counts pairs of actors by period, in order of period, then of the pair, then of
// the root; a year or so at a time, so that memory does not grow with the length of
// history. A complete panel has every pair of which anything is told between the first
// and the last period, and not its roots.
func Dyads(ctx context.Context, store Store, f entente.Filter, p Panel) iter.Seq2[*export.Dyad, error] {
	return func(yield func(*export.Dyad, error) bool) {
		h, err := openChronicle(ctx, store, f, p.Period)
		if err == nil && p.Complete {
			err = h.everyPair(ctx)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for _, span := range h.spans(p) {
			rows, err := h.dyads(ctx, span, p)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, d := range rows {
				if !yield(d, nil) {
					return
				}
			}
		}
	}
}

// chronicle is what is known of the tallies of a filter before they are counted.
type chronicle struct {
	store   Store
	filter  entente.Filter
	covered map[entente.Day]bool // periods from which anything was read
	years   []entente.Day        // in which anything may have happened, first days in order
	pairs   []entente.Pair       // of a complete panel: of which anything is told, in order
	codings []string
}

func openChronicle(ctx context.Context, store Store, f entente.Filter, p entente.Period) (*chronicle, error) {
	h := &chronicle{store: store, filter: f, covered: map[entente.Day]bool{}}
	days, err := store.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	for _, d := range days {
		h.covered[p.Start(d)] = true
	}
	when, err := store.Days(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	for _, d := range when {
		h.years = append(h.years, entente.Yearly.Start(d))
	}
	h.years = slices.Compact(h.years)
	h.codings, err = codings(ctx, store, f)
	return h, err
}

// everyPair lists the pairs of which anything is told, a year at a time.
func (h *chronicle) everyPair(ctx context.Context) error {
	for _, y := range h.years {
		ts, err := h.tallies(ctx, entente.Window{From: y, To: y.AddMonths(12) - 1}, entente.Yearly, 0)
		if err != nil {
			return err
		}
		for _, t := range ts {
			h.pairs = append(h.pairs, t.Pair)
		}
		slices.SortFunc(h.pairs, comparePair)
		h.pairs = slices.Compact(h.pairs)
	}
	return nil
}

func comparePair(a, b entente.Pair) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
}

// codings says whose codings a filter asks.
func codings(ctx context.Context, store Store, f entente.Filter) ([]string, error) {
	if len(f.Sources) > 0 {
		return f.Sources, nil
	}
	held, err := store.Holdings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list imported events: %w", err)
	}
	out := []string{entente.CodedHere}
	for _, h := range held {
		out = append(out, h.Source)
	}
	return out, nil
}

// step is how many periods are counted at a time.
var step = map[entente.Period]int{entente.Daily: 31, entente.Weekly: 13, entente.Monthly: 12, entente.Yearly: 5}

// rowsAtOnce is how many rows of a complete panel are made at a time, but one period at
// least.
const rowsAtOnce = 100_000

// step is how many periods are counted at a time.
func (h *chronicle) step(p Panel) int {
	n := step[p.Period]
	if p.Complete {
		n = max(1, min(n, rowsAtOnce/max(1, len(h.pairs))))
	}
	return n
}

// spans parts history into runs of periods.
func (h *chronicle) spans(p Panel) []entente.Window {
	if len(h.years) == 0 {
		return nil
	}
	first, last := h.years[0], h.years[len(h.years)-1].AddMonths(12)-1
	if h.filter.From.Known() {
		first = max(first, h.filter.From)
	}
	if h.filter.To.Known() {
		last = min(last, h.filter.To)
	}
	var out []entente.Window
	for from := p.Period.Start(first); from <= last; {
		next := from
		for range h.step(p) {
			next = p.Period.Next(next)
		}
		if w := (entente.Window{From: from, To: next - 1}); p.Complete || h.happened(w) {
			out = append(out, w)
		}
		from = next
	}
	return out
}

// happened reports whether anything did in the years of a window.
func (h *chronicle) happened(w entente.Window) bool {
	return slices.ContainsFunc(h.years, func(y entente.Day) bool { return y <= w.To && w.From < y.AddMonths(12) })
}

// tallies counts what lies in a window and in the filter's days.
func (h *chronicle) tallies(ctx context.Context, w entente.Window, p entente.Period, cites int) ([]entente.Cited, error) {
	f := h.filter
	f.From = max(f.From, w.From)
	if f.To == 0 || w.To < f.To {
		f.To = w.To
	}
	ts, err := h.store.Cited(ctx, f, p, cites)
	if err != nil {
		return nil, fmt.Errorf("count events: %w", err)
	}
	return ts, nil
}

// dyadKey is a row of a panel.
type dyadKey struct {
	period entente.Day
	pair   entente.Pair
	root   entente.Root
}

// dyads counts the pairs of a window.
func (h *chronicle) dyads(ctx context.Context, w entente.Window, p Panel) ([]*export.Dyad, error) {
	ts, err := h.tallies(ctx, w, p.Period, p.Cites)
	if err != nil {
		return nil, err
	}
	cells := map[dyadKey]*sum{}
	if p.Complete && !p.ByRoot {
		h.emptyCells(cells, w, p)
	}
	for i := range ts {
		t := &ts[i]
		key := dyadKey{period: t.Period, pair: p.pair(t.Pair)}
		if p.ByRoot {
			key.root = t.Root
		}
		if cells[key] == nil {
			cells[key] = &sum{}
		}
		cells[key].add(t, p.Undirected && t.Pair != key.pair)
	}
	keys := make([]dyadKey, 0, len(cells))
	for k := range cells {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b dyadKey) int {
		return cmp.Or(cmp.Compare(a.period, b.period), comparePair(a.pair, b.pair), cmp.Compare(a.root, b.root))
	})
	out := make([]*export.Dyad, len(keys))
	for i, k := range keys {
		out[i] = h.dyad(k, cells[k], p)
	}
	return out, nil
}

// pair gives the pair in whose row another is counted.
func (p Panel) pair(q entente.Pair) entente.Pair {
	if p.Undirected && q.Target < q.Source {
		return entente.Pair{Source: q.Target, Target: q.Source}
	}
	return q
}

// emptyCells adds a row for each pair and period of a window.
func (h *chronicle) emptyCells(cells map[dyadKey]*sum, w entente.Window, p Panel) {
	last := w.To
	if h.filter.To.Known() {
		last = min(last, h.filter.To)
	}
	for at := w.From; at <= last; at = p.Period.Next(at) {
		for _, q := range h.pairs {
			cells[dyadKey{period: at, pair: p.pair(q)}] = &sum{}
		}
	}
}

func (h *chronicle) dyad(k dyadKey, s *sum, p Panel) *export.Dyad {
	return &export.Dyad{
		A: k.pair.Source, B: k.pair.Target, AName: p.Names(k.pair.Source), BName: p.Names(k.pair.Target), Directed: !p.Undirected,
		From: k.period, To: p.Period.Next(k.period) - 1, Period: p.Period, Root: k.root,
		Sums: s.sums(), Quads: s.quads, Covered: h.covered[k.period], Cites: s.heaviest(p.Cites), Codings: h.codings,
	}
}

// sum adds up tallies, in whole millionths so that the order does not matter.
type sum struct {
	events, reports    int
	weight, coop, conf int64
	quads              [5]int
	cites              []weighed
}

// weighed is an event with the strength of the tally that cites it, and its rank there.
type weighed struct {
	id   string
	rank int
	of   float64
}

func millionths(v float64) int64 {
	if v < 0 {
		return int64(v*1e6 - .5)
	}
	return int64(v*1e6 + .5)
}

// add adds a tally; of the other direction of an undirected pair without what is
// reciprocal, which this direction has counted.
func (s *sum) add(t *entente.Cited, back bool) {
	n := entente.Sums{Events: t.Events, Reports: t.Reports, Weight: t.Weight, Coop: t.Coop, Conf: t.Conf}
	if back {
		n = entente.Sums{Events: n.Events - t.Mutual.Events, Reports: n.Reports - t.Mutual.Reports, Weight: n.Weight - t.Mutual.Weight, Coop: n.Coop - t.Mutual.Coop, Conf: n.Conf - t.Mutual.Conf}
	}
	s.events += n.Events
	s.reports += n.Reports
	s.weight += millionths(n.Weight)
	s.coop += millionths(n.Coop)
	s.conf += millionths(n.Conf)
	if t.Quad >= 0 && int(t.Quad) < len(s.quads) {
		s.quads[t.Quad] += n.Events
	}
	for i, id := range t.Cites {
		s.cites = append(s.cites, weighed{id, i, (t.Coop + t.Conf) / float64(max(1, t.Events))})
	}
}

func (s *sum) sums() entente.Sums {
	return entente.Sums{Events: s.events, Reports: s.reports, Weight: float64(s.weight) / 1e6, Coop: float64(s.coop) / 1e6, Conf: float64(s.conf) / 1e6}
}

// heaviest gives at most n of the events that the tallies cite: the first of each
// tally before the second of any, those of the strongest kinds of act first.
func (s *sum) heaviest(n int) []string {
	slices.SortFunc(s.cites, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.of, a.of), cmp.Compare(a.id, b.id))
	})
	ids := []string{}
	for _, c := range s.cites {
		if len(ids) < n && !slices.Contains(ids, c.id) {
			ids = append(ids, c.id)
		}
	}
	return ids
}
