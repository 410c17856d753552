package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"entente/guard"
	"entente/web"
)

// needScripts skips where npm did not bundle the desk's scripts.
func needScripts(t *testing.T) {
	t.Helper()
	if !web.Bundled() {
		t.Skip("the desk's scripts are not bundled: make scripts does where there is npm")
	}
}

// tabbed lists what Tab should reach: a name for each, which it keeps.
const tabbed = `(() => {
  document.querySelectorAll("details").forEach(d => d.open = true);
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.type !== "hidden" && e.tabIndex >= 0 && !e.closest("template");
  window.wanted = new Set(all.filter(seen));
  window.reached = [];
  window.dim = [];
  document.addEventListener("focusin", (e) => {
    if (!wanted.has(e.target)) return;
    wanted.delete(e.target);
    reached.push(e.target);
    const s = getComputedStyle(e.target);
    if (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 2) dim.push(e.target.outerHTML.slice(0, 200));
  });
  return wanted.size;
})()`

// TestEverythingIsReachedByKeyboard goes through every page with Tab: it comes to whatever
// a mouse could press, is never caught, and is seen wherever it is. The marks of a
// drawing, of which there may be hundreds, are one stop from which arrows go on.
func TestEverythingIsReachedByKeyboard(t *testing.T) {
	ctx := browser(t)
	base := serveDemo(t)
	tab := newTab(t, ctx, look{"", 1440, false, true})
	for _, p := range walked {
		t.Run(p.name, func(t *testing.T) {
			ctx, end := context.WithTimeout(tab, 4*time.Minute)
			defer end()
			if err := chromedp.Do(ctx, chromedp.Navigate(base+p.path)); err != nil {
				t.Fatal(err)
			}
			n, err := chromedp.Run(ctx, chromedp.Evaluate[int](tabbed))
			if err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.KeyEvent(strings.Repeat("\t", n+20))); err != nil {
				t.Fatal(err)
			}
			missed, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...wanted].map(e => e.outerHTML.slice(0, 200))`))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range missed[:min(3, len(missed))] {
				t.Errorf("Tab does not come to %s (and %d others)", m, len(missed)-1)
			}
			dim, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`dim`))
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range dim[:min(3, len(dim))] {
				t.Errorf("the focus is not seen on %s (and %d others)", d, len(dim)-1)
			}
			walkMarks(t, ctx)
		})
	}
}

// walkMarks goes through the marks of each drawing with the right arrow, from the one that
// Tab comes to.
func walkMarks(t *testing.T, ctx context.Context) {
	t.Helper()
	drawings, err := chromedp.Run(ctx, chromedp.Evaluate[[]int](`(() => {
		window.drawings = [...document.querySelectorAll("main svg")].filter(s => s.querySelector("a[tabindex]")).map(s => [...s.querySelectorAll("a[tabindex]")]);
		return drawings.map(d => d.filter(a => a.tabIndex >= 0).length === 1 ? d.length : 0);
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	if len(drawings) == 0 {
		return
	}
	needScripts(t)
	for i, n := range drawings {
		if n == 0 {
			t.Errorf("drawing %d is not one stop of Tab", i)
			continue
		}
		arrows := chromedp.KeyEvent(strings.Repeat(kb.ArrowRight, n-1))
		start := fmt.Sprintf(`(() => { window.passed = new Set(); const d = drawings[%d]; d.forEach(a => a.addEventListener("focus", () => passed.add(a))); d.find(a => a.tabIndex >= 0).focus(); return true })()`, i)
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](start)); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, arrows); err != nil {
			t.Fatal(err)
		}
		got, err := chromedp.Run(ctx, chromedp.Evaluate[int](`passed.size`))
		if err != nil {
			t.Fatal(err)
		}
		if got != n {
			t.Errorf("of %d marks of drawing %d the arrows come to %d", n, i, got)
		}
	}
}

// press presses a key with Control.
func press(key string) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierCtrl))
}

// until waits for an expression to be true, over pages that come and go.
func until(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	ctx, end := context.WithTimeout(ctx, time.Minute)
	defer end()
	for {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		if err := chromedp.Do(ctx, chromedp.Sleep(20*time.Millisecond)); err != nil {
			break
		}
	}
	at, _ := chromedp.Run(context.WithoutCancel(ctx), chromedp.Evaluate[string](`document.querySelector("dialog")?.outerHTML ?? location.href`))
	t.Fatalf("%s does not come true\n%.1500s", expression, at)
}

