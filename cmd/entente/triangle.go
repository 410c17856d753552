package main

import (
	"context"

	"entente"
	"entente/ask"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/report"
)

type triangleCmd struct {
	evidence
	blocs
	Every  string `help:"Length of a phase of its history: month, quarter, half or year; by default the shortest that makes at most forty." placeholder:"LENGTH"`
	Issues bool   `help:"By issue area also where imported events are asked, which takes a question to the store for each area."`
	A      string `arg:"" help:"An actor: code, name or phrase."`
	B      string `arg:"" help:"Another."`
	C      string `arg:"" help:"A third."`
}

// lengths are those of a phase, in months.
var lengths = map[string]int{"": 0, "month": 1, "quarter": 3, "half": 6, "year": 12}

func (c *triangleCmd) Run(ctx context.Context, e *env) error {
	every, ok := lengths[c.Every]
	if !ok {
		return usage("--every: %q is none of month, quarter, half, year", c.Every)
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	corners, err := c.gather(&c.evidence, tools, c.A, c.B, c.C)
	if err != nil {
		return err
	}
	if !different(corners) {
		return usage("a triangle has three different actors")
	}
	t, b, err := c.study(ctx, e, tools, desk.StudyQuestion{Question: desk.Question{Corners: corners}, Every: every, Issues: c.Issues})
	if err != nil {
		return err
	}
	if c.JSON {
		return jsonTo(e.out).Encode(t)
	}
	return report.Study(e.out, t, b, e.layout(tools.Lexicon))
}

// study asks the files or the store.
func (c *triangleCmd) study(ctx context.Context, e *env, tools coder.Tools, q desk.StudyQuestion) (entente.Study, entente.Brief, error) {
	opt, err := c.options()
	if err != nil {
		return entente.Study{}, entente.Brief{}, err
	}
	if q.Filter, err = c.filter(); err != nil {
		return entente.Study{}, entente.Brief{}, err
	}
	s, err := e.asking(ctx, tools, c.Files, opt)
	if err != nil {
		return entente.Study{}, entente.Brief{}, err
	}
	defer s.Close()
	if err := every(ctx, s, &q.Filter); err != nil {
		return entente.Study{}, entente.Brief{}, err
	}
	q.Lexicon, q.Scale = tools.Lexicon.Hash, codebook.DefaultScale
	q.IsState, q.Names, q.Domain, q.Areas = isState(tools.Lexicon), tools.Lexicon.NameOf, ask.Domains(tools.Lexicon), codebook.Contexts()
	if err := e.hintImports(ctx, s, q.Filter); err != nil {
		return entente.Study{}, entente.Brief{}, err
	}
	t, b, err := desk.Study(ctx, c.seen(s), q)
	if err != nil {
		return t, b, badStore(err)
	}
	return t, b, nil
}
