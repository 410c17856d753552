package web

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"entente"
	"entente/ask"
	drawing "entente/chart"
	"entente/guard"
	"entente/report"
)

//go:embed page/*.gohtml
var pageFiles embed.FS

// request is a question put by a page's address.
type request struct {
	*http.Request
	w http.ResponseWriter
	*tongue
	scope ask.Scope
	query url.Values
	whole *ask.Answer // what the scope holds of what was read
}

// view is what a page shows.
type view struct {
	Name   string // of its template
	Title  string
	Body   any
	Data   []download // the page's numbers, for other programs
	Goto   string     // another address that answers
	N      string     // what its numbers rest on, in words
	Cite   string     // a citation of its own, in place of the page's
	BibTeX string
}

// download is an address under which data lie.
type download struct{ Name, Href string }

// frame is a view with what stands around it.
type frame struct {
	view
	linker
	*tongue
	Here    string // part of the house, as the navigation names it
	Nav     []navItem
	Version string
	Static  string
	Query   string // of the search
	Scope   scopeView
	Foot    footView
	Visitor guard.Visitor
	Asks    bool
	Key     string
	Writes  bool
	Scripts string // the address of the desk's scripts; empty where none were bundled
}

type navItem struct {
	Name, Href string
	Here       bool
}

// linker writes addresses within the house that keep the scope, and words as the visitor's
// language has them.
type linker struct {
	scope ask.Scope
	*tongue
}

