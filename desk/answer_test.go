package desk_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/lexica"
	"entente/news"
)

// year are stories of three states over a year, one of them an opinion and one
// without a date.
const year = `{"text":"Kenya and Chad held talks on Monday.","published":"2020-01-15"}
{"text":"Kenya expelled two diplomats of Chad. Kenya praised Nepal.","published":"2020-03-10"}
{"text":"Nepal condemned Chad on Friday. Kenya and Chad held talks.","published":"2020-07-02","title":"Comment: how they stand","url":"https://example.org/opinion/1"}
{"text":"Kenya and Nepal signed a treaty. Chad imposed sanctions on Nepal.","published":"2020-12-20"}
{"text":"Nepal attacked Chad."}
`

// empty opens a store in memory.
func empty(t *testing.T) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// keep reads stories into a store in memory.
func keep(t *testing.T, lines string) *duckdb.Store {
	t.Helper()
	s := empty(t)
	heard := 0
	coded := desk.Code(t.Context(), news.Read("year.jsonl", strings.NewReader(lines), news.Options{}), tools, coder.Options{})
	if _, err := desk.Read(t.Context(), s, tools.Lexicon.Hash, coded, func(n int) { heard = n }); err != nil {
		t.Fatal(err)
	}
	if want := strings.Count(lines, "\n"); heard != want {
		t.Errorf("progress told of %d stories of %d", heard, want)
	}
	return s
}

func ask(t *testing.T, s desk.Store, q desk.Question) entente.Brief {
	t.Helper()
	b, err := desk.Brief(t.Context(), s, q)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestBriefOfAYear: where the evidence spans months there are series without gaps,
// and what has no day is told of and enters none.
func TestBriefOfAYear(t *testing.T) {
	b := ask(t, keep(t, year), desk.Question{})
	if len(b.Series) == 0 {
		t.Fatal("no series")
	}
	for _, s := range b.Series {
		if len(s.Points) != 12 {
			t.Errorf("%s > %s has %d months, not 12", s.Source, s.Target, len(s.Points))
		}
	}
	if len(b.Triangles) != 1 || !slices.Equal(corners(b.Triangles[0]), []entente.Code{"KEN", "NPL", "TCD"}) {
		t.Errorf("the triangles are %+v", b.Triangles)
	}
	notes := strings.Join(b.Notes, "\n")
	if !strings.Contains(notes, "have no day") {
		t.Errorf("the notes say nothing of what has no day: %s", notes)
	}
	if b.From.String() != "2020-01-13" {
		t.Errorf("the first day is %s", b.From)
	}
}

func corners(t entente.Triangle) []entente.Code {
	return slices.Sorted(slices.Values(t.Corners[:]))
}

// TestAsOf: a brief as of a day is what a brief was on that day.
func TestAsOf(t *testing.T) {
	day, _ := entente.ParseDay("2020-04-01")
	upTo := strings.Join(strings.SplitAfter(year, "\n")[:2], "")
	then := ask(t, keep(t, upTo), desk.Question{Filter: entente.Filter{AsOf: day}})
	now := ask(t, keep(t, year), desk.Question{Filter: entente.Filter{AsOf: day}})
	if len(then.Stories) != 2 || len(now.Stories) != 2 || len(then.Reports) != len(now.Reports) {
		t.Errorf("%d stories and %d reports, then %d and %d", len(now.Stories), len(now.Reports), len(then.Stories), len(then.Reports))
	}
	if a, b := fmt.Sprintf("%+v", then.Outlook), fmt.Sprintf("%+v", now.Outlook); a != b {
		t.Errorf("what came after changes the outlook:\n%s\n%s", a, b)
	}
}

// TestCornersAsked: the corners that are asked for are taken, told of or not; the
// pairs shown are as many as are asked for.
func TestCornersAsked(t *testing.T) {
	s := keep(t, year)
	b := ask(t, s, desk.Question{Corners: []entente.Code{"KEN", "NPL", "PER"}, Pairs: 2})
	if len(b.Triangles) != 1 || !slices.Equal(corners(b.Triangles[0]), []entente.Code{"KEN", "NPL", "PER"}) {
		t.Errorf("the triangles are %+v", b.Triangles)
	}
	b = ask(t, s, desk.Question{Corners: []entente.Code{"KEN", "NPL"}, Pairs: 2})
	if len(b.Triangles) != 0 || len(b.Dyads) != 2 || len(b.Hypotheses) != 0 {
		t.Errorf("%d triangles, %d pairs, %d weighings", len(b.Triangles), len(b.Dyads), len(b.Hypotheses))
	}
}

// TestBriefOfNothing: an empty store gives an empty brief that says so.
func TestBriefOfNothing(t *testing.T) {
	b := ask(t, empty(t), desk.Question{})
	if len(b.Reports)+len(b.Dyads)+len(b.Outlook)+len(b.Triangles) > 0 || len(b.Notes) == 0 {
		t.Errorf("got %+v", b)
	}
}

// TestStoreGone: what a store cannot answer is an error that says what was asked.
func TestStoreGone(t *testing.T) {
	s := keep(t, year)
	s.Close()
	if _, err := desk.Brief(t.Context(), s, desk.Question{}); err == nil || !strings.Contains(err.Error(), "list imported events") {
		t.Errorf("got %v", err)
	}
	coded := desk.Code(t.Context(), news.Read("year.jsonl", strings.NewReader(year), news.Options{}), tools, coder.Options{})
	if _, err := desk.Read(t.Context(), s, "", coded, nil); err == nil || !strings.Contains(err.Error(), "keep 5 stories") {
		t.Errorf("got %v", err)
	}
}

// TestErrorsKeepTheirPlace: an error among the items ends a reading, which keeps what
// came a batch before it and no more.
func TestErrorsKeepTheirPlace(t *testing.T) {
	torn := errors.New("the file is torn")
	var items iter.Seq2[news.Item, error] = func(yield func(news.Item, error) bool) {
		for item := range news.Read("year.jsonl", strings.NewReader(strings.Repeat(year, 20)), news.Options{}) {
			if !yield(item, nil) {
				return
			}
		}
		yield(news.Item{}, torn)
	}
	s := empty(t)
	got, err := desk.Read(t.Context(), s, "", desk.Code(t.Context(), items, tools, coder.Options{}), nil)
	if !errors.Is(err, torn) || got.Read != 64 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestCodeEndsEarly: who has seen enough stops the coding.
func TestCodeEndsEarly(t *testing.T) {
	n := 0
	for range desk.Code(context.Background(), news.Read("year.jsonl", strings.NewReader(strings.Repeat(year, 100)), news.Options{}), tools, coder.Options{}) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d stories", n)
	}
}

// TestLoadToolsSaysWhatIsMissing names the file.
func TestLoadToolsSaysWhatIsMissing(t *testing.T) {
	if _, err := desk.LoadTools(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is a language")
	}
	some := fstest.MapFS{"x.states": {Data: []byte("nonsense\n")}}
	if _, err := desk.LoadTools(some); err == nil {
		t.Error("nonsense is a dictionary")
	}
	dictionaries := fstest.MapFS{}
	names, err := fs.Glob(lexica.English(), "*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if n == desk.SyntaxFile {
			continue
		}
		data, err := fs.ReadFile(lexica.English(), n)
		if err != nil {
			t.Fatal(err)
		}
		dictionaries[n] = &fstest.MapFile{Data: data}
	}
	if _, err := desk.LoadTools(dictionaries); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without weights: %v", err)
	}
}
