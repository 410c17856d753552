package syntax

import (
	"strings"
	"testing"
)

func words(toks []Token) string {
	var w []string
	for _, t := range toks {
		w = append(w, t.Text)
	}
	return strings.Join(w, " ")
}

func TestHeadline(t *testing.T) {
	trees := house(t)
	for i, want := range map[int]string{
		0:  "Russia , China signs trade agreement in Moscow on Tuesday",
		1:  "president invited to summit by prime minister",
		3:  "Washington gives Kyiv new missiles",
		9:  "India withdraws its troops from disputed area last week",
		12: "Beijing warns that it would respond to any sale of arms",
	} {
		h := headline(trees[i])
		if i == 0 {
			want = strings.Replace(want, "signs", "sign", 1)
		}
		if got := words(h.Tokens); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if err := checkTree(h.Tokens); err != nil {
			t.Errorf("%q: %v", want, err)
		}
	}
	if words(trees[3].Tokens) != "Washington gave Kyiv new missiles ." {
		t.Error("the tree itself was changed")
	}
}

func TestThird(t *testing.T) {
	for verb, want := range map[string]string{"go": "goes", "deny": "denies", "push": "pushes", "say": "says", "have": "has", "veto": "vetoes"} {
		if got := third(verb); got != want {
			t.Errorf("%s: %s", verb, got)
		}
	}
}

func TestAugmentKeepsTrees(t *testing.T) {
	trees := house(t)
	var many []Tree
	for range 10 {
		many = append(many, trees...)
	}
	out := augment(many, newRandom(3))
	if len(out) <= len(many) {
		t.Fatal("no copies")
	}
	for i := range out {
		if err := checkTree(out[i].Tokens); err != nil {
			t.Errorf("%q: %v", words(out[i].Tokens), err)
		}
	}
}

// A teacher writes no lemmas; its headlines must still be English.
func TestHeadlineWithoutLemmas(t *testing.T) {
	tree := Tree{Sentence: Sentence{Tokens: []Token{
		{Text: "Norway", Lemma: "_", UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "nsubj"},
		{Text: "recalled", Lemma: "_", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"},
		{Text: "the", Lemma: "_", UPOS: "DET", XPOS: "DT", Head: 3, Rel: "det"},
		{Text: "envoy", Lemma: "_", UPOS: "NOUN", XPOS: "NN", Head: 1, Rel: "obj"},
	}}}
	if got := headline(lemmatised(tree)).Tokens[1].Text; got != "recalls" {
		t.Errorf("got %q", got)
	}
	headline(Tree{Sentence: Sentence{Tokens: []Token{{Text: "and", Lemma: "and", Head: -1, Rel: "cc"}}}}) // no panic
}

// A name keeps its beginning where a headline leaves out its article.
func TestHeadlineKeepsNamesApart(t *testing.T) {
	tree := Tree{Sentence: Sentence{Tokens: []Token{
		{Text: "Mercosur", Lemma: "Mercosur", UPOS: "PROPN", XPOS: "NNP", Head: 3, Rel: "nsubj", Entity: "B-ORG"},
		{Text: "the", Lemma: "the", UPOS: "DET", XPOS: "DT", Head: 2, Rel: "det", Entity: "B-ORG"},
		{Text: "Senate", Lemma: "Senate", UPOS: "PROPN", XPOS: "NNP", Head: 3, Rel: "obj", Entity: "I-ORG"},
		{Text: "told", Lemma: "tell", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"},
	}}}
	if got := entities(headline(tree).Tokens); len(got) != 2 {
		t.Errorf("names of the headline: %v", got)
	}
}
