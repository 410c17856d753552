package main

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"entente"
	"entente/codebook"
	"entente/desk"
)

type seriesCmd struct {
	asOf
	By     string   `help:"Length of a period: day, week, month or year." default:"month" placeholder:"PERIOD"`
	From   string   `help:"First day." placeholder:"DATE"`
	To     string   `help:"Last day." placeholder:"DATE"`
	Each   string   `help:"A series for each quad, root, issue or source." placeholder:"WHAT"`
	JSON   bool     `help:"JSON lines, one a series." name:"json"`
	Actors []string `arg:"" optional:"" name:"actor" help:"One or two actors: code, name or phrase; by default all."`
}

func (c *seriesCmd) Run(ctx context.Context, e *env) error {
	f, by, err := c.filters()
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
	parts, err := c.parts(f)
	if err != nil {
		return err
	}
	var all []partSeries
	for _, p := range parts {
		found, err := desk.Series(ctx, s, p.filter, by)
		if err != nil {
			return badStore(err)
		}
		for _, x := range found {
			all = append(all, partSeries{x, p.of})
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("nothing is told of %s: %w", askedOf(c.Actors), entente.ErrNotFound)
	}
	return c.print(e.out, all)
}

// partSeries is a series of a part of the events: a class of acts, an issue, a source.
type partSeries struct {
	entente.Series
	Of string `json:"of,omitempty"`
}

// seriesPart is a filter of such a part.
type seriesPart struct {
	filter entente.Filter
	of     string
}

// parts parts a filter as it is asked to.
func (c *seriesCmd) parts(f entente.Filter) ([]seriesPart, error) {
	var out []seriesPart
	add := func(of string, change func(*entente.Filter)) {
		part := f
		change(&part)
		out = append(out, seriesPart{part, of})
	}
	switch c.Each {
	case "":
		add("", func(*entente.Filter) {})
	case "quad":
		for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
			add(q.String(), func(f *entente.Filter) { f.Quads = []entente.Quad{q} })
		}
	case "root":
		for _, r := range codebook.Roots() {
			add(string(r), func(f *entente.Filter) { f.Roots = []entente.Root{r} })
		}
	case "issue":
		for _, i := range codebook.Contexts() {
			add(i, func(f *entente.Filter) { f.Contexts = []string{i} })
		}
	case "source":
		for _, s := range f.Sources {
			add(s, func(f *entente.Filter) { f.Sources = []string{s} })
		}
	default:
		return nil, usage("--each %q is none of quad, root, issue, source", c.Each)
	}
	return out, nil
}

func (c *seriesCmd) filters() (f entente.Filter, by entente.Period, err error) {
	if f, err = c.filter(); err != nil {
		return f, "", err
	}
	if f.From, err = entente.ParseDay(c.From); err != nil {
		return f, "", usage("--from: %w", err)
	}
	if f.To, err = entente.ParseDay(c.To); err != nil {
		return f, "", usage("--to: %w", err)
	}
	if f.From.Known() && f.To.Known() && f.To < f.From {
		return f, "", usage("--to %s lies before --from %s", c.To, c.From)
	}
	if by, err = entente.ParsePeriod(c.By); err != nil {
		return f, "", usage("--by: %w", err)
	}
	f.Pair, err = namedActors(c.Actors, f.AsOf)
	return f, by, err
}

// namedActors are at most two different actors, as they are called on a day.
func namedActors(names []string, day entente.Day) ([]entente.Code, error) {
	if len(names) == 0 {
		return nil, nil
	}
	if len(names) > 2 {
		return nil, usage("one or two actors are asked about, not %d", len(names))
	}
	tools, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	codes, err := actors(tools, names, day)
	if err == nil && len(codes) == 2 && codes[0] == codes[1] {
		err = usage("%q and %q are the same actor", names[0], names[1])
	}
	return codes, err
}

// askedOf names whom a question is about.
func askedOf(names []string) string {
	switch len(names) {
	case 0:
		return "any pair"
	case 1:
		return names[0]
	}
	return names[0] + " and " + names[1]
}

// label is the name of a part, after its points.
func (s *partSeries) label() string {
	if s.Of == "" {
		return ""
	}
	return "  " + s.Of
}

func (c *seriesCmd) print(w io.Writer, all []partSeries) error {
	out := bufio.NewWriterSize(w, 64<<10)
	if c.JSON {
		enc := jsonTo(out)
		for i := range all {
			if err := enc.Encode(&all[i]); err != nil {
				return err
			}
		}
		return out.Flush()
	}
	fmt.Fprintf(out, "%-10s  %-9s  %-9s  %8s  %8s  %11s  %11s\n", "period", "source", "target", "events", "reports", "cooperation", "conflict")
	for _, s := range all {
		for _, p := range s.Points {
			fmt.Fprintf(out, "%-10s  %-9s  %-9s  ", p.Period, s.Source, s.Target)
			if p.Covered {
				fmt.Fprintf(out, "%8d  %8d  %11.1f  %11.1f%s\n", p.Events, p.Reports, p.Coop, p.Conf, s.label())
			} else {
				fmt.Fprintf(out, "%8s\n", "not covered")
			}
		}
	}
	return out.Flush()
}

type measuresCmd struct {
	Series []string `help:"Only these series, such as nmc.cinc; any number of times." placeholder:"SERIES" sep:"none"`
	From   string   `help:"Only figures that hold on this day or later." placeholder:"DATE"`
	To     string   `help:"Only figures that hold on this day or earlier." placeholder:"DATE"`
	JSON   bool     `help:"JSON lines, one a figure." name:"json"`
	Actors []string `arg:"" optional:"" name:"actor" help:"One or two actors: code, name or phrase; by default all."`
}

// Help says why figures cannot be asked for as of a day.
func (c *measuresCmd) Help() string {
	return "Figures have the days they hold for, and no day on which they became known: they are those of the tables as imported last, and --as-of is no option here. Where triangle --as-of uses figures, these are the same, and may be of tables that were made later."
}

func (c *measuresCmd) Run(ctx context.Context, e *env) error {
	f := entente.MeasureFilter{Series: c.Series}
	var err error
	if f.From, err = entente.ParseDay(c.From); err != nil {
		return usage("--from: %w", err)
	}
	if f.To, err = entente.ParseDay(c.To); err != nil {
		return usage("--to: %w", err)
	}
	if f.Pair, err = namedActors(c.Actors, f.From); err != nil {
		return err
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	out, n := bufio.NewWriterSize(e.out, 64<<10), 0
	enc := jsonTo(out)
	for m, err := range s.Measures(ctx, f) {
		if err != nil {
			return badStore(err)
		}
		if n++; c.JSON {
			err = enc.Encode(m)
		} else {
			err = writeMeasure(out, m, n == 1)
		}
		if err != nil {
			return err
		}
	}
	if n == 0 {
		return codedError{exitNo, fmt.Errorf("the store has no such figures of %s", whose(c.Actors)), "entente import structure brings tables of figures in"}
	}
	return out.Flush()
}

// whose names whom figures are about.
func whose(names []string) string {
	if len(names) == 0 {
		return "any state"
	}
	return askedOf(names)
}

func writeMeasure(w io.Writer, m entente.Measure, first bool) error {
	if first {
		fmt.Fprintf(w, "%-18s  %-9s  %-9s  %-10s  %-10s  %14s  %s\n", "series", "of", "with", "from", "to", "value", "source")
	}
	_, err := fmt.Fprintf(w, "%-18s  %-9s  %-9s  %-10s  %-10s  %14g  %s\n", m.Series, m.A, m.B, m.From, m.To, m.Value, m.Source)
	return err
}
