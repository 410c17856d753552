package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/export"
)

type exportCmd struct {
	Events      exportEventsCmd      `cmd:"" help:"Events, each once, with the sentence of its leading report."`
	Reports     exportReportsCmd     `cmd:"" help:"Reports: each place in which an event is told of."`
	Assessments exportAssessmentsCmd `cmd:"" help:"What was said of how two actors stand."`
	Dyads       exportDyadsCmd       `cmd:"" help:"Pairs of actors by day, week, month or year."`
	DyadYears   exportDyadYearsCmd   `cmd:"" name:"dyad-years" help:"Pairs of states by year, under their numbers of Correlates of War and of Gleditsch and Ward."`
	Triangles   exportTrianglesCmd   `cmd:"" help:"Triangles of actors at the end of each period."`
}

// written is how and where a table is written.
type written struct {
	Out     string   `help:"Write to a file, whose name may tell the format; by default to standard output." short:"o" placeholder:"FILE"`
	Bundle  string   `help:"Write a bundle with which others can make the same data again, as a folder or a zip." placeholder:"DIR|ZIP"`
	Title   string   `help:"Of the bundle." placeholder:"TEXT"`
	Author  []string `help:"Of the bundle's data; any number of times." placeholder:"NAME" sep:"none"`
	Licence string   `help:"Of the bundle's data, an identifier such as CC-BY-4.0." placeholder:"SPDX"`
}

// format tells the format from the flag, else from the name of the file.
func (w written) format(flag string) (export.Format, error) {
	if w.Out != "" && w.Bundle != "" {
		return "", usage("--out and --bundle exclude one another")
	}
	if w.Bundle == "" && (w.Title != "" || len(w.Author) > 0 || w.Licence != "") {
		return "", usage("--title, --author and --licence go with --bundle")
	}
	if flag != "" {
		return export.Format(flag), nil
	}
	switch strings.ToLower(filepath.Ext(w.Out)) {
	case ".jsonl", ".ndjson":
		return export.JSONL, nil
	case ".parquet", ".pq":
		return export.Parquet, nil
	case ".tsv", ".tab":
		return "", codedError{exitUsage, fmt.Errorf("%s: tables parted by tabs are GDELT's alone, of events", w.Out),
			"export events --format gdelt1 or gdelt2 writes these; all tables can be csv, jsonl or parquet, and --format csv writes that under any name"}
	}
	return export.CSV, nil
}

// plan is one export: what is asked, how it is written, and the tables that are made.
type plan struct {
	env     *env
	store   anyStore
	tools   coder.Tools
	filter  entente.Filter
	format  export.Format
	written written
	quotes  bool
	command []string          // subcommand and its own flags
	panel   map[string]string // the same for config.json
	tables  []table           // the first is the one asked for
	origins export.Origins
	skipped int // events without a row
	actors  map[entente.Code]bool
}

// table is a table of a plan, whatever its rows are.
type table struct {
	name  string
	write func(ctx context.Context, w io.Writer) (int, error)
	part  func(file string, rows int) export.Part
}

// tableOf makes a table of rows.
func tableOf[T any](p *plan, t export.Table[T], f export.Format, rows func(context.Context) iter.Seq2[T, error]) table {
	return table{
		name: t.Name,
		part: func(file string, n int) export.Part { return export.PartOf(t, f, file, n) },
		write: func(ctx context.Context, w io.Writer) (int, error) {
			shape := f
			if f == export.GDELT1 || f == export.GDELT2 {
				shape = export.TSV
			}
			out, err := export.Write(w, t, shape)
			if err != nil {
				return 0, err
			}
			advance, end := p.env.rowProgress("exporting")
			defer end()
			for row, err := range rows(ctx) {
				if err != nil {
					return out.Rows(), err
				}
				if err := out.Row(row); err != nil {
					return out.Rows(), err
				}
				if out.Rows()%1024 == 0 {
					if ctx.Err() != nil {
						return out.Rows(), ctx.Err()
					}
					advance(out.Rows())
				}
			}
			return out.Rows(), out.End()
		},
	}
}

