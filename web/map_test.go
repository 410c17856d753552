package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"entente/guard"
	"entente/web"
)

// pageOf gets a page.
func pageOf(t *testing.T, base, path string) (int, string) {
	t.Helper()
	r, err := http.Get(base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(data)
}

// TestMap colours each country as the table of pairs does, and has a table with the same.
func TestMap(t *testing.T) {
	srv := httptest.NewServer(handlerOf(t, demoClerk(t), guard.Options{}))
	t.Cleanup(srv.Close)
	_, system := pageOf(t, srv.URL, "/system")
	code, page := pageOf(t, srv.URL, "/map?of=RUS")
	if code != http.StatusOK || !strings.Contains(page, "How others stand with Russia") {
		t.Fatalf("the map answers %d", code)
	}
	for _, pair := range []string{"/dyad/RUS/USA", "/dyad/CHN/RUS", "/dyad/RUS/UKR"} {
		if !strings.Contains(page, `<th scope="row"><a href="`+pair+`"`) {
			t.Errorf("the table lacks %s", pair)
		}
	}
	if !web.Bundled() {
		if !strings.Contains(page, "built without npm") {
			t.Error("nothing is said of the outlines that are not there")
		}
		t.Skip("the outlines of the map are not bundled: make scripts does where there is npm")
	}
	heat := regexp.MustCompile(`<td class="(s\d)"><a href="(/dyad/[A-Z]+/[A-Z]+)"`)
	drawn := map[string]string{}
	for _, m := range regexp.MustCompile(`<a href="(/dyad/[A-Z]+/[A-Z]+)" tabindex="-1" aria-label="[^"]*"><path class="country (\w+)"`).FindAllStringSubmatch(page, -1) {
		drawn[m[1]] = m[2]
	}
	same := 0
	for _, m := range heat.FindAllStringSubmatch(system, -1) {
		if class, ok := drawn[m[2]]; ok && strings.Contains(m[2], "RUS") {
			same++
			if class != m[1] {
				t.Errorf("%s is %s on the map and %s in the table", m[2], class, m[1])
			}
		}
	}
	if same < 3 {
		t.Errorf("only %d pairs of Russia are drawn", same)
	}
	if n := strings.Count(page, `class="country self"`); n != 1 {
		t.Errorf("Russia is drawn %d times", n)
	}
	if n := strings.Count(page, `class="land"`); n != 1 || strings.Contains(page, `class="country s3" d=""`) {
		t.Errorf("what is not told of is drawn %d times", n)
	}
}

// TestMapIsAsked puts questions of all kinds to the map.
func TestMapIsAsked(t *testing.T) {
	srv := httptest.NewServer(handlerOf(t, demoClerk(t), guard.Options{}))
	t.Cleanup(srv.Close)
	for _, c := range []struct {
		path string
		code int
		has  string
	}{
		{"/map", http.StatusOK, "How others stand with Russia"},
		{"/map?of=the+Kremlin&part=europe", http.StatusOK, "How others stand with Russia"},
		{"/map?of=NATO", http.StatusOK, "How others stand with NATO"},
		{"/map?of=Tuvalu", http.StatusOK, "Little or nothing is told."},
		{"/map?by=events&as_of=2021-03-01", http.StatusOK, "How much is told of each country"},
		{"/map?part=%22%3E%3Cscript%3E&by=%22%3E%3Cscript%3E", http.StatusOK, "The same as a table"},
		{"/map?as_of=1999-01-01", http.StatusOK, "Little or nothing is told."},
		{"/map?of=nobody+at+all", http.StatusUnprocessableEntity, "no actor is called"},
		{"/map?of=" + strings.Repeat("x", 300), http.StatusUnprocessableEntity, ""},
	} {
		code, page := pageOf(t, srv.URL, c.path)
		if code != c.code || !strings.Contains(page, c.has) || strings.Contains(page, "<script>") {
			t.Errorf("%s answers %d and lacks %q", c.path, code, c.has)
		}
	}
}
