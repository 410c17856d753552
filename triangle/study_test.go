package triangle_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/triangle"
)

var first = entente.MakeDay(2015, 1, 1)

// cell is a tally of one month, from 0.
func cell(a, b entente.Code, month int, root entente.Root, quad entente.Quad, events int, coop, conf float64, cites ...string) entente.Cited {
	return entente.Cited{Tally: entente.Tally{Pair: entente.Pair{Source: a, Target: b}, Period: first.AddMonths(month), Root: root, Quad: quad,
		Events: events, Reports: events, Weight: float64(events), Coop: coop, Conf: conf}, Cites: cites}
}

// record covers so many months with the tallies given.
func record(months int, tallies ...entente.Cited) triangle.Record {
	r := triangle.Record{Tallies: tallies, AsOf: first.AddMonths(months) - 1}
	for m := range months {
		r.Covered = append(r.Covered, first.AddMonths(m))
	}
	return r
}

func part(t *testing.T, a entente.Asymmetry, name string) entente.Part {
	t.Helper()
	for _, p := range a.Parts {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("there is no part %q", name)
	return entente.Part{}
}

// uneven are five years in which the first begins, gives way and answers, and the second
// does not.
func uneven(a, b entente.Code) []entente.Cited {
	var out []entente.Cited
	last := 0.
	for m := range 60 {
		does := 10 + 8*math.Sin(float64(m*m))
		out = append(out,
			cell(a, b, m, "CONSULT", 1, 6+m%3, 20+.8*last, 0, fmt.Sprint("ab", m)), cell(b, a, m, "CONSULT", 1, 2, does, 0),
			cell(a, b, m, "CONCEDE", 1, 2, 10, 0, fmt.Sprint("c", m)))
		if m%6 == 0 {
			out = append(out, cell(b, a, m, "CONCEDE", 1, 1, 5, 0))
		}
		last = does
	}
	return out
}

func figures(series string, a, b entente.Code, from int, values ...float64) []entente.Measure {
	var out []entente.Measure
	for i, v := range values {
		out = append(out, entente.Measure{Series: series, A: a, B: b, From: entente.MakeDay(from+i, 1, 1), To: entente.MakeDay(from+i, 12, 31), Value: v, Source: "Table 1"})
	}
	return out
}

// TestJunior: a junior is named where all parts that are measured agree, and no longer when
// one does not.
func TestJunior(t *testing.T) {
	cinc := slices.Concat(figures("nmc.cinc", "AAA", "", 2015, .03, .03, .03), figures("nmc.cinc", "BBB", "", 2015, .2, .2, .2))
	got := triangle.Compare("BBB", "AAA", record(60, uneven("AAA", "BBB")...), nil, cinc)
	if got.Junior != "AAA" || got.A != "AAA" || got.P < .975 {
		t.Errorf("%+v", got)
	}
	if p := part(t, got, triangle.Capability); p.State != triangle.Measured || math.Abs(p.Value.Value-.03/.23) > 1e-9 || p.Basis != "Table 1" {
		t.Errorf("capability %+v", p)
	}
	if p := part(t, got, triangle.Dependence); p.State != triangle.NotLoaded || p.Value != nil || !strings.Contains(p.Basis, "import structure") {
		t.Errorf("dependence %+v", p)
	}
	if p := part(t, got, triangle.Initiative); len(p.Cites) == 0 || p.Value.Low <= .6 || p.Value.High >= .9 {
		t.Errorf("initiative %+v", p)
	}
	larger := slices.Concat(figures("nmc.cinc", "AAA", "", 2015, .3, .3, .3), figures("nmc.cinc", "BBB", "", 2015, .2, .2, .2))
	if got = triangle.Compare("AAA", "BBB", record(60, uneven("AAA", "BBB")...), nil, larger); got.Junior != "" || !strings.Contains(got.Why, "do not agree") {
		t.Errorf("the larger is junior: %+v", got)
	}
	if got = triangle.Compare("AAA", "BBB", record(60), nil, cinc); got.Junior != "" || got.Index != nil {
		t.Errorf("capability alone makes a junior: %+v", got)
	}
}

// TestCapabilityAsPublished reproduces the shares of the index that the theory names.
func TestCapabilityAsPublished(t *testing.T) {
	figs := slices.Concat(figures("nmc.cinc", "RUS", "", 2014, .0386), figures("nmc.cinc", "CHN", "", 2014, .2254))
	figs = slices.Concat(figs, figures("nmc.milex", "RUS", "", 2014, 20), figures("nmc.milex", "CHN", "", 2014, 80),
		figures("nmc.tpop", "RUS", "", 2014, 10), figures("nmc.tpop", "CHN", "", 2014, 90), figures("nmc.pec", "RUS", "", 2014, 30), figures("nmc.pec", "CHN", "", 2014, 70))
	got := part(t, triangle.Compare("RUS", "CHN", record(60), nil, figs), triangle.Capability)
	v := got.Value // of CHN, the first in order of code
	if math.Abs(v.Value-.2254/.264) > 1e-9 || v.Low < .7 || v.Low > v.Value || v.High < v.Value || got.P > .001 || got.N != 3 {
		t.Errorf("%+v %+v", got, v)
	}
}

// TestDependence: trade with each other as a share of all, the way of the smaller economy;
// without totals the sum over partners, if they are many.
func TestDependence(t *testing.T) {
	var figs []entente.Measure
	for _, s := range []string{"trade.imports", "trade.exports"} {
		figs = slices.Concat(figs, figures(s, "AAA", "BBB", 2015, 20, 22), figures(s, "BBB", "AAA", 2015, 20, 22), figures(s, "AAA", "", 2015, 100, 100), figures(s, "BBB", "", 2015, 1000, 1000))
	}
	got := part(t, triangle.Compare("AAA", "BBB", record(60), nil, figs), triangle.Dependence)
	if got.State != triangle.Measured || math.Abs(got.Value.Value-(.20+.22-.020-.022)/2) > 1e-9 || got.P < .9 {
		t.Errorf("%+v %+v", got, got.Value)
	}
	figs = slices.DeleteFunc(figs, func(m entente.Measure) bool { return m.A == "AAA" && m.B == "" })
	if got = part(t, triangle.Compare("AAA", "BBB", record(60), nil, figs), triangle.Dependence); got.State != triangle.NotLoaded {
		t.Errorf("one partner stands for all: %+v", got)
	}
	for i := range 25 {
		for _, s := range []string{"trade.imports", "trade.exports"} {
			figs = append(figs, figures(s, "AAA", entente.Code(fmt.Sprint("P", i)), 2015, 3.2, 3.12)...)
		}
	}
	if got = part(t, triangle.Compare("AAA", "BBB", record(60), nil, figs), triangle.Dependence); got.State != triangle.Measured || math.Abs(got.Value.Value-(.20+.22-.020-.022)/2) > 1e-9 {
		t.Errorf("%+v %+v", got, got.Value)
	}
}

// TestFiguresAfterTheDay: a year that is not over is not known.
func TestFiguresAfterTheDay(t *testing.T) {
	r := record(18) // to the middle of 2016
	figs := slices.Concat(figures("nmc.cinc", "AAA", "", 2015, .1, .9), figures("nmc.cinc", "BBB", "", 2015, .1, .1))
	if got := part(t, triangle.Compare("AAA", "BBB", r, nil, figs), triangle.Capability); got.Value.Value != .5 {
		t.Errorf("%+v", got.Value)
	}
}

// TestVisits: who makes a visit and who hosts one tell the same, an event counts once, and
// what only was to be does not.
func TestVisits(t *testing.T) {
	var reports []entente.Report
	add := func(id, cameo string, a, b entente.Code, month int, status entente.Status) {
		r := entente.Report{Report: "r" + fmt.Sprint(len(reports)), ID: id, Cameo: cameo, Status: status, Stream: entente.Body, DateFrom: first.AddMonths(month)}
		r.Source.Code, r.Target.Code = a, b
		reports = append(reports, r)
	}
	for m := range 10 {
		add(fmt.Sprint("made", m), "042", "AAA", "BBB", 4*m, entente.Fact)
		add(fmt.Sprint("made", m), "042", "AAA", "BBB", 4*m, entente.Reported)
		add(fmt.Sprint("hosted", m), "043", "BBB", "AAA", 4*m+1, entente.Fact)
	}
	add("plan", "042", "BBB", "AAA", 3, entente.Intended)
	add("back", "042", "BBB", "AAA", 3, entente.Fact)
	got := part(t, triangle.Compare("AAA", "BBB", record(60), reports, nil), triangle.Visits)
	if got.N != 21 || math.Abs(got.Value.Value-(20+.5)/22) > 1e-9 || got.P < .99 {
		t.Errorf("%+v %+v", got, got.Value)
	}
}

// TestResponsiveness: one that does this month what the other did the month before answers
// more.
func TestResponsiveness(t *testing.T) {
	var cells []entente.Cited
	last := 0.
	for m := range 60 {
		does := 10 + 8*math.Sin(float64(m*m))
		cells = append(cells, cell("BBB", "AAA", m, "CONSULT", 1, 3, does, 0), cell("AAA", "BBB", m, "CONSULT", 1, 3, .8*last+math.Cos(float64(3*m*m)), 0))
		last = does
	}
	got := part(t, triangle.Compare("AAA", "BBB", record(60, cells...), nil, nil), triangle.Responsiveness)
	if got.State != triangle.Measured || got.P < .99 || got.Value.Value < .5 || got.N != 59 {
		t.Errorf("%+v %+v", got, got.Value)
	}
	if got = part(t, triangle.Compare("AAA", "BBB", record(20, cells...), nil, nil), triangle.Responsiveness); got.State != triangle.TooLittle {
		t.Errorf("of twenty months: %+v", got)
	}
}

// TestCompareKnowsNoOrder: who is named first changes nothing, and renaming the two turns
// the leans.
func TestCompareKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var here, there []entente.Cited
		swap := map[entente.Code]entente.Code{"AAA": "BBB", "BBB": "AAA"}
		for m := range 60 {
			for _, root := range []entente.Root{"CONSULT", "CONCEDE"} {
				for _, p := range []entente.Pair{{Source: "AAA", Target: "BBB"}, {Source: "BBB", Target: "AAA"}} {
					n := rapid.IntRange(0, 5).Draw(t, "n")
					c := cell(p.Source, p.Target, m, root, 1, n, float64(3*n), 0)
					here = append(here, c)
					c.Source, c.Target = swap[c.Source], swap[c.Target]
					there = append(there, c)
				}
			}
		}
		x, y := triangle.Compare("AAA", "BBB", record(60, here...), nil, nil), triangle.Compare("BBB", "AAA", record(60, here...), nil, nil)
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("%+v\n%+v", x, y)
		}
		z := triangle.Compare("AAA", "BBB", record(60, there...), nil, nil)
		if swap[x.Junior] != z.Junior || math.Abs(x.P+z.P-1) > 1e-6 {
			t.Fatalf("%+v\n%+v", x, z)
		}
		for i := range x.Parts {
			if x.Parts[i].Lean != nil && math.Abs(x.Parts[i].Lean.Value+z.Parts[i].Lean.Value) > 1e-6 {
				t.Fatalf("%+v %+v", x.Parts[i], z.Parts[i])
			}
		}
	})
}

