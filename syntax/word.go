package syntax

import (
	"unicode"
	"unicode/utf8"
)

// Sentence-wide letter cases: headlines are not read as running text.
const (
	running uint64 = iota
	titled         // most long words are capitalised
	upper          // all letters are capitals
	lower          // no letter is a capital
)

// normal appends to b the normal form of s: lower case, digits as 0, typographic
// quotes and dashes as plain ones.
func normal(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			b = appendPlain(b, r)
			i += n
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case '0' <= c && c <= '9':
			c = '0'
		case c == '`':
			c = '\''
		}
		b = append(b, c)
		i++
	}
	return b
}

func appendPlain(b []byte, r rune) []byte {
	switch r {
	case '’', '‘', '´', 'ʼ':
		return append(b, '\'')
	case '“', '”', '„', '«', '»':
		return append(b, '"')
	case '–', '—', '−', '‑':
		return append(b, '-')
	case '…':
		return append(b, "..."...)
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// shapeOf tells capitals, small letters, digits and marks apart: runs of one kind
// count as one, so "U.S." and "G.O.P." differ only in length.
func shapeOf(s string) uint64 {
	h, last, run := uint64(7), uint64(0), 0
	for _, r := range s {
		k := kindOf(r)
		if k == last {
			if run++; run > 1 {
				continue
			}
		} else {
			last, run = k, 0
		}
		h = h*31 + k
	}
	return h & 0xffffffff
}

func kindOf(r rune) uint64 {
	switch {
	case unicode.IsUpper(r):
		return 1
	case unicode.IsLower(r):
		return 2
	case unicode.IsDigit(r):
		return 3
	case unicode.IsLetter(r):
		return 4
	case r == '-' || r == '–' || r == '—':
		return 5
	case r == '.':
		return 6
	}
	return 7
}

// casing judges the letter case of a whole sentence.
func casing(toks []Token) uint64 {
	var long, longUp, words, ups, lows int
	for i := range toks {
		s := toks[i].Text
		r, _ := utf8.DecodeRuneInString(s)
		if !unicode.IsLetter(r) || len(s) < 2 {
			continue
		}
		words++
		switch up := unicode.IsUpper(r); {
		case up && allUpper(s):
			ups++
		case !up:
			lows++
		}
		if len(s) > 3 && i > 0 {
			long++
			if unicode.IsUpper(r) {
				longUp++
			}
		}
	}
	switch {
	case words > 1 && ups*10 >= words*8:
		return upper
	case words > 1 && lows == words:
		return lower
	case long >= 3 && longUp*10 >= long*7:
		return titled
	}
	return running
}

func allUpper(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}
