package syntax

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"runtime"
	"slices"
	"sync"
)

// TrainOptions set the course of training; the zero value is what the shipped
// weights were made with.
type TrainOptions struct {
	Seed   uint64
	Passes int    // over all trees; 0 means 4
	Silver []Tree // trees that another parser made, less trusted
	Gold   int    // how often a pass goes over the gold trees; 0 means 3 where there are silver ones, else 1
	Forms  int    // most forms with a row of their own; 0 means 40,000
	Rate   float64
	Drop   float64            // share of numbers left out before each layer; 0 means .15
	Report func(p TrainState) // called every hundred steps; may be nil

	Keep func(state []byte) error // called every KeepEach steps with what training can go on from; may be nil
	From []byte                   // such a state, of the same trees and options; training goes on from there
}

// KeepEach is the number of steps after which a state is kept.
const KeepEach = 500

// TrainState tells how far training has come and how well it does on what it reads
// just now: mean losses and per cent right of tags, heads, relations, entities.
type TrainState struct {
	Step, Steps int
	Loss, Right [4]float64
}

func (o TrainOptions) withDefaults() TrainOptions {
	o.Passes = cmp.Or(o.Passes, 4)
	o.Forms = cmp.Or(o.Forms, 40_000)
	o.Rate = cmp.Or(o.Rate, 0.002)
	o.Drop = cmp.Or(o.Drop, 0.15)
	if o.Gold == 0 {
		o.Gold = 1
		if len(o.Silver) > 0 {
			o.Gold = 3
		}
	}
	if o.Report == nil {
		o.Report = func(TrainState) {}
	}
	return o
}

// Train learns a model from trees and gives its weights in the form that [Load]
// reads: the network of this package by Adam (Kingma and Ba 2015) with a rate that
// rises for a little and then falls to nothing. The same trees and options give the
// same bytes on machines of one kind, whatever their number of cores and however
// often it was interrupted. The error is that of ctx, of Keep, or says that From is
// the state of another training.
func Train(ctx context.Context, trees []Tree, opt TrainOptions) ([]byte, error) {
	t := newTrainer(trees, opt.withDefaults())
	if err := t.run(ctx); err != nil {
		return nil, err
	}
	w := &writer{}
	w.strings(t.tags)
	w.strings(t.rels)
	w.strings(t.entities)
	w.strings(t.forms)
	w.lemmas(learnLemmas(trees))
	w.table(t.table)
	w.net(t.weights)
	return w.seal(), nil
}

// shards of a batch, and how many words one holds.
const (
	shardsOf   = 4
	shardWords = 420
)

// trainer is a model in the making.
type trainer struct {
	opt                         TrainOptions
	random                      *random
	tags, rels, entities, forms []string
	gold, silver                []example
	weights                     *weights
	moments                     [2]*weights
	table                       []float32
	tableMoments                [2][]float32
	tableGrad                   []float32
	touched                     []bool
	shards                      [shardsOf]shard
	step, steps                 int
}

func newTrainer(trees []Tree, opt TrainOptions) *trainer {
	t := &trainer{opt: opt, random: newRandom(opt.Seed + 1)}
	trees = augment(trees, t.random)
	silver := augment(opt.Silver, t.random)
	t.count(trees, silver)
	t.gold, t.silver = t.examples(trees), t.examples(silver)
	t.weights = newWeights(len(t.tags), len(t.entities), len(t.rels))
	t.weights.start(t.random)
	size := (buckets + len(t.forms)) * embedWidth
	t.table = make([]float32, size)
	for i := range t.table {
		t.table[i] = 0.08 * t.random.even()
	}
	t.tableGrad, t.touched = make([]float32, size), make([]bool, size/embedWidth)
	for k := range t.moments {
		t.moments[k] = newWeights(len(t.tags), len(t.entities), len(t.rels))
		t.tableMoments[k] = make([]float32, size)
	}
	for k := range t.shards {
		t.shards[k].grad = newWeights(len(t.tags), len(t.entities), len(t.rels))
		t.shards[k].table = t.table
	}
	return t
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
	t.tags, t.rels, t.entities = sortedKeys(tags), sortedKeys(rels), headKinds
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
		if forms[f] >= 3 {
			t.forms = append(t.forms, f)
		}
	}
	slices.SortStableFunc(t.forms, func(a, b string) int { return cmp.Compare(forms[b], forms[a]) })
	t.forms = t.forms[:min(len(t.forms), t.opt.Forms)]
	slices.Sort(t.forms)
}

