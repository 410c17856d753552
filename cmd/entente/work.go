package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/news"
	"entente/queue"
)

type workCmd struct {
	queueLogin
	UntilEmpty bool          `help:"End when no story is left, for any worker."`
	Batch      int           `help:"Stories kept in one transaction." default:"64" placeholder:"N"`
	Cores      int           `help:"Stories coded at a time; by default one a core." placeholder:"N"`
	Tries      int           `help:"Times that a story is tried before it is set aside." default:"3" placeholder:"N"`
	Patience   time.Duration `help:"How long a store that takes nothing is tried." default:"2m" placeholder:"DURATION"`
	Name       string        `help:"Name of the worker; by default the machine's." placeholder:"NAME"`
	JSON       bool          `help:"What was done, as JSON." name:"json"`
}

func (c *workCmd) Run(ctx context.Context, e *env) error {
	if c.Batch < 1 || c.Batch > 4096 || c.Cores < 0 || c.Tries < 1 || c.Patience < 0 {
		return usage("--batch is 1 to 4096, --tries at least 1, --cores and --patience are not negative")
	}
	e.lasts = !c.UntilEmpty
	tools, err := loadTools()
	if err != nil {
		return err
	}
	q, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer q.Close()
	w := c.work(e, tools)
	if err := q.Admit(ctx, w); err != nil { // before a store is made
		return err
	}
	s, err := c.awaited(ctx, e)
	if errors.Is(err, entente.ErrStoreBusy) {
		return fmt.Errorf("%w; a store in a file takes one worker at a time, and no other process beside it: for several workers name one that takes them, such as --store clickhouse://HOST", err)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	keepLoose()
	w.Known = func(ctx context.Context, story, hash string) (bool, error) {
		return s.HasRead(ctx, story, hash, tools.Name())
	}
	w.Save = s.Save
	did, err := q.Work(ctx, w)
	e.worked(did)
	if err != nil {
		return err
	}
	if c.JSON {
		return jsonTo(e.out).Encode(did)
	}
	return nil
}

// awaited opens the store, and waits for servers that are away for as long as the worker
// has patience.
func (c *workCmd) awaited(ctx context.Context, e *env) (desk.Store, error) {
	for end := time.Now().Add(c.Patience); ; {
		s, err := e.store(ctx, true)
		if !errors.Is(err, entente.ErrAway) || time.Now().After(end) {
			return s, err
		}
		e.say("the store is waited for: %v", err)
		select {
		case <-time.After(min(2*time.Second, c.Patience)):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// work says how this worker works, but for its store.
func (c *workCmd) work(e *env, tools coder.Tools) queue.Work {
	w := queue.Work{Program: programOf(tools), Cores: c.Cores, Batch: c.Batch, Tries: c.Tries, Patience: c.Patience, Empty: c.UntilEmpty,
		Name: c.Name, PID: os.Getpid(), CPU: cpuTime, Problem: func(ps ...entente.Problem) { e.problems(ofCoding(ps)) }, Tell: func(s string) { e.say("%s", s) },
		Code: func(j queue.Job) entente.Reading {
			coded := desk.CodeOne(news.Item{Story: j.Story, Problems: j.Problems}, tools, coder.Options{})
			coded.Seen, coded.Mends = j.Seen, j.Mends
			return coded.Reading(tools.Name())
		}}
	if w.Cores == 0 {
		w.Cores = runtime.GOMAXPROCS(0)
	}
	if w.Name == "" {
		w.Name = hostName()
	}
	return w
}

// ofCoding leaves out the problems of reading, which the publisher told.
func ofCoding(all []entente.Problem) (out []entente.Problem) {
	for _, p := range all {
		if p.Stage != "news" {
			out = append(out, p)
		}
	}
	return out
}

// worked says what a worker did.
func (e *env) worked(did queue.Did) {
	text := fmt.Sprintf("stored %s in %s, %d of them known already, %d given out before; %s, %s, %s", counted(did.Stories, "story", "stories"), counted(did.Batches, "batch", "batches"), did.Known, did.Again,
		counted(did.Reports, "report", "reports"), counted(did.Assessments, "assessment", "assessments"), counted(did.Problems, "problem", "problems"))
	if did.Aside > 0 {
		text += fmt.Sprintf("; %d set aside, see entente queue status", did.Aside)
	}
	if did.Handed > 0 {
		text += fmt.Sprintf("; %d given back", did.Handed)
	}
	e.say("%s", text)
}
