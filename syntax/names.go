package syntax

import (
	"slices"
	"strings"
)

// The network says of which kind of entity a proper noun is the head; the tree says
// how far its name reaches. Bounds follow the treebank GUM: articles, modifiers and a
// possessive's 's belong to it, appositions and coordinated names do not.

// headKinds are the classes of heads, the first for those of none.
var headKinds = []string{"O", "PER", "ORG", "LOC"}

// outside are the relations of what hangs on the head of a name and is no part of it.
var outside = set(`advcl advmod appos aux case cc ccomp conj cop csubj dep discourse dislocated expl list mark
	nsubj obj obl orphan parataxis punct reparandum vocative xcomp`)

// putEntities marks the outermost names.
func (m *Model) putEntities(toks []Token, kinds []int) {
	for i := range toks {
		toks[i].Entity = ""
	}
	reach := 0
	for _, n := range names(toks, func(i int) string { return m.entities[kinds[i]] }) {
		if n.start < reach { // within a wider one, or cutting into it
			continue
		}
		reach = n.end
		for i := n.start; i < n.end; i++ {
			toks[i].Entity = "I-" + n.kind
		}
		toks[n.start].Entity = "B-" + n.kind
	}
}

// name is a run of tokens with the kind of what it names.
type name struct {
	start, end int
	kind       string
}

// names gives the names in order of their start, wider ones first.
func names(toks []Token, kind func(int) string) []name {
	var out []name
	for i := range toks {
		if k := kind(i); k != "O" && toks[i].UPOS == "PROPN" {
			a, b := nameAround(toks, i)
			out = append(out, name{a, b, k})
		}
	}
	slices.SortStableFunc(out, func(a, b name) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	return out
}

// nameAround gives the bounds of the name whose head is token h.
func nameAround(toks []Token, h int) (start, end int) {
	start, end = h, h+1
	for start > 0 && part(toks, start-1, h) {
		start--
	}
	for end < len(toks) && part(toks, end, h) {
		end++
	}
	return start, end
}

// part reports whether token i belongs to the name headed by h.
func part(toks []Token, i, h int) bool {
	for steps := 0; steps <= len(toks); steps++ {
		up := toks[i].Head
		if up == h {
			rel, _, _ := strings.Cut(toks[i].Rel, ":")
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
	for i := 0; i < len(toks); i++ {
		if len(toks[i].Entity) < 3 {
			continue
		}
		kind, end := toks[i].Entity[2:], i+1
		for end < len(toks) && toks[end].Entity == "I-"+kind {
			end++
		}
		for k := i; k < end; k++ {
			if h := toks[k].Head; h < i || h >= end {
				out[k] = uint8(max(0, slices.Index(headKinds, kind)))
				break
			}
		}
		i = end - 1
	}
	return out
}
