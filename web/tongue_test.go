package web_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"entente"
	"entente/ask"
	"entente/guard"
	"entente/web"
)

// invented is a language in which each message is English between brackets, so that what a
// page says past the catalogue stands outside of them.
func invented(t *testing.T) fstest.MapFS {
	t.Helper()
	en, err := fs.ReadFile(web.Catalogues, "message/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var c map[string]any
	if err := json.Unmarshal(en, &c); err != nil {
		t.Fatal(err)
	}
	c["language"], c["decimal"] = "eo", ","
	for _, name := range []string{"months", "short"} {
		c[name] = bracketed(c[name])
	}
	c["messages"] = bracketed(c["messages"])
	out, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"message/en.json": {Data: en}, "message/eo.json": {Data: out}}
}

// bracketed puts all texts of a value in brackets.
func bracketed(x any) any {
	switch x := x.(type) {
	case string:
		return "⟦" + x + "⟧"
	case []any:
		for i := range x {
			x[i] = bracketed(x[i])
		}
	case map[string]any:
		for k := range x {
			x[k] = bracketed(x[k])
		}
	}
	return x
}

// spoken are the pages that are read in the invented language.
var spoken = []string{"/", "/?since=2021-06-01&as_of=2022-01-01&from=2021-01-01", "/dyad/", "/dyad/RUS/USA?by=week", "/dyad/CHN/USA", "/dyad/BRA/FJI", "/triangle/CHN/RUS/USA", "/triangle/BRA/CHN/FJI", "/triangle/?choose=1", "/system", "/hypotheses",
	"/hypotheses?without=1:e1", "/forecasts", "/forecasts?a=RUS&b=USA", "/events", "/events?a=RUS&b=USA&directed=1&root=CONSULT&status=fact&q=met&since=2021-03-01&publisher=x&issue=military&after=2021-07-01,x", "/events?a=FJI",
	"/story/d028", "/story/d028?why=1", "/map", "/map?by=events&part=europe", "/search", "/search?q=summit", "/search?q=Russia", "/search?q=zzqq", "/codebook", "/queue", "/queue?order=random", "/agreement", "/about", "/login"}

// notSaid are the parts of pages that no catalogue turns.
var notSaid = []struct {
	what  string
	holds func(*html.Node) bool
}{
	{"quotations, titles, outlets and other words of who is read or decides", within("bdi", "q")},
	{"ids, hashes and commands", within("code", "pre")},
	{"keys of the keyboard", within("kbd")},
	{"analysts' names to choose from", func(n *html.Node) bool { return chosenBy(n) == "by" }},
	{"quotations to choose an event by", within("datalist")},
	{"citations of events and forecasts, as libraries take them", within(".citation")},
	{"what report and the matrices say in English, and what they say it of", inEnglish},
	{"stories as they were read", func(n *html.Node) bool { return within(".block")(n) && !within(".sidenotes")(n) }},
}

// chosenBy is the name of the choice that an option belongs to.
func chosenBy(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if n.Data == "select" {
			return attr(n, "name")
		}
	}
	return ""
}

// inEnglish holds for what a page marks as English.
func inEnglish(n *html.Node) bool {
	for ; n != nil && n.Data != "html"; n = n.Parent {
		if attr(n, "lang") == "en" {
			return true
		}
	}
	return false
}

