package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/export"
)

// scope is what every question may say.
type scope struct {
	AsOf string `json:"as_of,omitempty" jsonschema:"answer as of this day, YYYY-MM-DD: nothing first seen later counts"`
	From string `json:"from,omitempty" jsonschema:"first day of what happened, YYYY-MM-DD"`
	To   string `json:"to,omitempty" jsonschema:"last day of what happened, YYYY-MM-DD"`
}

func (s scope) of() (ask.Scope, error) { return ask.ScopeOf(s.AsOf, s.From, s.To, nil) }

type eventsInput struct {
	scope
	A      string `json:"a,omitempty" jsonschema:"an actor: code such as RUS or IGO:NATO, name, or phrase such as the Kremlin"`
	B      string `json:"b,omitempty" jsonschema:"another actor: then events between the two"`
	Root   string `json:"root,omitempty" jsonschema:"kind of act, a root of PLOVER such as CONSULT or SANCTION"`
	Words  string `json:"words,omitempty" jsonschema:"whole words in the sentence"`
	Limit  int    `json:"limit,omitempty" jsonschema:"at most so many events, 1 to 25; 10 by default"`
	Status string `json:"status,omitempty" jsonschema:"fact, reported, intended, hypothetical, negated or historical"`
}

// eventOut is an event in brief; its reports are among the citations.
type eventOut struct {
	ID        string         `json:"id"`
	Source    entente.Code   `json:"source"`
	Target    entente.Code   `json:"target"`
	Root      entente.Root   `json:"root"`
	Quad      string         `json:"quad"`
	Intensity float64        `json:"intensity"`
	Status    entente.Status `json:"status"`
	From      entente.Day    `json:"from"`
	To        entente.Day    `json:"to"`
	Reports   []string       `json:"reports"`
}

func eventOf(a *export.Act) eventOut {
	r, w := a.Lead, a.Window()
	out := eventOut{a.ID, r.Source.Code, r.Target.Code, r.Plover.Event, r.Quad.String(), r.Intensity, r.Status, w.From, w.To, nil}
	for i := range a.Reports {
		out.Reports = append(out.Reports, a.Reports[i].Report)
	}
	return out
}

func (t *tools) events(ctx context.Context, in eventsInput) (*Answer, error) {
	sc, err := in.of()
	if err != nil {
		return nil, err
	}
	f := sc.Filter()
	f.Sources = []string{entente.CodedHere}
	for _, name := range []string{in.A, in.B} {
		if name == "" {
			continue
		}
		code, err := t.Actor("a or b", name, sc.AsOf)
		if err != nil {
			return nil, err
		}
		f.Pair = append(f.Pair, code)
	}
	if in.Root != "" {
		root := entente.Root(strings.ToUpper(in.Root))
		if root.Quad() == 0 {
			return nil, &ask.Wrong{Field: "root", Err: fmt.Errorf("%q is no root of PLOVER", in.Root)}
		}
		f.Roots = []entente.Root{root}
	}
	if in.Words != "" {
		f.Words = []string{in.Words}
	}
	if in.Status != "" {
		f.Status = []entente.Status{entente.Status(in.Status)}
	}
	limit := in.Limit
	if limit <= 0 {
		limit = 10
	}
	return t.listed(ctx, sc, f, min(limit, mostCited))
}

// listed gives the latest of the events that a filter picks.
func (t *tools) listed(ctx context.Context, sc ask.Scope, f entente.Filter, limit int) (*Answer, error) {
	var all []*export.Act
	total := 0
	for a, err := range t.Events(ctx, f) {
		if err != nil {
			return nil, err
		}
		total++
		if all = append(all, a); len(all) > limit {
			all = all[1:]
		}
	}
	slices.Reverse(all)
	whole, err := t.Whole(ctx, sc)
	if err != nil {
		return nil, err
	}
	out := struct {
		Total  int        `json:"total"`
		Events []eventOut `json:"events"`
	}{total, []eventOut{}}
	var ids []string
	for _, a := range all {
		e := eventOf(a)
		out.Events = append(out.Events, e)
		ids = append(ids, e.Reports...)
	}
	return t.cited(whole, out, ids)
}

