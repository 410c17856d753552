package report

import (
	"strings"
	"testing"

	"entente"
)

// TestTieMixInWords: what is left out is named as readers call it, and another level is
// pointed out.
func TestTieMixInWords(t *testing.T) {
	minus, plus := -1, 1
	tie := entente.Tie{A: "CHN", B: "RUS", Level: &plus, Mix: []entente.TieMix{
		{Kind: "outlet", Without: "The Post", Stories: 2, Level: &plus, PPlus: .8, PNeutral: .2, Shift: .1},
		{Kind: "opinion", Without: "opinion", Stories: 1, Level: &minus, PMinus: .7, PNeutral: .3, Shift: .9},
	}}
	var out strings.Builder
	if err := TieMix(&out, tie, Options{Width: 200}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"without outlet The Post: friendly .80 · .10 of the probability moves · 2 stories", "without opinion: adversarial .70 ◂ another level · .90"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing from\n%s", want, out.String())
		}
	}
	if strings.Count(out.String(), "another level") != 1 {
		t.Error(out.String())
	}
}

// TestChangedInWords: a tie that turned is told in words, and a day before everything that
// was read is said to be one.
func TestChangedInWords(t *testing.T) {
	minus, plus := -1, 1
	c := entente.Changed{Since: day("2021-06-01"), To: day("2021-06-30"), Before: day("2020-01-01"),
		Turned: []entente.TurnedTie{{Was: entente.Tie{A: "CHN", B: "RUS", Level: &plus, PPlus: .6}, Is: entente.Tie{A: "CHN", B: "RUS", Level: &minus, PMinus: .7, Rule: "level from acts"}}}}
	var out strings.Builder
	if err := Changed(&out, c, Options{Width: 200}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "turned: friendly .60, now adversarial .70. Level from acts.") {
		t.Error(out.String())
	}
	c.Before, c.Turned = c.Since, nil
	out.Reset()
	if err := Changed(&out, c, Options{Width: 200}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Nothing was read before 1 June 2021") || strings.Contains(out.String(), "strand") {
		t.Error(out.String())
	}
}
