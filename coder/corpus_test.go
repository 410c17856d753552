package coder_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/coder"
)

var update = flag.Bool("update", false, "write what is found into the expectations of testdata/coding")

// item is a story of one paragraph with the events that must be found in it.
type item struct {
	line int
	day  string
	text string
	want []string
}

// floor is the share of the stories written by independent readers that must come
// out as they expect, hardFloor that of structure.txt, whose sentences are built to be
// hard; they may only rise. The stories of phenomena.txt must all.
const floor, hardFloor = .76, .46

// TestCoding holds the coder to the stories of testdata/coding, in the words a
// political scientist would write them in.
func TestCoding(t *testing.T) {
	var right, all [2]int // of plain stories, of hard ones
	defer func() {
		for k, least := range []float64{floor, hardFloor} {
			t.Logf("%d of %d %s of independent readers are right", right[k], all[k], []string{"stories", "hard sentences"}[k])
			if float64(right[k]) < least*float64(all[k]) {
				t.Errorf("%d of %d are right, below the floor of %.2f", right[k], all[k], least)
			}
		}
	}()
	tools := load(t)
	files, err := filepath.Glob("../testdata/coding/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		items, kind := parseItems(t, file, string(data)), 0
		if filepath.Base(file) == "structure.txt" {
			kind = 1
		}
		for _, it := range items {
			got := found(tools, it)
			msg := differ(it.want, got)
			report := t.Logf
			if filepath.Base(file) == "phenomena.txt" {
				report = t.Errorf
			} else if all[kind]++; msg == "" {
				right[kind]++
			}
			if msg != "" && !*update {
				report("%s:%d: %s\n%s", filepath.Base(file), it.line, it.text, msg)
			}
		}
		if *update {
			rewrite(t, file, string(data), tools)
		}
	}
}

func parseItems(t *testing.T, file, text string) []item {
	t.Helper()
	var out []item
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "  "):
			if len(out) == 0 {
				t.Fatalf("%s:%d: an expectation before any story", file, n)
			}
			last := &out[len(out)-1]
			last.want = append(last.want, strings.TrimSpace(line))
		default:
			day, body, ok := strings.Cut(line, " ")
			if !ok || len(day) != 10 {
				t.Fatalf("%s:%d: a story begins with its day", file, n)
			}
			out = append(out, item{n, day, body, nil})
		}
	}
	return out
}

// found codes an item and gives its events as expectation lines.
func found(tools coder.Tools, it item) []string {
	day, _ := entente.ParseDay(it.day)
	story := entente.Story{ID: "t", Text: it.text, Published: day, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(it.text)}}}
	var out []string
	for _, r := range coder.Code(tools, story, coder.Options{}).Reports {
		out = append(out, printed(r))
	}
	if len(out) == 0 {
		out = []string{"none"}
	}
	return out
}

func printed(r entente.Report) string {
	a, arrow, b := r.Source.Code, ">", r.Target.Code
	if r.Reciprocal {
		arrow = "<>"
		if b < a {
			a, b = b, a
		}
	}
	if b == "" {
		b = "-"
	}
	s := fmt.Sprintf("%s %s %s %s %s", a, arrow, b, r.Plover.Event, r.Status)
	if r.DateBasis == entente.Explicit || r.DateBasis == entente.Relative {
		s += " " + r.DateFrom.String() + ".." + r.DateTo.String()
	}
	return s
}

// differ says in words how what was found departs from what was wanted.
func differ(want, got []string) string {
	left := slices.Clone(got)
	var missing []string
	for _, w := range want {
		i := slices.IndexFunc(left, func(g string) bool { return meets(w, g) })
		if i < 0 {
			missing = append(missing, w)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	if len(missing)+len(left) == 0 {
		return ""
	}
	return fmt.Sprintf("\tmissing %v\n\tfound   %v", missing, left)
}

// meets reports whether a found line has every word that is wanted; a|b wants one of
// the two, and a mutual pair may stand in either order.
func meets(want, got string) bool {
	w, g := strings.Fields(want), strings.Fields(got)
	if len(w) > len(g) {
		return false
	}
	if len(w) > 2 && w[1] == "<>" && w[2] < w[0] {
		w[0], w[2] = w[2], w[0]
	}
	for i := range w {
		if !slices.Contains(strings.Split(w[i], "|"), g[i]) {
			return false
		}
	}
	return true
}

// rewrite puts what is found in place of the expectations.
func rewrite(t *testing.T, file, text string, tools coder.Tools) {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(text) {
		trimmed := strings.TrimRight(line, "\n")
		if strings.HasPrefix(trimmed, "  ") {
			continue
		}
		b.WriteString(line)
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		day, body, _ := strings.Cut(trimmed, " ")
		for _, g := range found(tools, item{day: day, text: body}) {
			b.WriteString("  " + g + "\n")
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCodingLanguageReadsItself checks that what the coder prints is read back as
// meeting itself: an updated file passes.
func TestCodingLanguageReadsItself(t *testing.T) {
	tools := load(t)
	it := item{day: "2021-07-15", text: "Russia and China held talks. Russia expelled two Polish diplomats on Monday."}
	got := found(tools, it)
	if msg := differ(got, found(tools, it)); msg != "" || len(got) < 2 {
		t.Errorf("found %v\n%s", got, msg)
	}
}
