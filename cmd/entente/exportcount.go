package main

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"entente"
	"entente/desk"
	"entente/export"
)

// paneled are the flags of counted tables.
type paneled struct {
	Cites int `help:"How many events a row cites at most." default:"3" placeholder:"N"`
}

func (c paneled) panel(p *plan, period entente.Period) (desk.Panel, error) {
	if c.Cites < 0 || c.Cites > 100 {
		return desk.Panel{}, usage("--cites is a number from 0 to 100")
	}
	p.option("--cites", "cites", strconv.Itoa(c.Cites))
	return desk.Panel{Period: period, Cites: c.Cites, Names: p.name}, nil
}

// option puts an option into the command and the configuration.
func (p *plan) option(flag, name, value string) {
	p.command = append(p.command, flag)
	if value != "true" {
		p.command = append(p.command, value)
	}
	p.panel[name] = value
}

type exportDyadsCmd struct {
	pick
	written
	tabular
	paneled
	Period     string `help:"day, week, month or year." enum:"day,week,month,year" default:"month"`
	ByRoot     bool   `help:"A row for each PLOVER event type." name:"by-root"`
	Undirected bool   `help:"One row for what either of a pair did to the other."`
	Complete   bool   `help:"Rows also for periods in which a pair did nothing; covered says from which anything was read."`
}

// Run writes pairs by period.
func (c *exportDyadsCmd) Run(ctx context.Context, e *env) error {
	if c.Complete && c.ByRoot {
		return usage("--complete and --by-root exclude one another")
	}
	if c.Undirected && c.Directed {
		return usage("--directed and --undirected exclude one another")
	}
	p, err := c.plan(ctx, e, c.pick, c.tabular.Format, false)
	if err != nil {
		return err
	}
	p.command = []string{"dyads", "--period", c.Period}
	p.panel["period"] = c.Period
	panel, err := c.panel(p, entente.Period(c.Period))
	if err != nil {
		p.store.Close()
		return err
	}
	panel.ByRoot, panel.Undirected, panel.Complete = c.ByRoot, c.Undirected, c.Complete
	p.yes("--by-root", "by_root", c.ByRoot)
	p.yes("--undirected", "undirected", c.Undirected)
	p.yes("--complete", "complete", c.Complete)
	p.tables = append(p.tables, tableOf(p, export.Dyads(c.ByRoot), p.format, func(ctx context.Context) iter.Seq2[*export.Dyad, error] {
		return desk.Dyads(ctx, p.store, p.filter, panel)
	}))
	p.beside(p.filter, false)
	return p.run(ctx)
}

// yes puts an option that is on into the command.
func (p *plan) yes(flag, name string, on bool) {
	if on {
		p.option(flag, name, "true")
	}
}

type exportDyadYearsCmd struct {
	pick
	written
	tabular
	paneled
	Undirected bool `help:"One row for what either of two states did to the other."`
	Complete   bool `help:"Every two states of each year, also where nothing is told of them."`
}

// Run writes pairs of states by year.
func (c *exportDyadYearsCmd) Run(ctx context.Context, e *env) error {
	if c.Undirected && c.Directed {
		return usage("--directed and --undirected exclude one another")
	}
	p, err := c.plan(ctx, e, c.pick, c.tabular.Format, false)
	if err != nil {
		return err
	}
	p.command = []string{"dyad-years"}
	panel, err := c.panel(p, entente.Yearly)
	if err != nil {
		p.store.Close()
		return err
	}
	panel.Undirected, panel.Complete = c.Undirected, c.Complete
	p.yes("--undirected", "undirected", c.Undirected)
	p.yes("--complete", "complete", c.Complete)
	p.tables = append(p.tables, tableOf(p, export.DyadYears(), p.format, func(ctx context.Context) iter.Seq2[*export.DyadYear, error] {
		return desk.DyadYears(ctx, p.store, p.tools.Lexicon, p.filter, panel)
	}))
	p.beside(p.filter, false)
	return p.run(ctx)
}

type exportTrianglesCmd struct {
	asOf
	written
	tabular
	Cites  int    `help:"How many reports, and how many assessments, are cited for each tie at most." default:"3" placeholder:"N"`
	Actors string `help:"Three actors; of more, every three of them." required:"" placeholder:"A,B,C[,D…]"`
	From   string `help:"First day." placeholder:"DATE"`
	To     string `help:"Last day." placeholder:"DATE"`
	Period string `help:"day, week, month or year." enum:"day,week,month,year" default:"year"`
}

// Run writes triangles by period.
func (c *exportTrianglesCmd) Run(ctx context.Context, e *env) error {
	pick := pick{asOf: c.asOf, Actors: c.Actors, From: c.From, To: c.To}
	p, err := c.plan(ctx, e, pick, c.tabular.Format, false)
	if err != nil {
		return err
	}
	of := append(slices.Clone(p.filter.Pair), p.filter.Among...)
	corners := triples(of)
	if len(corners) == 0 {
		p.store.Close()
		return usage("a triangle has three different actors")
	}
	p.command = []string{"triangles", "--period", c.Period}
	p.panel["period"] = c.Period
	panel, err := paneled{c.Cites}.panel(p, entente.Period(c.Period))
	if err != nil {
		p.store.Close()
		return err
	}
	asked := p.filter
	asked.Pair, asked.Among = nil, nil
	p.tables = append(p.tables, tableOf(p, export.Triangles(), p.format, func(ctx context.Context) iter.Seq2[*export.Phase, error] {
		return desk.Phases(ctx, p.store, asked, corners, panel)
	}))
	rest := p.filter
	rest.From, rest.To = 0, 0 // older evidence counts too
	p.beside(rest, true)
	return p.run(ctx)
}

// triples gives every three of some actors, each once, in order.
func triples(of []entente.Code) [][3]entente.Code {
	of = slices.Compact(slices.Sorted(slices.Values(of)))
	var out [][3]entente.Code
	for i := range of {
		for j := i + 1; j < len(of); j++ {
			for k := j + 1; k < len(of); k++ {
				out = append(out, [3]entente.Code{of[i], of[j], of[k]})
			}
		}
	}
	return out
}
