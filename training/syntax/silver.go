package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/syntax"
)

// Silver trees are news sentences on which two teachers, trained apart, agree in
// every tag, head and relation (tri-training: Zhou and Li 2005).
const (
	shortest = 7
	longest  = 34
)

// silver reads texts and keeps at most limit trees of each file, every n-th sentence
// being tried.
func silver(dir string, a, b *syntax.Model, every, limit int) ([]syntax.Tree, error) {
	var out []syntax.Tree
	var file string
	seen, tried, first := map[string]bool{}, 0, 0
	err := eachSentence(dir, func(name string, s syntax.Sentence) {
		if name != file {
			file, first = name, len(out)
		}
		if len(out)-first >= limit || !plausible(s) {
			return
		}
		if tried++; tried%every != 0 {
			return
		}
		text := join(s)
		if seen[text] {
			return
		}
		seen[text] = true
		if t, ok := agreed(s, a, b); ok {
			out = append(out, syntax.Tree{Sentence: t, Text: text})
		}
	})
	return out, err
}

// plausible takes sentences of news prose: a capital first, a full stop last.
func plausible(s syntax.Sentence) bool {
	n := len(s.Tokens)
	if n < shortest || n > longest {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.Tokens[0].Text)
	return unicode.IsUpper(r) && s.Tokens[n-1].Text == "."
}

func join(s syntax.Sentence) string {
	var words []string
	for i := range s.Tokens {
		words = append(words, s.Tokens[i].Text)
	}
	return strings.Join(words, " ")
}

// agreed parses by both teachers; the tree is the first one's.
func agreed(s syntax.Sentence, a, b *syntax.Model) (syntax.Sentence, bool) {
	other := s
	other.Tokens = slices.Clone(s.Tokens)
	a.Parse(&s)
	b.Parse(&other)
	for i, t := range s.Tokens {
		o := other.Tokens[i]
		if t.Head != o.Head || t.Rel != o.Rel || t.UPOS != o.UPOS || t.XPOS != o.XPOS {
			return s, false
		}
	}
	return s, true
}
