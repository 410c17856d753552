package desk_test

import (
	"testing"
	"time"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/lexica"
	"entente/news"
)

// TestDecisions takes each verdict through the store: what it makes of a report, and that
// a report keeps its id.
func TestDecisions(t *testing.T) {
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tools, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	items := func(yield func(news.Item, error) bool) {
		for id, text := range map[string]string{"one": "France condemned Belarus on Monday.", "two": "France condemned Belarus on Monday."} {
			if !yield(news.Item{Story: entente.Story{ID: id, Text: text, Language: "en", Kind: entente.ReportKind, Published: entente.MakeDay(2021, 6, 1), Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}}, nil) {
				return
			}
		}
	}
	if _, err := desk.Read(t.Context(), s, tools.Name(), desk.Code(t.Context(), items, tools, coder.Options{}), nil); err != nil {
		t.Fatal(err)
	}
	report := map[string]string{}
	for e, err := range s.Events(t.Context(), entente.Filter{}) {
		if err != nil || len(e.Reports) != 2 {
			t.Fatalf("%v: %+v", err, e)
		}
		for _, r := range e.Reports {
			report[r.Story] = r.Report
		}
	}
	decide := func(d entente.Decision) {
		t.Helper()
		d.By, d.Made = "ada", time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC)
		if _, err := desk.Decide(t.Context(), s, tools, d); err != nil {
			t.Fatal(err)
		}
	}
	event := func(story string) entente.Event {
		t.Helper()
		e, err := s.Event(t.Context(), report[story])
		if err != nil {
			t.Fatal(err)
		}
		return e
	}

	decide(entente.Decision{Report: report["two"], Verdict: entente.SplitOff})
	if event("one").ID == event("two").ID {
		t.Error("they are one event after they were split")
	}
	decide(entente.Decision{Report: report["two"], Verdict: entente.Merged, With: event("one").ID})
	if a, b := event("one"), event("two"); a.ID != b.ID || len(a.Reports) != 2 {
		t.Errorf("they are two events after they were merged: %s, %s", a.ID, b.ID)
	}
	decide(entente.Decision{Report: report["two"], Verdict: entente.Recoded, Becomes: &entente.Coding{Root: entente.Threaten, Target: "UKR", Status: entente.Intended}})
	recoded := event("two")
	r := recoded.Lead()
	if r.Report != report["two"] || r.Plover.Event != entente.Threaten || r.Quad != entente.VerbalConflict || r.Target.Code != "UKR" || r.Status != entente.Intended || r.Intensity >= 0 || r.Cameo == "" {
		t.Errorf("re-coded: %+v", r)
	}
	decide(entente.Decision{Report: report["one"], Verdict: entente.Rejected})
	if _, err := s.Event(t.Context(), report["one"]); err == nil {
		t.Error("what was rejected counts")
	}
	decide(entente.Decision{Report: report["one"], Verdict: entente.Noted, Why: "it is right after all"})
	decide(entente.Decision{Report: report["one"], Verdict: entente.Accepted})
	accepted := event("one")
	if r := accepted.Lead(); r.Confidence != 1 || r.Plover.Event == entente.Threaten {
		t.Errorf("accepted: %+v", r)
	}
	if _, err := desk.Decide(t.Context(), s, tools, entente.Decision{Report: "r_0000000000000000", Verdict: entente.Accepted}); err == nil {
		t.Error("a report that is not there is decided on")
	}
}
