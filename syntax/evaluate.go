package syntax

import "strings"

// Scores of a model on gold tokens, in per cent. Punctuation counts.
type Scores struct {
	UPOS, XPOS, Lemma, UAS, LAS float64
	CoreP, CoreR                float64 // of the core arguments: relation and head
	Tokens, Sentences           int
}

// core are the relations that name who did what to whom.
var core = map[string]bool{"nsubj": true, "nsubj:pass": true, "obj": true, "iobj": true, "obl:agent": true}

// Evaluate tags and parses the tokens of the trees and compares.
func Evaluate(m *Model, trees []Tree) Scores {
	var upos, xpos, lemma, uas, las, found, gold, right, all int
	for i := range trees {
		s := bare(trees[i].Sentence)
		m.Parse(&s)
		for k, g := range trees[i].Tokens {
			t := s.Tokens[k]
			all++
			upos += one(t.UPOS == g.UPOS)
			xpos += one(t.XPOS == g.XPOS)
			lemma += one(t.Lemma == g.Lemma)
			uas += one(t.Head == g.Head)
			hit := t.Head == g.Head && t.Rel == g.Rel
			las += one(hit)
			found += one(core[t.Rel])
			gold += one(core[g.Rel])
			right += one(hit && core[g.Rel])
		}
	}
	return Scores{percent(upos, all), percent(xpos, all), percent(lemma, all), percent(uas, all),
		percent(las, all), percent(right, found), percent(right, gold), all, len(trees)}
}

// bare gives the sentence's tokens without what is to be found.
func bare(s Sentence) Sentence {
	out := Sentence{Start: s.Start, End: s.End, Tokens: make([]Token, len(s.Tokens))}
	for i, t := range s.Tokens {
		out.Tokens[i] = Token{Start: t.Start, End: t.End, Text: t.Text, Head: -1}
	}
	return out
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// RawScores are F1 measures, in per cent, of splitting text.
type RawScores struct{ Tokens, Sentences float64 }

// EvaluateSplit joins the texts of the trees, by a space or, where a paragraph
// begins, by a blank line, splits the whole and compares spans.
func EvaluateSplit(trees []Tree) RawScores {
	text, tokens, sentences := join(trees)
	var right, rightSentences, found, n int
	for _, s := range Split(text) {
		n++
		rightSentences += one(sentences[[2]int{s.Start, s.End}])
		for _, t := range s.Tokens {
			found++
			right += one(tokens[[2]int{t.Start, t.End}])
		}
	}
	return RawScores{percent(2*right, found+len(tokens)), percent(2*rightSentences, n+len(sentences))}
}

// join gives the running text of the trees with the spans of its tokens and
// sentences.
func join(trees []Tree) (text string, tokens, sentences map[[2]int]bool) {
	var b strings.Builder
	tokens, sentences = map[[2]int]bool{}, map[[2]int]bool{}
	for i := range trees {
		switch t := &trees[i]; {
		case i == 0:
		case t.Paragraph:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		at, toks := b.Len(), trees[i].Tokens
		for _, k := range toks {
			tokens[[2]int{at + k.Start, at + k.End}] = true
		}
		sentences[[2]int{at + toks[0].Start, at + toks[len(toks)-1].End}] = true
		b.WriteString(trees[i].Text)
	}
	return b.String(), tokens, sentences
}