type eventInput struct {
	ID   string `json:"id" jsonschema:"id of an event or of a report"`
	AsOf string `json:"as_of,omitempty" jsonschema:"as it was known on this day, YYYY-MM-DD"`
}

func (t *tools) event(ctx context.Context, in eventInput) (*Answer, error) {
	sc, err := ask.ScopeOf(in.AsOf, "", "", nil)
	if err != nil {
		return nil, err
	}
	a, err := t.Event(ctx, in.ID, sc.AsOf)
	if err != nil {
		return nil, err
	}
	whole, err := t.Whole(ctx, sc)
	if err != nil {
		return nil, err
	}
	out := &Answer{Answer: eventOf(a), Of: Basis{len(whole.Stories), whole.From, whole.To, whole.AsOf, whole.Seal, whole.Lexicon}}
	for i := range a.Reports {
		r := &a.Reports[i]
		r.ID = a.ID
		out.Citations = append(out.Citations, t.reportCitation(r, a.Outlets[r.Story]))
	}
	return out, nil
}

type storiesInput struct {
	scope
	Words string `json:"words,omitempty" jsonschema:"words in the title or the name of the outlet"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most so many, 1 to 25; 10 by default"`
}

type storyOut struct {
	entente.Outlet
	Events  int      `json:"events"`
	Reports []string `json:"reports"`
}

func (t *tools) stories(ctx context.Context, in storiesInput) (*Answer, error) {
	sc, err := in.of()
	if err != nil {
		return nil, err
	}
	a, err := t.Whole(ctx, sc)
	if err != nil {
		return nil, err
	}
	if in.Limit <= 0 {
		in.Limit = 10
	}
	var out []storyOut
	var ids []string
	for i := len(a.Stories) - 1; i >= 0 && len(out) < min(in.Limit, mostCited); i-- {
		o := a.Stories[i]
		if in.Words != "" && !strings.Contains(strings.ToLower(o.Title+" "+o.Publisher), strings.ToLower(in.Words)) {
			continue
		}
		s := storyOut{Outlet: o}
		events := map[string]bool{}
		for k := range a.Reports {
			if r := &a.Reports[k]; r.Story == o.Story {
				events[r.ID] = true
				s.Reports = append(s.Reports, r.Report)
			}
		}
		s.Events = len(events)
		if len(s.Reports) > 0 {
			ids = append(ids, s.Reports[0])
		}
		out = append(out, s)
	}
	return t.cited(a, out, ids)
}

type pairInput struct {
	scope
	A string `json:"a" jsonschema:"an actor: code, name or phrase"`
	B string `json:"b" jsonschema:"another"`
}

func (t *tools) dyad(ctx context.Context, in pairInput) (*Answer, error) {
	a, codes, err := t.ofActors(ctx, in.scope, in.A, in.B)
	if err != nil {
		return nil, err
	}
	tie := a.Tie(codes[0], codes[1])
	if tie == nil {
		return nil, errUncited
	}
	return t.cited(a, tie, slices.Concat(tie.Assessed.Cites, tie.Acts.Cites))
}

func (t *tools) ofActors(ctx context.Context, s scope, names ...string) (*ask.Answer, []entente.Code, error) {
	sc, err := s.of()
	if err != nil {
		return nil, nil, err
	}
	codes, err := t.Actors(sc, names...)
	if err != nil {
		return nil, nil, err
	}
	a, err := t.Of(ctx, sc, codes...)
	return a, codes, err
}

func (t *tools) dyads(ctx context.Context, in scope) (*Answer, error) {
	sc, err := in.of()
	if err != nil {
		return nil, err
	}
	a, err := t.Whole(ctx, sc)
	if err != nil {
		return nil, err
	}
	ties := slices.Clone(a.Dyads[:min(len(a.Dyads), 12)])
	var ids []string
	for i := range ties {
		two := slices.Concat(first(ties[i].Assessed.Cites, 1), first(ties[i].Acts.Cites, 1))
		ties[i].Acts.Cites, ties[i].Assessed.Cites = first(ties[i].Acts.Cites, 3), first(ties[i].Assessed.Cites, 3)
		ids = append(ids, two...)
	}
	return t.cited(a, ties, ids)
}

