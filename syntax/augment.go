package syntax

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// augment adds copies of some trees as headlines and hasty writers have them: all
// capitals, capitals at each long word, no capitals, no full stop at the end.
func augment(trees []Tree, r *random) []Tree {
	out := slices.Clone(trees)
	for i := range out {
		out[i] = lemmatised(out[i])
	}
	trees = slices.Clone(out)
	for i := range trees {
		n := len(trees[i].Tokens)
		if n < 4 {
			continue
		}
		switch r.below(40) {
		case 0:
			out = append(out, recase(trees[i], strings.ToUpper))
		case 1:
			out = append(out, recase(unstop(trees[i]), titleCase))
		case 2:
			out = append(out, recase(trees[i], strings.ToLower))
		case 3, 4:
			out = append(out, unstop(trees[i]))
		case 5, 6, 7:
			if n < 30 {
				out = append(out, headline(trees[i]))
			}
		case 8:
			if n < 30 {
				out = append(out, recase(headline(trees[i]), titleCase))
			}
		}
	}
	return out
}

// lemmatised gives a tree in which no lemma is missing; a teacher writes none.
func lemmatised(t Tree) Tree {
	if !slices.ContainsFunc(t.Tokens, func(k Token) bool { return k.Lemma == "_" && k.Text != "_" }) {
		return t
	}
	t.Tokens = slices.Clone(t.Tokens)
	for i := range t.Tokens {
		if k := &t.Tokens[i]; k.Lemma == "_" && k.Text != "_" {
			k.Lemma = Lemma(k.Text, k.XPOS)
		}
	}
	return t
}

// recase copies a tree with each token's letters changed; offsets stay as they are.
func recase(t Tree, change func(string) string) Tree {
	t.Tokens = slices.Clone(t.Tokens)
	for i := range t.Tokens {
		t.Tokens[i].Text = change(t.Tokens[i].Text)
	}
	return t
}

func titleCase(s string) string {
	if small[s] {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// small words keep their small letters in headlines.
var small = set("a an the and or but of in on at to for by with from as n't 's")

// unstop copies a tree without the full stop at its end, if nothing hangs on that.
func unstop(t Tree) Tree {
	last := len(t.Tokens) - 1
	if t.Tokens[last].Text != "." || t.Tokens[last].Head < 0 {
		return t
	}
	for i := range t.Tokens {
		if t.Tokens[i].Head == last {
			return t
		}
	}
	t.Tokens = t.Tokens[:last:last]
	return t
}

// learnLemmas keeps the lemmas of the trees that [Lemma] does not give: where most
// uses of a form with a tag agree, and where it was seen twice or is a verb.
func learnLemmas(trees []Tree) map[string]string {
	counts := map[string]map[string]int{}
	for i := range trees {
		for _, t := range trees[i].Tokens {
			if t.Lemma == "_" || t.XPOS == "GW" || strings.ContainsAny(t.Text, "0123456789") {
				continue
			}
			key := string(normal(nil, t.Text)) + " " + t.XPOS
			if counts[key] == nil {
				counts[key] = map[string]int{}
			}
			counts[key][t.Lemma]++
		}
	}
	out := map[string]string{}
	for key, m := range counts {
		if lemma := settled(key, m); lemma != "" {
			out[key] = lemma
		}
	}
	return out
}

// settled gives the lemma that most uses have, or "" where [Lemma] gives it, where
// too few show it, or for names, whose letters' case must be kept.
func settled(key string, m map[string]int) string {
	lemmas := sortedKeys(m)
	slices.SortStableFunc(lemmas, func(a, b string) int { return cmp.Compare(m[b], m[a]) })
	form, xpos, _ := strings.Cut(key, " ")
	all := 0
	for _, n := range m {
		all += n
	}
	least := 2
	if strings.HasPrefix(xpos, "NNP") {
		return ""
	}
	if best := m[lemmas[0]]; best >= least && best*5 >= all*4 && lemmas[0] != Lemma(form, xpos) {
		return lemmas[0]
	}
	return ""
}
