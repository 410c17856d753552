package syntax

import (
	"unicode"
	"unicode/utf8"
)

// What the network sees of a token's letters are rows of one table of vectors: one
// of its own for a form that training knew, and shared ones, found by hash, for
// endings, beginnings, the form as it is written, and the shape of its letters.

// buckets are the rows that hashes share; they come first in the table.
const buckets = 1 << 15

// mostRows is how many rows a token has at most: its form, its writing, its shape,
// five endings, four beginnings.
const mostRows = 12

// features turns tokens into rows of the table.
type features struct {
	rows  []int32 // of all tokens
	ends  []int   // where each token's rows end
	buf   []byte
	known []bool // whether the token's first row is that of its form
}

// read fills f with the rows of the tokens.
func (f *features) read(toks []Token, forms map[string]int32) {
	f.rows, f.ends, f.known = f.rows[:0], f.ends[:0], f.known[:0]
	place := casing(toks) << 1
	for i := range toks {
		first := place
		if i == 0 || i == 1 && !lettered(toks[0].Text) {
			first |= 1
		}
		f.add(toks[i].Text, first, forms)
	}
}

func (f *features) add(s string, place uint64, forms map[string]int32) {
	f.buf = normal(f.buf[:0], s)
	b := f.buf
	row, ok := forms[string(b)]
	f.known = append(f.known, ok)
	if ok {
		f.rows = append(f.rows, buckets+row)
	}
	shape := shapeOf(s)
	f.rows = append(f.rows, bucket(mix2(2, hash(s), place&1)), bucket(mix2(1, shape, place)))
	for k := 1; k <= 5 && k <= len(b); k++ {
		f.rows = append(f.rows, bucket(mix2(3, hash(b[len(b)-k:]), uint64(k))))
	}
	for k := 1; k <= 4 && k <= len(b); k++ {
		f.rows = append(f.rows, bucket(mix2(4, hash(b[:k]), uint64(k))))
	}
	f.ends = append(f.ends, len(f.rows))
}

// lettered reports whether a token begins with a letter or a digit.
func lettered(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func bucket(h uint32) int32 { return int32(h % buckets) }

// of gives the rows of token i.
func (f *features) of(i int) []int32 {
	if i == 0 {
		return f.rows[:f.ends[0]]
	}
	return f.rows[f.ends[i-1]:f.ends[i]]
}
