package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"entente"
	"entente/desk"
)

// Imports draws what an event file may hold: few actors and days, so that filters pick
// some; ids that are numbers and ids that are not; lines that sum several events; the
// same seed gives the same ones.
func Imports(seed int) entente.Batch {
	c := rand.New(rand.NewPCG(uint64(seed), 7))
	var b entente.Batch
	for i := range 20 + c.IntN(30) {
		b.Events = append(b.Events, drawImported(c, i))
	}
	for i := range 5 {
		b.Mentions = append(b.Mentions, entente.Mention{
			Source: "gdelt2", Event: fmt.Sprint(1000 + i/2), File: "m.csv", Line: i + 1, Published: drawDay(c, 20),
			Outlet: "paper.example", URL: fmt.Sprint("https://paper.example/", i), Sentence: i, Confidence: .5,
		})
	}
	for i := range 4 {
		b.Measures = append(b.Measures, entente.Measure{
			Series: pick(c, "nmc.cinc", "nmc.milex"), A: pick(c, entente.Code("USA"), "RUS"), From: entente.MakeDay(1990+i, 1, 1), To: entente.MakeDay(1990+i, 12, 31),
			Value: float64(i) / 7, Source: "NMC", Licence: "free", File: "nmc.csv", Line: i + 2,
		})
	}
	b.Problems = []entente.Problem{{Stage: "eventfile", Subject: "m.csv", Offset: 12, Message: "line 3: 2 columns in place of 16"}}
	return b
}

// geneva is a site that events have in common.
var geneva = &entente.Site{Place: entente.Place{Name: "Genève", Country: "CHE"}, Latitude: 46.2, Longitude: 6.15}

func drawImported(c *rand.Rand, i int) entente.Imported {
	root := pick(c, entente.Root("CONSULT"), "ASSAULT", "")
	e := entente.Imported{
		Provenance: entente.Provenance{
			Source: pick(c, "gdelt2", "icews", "mine"), ID: pick(c, fmt.Sprint(1000+i), fmt.Sprintf("0%d", i), fmt.Sprintf("id-%d", i)),
			File: pick(c, "a.csv", "б.zip:b.csv"), Line: i + 1, Mentions: c.IntN(3), Sources: c.IntN(3), Articles: c.IntN(3),
		},
		Day: drawDay(c, 6), Published: drawDay(c, 20),
		Source: &entente.Actor{Code: pick(c, entente.Code("USA"), "RUS", ""), Sector: pick(c, entente.Sector("GOV"), ""), Name: "Name", Role: pick(c, "", "president"), Raw: "USAGOV"},
		Target: &entente.Actor{Code: pick(c, entente.Code("RUS"), "USA", "CHN", ""), Raw: "Пу́тин"},
		Act: &entente.ActKind{
			Plover: entente.Plover{Event: root, Mode: "visit", Contexts: pick(c, nil, []string{}, []string{"diplomatic", "military"}, []string{"economic"})},
			Cameo:  "042", Quad: root.Quad(), Intensity: pick(c, 1.9, -9, 0), Scale: pick(c, "goldstein-icews", ""),
		},
		Site: pick(c, nil, &entente.Site{}, geneva, &entente.Site{Place: geneva.Place}), URL: pick(c, "", "https://example.org/"),
	}
	if c.IntN(4) == 0 {
		e.Provenance.Events = 2 + c.IntN(5)
	}
	if o := &e.Provenance; o.ID == fmt.Sprintf("id-%d", i) { // two codings may have one id
		o.ID, o.Source = fmt.Sprintf("id-%d", i/2), []string{"icews", "mine"}[i%2]
	}
	return e
}

