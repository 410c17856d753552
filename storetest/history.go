package storetest

import (
	"fmt"
	"slices"
	"testing"

	"entente"
	"entente/desk"
)

func keepsIDs(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		given := make(map[string]bool)
		for _, r := range rs {
			save(t, s, r)
			for _, e := range all(t, s.Events(t.Context(), entente.Filter{})) {
				given[e.ID] = true
			}
		}
		ids := make(map[string]entente.Event)
		for _, e := range all(t, s.Events(t.Context(), entente.Filter{})) {
			ids[e.ID] = e
			for _, r := range e.Reports {
				got, err := s.Event(t.Context(), r.Report)
				if err != nil || got.ID != e.ID {
					t.Fatalf("report %s leads to %q, %v, not %s", r.Report, got.ID, err, e.ID)
				}
			}
			for _, alias := range e.Aliases {
				got, err := s.Event(t.Context(), alias)
				if err != nil {
					t.Fatal(err)
				}
				same(t, "an alias", got, e)
			}
		}
		for _, r := range reports(rs, 0) {
			given[r.DefaultID()] = true
		}
		for id := range given {
			got, err := s.Event(t.Context(), id)
			if err != nil {
				t.Fatalf("an id once given leads nowhere: %v", err)
			}
			same(t, "an id once given", got, ids[got.ID])
		}
	}
}

// keepsMadeIDs: two reports of one month have one default id; the first is of the
// second act, as its story tells of that, the other is set aside and has an id made
// for it. When the second act is no more, that id leads to the first act.
func keepsMadeIDs(t *testing.T, open func(*testing.T) desk.Store) {
	second, wide := tell("b", 21, 20, 20), tell("aside", 22, 1, 30)
	also := tell("b", 21, 1, 30).Reports[0]
	also.Report = "r_0"
	second.Reports = append(second.Reports, also)
	s := open(t)
	save(t, s, tell("first", 4, 3, 3), second, wide)
	made, err := s.Event(t.Context(), "r_aside")
	if err != nil || len(made.Reports) != 1 || made.ID == wide.Reports[0].DefaultID() {
		t.Fatalf("got %+v, %v", made, err)
	}
	second.Lexicon, second.Reports = "sha256:another", nil
	save(t, s, second)
	got, err := s.Event(t.Context(), made.ID)
	if err != nil || len(got.Reports) != 2 {
		t.Errorf("%s leads to %+v, %v", made.ID, got, err)
	}
}

// tell is a story with one report of Russia and America meeting, in days of June 2021.
func tell(story string, published, from, to int) entente.Reading {
	r := entente.Report{
		Kind: "event", Report: "r_" + story, Story: story, Stream: entente.Body, Reciprocal: true, Status: entente.Fact,
		Source: entente.Actor{Code: "USA"}, Target: entente.Actor{Code: "RUS"}, Plover: entente.Plover{Event: "CONSULT"}, Quad: 1,
		Intensity: 1, DateFrom: entente.MakeDay(2021, 6, from), DateTo: entente.MakeDay(2021, 6, to), DateBasis: entente.Explicit,
	}
	return entente.Reading{Story: entente.Story{ID: story, Published: entente.MakeDay(2021, 6, published)}, Reports: []entente.Report{r}}
}

func asOf(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		save(t, s, rs...)
		for _, f := range someFilters()[:6] {
			for _, d := range []int{1, 5, 12} {
				f.AsOf = entente.MakeDay(2021, 6, d)
				same(t, fmt.Sprintf("%+v", f), all(t, s.Events(t.Context(), f)), Events(rs, f))
				talliesAre(t, s, rs, f, entente.Weekly)
				countsAre(t, s, f, Events(rs, f))
			}
		}
		f := entente.Filter{AsOf: entente.MakeDay(2021, 6, 9)}
		then := current(rs, f.AsOf)
		only := open(t)
		save(t, only, then...)
		same(t, "stories", all(t, s.Stories(t.Context(), f)), all(t, only.Stories(t.Context(), entente.Filter{})))
		same(t, "assessments", all(t, s.Assessments(t.Context(), f)), all(t, only.Assessments(t.Context(), entente.Filter{})))
		same(t, "problems", all(t, s.Problems(t.Context(), f)), all(t, only.Problems(t.Context(), entente.Filter{})))
	}
}

// asOfParts: a wide report is of the one act known until a second becomes known.
func asOfParts(t *testing.T, open func(*testing.T) desk.Store) {
	rs := []entente.Reading{tell("first", 4, 3, 3), tell("wide", 10, 1, 30), tell("second", 21, 20, 20)}
	s := open(t)
	save(t, s, rs...)
	for day, want := range map[int]int{3: 0, 4: 1, 10: 1, 20: 1, 21: 3} {
		f := entente.Filter{AsOf: entente.MakeDay(2021, 6, day)}
		events := all(t, s.Events(t.Context(), f))
		if len(events) != want {
			t.Errorf("as of June %d there are %d events, want %d", day, len(events), want)
		}
		same(t, "events", events, Events(rs, f))
		talliesAre(t, s, rs, f, entente.Monthly)
	}
	rs[2].Story.Published = 0
	s = open(t)
	save(t, s, rs...)
	f := entente.Filter{AsOf: entente.MakeDay(2021, 6, 30)}
	same(t, "without what has no date of publication", all(t, s.Events(t.Context(), f)), Events(rs, f))
}

// reread gives the readings another lexicon, under which every second report is
// missed and the first of each story tells of something else.
func reread(rs []entente.Reading) []entente.Reading {
	var again []entente.Reading
	for _, r := range rs {
		old := r.Reports
		r.Lexicon, r.Reports = "sha256:another", nil
		for i := 0; i < len(old); i += 2 {
			v := old[i]
			if i == 0 {
				v.Plover.Event = "THREATEN"
			}
			v.FoundBy.Lexicon = r.Lexicon
			r.Reports = append(r.Reports, v)
		}
		again = append(again, r)
	}
	return again
}

func supersedes(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range seeds {
		rs := Readings(seed)
		s := open(t)
		save(t, s, rs...)
		before := snapshot(t, s)
		again := reread(rs)
		got := save(t, s, again[:3]...)
		if want := len(reports(rs[:3], 0)); got.Reread != 3 || got.Read != 0 || got.Superseded != want {
			t.Errorf("reading three again: %+v, want %d superseded", got, want)
		}
		mixed := append(slices.Clone(again[:3]), rs[3:]...)
		same(t, "events", all(t, s.Events(t.Context(), entente.Filter{})), Events(mixed, entente.Filter{}))
		talliesAre(t, s, mixed, entente.Filter{}, entente.Daily)
		c, err := s.Counts(t.Context(), entente.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if c.Superseded != got.Superseded || c.Stories != len(rs) {
			t.Errorf("counts are %+v", c)
		}
		save(t, s, rs...)
		after := snapshot(t, s)
		if want := len(reports(again[:3], 0)); after.Counts.Superseded != want {
			t.Errorf("back to the first lexicon %d reports are superseded, want %d", after.Counts.Superseded, want)
		}
		after.Counts.Superseded = 0
		same(t, "back to the first lexicon", after, before)
	}
}