// leaning gives ties whose signs follow sums of months up to a day.
func leaning(signs map[entente.Pair][]float64, day entente.Day) [3]entente.Tie {
	var out [3]entente.Tie
	for i, p := range []entente.Pair{{Source: "AAA", Target: "BBB"}, {Source: "AAA", Target: "CCC"}, {Source: "BBB", Target: "CCC"}} {
		sum := 0.
		for m, v := range signs[p] {
			if first.AddMonths(m+1)-1 <= day {
				sum = v
			}
		}
		out[i] = tie(p.Source, p.Target, .5+sum/2, .5-sum/2)
	}
	return out
}

// TestTurns: a change of type is told with the tie that crossed, the events that were done
// to that side, and whether it held.
func TestTurns(t *testing.T) {
	signs := map[entente.Pair][]float64{
		{Source: "AAA", Target: "BBB"}: {.8, .8, .8, -.8, -.8, .8},
		{Source: "AAA", Target: "CCC"}: {-.8, -.8, -.8, -.8, -.8, -.8},
		{Source: "BBB", Target: "CCC"}: {-.8, -.8, -.8, -.8, -.8, -.8},
	}
	var spans []entente.Window
	for m := range 6 {
		spans = append(spans, entente.Window{From: first.AddMonths(m), To: first.AddMonths(m+1) - 1})
	}
	h := triangle.Trace(spans, func(d entente.Day) [3]entente.Tie { return leaning(signs, d) })
	turns := triangle.Turns([3]entente.Code{"AAA", "BBB", "CCC"}, h)
	if len(turns) != 2 || turns[0].Before != entente.StableMarriage || turns[0].After != entente.UnitVeto || turns[0].From != first.AddMonths(3) || !turns[0].Firm {
		t.Fatalf("%+v", turns)
	}
	if turns[1].After != entente.StableMarriage || !turns[1].Firm {
		t.Errorf("%+v", turns[1])
	}
	c := turns[0].Crossed
	if len(c) != 1 || c[0].A != "AAA" || c[0].B != "BBB" || c[0].Before != 1 || c[0].After != -1 || c[0].Sign != -1 || math.Abs(c[0].Was-.1) > 1e-9 || math.Abs(c[0].Is-.9) > 1e-9 {
		t.Fatalf("%+v", c)
	}
	r := record(6, cell("BBB", "AAA", 3, "ASSAULT", 4, 2, 0, 20, "hit", "raid"), cell("AAA", "BBB", 3, "CONSULT", 1, 1, 3, 0, "talk"), cell("AAA", "BBB", 2, "ASSAULT", 4, 1, 0, 10, "before"),
		cell("AAA", "CCC", 3, "ASSAULT", 4, 1, 0, 10, "others"))
	triangle.Explain(&c[0], r, nil, entente.Window{From: turns[0].From, To: turns[0].To})
	if c[0].Cause != "acts" || !slices.Equal(c[0].Events, []string{"hit", "raid"}) {
		t.Errorf("%+v", c[0])
	}
	triangle.Explain(&c[0], record(6), nil, entente.Window{From: turns[0].From, To: turns[0].To})
	if c[0].Cause != "fading" || len(c[0].Events) != 0 {
		t.Errorf("%+v", c[0])
	}
}

