package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/desk"
)

type compareCmd struct {
	asOf
	With       []string `help:"Whose coding is on the other side: coded, gdelt2, icews …, all that is imported; any number of times. By default coded where --against names a store." placeholder:"SOURCE" sep:"none"`
	Against    string   `help:"Another store, which holds the other side." placeholder:"FILE"`
	By         string   `help:"Length of a period: day, week, month or year." default:"week" placeholder:"PERIOD"`
	From       string   `help:"First day." placeholder:"DATE"`
	To         string   `help:"Last day." placeholder:"DATE"`
	Least      int      `help:"Leave out pairs of which either side tells fewer events." default:"5" placeholder:"N"`
	Confidence float64  `help:"Of what was coded from news, only events at least so sure." default:"0" placeholder:"P"`
	JSON       bool     `help:"The answer as JSON." name:"json"`
	Actors     []string `arg:"" optional:"" name:"actor" help:"Compare every two of these; with one, its pairs with all others; by default all pairs."`
}

func (c *compareCmd) Run(ctx context.Context, e *env) error {
	if c.Against == "" && len(c.With) == 0 {
		return usage("say with what to compare: --with SOURCE, or --against FILE for another store")
	}
	q, f, err := c.question()
	if err != nil {
		return err
	}
	here, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer here.Close()
	there := here
	if c.Against != "" {
		s, err := openAny(ctx, c.Against, e.storeOptions(false))
		if err != nil {
			return err
		}
		defer s.Close()
		there = s
	}
	sides, err := c.sides(ctx, e, here, there, f)
	if err != nil {
		return err
	}
	answer, err := desk.Compare(ctx, sides, q)
	if err != nil {
		return badStore(err)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(answer)
	}
	return printComparison(e.out, answer)
}

func (c *compareCmd) question() (q desk.CompareQuestion, f entente.Filter, err error) {
	if f, err = c.filter(); err != nil {
		return q, f, err
	}
	if q.Within.From, err = entente.ParseDay(c.From); err != nil {
		return q, f, usage("--from: %w", err)
	}
	if q.Within.To, err = entente.ParseDay(c.To); err != nil {
		return q, f, usage("--to: %w", err)
	}
	if w := q.Within; w.From.Known() && w.To.Known() && w.To < w.From {
		return q, f, usage("--to %s lies before --from %s", f.To, f.From)
	}
	if q.By, err = entente.ParsePeriod(c.By); err != nil {
		return q, f, usage("--by: %w", err)
	}
	if c.Least < 0 {
		return q, f, usage("--least is a number from 0, not %d", c.Least)
	}
	if f.Surely = c.Confidence; f.Surely < 0 || f.Surely > 1 {
		return q, f, usage("--confidence is a number from 0 to 1, not %v", c.Confidence)
	}
	q.Least = c.Least
	if len(c.Actors) == 0 {
		return q, f, nil
	}
	tools, err := loadLexicon()
	if err != nil {
		return q, f, err
	}
	if q.Actors, err = actors(tools, c.Actors, f.AsOf); err != nil {
		return q, f, err
	}
	slices.Sort(q.Actors)
	if len(slices.Compact(slices.Clone(q.Actors))) < len(q.Actors) {
		return q, f, usage("an actor is named twice")
	}
	return q, f, nil
}

// sides settles whose coding stands on which side; imported events have no confidence, so
// its least holds of what was coded alone.
func (c *compareCmd) sides(ctx context.Context, e *env, here, there desk.Store, f entente.Filter) (out [2]desk.CompareSide, err error) {
	for i, s := range []struct {
		store  desk.Store
		name   string
		coding []string
	}{{here, e.Store, c.Source}, {there, cmp.Or(c.Against, e.Store), c.With}} {
		f := f
		f.Sources = s.coding
		if len(f.Sources) == 0 {
			f.Sources = []string{entente.CodedHere}
		}
		if err := every(ctx, s.store, &f); err != nil {
			return out, err
		}
		if !f.TakesCoded() {
			f.Surely = 0
		}
		out[i] = desk.CompareSide{Store: s.store, Filter: f, Name: s.name}
	}
	if here == there && slices.Equal(out[0].Filter.Sources, out[1].Filter.Sources) {
		return out, usage("both sides are %s of one store", strings.Join(out[0].Filter.Sources, ", "))
	}
	return out, nil
}

func printComparison(w io.Writer, c entente.Comparison) error {
	out := bufio.NewWriter(w)
	for i, s := range c.Sides {
		fmt.Fprintf(out, "%c  %s of %s: %s with something published, %s to %s\n", 'A'+rune(i), strings.Join(s.Coding, ", "), s.Store, counted(s.Days, "day", "days"), s.From, s.To)
	}
	if c.Periods == 0 {
		fmt.Fprintln(out, "There is no whole", string(c.Period), "that both cover.")
		return out.Flush()
	}
	fmt.Fprintf(out, "%s that both cover, %s to %s", counted(c.Periods, string(c.Period), string(c.Period)+"s"), c.From, c.To)
	if c.Left > 0 {
		fmt.Fprintf(out, "; %d between them left out, since one side does not cover them", c.Left)
	}
	fmt.Fprintf(out, "\n\n%-24s %7s %7s %5s  %-18s %-18s %-18s\n", "pair", "A", "B", "n", "rank correlation", "cooperation", "conflict")
	for _, p := range c.Pairs {
		printLikeness(out, string(p.A)+" "+string(p.B), p.Events, p.RankedCounts)
	}
	if len(c.Pairs) == 0 {
		fmt.Fprintln(out, "no pair of which both tell enough")
	}
	if len(c.Pairs) > 1 {
		printLikeness(out, "all together", [2]int{c.Sides[0].Events, c.Sides[1].Events}, c.Pooled)
	}
	if c.Across != nil {
		fmt.Fprintf(out, "\nover the %d pairs, of all that is told of each: %s\n", len(c.Pairs), ranked(c.Across))
	}
	return out.Flush()
}

func printLikeness(w io.Writer, name string, events [2]int, r entente.RankedCounts) {
	fmt.Fprintf(w, "%-24s %7d %7d %5d  %-18s %-18s %-18s\n", name, events[0], events[1], r.N, ranked(r.All), ranked(r.Cooperation), ranked(r.Conflict))
}

// ranked prints a correlation with its bounds.
func ranked(x *entente.Estimate) string {
	if x == nil {
		return "–"
	}
	return fmt.Sprintf("%+.2f (%+.2f %+.2f)", x.Value, x.Low, x.High)
}
