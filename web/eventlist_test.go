package web_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/guard"
)

var (
	listed = regexp.MustCompile(`href="/event/([^"?]+)`)
	onward = regexp.MustCompile(`<a href="([^"]+)" rel="(prev|next)"`)
)

// manyImported are events of two sources on some days, of which one has most; one has no day.
func manyImported(n int) []entente.Imported {
	usa, chn := &entente.Actor{Code: "USA"}, &entente.Actor{Code: "CHN"}
	act := &entente.ActKind{Plover: entente.Plover{Event: entente.Consult}, Cameo: "040", Quad: entente.VerbalCooperation}
	first := entente.MakeDay(2020, 1, 1)
	out := make([]entente.Imported, n)
	for i := range out {
		day := first + entente.Day(i*i%97)
		if i%3 == 0 {
			day = first + 50
		}
		out[i] = entente.Imported{Provenance: entente.Provenance{Source: []string{"gdelt2", "icews"}[i%2], ID: fmt.Sprint(i), File: "f", Line: i + 1}, Day: day, Published: day, Source: usa, Target: chn, Act: act}
	}
	out[0].Day = 0
	return out
}

// TestListsGoThroughAll: from page to page every imported event comes once, the latest first,
// with what was coded from news among them; back again the pages are the same.
func TestListsGoThroughAll(t *testing.T) {
	const n = 2500
	c := clerkOf(t, storiesOf("The United States condemned China on 20 January 2020.", "The United States condemned China on Monday."))
	if _, err := c.Store.Import(t.Context(), entente.Batch{Events: manyImported(n)}); err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, c, guard.Options{})
	var there, back []string
	seen := map[string]bool{}
	path := "/events?source=all&a=USA"
	for path != "" && len(there) < n {
		page := text(t, put(t, h, "GET", path, ""))
		if path == "/events?source=all&a=USA" {
			for _, has := range []string{"2,502 events in 2,502 reports", "1 imported event without a day"} {
				if !strings.Contains(page, has) {
					t.Errorf("the page does not say %q", has)
				}
			}
		}
		ids := idsOn(page)
		for _, id := range ids {
			if seen[id] {
				t.Fatalf("%s comes twice", id)
			}
			seen[id] = true
		}
		there = append(there, strings.Join(ids, " "))
		path = to(page, "next")
		if path == "" {
			for path := to(page, "prev"); path != ""; path = to(page, "prev") {
				page = text(t, put(t, h, "GET", path, ""))
				back = append(back, strings.Join(idsOn(page), " "))
			}
		}
	}
	if len(seen) != n+1 { // but for the one without a day
		t.Errorf("%d of %d events come", len(seen), n+1)
	}
	slices.Reverse(back)
	if !slices.Equal(there[:len(there)-1], back) {
		t.Errorf("%d pages on, %d others back", len(there), len(back))
	}
	days := map[string]entente.Day{}
	for e, err := range c.Store.Events(t.Context(), entente.Filter{Sources: []string{"coded", "gdelt2", "icews"}}) {
		if err != nil {
			t.Fatal(err)
		}
		days[e.ID] = e.Window().From
	}
	var last entente.Day
	for _, id := range strings.Fields(strings.Join(there, " ")) {
		if day := days[id]; last.Known() && day > last {
			t.Fatalf("%s of %s comes after %s", id, day, last)
		}
		last = days[id]
	}
}

// idsOn gives the events of a page, in its order.
func idsOn(page string) []string {
	var out []string
	for _, m := range listed.FindAllStringSubmatch(page, -1) {
		if id := html.UnescapeString(m[1]); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func to(page, rel string) string {
	for _, m := range onward.FindAllStringSubmatch(page, -1) {
		if m[2] == rel {
			return html.UnescapeString(m[1])
		}
	}
	return ""
}

// TestPlacesInLists: what is no place in a list is refused; what narrows a list narrows its
// pages, whatever the sources.
func TestPlacesInLists(t *testing.T) {
	c := clerkOf(t, storiesOf("The United States condemned China on 20 January 2020."))
	if _, err := c.Store.Import(t.Context(), entente.Batch{Events: manyImported(200)}); err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, c, guard.Options{})
	for _, q := range []string{"after=never", "after=2020-01-01", "before=2020-99-01,e", "after=2020-01-01,a&before=2020-01-02,b", "after=2020-01-01,"} {
		if r := put(t, h, "GET", "/events?source=all&"+q, ""); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", q, r.Status)
		}
	}
	for q, want := range map[string]string{
		"":                                   "201 events",
		"since=2019-01-01":                   "1 event in",
		"publisher=Wire":                     "1 event in",
		"root=ACCUSE":                        "1 event in",
		"after=2019-01-01,x":                 "201 events",
		"from=2020-02-20&after=2020-01-01,x": " events in",
	} {
		page := text(t, put(t, h, "GET", "/events?source=all&"+q, ""))
		if !strings.Contains(page, want) {
			t.Errorf("%s: the page does not say %q", q, want)
		}
		if strings.Contains(q, "after") && len(idsOn(page)) != 0 {
			t.Errorf("%s: there are events beyond the last", q)
		}
	}
}
