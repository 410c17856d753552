package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/ask"
)

// mapView is the world by country: how each stands with one actor, or how much is told of
// each. What is not told of is left empty; nothing finer than a country is drawn, as
// nothing finer is known.
type mapView struct {
	Of      string // the actor asked about
	Name    string
	Heading string
	Actors  []mapActor // to choose from
	By      []choice
	Parts   []choice
	Levels  bool
	Box     string
	Hatch   float64 // between two lines of hatching, in units of the drawing
	Land    string  // outlines of what is not told of, as one path
	Shapes  []mapShape
	Dots    []mapDot
	Drawn   bool // outlines are there
	Rows    []mapRow
	Steps   []mapStep // of the key, for counts
	Off     int       // rows that have no place on the map
	Beyond  int       // countries told of that lie outside of this part of the world
	Part    string
	Judged  string
}

type mapActor struct {
	Code, Name string
	Here       bool
}

type mapStep struct{ Class, Words string }

// mapShape is a country told of; a mapDot one that would be too small to see.
type mapShape struct{ D, Class, Tip, Href string }

type mapDot struct {
	X, Y             float64
	Class, Tip, Href string
}

// mapRow is a line of the table beside the map.
type mapRow struct {
	Name, Href, Code string
	Word, Tone       string
	Level, Low, High string
	Told             bool // a level is known
	Events, Reports  int
	EventsHref       string
	Views            int
	Class            string // how it is drawn
	Tip              string
	Self             bool
	OnMap            bool
}

// mapActors is how many actors are offered to choose from; others are named.
const mapActors = 24

func (s *Server) mapPage(r *request) (view, error) {
	told := toldOf(r.whole)
	of, err := s.mapOf(r, told)
	if err != nil {
		return view{}, err
	}
	l := r.link()
	part, by := r.query.Get("part"), r.query.Get("by")
	v := mapView{Of: string(of), Name: s.Name(of), Levels: by != "events", Part: part, Judged: r.lastDayWords()}
	if v.Levels {
		by = ""
		v.Heading = r.t("How others stand with %s", s.in(of))
		if v.Rows, err = s.levelRows(r, of); err != nil {
			return view{}, err
		}
	} else {
		v.Heading = r.t("How much is told of each country")
		v.Rows = s.toldRows(l, told)
		v.Steps = mapSteps(r)
	}
	v.Actors = s.mapChoice(told, of)
	v.By = []choice{{r.t("level"), l.to("/map", "of", string(of), "part", part), v.Levels}, {r.t("events told of"), l.to("/map", "of", string(of), "by", "events", "part", part), !v.Levels}}
	s.drawMap(r, theWorld(), of, by, &v)
	n := l.t("%d actors", len(v.Rows)) + ", " + l.whatOf(&r.whole.Brief)
	return view{Name: "map", Title: r.t("Map"), Body: v, N: n, Data: []download{{l.t("pairs by month (CSV)"), l.to("/api/v1/series", "format", "csv")}, {l.t("brief (JSON)"), l.to("/api/v1/brief")}}}, nil
}

// lastDayWords is the day of the last story, "" where none has one.
func (r *request) lastDayWords() string {
	if last := lastDay(r.whole.Stories); last.Known() {
		return r.dayWords(last)
	}
	return ""
}

// told is how much is told of an actor.
type told struct {
	code            entente.Code
	events, reports int
}

// toldOf counts what is told of each actor, the most told of first.
func toldOf(a *ask.Answer) []told {
	events := map[entente.Code]map[string]bool{}
	reports := map[entente.Code]int{}
	for i := range a.Reports {
		rep := &a.Reports[i]
		if !rep.Stream.Counts() {
			continue
		}
		codes := []entente.Code{rep.Source.Code, rep.Target.Code}
		for _, c := range slices.Compact(codes) {
			if c == "" {
				continue
			}
			if events[c] == nil {
				events[c] = map[string]bool{}
			}
			events[c][rep.ID] = true
			reports[c]++
		}
	}
	out := make([]told, 0, len(events))
	for c, ids := range events {
		out = append(out, told{c, len(ids), reports[c]})
	}
	slices.SortFunc(out, func(x, y told) int { return cmp.Or(cmp.Compare(y.events, x.events), cmp.Compare(x.code, y.code)) })
	return out
}

// mapOf is the actor asked about: the one named, else the state that most is told of.
func (s *Server) mapOf(r *request, list []told) (entente.Code, error) {
	if name := r.query.Get("of"); name != "" {
		return s.Actor("of", name, r.scope.AsOf)
	}
	for _, t := range list {
		if s.IsState(t.code) {
			return t.code, nil
		}
	}
	return s.Actor("of", "USA", r.scope.AsOf)
}

