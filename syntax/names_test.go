package syntax

import (
	"slices"
	"strings"
	"testing"
)

// namesOf reads entities of a tree's tokens as one word each, "-" for none.
func namesOf(toks []Token) string {
	var out []string
	for _, k := range toks {
		if k.Entity == "" {
			k.Entity = "-"
		}
		out = append(out, k.Entity)
	}
	return strings.Join(out, " ")
}

// TestPutEntities gives the network's classes by hand: one letter a token, of PER, ORG
// and LOC, - for none.
func TestPutEntities(t *testing.T) {
	m := &Model{marks: markClasses}
	for _, c := range []struct{ name, lines, kinds, want string }{
		{"article and modifiers belong to it", `
			1 the DET 3 det
			2 foreign ADJ 3 amod
			3 Ministry PROPN 4 nsubj
			4 spoke VERB 0 root`, "--O-", "B-ORG I-ORG I-ORG -"},
		{"prepositions and verbs do not", `
			1 met VERB 0 root
			2 in ADP 3 case
			3 Geneva PROPN 1 obl`, "--L", "- - B-LOC"},
		{"what follows with of does", `
			1 Ministry PROPN 0 root
			2 of ADP 3 case
			3 Defence PROPN 1 nmod`, "O--", "B-ORG I-ORG I-ORG"},
		{"a possessive's mark does", `
			1 Iran PROPN 3 nmod:poss
			2 's PART 1 case
			3 envoy NOUN 0 root`, "L--", "B-LOC I-LOC -"},
		{"coordinated names stand by themselves", `
			1 Iran PROPN 0 root
			2 and CCONJ 3 cc
			3 Iraq PROPN 1 conj`, "L-L", "B-LOC - B-LOC"},
		{"so do appositions", `
			1 Biden PROPN 0 root
			2 , PUNCT 4 punct
			3 the DET 4 det
			4 president NOUN 1 appos`, "P---", "B-PER - - -"},
		{"of one within another the outer", `
			1 University PROPN 0 root
			2 of ADP 3 case
			3 Chad PROPN 1 nmod`, "O-L", "B-ORG I-ORG I-ORG"},
		{"two of one kind side by side", `
			1 gave VERB 0 root
			2 Chad PROPN 1 iobj
			3 Gabon PROPN 1 obj`, "-LL", "- B-LOC B-LOC"},
		{"no name is no proper noun", `
			1 he PRON 2 nsubj
			2 left VERB 0 root`, "P-", "- -"},
	} {
		toks := treesOf(t, c.lines)[0].Tokens
		toks[len(toks)-1].Entity = "B-PER" // what was there before goes
		var kinds []int
		for _, k := range c.kinds {
			kinds = append(kinds, strings.IndexRune("-POL", k))
		}
		m.putEntities(toks, kinds)
		if got := namesOf(toks); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNameAround(t *testing.T) {
	toks := treesOf(t, `
		1 when ADV 6 mark
		2 the DET 5 det
		3 United PROPN 5 compound
		4 Arab PROPN 5 compound
		5 Emirates PROPN 6 nsubj
		6 signed VERB 0 root`)[0].Tokens
	if first, last := nameAround(toks, 4); first != 1 || last != 4 {
		t.Errorf("from %d to %d", first, last)
	}
	if part(toks, 0, 4) || part(toks, 5, 4) || !part(toks, 1, 4) {
		t.Error("what belongs to the name")
	}
}

func TestKindsOfHeads(t *testing.T) {
	toks := treesOf(t, `
		1 the DET 3 det
		2 United PROPN 3 compound
		3 Nations PROPN 4 nsubj
		4 told VERB 0 root
		5 Chad PROPN 4 iobj
		6 Jo PROPN 4 obj`)[0].Tokens
	for i, e := range strings.Fields("B-ORG I-ORG I-ORG - B-LOC B-PER") {
		toks[i].Entity = strings.TrimPrefix(e, "-")
	}
	if got, want := kindsOfHeads(toks), []uint8{0, 0, 2, 0, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	toks[4].Entity = "B-SHIP" // a kind that is not learned
	if got := kindsOfHeads(toks); got[4] != 0 {
		t.Errorf("got %v", got)
	}
}
