package web

import (
	"cmp"
	"context"
	"html/template"
	"slices"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/report"
)

// nowView is the first page: what changed, how fresh it is, what is missing.
type nowView struct {
	Title      string
	Says       []template.HTML
	Graph      *graphView
	Since      string // as the form has it
	Before     string // in words
	Moved      []movedView
	Still      int // pairs that did not move
	Type       string
	Fresh      []factView
	Cover      chart
	CoverWords string
	Rows       []coverRow
	Outlets    []outletCount
	Problems   []entente.Problem
	More       int // problems not shown
	Notes      []string
	Latest     []quote
	AllNew     string
	NewCount   int
}

// factView is a figure with its name and what more is to say of it.
type factView struct {
	Name  string
	Value any // words, or a datum
	More  string
	Href  string
}

type outletCount struct {
	Name    string
	Stories int
	Last    string
}

// movedView is a pair whose standing is another than before.
type movedView struct {
	Pair          string
	Href          string
	Before, After string // in words
	ToneB, ToneA  string
	Delta         string
	DeltaTone     string
	New           int // events first told of since
	NewHref       string
	Quote         *quote
	change        float64
}

func (s *Server) now(r *request) (view, error) {
	a, l := r.whole, r.link()
	v := nowView{Title: a.Title, Notes: a.Notes}
	last := lastDay(a.Stories)
	since, err := sinceOf(r, last)
	if err != nil {
		return view{}, err
	}
	v.Since, v.Before = since.String(), r.dayWords(since)
	if err := s.tellTriangle(r.Context(), r, &v); err != nil {
		return view{}, err
	}
	if err := s.tellChanges(r, since, &v); err != nil {
		return view{}, err
	}
	s.tellFresh(a, l, last, &v)
	v.Problems = a.Problems[:min(len(a.Problems), 8)]
	v.More = len(a.Problems) - len(v.Problems)
	return view{Name: "now", Title: r.t("Now"), Body: v, Data: []download{
		{r.t("brief (JSON)"), l.to("/api/v1/brief")}, {r.t("events (CSV)"), l.to("/api/v1/events", "format", "csv")}, {r.t("events (JSON lines)"), l.to("/api/v1/events", "format", "jsonl")}}}, nil
}

// sinceOf is the day with which what is known is compared: a month before the last story,
// unless another is asked for.
func sinceOf(r *request, last entente.Day) (entente.Day, error) {
	since, err := entente.ParseDay(r.query.Get("since"))
	if err != nil {
		return 0, &ask.Wrong{Field: "since", Err: err}
	}
	if !since.Known() && last.Known() {
		since = last - 30
	}
	return since, nil
}

// tellTriangle says what triangle the evidence is most about.
func (s *Server) tellTriangle(_ context.Context, r *request, v *nowView) error {
	a, l := r.whole, r.link()
	if len(a.Triangles) == 0 {
		return nil
	}
	t := &a.Triangles[0]
	g := s.graph(l, t)
	v.Graph = &g
	v.Says = s.triangleSays(l, t)
	return nil
}

// tellChanges compares what is known with what was known on a day.
func (s *Server) tellChanges(r *request, since entente.Day, v *nowView) error {
	a, l := r.whole, r.link()
	if !since.Known() {
		return nil
	}
	then := readScope(r.scope)
	then.AsOf = since
	before, err := s.Whole(r.Context(), then)
	if err != nil {
		return err
	}
	fresh := newReports(a, before)
	v.NewCount = len(fresh)
	v.AllNew = l.to("/events", "since", since.String())
	for i := range a.Dyads {
		now := &a.Dyads[i]
		old := before.Tie(now.A, now.B)
		if old == nil {
			t := desk.TieIn(&before.Brief, since, now.A, now.B)
			old = &t
		}
		m := s.moved(l, a, old, now, fresh, since)
		if m.New == 0 && m.change < .005 {
			v.Still++
			continue
		}
		v.Moved = append(v.Moved, m)
	}
	slices.SortStableFunc(v.Moved, func(x, y movedView) int { return cmp.Compare(y.change, x.change) })
	if n := len(v.Moved); n > 10 {
		v.Moved = v.Moved[:10]
	}
	v.Type = l.typeChange(before, a)
	slices.SortStableFunc(fresh, func(x, y *entente.Report) int { return cmp.Compare(heft(y), heft(x)) })
	var ids []string
	for _, f := range fresh {
		ids = append(ids, f.Report)
	}
	v.Latest = s.quotes(l, a, ids, 6)
	return nil
}

// typeChange says whether the triangle is of another type than before.
func (l *tongue) typeChange(before, now *ask.Answer) string {
	if len(before.Triangles) == 0 || len(now.Triangles) == 0 || before.Triangles[0].Corners != now.Triangles[0].Corners {
		return ""
	}
	x, y := before.Triangles[0], now.Triangles[0]
	if x.Shape == y.Shape {
		return l.t("The triangle was %s then too (%s, now %s).", l.article(x.Shape), l.prob(x.P[x.Shape]), l.prob(y.P[y.Shape]))
	}
	return l.t("The triangle was %s then (%s); now %s is the most probable (%s).", l.article(x.Shape), l.prob(x.P[x.Shape]), l.article(y.Shape), l.prob(y.P[y.Shape]))
}

