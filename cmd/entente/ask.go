package main

import (
	"context"
	"fmt"

	"entente"
	"entente/ask"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/report"
)

type eventsCmd struct {
	asOf
	JSON  bool   `help:"JSON lines, one a report." name:"json"`
	Limit int    `help:"At most so many; 0 is all." default:"0"`
	Pair  string `help:"Only events between these two." placeholder:"A,B"`
	From  string `help:"First day." placeholder:"DATE"`
	To    string `help:"Last day." placeholder:"DATE"`
}

func (c *eventsCmd) Run(ctx context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	f, err := c.filters(tools)
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
	var b entente.Brief
	enc := jsonTo(e.out)
	for ev, err := range s.Events(ctx, f) {
		if err != nil {
			return badStore(err)
		}
		if !c.JSON {
			b.Events = append(b.Events, ev)
		}
		for i := range ev.Reports {
			ev.Reports[i].ID = ev.ID
			if c.JSON {
				if err := enc.Encode(&ev.Reports[i]); err != nil {
					return err
				}
				continue
			}
			b.Reports = append(b.Reports, ev.Reports[i])
		}
	}
	if c.JSON {
		return nil
	}
	for o, err := range s.Stories(ctx, entente.Filter{AsOf: f.AsOf}) {
		if err != nil {
			return badStore(err)
		}
		b.Stories = append(b.Stories, o)
	}
	return report.Events(e.out, b, e.layout(tools.Lexicon))
}

func (c *eventsCmd) filters(tools coder.Tools) (entente.Filter, error) {
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
	f.Limit = c.Limit
	f.Pair, err = actors(tools, parts(c.Pair), f.AsOf)
	if err == nil && len(f.Pair) != 0 && len(f.Pair) != 2 {
		err = usage("--pair takes two actors, not %d", len(f.Pair))
	}
	return f, err
}

// evidence is what dyad, triangle and weigh share: what they are asked of.
type evidence struct {
	dated
	asOf
	JSON  bool     `help:"The answer as JSON." name:"json"`
	Files []string `help:"Ask these story files in place of the store." name:"in" placeholder:"FILE"`

	through func(desk.Store) desk.Store // how the store is seen; nil is as it is
}

// seen gives the store as the question sees it.
func (v evidence) seen(s desk.Store) desk.Store {
	if v.through == nil {
		return s
	}
	return v.through(s)
}

// ask puts a question to the files or the store.
func (v evidence) ask(ctx context.Context, e *env, q desk.Question) (entente.Brief, coder.Tools, error) {
	return v.askMore(ctx, e, q, func(desk.Store, entente.Filter) error { return nil })
}

// askMore puts a question, and then lets more be asked of the same: what was coded from news,
// if no source is named.
func (v evidence) askMore(ctx context.Context, e *env, q desk.Question, more func(desk.Store, entente.Filter) error) (entente.Brief, coder.Tools, error) {
	tools, err := loadTools()
	if err != nil {
		return entente.Brief{}, tools, err
	}
	opt, err := v.options()
	if err != nil {
		return entente.Brief{}, tools, err
	}
	if q.Filter, err = v.filter(); err != nil {
		return entente.Brief{}, tools, err
	}
	s, err := e.asking(ctx, tools, v.Files, opt)
	if err != nil {
		return entente.Brief{}, tools, err
	}
	defer s.Close()
	if err := every(ctx, s, &q.Filter); err != nil {
		return entente.Brief{}, tools, err
	}
	q.Lexicon, q.Scale = tools.Lexicon.Hash, codebook.DefaultScale
	q.IsState, q.Names, q.Named, q.Domain = isState(tools.Lexicon), tools.Lexicon.NameOf, desk.Named(tools.Lexicon), ask.Domains(tools.Lexicon)
	if err := e.hintImports(ctx, s, q.Filter); err != nil {
		return entente.Brief{}, tools, err
	}
	seen := v.seen(s)
	b, err := desk.Brief(ctx, seen, q)
	if err != nil {
		return b, tools, err
	}
	if len(q.Filter.Sources) == 0 {
		q.Filter.Sources = []string{entente.CodedHere}
	}
	return b, tools, more(seen, q.Filter)
}

// hintImports says which imported events a question that names no source leaves out.
func (e *env) hintImports(ctx context.Context, s desk.Store, f entente.Filter) error {
	if len(f.Sources) > 0 || e.Quiet {
		return nil
	}
	held, err := s.Holdings(ctx)
	if err != nil {
		return badStore(err)
	}
	for _, h := range held {
		fmt.Fprintf(e.err, "entente: hint: the store also holds %s of %s; --source %s asks them\n", counted(h.Events, "imported event", "imported events"), h.Source, h.Source)
	}
	return nil
}

// corners are the actors asked about, as they are called on the day of asking.
func (v evidence) corners(tools coder.Tools, names ...string) ([]entente.Code, error) {
	f, err := v.filter()
	if err != nil {
		return nil, err
	}
	return actors(tools, names, f.AsOf)
}

type dyadCmd struct {
	evidence
	blocs
	By   string `help:"Length of a period of the levels: day, week, month or year." default:"month" placeholder:"PERIOD"`
	From string `help:"First day of how it went; by default ten years before the last." placeholder:"DATE"`
	A    string `arg:"" help:"An actor: code, name or phrase."`
	B    string `arg:"" help:"Another."`
}

func (c *dyadCmd) Run(ctx context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	pair, err := c.gather(&c.evidence, tools, c.A, c.B)
	if err != nil {
		return err
	}
	if pair[0] == pair[1] {
		return usage("%q and %q are the same actor", c.A, c.B)
	}
	by, err := entente.ParsePeriod(c.By)
	if err != nil {
		return usage("--by: %w", err)
	}
	from, err := entente.ParseDay(c.From)
	if err != nil {
		return usage("--from: %w", err)
	}
	var course entente.Course
	b, tools, err := c.askMore(ctx, e, desk.Question{Corners: pair, Counted: true}, func(s desk.Store, f entente.Filter) (err error) {
		f.From = from
		course, err = desk.Course(ctx, s, f, pair[0], pair[1], by)
		if err == nil && course.To.Known() && from > course.To {
			err = usage("--from %s lies after the last day of which anything was read, %s", from, course.To)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(b.Dyads) == 0 {
		return fmt.Errorf("nothing is told of %s and %s: %w", c.A, c.B, entente.ErrNotFound)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(dyadAnswer{b.Dyads[0], course})
	}
	if err := report.Dyad(e.out, b.Dyads[0], b, e.layout(tools.Lexicon)); err != nil {
		return err
	}
	if err := report.TieMix(e.out, b.Dyads[0], e.layout(tools.Lexicon)); err != nil {
		return err
	}
	return report.Course(e.out, course, e.layout(tools.Lexicon))
}

// dyadAnswer is a tie with how it came to be.
type dyadAnswer struct {
	entente.Tie
	Course entente.Course `json:"course"`
}
