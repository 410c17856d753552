package syntax

import (
	"math"
	"strings"
	"testing"
)

// treesOf writes trees out of lines "form upos head rel" and reads them.
func treesOf(t *testing.T, sentences ...string) []Tree {
	t.Helper()
	var b strings.Builder
	for _, s := range sentences {
		for _, l := range strings.Split(strings.TrimSpace(s), "\n") {
			f := strings.Fields(l)
			if f[0] == "#" {
				b.WriteString(l + "\n")
				continue
			}
			misc := "_"
			if len(f) > 5 {
				misc = f[5]
			}
			b.WriteString(strings.Join([]string{f[0], f[1], "_", f[2], "X", "_", f[3], f[4], "_", misc}, "\t") + "\n")
		}
		b.WriteString("\n")
	}
	trees, err := ReadCoNLLU(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return trees
}

const warned = `
1 Russia PROPN 2 nsubj Entity=(1-place-new)
2 warned VERB 0 root
3 China PROPN 2 obj Entity=(2-place-new)|SpaceAfter=No
4 . PUNCT 2 punct`

const toldBy = `
# newpar
1 It PRON 3 nsubj:pass
2 was AUX 3 aux:pass
3 told VERB 0 root
4 by ADP 5 case
5 Iran PROPN 3 obl:agent Entity=(3-place-new)`

func close100(a, b float64) bool { return math.Abs(a-b) < .01 }

func TestCompareGoldWithItself(t *testing.T) {
	trees := treesOf(t, warned, toldBy)
	if got := Running(trees); got != "Russia warned China.\n\nIt was told by Iran" {
		t.Errorf("running text %q", got)
	}
	s := Compare(trees, goldSentences(trees))
	for name, v := range map[string]float64{"UPOS": s.UPOS, "XPOS": s.XPOS, "lemma": s.Lemma, "UAS": s.UAS, "LAS": s.LAS, "core P": s.CoreP,
		"core R": s.CoreR, "entity": s.Entity, "tokens": s.Raw.Tokens, "sentences": s.Raw.Sentences} {
		if v != 100 {
			t.Errorf("%s is %v of gold against itself", name, v)
		}
	}
	if !s.Marked || s.Tokens != 9 || s.Sentences != 2 {
		t.Errorf("%+v", s)
	}
}

func TestCompareCountsMistakes(t *testing.T) {
	trees := treesOf(t, warned, toldBy)
	got := goldSentences(trees)
	a, b := got[0].Tokens, got[1].Tokens
	a[0].UPOS = "NOUN"             // one tag of nine
	a[2].Head, a[2].Rel = 0, "obj" // one head of nine, and a core argument
	b[0].Rel = "nsubj"             // the same universal relation, another core argument
	b[1].Rel = "cop"               // LAS alone
	b[4].Rel = "obl"               // not a core argument any more
	b[4].Entity, a[0].Entity = "", "B-PER"
	s := Compare(trees, got)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"UPOS", s.UPOS, 100 * 8. / 9}, {"UAS", s.UAS, 100 * 8. / 9}, {"LAS", s.LAS, 100 * 7. / 9},
		{"core P", s.CoreP, 100 * 1. / 3}, {"core R", s.CoreR, 100 * 1. / 4},
		{"entity", s.Entity, 100 * 2. / 5}, {"tokens", s.Raw.Tokens, 100},
	} {
		if !close100(c.got, c.want) {
			t.Errorf("%s is %.2f, want %.2f", c.name, c.got, c.want)
		}
	}
}

