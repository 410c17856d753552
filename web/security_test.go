package web_test

import (
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"entente"
	"entente/guard"
	"entente/news"
)

// storiesOf makes a story of each text.
func storiesOf(texts ...string) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		for i, text := range texts {
			s := entente.Story{ID: fmt.Sprintf("n%d", i+1), Title: "A title", Publisher: "Wire", Text: text, Language: "en", Kind: entente.ReportKind, Published: entente.MakeDay(2021, 6, 1),
				Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}
			if !yield(news.Item{Story: s}, nil) {
				return
			}
		}
	}
}

// evil is what an outlet, a feed or an address may hold against a page.
const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>'` + "`{{.}}\u202e"

// TestScriptsFromOutsideAreWords: stored in any field of a story, or sent in any parameter,
// nothing becomes part of a page but as words.
func TestScriptsFromOutsideAreWords(t *testing.T) {
	text := "Russia imposed sanctions on Ukraine " + evil + " on Monday."
	c := clerkOf(t, func(yield func(news.Item, error) bool) {
		yield(news.Item{Story: entente.Story{ID: "s" + evil, Title: "Title " + evil, Author: "Author " + evil, Publisher: "Publisher " + evil, URL: "javascript:alert(3)//" + evil, Text: text, Language: "en", Kind: entente.ReportKind,
			Published: entente.MakeDay(2021, 6, 1), Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}},
			Problems: []entente.Problem{{Stage: "news", Subject: "s" + evil, Message: "problem " + evil}}}, nil)
	})
	h := handlerOf(t, c, guard.Options{})
	x := url.QueryEscape(evil)
	for _, path := range []string{"/", "/dyad/", "/dyad/RUS/UKR", "/system", "/events", "/events?a=RUS&b=UKR", "/story/" + url.PathEscape("s"+evil), "/story/" + url.PathEscape("s"+evil) + "?why=1", "/queue", "/about", "/search?q=Russia",
		"/search?q=" + x, "/events?q=" + x, "/events?publisher=" + x, "/events?issue=" + x, "/events?root=" + x, "/events?after=" + x, "/events?after=2021-06-01," + x, "/events?before=" + x, "/?since=" + x, "/dyad/?a=" + x + "&b=" + x, "/dyad/" + url.PathEscape(evil) + "/RUS",
		"/events?as_of=" + x, "/events?source=" + x, "/?data=" + x, "/hypotheses?without=" + x, "/queue?order=" + x, "/login?next=" + x, "/" + url.PathEscape(evil)} {
		r := put(t, h, "GET", path, "", "Accept", "text/html")
		page := textOf(t, r)
		for _, wrong := range foreign(page) {
			t.Errorf("%s: it is part of the page: %s", path, wrong)
		}
		if strings.ContainsRune(page, '\u202e') {
			t.Errorf("%s: it turns the line round", path)
		}
		if csp := r.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: the policy is %q", path, csp)
		}
	}
	for _, path := range []string{"/api/v1/events", "/api/v1/stories", "/api/v1/search?q=" + x} {
		if r := put(t, h, "GET", path, "", "Accept", "text/html"); !strings.HasPrefix(r.Header.Get("Content-Type"), "application/") || r.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is %s", path, r.Header.Get("Content-Type"))
		}
	}
}

// foreign lists what in a page runs, or loads or leads elsewhere than a page may.
func foreign(page string) (out []string) {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			script := false
			for _, a := range tag.Attr {
				link := a.Key == "href" || a.Key == "src" || a.Key == "action"
				script = script || a.Key == "src" && strings.HasPrefix(a.Val, "/static/")
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || link && !regexp.MustCompile(`^(/|#|https?://)`).MatchString(a.Val) {
					out = append(out, tag.String())
				}
			}
			if slices.Contains([]string{"img", "iframe", "object", "embed", "base"}, tag.Data) || tag.Data == "script" && !script {
				out = append(out, tag.String())
			}
		}
	}
}

func textOf(t *testing.T, r *http.Response) string { return text(t, r) }

