package news

import (
	"strings"
	"unicode/utf8"

	"entente"
)

// line is a run of text that is classed as one: a line, or a paragraph whose
// lines were broken at a margin.
type line struct {
	start, end int
	text       string // trimmed
	gap        bool   // a blank line stands before it
	mark       mark
	stream     entente.Stream
}

// splitLines gives the lines of text that are not blank. CR, LF and CRLF end a line.
func splitLines(text string) []line {
	out := make([]line, 0, len(text)/120+1)
	gap := true
	for pos := 0; pos < len(text); {
		end := strings.IndexByte(text[pos:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += pos
		}
		out, gap = appendLines(out, text, pos, end, gap)
		pos = end + 1
	}
	return joinWrapped(text, out)
}

// appendLines adds text[pos:end], which may hold line ends of the old kind (CR alone).
func appendLines(out []line, text string, pos, end int, gap bool) ([]line, bool) {
	for pos <= end {
		stop := strings.IndexByte(text[pos:end], '\r')
		if stop < 0 || pos+stop == end-1 {
			stop = end
		} else {
			stop += pos
		}
		l := trimmed(text, pos, stop)
		if l.text == "" {
			gap = true
		} else {
			l.gap = gap
			out = append(out, l)
			gap = false
		}
		pos = stop + 1
	}
	return out, gap
}

// trimmed gives text[start:end] without the white space around it.
func trimmed(text string, start, end int) line {
	s := text[start:end]
	left := strings.TrimLeftFunc(s, blank)
	start += len(s) - len(left)
	s = strings.TrimRightFunc(left, blank)
	return line{start: start, end: start + len(s), text: s}
}

const (
	minMargin = 40
	maxMargin = 130
)

// joinWrapped joins lines that were broken at a margin, in a text that is set so:
// a quarter of its line ends without a blank line stand where the next word would not
// have fitted and no sentence ends, at most as many where one does, and one of the
// former before a small letter.
func joinWrapped(text string, lines []line) []line {
	margin := 0
	for _, l := range lines {
		if len(l.text) <= margin {
			continue
		}
		if n := utf8.RuneCountInString(l.text); n > margin {
			if margin = n; margin > maxMargin {
				return lines
			}
		}
	}
	if margin < minMargin || !isWrapped(lines, margin) {
		return lines
	}
	out := lines[:1]
	for _, l := range lines[1:] {
		last := &out[len(out)-1]
		if l.gap || !breaksAt(text[lastLine(text, last):last.end], l.text, margin) || opensItem(l.text) {
			out = append(out, l)
			continue
		}
		last.end = l.end
		last.text = text[last.start:last.end]
	}
	return out
}

// lastLine is where the last line of a joined paragraph starts.
func lastLine(text string, l *line) int {
	if i := strings.LastIndexByte(text[l.start:l.end], '\n'); i >= 0 {
		return l.start + i + 1
	}
	return l.start
}

func isWrapped(lines []line, margin int) bool {
	pairs, full, broken, small := 0, 0, 0, 0
	for i := 1; i < len(lines); i++ {
		if lines[i].gap {
			continue
		}
		pairs++
		before := lines[i-1].text
		if !breaksAt(before, lines[i].text, margin) {
			continue
		}
		if full++; !endsSentence(before) {
			broken++
			if c := lines[i].text[0]; c >= 'a' && c <= 'z' {
				small++
			}
		}
	}
	return small > 0 && broken*2 >= full && broken*4 >= pairs
}

// breaksAt reports whether the first word of next would not have fitted on the line.
func breaksAt(before, next string, margin int) bool {
	word := next
	if i := strings.IndexByte(next, ' '); i >= 0 {
		word = next[:i]
	}
	return utf8.RuneCountInString(before)+1+utf8.RuneCountInString(word) > margin-2
}

// opensItem reports whether a line begins an item of a list.
func opensItem(s string) bool {
	for _, b := range bullets {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	return false
}

var bullets = []string{"• ", "•\t", "· ", "▪ ", "■ ", "● ", "◦ ", "‣ ", "* ", "- ", "– ", "— ", "•", "►", "▶"}

// endsSentence reports whether a line closes with a stop, a question or an exclamation
// mark or a colon, quotation marks and brackets after it aside.
func endsSentence(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', '…', ':', ';', '。', '！', '？', '؟', '।':
			return true
		case '"', '\'', '”', '’', '»', ')', ']', '“', '*', '_':
			s = s[:len(s)-size]
		default:
			return false
		}
	}
	return false
}

// endsStop is endsSentence for the full stop alone: what headlines do not end with.
func endsStop(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]“*_")
	return strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "...") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "।")
}

// words counts what white space parts, up to a limit.
func words(s string, limit int) int {
	n, inWord := 0, false
	for i := 0; i < len(s) && n < limit; i++ {
		space := s[i] == ' ' || s[i] == '\t' || s[i] == '\n'
		if !space && !inWord {
			n++
		}
		inWord = !space
	}
	return n
}
