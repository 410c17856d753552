package syntax

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// The course of training: examples are shuffled for each pass and cut into shards of
// about shardWords words; shardsOf of them make a batch, and each batch one step.
const (
	shardsOf   = 4
	shardWords = 420
	keepEach   = 500 // steps from one state that is kept to the next

	topRate     = 0.002 // Adam's, at the end of the rise
	warmSteps   = 300   // of the rise, or a tenth of all where there are fewer
	dropNumbers = 0.15  // share of numbers left out before each layer
	dropWords   = 0.1   // share of words read by their parts alone, so that new words are nothing new
)

// run goes over the examples, from the state that is given if there is one.
func (t *trainer) run(ctx context.Context) error {
	passes := t.plan()
	t.id = t.identity()
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
	times := 1
	if len(t.silver) > 0 {
		times = goldTimes
	}
	for range times {
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

// seeds draws one seed for each shard, so that what is left out does not depend on
// which core comes first. They are drawn for steps that were made before, too.
func (t *trainer) seeds(n int) []uint64 {
	out := make([]uint64, n)
	for k := range out {
		out[k] = t.random.next()
	}
	return out
}

// keep hands out the state now and then, and ends training when ctx is done.
func (t *trainer) keep(ctx context.Context) error {
	if t.opt.Keep != nil && (t.step%keepEach == 0 || ctx.Err() != nil) && t.step < t.steps {
		if err := t.opt.Keep(t.state()); err != nil {
			return fmt.Errorf("keep the state of training: %w", err)
		}
	}
	return ctx.Err()
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

// learn makes one step: the shards go forward and back by themselves, each weighing its
// words by those of the whole batch, and update sums what they found.
func (t *trainer) learn(batch [][]*example, seeds []uint64) {
	words := 0
	for _, part := range batch {
		for _, e := range part {
			words += len(e.tags)
		}
	}
	r := rates{drop: dropNumbers, words: dropWords}
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

// rate rises over the first steps, while Adam's means are of little, and falls in a
// line to nothing at the last.
func (t *trainer) rate() float64 {
	warm := float64(min(warmSteps, t.steps/10+1))
	at := float64(t.step)
	return topRate * min(at/warm, (float64(t.steps)+1-at)/(float64(t.steps)+1-warm))
}

// report sums what the shards have seen since the last report.
func (t *trainer) report() {
	if t.opt.Report == nil {
		return
	}
	var loss, right, seen [learned]float64
	for k := range t.shards {
		s := &t.shards[k]
		for i := range seen {
			loss[i] += s.loss[i]
			right[i] += 100 * float64(s.right[i])
			seen[i] += float64(s.seen[i])
		}
		s.loss, s.right, s.seen = [learned]float64{}, [learned]int{}, [learned]int{}
	}
	mean := func(of [learned]float64) Measures {
		for i := range of {
			of[i] /= max(seen[i], 1)
		}
		return Measures{of[learnTags], of[learnArcs], of[learnRels], of[learnMarks+entityMark], of[learnMarks+actMark], of[learnMarks+partMark]}
	}
	t.opt.Report(TrainState{t.step, t.steps, mean(loss), mean(right)})
}
