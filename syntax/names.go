package syntax

import (
	"cmp"
	"slices"
)

// The network says of which kind of entity a proper noun is the head; the tree says
// how far its name reaches. Bounds follow the treebank GUM: articles, modifiers and a
// possessive's 's belong to it, appositions and coordinated names do not.

// headKinds are the classes of heads, the first for those of none.
var headKinds = []string{"O", "PER", "ORG", "LOC"}

// outside are the relations of what hangs on the head of a name and is no part of it.
var outside = set(`advcl advmod appos aux case cc ccomp conj cop csubj dep discourse dislocated expl list mark
	nsubj obj obl orphan parataxis punct reparandum vocative xcomp`)

// putEntities marks the outermost names; kinds are the network's classes, by token.
func (m *Model) putEntities(toks []Token, kinds []int) {
	words := make([]string, len(toks))
	for i, k := range kinds {
		if k > 0 {
			words[i] = m.marks[entityMark][k]
		}
	}
	markNames(toks, words)
}

// markNames marks the outermost names; kinds are those of their heads, by token, "" for
// none.
func markNames(toks []Token, kinds []string) {
	for i := range toks {
		toks[i].Entity = ""
	}
	reach := -1
	for _, n := range names(toks, kinds) {
		if n.first > reach { // else within a wider one, or cutting into it
			reach = n.last
			markSpan(toks, n)
		}
	}
	for i := range toks {
		if toks[i].Entity == "" && mayHead(toks, i) {
			markOther(toks, i)
		}
	}
}

// otherKind is the kind of names of days, treaties, languages and whatever else is
// neither person nor organisation nor place.
const otherKind = "OTH"

// markOther marks the name headed by token h if nothing of it is marked yet.
func markOther(toks []Token, h int) {
	first, last := nameAround(toks, h)
	for i := first; i <= last; i++ {
		if toks[i].Entity != "" {
			return
		}
	}
	markSpan(toks, entitySpan{first, last, otherKind})
}

// names gives the names in order of their start, wider ones first.
func names(toks []Token, kinds []string) []entitySpan {
	var out []entitySpan
	for i := range toks {
		if k := kinds[i]; k != "" && toks[i].UPOS == "PROPN" {
			first, last := nameAround(toks, i)
			out = append(out, entitySpan{first, last, k})
		}
	}
	slices.SortStableFunc(out, func(a, b entitySpan) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	})
	return out
}

// nameAround gives the first and the last token of the name whose head is token h.
func nameAround(toks []Token, h int) (first, last int) {
	first, last = h, h
	for first > 0 && part(toks, first-1, h) {
		first--
	}
	for last+1 < len(toks) && part(toks, last+1, h) {
		last++
	}
	return first, last
}

// part reports whether token i belongs to the name headed by h.
func part(toks []Token, i, h int) bool {
	for steps := 0; steps <= len(toks); steps++ {
		up := toks[i].Head
		if up == h {
			rel := universalRel(toks[i].Rel)
			return !outside[rel] || rel == "case" && i > h && toks[i].UPOS == "PART"
		}
		if up < 0 {
			return false
		}
		i = up
	}
	return false
}

// kindsOfHeads turns marked names into classes of their heads.
func kindsOfHeads(toks []Token) []uint8 {
	out := make([]uint8, len(toks))
	for _, e := range entities(toks) {
		out[headOf(toks, e)] = uint8(max(0, slices.Index(headKinds, e.kind)))
	}
	return out
}
