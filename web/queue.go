package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

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
	Seed     string
	Left     int
	Mine     int
	All      int
	Accord   string // address of how far people agree
	Quote    *quote
	Report   string
	Others   string // what others made of it, once the visitor has decided
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
	Here     string // where to go when it is decided
	Log      []logRow
	Done     *logRow // what the visitor has just decided
	Wrong    string  // why what the visitor sent was not kept
	Hint     string
	With     string // what they wrote into the form of a merger
	CodeWhy  string // and as the reason of another coding
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
var orders = []string{"uncertain", "disputed", "disagreement", "random", "latest"}

// defaultSeed is that of the lot if none is named. All who name the same draw the same, so
// that what several decide on is shared.
const defaultSeed = "1"

func (s *Server) queue(r *request) (view, error) {
	l := r.link()
	log, err := s.Decisions(r.Context())
	if err != nil {
		return view{}, err
	}
	who := guard.VisitorOf(r.Context())
	v := queueView{Order: cmp.Or(r.query.Get("order"), orders[0]), Seed: cmp.Or(r.query.Get("seed"), defaultSeed), All: len(log), May: who.May(guard.Judge), ReadOnly: !s.writes, Accord: r.link().to("/agreement")}
	for _, o := range orders {
		v.Orders = append(v.Orders, choice{l.term(o), r.link().to("/queue", "order", o), o == v.Order})
	}
	desk := newTable(r.whole, log, who.Name)
	v.Mine = desk.mine
	waiting, err := desk.waiting(v.Order, v.Seed, s.Disputed(log))
	if err != nil {
		return view{}, err
	}
	v.Left = len(waiting)
	s.showNext(r, desk, waiting, &v)
	for i := len(log) - 1; i >= 0 && len(v.Log) < 20; i-- {
		if d := &log[i]; d.By == who.Name {
			v.Log = append(v.Log, s.logRow(r.link(), d))
		}
	}
	if n, err := strconv.Atoi(r.query.Get("done")); err == nil && n >= 1 && n <= len(log) && log[n-1].By == who.Name {
		row := s.logRow(r.link(), &log[n-1])
		v.Done = &row
	}
	data := []download{{l.t("the decisions (JSON lines)"), "/api/v1/decisions"}, {l.t("as gold (JSON lines)"), "/api/v1/decisions?format=gold"}, {l.t("as marked sentences, to learn from"), "/api/v1/decisions?format=marked"}, {l.t("as passages, to learn from"), "/api/v1/decisions?format=passages"}}
	return view{Name: "queue", Title: l.t("Queue"), Body: v, N: l.t("%d decisions in all", v.All) + ", " + l.t("%d reports to decide on", v.Left), Data: data}, nil
}

// table is what lies before one person: reports as they were coded, whatever others have
// decided on them by now.
type table struct {
	log     []entente.Decision
	by      string
	mine    int             // decisions of the person
	done    map[string]bool // what the person has decided on
	others  map[string]bool // what others have
	reports []*entente.Report
	of      map[string]*entente.Report
}

// newTable lays reports before a person.
func newTable(a *ask.Answer, log []entente.Decision, by string) *table {
	t := &table{log: log, by: by, done: map[string]bool{}, others: map[string]bool{}, of: map[string]*entente.Report{}}
	first := map[string]*entente.Report{}
	var order []string
	for i := range log {
		d := &log[i]
		if first[d.Report] == nil {
			first[d.Report] = &d.Was
			order = append(order, d.Report)
		}
		if d.By == by {
			t.mine++
			t.done[d.Report] = t.done[d.Report] || d.Verdict != entente.Noted
		} else if d.Verdict != entente.Noted {
			t.others[d.Report] = true
		}
	}
	for i := range a.Reports {
		r := &a.Reports[i]
		if was := first[r.Report]; was != nil {
			r = was
		}
		t.lay(r)
	}
	for _, id := range order { // what was rejected is in no answer
		if t.of[id] == nil && inScope(first[id], a.Scope) {
			t.lay(first[id])
		}
	}
	return t
}

func (t *table) lay(r *entente.Report) {
	if r.Provenance == nil && r.Stream.Counts() {
		t.reports = append(t.reports, r)
		t.of[r.Report] = r
	}
}

// inScope reports whether a report that no answer holds is of the days asked of.
func inScope(r *entente.Report, s ask.Scope) bool {
	return !s.AsOf.Known() && (!s.From.Known() || r.DateTo >= s.From) && (!s.To.Known() || r.DateFrom.Known() && r.DateFrom <= s.To)
}

