package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Note is a line with the sentences it rests on.
type note struct {
	Text string
	Refs []ref
}

// held is a probability with its word, never one without the other.
func held(p float64) string { return prob(p) + ", " + entente.Word(p) }

// views tells who holds or denies each answer, each holder once for a stance.
func views(w entente.Weighing, l *ledger) []note {
	var out []note
	at := map[string]int{}
	for _, c := range w.Claims {
		text := fmt.Sprintf("%s: %s by %s", clean(c.Hypothesis), stanceWords(c), holder(c.Holder, Options{}))
		i, ok := at[text]
		if !ok {
			i = len(out)
			at[text] = i
			out = append(out, note{Text: text})
		}
		for _, r := range l.cite(c.ID) {
			if !slices.Contains(out[i].Refs, r) {
				out[i].Refs = append(out[i].Refs, r)
			}
		}
	}
	return out
}

func stanceWords(c entente.Claim) string {
	s := cmp.Or(string(c.Stance), "named")
	if c.Hedge != "" && c.Hedge != entente.NoHedge {
		s += ", put as " + string(c.Hedge) + ","
	}
	return s
}

// checks tells how the order fares when something is changed.
func checks(w entente.Weighing) []string {
	if idle(w) {
		return nil
	}
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, u := range w.Unions {
		say("%s: %s.", union(u), held(u.Posterior))
	}
	for _, x := range worlds(w.Worlds) {
		say("Where several may hold, %s: %s.", world(x), held(x.Posterior))
	}
	if w.Other != nil {
		say("An answer that nobody wrote down, neutral to every item, would have %s.", held(w.Other.Posterior))
	}
	for _, o := range w.Overturns {
		say("%s", overturn(o))
	}
	for _, v := range w.Variants {
		switch v.Change {
		case "with circular item":
			say("Were %s weighed, which restates an answer: %s.", clean(v.Of), outcomeOf(v, w))
		case "each item counts for itself":
			say("Were items of one document or event counted each for itself: %s.", outcomeOf(v, w))
		case "without what is stale":
			say("Without what is stale: %s.", outcomeOf(v, w))
		case "graded by sources":
			say("With each item graded by its sources: %s.", outcomeOf(v, w))
		default:
			if v.Turns && v.Change != "without item" {
				say("%s: %s.", upper(strings.TrimSpace(changed(v)+" "+clean(v.Of))), outcomeOf(v, w))
			}
		}
	}
	if s := scales(w); s != "" {
		say("%s", s)
	}
	return out
}

// union names hypotheses that go together.
func union(u entente.Union) string {
	of := cleanAll(u.Of)
	if u.Kind == entente.Subsumes {
		return of[0] + ", which includes " + list(of[1:]...)
	}
	return strings.Join(of, " or ") + ", which may hold together"
}

// worlds gives the most probable of what may be and, if that is one answer alone, the most
// probable of those in which several hold.
func worlds(of []entente.World) []entente.World {
	several := slices.IndexFunc(of, func(w entente.World) bool { return len(w.Of) > 1 })
	switch {
	case several < 0:
		return nil
	case several == 0:
		return of[:1]
	}
	return []entente.World{of[0], of[several]}
}

// world names what holds in one.
func world(w entente.World) string {
	of := cleanAll(w.Of)
	if len(of) == 1 {
		return of[0] + " alone"
	}
	return list(of...) + " together"
}

// changed names a variant.
func changed(v entente.Variant) string {
	switch v.Change {
	case "scale":
		return "with the ratings read as"
	case "assumption falls":
		return "without the assumption"
	case "without those that count once":
		return "without the whole of"
	}
	return v.Change
}

// outcomeOf says who leads in a variant, and with what.
func outcomeOf(v entente.Variant, w entente.Weighing) string {
	if v.Winner == "" {
		return list(cleanAll(v.Tied)...) + " tie"
	}
	verb := "leads"
	if !v.Turns {
		verb = "still leads"
	}
	for i, s := range w.Standings {
		if s.ID == v.Winner && i < len(v.Posterior) {
			return fmt.Sprintf("%s %s (%s)", clean(v.Winner), verb, held(v.Posterior[i]))
		}
	}
	return clean(v.Winner) + " " + verb
}

func overturn(o entente.Overturn) string {
	result := clean(o.Leader) + " leads"
	if o.Tie {
		result = clean(o.Leader) + " tie"
	}
	items := list(cleanAll(o.Items)...)
	if o.By == "step" {
		return fmt.Sprintf("Fewest ratings that, moved by one step, overturn the order: %d (%s); then %s.", len(o.Items), items, result)
	}
	return fmt.Sprintf("Fewest items whose loss overturns the order: %d (%s); then %s.", len(o.Items), items, result)
}

// scales says how the order fares with other readings of the ratings.
func scales(w entente.Weighing) string {
	n, turned := 0, 0
	for _, v := range w.Variants {
		if v.Change == "scale" {
			n++
			turned += b2i(v.Turns)
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("The same reading leads in %d of %d other readings of the ratings.", n-turned, n)
}

// sought tells what to look for next.
func sought(w entente.Weighing) []string {
	var out []string
	for _, n := range w.Next {
		if len(out) == mostSought {
			break
		}
		s := fmt.Sprintf("%s (%s): seen, %s leads with %s; looked for and not there, %s with %s.",
			upper(clean(n.Text)), clean(n.Item), cmp.Or(clean(n.Seen), "nobody"), held(n.SeenP), cmp.Or(clean(n.NotSeen), "nobody"), held(n.NotSeenP))
		out = append(out, s)
	}
	return out
}

// mostSought is how many items to look for are told.
const mostSought = 3

// confidence tells how far the analysis may be relied on, in a sentence of its own.
func confidence(c entente.Confidence) string {
	if c.Level == "" {
		return ""
	}
	return "Confidence in this analysis is " + c.Level + ": " + strings.Join(cleanAll(c.Reasons), "; ") + "."
}

// postMortem holds the answer against what came true.
func postMortem(p *entente.PostMortem) []string {
	if p == nil {
		return nil
	}
	out := []string{fmt.Sprintf("It turned out to be %s, which had been given %s: rank %d by probability, %d by inconsistency; Brier score %.2f, against %.2f of one who held all alike.",
		clean(p.Hypothesis), held(p.Posterior), p.Rank, p.LeastRank, p.Brier, p.EqualBrier)}
	if len(p.Misled) > 0 {
		out = append(out, "What misled most: "+list(cleanAll(p.Misled)...)+".")
	}
	if len(p.Assumptions) > 0 {
		out = append(out, "It took for granted: "+list(cleanAll(p.Assumptions)...)+".")
	}
	return out
}

func cleanAll(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = clean(s)
	}
	return out
}