// TestExportsHoldNoFormula: what begins like a formula is a text in a table.
func TestExportsHoldNoFormula(t *testing.T) {
	c := clerkOf(t, func(yield func(news.Item, error) bool) {
		text := "France condemned Belarus on Monday."
		yield(news.Item{Story: entente.Story{ID: "=1+1", Title: "=cmd|' /C calc'!A0", Publisher: "@SUM(1)", Text: text, Language: "en", Kind: entente.ReportKind, Published: entente.MakeDay(2021, 6, 1), Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}}, nil)
	})
	csv := text(t, put(t, handlerOf(t, c, guard.Options{}), "GET", "/api/v1/events?format=csv", ""))
	if !strings.Contains(csv, "cmd|") || regexp.MustCompile(`(^|,|\n)"?[=@]`).MatchString(csv) {
		t.Errorf("a cell is a formula: %s", csv)
	}
}

// TestOnlyByItsNames: a page whose name was made to lead here (DNS rebinding) gets nothing.
func TestOnlyByItsNames(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{Hosts: []string{"desk.example.org"}})
	for host, want := range map[string]int{"127.0.0.1:8417": 200, "localhost:8417": 200, "LOCALHOST": 200, "[::1]:8417": 200, "desk.example.org": 200, "desk.example.org.": 200,
		"evil.example": 421, "evil.example:8417": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421, "10.0.0.1": 421, "": 421, "desk.example.org.evil.example": 421, "127.0.0.1@evil.example": 421} {
		if r := put(t, h, "GET", "/healthz", "", "Host", host); r.StatusCode != want {
			t.Errorf("called %q: %s", host, r.Status)
		}
	}
	away := handlerOf(t, demoClerk(t), guard.Options{Hosts: []string{"desk.example.org"}, Away: true})
	if r := put(t, away, "GET", "/healthz", "", "Host", "localhost"); r.StatusCode != 421 {
		t.Errorf("off loopback called localhost: %s", r.Status)
	}
}

// key finds the key of a page's forms.
func key(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="key" value="([0-9a-f]{64})"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page has no form with a key: %.500s", page)
	}
	return m[1]
}

// TestFormsOfOthersAreRefused: neither a page of another site nor a form without the key
// decides anything, nor brings a story in.
func TestFormsOfOthersAreRefused(t *testing.T) {
	c := clerkOf(t, storiesOf("France condemned Belarus on Monday."))
	h := handlerOf(t, c, guard.Options{})
	page := text(t, put(t, h, "GET", "/queue", ""))
	report := regexp.MustCompile(`name="report" value="(r_[0-9a-f]+)"`).FindStringSubmatch(page)[1]
	form := url.Values{"report": {report}, "verdict": {"reject"}, "order": {"uncertain"}}
	asForm := []string{"Content-Type", "application/x-www-form-urlencoded"}
	decided := func() int {
		ds, err := c.Decisions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(ds)
	}
	for name, header := range map[string][]string{"another site": {"Sec-Fetch-Site", "cross-site"}, "another origin": {"Origin", "https://evil.example"}, "no key": nil} {
		f := url.Values{}
		for k, v := range form {
			f[k] = v
		}
		if name != "no key" {
			f.Set("key", key(t, page))
		}
		if r := put(t, h, "POST", "/queue", f.Encode(), append(header, asForm...)...); r.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", name, r.Status)
		}
	}
	if r := put(t, h, "POST", "/api/v1/stories", "text", "Content-Type", "text/plain", "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden {
		t.Errorf("a story from another site: %s", r.Status)
	}
	if decided() != 0 {
		t.Fatal("something was decided")
	}
	form.Set("key", key(t, page))
	if r := put(t, h, "POST", "/queue", form.Encode(), append(asForm, "Sec-Fetch-Site", "same-origin")...); r.StatusCode != http.StatusSeeOther || decided() != 1 {
		t.Errorf("the right form: %s: %s", r.Status, text(t, r))
	}
	if r := put(t, h, "GET", "/queue", ""); strings.Contains(text(t, r), `value="`+report+`"`) {
		t.Error("what was rejected waits still")
	}
}