// examples turns trees into numbers. A silver tree with a class that no gold tree
// has is left out.
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
		e.entities = kindsOfHeads(tree.Tokens)
	}
	return e, fine
}

// mostLearned bounds the length of a sentence to learn from.
const mostLearned = 150

// run goes over the examples, from the state that is given if there is one.
func (t *trainer) run(ctx context.Context) error {
	passes := t.plan()
	from, err := t.restore(t.opt.From)
	if err != nil {
		return err
	}
	for _, parts := range passes {
		for batch := range slices.Chunk(parts, shardsOf) {
			seeds := t.seeds(len(batch))
			if t.step++; t.step <= from {
				continue
			}
			t.learn(batch, seeds)
			if t.step%100 == 0 || t.step == t.steps {
				t.report()
			}
			if err := t.keep(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// plan shuffles the examples for each pass and cuts them into shards.
func (t *trainer) plan() [][][]*example {
	var order []*example
	for range t.opt.Gold {
		for i := range t.gold {
			order = append(order, &t.gold[i])
		}
	}
	for i := range t.silver {
		order = append(order, &t.silver[i])
	}
	passes := make([][][]*example, t.opt.Passes)
	for p := range passes {
		t.random.shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		passes[p] = cut(order)
		t.steps += (len(passes[p]) + shardsOf - 1) / shardsOf
	}
	return passes
}

func (t *trainer) seeds(n int) []uint64 {
	out := make([]uint64, n)
	for k := range out {
		out[k] = t.random.next()
	}
	return out
}

// keep hands out the state now and then, and ends training when ctx is done.
func (t *trainer) keep(ctx context.Context) error {
	if t.opt.Keep != nil && (t.step%KeepEach == 0 || ctx.Err() != nil) && t.step < t.steps {
		if err := t.opt.Keep(t.state()); err != nil {
			return fmt.Errorf("keep the state of training: %w", err)
		}
	}
	return ctx.Err()
}

// arrays lists all that a step changes.
func (t *trainer) arrays() [][]float32 {
	out := append([][]float32{t.table}, t.tableMoments[:]...)
	for _, w := range []*weights{t.weights, t.moments[0], t.moments[1]} {
		out = append(out, w.all()...)
	}
	return out
}

// identity tells one training from another: options, trees and forms.
func (t *trainer) identity() uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, magic, t.opt.Seed, t.opt.Passes, t.opt.Gold, t.opt.Rate, t.opt.Drop, t.steps, len(t.gold), len(t.silver), t.tags, t.rels, t.entities, t.forms)
	return h.Sum64()
}

func (t *trainer) state() []byte {
	w := &writer{}
	w.b = binary.LittleEndian.AppendUint64(w.b, t.identity())
	w.number(t.step)
	for _, a := range t.arrays() {
		w.floats(a)
	}
	return w.b
}

// restore takes a state back and gives its step.
func (t *trainer) restore(state []byte) (int, error) {
	if len(state) == 0 {
		return 0, nil
	}
	if len(state) < 8 || binary.LittleEndian.Uint64(state) != t.identity() {
		return 0, errors.New("the state is that of another training")
	}
	r := &reader{b: state[8:]}
	step := r.number()
	for _, a := range t.arrays() {
		copy(a, r.floats(len(a)))
	}
	if r.bad || len(r.b) != 0 {
		return 0, errors.New("the state of training is damaged")
	}
	return step, nil
}

// cut parts examples into runs of about shardWords words.
func cut(order []*example) [][]*example {
	var out [][]*example
	from, n := 0, 0
	for i, e := range order {
		if n += len(e.tags); n >= shardWords || i+1 == len(order) {
			out = append(out, slices.Clone(order[from:i+1]))
			from, n = i+1, 0
		}
	}
	return out
}

// learn makes one step.
func (t *trainer) learn(batch [][]*example, seeds []uint64) {
	words := 0
	for _, part := range batch {
		for _, e := range part {
			words += len(e.tags)
		}
	}
	r := rates{drop: float32(t.opt.Drop), words: 0.1}
	parallel(len(batch), func(k int) {
		s := &t.shards[k]
		s.examples, s.random = batch[k], *newRandom(seeds[k])
		s.learn(t.weights, r, 1/float32(words))
	})
	t.update(len(batch))
}

// parallel calls f for 0 to n-1, on as many cores as there are.
func parallel(n int, f func(int)) {
	var wait sync.WaitGroup
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	wait.Wait()
}

// rate rises over the first steps and falls to nothing at the last.
func (t *trainer) rate() float64 {
	warm := float64(min(300, t.steps/10+1))
	at := float64(t.step)
	return t.opt.Rate * min(at/warm, (float64(t.steps)+1-at)/(float64(t.steps)+1-warm))
}

// The parts of Adam; what is left after a step is small, as batches differ much.
const (
	decayMean   = 0.9
	decaySquare = 0.99
	adamFloor   = 1e-8
)

// update moves all weights by the sum of the shards' gradients.
func (t *trainer) update(shards int) {
	a := adam{rate: float32(t.rate() * math.Sqrt(1-math.Pow(decaySquare, float64(t.step))) / (1 - math.Pow(decayMean, float64(t.step))))}
	arrays, m, v := t.weights.all(), t.moments[0].all(), t.moments[1].all()
	for k := 1; k < shards; k++ {
		for i, g := range t.shards[k].grad.all() {
			addTo(t.shards[0].grad.all()[i], g)
		}
	}
	sum := t.shards[0].grad.all()
	shrink(sum, 1)
	parallel(len(arrays), func(i int) { a.move(arrays[i], sum[i], m[i], v[i]) })
	const strip = embedWidth / 4
	parallel(embedWidth/strip, func(p int) { t.gather(shards, p*strip, (p+1)*strip) })
	rows := len(t.touched)
	parallel(8, func(p int) { t.moveRows(a, rows*p/8, rows*(p+1)/8) })
}

// shrink scales gradients down so that their length is at most most.
func shrink(grads [][]float32, most float64) {
	sum := 0.0
	for _, g := range grads {
		for _, x := range g {
			sum += float64(x) * float64(x)
		}
	}
	if length := math.Sqrt(sum); length > most {
		for _, g := range grads {
			for i := range g {
				g[i] *= float32(most / length)
			}
		}
	}
}

// gather adds columns from..to of the tokens' gradients to those of their rows.
func (t *trainer) gather(shards, from, to int) {
	for k := range shards {
		s := &t.shards[k]
		for x, e := range s.examples {
			for i := range e.tags {
				row := s.starts[x] + i
				d := s.dEmbedded[(row+1)*embedWidth:][from:to]
				for _, f := range e.rowsOf(i, s.dropped[row]) {
					if from == 0 {
						t.touched[f] = true
					}
					addTo(t.tableGrad[int(f)*embedWidth:][from:to], d)
				}
			}
		}
	}
}

// moveRows moves the rows that the batch has touched.
func (t *trainer) moveRows(a adam, from, to int) {
	for r := from; r < to; r++ {
		if t.touched[r] {
			x, y := r*embedWidth, (r+1)*embedWidth
			a.move(t.table[x:y], t.tableGrad[x:y], t.tableMoments[0][x:y], t.tableMoments[1][x:y])
			clear(t.tableGrad[x:y])
			t.touched[r] = false
		}
	}
}

type adam struct{ rate float32 }

func (a adam) move(w, g, m, v []float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	for i, x := range g {
		m[i] = decayMean*m[i] + (1-decayMean)*x
		v[i] = decaySquare*v[i] + (1-decaySquare)*x*x
		w[i] -= a.rate * m[i] / (float32(math.Sqrt(float64(v[i]))) + adamFloor)
	}
}

// report sums what the shards have seen since the last report.
func (t *trainer) report() {
	p := TrainState{Step: t.step, Steps: t.steps}
	var seen [4]float64
	for k := range t.shards {
		s := &t.shards[k]
		for i := range seen {
			p.Loss[i] += s.loss[i]
			p.Right[i] += float64(s.right[i])
			seen[i] += float64(s.seen[i])
		}
		s.loss, s.right, s.seen = [4]float64{}, [4]int{}, [4]int{}
	}
	for i := range seen {
		p.Loss[i] /= max(seen[i], 1)
		p.Right[i] *= 100 / max(seen[i], 1)
	}
	t.opt.Report(p)
}
