package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	Silver   []string `help:"Texts with what another reader says of their actors (JSON lines)." placeholder:"FILE"`
	Out      string   `help:"The file of weights to write." required:"" placeholder:"FILE"`
	Seed     uint64   `help:"The same lessons and seed give the same bytes." default:"1"`
	Passes   int      `help:"Passes over the lessons; 0 is the usual number."`
	Hidden   int      `help:"Units of the hidden layer; 0 is the usual number."`
	Voices   int      `help:"Networks that learn apart and are asked together." default:"1"`
}

// nothingWeight is what a lesson counts in which nothing is done: they are many.
const nothingWeight = .5

// silverWeight is what a lesson of another reader counts.
const silverWeight = .5

func (c *trainCoderCmd) Run(ctx context.Context, e *env) error {
	tools, err := desk.LoadUnjudged(language(folder()))
	if err != nil {
		return err
	}
	roots := append([]entente.Root{""}, codebook.Roots()...)
	lessons, err := c.lessons(ctx, tools, roots)
	if err != nil {
		return err
	}
	if len(lessons) == 0 {
		return badInput(errors.New("no lessons in these files"))
	}
	fmt.Fprintf(e.err, "%d lessons\n", len(lessons))
	weights, err := judge.Train(roots, lessons, judge.Plan{Of: tools.Syntax.Sum(), Seed: c.Seed, Passes: c.Passes, Hidden: c.Hidden, Voices: c.Voices,
		Report: func(pass int, loss float64) { fmt.Fprintf(e.err, "pass %d: loss %.4f\n", pass, loss) }})
	if err != nil {
		return err
	}
	return output(c.Out, write(weights))
}

// lessonOf gives the better of several roots most of the answer.
func lessonOf(p coder.Pair, roots []entente.Root) judge.Lesson {
	l := judge.Lesson{Questions: [][]float32{p.Features}, Answer: make([]float32, len(roots)), Weight: 1}
	if p.Back != nil {
		l.Questions = append(l.Questions, p.Back)
	}
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

// lessons reads all lessons, on all cores.
func (c *trainCoderCmd) lessons(ctx context.Context, tools coder.Tools, roots []entente.Root) ([]judge.Lesson, error) {
	passages, err := readPassages(c.Passages)
	if err != nil {
		return nil, err
	}
	marked, err := readMarked(c.Marked)
	if err != nil {
		return nil, err
	}
	silver, err := readSilver(c.Silver)
	if err != nil {
		return nil, err
	}
	var work []func() []judge.Lesson
	for i := range passages {
		work = append(work, func() []judge.Lesson { return lessonsOf(coder.Pairs(tools, passages[i]), roots) })
	}
	for i := range marked {
		work = append(work, func() []judge.Lesson { return lessonsOf(coder.MarkedPairs(tools, marked[i]), roots) })
	}
	for i := range silver {
		work = append(work, func() []judge.Lesson { return silverLessons(tools, &silver[i]) })
	}
	return all(ctx, work)
}

// all does the work on all cores and gives what comes of it in order.
func all(ctx context.Context, work []func() []judge.Lesson) ([]judge.Lesson, error) {
	done := make([][]judge.Lesson, len(work))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				done[i] = work[i]()
			}
		})
	}
	for i := range work {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return slices.Concat(done...), ctx.Err()
}

func lessonsOf(pairs []coder.Pair, roots []entente.Root) []judge.Lesson {
	out := make([]judge.Lesson, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, lessonOf(p, roots))
	}
	return out
}

// silverLessons gives what another reader says of the pairs of a text: by which word, it
// does not say.
func silverLessons(tools coder.Tools, s *coder.Silver) (out []judge.Lesson) {
	bags := coder.Bags(tools, s.Story())
	for _, p := range s.Pairs {
		k := slices.IndexFunc(bags, func(b coder.Bag) bool { return b.Sentence == p.Sentence && b.A == p.A && b.B == p.B })
		if k >= 0 && len(p.Likely) == len(entente.Roots)+1 {
			out = append(out, judge.Lesson{Questions: bags[k].Questions, Answer: p.Likely, Weight: silverWeight})
		}
	}
	return out
}

// readSilver reads files of what another reader says, a JSON object a text.
func readSilver(names []string) ([]coder.Silver, error) {
	var out []coder.Silver
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, ownFile(name, err)
		}
		for d := json.NewDecoder(f); ; {
			var s coder.Silver
			if err = d.Decode(&s); err != nil {
				break
			}
			out = append(out, s)
		}
		f.Close()
		if err != io.EOF {
			return nil, ownFile(name, err)
		}
	}
	return out, nil
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
