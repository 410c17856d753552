package web_test

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"entente"
	"entente/guard"
	"entente/web"
)

var update = flag.Bool("update", false, "write the reference of the API anew")

const (
	referenceBegins = "<!-- written by go test ./web -run Reference -update -->\n"
	referenceEnds   = "<!-- end -->\n"
)

// TestReference holds docs/api.md to what the server says of itself.
func TestReference(t *testing.T) {
	s, err := web.New(web.Options{Clerk: demoClerk(t), Guard: guard.New(guard.Options{}), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	const path = "../docs/api.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), referenceBegins)
	_, after, ok2 := strings.Cut(rest, referenceEnds)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the reference", path)
	}
	want := before + referenceBegins + s.Reference() + referenceEnds + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(data) != want {
		t.Errorf("%s is not what the server says: go test ./web -run Reference -update writes it", path)
	}
}

// put puts a request to a handler.
func put(t *testing.T, h http.Handler, method, target, body string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8417"
	r.RemoteAddr = "127.0.0.1:5555"
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		} else {
			r.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func decode[T any](t *testing.T, r *http.Response) (v T) {
	t.Helper()
	s := text(t, r)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", r.Status, s)
	}
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %.200s", err, s)
	}
	return v
}

// TestAnswersAreThoseOfTheDesk: a pair is the same in every answer that has it, whatever
// its actors are called and in whichever order.
func TestAnswersAreThoseOfTheDesk(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	one := decode[entente.Tie](t, put(t, h, "GET", "/api/v1/dyads/RUS/USA", ""))
	two := decode[entente.Tie](t, put(t, h, "GET", "/api/v1/dyads/the%20United%20States/Russia", ""))
	tri := decode[entente.Triangle](t, put(t, h, "GET", "/api/v1/triangles/USA/CHN/RUS", ""))
	brief := decode[entente.Brief](t, put(t, h, "GET", "/api/v1/brief", ""))
	if one.Mean != two.Mean || one.Mean != tri.Ties[2].Mean || one.A != "RUS" || one.Acts.Events == 0 {
		t.Errorf("%v, %v, %v", one, two, tri.Ties[2])
	}
	if brief.Triangles[0].Shape != tri.Shape || len(brief.Reports) == 0 {
		t.Errorf("%v, %v", brief.Triangles, tri)
	}
	for _, q := range []string{"dyads/RUS/USA/levels", "triangles/CHN/RUS/USA/phases"} {
		if got := decode[[]map[string]any](t, put(t, h, "GET", "/api/v1/"+q+"?by=year&as_of=2021-12-31", "")); len(got) != 1 || got[0]["to"] != "2021-12-31" {
			t.Errorf("%s: %v", q, got)
		}
	}
}

// TestEventsHavePages walks all pages, and finds each event once, as many as the table has
// rows.
func TestEventsHavePages(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	seen := map[string]bool{}
	for next := "/api/v1/events?a=RUS&b=USA&limit=50"; next != ""; {
		page := decode[struct {
			Events []entente.Event
			Cited  []entente.Outlet
			Next   string
		}](t, put(t, h, "GET", next, ""))
		for _, e := range page.Events {
			if seen[e.ID] || len(e.Reports) == 0 || e.Reports[0].Citation.Quote == "" {
				t.Errorf("event %s twice, or without a sentence", e.ID)
			}
			seen[e.ID] = true
		}
		next = page.Next
	}
	csv := put(t, h, "GET", "/api/v1/events?a=RUS&b=USA&format=jsonl", "")
	if n := strings.Count(text(t, csv), "\n"); n != len(seen) || n == 0 {
		t.Errorf("%d events on pages, %d lines in the export", len(seen), n)
	}
	if d := csv.Header.Get("Content-Disposition"); d != `attachment; filename="events.jsonl"` {
		t.Errorf("the export is called %q", d)
	}
}