// to gives the address of a path with parameters (name, value, name, value) and the scope.
func (l linker) to(path string, params ...string) string {
	q := l.params()
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] != "" {
			q.Set(params[i], params[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (l linker) params() url.Values {
	q := url.Values{}
	for name, day := range map[string]entente.Day{"as_of": l.scope.AsOf, "from": l.scope.From, "to": l.scope.To} {
		if day.Known() {
			q.Set(name, day.String())
		}
	}
	for _, s := range l.scope.Sources {
		q.Add("source", s)
	}
	return q
}

// segment gives a part of a path; what browsers would take for a way up is given as a
// parameter instead, by the caller.
func segment(s string) string { return url.PathEscape(s) }

func (l linker) storyAt(id string, params ...string) string {
	if id == "." || id == ".." {
		return l.to("/story", append(params, "id", id)...)
	}
	return l.to("/story/"+segment(id), params...)
}

func (l linker) eventAt(id string, params ...string) string {
	if id == "." || id == ".." {
		return l.to("/event", append(params, "id", id)...)
	}
	return l.to("/event/"+segment(id), params...)
}

func (l linker) dyadAt(a, b entente.Code) string {
	return l.to("/dyad/" + segment(string(a)) + "/" + segment(string(b)))
}

func (l linker) triangleAt(c [3]entente.Code) string {
	return l.to("/triangle/" + segment(string(c[0])) + "/" + segment(string(c[1])) + "/" + segment(string(c[2])))
}

// page serves a view.
func (s *Server) page(show func(*Server, *request) (view, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := guard.VisitorOf(r.Context())
		if s.unchanged(w, r, v) {
			return
		}
		req, err := s.request(w, r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		out, err := show(s, req)
		switch {
		case err != nil:
			s.fail(w, r, err)
		case out.Goto != "":
			http.Redirect(w, r, out.Goto, http.StatusSeeOther)
		default:
			s.render(w, r, req, out, v, http.StatusOK)
		}
	})
}

// unchanged answers a question whose answer the browser still has.
func (s *Server) unchanged(w http.ResponseWriter, r *http.Request, v guard.Visitor) bool {
	tag := s.tag(r, v)
	w.Header().Set("ETag", tag)
	w.Header().Set("Vary", "Accept, Accept-Language, Cookie, Authorization")
	if !matches(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// tag names an answer: it is another when the store has changed, for another visitor, and
// after the server began anew.
func (s *Server) tag(r *http.Request, v guard.Visitor) string {
	return `W/"` + shortHash(fmt.Sprint(s.boot, s.Changes(), r.URL.RequestURI(), r.Header.Get("Accept"), s.tongueOf(r).Lang(), v.Name, s.guard.FormKey(v))) + `"`
}

func matches(list, tag string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if t = strings.TrimSpace(t); t == tag || t == "*" {
			return true
		}
	}
	return false
}

// request reads what every address may say.
func (s *Server) request(w http.ResponseWriter, r *http.Request) (*request, error) {
	req := &request{Request: r, w: w, tongue: s.tongueOf(r), query: r.URL.Query()}
	var err error
	if req.scope, err = scopeOf(req.query); err != nil {
		return nil, err
	}
	if req.scope, err = s.Known(r.Context(), req.scope); err != nil {
		return nil, err
	}
	req.whole, err = s.Whole(r.Context(), readScope(req.scope))
	return req, err
}

func scopeOf(q url.Values) (ask.Scope, error) {
	return ask.ScopeOf(q.Get("as_of"), q.Get("from"), q.Get("to"), q["source"])
}

// readScope is the part of a scope that was coded from news: what a page can hold whole.
// Imported events may be millions; they are counted where they are asked of.
func readScope(s ask.Scope) ask.Scope {
	s.Sources = nil
	return s
}

func (r *request) link() linker { return linker{r.scope, r.tongue} }

// takesImports reports whether a page is asked to tell of imported events, too.
func (r *request) takesImports() bool {
	return slices.ContainsFunc(r.scope.Sources, func(x string) bool { return x != entente.CodedHere })
}

// tongueOf is the language that a visitor would have.
func (s *Server) tongueOf(r *http.Request) *tongue {
	return s.tongues.of(r.Header.Get("Accept-Language"))
}

// render writes a page, whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, req *request, v view, who guard.Visitor, status int) {
	f := frame{view: v, linker: req.link(), tongue: req.tongue, Scripts: s.scripts(), Version: s.version, Static: s.static, Visitor: who, Asks: s.guard.Asks(), Key: s.guard.FormKey(who), Writes: s.writes}
	f.Here = here(r.URL.Path)
	f.Nav = s.nav(f.linker, f.Here)
	f.Query = req.query.Get("q")
	f.Scope = s.scopeView(req)
	f.Foot = s.footView(req, v)
	s.write(w, r, v.Name, status, f)
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, name string, status int, data any) {
	var out bytes.Buffer
	t, ok := s.tongueOf(r).pages[name]
	if !ok {
		s.fail(w, r, fmt.Errorf("there is no page %q", name))
		return
	}
	if err := t.ExecuteTemplate(&out, "frame", data); err != nil {
		s.fail(w, r, fmt.Errorf("setting the page %s: %w", name, err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, report.Visible(out.String()))
}

// here names the part of the house that a path lies in.
func here(path string) string {
	part, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch part {
	case "":
		return "Now"
	case "event":
		return "Events"
	case "agreement":
		return "Queue"
	case "forecast":
		return "Forecasts"
	}
	return strings.ToUpper(part[:1]) + part[1:]
}

// nav lists the parts of the house.
func (s *Server) nav(l linker, here string) []navItem {
	items := []navItem{{l.t("Now"), "/", here == "Now"}, {l.t("Dyad"), "/dyad/", here == "Dyad"}, {l.t("Triangle"), "/triangle/", here == "Triangle"}, {l.t("System"), "/system", here == "System"},
		{l.t("Map"), "/map", here == "Map"}, {l.t("Hypotheses"), "/hypotheses", here == "Hypotheses"}, {l.t("Forecasts"), "/forecasts", here == "Forecasts"}, {l.t("Events"), "/events", here == "Events"},
		{l.t("Queue"), "/queue", here == "Queue"}, {l.t("Codebook"), "/codebook", here == "Codebook"}, {l.t("About"), "/about", here == "About"}}
	for i := range items {
		items[i].Href = l.to(items[i].Href)
	}
	return items
}

// scopeView is the scope in words and as a form.
type scopeView struct {
	Words          string
	AsOf, From, To string
	Sources        []sourceChoice
	Path           string
	Keep           []param // parameters of the page that are no scope
	Whole          string  // the page without a scope, if it has one
	Stale          string  // said where a permalink names other data
}

type sourceChoice struct {
	Name    string
	Words   string
	Checked bool
}

type param struct{ Name, Value string }

// passing are parameters that do not outlive another scope: where in a list, what was done.
var passing = []string{"page", "after", "before", "done"}

var scopeParams = []string{"as_of", "from", "to", "source", "data"}

func (s *Server) scopeView(r *request) scopeView {
	sc := r.scope
	v := scopeView{AsOf: sc.AsOf.String(), From: sc.From.String(), To: sc.To.String(), Path: r.URL.Path}
	var words []string
	switch {
	case sc.From.Known() && sc.To.Known():
		words = append(words, r.t("what happened from %s to %s", r.dayWords(sc.From), r.dayWords(sc.To)))
	case sc.From.Known():
		words = append(words, r.t("what happened from %s on", r.dayWords(sc.From)))
	case sc.To.Known():
		words = append(words, r.t("what happened up to %s", r.dayWords(sc.To)))
	default:
		words = append(words, r.t("all that was read"))
	}
	if sc.AsOf.Known() {
		words = append(words, r.t("as known on %s", r.dayWords(sc.AsOf)))
	} else {
		words = append(words, r.t("as known now"))
	}
	if len(sc.Sources) > 0 {
		words = append(words, r.t("coded by %s", strings.Join(sc.Sources, ", ")))
	}
	v.Words = strings.Join(words, ", ")
	held, err := s.Holdings(r.Context())
	if err == nil && len(held) > 0 {
		none := len(sc.Sources) == 0
		v.Sources = append(v.Sources, sourceChoice{entente.CodedHere, r.t("coded here from news"), none || slices.Contains(sc.Sources, entente.CodedHere)})
		for _, h := range held {
			v.Sources = append(v.Sources, sourceChoice{h.Source, r.t("%d imported events", h.Events), slices.Contains(sc.Sources, h.Source)})
		}
	}
	rest := url.Values{}
	for name, values := range r.query {
		if !slices.Contains(scopeParams, name) && !slices.Contains(passing, name) {
			rest[name] = values
			for _, value := range values {
				v.Keep = append(v.Keep, param{name, value})
			}
		}
	}
	slices.SortFunc(v.Keep, func(a, b param) int { return cmp.Compare(a.Name, b.Name) })
	if sc.Key() != (ask.Scope{}).Key() {
		v.Whole = r.URL.EscapedPath()
		if len(rest) > 0 {
			v.Whole += "?" + rest.Encode()
		}
	}
	if seal := r.query.Get("data"); seal != "" && seal != r.whole.Seal {
		v.Stale = r.t("This address was made for data %s; what is shown rests on data %s, as more was read or read anew since.", short(seal), r.whole.Seal)
	}
	return v
}

func short(s string) string {
	if len(s) > 16 {
		return s[:16] + "…"
	}
	return s
}

// footView is what stands under every page.
type footView struct {
	N         string
	Period    string
	AsOf      string
	Lexicon   string
	Scale     string
	Seal      string
	Permalink string
	Data      []download
	Cite      string
	BibTeX    string
}

func (s *Server) footView(r *request, v view) footView {
	b := &r.whole.Brief
	f := footView{N: cmp.Or(v.N, r.whatOf(b)), Period: r.span(b.From, b.To), AsOf: r.t("now"), Lexicon: b.Lexicon, Scale: b.Scale, Seal: r.whole.Seal, Data: v.Data, Cite: v.Cite, BibTeX: v.BibTeX}
	if b.AsOf.Known() {
		f.AsOf = r.t("on %s", r.dayWords(b.AsOf))
	}
	q := url.Values{}
	for name, values := range r.query {
		q[name] = values
	}
	q.Del("done")
	q.Set("data", r.whole.Seal)
	if !r.scope.AsOf.Known() {
		if last := lastDay(b.Stories); last.Known() {
			q.Set("as_of", last.String())
		}
	}
	f.Permalink = r.URL.EscapedPath() + "?" + q.Encode()
	if f.Cite == "" {
		f.Cite = r.t("entente %s. “%s.” Data %s: %s, %s; as known %s. Dictionaries %s.", s.version, v.Title, f.Seal, f.N, f.Period, f.AsOf, f.Lexicon)
	}
	return f
}

func (l *tongue) whatOf(b *entente.Brief) string {
	return l.t("%s in %s from %s", l.t("%d events", len(b.Events)), l.t("%d reports", len(b.Reports)), l.t("%d stories", len(b.Stories)))
}

func lastDay(stories []entente.Outlet) entente.Day {
	var last entente.Day
	for _, o := range stories {
		last = max(last, o.Published)
	}
	return last
}

// parsePages reads the pages by name, each within the frame, as a language sets them.
func parsePages(t *tongue) map[string]*template.Template {
	funcs := template.FuncMap{
		"prob":  t.prob,
		"upper": upper,
		"plain": flat,
		"dict":  dict,
		"day":   t.dayWords,
		"t":     t.t,
		"h":     t.rich,
		"a":     anchor,
		"el":    part,
		"n":     t.number,
		"term":  t.term,
		"en":    t.inEnglish,
		"own":   own,
	}
	base := template.Must(template.Must(template.New("").Funcs(drawing.Funcs()).Funcs(funcs).Parse(drawing.Text)).ParseFS(pageFiles, "page/frame.gohtml", "page/parts.gohtml", "page/charts.gohtml"))
	out := map[string]*template.Template{}
	entries, err := pageFiles.ReadDir("page")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".gohtml")
		if name == "frame" || name == "parts" || name == "charts" {
			continue
		}
		out[name] = template.Must(template.Must(base.Clone()).ParseFS(pageFiles, "page/"+e.Name()))
	}
	return out
}

// dict lets a template be told more than one thing.
func dict(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return out
}

// Link gives an address within the house that keeps the scope.
func (l linker) Link(path string, params ...string) string { return l.to(path, params...) }

// ScopeParams lists the scope as the hidden fields of a form.
func (l linker) ScopeParams() []param {
	var out []param
	for name, values := range l.params() {
		for _, v := range values {
			out = append(out, param{name, v})
		}
	}
	slices.SortFunc(out, func(a, b param) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
	return out
}
