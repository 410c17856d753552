package desk

import (
	"fmt"
	"io/fs"

	"entente"
	"entente/codebook"
	"entente/judge"
)

// JudgeFile is where the weights of the judge lie in a folder of dictionaries.
const JudgeFile = "en/judge.model"

// LoadJudge loads the weights of the judge.
func LoadJudge(fsys fs.FS) (*judge.Model, error) {
	weights, err := fs.ReadFile(fsys, JudgeFile)
	if err != nil {
		return nil, fmt.Errorf("read the judge's weights: %w", err)
	}
	return judge.Load(weights)
}

// Class is what one marked actor does to another: the root, its quad class and how
// likely the root is, from 0 to 1. CONCEDE and RETREAT are of one class, 2, as what is
// measured on marked sentences has them.
type Class struct {
	Event      entente.Root
	Quad       int
	Confidence float64
}

// Classify says what the source of a sentence marked as [judge.Marked] reads it does to
// the target, something being done for certain. The likeliest quad class is chosen
// first, then its likeliest root.
func Classify(m *judge.Model, sentence string) Class {
	likely := m.Likelihoods(judge.Marked(sentence))
	var quads [5]float64
	sum := 0.0
	for i, root := range m.Roots() {
		if root != "" {
			quads[yieldQuad(root)] += likely[i]
			sum += likely[i]
		}
	}
	best := Class{}
	for q := 1; q <= 4; q++ {
		if best.Quad == 0 || quads[q] > quads[best.Quad] {
			best.Quad = q
		}
	}
	for i, root := range m.Roots() {
		if root != "" && yieldQuad(root) == best.Quad && likely[i]/sum > best.Confidence {
			best.Event, best.Confidence = root, likely[i]/sum
		}
	}
	return best
}

func yieldQuad(root entente.Root) int {
	if root == "CONCEDE" {
		return 2
	}
	return int(codebook.Quad(root))
}
