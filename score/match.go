package score

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// mutual are the roots for which a mirrored record is the same act.
var mutual = map[entente.Root]bool{"AGREE": true, "CONSULT": true, "SUPPORT": true, "COOPERATE": true, "CONCEDE": true}

// norm makes codes comparable: the gold may say NATO for IGO:NATO.
func norm(c entente.Code) string {
	s := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(c))), "IGO:")
	return strings.Trim(s, "-")
}

// pairOK reports whether the actors are the gold's, in any order, or one of its
// alternatives. An alternative without a target asks for that source.
func pairOK(g *goldEvent, e *found) bool {
	s, t := norm(e.Source.Code), norm(e.Target.Code)
	if samePair(s, t, norm(g.Source), norm(g.Target)) {
		return true
	}
	for _, p := range g.Alt {
		if samePair(s, t, norm(entente.Code(p[0])), norm(entente.Code(p[1]))) {
			return true
		}
	}
	return false
}

func samePair(s, t, a, b string) bool {
	return s == a && t == b || b != "" && s == b && t == a
}

func rootOK(g *goldEvent, e *found) bool { return slices.Contains(g.Roots, e.Plover.Event) }

func dateOK(g *goldEvent, e *found) bool {
	if !g.From.Known() {
		return true
	}
	to := max(e.DateTo, e.DateFrom)
	return e.DateFrom.Known() && e.DateFrom <= g.To && g.From <= to
}

// reasons names the tests that an output event fails against gold; none is a match.
func reasons(g *goldEvent, e *found) []string {
	var out []string
	for _, t := range []struct {
		name string
		ok   bool
	}{
		{"pair", pairOK(g, e)}, {"root", rootOK(g, e)}, {"date", dateOK(g, e)}, {"status", slices.Contains(g.Status, e.Status)},
		{"words", g.Required || e.level == "" || near(g, e)},
	} {
		if !t.ok {
			out = append(out, t.name)
		}
	}
	return out
}

// backward reports whether the actors of a one-way act stand the wrong way round.
func backward(g *goldEvent, e *found) bool {
	s, t := norm(e.Source.Code), norm(e.Target.Code)
	return !g.Reciprocal && t != "" && s == norm(g.Target) && t == norm(g.Source)
}

// near reports whether the cited words overlap the gold's: by place where both
// places are known, else by words.
func near(g *goldLine, e *found) bool {
	if g.place != nil && e.place != nil {
		return e.place[0] < g.place[1] && g.place[0] < e.place[1]
	}
	return overlaps(e.level, level(g.Text))
}

// overlaps reports whether two cuts of one text share words: one holds the other,
// or one ends with at least three words with which the other begins.
func overlaps(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return strings.Contains(a, b) || strings.Contains(b, a) || joins(a, b) || joins(b, a)
}

// joins reports whether a, short of its first word, ends with three words or more
// with which b begins. Both are levelled.
func joins(a, b string) bool {
	for i := strings.IndexByte(a, ' '); i >= 0; {
		tail := a[i+1:]
		if !threeWords(tail) {
			return false
		}
		if strings.HasPrefix(b, tail) {
			return true
		}
		i += 1 + strings.IndexByte(tail, ' ')
	}
	return false
}

func threeWords(s string) bool {
	_, rest, ok := strings.Cut(s, " ")
	return ok && strings.Contains(rest, " ")
}

var levelling = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ")

// level makes words comparable: plain quotes and dashes, single spaces.
func level(s string) string { return strings.Join(strings.Fields(levelling.Replace(s)), " ") }

// closeness ranks matches, always above zero: the very words, then the direction.
func closeness(g *goldEvent, e *found) int {
	return 1 + 8*count(near(g, e)) + 2*count(!backward(g, e))
}

