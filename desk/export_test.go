package desk_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"entente"
	"entente/desk"
	"entente/duckdb"
	"entente/export"
	"entente/storetest"
)

func drain[T any](t *testing.T, seq func(func(T, error) bool)) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// filled is a store of drawn readings and imports.
func filled(t *testing.T, seed int) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Save(t.Context(), storetest.Readings(seed)...); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(t.Context(), storetest.Imports(seed)); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestActs: every event comes once, with its lead and what is cited of its stories.
func TestActs(t *testing.T) {
	s := filled(t, 1)
	events := drain(t, s.Events(t.Context(), entente.Filter{}))
	acts := drain(t, desk.Acts(t.Context(), s, entente.Filter{}))
	if len(acts) != len(events) || len(acts) < 20 {
		t.Fatalf("%d acts of %d events", len(acts), len(events))
	}
	cited := 0
	for i, a := range acts {
		if !reflect.DeepEqual(a.Event, events[i]) || a.Lead == nil {
			t.Errorf("act %d is %+v", i, a)
		}
		for _, r := range a.Reports {
			if r.Story == "" {
				continue
			}
			if o := a.Outlets[r.Story]; o.Story != r.Story || o.URL == "" || o.Hash == "" {
				t.Errorf("story %s is cited as %+v", r.Story, o)
			}
			cited++
		}
	}
	if cited == 0 {
		t.Error("no story is cited")
	}
	one, err := desk.Act(t.Context(), s, acts[0].Reports[0].Report, 0)
	if err != nil || one.ID != acts[0].ID {
		t.Errorf("%+v, %v", one, err)
	}
}

func panel(p entente.Period) desk.Panel {
	return desk.Panel{Period: p, Cites: 3, Names: func(c entente.Code) string { return "the " + string(c) }}
}

// dyadOf is a row without what tallies do not know.
func dyadOf(d *export.Dyad) entente.Tally {
	return entente.Tally{Pair: entente.Pair{Source: d.A, Target: d.B}, Period: d.From, Root: d.Root, Events: d.Events, Reports: d.Reports, Weight: d.Weight, Coop: d.Coop, Conf: d.Conf}
}

// TestDyadsAreTheTallies: by root the rows are the store's tallies, quads together, in
// order of period; without roots they add up to them.
func TestDyadsAreTheTallies(t *testing.T) {
	s := filled(t, 2)
	for _, f := range []entente.Filter{{}, {Query: entente.Query{From: entente.MakeDay(2021, 6, 2), To: entente.MakeDay(2021, 6, 4)}}, {Sources: []string{entente.CodedHere}}} {
		for _, period := range []entente.Period{entente.Daily, entente.Weekly, entente.Monthly, entente.Yearly} {
			tallies, err := s.Tallies(t.Context(), f, period)
			if err != nil {
				t.Fatal(err)
			}
			p := panel(period)
			p.ByRoot = true
			rows := drain(t, desk.Dyads(t.Context(), s, f, p))
			var got, want []entente.Tally
			for _, d := range rows {
				got = append(got, dyadOf(d))
				if d.Quads[1]+d.Quads[4]+d.Quads[0] != d.Events || len(d.Cites) == 0 || d.AName != "the "+string(d.A) {
					t.Errorf("row %+v", d)
				}
			}
			for _, x := range tallies {
				x.Quad = 0
				if n := len(want); n > 0 && want[n-1].Pair == x.Pair && want[n-1].Period == x.Period && want[n-1].Root == x.Root {
					t.Fatalf("two quads of one root: %+v", x)
				}
				want = append(want, x)
			}
			slices.SortFunc(want, func(a, b entente.Tally) int {
				return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Root, b.Root))
			})
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("by %s of %+v:\n got %+v\nwant %+v", period, f, got, want)
			}
			p.ByRoot = false
			events := 0
			for _, d := range drain(t, desk.Dyads(t.Context(), s, f, p)) {
				events += d.Events
			}
			sum := 0
			for _, x := range tallies {
				sum += x.Events
			}
			if events != sum || sum == 0 {
				t.Errorf("%d events in the rows, %d in the tallies", events, sum)
			}
		}
	}
}

// TestUndirected: an undirected row counts every event of the two once.
func TestUndirected(t *testing.T) {
	for seed := range 3 {
		s := filled(t, seed)
		p := panel(entente.Yearly)
		p.Undirected = true
		for _, d := range drain(t, desk.Dyads(t.Context(), s, entente.Filter{}, p)) {
			if d.B < d.A || d.Directed {
				t.Errorf("row %+v", d)
			}
			want := 0
			for _, e := range drain(t, s.Events(t.Context(), entente.Filter{Query: entente.Query{Pair: []entente.Code{d.A, d.B}}})) {
				lead := e.Lead()
				if d.A == d.B && lead.Source.Code != lead.Target.Code {
					continue
				}
				if lead.Stream.Counts() && lead.Status.Weight() > 0 && e.Window().From.Known() {
					if lead.Provenance != nil {
						want += lead.Provenance.Count()
					} else {
						want++
					}
				}
			}
			if d.Events != want {
				t.Errorf("seed %d: %s and %s have %d events, want %d", seed, d.A, d.B, d.Events, want)
			}
		}
	}
}

