package coder_test

import (
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

// A Thursday.
const thursday = "2021-07-15"

// TestDates reads words of time against a day of publication. Each stands behind the
// same act; "to come" ones behind one that is planned.
func TestDates(t *testing.T) {
	tools := load(t)
	for _, c := range []struct{ published, words, want string }{
		{thursday, "on Tuesday", "2021-07-13"},
		{thursday, "on Thursday", "2021-07-15"},
		{thursday, "last Thursday", "2021-07-08"},
		{thursday, "last Friday", "2021-07-09"},
		{thursday, "today", "2021-07-15"},
		{thursday, "yesterday", "2021-07-14"},
		{thursday, "overnight", "2021-07-14..2021-07-15"},
		{thursday, "this morning", "2021-07-15"},

		{thursday, "last week", "2021-07-05..2021-07-11"},
		{thursday, "this week", "2021-07-12..2021-07-18"},
		{thursday, "last weekend", "2021-07-10..2021-07-11"},
		{"2021-07-18", "last weekend", "2021-07-10..2021-07-11"}, // said on a Sunday
		{thursday, "last month", "2021-06-01..2021-06-30"},
		{"2021-01-31", "last month", "2020-12-01..2020-12-31"},
		{thursday, "last year", "2020-01-01..2020-12-31"},
		{thursday, "in the past two weeks", "2021-07-01..2021-07-15"},
		{thursday, "in the past few days", "2021-07-07..2021-07-15"},
		{thursday, "in recent weeks", "2021-06-03..2021-07-15"},
		{thursday, "in the past month", "2021-06-15..2021-07-15"},
		{"2020-02-29", "in the past year", "2019-02-28..2020-02-29"},
		{thursday, "in the last decade", "2011-07-15..2021-07-15"},
		{thursday, "last summer", "2020-06-01..2020-08-31"},
		{thursday, "last winter", "2020-12-01..2021-02-28"},
		{thursday, "last March", "2021-03-01..2021-03-31"},
		{thursday, "last July", "2020-07-01..2020-07-31"},
		{thursday, "last August", "2020-08-01..2020-08-31"},

		{thursday, "three days ago", "2021-07-12"},
		{thursday, "two weeks ago", "2021-06-28..2021-07-04"},
		{thursday, "a few days ago", "2021-07-07..2021-07-13"},
		{thursday, "days ago", "2021-07-09..2021-07-14"},
		{thursday, "just hours ago", "2021-07-15"},
		{thursday, "two years ago", "2019-01-14..2020-01-15"},
		{thursday, "400 decades ago", "published"}, // before anything was printed

		{thursday, "in late June", "2021-06-19..2021-06-30"},
		{thursday, "in mid-March", "2021-03-10..2021-03-22"},
		{thursday, "in early March 2014", "2014-03-01..2014-03-13"},
		{thursday, "at the end of May", "2021-05-19..2021-05-31"},
		{thursday, "in early 2014", "2014-01-01..2014-05-27"},
		{thursday, "late last month", "2021-06-19..2021-06-30"},

		{thursday, "on June 16", "2021-06-16"},
		{thursday, "on 16 June 2021", "2021-06-16"},
		{thursday, "on the 16th of June", "2021-06-16"},
		{thursday, "on June 16-18, 2021", "2021-06-16..2021-06-18"},
		{thursday, "on June 30 to 1, 2021", "2021-06-30"}, // nonsense, but no window that ends before it begins
		{thursday, "on 2021-06-16", "2021-06-16"},
		{thursday, "on December 30", "2020-12-30"},
		{thursday, "in December", "2020-12-01..2020-12-31"},
		{thursday, "in March 2014", "2014-03-01..2014-03-31"},
		{thursday, "in June of 2014", "2014-06-01..2014-06-30"},
		{thursday, "in 2014", "2014-01-01..2014-12-31"},
		{thursday, "since June 16", "published"},

		{thursday, "during the Cold War", "1947-03-12..1991-12-26"},
		{thursday, "in the Soviet era", "1922-12-30..1991-12-26"},
		{thursday, "during the Second World War", "1939-09-01..1945-09-02"},
		{thursday, "in the 1990s", "1990-01-01..1999-12-31"},
		{thursday, "in the nineties", "1990-01-01..1999-12-31"},

		{"", "on Tuesday", "unknown"},
		{"", "in late June", "unknown"},
		{"", "two days ago", "unknown"},
		{"", "last week", "unknown"},
		{"", "on June 16, 2021", "2021-06-16"},
		{"", "in 2014", "2014-01-01..2014-12-31"},

		{thursday, "planned for tomorrow", "2021-07-16"},
		{thursday, "planned for Tuesday", "2021-07-20"},
		{thursday, "planned for next Thursday", "2021-07-22"},
		{thursday, "planned for next week", "2021-07-19..2021-07-25"},
		{thursday, "planned for this weekend", "2021-07-17..2021-07-18"},
		{thursday, "planned for next month", "2021-08-01..2021-08-31"},
		{thursday, "planned for next year", "2022-01-01..2022-12-31"},
		{thursday, "planned for next spring", "2022-03-01..2022-05-31"},
		{thursday, "planned for the next decade", "2021-07-15..2031-07-15"},
		{thursday, "planned for the coming three weeks", "2021-07-15..2021-08-05"},
		{thursday, "planned for January", "2022-01-01..2022-01-31"},
	} {
		text := "Russia expelled two Polish diplomats " + c.words + "."
		if words, ok := strings.CutPrefix(c.words, "planned for "); ok {
			text = "Russia and China will hold talks " + prepositionFor(words) + words + "."
		}
		if got := window(t, tools, text, c.published); got != c.want {
			t.Errorf("on %q, %q is %s, not %s", c.published, text, got, c.want)
		}
	}
}

// prepositionFor gives "in January", "in the next decade", but plain "next week".
func prepositionFor(words string) string {
	if w, _, _ := strings.Cut(words, " "); w == "the" || w == "January" {
		return "in "
	}
	if words == "Tuesday" {
		return "on "
	}
	return ""
}

// TestLeaningDates reads words that lean on an act told before.
func TestLeaningDates(t *testing.T) {
	tools := load(t)
	for words, want := range map[string]string{
		"The same day":             "2021-06-16",
		"That day":                 "2021-06-16",
		"The next day":             "2021-06-17",
		"The day before":           "2021-06-15",
		"The day after":            "2021-06-17",
		"Two days later":           "2021-06-18",
		"Three days earlier":       "2021-06-13",
		"A day after the treaty":   "2021-06-17",
		"A week before the treaty": "2021-06-06..2021-06-12",
		"Simultaneously":           "2021-06-13..2021-06-19",
		"The same week":            "2021-06-10..2021-06-22",
		"On Monday":                "2021-07-12",
	} {
		text := "Russia and China signed a treaty on June 16, 2021. " + words + ", Russia expelled two Polish diplomats."
		if got := window(t, tools, text, thursday); got != want {
			t.Errorf("%s: %s, not %s", words, got, want)
		}
	}
	if got := window(t, tools, "Two days later, Russia expelled two Polish diplomats.", thursday); got != "published" {
		t.Errorf("later than nothing told: %s", got)
	}
}

// TestPublishedWindow: without words of time an act is dated by its print, loosely in
// an opinion, and one long past is background.
func TestPublishedWindow(t *testing.T) {
	tools := load(t)
	story := body("Kenya condemned Nepal.", thursday)
	for kind, want := range map[entente.Kind]string{entente.ReportKind: "2021-07-14", entente.OpinionKind: "2021-06-14"} {
		story.Kind = kind
		r := one(t, coder.Code(tools, story, coder.Options{}))
		if r.DateFrom.String() != want || r.DateTo.String() != thursday || r.DateBasis != entente.Published {
			t.Errorf("%s: %s to %s, %s", kind, r.DateFrom, r.DateTo, r.DateBasis)
		}
	}
}

// window gives the dates of the last report found in a text.
func window(t *testing.T, tools coder.Tools, text, published string) string {
	t.Helper()
	rs := coder.Code(tools, body(text, published), coder.Options{}).Reports
	if len(rs) == 0 {
		t.Errorf("nothing is found in %q", text)
		return ""
	}
	r := rs[len(rs)-1]
	switch {
	case r.DateBasis == entente.Undated || r.DateBasis == entente.Published:
		return string(r.DateBasis)
	case r.DateFrom == r.DateTo:
		return r.DateFrom.String()
	}
	return r.DateFrom.String() + ".." + r.DateTo.String()
}

// body makes a story of one paragraph.
func body(text, published string) entente.Story {
	day, err := entente.ParseDay(published)
	if err != nil {
		panic(err)
	}
	return entente.Story{ID: "s", Text: text, Published: day, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, End: len(text)}}}
}

// one gives the only report of a result.
func one(t *testing.T, res coder.Result) entente.Report {
	t.Helper()
	if len(res.Reports) != 1 {
		t.Fatalf("%d reports: %+v", len(res.Reports), res.Reports)
	}
	return res.Reports[0]
}
