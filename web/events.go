package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/ask"
	"entente/codebook"
	"entente/export"
	"entente/report"
)

// eventsView is a list of events with their sentences.
type eventsView struct {
	Form    eventsForm
	What    string // in words
	Days    []eventDay
	Count   string
	Before  string
	After   string
	Nothing bool
	Undated int // imported events without a day, which are in the downloads alone
}

// eventDay is the events of one day.
type eventDay struct {
	Day  string
	Rows []quote
}

// eventsForm is what is asked for.
type eventsForm struct {
	A, B, Root, Status, Issue, Publisher, Since, Words string
	Directed                                           bool
	Roots                                              []option
	Statuses                                           []option
	Issues                                             []option
}

type option struct {
	Value string
	Here  bool
}

const eventsPerPage = 40

// eventQuestion is what the list is asked, by the parameters of an address.
type eventQuestion struct {
	filter    entente.Filter
	publisher string
	since     entente.Day
}

// eventQuestionOf reads the parameters that pages and the API share.
func (s *Server) eventQuestionOf(scope ask.Scope, q url.Values) (e eventQuestion, err error) {
	e.filter = scope.Filter()
	f := &e.filter
	for _, name := range []string{"a", "b"} {
		if q.Get(name) == "" {
			continue
		}
		code, err := s.Actor(name, q.Get(name), scope.AsOf)
		if err != nil {
			return e, err
		}
		f.Pair = append(f.Pair, code)
	}
	f.Directed = q.Get("directed") != ""
	if root := strings.ToUpper(strings.TrimSpace(q.Get("root"))); root != "" {
		if entente.Root(root).Quad() == 0 {
			return e, &ask.Wrong{Field: "root", Err: fmt.Errorf("%q is no root", flat(q.Get("root"))), Hint: "did you mean " + strings.Join(codebook.Nearest(root), ", ") + "?"}
		}
		f.Roots = []entente.Root{entente.Root(root)}
	}
	if quad := q.Get("quad"); quad != "" {
		n, err := strconv.Atoi(quad)
		if err != nil || n < 1 || n > 4 {
			return e, &ask.Wrong{Field: "quad", Err: fmt.Errorf("%q is no class: 1 to 4", flat(quad))}
		}
		f.Quads = []entente.Quad{entente.Quad(n)}
	}
	if status := q.Get("status"); status != "" {
		if !entente.Status(status).Known() {
			return e, &ask.Wrong{Field: "status", Err: fmt.Errorf("%q is no status", flat(status))}
		}
		f.Status = []entente.Status{entente.Status(status)}
	}
	if issue := q.Get("issue"); issue != "" {
		f.Contexts = []string{issue}
	}
	if words := strings.TrimSpace(q.Get("q")); words != "" {
		f.Words = []string{words}
	}
	if story := q.Get("story"); story != "" {
		f.Stories = []string{story}
	}
	e.publisher = q.Get("publisher")
	if e.since, err = entente.ParseDay(q.Get("since")); err != nil {
		return e, &ask.Wrong{Field: "since", Err: err}
	}
	return e, nil
}

// takes reports whether an event is asked for, as far as the store cannot tell.
func (e *eventQuestion) takes(a *export.Act) bool {
	if e.publisher != "" && !slices.ContainsFunc(a.Reports, func(r entente.Report) bool { return cmp.Or(a.Outlets[r.Story].Publisher, "not named") == e.publisher }) {
		return false
	}
	if !e.since.Known() {
		return true
	}
	for _, r := range a.Reports {
		if p := a.Outlets[r.Story].Published; !p.Known() || p <= e.since {
			return false
		}
	}
	return true
}

func (s *Server) events(r *request) (view, error) {
	e, err := s.eventQuestionOf(r.scope, r.query)
	if err != nil {
		return view{}, err
	}
	v := eventsView{Form: s.eventsForm(r), What: s.eventWords(e)}
	if err := s.listEvents(r, e, &v); err != nil {
		return view{}, err
	}
	api := url.Values{}
	for k, values := range r.query {
		if !slices.Contains([]string{"page", "after", "before", "data"}, k) {
			api[k] = values
		}
	}
	with := func(format string) string {
		api.Set("format", format)
		return "/api/v1/events?" + api.Encode()
	}
	return view{Name: "events", Title: "Events", Body: v, N: v.Count, Data: []download{{"these events (CSV)", with("csv")}, {"these events (JSON lines)", with("jsonl")}, {"these events (Parquet)", with("parquet")}}}, nil
}

