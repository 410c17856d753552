package ask

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/lexica"
	"entente/news"
)

var tools = sync.OnceValues(func() (coder.Tools, error) { return desk.LoadTools(lexica.English()) })

// clerkOf is a clerk who has read some stories of 1 June 2021.
func clerkOf(t *testing.T, texts ...string) *Clerk {
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
	if _, err := desk.Read(t.Context(), s, tl.Name(), desk.Code(t.Context(), storiesOf(texts...), tl, coder.Options{}), nil); err != nil {
		t.Fatal(err)
	}
	return &Clerk{Store: s, Tools: tl, Today: func() entente.Day { return entente.MakeDay(2021, 7, 1) }}
}

func storiesOf(texts ...string) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		for i, text := range texts {
			if !yield(news.Item{Story: entente.Story{ID: fmt.Sprintf("n%d", i+1), Title: "A title", Text: text, Language: "en", Kind: entente.ReportKind, Published: entente.MakeDay(2021, 6, 1),
				Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}}, nil) {
				return
			}
		}
	}
}

func TestScopeOf(t *testing.T) {
	s, err := ScopeOf(" 2021-06-30 ", "2021-01-01", "", []string{"icews", "", " gdelt2", "icews"})
	if err != nil || s.AsOf != entente.MakeDay(2021, 6, 30) || strings.Join(s.Sources, " ") != "gdelt2 icews" || s.To.Known() {
		t.Errorf("%v: %+v", err, s)
	}
	same, _ := ScopeOf("2021-06-30", "2021-01-01", "", []string{"gdelt2", "icews"})
	if same.Key() != s.Key() || same.Key() == (Scope{}).Key() {
		t.Errorf("%q, %q", same.Key(), s.Key())
	}
	for field, in := range map[string][3]string{"as_of": {"yesterday", "", ""}, "from": {"", "2021-02-30", ""}, "to": {"", "2021-02-02", "2021-02-01"}} {
		var w *Wrong
		if _, err := ScopeOf(in[0], in[1], in[2], nil); !errors.As(err, &w) || w.Field != field {
			t.Errorf("%v: %v", in, err)
		}
	}
	a, b := Scope{Sources: []string{"a b"}}, Scope{Sources: []string{"a", "b"}}
	if a.Key() == b.Key() {
		t.Error("two scopes have one name")
	}
}