// TestPalette goes from page to page with nothing but keys.
func TestPalette(t *testing.T) {
	needScripts(t)
	ctx := browser(t)
	base := serveDemo(t)
	source := axe()
	for _, l := range looks[:4] {
		t.Run(l.name, func(t *testing.T) {
			tab := newTab(t, ctx, l)
			do := func(steps ...chromedp.Action[chromedp.Void]) {
				t.Helper()
				if err := chromedp.Do(tab, steps...); err != nil {
					t.Fatal(err)
				}
			}
			do(chromedp.Navigate(base+"/about?as_of=2022-03-01"), chromedp.KeyEvent("\t\t\t"))
			where, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.activeElement.outerHTML`))
			if err != nil {
				t.Fatal(err)
			}
			do(press("k"))
			until(t, tab, `document.querySelectorAll("dialog[open] [role=option]").length > 8`)
			do(chromedp.KeyEvent("russia china"))
			until(t, tab, `document.querySelector("[role=option]")?.dataset.kind === "pair"`)
			until(t, tab, `(() => { const i = document.querySelector("dialog input"); const o = document.getElementById(i.getAttribute("aria-activedescendant")); return document.activeElement === i && o.getAttribute("aria-selected") === "true" && i.getAttribute("aria-expanded") === "true" })()`)
			shoot(t, tab, l.name+"-palette")
			if source != "" {
				for _, v := range violations(t, tab, source) {
					t.Error(v)
				}
			}
			do(chromedp.KeyEvent(kb.Escape))
			until(t, tab, `!document.querySelector("dialog").open`)
			back, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.activeElement.outerHTML`))
			if err != nil {
				t.Fatal(err)
			}
			if back != where {
				t.Errorf("the focus was on %s and is on %s", where, back)
			}
			for _, step := range []struct{ words, keys, want string }{
				{"russia, china", "\r", "/dyad/CHN/RUS?as_of=2022-03-01"},
				{"moscow beijing washington", "\r", "/triangle/CHN/RUS/USA?as_of=2022-03-01"},
				{"codeb", "\r", "/codebook?as_of=2022-03-01"},
			} {
				do(press("k"))
				until(t, tab, `document.querySelector("dialog[open]") !== null`)
				do(press("a"), chromedp.KeyEvent(step.words+step.keys))
				until(t, tab, `location.pathname + location.search === "`+step.want+`" && document.readyState === "complete"`)
			}
		})
	}
}

// TestPlaces asks where words lead.
func TestPlaces(t *testing.T) {
	srv := httptest.NewServer(handlerOf(t, demoClerk(t), guard.Options{}))
	t.Cleanup(srv.Close)
	for _, c := range []struct{ q, kind, href string }{
		{"", "page", "/"},
		{"MAP", "page", "/map"},
		{"Russia", "actor", "/events?a=RUS"},
		{"russia", "pair", "/dyad/RUS/USA"},
		{"russia", "triangle", "/triangle/CHN/RUS/USA"},
		{"russia", "page", "/map?of=RUS"},
		{"usa & china", "pair", "/dyad/CHN/USA"},
		{"North Korea – South Korea", "pair", "/dyad/KOR/PRK"},
		{"north korea south korea japan", "triangle", "/triangle/JPN/KOR/PRK"},
		{"summit", "event", "/event/"},
		{"summit", "story", "/story/"},
	} {
		found := placesOf(t, srv.URL, c.q)
		ok := false
		for _, p := range found {
			ok = ok || p.Kind == c.kind && (p.Href == c.href || strings.HasSuffix(c.href, "t/") && strings.HasPrefix(p.Href, c.href) || strings.HasSuffix(c.href, "y/") && strings.HasPrefix(p.Href, c.href))
		}
		if !ok {
			t.Errorf("%q does not lead to %s: %v", c.q, c.href, found)
		}
	}
	for _, q := range []string{"qqqq zzzz", "<script>", strings.Repeat("a ", 90), "—", ",,,"} {
		for _, p := range placesOf(t, srv.URL, q) {
			if p.Kind == "pair" || p.Kind == "triangle" {
				t.Errorf("%q leads to %v", q, p)
			}
		}
	}
}

type foundPlace struct{ Kind, Name, More, Href string }

func placesOf(t *testing.T, base, q string) []foundPlace {
	t.Helper()
	req, _ := http.NewRequest(http.MethodGet, base+"/api/v1/places", nil)
	req.URL.RawQuery = "q=" + strings.NewReplacer(" ", "+", "&", "%26", "<", "%3C", ">", "%3E", ",", "%2C").Replace(q)
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%q: %s", q, r.Status)
	}
	var out struct{ Places []foundPlace }
	if err := json.NewDecoder(r.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Places
}
