package export

import (
	"fmt"
	"strings"

	"entente"
	"entente/codebook"
)

// The layouts of GDELT: the full tables of 1.0, with 58 columns, and of 2.0, with 61.
const (
	GDELT1 Format = "gdelt1"
	GDELT2 Format = "gdelt2"
)

// GDELT is the table of events in a layout of GDELT, with our ids: GLOBALEVENTID is no
// number but the event's id here. What GDELT measures and we do not (tone, geography of
// the actors, kinds of place) is empty. [Placed] says which events have a row.
func GDELT(f Format) Table[*Act] {
	t := Table[*Act]{Name: "events." + string(f), Row: "an event, in the columns of GDELT " + map[Format]string{GDELT1: "1.0", GDELT2: "2.0"}[f],
		About: "Tab separated, without a header. A reciprocal event has one row. GDELT has no column for status: negated, planned and hypothetical acts are left out unless they are asked for."}
	w := &gdelt{Table: &t, format: f}
	w.about()
	for _, side := range []gdeltSide{
		{"Actor1", func(a *Act) (*entente.Actor, *entente.Report) { return &a.Lead.Source, a.Lead }},
		{"Actor2", func(a *Act) (*entente.Actor, *entente.Report) { return &a.Lead.Target, a.Lead }},
	} {
		w.actor(side)
	}
	w.kind()
	w.counts()
	w.places()
	w.found()
	return t
}

// gdelt fills in GDELT's columns, in their order.
type gdelt struct {
	*Table[*Act]
	format Format
}

// gdeltSide is an actor of an event, with the report that names it.
type gdeltSide struct {
	name string
	of   func(*Act) (*entente.Actor, *entente.Report)
}

func (w *gdelt) add(name, about string, of func(*Act) string) {
	w.Fields = append(w.Fields, Field[*Act]{Column{Name: name, About: about}, func(a *Act) Value { return text(of(a)) }})
}

func (w *gdelt) empty(names ...string) {
	for _, name := range names {
		w.add(name, "Empty: not measured.", func(*Act) string { return "" })
	}
}

// about adds which event it is, and when.
func (w *gdelt) about() {
	w.add("GLOBALEVENTID", "Id of the event; `entente explain ID` opens it.", func(a *Act) string { return a.ID })
	w.add("SQLDATE", "Day of the event.", func(a *Act) string { return compact(a.day()) })
	w.add("MonthYear", "Its month.", func(a *Act) string { return compact(a.day())[:6] })
	w.add("Year", "Its year.", func(a *Act) string { return compact(a.day())[:4] })
	w.add("FractionDate", "Year and the share of it that has passed, months having 30 days of 365.", func(a *Act) string { return fraction(a.day()) })
}

// actor adds one of the two.
func (w *gdelt) actor(side gdeltSide) {
	actor := func(a *Act) codebook.CameoActor { return cameoActor(side.of(a)) }
	w.add(side.name+"Code", "CAMEO code of the actor; of an event that GDELT coded, GDELT's own.", func(a *Act) string { return actor(a).Code })
	w.add(side.name+"Name", "Its name.", func(a *Act) string { who, _ := side.of(a); return strings.ToUpper(who.Name) })
	w.add(side.name+"CountryCode", "CAMEO's letters for a state or region.", func(a *Act) string { return actor(a).Country })
	w.add(side.name+"KnownGroupCode", "CAMEO's letters for an organisation that it knows.", func(a *Act) string { return actor(a).Group })
	w.empty(side.name+"EthnicCode", side.name+"Religion1Code", side.name+"Religion2Code")
	w.add(side.name+"Type1Code", "CAMEO's role, or a sector of PLOVER where CAMEO has none.", func(a *Act) string { return actor(a).Type })
	w.empty(side.name+"Type2Code", side.name+"Type3Code")
}

// kind adds what was done.
func (w *gdelt) kind() {
	w.add("IsRootEvent", "1 if a headline, a standfirst or a story's first sentence tells of it, else 0; empty for an imported event.", func(a *Act) string { return a.root() })
	w.add("EventCode", "CAMEO code, of three digits at least.", func(a *Act) string { return eventCode(a.Lead.Cameo) })
	w.add("EventBaseCode", "Its first three digits.", func(a *Act) string { return cut(eventCode(a.Lead.Cameo), 3) })
	w.add("EventRootCode", "Its first two digits.", func(a *Act) string { return cut(a.Lead.Cameo, 2) })
	w.add("QuadClass", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, as CAMEO's roots are classed.", func(a *Act) string {
		c, _ := codebook.Cameo(a.Lead.Cameo)
		return fmt.Sprint(int(c.Quad))
	})
	w.Fields = append(w.Fields, Field[*Act]{Column{Name: "GoldsteinScale", Type: Real, Null: true, About: "Goldstein's value as GDELT prints it for the code."}, func(a *Act) Value {
		return realIf(codebook.Intensity(codebook.GoldsteinGDELT, a.Lead.Cameo, "", ""))
	}})
}

