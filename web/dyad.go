package web

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/report"
)

// standing names how two actors stand.
func (l *tongue) standing(t *entente.Tie) string { return l.term(report.Standing(*t)) }

// tieView is a pair in a list.
type tieView struct {
	Pair        string
	Href        string
	Sign        string
	Tone        string
	Level       string
	P           string
	Trend       string
	Mean        string
	Between     string
	Events      int
	Reports     int
	Views       int
	Rule        string
	Lo, Mid, Hi float64 // parts of a hundred, -1 at 0 and 1 at 100
	Shade       string
}

func (s *Server) tieView(l linker, t *entente.Tie) tieView {
	v := tieView{Pair: upper(l.and(s.in(t.A), s.in(t.B))), Href: l.dyadAt(t.A, t.B), Sign: report.Sign(*t), Tone: tieTone(t), Level: l.standing(t), Trend: l.term(report.Trend(t.Trend)),
		Mean: l.signed(t.Mean), Between: l.between(l.signed(t.Low), l.signed(t.High)), Events: t.Acts.Events, Reports: t.Acts.Reports, Views: t.Assessed.Count, Rule: upper(t.Rule) + ".",
		Lo: 50 + 50*t.Low, Mid: 50 + 50*t.Mean, Hi: 50 + 50*t.High, Shade: shade(t.Mean)}
	if t.Level != nil && report.Standing(*t) != "open" {
		v.P = l.prob(t.LevelP())
	}
	return v
}

// dyadsView is the list of pairs.
type dyadsView struct {
	Ties []tieView
	A, B string
}

func (s *Server) dyads(r *request) (view, error) {
	l := r.link()
	if a, b := r.query.Get("a"), r.query.Get("b"); a != "" && b != "" {
		pair, err := s.Actors(r.scope, a, b)
		if err != nil {
			return view{}, err
		}
		return view{Goto: l.dyadAt(pair[0], pair[1])}, nil
	}
	v := dyadsView{A: r.query.Get("a"), B: r.query.Get("b")}
	for i := range r.whole.Dyads {
		v.Ties = append(v.Ties, s.tieView(l, &r.whole.Dyads[i]))
	}
	return view{Name: "dyads", Title: r.t("Pairs"), Body: v, Data: []download{{r.t("pairs by month (CSV)"), l.to("/api/v1/series", "format", "csv")}, {r.t("brief (JSON)"), l.to("/api/v1/brief")}}}, nil
}

// dyadView is one pair.
type dyadView struct {
	tieView
	A, B     string
	CodeA    string
	CodeB    string
	By       entente.Period
	Periods  []choice
	Bars     []directed
	Stood    chart
	Levels   []levelRow
	Cover    chart
	Rows     []coverRow
	Facets   []facet
	Acts     []quote
	Said     []quote
	AllActs  string
	Ahead    forecastGroup
	Record   []ledgerRow // forecasts of the pair on record, the latest
	Board    []boardView // how those resolved fared
	OnRecord string
	Latest   []quote // events, the latest first
	Course   courseView
	Marked   []marked
	Balance  string
	Flows    []flowView
	Imported string
	Coarse   bool
}

type choice struct {
	Name, Href string
	Here       bool
}

// directed is what one did to the other, drawn and in figures.
type directed struct {
	From, To string
	Chart    chart
	Rows     []seriesRow
	Events   int
	Href     string
}

type seriesRow struct {
	Period          string
	Coop, Conf      string
	Events, Reports int
	Covered         bool
	Href            string
}

type levelRow struct {
	Period              string
	Level, Low, High, P string
	Word                string
	Events, Views       int
	Covered             bool
	Told                bool
	Href                string
}

// flowView is what one did to the other in sums.
type flowView struct {
	From, To, Coop, Conf string
	CoopW, ConfW, ConfX  float64 // parts of a hundred
}

