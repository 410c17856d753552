package entente_test

import (
	"testing"

	"entente"
)

func TestRootsByQuad(t *testing.T) {
	last, seen := entente.Quad(1), map[entente.Root]bool{}
	for _, r := range entente.Roots {
		q := r.Quad()
		if q < last || q > 4 || seen[r] {
			t.Errorf("%s has quad %d after %d", r, q, last)
		}
		if q.Cooperative() == q.Conflictual() {
			t.Errorf("%s is both or neither of cooperation and conflict", r)
		}
		if q.String() == "none" {
			t.Errorf("%s has a class without words", r)
		}
		last, seen[r] = q, true
	}
	if none := entente.Root("PARLEY").Quad(); none != 0 || none.String() != "none" {
		t.Errorf("an unknown root has quad %d", none)
	}
}
