package web_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
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
	verbs := regexp.MustCompile(`%(\[\d\])?[sdv%]`)
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
