package web_test

import (
	"encoding/csv"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/forecast"
	"entente/guard"
	"entente/score"
)

// recorded is a clerk of the demonstration with forecasts on record, some of them an
// analyst's.
var recorded struct {
	sync.Once
	clerk *ask.Clerk
	err   error
}

func recordClerk(t *testing.T) *ask.Clerk {
	t.Helper()
	recorded.Do(func() {
		recorded.clerk = demoClerkAnew(t)
		recorded.err = record(t, recorded.clerk.Store)
	})
	if recorded.err != nil {
		t.Fatal(recorded.err)
	}
	return recorded.clerk
}

// record puts forecasts of one pair on record from five origins, ahead but for the last.
func record(t *testing.T, s desk.Store) error {
	ctx := t.Context()
	for _, month := range []time.Month{6, 7, 9, 11, 12} {
		day := entente.MakeDay(2021, month, 1) - 1
		sight, err := desk.Foresee(ctx, s, entente.Filter{AsOf: day, Sources: []string{entente.CodedHere}})
		if err != nil {
			return err
		}
		var asks []forecast.Ask
		for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
			asks = append(asks, forecast.Ask{A: "RUS", B: "USA", Kind: entente.EventKind{Quad: q}, Horizon: 30})
		}
		fs, err := sight.Ask(ctx, asks)
		if err != nil {
			return err
		}
		made := day
		if month == 12 {
			made = today
		}
		entries, err := sight.Entries(ctx, fs, made, "test", "")
		if err != nil {
			return err
		}
		entries = append(entries, desk.Own(entries[0], "ada <b>", .9, "a \"note\""))
		if _, err := s.Record(ctx, entries...); err != nil {
			return err
		}
	}
	due, err := desk.Due(ctx, s, 0, today)
	if err != nil {
		return err
	}
	return s.Resolve(ctx, due...)
}

var (
	pointLink = regexp.MustCompile(`<a href="([^"]*bin=[^"]*)" aria-label="[^"]* n (\d+): `)
	ledgerRow = regexp.MustCompile(`<tr><th scope="row"><a href="/forecast/f_`)
)

// TestPointsOpenToTheirQuestions: every point of the reliability plot opens to as many
// forecasts as it counts, and all points together count what is resolved.
func TestPointsOpenToTheirQuestions(t *testing.T) {
	h := handlerOf(t, recordClerk(t), guard.Options{})
	page := text(t, put(t, h, "GET", "/forecasts", ""))
	points := pointLink.FindAllStringSubmatch(page, -1)
	sum := 0
	for _, p := range points {
		n, err := strconv.Atoi(p[2])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
		opened := text(t, put(t, h, "GET", strings.TrimSuffix(html.UnescapeString(p[1]), "#ledger"), ""))
		if got := len(ledgerRow.FindAllString(opened, -1)); got != n {
			t.Errorf("a point of n %d opens to %d forecasts: %s", n, got, p[1])
		}
	}
	board := decode[struct{ Rows []score.BoardRow }](t, put(t, h, "GET", "/api/v1/scoreboard", ""))
	resolved := 0
	for _, r := range board.Rows {
		if r.Measures != nil {
			resolved += r.Measures.N
		}
	}
	if sum != resolved || len(points) < 4 {
		t.Errorf("%d points count %d forecasts, the scoreboard %d", len(points), sum, resolved)
	}
	for _, has := range []string{"ada &lt;b&gt;", "recorded with hindsight", "recorded ahead", "that both answered", "persistence"} {
		if !strings.Contains(page, has) {
			t.Errorf("the page does not say %q", has)
		}
	}
	if strings.Contains(page, "ada <b>") {
		t.Error("a forecaster's name is not escaped")
	}
}

