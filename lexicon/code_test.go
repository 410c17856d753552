package lexicon_test

import (
	"testing"

	"entente"
	"entente/lexica"
	"entente/lexicon"
)

func TestCodesOnTheirDay(t *testing.T) {
	lex, err := lexicon.Load(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	day := func(y int) entente.Day { return entente.MakeDay(y, 6, 15) }
	for _, c := range []struct {
		scheme, id string
		year       int
		want       entente.Code
	}{
		{"cow", "365", 1985, "SUN"}, {"cow", "365", 2021, "RUS"}, {"cow", "255", 2000, "DEU"}, {"cow", "265", 1975, "DDR"},
		{"cow", "345", 1980, "YUG"}, {"cow", "345", 2005, "SCG"}, {"cow", "345", 2010, "SRB"}, {"cow", "2", 2021, "USA"},
		{"iso2", "CS", 1980, "CSK"}, {"iso2", "CS", 2004, "SCG"}, {"gw", "816", 1965, "VDR"}, {"cow", "816", 1990, "VNM"},
		{"", "RUS", 1985, "SUN"}, {"", "SUN", 2000, "RUS"}, {"", "YUG", 2005, "SCG"}, {"", "YUG", 2015, "SRB"},
		{"", "CZE", 1980, "CSK"}, {"", "UKR", 1985, "UKR"}, {"", "DEU", 1970, "DEU"}, {"", "DDR", 1995, "DEU"},
		{"", "EGY", 1959, "EGY"}, {"", "IGO:NATO", 1940, "IGO:NATO"}, {"", "YEM", 1980, "YEM"},
	} {
		var got entente.Code
		var ok bool
		if c.scheme == "" {
			got, ok = lex.OnDay(entente.Code(c.id), day(c.year))
		} else {
			got, ok = lex.Numbered(c.scheme, c.id, day(c.year))
		}
		if got != c.want || !ok {
			t.Errorf("%s %s in %d is %q, %v, want %s", c.scheme, c.id, c.year, got, ok, c.want)
		}
	}
	for _, code := range []entente.Code{"RUS", "SUN", "YUG", "CZE", "UKR", "DEU", "IGO:NATO", "EGY", "none"} {
		for d := day(1900); d < day(2030); d += 97 {
			want, known := lex.OnDay(code, d)
			got, days, ok := lex.OnDays(code, d)
			if got != want || ok != known || !days.Has(d) {
				t.Fatalf("%s on %s is %s, %v, holding on %s to %s; want %s, %v", code, d, got, ok, days.From, days.To, want, known)
			}
			for other := day(1900); other < day(2030); other += 371 {
				if on, _ := lex.OnDay(code, other); days.Has(other) && on != got {
					t.Fatalf("%s is said to be %s from %s to %s, and is %s on %s", code, got, days.From, days.To, on, other)
				}
			}
		}
		if _, days, _ := lex.OnDays(code, 0); code == "RUS" && days.Has(day(2000)) {
			t.Error("an answer for no day is said to hold on one")
		}
	}
	if got, ok := lex.Numbered("cow", "9999", day(2000)); ok {
		t.Errorf("no state has the number 9999, and it is %s", got)
	}
	if got, ok := lex.Numbered("cow", "365", 0); got != "RUS" || !ok {
		t.Errorf("365 without a day is %s", got)
	}
}
