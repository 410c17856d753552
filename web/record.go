package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/ask"
	"entente/score"
)

// recordView is the forecasts on record and how they fared.
type recordView struct {
	All      int // on record, of whatever kind
	Board    []boardView
	Reliable reliabilityView
	Rows     []ledgerRow
	Count    int
	Forms    recordForm
	Chosen   string // address of the page without a choice, "" where there is none
	Before   string
	After    string
	Page     int
}

// recordForm is what the ledger may be narrowed to.
type recordForm struct {
	Bys, Events, Horizons, States, Whens []option
	Keep                                 []param
}

// boardView is a row of the scoreboard.
type boardView struct {
	By, Event, Horizon, When, Href                     string
	N, Open, Void                                      int
	Came, Brier, Climate, Persistence, Log, LogClimate string
	Skill, Between, ECE, Beside                        string
	Few                                                bool // too few for the skill to mean anything
	Lo, Mid, Hi                                        float64
	Tone                                               string
}

// ledgerRow is a forecast on record in a line.
type ledgerRow struct {
	ID, Href, Pair, PairHref     string
	What, Tone, By               string
	Machine                      bool
	Origin, Until, P, Word, When string
	Outcome, Sign, OutTone       string
	Count                        int
	Events                       string
	Lo, Mid, Hi                  float64
	Low, High                    string
}

// recordPerPage is how many forecasts on record a page lists.
const recordPerPage = 30

// fewTrials is below how many resolved forecasts no skill is told.
const fewTrials = 10

func (s *Server) recordView(r *request, pick recordPick) (recordView, error) {
	all, err := s.Ledger(r.Context(), r.scope)
	if err != nil {
		return recordView{}, err
	}
	l := r.link()
	v := recordView{All: len(all), Page: 1}
	of := picked(all, pick.of)
	board := ask.Scoreboard(of)
	for _, row := range board {
		v.Board = append(v.Board, s.boardView(l, pick, row))
	}
	v.Reliable = s.reliability(l, pick, board)
	shown := of
	if pick.bin >= 0 { // what the point counted, and no more
		shown = ask.Counted(of)
	}
	shown = picked(shown, pick.takes)
	slices.SortStableFunc(shown, func(x, y entente.Settled) int { return cmp.Compare(y.Origin, x.Origin) })
	v.Count = len(shown)
	if err := v.turnPage(r, &shown); err != nil {
		return v, err
	}
	for i := range shown {
		v.Rows = append(v.Rows, s.ledgerRow(l, &shown[i]))
	}
	v.Forms = recordForms(l, pick, all)
	if len(pick.params()) > 0 {
		v.Chosen = l.to("/forecasts") + "#record"
	}
	return v, nil
}

// turnPage leaves a page of what is shown.
func (v *recordView) turnPage(r *request, shown *[]entente.Settled) (err error) {
	if p := r.query.Get("page"); p != "" {
		if v.Page, err = strconv.Atoi(p); err != nil || v.Page < 1 || v.Page > 1_000_000 {
			return &ask.Wrong{Field: "page", Err: fmt.Errorf("%q is no page", flat(p))}
		}
	}
	at := func(n int) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(n))
		return "/forecasts?" + q.Encode() + "#ledger"
	}
	from := min((v.Page-1)*recordPerPage, len(*shown))
	to := min(from+recordPerPage, len(*shown))
	if v.Page > 1 {
		v.Before = at(v.Page - 1)
	}
	if to < len(*shown) {
		v.After = at(v.Page + 1)
	}
	*shown = (*shown)[from:to]
	return nil
}

func (l *tongue) whenWords(hindsight bool) string {
	if hindsight {
		return l.t("recorded with hindsight")
	}
	return l.t("recorded ahead")
}