// fold keeps the first of an output event and its copies.
func fold(events []*found) []*found {
	seen := map[string]bool{}
	var out []*found
	for _, e := range events {
		s, t := norm(e.Source.Code), norm(e.Target.Code)
		if mutual[e.Plover.Event] && t < s {
			s, t = t, s
		}
		key := fmt.Sprintf("%s|%s|%s|%s|%d|%d|%s", s, t, e.Plover.Event, e.Status, e.DateFrom, e.DateTo, e.level)
		if !seen[key] {
			seen[key] = true
			out = append(out, e)
		}
	}
	return out
}

// violates reports whether an output event states as fact what gold forbids. A true
// fact of the gold in the same words explains it; without words any true fact of
// that pair and root does.
func violates(s *sheet, m *goldLine, e *found) bool {
	if e.Status != entente.Fact || !samePair(norm(e.Source.Code), norm(e.Target.Code), norm(m.Source), norm(m.Target)) {
		return false
	}
	if len(m.Roots) > 0 && !slices.Contains(m.Roots, e.Plover.Event) {
		return false
	}
	if e.level != "" && !near(m, e) {
		return false
	}
	return !s.any(e, func(g *goldEvent) bool {
		return pairOK(g, e) && rootOK(g, e) && slices.Contains(g.Status, entente.Fact) && (e.level == "" || near(g, e))
	})
}

// leaks reports whether an event said to be of the body was taken from furniture:
// its words lie in no block that counts, or they are those of a gold event of
// another stream and of none that counts.
func leaks(s *sheet, e *found) bool {
	if e.level == "" {
		return false
	}
	if s.text != nil && len(s.text.Blocks) > 0 && e.place != nil {
		return !slices.ContainsFunc(s.text.Blocks, func(b entente.Block) bool {
			return b.Stream.Counts() && e.place[0] < b.End && b.Start < e.place[1]
		})
	}
	if s.any(e, func(g *goldEvent) bool { return near(g, e) }) {
		return false
	}
	return slices.ContainsFunc(s.gold, func(g *goldEvent) bool { return !g.Stream.Counts() && near(g, e) })
}

// nearest says what keeps an output event from the gold event it comes closest to.
func (s *sheet) nearest(e *found) []string {
	var best []string
	id := ""
	for _, g := range s.acts() {
		r := reasons(g, e)
		if id == "" || len(r) < len(best) || len(r) == len(best) && slices.Contains(best, "pair") && !slices.Contains(r, "pair") {
			best, id = r, g.ID
			if id == "" {
				id = g.Text
			}
		}
	}
	if id == "" {
		return []string{"the story has no gold event"}
	}
	if len(best) == 0 {
		return []string{"barred: matches " + id + " but is forbidden"}
	}
	return append([]string{"nearest " + id + " fails"}, best...)
}

func (e *found) finding(story string, why ...string) Finding {
	return Finding{story, e.Report.Report, describe(e.Source.Code, e.Target.Code, []entente.Root{e.Plover.Event}, []entente.Status{e.Status}), e.Citation.Quote, why}
}

// finding tells of required gold that was missed, with what came closest.
func (g *goldEvent) finding(story string, pool []*found) Finding {
	f := Finding{Story: story, ID: g.ID, Event: describe(g.Source, g.Target, g.Roots, g.Status), Text: g.Text}
	best := 99
	for _, e := range pool {
		r := reasons(g, e)
		if n := 2*len(r) - count(near(g, e)); n < best {
			best = n
			f.Why = append([]string{"nearest " + describe(e.Source.Code, e.Target.Code, []entente.Root{e.Plover.Event}, []entente.Status{e.Status}) + " fails"}, r...)
			if len(r) == 0 {
				f.Why = []string{"its only match stands for another gold event"}
			}
		}
	}
	return f
}

func describe(a, b entente.Code, roots []entente.Root, status []entente.Status) string {
	var words []string
	for _, r := range roots {
		words = append(words, string(r))
	}
	var kinds []string
	for _, s := range status {
		kinds = append(kinds, string(s))
	}
	return fmt.Sprintf("%s>%s %s %s", a, b, strings.Join(words, "|"), strings.Join(kinds, "|"))
}
