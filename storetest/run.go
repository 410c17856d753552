package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"entente"
	"entente/desk"
)

// seeds is how many sets of readings each promise is tried with.
const seeds = 3

// Run holds a store to its promises. Each call of open must give a new, empty store,
// and see to its closing.
func Run(t *testing.T, open func(t *testing.T) desk.Store) {
	for _, p := range []struct {
		name string
		test func(*testing.T, func(*testing.T) desk.Store)
	}{
		{"an empty store answers", emptyAnswers},
		{"what was saved is read as it was", readsBack},
		{"reading twice changes nothing", readsTwice},
		{"events do not depend on the order of reading", orderless},
		{"a merged event keeps its ids", keepsIDs},
		{"an id made for want of another leads on", keepsMadeIDs},
		{"filters pick", filters},
		{"tallies are those of plain Go", tallies},
		{"nothing later than the day asked for", asOf},
		{"later news parts what was one", asOfParts},
		{"a new reading takes the place of the old", supersedes},
		{"as of any day what then counted counts", asOfAnyDay},
		{"words that come back count again", comesBack},
		{"an id leads to what was known on a day", laterIDs},
		{"a withdrawn story is kept and does not count", withdraws},
		{"decisions are kept and respected", decides},
		{"problems are kept", problems},
		{"what is not text is refused, whole", refuses},
		{"a cancelled context ends it", cancelled},
		{"many may read while one writes", concurrent},
		{"imported events stand beside those coded", importsBeside},
		{"importing twice adds nothing", importsTwice},
		{"the terms of imported events are kept, as told last", importsLicensed},
		{"what imported events share is told apart by nobody", importsShared},
		{"an import is kept whole or not at all", importsWhole},
		{"mentions of an imported event are kept once", mentions},
		{"a figure with another value takes its place", measures},
		{"a tally cites the events that it counts", citesEvents},
		{"what happened between two is told with the day on which it became known", tellsDeeds},
		{"a forecast on record stays as it is", ledger},
	} {
		t.Run(p.name, func(t *testing.T) { p.test(t, open) })
	}
}

// Reopen holds a store to keeping what it was given: each call of open must open the
// same store, empty the first time.
func Reopen(t *testing.T, open func(t *testing.T) desk.Store) {
	rs, b := Readings(1), Imports(1)
	s := open(t)
	save(t, s, rs...)
	bring(t, s, b)
	want := snapshot(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t)
	same(t, "after opening again", snapshot(t, s), want)
	if got := save(t, s, rs...); got.Known != len(rs) {
		t.Errorf("after opening again, saving did %+v", got)
	}
	if got := bring(t, s, b); got != (entente.Taken{Known: len(b.Events) + len(b.Mentions) + len(b.Measures)}) {
		t.Errorf("after opening again, importing did %+v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, s desk.Store, rs ...entente.Reading) entente.Receipt {
	t.Helper()
	got, err := s.Save(t.Context(), rs...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func all[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var vs []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		vs = append(vs, v)
	}
	return vs
}

// same compares two values and prints them from where their texts part.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if reflect.DeepEqual(got, want) {
		return
	}
	a, b := text(got), text(want)
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	t.Fatalf("%s, from byte %d:\n got %s\nwant %s", what, n, excerpt(a, n), excerpt(b, n))
}

// text writes a value without the addresses of what it points to.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%+v", v)
	}
	return string(b)
}

// excerpt is what stands around a place of a text.
func excerpt(s string, at int) string {
	return strings.ToValidUTF8(s[max(0, at-300):min(len(s), at+700)], "")
}

// contents is all that a store answers without a filter.
type contents struct {
	Stories     []entente.Outlet
	Events      []entente.Event
	Assessments []entente.Assessment
	Problems    []entente.Problem
	Tallies     []entente.Tally
	Coverage    []entente.Day
	Counts      entente.Counts
	Holdings    []entente.Holding
	Measures    []entente.Measure
}