// eventWords says what the list is of.
func (s *Server) eventWords(e eventQuestion) string {
	var parts []string
	f := e.filter
	switch {
	case len(f.Pair) == 2 && f.Directed:
		parts = append(parts, "what "+s.in(f.Pair[0])+" did to "+s.in(f.Pair[1]))
	case len(f.Pair) == 2:
		parts = append(parts, "between "+and(s.in(f.Pair[0]), s.in(f.Pair[1])))
	case len(f.Pair) == 1:
		parts = append(parts, "of "+s.in(f.Pair[0]))
	}
	for _, r := range f.Roots {
		parts = append(parts, "of the kind "+rootWord(r))
	}
	for _, st := range f.Status {
		parts = append(parts, "told as "+string(st))
	}
	for _, c := range f.Contexts {
		parts = append(parts, "on the issue “"+flat(c)+"”")
	}
	for _, w := range f.Words {
		parts = append(parts, "with the words “"+flat(w)+"”")
	}
	if e.publisher != "" {
		parts = append(parts, "told by "+flat(e.publisher))
	}
	if e.since.Known() {
		parts = append(parts, "first in print after "+dayWords(e.since))
	}
	return strings.Join(parts, ", ")
}

func (s *Server) eventsForm(r *request) eventsForm {
	q := r.query
	f := eventsForm{A: q.Get("a"), B: q.Get("b"), Root: q.Get("root"), Status: q.Get("status"), Issue: q.Get("issue"), Publisher: q.Get("publisher"), Since: q.Get("since"), Words: q.Get("q"), Directed: q.Get("directed") != ""}
	for _, root := range entente.Roots {
		f.Roots = append(f.Roots, option{string(root), strings.EqualFold(string(root), f.Root)})
	}
	for _, st := range []entente.Status{entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical, entente.Negated, entente.Historical} {
		f.Statuses = append(f.Statuses, option{string(st), string(st) == f.Status})
	}
	for _, c := range codebook.Contexts() {
		f.Issues = append(f.Issues, option{c, c == f.Issue})
	}
	return f
}

// eventView is one event with all its reports.
type eventView struct {
	ID       string
	Act      string
	Tone     string
	Facts    []factView
	Reports  []reportView
	Aliases  []string
	Merge    []string
	Mentions []entente.Mention
	Pair     string
	PairHref string
	Imported bool
}

type reportView struct {
	quote
	Lead     bool
	Features []factView
}

func (s *Server) event(r *request) (view, error) {
	l := r.link()
	id := cmp.Or(r.PathValue("id"), r.query.Get("id"))
	a, err := s.Event(r.Context(), id, r.scope.AsOf)
	if err != nil {
		return view{}, err
	}
	lead := a.Lead
	v := eventView{ID: a.ID, Act: report.Who(lead, s.said()) + ": " + rootWord(lead.Plover.Event), Tone: quadTone(lead.Quad), Aliases: a.Aliases, Imported: lead.Provenance != nil}
	v.Facts = s.eventFacts(l, a)
	for i := range a.Reports {
		rep := &a.Reports[i]
		v.Reports = append(v.Reports, reportView{s.reportQuote(l, rep, a.Outlets[rep.Story], 0), rep.Report == lead.Report, s.features(rep)})
	}
	v.Merge = mergeWords(a)
	if v.Mentions, err = s.Mentions(r.Context(), a, r.scope.AsOf); err != nil {
		return view{}, err
	}
	if src, tgt := lead.Source.Code, lead.Target.Code; src != "" && tgt != "" && src != tgt {
		v.Pair, v.PairHref = upper(and(s.in(src), s.in(tgt))), l.dyadAt(src, tgt)
	}
	work := export.EventWork(a, export.Maker{Version: s.version, Lexicon: s.Tools.Lexicon.Hash}, s.Name)
	return view{Name: "event", Title: v.Act, Body: v, N: counted(len(a.Reports), "report", "reports") + " of one event", Cite: work.Text(), BibTeX: work.BibTeX(),
		Data: []download{{"the event (JSON)", l.to("/api/v1/events/" + segment(a.ID))}}}, nil
}

