package lexicon

import (
	"slices"
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
type index struct {
	phrases map[string][]phrase
	parts   shelf[part]
	entries shelf[Entry]
	words   []word       // of the phrase being added
	hint    [1024]uint64 // a bit for each first word, lest most words of a text be looked up in vain
}

// hintOf gives the bit that stands for a first word: a hash of its length and its
// first three bytes.
func hintOf[T string | []byte](s T) (at, bit uint32) {
	h := uint32(len(s)) << 24
	for i := range min(3, len(s)) {
		h |= uint32(s[i]) << (8 * i)
	}
	h = h * 0x9E3779B1 >> 16
	return h >> 6, h & 63
}

// after gives the phrases that begin with a word.
func (x *index) after(first []byte) []phrase {
	if at, bit := hintOf(first); x.hint[at]>>bit&1 == 0 {
		return nil
	}
	return x.phrases[string(first)]
}

type phrase struct {
	rest    []part
	entries []Entry
}

type part struct{ gap, word string }

// shelf hands out short slices cut from long ones: the dictionaries hold some 60,000
// phrases, and an allocation for each would double the time of [Load].
type shelf[T any] struct{ free []T }

func (s *shelf[T]) take(n int) []T {
	if len(s.free) < n {
		s.free = make([]T, max(n, 2048))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// add files a phrase under its first word; one that stands there already takes
// the entry as a further meaning. It reports whether the entry was new.
func (x *index) add(text string, e Entry) bool {
	x.words = appendWords(x.words[:0], text)
	words := x.words
	if len(words) == 0 {
		return false
	}
	first := text[words[0].start:words[0].end]
	known := x.phrases[first]
	for i := range known {
		if p := &known[i]; len(p.rest) == len(words)-1 && follows(text, words, p.rest, false) {
			if slices.Contains(p.entries, e) {
				return false
			}
			p.entries = append(p.entries[:len(p.entries):len(p.entries)], e)
			return true
		}
	}
	p := phrase{x.parts.take(len(words) - 1), x.entries.take(1)}
	p.entries[0] = e
	for i, w := range words[1:] {
		p.rest[i] = part{foldGap(text[words[i].end:w.start]), text[w.start:w.end]}
	}
	x.phrases[first] = append(known, p)
	at, bit := hintOf(first)
	x.hint[at] |= 1 << bit
	return true
}

// count gives how many names of a class there are; one in capitals or in the plural
// is no further name.
func (x *index) count(c Class) int {
	seen := map[string]bool{}
	for _, ps := range x.phrases {
		for _, p := range ps {
			for _, e := range p.entries {
				if e.Class == c && e.Form != Blocked {
					seen[e.Name] = true
				}
			}
		}
	}
	return len(seen)
}

// sort puts long phrases first, so that the first that fits is the longest.
func (x *index) sort() {
	for _, ps := range x.phrases {
		slices.SortStableFunc(ps, func(a, b phrase) int { return len(b.rest) - len(a.rest) })
	}
	x.parts.free, x.entries.free, x.words = nil, nil, nil
}

// longest gives the longest of the phrases that follows words[i], and its last word,
// -1 if none does.
func longest(ps []phrase, text string, words []word, i int, lower bool) (entries []Entry, last int) {
	for k := range ps {
		n := len(ps[k].rest)
		if i+n < len(words) && follows(text, words[i:i+n+1], ps[k].rest, lower) {
			return ps[k].entries, i + n
		}
	}
	return nil, -1
}

func follows(text string, words []word, rest []part, lower bool) bool {
	for k := range rest {
		p, w := &rest[k], words[k+1]
		got := text[w.start:w.end]
		if got != p.word && !(lower && equalLower(got, p.word)) {
			return false
		}
		if gap := text[words[k].end:w.start]; gap != p.gap && foldGap(gap) != p.gap {
			return false
		}
	}
	return true
}

// equalLower reports whether s in lower case is low.
func equalLower(s, low string) bool {
	var buf [64]byte
	return string(appendLower(buf[:0], s)) == low
}

// appendLower appends s in lower case.
func appendLower(dst []byte, s string) []byte {
	start := len(dst)
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return append(dst[:start], strings.ToLower(s)...)
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// word is a run of letters and digits in a text.
type word struct{ start, end int }

// appendWords cuts a text into its words.
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
			dst = append(dst, word{start, i})
			start = -1
		}
		i += size
	}
	if start >= 0 {
		dst = append(dst, word{start, len(text)})
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
func (l *Lexicon) Find(text string) []Mention { return l.AppendFind(nil, text) }

// AppendFind appends to dst what [Lexicon.Find] gives. A mention's entries belong to
// the lexicon and must not be changed.
func (l *Lexicon) AppendFind(dst []Mention, text string) []Mention {
	spare, _ := l.spare.Get().(*[]word)
	if spare == nil {
		spare = new([]word)
	}
	words := appendWords((*spare)[:0], text)
	var buf [64]byte
	for i := 0; i < len(words); i++ {
		first := append(buf[:0], text[words[i].start:words[i].end]...)
		entries, last := longest(l.names.after(first), text, words, i, false)
		first = appendLower(buf[:0], text[words[i].start:words[i].end])
		if roles, end := longest(l.roles.after(first), text, words, i, true); end > last {
			entries, last = roles, end
		}
		if last < 0 {
			continue
		}
		dst = append(dst, Mention{words[i].start, endOf(text, words[last].end, entries), entries})
		i = last
	}
	*spare = words
	l.spare.Put(spare)
	return dst
}

// endOf takes the closing stop of an abbreviation ("U.S.") into the name.
func endOf(text string, end int, entries []Entry) int {
	if end < len(text) && text[end] == '.' && end >= 2 && text[end-2] == '.' && len(entries) > 0 {
		return end + 1
	}
	return end
}
