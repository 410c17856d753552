package dyad_test

import (
	"math"
	"testing"

	"entente"
	"entente/dyad"
)

// acts are so many of a kind, a day apart.
func acts(root entente.Root, n int) []entente.Event {
	var out []entente.Event
	for i := range n {
		day := entente.Day(18000 + i)
		out = append(out, entente.Event{Reports: []entente.Report{{Plover: entente.Plover{Event: root}, Date: day, DateFrom: day, DateTo: day}}})
	}
	return out
}

// TestSurprise holds the bits to the formula worked out by hand, and to what they are to
// mean.
func TestSurprise(t *testing.T) {
	all := map[entente.Root]int{"CONSULT": 600, "ACCUSE": 300, "ASSAULT": 84}
	past := dyad.Past{Days: 500, Since: 17800, Acts: append(acts("CONSULT", 150), acts("ACCUSE", 50)...), All: all}
	// ASSAULT: mean = 200/500 · 85/1000 = .034; shape = 90 · .034 = 3.06; p = 1 - (590/591)^3.06.
	all["AID"] = 1000 - len(entente.Roots) - 984
	got := past.Surprise("ASSAULT")
	if want := -math.Log2(1 - math.Pow(590./591, 3.06)); math.Abs(got.Bits-want) > 1e-9 || got.Times != 0 || got.Acts != 200 || got.Days != 500 || got.Last != 0 || got.Since != 17800 {
		t.Errorf("%+v, want %g bits", got, want)
	}
	often, seldom := past.Surprise("CONSULT"), past.Surprise("ACCUSE")
	if !(often.Bits < seldom.Bits && seldom.Bits < got.Bits) || often.Times != 150 || often.Last != 18149 {
		t.Errorf("bits %g, %g, %g", often.Bits, seldom.Bits, got.Bits)
	}
	// What comes on every second day of news is worth about one bit, less what smoothing takes.
	daily := dyad.Past{Days: 10000, Acts: acts("CONSULT", 6931), All: map[entente.Root]int{"CONSULT": 1e6}}
	if b := daily.Surprise("CONSULT").Bits; math.Abs(b-1) > .01 {
		t.Errorf("%g bits for an even chance", b)
	}
	// More of the same before makes it less of a surprise; a longer time without, more.
	more, longer := past, past
	more.Acts = append(more.Acts, acts("ASSAULT", 1)...)
	longer.Days = 700
	if more.Surprise("ASSAULT").Bits >= got.Bits || longer.Surprise("ASSAULT").Bits <= got.Bits {
		t.Error("the past does not count")
	}
	if b := (dyad.Past{}).Surprise("CONSULT").Bits; !math.IsInf(b, 1) {
		t.Errorf("%g bits without any past", b)
	}
}
