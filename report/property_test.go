package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"entente"
)

var (
	hrefPattern   = regexp.MustCompile(`href="#([^"]*)"`)
	idPattern     = regexp.MustCompile(`\sid="([^"]*)"`)
	mdLinkPattern = regexp.MustCompile(`\]\(#([^)]*)\)`)
)

// anchors holds that every inner link leads somewhere and that no anchor is there twice.
func anchors(t *testing.T, text string, links *regexp.Regexp) {
	t.Helper()
	ids := map[string]int{}
	for _, m := range idPattern.FindAllStringSubmatch(text, -1) {
		if ids[m[1]]++; ids[m[1]] > 1 {
			t.Errorf("anchor %q stands twice", m[1])
		}
	}
	found := links.FindAllStringSubmatch(text, -1)
	if len(found) < 20 {
		t.Errorf("only %d inner links", len(found))
	}
	for _, m := range found {
		if ids[m[1]] == 0 {
			t.Errorf("link to #%s has no anchor", m[1])
		}
	}
}

func TestEveryLinkHasItsAnchor(t *testing.T) {
	for _, ledgerSize := range []int{0, -1, 3} {
		opt := sampleOptions()
		opt.Ledger = ledgerSize
		var page, md bytes.Buffer
		if err := errors.Join(HTML(&page, sampleBrief(), opt), Markdown(&md, sampleBrief(), opt)); err != nil {
			t.Fatal(err)
		}
		anchors(t, page.String(), hrefPattern)
		anchors(t, md.String(), mdLinkPattern)
	}
}

// Every cited report stands in the page, and so does every sentence number that
// the terminal prints in the terminal.
func TestEveryCiteIsPrinted(t *testing.T) {
	text := string(sampleHTML(t))
	for _, d := range sampleBrief().Dyads {
		for _, id := range append(d.Acts.Cites, d.Assessed.Cites...) {
			if !strings.Contains(text, `id="`+anchor("r", id)+`"`) {
				t.Errorf("%s is cited and not printed", id)
			}
		}
	}
	var b bytes.Buffer
	if err := Terminal(&b, sampleBrief(), sampleOptions()); err != nil {
		t.Fatal(err)
	}
	heads := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\[(\d+)\] `).FindAllStringSubmatch(b.String(), -1) {
		heads[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`\[(\d+)\]`).FindAllStringSubmatch(b.String(), -1) {
		if !heads[m[1]] {
			t.Errorf("[%s] is printed in the terminal without its sentence", m[1])
		}
	}
}

func TestPageAsksNothingOfOthers(t *testing.T) {
	text := string(sampleHTML(t))
	for _, bad := range []string{"<script", "<link", "<img", "<iframe", "<form", "src=", "srcset=", "@import", "url(", "javascript:", "ZgotmplZ", "onclick", "<base"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
	outward := regexp.MustCompile(`<a href="https?://[^"]*" rel="noreferrer">`)
	rest := outward.ReplaceAllString(text, "")
	if strings.Contains(rest, "http://") || strings.Contains(rest, "https://") {
		t.Error("an address stands outside a plain link to a story")
	}
	if n := len(outward.FindAllString(text, -1)); n != 2 {
		t.Errorf("%d links to stories, want 2: the third has a scheme that may not be followed", n)
	}
}

