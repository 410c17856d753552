package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"entente"
	"entente/coder"
)

type actorCmd struct {
	JSON  bool     `help:"One JSON object a line." name:"json"`
	Date  string   `help:"The day on which offices count; today if absent." placeholder:"DATE"`
	In    string   `help:"Read {\"text\",\"date\"} lines from a file, - for standard input." placeholder:"FILE"`
	Texts []string `arg:"" optional:"" name:"text" help:"Actor phrases."`
}

// asked is a line of --in.
type asked struct {
	Text string      `json:"text"`
	Date entente.Day `json:"date"`
}

// resolved is a line of output.
type resolved struct {
	Text   string         `json:"text"`
	Code   entente.Code   `json:"code"`
	Sector entente.Sector `json:"sector"`
	Name   string         `json:"name"`
	Role   string         `json:"role,omitempty"`
}

func (c *actorCmd) Run(ctx context.Context, e *env) error {
	day, err := entente.ParseDay(c.Date)
	if err != nil {
		return usage("--date: %w", err)
	}
	if !day.Known() {
		day = entente.DayOf(time.Now())
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(e.out)
	defer out.Flush()
	answer := func(q asked) error {
		if !q.Date.Known() {
			q.Date = day
		}
		a := coder.Resolve(tools, q.Text, q.Date)
		return c.print(out, resolved{q.Text, a.Code, a.Sector, a.Name, a.Role})
	}
	for _, t := range c.Texts {
		if err := answer(asked{Text: t}); err != nil {
			return err
		}
	}
	if c.In != "" {
		if err := c.lines(ctx, e, answer); err != nil {
			return err
		}
	} else if len(c.Texts) == 0 {
		return usage("name a phrase, or --in FILE")
	}
	return out.Flush()
}

func (c *actorCmd) print(w io.Writer, r resolved) error {
	if c.JSON || c.In != "" {
		return jsonTo(w).Encode(r)
	}
	_, err := fmt.Fprintf(w, "%-40s %-10s %-5s %s\n", r.Text, orDash(string(r.Code)), orDash(string(r.Sector)), r.Name)
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// lines answers each line of the file in order.
func (c *actorCmd) lines(ctx context.Context, e *env, answer func(asked) error) error {
	in := e.in
	if c.In != "-" {
		f, err := os.Open(c.In)
		if err != nil {
			return badInput(named(c.In, err))
		}
		defer f.Close()
		in = f
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		var q asked
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			return badInput(fmt.Errorf("%s:%d: %w", c.In, n, err))
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := answer(q); err != nil {
			return err
		}
	}
	return sc.Err()
}
