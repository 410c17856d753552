package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"math"

	"entente"
	"entente/codebook"
	"entente/encoder"
	"entente/judge"
)

// EncoderFile is where the weights of the encoder lie in a folder of dictionaries, and
// HeadFile those of the head that was fitted to marked sentences of another hand.
const (
	EncoderFile = "encoder.model"
	HeadFile    = "classify.model"
)

// Classifier says what one marked actor of a sentence does to another. Without a head
// the encoder answers alone.
type Classifier struct {
	Encoder *encoder.Model
	Head    *judge.Model
}

// LoadClassifier loads the weights of the encoder and of its head, if it has one.
func LoadClassifier(fsys fs.FS) (Classifier, error) {
	weights, err := fs.ReadFile(fsys, EncoderFile)
	if err != nil {
		return Classifier{}, fmt.Errorf("read the encoder's weights: %w", err)
	}
	c := Classifier{}
	if c.Encoder, err = encoder.Load(weights); err != nil {
		return c, err
	}
	switch weights, err = fs.ReadFile(fsys, HeadFile); {
	case errors.Is(err, fs.ErrNotExist):
		return c, nil
	case err != nil:
		return c, fmt.Errorf("read the weights of the encoder's head: %w", err)
	}
	c.Head, err = judge.Load(weights)
	return c, err
}

// Reading is what the encoder makes of a marked sentence: how likely each of its roots
// is, something being done for certain, and the numbers that a head is told.
type Reading struct {
	Likely   []float64
	Features []float32
}

// Read reads a sentence marked as [encoder.Marked] wants it.
func (c Classifier) Read(sentence string) Reading {
	likely, vectors := c.Encoder.Read(encoder.Marked(sentence))
	r := Reading{Likely: make([]float64, len(likely))}
	for i, p := range likely[1:] {
		r.Likely[i+1] = p / (1 - likely[0] + 1e-9)
	}
	r.Features = append(r.Features, vectors...)
	for _, p := range r.Likely[1:] {
		r.Features = append(r.Features, float32(math.Log(p+1e-4)/2))
	}
	return r
}

// Class is what one marked actor does to another: the root, its quad class and how
// likely the root is, from 0 to 1. CONCEDE and RETREAT are of one class, 2, as what is
// measured on marked sentences has them.
type Class struct {
	Event      entente.Root
	Quad       int
	Confidence float64
}

// Classify says what the source of a marked sentence does to the target.
func (c Classifier) Classify(sentence string) Class { return c.Class(c.Read(sentence)) }

// Class chooses the likeliest quad class of a reading, then its likeliest root.
func (c Classifier) Class(r Reading) Class {
	roots, likely := c.Encoder.Roots(), r.Likely
	if c.Head != nil {
		likely = c.Head.Likelihoods(r.Features)[0]
	}
	var quads [5]float64
	for i, root := range roots {
		if root != "" {
			quads[yieldQuad(root)] += likely[i]
		}
	}
	best := Class{}
	for q := 1; q <= 4; q++ {
		if best.Quad == 0 || quads[q] > quads[best.Quad] {
			best.Quad = q
		}
	}
	sum := quads[1] + quads[2] + quads[3] + quads[4] + 1e-9
	for i, root := range roots {
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

// Labelled is a reading with the root that a person gave it, YIELD for CONCEDE and
// RETREAT together.
type Labelled struct {
	Reading
	Root string
}

// headPlan fits a head: a linear layer and a small hidden one over what the encoder says.
var headPlan = judge.Plan{Hidden: 32, Passes: 30, Rate: .002, Decay: .05, Seed: 1}

// FitHead fits a head for the encoder to labelled readings and gives its weights.
func (c Classifier) FitHead(labelled []Labelled) ([]byte, error) {
	roots := c.Encoder.Roots()
	lessons := make([]judge.Lesson, 0, len(labelled))
	for _, l := range labelled {
		answer := make([]float32, len(roots))
		sum := 0.0
		for i, root := range roots {
			if string(root) == l.Root || l.Root == "YIELD" && yieldQuad(root) == 2 && (root == "CONCEDE" || root == "RETREAT") {
				answer[i] = float32(l.Likely[i] + 1e-3)
				sum += float64(answer[i])
			}
		}
		if sum == 0 {
			return nil, fmt.Errorf("%q is no root of the encoder", l.Root)
		}
		for i := range answer {
			answer[i] /= float32(sum)
		}
		lessons = append(lessons, judge.Lesson{Question: l.Features, Answer: answer, Weight: 1})
	}
	if len(lessons) == 0 {
		return nil, errors.New("no labelled sentences to fit a head to")
	}
	return judge.Train(roots, lessons, headPlan)
}