func bring(t *testing.T, s desk.Store, b entente.Batch) entente.Taken {
	t.Helper()
	got, err := s.Import(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// beside says what [desk.Store.Events] must give where events were imported too.
func beside(readings []entente.Reading, imports []entente.Imported, f entente.Filter) []entente.Event {
	var events []entente.Event
	limit := f.Limit
	f.Limit = 0
	if f.TakesCoded() {
		events = Events(readings, f)
	}
	for i := range imports {
		e := &imports[i]
		r := e.Report()
		if matches(&r, f) && in(e.Provenance.Source, f.Sources) && (!f.AsOf.Known() || e.Published.Known() && e.Published <= f.AsOf) {
			events = append(events, entente.Event{ID: r.ID, Reports: []entente.Report{r}})
		}
	}
	slices.SortFunc(events, func(a, b entente.Event) int {
		return cmp.Or(compareDay(a.Window().From, b.Window().From), cmp.Compare(a.ID, b.ID))
	})
	if limit > 0 && len(events) > limit {
		events = events[:limit]
	}
	return events
}

func importsBeside(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs, b := Readings(seed), Imports(seed)
		s := open(t)
		save(t, s, rs...)
		got := bring(t, s, b)
		if want := (entente.Taken{Events: len(b.Events), Mentions: 5, Measures: 4, Problems: 1}); got != want {
			t.Errorf("importing did %+v, want %+v", got, want)
		}
		fs := someFilters()
		for _, f := range someFilters()[:6] {
			f.AsOf = entente.MakeDay(2021, 6, 9)
			fs = append(fs, f)
		}
		for _, sources := range [][]string{{entente.CodedHere}, {"gdelt2"}, {"icews", "mine"}, {entente.CodedHere, "mine"}, {"none"}} {
			fs = append(fs, entente.Filter{Sources: sources}, entente.Filter{Sources: sources, Limit: 5, Query: entente.Query{Pair: []entente.Code{"USA"}}})
		}
		for i, f := range fs {
			same(t, fmt.Sprintf("%+v", f), all(t, s.Events(t.Context(), f)), beside(rs, b.Events, f))
			picked(t, s, f)
			importTallies(t, s, rs, b.Events, f, []entente.Period{entente.Daily, entente.Weekly, entente.Monthly, entente.Yearly}[i%4])
			moved(t, s, b.Events, f, 1+i%3)
			named(t, s, b.Events, f)
			landed(t, s, b.Events, f)
			if f.Limit == 0 {
				importCounts(t, s, f, beside(rs, b.Events, f))
			}
		}
		for _, e := range beside(nil, b.Events, entente.Filter{}) {
			got, err := s.Event(t.Context(), e.ID)
			if err != nil {
				t.Fatal(err)
			}
			same(t, e.ID, got, e)
		}
		for _, id := range []string{"gdelt2:", ":1", "gdelt2:-1", "none:1000"} {
			if _, err := s.Event(t.Context(), id); !errors.Is(err, entente.ErrNotFound) {
				t.Errorf("the event %q gives %v", id, err)
			}
		}
		covers(t, s, rs, b.Events)
	}
}

// picked holds [entente.Filter.Pick] to the store: of all events it gives what the store is asked
// for by actors and days.
func picked(t *testing.T, s desk.Store, f entente.Filter) {
	t.Helper()
	own := entente.Filter{Query: entente.Query{Pair: f.Pair, Directed: f.Directed, From: f.From, To: f.To}, Among: f.Among, Apart: f.Apart}
	got, want := own.Pick(all(t, s.Events(t.Context(), entente.Filter{}))), all(t, s.Events(t.Context(), own))
	if len(got)+len(want) > 0 {
		same(t, fmt.Sprintf("events picked by %+v", own), got, want)
	}
}

func moved(t *testing.T, s desk.Store, imports []entente.Imported, f entente.Filter, each int) {
	t.Helper()
	ts, got, err := s.Movers(t.Context(), f, each)
	if err != nil {
		t.Fatal(err)
	}
	same(t, fmt.Sprintf("movers of %+v", f), got, movers(imports, f, each))
	f.Limit = 0
	var want []entente.Tally
	for _, t := range tally(beside(nil, imports, undated(f)), f, entente.Daily) {
		if !t.Within() {
			want = append(want, t)
		}
	}
	same(t, fmt.Sprintf("tallies of the movers of %+v", f), ts, want)
}

// named asks for all imported events by their ids, one of them twice, and one that is not
// there.
func named(t *testing.T, s desk.Store, imports []entente.Imported, f entente.Filter) {
	t.Helper()
	ids := []string{"gdelt2:17000000", "e_1", "gdelt2:"}
	for i := range imports {
		ids = append(ids, imports[i].Provenance.EventID())
	}
	got, err := s.Named(t.Context(), f, append(ids, ids[len(ids)-1]))
	if err != nil {
		t.Fatal(err)
	}
	f.Limit = 0
	want := beside(nil, imports, undated(f))
	slices.SortFunc(want, func(a, b entente.Event) int { return cmp.Compare(a.ID, b.ID) })
	if len(got)+len(want) > 0 {
		same(t, fmt.Sprintf("events by id of %+v", f), got, want)
	}
	known := append(ids[3:], ids[len(ids)-1])
	for range 2 { // of what was asked for before
		if got, err = s.Named(t.Context(), f, known); err != nil {
			t.Fatal(err)
		}
		if len(got)+len(want) > 0 {
			same(t, fmt.Sprintf("known events by id of %+v", f), got, want)
		}
	}
	if got, err := s.Named(t.Context(), f, nil); len(got) > 0 || err != nil {
		t.Errorf("no ids name %d events, %v", len(got), err)
	}
}

// landed asks whose territory conflict lies on.
func landed(t *testing.T, s desk.Store, imports []entente.Imported, f entente.Filter) {
	t.Helper()
	got, err := s.Lands(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	f.Limit = 0
	var want []entente.Land
	for _, e := range beside(nil, imports, undated(f)) {
		r := &e.Reports[0]
		from, to := r.Source.Code, r.Target.Code
		if r.Intensity >= 0 || from == "" || to == "" || from == to || f.From.Known() && !(r.Date.Known() && r.Date >= f.From) || f.To.Known() && !(r.Date.Known() && r.Date <= f.To) {
			continue
		}
		l := entente.Land{Pair: entente.Pair{Source: from, Target: to}, Quad: r.Quad}
		if r.Place != nil {
			l.Land = r.Place.Country
		}
		l.Events = r.Provenance.Count()
		want = append(want, l)
	}
	for i := range got {
		e, err := s.Event(t.Context(), got[i].Cite)
		if r := e.Reports; err != nil || r[0].Source.Code != got[i].Source || r[0].Target.Code != got[i].Target || r[0].Quad != got[i].Quad || r[0].Intensity >= 0 {
			t.Errorf("%+v cites %+v, %v", got[i], e, err)
		}
		got[i].Cite = ""
	}
	same(t, fmt.Sprintf("places of conflict of %+v", f), got, landsOf(want))
}

// landsOf adds up lands of one pair, territory and class, in order.
func landsOf(all []entente.Land) []entente.Land {
	slices.SortFunc(all, func(a, b entente.Land) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Land, b.Land), cmp.Compare(a.Quad, b.Quad))
	})
	var out []entente.Land
	for _, l := range all {
		if n := len(out) - 1; n >= 0 && out[n].Pair == l.Pair && out[n].Land == l.Land && out[n].Quad == l.Quad {
			out[n].Events += l.Events
			continue
		}
		out = append(out, l)
	}
	return out
}

