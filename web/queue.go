package web

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"entente"
	"entente/ask"
	"entente/guard"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func sorted(codes []entente.Code) [3]entente.Code {
	out := [3]entente.Code(codes)
	slices.Sort(out[:])
	return out
}

// queueView is the editor's table: one report to decide on.
type queueView struct {
	Orders   []choice
	Order    string
	Left     int
	Mine     int
	All      int
	Quote    *quote
	Report   string
	Why      string // it stands here
	Features []factView
	Source   string
	Target   string
	Root     string
	Status   string
	From, To string
	Roots    []option
	Statuses []option
	Merges   []mergeChoice
	Next     string
	Log      []logRow
	May      bool
	ReadOnly bool
}

type mergeChoice struct{ ID, Words string }

type logRow struct {
	N       int64
	When    string
	By      string
	Verdict string
	Act     string
	What    string
	Why     string
	Href    string
}

// orders say which reports come first.
var orders = []struct{ name, words string }{
	{"uncertain", "the least sure first"}, {"disputed", "those first whose kind the judge doubts"}, {"random", "drawn by lot"}, {"latest", "the latest first"},
}

func (s *Server) queue(r *request) (view, error) {
	log, err := s.Decisions(r.Context())
	if err != nil {
		return view{}, err
	}
	who := guard.VisitorOf(r.Context())
	order := cmp.Or(r.query.Get("order"), "uncertain")
	v := queueView{Order: order, All: len(log), May: who.May(guard.Judge), ReadOnly: !s.writes}
	for _, o := range orders {
		v.Orders = append(v.Orders, choice{o.name, r.link().to("/queue", "order", o.name), o.name == order})
	}
	mine := map[string]bool{} // blind to what others decided
	for _, d := range log {
		if d.By == who.Name {
			mine[d.Report] = mine[d.Report] || d.Verdict != entente.Noted
			v.Mine++
		}
	}
	waiting, err := s.waiting(r.whole, order, who.Name, mine)
	if err != nil {
		return view{}, err
	}
	v.Left = len(waiting)
	s.showNext(r, waiting, &v)
	for i := len(log) - 1; i >= 0 && len(v.Log) < 20; i-- {
		if d := &log[i]; d.By == who.Name {
			v.Log = append(v.Log, s.logRow(r.link(), d))
		}
	}
	return view{Name: "queue", Title: "Queue", Body: v, N: counted(v.All, "decision", "decisions") + " in all, " + counted(v.Left, "report", "reports") + " to decide on",
		Data: []download{{"the decisions (JSON lines)", "/api/v1/decisions"}, {"as gold (JSON lines)", "/api/v1/decisions?format=gold"}}}, nil
}

// waiting lists the reports that somebody has not decided on, in an order.
func (s *Server) waiting(a *ask.Answer, order, who string, done map[string]bool) ([]*entente.Report, error) {
	var out []*entente.Report
	for i := range a.Reports {
		if r := &a.Reports[i]; !done[r.Report] && r.Provenance == nil && r.Stream.Counts() {
			out = append(out, r)
		}
	}
	doubt := func(r *entente.Report) float64 {
		if j := r.FoundBy.Judge; j != nil && j.Best != "" && j.Best != r.Plover.Event {
			return 1 - j.Root
		}
		return 0
	}
	lot := func(r *entente.Report) uint64 {
		h := fnv.New64a()
		_, _ = io.WriteString(h, who+r.Report)
		return h.Sum64()
	}
	var by func(x, y *entente.Report) int
	switch order {
	case "uncertain":
		by = func(x, y *entente.Report) int { return cmp.Compare(x.Confidence, y.Confidence) }
	case "disputed":
		by = func(x, y *entente.Report) int { return cmp.Compare(doubt(y), doubt(x)) }
	case "random":
		by = func(x, y *entente.Report) int { return cmp.Compare(lot(x), lot(y)) }
	case "latest":
		by = func(x, y *entente.Report) int { return cmp.Compare(y.Date, x.Date) }
	default:
		return nil, &ask.Wrong{Field: "order", Err: fmt.Errorf("%q is no order: uncertain, disputed, random or latest", flat(order))}
	}
	slices.SortStableFunc(out, by)
	return out, nil
}