func (s *Server) eventFacts(l linker, a *export.Act) []factView {
	r, w := a.Lead, a.Window()
	cameo := r.Cameo
	if c, ok := codebook.Cameo(r.Cameo); ok {
		cameo += ", " + c.Name
	}
	out := []factView{
		{"when", span(w.From, w.To), "on the basis “" + string(w.Basis) + "”", ""},
		{"class", r.Quad.String(), "PLOVER " + string(r.Plover.Event) + modeWords(r.Plover.Mode), l.to("/codebook") + "#" + string(r.Plover.Event)},
		{"CAMEO", cmp.Or(cameo, "none"), "", ""},
		{"intensity", report.Strength(r.Intensity), "on the scale " + cmp.Or(r.Scale, "none"), ""},
		{"status", string(r.Status), statusWords(r.Status), ""},
		{"told in", counted(len(a.Reports), "report", "reports"), "from " + counted(len(storiesOf(a)), "story", "stories"), ""},
	}
	if len(r.Plover.Contexts) > 0 {
		out = append(out, factView{"issues", strings.Join(r.Plover.Contexts, ", "), "", ""})
	}
	if r.Place != nil {
		out = append(out, factView{"place", flat(r.Place.Name), string(r.Place.Country), ""})
	}
	return out
}

func modeWords(mode string) string {
	if mode == "" {
		return ""
	}
	return ", mode " + mode
}

func statusWords(s entente.Status) string {
	return map[entente.Status]string{entente.Fact: "told as having taken place", entente.Reported: "claimed by a party or a document", entente.Intended: "promised or planned",
		entente.Hypothetical: "may be, or under a condition", entente.Negated: "told as not having taken place", entente.Historical: "background, long before"}[s]
}

func storiesOf(a *export.Act) map[string]bool {
	out := map[string]bool{}
	for _, r := range a.Reports {
		out[r.Story] = true
	}
	return out
}

// features says how a report was found.
func (s *Server) features(r *entente.Report) []factView {
	if r.Provenance != nil {
		return nil
	}
	out := []factView{
		{"report", r.Report, "its id, which never changes", ""},
		{"pattern", r.FoundBy.Pattern, "the line of the dictionaries that fired", ""},
		{"trigger", r.Lemma, "head word of the trigger", ""},
		{"actors found by", cmp.Or(r.FoundBy.Way, "not told"), "", ""},
		{"confidence", prob(r.Confidence), "that pair and kind of act are right", ""},
	}
	if j := r.FoundBy.Judge; j != nil {
		more := ""
		if j.Best != "" {
			more = "it holds " + rootWord(j.Best) + " for likelier"
		}
		out = append(out, factView{"the judge", "act " + prob(j.Act) + ", kind " + prob(j.Root), more, ""})
	}
	out = append(out, factView{"source", actorWords(r.Source), string(r.Source.Sector), ""}, factView{"target", actorWords(r.Target), string(r.Target.Sector), ""},
		factView{"bytes", fmt.Sprintf("%d–%d", r.Citation.Start, r.Citation.End), "of the story's text; stream " + string(r.Stream), ""}, factView{"dictionaries", r.FoundBy.Lexicon, "", ""})
	return out
}

func actorWords(a entente.Actor) string {
	words := flat(cmp.Or(a.Raw, a.Name))
	if a.Code != "" {
		words = strings.TrimSpace(string(a.Code) + " “" + words + "”")
	}
	return cmp.Or(words, "none")
}

// mergeWords says why the reports are one event.
func mergeWords(a *export.Act) []string {
	if len(a.Reports) < 2 {
		return nil
	}
	days := map[string]int{}
	for i := range a.Reports {
		w := a.Reports[i].Window()
		days[span(w.From, w.To)]++
	}
	out := []string{"They name the same two actors, the same kind of act, the same trigger word “" + a.Lead.Lemma + "”, and tell of it alike as happened or not."}
	var windows []string
	for d, n := range days {
		windows = append(windows, fmt.Sprintf("%s (%s)", d, counted(n, "report", "reports")))
	}
	slices.Sort(windows)
	return append(out, "Their days meet: "+strings.Join(windows, "; ")+".")
}