// movers says what [desk.Store.Movers] must give.
func movers(imports []entente.Imported, f entente.Filter, each int) []entente.Event {
	type group struct {
		a, b     entente.Code
		conflict bool
	}
	f.Limit = 0
	groups := map[group][]entente.Event{}
	for _, e := range beside(nil, imports, f) {
		r := &e.Reports[0]
		if r.Provenance == nil || !r.Date.Known() || r.Intensity == 0 || r.Source.Code == "" || r.Target.Code == "" || r.Source.Code == r.Target.Code {
			continue
		}
		g := group{min(r.Source.Code, r.Target.Code), max(r.Source.Code, r.Target.Code), r.Intensity < 0}
		groups[g] = append(groups[g], e)
	}
	var out []entente.Event
	for _, g := range groups {
		slices.SortFunc(g, heavier)
		out = append(out, g[:min(each, len(g))]...)
	}
	slices.SortFunc(out, func(a, b entente.Event) int {
		return cmp.Or(cmp.Compare(a.Window().From, b.Window().From), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func heavier(a, b entente.Event) int {
	x, y := &a.Reports[0], &b.Reports[0]
	weight := func(r *entente.Report) float64 { return math.Abs(r.Intensity) * float64(r.Provenance.Count()) }
	m, errA := strconv.Atoi(x.Provenance.ID)
	n, errB := strconv.Atoi(y.Provenance.ID)
	numberA, numberB := errA == nil && x.Provenance.ID[0] != '0', errB == nil && y.Provenance.ID[0] != '0'
	byID := 0
	switch {
	case numberA && numberB:
		byID = cmp.Compare(m, n)
	case numberA:
		byID = -1
	case numberB:
		byID = 1
	default:
		byID = cmp.Compare(x.Provenance.ID, y.Provenance.ID)
	}
	return cmp.Or(cmp.Compare(weight(y), weight(x)), cmp.Compare(y.Date, x.Date), cmp.Compare(x.Provenance.Source, y.Provenance.Source), byID)
}

func importTallies(t *testing.T, s desk.Store, rs []entente.Reading, imports []entente.Imported, f entente.Filter, p entente.Period) {
	t.Helper()
	got, err := s.Tallies(t.Context(), f, p)
	if err != nil {
		t.Fatal(err)
	}
	same(t, fmt.Sprintf("tallies by %s of %+v", p, f), got, tally(beside(rs, imports, undated(f)), f, p))
	volumeIs(t, s, f, p)
}

func importCounts(t *testing.T, s desk.Store, f entente.Filter, events []entente.Event) {
	t.Helper()
	c, err := s.Counts(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	var want entente.Counts
	for i := range events {
		e := &events[i]
		want.Events += count(e)
		want.Reports += len(e.Reports)
		if !e.Window().From.Known() {
			want.Undated += count(e)
		}
		if e.Reports[0].Provenance != nil {
			want.Imported += count(e)
		}
	}
	same(t, fmt.Sprintf("counts of %+v", f), []int{c.Events, c.Reports, c.Undated, c.Imported}, []int{want.Events, want.Reports, want.Undated, want.Imported})
	if c.Mentions != 5 || c.Measures != 4 {
		t.Errorf("counts are %+v", c)
	}
}

// covers: a day on which an imported event was published is a day read.
func covers(t *testing.T, s desk.Store, rs []entente.Reading, imports []entente.Imported) {
	t.Helper()
	for _, sources := range [][]string{nil, {"icews"}, {entente.CodedHere}} {
		f := entente.Filter{Sources: sources, AsOf: entente.MakeDay(2021, 6, 12)}
		var want []entente.Day
		for _, r := range rs {
			if f.TakesCoded() {
				want = append(want, r.Story.Published)
			}
		}
		for _, e := range imports {
			if in(e.Provenance.Source, sources) {
				want = append(want, e.Published)
			}
		}
		want = slices.DeleteFunc(want, func(d entente.Day) bool { return !d.Known() || d > f.AsOf })
		slices.Sort(want)
		got, err := s.Coverage(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("days of %v", sources), got, slices.Compact(want))
	}
}

func importsTwice(t *testing.T, open func(*testing.T) desk.Store) {
	b := Imports(2)
	s := open(t)
	bring(t, s, b)
	want := snapshot(t, s)
	known := entente.Taken{Known: len(b.Events) + len(b.Mentions) + len(b.Measures)}
	same(t, "the second time", bring(t, s, b), known)
	same(t, "after the second time", snapshot(t, s), want)
	twice := b
	twice.Events, twice.Mentions = append(slices.Clone(b.Events), b.Events...), append(slices.Clone(b.Mentions), b.Mentions...)
	twice.Problems = append(slices.Clone(b.Problems), b.Problems...)
	other := open(t)
	bring(t, other, twice)
	same(t, "twice at once", snapshot(t, other), want)
	// In parts that overlap, and backwards.
	parts := open(t)
	for end := len(b.Events); end > 0; end -= 3 {
		bring(t, parts, entente.Batch{Events: b.Events[max(0, end-5):end]})
	}
	bring(t, parts, entente.Batch{Mentions: b.Mentions, Measures: b.Measures, Problems: b.Problems})
	same(t, "in parts", snapshot(t, parts), want)
	// Another file with the same event tells nothing new.
	again := b.Events[0]
	again.Provenance.File, again.URL = "later.csv", "https://example.org/later"
	same(t, "from another file", bring(t, s, entente.Batch{Events: []entente.Imported{again}}), entente.Taken{Known: 1})
	same(t, "after another file", snapshot(t, s), want)
}

// importsLicensed: on what terms a coding may be used is known of that coding alone, also
// where all its events were known already; a file that tells none changes none.
func importsLicensed(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	b := Imports(2)
	terms := func(want string) {
		t.Helper()
		held, err := s.Holdings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range held {
			if is := map[bool]string{true: want}[h.Source == "mine"]; h.Licence != is {
				t.Errorf("the terms of %s are %q, not %q", h.Source, h.Licence, is)
			}
		}
	}
	b.Licences = map[string]string{"mine": "CC BY 4.0"}
	bring(t, s, b)
	terms("CC BY 4.0")
	b.Licences = nil
	bring(t, s, b)
	terms("CC BY 4.0")
	b.Licences = map[string]string{"mine": "CC0"}
	bring(t, s, b)
	terms("CC0")
}

// importsShared: whether events point to one actor, act or site or each to its own changes
// nothing.
func importsShared(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		b := Imports(seed)
		own := open(t)
		bring(t, own, b)
		actors := map[entente.Actor]*entente.Actor{}
		one := func(a *entente.Actor) *entente.Actor {
			if actors[*a] == nil {
				actors[*a] = a
			}
			return actors[*a]
		}
		sites, urls := map[entente.Site]*entente.Site{}, map[string]string{}
		b.Events = slices.Clone(b.Events)
		for i := range b.Events {
			e := &b.Events[i]
			e.Source, e.Target = one(e.Source), one(e.Target)
			if p := e.Site; p != nil {
				if sites[*p] == nil {
					sites[*p] = p
				}
				e.Site = sites[*p]
			}
			if _, ok := urls[e.URL]; !ok {
				urls[e.URL] = e.URL
			}
			e.URL = urls[e.URL]
		}
		shared := open(t)
		for half := range slices.Chunk(b.Events, len(b.Events)/2+1) { // the second points to what the first did
			bring(t, shared, entente.Batch{Events: half})
		}
		bring(t, shared, entente.Batch{Mentions: b.Mentions, Measures: b.Measures, Problems: b.Problems})
		same(t, "shared", snapshot(t, shared), snapshot(t, own))
	}
}

func importsWhole(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	for name, spoil := range map[string]func(*entente.Batch){
		"NUL in a name":      func(b *entente.Batch) { b.Events[3].Source = &entente.Actor{Name: "a\x00"} },
		"half a letter":      func(b *entente.Batch) { b.Events[3].URL = "\xd0" },
		"NUL in a context":   func(b *entente.Batch) { b.Events[3].Act.Plover.Contexts = []string{"\x00"} },
		"NUL in an id":       func(b *entente.Batch) { b.Events[3].Provenance.ID = "\x00" },
		"NUL in a mention":   func(b *entente.Batch) { b.Mentions[4].Outlet = "\x00" },
		"NUL in a figure":    func(b *entente.Batch) { b.Measures[0].Licence = "\xff" },
		"NUL in a problem":   func(b *entente.Batch) { b.Problems[0].Message = "\xff" },
		"NUL in a file name": func(b *entente.Batch) { b.Events[3].Provenance.File = "\xff" },
	} {
		b := Imports(3)
		spoil(&b)
		if _, err := s.Import(t.Context(), b); !errors.Is(err, entente.ErrNotText) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, spoil := range map[string]func(*entente.Imported){
		"no id": func(e *entente.Imported) { e.Provenance.ID = "" }, "no source": func(e *entente.Imported) { e.Provenance.Source = "" },
		"the source of coded ones": func(e *entente.Imported) { e.Provenance.Source = entente.CodedHere },
	} {
		b := Imports(3)
		spoil(&b.Events[2])
		if _, err := s.Import(t.Context(), b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	same(t, "after refusing", snapshot(t, s), contents{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Import(ctx, Imports(3)); !errors.Is(err, context.Canceled) {
		t.Errorf("importing gives %v", err)
	}
	same(t, "after cancelling", snapshot(t, s), contents{})
	bring(t, s, Imports(3))
	same(t, "events", all(t, s.Events(t.Context(), entente.Filter{})), beside(nil, Imports(3).Events, entente.Filter{}))
}

func mentions(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	b := Imports(1)
	bring(t, s, entente.Batch{Mentions: b.Mentions}) // the event itself may be in another file
	got := all(t, s.Mentions(t.Context(), "gdelt2:1001"))
	want := slices.Clone(b.Mentions[2:4])
	slices.SortFunc(want, func(a, b entente.Mention) int {
		return cmp.Or(compareDay(a.Published, b.Published), cmp.Compare(a.URL, b.URL))
	})
	same(t, "mentions", got, want)
	for _, id := range []string{"gdelt1:1001", "gdelt2:7", "e_1", ""} {
		if got := all(t, s.Mentions(t.Context(), id)); len(got) > 0 {
			t.Errorf("%q has mentions %+v", id, got)
		}
	}
}

func measures(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	day := func(y int) entente.Day { return entente.MakeDay(y, 1, 1) }
	m := entente.Measure{Series: "trade.imports", A: "USA", B: "RUS", From: day(2000), To: day(2001) - 1, Value: 3, Source: "COW", Licence: "free", File: "t.csv", Line: 2}
	back, later, state := m, m, m
	back.A, back.B = m.B, m.A
	later.From, later.To = day(2001), day(2002)-1
	state.Series, state.A, state.B = "nmc.cinc", "CHN", ""
	same(t, "first", bring(t, s, entente.Batch{Measures: []entente.Measure{m, back, later, state, m}}), entente.Taken{Measures: 4, Known: 1})
	for _, c := range []struct {
		f    entente.MeasureFilter
		want []entente.Measure
	}{
		{entente.MeasureFilter{}, []entente.Measure{state, back, m, later}},
		{entente.MeasureFilter{Series: []string{"nmc.cinc"}}, []entente.Measure{state}},
		{entente.MeasureFilter{Pair: []entente.Code{"RUS", "USA"}, To: day(2000)}, []entente.Measure{back, m}},
		{entente.MeasureFilter{Pair: []entente.Code{"CHN"}}, []entente.Measure{state}},
		{entente.MeasureFilter{From: day(2001)}, []entente.Measure{later}},
	} {
		same(t, fmt.Sprintf("%+v", c.f), all(t, s.Measures(t.Context(), c.f)), c.want)
	}
	changed := later
	changed.Value, changed.Line = 4, 9
	same(t, "changed", bring(t, s, entente.Batch{Measures: []entente.Measure{m, changed}}), entente.Taken{Changed: 1, Known: 1})
	same(t, "after the change", all(t, s.Measures(t.Context(), entente.MeasureFilter{From: day(2001)})), []entente.Measure{changed})
	other := m
	other.Source, other.Value = "IMF", 5
	bring(t, s, entente.Batch{Measures: []entente.Measure{other}})
	same(t, "two sources", all(t, s.Measures(t.Context(), entente.MeasureFilter{Pair: []entente.Code{"USA", "RUS"}, To: day(2000)})), []entente.Measure{back, m, other})
}

// citesEvents: a tally's cites are the heaviest of the events that it counts.
func citesEvents(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs, b := Readings(seed), Imports(seed)
		s := open(t)
		save(t, s, rs...)
		bring(t, s, b)
		fs := someFilters()
		fs = append(fs, entente.Filter{AsOf: entente.MakeDay(2021, 6, 9)}, entente.Filter{Sources: []string{"icews"}}, entente.Filter{Sources: []string{entente.CodedHere}})
		for i, f := range fs {
			p := []entente.Period{entente.Daily, entente.Monthly}[i%2]
			events := beside(rs, b.Events, undated(f))
			want := tally(events, f, p)
			got, err := s.Cited(t.Context(), f, p, 2)
			if err != nil {
				t.Fatal(err)
			}
			var ts []entente.Tally
			for _, c := range got {
				ts = append(ts, c.Tally)
				ids, mutual := heaviest(events, f, p, c.Tally, 2)
				same(t, fmt.Sprintf("cites of %+v in %+v", c.Tally, f), c.Cites, ids)
				same(t, fmt.Sprintf("the mutual part of %+v in %+v", c.Tally, f), c.Mutual, mutual)
			}
			same(t, fmt.Sprintf("cited tallies of %+v", f), ts, want)
			daysAre(t, s, f, beside(rs, b.Events, f))
		}
	}
}

// daysAre holds the days of a filter without a limit to those of the reports it picks.
func daysAre(t *testing.T, s desk.Store, f entente.Filter, events []entente.Event) {
	t.Helper()
	if f.Limit > 0 {
		return
	}
	want := []entente.Day{}
	for _, e := range events {
		for i := range e.Reports {
			if from, _ := span(&e.Reports[i]); from.Known() {
				want = append(want, from)
			}
		}
	}
	slices.Sort(want)
	got, err := s.Days(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	same(t, fmt.Sprintf("days of %+v", f), got, slices.Compact(want))
}

// heaviest gives the ids of the events that weigh most in a tally, and the sums of the
// reciprocal ones.
func heaviest(events []entente.Event, f entente.Filter, p entente.Period, in entente.Tally, n int) ([]string, entente.Sums) {
	type weighed struct {
		id     string
		weight float64
	}
	var all []weighed
	var mutual entente.Sums
	either := f
	either.Directed = false
	for _, e := range events {
		e.Reports = slices.DeleteFunc(slices.Clone(e.Reports), func(r entente.Report) bool {
			return !r.Stream.Counts() || r.Source.Code == "" || r.Target.Code == ""
		})
		both := len(tallyEvent(e, either, p)) == 2
		for _, t := range tallyEvent(e, f, p) {
			if t.Pair != in.Pair || t.Period != in.Period || t.Root != in.Root || t.Quad != in.Quad {
				continue
			}
			all = append(all, weighed{e.ID, t.Coop + t.Conf})
			if both {
				mutual.Events++
				mutual.Reports += t.Reports
				mutual.Weight += t.Weight
				mutual.Coop += t.Coop
				mutual.Conf += t.Conf
			}
		}
	}
	mutual.Weight, mutual.Coop, mutual.Conf = mutual.Weight/1e6, mutual.Coop/1e6, mutual.Conf/1e6
	slices.SortFunc(all, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.id, b.id)) })
	ids := []string{}
	for _, w := range all[:min(n, len(all))] {
		ids = append(ids, w.id)
	}
	return ids, mutual
}
