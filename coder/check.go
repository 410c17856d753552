package coder

import (
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/lexicon"
)

// CheckDay is the day on which the sentences of patterns are read: leaders named in
// them are those of that day.
const CheckDay = "2021-07-15"

// Check codes every yes: and no: sentence of the lexicon and gives what does not
// come out as written, in the order of the files; an empty list means all is well.
func Check(tools Tools) lexicon.ErrorList {
	tools.Judge = nil // a pattern is checked by itself
	var out lexicon.ErrorList
	for _, p := range tools.Lexicon.Patterns {
		for _, e := range p.Yes {
			if msg := checkYes(tools, p, e); msg != "" {
				out = append(out, lexicon.Error{Pos: e.At, Entry: p.Name, Message: msg})
			}
		}
		for _, e := range p.No {
			if msg := checkNo(tools, p, e); msg != "" {
				out = append(out, lexicon.Error{Pos: e.At, Entry: p.Name, Message: msg})
			}
		}
	}
	return out
}

// sample codes one sentence as a story of its own.
func sample(tools Tools, text string) Result {
	day, _ := entente.ParseDay(CheckDay) // a constant
	story := entente.Story{
		ID: "sample", Text: text, Published: day, Language: "en", Kind: entente.ReportKind,
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}},
	}
	return Code(tools, story, Options{Trace: true})
}

func checkYes(tools Tools, p *lexicon.Pattern, e lexicon.Example) string {
	res := sample(tools, e.Text)
	if p.Assess {
		if slices.ContainsFunc(res.Assessments, func(a entente.Assessment) bool { return a.FoundBy.Pattern == p.Name && assessed(a, e) }) {
			return ""
		}
	} else if slices.ContainsFunc(res.Reports, func(r entente.Report) bool { return r.FoundBy.Pattern == p.Name && acted(r, e) }) {
		return ""
	}
	return fmt.Sprintf("not found in %q; %s", e.Text, instead(res, p))
}

func acted(r entente.Report, e lexicon.Example) bool {
	same := r.Source.Code == e.Source && r.Target.Code == e.Target
	if e.Mutual {
		same = same || r.Source.Code == e.Target && r.Target.Code == e.Source
	}
	return same && r.Reciprocal == e.Mutual && r.Status == e.Status
}

func assessed(a entente.Assessment, e lexicon.Example) bool {
	same := a.A.Code == e.Source && a.B.Code == e.Target || a.A.Code == e.Target && a.B.Code == e.Source
	return same && equalSign(a.Level, e.Level) && (e.Trend == nil || equalSign(a.Trend, e.Trend))
}

func equalSign(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func checkNo(tools Tools, p *lexicon.Pattern, e lexicon.Example) string {
	res := sample(tools, e.Text)
	for _, r := range res.Reports {
		if r.FoundBy.Pattern == p.Name && r.Status.Happened() {
			return fmt.Sprintf("found %s > %s in %q, where it must find nothing", r.Source.Code, r.Target.Code, e.Text)
		}
	}
	for _, a := range res.Assessments {
		if a.FoundBy.Pattern == p.Name {
			return fmt.Sprintf("found %s and %s in %q, where it must find nothing", a.A.Code, a.B.Code, e.Text)
		}
	}
	return ""
}

// instead tells what was found in place of what a pattern expects, and what became
// of the pattern itself.
func instead(res Result, p *lexicon.Pattern) string {
	var found []string
	for _, r := range res.Reports {
		arrow := ">"
		if r.Reciprocal {
			arrow = "<>"
		}
		found = append(found, fmt.Sprintf("%s: %s %s %s %s", r.FoundBy.Pattern, orNone(r.Source.Code), arrow, orNone(r.Target.Code), r.Status))
	}
	for _, a := range res.Assessments {
		found = append(found, fmt.Sprintf("%s: %s %s %s %s", a.FoundBy.Pattern, a.A.Code, a.B.Code, signWord(a.Level), signWord(a.Trend)))
	}
	for _, d := range res.Decisions {
		if d.Pattern == p.Name && d.Outcome != filedOutcome {
			found = append(found, fmt.Sprintf("%s at %q: %s", d.Pattern, d.Trigger, d.Outcome))
		}
	}
	if len(found) == 0 {
		return "nothing was found"
	}
	return "found " + strings.Join(found, "; ")
}

func orNone(c entente.Code) string {
	if c == "" {
		return "-"
	}
	return string(c)
}

func signWord(p *int) string {
	if p == nil {
		return "."
	}
	return fmt.Sprint(*p)
}
