package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"entente"
	"entente/chart"
	"entente/desk"
	"entente/forecast"
	"entente/report"
)

type reportCmd struct {
	Dyad     reportDyadCmd     `cmd:"" help:"A report on how two actors stand: one page, or a PDF."`
	Triangle reportTriangleCmd `cmd:"" help:"A report on three actors."`
	Weigh    reportWeighCmd    `cmd:"" help:"A report on questions: matrix files, or the ready questions that arise."`
	Digest   reportDigestCmd   `cmd:"" help:"What moved since a day, by a template: a digest to send or to print."`
}

// reporting is what all reports share: what they are asked of, and where they go.
type reporting struct {
	dated
	asOf
	Files []string `help:"Ask these story files in place of the store." name:"in" placeholder:"FILE"`
	Out   string   `help:"Write the report to this file; by default to standard output." short:"o" placeholder:"FILE"`
	PDF   string   `help:"Print the report to this file too, as PDF, with a Chromium of this machine." name:"pdf" placeholder:"FILE"`
	Title string   `help:"Headline, in place of the one that the answer gives." placeholder:"TEXT"`
}

// evidence is the same for those who ask as dyad and weigh do.
func (r reporting) evidence() evidence {
	return evidence{dated: r.dated, asOf: r.asOf, Files: r.Files}
}

// give writes a report where it was asked to go.
func (r reporting) give(ctx context.Context, e *env, write func(io.Writer) error) error {
	if r.PDF != "" {
		if err := printed(ctx, r.PDF, write); err != nil {
			return err
		}
		if r.Out == "" {
			return nil
		}
	}
	if r.Out != "" {
		return output(r.Out, write)
	}
	return write(e.out)
}

// line is the command that makes a report again: actors as codes, flags in one order, the
// store by its name. Where the report goes is left out, so that it does not tell.
func (r reporting) line(e *env, words ...string) string {
	args := []string{"entente"}
	if len(r.Files) == 0 && e.Store != "" {
		args = append(args, "--store", filepath.Base(e.Store))
	}
	args = append(append(args, "report"), words...)
	add := func(flag, value string) {
		if value != "" {
			args = append(args, flag, value)
		}
	}
	add("--as-of", r.AsOf)
	add("--published", r.Published)
	for _, s := range r.Source {
		add("--source", s)
	}
	for _, f := range r.Files {
		add("--in", filepath.Base(f))
	}
	add("--title", r.Title)
	for i, a := range args {
		args[i] = shell(a)
	}
	return strings.Join(args, " ")
}

type reportDyadCmd struct {
	reporting
	blocs
	By   string `help:"Length of a period: day, week, month or year; by default what the days need." placeholder:"PERIOD"`
	From string `help:"First day of how it went; by default ten years before the last." placeholder:"DATE"`
	A    string `arg:"" help:"An actor: code, name or phrase."`
	B    string `arg:"" help:"Another."`
}

func (c *reportDyadCmd) Run(ctx context.Context, e *env) error {
	ev := c.evidence()
	tools, err := loadTools()
	if err != nil {
		return err
	}
	pair, err := c.gather(&ev, tools, c.A, c.B)
	if err != nil {
		return err
	}
	if pair[0] == pair[1] {
		return usage("%q and %q are the same actor", c.A, c.B)
	}
	d := report.Dossier{Tools: tools.Name()}
	from, err := c.days(&d)
	if err != nil {
		return err
	}
	q := desk.Question{Corners: pair, Counted: true, Pairs: 1, Title: c.Title, Ready: []string{}}
	d.Brief, _, err = ev.askMore(ctx, e, q, func(s desk.Store, f entente.Filter) error {
		return c.course(ctx, s, f, pair, from, &d)
	})
	if err != nil {
		return err
	}
	if len(d.Dyads) == 0 {
		return fmt.Errorf("nothing is told of %s and %s: %w", c.A, c.B, entente.ErrNotFound)
	}
	d.Hypotheses, d.Triangles, d.Outlook = nil, nil, nil
	words := []string{"dyad", string(pair[0]), string(pair[1]), "--by", string(d.By)}
	if from.Known() {
		words = append(words, "--from", from.String())
	}
	d.Command = c.line(e, append(words, c.flags()...)...)
	return c.give(ctx, e, func(w io.Writer) error { return report.Page(w, d, e.layout(tools.Lexicon)) })
}

// days reads the flags of days and periods.
func (c *reportDyadCmd) days(d *report.Dossier) (from entente.Day, err error) {
	if c.By != "" {
		if d.By, err = entente.ParsePeriod(c.By); err != nil {
			return 0, usage("--by: %w", err)
		}
	}
	if from, err = entente.ParseDay(c.From); err != nil {
		return 0, usage("--from: %w", err)
	}
	return from, nil
}

// mostJudged is how many periods of a pair are judged for a drawing.
const mostJudged = 80

// course asks how a relation went, and what may come.
func (c *reportDyadCmd) course(ctx context.Context, s desk.Store, f entente.Filter, pair []entente.Code, from entente.Day, d *report.Dossier) (err error) {
	first, last, err := span(ctx, s, f)
	if err != nil {
		return badStore(err)
	}
	if from > last && last.Known() {
		return usage("--from %s lies after the last day of which anything was read, %s", from, last)
	}
	first = max(first, from)
	if d.By == "" {
		d.By = chart.PeriodOf(first, last)
	}
	f.From = from
	course, err := desk.Course(ctx, s, f, pair[0], pair[1], d.By)
	if err != nil {
		return err
	}
	d.Course = &course
	drawn := f
	drawn.Pair, drawn.From, drawn.To = pair, first, last
	if d.Series, err = desk.Series(ctx, s, drawn, d.By); err != nil {
		return badStore(err)
	}
	if len(chart.Between(first, last, d.By)) <= mostJudged && first.Known() {
		if d.Levels, err = desk.Levels(ctx, s, drawn, pair[0], pair[1], d.By); err != nil {
			return badStore(err)
		}
	}
	d.Ahead, err = ahead(ctx, s, f, pair)
	return err
}

