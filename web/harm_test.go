package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"entente"
	"entente/guard"
	"entente/news"
)

// hostileFeed bears scripts and lines of its own in every field that a feed has.
const hostileFeed = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire X&lt;script&gt;alert(1)&lt;/script&gt;</title><link>javascript:alert(2)</link>
<item><title>"&gt;&lt;img src=x onerror=alert(3)&gt; talks&#13;&#10;Set-Cookie: a=b</title><link>javascript:alert(4)//&quot;&gt;&lt;script&gt;</link><guid>"&gt;&lt;script&gt;alert(5)&lt;/script&gt;</guid>
<dc:creator>&lt;/p&gt;&lt;script&gt;alert(6)&lt;/script&gt;</dc:creator><category>&lt;script&gt;</category><pubDate>Tue, 01 Jun 2021 10:00:00 GMT</pubDate>
<description>&lt;p onclick="alert(7)"&gt;France condemned Belarus on Monday.&lt;/p&gt;&lt;script&gt;alert(8)&lt;/script&gt;&lt;iframe src="//evil.example"&gt;&lt;/iframe&gt;</description></item></channel></rss>`

// TestFeedsAreWords: nothing that stands in a feed, or in what people decide and write, is
// part of a page but as words.
func TestFeedsAreWords(t *testing.T) {
	c := clerkOf(t, storiesOf())
	got, err := c.Take(t.Context(), "feed.xml", strings.NewReader(hostileFeed), news.Options{})
	if err != nil || got.Read != 1 || got.Reports == 0 {
		t.Fatalf("%v: %+v", err, got)
	}
	r := newRoom(t, c, "ada"+evil, "bob")
	report := r.first("bob", "/queue")
	story := r.event(report).Story
	r.decide("bob", report, "note", "why", evil)
	r.decide("ada"+evil, report, "recode", "root", "THREATEN", "why", evil)
	r.decide("bob", report, "reject", "why", evil)
	for _, who := range []string{"ada" + evil, "bob"} {
		for _, path := range []string{"/", "/events", "/queue?report=" + report, "/queue?order=random&seed=" + url.QueryEscape(evil), "/queue?report=" + url.QueryEscape(evil), "/agreement", "/search?q=condemned", "/story/" + url.PathEscape(story), "/event/" + report, "/about"} {
			page := r.get(who, path)
			for _, wrong := range foreign(page) {
				t.Errorf("%s: it is part of the page: %s", path, wrong)
			}
		}
	}
	for _, path := range []string{"/api/v1/decisions", "/api/v1/decisions?format=head", "/api/v1/decisions?format=passages", "/api/v1/agreement"} {
		a := put(t, r.h, "GET", path, "", "Authorization", "Bearer "+r.words["bob"], "Accept", "text/html")
		if kind := a.Header.Get("Content-Type"); strings.Contains(kind, "html") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is %s", path, kind)
		}
		if d := a.Header.Get("Content-Disposition"); strings.Contains(path, "decisions") && !strings.HasPrefix(d, "attachment; filename=") {
			t.Errorf("%s is shown in the browser: %q", path, d)
		}
	}
	if a := put(t, r.h, "GET", "/api/v1/decisions?format="+url.QueryEscape("../../x\r\nSet-Cookie: a=b"), "", "Authorization", "Bearer "+r.words["bob"]); a.StatusCode != 422 || len(a.Header.Values("Set-Cookie")) > 0 {
		t.Errorf("%s, %v", a.Status, a.Header)
	}
}

// TestDecisionsLeadOnWithin: whatever the form says, it leads on in the queue.
func TestDecisionsLeadOnWithin(t *testing.T) {
	r := newRoom(t, clerkOf(t, storiesOf("France condemned Belarus on Monday.")), "ada")
	report := r.first("ada", "/queue")
	for _, here := range []string{"https://evil.example", "//evil.example/queue", "/queue\r\nSet-Cookie: a=b", `/\evil.example`, "/logout", "/queue/../logout", "/queuex"} {
		if to := r.decide("ada", report, "note", "why", "x", "here", here); !regexp.MustCompile(`^/queue\?done=\d+$`).MatchString(to) {
			t.Errorf("%q leads to %q", here, to)
		}
	}
	if to := r.decide("ada", report, "note", "why", "x", "here", "/queue?order=latest"); !regexp.MustCompile(`^/queue\?done=\d+&order=latest$`).MatchString(to) {
		t.Errorf("it leads to %q", to)
	}
}

// TestNothingIsForged: no request that a page of another site can make a browser send changes
// anything, whatever it calls its body.
func TestNothingIsForged(t *testing.T) {
	c := clerkOf(t, storiesOf("France condemned Belarus on Monday."))
	h := handlerOf(t, c, guard.Options{})
	report := hidden.FindStringSubmatch(text(t, put(t, h, "GET", "/queue", "")))[1]
	decision := `{"report":"` + report + `","verdict":"reject"}`
	before := c.Changes()
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", ""} {
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "http://evil.example"}, {"Origin", "null"}, {"Origin", "http://localhost:9999"}} {
			for path, body := range map[string]string{"/api/v1/decisions": decision, "/api/v1/stories?name=x.jsonl": `{"id":"x","text":"Spain praised Peru."}`, "/queue": "verdict=reject&report=" + report, "/login": "token=x", "/logout": ""} {
				if r := put(t, h, "POST", path, body, append(from, "Content-Type", kind)...); r.StatusCode != http.StatusForbidden {
					t.Errorf("%v %s as %q: %s", from, path, kind, r.Status)
				}
			}
		}
	}
	for _, method := range []string{"GET", "HEAD"} { // which pages of others may send
		for _, path := range []string{"/queue?verdict=reject&report=" + report, "/api/v1/decisions?report=" + report + "&verdict=reject", "/logout"} {
			put(t, h, method, path, "", "Sec-Fetch-Site", "cross-site")
		}
	}
	if log, err := c.Decisions(t.Context()); err != nil || len(log) != 0 || c.Changes() != before {
		t.Errorf("%d decisions, %v", len(log), err)
	}
	for _, path := range []string{"/", "/api/v1/events", "/queue"} {
		if h := put(t, h, "GET", path, "", "Origin", "https://evil.example").Header; h.Get("Access-Control-Allow-Origin") != "" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s may be read by another site: %v", path, h)
		}
	}
}

// TestFormulasInSentences: a sentence to learn from is no formula where it begins like one.
func TestFormulasInSentences(t *testing.T) {
	text := "=France condemned Belarus on Monday."
	r := newRoom(t, clerkOf(t, storiesOf(text)), "ada")
	report := r.first("ada", "/queue")
	if report == "" {
		t.Skip("nothing is coded in it")
	}
	r.decide("ada", report, "accept")
	for _, form := range []string{"marked", "head"} {
		for line := range strings.Lines(r.get("ada", "/api/v1/decisions?format="+form)) {
			for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
				if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
					t.Errorf("%s: a cell is a formula: %q", form, cell)
				}
			}
		}
	}
}

// TestTooMuchOfADecision: what is too long for a decision is refused, and kept nowhere.
func TestTooMuchOfADecision(t *testing.T) {
	c := clerkOf(t, storiesOf("France condemned Belarus on Monday."))
	h := handlerOf(t, c, guard.Options{})
	report := hidden.FindStringSubmatch(text(t, put(t, h, "GET", "/queue", "")))[1]
	long := strings.Repeat("x", 30_000)
	for name, body := range map[string]string{"reason": `{"report":"` + report + `","verdict":"reject","why":"` + long + `"}`, "actor": `{"report":"` + report + `","verdict":"recode","source":"` + long + `"}`,
		"root": `{"report":"` + report + `","verdict":"recode","root":"` + long + `"}`, "no text": `{"report":"` + report + `","verdict":"note","why":"a\u0000b"}`, "broken": `{"report":`, "deep": strings.Repeat("[", 5000)} {
		if r := put(t, h, "POST", "/api/v1/decisions", body, "Content-Type", "application/json"); r.StatusCode < 400 || r.StatusCode >= 500 {
			t.Errorf("%s: %s", name, r.Status)
		}
	}
	for name, body := range map[string]string{"another's": `{"report":"` + strings.Repeat("r", 5000) + `","verdict":"reject"}`, "imported": `{"report":"gdelt2:1","verdict":"reject"}`} {
		if r := put(t, h, "POST", "/api/v1/decisions", body, "Content-Type", "application/json"); r.StatusCode != 404 && r.StatusCode != 422 {
			t.Errorf("%s: %s", name, r.Status)
		}
	}
	if n, err := c.Store.Counts(t.Context(), entente.Filter{}); err != nil || n.Superseded != 0 || c.Changes() != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}
