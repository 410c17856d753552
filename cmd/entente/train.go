package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"entente/syntax"
)

type trainCmd struct {
	Syntax trainSyntaxCmd `cmd:"" help:"Train tagger, parser and entity finder from treebanks in CoNLL-U."`
	Coder  trainCoderCmd  `cmd:"" help:"Train the coder's judge from labelled passages and marked sentences."`
	Head   trainHeadCmd   `cmd:"" help:"Fit the head of the encoder to marked sentences of another hand."`
}

type trainSyntaxCmd struct {
	Treebanks string  `help:"A folder; every train.conllu in it is learned from." required:"" placeholder:"DIR" type:"existingdir"`
	Silver    string  `help:"Trees that a teacher made, CoNLL-U, may be gzip; see training/syntax.md." placeholder:"FILE"`
	Least     float64 `help:"Leave out silver trees with an arc of which the teacher was less sure than this." default:"0.25"`
	Out       string  `help:"The file of weights to write." required:"" placeholder:"FILE"`
	Seed      uint64  `help:"The same trees and seed give the same bytes." default:"1"`
	Passes    int     `help:"Passes over the trees; 0 is the usual number."`
}

// Run trains. What can be gone on from is kept in a file beside the weights until
// these are written.
func (c *trainSyntaxCmd) Run(ctx context.Context, e *env) error {
	gold, err := c.gold()
	if err != nil {
		return err
	}
	opt := syntax.TrainOptions{Seed: c.Seed, Passes: c.Passes}
	if c.Silver != "" {
		if opt.Silver, err = silver(c.Silver, c.Least); err != nil {
			return err
		}
	}
	part := c.Out + ".part"
	if opt.From, err = os.ReadFile(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return badStore(fmt.Errorf("read %s: %w", part, cause(err)))
	}
	opt.Keep = func(state []byte) error { return output(part, write(state)) }
	var end func()
	opt.Report, end = e.trainingBar(len(opt.From) > 0)
	weights, err := syntax.Train(ctx, gold, opt)
	end()
	if err != nil {
		return c.unfinished(part, err)
	}
	if err := output(c.Out, write(weights)); err != nil {
		return err
	}
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) { // one that stays would be gone on from
		return badStore(fmt.Errorf("remove %s: %w", part, cause(err)))
	}
	return nil
}

// unfinished tells why training gave no weights: the state beside them, the trees, or
// what else went wrong, such as a disk on which no state can be kept.
func (c *trainSyntaxCmd) unfinished(part string, err error) error {
	switch {
	case errors.Is(err, syntax.ErrOtherTraining):
		return codedError{exitOwnFiles, fmt.Errorf("%s: %w", part, err), "if trees or options have changed, delete " + part}
	case errors.Is(err, syntax.ErrTrees):
		return codedError{exitOwnFiles, fmt.Errorf("%s: %w", c.Treebanks, err), ""}
	}
	return err
}

func write(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}

// gold reads the train parts of the treebanks.
func (c *trainSyntaxCmd) gold() ([]syntax.Tree, error) {
	var files []string
	err := filepath.WalkDir(c.Treebanks, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "train.conllu" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, ownFile(c.Treebanks, err)
	}
	if len(files) == 0 {
		return nil, codedError{exitOwnFiles, fmt.Errorf("%s: no train.conllu in it", c.Treebanks), "a treebank's folder holds train.conllu, dev.conllu, test.conllu"}
	}
	slices.Sort(files)
	var all []syntax.Tree
	for _, f := range files {
		trees, err := readTrees(f)
		if err != nil {
			return nil, err
		}
		all = append(all, trees...)
	}
	return all, nil
}

// silver reads a teacher's trees without those that it doubts.
func silver(path string, least float64) ([]syntax.Tree, error) {
	trees, err := readTrees(path)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(trees, func(t syntax.Tree) bool { return math.Exp(t.Sure) < least }), nil
}

// trainingBar shows how far training has come.
func (e *env) trainingBar(goesOn bool) (report func(syntax.TrainState), end func()) {
	f, ok := e.err.(*os.File)
	if e.Quiet || !ok {
		return nil, func() {}
	}
	if goesOn {
		fmt.Fprintln(f, "entente: going on where training was interrupted")
	}
	if !term.IsTerminal(int(f.Fd())) {
		return func(p syntax.TrainState) {
			fmt.Fprintf(f, "entente: step %d of %d: right tags %.1f, heads %.1f, relations %.1f, entities %.1f\n",
				p.Step, p.Steps, p.Right.Tags, p.Right.Heads, p.Right.Relations, p.Right.Entities)
		}, func() {}
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(f), progressbar.OptionSetPredictTime(true), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func(p syntax.TrainState) {
		bar.ChangeMax(p.Steps)
		bar.Describe(fmt.Sprintf("heads right %.1f", p.Right.Heads))
		_ = bar.Set(p.Step) // a bar that cannot be drawn is no loss
	}, func() { _ = bar.Finish() }
}
