package web

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/export"
	"entente/guard"
	"entente/news"
)

// eventsInput picks events; the page of events takes the same parameters.
type eventsInput struct {
	ScopeInput
	A         string `query:"a" doc:"An actor: code, name or phrase. Alone, its events with anyone."`
	B         string `query:"b" doc:"Another: events between the two."`
	Directed  bool   `query:"directed" doc:"Only what the first did to the second."`
	Root      string `query:"root" doc:"Kind of act, a root of PLOVER." example:"CONSULT"`
	Quad      string `query:"quad" doc:"Class of act, 1 to 4."`
	Status    string `query:"status" doc:"fact, reported, intended, hypothetical, negated, historical."`
	Issue     string `query:"issue" doc:"Issue, a context of PLOVER." example:"nuclear"`
	Words     string `query:"q" doc:"Words in the sentence, whole."`
	Story     string `query:"story" doc:"Id of a story."`
	Publisher string `query:"publisher" doc:"Told by this outlet."`
	Since     string `query:"since" doc:"First in print after this day."`
	Format    string `query:"format" enum:"json,jsonl,csv,parquet" default:"json" doc:"json gives a page of events with their reports; the others stream the table of events to its end, as entente export events writes it."`
	Limit     int    `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Events of a page of JSON."`
	Offset    int    `query:"offset" minimum:"0" maximum:"10000000" doc:"Events before the page."`
	url       url.URL
}

// Resolve keeps the address, for the next page.
func (i *eventsInput) Resolve(ctx huma.Context) []error {
	i.url = ctx.URL()
	return nil
}

// values gives the parameters as the page of events reads them.
func (i *eventsInput) values() url.Values {
	q := url.Values{}
	for name, v := range map[string]string{"a": i.A, "b": i.B, "root": i.Root, "quad": i.Quad, "status": i.Status, "issue": i.Issue, "q": i.Words, "story": i.Story, "publisher": i.Publisher, "since": i.Since} {
		q.Set(name, v)
	}
	if i.Directed {
		q.Set("directed", "1")
	}
	return q
}

// eventsPage is a page of events in order of day.
type eventsPage struct {
	Events []entente.Event  `json:"events"`
	Cited  []entente.Outlet `json:"cited" doc:"The stories that the reports cite."`
	Next   string           `json:"next,omitempty" doc:"Address of the next page, if there is one."`
}

// listOperations are the questions with lists for answers.
func (s *Server) listOperations(api huma.API) {
	op := huma.Operation{OperationID: "events", Method: http.MethodGet, Path: "/api/v1/events", Summary: "Events, each once with all its reports, in order of day.", Security: security, Errors: []int{401, 403, 422, 429}}
	schema := huma.SchemaFromType(api.OpenAPI().Components.Schemas, typeOf[eventsPage]())
	op.Responses = map[string]*huma.Response{"200": {Description: "A page of events, or the table of events.", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}, "application/jsonl": {}, "text/csv": {}, "application/vnd.apache.parquet": {}}}}
	huma.Register(api, op, func(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
		out, err := s.answerEvents(ctx, in)
		if err != nil {
			return nil, s.failed(ctx, err)
		}
		return out, nil
	})
	get(s, api, "/events/{id}", "event", "The event of an id, an alias or a report's id, with all its reports.", func(ctx context.Context, in *struct {
		ScopeInput
		ID string `path:"id" example:"e_0123456789abcdef"`
	}) (eventsPage, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return eventsPage{}, err
		}
		a, err := s.Event(ctx, in.ID, sc.AsOf)
		if err != nil {
			return eventsPage{}, err
		}
		return pageOf([]*export.Act{a}), nil
	})
	get(s, api, "/stories", "stories", "Stories in order of publication, without their text.", func(ctx context.Context, in *struct {
		ScopeInput
		Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100"`
		Offset int `query:"offset" minimum:"0"`
	}) (storiesPage, error) {
		a, err := s.wholeOf(ctx, &in.ScopeInput)
		if err != nil {
			return storiesPage{}, err
		}
		from := min(in.Offset, len(a.Stories))
		return storiesPage{a.Stories[from:min(from+in.Limit, len(a.Stories))], len(a.Stories)}, nil
	})
	get(s, api, "/stories/{id}", "story", "What was found in a story. Its text is shown on its page and not given away.", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		AsOf string `query:"as_of"`
	}) (storyOut, error) {
		sc, err := ask.ScopeOf(in.AsOf, "", "", nil)
		if err != nil {
			return storyOut{}, err
		}
		p, err := s.Story(ctx, in.ID, sc.AsOf)
		if err != nil {
			return storyOut{}, err
		}
		return storyOut{entente.OutletOf(p.Story), nonNil(p.Reports), nonNil(p.Assessments), nonNil(p.Problems)}, nil
	})
}

