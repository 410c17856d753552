package main

import (
	"bufio"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"entente"
	"entente/desk"
	"entente/encoder"
	"entente/judge"
	"entente/score"
)

type classifyCmd struct {
	JSON bool   `help:"One JSON object a line." name:"json"`
	File string `arg:"" help:"Tab-separated lines with a header and a column marked_sentence, in which <s>…</s> and <t>…</t> mark who acts and on whom; - for standard input." placeholder:"FILE"`
}

// classifiedLine is a line of output.
type classifiedLine struct {
	Line       int          `json:"line"`
	Quad       int          `json:"quad"`
	Event      entente.Root `json:"event"`
	Confidence float64      `json:"confidence"`
}

func (c *classifyCmd) Run(ctx context.Context, e *env) error {
	lines, err := e.markedLines(c.File)
	if err != nil {
		return err
	}
	classes, err := classifyAll(ctx, lines)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(e.out)
	enc := jsonTo(w)
	for i, it := range classes {
		if c.JSON {
			err = enc.Encode(classifiedLine{lines[i].Line, it.Quad, it.Event, math.Round(it.Confidence*1000) / 1000})
		} else {
			_, err = fmt.Fprintf(w, "%d %-9s %.2f  %s\n", it.Quad, it.Event, it.Confidence, lines[i].Sentence)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

// markedLines reads a table of marked sentences.
func (e *env) markedLines(name string) ([]score.MarkedLine, error) {
	var in io.Reader = e.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, badInput(named(name, err))
		}
		defer f.Close()
		in = f
	}
	lines, err := score.ReadMarked(in)
	if err != nil {
		return nil, badInput(fmt.Errorf("%s: %w", name, err))
	}
	return lines, nil
}

// classifyAll answers all lines, on all cores.
func classifyAll(ctx context.Context, lines []score.MarkedLine) ([]desk.Class, error) {
	c, err := desk.LoadClassifier(language(folder()))
	if err != nil {
		return nil, err
	}
	return eachLine(ctx, lines, func(l score.MarkedLine) desk.Class { return c.Classify(l.Sentence) })
}

// eachLine answers every line on all cores and gives the answers in order.
func eachLine[T any](ctx context.Context, lines []score.MarkedLine, answer func(score.MarkedLine) T) ([]T, error) {
	out := make([]T, len(lines))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				out[i] = answer(lines[i])
			}
		})
	}
	var err error
	for i := range lines {
		if err = ctx.Err(); err != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return out, err
}

type scorePLVCmd struct {
	File      string `arg:"" help:"Tab-separated lines with the columns sentence_id, marked_sentence, gold_penta and gold_root." placeholder:"FILE"`
	Folds     int    `help:"Cross-validate: fit the encoder's head to all parts of the file but one, and measure on that one, for each of so many parts." placeholder:"N"`
	Untrained bool   `help:"Measure without the head, which the shipped weights were fitted to sentences of this kind with."`
	Apart     int    `help:"Measure only lines whose sentence_id is divisible by N; with --folds leave them out." placeholder:"N"`
}

func (c *scorePLVCmd) Run(ctx context.Context, e *env) error {
	lines, err := e.markedLines(c.File)
	if err != nil {
		return err
	}
	if c.Folds == 1 || c.Folds < 0 || c.Folds > len(lines) {
		return usage("--folds: from 2 to the number of lines")
	}
	if c.Untrained && c.Folds > 0 {
		return usage("--untrained and --folds: name one")
	}
	lines = slices.DeleteFunc(lines, func(l score.MarkedLine) bool { return c.Apart > 0 && divisible(l.ID, c.Apart) == (c.Folds > 0) })
	load := desk.LoadClassifier
	if c.Untrained || c.Folds > 0 {
		load = desk.LoadHeadless
	}
	model, err := load(language(folder()))
	if err != nil {
		return err
	}
	readings, err := eachLine(ctx, lines, func(l score.MarkedLine) desk.Reading { return model.Read(l.Sentence) })
	if err != nil {
		return err
	}
	said := make([]score.Classified, len(lines))
	for fold := range max(1, c.Folds) {
		if c.Folds > 0 {
			if model.Head, err = headWithout(model, lines, readings, fold, c.Folds); err != nil {
				return badInput(err)
			}
		}
		for i := range lines {
			if c.Folds == 0 || foldOf(lines[i], c.Folds) == fold {
				it := model.Class(readings[i])
				said[i] = score.Classified{Quad: it.Quad, Event: it.Event}
			}
		}
	}
	res := score.PLV(lines, said)
	if res.Lines == 0 {
		return badInput(fmt.Errorf("%s: no line with gold is left to measure", c.File))
	}
	return e.measures(res)
}

// divisible reports whether a line's number divides by n.
func divisible(id string, n int) bool {
	k, err := strconv.Atoi(id)
	return err == nil && k%n == 0
}

// foldOf gives the part of a file to which a line belongs, by what it says.
func foldOf(l score.MarkedLine, folds int) int {
	h := fnv.New32a()
	io.WriteString(h, encoder.Marked(l.Sentence).Text)
	return int(h.Sum32() % uint32(folds))
}

// headWithout fits a head to all lines with gold but those of one part.
func headWithout(c desk.Classifier, lines []score.MarkedLine, readings []desk.Reading, fold, folds int) (*judge.Model, error) {
	var labelled []desk.Labelled
	for i, l := range lines {
		if l.Root != "" && foldOf(l, folds) != fold {
			labelled = append(labelled, desk.Labelled{Reading: readings[i], Root: l.Root})
		}
	}
	weights, err := c.FitHead(labelled)
	if err != nil {
		return nil, err
	}
	return judge.Load(weights)
}
