package entente_test

import (
	"slices"
	"testing"

	"entente"
)

func TestNearest(t *testing.T) {
	names := []string{"CONSULT", "CONCEDE", "COOPERATE", "ASSAULT", "AID"}
	for _, c := range []struct {
		word string
		want []string
	}{
		{"consult", []string{"CONSULT"}},
		{"CONSLUT", []string{"CONSULT"}},
		{"Coöperate", []string{"COOPERATE"}},
		{"assa", []string{"ASSAULT"}},
		{"AIDE", []string{"AID"}},
		{"zebra", nil},
		{"", nil},
	} {
		if got := entente.Nearest(c.word, names); !slices.Equal(got, c.want) {
			t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}
