package syntax

import "testing"

// named gives a sentence of one name and a verb, with the network's scores for the name.
func named(name string, worths [4]float32) Sentence {
	return Sentence{worths: append(worths[:], 0, -9, -9, -9), Tokens: []Token{
		{Text: name, UPOS: "PROPN", Head: 1, Rel: "nsubj"},
		{Text: "spoke", UPOS: "VERB", Head: -1, Rel: "root"},
	}}
}

func TestSettle(t *testing.T) {
	text := []Sentence{
		named("Norton", [4]float32{0, 6, 1, 1}), // surely a person
		named("Norton", [4]float32{0, 1, 2, 0}), // an organisation, if anything
		named("Norton", [4]float32{0, -2, -1, 1}),
		named("Coron", [4]float32{0, 1, 0, 2}), // once only
	}
	for i := range text {
		markNames(text[i].Tokens, []string{[]string{"PER", "ORG", "LOC", "LOC"}[i], ""})
	}
	Settle(text)
	for i, want := range []string{"B-PER", "B-PER", "B-PER", "B-LOC"} {
		if got := text[i].Tokens[0].Entity; got != want {
			t.Errorf("name %d is %q, want %q", i, got, want)
		}
	}
}

// A person's other names speak for the same names alone.
func TestSettleByFullName(t *testing.T) {
	full := Sentence{worths: []float32{0, 8, 0, 0, 0, -9, -9, -9, 0, -9, -9, -9}, Tokens: []Token{
		{Text: "Joshua", UPOS: "PROPN", Head: 2, Rel: "nsubj"},
		{Text: "Norton", UPOS: "PROPN", Head: 0, Rel: "flat"},
		{Text: "spoke", UPOS: "VERB", Head: -1, Rel: "root"},
	}}
	text := []Sentence{full, named("Norton", [4]float32{0, 1, 2, 0}), named("Norton", [4]float32{0, 1, 2, 0})}
	Settle(text)
	if got := text[1].Tokens[0].Entity; got != "B-PER" {
		t.Errorf("Norton is %q", got)
	}
}

// A sentence that was not parsed by a model is left as it is.
func TestSettleWithoutScores(t *testing.T) {
	s := Sentence{Tokens: []Token{{Text: "Oman", UPOS: "PROPN", Head: -1, Rel: "root", Entity: "B-LOC"}}}
	text := []Sentence{s, s, s}
	Settle(text)
	if text[2].Tokens[0].Entity != "B-LOC" {
		t.Error("a mark was lost")
	}
}
