package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"entente"
	"entente/alert"
	"entente/ask"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/report"
)

type reportDigestCmd struct {
	reporting
	Since    string   `required:"" help:"What is new from this day on." placeholder:"DATE"`
	Template string   `help:"A template of your own, of Go's html/template for .html, .htm and .gohtml, else of text/template; docs/report.md says what it sees." placeholder:"FILE"`
	Triangle []string `help:"Three actors whose triangle is told of, any number of times; by default those the evidence is most about." placeholder:"A,B,C" sep:"none"`
	Mix      bool     `help:"Ask again what moved without each outlet, each country's outlets, and opinion, and tell what would be otherwise."`
	Alerts   string   `help:"Rules of alerts, as watch has them: what they would have raised in these days." placeholder:"FILE"`
}

// Help says what a digest has.
func (c *reportDigestCmd) Help() string {
	return "What moved, new events by pair, turns of triangles, alerts, forecasts that fell due with how they fared, and what was not read. Nothing is written to the store: forecasts on record that nobody resolved are told as entente resolve would put them."
}

func (c *reportDigestCmd) Run(ctx context.Context, e *env) error {
	own, err := c.own()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	b, err := c.bulletin(ctx, e, tools)
	if err != nil {
		return err
	}
	return c.give(ctx, e, func(w io.Writer) error {
		if c.Template == "" {
			return report.Digest(w, b, e.layout(tools.Lexicon))
		}
		return c.mistaken(report.DigestBy(w, b, c.Template, own, e.layout(tools.Lexicon)))
	})
}

// own reads the user's template.
func (c *reportDigestCmd) own() ([]byte, error) {
	if c.Template == "" {
		return nil, nil
	}
	if ext := filepath.Ext(c.Template); c.PDF != "" && !slices.Contains([]string{".html", ".htm", ".gohtml"}, ext) {
		return nil, usage("--pdf prints pages: a template whose name ends in %q is none of .html, .htm, .gohtml", ext)
	}
	data, err := os.ReadFile(c.Template)
	if err != nil {
		return nil, ownFile(c.Template, err)
	}
	return data, nil
}

// mistaken gives mistakes in the user's own template their exit code.
func (c *reportDigestCmd) mistaken(err error) error {
	var wrong *report.TemplateError
	if errors.As(err, &wrong) {
		return codedError{exitOwnFiles, err, "docs/report.md says what a template sees"}
	}
	return err
}

// bulletin asks what is new.
func (c *reportDigestCmd) bulletin(ctx context.Context, e *env, tools coder.Tools) (report.Bulletin, error) {
	q, err := c.question(tools)
	if err != nil {
		return report.Bulletin{}, err
	}
	opt, err := c.options()
	if err != nil {
		return report.Bulletin{}, err
	}
	var rules alert.Rules
	if c.Alerts != "" {
		if rules, err = readRules(c.Alerts, tools); err != nil {
			return report.Bulletin{}, err
		}
	}
	s, err := e.asking(ctx, tools, c.Files, opt)
	if err != nil {
		return report.Bulletin{}, err
	}
	defer s.Close()
	if err := errors.Join(every(ctx, s, &q.Filter), e.hintImports(ctx, s, q.Filter)); err != nil {
		return report.Bulletin{}, err
	}
	b := report.Bulletin{Tools: tools.Name(), Command: c.line(e, c.words()...)}
	if b.Digest, b.Brief, err = desk.Digest(ctx, s, q); err != nil {
		return b, badStoreOrNone(err)
	}
	if c.Alerts != "" {
		b.Digest.Alerts, err = raised(ctx, s, rules, tools, b.Digest.Since, b.Digest.To)
	}
	return b, err
}

func (c *reportDigestCmd) question(tools coder.Tools) (desk.DigestQuestion, error) {
	var q desk.DigestQuestion
	var err error
	if q.Filter, err = c.filter(); err != nil {
		return q, err
	}
	if q.Since, err = entente.ParseDay(c.Since); err != nil || !q.Since.Known() {
		return q, usage("--since: %q is no date such as 2021-06-14", c.Since)
	}
	if q.Filter.AsOf.Known() && q.Filter.AsOf < q.Since {
		return q, usage("--since %s lies after --as-of %s", q.Since, q.Filter.AsOf)
	}
	for _, t := range c.Triangle {
		codes, err := actors(tools, parts(t), q.Filter.AsOf)
		if err != nil {
			return q, err
		}
		if len(codes) != 3 || !different(codes) {
			return q, usage("--triangle %s: a triangle has three different actors", t)
		}
		q.Triangles = append(q.Triangles, [3]entente.Code(codes))
	}
	q.Mix, q.Title, q.Lexicon, q.Scale = c.Mix, c.Title, tools.Lexicon.Hash, codebook.DefaultScale
	q.IsState, q.Names, q.Named, q.Domain = isState(tools.Lexicon), tools.Lexicon.NameOf, desk.Named(tools.Lexicon), ask.Domains(tools.Lexicon)
	return q, nil
}

// words are those of the command that makes the digest again.
func (c *reportDigestCmd) words() []string {
	out := []string{"digest", "--since", c.Since}
	for _, t := range c.Triangle {
		out = append(out, "--triangle", t)
	}
	if c.Mix {
		out = append(out, "--mix")
	}
	for _, f := range [][2]string{{"--alerts", c.Alerts}, {"--template", c.Template}} {
		if f[1] != "" {
			out = append(out, f[0], filepath.Base(f[1]))
		}
	}
	return out
}

// raised gives the alerts that rules would have raised from one day to another, each once.
func raised(ctx context.Context, s desk.Store, rules alert.Rules, tools coder.Tools, since, to entente.Day) ([]entente.Raised, error) {
	ledger, err := desk.OpenLedger(ctx, s)
	if err != nil {
		return nil, badStore(err)
	}
	out := []entente.Raised{}
	seen := map[string]bool{}
	ledger.Replay(rules, since, func(change alert.Change) bool {
		if change.Day > to || ctx.Err() != nil {
			return false
		}
		for _, a := range alert.Raise(rules, change, tools.Lexicon.NameOf) {
			if seen[a.ID] {
				continue
			}
			seen[a.ID] = true
			r := entente.Raised{Day: a.Day, Rule: a.Rule, Text: a.Text, Cites: []string{}}
			for _, cite := range a.Cites[:min(len(a.Cites), 3)] {
				r.Cites = append(r.Cites, cite.ID)
			}
			out = append(out, r)
		}
		return true
	})
	return out, ctx.Err()
}