// TestLedgerIsTheSameEverywhere: in pages of JSON, as a table, one by one and on the page.
func TestLedgerIsTheSameEverywhere(t *testing.T) {
	h := handlerOf(t, recordClerk(t), guard.Options{})
	type page struct {
		Forecasts []entente.Settled
		Total     int
		Next      string
	}
	var ids []string
	for next := "/api/v1/ledger?limit=10"; next != ""; {
		p := decode[page](t, put(t, h, "GET", next, ""))
		for _, e := range p.Forecasts {
			ids = append(ids, e.ID)
		}
		next = p.Next
	}
	rows, err := csv.NewReader(strings.NewReader(text(t, put(t, h, "GET", "/api/v1/ledger?format=csv", "")))).ReadAll()
	if err != nil || len(rows) != len(ids)+1 || len(ids) != 25 {
		t.Fatalf("%d rows of the table, %d ids: %v", len(rows), len(ids), err)
	}
	for i, id := range ids {
		if rows[i+1][0] != id {
			t.Errorf("row %d is of %s, not %s", i+1, rows[i+1][0], id)
		}
		one := decode[entente.Settled](t, put(t, h, "GET", "/api/v1/ledger/"+id, ""))
		shown := text(t, put(t, h, "GET", "/forecast/"+id, ""))
		if one.ID != id || !strings.Contains(shown, id) || one.By == entente.Machine && !strings.Contains(shown, "<blockquote>") {
			t.Errorf("%s is not shown with its reasons", id)
		}
	}
	yes := decode[page](t, put(t, h, "GET", "/api/v1/ledger?state=yes&a=USA&b=RUS&by=entente", ""))
	for _, e := range yes.Forecasts {
		if e.Resolution == nil || e.Resolution.Outcome != entente.Yes || e.By != entente.Machine {
			t.Errorf("%s is %v", e.ID, e.Resolution)
		}
	}
	if yes.Total == 0 {
		t.Error("nothing came out with yes")
	}
	for q, want := range map[string]int{"/forecast/f_0000000000000000": 404, "/api/v1/ledger/none": 404, "/forecasts?bin=10": 422, "/forecasts?state=maybe": 422, "/api/v1/ledger?when=never": 422, "/forecasts?a=RUS&b=Nowhereland": 422,
		"/api/v1/dyads/RUS/USA/forecasts?horizon=0": 422, "/api/v1/dyads/RUS/USA/forecasts?root=DANCE": 422, "/hypotheses?ready=none": 422, "/hypotheses?ready=wedge&a=RUS": 422} {
		if r := put(t, h, "GET", q, ""); r.StatusCode != want {
			t.Errorf("%s: %s %s", q, r.Status, text(t, r))
		}
	}
}

// TestLedgerAsOf: what was recorded or resolved later was not known then.
func TestLedgerAsOf(t *testing.T) {
	h := handlerOf(t, recordClerk(t), guard.Options{})
	p := decode[struct{ Forecasts []entente.Settled }](t, put(t, h, "GET", "/api/v1/ledger?as_of=2021-09-15", ""))
	if len(p.Forecasts) == 0 {
		t.Error("nothing was on record")
	}
	for _, e := range p.Forecasts {
		if e.Made > entente.MakeDay(2021, 9, 15) || e.Resolution != nil {
			t.Errorf("%s was recorded on %s, and resolved by %v", e.ID, e.Made, e.Resolution)
		}
	}
}

var (
	anchors = regexp.MustCompile(`href="#([^"]+)"`)
	links   = regexp.MustCompile(`href="(/[^"#]*)`)
)

// mostOfAKind is how many links of one kind are followed from the pages that are drawn.
const mostOfAKind = 8

// kindOf names what a link leads to, whatever it is asked there: the path but for names and
// ids, and the parameters.
func kindOf(t *testing.T, to string) string {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Errorf("%s is no address: %v", to, err)
		return to
	}
	parts := strings.Split(u.Path, "/")
	kind := parts[1]
	if kind == "api" && len(parts) > 3 {
		kind = fmt.Sprint("api/", parts[3], " of ", len(parts), " parts")
	}
	return fmt.Sprint(kind, " ", slices.Sorted(maps.Keys(u.Query())))
}

