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
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
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
	{"search", "/search?q=summit", "Sentences"},
	{"codebook", "/codebook", "CONSULT"},
	{"queue", "/queue", "Code it otherwise"},
	{"about", "/about", "How right it is"},
}

// TestPagesAreWalked opens every page as people do: light and dark, wide and narrow, with
// script and without. No page is wider than the window, none asks anything of others, none
// complains in the console.
func TestPagesAreWalked(t *testing.T) {
	ctx := browser(t)
	base := serveDemo(t)
	for _, look := range []struct {
		name   string
		width  int64
		dark   bool
		script bool
	}{{"1440-light", 1440, false, true}, {"1440-dark", 1440, true, true}, {"390-light", 390, false, false}, {"390-dark", 390, true, true}} {
		for _, p := range walked {
			t.Run(look.name+"/"+p.name, func(t *testing.T) {
				walk(t, ctx, base, p.path, p.has, look.name+"-"+p.name, look.width, look.dark, look.script)
			})
		}
	}
}

func walk(t *testing.T, parent context.Context, base, path, has, name string, width int64, dark, script bool) {
	t.Helper()
	ctx, stop := chromedp.NewContext(parent)
	defer stop()
	ctx, end := context.WithTimeout(ctx, 2*time.Minute)
	defer end()
	var asked []string
	listen(t, ctx, &asked)
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		if err == nil {
			_, err = cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
		}
		return err
	}), chromedp.Navigate(base+path)); err != nil {
		t.Fatal(err)
	}
	body, err := chromedp.Run(ctx, chromedp.TextContent("body"))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
	if err != nil {
		t.Fatal(err)
	}
	var shot []byte
	if *shots != "" {
		if shot, err = chromedp.Run(ctx, chromedp.FullScreenshot(100)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(body, has) {
		t.Errorf("%s does not say %q", path, has)
	}
	if wide > width {
		t.Errorf("%s is %d wide in a window of %d", path, wide, width)
	}
	for _, a := range asked {
		if !strings.HasPrefix(a, base) && !strings.HasPrefix(a, "data:") {
			t.Errorf("%s: %s", path, a)
		}
	}
	if len(shot) > 0 {
		if err := os.WriteFile(filepath.Join(*shots, name+".png"), shot, 0o644); err != nil {
			t.Error(err)
		}
	}
}
