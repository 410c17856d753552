package web

import (
	"testing"

	"golang.org/x/text/language"

	"entente"
	"entente/report"
)

// TestOutlinesHaveCodes reads countries by their numbers; ground that no state with a
// number holds has no code, and an outlying territory is lesser than what it belongs to.
func TestOutlinesHaveCodes(t *testing.T) {
	w, err := parseWorld([]byte(`{"width":10,"height":10,"views":[{"name":"World","box":[0,0,10,10]}],"shapes":[
		{"id":"643","name":"Russia","area":9},{"id":"036","name":"Ashmore and Cartier Is.","area":0},{"id":"036","name":"Australia","area":7},
		{"id":"","name":"Kosovo"},{"id":"","name":"Somaliland"},{"id":"-99","name":"Nowhere"},{"id":"158","name":"Taiwan","box":[3,3,2,2]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []entente.Code{"RUS", "AUS", "AUS", "XKX", "", "", "TWN"} {
		if got := w.Shapes[i].code; got != want {
			t.Errorf("%s has the code %q, not %q", w.Shapes[i].Name, got, want)
		}
	}
	if !w.Shapes[1].lesser || w.Shapes[2].lesser || w.Shapes[0].lesser {
		t.Error("the lesser part of Australia is not told")
	}
	if taiwan := &w.Shapes[6]; !taiwan.within([4]float64{4, 4, 9, 9}) || taiwan.within([4]float64{5, 0, 9, 9}) || taiwan.within([4]float64{0, 0, 3, 3}) {
		t.Error("Taiwan is seen where it is not")
	}
	if _, err := parseWorld([]byte(`{"shapes":3}`)); err == nil {
		t.Error("damaged outlines are taken")
	}
}

// TestEveryStateIsDrawn holds the bundled outlines to the numbers of states.
func TestEveryStateIsDrawn(t *testing.T) {
	w := theWorld()
	if w == nil {
		t.Skip("the outlines of the map are not bundled: make scripts does where there is npm")
	}
	drawn := map[entente.Code]bool{}
	for _, s := range w.Shapes {
		drawn[s.code] = true
	}
	for _, code := range []entente.Code{"USA", "RUS", "CHN", "FRA", "NOR", "GBR", "IND", "SSD", "XKX", "PSE", "TWN", "SGP", "MLT", "BHR", "FJI", "NZL", "PRK", "KOR", "VAT"} {
		if !drawn[code] {
			t.Errorf("%s is not drawn", code)
		}
	}
	if len(drawn) < 200 {
		t.Errorf("%d states are drawn", len(drawn))
	}
}

// TestDaysOfALanguage writes a day as a catalogue orders it.
func TestDaysOfALanguage(t *testing.T) {
	ts, err := readTongues(Catalogues)
	if err != nil {
		t.Fatal(err)
	}
	en := ts.list[0]
	if got := en.dayWords(entente.MakeDay(2021, 6, 16)); got != "16 June 2021" || got != report.Day(entente.MakeDay(2021, 6, 16)) {
		t.Errorf("a day is %q", got)
	}
	if en.dayWords(0) != report.Day(0) || en.Dir() != "ltr" {
		t.Errorf("an unknown day is %q, and English is written %s", en.dayWords(0), en.Dir())
	}
	if got := en.t("%d actors have no place on the map, such as organisations; the table has them.", 1); got != "1 actor has no place on the map, such as an organisation; the table has it." {
		t.Errorf("one actor: %s", got)
	}
	if got := (&tongue{Tag: language.Arabic}).Dir(); got != "rtl" {
		t.Errorf("Arabic is written %s", got)
	}
}
