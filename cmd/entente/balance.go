package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente"
	"entente/ask"
	"entente/balance"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/lexicon"
	"entente/report"
)

type balanceCmd struct {
	evidence
	File     string        `arg:"" optional:"" help:"A list of ties (CSV with from, to, sign, and window if several) in place of what was read; - for standard input."`
	From     string        `help:"First day of what counts." placeholder:"DATE"`
	To       string        `help:"Last day of what counts." placeholder:"DATE"`
	Every    string        `help:"A network for each day, week, month or year." placeholder:"PERIOD"`
	Span     int           `help:"Of --every: each network takes so many periods." default:"1" placeholder:"N"`
	Region   []string      `help:"Only the ties within a part of the world: Americas, Europe, Africa, Middle East, Asia, Oceania, or all for a network of each." placeholder:"REGION" sep:"none"`
	Sure     float64       `help:"Take a tie's sign from this probability on." default:"0.5" placeholder:"P"`
	Everyone bool          `help:"Take all actors, not states alone."`
	Ties     bool          `help:"Ask of every tie whether all of the best camps have it against them; of one network this is done unasked."`
	Mix      bool          `help:"Judge the ties again without each outlet, each country's outlets, and opinion, and tell which would be others."`
	Edges    bool          `help:"Print the list of signed ties, as this command reads it, and measure nothing."`
	Timeout  time.Duration `help:"Stop the search for the best camps after so long, and print its bounds; 0 for never." default:"60s" placeholder:"DURATION"`
}

func (c *balanceCmd) Run(ctx context.Context, e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	tools, err := loadLexicon()
	if err != nil {
		return err
	}
	var networks []entente.Network
	var b entente.Brief
	layout := e.layout(tools.Lexicon)
	if c.File != "" {
		layout.Names = nil // a list has its own words for actors
		networks, err = c.listed(e)
	} else {
		networks, b, err = c.stored(ctx, e, tools)
	}
	if err != nil {
		return err
	}
	networks = c.regions(networks, tools.Lexicon)
	if c.Edges {
		return writeTies(e.out, networks)
	}
	return c.answer(ctx, e, networks, b, layout)
}

// check holds the flags to one another.
func (c *balanceCmd) check() error {
	if c.Every != "" {
		if _, err := entente.ParsePeriod(c.Every); err != nil {
			return usage("--every: %w", err)
		}
	}
	for i, r := range c.Region {
		at := slices.IndexFunc(codebook.Regions, func(name string) bool { return strings.EqualFold(name, r) })
		switch {
		case at >= 0:
			c.Region[i] = codebook.Regions[at]
		case strings.EqualFold(r, "all"):
			c.Region[i] = "all"
		default:
			return codedError{exitUsage, fmt.Errorf("--region: %q is no region", r), "they are " + strings.Join(codebook.Regions, ", ") + ", and all"}
		}
	}
	switch {
	case c.Span < 1 || c.Span > 1 && c.Every == "":
		return usage("--span takes a number of the periods of --every, from 1")
	case c.Timeout < 0:
		return usage("--timeout takes a duration such as 60s")
	case c.Sure < 0 || c.Sure > 1:
		return usage("--sure takes a probability from 0 to 1")
	case c.File != "" && (c.From != "" || c.To != "" || c.Every != "" || c.AsOf != "" || len(c.Source) > 0 || len(c.Files) > 0):
		return usage("a list of ties is taken as it is: --from, --to, --every, --as-of, --source and --in go with what was read")
	}
	return nil
}

// listed reads the list of ties.
func (c *balanceCmd) listed(e *env) ([]entente.Network, error) {
	if c.File != "-" {
		return networksOf(c.File)
	}
	data, err := io.ReadAll(e.in)
	if err != nil {
		return nil, badInput(err)
	}
	return parsedTies("stdin", data)
}

// stored asks the store, or the stories named.
func (c *balanceCmd) stored(ctx context.Context, e *env, tools coder.Tools) ([]entente.Network, entente.Brief, error) {
	q := desk.NetworkQuestion{Sure: c.Sure, Mix: c.Mix, Domain: ask.Domains(tools.Lexicon)}
	if !c.Everyone {
		q.Takes = isState(tools.Lexicon)
	}
	var err error
	if q.Filter, err = c.days(); err != nil {
		return nil, entente.Brief{}, err
	}
	opt, err := c.options()
	if err != nil {
		return nil, entente.Brief{}, err
	}
	if len(c.Files) > 0 {
		if tools, err = loadTools(); err != nil {
			return nil, entente.Brief{}, err
		}
	}
	s, err := e.asking(ctx, tools, c.Files, opt)
	if err != nil {
		return nil, entente.Brief{}, err
	}
	defer s.Close()
	if err := every(ctx, s, &q.Filter); err != nil {
		return nil, entente.Brief{}, err
	}
	if err := c.windows(ctx, s, &q); err != nil {
		return nil, entente.Brief{}, err
	}
	networks, b, err := desk.Networks(ctx, s, q)
	if err != nil {
		return nil, b, badStore(err)
	}
	return networks, b, nil
}

