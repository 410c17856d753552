package report

import (
	"bytes"
	"strings"
	"testing"

	"entente"
)

// sampleBalance is a network of four, made up to have something of everything.
func sampleBalance() entente.Balance {
	yes, no, cost := true, false, 2
	ties := sampleTies()
	signed := func(t entente.Tie) entente.SignedTie {
		return entente.SignedTie{A: t.A, B: t.B, Sign: *t.Level, Cites: append(append([]string(nil), t.Assessed.Cites...), t.Acts.Cites...)}
	}
	return entente.Balance{
		From: day("2031-01-01"), To: day("2031-06-30"), Actors: 6, Isolates: 1, Ties: 5, Negative: 3,
		Triads: entente.Triads{PPM: 1, PMM: 1}, Triangle: real64(.5), Clustered: real64(.5), Walk: real64(.61234), Conflict: real64(.0004),
		Line: entente.LineIndex{High: 2, Low: 2, Proven: true}, Normal: real64(.2), Unique: &no,
		Components: []entente.Component{
			{Actors: 4, Ties: 4, Conflict: real64(.3), Line: entente.LineIndex{High: 2, Low: 2, Proven: true}, Camps: [2][]entente.Code{{"CHN", "PRK", "RUS"}, {"USA"}}, Swing: []entente.Code{"PRK"}},
			{Actors: 2, Ties: 1, Conflict: real64(0), Camps: [2][]entente.Code{{"FRA", "GBR"}, nil}},
		},
		Signed: []entente.SignedTie{signed(ties[0]), signed(ties[1]), signed(ties[2])},
		Frustrated: []entente.FrustratedTie{
			{SignedTie: signed(ties[2]), Always: &yes, Cost: &cost, Triangles: 2, Unbalanced: 1},
			{SignedTie: entente.SignedTie{A: "PRK", B: "RUS", Sign: 1}, Always: &no},
		},
	}
}

func TestBalanceGolden(t *testing.T) {
	var out bytes.Buffer
	brief := sampleBrief()
	if err := Balance(&out, []entente.Balance{sampleBalance()}, brief, sampleOptions()); err != nil {
		t.Fatal(err)
	}
	stopped := sampleBalance()
	stopped.Label, stopped.Line, stopped.Unique, stopped.Signed = "stopped", entente.LineIndex{High: 4, Low: 1}, nil, nil
	stopped.Frustrated = nil
	if err := Balance(&out, []entente.Balance{stopped}, entente.Brief{}, sampleOptions()); err != nil {
		t.Fatal(err)
	}
	empty := entente.Balance{Label: "2032", Line: entente.LineIndex{Proven: true}}
	if err := Balance(&out, []entente.Balance{sampleBalance(), stopped, empty}, entente.Brief{Notes: []string{"nothing in print was read from 2032"}}, sampleOptions()); err != nil {
		t.Fatal(err)
	}
	golden(t, "balance", out.Bytes())
}

// TestBalanceOfNothing: nothing is printed as zero of which nothing is known.
func TestBalanceOfNothing(t *testing.T) {
	var out bytes.Buffer
	if err := Balance(&out, []entente.Balance{{Line: entente.LineIndex{Proven: true}}}, entente.Brief{}, Options{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "nothing to balance") || strings.Contains(out.String(), ".000") {
		t.Errorf("it says\n%s", out.String())
	}
}

// TestBalanceEscapes: names from a list cannot steer the terminal.
func TestBalanceEscapes(t *testing.T) {
	b := sampleBalance()
	b.Label = "a\x1b[31mb"
	b.Components[0].Camps[0] = []entente.Code{"x\x1b[2Jy"}
	b.Frustrated[1].A = "z\x07"
	var out bytes.Buffer
	if err := Balance(&out, []entente.Balance{b}, entente.Brief{}, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := Balance(&out, []entente.Balance{b, b}, entente.Brief{}, Options{}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out.String(), "\x1b\x07") {
		t.Errorf("a control character passed:\n%q", out.String())
	}
}
