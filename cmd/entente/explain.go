package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/news"
	"entente/report"
)

type explainCmd struct {
	dated
	JSON  bool     `help:"Decisions as JSON lines." name:"json"`
	Text  string   `help:"Explain this sentence." short:"t"`
	AsOf  string   `help:"Of events: show them as they were known on this day." placeholder:"DATE"`
	Files []string `arg:"" optional:"" name:"file" help:"Story files, - for standard input; or ids of events or reports in the store."`
}

func (c *explainCmd) Run(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	if len(c.Files) > 0 && !slices.ContainsFunc(c.Files, func(s string) bool { return !isID.MatchString(s) }) {
		return c.events(ctx, e, tools)
	}
	if c.AsOf != "" {
		return usage("--as-of goes with the ids of events")
	}
	stories := e.stories(ctx, c.Files, opt)
	if c.Text != "" {
		stories = sentence(c.Text, opt.Published)
		if !opt.Published.Known() && !e.Quiet {
			fmt.Fprintln(e.err, "entente: hint: without --published a surname such as Biden names no office holder")
		}
	}
	var out []report.Explained
	enc := jsonTo(e.out)
	for coded, err := range desk.Code(ctx, stories, tools, coder.Options{Trace: true}) {
		if err != nil {
			return err
		}
		e.problems(coded.Problems)
		if c.JSON {
			for _, d := range coded.Result.Decisions {
				if err := enc.Encode(d); err != nil {
					return err
				}
			}
			continue
		}
		out = append(out, explained(coded)...)
	}
	if c.JSON {
		return nil
	}
	return report.Explain(e.out, out, e.layout(tools.Lexicon))
}

// isID matches the id of an event or a report.
// An imported event's is its source, a colon and its own id, as gdelt2:881990832.
var isID = regexp.MustCompile(`^([er]_[0-9a-f]{16}|[a-z0-9][a-z0-9_.-]+:[^/\\.]\S*)$`)

// events shows the events of the store that have the ids asked for, or a report of
// that id, each with all its reports and their sentences.
func (c *explainCmd) events(ctx context.Context, e *env, tools coder.Tools) error {
	day, err := entente.ParseDay(c.AsOf)
	if err != nil {
		return usage("--as-of: %w", err)
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	var b entente.Brief
	for _, id := range c.Files {
		ev, err := s.EventAsOf(ctx, id, day)
		if err != nil {
			return badStore(err)
		}
		b.Events = append(b.Events, ev)
		b.Reports = append(b.Reports, ev.Reports...)
	}
	mentions, err := mentionsOf(ctx, s, b.Reports, day)
	if err != nil {
		return err
	}
	if c.JSON {
		enc := jsonTo(e.out)
		for i := range b.Reports {
			if err := enc.Encode(&b.Reports[i]); err != nil {
				return err
			}
		}
		for _, m := range mentions {
			if err := enc.Encode(m); err != nil {
				return err
			}
		}
		return nil
	}
	for o, err := range s.Stories(ctx, entente.Filter{AsOf: day}) {
		if err != nil {
			return badStore(err)
		}
		if slices.ContainsFunc(b.Reports, func(r entente.Report) bool { return r.Story == o.Story }) {
			b.Stories = append(b.Stories, o)
		}
	}
	if err := report.Events(e.out, b, e.layout(tools.Lexicon)); err != nil {
		return err
	}
	for _, m := range mentions {
		if _, err := fmt.Fprintf(e.out, "mentioned %s, %s, sentence %d, confidence %.2f: %s\n", orDash(m.Published.String()), m.Outlet, m.Sentence, m.Confidence, m.URL); err != nil {
			return err
		}
	}
	return nil
}

// toldMention is a mention as a line of JSON.
type toldMention struct {
	Kind string `json:"kind"` // always "mention"
	entente.Mention
}

// mentionsOf gives the places in which imported events were found.
func mentionsOf(ctx context.Context, s desk.Store, reports []entente.Report, asOf entente.Day) ([]toldMention, error) {
	var out []toldMention
	for _, r := range reports {
		if r.Provenance == nil {
			continue
		}
		for m, err := range s.Mentions(ctx, r.ID) {
			if err != nil {
				return nil, badStore(err)
			}
			if asOf.Known() && (!m.Published.Known() || m.Published > asOf) {
				continue
			}
			out = append(out, toldMention{"mention", m})
		}
	}
	return out, nil
}

// sentence yields one sentence as a story of its own.
func sentence(text string, day entente.Day) func(func(news.Item, error) bool) {
	s := entente.Story{ID: "sentence", Text: text, Published: day, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}
	return func(yield func(news.Item, error) bool) { yield(news.Item{Story: s}, nil) }
}

// judged turns what the judge made of acts into words' material.
func judged(ws []coder.Weighing) []report.Judged {
	out := make([]report.Judged, len(ws))
	for i, w := range ws {
		out[i] = report.Judged{Report: w.Report, Source: w.Source, Target: w.Target, Judge: w.Judge, Confidence: w.Confidence, Least: w.Least}
		for _, f := range w.Factors {
			out[i].Factors = append(out[i].Factors, report.Factor{Of: f.Of, Odds: f.Odds})
		}
	}
	return out
}

// explained gathers decisions, reports and assessments by sentence.
func explained(c desk.Coded) []report.Explained {
	var out []report.Explained
	at := map[int]int{}
	for _, d := range c.Result.Decisions {
		i, ok := at[d.Sentence]
		if !ok {
			i = len(out)
			at[d.Sentence] = i
			out = append(out, report.Explained{Sentence: d.Sentence, Text: c.Story.Slice(d.Start, d.End), Stream: d.Stream})
		}
		switch {
		case d.Pattern == "":
			out[i].Why = d.Outcome
		case d.Outcome != "found":
			out[i].Rejected = append(out[i].Rejected, report.Rejected{Pattern: d.Pattern, Trigger: d.Trigger, Why: d.Outcome, Judged: judged(d.Weighed)})
		default:
			out[i].Judged = append(out[i].Judged, judged(d.Weighed)...)
		}
	}
	for _, r := range c.Result.Reports {
		if i, ok := at[r.Sentence]; ok {
			out[i].Reports = append(out[i].Reports, r)
		}
	}
	for _, a := range c.Result.Assessments {
		if i, ok := at[a.Sentence]; ok {
			out[i].Assessments = append(out[i].Assessments, a)
		}
	}
	for i := range out {
		if o := &out[i]; o.Why == "" && len(o.Rejected) > 0 {
			o.Why = "patterns have a word in it, and none found all that it needs"
		}
	}
	return out
}
