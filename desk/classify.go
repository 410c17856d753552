package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/encoder"
	"entente/judge"
)

// EncoderFile is where the weights of the encoder lie in a folder of dictionaries, and
// HeadFile those of the head that was fitted to marked sentences of another hand.
const (
	EncoderFile = "encoder.model"
	HeadFile    = "classify.model"
)

// Classifier says what one marked actor of a sentence does to another. Encoder, judge and
// lexicon answer together; a head, fitted to labelled sentences, corrects them.
type Classifier struct {
	Encoder *encoder.Model
	Tools   coder.Tools
	Head    *judge.Model
}

// LoadClassifier loads all that a classifier goes by, its head if it has one.
func LoadClassifier(fsys fs.FS) (Classifier, error) {
	c, err := LoadHeadless(fsys)
	if err != nil {
		return c, err
	}
	weights, err := fs.ReadFile(fsys, HeadFile)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read the weights of the encoder's head: %w", err)
	}
	if c.Head, err = judge.Load(weights); err == nil && (c.Head.Inputs() != c.headInputs() || c.Head.Of() != c.Encoder.Sum()) {
		err = errors.New("the weights of the encoder's head are for another encoder: fit it anew")
	}
	return c, err
}

// LoadHeadless is [LoadClassifier] without the head, for who fits one.
func LoadHeadless(fsys fs.FS) (Classifier, error) {
	weights, err := fs.ReadFile(fsys, EncoderFile)
	if err != nil {
		return Classifier{}, fmt.Errorf("read the encoder's weights: %w", err)
	}
	c := Classifier{}
	if c.Encoder, err = encoder.Load(weights); err == nil {
		c.Tools, err = LoadTools(fsys)
	}
	return c, err
}

// headInputs is how many numbers a head is told: the encoder's vectors and three for
// each root.
func (c Classifier) headInputs() int { return 4*c.Encoder.Width() + 3*(len(c.Encoder.Roots())-1) }

// Reading is what is made of a marked sentence: how likely each root of the encoder is,
// something being done for certain, and the numbers that a head is told.
type Reading struct {
	Likely   []float64
	Features []float32
}

// What judge and lexicon count beside the encoder: the judge's logarithms, and a word of
// the lexicon that stands beside both actors.
const (
	judgeShare = .2
	wordShare  = .4
)

// Read reads a sentence marked as [encoder.Marked] wants it.
func (c Classifier) Read(sentence string) Reading {
	q := encoder.Marked(sentence)
	likely, vectors := c.Encoder.Read(q)
	judged, votes := coder.ActsOf(c.Tools, coder.Marked{Text: q.Text, Source: q.Source, Target: q.Target})
	r := Reading{Likely: make([]float64, len(likely)), Features: vectors}
	sum := 0.0
	for i, root := range c.Encoder.Roots() {
		if root == "" {
			continue
		}
		p, j, v := certain(likely, i), 1.0, 0.0
		if judged != nil {
			j = certain(judged, c.Tools.Judge.Place(root))
		}
		if votes != nil {
			v = votes[slices.Index(codebook.Roots(), root)]
		}
		r.Features = append(r.Features, float32(math.Log(p)/2), float32(math.Log(j)/2), float32(v))
		r.Likely[i] = math.Exp(math.Log(p) + judgeShare*math.Log(j) + wordShare*v)
		sum += r.Likely[i]
	}
	for i := range r.Likely {
		r.Likely[i] /= sum
	}
	return r
}

// certain gives how likely root i is if anything is done, never quite nothing.
func certain(likely []float64, i int) float64 { return likely[i]/(1-likely[0]+1e-6) + 1e-3 }

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
		z := c.Head.Scores(r.Features)[0]
		for i := range z {
			z[i] += prior(r.Likely[i])
		}
		likely = make([]float64, len(roots))
		for i := 1; i < len(z); i++ {
			likely[i] = math.Exp(float64(z[i] - slices.Max(z[1:])))
		}
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
	sum := quads[1] + quads[2] + quads[3] + quads[4]
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
var headPlan = judge.Plan{Hidden: 128, Passes: 20, Rate: .001, Decay: .1, Batch: 64, Seed: 1}

// prior is what a head starts from: most of what was read without it.
func prior(likely float64) float32 { return float32(.7 * math.Log(likely+1e-6)) }

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
		lesson := judge.Lesson{Questions: [][]float32{l.Features}, Answer: answer, Weight: 1, Prior: make([]float32, len(roots))}
		for i, p := range l.Likely {
			lesson.Prior[i] = prior(p)
		}
		lessons = append(lessons, lesson)
	}
	if len(lessons) == 0 {
		return nil, errors.New("no labelled sentences to fit a head to")
	}
	plan := headPlan
	plan.Of = c.Encoder.Sum()
	return judge.Train(roots, lessons, plan)
}
