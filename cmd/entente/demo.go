package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"time"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/corpus"
	"entente/desk"
	"entente/duckdb"
	"entente/forecast"
	"entente/news"
	"entente/report"
)

type demoCmd struct {
	JSON   bool   `help:"The brief as JSON." name:"json"`
	Events bool   `help:"Print the coded events and assessments as JSON lines in place of the brief."`
	HTML   string `help:"Write the brief as one self-contained page." placeholder:"FILE" name:"html"`
	Serve  bool   `help:"Show it in a browser in place of the terminal."`
	listening
}

func (c *demoCmd) Run(ctx context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	if c.Events {
		return demoEvents(ctx, e, tools)
	}
	if c.Serve {
		return c.serveDemo(ctx, e, tools)
	}
	b, err := demoBrief(ctx, tools, e.Store)
	if err != nil {
		return err
	}
	layout := e.layout(tools.Lexicon)
	if c.HTML != "" {
		if err := output(c.HTML, func(w io.Writer) error { return report.HTML(w, b, layout) }); err != nil {
			return err
		}
	}
	if c.JSON {
		return jsonTo(e.out).Encode(b)
	}
	return report.Terminal(e.out, b, layout)
}

// demoTitle is that of the demonstration.
const demoTitle = "The great power triangle, January 2021 to March 2022"

// serveDemo shows the demonstration in a browser.
func (c *demoCmd) serveDemo(ctx context.Context, e *env, tools coder.Tools) error {
	l, err := c.listen(ctx, e.Store)
	if err != nil {
		return err
	}
	defer l.Close()
	s, err := demoStoreIn(ctx, e.Store, tools, duckdb.Options{Address: c.address(l)})
	if err != nil {
		return err
	}
	defer s.Close()
	if e.Store == "" {
		if err := demoRecord(ctx, s, entente.DayOf(time.Now())); err != nil {
			return badStore(err)
		}
	}
	clerk := newClerk(s, tools)
	clerk.Title = demoTitle
	return c.serve(ctx, e, l, clerk, true)
}

// demoRecord puts forecasts of the demonstration's months on record and resolves them, so that
// there is a record to look at. They are marked as made with hindsight, which they are.
func demoRecord(ctx context.Context, s desk.Store, today entente.Day) error {
	pairs := [][2]entente.Code{{"CHN", "RUS"}, {"CHN", "USA"}, {"RUS", "USA"}}
	for day := entente.MakeDay(2021, time.May, 31); day < entente.MakeDay(2022, time.March, 31); day = (day + 1).AddMonths(1) - 1 {
		sight, err := desk.Foresee(ctx, s, entente.Filter{AsOf: day, Sources: []string{entente.CodedHere}})
		if err != nil {
			return err
		}
		for _, p := range pairs {
			var asks []forecast.Ask
			for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
				asks = append(asks, forecast.Ask{A: p[0], B: p[1], Kind: entente.EventKind{Quad: q}, Horizon: 30})
			}
			fs, err := sight.Ask(ctx, asks)
			if err != nil {
				return err
			}
			entries, err := sight.Entries(ctx, fs, today, version(), "")
			if err != nil {
				return err
			}
			if _, err := s.Record(ctx, entries...); err != nil {
				return err
			}
		}
	}
	due, err := desk.Due(ctx, s, 0, today)
	if err != nil {
		return err
	}
	return s.Resolve(ctx, due...)
}

// demoStore reads the demonstration stories into memory.
func demoStore(ctx context.Context, tools coder.Tools, o duckdb.Options) (anyStore, error) {
	return demoStoreIn(ctx, "", tools, o)
}

// demoStoreIn reads the demonstration stories into a store.
func demoStoreIn(ctx context.Context, path string, tools coder.Tools, o duckdb.Options) (anyStore, error) {
	s, err := openAny(ctx, path, o)
	if err != nil {
		return nil, err
	}
	stories := desk.Code(ctx, demoStories(corpus.Demo()), tools, coder.Options{})
	if _, err := desk.Read(ctx, s, tools.Name(), stories, nil); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// demoEvents writes what coding finds in the demonstration stories.
func demoEvents(ctx context.Context, e *env, tools coder.Tools) error {
	enc := jsonTo(e.out)
	for coded, err := range desk.Code(ctx, demoStories(corpus.Demo()), tools, coder.Options{}) {
		if err != nil {
			return err
		}
		if err := writeCoded(enc, coded, true); err != nil {
			return err
		}
	}
	return nil
}

// demoBrief reads the demonstration stories, into the store named or into memory,
// and asks the main job's question.
func demoBrief(ctx context.Context, tools coder.Tools, path string) (entente.Brief, error) {
	s, err := demoStoreIn(ctx, path, tools, duckdb.Options{})
	if err != nil {
		return entente.Brief{}, err
	}
	defer s.Close()
	return desk.Brief(ctx, s, desk.Question{
		Title: demoTitle, Lexicon: tools.Lexicon.Hash, Scale: codebook.DefaultScale,
		IsState: isState(tools.Lexicon), Names: tools.Lexicon.NameOf, Named: desk.Named(tools.Lexicon),
	})
}

// listed is a line of the demonstration's manifest.
type listed struct {
	ID        string      `json:"id"`
	File      string      `json:"file"`
	Title     string      `json:"title"`
	Published entente.Day `json:"published"`
	Publisher string      `json:"publisher"`
	URL       string      `json:"url"`
}

// demoStories yields the demonstration stories in the order of their manifest.
func demoStories(fsys fs.FS) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		manifest, err := fs.ReadFile(fsys, "manifest.jsonl")
		if err != nil {
			yield(news.Item{}, fmt.Errorf("read the demonstration's manifest: %w", err))
			return
		}
		for row := range bytes.Lines(manifest) {
			var m listed
			if err := json.Unmarshal(row, &m); err != nil {
				yield(news.Item{}, fmt.Errorf("read the demonstration's manifest: %w", err))
				return
			}
			data, err := fs.ReadFile(fsys, m.File)
			if err != nil {
				yield(news.Item{}, err)
				return
			}
			opt := news.Options{ID: m.ID, Published: m.Published, Publisher: m.Publisher, URL: m.URL}
			for item, err := range news.Read(m.File, bytes.NewReader(data), opt) {
				if !yield(item, err) {
					return
				}
			}
		}
	}
}