func (s *Server) dyad(r *request) (view, error) {
	pair, err := s.Actors(r.scope, r.PathValue("a"), r.PathValue("b"))
	if err != nil {
		return view{}, err
	}
	l := r.link()
	if want := l.dyadAt(pair[0], pair[1]); r.URL.EscapedPath() != (linker{}).dyadAt(pair[0], pair[1]) {
		return view{Goto: want}, nil
	}
	defer s.dyadMeanwhile(r, min(pair[0], pair[1]), max(pair[0], pair[1]))()
	a, err := s.Of(r.Context(), r.scope, pair...)
	if err != nil {
		return view{}, err
	}
	t := a.Tie(pair[0], pair[1])
	if t == nil {
		return view{}, fmt.Errorf("pair: %w", entente.ErrNotFound)
	}
	v := dyadView{tieView: s.tieView(l, t), A: s.in(t.A), B: s.in(t.B), CodeA: string(t.A), CodeB: string(t.B)}
	if err := s.dyadHistory(r, a, t, &v); err != nil {
		return view{}, err
	}
	s.dyadEvidence(l, a, t, &v)
	if err := s.dyadAhead(r, t, &v); err != nil {
		return view{}, err
	}
	code := []string{"a", string(t.A), "b", string(t.B)}
	return view{Name: "dyad", Title: v.Pair, Body: v, N: l.t("%s in %s and %s of the two", l.t("%d events", t.Acts.Events), l.t("%d reports", t.Acts.Reports), l.t("%d assessments", t.Assessed.Count)),
		Data: []download{{l.t("the tie (JSON)"), l.to("/api/v1/dyads/" + segment(string(t.A)) + "/" + segment(string(t.B)))}, {l.t("its series (JSON)"), l.to("/api/v1/series", append(code, "by", string(v.By))...)}, {l.t("its series (CSV)"), l.to("/api/v1/series", append(code, "by", string(v.By), "format", "csv")...)},
			{l.t("its events (CSV)"), l.to("/api/v1/events", append(code, "format", "csv")...)}, {l.t("its events (JSON lines)"), l.to("/api/v1/events", append(code, "format", "jsonl")...)}}}, nil
}

// dyadMeanwhile begins to answer what a page of two actors asks besides, on what cores there
// are; who asks then waits for the answer. The function it gives waits for all.
func (s *Server) dyadMeanwhile(r *request, a, b entente.Code) (wait func()) {
	from, to := daysOf(r)
	by, err := periodFor(from, to, r.query.Get("by"))
	if err != nil {
		return func() {}
	}
	ctx := r.Context()
	return meanwhile(
		func() { s.Levels(ctx, r.scope, a, b, judgedBy(from, to, by)) },
		func() { s.Series(ctx, r.scope, []entente.Code{a, b}, by) },
		func() {
			if r.seeksBreaks() {
				s.Course(ctx, r.scope, a, b, by)
			}
		},
		func() {
			if !r.takesImports() {
				s.Forecast(ctx, readScope(r.scope), a, b, false, nil, askedHorizons)
			}
		},
	)
}

// meanwhile does some things at once. The function it gives waits for them.
func meanwhile(all ...func()) (wait func()) {
	var work sync.WaitGroup
	for _, do := range all {
		work.Go(do)
	}
	return work.Wait
}

// mostPeriods is how many periods are judged for a drawing.
const mostPeriods = 80

// judgedBy is the period by which levels are judged where counts are drawn by another.
func judgedBy(from, to entente.Day, by entente.Period) entente.Period {
	for by != entente.Yearly && len(periodsBetween(from, to, by)) > mostPeriods {
		by = coarser(by)
	}
	return by
}

// dyadHistory draws the two through time.
func (s *Server) dyadHistory(r *request, a *ask.Answer, t *entente.Tie, v *dyadView) error {
	from, to := daysOf(r)
	by, err := periodFor(from, to, r.query.Get("by"))
	if err != nil {
		return err
	}
	v.By = by
	v.Periods = periodChoices(r, by)
	series, err := s.Series(r.Context(), r.scope, []entente.Code{t.A, t.B}, by)
	if err != nil {
		return err
	}
	v.Bars = s.directions(r.link(), series, by)
	if v.Course, err = s.courseView(r, a, t, by); err != nil {
		return err
	}
	for i := range series {
		days := make([]entente.Day, len(series[i].Points))
		for k := range days {
			days[k] = series[i].Points[k].Period
		}
		for _, b := range v.Course.Breaks {
			if b.source == series[i].Source {
				v.Bars[i].Chart.Pinned(days, by, b.day, pin{Text: b.Letter, Class: b.Tone, Href: "#break-" + b.Letter, Tip: r.t("%s: %s broke on %s, %s", b.Letter, b.Strand, b.When, b.What)})
			}
		}
	}
	by = judgedBy(from, to, by)
	v.Coarse = by != v.By
	levels, err := s.Levels(r.Context(), r.scope, t.A, t.B, by)
	if err != nil {
		return err
	}
	v.Stood = levelChart(r.link(), levels, by, v.Pair)
	v.Marked = s.markedEvents(r.link(), a, t, from, to)
	stood := make([]entente.Day, len(levels))
	for i := range levels {
		stood[i] = levels[i].From
	}
	for _, m := range v.Marked {
		v.Stood.Pinned(stood, by, m.day, pin{Text: fmt.Sprint(m.N), Class: m.Quote.Tone, Href: m.Quote.Event, Tip: fmt.Sprintf("%d: %s, %s", m.N, m.Quote.Act, m.Quote.When)})
	}
	v.Levels = levelRows(r.link(), levels, by)
	v.Cover, v.Rows = coverChart(r.link(), r.whole, periodsBetween(from, to, v.By), v.By)
	return nil
}

