package codebook_test

import (
	"testing"

	"entente/codebook"
)

func TestRegion(t *testing.T) {
	for number, want := range map[string]string{
		"2": "Americas", "165": "Americas", "200": "Europe", "365": "Europe", "373": "Europe", "404": "Africa", "591": "Africa",
		"600": "Middle East", "640": "Middle East", "698": "Middle East", "700": "Asia", "710": "Asia", "860": "Asia",
		"900": "Oceania", "990": "Oceania", "1000": "", "1": "", "-5": "", "": "", "RUS": "",
	} {
		if got := codebook.Region(number); got != want {
			t.Errorf("the region of %q is %q, not %q", number, got, want)
		}
	}
}
