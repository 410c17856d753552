package web_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"entente/guard"
	"entente/web"
)

var (
	inTemplate = regexp.MustCompile(`[{( ][th] ("(?:[^"\\]|\\.)*")`)
	inWorld    = regexp.MustCompile(`name: ("[^"]+")`)
)

// said are the messages that templates, code and the map's parts say.
func said(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	quoted := func(q string) {
		s, err := strconv.Unquote(q)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		found[s] = true
	}
	for pattern, re := range map[string]*regexp.Regexp{"page/*.gohtml": inTemplate, "script/src/world.ts": inWorld} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range re.FindAllSubmatch(data, -1) {
				quoted(string(m[1]))
			}
		}
	}
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "t" || f.Sel.Name == "rich") {
				switch arg := call.Args[0].(type) {
				case *ast.BasicLit:
					quoted(arg.Value)
				case *ast.Ident:
					if arg.Name != "notNamed" && arg.Name != "text" {
						t.Errorf("%s says %s, which no catalogue can have: a message is a literal", name, arg.Name)
					}
				}
			}
			return true
		})
	}
	for _, word := range web.Vocabulary() {
		found[word] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// TestMessagesAreCatalogued holds the English catalogue to what pages say: whoever turns
// it into another language has all of it, and nothing that is said no more.
func TestMessagesAreCatalogued(t *testing.T) {
	data, err := fs.ReadFile(web.Catalogues, "message/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Language string         `json:"language"`
		Day      string         `json:"day"`
		Months   []string       `json:"months"`
		Short    []string       `json:"short"`
		Messages map[string]any `json:"messages"`
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	keys := said(t)
	if len(keys) < 50 {
		t.Fatalf("only %d messages are found in the pages", len(keys))
	}
	if *update {
		messages := map[string]any{}
		for _, k := range keys {
			messages[k] = k
			if was, ok := c.Messages[k]; ok {
				messages[k] = was
			}
		}
		c.Messages = messages
		var out strings.Builder
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(c); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("message/en.json", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, k := range keys {
		if strings.Contains(verbs.ReplaceAllString(k, ""), "%") {
			t.Errorf("%q is a format: a percent sign is %%%%", k)
		}
		if text, ok := c.Messages[k]; !ok {
			t.Errorf("message/en.json lacks %q: go test ./web -run Catalogued -update adds it", k)
		} else if s, ok := text.(string); ok && s != k {
			t.Errorf("message/en.json says %q for %q: the English message is the key", s, k)
		}
	}
	for k := range c.Messages {
		if !slices.Contains(keys, k) {
			t.Errorf("message/en.json has %q, which no page says", k)
		}
	}
}

// made-up words of a language that pages do not have yet.
const elsewhere = `{"language":"fr","day":"{day} {month} {year}","months":["janvier","février","mars","avril","mai","juin","juillet","août","septembre","octobre","novembre","décembre"],
"messages":{"Now":"Maintenant","Search":"Chercher <b>","what happened from %s on":"à partir du %s","all that was read":"tout ce qui fut lu","as known now":"tel qu'on le sait",
"%d imported events":{"one":"%d événement importé","other":"%d événements importés"}}}`

// TestPagesInAnotherLanguage gives a server a catalogue that lacks most messages: pages
// are set in it for who wants it, escape it, write days its way, and say the rest in English.
func TestPagesInAnotherLanguage(t *testing.T) {
	en, err := fs.ReadFile(web.Catalogues, "message/en.json")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"message/en.json": {Data: en}, "message/fr.json": {Data: []byte(elsewhere)}}
	s, err := web.New(web.Options{Clerk: demoClerk(t), Guard: guard.New(guard.Options{Open: web.OpenPaths}), Tongues: files})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	for _, c := range []struct {
		accept, path string
		has, not     []string
	}{
		{"fr-CA, en;q=0.5", "/map?from=2021-06-16", []string{`lang="fr"`, ">Maintenant</a>", "Chercher &lt;b&gt;", "à partir du 16 juin 2021", ">Dyad</a>", "tel qu&#39;on le sait"}, []string{"Chercher <b>"}},
		{"de, en-GB;q=0.9", "/map?from=2021-06-16", []string{`lang="en"`, ">Now</a>", "what happened from 16 June 2021 on"}, []string{"Maintenant"}},
		{"", "/map", []string{`lang="en"`}, nil},
		{"*;;q=x", "/map", []string{`lang="en"`}, nil},
	} {
		req, err := http.NewRequest(http.MethodGet, srv.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Language", c.accept)
		r, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(r.Body)
		r.Body.Close()
		for _, want := range c.has {
			if !strings.Contains(string(data), want) {
				t.Errorf("%s for %q lacks %q", c.path, c.accept, want)
			}
		}
		for _, no := range c.not {
			if strings.Contains(string(data), no) {
				t.Errorf("%s for %q has %q", c.path, c.accept, no)
			}
		}
		if !strings.Contains(r.Header.Get("Vary"), "Accept-Language") {
			t.Errorf("Vary is %q", r.Header.Get("Vary"))
		}
	}
}

// TestPoorCatalogues refuses what would be found only on a page.
func TestPoorCatalogues(t *testing.T) {
	en := `{"language":"en","day":"{day} {month} {year}","months":["1","2","3","4","5","6","7","8","9","10","11","12"],"messages":{}}`
	for name, files := range map[string]fstest.MapFS{
		"no English":        {"message/fr.json": {Data: []byte(elsewhere)}},
		"no language":       {"message/en.json": {Data: []byte(strings.Replace(en, `"en"`, `"?"`, 1))}},
		"too few months":    {"message/en.json": {Data: []byte(strings.Replace(en, `"12"`, `"12","13"`, 1))}},
		"no JSON":           {"message/en.json": {Data: []byte("{")}},
		"no form other":     {"message/en.json": {Data: []byte(strings.Replace(en, `{}`, `{"%d x":{"one":"%d x"}}`, 1))}},
		"a form unheard of": {"message/en.json": {Data: []byte(strings.Replace(en, `{}`, `{"%d x":{"other":"%d x","dozen":"x"}}`, 1))}},
	} {
		if _, err := web.New(web.Options{Clerk: demoClerk(t), Guard: guard.New(guard.Options{}), Tongues: files}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

var (
	verbs    = regexp.MustCompile(`%(\[\d\])?[sdv%]`)
	aVerb    = regexp.MustCompile(`%(?:\[\d\])?([sdv%])`)
	anIndex  = regexp.MustCompile(`%\[(\d)\]`)
	aBracket = regexp.MustCompile(`(?:^|[^%])\[`)
)

// TestShippedCataloguesAreWhole holds each language that ships to the English catalogue: it
// has all messages and no others, and each takes the same arguments and has the same parts.
func TestShippedCataloguesAreWhole(t *testing.T) {
	type catalogue struct {
		Language string         `json:"language"`
		Messages map[string]any `json:"messages"`
	}
	read := func(name string) (c catalogue) {
		data, err := fs.ReadFile(web.Catalogues, name)
		if err == nil {
			err = json.Unmarshal(data, &c)
		}
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	en := read("message/en.json")
	names, err := fs.Glob(web.Catalogues, "message/*.json")
	if err != nil || len(names) < 2 {
		t.Fatalf("%v: %v", names, err)
	}
	for _, name := range names {
		c := read(name)
		for key := range en.Messages {
			if _, ok := c.Messages[key]; !ok {
				t.Errorf("%s lacks %q", name, key)
			}
		}
		for key, said := range c.Messages {
			english, ok := en.Messages[key]
			if !ok {
				t.Errorf("%s has %q, which no page says", name, key)
				continue
			}
			forms, counts := said.(map[string]any)
			if _, countsToo := english.(map[string]any); counts != countsToo {
				t.Errorf("%s: %q goes by number in one language only", name, key)
			}
			if !counts {
				forms = map[string]any{"": said}
			}
			for form, text := range forms {
				if why := unlike(key, text.(string), form == "none"); why != "" {
					t.Errorf("%s: %q is %q: %s", name, key, text, why)
				}
			}
		}
	}
}

// unlike says how a text differs from its message in what it takes and has, "" if it does not.
func unlike(key, text string, none bool) string {
	count := func(s string) map[string]int {
		n := map[string]int{}
		for _, m := range aVerb.FindAllStringSubmatch(s, -1) {
			n[m[1]]++
		}
		delete(n, "%") // a percent sign may be put otherwise
		return n
	}
	want, got := count(key), count(text)
	if none { // without its number the others are counted from the second
		if want["d"]--; want["d"] == 0 {
			delete(want, "d")
		}
		if i := strings.Count(text, "%s"); i > 0 {
			return "what is said of nought numbers its arguments, from %[2]s on"
		}
	}
	if !maps.Equal(want, got) {
		return "it takes other arguments"
	}
	if strings.Contains(verbs.ReplaceAllString(text, ""), "%") {
		return "a percent sign is %%"
	}
	for _, m := range anIndex.FindAllStringSubmatch(text, -1) {
		if i, _ := strconv.Atoi(m[1]); i < 1 || i > len(aVerb.FindAllString(key, -1)) {
			return "there is no such argument"
		}
	}
	if len(aBracket.FindAllString(key, -1)) != len(aBracket.FindAllString(text, -1)) || strings.Count(key, "]") != strings.Count(anIndex.ReplaceAllString(text, ""), "]") {
		return "it has other parts in brackets"
	}
	return ""
}

// TestPagesInGerman reads all pages in the second language that ships: none says a message
// with arguments amiss, and figures, days and counts are as Germans write them.
func TestPagesInGerman(t *testing.T) {
	h := handlerOf(t, recordClerk(t), guard.Options{})
	for _, path := range spoken {
		page := text(t, put(t, h, http.MethodGet, path, "", "Accept-Language", "de-AT,de;q=0.9,en;q=0.5"))
		if !strings.Contains(page, `lang="de"`) {
			t.Errorf("%s is not in German", path)
		}
		if i := strings.Index(page, "%!"); i >= 0 {
			t.Errorf("%s: a message is said amiss: %q", path, page[max(0, i-80):min(len(page), i+80)])
		}
	}
	for path, has := range map[string][]string{
		"/dyad/RUS/USA":         {"Russia und the United States", "Was jeder dem anderen tat", "feindlich 0,90", "1. Januar 2022"},
		"/":                     {"1.005"},
		"/events?status=fact":   {`<option value="fact" selected>Tatsache</option>`, "<option>CONSULT</option>"},
		"/triangle/CHN/RUS/USA": {"bilden eine stabile Ehe", "Okt.", `<a class="fig" href=`},
	} {
		page := html.UnescapeString(text(t, put(t, h, http.MethodGet, path, "", "Accept-Language", "de")))
		for _, want := range has {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
}