// hostile puts markup, control and direction characters into every text from outside.
func hostile() entente.Brief {
	const evil = "<script>alert(1)</script>\x1b[31m\u202e\"'`*_[x](javascript:alert(1))| &amp; \x00\n# head"
	b := sampleBrief()
	b.Title, b.Lexicon, b.Scale, b.Notes = evil, evil, evil, []string{evil}
	b.Problems = []entente.Problem{{Stage: evil, Subject: evil, Message: evil}}
	for i := range b.Stories {
		o := &b.Stories[i]
		o.Title, o.Author, o.Publisher, o.Hash, o.URL, o.Kind = evil, evil, evil, evil, "javascript:"+evil, entente.Kind(evil)
	}
	for i := range b.Reports {
		r := &b.Reports[i]
		r.Citation = entente.Citation{Quote: evil, End: len(evil), Trigger: entente.Span{0, 8}, URL: evil}
		r.Source, r.Status, r.Stream = entente.Actor{Raw: evil}, entente.Status(evil), entente.Stream(evil)
		r.Attribution, r.FoundBy.Pattern = &entente.Attribution{By: evil}, evil
	}
	for i := range b.Dyads {
		b.Dyads[i].Rule = evil
	}
	w := &b.Hypotheses[0]
	w.Question, w.Standings[0].Text, w.Standings[0].ID, w.Evidence[0].Text, w.Evidence[0].Ratings[0] = evil, evil, evil, evil, evil
	b.Outlook[0].Method, b.Outlook[0].Reasons[0].Text, b.Outlook[0].Word = evil, evil, evil
	return b
}

func TestTextFromOutsideIsEscaped(t *testing.T) {
	for name, write := range map[string]func(io.Writer, entente.Brief, Options) error{"terminal": Terminal, "markdown": Markdown, "html": HTML, "events": Events} {
		var b bytes.Buffer
		opt := sampleOptions()
		opt.Names = func(c entente.Code) string { return "<b>" + string(c) + "\x1b[2J" }
		if err := write(&b, hostile(), opt); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if strings.ContainsAny(text, "\x1b\x00\u202e") {
			t.Errorf("%s lets control characters through", name)
		}
		if (name == "html" || name == "markdown") && (strings.Contains(text, "<script") || strings.Contains(text, "<b>CHN")) {
			t.Errorf("%s lets markup through: %.200s", name, text[max(strings.Index(text, "<script"), strings.Index(text, "<b>CHN")):])
		}
		if name == "markdown" && strings.Contains(text, "[x](") {
			t.Error("Markdown lets a link through")
		}
	}
}

func TestLikelihoodAndConfidenceKeepApart(t *testing.T) {
	var md, term bytes.Buffer
	if err := errors.Join(Markdown(&md, sampleBrief(), sampleOptions()), Terminal(&term, sampleBrief(), sampleOptions())); err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`likely|chance|almost certain`)
	for _, s := range regexp.MustCompile(`[.!?][”)]?\s`).Split(md.String()+term.String(), -1) {
		for _, line := range strings.Split(s, "\n- ") {
			if strings.Contains(line, "confidence") && words.MatchString(line) {
				t.Errorf("one sentence has both: %q", line)
			}
		}
	}
}

func TestAbsenceIsNeverZero(t *testing.T) {
	b := entente.Brief{Dyads: []entente.Tie{{A: "CHN", B: "JPN"}}, Stories: sampleBrief().Stories}
	for name, write := range map[string]func(io.Writer, entente.Brief, Options) error{"terminal": Terminal, "markdown": Markdown, "html": HTML} {
		var out bytes.Buffer
		if err := write(&out, b, sampleOptions()); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"No acts reported", "No assessments found", "is not known"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
		if regexp.MustCompile(`>0\.0<|\| 0 \|| 0\.0\b`).MatchString(out.String()) {
			t.Errorf("%s prints a zero for what was not reported", name)
		}
	}
}

func TestEmptyBriefIsSaid(t *testing.T) {
	for _, write := range []func(io.Writer, entente.Brief, Options) error{Terminal, Markdown, HTML, Events} {
		var out bytes.Buffer
		if err := write(&out, entente.Brief{}, Options{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "o acts reported") && !strings.Contains(out.String(), "nothing was found") {
			t.Errorf("an empty brief prints %q", out.String())
		}
	}
}

func TestTerminalKeepsItsWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120} {
		opt := sampleOptions()
		opt.Width = width
		var b bytes.Buffer
		if err := Terminal(&b, sampleBrief(), opt); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(b.String(), "\n") {
			if n := columns(line); n > width && !strings.Contains(line, "://") && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("width %d: line %d takes %d columns: %s", width, i+1, n, line)
			}
		}
	}
}