// TestTokens: what a token allows, and when.
func TestTokens(t *testing.T) {
	now := time.Date(2021, 6, 1, 12, 0, 0, 0, time.UTC)
	keys, err := guard.OpenKeys(filepath.Join(t.TempDir(), "tokens"))
	if err != nil {
		t.Fatal(err)
	}
	token := func(scopes ...guard.Scope) (string, string) {
		tk, words := guard.NewToken("ada", scopes, now, now.Add(time.Hour))
		if err := keys.Add(tk); err != nil {
			t.Fatal(err)
		}
		return words, tk.ID
	}
	reader, readerID := token(guard.Read)
	writer, _ := token(guard.Write)
	judge, _ := token(guard.Read, guard.Judge)
	clock := now
	h := handlerOf(t, clerkOf(t, storiesOf("France condemned Belarus on Monday.")), guard.Options{Keys: keys, Hosts: []string{"desk.example.org"}, Away: true, Now: func() time.Time { return clock }})
	try := func(method, path, body, words string, more ...string) int {
		header := append([]string{"Host", "desk.example.org"}, more...)
		if words != "" {
			header = append(header, "Authorization", "Bearer "+words)
		}
		return put(t, h, method, path, body, header...).StatusCode
	}
	story := `{"text":"Spain praised Peru.","id":"x"}`
	decision := `{"report":"r_0000000000000000","verdict":"reject"}`
	octets, asJSON := []string{"Content-Type", "application/octet-stream"}, []string{"Content-Type", "application/json"}
	for _, c := range []struct {
		method, path, body, words string
		want                      int
		more                      []string
	}{
		{"GET", "/api/v1/events", "", "", 401, nil}, {"GET", "/metrics", "", "", 401, nil}, {"GET", "/openapi.json", "", "", 401, nil}, {"POST", "/mcp", "{}", "", 401, nil},
		{"GET", "/healthz", "", "", 200, nil}, {"GET", "/static/desk.css", "", "", 200, nil}, {"GET", "/login", "", "", 200, nil},
		{"GET", "/api/v1/events", "", "entente_guess", 401, nil}, {"GET", "/api/v1/events", "", reader, 200, nil}, {"GET", "/", "", reader, 200, nil}, {"GET", "/metrics", "", reader, 200, nil},
		{"POST", "/api/v1/stories?name=x.jsonl", story, reader, 403, octets}, {"POST", "/api/v1/decisions", decision, reader, 403, asJSON},
		{"POST", "/api/v1/stories?name=x.jsonl", story, writer, 200, octets}, {"GET", "/api/v1/events", "", writer, 403, nil}, {"GET", "/", "", writer, 403, nil}, {"GET", "/metrics", "", writer, 403, nil}, {"POST", "/api/v1/decisions", decision, writer, 403, asJSON},
		{"POST", "/api/v1/decisions", decision, judge, 404, asJSON}, {"POST", "/api/v1/stories?name=x.jsonl", story, judge, 403, octets},
	} {
		if got := try(c.method, c.path, c.body, c.words, c.more...); got != c.want {
			t.Errorf("%s %s: %d, not %d", c.method, c.path, got, c.want)
		}
	}
	if r := put(t, h, "GET", "/dyad/?a=x", "", "Host", "desk.example.org", "Accept", "text/html"); r.StatusCode != 303 || r.Header.Get("Location") != "/login?next=%2Fdyad%2F%3Fa%3Dx" {
		t.Errorf("a person without a token: %s, %s", r.Status, r.Header.Get("Location"))
	}
	if _, err := keys.Revoke(readerID); err != nil || try("GET", "/api/v1/events", "", reader) != 401 {
		t.Errorf("a token that was taken back opens the door (%v)", err)
	}
	clock = now.Add(2 * time.Hour)
	if try("GET", "/api/v1/events", "", judge) != 401 {
		t.Error("a token whose time is over opens the door")
	}
}

// TestLogin: a token gives a cookie that no script and no other site gets, and a way on
// within the house alone.
func TestLogin(t *testing.T) {
	keys, err := guard.OpenKeys(filepath.Join(t.TempDir(), "tokens"))
	if err != nil {
		t.Fatal(err)
	}
	tk, words := guard.NewToken("ada", []guard.Scope{guard.Read}, time.Now(), time.Now().Add(time.Hour))
	if err := keys.Add(tk); err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, demoClerk(t), guard.Options{Keys: keys})
	page := text(t, put(t, h, "GET", "/login", ""))
	login := func(token, next string) *http.Response {
		f := url.Values{"key": {key(t, page)}, "token": {token}, "next": {next}}
		return put(t, h, "POST", "/login", f.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	}
	r := login(words, "/dyad/")
	cookie := r.Header.Get("Set-Cookie")
	if r.StatusCode != 303 || r.Header.Get("Location") != "/dyad/" || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") || strings.Contains(cookie, words) {
		t.Fatalf("%s, %s, %s", r.Status, r.Header.Get("Location"), cookie)
	}
	session, _, _ := strings.Cut(cookie, ";")
	inside := put(t, h, "GET", "/dyad/", "", "Cookie", session)
	if inside.StatusCode != 200 {
		t.Errorf("with the cookie: %s", inside.Status)
	}
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/x\r\nSet-Cookie: a=b", "javascript:alert(1)", "/\t/evil.example"} {
		if at := login(words, next).Header.Get("Location"); at != "/" {
			t.Errorf("%q leads to %q", next, at)
		}
	}
	refused := 0
	for range 20 {
		if r := login("entente_guess", "/"); r.StatusCode == 403 && r.Header.Get("Set-Cookie") == "" {
			refused++
		}
	}
	if refused != 20 || login(words, "/").StatusCode != 403 {
		t.Error("tokens can be guessed as often as one likes")
	}
	out := put(t, h, "POST", "/logout", url.Values{"key": {key(t, text(t, inside))}}.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Cookie", session)
	if again := put(t, h, "GET", "/api/v1/dyads", "", "Cookie", session); out.StatusCode != 303 || again.StatusCode != 401 {
		t.Errorf("after signing out: %s, %s", out.Status, again.Status)
	}
}