// counts adds how often it was told.
func (w *gdelt) counts() {
	w.add("NumMentions", "Reports of the event, or mentions as its event file counts them.", func(a *Act) string {
		return fmt.Sprint(max(len(a.Reports), provenance(a.Lead).Mentions))
	})
	w.add("NumSources", "Publishers, or sources as its event file counts them.", func(a *Act) string {
		return fmt.Sprint(max(1, a.publishers(), provenance(a.Lead).Sources))
	})
	w.add("NumArticles", "Stories, or articles as its event file counts them.", func(a *Act) string {
		return fmt.Sprint(max(1, a.stories(), provenance(a.Lead).Articles))
	})
	w.empty("AvgTone")
}

// places adds where it was done; where its actors were is not measured.
func (w *gdelt) places() {
	for _, side := range []string{"Actor1", "Actor2"} {
		w.empty(geo(w.format, side)...)
	}
	for _, name := range geo(w.format, "Action") {
		switch name {
		case "ActionGeo_Type":
			w.add(name, "1 where a country is all that is known of the place, else empty.", func(a *Act) string { return placeType(place(a.Lead)) })
		case "ActionGeo_Fullname":
			w.add(name, "Name of the place.", func(a *Act) string { return place(a.Lead).Name })
		case "ActionGeo_CountryCode":
			w.add(name, "Its country in FIPS 10-4.", func(a *Act) string { return codebook.ToFIPS(place(a.Lead).Country) })
		default:
			w.empty(name)
		}
	}
}

// found adds since when it is told, and where.
func (w *gdelt) found() {
	w.add("DATEADDED", "First day of publication, else the day of the event; in 2.0 with six noughts for the time.", func(a *Act) string {
		d := a.first()
		if !d.Known() {
			d = a.day()
		}
		if w.format == GDELT2 {
			return compact(d) + "000000"
		}
		return compact(d)
	})
	w.add("SOURCEURL", "Address of the leading report's story; where it has none, story: and its id, or file: with name and line of an event file.", func(a *Act) string { return locator(a.Lead) })
}

// Placed reports whether an event has what a row of GDELT must have: a day and a CAMEO
// code.
func Placed(a *Act) bool { return a.day().Known() && len(a.Lead.Cameo) >= 2 }

// day is the event's day: the first of its narrowest window.
func (a *Act) day() entente.Day { return a.Window().From }

// root tells whether a story begins with the event.
func (a *Act) root() string {
	if a.Lead.Provenance != nil {
		return ""
	}
	for i := range a.Reports {
		if r := &a.Reports[i]; r.Stream == entente.Headline || r.Stream == entente.Standfirst || r.Sentence == 0 {
			return "1"
		}
	}
	return "0"
}

// cameoActor writes an actor in CAMEO; what GDELT wrote stays as it was.
func cameoActor(who *entente.Actor, r *entente.Report) codebook.CameoActor {
	out := codebook.ToCameo(who.Code, who.Sector)
	if strings.HasPrefix(provenance(r).Source, "gdelt") {
		out.Code = who.Raw
	}
	return out
}

func compact(d entente.Day) string { return d.Time().Format("20060102") }

// fraction is GDELT's own: 2018.8055 for 24 October 2018.
func fraction(d entente.Day) string {
	t := d.Time()
	return fmt.Sprintf("%.4f", float64(t.Year())+float64((int(t.Month())-1)*30+t.Day())/365)
}

// eventCode gives a root its first code of three digits: 19 is 190.
func eventCode(cameo string) string {
	if len(cameo) == 2 {
		return cameo + "0"
	}
	return cameo
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

// geo names the columns of a place.
func geo(f Format, side string) []string {
	names := []string{"Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"}
	if f == GDELT1 {
		names = append(names[:4:4], names[5:]...)
	}
	for i := range names {
		names[i] = side + "Geo_" + names[i]
	}
	return names
}

func placeType(p *entente.Place) string {
	if p.Name == "" && p.Country != "" {
		return "1"
	}
	return ""
}

// locator says where a report is to be found: its address, else the story, else the
// line of an event file.
func locator(r *entente.Report) string {
	switch {
	case r.Citation.URL != "":
		return r.Citation.URL
	case r.Provenance != nil:
		return fmt.Sprintf("file:%s#%d", r.Provenance.File, r.Provenance.Line)
	}
	return "story:" + r.Story
}
