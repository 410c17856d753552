package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"entente"
	"entente/ask"
	"entente/export"
	"entente/guard"
)

// API is the version of the questions that programs put.
const API = "1"

// day says how days are written where schemas are.
type day string

// Schema is that of a day.
func (day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true, Description: "ISO 8601, null where not known"}
}

// api hangs the questions of programs into the server.
func (s *Server) api() huma.API {
	c := huma.DefaultConfig("entente", API)
	c.Info.Description = "Who did what to whom, how states stand to one another, and where that is heading: every number with the sentences it rests on. The same questions, answers and identifiers as those of the command line."
	c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", nil // nothing is loaded from elsewhere
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of entente token new, off loopback and where the server asks for one. Its scopes: read, write, judge."}}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[entente.Day](), reflect.TypeFor[day]())
	api := humago.New(s.mux, c)
	api.UseMiddleware(s.scoped(api), s.tagged)
	s.askOperations(api)
	s.listOperations(api)
	s.recordOperations(api)
	s.takeOperation(api)
	s.queueOperations(api)
	return api
}

// schemaName tells types of one name in several rooms apart.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
		t = t.Elem()
	}
	if room, ok := strings.CutPrefix(t.PkgPath(), "entente/"); ok && room != "web" {
		return upper(room) + name
	}
	return name
}

// scoped lets a question be asked by who may.
func (s *Server) scoped(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		need := guard.Read
		if n, ok := ctx.Operation().Metadata["scope"].(guard.Scope); ok {
			need = n
		}
		if !guard.VisitorOf(ctx.Context()).May(need) {
			_ = huma.WriteErr(api, ctx, http.StatusForbidden, "this token does not have the scope "+string(need))
			return
		}
		next(ctx)
	}
}

// tagged answers with 304 where the client has the answer already.
func (s *Server) tagged(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	if r.Method == http.MethodGet && s.unchanged(w, r, guard.VisitorOf(r.Context())) {
		return
	}
	next(ctx)
}

// failed turns an error into one of the API.
func (s *Server) failed(ctx context.Context, err error) error {
	status, detail, hint := s.told(err)
	if status >= 500 && ctx.Err() == nil {
		s.log.Error("a question could not be answered", "error", err)
	}
	var more []error
	if hint != "" {
		more = append(more, &huma.ErrorDetail{Message: hint, Location: "hint"})
	}
	return huma.NewError(status, detail, more...)
}

// ScopeInput is what every question may say.
type ScopeInput struct {
	AsOf   string   `query:"as_of" doc:"Answer as of this day: nothing first seen later counts." example:"2021-06-30"`
	From   string   `query:"from" doc:"First day of what happened." example:"2021-01-01"`
	To     string   `query:"to" doc:"Last day of what happened."`
	Source []string `query:"source,explode" doc:"Whose coding counts: coded (from news), gdelt2, icews … as imported, all; any number of times. By default what was coded from news."`
}

// ask gives the scope of a question.
func (i *ScopeInput) ask(ctx context.Context, c *ask.Clerk) (ask.Scope, error) {
	sc, err := ask.ScopeOf(i.AsOf, i.From, i.To, i.Source)
	if err != nil {
		return sc, err
	}
	return c.Known(ctx, sc)
}

// body is an answer.
type body[T any] struct{ Body T }

// get registers a question.
func get[I, O any](s *Server, api huma.API, path, id, summary string, answer func(context.Context, *I) (O, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary, Security: security, Errors: []int{401, 403, 404, 422, 429}},
		func(ctx context.Context, in *I) (*body[O], error) {
			out, err := answer(ctx, in)
			if err != nil {
				return nil, s.failed(ctx, err)
			}
			return &body[O]{out}, nil
		})
}

// FormatInput names the form of an answer.
type FormatInput struct {
	Format string `query:"format" enum:"json,jsonl,csv,parquet" default:"json" doc:"json gives a page; the others stream the table to its end, as entente export writes it."`
}

// getTable registers a question whose answer of type O may be had as a table too.
func getTable[O, I any](s *Server, api huma.API, path, id, summary string, answer func(context.Context, *I) (*huma.StreamResponse, error)) {
	op := huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary, Security: security, Errors: []int{401, 403, 404, 422, 429}}
	schema := huma.SchemaFromType(api.OpenAPI().Components.Schemas, typeOf[O]())
	op.Responses = map[string]*huma.Response{"200": {Description: "The answer, or its table.", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}, "application/jsonl": {}, "text/csv": {}, "application/vnd.apache.parquet": {}}}}
	huma.Register(api, op, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		out, err := answer(ctx, in)
		if err != nil {
			return nil, s.failed(ctx, err)
		}
		return out, nil
	})
}