// coarser is the next longer period.
func coarser(p entente.Period) entente.Period {
	switch p {
	case entente.Daily:
		return entente.Weekly
	case entente.Weekly:
		return entente.Monthly
	}
	return entente.Yearly
}

// daysOf is the span that a page draws: the days asked for, else those of publication.
func daysOf(r *request) (from, to entente.Day) {
	for _, o := range r.whole.Stories {
		if o.Published.Known() && (!from.Known() || o.Published < from) {
			from = o.Published
		}
		to = max(to, o.Published)
	}
	if r.scope.From.Known() {
		from = r.scope.From
	}
	if r.scope.To.Known() {
		to = r.scope.To
	}
	return from, to
}

func periodChoices(r *request, by entente.Period) []choice {
	var out []choice
	for _, p := range []entente.Period{entente.Daily, entente.Weekly, entente.Monthly, entente.Yearly} {
		out = append(out, choice{r.term(string(p)), r.link().to(r.URL.EscapedPath(), "by", string(p)), p == by})
	}
	return out
}

// directions draws both directions on one scale.
func (s *Server) directions(l linker, series []entente.Series, by entente.Period) []directed {
	top := 0.0
	for _, one := range series {
		for _, p := range one.Points {
			top = max(top, p.Coop, p.Conf)
		}
	}
	top = axis(top)
	var out []directed
	for _, one := range series {
		d := directed{From: s.Name(one.Source), To: s.Name(one.Target), Href: l.to("/events", "a", string(one.Source), "b", string(one.Target), "directed", "1")}
		d.Chart = barsChart(l, one, by, top, [2]string{d.From, d.To})
		for _, p := range one.Points {
			d.Events += p.Events
			d.Rows = append(d.Rows, seriesRow{l.periodWords(p.Period, by), l.amount(p.Coop), l.amount(p.Conf), p.Events, p.Reports, p.Covered, eventsIn(l, one.Pair, p.Period, by)})
		}
		out = append(out, d)
	}
	return out
}

func levelRows(l linker, levels []desk.Level, by entente.Period) []levelRow {
	var out []levelRow
	for _, v := range levels {
		then := linker{l.scope, l.tongue}
		then.scope.AsOf = v.To
		out = append(out, levelRow{Period: l.periodWords(v.From, by), Level: l.signed(v.Mean), Low: l.signed(v.Low), High: l.signed(v.High), Word: l.tieWords(&v.Tie),
			Events: v.Acts.Events, Views: v.Assessed.Count, Covered: v.Covered, Told: v.Acts.Events+v.Assessed.Count > 0, Href: then.dyadAt(v.A, v.B)})
	}
	return out
}

// dyadEvidence lists what the tie rests on.
func (s *Server) dyadEvidence(l linker, a *ask.Answer, t *entente.Tie, v *dyadView) {
	v.Acts = s.quotes(l, a, t.Acts.Cites, 12)
	v.Said = s.quotes(l, a, t.Assessed.Cites, 12)
	v.AllActs = l.to("/events", "a", string(t.A), "b", string(t.B))
	if b := t.Acts.Balance; b != nil {
		v.Balance = l.signed(*b)
	}
	top := max(t.Acts.CoopAB, t.Acts.ConfAB, t.Acts.CoopBA, t.Acts.ConfBA, .001)
	flow := func(from, to entente.Code, coop, conf float64) flowView {
		return flowView{s.Name(from), s.Name(to), l.amount(coop), l.amount(conf), 50 * coop / top, 50 * conf / top, 50 - 50*conf/top}
	}
	v.Flows = []flowView{flow(t.A, t.B, t.Acts.CoopAB, t.Acts.ConfAB), flow(t.B, t.A, t.Acts.CoopBA, t.Acts.ConfBA)}
	var mine []*entente.Report
	for i := range a.Reports {
		if r := &a.Reports[i]; between(r, t.A, t.B) {
			mine = append(mine, r)
		}
	}
	v.Facets = s.facets(l, a, t, mine)
	v.Latest = s.latest(l, a, mine)
}