func TestQuestionsThatAreWrong(t *testing.T) {
	c := clerkOf(t, "France condemned Belarus on Monday.")
	for name, err := range map[string]error{
		"actor":   second(c.Actor("a", "Atlantis", 0)),
		"long":    second(c.Actor("a", strings.Repeat("x", 300), 0)),
		"nobody":  second(c.Actor("a", " ", 0)),
		"twice":   second(c.Actors(Scope{}, "Russia", "RUS")),
		"source":  second(c.Known(t.Context(), Scope{Sources: []string{"nobody"}})),
		"event":   second(c.Event(t.Context(), strings.Repeat("e", 3000), 0)),
		"story":   second(c.Story(t.Context(), "", 0)),
		"missing": second(c.Story(t.Context(), "nowhere", 0)),
		"search":  second(c.Search(t.Context(), Scope{}, strings.Repeat("x", 300), 5)),
		"explain": second(c.Explain(strings.Repeat("x", 30_000), 0)),
		"body":    second(c.Take(t.Context(), "x.jsonl", strings.NewReader(""), news.Options{})),
		"verdict": second(c.Decide(t.Context(), entente.Decision{Verdict: "perhaps"})),
		"form":    c.WriteDecisions(t.Context(), &bytes.Buffer{}, nil, "xml", ""),
	} {
		if err == nil || !Told(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if code, err := c.Actor("a", "the Kremlin", 0); err != nil || code != "RUS" {
		t.Errorf("%v, %v", code, err)
	}
}

func second[T any](_ T, err error) error { return err }

// TestDecisionsThatAreWrong: what a verdict lacks is named, and nothing is kept.
func TestDecisionsThatAreWrong(t *testing.T) {
	c := clerkOf(t, "France condemned Belarus on Monday.")
	a, err := c.Whole(t.Context(), Scope{})
	if err != nil || len(a.Reports) == 0 {
		t.Fatal(err)
	}
	day := entente.MakeDay(2021, 5, 5)
	for field, d := range map[string]entente.Decision{
		"becomes": {Verdict: entente.Recoded, Becomes: &entente.Coding{}},
		"from":    {Verdict: entente.Redated, Becomes: &entente.Coding{}},
		"to":      {Verdict: entente.Redated, Becomes: &entente.Coding{From: day, To: day - 1}},
		"root":    {Verdict: entente.Recoded, Becomes: &entente.Coding{Root: "DANCE"}},
		"status":  {Verdict: entente.Recoded, Becomes: &entente.Coding{Status: "sure"}},
		"with":    {Verdict: entente.Merged, With: a.Reports[0].Report},
		"why":     {Verdict: entente.Noted, Why: " "},
	} {
		d.Report = a.Reports[0].Report
		var w *Wrong
		if _, err := c.Decide(t.Context(), d); !errors.As(err, &w) || w.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := c.Decide(t.Context(), entente.Decision{Verdict: entente.Merged, Report: a.Reports[0].Report}); err == nil {
		t.Error("a merger with nothing")
	}
	if _, err := c.Decide(t.Context(), entente.Decision{Verdict: entente.Recoded, Report: a.Reports[0].Report, Becomes: &entente.Coding{To: day}}); err == nil {
		t.Error("a last day without a first")
	}
	if log, err := c.Decisions(t.Context()); err != nil || len(log) != 0 || c.Changes() != 0 {
		t.Errorf("%v, %d changes, %v", log, c.Changes(), err)
	}
}

// TestAnswersAreKept: made once however many ask, kept while the store holds the same, made
// anew when it does not, and not from what was asked before a change.
func TestAnswersAreKept(t *testing.T) {
	var c Clerk
	var made atomic.Int64
	var once sync.Once
	begun, goOn := make(chan bool), make(chan bool)
	answer := func(context.Context) (int64, error) {
		once.Do(func() { close(begun) })
		<-goOn
		return made.Add(1), nil
	}
	var asked sync.WaitGroup
	for range 20 {
		asked.Go(func() {
			if n, err := keep(t.Context(), &c, "x", answer); n != 1 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	<-begun
	close(goOn)
	asked.Wait()
	if n, _ := keep(t.Context(), &c, "x", answer); n != 1 {
		t.Errorf("it was made %d times", n)
	}
	c.Changed()
	if n, _ := keep(t.Context(), &c, "x", answer); n != 2 {
		t.Error("the answer of before a change is given after it")
	}
	for i := range 3 * shelfSize {
		if _, err := keep(t.Context(), &c, fmt.Sprint(i), answer); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.kept.of) > shelfSize {
		t.Errorf("%d are kept", len(c.kept.of))
	}
}

// TestChangesWhileAsked: who asks after a change gets an answer that was begun after it, and
// however often the store changes, one answer is made at a time.
func TestChangesWhileAsked(t *testing.T) {
	var c Clerk
	var making, most atomic.Int64
	begun, goOn := make(chan bool, 100), make(chan bool)
	answer := func(context.Context) (int64, error) {
		most.Store(max(most.Load(), making.Add(1)))
		defer making.Add(-1)
		n := c.Changes()
		begun <- true
		<-goOn
		return n, nil
	}
	var asked sync.WaitGroup
	ask := func(least int64) {
		asked.Go(func() {
			if n, err := keep(t.Context(), &c, "x", answer); n < least || err != nil {
				t.Errorf("asked after change %d, answered as of %d, %v", least, n, err)
			}
		})
	}
	ask(0)
	<-begun
	for i := range 10 {
		c.Changed()
		ask(int64(i + 1))
	}
	close(goOn)
	asked.Wait()
	if most.Load() != 1 {
		t.Errorf("%d were made at once", most.Load())
	}
}

// TestWhoLeavesTakesNothing: who asked first may leave; the others get the answer. What
// failed is told and not kept, and what takes too long is ended.
func TestWhoLeavesTakesNothing(t *testing.T) {
	c := Clerk{Longest: 50 * time.Millisecond}
	ctx, leave := context.WithCancel(t.Context())
	begun, goOn := make(chan bool), make(chan bool)
	first := make(chan error)
	go func() {
		_, err := keep(ctx, &c, "x", func(ctx context.Context) (int, error) {
			close(begun)
			<-goOn
			return 7, ctx.Err()
		})
		first <- err
	}()
	<-begun
	leave()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who left: %v", err)
	}
	close(goOn)
	if n, err := keep(t.Context(), &c, "x", func(context.Context) (int, error) { return 8, nil }); n != 7 || err != nil {
		t.Errorf("who stayed: %d, %v", n, err)
	}
	broken := errors.New("broken")
	if _, err := keep(t.Context(), &c, "y", func(context.Context) (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if n, err := keep(t.Context(), &c, "y", func(context.Context) (int, error) { return 9, nil }); n != 9 || err != nil {
		t.Errorf("a failure was kept: %d, %v", n, err)
	}
	if _, err := keep(t.Context(), &c, "z", func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("what takes too long: %v", err)
	}
}

// TestTake: what is brought is read once, counts at once, and problems come with it.
func TestTake(t *testing.T) {
	c := clerkOf(t)
	story := `{"id":"x","published":"2021-06-01","text":"France condemned Belarus on Monday."}` + "\n"
	got, err := c.Take(t.Context(), "x.jsonl", strings.NewReader(story+"{broken\n"), news.Options{})
	if err != nil || got.Read != 1 || got.Reports == 0 || len(got.Found) == 0 {
		t.Fatalf("%v: %+v", err, got)
	}
	a, err := c.Whole(t.Context(), Scope{})
	if err != nil || len(a.Reports) != got.Receipt.Reports || a.Report(a.Reports[0].Report) == nil || a.Outlet("x").Published != entente.MakeDay(2021, 6, 1) || a.Outlet("y").Story != "y" {
		t.Errorf("%v: %+v", err, a)
	}
	if again, err := c.Take(t.Context(), "x.jsonl", strings.NewReader(story), news.Options{}); err != nil || again.Read != 0 || again.Known != 1 {
		t.Errorf("%v: %+v", err, again)
	}
	found, err := c.Search(t.Context(), Scope{}, "condemned", 5)
	if err != nil || len(found.Events) != 1 {
		t.Errorf("%v: %+v", err, found)
	}
	if found, err := c.Search(t.Context(), Scope{}, "france", 5); err != nil || len(found.Actors) == 0 || found.Actors[0].Code != "FRA" || found.Actors[0].Reports == 0 {
		t.Errorf("%v: %+v", err, found.Actors)
	}
}

// TestWriteDecisions writes what was decided on a story of the store in each form.
func TestWriteDecisions(t *testing.T) {
	c := clerkOf(t, "France condemned Belarus on Monday. Germany condemned Iran on Tuesday.")
	a, err := c.Whole(t.Context(), Scope{})
	if err != nil || len(a.Reports) != 2 {
		t.Fatalf("%v, %d", err, len(a.Reports))
	}
	for i, v := range []entente.Ruling{entente.Accepted, entente.Rejected} {
		if _, err := c.Decide(t.Context(), entente.Decision{Report: a.Reports[i].Report, Verdict: v, By: []string{"ada", "bob"}[i], Made: time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
			t.Fatal(err)
		}
	}
	log, err := c.Decisions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for form, lines := range map[string]int{"log": 2, "gold": 2, "marked": 1, "head": 2, "passages": 8} {
		var out bytes.Buffer
		if err := c.WriteDecisions(t.Context(), &out, log, form, ""); err != nil || strings.Count(out.String(), "\n") != lines {
			t.Errorf("%s: %v: %s", form, err, out.String())
		}
		out.Reset()
		if err := c.WriteDecisions(t.Context(), &out, log, form, "eve"); err != nil || strings.Count(out.String(), "\n") > 1 {
			t.Errorf("%s of nobody: %v: %s", form, err, out.String())
		}
	}
	if acc, err := c.Accord(t.Context()); err != nil || acc.People != 2 || acc.Reports != 2 || acc.Shared != 0 {
		t.Errorf("%v: %+v", err, acc)
	}
}
