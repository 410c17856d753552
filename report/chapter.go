package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Chapter is a part of a report that the terminal sets too: the same words, kept as they
// come instead of being broken into lines, so that each is written once.
type chapter struct {
	Anchor string
	Title  string
	Lines  []chapterLine
}

// ChapterLine is a paragraph. Depth is how far it stands in: what stands below what.
type chapterLine struct {
	Depth int
	Label string
	Runs  []chapterRun
}

// ChapterRun is text of one style, or pointers to sentences.
type chapterRun struct {
	Text  string
	Class string
	Refs  []ref
}

// chapters keeps what a setter is told to set.
type chapters struct {
	all    []chapter
	ledger *ledger
	before section // in which the ledger was when the last chapter began
}

// newChapters gives a setter that keeps chapters, and where it keeps them. Pointers are
// looked up in the ledger, whose sections name the chapters.
func newChapters(l *ledger) (*setter, *chapters) {
	into := &chapters{ledger: l}
	return &setter{width: 80, into: into}, into
}

// head begins a chapter.
func (c *chapters) head(title string) {
	c.all = append(c.all, chapter{Title: title})
	c.before = c.ledger.here
}

// para adds a paragraph to the last chapter.
func (c *chapters) para(lead string, runs []run) {
	if len(c.all) == 0 {
		c.head("")
	}
	last := &c.all[len(c.all)-1]
	if last.Anchor == "" && c.ledger.here != c.before {
		last.Anchor = c.ledger.here.Anchor
	}
	text := strings.TrimLeft(lead, " ")
	line := chapterLine{Depth: (len(lead) - len(text)) / 2, Label: strings.TrimSpace(strings.TrimLeft(text, "·•"))}
	for _, r := range runs {
		if r.Text = flat(r.Text); r.Text == "" {
			continue
		}
		if refs := c.refs(r.Text); refs != nil {
			line.Runs = append(line.Runs, chapterRun{Refs: refs})
			continue
		}
		line.Runs = append(line.Runs, chapterRun{Text: r.Text, Class: inkClass[r.Ink]})
	}
	if line.Label == "" && len(line.Runs) > 0 {
		line.Runs[0].Text = upper(strings.TrimLeft(line.Runs[0].Text, " "))
	}
	if line.Label != "" || len(line.Runs) > 0 {
		last.Lines = append(last.Lines, line)
	}
}

// text is what a line says.
func (l chapterLine) text() string {
	var b strings.Builder
	for _, r := range l.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// inkClass names the styles that a chapter keeps apart.
var inkClass = map[style]string{strong: "strong", faint: "small"}

var (
	onlyMarks = regexp.MustCompile(`^( ?\[\d+\])+ ?$`)
	eachMark  = regexp.MustCompile(`\d+`)
)

// refs reads the marks of sentences back, nil where a text is anything else.
func (c *chapters) refs(text string) []ref {
	if !onlyMarks.MatchString(text) {
		return nil
	}
	var out []ref
	for _, digits := range eachMark.FindAllString(text, -1) {
		n, err := strconv.Atoi(digits)
		if r, ok := c.ledger.numbered(n); err == nil && ok {
			out = append(out, r)
		}
	}
	return out
}

// numbered gives the pointer to the sentence of a number.
func (l *ledger) numbered(n int) (ref, bool) {
	if l.byN == nil {
		l.byN = map[int]ref{}
		for _, w := range l.All {
			l.byN[w.N] = w.ref
		}
	}
	r, ok := l.byN[n]
	return r, ok && n > 0
}

// chapters gives those that hold anything, each with an anchor.
func (c *chapters) chapters(kind string) []chapter {
	var out []chapter
	for i, x := range c.all {
		if len(x.Lines) > 0 && x.Lines[0].text() == x.Title { // the terminal has no heading there
			x.Lines = x.Lines[1:]
		}
		if len(x.Lines) == 0 {
			continue
		}
		if x.Anchor == "" {
			x.Anchor = fmt.Sprintf("%s-%d", kind, i+1)
		}
		out = append(out, x)
	}
	return out
}