// each gives rows one by one.
func each[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

var security = []map[string][]string{{}, {"token": {}}}

// PairInput names two actors. Inputs are exported as huma fills in no others.
type PairInput struct {
	ScopeInput
	A string `path:"a" doc:"An actor: code, name or phrase." example:"RUS"`
	B string `path:"b" doc:"Another." example:"USA"`
}

// ByInput names a length of period.
type ByInput struct {
	By string `query:"by" enum:"day,week,month,year" default:"month" doc:"Length of a period."`
}

// TripleInput names three actors.
type TripleInput struct {
	ScopeInput
	A string `path:"a" example:"CHN"`
	B string `path:"b" example:"RUS"`
	C string `path:"c" example:"USA"`
}

// askOperations are the questions of how actors stand.
func (s *Server) askOperations(api huma.API) {
	get(s, api, "/brief", "brief", "The main job: who did what to whom, how they stand, what comes next.", func(ctx context.Context, in *ScopeInput) (entente.Brief, error) {
		a, err := s.wholeOf(ctx, in)
		if err != nil {
			return entente.Brief{}, err
		}
		return a.Brief, nil
	})
	get(s, api, "/dyads", "dyads", "How the pairs stand that most is told of.", func(ctx context.Context, in *ScopeInput) ([]entente.Tie, error) {
		a, err := s.wholeOf(ctx, in)
		if err != nil {
			return nil, err
		}
		return nonNil(a.Dyads), nil
	})
	get(s, api, "/dyads/{a}/{b}", "dyad", "How two actors stand.", func(ctx context.Context, in *PairInput) (entente.Tie, error) {
		a, pair, err := s.ofActors(ctx, &in.ScopeInput, in.A, in.B)
		if err != nil {
			return entente.Tie{}, err
		}
		if t := a.Tie(pair[0], pair[1]); t != nil {
			return *t, nil
		}
		return entente.Tie{}, entente.ErrNotFound
	})
	get(s, api, "/triangles/{a}/{b}/{c}", "triangle", "The strategic triangle of three actors.", func(ctx context.Context, in *TripleInput) (entente.Triangle, error) {
		a, _, err := s.ofActors(ctx, &in.ScopeInput, in.A, in.B, in.C)
		if err != nil {
			return entente.Triangle{}, err
		}
		if len(a.Triangles) == 0 {
			return entente.Triangle{}, entente.ErrNotFound
		}
		return a.Triangles[0], nil
	})
	s.historyOperations(api)
	get(s, api, "/triangles/{a}/{b}/{c}/study", "study", "What lies behind a triangle: turns, wedges, hedging, asymmetry part by part, issues, sources, as entente triangle has it.", func(ctx context.Context, in *TripleInput) (entente.Study, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return entente.Study{}, err
		}
		codes, err := s.Actors(sc, in.A, in.B, in.C)
		if err != nil {
			return entente.Study{}, err
		}
		t, err := s.Study(ctx, sc, sorted(codes))
		if err != nil {
			return entente.Study{}, err
		}
		return t.Study, nil
	})
	get(s, api, "/balance", "balance", "How far the network of states is balanced, and its two camps.", func(ctx context.Context, in *ScopeInput) (entente.Balance, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return entente.Balance{}, err
		}
		sys, err := s.Balance(ctx, sc)
		if err != nil {
			return entente.Balance{}, err
		}
		return sys.Balance, nil
	})
	get(s, api, "/hypotheses", "weigh", "Rival answers to questions, weighed against what was read: those that arise, or a ready one put to actors.", func(ctx context.Context, in *struct {
		ScopeInput
		Ready string `query:"ready" doc:"Put this ready question; all puts those that arise, which is the default." example:"junior-partner"`
		A     string `query:"a" doc:"One actor."`
		B     string `query:"b" doc:"Another."`
		C     string `query:"c" doc:"A third."`
	}) ([]entente.Weighing, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return nil, err
		}
		ready, cast, _, err := s.questionSet(sc, url.Values{"ready": {in.Ready}, "a": {in.A}, "b": {in.B}, "c": {in.C}}, &hypothesesView{})
		if err != nil {
			return nil, err
		}
		a, err := s.Weigh(ctx, readScope(sc), ready, cast)
		if err != nil {
			return nil, err
		}
		return nonNil(a.Hypotheses), nil
	})
	get(s, api, "/outlook", "outlook", "Forecasts for the pairs that most is told of, with their reasons.", func(ctx context.Context, in *ScopeInput) ([]entente.Forecast, error) {
		a, err := s.wholeOf(ctx, in)
		if err != nil {
			return nil, err
		}
		return nonNil(a.Outlook), nil
	})
	s.wordOperations(api)
	s.placesOperation(api)
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (s *Server) wholeOf(ctx context.Context, in *ScopeInput) (*ask.Answer, error) {
	sc, err := in.ask(ctx, s.Clerk)
	if err != nil {
		return nil, err
	}
	return s.Whole(ctx, readScope(sc))
}

func (s *Server) ofActors(ctx context.Context, in *ScopeInput, names ...string) (*ask.Answer, []entente.Code, error) {
	sc, err := in.ask(ctx, s.Clerk)
	if err != nil {
		return nil, nil, err
	}
	codes, err := s.Actors(sc, names...)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.Of(ctx, sc, codes...)
	return a, codes, err
}