// waiting lists what the person has not decided on, in an order.
func (t *table) waiting(order, seed string, disputed map[string]bool) ([]*entente.Report, error) {
	var key func(*entente.Report) float64 // the least comes first
	switch order {
	case "uncertain":
		key = func(r *entente.Report) float64 { return r.Confidence }
	case "disputed":
		key = func(r *entente.Report) float64 { return -doubt(r) }
	case "disagreement":
		key = func(r *entente.Report) float64 {
			switch {
			case disputed[r.Report]:
				return r.Confidence
			case t.others[r.Report]:
				return 2 + r.Confidence
			}
			return 4 + r.Confidence
		}
	case "random":
		key = func(r *entente.Report) float64 { return lot(seed, r.Report) }
	case "latest":
		key = func(r *entente.Report) float64 { return -float64(r.Date) }
	default:
		return nil, &ask.Wrong{Field: "order", Err: fmt.Errorf("%q is no order", flat(order)), Hint: "it is " + strings.Join(orders[:len(orders)-1], ", ") + " or " + orders[len(orders)-1]}
	}
	type place struct {
		report *entente.Report
		key    float64
	}
	var in []place
	for _, r := range t.reports {
		if !t.done[r.Report] {
			in = append(in, place{r, key(r)})
		}
	}
	slices.SortStableFunc(in, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.report.Report, y.report.Report))
	})
	out := make([]*entente.Report, len(in))
	for i := range in {
		out[i] = in[i].report
	}
	return out, nil
}

// doubt is how likely the judge finds another kind of act than the one coded.
func doubt(r *entente.Report) float64 {
	if j := r.FoundBy.Judge; j != nil && j.Best != "" && j.Best != r.Plover.Event {
		return 1 - j.Root
	}
	return 0
}

// lot draws a number from 0 to 1 for a report, the same for the same seed.
func lot(seed, report string) float64 {
	sum := sha256.Sum256([]byte(seed + " " + report))
	return float64(binary.BigEndian.Uint64(sum[:])) / math.MaxUint64
}

// showNext shows the report asked for, or the first that waits.
func (s *Server) showNext(r *request, t *table, waiting []*entente.Report, v *queueView) {
	here := func(params ...string) string {
		if v.Order == "random" {
			params = append(params, "seed", v.Seed)
		}
		return r.link().to("/queue", append(params, "order", v.Order)...)
	}
	v.Here = here()
	now, at := t.of[r.query.Get("report")], -1
	if now == nil && len(waiting) > 0 {
		now = waiting[0]
	}
	if now == nil {
		return
	}
	if at = slices.Index(waiting, now); at+1 < len(waiting) {
		v.Next = here("report", waiting[at+1].Report)
	}
	if at > 0 { // what was put off comes when the others are done
		v.Here = cmp.Or(v.Next, v.Here)
	}
	q := s.reportQuote(r.link(), now, r.whole.Outlet(now.Story), 0) // how many tell of it depends on what others decided
	v.Quote, v.Report, v.Features = &q, now.Report, s.features(r.link(), now)
	v.Source, v.Target, v.Root, v.Status = string(now.Source.Code), string(now.Target.Code), string(now.Plover.Event), string(now.Status)
	v.From, v.To = now.DateFrom.String(), now.DateTo.String()
	for _, root := range entente.Roots {
		v.Roots = append(v.Roots, r.option(string(root), root == now.Plover.Event))
	}
	for _, st := range statuses {
		v.Statuses = append(v.Statuses, r.option(string(st), st == now.Status))
	}
	v.Merges = s.mergeChoices(r.link(), r.whole, t, now)
	if t.done[now.Report] {
		var others []string
		for _, o := range s.Opinions(t.log, now.Report) {
			if o.By != t.by {
				others = append(others, r.t("one %s", r.opinionWords(now, o.Coded)))
			}
		}
		v.Others = strings.Join(others, ", ")
	}
}

// opinionWords says what somebody makes of a report, who is not named.
func (l *tongue) opinionWords(was, coded *entente.Report) string {
	if coded == nil {
		return l.t("rejected it")
	}
	c := entente.Coding{Root: other(was.Plover.Event, coded.Plover.Event), Source: other(was.Source.Code, coded.Source.Code), Target: other(was.Target.Code, coded.Target.Code), Status: other(was.Status, coded.Status)}
	if coded.DateFrom != was.DateFrom || coded.DateTo != was.DateTo {
		c.From, c.To = coded.DateFrom, coded.DateTo
	}
	if words := l.codingWords(&c); words != "" {
		return l.t("set %s", words)
	}
	return l.t("left it as it was coded")
}

// other gives what a value became, nothing if it is the same.
func other[T comparable](was, is T) (out T) {
	if is != was {
		out = is
	}
	return out
}

