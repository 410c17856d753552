package report_test

import (
	"strings"
	"testing"

	"entente"
	"entente/report"
)

// TestStudyIsPrinted: each part of a study is told in words, with names for codes and the
// sentences that it cites.
func TestStudyIsPrinted(t *testing.T) {
	plus := entente.Tie{A: "CHN", B: "RUS", PPlus: .9, PMinus: .05, PNeutral: .05}
	s := entente.Study{Triangle: entente.Triangle{Corners: [3]entente.Code{"CHN", "RUS", "USA"}, Shape: entente.StableMarriage, P: map[entente.Shape]float64{entente.StableMarriage: .8, entente.UnitVeto: .2},
		Ties: [3]entente.Tie{plus, {A: "CHN", B: "USA", PMinus: .9, PNeutral: .1}, {A: "RUS", B: "USA", PMinus: .9, PNeutral: .1}}}}
	s.Bend = &entente.Bend{A: "CHN", B: "RUS", Conflict: true, Points: 1234, Shape: entente.UnitVeto}
	day := entente.MakeDay(2014, 1, 1)
	s.History = []entente.Phase{{From: day, To: day + 30, Shape: entente.Incomplete, P: map[entente.Shape]float64{entente.Incomplete: 1}},
		{From: day + 31, To: day + 58, Shape: entente.StableMarriage, P: map[entente.Shape]float64{entente.StableMarriage: .8}, Events: 12, Covered: true}}
	s.Turns = []entente.Turn{{From: day + 31, To: day + 58, Before: entente.Incomplete, After: entente.StableMarriage, Firm: true,
		Crossed: []entente.Crossing{{A: "CHN", B: "RUS", After: 1, Sign: 1, Was: .4, Is: .9, Cause: "acts", Events: []string{"e1"}}, {A: "RUS", B: "USA", Sign: -1, Was: .4, Is: .3, Cause: "fading"}}}}
	low := &entente.Estimate{Value: 12.5, Low: 3, High: 22}
	s.Wedges = []entente.Wedge{{Divider: "USA", Target: "RUS", Rival: "CHN", Verdict: "undecided", Why: "USA turned to RUS more than to CHN", Accommodation: low, Pressure: low, Coercion: low, Response: low,
		Statements: []entente.Statement{{Cite: "r1", For: "wedge", By: "author", Phrase: "drive a wedge"}}}, {Divider: "CHN", Target: "RUS", Rival: "USA", Verdict: "none", Why: "RUS and USA are not known as friends"}}
	s.Asymmetry = []entente.Asymmetry{{A: "CHN", B: "RUS", Junior: "RUS", Why: "3 parts are measured, and all lean to RUS", Index: low, Parts: []entente.Part{
		{Name: "concessions", State: "measured", Value: low, Lean: &entente.Estimate{Value: -.5}, Unit: "share of CHN", N: 9, Acts: true, From: day, To: day, Cites: []string{"r1"}},
		{Name: "capability share", State: "not loaded", Basis: "nmc.cinc of both"}}}, {A: "CHN", B: "USA", Why: "none", Parts: []entente.Part{{Name: "visits", State: "too little"}}}}
	s.Grounds = []entente.Grounds{{A: "RUS", B: "USA", Events: 9, Placed: 7, Own: low, Lands: []entente.Ground{{Code: "UKR", Events: 6, Role: "flashpoint", Cites: []string{"r1"}}}}}
	s.Mix = []entente.Mix{{Kind: "outlet", Without: "The Post", Shape: entente.Incomplete, P: map[entente.Shape]float64{entente.Incomplete: .6}, Shift: .5, Stories: 2}}
	quote := "They mean to drive a wedge."
	b := entente.Brief{Reports: []entente.Report{{Report: "r1", ID: "e1", Story: "s", Citation: entente.Citation{Quote: quote, End: len(quote)}}}}
	names := map[entente.Code]string{"CHN": "China", "RUS": "Russia", "USA": "United States", "UKR": "Ukraine"}
	var out strings.Builder
	if err := report.Study(&out, s, b, report.Options{Names: func(c entente.Code) string { return names[c] }}); err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"1,234 points of conflict between China and Russia, and it would be a unit veto.",
		"incomplete >.99–>.99 January 2014 · nothing was read",
		"incomplete → stable marriage China and Russia: friendly .40 → .90, through a half, by acts [1]",
		"for what was known had grown old",
		"United States toward Russia, away from China: undecided. The United States turned to Russia more than to China.",
		"for wedge, by author: “drive a wedge” [1]",
		"China toward Russia: Russia and the United States are not known as friends.",
		"concessions +12.5 (+3.00 to +22.0) share of China; leans to Russia",
		"Not loaded: capability share (nmc.cinc of both).",
		"Russia is the junior: 3 parts are measured, and all lean to Russia.",
		"Nothing is measured. Too little: visits.",
		"Ukraine: flashpoint",
		"without outlet The Post: incomplete .60 ◂ another type",
		"drive a wedge.”",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("%q is not in:\n%s", want, out.String())
		}
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("a line of %d columns: %s", n, line)
		}
	}
}
