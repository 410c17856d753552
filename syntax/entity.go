package syntax

import "strings"

// entitySpan is a run of tokens that is an entity; last is its last token.
type entitySpan struct {
	first, last int
	kind        string // "PER", "ORG", "LOC"
}

// headOf gives the first token of a span whose head lies outside of it.
func headOf(toks []Token, s entitySpan) int {
	for i := s.first; i <= s.last; i++ {
		if h := toks[i].Head; h < s.first || h > s.last {
			return i
		}
	}
	return s.first
}

// markSpan marks the tokens of a span.
func markSpan(toks []Token, s entitySpan) {
	for i := s.first; i <= s.last; i++ {
		toks[i].Entity = "I-" + s.kind
	}
	toks[s.first].Entity = "B-" + s.kind
}

// entities gives the spans that are marked on tokens, in their order.
func entities(toks []Token) []entitySpan {
	var out []entitySpan
	for i, t := range toks {
		place, kind, ok := strings.Cut(t.Entity, "-")
		if !ok || place != "B" && place != "I" {
			continue
		}
		if k := len(out) - 1; place == "I" && k >= 0 && out[k].last == i-1 && out[k].kind == kind {
			out[k].last = i
			continue
		}
		out = append(out, entitySpan{i, i, kind})
	}
	return out
}
