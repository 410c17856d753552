package desk

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"

	"entente"
	"entente/codebook"
	"entente/export"
	"entente/lexicon"
)

// DyadYears counts pairs of states by year under their numbers of Correlates of War and
// of Gleditsch and Ward, in order of year and numbers. States without either are left
// out. A complete panel has every two states that were such in the year and have a
// number; else only pairs of which anything is told. Of the panel the period and the
// roots do not hold.
func DyadYears(ctx context.Context, store Store, lex *lexicon.Lexicon, f entente.Filter, p Panel) iter.Seq2[*export.DyadYear, error] {
	return func(yield func(*export.DyadYear, error) bool) {
		p.Period = entente.Yearly
		h, err := openChronicle(ctx, store, f, entente.Yearly)
		if err != nil {
			yield(nil, err)
			return
		}
		n := numbering{lex: lex}
		for _, w := range h.spans(p) {
			for from := w.From; from <= w.To; from = entente.Yearly.Next(from) {
				rows, err := h.dyadYear(ctx, n, from, p)
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
}

// numbered is a state as other schemes number it.
type numbered struct {
	cow, gw int
	code    entente.Code
}

func (n numbered) known() bool { return n.cow != 0 || n.gw != 0 }

func compareNumbered(a, b numbered) int {
	return cmp.Or(cmp.Compare(a.cow, b.cow), cmp.Compare(a.gw, b.gw))
}

// numbering gives the numbers of states.
type numbering struct{ lex *lexicon.Lexicon }

func (n numbering) of(code entente.Code, day entente.Day) numbered {
	p, ok := n.lex.Polity(code)
	if !ok || p.Class != lexicon.State {
		return numbered{}
	}
	number := func(scheme string) int {
		id, dated := codebook.StateNumber(scheme, code, day)
		if !dated {
			id = p.Codes[scheme]
		}
		v, _ := strconv.Atoi(id)
		return v
	}
	return numbered{number("cow"), number("gw"), code}
}

// states are those that had a number and were a state on a day of the year, in order.
func (n numbering) states(year entente.Day) []numbered {
	last := entente.Yearly.Next(year) - 1
	var out []numbered
	for _, p := range n.lex.Polities() {
		if p.Class != lexicon.State {
			continue
		}
		for _, day := range append(within(codebook.Renumbered(), year, last), year, last) {
			if s := n.of(p.Code, day); s.known() && p.Days.Has(day) {
				out = append(out, s)
			}
		}
	}
	slices.SortFunc(out, compareNumbered)
	return slices.CompactFunc(out, func(a, b numbered) bool { return compareNumbered(a, b) == 0 })
}

// within gives the days that lie in a span, and the days before them.
func within(days []entente.Day, from, to entente.Day) []entente.Day {
	var out []entente.Day
	for _, d := range days {
		if from < d && d <= to {
			out = append(out, d-1, d)
		}
	}
	return out
}

// yearKey is a row of a dyad-year table, by number alone: a state that changed its
// name in the year (SUN, RUS) is one.
type yearKey struct{ cow1, gw1, cow2, gw2 int }

type yearSum struct {
	sum
	a, b numbered
}

// dyadYear counts the pairs of a year. On days on which a state got another number the
// year is counted in parts.
func (h *chronicle) dyadYear(ctx context.Context, n numbering, year entente.Day, p Panel) ([]*export.DyadYear, error) {
	cells := map[yearKey]*yearSum{}
	cell := func(a, b numbered) *yearSum {
		key := yearKey{a.cow, a.gw, b.cow, b.gw}
		if cells[key] == nil {
			cells[key] = &yearSum{a: a, b: b}
		}
		return cells[key]
	}
	if p.Complete {
		states := n.states(year)
		for i, a := range states {
			for j, b := range states {
				if a.code != b.code && !(p.Undirected && j < i) {
					cell(a, b)
				}
			}
		}
	}
	for _, part := range parts(year) {
		ts, err := h.tallies(ctx, part, entente.Yearly, p.Cites)
		if err != nil {
			return nil, err
		}
		for i := range ts {
			a, b := n.of(ts[i].Source, part.To), n.of(ts[i].Target, part.To)
			if !a.known() || !b.known() || compareNumbered(a, b) == 0 {
				continue
			}
			back := p.Undirected && compareNumbered(b, a) < 0
			if back {
				a, b = b, a
			}
			cell(a, b).add(&ts[i], back)
		}
	}
	last := entente.Yearly.Next(year) - 1
	for _, s := range cells { // a state is called as at the end of the year
		s.a.code, _ = n.lex.OnDay(s.a.code, last)
		s.b.code, _ = n.lex.OnDay(s.b.code, last)
	}
	return h.yearRows(cells, year, p), nil
}

// parts parts a year where numbers change.
func parts(year entente.Day) []entente.Window {
	last := entente.Yearly.Next(year) - 1
	var out []entente.Window
	for _, d := range codebook.Renumbered() {
		if year < d && d <= last {
			out = append(out, entente.Window{From: year, To: d - 1})
			year = d
		}
	}
	return append(out, entente.Window{From: year, To: last})
}

func (h *chronicle) yearRows(cells map[yearKey]*yearSum, year entente.Day, p Panel) []*export.DyadYear {
	sums := make([]*yearSum, 0, len(cells))
	for _, s := range cells {
		sums = append(sums, s)
	}
	slices.SortFunc(sums, func(x, y *yearSum) int {
		return cmp.Or(compareNumbered(x.a, y.a), compareNumbered(x.b, y.b))
	})
	out := make([]*export.DyadYear, len(sums))
	for i, s := range sums {
		out[i] = &export.DyadYear{
			COW: [2]int{s.a.cow, s.b.cow}, GW: [2]int{s.a.gw, s.b.gw}, Codes: [2]entente.Code{s.a.code, s.b.code},
			Names: [2]string{p.Names(s.a.code), p.Names(s.b.code)}, Year: year.Time().Year(), Directed: !p.Undirected,
			Sums: s.sums(), Quads: s.quads, Covered: h.covered[year], Cites: s.heaviest(p.Cites), Codings: h.codings,
		}
	}
	return out
}
