package desk_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/lexica"
	"entente/lexicon"
	"entente/news"
)

var tools coder.Tools

func TestMain(m *testing.M) {
	var err error
	if tools, err = desk.LoadTools(lexica.English()); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func page(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../testdata/pages/gulf.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// brief reads a page into a store in memory and asks for its brief.
func brief(t *testing.T, text string) entente.Brief {
	t.Helper()
	ctx := context.Background()
	s, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	day, _ := entente.ParseDay("2021-05-20")
	items := news.Read("page.txt", strings.NewReader(text), news.Options{Published: day})
	if _, err := desk.Read(ctx, s, tools.Lexicon.Hash, desk.Code(ctx, items, tools, coder.Options{}), nil); err != nil {
		t.Fatal(err)
	}
	b, err := desk.Brief(ctx, s, desk.Question{Lexicon: tools.Lexicon.Hash, Scale: codebook.DefaultScale, IsState: func(c entente.Code) bool {
		p, ok := tools.Lexicon.Polity(c)
		return ok && p.Class == lexicon.State
	}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func level(t *testing.T, b entente.Brief, x, y entente.Code) int {
	t.Helper()
	for _, d := range b.Dyads {
		if d.A == x && d.B == y || d.A == y && d.B == x {
			if d.Level == nil {
				t.Fatalf("%s and %s have no level: %s", x, y, d.Rule)
			}
			return *d.Level
		}
	}
	t.Fatalf("%s and %s are not among the dyads", x, y)
	return 0
}

// TestBriefOfAPage holds the whole way from bytes to the brief.
func TestBriefOfAPage(t *testing.T) {
	b := brief(t, page(t))
	if got := level(t, b, "TUR", "EGY"); got != -1 {
		t.Errorf("Turkey and Egypt stand at %d, want -1", got)
	}
	if got := level(t, b, "TUR", "IRN"); got != 1 {
		t.Errorf("Turkey and Iran stand at %d, want 1", got)
	}
	if got := level(t, b, "EGY", "IRN"); got != -1 {
		t.Errorf("Egypt and Iran stand at %d, want -1", got)
	}
	tri := b.Triangles[0]
	if tri.Shape != entente.StableMarriage || tri.Roles["EGY"] != entente.Outcast {
		t.Errorf("the triangle is a %s with roles %v, want a stable marriage with Egypt outcast", tri.Shape, tri.Roles)
	}
	if len(b.Hypotheses) == 0 || len(b.Outlook) == 0 {
		t.Errorf("%d weighings and %d forecasts, want some", len(b.Hypotheses), len(b.Outlook))
	}
}

// TestSwappedNamesSwapTheAnswer renames Egypt and Iran in the page and wants the
// same brief with the two changed about.
func TestSwappedNamesSwapTheAnswer(t *testing.T) {
	swapped := strings.NewReplacer("Egyptian", "Iranian", "Iranian", "Egyptian", "Egypt", "Iran", "Iran", "Egypt").Replace(page(t))
	a, b := brief(t, page(t)), brief(t, swapped)
	if got := b.Triangles[0].Roles["IRN"]; got != entente.Outcast {
		t.Errorf("after swapping, Iran is %q, want the outcast", got)
	}
	if level(t, b, "TUR", "IRN") != level(t, a, "TUR", "EGY") || level(t, b, "TUR", "EGY") != level(t, a, "TUR", "IRN") {
		t.Error("the levels did not swap with the names")
	}
}

// TestEveryNumberIsCited holds the invariant that no event is without a citation
// and that each citation is the text's own words.
func TestEveryNumberIsCited(t *testing.T) {
	text := page(t)
	b := brief(t, text)
	if len(b.Reports) == 0 {
		t.Fatal("no reports")
	}
	for _, r := range b.Reports {
		c := r.Citation
		if c.Quote == "" || c.Quote != text[c.Start:c.End] {
			t.Errorf("%s: the quote is not text[%d:%d]", r.Report, c.Start, c.End)
		}
		if c.Trigger[0] < c.Start || c.Trigger[1] > c.End || c.Trigger[0] >= c.Trigger[1] {
			t.Errorf("%s: the trigger %v lies outside the quote", r.Report, c.Trigger)
		}
	}
}

// TestReadingTwiceChangesNothing reads a page twice and compares.
func TestReadingTwiceChangesNothing(t *testing.T) {
	ctx := context.Background()
	s, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	read := func() entente.Receipt {
		items := news.Read("page.txt", strings.NewReader(page(t)), news.Options{})
		got, err := desk.Read(ctx, s, tools.Lexicon.Hash, desk.Code(ctx, items, tools, coder.Options{}), nil)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if first := read(); first.Read != 1 {
		t.Errorf("first reading: %+v", first)
	}
	if second := read(); second.Known != 1 || second.Read != 0 {
		t.Errorf("second reading: %+v", second)
	}
}

// TestCodeKeepsOrderAndStops codes many stories on all cores: they come out in
// order, and a cancelled context ends the run with its error.
func TestCodeKeepsOrderAndStops(t *testing.T) {
	var lines strings.Builder
	for range 60 {
		lines.WriteString(`{"text":"Russia and China held talks in Moscow.","published":"2021-07-15"}` + "\n")
	}
	n := 0
	for c, err := range desk.Code(context.Background(), news.Read("many.jsonl", strings.NewReader(lines.String()), news.Options{}), tools, coder.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if want := "many-" + itoa(n); c.Story.ID != want {
			t.Fatalf("story %s came where %s was due", c.Story.ID, want)
		}
	}
	if n != 60 {
		t.Errorf("%d stories, want 60", n)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var last error
	for _, err := range desk.Code(ctx, news.Read("many.jsonl", strings.NewReader(lines.String()), news.Options{}), tools, coder.Options{}) {
		stop()
		last = err
	}
	if last == nil {
		t.Error("a cancelled run ended without an error")
	}
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}
