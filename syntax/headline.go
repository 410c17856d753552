package syntax

import (
	"slices"
	"strings"
)

// headline rewrites a tree as a headline would tell it: no articles, no forms of
// "be" before participles, the present for the past, a comma for "and" between
// names, no full stop. Treebanks have hardly any headlines, and news begins with one.
func headline(t Tree) Tree {
	t = unstop(t)
	t.Tokens = slices.Clone(t.Tokens)
	drop := make([]bool, len(t.Tokens))
	for i := range t.Tokens {
		k := &t.Tokens[i]
		switch leaf := !isHead(t.Tokens, i); {
		case !leaf:
		case k.Rel == "det" && articles[strings.ToLower(k.Text)],
			(k.Rel == "aux:pass" || k.Rel == "aux") && k.Lemma == "be" && i > 0:
			drop[i] = true
		case k.Rel == "cc" && k.Head >= 0 && k.Text == "and" && t.Tokens[k.Head].UPOS == "PROPN":
			*k = Token{Start: k.Start, End: k.End, Text: ",", Lemma: ",", UPOS: "PUNCT", XPOS: ",", Head: k.Head, Rel: "punct", Entity: k.Entity}
		}
		if k.XPOS == "VBD" && k.UPOS == "VERB" {
			present(t.Tokens, i)
		}
	}
	return without(t, drop)
}

var articles = set("a an the")

// isHead reports whether any token hangs on token i.
func isHead(toks []Token, i int) bool {
	return slices.ContainsFunc(toks, func(t Token) bool { return t.Head == i })
}

// present puts a past tense into the present, in the number of its subject.
func present(toks []Token, i int) {
	k := &toks[i]
	plural := false
	for j := range toks {
		s := &toks[j]
		if s.Head == i && s.Rel == "nsubj" {
			plural = s.XPOS == "NNS" || s.XPOS == "NNPS" || s.Text == "they" || s.Text == "I" || s.Text == "we" || s.Text == "you"
			plural = plural || slices.ContainsFunc(toks, func(t Token) bool { return t.Head == j && t.Rel == "conj" })
		}
	}
	if plural {
		k.Text, k.XPOS = k.Lemma, "VBP"
		return
	}
	k.Text, k.XPOS = third(k.Lemma), "VBZ"
}

// third gives the third person singular of a verb.
func third(verb string) string {
	n := len(verb)
	switch {
	case verb == "have":
		return "has"
	case hissing(verb), strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "z"), strings.HasSuffix(verb, "o"):
		return verb + "es"
	case strings.HasSuffix(verb, "y") && n > 1 && !vowel(verb[n-2]):
		return verb[:n-1] + "ies"
	}
	return verb + "s"
}

// without leaves dropped tokens, which are no heads, out of a tree.
func without(t Tree, drop []bool) Tree {
	place := make([]int, len(drop))
	var kept []Token
	begins := false // a name whose first word was dropped
	for i, k := range t.Tokens {
		place[i] = len(kept)
		rest, inside := strings.CutPrefix(k.Entity, "I-")
		if begins && inside {
			k.Entity = "B-" + rest
		}
		begins = drop[i] && strings.HasPrefix(k.Entity, "B-")
		if !drop[i] {
			kept = append(kept, k)
		}
	}
	for i := range kept {
		if kept[i].Head >= 0 {
			kept[i].Head = place[kept[i].Head]
		}
	}
	t.Tokens = kept
	return t
}
