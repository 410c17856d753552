package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"entente/guard"
	"entente/web"
)

// TestFirstLoadIsLight weighs what the first visit to a pair brings, compressed.
func TestFirstLoadIsLight(t *testing.T) {
	srv := httptest.NewServer(handlerOf(t, demoClerk(t), guard.Options{}))
	t.Cleanup(srv.Close)
	total := 0
	get := func(path string) string {
		r, err := http.Get(srv.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		data, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, r.Status, err)
		}
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		z.Write(data)
		z.Close()
		total += out.Len()
		t.Logf("%s: %d bytes, %d compressed", path, len(data), out.Len())
		return string(data)
	}
	page := get("/dyad/RUS/USA")
	links := regexp.MustCompile(`(?:src|<link rel="(?:stylesheet|icon)" href)="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 2 {
		t.Fatalf("the page loads %v", links)
	}
	for _, m := range links {
		get(strings.ReplaceAll(m[1], "&amp;", "&"))
	}
	t.Logf("first load: %d bytes compressed", total)
	if total > 500_000 {
		t.Errorf("the first visit brings %d bytes", total)
	}
}

// TestStaticFiles gives what pages load and nothing that lies beside it.
func TestStaticFiles(t *testing.T) {
	h := handlerOf(t, demoClerk(t), guard.Options{})
	get := func(path string) int {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host, r.URL.Path = "localhost", path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	for _, path := range []string{"/static/", "/static/script/", "/static/script/.gitkeep", "/static/script/../server.go", "/static/..%2f", "/static/script/../../page/now.gohtml", "/static/nothing.css"} {
		if code := get(path); code == http.StatusOK {
			t.Errorf("%s is given", path)
		}
	}
	if code := get("/static/desk.css"); code != http.StatusOK {
		t.Errorf("the style sheet: %d", code)
	}
	if code := get("/static/script/desk.js"); web.Bundled() != (code == http.StatusOK) {
		t.Errorf("bundled %v, and the script answers %d", web.Bundled(), code)
	}
}
