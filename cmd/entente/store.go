package main

import (
	"context"
	"fmt"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/news"
)

// store opens the store that --store names. A command that only asks needs it to
// exist.
func (e *env) store(ctx context.Context, write bool) (desk.Store, error) {
	if e.Store == "" {
		return nil, codedError{exitUsage, fmt.Errorf("no store is named"), "--store FILE or ENTENTE_STORE names one"}
	}
	s, err := duckdb.Open(ctx, e.Store, duckdb.Options{ReadOnly: !write})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// asking opens what a question is asked of: the files named, read into memory, or
// else the store.
func (e *env) asking(ctx context.Context, tools coder.Tools, files []string, opt news.Options) (desk.Store, int, error) {
	if len(files) == 0 {
		s, err := e.store(ctx, false)
		return s, 0, err
	}
	s, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		return nil, 0, badStore(err)
	}
	receipt, err := e.readInto(ctx, s, tools, files, opt, false)
	if err != nil {
		s.Close()
		return nil, 0, err
	}
	return s, receipt.Problems, nil
}

// readInto reads stories into a store, with progress if a person watches.
func (e *env) readInto(ctx context.Context, s desk.Store, tools coder.Tools, files []string, opt news.Options, tell bool) (entente.Receipt, error) {
	advance, end := e.progress()
	if !tell {
		advance = nil
	}
	receipt, err := desk.Read(ctx, s, tools.Lexicon.Hash, desk.Code(ctx, e.stories(ctx, files, opt), tools, coder.Options{}), advance)
	end()
	return receipt, err
}

type readCmd struct {
	dated
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
	receipt, err := e.readInto(ctx, s, tools, c.Files, opt, true)
	if err != nil {
		return err
	}
	if c.JSON {
		return encoder(e.out).Encode(receipt)
	}
	if !e.Quiet {
		fmt.Fprintf(e.err, "entente: %d stories read, %d read anew, %d known already; %d reports, %d assessments, %d problems\n",
			receipt.Read, receipt.Reread, receipt.Known, receipt.Reports, receipt.Assessments, receipt.Problems)
	}
	return e.strict(receipt.Problems)
}
