package report

import (
	"strings"
	"unicode"
)

// Style is a list of ANSI SGR parameters; "" is plain.
type style string

// The styles. Colours are of the 256-colour set, legible on light and on dark.
const (
	plain   style = ""
	strong  style = "1"
	faint   style = "2"
	blue    style = "38;5;32"
	orange  style = "38;5;166"
	srcInk  style = "1;38;5;32"
	tgtInk  style = "4;38;5;35"
	trgInk  style = "1;4;38;5;166"
	heading style = "1"
)

func ink(tone string) style {
	switch tone {
	case "plus":
		return blue
	case "minus":
		return orange
	}
	return plain
}

// Run is text of one style.
type run struct {
	Text string
	Ink  style
}

// Setter sets runs of text into lines of a terminal; with into, it keeps them for a page.
type setter struct {
	b     strings.Builder
	width int
	color bool
	into  *chapters
}

// ink wraps text in its style, if colour is on. Here, at the border, what would act
// on the terminal falls out.
func (s *setter) ink(text string, ink style) string {
	text = visible(text)
	if !s.color || ink == plain || text == "" {
		return text
	}
	return "\x1b[" + string(ink) + "m" + text + "\x1b[0m"
}

func (s *setter) line(runs ...run) {
	if s.into != nil {
		s.into.para("", runs)
		return
	}
	for _, r := range runs {
		s.b.WriteString(s.ink(r.Text, r.Ink))
	}
	s.b.WriteByte('\n')
}

func (s *setter) blank() {
	if s.into == nil {
		s.b.WriteByte('\n')
	}
}

// para sets runs as a paragraph: the first line after lead, the others indented.
func (s *setter) para(lead, indent string, runs ...run) {
	if s.into != nil {
		s.into.para(lead, runs)
		return
	}
	for _, f := range s.fold(lead, indent, s.width, runs) {
		s.b.WriteString(f.text + "\n")
	}
}

// Folded is a set line and the columns that it takes.
type folded struct {
	text    string
	columns int
}

// fold breaks runs into lines of at most width columns where words allow it.
func (s *setter) fold(lead, indent string, width int, runs []run) []folded {
	var out []folded
	lead = visible(lead)
	at := folded{lead, columns(lead)}
	fresh := true
	for _, w := range words(runs) {
		n := w.columns()
		if !fresh && at.columns+1+n > width {
			out = append(out, at)
			at, fresh = folded{indent, columns(indent)}, true
		}
		if !fresh {
			at.text, at.columns = at.text+" ", at.columns+1
		}
		for _, r := range w {
			at.text += s.ink(r.Text, r.Ink)
		}
		at.columns += n
		fresh = false
	}
	return append(out, at)
}

// Word is what stands between two spaces, in one style or several.
type word []run

func (w word) columns() int {
	n := 0
	for _, r := range w {
		n += columns(r.Text)
	}
	return n
}

// words cuts runs at white space; a word may span runs.
func words(runs []run) []word {
	var out []word
	var w word
	flush := func() {
		if len(w) > 0 {
			out = append(out, w)
			w = nil
		}
	}
	for _, r := range runs {
		from := -1
		r.Text = visible(r.Text)
		for i, c := range r.Text {
			switch space := c == ' ' || c == '\n' || c == '\t'; {
			case space && from >= 0:
				w = append(w, run{r.Text[from:i], r.Ink})
				from = -1
				flush()
			case space:
				flush()
			case from < 0:
				from = i
			}
		}
		if from >= 0 {
			w = append(w, run{r.Text[from:], r.Ink})
		}
	}
	flush()
	return out
}

// columns is the number of terminal columns that text takes: none for marks that
// join the letter before, two for East Asian letters and pictographs.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi),
		r >= 0x3000 && r <= 0x303E, r >= 0xFF01 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1FAFF:
		return 2
	}
	return 1
}

// pad fills text with spaces to n columns, or cuts it there with an ellipsis.
func pad(s string, n int) string {
	s = cut(s, n)
	return s + strings.Repeat(" ", n-columns(s))
}

// atLeast fills text with spaces to n columns and cuts nothing: a number of a sentence
// or a source must be read whole.
func atLeast(s string, n int) string { return pad(s, max(n, columns(s))) }

// cut shortens text to n columns with an ellipsis.
func cut(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	at := 0
	for i, r := range s {
		if at+runeColumns(r) > n-1 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
		at += runeColumns(r)
	}
	return s
}

// meter draws a bar of n columns. Cooperation and what has no side is solid,
// conflict is hatched, so that no colour is needed.
func meter(share float64, n int, tone string) string {
	full := int(share*float64(n) + .5)
	if share > 0 {
		full = max(full, 1)
	}
	full = min(max(full, 0), n)
	fill := "█"
	if tone == "minus" {
		fill = "▒"
	}
	return strings.Repeat(fill, full) + strings.Repeat("·", n-full)
}

// sparkHeights are the heights of one period of a sparkline.
var sparkHeights = []rune("▁▂▃▄▅▆▇█")

// spark draws values as one column a period. A period without stories is a dot, a
// period with stories and nothing reported is a space.
func spark(points []pointView, top float64, value func(pointView) float64) string {
	var b strings.Builder
	for _, p := range points {
		v := value(p)
		switch {
		case !p.Covered:
			b.WriteRune('·')
		case v <= 0 || top <= 0:
			b.WriteRune(' ')
		default:
			b.WriteRune(sparkHeights[min(int(v/top*8), 7)])
		}
	}
	return b.String()
}

// thin joins neighbouring periods until a history fits into n columns. A joined
// period is covered if any of its periods is.
func thin(points []pointView, n int) []pointView {
	if len(points) <= n || n < 1 {
		return points
	}
	step := (len(points) + n - 1) / n
	var out []pointView
	for i := 0; i < len(points); i += step {
		p := points[i]
		for _, q := range points[i+1 : min(i+step, len(points))] {
			p.Coop, p.Conf, p.Covered = p.Coop+q.Coop, p.Conf+q.Conf, p.Covered || q.Covered
		}
		out = append(out, p)
	}
	return out
}