func (s *Server) boardView(l linker, pick recordPick, row score.BoardRow) boardView {
	at := recordPick{pair: pick.pair, by: row.By, event: row.Event, horizon: row.Horizon, when: "ahead", bin: -1}
	if row.Hindsight {
		at.when = "hindsight"
	}
	v := boardView{By: s.by(l, row.By), Event: l.term(flat(row.Event)), Horizon: l.t("%d days", row.Horizon), When: l.whenWords(row.Hindsight), Open: row.Open, Void: row.Void,
		Href: l.to("/forecasts", at.params()...) + "#ledger", Tone: "none"}
	if m := row.Measures; m != nil {
		v.N, v.Few = m.N, m.N < fewTrials
		v.Came, v.Brier, v.Climate, v.Persistence, v.Log, v.LogClimate, v.ECE = l.t("%s of %s", fmt.Sprintf("%.0f", m.Base*float64(m.N)), l.number(m.N)), l.brier(m.Brier), l.brier(m.Climate), l.brier(m.Persistence), l.brier(m.LogScore), l.brier(m.LogClimate), l.brier(m.ECE)
		v.Few = v.Few || m.Interval == nil // of a pair or two in a week or two no interval can be had
		if i := m.Interval; i != nil {
			part := func(x float64) float64 { return 50 + 50*max(-1, min(1, x)) }
			v.Skill, v.Between = l.signed(m.Skill), l.between(l.signed(i[0]), l.signed(i[1]))
			v.Lo, v.Mid, v.Hi = part(i[0]), part(m.Skill), part(i[1])
		}
	}
	if b := row.Beside; b != nil {
		v.Beside = l.t("on %s that both answered: Brier %s, the machine's %s", l.t("%d questions", b.N), l.brier(b.Brier), l.brier(b.Machine))
	}
	return v
}

func (s *Server) ledgerRow(l linker, e *entente.Settled) ledgerRow {
	row := ledgerRow{ID: e.ID, Href: l.entryAt(e.ID), Pair: upper(s.forecastWho(l, &e.Forecast)), PairHref: l.dyadAt(e.A, e.B), What: l.term(flat(e.Event())), Tone: quadTone(e.Quad), By: s.by(l, e.By), Machine: e.By == entente.Machine,
		Origin: l.dayWords(e.Origin), Until: l.dayWords(e.Origin + entente.Day(e.Horizon) - 1), P: l.prob(e.Probability), Word: l.term(e.Word), When: l.whenWords(e.Hindsight()), Events: eventsOf(l, e),
		Lo: 100 * e.Low, Mid: 100 * e.Probability, Hi: 100 * e.High, Low: l.prob(e.Low), High: l.prob(e.High)}
	row.Outcome = "open"
	if x := e.Resolution; x != nil {
		row.Outcome, row.Count = string(x.Outcome), x.Count
		row.Sign = map[entente.Verdict]string{entente.Yes: "✓", entente.No: "✕", entente.Void: "?"}[x.Outcome]
	}
	return row
}

// reliabilityView holds what was said against what came, in a box of 460 by 400.
type reliabilityView struct {
	Points []reliablePoint
	Names  []seriesName
	Ticks  []plotTick
	N      int
}

// plotTick is a tenth or two of both scales.
type plotTick struct {
	X, Y  float64
	Label string
}

type seriesName struct{ Name, Class string }

// reliablePoint is the forecasts of a tenth of the scale. Its bar is the interval of 90 in
// 100 for the share that came, after Wilson (1927).
type reliablePoint struct {
	X, Y, R, Low, High float64 // in the box
	Class              string
	By, When, Between  string
	Range, Said, Came  string
	N                  int
	Href, Tip          string
	Diamond            string
	LX                 float64 // of its n
}

// the plot within the box.
const (
	plotX, plotY = 54.0, 16.0
	plotW, plotH = 392.0, 336.0
)

