package desk_test

import (
	"reflect"
	"testing"

	"entente"
	"entente/desk"
)

// Events of some days picked from all are those that the store gives for these days.
func TestFewEventsAreThoseOfTheStore(t *testing.T) {
	first, last := entente.MakeDay(2021, 5, 20), entente.MakeDay(2021, 7, 10)
	for seed := range 3 {
		pair := entente.Filter{Sources: []string{entente.CodedHere, "gdelt2", "icews", "mine"}, Query: entente.Query{Pair: []entente.Code{"RUS", "USA"}}}
		picked, asked, err := desk.Between(t.Context(), filled(t, seed), pair, first, last)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for from := first; from <= last; from++ {
			for to := from; to <= min(last, from+9); to += 3 {
				got, err := picked(from, to)
				if err != nil {
					t.Fatal(err)
				}
				want, err := asked(from, to)
				if err != nil {
					t.Fatal(err)
				}
				found += len(want)
				if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d, %s to %s:\n got %v\nwant %v", seed, from, to, dates(got), dates(want))
				}
			}
		}
		if found == 0 {
			t.Errorf("seed %d: no events", seed)
		}
	}
}

// dates are events and when they were, for a test to print.
func dates(events []entente.Event) (out []string) {
	for _, e := range events {
		for _, r := range e.Reports {
			out = append(out, e.ID+" "+r.Report+" "+r.DateFrom.String()+"/"+r.DateTo.String())
		}
	}
	return out
}
