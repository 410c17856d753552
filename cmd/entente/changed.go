package main

import (
	"context"
	"fmt"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/report"
)

type changedCmd struct {
	asOf
	Since  string   `required:"" help:"What moved from this day on." placeholder:"DATE"`
	To     string   `help:"Last day." placeholder:"DATE"`
	Mix    bool     `help:"Ask again without each outlet, each country's outlets, and opinion, and tell what would be otherwise."`
	JSON   bool     `help:"The answer as JSON." name:"json"`
	Actors []string `arg:"" optional:"" name:"actor" help:"One or two actors: code, name or phrase; by default all."`
}

func (c *changedCmd) Run(ctx context.Context, e *env) error {
	f, since, err := c.filters()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := every(ctx, s, &f); err != nil {
		return err
	}
	if err := e.hintImports(ctx, s, f); err != nil {
		return err
	}
	if len(f.Sources) == 0 { // as elsewhere, what was read is asked
		f.Sources = []string{entente.CodedHere}
	}
	out, err := desk.Changed(ctx, s, f, since)
	if err != nil {
		return badStore(err)
	}
	if !out.To.Known() {
		return fmt.Errorf("nothing is told from %s on: %w", since, entente.ErrNotFound)
	}
	if c.Mix {
		if out.Mix, err = desk.ChangedMix(ctx, s, desk.Question{Filter: f, Domain: ask.Domains(tools.Lexicon)}, since, out); err != nil {
			return badStore(err)
		}
	}
	if c.JSON {
		return jsonTo(e.out).Encode(out)
	}
	return report.Changed(e.out, out, e.layout(tools.Lexicon))
}

func (c *changedCmd) filters() (f entente.Filter, since entente.Day, err error) {
	if f, err = c.filter(); err != nil {
		return f, 0, err
	}
	if since, err = entente.ParseDay(c.Since); err != nil {
		return f, 0, usage("--since: %w", err)
	}
	if f.To, err = entente.ParseDay(c.To); err != nil {
		return f, 0, usage("--to: %w", err)
	}
	if f.To.Known() && f.To < since || f.AsOf.Known() && f.AsOf < since {
		return f, 0, usage("--since %s lies after the last day", since)
	}
	f.Pair, err = namedActors(c.Actors, f.AsOf)
	return f, since, err
}
