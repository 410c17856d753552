package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/ask"
)

// forecastView is a forecast as it is shown.
type forecastView struct {
	Pair, Href, What, Tone, P, Low, High, Word, Method, Horizon string
	Base                                                        string // the pair's own base rate, where it was counted
	Expected                                                    string // how many events
	Fared                                                       string // how such forecasts fared in the past
	Lo, Mid, Hi                                                 float64
	Reasons                                                     []reasonView
}

type reasonView struct {
	Sign   string // + for, − against, – neither
	Text   string
	Moves  string
	Quotes []quote
	Cites  int
}

// forecastWho names whom a forecast is about.
func (s *Server) forecastWho(l linker, f *entente.Forecast) string {
	if f.Directed {
		return l.t("%s toward %s", s.in(f.A), s.in(f.B))
	}
	return l.and(s.in(f.A), s.in(f.B))
}

func (s *Server) forecastView(ctx context.Context, l linker, a *ask.Answer, f *entente.Forecast) forecastView {
	v := forecastView{Pair: upper(s.forecastWho(l, f)), Href: l.dyadAt(f.A, f.B), What: l.term(flat(f.Event())), Tone: quadTone(f.Quad), P: l.prob(f.Probability), Low: l.prob(f.Low), High: l.prob(f.High), Word: l.term(f.Word),
		Method: upper(flat(f.Method)), Horizon: l.t("%d days", f.Horizon), Lo: 100 * f.Low, Mid: 100 * f.Probability, Hi: 100 * f.High}
	if f.Plain != nil {
		v.Base = l.prob(f.Plain.Climatology)
	}
	if c := f.Counts; c != nil {
		v.Expected = l.t("%s events are to be expected, with 90 %% from %s to %s", l.places(c.Expected, 1), l.number(c.Low), l.number(c.High))
	}
	if x := f.Fared; x != nil {
		v.Fared = l.t("Such forecasts of %s to %s, n %s: Brier score %s, the base rate's %s, persistence's %s.", l.dayWords(x.From), l.dayWords(x.To), l.number(x.N), l.brier(x.Brier), l.brier(x.Climatology), l.brier(x.Persistence))
	}
	for i := range f.Reasons {
		v.Reasons = append(v.Reasons, s.reasonView(ctx, l, a, &f.Reasons[i]))
	}
	return v
}

// brier prints a score as the house does: .1842.
func (l *tongue) brier(x float64) string {
	return l.figured(strings.Replace(strings.Replace(fmt.Sprintf("%.3f", x), "0.", ".", 1), "-", "−", 1))
}

var reasonSigns = map[string]string{entente.RoleFor: "+", entente.RoleAgainst: "−"}

func (s *Server) reasonView(ctx context.Context, l linker, a *ask.Answer, r *entente.Reason) reasonView {
	v := reasonView{Sign: cmp.Or(reasonSigns[r.Role], "–"), Text: upper(flat(r.Text)), Cites: len(r.Cites)}
	if r.Moves != 0 {
		v.Moves = l.t("moves it by %s", l.signed(r.Moves))
	}
	ids := slices.Clone(r.Cites)
	for _, c := range r.Past {
		ids = append(ids, c.Cites...)
	}
	v.Quotes = s.sought(ctx, l, a, ids, 3)
	return v
}

// unnamed takes from quotations the id by which a page may point to them: it may hold them more
// than once.
func unnamed(quotes []quote) []quote {
	for i := range quotes {
		quotes[i].ID = ""
	}
	return quotes
}

// sought shows what ids cite, and looks in the store for those that the answer does not hold.
func (s *Server) sought(ctx context.Context, l linker, a *ask.Answer, ids []string, most int) []quote {
	out := s.quotes(l, a, ids, most)
	for _, id := range ids {
		if len(out) >= most {
			break
		}
		if a.Report(id) != nil || a.View(id) != nil {
			continue
		}
		act, err := s.Event(ctx, id, a.AsOf)
		if err != nil {
			continue // merged away or rejected since: its id still stands in the data
		}
		lead := act.Lead
		lead.ID = act.ID
		out = append(out, s.reportQuote(l, lead, act.Outlets[lead.Story], len(act.Reports)))
	}
	return unnamed(out)
}

// forecastsView is the outlook and the record.
type forecastsView struct {
	A, B     string // asked for, in words
	Pair     string // of the two asked for
	Origin   string
	Horizon  string
	Groups   []forecastGroup
	Chances  []chanceRow // of the two asked for: a row a kind of events
	Horizons []string
	Asked    []forecastView // of the two, within the horizon that is shown
	Record   recordView
}

