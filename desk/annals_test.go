package desk_test

import (
	"reflect"
	"testing"
	"time"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/lexica"
	"entente/news"
)

// forgetful hides that a store gives what was ever read at once.
type forgetful struct{ desk.Store }

// TestRecallIsReading: what is picked from all that was ever read is what the store gives as
// of each day, through words that changed, readings with other dictionaries, withdrawals and
// decisions.
func TestRecallIsReading(t *testing.T) {
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tools, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	read := func(lexicon string, seen entente.Day, id, text string, published entente.Day) {
		t.Helper()
		items := func(yield func(news.Item, error) bool) {
			yield(news.Item{Story: entente.Story{ID: id, Text: text, Language: "en", Kind: entente.ReportKind, Published: published, Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}}, nil)
		}
		coded := func(yield func(desk.Coded, error) bool) {
			for c, err := range desk.Code(t.Context(), items, tools, coder.Options{}) {
				c.Seen = seen
				if !yield(c, err) {
					return
				}
			}
		}
		if _, err := desk.Read(t.Context(), s, lexicon, coded, nil); err != nil {
			t.Fatal(err)
		}
	}
	day := func(m time.Month, d int) entente.Day { return entente.MakeDay(2021, m, d) }
	read(tools.Name(), day(1, 5), "a", "Russia condemned the United States on Monday. Relations between Russia and the United States have worsened.", day(1, 5))
	read(tools.Name(), day(2, 3), "b", "Russia condemned the United States on January 4. China praised Russia.", day(2, 3))
	read(tools.Name(), day(3, 9), "a", "Russia praised the United States on Monday.", day(1, 5))
	read(tools.Name(), day(4, 1), "c", "China threatened the United States. Russia and China remain partners.", 0)
	read("sha256:another", day(5, 1), "b", "Russia condemned the United States on January 4. China praised Russia.", day(2, 3))
	read(tools.Name(), day(6, 1), "d", "The United States imposed sanctions on Russia on Tuesday.", day(6, 2))
	if err := s.Withdraw(t.Context(), entente.Withdrawal{Story: "d", From: day(7, 7), Why: "it was wrong", Made: day(7, 8)}); err != nil {
		t.Fatal(err)
	}
	e, err := s.Event(t.Context(), firstReport(t, s, "b"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Decide(t.Context(), s, tools, entente.Decision{Report: e.Reports[0].Report, Verdict: entente.Rejected, By: "ada", Made: day(8, 1).Time()}); err != nil {
		t.Fatal(err)
	}
	read(tools.Name(), day(9, 1), "e", "Russia met the United States.", day(9, 1))

	f := entente.Filter{Sources: []string{entente.CodedHere}}
	for _, pair := range [][2]entente.Code{{"RUS", "USA"}, {"CHN", "RUS"}} {
		got, err := desk.Levels(t.Context(), s, f, pair[0], pair[1], entente.Weekly)
		if err != nil {
			t.Fatal(err)
		}
		want, err := desk.Levels(t.Context(), forgetful{s}, f, pair[0], pair[1], entente.Weekly)
		if err != nil || len(want) < 30 {
			t.Fatal(err, len(want))
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("%v on %s:\n got %+v\nwant %+v", pair, want[i].To, got[i], want[i])
			}
		}
	}
	corners := [][3]entente.Code{{"CHN", "RUS", "USA"}}
	got, want := drain(t, desk.Phases(t.Context(), s, f, corners, panel(entente.Weekly))), drain(t, desk.Phases(t.Context(), forgetful{s}, f, corners, panel(entente.Weekly)))
	if !reflect.DeepEqual(got, want) {
		t.Error("the triangle's phases differ")
	}
}

func firstReport(t *testing.T, s desk.Store, story string) string {
	t.Helper()
	for e, err := range s.Events(t.Context(), entente.Filter{Stories: []string{story}}) {
		if err != nil {
			t.Fatal(err)
		}
		return e.Reports[0].Report
	}
	t.Fatal("nothing is told")
	return ""
}