func snapshot(t *testing.T, s desk.Store) contents {
	t.Helper()
	var f entente.Filter
	c := contents{
		Stories: all(t, s.Stories(t.Context(), f)), Events: all(t, s.Events(t.Context(), f)),
		Assessments: all(t, s.Assessments(t.Context(), f)), Problems: all(t, s.Problems(t.Context(), f)),
	}
	var errs [4]error
	c.Tallies, errs[0] = s.Tallies(t.Context(), f, entente.Daily)
	c.Coverage, errs[1] = s.Coverage(t.Context(), f)
	c.Counts, errs[2] = s.Counts(t.Context(), f)
	c.Holdings, errs[3] = s.Holdings(t.Context())
	c.Measures = all(t, s.Measures(t.Context(), entente.MeasureFilter{}))
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return c
}

func emptyAnswers(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	same(t, "an empty store", snapshot(t, s), contents{})
	if _, err := s.Story(t.Context(), "s"); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("a missing story gives %v", err)
	}
	if _, err := s.Event(t.Context(), "e_"); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("a missing event gives %v", err)
	}
	same(t, "saving nothing", save(t, s), entente.Receipt{})
}

func readsBack(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		save(t, s, rs...)
		for _, r := range rs {
			got, err := s.Story(t.Context(), r.Story.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(got.Hash, "sha256:") {
				t.Errorf("a story without a hash was given %q", got.Hash)
			}
			if have, err := s.HasRead(t.Context(), got.ID, got.Hash, r.Lexicon); !have || err != nil {
				t.Errorf("story %s was not read: %v", got.ID, err)
			}
			got.Hash = r.Story.Hash
			same(t, "story", got, r.Story)
		}
		same(t, "assessments", all(t, s.Assessments(t.Context(), entente.Filter{})), assessed(rs, entente.Filter{}))
		same(t, "events", all(t, s.Events(t.Context(), entente.Filter{})), Events(rs, entente.Filter{}))
		quotes(t, s)
	}
}

// quotes holds every citation to its story's bytes.
func quotes(t *testing.T, s desk.Store) {
	t.Helper()
	for _, e := range all(t, s.Events(t.Context(), entente.Filter{})) {
		for _, r := range e.Reports {
			story, err := s.Story(t.Context(), r.Story)
			if err != nil {
				t.Fatal(err)
			}
			if c := r.Citation; story.Slice(c.Start, c.End) != c.Quote {
				t.Errorf("%q is not %q", c.Quote, story.Slice(c.Start, c.End))
			}
		}
	}
}

func readsTwice(t *testing.T, open func(*testing.T) desk.Store) {
	rs := Readings(2)
	s := open(t)
	first := save(t, s, rs...)
	if first.Read != len(rs) || first.Known+first.Reread+first.Superseded != 0 {
		t.Errorf("first reading: %+v", first)
	}
	want := snapshot(t, s)
	same(t, "second reading", save(t, s, rs...), entente.Receipt{Known: len(rs)})
	same(t, "after the second reading", snapshot(t, s), want)
	twice := open(t)
	save(t, twice, append(slices.Clone(rs), rs...)...)
	same(t, "twice at once", snapshot(t, twice), want)
}

func orderless(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		save(t, s, rs...)
		want := snapshot(t, s)
		chance := rand.New(rand.NewPCG(uint64(seed), 0))
		for range 2 {
			chance.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
			other := open(t)
			for rest := rs; len(rest) > 0; {
				n := 1 + chance.IntN(len(rest))
				save(t, other, rest[:n]...)
				rest = rest[n:]
			}
			same(t, fmt.Sprintf("seed %d", seed), snapshot(t, other), want)
		}
	}
}

