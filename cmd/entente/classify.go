package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"sync"

	"entente"
	"entente/desk"
	"entente/lexica"
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
	enc := encoder(w)
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
	m, err := desk.LoadJudge(lexica.English())
	if err != nil {
		return nil, err
	}
	return eachLine(ctx, lines, func(l score.MarkedLine) desk.Class { return desk.Classify(m, l.Sentence) })
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
	File  string `arg:"" help:"Tab-separated lines with the columns sentence_id, marked_sentence, gold_penta and gold_root." placeholder:"FILE"`
	Folds int    `help:"Cross-validate: learn from all parts of the file but one, and measure on that one, for each of so many parts." placeholder:"N"`
}

func (c *scorePLVCmd) Run(ctx context.Context, e *env) error {
	lines, err := e.markedLines(c.File)
	if err != nil {
		return err
	}
	classes, err := classifyAll(ctx, lines)
	if err != nil {
		return err
	}
	said := make([]score.Classified, len(classes))
	for i, it := range classes {
		said[i] = score.Classified{Quad: it.Quad, Event: it.Event}
	}
	return e.measures(score.PLV(lines, said))
}