// TestLaterMonthsChangeNoPhase: what comes after a phase leaves it as it was.
func TestLaterMonthsChangeNoPhase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.Float64Range(-1, 1)
		signs := map[entente.Pair][]float64{}
		for _, p := range []entente.Pair{{Source: "AAA", Target: "BBB"}, {Source: "AAA", Target: "CCC"}, {Source: "BBB", Target: "CCC"}} {
			for range 12 {
				signs[p] = append(signs[p], unit.Draw(t, "level"))
			}
		}
		var spans []entente.Window
		for m := range 12 {
			spans = append(spans, entente.Window{From: first.AddMonths(m), To: first.AddMonths(m+1) - 1})
		}
		judge := func(d entente.Day) [3]entente.Tie { return leaning(signs, d) }
		all := triangle.Trace(spans, judge)
		n := rapid.IntRange(1, 11).Draw(t, "months")
		for p := range signs {
			for m := n; m < 12; m++ {
				signs[p][m] = unit.Draw(t, "other")
			}
		}
		if got := triangle.Trace(spans[:n], judge); !reflect.DeepEqual(got, all[:n]) {
			t.Fatalf("%+v\n%+v", got, all[:n])
		}
	})
}

// TestFewestPoints: the least that turns the type is enough, and a little less is not.
func TestFewestPoints(t *testing.T) {
	ties := [3]entente.Tie{tie("AAA", "BBB", .9, .05), tie("AAA", "CCC", .1, .8), tie("BBB", "CCC", .2, .7)}
	bent := func(i int, conflict bool, points float64) entente.Tie {
		x := ties[i]
		share := 1 - math.Exp(-points/1000)
		if conflict {
			return tie(x.A, x.B, x.PPlus*(1-share), x.PMinus+share*(1-x.PMinus))
		}
		return tie(x.A, x.B, x.PPlus+share*(1-x.PPlus), x.PMinus*(1-share))
	}
	now := triangle.Classify(ties)
	b := triangle.FewestPoints(now, bent)
	if b == nil || b.A != "AAA" || b.B != "BBB" || !b.Conflict || b.Shape != entente.UnitVeto {
		t.Fatalf("%+v", b)
	}
	for _, x := range []struct {
		points float64
		same   bool
	}{{b.Points * .98, true}, {b.Points, false}} {
		with := ties
		with[0] = bent(0, true, x.points)
		if got := triangle.Classify(with).Shape == now.Shape; got != x.same {
			t.Errorf("%v points: the same type %v", x.points, got)
		}
	}
	if b := triangle.FewestPoints(now, func(i int, _ bool, _ float64) entente.Tie { return ties[i] }); b != nil {
		t.Errorf("what acts cannot change is turned by %+v", b)
	}
}