// someFilters are what the commands ask for, one by one and together.
func someFilters() []entente.Filter {
	day := func(d int) entente.Day { return entente.MakeDay(2021, 6, d) }
	queries := []entente.Query{
		{}, {Pair: []entente.Code{"RUS"}}, {Pair: []entente.Code{"RUS"}, Directed: true},
		{Pair: []entente.Code{"USA", "RUS"}}, {Pair: []entente.Code{"USA", "RUS"}, Directed: true},
		{Pair: []entente.Code{"RUS", "USA"}, Directed: true}, {Roots: []entente.Root{"ASSAULT"}}, {Quads: []entente.Quad{1, 2}},
		{Status: []entente.Status{entente.Fact, entente.Reported}}, {Contexts: []string{"economic", "military"}},
		{Words: []string{"assad"}}, {Words: []string{"AMBASS", "женеві"}}, {Words: []string{`"call".`}},
		{From: day(5)}, {To: day(5)}, {From: day(4), To: day(6)},
		{Pair: []entente.Code{"USA", "RUS"}, Quads: []entente.Quad{1}, From: day(2)}, {Words: []string{""}},
		{Pair: []entente.Code{"CHN", "RUS"}}, {Levels: []int{-1, 0}}, {Trends: []int{1}, Pair: []entente.Code{"RUS", "CHN"}, Directed: true},
	}
	var fs []entente.Filter
	for _, q := range queries {
		fs = append(fs, entente.Filter{Query: q})
	}
	three := []entente.Code{"RUS", "USA", "CHN"}
	fs = append(fs, entente.Filter{Query: entente.Query{Pair: []entente.Code{"", "RUS"}}}, entente.Filter{Among: three}, entente.Filter{Among: three[:2], Query: entente.Query{From: day(3)}}, entente.Filter{Among: three[:1]}, entente.Filter{Apart: true}, entente.Filter{Among: three, Apart: true})
	return append(fs, entente.Filter{Stories: []string{"s01", "s02"}}, entente.Filter{Streams: []entente.Stream{entente.Headline}},
		entente.Filter{Among: []entente.Code{"USA", "RUS", "DEU"}}, entente.Filter{Surely: .9}, entente.Filter{Limit: 3}, entente.Filter{Limit: 2, Query: entente.Query{From: day(3)}, Streams: []entente.Stream{entente.Body}})
}

func filters(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		save(t, s, rs...)
		for _, f := range someFilters() {
			want := Events(rs, f)
			same(t, fmt.Sprintf("%+v", f), all(t, s.Events(t.Context(), f)), want)
			same(t, fmt.Sprintf("assessments, %+v", f), all(t, s.Assessments(t.Context(), f)), assessed(rs, f))
			if f.Limit == 0 {
				countsAre(t, s, f, want)
			}
		}
	}
}

func countsAre(t *testing.T, s desk.Store, f entente.Filter, events []entente.Event) {
	t.Helper()
	c, err := s.Counts(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	var want entente.Counts
	for _, e := range events {
		want.Events++
		want.Reports += len(e.Reports)
		if !e.Window().From.Known() {
			want.Undated++
		}
	}
	same(t, fmt.Sprintf("counts of %+v", f), []int{c.Events, c.Reports, c.Undated}, []int{want.Events, want.Reports, want.Undated})
}

func tallies(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		save(t, s, rs...)
		for i, f := range someFilters() {
			talliesAre(t, s, rs, f, []entente.Period{entente.Daily, entente.Weekly, entente.Monthly, entente.Yearly, ""}[i%5])
		}
	}
}

func talliesAre(t *testing.T, s desk.Store, rs []entente.Reading, f entente.Filter, p entente.Period) {
	t.Helper()
	got, err := s.Tallies(t.Context(), f, p)
	if err != nil {
		t.Fatal(err)
	}
	same(t, fmt.Sprintf("tallies by %s of %+v", p, f), got, Tallies(rs, f, p))
	volumeIs(t, s, f, p)
}