// reliability gathers the bins of the scoreboard by forecaster, those recorded ahead and with
// hindsight apart.
func (s *Server) reliability(l linker, pick recordPick, board []score.BoardRow) reliabilityView {
	type key struct {
		by        string
		hindsight bool
	}
	var order []key
	bins := map[key]*[10]score.Bin{}
	for _, row := range board {
		if row.Measures == nil {
			continue
		}
		k := key{row.By, row.Hindsight}
		if bins[k] == nil {
			bins[k] = &[10]score.Bin{}
			order = append(order, k)
		}
		for _, b := range row.Measures.Reliability {
			x := &bins[k][binOf(b.From+.05)]
			x.N += b.N
			x.Forecast += b.Forecast * float64(b.N)
			x.Observed += b.Observed * float64(b.N)
		}
	}
	var v reliabilityView
	for _, p := range []float64{0, .2, .4, .6, .8, 1} {
		v.Ticks = append(v.Ticks, plotTick{plotX + plotW*p, plotY + plotH*(1-p), l.whole(p)})
	}
	for i, k := range order {
		class := fmt.Sprintf("r%d", min(i, 3))
		v.Names = append(v.Names, seriesName{s.by(l, k.by) + ", " + l.whenWords(k.hindsight), class})
		at := pick
		at.by, at.when, at.state = k.by, map[bool]string{true: "hindsight", false: "ahead"}[k.hindsight], ""
		for n, b := range bins[k] {
			if b.N == 0 {
				continue
			}
			at.bin = n
			v.N += b.N
			v.Points = append(v.Points, s.reliablePoint(l, b, n, class, k.by, k.hindsight, l.to("/forecasts", at.params()...)+"#ledger"))
		}
	}
	return v
}

func (s *Server) reliablePoint(l linker, b score.Bin, n int, class, by string, hindsight bool, href string) reliablePoint {
	said, came := b.Forecast/float64(b.N), b.Observed/float64(b.N)
	low, high := wilson(came, b.N)
	p := reliablePoint{X: plotX + plotW*said, Y: plotY + plotH*(1-came), R: min(16, 4+1.6*math.Sqrt(float64(b.N))), Low: plotY + plotH*(1-low), High: plotY + plotH*(1-high),
		Class: class, By: s.by(l, by), When: l.whenWords(hindsight), Between: l.between(l.prob(low), l.prob(high)), Range: l.between(l.figured(fmt.Sprintf(".%d", n)), l.figured(fmt.Sprintf(".%d", n+1))), Said: l.prob(said), Came: l.percent(came), N: b.N, Href: href}
	if n == 9 {
		p.Range = l.between(l.figured(".9"), "1")
	}
	p.LX = p.X + p.R + 4
	p.Tip = l.t("%s, %s, said %s on average, n %s: %s came", p.By, p.When, p.Said, l.number(p.N), p.Came)
	if class != "r0" {
		p.Diamond = fmt.Sprintf("%.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f", p.X, p.Y-p.R, p.X+p.R, p.Y, p.X, p.Y+p.R, p.X-p.R, p.Y)
	}
	return p
}

// wilson gives the interval of 90 in 100 of a share of n (Wilson 1927).
func wilson(share float64, n int) (low, high float64) {
	const z = 1.645
	m := float64(n)
	mid := (share + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(share*(1-share)/m+z*z/(4*m*m))
	return max(0, mid-half), min(1, mid+half)
}

// recordForms lists what the ledger may be narrowed to.
func recordForms(l linker, pick recordPick, all []entente.Settled) recordForm {
	f := recordForm{Keep: l.ScopeParams()}
	seen := map[string]bool{}
	add := func(to *[]option, kind string, o option) {
		if key := kind + o.value(); !seen[key] {
			seen[key] = true
			*to = append(*to, o)
		}
	}
	for i := range all {
		e := &all[i]
		add(&f.Bys, "by", option{Words: e.By, Here: e.By == pick.by})
		add(&f.Events, "event", l.option(e.Event(), e.Event() == pick.event))
		add(&f.Horizons, "horizon", l.option(strconv.Itoa(e.Horizon), e.Horizon == pick.horizon))
	}
	for _, list := range []*[]option{&f.Bys, &f.Events} {
		slices.SortFunc(*list, func(x, y option) int { return strings.Compare(x.Words, y.Words) })
	}
	slices.SortFunc(f.Horizons, func(x, y option) int {
		return cmp.Or(cmp.Compare(len(x.Words), len(y.Words)), strings.Compare(x.Words, y.Words))
	})
	for _, state := range recordStates {
		f.States = append(f.States, l.option(state, state == pick.state))
	}
	for _, when := range []string{"ahead", "hindsight"} {
		f.Whens = append(f.Whens, l.option(when, when == pick.when))
	}
	return f
}