// TestCompletePanel: every pair has a row in every period, and noughts of a period that
// was not read say so.
func TestCompletePanel(t *testing.T) {
	s := filled(t, 1)
	p := panel(entente.Daily)
	p.Complete = true
	f := entente.Filter{Query: entente.Query{From: entente.MakeDay(2021, 5, 30), To: entente.MakeDay(2021, 6, 30)}}
	rows := drain(t, desk.Dyads(t.Context(), s, f, p))
	days, empty, covered := map[entente.Pair]map[entente.Day]bool{}, 0, 0
	for _, d := range rows {
		pair := entente.Pair{Source: d.A, Target: d.B}
		if days[pair] == nil {
			days[pair] = map[entente.Day]bool{}
		}
		days[pair][d.From] = true
		if d.Events == 0 {
			empty++
		}
		if d.Covered {
			covered++
			if d.From < entente.MakeDay(2021, 6, 1) {
				t.Errorf("nothing was read on %s", d.From)
			}
		}
	}
	for pair, d := range days {
		if len(d) != 32 {
			t.Errorf("%v has %d days", pair, len(d))
		}
	}
	if len(days) < 3 || empty == 0 || covered == 0 {
		t.Errorf("%d pairs, %d empty rows, %d covered", len(days), empty, covered)
	}
}

// TestDyadYears: states come under the numbers they had on the day, and what has none
// is left out.
func TestDyadYears(t *testing.T) {
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var b entente.Batch
	add := func(day entente.Day, a, z entente.Code) {
		b.Events = append(b.Events, entente.Imported{
			Provenance: entente.Provenance{Source: "mine", ID: fmt.Sprint(len(b.Events) + 1), File: "f", Line: len(b.Events) + 1}, Day: day, Published: day,
			Source: &entente.Actor{Code: a}, Target: &entente.Actor{Code: z},
			Act: &entente.ActKind{Plover: entente.Plover{Event: "CONSULT"}, Cameo: "040", Quad: 1, Intensity: 1, Scale: "goldstein-icews"},
		})
	}
	add(entente.MakeDay(1990, 5, 1), "DEU", "FRA") // 260
	add(entente.MakeDay(1990, 11, 1), "DEU", "FRA")
	add(entente.MakeDay(1990, 12, 1), "DEU", "FRA") // 255
	add(entente.MakeDay(1991, 6, 1), "SUN", "USA")
	add(entente.MakeDay(1991, 12, 28), "RUS", "USA") // the same number
	add(entente.MakeDay(1991, 6, 2), "USA", "IGO:NATO")
	add(entente.MakeDay(2010, 6, 2), "SRB", "TON")
	if _, err := s.Import(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	p := panel("")
	p.Names = tools.Lexicon.NameOf
	got := []string{}
	for _, d := range drain(t, desk.DyadYears(t.Context(), s, tools.Lexicon, entente.Filter{}, p)) {
		got = append(got, fmt.Sprint(d.Year, d.COW, d.GW, d.Codes, d.Events, d.Coop, d.Cites, d.Covered))
	}
	want := []string{
		"1990 [255 220] [260 220] [DEU FRA] 2 2 [mine:2 mine:3] true", "1990 [260 220] [260 220] [DEU FRA] 1 1 [mine:1] true",
		"1991 [365 2] [365 2] [RUS USA] 2 2 [mine:4 mine:5] true", "2010 [345 955] [340 972] [SRB TON] 1 1 [mine:7] true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	p.Complete, p.Undirected = true, true
	f := entente.Filter{Query: entente.Query{From: entente.MakeDay(1990, 1, 1), To: entente.MakeDay(1991, 12, 31)}}
	rows, german := map[int]int{}, map[int]int{}
	for _, d := range drain(t, desk.DyadYears(t.Context(), s, tools.Lexicon, f, p)) {
		rows[d.Year]++
		if d.COW[0] >= d.COW[1] && d.COW[1] != 0 || d.Directed {
			t.Errorf("row %+v", d)
		}
		if d.COW == [2]int{2, 255} || d.COW == [2]int{2, 260} {
			german[d.Year]++
		}
	}
	if rows[1990] < 150*149/2 || rows[1991] < rows[1990] || german[1990] != 2 || german[1991] != 1 {
		t.Errorf("rows %v, of which USA and Germany %v", rows, german)
	}
}

// TestPhasesAreTheTriangles: a row is what a brief answers as of its last day, and knows
// nothing of later days.
func TestPhasesAreTheTriangles(t *testing.T) {
	s := filled(t, 1)
	f := entente.Filter{Sources: []string{entente.CodedHere}}
	corners := [3]entente.Code{"CHN", "RUS", "USA"}
	p := panel(entente.Weekly)
	rows := drain(t, desk.Phases(t.Context(), s, f, [][3]entente.Code{corners}, p))
	if len(rows) < 2 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, ph := range rows {
		asked := f
		asked.AsOf = ph.To
		b, err := desk.Brief(t.Context(), s, desk.Question{Filter: asked, Corners: corners[:]})
		if err != nil {
			t.Fatal(err)
		}
		want := b.Triangles[0]
		if !reflect.DeepEqual(ph.Triangle, want) || ph.Names[0] != "the CHN" {
			t.Errorf("as of %s:\n got %+v\nwant %+v", ph.To, ph.Triangle, want)
		}
		for _, id := range ph.Cites {
			if id == "" {
				t.Error("an empty cite")
			}
		}
	}
	f.AsOf, f.To = entente.MakeDay(2021, 6, 9), entente.MakeDay(2021, 6, 30)
	for _, ph := range drain(t, desk.Phases(t.Context(), s, f, [][3]entente.Code{corners}, p)) {
		if ph.To > f.AsOf {
			t.Errorf("asked as of %s, answered as of %s", f.AsOf, ph.To)
		}
	}
	last := rows[len(rows)-1]
	if last.Ties[2].Acts.Events == 0 || len(last.Cites) == 0 {
		t.Errorf("the last row rests on nothing: %+v", last)
	}
}