// showNext shows the report asked for, or the first that waits.
func (s *Server) showNext(r *request, waiting []*entente.Report, v *queueView) {
	var now *entente.Report
	if id := r.query.Get("report"); id != "" {
		now = r.whole.Report(id)
	}
	at := 0
	if now == nil && len(waiting) > 0 {
		now = waiting[0]
	} else if now != nil {
		at = slices.Index(waiting, now)
	}
	if now == nil {
		return
	}
	if at+1 < len(waiting) {
		v.Next = r.link().to("/queue", "order", v.Order, "report", waiting[at+1].Report)
	}
	q := s.reportQuote(r.link(), now, r.whole.Outlet(now.Story), reportsOf(r.whole, now.ID))
	v.Quote, v.Report, v.Features = &q, now.Report, s.features(now)
	v.Source, v.Target, v.Root, v.Status = string(now.Source.Code), string(now.Target.Code), string(now.Plover.Event), string(now.Status)
	v.From, v.To = now.DateFrom.String(), now.DateTo.String()
	v.Why = "confidence " + prob(now.Confidence)
	for _, root := range entente.Roots {
		v.Roots = append(v.Roots, option{string(root), root == now.Plover.Event})
	}
	for _, st := range []entente.Status{entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical, entente.Negated, entente.Historical} {
		v.Statuses = append(v.Statuses, option{string(st), st == now.Status})
	}
	v.Merges = s.mergeChoices(r.whole, now)
}

// mergeChoices are events of the same two at about the same time.
func (s *Server) mergeChoices(a *ask.Answer, now *entente.Report) []mergeChoice {
	var out []mergeChoice
	for i := range a.Events {
		e := &a.Events[i]
		lead := e.Lead()
		if e.ID == now.ID || lead == nil || !samePair(lead.Source.Code, lead.Target.Code, now.Source.Code, now.Target.Code) || len(out) >= 12 {
			continue
		}
		if d := lead.DateFrom - now.DateFrom; d < -14 || d > 14 {
			continue
		}
		words := []rune(flat(lead.Citation.Quote))
		if len(words) > 70 {
			words = append(words[:70], '…')
		}
		out = append(out, mergeChoice{e.ID, span(lead.DateFrom, lead.DateTo) + ", " + rootWord(lead.Plover.Event) + ": " + string(words)})
	}
	return out
}

func (s *Server) logRow(l linker, d *entente.Decision) logRow {
	return logRow{d.N, d.Made.Format("2 Jan 2006 15:04"), d.By, string(d.Verdict), s.reportQuote(l, &d.Was, entente.Outlet{Story: d.Story}, 0).Act, becomesWords(d), flat(d.Why), l.to("/queue", "report", d.Report)}
}

// becomesWords says what a decision set.
func becomesWords(d *entente.Decision) string {
	c := d.Becomes
	if c == nil {
		return ""
	}
	if d.Verdict == entente.Merged {
		return "with " + d.With
	}
	var out []string
	for _, p := range []struct{ name, value string }{{"source", string(c.Source)}, {"target", string(c.Target)}, {"kind", string(c.Root)}, {"status", string(c.Status)}} {
		if p.value != "" {
			out = append(out, p.name+" "+p.value)
		}
	}
	if c.From.Known() {
		out = append(out, span(c.From, c.To))
	}
	return strings.Join(out, ", ")
}

// decide takes the form of the queue.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	if !s.guard.Form(w, r, guard.Judge) {
		return
	}
	f := r.PostForm
	in := decisionIn{Report: f.Get("report"), Verdict: f.Get("verdict"), Why: f.Get("why"), With: f.Get("with")}
	switch entente.Ruling(in.Verdict) {
	case entente.Recoded:
		in.Source, in.Target, in.Root, in.Status = f.Get("source"), f.Get("target"), f.Get("root"), f.Get("status")
	case entente.Redated:
		in.From, in.To = f.Get("from"), f.Get("to")
	}
	if _, err := s.decided(r.Context(), in); err != nil {
		s.fail(w, r, err)
		return
	}
	l := linker{}
	http.Redirect(w, r, l.to("/queue", "order", f.Get("order")), http.StatusSeeOther)
}

// decisionIn is a decision as it is sent.
type decisionIn struct {
	Report  string `json:"report" doc:"Id of a report."`
	Verdict string `json:"verdict" enum:"accept,reject,recode,redate,split,merge,note"`
	Why     string `json:"why,omitempty" doc:"The reason, in words."`
	With    string `json:"with,omitempty" doc:"To merge: id of the event, or of a report of it."`
	Source  string `json:"source,omitempty" doc:"To recode: the actor, as code or name. What is left out stays."`
	Target  string `json:"target,omitempty"`
	Root    string `json:"root,omitempty"`
	Status  string `json:"status,omitempty"`
	From    string `json:"from,omitempty" doc:"To redate: the first day."`
	To      string `json:"to,omitempty" doc:"And the last; the same by default."`
}