// drawn is a triangle in which the second and the third are friends.
func drawn() entente.Triangle {
	return triangle.Classify([3]entente.Tie{tie("AAA", "BBB", .3, .6), tie("AAA", "CCC", .05, .9), tie("BBB", "CCC", .9, .05)})
}

// turning are two years in which the first turns to the second in the later, and stays as
// it is with the third.
func turning(pressed float64) []entente.Cited {
	var out []entente.Cited
	for m := range 24 {
		given := 4 + float64(m%3)
		if m >= 12 {
			given += 20
		}
		conf := 10 + float64(m%4)
		if m >= 12 {
			conf -= pressed
		}
		out = append(out, cell("AAA", "BBB", m, "CONSULT", 1, 3, given, 0, fmt.Sprint("visit", m)), cell("AAA", "CCC", m, "CONSULT", 1, 2, 5+float64(m%2), 0),
			cell("AAA", "CCC", m, "ACCUSE", 3, 2, 0, conf))
	}
	return out
}

func find(t *testing.T, all []entente.Wedge, d, to entente.Code) entente.Wedge {
	t.Helper()
	for _, w := range all {
		if w.Divider == d && w.Target == to {
			return w
		}
	}
	t.Fatalf("nothing on %s and %s in %+v", d, to, all)
	return entente.Wedge{}
}