type storiesPage struct {
	Stories []entente.Outlet `json:"stories"`
	Total   int              `json:"total"`
}

type storyOut struct {
	Story       entente.Outlet       `json:"story"`
	Reports     []entente.Report     `json:"reports"`
	Assessments []entente.Assessment `json:"assessments"`
	Problems    []entente.Problem    `json:"problems"`
}

func pageOf(acts []*export.Act) eventsPage {
	p := eventsPage{Events: []entente.Event{}, Cited: []entente.Outlet{}}
	seen := map[string]bool{}
	for _, a := range acts {
		e := a.Event
		for i := range e.Reports {
			e.Reports[i].ID = e.ID
			if o, ok := a.Outlets[e.Reports[i].Story]; ok && !seen[o.Story] {
				seen[o.Story] = true
				p.Cited = append(p.Cited, o)
			}
		}
		p.Events = append(p.Events, e)
	}
	slices.SortFunc(p.Cited, func(a, b entente.Outlet) int { return strings.Compare(a.Story, b.Story) })
	return p
}

func (s *Server) answerEvents(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	sc, err := in.ask(ctx, s.Clerk)
	if err != nil {
		return nil, err
	}
	e, err := s.eventQuestionOf(sc, in.values())
	if err != nil {
		return nil, err
	}
	if in.Format != "json" {
		return streamed(s, "events", export.Events(), export.Format(in.Format), s.takenEvents(ctx, e)), nil
	}
	if e.publisher == "" && !e.since.Known() {
		e.filter.Limit = in.Offset + in.Limit + 1
	}
	var page []*export.Act
	n, more := 0, false
	for a, err := range s.takenEvents(ctx, e) {
		if err != nil {
			return nil, err
		}
		if n++; n <= in.Offset {
			continue
		}
		if more = len(page) == in.Limit; more {
			break
		}
		page = append(page, a)
	}
	out := pageOf(page)
	if more {
		out.Next = nextPage(in.url, in.Offset+in.Limit)
	}
	return jsonStream(out), nil
}

