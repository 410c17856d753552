package storetest

import (
	"errors"
	"testing"

	"entente"
	"entente/desk"
)

// entry is a forecast to put on record.
func entry(by string, p float64, origin entente.Day) entente.Entry {
	e := entente.Entry{
		Made: origin - 1, By: by, Sources: []string{entente.CodedHere},
		Forecast: entente.Forecast{
			A: "RUS", B: "USA", Quad: entente.MaterialConflict, Origin: origin, Horizon: 30, Probability: p, Low: p / 2, High: (1 + p) / 2, Word: entente.Word(p), Method: "base rate",
			Reasons: []entente.Reason{{Text: "зустріч", Hits: 1, Cases: 2, Cites: []string{"e_1"}, Role: entente.RoleBase, Past: []entente.Case{{A: "RUS", B: "USA", Day: origin - 9, Cites: []string{}}}}},
			Counts:  &entente.CountForecast{Expected: 1.5, High: 4}, Plain: &entente.Baselines{Climatology: .2, Persistence: .3},
		},
		Data: "sha256:0", Program: "1", Note: "a \"note\"",
	}
	e.ID = e.EntryID()
	return e
}

func ledgerOf(t *testing.T, s desk.Store, asOf entente.Day) []entente.Settled {
	t.Helper()
	return append([]entente.Settled{}, all(t, s.Ledger(t.Context(), asOf))...)
}

// ledger: forecasts on record stay as they are, and resolutions take each other's place.
func ledger(t *testing.T, open func(*testing.T) desk.Store) {
	s := open(t)
	day := entente.MakeDay(2021, 6, 10)
	first, second := entry(entente.Machine, .25, day), entry("analyst", .5, day)
	record := func(want int, es ...entente.Entry) {
		t.Helper()
		if n, err := s.Record(t.Context(), es...); err != nil || n != want {
			t.Fatalf("recorded %d, %v; want %d", n, err, want)
		}
	}
	record(1, first)
	later := first
	later.Made, later.Note = day+5, "said again"
	record(1, later, second, second)
	same(t, "the ledger", ledgerOf(t, s, 0), []entente.Settled{{Entry: first}, {Entry: second}})
	same(t, "as of before", ledgerOf(t, s, day-2), []entente.Settled{})

	wrong := first
	wrong.Probability = .9
	for what, e := range map[string]entente.Entry{"another probability under an id": wrong, "nothing": {}} {
		if _, err := s.Record(t.Context(), second, e); !errors.Is(err, entente.ErrNotSound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	said := func(o entente.Verdict, made entente.Day) entente.Resolution {
		return entente.Resolution{Forecast: first.ID, Outcome: o, Count: 2, Cites: []string{"e_7"}, Made: made, By: entente.Machine, Why: "the rule"}
	}
	resolve := func(r entente.Resolution) {
		t.Helper()
		if err := s.Resolve(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	no, yes := said(entente.No, day+30), said(entente.Yes, day+40)
	resolve(no)
	resolve(said(entente.No, day+35)) // the same again
	resolve(yes)
	same(t, "resolved", ledgerOf(t, s, 0), []entente.Settled{{Entry: first, Resolution: &yes}, {Entry: second}})
	same(t, "as of before the second", ledgerOf(t, s, day+36), []entente.Settled{{Entry: first, Resolution: &no}, {Entry: second}})
	stray := yes
	stray.Forecast = "f_0"
	if err := s.Resolve(t.Context(), said(entente.No, day+50), stray); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("resolving what is not on record: %v", err)
	}
	same(t, "all or none", ledgerOf(t, s, 0)[0].Resolution, &yes)
	if err := s.Resolve(t.Context(), said("maybe", day)); !errors.Is(err, entente.ErrNotSound) {
		t.Errorf("an outcome that is none: %v", err)
	}
	stray = yes
	stray.Why = "\x00"
	if err := s.Resolve(t.Context(), stray); !errors.Is(err, entente.ErrNotText) {
		t.Errorf("a NUL: %v", err)
	}
}
