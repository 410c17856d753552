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

// option is a choice of a form; it is sent as its words unless it has a value of its own.
type option struct {
	Words, Own string
	Here       bool
}

// value is what is sent.
func (o option) value() string { return cmp.Or(o.Own, o.Words) }

// option offers a word of the records.
func (l *tongue) option(value string, here bool) option {
	o := option{Words: l.term(value), Here: here}
	if o.Words != value {
		o.Own = value
	}
	return o
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
	if e.publisher != "" && !slices.ContainsFunc(a.Reports, func(r entente.Report) bool { return cmp.Or(a.Outlets[r.Story].Publisher, notNamed) == e.publisher }) {
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
	l := r.link()
	e, err := s.eventQuestionOf(r.scope, r.query)
	if err != nil {
		return view{}, err
	}
	v := eventsView{Form: s.eventsForm(r), What: s.eventWords(l, e)}
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
	return view{Name: "events", Title: l.t("Events"), Body: v, N: v.Count, Data: []download{{l.t("these events (CSV)"), with("csv")}, {l.t("these events (JSON lines)"), with("jsonl")}, {l.t("these events (Parquet)"), with("parquet")}}}, nil
}

// eventWords says what the list is of.
func (s *Server) eventWords(l linker, e eventQuestion) string {
	var parts []string
	f := e.filter
	switch {
	case len(f.Pair) == 2 && f.Directed:
		parts = append(parts, l.t("what %s did to %s", s.in(f.Pair[0]), s.in(f.Pair[1])))
	case len(f.Pair) == 2:
		parts = append(parts, l.t("between %s", l.and(s.in(f.Pair[0]), s.in(f.Pair[1]))))
	case len(f.Pair) == 1:
		parts = append(parts, l.t("of %s", s.in(f.Pair[0])))
	}
	for _, r := range f.Roots {
		parts = append(parts, l.t("of the kind %s", l.term(rootWord(r))))
	}
	for _, st := range f.Status {
		parts = append(parts, l.t("told as %s", l.term(string(st))))
	}
	for _, c := range f.Contexts {
		parts = append(parts, l.t("on the issue “%s”", flat(l.term(c))))
	}
	for _, w := range f.Words {
		parts = append(parts, l.t("with the words “%s”", flat(w)))
	}
	if e.publisher != "" {
		parts = append(parts, l.t("told by %s", flat(e.publisher)))
	}
	if e.since.Known() {
		parts = append(parts, l.t("first in print after %s", l.dayWords(e.since)))
	}
	return strings.Join(parts, ", ")
}

func (s *Server) eventsForm(r *request) eventsForm {
	l := r.link()
	q := r.query
	f := eventsForm{A: q.Get("a"), B: q.Get("b"), Root: q.Get("root"), Status: q.Get("status"), Issue: q.Get("issue"), Publisher: q.Get("publisher"), Since: q.Get("since"), Words: q.Get("q"), Directed: q.Get("directed") != ""}
	for _, root := range entente.Roots {
		f.Roots = append(f.Roots, l.option(string(root), strings.EqualFold(string(root), f.Root)))
	}
	for _, st := range statuses {
		f.Statuses = append(f.Statuses, l.option(string(st), string(st) == f.Status))
	}
	for _, c := range codebook.Contexts() {
		f.Issues = append(f.Issues, l.option(c, c == f.Issue))
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
	v := eventView{ID: a.ID, Act: s.act(l, lead), Tone: quadTone(lead.Quad), Aliases: a.Aliases, Imported: lead.Provenance != nil}
	v.Facts = s.eventFacts(l, a)
	for i := range a.Reports {
		rep := &a.Reports[i]
		v.Reports = append(v.Reports, reportView{s.reportQuote(l, rep, a.Outlets[rep.Story], 0), rep.Report == lead.Report, s.features(l, rep)})
	}
	v.Merge = l.mergeWords(a)
	if v.Mentions, err = s.Mentions(r.Context(), a, r.scope.AsOf); err != nil {
		return view{}, err
	}
	if src, tgt := lead.Source.Code, lead.Target.Code; src != "" && tgt != "" && src != tgt {
		v.Pair, v.PairHref = upper(l.and(s.in(src), s.in(tgt))), l.dyadAt(src, tgt)
	}
	work := export.EventWork(a, export.Maker{Version: s.version, Lexicon: s.Tools.Lexicon.Hash}, s.Name)
	return view{Name: "event", Title: v.Act, Body: v, N: l.t("%d reports of one event", len(a.Reports)), Cite: work.Text(), BibTeX: work.BibTeX(),
		Data: []download{{l.t("the event (JSON)"), l.to("/api/v1/events/" + segment(a.ID))}}}, nil
}

func (s *Server) eventFacts(l linker, a *export.Act) []factView {
	r, w := a.Lead, a.Window()
	cameo := r.Cameo
	if c, ok := codebook.Cameo(r.Cameo); ok {
		cameo += ", " + c.Name
	}
	out := []factView{
		{l.t("when"), l.span(w.From, w.To), l.t("on the basis “%s”", string(w.Basis)), ""},
		{l.t("class"), l.term(r.Quad.String()), l.ploverWords(r), l.to("/codebook") + "#" + string(r.Plover.Event)},
		{"CAMEO", datum(cmp.Or(cameo, l.t("none"))), "", ""},
		{l.t("intensity"), l.strength(r.Intensity), l.t("on the scale %s", cmp.Or(r.Scale, l.t("none"))), ""},
		{l.t("status"), l.term(string(r.Status)), l.statusWords(r.Status), ""},
		{l.t("told in"), l.t("%d reports", len(a.Reports)), l.t("from %d stories", len(storiesOf(a))), ""},
	}
	if len(r.Plover.Contexts) > 0 {
		out = append(out, factView{l.t("issues"), strings.Join(l.terms(r.Plover.Contexts), ", "), "", ""})
	}
	if r.Place != nil {
		out = append(out, factView{l.t("place"), datum(flat(r.Place.Name)), string(r.Place.Country), ""})
	}
	return out
}

// ploverWords gives the code of an act with its mode.
func (l *tongue) ploverWords(r *entente.Report) string {
	if r.Plover.Mode == "" {
		return "PLOVER " + string(r.Plover.Event)
	}
	return l.t("PLOVER %s, mode %s", string(r.Plover.Event), r.Plover.Mode)
}

func (l *tongue) statusWords(s entente.Status) string {
	switch s {
	case entente.Fact:
		return l.t("told as having taken place")
	case entente.Reported:
		return l.t("claimed by a party or a document")
	case entente.Intended:
		return l.t("promised or planned")
	case entente.Hypothetical:
		return l.t("may be, or under a condition")
	case entente.Negated:
		return l.t("told as not having taken place")
	case entente.Historical:
		return l.t("background, long before")
	}
	return ""
}

func storiesOf(a *export.Act) map[string]bool {
	out := map[string]bool{}
	for _, r := range a.Reports {
		out[r.Story] = true
	}
	return out
}

// features says how a report was found.
func (s *Server) features(l linker, r *entente.Report) []factView {
	if r.Provenance != nil {
		return nil
	}
	out := []factView{
		{l.t("report"), datum(r.Report), l.t("its id, which never changes"), ""},
		{l.t("pattern"), datum(r.FoundBy.Pattern), l.t("the line of the dictionaries that fired"), ""},
		{l.t("trigger"), datum(r.Lemma), l.t("head word of the trigger"), ""},
		{l.t("actors found by"), datum(cmp.Or(r.FoundBy.Way, l.t("not told"))), "", ""},
		{l.t("confidence"), l.prob(r.Confidence), l.t("that pair and kind of act are right"), ""},
	}
	if j := r.FoundBy.Judge; j != nil {
		more := ""
		if j.Best != "" {
			more = l.t("it holds %s for likelier", l.term(rootWord(j.Best)))
		}
		out = append(out, factView{l.t("the judge"), l.t("act %s, kind %s", l.prob(j.Act), l.prob(j.Root)), more, ""})
	}
	out = append(out, factView{l.t("source"), datum(l.actorWords(r.Source)), string(r.Source.Sector), ""}, factView{l.t("target"), datum(l.actorWords(r.Target)), string(r.Target.Sector), ""},
		factView{l.t("bytes"), fmt.Sprintf("%d–%d", r.Citation.Start, r.Citation.End), l.t("of the story's text; stream %s", l.term(string(r.Stream))), ""}, factView{l.t("dictionaries"), datum(r.FoundBy.Lexicon), "", ""})
	return out
}

func (l *tongue) actorWords(a entente.Actor) string {
	words := flat(cmp.Or(a.Raw, a.Name))
	if a.Code != "" {
		words = strings.TrimSpace(string(a.Code) + " “" + words + "”")
	}
	return cmp.Or(words, l.t("none"))
}

// mergeWords says why the reports are one event.
func (l *tongue) mergeWords(a *export.Act) []string {
	if len(a.Reports) < 2 {
		return nil
	}
	days := map[string]int{}
	for i := range a.Reports {
		w := a.Reports[i].Window()
		days[l.span(w.From, w.To)]++
	}
	out := []string{l.t("They name the same two actors, the same kind of act, the same trigger word “%s”, and tell of it alike as happened or not.", a.Lead.Lemma)}
	var windows []string
	for d, n := range days {
		windows = append(windows, fmt.Sprintf("%s (%s)", d, l.t("%d reports", n)))
	}
	slices.Sort(windows)
	return append(out, l.t("Their days meet: %s.", strings.Join(windows, "; ")))
}