func first(list []string, n int) []string { return list[:min(n, len(list))] }

type tripleInput struct {
	scope
	A string `json:"a,omitempty" jsonschema:"an actor; without any, the three that the evidence is most about"`
	B string `json:"b,omitempty"`
	C string `json:"c,omitempty"`
}

func (t *tools) triangle(ctx context.Context, in tripleInput) (*Answer, error) {
	var names []string
	for _, n := range []string{in.A, in.B, in.C} {
		if n != "" {
			names = append(names, n)
		}
	}
	if n := len(names); n != 0 && n != 3 {
		return nil, &ask.Wrong{Field: "a, b, c", Err: fmt.Errorf("a triangle has three actors, not %d", n)}
	}
	a, _, err := t.ofActors(ctx, in.scope, names...)
	if err != nil {
		return nil, err
	}
	if len(a.Triangles) == 0 {
		return nil, errUncited
	}
	tri := a.Triangles[0]
	var ids []string
	for i := range tri.Ties {
		ids = append(ids, slices.Concat(first(tri.Ties[i].Assessed.Cites, 4), first(tri.Ties[i].Acts.Cites, 4))...)
	}
	return t.cited(a, tri, ids)
}

func (t *tools) hypotheses(ctx context.Context, in scope) (*Answer, error) {
	return t.whole(ctx, in, func(a *ask.Answer) (any, []string) {
		var ids []string
		for _, w := range a.Hypotheses {
			for _, e := range w.Evidence {
				ids = append(ids, first(e.Cites, 2)...)
			}
		}
		return a.Hypotheses, ids
	})
}

func (t *tools) forecasts(ctx context.Context, in scope) (*Answer, error) {
	return t.whole(ctx, in, func(a *ask.Answer) (any, []string) {
		var ids []string
		for _, f := range a.Outlook {
			for _, r := range f.Reasons {
				ids = append(ids, first(r.Cites, 1)...)
			}
		}
		return a.Outlook, ids
	})
}

// whole answers with a part of the main job's answer and what that cites.
func (t *tools) whole(ctx context.Context, in scope, part func(*ask.Answer) (any, []string)) (*Answer, error) {
	sc, err := in.of()
	if err != nil {
		return nil, err
	}
	a, err := t.Whole(ctx, sc)
	if err != nil {
		return nil, err
	}
	what, ids := part(a)
	return t.cited(a, what, ids)
}

type explainInput struct {
	Text      string `json:"text" jsonschema:"a sentence, or a few"`
	Published string `json:"published,omitempty" jsonschema:"day on which it was in print, YYYY-MM-DD; without it a surname names no office holder"`
}

// explainOut is what the coder makes of words that the asker brought: they are their own
// citation.
type explainOut struct {
	Reports     []entente.Report     `json:"reports"`
	Assessments []entente.Assessment `json:"assessments"`
	Decisions   []coder.Decision     `json:"decisions"`
}

func (t *tools) explain(_ context.Context, in explainInput) (*Answer, error) {
	sc, err := ask.ScopeOf(in.Published, "", "", nil)
	if err != nil {
		return nil, &ask.Wrong{Field: "published", Err: fmt.Errorf("%q is not a date such as 2021-06-16", in.Published)}
	}
	r, err := t.Explain(in.Text, sc.AsOf)
	if err != nil {
		return nil, err
	}
	out := &Answer{Answer: explainOut{r.Reports, r.Assessments, r.Decisions}, Citations: []Citation{}, Of: Basis{Lexicon: t.Tools.Lexicon.Hash}}
	for i := range r.Reports {
		out.Citations = append(out.Citations, t.reportCitation(&r.Reports[i], entente.Outlet{Story: r.Reports[i].Story, Title: "the text given"}))
	}
	if len(out.Citations) == 0 {
		out.Citations = append(out.Citations, Citation{ID: "text", Says: "nothing found; the decisions say why", Quote: in.Text, Story: "sentence", Title: "the text given"})
	}
	return out, nil
}
