package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is the most tokens that a sentence from [Split] has: what is longer is
// cut, as no sentence of prose comes near it.
const longest = 400

// Split cuts a text into sentences and these into tokens as the English treebanks
// do: clitics and possessives stand alone ("do n't", "Biden 's"), and so do the
// hyphens of compounds ("Moscow - Beijing", "large - scale"), while a bound prefix
// keeps its own ("anti-war", "re-elected", "non-aggression"). Dashes, bullets,
// brackets and quotation marks are tokens. A line's end always ends a sentence; within
// a line learned weights find the ends (boundary.go).
// Offsets are into text; tokens cover every byte that is not white space, in order.
func Split(text string) []Sentence {
	var out []Sentence
	l := line{weights: boundaryWeights}
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		out = l.sentences(lineTokens(text, at, end), out)
		at = next
	}
	return out
}

// lineEnd finds where the line that begins at at ends, and where the next begins.
func lineEnd(text string, at int) (end, next int) {
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '\n', '\r', '\v', '\f':
			return i, i + 1
		case 0xe2: // U+2028 and U+2029
			if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
				return i, i + 3
			}
		}
	}
	return len(text), len(text)
}

// sentences appends the sentences of one line.
func (l *line) sentences(toks []Token, out []Sentence) []Sentence {
	if len(toks) == 0 {
		return out
	}
	l.begin(toks)
	for k := range toks {
		l.take(k)
		if k+1 == len(toks) || k-l.first+1 >= longest || l.endsAt(k) {
			sen := partLast(toks[l.first : k+1 : k+1])
			out = append(out, Sentence{Start: sen[0].Start, End: sen[len(sen)-1].End, Tokens: sen})
			l.cut(k)
		}
	}
	return out
}

// lineTokens cuts one line into tokens.
func lineTokens(text string, start, end int) []Token {
	toks := make([]Token, 0, (end-start)/5+2)
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(text[i:end])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		j := chunkEnd(text, i, end)
		toks = chunk(text, i, j, toks)
		i = j
	}
	return mend(text, toks)
}

// chunkEnd finds the next white space.
func chunkEnd(text string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		if unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return end
}

// mostClosing is how many closing marks in a row are looked at: prose has two or
// three, and hostile text must not cost more than its length.
const mostClosing = 8

// add appends the token text[i:j], if it is not empty.
func add(text string, i, j int, toks []Token) []Token {
	if i >= j {
		return toks
	}
	return append(toks, Token{Start: i, End: j, Text: text[i:j], Head: -1})
}

// endsAfter is the rule whether a sentence that began at first ends with token k, to
// which more tokens follow on the line. It is one voice among those that endsAt hears.
func endsAfter(toks []Token, first, k int) bool {
	next := toks[k+1]
	if isBullet(next.Text) && next.Start > toks[k].End {
		return true
	}
	if closes(toks, k+1) {
		return false // a closing mark stays with the sentence that it closes
	}
	last := k
	for last > first && k-last < mostClosing && closes(toks, last) {
		last--
	}
	end := toks[last].Text
	switch {
	case !starts(toks, k+1):
		return false
	case isStop(end):
		return !listMark(toks, first, last) && !(last < k && end != "." && speech(toks, k+1))
	case strings.HasSuffix(end, "."):
		return last > first && abbreviationEnds(end, toks, k+1)
	}
	return false
}

// isStop reports whether a token is a run of marks that end a sentence.
func isStop(s string) bool {
	if s == "" || s[0] < 0x80 && s[0] != '.' && s[0] != '?' && s[0] != '!' {
		return false
	}
	return strings.Trim(s, ".?!…。") == ""
}

// listMark reports whether a stop only follows the number or letter of a list item.
func listMark(toks []Token, first, last int) bool {
	if last != first+1 || toks[last].Text != "." || toks[last].Start != toks[first].End {
		return false
	}
	s := toks[first].Text
	return len(s) <= 2 && (isDigits(s) || len(s) == 1)
}

func isBullet(s string) bool {
	switch s {
	case "•", "▪", "‣", "◦", "●", "■", "·":
		return true
	}
	return false
}

// closes reports whether token k is a closing bracket or quotation mark. A straight
// quote closes if it follows its neighbour without a space.
func closes(toks []Token, k int) bool {
	switch toks[k].Text {
	case ")", "]", "}", "”", "»", "''":
		return true
	case "\"", "'", "’":
		if k == 0 || toks[k].Start > toks[k-1].End {
			return false
		}
		return k+1 == len(toks) || toks[k+1].Start > toks[k].End || strings.ContainsAny(toks[k+1].Text[:1], `)]}"'.,;:?!-`)
	}
	return false
}

// starts reports whether token k may begin a sentence: a capital or a digit, behind
// any opening marks, or a letter of a script without cases.
func starts(toks []Token, k int) bool {
	for end := min(len(toks), k+mostClosing); k < end; k++ {
		r, _ := utf8.DecodeRuneInString(toks[k].Text)
		switch {
		case unicode.IsUpper(r), unicode.IsDigit(r), unicode.IsTitle(r):
			return true
		case unicode.IsLetter(r):
			return !unicode.IsLower(r)
		case !strings.ContainsRune("\"'“‘«([{$€£¥#@-–—*", r):
			return isBullet(toks[k].Text)
		}
	}
	return false
}

// speech reports whether up to three capitalised words and then a verb of speaking
// follow: then a question within quotation marks does not end the sentence.
func speech(toks []Token, k int) bool {
	for i := k; i < len(toks) && i < k+4; i++ {
		s := toks[i].Text
		if speechVerbs[s] {
			return i > k
		}
		if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) {
			return false
		}
	}
	return false
}

// abbreviationEnds decides on a full stop that is part of its token, by the kind of
// abbreviation and by the word that follows.
func abbreviationEnds(s string, toks []Token, next int) bool {
	word := strings.ToLower(s)
	kind, ok := abbreviations[word]
	switch {
	case ok && kind == beforeName:
		return false
	case ok && kind == atEnd:
		r, _ := utf8.DecodeRuneInString(toks[next].Text)
		return !unicode.IsDigit(r) && (word != "a.m." && word != "p.m." || !zone(toks[next].Text))
	case len(s) == 2 && s != "I.": // an initial
		return false
	}
	return starters[strings.ToLower(toks[next].Text)] && toks[next].Text != strings.ToLower(toks[next].Text)
}

// zone reports whether a word looks like a time zone: "GMT".
func zone(s string) bool { return len(s) <= 4 && len(s) > 1 && allUpper(s) }
