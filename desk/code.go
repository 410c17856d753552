package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"sync"

	"entente"
	"entente/coder"
	"entente/judge"
	"entente/lexicon"
	"entente/news"
	"entente/syntax"
)

// SyntaxFile is the name of the syntax weights in a language's folder.
const SyntaxFile = "syntax.model"

// JudgeFile is where the weights of the judge lie in a folder of dictionaries.
const JudgeFile = "judge.model"

// WeightFiles names the files of weights in a language's folder that know nothing of its
// dictionaries and serve another folder as well.
var WeightFiles = []string{SyntaxFile, EncoderFile, HeadFile}

// LoadTools compiles the dictionaries and the weights of a language, those of the judge
// if it has one: without it dictionaries go by their patterns alone. The error is a
// [lexicon.ErrorList] where the dictionaries are at fault.
func LoadTools(fsys fs.FS) (coder.Tools, error) {
	tools, err := LoadUnjudged(fsys)
	if err != nil {
		return tools, err
	}
	weights, err := fs.ReadFile(fsys, JudgeFile)
	if errors.Is(err, fs.ErrNotExist) {
		return tools, nil
	}
	if err != nil {
		return tools, fmt.Errorf("read the judge's weights: %w", err)
	}
	if tools.Judge, err = judge.Load(weights); err == nil && (tools.Judge.Inputs() != coder.JudgeInputs() || tools.Judge.Of() != tools.Syntax.Sum()) {
		err = errors.New("the judge's weights are for other syntax weights: train it anew")
	}
	return tools, err
}

// LoadUnjudged is [LoadTools] without the judge, for who trains one.
func LoadUnjudged(fsys fs.FS) (coder.Tools, error) {
	var tools coder.Tools
	var modelErr error
	var wg sync.WaitGroup
	wg.Go(func() {
		weights, err := fs.ReadFile(fsys, SyntaxFile)
		if err != nil {
			modelErr = fmt.Errorf("read the syntax weights: %w", err)
			return
		}
		tools.Syntax, modelErr = syntax.Load(weights)
	})
	lex, err := lexicon.Load(fsys)
	wg.Wait()
	if err != nil {
		return coder.Tools{}, err
	}
	tools.Lexicon = lex
	return tools, modelErr
}

// Coded is a story with all that was found in it.
type Coded struct {
	Story    entente.Story
	Result   coder.Result
	Problems []entente.Problem // of reading and of coding
	Seen     entente.Day       // when it was read, if that is to be kept
	Mends    bool              // as of [entente.Reading]
}

// Reading gives what a store keeps of a coded story.
func (c Coded) Reading(lexiconHash string) entente.Reading {
	return entente.Reading{Story: c.Story, Lexicon: lexiconHash, Seen: c.Seen, Mends: c.Mends,
		Reports: c.Result.Reports, Assessments: c.Result.Assessments, Problems: c.Problems}
}

// Code codes stories on all cores and yields them in the order in which they came.
// At most a few stories wait, so memory does not grow with their number. An error
// of the items is passed on in its place; a cancelled context ends the sequence.
func Code(ctx context.Context, items iter.Seq2[news.Item, error], tools coder.Tools, opt coder.Options) iter.Seq2[Coded, error] {
	return onAllCores(ctx, items, func(item news.Item) Coded { return one(item, tools, opt) })
}

// Twice is a story as two lexica have it coded. The problems of reading it stand in
// Before alone.
type Twice struct{ Before, After Coded }

// CodeTwice codes each story with both tools, as [Code] does with one.
func CodeTwice(ctx context.Context, items iter.Seq2[news.Item, error], before, after coder.Tools, opt coder.Options) iter.Seq2[Twice, error] {
	return onAllCores(ctx, items, func(item news.Item) Twice {
		out := Twice{Before: one(item, before, opt)}
		item.Problems = nil
		out.After = one(item, after, opt)
		return out
	})
}

// onAllCores works on items on all cores and yields what comes of them in their order.
func onAllCores[S, T any](ctx context.Context, items iter.Seq2[S, error], work func(S) T) iter.Seq2[T, error] {
	type job struct {
		item S
		err  error
		done chan T
	}
	return func(yield func(T, error) bool) {
		var nothing T
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		workers := runtime.GOMAXPROCS(0)
		todo := make(chan *job, workers)
		order := make(chan *job, 2*workers)
		go func() {
			defer close(order)
			defer close(todo)
			for item, err := range items {
				j := &job{item, err, make(chan T, 1)}
				if !offer(ctx, order, j) || !offer(ctx, todo, j) {
					return
				}
			}
		}()
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for j := range todo {
					if j.err == nil && ctx.Err() == nil {
						j.done <- work(j.item)
					} else {
						j.done <- nothing
					}
				}
			})
		}
		broken := false
		defer func() {
			stop()
			if !broken { // a long story would be waited for, and thrown away
				wg.Wait()
			}
		}()
		drain := func() {
			stop()
			for range order { // let the reader of the items end
			}
		}
		for j := range order {
			var done T
			select {
			case done = <-j.done:
			case <-ctx.Done():
				broken = true
				drain()
				yield(nothing, context.Cause(ctx))
				return
			}
			if !yield(done, j.err) {
				drain()
				return
			}
		}
		if err := context.Cause(ctx); err != nil {
			yield(nothing, err)
		}
	}
}

// offer sends v unless the context ends first.
func offer[T any](ctx context.Context, c chan<- T, v T) bool {
	select {
	case c <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// CodeOne codes one story by itself.
func CodeOne(item news.Item, tools coder.Tools, opt coder.Options) Coded {
	return one(item, tools, opt)
}

// one codes one story and names the events of its reports.
func one(item news.Item, tools coder.Tools, opt coder.Options) Coded {
	out := Coded{Story: item.Story, Problems: item.Problems}
	if item.Story.Text == "" {
		return out
	}
	out.Result = coder.Code(tools, item.Story, opt)
	out.Problems = append(out.Problems, out.Result.Problems...)
	nameEvents(out.Result.Reports)
	return out
}

// nameEvents gives each report the id of the event that it and the story's other
// reports tell of.
func nameEvents(reports []entente.Report) {
	event := map[string]string{}
	for _, e := range entente.Cluster(reports) {
		for _, r := range e.Reports {
			event[r.Report] = e.ID
		}
	}
	for i := range reports {
		reports[i].ID = event[reports[i].Report]
	}
}
