package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"iter"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/corpus"
	"entente/desk"
	"entente/duckdb"
	"entente/guard"
	"entente/lexica"
	"entente/news"
	"entente/web"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

var tools = sync.OnceValues(func() (coder.Tools, error) { return desk.LoadTools(lexica.English()) })

// today is the day on which these tests take place.
var today = entente.MakeDay(2022, time.April, 1)

// clerkOf makes a clerk who has read some stories.
func clerkOf(t testing.TB, stories iter.Seq2[news.Item, error]) *ask.Clerk {
	t.Helper()
	tl, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	coded := desk.Code(t.Context(), stories, tl, coder.Options{})
	if _, err := desk.Read(t.Context(), s, tl.Name(), coded, nil); err != nil {
		t.Fatal(err)
	}
	return &ask.Clerk{Store: s, Tools: tl, Today: func() entente.Day { return today }}
}

// demo is a clerk who has read the demonstration, for all tests that change nothing.
var demo struct {
	sync.Once
	clerk *ask.Clerk
}

func demoClerk(t testing.TB) *ask.Clerk {
	demo.Do(func() {
		tl, err := tools()
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		s, err := duckdb.Open(ctx, "", duckdb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Read(ctx, s, tl.Name(), desk.Code(ctx, demoStories(), tl, coder.Options{}), nil); err != nil {
			t.Fatal(err)
		}
		demo.clerk = &ask.Clerk{Store: s, Tools: tl, Today: func() entente.Day { return today }, Title: "The demonstration"}
	})
	if demo.clerk == nil {
		t.Fatal("the demonstration could not be read")
	}
	return demo.clerk
}

// demoClerkAnew is a clerk who has read the demonstration into a store that lives as long as
// the tests do, for tests that share a change.
func demoClerkAnew(t testing.TB) *ask.Clerk {
	t.Helper()
	tl, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Read(ctx, s, tl.Name(), desk.Code(ctx, demoStories(), tl, coder.Options{}), nil); err != nil {
		t.Fatal(err)
	}
	return &ask.Clerk{Store: s, Tools: tl, Today: func() entente.Day { return today }, Title: "The demonstration"}
}

// demoStories yields the demonstration stories.
func demoStories() iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		fsys := corpus.Demo()
		manifest, err := fs.ReadFile(fsys, "manifest.jsonl")
		if err != nil {
			yield(news.Item{}, err)
			return
		}
		for row := range bytes.Lines(manifest) {
			var m struct {
				ID, File, Publisher, URL string
				Published                entente.Day
			}
			if err := json.Unmarshal(row, &m); err != nil {
				yield(news.Item{}, err)
				return
			}
			data, err := fs.ReadFile(fsys, m.File)
			if err != nil {
				yield(news.Item{}, err)
				return
			}
			for item, err := range news.Read(m.File, bytes.NewReader(data), news.Options{ID: m.ID, Published: m.Published, Publisher: m.Publisher, URL: m.URL}) {
				if !yield(item, err) {
					return
				}
			}
		}
	}
}

// handlerOf is the server of a clerk behind a guard.
func handlerOf(t testing.TB, c *ask.Clerk, o guard.Options) http.Handler {
	t.Helper()
	if o.Open == nil {
		o.Open = web.OpenPaths
	}
	s, err := web.New(web.Options{Clerk: c, Guard: guard.New(o), Version: "test", Writes: true})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// serveDemo serves the demonstration on loopback.
func serveDemo(t testing.TB) string {
	t.Helper()
	srv := httptest.NewServer(handlerOf(t, demoClerk(t), guard.Options{}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// listen notes what a page asks for, and what the console complains of.
func listen(t *testing.T, ctx context.Context, asked *[]string) {
	t.Helper()
	var mu sync.Mutex
	err := chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := ev.(type) {
		case *network.EventRequestWillBeSent:
			*asked = append(*asked, e.Request.URL)
		case *log.EventEntryAdded:
			*asked = append(*asked, "console: "+e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
