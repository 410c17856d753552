package entente_test

import (
	"math"
	"testing"

	"entente"
)

func TestWord(t *testing.T) {
	for _, c := range []struct {
		p    float64
		want string
	}{
		{0, "almost no chance"}, {.05, "very unlikely"}, {.2, "unlikely"}, {.44, "unlikely"},
		{.5, "roughly even chance"}, {.55, "likely"}, {.8, "very likely"}, {.95, "almost certain"},
		{1, "almost certain"}, {-.1, ""}, {1.1, ""}, {math.NaN(), ""},
	} {
		if got := entente.Word(c.p); got != c.want {
			t.Errorf("Word(%v) = %q, want %q", c.p, got, c.want)
		}
	}
}

func TestLikelihoodsTouch(t *testing.T) {
	for i := 1; i < len(entente.Likelihoods); i++ {
		if a, b := entente.Likelihoods[i-1], entente.Likelihoods[i]; a.High != b.Low {
			t.Errorf("%q ends at %v, %q begins at %v", a.Term, a.High, b.Term, b.Low)
		}
	}
}
