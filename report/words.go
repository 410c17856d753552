package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"entente"
)

func rootWord(r entente.Root) string { return strings.ToLower(string(r)) }

// levelWord names a level; nil is what nothing tells of.
func levelWord(level *int) string {
	switch {
	case level == nil:
		return "not known"
	case *level > 0:
		return "friendly"
	case *level < 0:
		return "adversarial"
	}
	return "neutral"
}

// trendWord names a trend with its arrow.
func trendWord(trend *int) string {
	switch {
	case trend == nil:
		return "? trend not known"
	case *trend > 0:
		return "↗ warming"
	case *trend < 0:
		return "↘ cooling"
	}
	return "→ steady"
}

// open reports whether no level prevails: none is more probable than not, and what
// is printed as neither friendly nor adversarial is not the most probable.
func open(t entente.Tie) bool {
	return t.Level != nil && *t.Level == 0 && t.PNeutral < max(t.PPlus, t.PMinus)
}

// tieWord is [levelWord] for a tie, which may be open.
func tieWord(t entente.Tie) string {
	if open(t) {
		return "open"
	}
	return levelWord(t.Level)
}

// tieSign is [sign] for a tie, which may be open.
func tieSign(t entente.Tie) string {
	if open(t) {
		return "±"
	}
	return sign(t.Level)
}

// sign is the mark of a level in a drawing.
func sign(level *int) string {
	switch {
	case level == nil:
		return "?"
	case *level > 0:
		return "+"
	case *level < 0:
		return "−"
	}
	return "0"
}

// prob prints a probability to two places without the leading zero; what would
// round to certainty is kept short of it, for nothing read makes certain.
func prob(p float64) string {
	switch {
	case math.IsNaN(p):
		return "?"
	case p < .005:
		return "<.01"
	case p >= .995:
		return ">.99"
	}
	return fmt.Sprintf("%.2f", p)[1:]
}

// signed prints a number between -1 and 1 with its sign, to two places.
func signed(x float64) string {
	s := strings.TrimPrefix(fmt.Sprintf("%.2f", math.Abs(x)), "0")
	switch {
	case s == ".00":
		return "0"
	case x < 0:
		return "−" + s
	}
	return "+" + s
}

// amount prints a sum of intensities to one place.
func amount(x float64) string {
	if x > 0 && x < .05 {
		return "<0.1"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// count prints a number with its noun: "1 event", "2 events", "no events".
func count(n int, one, many string) string {
	switch n {
	case 0:
		return "no " + many
	case 1:
		return "1 " + one
	}
	return thousands(n) + " " + many
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// date prints a day as in a newspaper: "16 June 2021".
func date(d entente.Day) string {
	if !d.Known() {
		return "undated"
	}
	return d.Time().Format("2 January 2006")
}

// dates prints a window of days as briefly as it can be said.
func dates(from, to entente.Day) string {
	switch {
	case !from.Known() && !to.Known():
		return "undated"
	case !to.Known() || from == to:
		return date(from)
	case !from.Known():
		return "until " + date(to)
	}
	f, t := from.Time(), to.Time()
	sameYear, sameMonth := f.Year() == t.Year(), f.Year() == t.Year() && f.Month() == t.Month()
	switch {
	case sameMonth && f.Day() == 1 && to == from.AddMonths(1)-1:
		return f.Format("January 2006")
	case sameMonth:
		return f.Format("2") + "–" + date(to)
	case sameYear:
		return f.Format("2 January") + " – " + date(to)
	}
	return date(from) + " – " + date(to)
}

// list joins names in prose: "a", "a and b", "a, b and c".
func list(names ...string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// upper gives the text with its first letter as a capital.
func upper(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// sentence gives text from elsewhere with its full stop, "" for none.
func sentence(s string) string {
	if s = clean(s); s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// clean makes text from outside safe and flat: control and direction characters
// become spaces, runs of space become one.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || hidden(r) }), " ")
}

// hidden reports whether a rune would act on a terminal or reorder its line.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r == '\uFEFF' || r == '\u2028' || r == '\u2029' ||
		r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\u200E' || r == '\u200F'
}

// visible drops the runes that act rather than show, but for line breaks.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) && r != '\n' {
			return -1
		}
		return r
	}, s)
}