// TestRates: one client's haste is not another's, and only a named proxy is believed.
func TestRates(t *testing.T) {
	clock := time.Date(2021, 6, 1, 0, 0, 0, 0, time.UTC)
	h := handlerOf(t, demoClerk(t), guard.Options{PerSecond: 1, Burst: 3, Now: func() time.Time { return clock }, Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	from := func(addr, forwarded string) int {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.Host, r.RemoteAddr = "localhost", addr
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	for i := range 3 {
		if from("192.0.2.1:1", fmt.Sprintf("198.51.100.%d", i)) != 200 {
			t.Fatal("refused too early")
		}
	}
	if from("192.0.2.1:2", "198.51.100.9") != 429 {
		t.Error("a client that says it is another is taken for another")
	}
	if from("192.0.2.2:1", "") != 200 || from("10.1.1.1:1", "192.0.2.3") != 200 || from("10.1.1.1:1", "192.0.2.1") != 429 {
		t.Error("clients are not told apart")
	}
	clock = clock.Add(2 * time.Second)
	if from("192.0.2.1:1", "") != 200 {
		t.Error("who waited is refused")
	}
}

// TestNoWayOut: no path leads out of the house, and no answer bears what was sent as a
// header of its own.
func TestNoWayOut(t *testing.T) {
	srv := httptest.NewServer(handlerOf(t, demoClerk(t), guard.Options{}))
	defer srv.Close()
	for _, path := range []string{"/static/../../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc%2fpasswd", "/static/%5c..%5c", "/static/", "/story/..%2f..%2fetc%2fpasswd", "/story/?id=../../etc/passwd",
		"/api/v1/stories/..%2f..%2fetc%2fpasswd", "/api/v1/events/%00", "/event/%00", "/event/x%0d%0aSet-Cookie:%20a=b", "/api/v1/events?format=csv%0d%0aX-Evil:1", "/api/v1/events?format=../../x"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path)
		answer, err := io.ReadAll(conn)
		conn.Close()
		head, _, _ := strings.Cut(string(answer), "\r\n\r\n")
		if err != nil || strings.Contains(string(answer), "root:") || strings.Contains(head, "a=b") || strings.Contains(head, "X-Evil") || strings.HasPrefix(head, "HTTP/1.1 5") || strings.HasPrefix(head, "HTTP/1.1 200") {
			t.Errorf("%s: %v %s", path, err, head)
		}
	}
}

// TestTooMuch: what is too large is refused before it is read to its end.
func TestTooMuch(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{MaxBody: 1000})
	big := strings.Repeat("x", 5000)
	if r := put(t, h, "POST", "/api/v1/stories", big, "Content-Type", "application/octet-stream"); r.StatusCode != 413 {
		t.Errorf("a large story: %s", r.Status)
	}
	if r := put(t, h, "POST", "/queue", "key="+big, "Content-Type", "application/x-www-form-urlencoded"); r.StatusCode != 413 {
		t.Errorf("a large form: %s", r.Status)
	}
	for _, q := range []string{"/search?q=" + big, "/api/v1/explain?text=" + strings.Repeat("x", 30_000), "/dyad/" + big + "/RUS", "/api/v1/actors?text=" + big} {
		if r := put(t, h, "GET", q, ""); r.StatusCode != 422 {
			t.Errorf("%.20s…: %s", q, r.Status)
		}
	}
}
