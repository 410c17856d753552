package eventfile

// phoenixColumns are those of the daily files, which have no header.
var phoenixColumns = []string{
	"eid", "story_date", "year", "month", "day", "source", "source_root", "source_agent", "source_others",
	"target", "target_root", "target_agent", "target_others", "code", "root_code", "quad_class", "goldstein",
	"joined_issues", "lat", "lon", "placename", "statename", "countryname", "sentenceid", "url", "newssources",
}

// phoenix is a file of Phoenix: the daily files, the Cline Center's history, or the
// table of both that later wrote its columns otherwise.
type phoenix struct {
	width                       int
	id, day, code, root         int
	source, target              int
	place, admin, country, x, y int
	url                         int
}

func newPhoenix(h header) phoenix {
	return phoenix{
		width: h.width, id: h.first("gid", "eid"), day: h.first("date", "story_date"),
		code: h.first("cameo", "code"), root: h.first("rootcode", "root_code"),
		source: h.first("source"), target: h.first("target"),
		place: h.first("geoname", "placename"), admin: h.first("admininfo", "statename"),
		country: h.first("countrycode", "countryname"), x: h.first("lat"), y: h.first("lon"), url: h.first("url", "urls"),
	}
}

// row reads a line. The history writes days as 6/27/1979 and codes without their
// noughts; the column of the root says which are missing.
func (c phoenix) row(f [][]byte, _ *Parsed, r *Row) string {
	if len(f) != c.width {
		return wrongColumns(len(f), c.width)
	}
	var ok bool
	if r.ID = told(at(f, c.id)); len(r.ID) == 0 {
		return "the event's id is empty"
	}
	if r.Day, ok = anyDay(at(f, c.day)); !ok {
		return "the date " + shown(at(f, c.day)) + " is not a day"
	}
	if r.Cameo, ok = rooted(at(f, c.code), at(f, c.root)); !ok {
		return "the code " + shown(at(f, c.code)) + " is not one of CAMEO"
	}
	r.Published, r.Scheme, r.PlaceScheme = r.Day, CAMEO, Name
	r.Source, r.Target = Actor{Code: told(at(f, c.source))}, Actor{Code: told(at(f, c.target))}
	if r.Place = told(at(f, c.place)); len(r.Place) == 0 {
		r.Place = told(at(f, c.admin))
	}
	r.Country = told(at(f, c.country))
	r.Latitude, r.Longitude = degrees(told(at(f, c.x)), told(at(f, c.y)))
	r.URL = told(at(f, c.url))
	return ""
}

// rooted gives a code its lost noughts back: 10 of root 1 is 010, of root 10 it is 10.
func rooted(code, root []byte) ([]byte, bool) {
	n := number(root)
	if n < 1 || n > 20 || !isNumber(code) {
		return cameo(code)
	}
	for len(code) <= 4 && (len(code) < 2 || number(code[:2]) != n) {
		code = append([]byte("0"), code...)
	}
	return cameo(code)
}
