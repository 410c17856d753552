package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"entente"
	"entente/desk"
)

// decides: the log is kept in order, and this and every later reading respects it.
func decides(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	r := sample(t)
	save(t, s, r)
	one, two := r.Reports[0], r.Reports[1]
	at := time.Date(2021, 7, 1, 9, 30, 0, 0, time.UTC)
	decide := func(d entente.Decision) {
		t.Helper()
		d.Story, d.By, d.Made = r.Story.ID, "ada", at
		if _, err := s.Decide(t.Context(), d, r); err != nil {
			t.Fatal(err)
		}
	}
	found := func() []string {
		var out []string
		for _, e := range all(t, s.Events(t.Context(), entente.Filter{Stories: []string{r.Story.ID}})) {
			for _, v := range e.Reports {
				out = append(out, v.Report)
			}
		}
		slices.Sort(out)
		return out
	}
	before := found()

	decide(entente.Decision{Report: one.Report, Verdict: entente.Rejected, Why: "a game", Was: one})
	if slices.Contains(found(), one.Report) {
		t.Error("what was rejected still counts")
	}
	if got := save(t, s, r); got.Known != 1 {
		t.Errorf("reading it again: %+v", got)
	}
	if have, err := s.HasRead(t.Context(), r.Story.ID, hash(r), r.Lexicon); err != nil || !have {
		t.Errorf("the store does not know what it has read: %v, %v", have, err)
	}
	other := r
	other.Lexicon = "sha256:another"
	if got := save(t, s, other); got.Reread != 1 || slices.Contains(found(), one.Report) {
		t.Errorf("a reading with another lexicon brings it back: %+v, %v", got, found())
	}

	decide(entente.Decision{Report: one.Report, Verdict: entente.Accepted, Was: one})
	if got := found(); !slices.Equal(got, before) {
		t.Errorf("what was accepted after all: %v, not %v", got, before)
	}
	day := entente.MakeDay(2021, 5, 5)
	decide(entente.Decision{Report: two.Report, Verdict: entente.Redated, Was: two, Becomes: &entente.Coding{From: day, To: day}})
	e, err := s.Event(t.Context(), two.Report)
	if err != nil || e.Window().From != day {
		t.Errorf("on another day: %v, %v", e.Window(), err)
	}
	if _, err := s.EventAsOf(t.Context(), two.Report, r.Story.Published); err != nil {
		t.Errorf("as of the day of publication: %v", err)
	}

	log := all(t, s.Decisions(t.Context(), r.Story.ID))
	if len(log) != 3 || log[0].N != 1 || log[2].N != 3 || log[0].Why != "a game" || !log[1].Made.Equal(at) || log[2].Becomes == nil || log[2].Becomes.From != day || log[0].Was.Citation.Quote != one.Citation.Quote {
		t.Errorf("the log is %+v", log)
	}
	if n := len(all(t, s.Decisions(t.Context(), "another"))); n != 0 {
		t.Errorf("%d decisions on another story", n)
	}
	bad := entente.Decision{Report: one.Report, Story: r.Story.ID, Verdict: entente.Noted, Why: "a\x00b", Made: at, Was: one}
	if _, err := s.Decide(t.Context(), bad, r); !errors.Is(err, entente.ErrNotText) {
		t.Errorf("what is no text: %v", err)
	}
}

func hash(r entente.Reading) string {
	return r.Story.Hash
}

// sample is a reading with two reports of different acts.
func sample(t *testing.T) entente.Reading {
	t.Helper()
	text := "France met Spain. Italy sued Peru."
	report := func(id string, root entente.Root, from, to entente.Code, start, end int) entente.Report {
		day := entente.MakeDay(2021, 6, 1)
		return entente.Report{Kind: "event", Report: id, Story: "decided", Stream: entente.Body, Date: day, DateFrom: day, DateTo: day, DateBasis: entente.Explicit,
			Source: entente.Actor{Code: from}, Target: entente.Actor{Code: to}, Plover: entente.Plover{Event: root, Contexts: []string{}}, Quad: root.Quad(), Status: entente.Fact,
			Citation: entente.Citation{Quote: text[start:end], Start: start, End: end, Trigger: entente.Span{start, start + 3}}, Lemma: string(root)}
	}
	return entente.Reading{Lexicon: "sha256:lexicon", Story: entente.Story{ID: "decided", Text: text, Hash: "sha256:decided", Published: entente.MakeDay(2021, 6, 2)},
		Reports: []entente.Report{report("r_d1", entente.Consult, "FRA", "ESP", 0, 17), report("r_d2", entente.Coerce, "ITA", "PER", 18, 34)}}
}