func (s *Server) mapChoice(list []told, of entente.Code) []mapActor {
	var out []mapActor
	for _, t := range list[:min(len(list), mapActors)] {
		out = append(out, mapActor{string(t.code), s.Name(t.code), t.code == of})
	}
	if !slices.ContainsFunc(out, func(a mapActor) bool { return a.Here }) {
		out = append(out, mapActor{string(of), s.Name(of), true})
	}
	slices.SortFunc(out, func(a, b mapActor) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// levelRows says how each actor stands with one.
func (s *Server) levelRows(r *request, of entente.Code) ([]mapRow, error) {
	ties, err := s.Toward(r.Context(), readScope(r.scope), of)
	if err != nil {
		return nil, err
	}
	l := r.link()
	out := make([]mapRow, 0, len(ties))
	for i := range ties {
		t := &ties[i]
		other := t.A
		if other == of {
			other = t.B
		}
		row := mapRow{Name: s.Name(other), Code: string(other), Href: l.dyadAt(t.A, t.B), Word: l.tieWords(t), Tone: tieTone(t), Events: t.Acts.Events, Reports: t.Acts.Reports, Views: t.Assessed.Count,
			EventsHref: l.to("/events", "a", string(of), "b", string(other)), Class: "open", Told: t.Level != nil}
		row.Tip = upper(l.and(s.in(of), s.in(other))) + ": " + row.Word
		if row.Told {
			row.Level, row.Low, row.High, row.Class = l.signed(t.Mean), l.signed(t.Low), l.signed(t.High), shade(t.Mean)
			row.Tip += ", " + l.levelWords(t)
		}
		out = append(out, row)
	}
	return out, nil
}

// toldSteps are the numbers of events at which a country is drawn darker.
var toldSteps = []int{1, 3, 10, 30, 100}

func toldClass(events int) string {
	class := ""
	for i, least := range toldSteps {
		if events >= least {
			class = fmt.Sprintf("e%d", i+1)
		}
	}
	return class
}

func mapSteps(r *request) []mapStep {
	var out []mapStep
	for i, least := range toldSteps {
		words := fmt.Sprintf("%d–%d", least, toldSteps[min(i+1, len(toldSteps)-1)]-1)
		if i == len(toldSteps)-1 {
			words = r.t("%d and more", least)
		}
		out = append(out, mapStep{toldClass(least), words})
	}
	return out
}

// toldRows says how much is told of each actor.
func (s *Server) toldRows(l linker, list []told) []mapRow {
	out := make([]mapRow, 0, len(list))
	for _, t := range list {
		href := l.to("/events", "a", string(t.code))
		out = append(out, mapRow{Name: s.Name(t.code), Code: string(t.code), Href: href, EventsHref: href, Events: t.events, Reports: t.reports, Class: toldClass(t.events),
			Tip: s.Name(t.code) + ": " + l.t("%s in %s", l.t("%d events", t.events), l.t("%d reports", t.reports))})
	}
	return out
}

// dotBelow is the size in square pixels, on a screen of usual width, below which a country
// is drawn as a dot.
const dotBelow, usualWidth = 25.0, 1200.0

// drawMap sets outlines and colours, if there are outlines.
func (s *Server) drawMap(r *request, w *world, of entente.Code, by string, v *mapView) {
	if w == nil {
		return
	}
	box := v.chooseParts(r, w, of, by)
	scale := usualWidth / box[2]
	v.Drawn, v.Box, v.Hatch = true, fmt.Sprintf("%.0f %.0f %.0f %.0f", box[0], box[1], box[2], box[3]), 7/scale
	at := map[entente.Code]*mapRow{}
	for i := range v.Rows {
		at[entente.Code(v.Rows[i].Code)] = &v.Rows[i]
	}
	var land strings.Builder
	for i := range w.Shapes {
		sh := &w.Shapes[i]
		row := at[sh.code]
		if row != nil {
			row.OnMap = true
		}
		dot := !sh.lesser && sh.Area*scale*scale < dotBelow
		switch {
		case !sh.within(box):
			if row != nil && !sh.lesser {
				v.Beyond++
			}
		case sh.code == of && v.Levels:
			v.add(sh, dot, "self", s.Name(of), r.link().to("/events", "a", string(of)))
		case row != nil:
			v.add(sh, dot, row.Class, row.Tip, row.Href)
		default:
			land.WriteString(sh.D)
		}
	}
	v.Land = land.String()
	for i := range v.Rows {
		if !v.Rows[i].OnMap {
			v.Off++
		}
	}
}

// chooseParts offers the parts of the world and gives the box of the one that is asked for.
func (v *mapView) chooseParts(r *request, w *world, of entente.Code, by string) [4]float64 {
	box, found := w.Views[0].Box, false
	for i, p := range w.Views {
		slug := ""
		if i > 0 {
			slug = strings.ReplaceAll(strings.ToLower(p.Name), " ", "-")
		}
		here := i > 0 && slug == v.Part
		if here {
			box, found = p.Box, true
		}
		v.Parts = append(v.Parts, choice{r.t(p.Name), r.link().to("/map", "of", string(of), "by", by, "part", slug), here})
	}
	v.Parts[0].Here = !found
	return box
}

// add draws a country.
func (v *mapView) add(sh *worldShape, dot bool, class, tip, href string) {
	if sh.D != "" {
		v.Shapes = append(v.Shapes, mapShape{sh.D, class, tip, href})
	}
	if dot {
		v.Dots = append(v.Dots, mapDot{sh.X, sh.Y, class, tip, href})
	}
}
