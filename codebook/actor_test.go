package codebook_test

import (
	"testing"

	"entente"
	"entente/codebook"
)

func TestActorCodes(t *testing.T) {
	for _, c := range []struct {
		scheme, code string
		want         entente.Code
	}{
		{"fips", "GM", "DEU"}, {"fips", "UP", "UKR"}, {"fips", "AS", "AUS"}, {"fips", "CH", "CHN"}, {"fips", "SZ", "CHE"}, {"fips", "RS", "RUS"},
		{"fips", "GZ", "PSE"}, {"fips", "KV", "XKX"}, {"fips", "ZZ", ""}, {"cameo", "GMW", "DEU"}, {"cameo", "GME", "DDR"}, {"cameo", "USA", ""},
		{"group", "NAT", "IGO:NATO"}, {"group", "ALQ", ""}, {"name", "Russian Federation", "RUS"}, {"cow", "260", "DEU"}, {"", "", ""},
	} {
		if got, ok := codebook.ActorCode(c.scheme, c.code); got != c.want || ok != (c.want != "") {
			t.Errorf("%s %s is %q, %v, want %q", c.scheme, c.code, got, ok, c.want)
		}
	}
	if !codebook.ISO("USA") || codebook.ISO("GOV") || codebook.ISO("usa") {
		t.Error("a code is taken for another")
	}
}

func TestSectors(t *testing.T) {
	for word, want := range map[string]entente.Sector{
		"MED": "JRN", "HLH": "MED", "INS": "REB", "Foreign Ministry": "GOV", " Police": "COP", "Hindu": "", "": "",
	} {
		if got, ok := codebook.SectorOf(word); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v", word, got, ok)
		}
	}
	if s, ok := codebook.PloverSector("MED"); s != "MED" || !ok {
		t.Error("PLOVER's MED is medical")
	}
}
