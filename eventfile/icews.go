package eventfile

import "bytes"

// icewsColumns are those of a file without a header, in its order.
var icewsColumns = []string{
	"event_id", "event_date", "source_name", "source_sectors", "source_country", "event_text", "cameo_code",
	"intensity", "target_name", "target_sectors", "target_country", "story_id", "sentence_number", "publisher",
	"city", "district", "province", "country", "latitude", "longitude",
}

// icews is a file of ICEWS, whose columns are found by name.
type icews struct {
	width                                   int
	id, day, code                           int
	source, sourceSectors, sourceCountry    int
	target, targetSectors, targetCountry    int
	city, district, province, country, x, y int
}

func newICEWS(h header) icews {
	return icews{
		width: h.width, id: h.first("event_id"), day: h.first("event_date"), code: h.first("cameo_code"),
		source: h.first("source_name"), sourceSectors: h.first("source_sectors"), sourceCountry: h.first("source_country"),
		target: h.first("target_name"), targetSectors: h.first("target_sectors"), targetCountry: h.first("target_country"),
		city: h.first("city"), district: h.first("district"), province: h.first("province"), country: h.first("country"),
		x: h.first("latitude"), y: h.first("longitude"),
	}
}

// row reads a line. An event is dated by its story's publication: ICEWS has no other day.
func (c icews) row(f [][]byte, _ *Parsed, r *Row) string {
	if len(f) != c.width {
		return wrongColumns(len(f), c.width)
	}
	var ok bool
	if r.ID = at(f, c.id); len(r.ID) == 0 || string(r.ID) == "NULL" {
		return "Event ID is empty"
	}
	if r.Day, ok = day(at(f, c.day)); !ok {
		return "Event Date " + shown(at(f, c.day)) + " is not a day"
	}
	if r.Cameo, ok = padded(at(f, c.code)); !ok {
		return "CAMEO Code " + shown(at(f, c.code)) + " is not a code of CAMEO"
	}
	r.Published, r.Scheme, r.PlaceScheme = r.Day, Name, Name
	r.Source = Actor{Code: told(at(f, c.sourceCountry)), Name: told(at(f, c.source)), Sectors: told(at(f, c.sourceSectors))}
	r.Target = Actor{Code: told(at(f, c.targetCountry)), Name: told(at(f, c.target)), Sectors: told(at(f, c.targetSectors))}
	for _, place := range [...]int{c.city, c.district, c.province} {
		if len(r.Place) == 0 {
			r.Place = told(at(f, place))
		}
	}
	r.Country = told(at(f, c.country))
	r.Latitude, r.Longitude = degrees(told(at(f, c.x)), told(at(f, c.y)))
	return ""
}

// told gives nothing for the words with which tables say that there is nothing.
func told(s []byte) []byte {
	switch string(bytes.TrimSpace(s)) {
	case "", "NULL", "NA", "None", "nan", "N/A":
		return nil
	}
	return s
}

// padded mends a CAMEO code of a table that took codes for numbers. ICEWS has no bare
// roots, so two digits are three that lost a nought.
func padded(s []byte) ([]byte, bool) {
	switch {
	case len(s) == 2 && isNumber(s):
		return zero[string(s)], true
	case len(s) == 3 && isNumber(s) && number(s[:2]) > 20: // no root has such a number: 231 is 0231
		return append([]byte("0"), s...), true
	}
	return cameo(s)
}

// zero gives two digits with a nought before them, without an allocation.
var zero = func() map[string][]byte {
	m := map[string][]byte{}
	for a := '0'; a <= '9'; a++ {
		for b := '0'; b <= '9'; b++ {
			m[string(a)+string(b)] = []byte("0" + string(a) + string(b))
		}
	}
	return m
}()