// TestMarksLeadSomewhere: no link of the pages that are drawn leads nowhere, within a page or
// to another. Of links of one kind the first are followed.
func TestMarksLeadSomewhere(t *testing.T) {
	h := handlerOf(t, recordClerk(t), guard.Options{})
	seen := map[string]bool{}
	kinds := map[string]int{}
	then := 0
	for _, path := range []string{"/dyad/RUS/USA", "/triangle/CHN/RUS/USA", "/hypotheses?without=1:arms", "/forecasts", "/forecasts?a=Russia&b=China", "/system", "/"} {
		page := text(t, put(t, h, "GET", path, ""))
		for _, a := range anchors.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(page, `id="`+a[1]+`"`) {
				t.Errorf("%s has no place #%s", path, a[1])
			}
		}
		for _, l := range links.FindAllStringSubmatch(page, -1) {
			to := html.UnescapeString(l[1])
			if seen[to] || strings.Contains(to, "parquet") {
				continue
			}
			kind := kindOf(t, to)
			if kinds[kind] >= mostOfAKind {
				continue
			}
			if strings.Contains(to, "as_of=") { // each is a whole answer of its own
				if then++; then > 3 {
					continue
				}
			}
			seen[to] = true
			kinds[kind]++
			if r := put(t, h, "GET", to, ""); r.StatusCode >= 400 {
				t.Errorf("%s leads to %s: %s", path, to, r.Status)
			}
		}
	}
	t.Log(len(seen), "links of", len(kinds), "kinds")
	if len(seen) < 100 || len(kinds) < 25 {
		t.Errorf("only %d links of %d kinds were followed", len(seen), len(kinds))
	}
}

// TestWhatIfIsTakenBack: a row left out changes the order's figures, and taking it again gives
// the page as it was.
func TestWhatIfIsTakenBack(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	whole := text(t, put(t, h, "GET", "/hypotheses?ready=junior-partner", ""))
	out := regexp.MustCompile(`<a href="([^"#]*)[^"]*">leave it out`).FindStringSubmatch(whole)
	if out == nil {
		t.Fatal("no row can be left out")
	}
	without := text(t, put(t, h, "GET", html.UnescapeString(out[1]), ""))
	back := regexp.MustCompile(`<a href="([^"#]*)[^"]*">take it again`).FindStringSubmatch(without)
	if back == nil || !strings.Contains(without, "1 row is left out") || !strings.Contains(without, `class="was"`) {
		t.Fatalf("the row is not left out: %s", out[1])
	}
	if again := text(t, put(t, h, "GET", html.UnescapeString(back[1]), "")); again != whole {
		t.Error("with the row taken again the page is another")
	}
}

// TestStudyIsToldApart: what is not loaded is empty and said to be, and not nought.
func TestStudyIsToldApart(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	page := text(t, put(t, h, "GET", "/triangle/CHN/RUS/USA", ""))
	for _, has := range []string{"not loaded", `class="gapped lean"`, "A wedge, or stabilisation?", "The fewest acts that would turn it today", "for stabilisation", "Table of this drawing", "Without some of the sources"} {
		if !strings.Contains(page, has) {
			t.Errorf("the page has no %q", has)
		}
	}
	s := decode[entente.Study](t, put(t, h, "GET", "/api/v1/triangles/USA/RUS/CHN/study", ""))
	if len(s.Asymmetry) != 3 || len(s.Wedges) == 0 || s.Corners[0] != "CHN" {
		t.Errorf("%d pairs, %d wedges", len(s.Asymmetry), len(s.Wedges))
	}
}

// TestTablesAreGiven: series and phases are given as tables, each period once; one of which
// nothing was read says so.
func TestTablesAreGiven(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	for q, column := range map[string]string{"/api/v1/series?a=RUS&b=USA&by=month&format=csv": "covered", "/api/v1/triangles/CHN/RUS/USA/phases?by=month&format=csv": "p_incomplete"} {
		r := put(t, h, "GET", q, "")
		rows, err := csv.NewReader(strings.NewReader(text(t, r))).ReadAll()
		if err != nil || r.StatusCode != http.StatusOK || len(rows) < 15 || !strings.Contains(strings.Join(rows[0], " "), column) {
			t.Errorf("%s: %s, %d rows, %v", q, r.Status, len(rows), err)
		}
	}
}
