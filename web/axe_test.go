package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axe is the source of axe-core, which finds what people with a screen reader, without a
// mouse or with weak eyes stumble over; empty where npm did not install it.
func axe() string {
	data, err := os.ReadFile(filepath.Join("script", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return ""
	}
	return string(data)
}

// looks are the ways in which pages are looked at.
var looks = []look{
	{"1440-light", 1440, false, true}, {"1440-dark", 1440, true, true}, {"390-light", 390, false, true}, {"390-dark", 390, true, true},
	{"1440-light-noscript", 1440, false, false}, {"1440-dark-noscript", 1440, true, false}, {"390-light-noscript", 390, false, false}, {"390-dark-noscript", 390, true, false},
}

type look struct {
	name   string
	width  int64
	dark   bool
	script bool
}

// newTab opens a tab that looks at pages in a way.
func newTab(t *testing.T, parent context.Context, l look) context.Context {
	t.Helper()
	ctx, stop := chromedp.NewContext(parent)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, l.dress()); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// dress sets size and colours of a tab.
func (l look) dress() chromedp.Action[chromedp.Void] {
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: l.width, Height: 900, DeviceScaleFactor: 1})
		if err == nil {
			_, err = cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		}
		return err
	})
}

// scripts says whether pages of a tab may run scripts.
func scripts(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// violations runs axe-core over the page of a tab and tells what is serious or critical.
func violations(t *testing.T, tab context.Context, source string) []string {
	t.Helper()
	ctx, end := context.WithTimeout(tab, 2*time.Minute)
	defer end()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](source+";true")); err != nil {
		t.Fatalf("axe-core does not start: %v", err)
	}
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("axe-core does not answer: %v", err)
	}
	var found []struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML, FailureSummary string }
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, v := range found {
		said := fmt.Sprintf("%s, %s, %d times: %s\n%.300s\n%s", v.Impact, v.ID, len(v.Nodes), v.Help, v.Nodes[0].HTML, strings.ReplaceAll(v.Nodes[0].FailureSummary, "\n", "\n  "))
		if v.Impact == "serious" || v.Impact == "critical" {
			told = append(told, said)
		} else {
			t.Log(said)
		}
	}
	return told
}