// plan opens the store and resolves the filter. Unless all is taken where no source is
// named, what was coded from news is, as in the other questions.
func (w written) plan(ctx context.Context, e *env, p pick, format string, all bool) (*plan, error) {
	f, err := w.format(format)
	if err != nil {
		return nil, err
	}
	tools, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	out := &plan{env: e, tools: tools, format: f, written: w, quotes: true, actors: map[entente.Code]bool{}, panel: map[string]string{}}
	if out.filter, err = p.filter(tools); err != nil {
		return nil, err
	}
	if e.Store == "" {
		_, err := e.store(ctx, false)
		return nil, err
	}
	if out.store, err = openAny(ctx, e.Store, duckdb.Options{ReadOnly: true}); err != nil {
		return nil, err
	}
	if err = errors.Join(badStore(out.store.Frugal(ctx)), every(ctx, out.store, &out.filter)); err == nil && !all {
		err = out.newsAlone(ctx)
	}
	if err != nil {
		out.store.Close()
		return nil, err
	}
	return out, nil
}

// newsAlone leaves imported events out where no source is named, and says so.
func (p *plan) newsAlone(ctx context.Context) error {
	err := p.env.hintImports(ctx, p.store, p.filter)
	if len(p.filter.Sources) == 0 {
		p.filter.Sources = []string{entente.CodedHere}
	}
	return err
}

// name gives the name of an actor, and remembers that the data name it.
func (p *plan) name(c entente.Code) string {
	p.actors[c] = true
	return p.tools.Lexicon.NameOf(c)
}

// acts gives the events of a filter, and notes what they rest on.
func (p *plan) acts(f entente.Filter, rows func(*export.Act) bool) func(context.Context) iter.Seq2[*export.Act, error] {
	return func(ctx context.Context) iter.Seq2[*export.Act, error] {
		return func(yield func(*export.Act, error) bool) {
			for a, err := range desk.Acts(ctx, p.store, f) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !rows(a) {
					p.skipped++
					continue
				}
				a.Hide = !p.quotes
				p.note(a)
				if !yield(a, nil) {
					return
				}
			}
		}
	}
}

func anyAct(*export.Act) bool { return true }

// note remembers of an event what a bundle tells of all.
func (p *plan) note(a *export.Act) {
	if p.written.Bundle == "" {
		return
	}
	p.origins.Add(a)
	for i := range a.Reports {
		p.actors[a.Reports[i].Source.Code], p.actors[a.Reports[i].Target.Code] = true, true
	}
}

// run writes the table asked for, or all in a bundle.
func (p *plan) run(ctx context.Context) error {
	defer p.store.Close()
	if p.written.Bundle != "" {
		return p.bundle(ctx)
	}
	rows := 0
	write := func(w io.Writer) (err error) {
		rows, err = p.tables[0].write(ctx, w)
		return err
	}
	err := p.write(ctx, write)
	if err == nil {
		p.tell(rows)
	}
	return err
}

func (p *plan) write(ctx context.Context, write func(io.Writer) error) error {
	if p.written.Out != "" {
		err := output(p.written.Out, write)
		return cmp.Or(ctx.Err(), err)
	}
	if f, ok := p.env.out.(*os.File); ok && p.format == export.Parquet && term.IsTerminal(int(f.Fd())) {
		return codedError{exitUsage, errors.New("a terminal cannot show Parquet"), "write it to a file with --out FILE"}
	}
	return write(p.env.out)
}

// tell says what was written.
func (p *plan) tell(rows int) {
	if p.env.Quiet {
		return
	}
	fmt.Fprintf(p.env.err, "entente: exported %s of %s\n", counted(rows, "row", "rows"), p.tables[0].name)
	if p.skipped > 0 {
		fmt.Fprintf(p.env.err, "entente: %s without a day or a CAMEO code left out: a row of GDELT must have both\n", counted(p.skipped, "event", "events"))
	}
}

// eventFlags are those of tables that hold sentences.
type eventFlags struct {
	NoQuotes bool `help:"Leave the sentences out; where they stand is told." name:"no-quotes"`
}

