package codebook_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"entente"
	"entente/codebook"
)

func TestQuadOfTitle(t *testing.T) {
	for title, want := range map[string]entente.Quad{
		"Make_a_visit":                            entente.VerbalCooperation,
		"Make statement":                          0,
		"Demonstrate military or police power":    entente.MaterialConflict,
		"Demonstrate or rally":                    entente.MaterialConflict,
		"Provide economic aid":                    entente.MaterialCooperation,
		"Demand change in leadership":             entente.VerbalConflict,
		"fight with small arms and light weapons": entente.MaterialConflict,
		"Impose embargo, boycott, or sanctions":   entente.MaterialConflict,
		"married to":                              0,
	} {
		q, ok := codebook.QuadOfTitle(title)
		if q != want || ok != (want != 0) {
			t.Errorf("%q: %d, %v, want %d", title, q, ok, want)
		}
	}
}

// Every name that ICEWS gives a code has the class that it gives it.
func TestTitlesAgreeWithPublished(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(published(t, "icews_cameo_codes.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]entente.Quad{"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
	for _, r := range rows[1:] {
		want := classes[r[5]]
		if r[0][:2] == "01" {
			want = 0
		}
		if q, _ := codebook.QuadOfTitle(r[1]); q != want {
			t.Errorf("%s %q: %d, want %d", r[0], r[1], q, want)
		}
	}
}
