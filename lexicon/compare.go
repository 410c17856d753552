package lexicon

import (
	"fmt"
	"slices"
	"strings"
)

// PatternChange tells of a pattern that two lexica do not have alike: it was added
// (Before is nil), removed (After is nil), or changed in the fields named, as they are
// spelled in the files; "kind" is a pattern that became an assessment or the other way
// round.
type PatternChange struct {
	Kind   string // added, removed, changed
	Name   string
	Fields []string
	Before *Pattern
	After  *Pattern
}

// ComparePatterns gives the patterns that differ, in order of name. Where a pattern
// stands and how its lines are spaced does not count; its sentences do.
func ComparePatterns(before, after *Lexicon) []PatternChange {
	was := map[string]*Pattern{}
	for _, p := range before.Patterns {
		was[p.Name] = p
	}
	var out []PatternChange
	for _, p := range after.Patterns {
		q := was[p.Name]
		delete(was, p.Name)
		if q == nil {
			out = append(out, PatternChange{Kind: "added", Name: p.Name, After: p})
		} else if fields := differing(q, p); len(fields) > 0 {
			out = append(out, PatternChange{Kind: "changed", Name: p.Name, Fields: fields, Before: q, After: p})
		}
	}
	for _, p := range was {
		out = append(out, PatternChange{Kind: "removed", Name: p.Name, Before: p})
	}
	slices.SortFunc(out, func(a, b PatternChange) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// differing names the fields in which two patterns differ.
func differing(a, b *Pattern) []string {
	var out []string
	was := a.fields()
	for i, f := range b.fields() {
		if f.value != was[i].value {
			out = append(out, f.name)
		}
	}
	return out
}

// patternField is a field of a pattern with its value as one text.
type patternField struct{ name, value string }

// fields gives all that a pattern says, always in the same order.
func (p *Pattern) fields() []patternField {
	word := func(name string, on bool) patternField { return patternField{name, fmt.Sprint(on)} }
	roles := func(name string, roles []string) patternField { return patternField{name, strings.Join(roles, " ")} }
	source, target := "source", "target"
	if p.Assess {
		source, target = "a", "b"
	}
	return []patternField{
		word("kind", p.Assess), {"event", strings.TrimSpace(string(p.Event) + " " + p.Mode)}, {"cameo", p.Cameo}, roles("context", p.Contexts),
		{"level", signText(p.Level)}, {"trend", signText(p.Trend)}, {"issue", p.Issue},
		{"verb", p.wordings(VerbTrigger)}, {"noun", p.wordings(NounTrigger)}, {"adj", p.wordings(AdjTrigger)},
		roles(source, p.Source), roles(target, p.Target), roles("noun-source", p.NounSource), roles("noun-target", p.NounTarget),
		word("reciprocal", p.Reciprocal), word("alone", p.Alone), word("lower", p.Lower), word("apart", p.Apart),
		{"yes", sentences(p.Yes)}, {"no", sentences(p.No)},
	}
}

// wordings gives the triggers of one kind, a line each.
func (p *Pattern) wordings(kind TriggerKind) string {
	var out []string
	for _, t := range p.Triggers {
		if t.Kind == kind {
			out = append(out, strings.Join(strings.Fields(t.Text), " "))
		}
	}
	return strings.Join(out, "\n")
}

// sentences gives examples with what is expected of them, a line each.
func sentences(examples []Example) string {
	var out []string
	for _, e := range examples {
		out = append(out, fmt.Sprint(e.Text, " ", e.Source, e.Target, e.Mutual, e.Status, signText(e.Level), signText(e.Trend)))
	}
	return strings.Join(out, "\n")
}

func signText(n *int) string {
	if n == nil {
		return "."
	}
	return fmt.Sprint(*n)
}