type exportEventsCmd struct {
	pick
	written
	eventFlags
	Format string `help:"csv (default), jsonl, parquet, or GDELT's layout: gdelt1 (58 columns), gdelt2 (61)." enum:",csv,jsonl,parquet,gdelt1,gdelt2" default:""`
}

// Run writes events.
func (c *exportEventsCmd) Run(ctx context.Context, e *env) error {
	p, err := c.plan(ctx, e, c.pick, c.Format, true)
	if err != nil {
		return err
	}
	p.quotes = !c.NoQuotes
	p.command = []string{"events"}
	if p.format == export.GDELT1 || p.format == export.GDELT2 {
		if len(p.filter.Status) == 0 {
			p.filter.Status = []entente.Status{entente.Fact, entente.Reported}
		}
		p.tables = append(p.tables, tableOf(p, export.GDELT(p.format), p.format, p.acts(p.filter, export.Placed)))
	} else {
		p.tables = append(p.tables, tableOf(p, export.Events(), p.format, p.acts(p.filter, anyAct)))
	}
	return p.run(ctx)
}

type exportReportsCmd struct {
	pick
	written
	eventFlags
	tabular
}

// tabular is the format of a table that any table can have.
type tabular struct {
	Format string `help:"csv (default), jsonl or parquet." enum:",csv,jsonl,parquet" default:""`
}

// Run writes reports.
func (c *exportReportsCmd) Run(ctx context.Context, e *env) error {
	p, err := c.plan(ctx, e, c.pick, c.Format, true)
	if err != nil {
		return err
	}
	p.quotes = !c.NoQuotes
	p.command = []string{"reports"}
	p.tables = append(p.tables, tableOf(p, export.Reports(), p.format, func(ctx context.Context) iter.Seq2[export.Testimony, error] {
		return func(yield func(export.Testimony, error) bool) {
			for a, err := range p.acts(p.filter, anyAct)(ctx) {
				if err != nil {
					yield(export.Testimony{}, err)
					return
				}
				for i := range a.Reports {
					if !yield(export.Testimony{Act: a, Report: &a.Reports[i]}, nil) {
						return
					}
				}
			}
		}
	}))
	return p.run(ctx)
}

type exportAssessmentsCmd struct {
	pick
	written
	eventFlags
	tabular
}

// Run writes assessments.
func (c *exportAssessmentsCmd) Run(ctx context.Context, e *env) error {
	p, err := c.plan(ctx, e, c.pick, c.Format, true)
	if err != nil {
		return err
	}
	p.quotes = !c.NoQuotes
	p.command = []string{"assessments"}
	p.tables = append(p.tables, p.views(p.filter))
	return p.run(ctx)
}

// views is the table of assessments of a filter.
func (p *plan) views(f entente.Filter) table {
	return tableOf(p, export.Assessments(), p.plainFormat(), func(ctx context.Context) iter.Seq2[*export.View, error] {
		return func(yield func(*export.View, error) bool) {
			for v, err := range desk.Views(ctx, p.store, f) {
				if err == nil {
					v.Hide = !p.quotes
					p.actors[v.A.Code], p.actors[v.B.Code] = true, true
					p.origins.AddView(v)
				}
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
	})
}

// plainFormat is the format of the tables that stand beside the one asked for.
func (p *plan) plainFormat() export.Format {
	if slices.Contains(export.Formats(), p.format) {
		return p.format
	}
	return export.CSV
}

// beside adds to a bundle of counts what was counted, so that it can be counted again.
func (p *plan) beside(f entente.Filter, assessed bool) {
	if p.written.Bundle == "" {
		return
	}
	p.tables = append(p.tables, tableOf(p, export.Events(), p.format, p.acts(f, anyAct)))
	if assessed {
		p.tables = append(p.tables, p.views(f))
	}
}

// maker is the program and the dictionaries by which an export names actors.
func (e *env) maker(tools coder.Tools) (export.Maker, error) {
	weights, err := weightSums()
	return export.Maker{Version: release, Lexicon: tools.Lexicon.Hash, Weights: weights}, err
}

// scale is the scale of counted intensities.
const scale = codebook.DefaultScale
