package dyad_test

import (
	"strings"
	"testing"

	"entente"
	"entente/dyad"
)

func TestClaim(t *testing.T) {
	on := day("2021-06-16")
	for text, want := range map[string]string{
		"It was the first summit since 2018.":                              "2019-01-01",
		"The minister's first visit to Ostrovia since March 2014, he said": "2014-04-01",
		"the first such talks in five years":                               "2016-06-16",
		"for the first time in more than a decade, envoys met":             "2011-06-16",
		"The First meeting in 18 months":                                   "2019-12-16",
		"The first lady arrived. Since 2014 much has changed.":             "",
		"They first met, and since then all is well.":                      "",
		"a first-rate deal in two years' time":                             "2019-06-16", // read wrongly: the words fit
		"":                                                                 "",
	} {
		words, since := dyad.Claim(text, on)
		if since.String() != want || (want != "") != (words != "") || !strings.Contains(text, words) {
			t.Errorf("%q: since %q in %q, want %q", text, since, words, want)
		}
	}
}

func TestFirsts(t *testing.T) {
	from := day("2015-01-01")
	past := []entente.Tally{counted("AAA", "BBB", day("2018-05-05"), "CONSULT", 1), counted("AAA", "BBB", day("2021-05-05"), "ACCUSE", 1)}
	event := func(root entente.Root, quote string) entente.Event {
		r := told("x", "AAA", "BBB", 1, "2021-06-16", entente.Fact)
		r.Plover.Event, r.Citation.Quote = root, quote
		return entente.Event{ID: "e_x", Reports: []entente.Report{r}}
	}
	for _, c := range []struct {
		e       entente.Event
		n       int
		verdict string
	}{
		{event("CONSULT", "They met."), 1, ""},
		{event("ACCUSE", "They blamed."), 0, ""},
		{event("CONSULT", "Their first meeting since 2018."), 1, "agrees"},
		{event("CONSULT", "Their first meeting since 2016."), 1, "contradicted"},
		{event("CONSULT", "Their first meeting since 2010."), 1, "contradicted"},
		{event("AID", "The first aid since 2010."), 1, "out of sight"},
		{event("AID", "The first aid since 2016."), 1, "agrees"},
		{event("ACCUSE", "The first charge in two years."), 1, "contradicted"},
	} {
		got := dyad.Firsts([]entente.Event{c.e}, past, from)
		if len(got) != c.n || c.n == 1 && got[0].Verdict != c.verdict {
			t.Errorf("%s %q: %+v, want %q", c.e.Reports[0].Plover.Event, c.e.Reports[0].Citation.Quote, got, c.verdict)
		}
	}
	negated := event("AID", "No aid.")
	negated.Reports[0].Status = entente.Negated
	if got := dyad.Firsts([]entente.Event{negated}, past, from); len(got) != 0 {
		t.Errorf("what did not happen is a first: %+v", got)
	}
}

func FuzzClaim(f *testing.F) {
	for _, s := range []string{"first since 2014", "first in two years", "first in 999 decades", "first since mArch 2014", "first \xff since 2014"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words, since := dyad.Claim(text, 18000)
		if words != "" && !strings.Contains(text, words) {
			t.Errorf("%q is not in %q", words, text)
		}
		if words == "" && since != 0 {
			t.Errorf("a day without words: %v", since)
		}
	})
}