// TestWedge: behaviour leaves a wedge and stabilisation undecided; the divider's own words
// may tell, others' words are listed and do not.
func TestWedge(t *testing.T) {
	r := record(24, turning(0)...)
	got := find(t, triangle.Wedges(drawn(), r, nil, nil), "AAA", "BBB")
	if got.Verdict != triangle.Undecided || !strings.Contains(got.Why, "no statement") || got.Accommodation.Low <= 0 || len(got.Events) == 0 || !strings.HasPrefix(got.Events[0], "visit") {
		t.Errorf("%+v", got)
	}
	if got = find(t, triangle.Wedges(drawn(), r, nil, nil), "AAA", "CCC"); got.Verdict != triangle.NoWedge {
		t.Errorf("%+v", got)
	}
	if got = find(t, triangle.Wedges(drawn(), r, nil, nil), "BBB", "CCC"); got.Verdict != triangle.NoWedge || !strings.Contains(got.Why, "nothing to divide") {
		t.Errorf("%+v", got)
	}
	if got = find(t, triangle.Wedges(drawn(), record(24, turning(9)...), nil, nil), "AAA", "BBB"); got.Verdict != triangle.NoWedge || !strings.Contains(got.Why, "eased") {
		t.Errorf("uniform accommodation: %+v", got)
	}
	said := func(by, quote string) []entente.Report {
		x := entente.Report{Report: "r1", Story: "s", Citation: entente.Citation{Quote: quote, End: len(quote)}, Attribution: &entente.Attribution{Code: entente.Code(by), Kind: "actor"}}
		x.Source.Code, x.Target.Code = "AAA", "BBB"
		return []entente.Report{x}
	}
	for _, c := range []struct{ by, quote, verdict string }{
		{"AAA", "We want a stable and predictable relationship.", triangle.WordStability},
		{"AAA", "It is time to drive a wedge between the two.", triangle.WordWedge},
		{"CCC", "They mean to drive a wedge between us.", triangle.Undecided},
		{"AAA", "It was a good meeting.", triangle.Undecided},
	} {
		got := find(t, triangle.Wedges(drawn(), r, said(c.by, c.quote), nil), "AAA", "BBB")
		if got.Verdict != c.verdict {
			t.Errorf("%s: %q: %s, %s", c.by, c.quote, got.Verdict, got.Why)
		}
		if c.quote != "It was a good meeting." && (len(got.Statements) != 1 || got.Statements[0].Cite != "r1" || got.Statements[0].By != c.by) {
			t.Errorf("%q: %+v", c.quote, got.Statements)
		}
	}
}

