package main

import (
	"context"
	"fmt"
	"iter"
	"time"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/news"
)

// store opens the store that --store names. A command that only asks needs it to
// exist.
func (e *env) store(ctx context.Context, write bool) (desk.Store, error) {
	return e.storeOr(ctx, write, "name a store with --store FILE or ENTENTE_STORE")
}

func (e *env) storeOr(ctx context.Context, write bool, hint string) (desk.Store, error) {
	if e.Store == "" {
		return nil, codedError{exitUsage, fmt.Errorf("no store is named"), hint}
	}
	s, err := duckdb.Open(ctx, e.Store, e.storeOptions(write))
	if err != nil {
		return nil, badStore(err)
	}
	return s, nil
}

// asking opens what a question is asked of: the files named, read into memory, or
// else the store.
func (e *env) asking(ctx context.Context, tools coder.Tools, files []string, opt news.Options) (desk.Store, error) {
	if len(files) == 0 {
		return e.storeOr(ctx, false, "name story files, or a store with --store FILE or ENTENTE_STORE")
	}
	s, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		return nil, badStore(err)
	}
	if _, err := e.readInto(ctx, s, tools, files, opt, false); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// readInto reads stories into a store, tells their problems, and shows progress if a
// person watches.
func (e *env) readInto(ctx context.Context, s desk.Store, tools coder.Tools, files []string, opt news.Options, mends bool) (entente.Receipt, error) {
	advance, end := e.progress()
	coded := e.telling(desk.Code(ctx, e.stories(ctx, files, opt), tools, coder.Options{}))
	receipt, err := desk.Read(ctx, s, tools.Name(), seenOn(entente.DayOf(time.Now()), mends, coded), advance)
	end()
	return receipt, err
}

// seenOn notes the day on which stories were read.
func seenOn(day entente.Day, mends bool, coded iter.Seq2[desk.Coded, error]) iter.Seq2[desk.Coded, error] {
	return func(yield func(desk.Coded, error) bool) {
		for c, err := range coded {
			c.Seen, c.Mends = day, mends
			if !yield(c, err) {
				return
			}
		}
	}
}

type readCmd struct {
	dated
	Mend  bool     `help:"Words that differ from those known were misread before: they count as if they had always been there, not from today on."`
	JSON  bool     `help:"What was read, as JSON." name:"json"`
	Files []string `arg:"" optional:"" name:"file" help:"Story files or folders, - for standard input."`
}

func (c *readCmd) Run(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	s, err := e.store(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	receipt, err := e.readInto(ctx, s, tools, c.Files, opt, c.Mend)
	if err != nil {
		e.kept(receipt)
		return err
	}
	if c.JSON {
		err = jsonTo(e.out).Encode(receipt)
	} else {
		e.kept(receipt)
	}
	return err
}

// kept says what the store has taken in, whole or broken off.
func (e *env) kept(r entente.Receipt) {
	if e.Quiet {
		return
	}
	known := fmt.Sprintf("%d known already", r.Known)
	if r.Withdrawn > 0 {
		known += fmt.Sprintf(", %d withdrawn before", r.Withdrawn)
	}
	fmt.Fprintf(e.err, "entente: kept %s, %d read anew, %s; %s, %s, %s\n",
		counted(r.Read, "new story", "new stories"), r.Reread, known,
		counted(r.Reports, "report", "reports"), counted(r.Assessments, "assessment", "assessments"), counted(r.Problems, "problem", "problems"))
}