// takenEvents gives the events that a question takes.
func (s *Server) takenEvents(ctx context.Context, e eventQuestion) iter.Seq2[*export.Act, error] {
	return func(yield func(*export.Act, error) bool) {
		for a, err := range s.Events(ctx, e.filter) {
			if err == nil && !e.takes(a) {
				continue
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// wordOperations are the questions about words.
func (s *Server) wordOperations(api huma.API) {
	get(s, api, "/actors", "actors", "Which actor a phrase names on a day.", func(_ context.Context, in *struct {
		Text string `query:"text" required:"true" doc:"A phrase: Moscow, the Kremlin, the Chinese foreign minister." example:"the Kremlin"`
		Date string `query:"date" doc:"The day on which it is said; today by default."`
	}) (actorOut, error) {
		sc, err := ask.ScopeOf(in.Date, "", "", nil)
		if err != nil {
			return actorOut{}, &ask.Wrong{Field: "date", Err: fmt.Errorf("%q is not a date such as 2021-06-16", flat(in.Date))}
		}
		day := sc.AsOf
		if !day.Known() {
			day = s.Today()
		}
		if len(in.Text) > 400 {
			return actorOut{}, &ask.Wrong{Field: "text", Err: fmt.Errorf("at most 400 bytes are a phrase")}
		}
		a := coder.Resolve(s.Tools, in.Text, day)
		return actorOut{in.Text, a.Code, a.Sector, a.Name, a.Role}, nil
	})
	get(s, api, "/explain", "explain", "Why a sentence is coded as it is, or why not.", func(_ context.Context, in *struct {
		Text      string `query:"text" required:"true" example:"China condemned the visit of US officials to Taiwan."`
		Published string `query:"published" doc:"Day of publication; without it a surname names no office holder."`
	}) (explainOut, error) {
		sc, err := ask.ScopeOf(in.Published, "", "", nil)
		if err != nil {
			return explainOut{}, &ask.Wrong{Field: "published", Err: fmt.Errorf("%q is not a date such as 2021-06-16", flat(in.Published))}
		}
		r, err := s.Explain(in.Text, sc.AsOf)
		return explainOut{nonNil(r.Reports), nonNil(r.Assessments), nonNil(r.Decisions)}, err
	})
	get(s, api, "/search", "search", "Actors, stories and events that words may mean.", func(ctx context.Context, in *struct {
		ScopeInput
		Q string `query:"q" required:"true"`
	}) (searchOut, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return searchOut{}, err
		}
		f, err := s.Search(ctx, sc, in.Q, searchLimit)
		if err != nil {
			return searchOut{}, err
		}
		return searchOut{f.Actors, f.Stories, pageOf(f.Events).Events, f.More}, nil
	})
}

type actorOut struct {
	Text   string         `json:"text"`
	Code   entente.Code   `json:"code"`
	Sector entente.Sector `json:"sector"`
	Name   string         `json:"name"`
	Role   string         `json:"role,omitempty"`
}

type explainOut struct {
	Reports     []entente.Report     `json:"reports"`
	Assessments []entente.Assessment `json:"assessments"`
	Decisions   []coder.Decision     `json:"decisions"`
}

type searchOut struct {
	Actors  []ask.FoundActor `json:"actors"`
	Stories []entente.Outlet `json:"stories"`
	Events  []entente.Event  `json:"events"`
	More    bool             `json:"more"`
}

// MostBody is how many bytes of stories are taken at once. The guard before it must let a
// little more through, for it breaks the connection where this one answers.
const MostBody = 32 << 20

// takeOperation brings stories in.
func (s *Server) takeOperation(api huma.API) {
	type input struct {
		Name      string `query:"name" default:"story" doc:"Name of the file, as it would have on disk: of a story without an id of its own the base name is the id." example:"2021-06-16.html"`
		ID        string `query:"id" doc:"Id of the story, if it is one page."`
		Published string `query:"published" doc:"Day of publication of pages that give none."`
		Publisher string `query:"publisher" doc:"Outlet of pages that name none."`
		URL       string `query:"url" doc:"Where the page came from."`
		RawBody   []byte `contentType:"application/octet-stream"`
	}
	huma.Register(api, huma.Operation{OperationID: "read", Method: http.MethodPost, Path: "/api/v1/stories", Summary: "Bring stories in: a page, JSON lines, a feed, a web archive, or a zip of these, as entente read takes them. Reading twice changes nothing.",
		Security: security, Metadata: map[string]any{"scope": guard.Write}, MaxBodyBytes: MostBody, Errors: []int{401, 403, 409, 413, 422, 429}},
		func(ctx context.Context, in *input) (*body[ask.Taken], error) {
			out, err := s.take(ctx, in.Name, in.RawBody, news.Options{ID: in.ID, Publisher: in.Publisher, URL: in.URL}, in.Published)
			if err != nil {
				return nil, s.failed(ctx, err)
			}
			return &body[ask.Taken]{out}, nil
		})
}

func (s *Server) take(ctx context.Context, name string, data []byte, opt news.Options, published string) (ask.Taken, error) {
	if !s.writes {
		return ask.Taken{}, entente.ErrReadOnly
	}
	day, err := entente.ParseDay(published)
	if err != nil {
		return ask.Taken{}, &ask.Wrong{Field: "published", Err: err}
	}
	opt.Published = day
	out, err := s.Take(ctx, name, bytes.NewReader(data), opt)
	s.meter.taken.WithLabelValues("stories").Add(float64(out.Read + out.Reread))
	s.meter.taken.WithLabelValues("reports").Add(float64(out.Receipt.Reports))
	return out, err
}