// TestAsOfIsHeld: nothing in print later is given.
func TestAsOfIsHeld(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	b := decode[entente.Brief](t, put(t, h, "GET", "/api/v1/brief?as_of=2021-06-30", ""))
	for _, o := range b.Stories {
		if o.Published > entente.MakeDay(2021, 6, 30) {
			t.Errorf("%s was in print on %s", o.Story, o.Published)
		}
	}
	if len(b.Stories) == 0 {
		t.Error("no story")
	}
}

// TestProblems holds wrong questions to problem+json with a status and words.
func TestProblems(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	for q, want := range map[string]struct {
		status int
		says   string
	}{
		"/api/v1/dyads/Rusia/USA":           {422, "did you mean Russia"},
		"/api/v1/dyads/RUS/Russia":          {422, "named already"},
		"/api/v1/events?as_of=soon":         {422, "not a date"},
		"/api/v1/events?limit=0":            {422, "limit"},
		"/api/v1/events?format=xls":         {422, "format"},
		"/api/v1/events?root=DANCE":         {422, "no root"},
		"/api/v1/events?source=acled":       {422, "no events of"},
		"/api/v1/events/e_0000000000000000": {404, "no such"},
		"/api/v1/stories/none":              {404, "no such"},
		"/api/v1/series?by=fortnight":       {422, "by"},
		"/api/v1/nothing":                   {404, "nothing at this address"},
	} {
		r := put(t, h, "GET", q, "")
		s := text(t, r)
		if r.StatusCode != want.status || !strings.Contains(s, want.says) || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s %s %s", q, r.Status, r.Header.Get("Content-Type"), s)
		}
	}
}

// TestTags: an answer that the client has is not sent again, until the store changes.
func TestTags(t *testing.T) {
	c := clerkOf(t, storiesOf("France and Germany signed a treaty on Monday."))
	h := handlerOf(t, c, guard.Options{})
	for _, q := range []string{"/api/v1/events", "/events", "/"} {
		tag := put(t, h, "GET", q, "").Header.Get("ETag")
		if r := put(t, h, "GET", q, "", "If-None-Match", tag); tag == "" || r.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %q, %s", q, tag, r.Status)
		}
	}
	tag := put(t, h, "GET", "/api/v1/events", "").Header.Get("ETag")
	r := put(t, h, "POST", "/api/v1/stories?name=n2.txt&id=n2&published=2021-06-03", "Rome, June 3\n\nItaly imposed sanctions on Belarus on Tuesday.\n", "Content-Type", "application/octet-stream")
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", r.Status, text(t, r))
	}
	r = put(t, h, "GET", "/api/v1/events", "", "If-None-Match", tag)
	if s := text(t, r); r.StatusCode != http.StatusOK || !strings.Contains(s, "BLR") {
		t.Errorf("after a story was brought: %s %.300s", r.Status, s)
	}
}

// openAPI is as much of the API's own description as a test needs.
type openAPI struct {
	Paths map[string]map[string]struct {
		Parameters []struct {
			Name, In string
			Required bool
			Example  any
			Schema   struct {
				Examples []any
				Type     any
			}
		}
		Responses map[string]any
	}
}

