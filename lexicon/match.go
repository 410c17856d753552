package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mention is a name found in a text: text[Start:End], and what it may mean.
type Mention struct {
	Start, End int
	Entries    []Entry
}

// index finds phrases by their first word. A phrase is the words after the first,
// each with what parts it from the word before.
type index map[string][]phrase

type phrase struct {
	rest    []part
	entries []Entry
}

type part struct{ gap, word string }

// add files a phrase under its first word; one that stands there already takes
// the entry as a further meaning.
func (x index) add(text string, e Entry) {
	words := split(text)
	if len(words) == 0 {
		return
	}
	rest := make([]part, len(words)-1)
	for i, w := range words[1:] {
		rest[i] = part{foldGap(text[words[i].end:w.start]), text[w.start:w.end]}
	}
	first := text[words[0].start:words[0].end]
	for i, p := range x[first] {
		if equal(p.rest, rest) {
			x[first][i].entries = append(p.entries[:len(p.entries):len(p.entries)], e)
			return
		}
	}
	x[first] = append(x[first], phrase{rest, []Entry{e}})
}

func equal(a, b []part) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// longest gives the longest phrase that begins at words[i], and its last word.
func (x index) longest(text string, words []word, i int, key string, lower bool) (entries []Entry, last int) {
	last = -1
	for _, p := range x[key] {
		n := len(p.rest)
		if i+n <= last || i+n >= len(words) || !follows(text, words[i:i+n+1], p.rest, lower) {
			continue
		}
		entries, last = p.entries, i+n
	}
	return entries, last
}

func follows(text string, words []word, rest []part, lower bool) bool {
	for k, p := range rest {
		w := words[k+1]
		got := text[w.start:w.end]
		if lower {
			got = w.lower(text)
		}
		if got != p.word || foldGap(text[words[k].end:w.start]) != p.gap {
			return false
		}
	}
	return true
}

// word is a run of letters and digits in a text.
type word struct {
	start, end int
	ascii      bool
}

func (w word) lower(text string) string {
	s := text[w.start:w.end]
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf {
			return strings.ToLower(s)
		}
	}
	return s
}

// split cuts a text into its words.
func split(text string) []word { return appendWords(nil, text) }

func appendWords(dst []word, text string) []word {
	start := -1
	for i := 0; i < len(text); {
		c := text[i]
		size, letter := 1, c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			letter = unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		}
		switch {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			dst = append(dst, word{start: start, end: i})
			start = -1
		}
		i += size
	}
	if start >= 0 {
		dst = append(dst, word{start: start, end: len(text)})
	}
	return dst
}

// foldGap levels what parts two words: any white space is one space, and
// typographic apostrophes and dashes are plain ones.
func foldGap(s string) string {
	if s == " " || s == "." || s == "-" || s == "'" || s == ". " {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		case r == '’' || r == '‘' || r == 'ʼ' || r == '`':
			r = '\''
		case r == '–' || r == '‑' || r == '‐':
			r = '-'
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// Find gives the names in a text in order, longest first, none overlapping.
func (l *Lexicon) Find(text string) []Mention {
	var out []Mention
	words := split(text)
	for i := 0; i < len(words); i++ {
		w := words[i]
		entries, last := l.names.longest(text, words, i, text[w.start:w.end], false)
		roles, lastRole := l.roles.longest(text, words, i, w.lower(text), true)
		if lastRole > last {
			entries, last = roles, lastRole
		}
		if last < 0 {
			continue
		}
		out = append(out, Mention{w.start, endOf(text, words[last].end, entries), entries})
		i = last
	}
	return out
}

// endOf takes the closing stop of an abbreviation ("U.S.") into the name.
func endOf(text string, end int, entries []Entry) int {
	if end < len(text) && text[end] == '.' && end >= 2 && text[end-2] == '.' && len(entries) > 0 {
		return end + 1
	}
	return end
}
