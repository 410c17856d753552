package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/ask"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/hypothesis"
	"entente/report"
)

// asOf is the flag that hides what was not yet in print.
type asOf struct {
	AsOf   string   `help:"Answer as of this day: nothing first seen later counts." placeholder:"DATE"`
	Source []string `help:"Whose coding counts: coded (from news), gdelt2, icews … as imported, all; any number of times." placeholder:"SOURCE" sep:"none"`
}

func (a asOf) filter() (entente.Filter, error) {
	day, err := entente.ParseDay(a.AsOf)
	if err != nil {
		return entente.Filter{}, usage("--as-of: %w", err)
	}
	return entente.Filter{AsOf: day, Sources: a.Source}, nil
}

// every turns "all" into the sources that a store holds, and refuses one it does not.
func every(ctx context.Context, s desk.Store, f *entente.Filter) error {
	if len(f.Sources) == 0 {
		return nil
	}
	held, err := s.Holdings(ctx)
	if err != nil {
		return badStore(err)
	}
	known := []string{entente.CodedHere}
	for _, h := range held {
		known = append(known, h.Source)
	}
	if slices.Contains(f.Sources, "all") {
		f.Sources = known
		return nil
	}
	for _, name := range f.Sources {
		if !slices.Contains(known, name) {
			return codedError{exitUsage, fmt.Errorf("--source: the store holds no events of %q", name), "it has " + strings.Join(known, ", ")}
		}
	}
	return nil
}

type briefCmd struct {
	dated
	asOf
	JSON     bool     `help:"The brief as one JSON object." name:"json"`
	HTML     string   `help:"Write the brief as one self-contained page." placeholder:"FILE" name:"html"`
	Markdown string   `help:"Write the brief as Markdown." placeholder:"FILE"`
	Triangle string   `help:"Three actors; by default those the evidence is most about." placeholder:"A,B,C"`
	Matrix   []string `help:"A hypothesis matrix file, any number of times; by default the ready questions." placeholder:"FILE" sep:"none"`
	Horizon  int      `help:"Days of the outlook." default:"30"`
	Title    string   `help:"Title of the brief."`
	Files    []string `arg:"" optional:"" name:"file" help:"Story files or folders; without any the store is asked."`
}

func (c *briefCmd) Run(ctx context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	b, err := c.brief(ctx, e, tools)
	if err != nil {
		return err
	}
	layout := e.layout(tools.Lexicon)
	faces := []struct {
		path  string
		write func(io.Writer, entente.Brief, report.Options) error
	}{{c.HTML, report.HTML}, {c.Markdown, report.Markdown}}
	for _, f := range faces {
		if f.path == "" {
			continue
		}
		if err := output(f.path, func(w io.Writer) error { return f.write(w, b, layout) }); err != nil {
			return err
		}
	}
	if c.JSON {
		err = jsonTo(e.out).Encode(b)
	} else if !e.Quiet {
		err = report.Terminal(e.out, b, layout)
	}
	e.found.total = max(e.found.total, len(b.Problems)) // those of a store are not told again
	return err
}

// brief asks the question that the flags put.
func (c *briefCmd) brief(ctx context.Context, e *env, tools coder.Tools) (entente.Brief, error) {
	opt, err := c.options()
	if err != nil {
		return entente.Brief{}, err
	}
	filter, err := c.filter()
	if err != nil {
		return entente.Brief{}, err
	}
	matrices, err := readMatrices(c.Matrix)
	if err != nil {
		return entente.Brief{}, err
	}
	corners, err := actors(tools, parts(c.Triangle), filter.AsOf)
	if err != nil {
		return entente.Brief{}, err
	}
	if n := len(corners); n != 0 && n != 3 {
		return entente.Brief{}, usage("--triangle takes three actors, not %d", n)
	}
	if len(corners) == 3 && !different(corners) {
		return entente.Brief{}, usage("a triangle has three different actors")
	}
	s, err := e.asking(ctx, tools, c.Files, opt)
	if err != nil {
		return entente.Brief{}, err
	}
	defer s.Close()
	if err := every(ctx, s, &filter); err != nil {
		return entente.Brief{}, err
	}
	return desk.Brief(ctx, s, desk.Question{
		Filter: filter, Corners: corners, Horizon: c.Horizon, Matrices: matrices, Title: c.Title,
		Lexicon: tools.Lexicon.Hash, Scale: codebook.DefaultScale, IsState: isState(tools.Lexicon), Names: tools.Lexicon.NameOf, Named: desk.Named(tools.Lexicon), Domain: ask.Domains(tools.Lexicon),
	})
}

// different reports whether no actor is named twice.
func different(codes []entente.Code) bool {
	for i, c := range codes {
		if slices.Contains(codes[:i], c) {
			return false
		}
	}
	return true
}

// readMatrices reads the analyst's matrix files.
func readMatrices(paths []string) ([]entente.Matrix, error) {
	var out []entente.Matrix
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, ownFile(p, err)
		}
		ms, err := hypothesis.Parse(p, data)
		if err != nil {
			return nil, ownFile(p, err)
		}
		out = append(out, ms...)
	}
	return out, nil
}

// parts are the names between the commas of a flag.
func parts(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// actors turns codes, names or phrases into codes, as they are good on a day;
// without one, today.
func actors(tools coder.Tools, names []string, day entente.Day) ([]entente.Code, error) {
	if !day.Known() {
		day = entente.DayOf(time.Now())
	}
	var out []entente.Code
	for _, n := range names {
		code, err := actor(tools, strings.TrimSpace(n), day)
		if err != nil {
			return nil, err
		}
		out = append(out, code)
	}
	return out, nil
}

func actor(tools coder.Tools, name string, day entente.Day) (entente.Code, error) {
	for _, prefix := range []string{"", "IGO:"} {
		if p, ok := tools.Lexicon.Polity(entente.Code(prefix + strings.ToUpper(name))); ok {
			return tools.Lexicon.Whole(p.Code), nil
		}
	}
	if a := coder.Resolve(tools, name, day); a.Code != "" {
		return a.Code, nil
	}
	hint := "give a code such as RUS or IGO:NATO, a name, or a phrase such as \"the Kremlin\""
	if near := tools.Lexicon.Alike(name); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return "", codedError{exitUsage, fmt.Errorf("no actor is called %q on %s", name, day), hint}
}