// days reads the flags that say what counts.
func (c *balanceCmd) days() (entente.Filter, error) {
	f, err := c.filter()
	if err != nil {
		return f, err
	}
	if f.From, err = entente.ParseDay(c.From); err != nil {
		return f, usage("--from: %w", err)
	}
	if f.To, err = entente.ParseDay(c.To); err != nil {
		return f, usage("--to: %w", err)
	}
	if f.From.Known() && f.To.Known() && f.To < f.From {
		return f, usage("--to %s lies before --from %s", c.To, c.From)
	}
	return f, nil
}

// windows cuts the days that the flags name, or on which anything was in print.
func (c *balanceCmd) windows(ctx context.Context, s desk.Store, q *desk.NetworkQuestion) error {
	if c.Every == "" {
		return nil
	}
	period, from, to := entente.Period(c.Every), q.Filter.From, q.Filter.To
	if !from.Known() || !to.Known() {
		f := q.Filter
		if len(f.Sources) == 0 {
			f.Sources = []string{entente.CodedHere}
		}
		days, err := s.Coverage(ctx, f)
		if err != nil {
			return badStore(err)
		}
		if len(days) == 0 {
			return fmt.Errorf("nothing is told of these days: %w", entente.ErrNotFound)
		}
		if !from.Known() {
			from = days[0]
		}
		if !to.Known() {
			to = days[len(days)-1]
		}
	}
	q.Windows = desk.Spans(from, to, period, c.Span)
	if period == entente.Daily || period == entente.Weekly {
		q.Period = period
	}
	return nil
}

// regions gives the parts of networks that lie in the regions asked for.
func (c *balanceCmd) regions(networks []entente.Network, lex *lexicon.Lexicon) []entente.Network {
	if len(c.Region) == 0 {
		return networks
	}
	asked := c.Region
	if slices.Contains(asked, "all") {
		asked = codebook.Regions
	}
	var out []entente.Network
	for _, n := range networks {
		for _, r := range asked {
			label := strings.TrimSpace(n.Label + " " + r)
			out = append(out, balance.Within(n, label, func(code entente.Code) bool { return regionOf(lex, code) == r }))
		}
	}
	return out
}

// regionOf gives the part of the world of a state, named by its code or its number in
// the Correlates of War.
func regionOf(lex *lexicon.Lexicon, code entente.Code) string {
	if p, ok := lex.Polity(code); ok {
		return codebook.Region(p.Codes["cow"])
	}
	return codebook.Region(string(code))
}

// writeTies prints networks as a list of ties.
func writeTies(w io.Writer, networks []entente.Network) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"window", "from", "to", "sign"})
	for _, n := range networks {
		for _, t := range n.Ties {
			_ = out.Write([]string{n.Label, string(t.A), string(t.B), strconv.Itoa(t.Sign)})
		}
	}
	out.Flush()
	return out.Error()
}

// askedUpTo is the number of ties up to which each tie of a single network is asked
// about unasked.
const askedUpTo = 3000

// answer measures the networks and prints what was found.
func (c *balanceCmd) answer(ctx context.Context, e *env, networks []entente.Network, b entente.Brief, layout report.Options) error {
	opt := balance.Options{Ties: c.Ties || len(networks) == 1 && len(networks[0].Ties) <= askedUpTo}
	timed, stop := ctx, context.CancelFunc(func() {})
	if c.Timeout > 0 {
		timed, stop = context.WithTimeout(ctx, c.Timeout)
	}
	defer stop()
	measured := measureAll(timed, networks, opt)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !c.JSON {
		return report.Balance(e.out, measured, b, layout)
	}
	enc := jsonTo(e.out)
	for _, m := range measured {
		m.Notes = append(m.Notes, b.Notes...)
		if err := enc.Encode(m); err != nil {
			return err
		}
	}
	return nil
}

// networksOf reads a file of ties.
func networksOf(path string) ([]entente.Network, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, badInput(named(path, err))
	}
	return parsedTies(path, data)
}

func parsedTies(name string, data []byte) ([]entente.Network, error) {
	out, err := balance.Parse(name, data)
	if err != nil {
		return nil, codedError{exitOwnFiles, err, "docs/methods.md describes lists of ties"}
	}
	if len(out) == 0 {
		return nil, badInput(fmt.Errorf("%s: there is no tie in it", name))
	}
	return out, nil
}
