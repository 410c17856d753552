package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/encoder"
	"entente/judge"
)

type trainCoderCmd struct {
	Passages []string `help:"Labelled passages, or folders of them (*.txt)." required:"" placeholder:"FILE"`
	Marked   []string `help:"Marked sentences (*.tsv): a root and a sentence with <s>, <t> and <e> a line." placeholder:"FILE"`
	Out      string   `help:"The file of weights to write." required:"" placeholder:"FILE"`
	Seed     uint64   `help:"The same lessons and seed give the same bytes." default:"1"`
	Passes   int      `help:"Passes over the lessons; 0 is the usual number."`
	Hidden   int      `help:"Units of the hidden layer; 0 is the usual number."`
}

// nothingWeight is what a lesson counts in which nothing is done: they are many.
const nothingWeight = .5

func (c *trainCoderCmd) Run(ctx context.Context, e *env) error {
	tools, err := desk.LoadUnjudged(language(folder()))
	if err != nil {
		return err
	}
	pairs, err := c.pairs(ctx, tools)
	if err != nil {
		return err
	}
	if len(pairs) == 0 {
		return badInput(errors.New("no lessons in these files"))
	}
	roots := append([]entente.Root{""}, codebook.Roots()...)
	lessons := make([]judge.Lesson, len(pairs))
	for i, p := range pairs {
		lessons[i] = lessonOf(p, roots)
	}
	fmt.Fprintf(e.err, "%d lessons\n", len(lessons))
	weights, err := judge.Train(roots, lessons, judge.Plan{Of: tools.Syntax.Sum(), Seed: c.Seed, Passes: c.Passes, Hidden: c.Hidden,
		Report: func(pass int, loss float64) { fmt.Fprintf(e.err, "pass %d: loss %.4f\n", pass, loss) }})
	if err != nil {
		return err
	}
	return output(c.Out, write(weights))
}

// lessonOf gives the better of several roots most of the answer.
func lessonOf(p coder.Pair, roots []entente.Root) judge.Lesson {
	l := judge.Lesson{Question: p.Features, Answer: make([]float32, len(roots)), Weight: 1}
	if len(p.Roots) == 0 {
		l.Answer[0], l.Weight = 1, nothingWeight
		return l
	}
	for k, r := range p.Roots {
		share := float32(1)
		if n := len(p.Roots); n > 1 {
			if share = .7; k > 0 {
				share = .3 / float32(n-1)
			}
		}
		for i := range roots {
			if roots[i] == r {
				l.Answer[i] += share
			}
		}
	}
	return l
}

// pairs reads all lessons, on all cores.
func (c *trainCoderCmd) pairs(ctx context.Context, tools coder.Tools) ([]coder.Pair, error) {
	passages, err := readPassages(c.Passages)
	if err != nil {
		return nil, err
	}
	marked, err := readMarked(c.Marked)
	if err != nil {
		return nil, err
	}
	out := make([][]coder.Pair, len(passages)+len(marked))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				if i < len(passages) {
					out[i] = coder.Pairs(tools, passages[i])
				} else {
					out[i] = coder.MarkedPairs(tools, marked[i-len(passages)])
				}
			}
		})
	}
	for i := range out {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	var all []coder.Pair
	for _, ps := range out {
		all = append(all, ps...)
	}
	return all, ctx.Err()
}

// readMarked reads files of marked sentences, and those that lie in folders.
func readMarked(names []string) ([]coder.Marked, error) {
	var out []coder.Marked
	for _, name := range names {
		files, err := filepath.Glob(filepath.Join(name, "*.tsv"))
		if err != nil || len(files) == 0 {
			files = []string{name}
		}
		for _, file := range files {
			got, err := markedIn(file)
			if err != nil {
				return nil, ownFile(file, err)
			}
			out = append(out, got...)
		}
	}
	return out, nil
}

func markedIn(file string) ([]coder.Marked, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []coder.Marked
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		root, sentence, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("line %d: no tab between root and sentence", n)
		}
		if !slices.Contains(codebook.Roots(), entente.Root(root)) {
			return nil, fmt.Errorf("line %d: %q is no root", n, root)
		}
		q := encoder.Marked(sentence)
		out = append(out, coder.Marked{Text: q.Text, Source: q.Source, Target: q.Target, Trigger: q.Trigger, Root: entente.Root(root)})
	}
	return out, sc.Err()
}
