package coder_test

import (
	"testing"

	"entente/coder"
)

// TestNobodyActs: what a crash, a storm or a disease has done nobody does to anybody, and
// what is said to one's own people is said to no other; the sentence beside it, which
// differs by little, tells of an act.
func TestNobodyActs(t *testing.T) {
	tools := load(t)
	for _, it := range []struct{ quiet, loud, want string }{
		{"A Kenyan helicopter crashed on Monday, killing two Nepalese soldiers.", "A Kenyan helicopter attacked on Monday, killing two Nepalese soldiers.", "KEN>NPL"},
		{"A Russian plane crashed on Monday, killing two Ukrainian soldiers.", "Russia attacked on Monday, killing two Ukrainian soldiers.", "RUS>UKR"},
		{"A Chinese virus killed ten Italians.", "Chinese soldiers killed ten Italians.", "CHN>ITA"},
		{"A Turkish train derailed and killed three Greek tourists.", "Turkish troops advanced and killed three Greek soldiers.", "TUR>GRC"},
		{"Britain urged its citizens in Algeria to take care.", "Britain urged Algeria to take care.", "GBR>DZA"},
		{"France urged its nationals in Mali to be careful.", "France urged the army of Mali to be careful.", "FRA>MLI"},
		{"Japan warned its tourists in Peru of consequences.", "Japan warned Peru of consequences.", "JPN>PER"},
	} {
		if got := arrows(coder.Code(tools, body(it.quiet, thursday), coder.Options{})); got != "" {
			t.Errorf("%q: %s, not nothing", it.quiet, got)
		}
		if got := arrows(coder.Code(tools, body(it.loud, thursday), coder.Options{})); got != it.want {
			t.Errorf("%q: %s, not %s", it.loud, got, it.want)
		}
	}
}
