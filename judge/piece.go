package judge

import (
	"unicode"

	"golang.org/x/text/unicode/norm"

	"entente"
)

// piece is a part of a word that the vocabulary knows, with its bytes in the text.
type piece struct {
	id   int32
	span entente.Span
}

// vocabulary numbers the pieces; those that go on with a word begin with "##".
type vocabulary struct {
	ids                 map[string]int32
	begin, end, strange int32 // [CLS], [SEP], [UNK]
	longest             int   // bytes of the longest piece
}

const longestWord = 100 // runes; a longer word is strange

// letter is a rune of a word as it is looked up, with its bytes in the text.
type letter struct {
	r        rune
	from, to int
}

// pieces cuts a text into pieces as BERT's uncased vocabulary wants it: in small
// letters, without accents, each mark by itself, the longest pieces first.
func (v *vocabulary) pieces(text string) []piece {
	out := []piece{{id: v.begin}}
	var word []letter
	flush := func() {
		if len(word) > 0 {
			out = v.cut(out, word)
			word = word[:0]
		}
	}
	for at, r := range text {
		size := len(string(r))
		switch {
		case r == unicode.ReplacementChar || r == 0 || unicode.IsControl(r) && !unicode.IsSpace(r):
		case unicode.IsSpace(r):
			flush()
		case mark(r):
			flush()
			out = v.cut(out, []letter{{r, at, at + size}})
		default:
			for _, plain := range norm.NFD.String(string(unicode.ToLower(r))) {
				if !unicode.Is(unicode.Mn, plain) {
					word = append(word, letter{plain, at, at + size})
				}
			}
		}
	}
	flush()
	return append(out, piece{id: v.end})
}

// mark reports whether a rune stands by itself.
func mark(r rune) bool {
	return r >= 33 && r <= 47 || r >= 58 && r <= 64 || r >= 91 && r <= 96 || r >= 123 && r <= 126 ||
		unicode.IsPunct(r) || unicode.Is(unicode.Han, r)
}

// cut adds the pieces of one word; a word with a part that no piece covers is strange
// as a whole.
func (v *vocabulary) cut(out []piece, word []letter) []piece {
	whole := piece{v.strange, entente.Span{word[0].from, word[len(word)-1].to}}
	if len(word) > longestWord {
		return append(out, whole)
	}
	start := len(out)
	for i := 0; i < len(word); {
		id, end := v.longestFrom(word, i)
		if end == i {
			return append(out[:start], whole)
		}
		out = append(out, piece{id, entente.Span{word[i].from, word[end-1].to}})
		i = end
	}
	return out
}

// longestFrom finds the longest piece that begins at letter i, and where it ends.
func (v *vocabulary) longestFrom(word []letter, i int) (id int32, end int) {
	var key []byte
	if i > 0 {
		key = append(key, "##"...)
	}
	end = i
	for j := i; j < len(word) && len(key) < v.longest; j++ {
		key = append(key, string(word[j].r)...)
		if k, ok := v.ids[string(key)]; ok {
			id, end = k, j+1
		}
	}
	return id, end
}