// Words that were cut otherwise pair off where they stand, through all sentences.
func TestCompareRaw(t *testing.T) {
	trees := treesOf(t, warned, toldBy)
	want := goldSentences(trees)
	toks := append([]Token(nil), want[0].Tokens...)
	for _, k := range want[1].Tokens {
		if k.Head >= 0 {
			k.Head += 4
		}
		toks = append(toks, k)
	}
	text := Running(trees)
	joined := toks[1] // "warned China" in one
	joined.End, joined.Text = toks[2].End, text[joined.Start:toks[2].End]
	toks = append(append([]Token{toks[0], joined}, toks[3:]...), Token{})[:8]
	for i := range toks {
		if toks[i].Head >= 2 {
			toks[i].Head--
		}
	}
	s := Compare(trees, []Sentence{{Start: 0, End: len(text), Tokens: toks}})
	if s.Raw.Sentences != 0 || !close100(s.Raw.Tokens, 100*2*7./17) {
		t.Errorf("%+v", s.Raw)
	}
	// "Russia" and "." hang on a word that is not there; the other sentence is right.
	if !close100(s.UPOS, 100*2*7./17) || !close100(s.UAS, 100*2*5./17) {
		t.Errorf("UPOS %.2f UAS %.2f", s.UPOS, s.UAS)
	}
}

func TestCompareWithoutEntities(t *testing.T) {
	trees := treesOf(t, "1 Yes INTJ 0 root")
	if s := Compare(trees, Bare(trees)); s.Marked {
		t.Error("a file without entities seems to mark them")
	}
}

func TestBareKnowsNothing(t *testing.T) {
	trees := treesOf(t, warned)
	for _, k := range Bare(trees)[0].Tokens {
		if k.UPOS != "" || k.Rel != "" || k.Head != -1 || k.Entity != "" || k.Lemma != "" {
			t.Errorf("%+v", k)
		}
	}
	if trees[0].Tokens[0].UPOS != "PROPN" {
		t.Error("the trees were changed")
	}
}

func TestReadEntities(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"one word", "1 Iran PROPN 0 root Entity=(1-place-new-coref)", "B-LOC"},
		{"several words", `
			1 Foo PROPN 3 compound Entity=(1-organization-new(2-place-new)
			2 Bar PROPN 3 compound
			3 Club PROPN 0 root SpaceAfter=No|Entity=1)`, "B-ORG I-ORG I-ORG"},
		{"a name in what is no name", `
			1 the DET 2 det Entity=(1-person-new
			2 king NOUN 0 root
			3 of ADP 4 case
			4 Spain PROPN 2 nmod Entity=(2-place-new)1)`, "- - - B-LOC"},
		{"other kinds", "1 May PROPN 0 root Entity=(1-time-new)", "-"},
		{"two end at once", `
			1 Jo PROPN 0 root Entity=(1-person-new
			2 of ADP 3 case
			3 Rome PROPN 1 nmod Entity=(2-place-new)1)`, "B-PER I-PER I-PER"},
		{"one ends, one begins", `
			1 Jo PROPN 0 root Entity=(1-person-new
			2 Doe PROPN 1 flat Entity=1)
			3 Rome PROPN 1 dep Entity=(2-place-new-Rome_%28Ohio%29)`, "B-PER I-PER B-LOC"},
		{"never ended", "1 Jo PROPN 0 root Entity=(1-person-new", "-"},
		{"never begun", "1 Jo PROPN 0 root Entity=7)8)", "-"},
		{"torn", "1 Jo PROPN 0 root Entity=(1[1/2]-person-new)", "-"},
		{"nonsense", "1 Jo PROPN 0 root Entity=)(()", "-"},
	} {
		var got []string
		for _, k := range treesOf(t, c.lines)[0].Tokens {
			if k.Entity == "" {
				k.Entity = "-"
			}
			got = append(got, k.Entity)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}

func TestEntitiesOfTokens(t *testing.T) {
	var toks []Token
	for _, e := range strings.Fields("B-PER I-PER B-PER - I-LOC I-ORG I-ORG nonsense") {
		toks = append(toks, Token{Entity: e})
	}
	want := []entitySpan{{0, 1, "PER"}, {2, 2, "PER"}, {4, 4, "LOC"}, {5, 6, "ORG"}}
	got := entities(toks)
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}