type forecastGroup struct {
	Pair, Href, Origin string
	Asks               string // address that asks more of the pair
	All                []forecastView
}

// chanceRow is a kind of events with its probability within each horizon.
type chanceRow struct {
	kind       string
	What, Tone string
	Cells      []chanceCell
}

type chanceCell struct {
	P, Base, Word string
	Lo, Mid, Hi   float64
}

// askedHorizons are those of a question about a pair; the reasons of one of them are shown.
var askedHorizons = []int{7, 30, 90, 180}

const shownHorizon = 30

func (s *Server) forecasts(r *request) (view, error) {
	a, l := r.whole, r.link()
	v := forecastsView{A: r.query.Get("a"), B: r.query.Get("b")}
	pick, err := s.recordPick(r)
	if err != nil {
		return view{}, err
	}
	data := []download{{l.t("the outlook (JSON)"), l.to("/api/v1/outlook")}}
	if len(pick.pair) == 2 {
		if err := s.askPair(r, pick.pair, &v); err != nil {
			return view{}, err
		}
		data = []download{{l.t("these forecasts (JSON)"), l.to("/api/v1/dyads/" + segment(string(pick.pair[0])) + "/" + segment(string(pick.pair[1])) + "/forecasts")}}
	} else if err := s.tellOutlook(r, a, &v); err != nil {
		return view{}, err
	}
	if v.Record, err = s.recordView(r, pick); err != nil {
		return view{}, err
	}
	q := pick.params()
	data = append(data, download{l.t("the record (CSV)"), l.to("/api/v1/ledger", append(q, "format", "csv")...)}, download{l.t("the record (JSON lines)"), l.to("/api/v1/ledger", append(q, "format", "jsonl")...)},
		download{l.t("the scoreboard (JSON)"), l.to("/api/v1/scoreboard", q...)})
	return view{Name: "forecasts", Title: l.t("Forecasts"), Body: v, N: l.whatOf(&a.Brief) + "; " + l.t("%d forecasts on record", v.Record.All), Data: data}, nil
}

// tellOutlook shows the forecasts for the pairs that most is told of.
func (s *Server) tellOutlook(r *request, a *ask.Answer, v *forecastsView) error {
	l := r.link()
	for i := range a.Outlook {
		x, y := a.Outlook[i].A, a.Outlook[i].B
		if n := len(v.Groups); n > 0 && v.Groups[n-1].Href == l.dyadAt(x, y) {
			continue
		}
		fs, err := s.ahead(r, x, y)
		if err != nil {
			return err
		}
		if len(fs.All) > 0 {
			v.Groups, v.Origin, v.Horizon = append(v.Groups, fs), fs.Origin, fs.All[0].Horizon
		}
	}
	return nil
}

// Warm answers ahead what the first page of a pair would wait for: what forecasts are learned
// from. A store without coded events between two has nothing to learn from.
func (s *Server) Warm(ctx context.Context) error {
	busy, err := s.Store.Busy(ctx, entente.Filter{Sources: []string{entente.CodedHere}})
	if err != nil {
		return err
	}
	for _, p := range busy[:min(len(busy), pairsWarmed)] {
		if _, err := s.Forecast(ctx, readScope(ask.Scope{}), p.A, p.B, false, nil, askedHorizons); err != nil {
			return err
		}
	}
	return nil
}

// pairsWarmed is how many pairs are asked about ahead: most of what reasons cite is theirs.
const pairsWarmed = 12

// ahead forecasts for a pair within the horizon that pages show.
func (s *Server) ahead(r *request, a, b entente.Code) (forecastGroup, error) {
	l := r.link()
	g := forecastGroup{Pair: upper(l.and(s.in(a), s.in(b))), Href: l.dyadAt(a, b), Asks: l.to("/forecasts", "a", string(a), "b", string(b))}
	fs, err := s.Forecast(r.Context(), readScope(r.scope), a, b, false, nil, askedHorizons)
	for i := range fs {
		if fs[i].Horizon != shownHorizon {
			continue
		}
		g.Origin = l.dayWords(fs[i].Origin)
		g.All = append(g.All, s.forecastView(r.Context(), l, r.whole, &fs[i]))
	}
	return g, err
}

