package ask

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"entente"
	"entente/balance"
	"entente/coder"
	"entente/desk"
	"entente/export"
	"entente/hypothesis"
	"entente/news"
)

// Phases gives a triangle as it stood at the end of each period, and with it its three
// ties.
func (c *Clerk) Phases(ctx context.Context, s Scope, corners [3]entente.Code, by entente.Period) ([]*export.Phase, error) {
	return keep(ctx, c, fmt.Sprint("phases ", corners, by, s.Key()), func(ctx context.Context) ([]*export.Phase, error) {
		var out []*export.Phase
		for p, err := range desk.Phases(ctx, c.Store, c.coded(s), [][3]entente.Code{corners}, desk.Panel{Period: by, Cites: 3, Names: c.Name}) {
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
		return out, nil
	})
}

// Levels gives how two actors stood at the end of each period.
func (c *Clerk) Levels(ctx context.Context, s Scope, a, b entente.Code, by entente.Period) ([]desk.Level, error) {
	return keep(ctx, c, fmt.Sprint("levels ", a, b, by, s.Key()), func(ctx context.Context) ([]desk.Level, error) {
		return desk.Levels(ctx, c.Store, c.coded(s), a, b, by)
	})
}

// Series gives how much was told of two actors in each direction, period by period.
func (c *Clerk) Series(ctx context.Context, s Scope, pair []entente.Code, by entente.Period) ([]entente.Series, error) {
	return keep(ctx, c, fmt.Sprint("series ", pair, by, s.Key()), func(ctx context.Context) ([]entente.Series, error) {
		f := c.coded(s)
		f.Pair = pair
		return desk.Series(ctx, c.Store, f, by)
	})
}

// Toward gives how all actors stand with one, the most told of first: what was coded from
// news says it.
func (c *Clerk) Toward(ctx context.Context, s Scope, actor entente.Code) ([]entente.Tie, error) {
	return keep(ctx, c, fmt.Sprint("toward ", actor, s.Key()), func(ctx context.Context) ([]entente.Tie, error) {
		a, err := c.Whole(ctx, s)
		if err != nil {
			return nil, err
		}
		return desk.Toward(ctx, c.Store, &a.Brief, c.question(s, nil), actor)
	})
}

// coded lets a question that names no sources rest on what was coded from news.
func (c *Clerk) coded(s Scope) entente.Filter {
	f := s.Filter()
	if len(f.Sources) == 0 {
		f.Sources = []string{entente.CodedHere}
	}
	return f
}

// System is the network of all states that a scope tells of, and how balanced it is.
type System struct {
	entente.Balance
	Network entente.Network
}

// Balance measures the network of a scope.
func (c *Clerk) Balance(ctx context.Context, s Scope) (*System, error) {
	return keep(ctx, c, "balance "+s.Key(), func(ctx context.Context) (*System, error) {
		nets, b, err := desk.Networks(ctx, c.Store, desk.NetworkQuestion{Filter: s.Filter(), Sure: .5, Takes: c.IsState})
		if err != nil {
			return nil, err
		}
		out := &System{Network: nets[0], Balance: balance.Measure(ctx, nets[0], balance.Options{Ties: len(nets[0].Ties) <= 3000})}
		out.Notes = append(out.Notes, b.Notes...)
		return out, nil
	})
}

// Events gives the events that a filter picks, with what is cited of their stories.
func (c *Clerk) Events(ctx context.Context, f entente.Filter) iter.Seq2[*export.Act, error] {
	return desk.Acts(ctx, c.Store, f)
}

// Event gives the event of an id, an alias or a report's id.
func (c *Clerk) Event(ctx context.Context, id string, asOf entente.Day) (*export.Act, error) {
	if id == "" || len(id) > longestID {
		return nil, fmt.Errorf("event %.40q: %w", id, entente.ErrNotFound)
	}
	return desk.Act(ctx, c.Store, id, asOf)
}

// longestID is how many bytes an id may have.
const longestID = 2000

// Mentions gives the places in which the reports of an imported event were found.
func (c *Clerk) Mentions(ctx context.Context, a *export.Act, asOf entente.Day) ([]entente.Mention, error) {
	var out []entente.Mention
	for i := range a.Reports {
		if a.Reports[i].Provenance == nil {
			continue
		}
		for m, err := range c.Store.Mentions(ctx, a.ID) {
			if err != nil {
				return nil, err
			}
			if !asOf.Known() || m.Published.Known() && m.Published <= asOf {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// Page is a story with all that was found in it.
type Page struct {
	entente.Story
	Reports     []entente.Report // in order of place
	Assessments []entente.Assessment
	Problems    []entente.Problem
}

// Story gives a story with what was found in it.
func (c *Clerk) Story(ctx context.Context, id string, asOf entente.Day) (*Page, error) {
	if id == "" || len(id) > longestID {
		return nil, fmt.Errorf("story %.40q: %w", id, entente.ErrNotFound)
	}
	s, err := c.Store.Story(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &Page{Story: s}
	f := entente.Filter{Stories: []string{id}, AsOf: asOf, Sources: []string{entente.CodedHere}}
	for e, err := range c.Store.Events(ctx, f) {
		if err != nil {
			return nil, err
		}
		p.Reports = append(p.Reports, e.Reports...)
	}
	slices.SortStableFunc(p.Reports, func(a, b entente.Report) int { return a.Citation.Trigger[0] - b.Citation.Trigger[0] })
	if p.Assessments, err = drain(c.Store.Assessments(ctx, f)); err != nil {
		return nil, err
	}
	p.Problems, err = drain(c.Store.Problems(ctx, f))
	return p, err
}

func drain[T any](seq iter.Seq2[T, error]) ([]T, error) {
	out := []T{}
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Explain codes a text with a trace: what was found, what was rejected and why.
func (c *Clerk) Explain(text string, published entente.Day) (coder.Result, error) {
	if strings.TrimSpace(text) == "" {
		return coder.Result{}, wrong("text", "", "there is nothing to explain")
	}
	if len(text) > longestExplained {
		return coder.Result{}, wrong("text", "", "at most %d bytes are explained at once", longestExplained)
	}
	s := entente.Story{ID: "sentence", Text: text, Published: published, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}
	return c.ExplainStory(s), nil
}

// longestExplained is how many bytes of text are explained at once.
const longestExplained = 20_000

// ExplainStory is Explain of a story.
func (c *Clerk) ExplainStory(s entente.Story) coder.Result {
	return coder.Code(c.Tools, s, coder.Options{Trace: true, URL: s.URL})
}

// Taken is what became of stories that were brought.
type Taken struct {
	entente.Receipt
	Found []entente.Problem `json:"found"` // the problems themselves, the first of them
}

// mostProblems is how many problems an answer lists.
const mostProblems = 50

// Take reads stories, codes them and keeps them.
func (c *Clerk) Take(ctx context.Context, name string, r io.Reader, opt news.Options) (Taken, error) {
	out := Taken{Found: []entente.Problem{}}
	stories := 0
	told := func(yield func(desk.Coded, error) bool) {
		for v, err := range desk.Code(ctx, news.Read(name, r, opt), c.Tools, coder.Options{}) {
			v.Seen = c.Today()
			for _, p := range v.Problems {
				if len(out.Found) < mostProblems {
					out.Found = append(out.Found, p)
				}
			}
			if err == nil && v.Story.ID != "" {
				stories++
			}
			if !yield(v, err) {
				return
			}
		}
	}
	var err error
	out.Receipt, err = desk.Read(ctx, c.Store, c.Tools.Name(), told, nil)
	c.Changed() // what was kept before an error is kept
	switch {
	case errors.Is(err, news.ErrUnusable):
		return out, &Wrong{"body", err, ""}
	case err == nil && stories == 0 && len(out.Found) == 0:
		return out, wrong("body", "", "there is no story in it")
	}
	return out, err
}

// Without weighs a question of an answer again as if some rows of its matrix were false:
// they are shown, and not weighed.
func (c *Clerk) Without(a *Answer, question int, rows []string) entente.Weighing {
	w, m := a.Hypotheses[question], a.Matrices[question]
	m.Evidence = nil
	bound := slices.Clone(w.Evidence)
	for i := range bound {
		if slices.Contains(rows, bound[i].ID) {
			bound[i].Circular = true
		}
		m.Evidence = append(m.Evidence, bound[i].Evidence)
	}
	return hypothesis.Weigh(m, bound, hypothesis.Options{AsOf: a.AsOf, Claims: w.Claims})
}

// Decide takes a person's verdict on a report.
func (c *Clerk) Decide(ctx context.Context, d entente.Decision) (entente.Decision, error) {
	if !slices.Contains(entente.Rulings[:], d.Verdict) {
		return d, wrong("verdict", "", "%q is no verdict", d.Verdict)
	}
	switch b := d.Becomes; {
	case d.Verdict == entente.Recoded && (b == nil || b.Source == "" && b.Target == "" && b.Root == "" && b.Status == ""):
		return d, wrong("becomes", "", "it does not say what the report becomes")
	case d.Verdict == entente.Redated && (b == nil || !b.From.Known()):
		return d, wrong("from", "", "it does not say on which day")
	case b != nil && b.To.Known() && b.To < b.From:
		return d, wrong("to", "", "%s lies before %s", b.To, b.From)
	case b != nil && b.Root != "" && b.Root.Quad() == 0:
		return d, wrong("root", "", "%q is no root", b.Root)
	case b != nil && b.Status != "" && !b.Status.Known():
		return d, wrong("status", "", "%q is no status", b.Status)
	case d.Verdict == entente.Merged && d.With == "":
		return d, wrong("with", "", "it does not say with which event")
	case d.Verdict == entente.Noted && strings.TrimSpace(d.Why) == "":
		return d, wrong("why", "", "a note has words")
	case len(d.Why) > longestExplained:
		return d, wrong("why", "", "at most %d bytes are a reason", longestExplained)
	}
	out, err := desk.Decide(ctx, c.Store, c.Tools, d)
	if err == nil {
		c.Changed()
	}
	return out, err
}

// Decisions gives the log, the earliest first.
func (c *Clerk) Decisions(ctx context.Context) ([]entente.Decision, error) {
	return keep(ctx, c, "decisions", func(ctx context.Context) ([]entente.Decision, error) {
		return drain(c.Store.Decisions(ctx, ""))
	})
}
