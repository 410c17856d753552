package syntax

import "slices"

// TrainOptions set the course of training; the zero value is what the shipped
// weights were made with.
type TrainOptions struct {
	Seed     uint64
	Passes   int                                          // over the trees, for the parser; 0 means 8
	Width    int                                          // of the parser's beam; 0 means 4
	Folds    int                                          // of jack-knifed tags; 0 means 4
	Clusters map[string]uint16                            // normal forms to classes from unlabelled text
	Rows     [3]int                                       // most rows kept of tagger, steps, relations
	Report   func(stage string, pass int, right, all int) // may be nil
}

func (o TrainOptions) withDefaults() TrainOptions {
	if o.Passes == 0 {
		o.Passes = 8
	}
	if o.Width == 0 {
		o.Width = 4
	}
	if o.Folds == 0 {
		o.Folds = 4
	}
	for i, n := range [3]int{300_000, 1_390_000, 300_000} {
		if o.Rows[i] == 0 {
			o.Rows[i] = n
		}
	}
	if o.Report == nil {
		o.Report = func(string, int, int, int) {}
	}
	return o
}

// Train learns a model from trees and gives its weights in the form that [Load]
// reads. The same trees and options give the same bytes.
func Train(trees []Tree, opt TrainOptions) []byte {
	t := newTrainer(trees, opt.withDefaults())
	t.jackknife()
	tagger := t.trainTagger(t.trees, "tagger")
	t.trainParser()
	w := &writer{}
	w.number(t.model.width)
	w.strings(t.model.classes.names())
	w.strings(t.model.rels)
	w.lexicon(&t.model.lex)
	w.lemmas(learnLemmas(trees))
	w.table(tagger.average(), t.opt.Rows[0])
	w.table(t.steps.average(), t.opt.Rows[1])
	w.table(t.labels.average(), t.opt.Rows[2])
	return w.seal()
}

// trainer is a model in the making.
type trainer struct {
	opt    TrainOptions
	random *random
	trees  []Tree    // with the augmented ones
	tags   [][]uint8 // jack-knifed, by tree
	model  Model
	work   work
	steps  *steps
	labels *perceptron
	lesson lesson
}

func newTrainer(trees []Tree, opt TrainOptions) *trainer {
	t := &trainer{opt: opt, random: newRandom(opt.Seed + 1), work: work{scores: make([]float32, 256)}}
	t.model.width = min(opt.Width, maxWidth)
	t.trees = augment(trees, t.random)
	t.tags = make([][]uint8, len(t.trees))
	tags, rels := map[string]int{}, map[string]int{"root": 1}
	for i := range trees {
		for _, k := range trees[i].Tokens {
			tags[k.UPOS+" "+k.XPOS]++
			rels[k.Rel]++
		}
	}
	t.model.classes = newClasses(sortedKeys(tags))
	t.model.rels = sortedKeys(rels)
	t.model.root = uint8(slices.Index(t.model.rels, "root"))
	t.model.lex = *newLexicon(trees, opt.Clusters)
	return t
}

// jackknife tags each part of the trees by a tagger that has not seen it, so that
// the parser learns from tags as poor as those it will be given.
func (t *trainer) jackknife() {
	lex := t.model.lex
	for f := range t.opt.Folds {
		var rest []Tree
		for i := range t.trees {
			if i%t.opt.Folds != f {
				rest = append(rest, t.trees[i])
			}
		}
		t.model.lex = *newLexicon(rest, t.opt.Clusters)
		t.model.tagger = averaged{t.trainTagger(rest, "fold")}
		for i := f; i < len(t.trees); i += t.opt.Folds {
			t.work.view.look(t.trees[i].Tokens, &t.model.lex)
			t.model.tag(&t.work)
			t.tags[i] = slices.Clone(t.work.view.tags)
		}
	}
	t.model.lex = lex
}

const taggerPasses = 8

func (t *trainer) trainTagger(trees []Tree, stage string) *perceptron {
	p := newPerceptron(len(t.model.classes.upos))
	order := make([]int, len(trees))
	for i := range order {
		order[i] = i
	}
	for pass := range taggerPasses {
		t.random.shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		right, all := 0, 0
		for _, i := range order {
			right += t.learnTags(p, trees[i].Tokens)
			all += len(trees[i].Tokens)
		}
		t.opt.Report(stage, pass+1, right, all)
	}
	return p
}

// learnTags tags a sentence, mending the weights at each wrong tag.
func (t *trainer) learnTags(p *perceptron, toks []Token) (right int) {
	v, c := &t.work.view, &t.model.classes
	v.look(toks, &t.model.lex)
	out := t.work.scores[:p.classes]
	for i := range toks {
		gold := c.find(toks[i].UPOS, toks[i].XPOS)
		f := v.tagFeatures(i)
		p.score(f, out)
		guess := best(out)
		p.step++
		if guess != gold {
			p.add(f, gold, 1)
			p.add(f, guess, -1)
		} else {
			right++
		}
		v.setTag(i, guess, c)
	}
	return right
}

// averaged scores by the averages of a perceptron in training.
type averaged struct{ *perceptron }

func (a averaged) score(features []uint32, out []float32) {
	clear(out)
	for _, f := range features {
		s := a.find(f)
		if s.row == 0 {
			continue
		}
		for _, c := range a.rows[s.row] {
			out[c.class] += float32((c.total + float64(c.weight)*float64(a.step-c.stamp)) / float64(a.step))
		}
	}
}

// gold gives heads, with the root behind the last word, and relations by number.
func (t *trainer) gold(tree *Tree) (heads []int16, rels []uint8) {
	for _, k := range tree.Tokens {
		h := int16(k.Head)
		if k.Head < 0 {
			h = int16(len(tree.Tokens))
		}
		r, _ := slices.BinarySearch(t.model.rels, k.Rel)
		heads, rels = append(heads, h), append(rels, uint8(r))
	}
	return heads, rels
}