// askPair forecasts for two actors, as entente forecast does.
func (s *Server) askPair(r *request, pair []entente.Code, v *forecastsView) error {
	l := r.link()
	v.Pair = upper(l.and(s.in(pair[0]), s.in(pair[1])))
	fs, err := s.Forecast(r.Context(), r.scope, pair[0], pair[1], false, nil, askedHorizons)
	if err != nil {
		return err
	}
	for _, h := range askedHorizons {
		v.Horizons = append(v.Horizons, l.t("%d days", h))
	}
	v.Horizon = l.t("%d days", shownHorizon)
	for i := range fs {
		f := &fs[i]
		v.Origin = l.dayWords(f.Origin)
		at := slices.IndexFunc(v.Chances, func(c chanceRow) bool { return c.kind == f.Event() })
		if at < 0 {
			at = len(v.Chances)
			v.Chances = append(v.Chances, chanceRow{kind: f.Event(), What: l.term(flat(f.Event())), Tone: quadTone(f.Quad)})
		}
		cell := chanceCell{P: l.prob(f.Probability), Word: l.term(f.Word), Lo: 100 * f.Low, Mid: 100 * f.Probability, Hi: 100 * f.High}
		if f.Plain != nil {
			cell.Base = l.prob(f.Plain.Climatology)
		}
		v.Chances[at].Cells = append(v.Chances[at].Cells, cell)
		if f.Horizon == shownHorizon {
			v.Asked = append(v.Asked, s.forecastView(r.Context(), l, r.whole, f))
		}
	}
	return nil
}

// recordPick says which forecasts on record are shown; the page and the API share it.
type recordPick struct {
	pair    []entente.Code
	by      string
	event   string
	horizon int
	when    string // ahead, hindsight or ""
	state   string // open, yes, no, void or ""
	bin     int    // a tenth of the scale of probability, from 0; -1 for all
}

// states of forecasts on record.
var recordStates = []string{"open", "yes", "no", "void"}

func (s *Server) recordPick(r *request) (recordPick, error) { return s.pickOf(r.scope, r.query) }

func (s *Server) pickOf(scope ask.Scope, q url.Values) (p recordPick, err error) {
	p = recordPick{by: q.Get("by"), event: q.Get("event"), when: q.Get("when"), state: q.Get("state"), bin: -1}
	if q.Get("a") != "" || q.Get("b") != "" {
		if p.pair, err = s.Actors(scope, q.Get("a"), q.Get("b")); err != nil {
			return p, err
		}
	}
	for _, n := range []struct {
		field string
		most  int
		to    *int
	}{{"horizon", 366, &p.horizon}, {"bin", 9, &p.bin}} {
		if text := q.Get(n.field); text != "" {
			if *n.to, err = strconv.Atoi(text); err != nil || *n.to < 0 || *n.to > n.most {
				return p, &ask.Wrong{Field: n.field, Err: fmt.Errorf("%q is no number from 0 to %d", flat(text), n.most)}
			}
		}
	}
	if p.state != "" && !slices.Contains(recordStates, p.state) {
		return p, &ask.Wrong{Field: "state", Err: fmt.Errorf("%q is none of %s", flat(p.state), strings.Join(recordStates, ", "))}
	}
	if p.when != "" && p.when != "ahead" && p.when != "hindsight" {
		return p, &ask.Wrong{Field: "when", Err: fmt.Errorf("%q is neither ahead nor hindsight", flat(p.when))}
	}
	return p, nil
}

// params gives the choice as parameters of an address.
func (p recordPick) params() []string {
	var out []string
	if len(p.pair) == 2 {
		out = append(out, "a", string(p.pair[0]), "b", string(p.pair[1]))
	}
	for _, x := range [][2]string{{"by", p.by}, {"event", p.event}, {"when", p.when}, {"state", p.state}} {
		if x[1] != "" {
			out = append(out, x[0], x[1])
		}
	}
	if p.horizon > 0 {
		out = append(out, "horizon", strconv.Itoa(p.horizon))
	}
	if p.bin >= 0 {
		out = append(out, "bin", strconv.Itoa(p.bin))
	}
	return out
}

// of takes what the scoreboard and the reliability are of: all but state and bin.
func (p recordPick) of(e *entente.Settled) bool {
	switch {
	case len(p.pair) == 2 && !samePair(e.A, e.B, p.pair[0], p.pair[1]),
		p.by != "" && e.By != p.by,
		p.event != "" && e.Event() != p.event,
		p.horizon > 0 && e.Horizon != p.horizon,
		p.when != "" && e.Hindsight() != (p.when == "hindsight"):
		return false
	}
	return true
}

// takes reports whether the ledger shows a forecast.
func (p recordPick) takes(e *entente.Settled) bool {
	if !p.of(e) || p.state != "" && stateOf(e) != p.state {
		return false
	}
	return p.bin < 0 || resolved(e) && binOf(e.Probability) == p.bin
}

