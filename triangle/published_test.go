package triangle_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"entente"
	"entente/triangle"
)

// TestCapabilityOfThePowers holds Russia's share of Russia's and China's capability against
// published values, where the figures are at hand.
func TestCapabilityOfThePowers(t *testing.T) {
	f, err := os.Open("../../shared/data/triangle/peacesciencer/nmc_cinc_greatpowers.csv")
	if err != nil {
		t.Skip("the figures of capability are not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var figs []entente.Measure
	for _, row := range rows[1:] {
		code := map[string]entente.Code{"365": "RUS", "710": "CHN"}[row[0]]
		year, _ := strconv.Atoi(row[1])
		for i, name := range rows[0][2:] {
			if v, err := strconv.ParseFloat(row[i+2], 64); err == nil && code != "" {
				figs = append(figs, figures("nmc."+name, code, "", year, v)...)
			}
		}
	}
	for year, want := range map[int]float64{1992: .3519, 2014: .1462, 2021: .1302} {
		r := triangle.Record{AsOf: entente.MakeDay(year+1, 6, 1)}
		got := part(t, triangle.Compare("RUS", "CHN", r, nil, figs), triangle.Capability)
		if got.State != triangle.Measured || math.Abs(1-got.Value.Value-want) > 5e-5 || got.N != 6 || got.From.Time().Year() != year {
			t.Errorf("%d: %+v %+v", year, got, got.Value)
		}
	}
}
