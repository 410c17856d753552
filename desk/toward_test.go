package desk_test

import (
	"slices"
	"testing"

	"entente"
	"entente/desk"
)

// TestTowardIsTheBriefs judges every pair of an actor as a brief that shows all pairs does,
// though the brief it is given shows one.
func TestTowardIsTheBriefs(t *testing.T) {
	s := empty(t)
	save(t, s, unevenly())
	all := ask(t, s, desk.Question{Pairs: 1000})
	q := desk.Question{Pairs: 1}
	few := ask(t, s, q)
	ties, err := desk.Toward(t.Context(), s, &few, q, "USA")
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(slices.Clone(all.Dyads), func(d entente.Tie) bool { return d.A != "USA" && d.B != "USA" })
	if len(ties) != len(want) || len(ties) < 2 {
		t.Fatalf("%d pairs of %d are judged", len(ties), len(want))
	}
	for _, d := range want {
		if !slices.ContainsFunc(ties, func(x entente.Tie) bool { return sameTie(x, d) }) {
			t.Errorf("%s and %s are judged otherwise", d.A, d.B)
		}
	}
	if ties, err := desk.Toward(t.Context(), s, &few, q, "TUV"); err != nil || len(ties) != 0 {
		t.Errorf("of an actor of whom nothing is told there are %d ties, %v", len(ties), err)
	}
}