// TestWedgeByItsViews: the divider's view that the two friends drift apart speaks for a
// wedge; somebody else's does not.
func TestWedgeByItsViews(t *testing.T) {
	minus := -1
	view := entente.Assessment{ID: "a1", A: entente.Corner{Code: "CCC"}, B: entente.Corner{Code: "BBB"}, Level: &minus, Holder: entente.Holder{By: "actor", Code: "AAA"}}
	if got := triangle.Statements("AAA", "BBB", "CCC", nil, []entente.Assessment{view}); len(got) != 1 || got[0].For != triangle.WordWedge || got[0].By != "AAA" {
		t.Errorf("%+v", got)
	}
	view.Holder = entente.Holder{By: "author"}
	if got := triangle.Statements("AAA", "BBB", "CCC", nil, []entente.Assessment{view}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestCoercion: pressure on one of two friends is told, and is no wedge by itself.
func TestCoercion(t *testing.T) {
	var cells []entente.Cited
	for m := range 24 {
		conf := 3 + float64(m%3)
		if m >= 12 {
			conf += 30
		}
		cells = append(cells, cell("AAA", "BBB", m, "SANCTION", 4, 2, 0, conf))
	}
	if got := find(t, triangle.Wedges(drawn(), record(24, cells...), nil, nil), "AAA", "BBB"); got.Verdict != triangle.Coercive || got.Coercion.Low <= 0 {
		t.Errorf("%+v", got)
	}
}

// TestHedging: equal ties at equal volume with two rivals are near 1; without rivals there
// is nothing to hedge between.
func TestHedging(t *testing.T) {
	level, minus := 1, -1
	at := func(a, b entente.Code, mean float64, l *int, plus, volume float64) entente.Tie {
		x := tie(a, b, plus, 1-plus)
		x.Mean, x.Low, x.High, x.Level, x.Acts.CoopAB = mean, mean-.05, mean+.05, l, volume
		return x
	}
	got := triangle.Hedgings(triangle.Classify([3]entente.Tie{at("AAA", "BBB", .5, &level, .9, 100), at("AAA", "CCC", .5, &level, .9, 80), at("BBB", "CCC", -.8, &minus, .05, 50)}))
	h := got[0]
	if h.Actor != "AAA" || h.Value == nil || h.Even.Value < .95 || h.Volume != .8 || math.Abs(h.Value.Value-.8*h.Even.Value) > 1e-12 || h.Rivals != .95 {
		t.Errorf("%+v", h)
	}
	if got[1].Value != nil || got[2].Value != nil || got[1].Why == "" {
		t.Errorf("%+v", got[1:])
	}
}

// TestGrounds: where most of what two have against each other is material and lies on one
// other's land, that is a flashpoint; where it is words, a buffer.
func TestGrounds(t *testing.T) {
	got := triangle.Where("BBB", "AAA", []triangle.Clash{{Land: "", Events: 100}, {Land: "AAA", Events: 10, Material: 5}, {Land: "UKR", Events: 40, Material: 35, Cites: []string{"x"}},
		{Land: "FIN", Events: 45, Material: 3}, {Land: "GEO", Events: 3, Material: 3}})
	if got.A != "AAA" || got.Events != 198 || got.Placed != 98 || len(got.Lands) != 3 {
		t.Fatalf("%+v", got)
	}
	for i, role := range []string{"buffer", "flashpoint", ""} {
		if got.Lands[i].Role != role {
			t.Errorf("%s is %q, want %q", got.Lands[i].Code, got.Lands[i].Role, role)
		}
	}
	if none := triangle.Where("AAA", "BBB", []triangle.Clash{{Events: 4}}); none.Own != nil || none.Why == "" {
		t.Errorf("%+v", none)
	}
}

// TestClashes: an event counts once, what only may be counts too, what was denied does not.
func TestClashes(t *testing.T) {
	at := func(id, report string, quad entente.Quad, intensity float64, status entente.Status, land entente.Code) entente.Report {
		r := entente.Report{ID: id, Report: report, Quad: quad, Intensity: intensity, Status: status, Stream: entente.Body}
		r.Source.Code, r.Target.Code = "AAA", "BBB"
		if land != "" {
			r.Place = &entente.Place{Country: land}
		}
		return r
	}
	got := triangle.Clashes("BBB", "AAA", []entente.Report{
		at("e1", "r1", 4, -10, entente.Fact, "UKR"), at("e1", "r2", 4, -10, entente.Fact, ""), at("e2", "r3", 3, -2, entente.Reported, "UKR"),
		at("e3", "r4", 3, -2, entente.Negated, "UKR"), at("e4", "r5", 1, 4, entente.Fact, "UKR"), at("e5", "r6", 3, -2, entente.Fact, ""),
	}, []entente.Land{{Pair: entente.Pair{Source: "BBB", Target: "AAA"}, Land: "GEO", Quad: 4, Events: 7, Cite: "g1"}, {Pair: entente.Pair{Source: "BBB", Target: "CCC"}, Land: "GEO", Events: 9}})
	want := []triangle.Clash{{Land: "", Events: 1, Cites: []string{"r6"}}, {Land: "GEO", Events: 7, Material: 7, Cites: []string{"g1"}}, {Land: "UKR", Events: 2, Material: 1, Cites: []string{"r1", "r3"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