func TestColourOnlyWhenAsked(t *testing.T) {
	var without, with bytes.Buffer
	if err := errors.Join(Terminal(&without, sampleBrief(), sampleOptions()), Terminal(&with, sampleBrief(), colour())); err != nil {
		t.Fatal(err)
	}
	stripped := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(with.String(), "")
	if without.String() != stripped {
		t.Error("without its colours the coloured text differs: colour alone says something")
	}
	if strings.Contains(without.String(), "\x1b") {
		t.Error("colour though none was asked for")
	}
}

func TestSameBriefSameBytes(t *testing.T) {
	one := sampleHTML(t)
	for range 5 {
		if !bytes.Equal(one, sampleHTML(t)) {
			t.Fatal("two runs differ")
		}
	}
}

// The page's colours against WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for
// graphics (1.4.11), in light and in dark.
func TestContrast(t *testing.T) {
	themes := regexp.MustCompile(`:root\{([^}]*)\}`).FindAllStringSubmatch(pageCSS, 3)
	if len(themes) != 3 {
		t.Fatalf("%d themes, want light, dark and print", len(themes))
	}
	for i, th := range themes {
		v := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{3,6})`).FindAllStringSubmatch(th[1], -1) {
			v[m[1]] = m[2]
		}
		for _, p := range []struct {
			front, back string
			least       float64
		}{{"ink", "paper", 7}, {"soft", "paper", 4.5}, {"soft", "panel", 4.5}, {"plus", "paper", 4.5}, {"minus", "paper", 4.5}, {"plus", "plus-tint", 4.5},
			{"minus", "minus-tint", 4.5}, {"none", "paper", 4.5}, {"ink", "none-tint", 4.5}, {"ink", "src", 4.5}, {"ink", "tgt", 4.5}, {"ink", "trg", 4.5},
			{"src-line", "src", 3}, {"tgt-line", "tgt", 3}, {"plus", "track", 3}, {"minus", "track", 3}, {"none", "track", 3}, {"plus", "panel", 3}, {"minus", "panel", 3}} {
			if v[p.front] == "" || v[p.back] == "" {
				continue
			}
			if c := contrast(t, v[p.front], v[p.back]); c < p.least {
				t.Errorf("theme %d: %s on %s is %.2f to 1, want %.1f", i, p.front, p.back, c, p.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = fmt.Sprintf("#%c%c%c%c%c%c", hex[1], hex[1], hex[2], hex[2], hex[3], hex[3])
	}
	sum := 0.0
	for i, share := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}

// A year of news stays a page that can be read: what nothing cites is left out and
// counted.
func TestLargeBriefIsKeptInBounds(t *testing.T) {
	b := sampleBrief()
	for i := range 3000 {
		o := b.Stories[0]
		o.Story = fmt.Sprintf("more-%d", i)
		b.Stories = append(b.Stories, o)
		r := b.Reports[0]
		r.Story, r.Report, r.ID = o.Story, fmt.Sprintf("r_more%d", i), fmt.Sprintf("e_more%d", i)
		b.Reports = append(b.Reports, r)
	}
	b.Dyads[0].Acts.Cites = append(b.Dyads[0].Acts.Cites, func() (ids []string) {
		for i := range 500 {
			ids = append(ids, fmt.Sprintf("r_more%d", i))
		}
		return ids
	}()...)
	for name, write := range map[string]func(io.Writer, entente.Brief, Options) error{"terminal": Terminal, "markdown": Markdown, "html": HTML} {
		var out bytes.Buffer
		if err := write(&out, b, sampleOptions()); err != nil {
			t.Fatal(err)
		}
		if out.Len() > 2<<20 {
			t.Errorf("%s takes %d bytes", name, out.Len())
		}
		for _, want := range []string{"461 more", "3,013"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
}