// historyOperations are the questions of how it was before.
func (s *Server) historyOperations(api huma.API) {
	get(s, api, "/dyads/{a}/{b}/levels", "levels", "How two actors stood at the end of each period, judged by what was known then.", func(ctx context.Context, in *struct {
		PairInput
		ByInput
	}) ([]levelOut, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return nil, err
		}
		pair, err := s.Actors(sc, in.A, in.B)
		if err != nil {
			return nil, err
		}
		levels, err := s.Levels(ctx, sc, pair[0], pair[1], entente.Period(in.By))
		out := make([]levelOut, len(levels))
		for i, l := range levels {
			out[i] = levelOut{l.From, l.To, l.Covered, l.Tie}
		}
		return out, err
	})
	getTable[[]phaseOut](s, api, "/triangles/{a}/{b}/{c}/phases", "phases", "A triangle as it stood at the end of each period, judged by what was known then.", func(ctx context.Context, in *struct {
		TripleInput
		ByInput
		FormatInput
	}) (*huma.StreamResponse, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return nil, err
		}
		codes, err := s.Actors(sc, in.A, in.B, in.C)
		if err != nil {
			return nil, err
		}
		phases, err := s.Phases(ctx, sc, sorted(codes), entente.Period(in.By))
		if err != nil {
			return nil, err
		}
		if in.Format != "json" {
			return streamed(s, "triangles", export.Triangles(), export.Format(in.Format), each(phases)), nil
		}
		out := make([]phaseOut, len(phases))
		for i, p := range phases {
			out[i] = phaseOut{p.From, p.To, p.Triangle}
		}
		return jsonStream(out), nil
	})
	getTable[[]entente.Series](s, api, "/series", "series", "How much was told of pairs, period by period: of two actors without gaps.", func(ctx context.Context, in *struct {
		ScopeInput
		ByInput
		FormatInput
		A string `query:"a" doc:"One actor."`
		B string `query:"b" doc:"Another."`
	}) (*huma.StreamResponse, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, n := range []string{in.A, in.B} {
			if n != "" {
				names = append(names, n)
			}
		}
		codes, err := s.Actors(sc, names...)
		if err != nil {
			return nil, err
		}
		if in.Format != "json" {
			return streamed(s, "dyads", export.Dyads(false), export.Format(in.Format), s.Counts(ctx, sc, codes, entente.Period(in.By))), nil
		}
		out, err := s.Series(ctx, sc, codes, entente.Period(in.By))
		if err != nil {
			return nil, err
		}
		return jsonStream(nonNil(out)), nil
	})
}

type levelOut struct {
	From    entente.Day `json:"from"`
	To      entente.Day `json:"to"`
	Covered bool        `json:"covered" doc:"Whether anything was in print from the period."`
	Tie     entente.Tie `json:"tie"`
}

type phaseOut struct {
	From     entente.Day      `json:"from"`
	To       entente.Day      `json:"to"`
	Triangle entente.Triangle `json:"triangle"`
}

// streamed answers with rows as they come. What fails after the first bytes breaks the
// connection, so that nobody takes a part for the whole.
func streamed[T any](s *Server, name string, t export.Table[T], f export.Format, rows iter.Seq2[T, error]) *huma.StreamResponse {
	types := map[export.Format]string{export.CSV: "text/csv; charset=utf-8", export.JSONL: "application/jsonl", export.Parquet: "application/vnd.apache.parquet"}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		_, w := humago.Unwrap(ctx)
		rc := http.NewResponseController(w)
		ctx.SetHeader("Content-Type", types[f])
		ctx.SetHeader("Content-Disposition", `attachment; filename="`+name+"."+string(f)+`"`)
		if err := writeRows(w, rc, t, f, rows); err != nil {
			if ctx.Context().Err() == nil {
				s.log.Error("an export was broken off", "table", t.Name, "error", err)
			}
			panic(http.ErrAbortHandler)
		}
	}}
}

func writeRows[T any](w io.Writer, rc *http.ResponseController, t export.Table[T], f export.Format, rows iter.Seq2[T, error]) error {
	out, err := export.Write(w, t, f)
	if err != nil {
		return err
	}
	n := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := out.Row(row); err != nil {
			return err
		}
		if n++; n%1000 == 0 { // who reads on may take as long as it takes
			if err := rc.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil && !errors.Is(err, http.ErrNotSupported) {
				return err
			}
		}
	}
	return out.End()
}

// jsonStream answers with one object of JSON.
func jsonStream(v any) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "application/json")
		enc := json.NewEncoder(ctx.BodyWriter())
		enc.SetEscapeHTML(false)
		_ = enc.Encode(v)
	}}
}

// nextPage is the address of the rest of a list.
func nextPage(u url.URL, offset int) string {
	q := u.Query()
	q.Set("offset", fmt.Sprint(offset))
	return u.EscapedPath() + "?" + q.Encode()
}
