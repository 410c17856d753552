package syntax

// Settle makes the names of one text agree: a name keeps its kind from sentence to
// sentence (after Gale, Church and Yarowsky 1992, "One Sense per Discourse", for words),
// so each proper noun that heads several names, or could, takes the kind that most of
// them have. The sentences must have been parsed; only Entity changes.
func Settle(text []Sentence) {
	votes := map[string]map[string]int{}
	for i := range text {
		vote(text[i].Tokens, votes)
	}
	for i := range text {
		settleNames(text[i].Tokens, votes)
	}
}

// leastVotes is how often a name must stand in a text to be settled by the others.
const leastVotes = 3

// vote counts the kinds of the names that each proper noun heads, of persons also by
// their other names: "Norton" is of the kind of "Joshua Norton".
func vote(toks []Token, votes map[string]map[string]int) {
	add := func(i int, kind string) {
		of := votes[toks[i].Text]
		if of == nil {
			of = map[string]int{}
			votes[toks[i].Text] = of
		}
		of[kind]++
	}
	for _, e := range entities(toks) {
		h := headOf(toks, e)
		for i := e.first; i <= e.last; i++ {
			if e.kind == "PER" && i != h && toks[i].Head == h && toks[i].Rel == "flat" && toks[i].UPOS == "PROPN" {
				add(i, e.kind)
			}
		}
	}
	for i, kind := range kindsByHead(toks) {
		if mayHead(toks, i) {
			add(i, kind)
		}
	}
}

// kindsByHead gives for each token the kind of the name that it heads, "" for none.
func kindsByHead(toks []Token) []string {
	out := make([]string, len(toks))
	for _, e := range entities(toks) {
		out[headOf(toks, e)] = e.kind
	}
	return out
}

// mayHead reports whether a token may head an outermost name: a proper noun that is no
// part of another's.
func mayHead(toks []Token, i int) bool {
	if toks[i].UPOS != "PROPN" || toks[i].Rel == "flat" {
		return false
	}
	for j := range toks {
		if toks[j].UPOS == "PROPN" && j != i && toks[i].Head == j && !outside[universalRel(toks[i].Rel)] {
			return false
		}
	}
	return true
}

// settleNames marks the names of a sentence anew where the votes differ from its own.
func settleNames(toks []Token, votes map[string]map[string]int) {
	kinds, changed := kindsByHead(toks), false
	for i := range toks {
		if !mayHead(toks, i) {
			continue
		}
		if kind, ok := elected(votes[toks[i].Text]); ok && kind != kinds[i] {
			kinds[i], changed = kind, true
		}
	}
	if changed {
		markNames(toks, kinds)
	}
}

// elected gives the kind with most votes, false where there are few or none has more
// than half.
func elected(of map[string]int) (string, bool) {
	all := 0
	for _, n := range of {
		all += n
	}
	for kind, n := range of {
		if all >= leastVotes && 2*n > all {
			return kind, true
		}
	}
	return "", false
}
