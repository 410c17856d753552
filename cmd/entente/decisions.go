package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"entente"
	"entente/ask"
	"entente/score"
)

type decisionsCmd struct {
	As  string `help:"log: a decision a line; gold: what score gold reads; marked or passages: what train coder learns from; head: what train head does." enum:"log,gold,marked,head,passages" default:"log" placeholder:"FORM"`
	By  string `help:"Only what this person decided." placeholder:"NAME"`
	Out string `help:"File to write; by default standard output." placeholder:"FILE"`
}

// Run writes what people decided on the reports of a store.
func (c *decisionsCmd) Run(ctx context.Context, e *env) error {
	clerk, log, end, err := e.decided(ctx)
	if err != nil {
		return err
	}
	defer end()
	write := func(w io.Writer) error { return clerk.WriteDecisions(ctx, w, log, c.As, c.By) }
	if c.Out != "" {
		return output(c.Out, write)
	}
	return write(e.out)
}

// decided opens the store and gives its log of decisions.
func (e *env) decided(ctx context.Context) (*ask.Clerk, []entente.Decision, func(), error) {
	s, err := e.store(ctx, false)
	if err != nil {
		return nil, nil, nil, err
	}
	clerk := &ask.Clerk{Store: s}
	log, err := clerk.Decisions(ctx)
	if err != nil {
		s.Close()
		return nil, nil, nil, badStore(err)
	}
	return clerk, log, func() { s.Close() }, nil
}

type agreementCmd struct {
	JSON bool `help:"The answer as JSON." name:"json"`
}

// Run says how far people agree who decided on the same reports.
func (c *agreementCmd) Run(ctx context.Context, e *env) error {
	_, log, end, err := e.decided(ctx)
	if err != nil {
		return err
	}
	defer end()
	a := score.Agree(log)
	if c.JSON {
		return jsonTo(e.out).Encode(a)
	}
	return printAccord(e.out, a)
}

func printAccord(w io.Writer, a score.Accord) error {
	fmt.Fprintf(w, "%s decided on %s; %d of these were decided on by two people or more, independently, and %d otherwise by one than by another\n", counted(a.People, "person", "people"), counted(a.Reports, "report", "reports"), a.Shared, a.Differ)
	if a.Shared == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "field\treports\tthe same\talpha\t95 % interval\t")
	for _, f := range a.Fields.Each() {
		same, alpha, interval := "-", "not defined", "-"
		if x := f.Agreement.Value; x != nil {
			same = fmt.Sprintf("%.0f %%", 100**x)
		}
		if f.Alpha != nil {
			alpha = fmt.Sprintf("%.3f", *f.Alpha)
		}
		if f.Low != nil && f.High != nil {
			interval = fmt.Sprintf("%.3f to %.3f", *f.Low, *f.High)
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t\n", f.Name, f.Units, same, alpha, interval)
	}
	return t.Flush()
}
