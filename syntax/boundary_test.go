package syntax

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestBoundaryWeightsFit(t *testing.T) {
	if len(boundaryWeights) != 1<<boundaryBits {
		t.Fatalf("%d weights, want %d", len(boundaryWeights), 1<<boundaryBits)
	}
}

func TestTrainBoundariesIsReproducible(t *testing.T) {
	a, b := TrainBoundaries(2, house(t)), TrainBoundaries(2, house(t))
	if !bytes.Equal(a, b) {
		t.Error("the same trees give other bytes")
	}
	if len(a) != 1<<boundaryBits {
		t.Errorf("%d weights", len(a))
	}
}

// A model of boundaries knows its own lesson, with no stops to go by.
func TestTrainBoundariesLearns(t *testing.T) {
	var trees []Tree
	for i, s := range strings.Fields(strings.Repeat("we_met_again Yes they_talked No ", 40)) {
		s = strings.ReplaceAll(s, "_", " ")
		tree := Tree{Text: s, Paragraph: i%8 == 0}
		tree.Tokens = []Token{{End: len(s), Text: s}}
		trees = append(trees, tree)
	}
	text := "we met again Yes they talked No"
	l := line{weights: string(TrainBoundaries(8, trees))}
	var got []string
	for _, s := range l.sentences(lineTokens(text, 0, len(text)), nil) {
		got = append(got, text[s.Start:s.End])
	}
	if want := "we met again|Yes|they talked|No"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

// The treebanks are not part of the project; beside it they raise the bar.
func TestSplitOnTreebanks(t *testing.T) {
	for _, c := range []struct {
		part              string
		tokens, sentences float64
	}{{"EWT/dev", 99.4, 89}, {"GUM/dev", 99.9, 96}} {
		f, err := os.Open("../../shared/data/treebanks/" + c.part + ".conllu")
		if err != nil {
			t.Skip("no treebanks here:", err)
		}
		trees, err := ReadCoNLLU(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if s := EvaluateSplit(trees); s.Tokens < c.tokens || s.Sentences < c.sentences {
			t.Errorf("%s: %+v", c.part, s)
		}
	}
}