// volumeIs holds the events of periods to the sums of tallies.
func volumeIs(t *testing.T, s desk.Store, f entente.Filter, p entente.Period) {
	t.Helper()
	f.Limit = 0
	tallies, err := s.Tallies(t.Context(), f, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Volume(t.Context(), f, p)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[entente.Day]int{}
	for _, x := range tallies {
		sums[x.Period] += x.Events
	}
	want := []entente.Volume{}
	for _, day := range slices.Sorted(maps.Keys(sums)) {
		want = append(want, entente.Volume{Period: day, Events: sums[day]})
	}
	same(t, fmt.Sprintf("volume by %s of %+v", p, f), got, want)
}

func problems(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	lost := entente.Problem{Stage: "news", Subject: "torn.warc", Offset: 812, Message: "ends within a record"}
	bad := entente.Problem{Stage: "coder", Subject: "s1", Offset: -1, Message: "no sentence"}
	r := entente.Reading{Story: entente.Story{ID: "s1", Text: "…"}, Problems: []entente.Problem{bad}}
	for range 2 {
		save(t, s, r, entente.Reading{Problems: []entente.Problem{lost, lost}})
	}
	same(t, "problems", all(t, s.Problems(t.Context(), entente.Filter{})), []entente.Problem{lost, bad})
	same(t, "of one story", all(t, s.Problems(t.Context(), entente.Filter{Stories: []string{"s1"}})), []entente.Problem{bad})
	c, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil || c.Problems != 2 || c.Stories != 1 {
		t.Errorf("counts are %+v, %v", c, err)
	}
}

func refuses(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	good := Readings(3)
	for name, spoil := range map[string]func(*entente.Reading){
		"NUL in the text":  func(r *entente.Reading) { r.Story.Text += "\x00" },
		"half a letter":    func(r *entente.Reading) { r.Story.Title = "\xd0" },
		"NUL in a quote":   func(r *entente.Reading) { r.Reports = []entente.Report{{Citation: entente.Citation{Quote: "a\x00b"}}} },
		"in an assessment": func(r *entente.Reading) { r.Assessments = []entente.Assessment{{Issue: "\xff"}} },
		"in a list": func(r *entente.Reading) {
			r.Reports = []entente.Report{{Plover: entente.Plover{Contexts: []string{"\x00"}}}}
		},
		"in an attribution": func(r *entente.Reading) {
			r.Reports = []entente.Report{{Attribution: &entente.Attribution{By: "\xff"}}}
		},
		"in a problem":        func(r *entente.Reading) { r.Problems = []entente.Problem{{Message: "\xff"}} },
		"in a block's stream": func(r *entente.Reading) { r.Story.Blocks = []entente.Block{{Stream: "\x00"}} },
	} {
		bad := entente.Reading{Story: entente.Story{ID: "bad", Text: "bad"}}
		spoil(&bad)
		if _, err := s.Save(t.Context(), append(slices.Clone(good), bad)...); !errors.Is(err, entente.ErrNotText) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, "after refusing", snapshot(t, s), contents{})
}

func cancelled(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	rs := Readings(4)
	save(t, s, rs...)
	want := snapshot(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Save(ctx, reread(rs)...); !errors.Is(err, context.Canceled) {
		t.Errorf("saving gives %v", err)
	}
	if _, err := s.Tallies(ctx, entente.Filter{}, entente.Daily); !errors.Is(err, context.Canceled) {
		t.Errorf("tallying gives %v", err)
	}
	for _, err := range s.Events(ctx, entente.Filter{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("events give %v", err)
		}
	}
	same(t, "after cancelling", snapshot(t, s), want)
}

func concurrent(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	rs := Readings(5)
	save(t, s, rs[0])
	var group sync.WaitGroup
	group.Go(func() {
		for _, r := range rs {
			if _, err := s.Save(t.Context(), r); err != nil {
				t.Error(err)
			}
		}
	})
	for range 4 {
		group.Go(func() {
			for range 5 {
				for e, err := range s.Events(t.Context(), entente.Filter{AsOf: entente.MakeDay(2021, 6, 9)}) {
					if err != nil || len(e.Reports) == 0 {
						t.Errorf("while writing: %+v, %v", e, err)
						return
					}
				}
			}
		})
	}
	group.Wait()
	same(t, "in the end", all(t, s.Events(t.Context(), entente.Filter{})), Events(rs, entente.Filter{}))
}