// TestEveryRoute asks every question that the API says it answers: each answers, names its
// answer and does not send it twice, and a wrong day is told as problem+json with its field.
func TestEveryRoute(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	api := decode[openAPI](t, put(t, h, "GET", "/openapi.json", ""))
	event := decode[struct{ Events []entente.Event }](t, put(t, h, "GET", "/api/v1/events?limit=1", "")).Events[0]
	known := map[string]string{"{a}": "RUS", "{b}": "USA", "{c}": "CHN", "/events/{id}": "/events/" + event.ID, "/stories/{id}": "/stories/" + event.Reports[0].Story}
	if id := regexp.MustCompile(`f_[0-9a-f]{16}`).FindString(text(t, put(t, h, "GET", "/api/v1/ledger", ""))); id != "" {
		known["/ledger/{id}"] = "/ledger/" + id
	} else {
		delete(api.Paths, "/api/v1/ledger/{id}") // nothing is on record
	}
	asked := 0
	for path, methods := range api.Paths {
		op, ok := methods["get"]
		if !ok {
			continue
		}
		address := path
		for from, to := range known {
			address = strings.ReplaceAll(address, from, to)
		}
		if strings.Contains(address, "{") {
			t.Errorf("%s: this test knows nothing to put there", path)
			continue
		}
		q := url.Values{}
		dated := false
		for _, p := range op.Parameters {
			if p.In == "query" && p.Required {
				example := p.Example
				if example == nil && len(p.Schema.Examples) > 0 {
					example = p.Schema.Examples[0]
				}
				q.Set(p.Name, fmt.Sprint(example))
			}
			dated = dated || p.Name == "as_of"
		}
		asked++
		r := put(t, h, "GET", address+"?"+q.Encode(), "")
		tag := r.Header.Get("ETag")
		if body := text(t, r); r.StatusCode != http.StatusOK || tag == "" || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: %s, %s, tag %q: %.200s", address, r.Status, r.Header.Get("Content-Type"), tag, body)
			continue
		}
		if again := put(t, h, "GET", address+"?"+q.Encode(), "", "If-None-Match", tag); again.StatusCode != http.StatusNotModified || text(t, again) != "" {
			t.Errorf("%s: an answer that the client has is sent again: %s", address, again.Status)
		}
		if other := put(t, h, "GET", address+"?"+q.Encode(), "", "If-None-Match", `"another"`); other.StatusCode != http.StatusOK {
			t.Errorf("%s: an answer that the client has not is kept back: %s", address, other.Status)
		}
		if !dated {
			continue
		}
		q.Set("as_of", "some day")
		wrong := put(t, h, "GET", address+"?"+q.Encode(), "")
		var problem struct {
			Status int
			Detail string
		}
		if err := json.Unmarshal([]byte(text(t, wrong)), &problem); err != nil || wrong.StatusCode != 422 || problem.Status != 422 || !strings.Contains(problem.Detail, "some day") || wrong.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s with a wrong day: %s, %s, %+v, %v", address, wrong.Status, wrong.Header.Get("Content-Type"), problem, err)
		}
	}
	if asked < 15 {
		t.Errorf("only %d questions are in the API's description", asked)
	}
}

// TestStreams holds each streamed table to its kind: CSV with a header, numbers as numbers;
// JSON lines; Parquet. All have as many rows.
func TestStreams(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	for _, q := range []string{"/api/v1/events?a=RUS&b=USA", "/api/v1/series?a=RUS&b=USA&by=month"} {
		lines := put(t, h, "GET", q+"&format=jsonl", "")
		n := strings.Count(text(t, lines), "\n")
		table := put(t, h, "GET", q+"&format=csv", "")
		rows, err := csv.NewReader(table.Body).ReadAll()
		if err != nil || len(rows) != n+1 || n < 10 {
			t.Fatalf("%s: %d lines, %d rows: %v", q, n, len(rows), err)
		}
		if kind := table.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") || table.Header.Get("ETag") == "" {
			t.Errorf("%s is %s, tag %q", q, kind, table.Header.Get("ETag"))
		}
		for i, name := range rows[0] {
			for _, row := range rows[1:] {
				cell := row[i]
				if name == "intensity" || name == "cooperation" || name == "conflict" || name == "events" {
					if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "NA" {
						t.Fatalf("%s: %s is %q, no number", q, name, cell)
					}
				} else if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) && !isNumber(cell) {
					t.Fatalf("%s: %s is %q, a formula", q, name, cell)
				}
			}
		}
	}
	if p := put(t, h, "GET", "/api/v1/events?a=RUS&b=USA&format=parquet", ""); !strings.HasPrefix(text(t, p), "PAR1") {
		t.Error("the table in Parquet is none")
	}
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