// mostLatest is how many events of a pair are listed.
const mostLatest = 25

// latest lists events by the day on which they began, the latest first.
func (s *Server) latest(l linker, a *ask.Answer, reports []*entente.Report) []quote {
	sorted := slices.Clone(reports)
	slices.SortStableFunc(sorted, func(x, y *entente.Report) int { return cmp.Compare(y.DateFrom, x.DateFrom) })
	var out []quote
	seen := map[string]bool{}
	for _, r := range sorted {
		if seen[r.ID] || len(out) == mostLatest {
			continue
		}
		seen[r.ID] = true
		out = append(out, s.reportQuote(l, r, a.Outlet(r.Story), reportsOf(a, r.ID)))
	}
	return out
}

// mostOnRecord is how many forecasts on record a pair's page lists.
const mostOnRecord = 8

// dyadAhead tells what may come of the two, and how earlier forecasts of them fared.
func (s *Server) dyadAhead(r *request, t *entente.Tie, v *dyadView) (err error) {
	l := r.link()
	v.OnRecord = l.to("/forecasts", "a", string(t.A), "b", string(t.B)) + "#record"
	if !r.takesImports() {
		if v.Ahead, err = s.ahead(r, t.A, t.B); err != nil {
			return err
		}
	}
	all, err := s.Ledger(r.Context(), r.scope)
	if err != nil {
		return err
	}
	pick := recordPick{pair: []entente.Code{t.A, t.B}, bin: -1}
	of := picked(all, pick.of)
	for _, row := range ask.Scoreboard(of) {
		if row.Measures != nil {
			v.Board = append(v.Board, s.boardView(l, pick, row))
		}
	}
	slices.SortStableFunc(of, func(x, y entente.Settled) int { return cmp.Compare(y.Origin, x.Origin) })
	for i := range of[:min(len(of), mostOnRecord)] {
		v.Record = append(v.Record, s.ledgerRow(l, &of[i]))
	}
	return nil
}

func samePair(a, b, x, y entente.Code) bool { return a == x && b == y || a == y && b == x }

// facet is a way of parting the reports of a pair.
type facet struct {
	Name string
	Rows []facetRow
	Rest int // values not shown
}

type facetRow struct {
	Words   string
	Events  int
	Reports int
	W       float64 // of a bar, part of a hundred
	Tone    string
	Href    string
}

// facets parts the reports of a pair by root, issue, source and status.
func (s *Server) facets(l linker, a *ask.Answer, t *entente.Tie, reports []*entente.Report) []facet {
	pair := []string{"a", string(t.A), "b", string(t.B)}
	by := func(name, param string, of func(*entente.Report) []string, color, words func(string) string) facet {
		events, n := map[string]map[string]bool{}, map[string]int{}
		for _, r := range reports {
			for _, v := range of(r) {
				if events[v] == nil {
					events[v] = map[string]bool{}
				}
				events[v][r.ID] = true
				n[v]++
			}
		}
		f := facet{Name: name}
		for v, ids := range events {
			f.Rows = append(f.Rows, facetRow{Words: words(v), Events: len(ids), Reports: n[v], Tone: color(v), Href: l.to("/events", append(slices.Clone(pair), param, v)...)})
		}
		slices.SortFunc(f.Rows, func(x, y facetRow) int { return cmp.Or(cmp.Compare(y.Events, x.Events), cmp.Compare(x.Words, y.Words)) })
		if len(f.Rows) > 8 {
			f.Rest, f.Rows = len(f.Rows)-8, f.Rows[:8]
		}
		for i := range f.Rows {
			f.Rows[i].W = 100 * float64(f.Rows[i].Events) / float64(f.Rows[0].Events)
		}
		return f
	}
	ink := func(string) string { return "ink" }
	same := func(v string) string { return v }
	outlet := func(v string) string {
		if v == notNamed {
			return l.t(notNamed)
		}
		return v
	}
	return []facet{
		by(l.t("Kind of act"), "root", func(r *entente.Report) []string { return []string{string(r.Plover.Event)} }, func(v string) string { return quadTone(entente.Root(v).Quad()) }, same),
		by(l.t("Issue"), "issue", func(r *entente.Report) []string { return r.Plover.Contexts }, ink, l.term),
		by(l.t("Source"), "publisher", func(r *entente.Report) []string { return []string{cmp.Or(a.Outlet(r.Story).Publisher, notNamed)} }, ink, outlet),
		by(l.t("Status"), "status", func(r *entente.Report) []string { return []string{string(r.Status)} }, ink, l.term),
	}
}
