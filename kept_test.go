package entente_test

import (
	"errors"
	"math"
	"testing"

	"entente"
)

func TestBatchIsChecked(t *testing.T) {
	event := func(source, id string) entente.Batch {
		return entente.Batch{Events: []entente.Imported{{Provenance: entente.Provenance{Source: source, ID: id}}}}
	}
	for name, c := range map[string]struct {
		batch  entente.Batch
		noText bool
	}{
		"no source":             {event("", "1"), false},
		"no id":                 {event("gdelt2", ""), false},
		"coded here":            {event(entente.CodedHere, "1"), false},
		"an id that is no text": {event("gdelt2", "\xff"), true},
		"a mention":             {entente.Batch{Mentions: []entente.Mention{{Outlet: "a\x00b"}}}, true},
		"no number":             {entente.Batch{Mentions: []entente.Mention{{Confidence: math.NaN()}}}, false},
		"a measure":             {entente.Batch{Measures: []entente.Measure{{File: "\xff"}}}, true},
		"without end":           {entente.Batch{Measures: []entente.Measure{{Value: math.Inf(1)}}}, false},
		"a licence":             {entente.Batch{Licences: map[string]string{"gdelt2": "\x00"}}, true},
	} {
		if err := c.batch.Check(); err == nil || errors.Is(err, entente.ErrNotText) != c.noText {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := event("gdelt2", "1")
	if err := good.Check(); err != nil {
		t.Error(err)
	}
}

func TestDecidedMark(t *testing.T) {
	noted, first, second := entente.Decision{N: 1, Verdict: entente.Noted}, entente.Decision{N: 2, Verdict: entente.Rejected}, entente.Decision{N: 3, Verdict: entente.Rejected}
	mark := func(log ...entente.Decision) string { return entente.DecidedMark(log) }
	if mark() != "" || mark(noted) != "" || mark(noted, first) != mark(first) {
		t.Error("a note marks a reading")
	}
	if mark(first) == "" || mark(first) == mark(second) || mark(first) == mark(first, second) {
		t.Error("other decisions have the same mark")
	}
}

func TestSumDeeds(t *testing.T) {
	a := entente.Deed{Pair: entente.Pair{Source: "USA", Target: "RUS"}, Day: 3, Events: 1, ID: "a"}
	b, c := a, a
	b.ID, c.Mutual = "b", true
	if entente.CompareDeeds(a, b) >= 0 || entente.CompareDeeds(b, c) >= 0 || entente.CompareDeeds(c, a) <= 0 {
		t.Error("they are out of order")
	}
	got := entente.SumDeeds([]entente.Deed{a, b, c})
	if len(got) != 2 || got[0].Events != 2 || got[0].ID != "" || !got[1].Mutual {
		t.Errorf("%+v", got)
	}
}
