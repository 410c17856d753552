package main

import (
	"cmp"
	"context"
	"errors"
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
	return e.storeOr(ctx, write, "name a store with --store FILE or ENTENTE_STORE; clickhouse://HOST:PORT/DATABASE is one on servers")
}

func (e *env) storeOr(ctx context.Context, write bool, hint string) (desk.Store, error) {
	if e.Store == "" {
		return nil, codedError{exitUsage, fmt.Errorf("no store is named"), hint}
	}
	return openAny(ctx, e.Store, e.storeOptions(write))
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
	t, err := e.readInto(ctx, s, tools, files, opt, nil, false)
	if err != nil {
		s.Close()
		return nil, err
	}
	e.leftOut(t.LeftOut)
	return s, nil
}

// readInto reads stories into a store, tells their problems, and shows progress if a
// person watches. The journal, if any, says what is known already and keeps up with the
// store.
func (e *env) readInto(ctx context.Context, s desk.Store, tools coder.Tools, files []string, opt news.Options, j *journal, mends bool) (t taken, err error) {
	files, err = expand(files)
	if err != nil {
		return t, badInput(err)
	}
	in := &intake{files: files, opt: opt}
	stories := in.stories(ctx, e.in)
	if j != nil {
		in.book = j
		stories = j.hear(stories)
	}
	advance, end := e.readingProgress(in)
	coded := desk.Code(ctx, stories, tools, coder.Options{})
	if j != nil {
		coded = desk.CodeUnread(ctx, s, stories, tools, coder.Options{})
	}
	coded = e.telling(coded)
	t.Receipt, err = desk.Read(ctx, s, tools.Name(), seenOn(entente.DayOf(time.Now()), mends, coded), func(stories int) {
		if j != nil {
			j.keep(stories)
		}
		advance(stories)
	})
	end()
	t.LeftOut, t.Files = in.left, len(files)
	if j == nil {
		return t, err
	}
	if err == nil {
		j.keep(0)
	}
	t.Known += j.skipped
	t.Files, t.Unchanged, t.Resumed = len(files)-j.whole, j.whole, j.resumed
	return t, errors.Join(err, j.close())
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
	queueLogin
	Mend     bool     `help:"Words that differ from those known were misread before: they count as if they had always been there, not from today on."`
	JSON     bool     `help:"What was read, as JSON." name:"json"`
	Again    bool     `help:"Read all files, also those that are known and unchanged."`
	Manifest string   `help:"File in which is kept what was read; by default the store's name with .manifest, and none for a queue." placeholder:"FILE"`
	Files    []string `arg:"" optional:"" name:"file" help:"Story files, folders, patterns such as 'crawl/**/*.warc.gz', - for standard input."`
}

func (c *readCmd) Run(ctx context.Context, e *env) error {
	if c.Queue != "" {
		return c.publish(ctx, e)
	}
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
	j, err := c.journal(ctx, e, s, tools)
	if err != nil {
		return err
	}
	keepLoose()
	t, err := e.readInto(ctx, s, tools, c.Files, opt, j, c.Mend)
	if err != nil {
		e.kept(t)
		return err
	}
	if c.JSON {
		return jsonTo(e.out).Encode(t)
	}
	e.kept(t)
	return nil
}

// journal opens the manifest of the store.
func (c *readCmd) journal(ctx context.Context, e *env, s desk.Store, tools coder.Tools) (*journal, error) {
	path := cmp.Or(c.Manifest, manifestPath(e.Store))
	m, err := openManifest(path, reading{Lexicon: tools.Name(), Program: version(), Published: c.Published})
	if err != nil {
		return nil, err
	}
	dropped, err := m.fit(ctx, s)
	if err != nil {
		return nil, err
	}
	if dropped > 0 && !e.Quiet {
		fmt.Fprintf(e.err, "entente: the store does not hold what %s says of %s: read again\n", path, counted(dropped, "file", "files"))
	}
	return newJournal(m, c.Again), nil
}

// kept says what the store has taken in, whole or broken off.
func (e *env) kept(t taken) {
	if e.Quiet {
		return
	}
	e.leftOut(t.LeftOut)
	if t.Unchanged+t.Resumed > 0 {
		fmt.Fprintf(e.err, "entente: %s known and unchanged, %s where it was broken off\n", counted(t.Unchanged, "file is", "files are"), counted(t.Resumed, "file went on", "files went on"))
	}
	r := t.Receipt
	known := fmt.Sprintf("%d known already", r.Known)
	if r.Withdrawn > 0 {
		known += fmt.Sprintf(", %d withdrawn before", r.Withdrawn)
	}
	fmt.Fprintf(e.err, "entente: kept %s, %d read anew, %s; %s, %s, %s\n",
		counted(r.Read, "new story", "new stories"), r.Reread, known,
		counted(r.Reports, "report", "reports"), counted(r.Assessments, "assessment", "assessments"), counted(r.Problems, "problem", "problems"))
}
