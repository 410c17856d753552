package syntax

import (
	"slices"
	"strings"
)

// mend rejoins and parts tokens of a line where only the words around them tell:
// "(c. 1640)" keeps its stop, "its a deal" is two words and "its deal" one.
func mend(text string, toks []Token) []Token {
	var out []Token // nil while all is well
	for k := 0; k < len(toks); k++ {
		at, joins := seam(toks, k), dated(toks, k) || measured(toks, k)
		if out == nil && (at > 0 || joins) {
			out = append(make([]Token, 0, len(toks)+8), toks[:k]...)
		}
		switch {
		case joins:
			out = add(text, toks[k].Start, toks[k+1].End, out)
			k++
		case at > 0:
			out = add(text, toks[k].Start, toks[k].Start+at, out)
			out = add(text, toks[k].Start+at, toks[k].End, out)
		case out != nil:
			out = append(out, toks[k])
		}
	}
	if out == nil {
		return toks
	}
	return out
}

// seam gives where token k parts in two, 0 if nowhere.
func seam(toks []Token, k int) int {
	s := toks[k].Text
	if len(s) < 2 || len(s) > 4 {
		return 0
	}
	last := k+1 == len(toks)
	spaced := !last && toks[k+1].Start > toks[k].End
	switch s {
	case "I.": // the pronoun, not an initial
		return pick(1, k > 0 && !last && !capital(toks[k-1].Text))
	case "No.": // the answer, not a number
		return pick(2, last || isLetterByte(toks[k+1].Text[0]))
	case "its", "Its": // "it's"
		return pick(2, spaced && afterIs[toks[k+1].Text])
	case "lets", "Lets": // "let's"
		return pick(3, spaced && (k == 0 || s == "Lets" || strings.ContainsAny(toks[k-1].Text, ".,!?:;")))
	}
	return 0
}

func pick(n int, yes bool) int {
	if yes {
		return n
	}
	return 0
}

// capital reports whether a word begins with a capital letter of A to Z.
func capital(s string) bool { return s[0] >= 'A' && s[0] <= 'Z' }

// partLast parts the full stop of an abbreviation that ends the sentence: there it is
// a mark of its own, save in "U.S." and the like.
func partLast(toks []Token) []Token {
	k := len(toks) - 1
	for k > 0 && len(toks)-k < mostClosing && closes(toks, k) {
		k--
	}
	t := toks[k]
	n := len(t.Text) - 1
	if n < 1 || !isLetterByte(t.Text[0]) || strings.IndexByte(t.Text, '.') != n {
		return toks
	}
	toks[k].End, toks[k].Text = t.Start+n, t.Text[:n]
	return slices.Insert(toks, k+1, Token{Start: t.Start + n, End: t.End, Text: t.Text[n:], Head: -1})
}

// dated reports whether token k is a short word to which the full stop behind it
// belongs, as a year follows: "(b. 1940)".
func dated(toks []Token, k int) bool {
	if k+2 >= len(toks) || !datedWords[toks[k].Text] || toks[k+1].Text != "." || toks[k+1].Start != toks[k].End {
		return false
	}
	next := toks[k+2].Text
	return next[0] >= '0' && next[0] <= '9' || months[strings.TrimSuffix(next, ".")]
}

// measured reports whether token k is a unit behind a number to which the full stop
// belongs, as the sentence goes on: "5 ft. 9 in. tall".
func measured(toks []Token, k int) bool {
	if k == 0 || k+2 >= len(toks) || !shortUnits[toks[k].Text] || toks[k+1].Text != "." || toks[k+1].Start != toks[k].End {
		return false
	}
	before, next := toks[k-1].Text[0], toks[k+2].Text[0]
	return '0' <= before && before <= '9' && ('0' <= next && next <= '9' || 'a' <= next && next <= 'z')
}

var shortUnits = set("ft in lb lbs oz bn mn tn hr hrs min sec sq cu yd yds mi km deg")

var datedWords = set("c b d m r fl div ca")

var months = set(`January February March April May June July August September October November December
	Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec`)

// afterIs may follow "it's" and hardly "its".
var afterIs = set(`a an the not to just so too really very been only in on at all about for from
	like going getting always never also still now my your our his her nothing there that this what why how pretty quite simply`)
