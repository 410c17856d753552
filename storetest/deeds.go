package storetest

import (
	"cmp"
	"slices"
	"testing"

	"entente"
	"entente/desk"
)

// Deeds says what [desk.Store.Deeds] must give of readings and imports, of all pairs, named.
func Deeds(readings []entente.Reading, imports []entente.Imported, f entente.Filter) []entente.Deed {
	known := map[string]entente.Day{}
	for _, r := range current(readings, f.AsOf) {
		known[r.Story.ID] = r.Story.Published
	}
	var out []entente.Deed
	if f.TakesCoded() {
		for _, e := range Events(readings, entente.Filter{AsOf: f.AsOf}) {
			if d, ok := deedOf(e, known); ok {
				out = append(out, d)
			}
		}
	}
	for i := range imports {
		r := imports[i].Report()
		if !in(imports[i].Provenance.Source, f.Sources) || f.AsOf.Known() && !(imports[i].Published.Known() && imports[i].Published <= f.AsOf) || r.Source.Code == "" || r.Target.Code == "" || !r.DateFrom.Known() {
			continue
		}
		out = append(out, entente.Deed{
			Pair: entente.Pair{Source: r.Source.Code, Target: r.Target.Code}, Day: r.DateFrom, Known: max(r.DateFrom, imports[i].Published),
			Root: r.Plover.Event, Quad: r.Quad, Events: r.Provenance.Count(), ID: r.ID,
		})
	}
	out = slices.DeleteFunc(out, func(d entente.Deed) bool {
		return f.From.Known() && d.Day < f.From || f.To.Known() && d.Day > f.To
	})
	slices.SortFunc(out, func(a, b entente.Deed) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Root, b.Root),
			cmp.Compare(a.Quad, b.Quad), cmp.Compare(a.Known, b.Known), boolOrder(a.Mutual, b.Mutual), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// deedOf gives what is told of an event as having happened.
func deedOf(e entente.Event, known map[string]entente.Day) (entente.Deed, bool) {
	e.Reports = slices.DeleteFunc(slices.Clone(e.Reports), func(r entente.Report) bool {
		from, _ := span(&r)
		return !r.Stream.Counts() || r.Source.Code == "" || r.Target.Code == "" || !from.Known() || r.Status != entente.Fact && r.Status != entente.Reported
	})
	if len(e.Reports) == 0 {
		return entente.Deed{}, false
	}
	lead := slices.MinFunc(e.Reports, func(a, b entente.Report) int {
		return cmp.Or(cmp.Compare(b.Status.Weight(), a.Status.Weight()), cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Report, b.Report))
	})
	d := entente.Deed{
		Pair: entente.Pair{Source: lead.Source.Code, Target: lead.Target.Code}, Day: e.Window().From, Root: lead.Plover.Event, Quad: lead.Quad,
		Mutual: lead.Reciprocal && lead.Source.Code != lead.Target.Code, Events: 1, ID: e.ID,
	}
	for i := range e.Reports {
		_, to := span(&e.Reports[i])
		since := max(to, known[e.Reports[i].Story])
		if d.Known == 0 || since < d.Known {
			d.Known = since
		}
	}
	return d, true
}

// tellsDeeds: what happened between pairs, by itself and summed, and how much of it there is.
func tellsDeeds(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs, b := Readings(seed), Imports(seed)
		s := open(t)
		save(t, s, rs...)
		bring(t, s, b)
		for _, f := range []entente.Filter{
			{}, {AsOf: entente.MakeDay(2021, 6, 9)}, {Sources: []string{entente.CodedHere}}, {Sources: []string{"gdelt2", "mine"}},
			{Query: entente.Query{From: entente.MakeDay(2021, 6, 5), To: entente.MakeDay(2021, 6, 12)}},
		} {
			want := Deeds(rs, b.Events, f)
			for _, pairs := range [][]entente.Pair{nil, {{Source: "USA", Target: "RUS"}}, {{Source: "RUS", Target: "USA"}, {Source: "USA", Target: "CHN"}, {Source: "RUS", Target: "CHN"}, {Source: "RUS", Target: "RUS"}, {Source: "XXX", Target: "USA"}}} {
				deedsAre(t, s, f, pairs, want)
			}
			counts, err := s.Busy(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "busy", counts, busy(want))
		}
	}
}

func deedsAre(t *testing.T, s desk.Store, f entente.Filter, pairs []entente.Pair, all []entente.Deed) {
	t.Helper()
	var want, summed []entente.Deed
	for _, d := range all {
		if !slices.Contains(pairs, d.Pair) && !slices.Contains(pairs, entente.Pair{Source: d.Target, Target: d.Source}) {
			continue
		}
		want = append(want, d)
		n := len(summed) - 1
		one := d
		one.ID = ""
		if n >= 0 {
			last := summed[n]
			if one.Events = last.Events; last == one {
				summed[n].Events += d.Events
				continue
			}
			one.Events = d.Events
		}
		summed = append(summed, one)
	}
	for _, named := range []bool{true, false} {
		got, err := s.Deeds(t.Context(), f, pairs, named)
		if err != nil {
			t.Fatal(err)
		}
		if named {
			same(t, "deeds", clipped(got), clipped(want))
		} else {
			same(t, "summed deeds", clipped(got), clipped(summed))
		}
	}
}

func clipped(ds []entente.Deed) []entente.Deed { return append([]entente.Deed{}, ds...) }

func busy(all []entente.Deed) []entente.PairCount {
	n := map[[2]entente.Code]int{}
	for _, d := range all {
		if !d.Within() {
			n[[2]entente.Code{min(d.Source, d.Target), max(d.Source, d.Target)}] += d.Events
		}
	}
	out := []entente.PairCount{}
	for k, events := range n {
		out = append(out, entente.PairCount{A: k[0], B: k[1], Events: events})
	}
	slices.SortFunc(out, func(x, y entente.PairCount) int {
		return cmp.Or(cmp.Compare(y.Events, x.Events), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out
}