// mergeChoices are other events of the same two at about the same time, as they were coded.
func (s *Server) mergeChoices(l linker, a *ask.Answer, t *table, now *entente.Report) []mergeChoice {
	var out []mergeChoice
	for i := range a.Events {
		e := &a.Events[i]
		lead := e.Lead()
		if lead == nil || e.ID == now.ID || slices.Contains(e.Aliases, now.ID) || len(e.Reports) == 1 && lead.Report == now.Report {
			continue
		}
		if was := t.of[lead.Report]; was != nil {
			lead = was
		}
		if !samePair(lead.Source.Code, lead.Target.Code, now.Source.Code, now.Target.Code) || len(out) >= 12 {
			continue
		}
		if d := lead.DateFrom - now.DateFrom; d < -14 || d > 14 {
			continue
		}
		words := []rune(flat(lead.Citation.Quote))
		if len(words) > 70 {
			words = append(words[:70], '…')
		}
		out = append(out, mergeChoice{e.ID, l.span(lead.DateFrom, lead.DateTo) + ", " + l.term(rootWord(lead.Plover.Event)) + ": " + string(words)})
	}
	return out
}

func (s *Server) logRow(l linker, d *entente.Decision) logRow {
	return logRow{d.N, l.axisWords(d.Made.Format("2 Jan 2006 15:04")), d.By, l.term(string(d.Verdict)), s.reportQuote(l, &d.Was, entente.Outlet{Story: d.Story}, 0).Act, l.becomesWords(d), flat(d.Why), l.to("/queue", "report", d.Report)}
}

// becomesWords says what a decision set.
func (l *tongue) becomesWords(d *entente.Decision) string {
	if d.Becomes == nil {
		return ""
	}
	if d.Verdict == entente.Merged {
		return l.t("with %s", d.With)
	}
	return l.codingWords(d.Becomes)
}

func (l *tongue) codingWords(c *entente.Coding) string {
	var out []string
	for _, p := range []struct{ name, value string }{{l.t("source"), string(c.Source)}, {l.t("target"), string(c.Target)}, {l.t("kind"), string(c.Root)}, {l.t("status"), l.term(string(c.Status))}} {
		if p.value != "" {
			out = append(out, p.name+" "+p.value)
		}
	}
	if c.From.Known() {
		out = append(out, l.span(c.From, c.To))
	}
	return strings.Join(out, ", ")
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
	huma.Register(api, huma.Operation{OperationID: "decisions", Method: http.MethodGet, Path: "/api/v1/decisions", Summary: "The log of decisions, a line each; or what follows from it as gold, or to learn from.", Security: security, Errors: []int{401, 403, 422, 429},
		Responses: map[string]*huma.Response{"200": {Description: "Lines.", Content: map[string]*huma.MediaType{"application/jsonl": {}, "text/tab-separated-values": {}, "text/plain": {}}}}},
		func(ctx context.Context, in *struct {
			Format string `query:"format" enum:"log,gold,marked,head,passages" default:"log" doc:"log gives decisions; gold what they say of the reports, as entente score gold reads it; marked and passages what entente train coder learns from, head what entente train head does."`
			Person string `query:"person" doc:"Only what this person decided."`
		}) (*huma.StreamResponse, error) {
			log, err := s.shownLog(ctx)
			if err != nil {
				return nil, s.failed(ctx, err)
			}
			var out bytes.Buffer
			if err := s.WriteDecisions(ctx, &out, log, in.Format, in.Person); err != nil {
				return nil, s.failed(ctx, err)
			}
			return attached(in.Format, out.Bytes()), nil
		})
	get(s, api, "/agreement", "agreement", "How far people agree in their decisions: Krippendorff's alpha by field, with bootstrap intervals.", func(ctx context.Context, _ *struct{}) (any, error) {
		return s.Accord(ctx)
	})
}

// shownLog is the log as a visitor may see it: who decides under a token knows what
// others decided only of reports that they decided on too, and never who it was.
func (s *Server) shownLog(ctx context.Context) ([]entente.Decision, error) {
	log, err := s.Decisions(ctx)
	who := guard.VisitorOf(ctx)
	if err != nil || !s.guard.Asks() || !who.May(guard.Judge) {
		return log, err
	}
	done := map[string]bool{}
	for _, d := range log {
		if d.By == who.Name && d.Verdict != entente.Noted {
			done[d.Report] = true
		}
	}
	others := map[string]string{}
	var out []entente.Decision
	for _, d := range log {
		if d.By != who.Name {
			if !done[d.Report] {
				continue
			}
			if others[d.By] == "" {
				others[d.By] = fmt.Sprint("other ", len(others)+1)
			}
			d.By = others[d.By]
		}
		out = append(out, d)
	}
	return out, nil
}

// attached answers with a file of decisions.
func attached(form string, data []byte) *huma.StreamResponse {
	kind, name := "application/jsonl", form+".jsonl"
	switch form {
	case "marked", "head":
		kind, name = "text/tab-separated-values; charset=utf-8", form+".tsv"
	case "passages":
		kind, name = "text/plain; charset=utf-8", form+".txt"
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		_, w := humago.Unwrap(ctx)
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
		_, _ = w.Write(data)
	}}
}