// span gives the first and the last day on which anything was published.
func span(ctx context.Context, s desk.Store, f entente.Filter) (first, last entente.Day, err error) {
	days, err := s.Coverage(ctx, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})
	if err != nil || len(days) == 0 {
		return 0, 0, err
	}
	return days[0], days[len(days)-1], nil
}

// horizons are how many days the forecasts of a report look ahead.
var horizons = []int{7, 30, 90}

// ahead forecasts the four classes between two; nothing where nothing was read.
func ahead(ctx context.Context, s desk.Store, f entente.Filter, pair []entente.Code) ([]entente.Forecast, error) {
	sight, err := desk.Foresee(ctx, s, entente.Filter{Sources: f.Sources, AsOf: f.AsOf})
	if err != nil {
		return nil, badStoreOrNone(err)
	}
	var asks []forecast.Ask
	for _, h := range horizons {
		for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
			asks = append(asks, forecast.Ask{A: pair[0], B: pair[1], Kind: entente.EventKind{Quad: q}, Horizon: h})
		}
	}
	out, err := sight.Ask(ctx, asks)
	if err != nil {
		return nil, badStore(err)
	}
	return out, nil
}

type reportTriangleCmd struct {
	reporting
	blocs
	Every string `help:"Length of a phase of its history: month, quarter, half or year; by default the shortest that makes at most forty." placeholder:"LENGTH"`
	A     string `arg:"" help:"An actor: code, name or phrase."`
	B     string `arg:"" help:"Another."`
	C     string `arg:"" help:"A third."`
}

func (c *reportTriangleCmd) Run(ctx context.Context, e *env) error {
	ask := triangleCmd{evidence: c.evidence(), Every: c.Every}
	every, ok := lengths[c.Every]
	if !ok {
		return usage("--every: %q is none of month, quarter, half, year", c.Every)
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	corners, err := c.gather(&ask.evidence, tools, c.A, c.B, c.C)
	if err != nil {
		return err
	}
	if !different(corners) {
		return usage("a triangle has three different actors")
	}
	t, b, err := ask.study(ctx, e, tools, desk.StudyQuestion{Question: desk.Question{Corners: corners, Title: c.Title}, Every: every})
	if err != nil {
		return err
	}
	b.Notes = t.Notes
	d := report.Dossier{Brief: b, Study: &t, Tools: tools.Name(), By: entente.Monthly}
	if !d.From.Known() {
		d.From, d.To = t.From, t.To
	}
	words := []string{"triangle", string(corners[0]), string(corners[1]), string(corners[2])}
	if c.Every != "" {
		words = append(words, "--every", c.Every)
	}
	d.Command = c.line(e, append(words, c.flags()...)...)
	return c.give(ctx, e, func(w io.Writer) error { return report.Page(w, d, e.layout(tools.Lexicon)) })
}

type reportWeighCmd struct {
	reporting
	Ready  string   `help:"Put these ready questions, or all; without a matrix those that arise." placeholder:"NAME,…"`
	Actors string   `help:"Who plays $A, $B and $C, in ready questions or in matrix files that have them." placeholder:"A,B,C"`
	Matrix []string `arg:"" optional:"" help:"Matrix files in YAML; without one ready questions are put."`
}

func (c *reportWeighCmd) Run(ctx context.Context, e *env) error {
	q, err := c.question()
	if err != nil {
		return err
	}
	q.Title = c.Title
	b, tools, err := c.evidence().ask(ctx, e, q)
	if err != nil {
		return err
	}
	if len(b.Hypotheses) == 0 {
		return fmt.Errorf("none of the ready questions arises from what was read; name actors with --actors and questions with --ready: %w", entente.ErrNotFound)
	}
	b.Dyads, b.Triangles, b.Outlook, b.Series = nil, nil, nil, nil
	words := []string{"weigh"}
	for _, m := range c.Matrix {
		words = append(words, filepath.Base(m))
	}
	for _, f := range [][2]string{{"--ready", c.Ready}, {"--actors", c.Actors}} {
		if f[1] != "" {
			words = append(words, f[0], f[1])
		}
	}
	d := report.Dossier{Brief: b, Tools: tools.Name(), Command: c.line(e, words...)}
	return c.give(ctx, e, func(w io.Writer) error { return report.Page(w, d, e.layout(tools.Lexicon)) })
}

// question joins the questions of all files.
func (c *reportWeighCmd) question() (desk.Question, error) {
	one := weighCmd{evidence: c.evidence(), Ready: c.Ready, Actors: c.Actors}
	if len(c.Matrix) == 0 {
		return one.question()
	}
	var all desk.Question
	for _, m := range c.Matrix {
		one.Matrix = m
		q, err := one.question()
		if err != nil {
			return q, err
		}
		q.Matrices, q.Templates = append(all.Matrices, q.Matrices...), append(all.Templates, q.Templates...)
		all = q
	}
	return all, nil
}
