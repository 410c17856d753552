package eventfile

import "bytes"

// polecat is a file of POLECAT, whose columns are found by name.
type polecat struct {
	width                                    int
	id, day, root, mode, contexts, published int
	source, target                           polecatActor
	place, city, district, province, country int
	x, y                                     int
}

type polecatActor struct{ name, country, number, primary, sectors, raw int }

func polecatActorOf(h header, who string) polecatActor {
	return polecatActor{
		h.first(who + "_name"), h.first(who + "_country"), h.first(who + "_cow"),
		h.first("primary_" + who + "_sector"), h.first(who + "_sectors"), h.first(who + "_name_raw"),
	}
}

func newPolecat(h header) polecat {
	return polecat{
		width: h.width, id: h.first("event_id"), day: h.first("event_date"), root: h.first("event_type"), mode: h.first("event_mode"),
		contexts: h.first("contexts"), published: h.first("publication_date"),
		source: polecatActorOf(h, "actor"), target: polecatActorOf(h, "recipient"),
		place: h.first("placename"), city: h.first("city"), district: h.first("district"), province: h.first("province"),
		country: h.first("country"), x: h.first("latitude"), y: h.first("longitude"),
	}
}

// row reads a line. POLECAT codes in PLOVER; an intensity of its own scale is not taken.
func (c polecat) row(f [][]byte, _ *Parsed, r *Row) string {
	if len(f) != c.width {
		return wrongColumns(len(f), c.width)
	}
	var ok bool
	if r.ID = plain(at(f, c.id)); len(r.ID) == 0 {
		return "Event ID is empty"
	}
	if r.Day, ok = day(plain(at(f, c.day))); !ok {
		return "Event Date " + shown(at(f, c.day)) + " is not a day"
	}
	if r.Root = plain(at(f, c.root)); len(r.Root) == 0 {
		return "Event Type is empty"
	}
	if r.Published, ok = day(plain(at(f, c.published))); !ok {
		r.Published = r.Day
	}
	r.Mode, r.Contexts = plain(at(f, c.mode)), plain(at(f, c.contexts))
	r.Scheme, r.PlaceScheme = ISO3, ISO3
	r.Source, r.Target = c.source.actor(f), c.target.actor(f)
	for _, place := range [...]int{c.place, c.city, c.district, c.province} {
		if len(r.Place) == 0 {
			r.Place = plain(at(f, place))
		}
	}
	r.Country = plain(at(f, c.country))
	r.Latitude, r.Longitude = degrees(plain(at(f, c.x)), plain(at(f, c.y)))
	return ""
}

func (c polecatActor) actor(f [][]byte) Actor {
	a := Actor{
		Code: plain(at(f, c.country)), Number: bytes.TrimSuffix(plain(at(f, c.number)), []byte(".0")),
		Name: plain(at(f, c.name)), Sectors: plain(at(f, c.primary)),
	}
	if len(a.Name) == 0 {
		a.Name = plain(at(f, c.raw))
	}
	if len(a.Sectors) == 0 {
		a.Sectors = plain(at(f, c.sectors))
	}
	return a
}

// plain strips the quotes that some versions put round a field, and the words for nothing.
func plain(s []byte) []byte {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	return told(s)
}