func (l *tongue) article(s entente.Shape) string {
	if s == entente.Incomplete {
		return l.term(string(s))
	}
	return l.term("a " + string(s))
}

// newReports gives the reports that an earlier answer does not have, in streams that count
// and between two known actors.
func newReports(now, before *ask.Answer) []*entente.Report {
	var out []*entente.Report
	for i := range now.Reports {
		r := &now.Reports[i]
		if before.Report(r.Report) == nil && r.Stream.Counts() && r.Source.Code != "" && r.Target.Code != "" {
			out = append(out, r)
		}
	}
	return out
}

// heft is how much a report moves: its intensity by its status.
func heft(r *entente.Report) float64 {
	return max(r.Intensity, -r.Intensity) * r.Status.Weight() * r.Confidence
}

// moved compares how two actors stand with how they stood.
func (s *Server) moved(l linker, a *ask.Answer, old, now *entente.Tie, fresh []*entente.Report, since entente.Day) movedView {
	m := movedView{Pair: upper(l.and(s.in(now.A), s.in(now.B))), Href: l.dyadAt(now.A, now.B), After: l.tieWords(now), ToneA: tieTone(now), Before: l.t("nothing was told"), ToneB: "unknown", Delta: l.t("new"), DeltaTone: "none"}
	m.change = max(now.Mean, -now.Mean)
	if old != nil && old.Acts.Events+old.Assessed.Count > 0 {
		m.Before, m.ToneB = l.tieWords(old), tieTone(old)
		d := now.Mean - old.Mean
		m.change, m.Delta, m.DeltaTone = max(d, -d), l.signed(d), tone(d)
		if m.Delta == "0" {
			m.DeltaTone = "none"
		}
	}
	var best *entente.Report
	events := map[string]bool{}
	for _, r := range fresh {
		if !between(r, now.A, now.B) {
			continue
		}
		events[r.ID] = true
		if best == nil || heft(r) > heft(best) {
			best = r
		}
	}
	m.New = len(events)
	m.NewHref = l.to("/events", "a", string(now.A), "b", string(now.B), "since", since.String())
	if best != nil {
		q := s.reportQuote(l, best, a.Outlet(best.Story), 0)
		m.Quote = &q
	}
	return m
}

func between(r *entente.Report, a, b entente.Code) bool {
	return r.Source.Code == a && r.Target.Code == b || r.Source.Code == b && r.Target.Code == a
}

// tieWords says how two actors stand, with the probability.
func (l *tongue) tieWords(t *entente.Tie) string {
	if t.Level == nil {
		return l.term("not known")
	}
	if report.Standing(*t) == "open" { // no level is the likeliest
		return l.standing(t)
	}
	return l.standing(t) + " " + l.prob(t.LevelP())
}

// tellFresh says how much there is, how new it is, and where there is nothing.
func (s *Server) tellFresh(a *ask.Answer, l linker, last entente.Day, v *nowView) {
	first := last
	undated := 0
	for _, o := range a.Stories {
		if !o.Published.Known() {
			undated++
		} else if o.Published < first {
			first = o.Published
		}
	}
	v.Fresh = []factView{
		{l.t("stories"), l.number(len(a.Stories)), l.undatedWords(undated), ""},
		{l.t("events"), l.number(len(a.Events)), l.t("acts, each counted once"), l.to("/events")},
		{l.t("reports"), l.number(len(a.Reports)), l.t("sentences that tell of them"), l.to("/events")},
		{l.t("assessments"), l.number(len(a.Assessments)), l.t("sentences that say how two stand"), ""},
	}
	if last.Known() {
		by, _ := periodFor(first, last, "")
		v.CoverWords = l.t("stories by %s of publication", l.term(string(by)))
		v.Cover, v.Rows = coverChart(l, a, periodsBetween(first, last, by), by)
		v.Outlets = outletsOf(l, a)
	}
}

func (l *tongue) undatedWords(n int) string {
	if n == 0 {
		return l.t("all with a day of publication")
	}
	return l.t("%d stories without a day", n)
}

// notNamed is what stands for an outlet without a name, in addresses too.
const notNamed = "not named"

// outletsOf counts stories by publisher, the latest day of each beside it.
func outletsOf(l linker, a *ask.Answer) []outletCount {
	n, last := map[string]int{}, map[string]entente.Day{}
	for _, o := range a.Stories {
		name := cmp.Or(flat(o.Publisher), l.t(notNamed))
		n[name]++
		last[name] = max(last[name], o.Published)
	}
	var out []outletCount
	for name, k := range n {
		out = append(out, outletCount{name, k, l.dayWords(last[name])})
	}
	slices.SortFunc(out, func(x, y outletCount) int {
		return cmp.Or(cmp.Compare(y.Stories, x.Stories), cmp.Compare(x.Name, y.Name))
	})
	return out
}