func within(names ...string) func(*html.Node) bool {
	return func(n *html.Node) bool {
		for ; n != nil; n = n.Parent {
			if n.Type == html.ElementNode && slices.ContainsFunc(names, func(name string) bool {
				class, isClass := strings.CutPrefix(name, ".")
				return n.Data == name || isClass && slices.Contains(strings.Fields(attr(n, "class")), class)
			}) {
				return true
			}
		}
		return false
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// reading is a page as it is read from its beginning.
type reading struct {
	clerk *ask.Clerk
	names []string // of actors, the longest first
	depth int      // of brackets
	bare  []string // what stands outside of them
}

var codeInLink = regexp.MustCompile(`(?:[=/]|"code":")((?:IGO:|NGO:|REG:)?[A-Z]{2,}[A-Za-z0-9:_-]*)`)

// learn notes the names of actors, of which addresses and records have the codes.
func (r *reading) learn(texts ...string) {
	seen := map[string]bool{}
	text := html.UnescapeString(strings.ReplaceAll(strings.Join(texts, "\n"), "%3A", ":"))
	for _, m := range codeInLink.FindAllStringSubmatch(text, -1) {
		seen[r.clerk.Name(entente.Code(m[1]))] = true
	}
	for name := range seen {
		r.names = append(r.names, name, entente.InProse(name), strings.ToUpper(name[:1])+entente.InProse(name)[1:])
	}
	slices.SortFunc(r.names, func(x, y string) int { return len(y) - len(x) })
}

// quoted notes the words of others, which a page may say in its title too.
func (r *reading) quoted(n *html.Node) {
	if n.Type == html.TextNode && within("bdi")(n) && len(n.Data) > 20 {
		r.names = append([]string{n.Data}, r.names...)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.quoted(c)
	}
}

var spokenAttributes = []string{"aria-label", "title", "placeholder", "alt", "data-of", "data-none", "data-failed", "data-some"}

func (r *reading) read(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.hear(n, r.outside(n.Data, &r.depth))
	case html.ElementNode:
		if n.Data == "script" || n.Data == "style" {
			return
		}
		for _, name := range spokenAttributes {
			own := 0
			r.hear(n, r.outside(attr(n, name), &own))
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.read(c)
	}
}

// outside gives what stands outside of brackets.
func (r *reading) outside(text string, depth *int) string {
	var out strings.Builder
	for _, c := range text {
		switch {
		case c == '⟦':
			*depth++
		case c == '⟧':
			*depth--
		case *depth == 0:
			out.WriteRune(c)
		}
	}
	return out.String()
}

var codes = regexp.MustCompile(`\b(?:[A-Z]{2,}[A-Z:]*|[a-zA-Z])\b`)

// program is its name, with the version, and the beginning of an event's id.
var program = regexp.MustCompile(`entente(?: test)?|e_…`)

// hear notes words that are neither names nor codes nor excused.
func (r *reading) hear(n *html.Node, words string) {
	rest := words
	for _, name := range r.names {
		rest = strings.ReplaceAll(rest, name, "")
	}
	rest = codes.ReplaceAllString(program.ReplaceAllString(rest, ""), "")
	if strings.IndexFunc(rest, unicode.IsLetter) < 0 {
		return
	}
	for _, x := range notSaid {
		if x.holds(n) {
			return
		}
	}
	r.bare = append(r.bare, strings.TrimSpace(words))
}

var entryLinks = regexp.MustCompile(`href="(/event/e_[0-9a-f]+|/forecast/f_[0-9a-f]+)"`)

// readAloud reads a page in the invented language and gives it.
func readAloud(t *testing.T, h http.Handler, clerk *ask.Clerk, brief, path string, header ...string) string {
	t.Helper()
	answer := put(t, h, http.MethodGet, path, "", append(header, "Accept-Language", "eo")...)
	page := text(t, answer)
	if answer.StatusCode != http.StatusOK || !strings.Contains(page, `lang="eo"`) {
		t.Errorf("%s: %s", path, answer.Status)
		return page
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	r := &reading{clerk: clerk}
	r.learn(page, brief)
	r.quoted(doc)
	r.read(doc)
	if r.depth != 0 {
		t.Errorf("%s: brackets are left open: a message is cut", path)
	}
	slices.Sort(r.bare)
	for _, words := range slices.Compact(r.bare) {
		t.Errorf("%s says past the catalogue: %q", path, words)
	}
	return page
}

// speaking serves a clerk in the invented language.
func speaking(t *testing.T, clerk *ask.Clerk, o guard.Options) http.Handler {
	t.Helper()
	o.Open = web.OpenPaths
	s, err := web.New(web.Options{Clerk: clerk, Guard: guard.New(o), Version: "test", Writes: true, Tongues: invented(t)})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// TestAllWordsAreInTheCatalogue reads all pages in an invented language: what they say is
// from the catalogue, but for names, figures, codes, quotations and what notSaid lists.
func TestAllWordsAreInTheCatalogue(t *testing.T) {
	clerk := recordClerk(t)
	h := speaking(t, clerk, guard.Options{})
	brief := text(t, put(t, h, http.MethodGet, "/api/v1/brief", ""))
	pages := slices.Clone(spoken)
	linked := map[string]int{}
	for i := 0; i < len(pages); i++ {
		page := readAloud(t, h, clerk, brief, pages[i])
		for _, m := range entryLinks.FindAllStringSubmatch(page, -1) {
			if kind := m[1][:5]; linked[kind] < 4 && !slices.Contains(pages, m[1]) {
				linked[kind]++
				pages = append(pages, m[1])
			}
		}
	}
	if linked["/even"] == 0 || linked["/fore"] == 0 {
		t.Errorf("no event and no forecast was read: %v", linked)
	}
}

// TestWordsOfDecisionsAreInTheCatalogue reads what pages say when two people have decided,
// each in another way.
func TestWordsOfDecisionsAreInTheCatalogue(t *testing.T) {
	clerk := clerkOf(t, storiesOf(threeActs...))
	keys, err := guard.OpenKeys(filepath.Join(t.TempDir(), "tokens"))
	if err != nil {
		t.Fatal(err)
	}
	h := speaking(t, clerk, guard.Options{Keys: keys})
	as := map[string]string{}
	for _, who := range []string{"ada", "bob"} {
		token, words := guard.NewToken(who, []guard.Scope{guard.Read, guard.Judge}, time.Now(), time.Now().Add(time.Hour))
		if err := keys.Add(token); err != nil {
			t.Fatal(err)
		}
		as[who] = "Bearer " + words
	}
	var reports []string
	for e, err := range clerk.Store.Events(t.Context(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Reports {
			reports = append(reports, r.Report)
		}
	}
	for i, verdict := range []string{`"verdict":"accept"`, `"verdict":"recode","root":"THREATEN","status":"intended","source":"FRA"`, `"verdict":"redate","from":"2021-05-05"`, `"verdict":"reject"`} {
		for k, who := range []string{"ada", "bob"} {
			if (i+k)%2 == 0 || i == 1 {
				answer := put(t, h, http.MethodPost, "/api/v1/decisions", `{"report":"`+reports[i%len(reports)]+`",`+verdict+`}`, "Authorization", as[who], "Content-Type", "application/json")
				if answer.StatusCode >= 300 {
					t.Fatalf("%s: %s", verdict, text(t, answer))
				}
			}
		}
	}
	brief := text(t, put(t, h, http.MethodGet, "/api/v1/brief", "", "Authorization", as["ada"]))
	var all strings.Builder
	for _, path := range []string{"/agreement", "/queue?report=" + reports[0], "/queue?report=" + reports[1], "/queue?done=1", "/queue?done=2", "/events", "/"} {
		all.WriteString(readAloud(t, h, clerk, brief, path, "Authorization", as["ada"]))
	}
	for _, want := range []string{"⟦alpha⟧", "⟦You have decided on this. Of the others ⟦one ⟦", "⟦Your last decisions⟧", "⟦recode⟧", "⟦Kept as no. "} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no page says %s", want)
		}
	}
}

// TestPagesInGermanAreWalked opens every page in German, whose words are longer, on a narrow
// and on a wide screen: none is wider than the window, and axe-core finds nothing serious.
func TestPagesInGermanAreWalked(t *testing.T) {
	ctx := browser(t)
	base := serveDemo(t)
	source := axe()
	german := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": "de"}})
		return err
	})
	for _, l := range []look{{"390-german", 390, false, true}, {"1440-german", 1440, true, true}} {
		tab := newTab(t, ctx, l)
		if err := chromedp.Do(tab, german); err != nil {
			t.Fatal(err)
		}
		for _, p := range walked {
			t.Run(l.name+"/"+p.name, func(t *testing.T) {
				walk(t, tab, l, base, p.path, "", p.name)
				lang, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.documentElement.lang`))
				if err != nil || lang != "de" {
					t.Errorf("the page is in %q (%v)", lang, err)
				}
				if source != "" {
					for _, v := range violations(t, tab, source) {
						t.Error(v)
					}
				}
			})
		}
	}
}

// BenchmarkPages makes a long page and a short one in both languages that ship.
func BenchmarkPages(b *testing.B) {
	h := handlerOf(b, demoClerk(b), guard.Options{})
	for _, path := range []string{"/dyad/RUS/USA", "/events", "/about"} {
		for _, tongue := range []string{"en", "de"} {
			b.Run(tongue+path, func(b *testing.B) {
				for b.Loop() {
					w := httptest.NewRecorder()
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Host = "127.0.0.1"
					r.Header.Set("Accept-Language", tongue)
					h.ServeHTTP(w, r)
					if w.Code != http.StatusOK {
						b.Fatal(w.Code)
					}
				}
			})
		}
	}
}