func (s *Server) decided(ctx context.Context, in decisionIn) (entente.Decision, error) {
	d := entente.Decision{Report: in.Report, Verdict: entente.Ruling(in.Verdict), By: guard.VisitorOf(ctx).Name, Made: time.Now(), Why: strings.TrimSpace(in.Why), With: in.With}
	if !s.writes {
		return d, entente.ErrReadOnly
	}
	if d.Verdict == entente.Recoded || d.Verdict == entente.Redated {
		c := &entente.Coding{Root: entente.Root(strings.ToUpper(in.Root)), Status: entente.Status(in.Status)}
		var err error
		for _, a := range []struct {
			name, value string
			code        *entente.Code
		}{{"source", in.Source, &c.Source}, {"target", in.Target, &c.Target}} {
			if a.value == "" {
				continue
			}
			if *a.code, err = s.Actor(a.name, a.value, 0); err != nil {
				return d, err
			}
		}
		for _, p := range []struct {
			name, value string
			day         *entente.Day
		}{{"from", in.From, &c.From}, {"to", in.To, &c.To}} {
			if *p.day, err = entente.ParseDay(p.value); err != nil {
				return d, &ask.Wrong{Field: p.name, Err: err}
			}
		}
		d.Becomes = c
	}
	out, err := s.Decide(ctx, d)
	if err == nil {
		s.meter.taken.WithLabelValues("decisions").Inc()
	}
	return out, err
}

// queueOperations are the decisions on coded events.
func (s *Server) queueOperations(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "decide", Method: http.MethodPost, Path: "/api/v1/decisions", Summary: "Decide on a report: a line of a log that this and every later reading respects.",
		Security: security, Metadata: map[string]any{"scope": guard.Judge}, Errors: []int{401, 403, 404, 409, 422, 429}},
		func(ctx context.Context, in *struct{ Body decisionIn }) (*body[entente.Decision], error) {
			out, err := s.decided(ctx, in.Body)
			if err != nil {
				return nil, s.failed(ctx, err)
			}
			return &body[entente.Decision]{out}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "decisions", Method: http.MethodGet, Path: "/api/v1/decisions", Summary: "The log of decisions, a line each; or what follows from it as gold.", Security: security, Errors: []int{401, 403, 422, 429},
		Responses: map[string]*huma.Response{"200": {Description: "JSON lines.", Content: map[string]*huma.MediaType{"application/jsonl": {}}}}},
		func(ctx context.Context, in *struct {
			Format string `query:"format" enum:"log,gold" default:"log" doc:"log gives decisions; gold what they say of the reports, in the form that entente score reads."`
		}) (*huma.StreamResponse, error) {
			log, err := s.Decisions(ctx)
			if err != nil {
				return nil, s.failed(ctx, err)
			}
			if in.Format == "gold" {
				return jsonLines("gold.jsonl", goldOf(log)), nil
			}
			return jsonLines("decisions.jsonl", log), nil
		})
}

// jsonLines answers with a line each.
func jsonLines[T any](name string, list []T) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		_, w := humago.Unwrap(ctx)
		w.Header().Set("Content-Type", "application/jsonl")
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for i := range list {
			if enc.Encode(list[i]) != nil {
				return
			}
		}
	}}
}

// gold is a line of gold, as corpus/README.md tells its form.
type gold struct {
	Story      string           `json:"story"`
	ID         string           `json:"id"`
	Text       string           `json:"text"`
	Stream     entente.Stream   `json:"stream"`
	Source     entente.Code     `json:"source"`
	Target     entente.Code     `json:"target"`
	Reciprocal bool             `json:"reciprocal"`
	Roots      []entente.Root   `json:"roots"`
	Status     []entente.Status `json:"status"`
	From       entente.Day      `json:"date_from"`
	To         entente.Day      `json:"date_to"`
	Required   bool             `json:"required"`
}

// goldOf says what a log makes of the reports that were accepted, recoded or redated: the
// last word on each counts. What was rejected is no line.
func goldOf(log []entente.Decision) []gold {
	var order []string
	by := map[string][]entente.Decision{}
	for _, d := range log {
		if by[d.Report] == nil {
			order = append(order, d.Report)
		}
		by[d.Report] = append(by[d.Report], d)
	}
	out := []gold{}
	for _, id := range order {
		ds := by[id]
		if !slices.ContainsFunc(ds, func(d entente.Decision) bool { return d.Verdict != entente.Noted }) {
			continue
		}
		for _, r := range entente.Decided([]entente.Report{ds[0].Was}, ds) {
			out = append(out, gold{r.Story, r.Report, r.Citation.Quote, r.Stream, r.Source.Code, r.Target.Code, r.Reciprocal, []entente.Root{r.Plover.Event}, []entente.Status{r.Status}, r.DateFrom, r.DateTo, true})
		}
	}
	return out
}
