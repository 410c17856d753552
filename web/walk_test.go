package web_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "keep pictures of the pages in this folder")

// browser starts a headless Chromium, or skips where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed: make browser installs Debian's")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("lang", "en-US"))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Skipf("Chromium does not start: %v", err)
	}
	return ctx
}

// walked are the pages that are walked.
var walked = []struct{ name, path, has string }{
	{"now", "/", "What changed since"},
	{"pairs", "/dyad/", "The pairs that most is told of"},
	{"dyad", "/dyad/RUS/USA", "What each did to the other"},
	{"triangle", "/triangle/CHN/RUS/USA", "What its sides rest on"},
	{"system", "/system", "Level of each pair"},
	{"hypotheses", "/hypotheses", "Rival readings"},
	{"forecasts", "/forecasts", "What may come"},
	{"events", "/events?a=RUS&b=USA", "between"},
	{"story", "/story/d028", "He is to meet"},
	{"explain", "/story/d028?why=1", "tried and rejected"},
	{"triangles", "/triangle/", "Triangle"},
	{"map", "/map", "The same as a table"},
	{"map-europe", "/map?of=CHN&part=europe", "The same as a table"},
	{"map-events", "/map?by=events", "How much is told"},
	{"search", "/search?q=summit", "Sentences"},
	{"codebook", "/codebook", "CONSULT"},
	{"queue", "/queue", "Code it otherwise"},
	{"about", "/about", "How right it is"},
	{"login", "/login", "asks for no token"},
}

// TestPagesAreWalked opens every page as people do: light and dark, wide and narrow, with
// script and without. No page is wider than the window, none asks anything of others, none
// complains in the console, and axe-core finds no serious and no critical violation.
func TestPagesAreWalked(t *testing.T) {
	ctx := browser(t)
	base := serveDemo(t)
	source := axe()
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) {
			tab := newTab(t, ctx, l)
			for _, p := range walked {
				t.Run(p.name, func(t *testing.T) {
					walk(t, tab, l, base, p.path, p.has, p.name)
					t.Run("axe", func(t *testing.T) {
						if source == "" {
							t.Skip("axe-core is not installed: make scripts installs it where there is npm")
						}
						for _, v := range violations(t, tab, source) {
							t.Error(v)
						}
					})
				})
			}
		})
	}
}

// walk opens a page in a tab. Where pages are to load without scripts these are let in
// afterwards: those of the page have missed their time, and axe-core is one.
func walk(t *testing.T, tab context.Context, l look, base, path, has, name string) {
	t.Helper()
	ctx, end := context.WithTimeout(tab, 2*time.Minute)
	defer end()
	var asked []string
	listen(t, ctx, &asked)
	if err := chromedp.Do(ctx, scripts(l.script), chromedp.Navigate(base+path), scripts(true)); err != nil {
		t.Fatal(err)
	}
	body, err := chromedp.Run(ctx, chromedp.TextContent("body"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(body, has) {
		t.Errorf("%s does not say %q", path, has)
	}
	fits(t, ctx, l, path)
	for _, a := range asked {
		if !strings.HasPrefix(a, base) && !strings.HasPrefix(a, "data:") {
			t.Errorf("%s: %s", path, a)
		}
	}
	shoot(t, ctx, l.name+"-"+name)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](unfold)); err != nil {
		t.Fatal(err)
	}
	fits(t, ctx, l, path+", unfolded,")
}

// unfold opens what a page keeps folded, for it is a part of the page too.
const unfold = `[...document.querySelectorAll("details")].map(d => d.open = true).length`

// fits holds a page to the width of its window.
func fits(t *testing.T, ctx context.Context, l look, path string) {
	t.Helper()
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
	if err != nil {
		t.Fatal(err)
	}
	if wide > l.width {
		out, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest(".scroll, nav, svg")).at(-1)?.outerHTML.slice(0, 200) ?? ""`))
		t.Errorf("%s is %d wide in a window of %d: %s", path, wide, l.width, out)
	}
}

// TestPagesArePrinted looks at pages as paper shows them, from a dark screen: dark on white,
// with nothing to press, and nothing cut off that a screen would scroll to.
func TestPagesArePrinted(t *testing.T) {
	ctx := browser(t)
	base := serveDemo(t)
	tab := newTab(t, ctx, look{"", 760, true, true})
	print := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		return err
	})
	for _, p := range walked {
		if p.name == "login" {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			ctx, end := context.WithTimeout(tab, 2*time.Minute)
			defer end()
			if err := chromedp.Do(ctx, print, chromedp.Navigate(base+p.path)); err != nil {
				t.Fatal(err)
			}
			wrong, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`(() => {
				const wrong = [], style = getComputedStyle(document.body);
				if (style.backgroundColor !== "rgb(255, 255, 255)" || style.color !== "rgb(0, 0, 0)") wrong.push("it is " + style.color + " on " + style.backgroundColor);
				for (const e of document.querySelectorAll(".mast nav, button, input, select, dialog")) if (e.checkVisibility()) wrong.push(e.outerHTML.slice(0, 120) + " is printed");
				for (const e of document.querySelectorAll(".scroll")) if (e.checkVisibility() && e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== "visible") wrong.push(e.getAttribute("aria-label") + " is cut off");
				return wrong;
			})()`))
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range wrong[:min(3, len(wrong))] {
				t.Errorf("%s (and %d others)", w, len(wrong)-1)
			}
			shoot(t, ctx, "print-"+p.name)
		})
	}
}

// shoot keeps a picture of a page, if pictures are asked for.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if *shots == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), shot, 0o644); err != nil {
		t.Error(err)
	}
}
