package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entente"
	"entente/desk"
	"entente/duckdb"
)

// openStore opens the store that --store names, as what it is.
func (e *env) openStore(ctx context.Context, write bool) (*duckdb.Store, error) {
	if e.Store == "" {
		return nil, codedError{exitUsage, errors.New("no store is named"), "name a store with --store FILE or ENTENTE_STORE"}
	}
	s, err := duckdb.Open(ctx, e.Store, e.storeOptions(write))
	return s, badStore(err)
}

// storeOptions lets the user hear what was done to an older store.
func (e *env) storeOptions(write bool) duckdb.Options {
	return duckdb.Options{ReadOnly: !write, Tell: func(message string) { e.say("%s", message) }}
}

// say tells on standard error what was done.
func (e *env) say(format string, args ...any) {
	if !e.Quiet {
		fmt.Fprintf(e.err, "entente: "+format+"\n", args...)
	}
}

// existing opens a store to write that must be there.
func (e *env) existing(ctx context.Context) (anyStore, error) {
	if e.Store == "" {
		_, err := e.store(ctx, true)
		return nil, err
	}
	s, err := openAny(ctx, e.Store, duckdb.Options{ReadOnly: true})
	if err != nil && !errors.Is(err, entente.ErrOlderStore) {
		return nil, err
	}
	if err == nil {
		s.Close()
	}
	return openAny(ctx, e.Store, e.storeOptions(true))
}

type migrateCmd struct{}

func (c *migrateCmd) Run(ctx context.Context, e *env) error {
	if err := e.notOnServers("migrate", "one on servers is brought up whenever it is opened to write"); err != nil {
		return err
	}
	if s, err := e.existing(ctx); err != nil {
		return err
	} else if err := s.Close(); err != nil {
		return badStore(err)
	}
	s, err := e.openStore(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	about, err := s.About(ctx)
	if err != nil {
		return badStore(err)
	}
	e.say("%s is of version %d", e.Store, about.Schema)
	return nil
}

type compactCmd struct {
	JSON bool `help:"The sizes before and after, as JSON." name:"json"`
}

func (c *compactCmd) Run(ctx context.Context, e *env) error {
	if e.Store == "" {
		_, err := e.openStore(ctx, true)
		return err
	}
	if err := e.notOnServers("compact", "ClickHouse merges by itself"); err != nil {
		return err
	}
	before, after, err := duckdb.Compact(ctx, e.Store, e.storeOptions(true))
	if err != nil {
		return badStore(err)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(map[string]int64{"before": before, "after": after})
	}
	e.say("%s had %.1f MB and has %.1f", e.Store, float64(before)/1e6, float64(after)/1e6)
	return nil
}

type withdrawCmd struct {
	Why     string   `help:"The reason; it is kept." placeholder:"TEXT"`
	On      string   `help:"The first day on which they no longer count; by default today. As of earlier days they do." placeholder:"DATE"`
	Wholly  bool     `help:"They never counted, as of no day: they should not have been read."`
	Undo    bool     `help:"Take the withdrawal back."`
	JSON    bool     `help:"What is withdrawn, as JSON lines." name:"json"`
	Stories []string `arg:"" optional:"" name:"story" help:"Ids of stories; without any, what is withdrawn is listed."`
}

func (c *withdrawCmd) Run(ctx context.Context, e *env) error {
	if len(c.Stories) == 0 {
		return c.list(ctx, e)
	}
	on, err := c.day()
	if err != nil {
		return err
	}
	s, err := e.existing(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	what := "withdrew"
	if c.Undo {
		what = "took back the withdrawal of"
	}
	for i, id := range c.Stories {
		if c.Undo {
			err = s.Reinstate(ctx, id)
		} else {
			err = s.Withdraw(ctx, entente.Withdrawal{Story: id, From: on, Made: entente.DayOf(time.Now()), Why: c.Why})
		}
		if err != nil {
			if i > 0 {
				e.say("%s %s before it", what, counted(i, "story", "stories"))
			}
			return noStory(id, err)
		}
	}
	if c.JSON {
		return listWithdrawals(ctx, e, s, true)
	}
	e.say("%s %s", what, counted(len(c.Stories), "story", "stories"))
	return nil
}

// noStory says of an id that is no story's what can be withdrawn.
func noStory(id string, err error) error {
	if errors.Is(err, entente.ErrNotFound) && (strings.Contains(id, ":") || isID.MatchString(id)) {
		return codedError{exitNo, err, "stories alone are withdrawn; events count as long as their stories do, imported ones always"}
	}
	return badStore(err)
}

// day is when the stories cease to count, and holds the flags to one another.
func (c *withdrawCmd) day() (entente.Day, error) {
	switch {
	case c.Undo && (c.Why != "" || c.On != "" || c.Wholly):
		return 0, usage("--undo goes alone")
	case c.Undo:
		return 0, nil
	case c.Wholly && c.On != "":
		return 0, usage("--wholly and --on exclude one another")
	case strings.TrimSpace(c.Why) == "":
		return 0, codedError{exitUsage, errors.New("a withdrawal needs its reason"), "name it with --why TEXT"}
	case c.Wholly:
		return 0, nil
	case c.On == "":
		return entente.DayOf(time.Now()), nil
	}
	on, err := entente.ParseDay(c.On)
	if err != nil {
		return 0, usage("--on: %w", err)
	}
	if on > entente.DayOf(time.Now()) {
		return 0, usage("--on: %s is still to come", on)
	}
	return on, nil
}

func (c *withdrawCmd) list(ctx context.Context, e *env) error {
	if c.Undo || c.Why != "" || c.On != "" || c.Wholly {
		return usage("no story is named")
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	return listWithdrawals(ctx, e, s, c.JSON)
}

func listWithdrawals(ctx context.Context, e *env, s desk.Store, asJSON bool) error {
	for w, err := range s.Withdrawals(ctx) {
		if err != nil {
			return badStore(err)
		}
		if asJSON {
			err = jsonTo(e.out).Encode(w)
		} else {
			from := "wholly"
			if w.From.Known() {
				from = "from " + w.From.String()
			}
			_, err = fmt.Fprintf(e.out, "%s  withdrawn %s, %s: %s\n", w.Story, w.Made, from, strconv.QuoteToGraphic(w.Why))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
