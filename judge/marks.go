package judge

import (
	"strings"

	"entente"
)

// Marked reads a sentence in which tags mark the source <s>…</s>, the target <t>…</t>
// and the words of the act <e>…</e>, each once, several times, nested or not at all. A
// tag that is not closed marks up to the end; one that was not opened is left out.
func Marked(sentence string) Question {
	var q Question
	var text strings.Builder
	spans := map[byte]*[]entente.Span{'s': &q.Source, 't': &q.Target, 'e': &q.Trigger}
	open := map[byte][]int{}
	shut := func(kind byte) {
		if n := len(open[kind]); n > 0 {
			*spans[kind] = append(*spans[kind], entente.Span{open[kind][n-1], text.Len()})
			open[kind] = open[kind][:n-1]
		}
	}
	for rest := sentence; rest != ""; {
		at := strings.IndexByte(rest, '<')
		if at < 0 {
			at = len(rest)
		}
		text.WriteString(rest[:at])
		rest = rest[at:]
		kind, closes, size := tag(rest)
		switch {
		case size == 0 && rest != "":
			text.WriteByte('<')
			rest = rest[1:]
			continue
		case closes:
			shut(kind)
		case size > 0:
			open[kind] = append(open[kind], text.Len())
		}
		rest = rest[size:]
	}
	for _, kind := range []byte("ste") {
		for len(open[kind]) > 0 {
			shut(kind)
		}
	}
	q.Text = text.String()
	return q
}

// tag reads the tag with which a text begins; its size is 0 if it begins with none.
func tag(s string) (kind byte, closes bool, size int) {
	if len(s) < 3 || s[0] != '<' {
		return 0, false, 0
	}
	at := 1
	if s[1] == '/' {
		closes, at = true, 2
	}
	if len(s) < at+2 || s[at+1] != '>' || s[at] != 's' && s[at] != 't' && s[at] != 'e' {
		return 0, false, 0
	}
	return s[at], closes, at + 2
}
