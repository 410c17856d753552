package web

import (
	"cmp"
	"fmt"
	"slices"

	"entente"
	"entente/ask"
	"entente/report"
)

// quote is a cited sentence as it is shown.
type quote struct {
	ID     string
	Act    string // who did what to whom, or who is said to stand how
	Kind   string // class and intensity, or "assessment"
	Tone   string
	Status string
	When   string
	By     string // attribution or holder
	Stream string // where it is not the body
	Parts  []report.Mark
	None   string // what is said where there is no sentence
	Outlet string
	Title  string // of the story
	Story  string // address of the sentence in its story
	Web    string // address of the story in the web
	Event  string // address of the event
	Told   string // how many reports tell of the event, where there is more than one
}

// report shows one report; more is the number of reports of its event.
func (s *Server) reportQuote(l linker, r *entente.Report, o entente.Outlet, more int) quote {
	q := quote{ID: r.Report, Act: upper(s.act(l, r)), Kind: l.term(r.Quad.String()), Tone: quadTone(r.Quad), Status: l.term(string(r.Status)),
		When: l.when(r), Parts: report.Marks(&r.Citation), Event: l.eventAt(r.ID)}
	if r.Quad != 0 {
		q.Kind += " " + l.strength(r.Intensity)
	}
	if a := r.Attribution; a != nil {
		q.By = l.t("according to %s", cmp.Or(flat(a.By), l.t("a source not named")))
	}
	if !r.Stream.Counts() {
		q.Stream = l.term(string(r.Stream))
	}
	if more > 1 {
		q.Told = l.t("%d reports of this event", more)
	}
	if p := r.Provenance; p != nil {
		q.Parts, q.None = nil, l.t("Event %s, line %s of %s; no sentence is at hand.", flat(p.ID), fmt.Sprint(p.Line), flat(p.File))
		q.Outlet, q.Web = l.t("%s (imported events)", p.Source), report.WebURL(r.Citation.URL)
		return q
	}
	q.place(l, o, r.Story, r.Report, r.Citation.URL)
	return q
}

// act says who did what to whom, as a brief does.
func (s *Server) act(l linker, r *entente.Report) string {
	who := s.actor(l, r.Source)
	if t := r.Target; t.Code != "" || t.Raw != "" || r.Provenance != nil && t.Name != "" {
		arrow := " → "
		if r.Reciprocal {
			arrow = " ↔ "
		}
		who += arrow + s.actor(l, t)
	}
	return who + ": " + l.term(rootWord(r.Plover.Event))
}

// actor names an actor by its code; one that is not known by the words of the text.
func (s *Server) actor(l linker, a entente.Actor) string {
	switch {
	case a.Code != "":
		return s.Name(a.Code)
	case a.Raw+a.Name == "":
		return l.t("somebody not named")
	}
	return l.t("“%s” (not known)", flat(cmp.Or(a.Raw, a.Name)))
}

func rootWord(r entente.Root) string {
	if r == "" {
		return "statement"
	}
	w := []byte(r)
	for i, c := range w {
		if c >= 'A' && c <= 'Z' {
			w[i] = c + 'a' - 'A'
		}
	}
	return string(w)
}

// place says where a sentence stands.
func (q *quote) place(l linker, o entente.Outlet, story, at, url string) {
	q.Outlet, q.Title = l.outlet(o), flat(o.Title)
	q.Story = l.storyAt(story) + "#" + at
	q.Web = report.WebURL(cmp.Or(url, o.URL))
}

// viewQuote shows one assessment.
func (s *Server) viewQuote(l linker, v *entente.Assessment, o entente.Outlet) quote {
	q := quote{ID: v.ID, Act: upper(l.and(s.in(v.A.Code), s.in(v.B.Code))) + ": " + l.stance(v), Kind: l.t("assessment"), Tone: "none", When: l.dates(v.DateFrom, v.DateTo),
		By: l.held(v, s.said()), Parts: report.Marks(&v.Citation)}
	switch {
	case v.Level != nil:
		q.Tone = tone(float64(*v.Level))
	case v.Trend != nil:
		q.Tone = tone(float64(*v.Trend))
	}
	if v.Hedge != "" && v.Hedge != entente.NoHedge {
		q.Status = l.t("put as %s", l.term(string(v.Hedge)))
	}
	if v.Negated {
		q.Status = cmp.Or(q.Status, l.term("denied"))
	}
	if !v.Stream.Counts() {
		q.Stream = l.term(string(v.Stream))
	}
	q.place(l, o, v.Story, v.ID, v.Citation.URL)
	return q
}

// quotes shows what ids cite, at most so many, each event once.
func (s *Server) quotes(l linker, a *ask.Answer, ids []string, most int) []quote {
	var out []quote
	var seen []string
	for _, id := range ids {
		if len(out) >= most {
			break
		}
		if r := a.Report(id); r != nil {
			if slices.Contains(seen, r.ID) {
				continue
			}
			seen = append(seen, r.ID)
			out = append(out, s.reportQuote(l, r, a.Outlet(r.Story), reportsOf(a, r.ID)))
		} else if v := a.View(id); v != nil {
			out = append(out, s.viewQuote(l, v, a.Outlet(v.Story)))
		}
	}
	return out
}

// reportsOf counts the reports of an event.
func reportsOf(a *ask.Answer, event string) int {
	n := 0
	for i := range a.Reports {
		if a.Reports[i].ID == event {
			n++
		}
	}
	return n
}
