package mcp_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/lexica"
	"entente/mcp"
	"entente/news"
)

// sentences are what the clerk has read; they are written for this test.
var sentences = []string{
	"United States President Joe Biden met Russian President Vladimir Putin in Geneva on Wednesday.",
	"China and Russia signed a trade agreement on Tuesday.",
	"The United States imposed sanctions on Russia on Monday.",
	"China condemned the United States on Friday.",
	"Russia and the United States remain adversaries.",
	"China and Russia are close partners.",
	"China and the United States remain rivals.",
}

func clerk(t *testing.T) *ask.Clerk {
	t.Helper()
	tools, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	items := func(yield func(news.Item, error) bool) {
		text := strings.Join(sentences, " ")
		yield(news.Item{Story: entente.Story{ID: "n1", Title: "A week", Publisher: "Test Wire", URL: "https://example.org/n1", Text: text, Hash: "sha256:1", Language: "en", Kind: entente.ReportKind, Published: entente.MakeDay(2021, 6, 18),
			Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}}, nil)
	}
	if _, err := desk.Read(t.Context(), s, tools.Name(), desk.Code(t.Context(), items, tools, coder.Options{}), nil); err != nil {
		t.Fatal(err)
	}
	return &ask.Clerk{Store: s, Tools: tools, Today: func() entente.Day { return entente.MakeDay(2021, 7, 1) }}
}

// connect joins the SDK's own client to the server.
func connect(t *testing.T, to sdk.Transport) *sdk.ClientSession {
	t.Helper()
	c := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	s, err := c.Connect(t.Context(), to, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// call calls a tool and gives its answer, and whether it is a refusal.
func call(t *testing.T, s *sdk.ClientSession, name string, args map[string]any) (a mcp.Answer, text string, refused bool) {
	t.Helper()
	r, err := s.CallTool(t.Context(), &sdk.CallToolParams{Name: name, Arguments: args})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, c := range r.Content {
		if c, ok := c.(*sdk.TextContent); ok {
			text += c.Text
		}
	}
	if !r.IsError {
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatalf("%s: %v in %s", name, err, text)
		}
	}
	return a, text, r.IsError
}

// questions are one a tool, and all have an answer.
var questions = []struct {
	tool string
	args map[string]any
}{
	{"events", map[string]any{"a": "Russia", "b": "the United States"}},
	{"stories", map[string]any{}},
	{"dyads", map[string]any{}},
	{"dyad", map[string]any{"a": "RUS", "b": "USA"}},
	{"triangle", map[string]any{"a": "China", "b": "Russia", "c": "USA"}},
	{"triangle", map[string]any{}},
	{"hypotheses", map[string]any{}},
	{"forecasts", map[string]any{}},
	{"explain", map[string]any{"text": "China condemned Japan.", "published": "2021-06-18"}},
	{"explain", map[string]any{"text": "The sun shone."}},
}

// TestEveryAnswerIsCited asks every tool, over a pipe and over HTTP, and holds its
// quotations to what was read.
func TestEveryAnswerIsCited(t *testing.T) {
	server := mcp.New(clerk(t), "test")
	here, there := sdk.NewInMemoryTransports()
	go func() { _ = server.Run(t.Context(), here) }()
	web := httptest.NewServer(mcp.Handler(server))
	defer web.Close()
	for name, s := range map[string]*sdk.ClientSession{"pipe": connect(t, there), "http": connect(t, &sdk.StreamableClientTransport{Endpoint: web.URL})} {
		listed, err := s.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, tool := range listed.Tools {
			if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
				t.Errorf("%s: %s does not say that it only reads", name, tool.Name)
			}
			if tool.Name != "event" && !slices.ContainsFunc(questions, func(q struct {
				tool string
				args map[string]any
			}) bool {
				return q.tool == tool.Name
			}) {
				t.Errorf("no question is put to the tool %s", tool.Name)
			}
		}
		for _, q := range questions {
			a, text, refused := call(t, s, q.tool, q.args)
			if refused || len(a.Citations) == 0 || a.Answer == nil {
				t.Errorf("%s: %s %v: no cited answer: %s", name, q.tool, q.args, text)
			}
			for _, c := range a.Citations {
				if q.tool != "explain" && !slices.Contains(sentences, c.Quote) {
					t.Errorf("%s: %s quotes what was not read: %q", name, q.tool, c.Quote)
				}
			}
		}
	}
}

// TestAnEventIsFoundByItsReports takes an id from one answer to the next.
func TestAnEventIsFoundByItsReports(t *testing.T) {
	here, there := sdk.NewInMemoryTransports()
	go func() { _ = mcp.New(clerk(t), "test").Run(t.Context(), here) }()
	s := connect(t, there)
	a, _, _ := call(t, s, "events", map[string]any{"root": "coerce"})
	if len(a.Citations) == 0 {
		t.Fatal("no sanction is found")
	}
	b, text, refused := call(t, s, "event", map[string]any{"id": a.Citations[0].ID})
	if refused || b.Citations[0].Event != a.Citations[0].Event || b.Citations[0].URL != "https://example.org/n1" {
		t.Errorf("by the report's id: %s", text)
	}
}

// TestRefusals holds what cannot be answered to words that help.
func TestRefusals(t *testing.T) {
	here, there := sdk.NewInMemoryTransports()
	go func() { _ = mcp.New(clerk(t), "test").Run(t.Context(), here) }()
	s := connect(t, there)
	for _, q := range []struct {
		tool, says string
		args       map[string]any
	}{
		{"dyad", "does not answer without a citation", map[string]any{"a": "Peru", "b": "Chad"}},
		{"events", "does not answer without a citation", map[string]any{"words": "zeppelin"}},
		{"dyad", "did you mean Russia", map[string]any{"a": "Rusia", "b": "USA"}},
		{"dyad", "is not a date", map[string]any{"a": "RUS", "b": "USA", "as_of": "soon"}},
		{"event", "no such", map[string]any{"id": "e_0000000000000000"}},
		{"triangle", "three actors, not 2", map[string]any{"a": "RUS", "b": "USA"}},
		{"events", "no root", map[string]any{"root": "DANCE"}},
		{"forecasts", "does not answer without a citation", map[string]any{"as_of": "2001-01-01"}},
	} {
		if _, text, refused := call(t, s, q.tool, q.args); !refused || !strings.Contains(text, q.says) {
			t.Errorf("%s %v: %s", q.tool, q.args, text)
		}
	}
}