func stateOf(e *entente.Settled) string {
	if e.Resolution == nil {
		return "open"
	}
	return string(e.Resolution.Outcome)
}

// resolved reports whether a forecast came out one way or the other.
func resolved(e *entente.Settled) bool {
	return e.Resolution != nil && e.Resolution.Outcome != entente.Void
}

func binOf(p float64) int { return min(9, int(p*10)) }

// picked keeps what a choice takes.
func picked(all []entente.Settled, takes func(*entente.Settled) bool) []entente.Settled {
	var out []entente.Settled
	for i := range all {
		if takes(&all[i]) {
			out = append(out, all[i])
		}
	}
	return out
}

// entryAt is the address of a forecast on record.
func (l linker) entryAt(id string) string { return l.to("/forecast/" + segment(id)) }

// entryView is one forecast on record.
type entryView struct {
	Title  string
	Says   forecastView
	Row    ledgerRow
	Facts  []factView
	Why    string // of the resolution
	Came   []quote
	Beside []ledgerRow // what others say of the same question
}

func (s *Server) entry(r *request) (view, error) {
	l := r.link()
	e, others, err := s.Entry(r.Context(), r.scope, r.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	v := entryView{Says: s.forecastView(r.Context(), l, r.whole, &e.Forecast), Row: s.ledgerRow(l, &e)}
	for i := range others {
		v.Beside = append(v.Beside, s.ledgerRow(l, &others[i]))
	}
	if x := e.Resolution; x != nil {
		v.Why = upper(flat(x.Why)) + "."
		v.Came = s.sought(r.Context(), l, r.whole, x.Cites, 8)
	}
	v.Facts = []factView{{l.t("by"), datum(s.by(l, e.By)), "", ""}, {l.t("recorded"), l.dayWords(e.Made), v.Row.When, ""}, {l.t("asks of"), v.Row.Origin + " – " + v.Row.Until, v.Says.Horizon, ""}}
	if e.Plain != nil {
		v.Facts = append(v.Facts, factView{l.t("base rate"), l.prob(e.Plain.Climatology), l.t("share of past windows with such an event"), ""}, factView{l.t("persistence"), l.prob(e.Plain.Persistence), l.t("what followed windows like the last one"), ""})
	}
	v.Facts = append(v.Facts, factView{l.t("by the events of"), datum(l.and(e.Sources...)), l.t("whose coding resolves it"), ""}, factView{l.t("program"), datum(cmp.Or(e.Program, l.t("not told"))), "", ""}, factView{l.t("data"), datum(short(e.Data)), l.t("hash of the events known then"), ""}, factView{l.t("id"), datum(e.ID), "", ""})
	if e.Note != "" {
		v.Facts = append(v.Facts, factView{l.t("note"), datum(flat(e.Note)), "", ""})
	}
	title := l.t("%s between %s", upper(v.Says.What), s.forecastWho(l, &e.Forecast))
	if e.Directed {
		title = l.t("%s by %s", upper(v.Says.What), s.forecastWho(l, &e.Forecast))
	}
	v.Title = title
	return view{Name: "forecast", Title: title, Body: v, N: l.t("one forecast on record"), Data: []download{{l.t("this forecast (JSON)"), l.to("/api/v1/ledger/" + segment(e.ID))}},
		Cite: l.t("Forecast %s by %s: %s, %s to %s. Probability %s (90 %% %s to %s). Recorded %s, data %s.", e.ID, s.by(l, e.By), title, v.Row.Origin, v.Row.Until, v.Says.P, v.Says.Low, v.Says.High, l.dayWords(e.Made), e.Data)}, nil
}

// by names who forecast.
func (s *Server) by(l linker, name string) string {
	if name == entente.Machine {
		return l.t("the machine")
	}
	return flat(name)
}

// eventsOf is the address of the events that a forecast asks of.
func eventsOf(l linker, e *entente.Settled) string {
	m := linker{l.scope, l.tongue}
	m.scope.From, m.scope.To = e.Origin, e.Origin+entente.Day(e.Horizon)-1
	if len(e.Sources) > 0 && !slices.Equal(e.Sources, []string{entente.CodedHere}) {
		m.scope.Sources = e.Sources
	}
	q := []string{"a", string(e.A), "b", string(e.B)}
	if e.Directed {
		q = append(q, "directed", "1")
	}
	if e.Quad != 0 {
		q = append(q, "quad", strconv.Itoa(int(e.Quad)))
	}
	if len(e.Roots) == 1 {
		q = append(q, "root", string(e.Roots[0]))
	}
	return m.to("/events", q...)
}
