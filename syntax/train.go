package syntax

import (
	"cmp"
	"context"
	"entente/seal"
	"errors"
	"fmt"
	"slices"
)

// TrainOptions set the course of training. Zero values stand for the settings of the
// shipped weights, but for Seed and Silver.
type TrainOptions struct {
	Seed   uint64
	Passes int                // over all trees; 0 means 2
	Silver []Tree             // trees that another parser made, less trusted
	Report func(p TrainState) // called every hundred steps; may be nil

	Keep func(state []byte) error // called every 500 steps, and when ctx is done, with what training can go on from; may be nil
	From []byte                   // such a state, of the same trees and options; training goes on from there
}

// TrainState tells how far training has come and how well it does on what it has read
// since the last report.
type TrainState struct {
	Step, Steps int
	Loss        Measures // mean cross entropy, in nats
	Right       Measures // per cent
}

// Measures are numbers for each of the things that are learned.
type Measures struct{ Tags, Heads, Relations, Entities, Acts, Parts float64 }

// Causes of errors of [Train].
var (
	ErrTrees         = errors.New("no model can be learned from these trees")
	ErrOtherTraining = errors.New("the state is not one of this training")
)

// Settings of training.
const (
	usualPasses = 2
	goldTimes   = 3      // how often a pass goes over the gold trees where there are silver ones
	mostForms   = 40_000 // with a row of their own, the commonest first
	leastUses   = 3      // of a form with a row of its own
	mostLearned = 150    // tokens of a sentence to learn from
	startTable  = 0.08   // the table's numbers begin within ±this
)

// Train learns a model from trees and gives its weights in the form that [Load]
// reads: the network of this package by Adam (Kingma and Ba 2015) with a rate that
// rises for a little and then falls to nothing. The same trees and options give the
// same bytes on machines of one kind, whatever their number of cores and however
// often it was interrupted. The error is that of ctx, that of Keep, [ErrTrees], or
// [ErrOtherTraining] for a From that does not belong to these trees and options.
func Train(ctx context.Context, trees []Tree, opt TrainOptions) ([]byte, error) {
	opt.Passes = cmp.Or(opt.Passes, usualPasses)
	t, err := newTrainer(trees, opt)
	if err != nil {
		return nil, err
	}
	if err := t.run(ctx); err != nil {
		return nil, err
	}
	w := &writer{}
	w.strings(t.tags)
	w.strings(t.rels)
	for _, classes := range markClasses {
		w.strings(classes)
	}
	w.strings(t.forms)
	w.lemmas(learnLemmas(trees))
	w.table(t.table)
	w.net(t.weights)
	return seal.Close(magic, w.b), nil
}

// trainer is a model in the making.
type trainer struct {
	opt               TrainOptions
	random            *random
	tags, rels, forms []string
	gold, silver      []example
	weights           *weights
	moments           [2]*weights // Adam's means of gradients and of their squares
	table             []float32   // rows of embedWidth
	tableMoments      [2][]float32
	tableGrad         []float32
	touched           []bool // rows with a gradient
	shards            [shardsOf]shard
	step, steps       int
	id                uint64 // tells this training from others
}

// newTrainer makes ready to learn. All chance comes from one source in one order:
// copies of trees, weights, the order of examples, what is left out.
func newTrainer(trees []Tree, opt TrainOptions) (*trainer, error) {
	t := &trainer{opt: opt, random: newRandom(opt.Seed + 1)}
	trees = augment(trees, t.random)
	silver := augment(opt.Silver, t.random)
	t.count(trees, silver)
	if !enough(t.tags) {
		return nil, fmt.Errorf("%w: they have %d kinds of tags, and 2 to %d can be told apart", ErrTrees, len(t.tags), mostClasses)
	}
	if !enough(t.rels) {
		return nil, fmt.Errorf("%w: they have %d relations, and 2 to %d can be told apart", ErrTrees, len(t.rels), mostClasses)
	}
	t.gold, t.silver = t.examples(trees), t.examples(silver)
	if len(t.gold) == 0 {
		return nil, fmt.Errorf("%w: none has at most %d tokens", ErrTrees, mostLearned)
	}
	t.start()
	return t, nil
}

// start draws the weights and takes the memory of training.
func (t *trainer) start() {
	t.weights = newWeights(len(t.tags), len(t.rels), markSizes())
	t.weights.start(t.random)
	size := (buckets + len(t.forms)) * embedWidth
	t.table = make([]float32, size)
	for i := range t.table {
		t.table[i] = startTable * t.random.even()
	}
	t.tableGrad, t.touched = make([]float32, size), make([]bool, size/embedWidth)
	for k := range t.moments {
		t.moments[k] = newWeights(len(t.tags), len(t.rels), markSizes())
		t.tableMoments[k] = make([]float32, size)
	}
	for k := range t.shards {
		t.shards[k].grad = newWeights(len(t.tags), len(t.rels), markSizes())
		t.shards[k].table = t.table
	}
}

// count finds the classes of the gold trees and the forms of all.
func (t *trainer) count(gold, silver []Tree) {
	tags, rels := map[string]int{}, map[string]int{"root": 1}
	for i := range gold {
		for _, k := range gold[i].Tokens {
			tags[k.UPOS+" "+k.XPOS]++
			rels[k.Rel]++
		}
	}
	t.tags, t.rels = sortedKeys(tags), sortedKeys(rels)
	forms, buf := map[string]int{}, []byte(nil)
	for _, trees := range [][]Tree{gold, silver} {
		for i := range trees {
			for _, k := range trees[i].Tokens {
				buf = normal(buf[:0], k.Text)
				forms[string(buf)]++
			}
		}
	}
	for _, f := range sortedKeys(forms) {
		if forms[f] >= leastUses {
			t.forms = append(t.forms, f)
		}
	}
	slices.SortStableFunc(t.forms, func(a, b string) int { return cmp.Compare(forms[b], forms[a]) })
	t.forms = t.forms[:min(len(t.forms), mostForms)]
	slices.Sort(t.forms)
}

// examples turns trees into numbers. A tree that is too long and a silver tree with a
// class that no gold tree has are left out.
func (t *trainer) examples(trees []Tree) []example {
	place := map[string]int32{}
	for i, f := range t.forms {
		place[f] = int32(i)
	}
	var f features
	out := make([]example, 0, len(trees))
	for i := range trees {
		f.read(trees[i].Tokens, place)
		if e, ok := t.example(&trees[i], &f); ok {
			out = append(out, e)
		}
	}
	return out
}

func (t *trainer) example(tree *Tree, f *features) (example, bool) {
	e := example{features: slices.Clone(f.rows), exact: slices.Clone(f.known)}
	fine := len(tree.Tokens) <= mostLearned
	for i, k := range tree.Tokens {
		tag, ok := slices.BinarySearch(t.tags, k.UPOS+" "+k.XPOS)
		rel, ok2 := slices.BinarySearch(t.rels, k.Rel)
		head := k.Head
		if head < 0 {
			head = len(tree.Tokens)
		}
		fine = fine && ok && ok2
		e.ends = append(e.ends, int32(f.ends[i]))
		e.tags, e.rels, e.heads = append(e.tags, uint8(tag)), append(e.rels, uint8(rel)), append(e.heads, int16(head))
	}
	if tree.Marked {
		e.marks[entityMark] = kindsOfHeads(tree.Tokens)
	}
	if tree.Acted {
		e.marks[actMark], e.marks[partMark] = markedActs(tree.Tokens)
	}
	return e, fine
}
