package codebook_test

import (
	"testing"

	"entente"
	"entente/codebook"
)

func TestToCameo(t *testing.T) {
	for _, c := range []struct {
		code   entente.Code
		sector entente.Sector
		want   codebook.CameoActor
	}{
		{"USA", "GOV", codebook.CameoActor{Code: "USAGOV", Country: "USA", Type: "GOV"}},
		{"ROU", "", codebook.CameoActor{Code: "ROM", Country: "ROM"}},
		{"DEU", "JRN", codebook.CameoActor{Code: "DEUMED", Country: "DEU", Type: "MED"}},
		{"LAT", "MED", codebook.CameoActor{Code: "LAMHLH", Country: "LAM", Type: "HLH"}},
		{"IGO:NATO", "IGO", codebook.CameoActor{Code: "IGONAT", Group: "NAT", Type: "IGO"}},
		{"IGO:AU", "IGO", codebook.CameoActor{Code: "IGOAFU", Group: "AFU", Type: "IGO"}},
		{"IGO:NONE", "IGO", codebook.CameoActor{Code: "IGO", Type: "IGO"}},
		{"", "REB", codebook.CameoActor{Code: "REB", Type: "REB"}},
		{"", "UNK", codebook.CameoActor{}},
	} {
		if got := codebook.ToCameo(c.code, c.sector); got != c.want {
			t.Errorf("%s %s is %+v, want %+v", c.code, c.sector, got, c.want)
		}
	}
}

// TestThereAndBack: what is written out is read as what it was.
func TestThereAndBack(t *testing.T) {
	for code, fips := range map[entente.Code]string{"USA": "US", "SRB": "RI", "GBR": "UK", "PSE": "", "XXX": ""} {
		if got := codebook.ToFIPS(code); got != fips {
			t.Errorf("FIPS of %s is %q", code, got)
		}
		if back, _ := codebook.ActorCode("fips", fips); fips != "" && back != code {
			t.Errorf("%s is %s", fips, back)
		}
	}
	for _, code := range []entente.Code{"ROU", "TLS", "XKX", "MNE", "IMN", "LAT", "GLF", "NRD"} {
		country := codebook.ToCameo(code, "").Country
		if back, ok := codebook.ActorCode("cameo", country); !ok || back != code {
			t.Errorf("%s is written %s, which is %s", code, country, back)
		}
	}
}

func TestStateNumber(t *testing.T) {
	day := entente.MakeDay
	for _, c := range []struct {
		scheme string
		code   entente.Code
		day    entente.Day
		want   string
	}{
		{"cow", "DEU", day(1940, 1, 1), "255"}, {"cow", "DEU", day(1990, 10, 2), "260"}, {"cow", "DEU", day(1990, 10, 3), "255"}, {"cow", "DEU", 0, "255"},
		{"gw", "DEU", day(1940, 1, 1), "255"}, {"gw", "DEU", day(2000, 1, 1), "260"},
		{"cow", "YEM", day(1980, 1, 1), "678"}, {"cow", "YEM", day(1990, 5, 22), "679"}, {"gw", "YEM", day(1980, 1, 1), ""}, {"cow", "USA", day(1980, 1, 1), ""},
	} {
		if got, ok := codebook.StateNumber(c.scheme, c.code, c.day); got != c.want || ok != (c.want != "") {
			t.Errorf("%s number of %s on %s is %q", c.scheme, c.code, c.day, got)
		}
	}
	if days := codebook.Renumbered(); len(days) != 3 || days[1] != day(1990, 5, 22) || days[2] != day(1990, 10, 3) {
		t.Errorf("numbers change on %v", days)
	}
}
