package hypothesis

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// Bind looks up each row's query among what was read and gives the rows with what
// they cite: report ids, or assessment ids. A row with a query that finds nothing
// is absent; a row without a query is the analyst's own and stays. Captions and
// furniture are passed over.
//
// Rows without a cluster of their own of which one shares half of its cites or
// more with another rest on the same evidence and are put into one cluster.
func Bind(m entente.Matrix, reports []entente.Report, assessments []entente.Assessment) []entente.Bound {
	out := make([]entente.Bound, len(m.Evidence))
	for i, e := range m.Evidence {
		out[i] = entente.Bound{Evidence: e, Cites: []string{}}
		if e.Query == nil {
			continue
		}
		out[i].Cites = append(out[i].Cites, find(*e.Query, reports, assessments)...)
		out[i].Absent = len(out[i].Cites) == 0
	}
	gather(out)
	return out
}

func find(q entente.Query, reports []entente.Report, assessments []entente.Assessment) []string {
	var out []string
	if q.Kind == "assessment" {
		for i := range assessments {
			if a := &assessments[i]; assessmentFits(q, a) {
				out = append(out, a.ID)
			}
		}
		return out
	}
	for i := range reports {
		if r := &reports[i]; reportFits(q, r) {
			out = append(out, r.Report)
		}
	}
	return out
}

func reportFits(q entente.Query, r *entente.Report) bool {
	return counts(r.Stream) &&
		pairFits(q, r.Source.Code, r.Target.Code, r.Reciprocal) &&
		among(q.Roots, r.Plover.Event) &&
		among(q.Quads, r.Quad) &&
		among(q.Status, r.Status) &&
		anyOf(q.Contexts, r.Plover.Contexts) &&
		wordsFit(q.Words, r.Citation.Quote) &&
		daysFit(q, r.DateFrom, r.DateTo)
}

func assessmentFits(q entente.Query, a *entente.Assessment) bool {
	return counts(a.Stream) &&
		pairFits(q, a.A.Code, a.B.Code, false) &&
		signFits(q.Levels, a.Level, a) &&
		signFits(q.Trends, a.Trend, a) &&
		among(q.Contexts, a.Issue) &&
		wordsFit(q.Words, a.Citation.Quote) &&
		daysFit(q, a.DateFrom, a.DateTo)
}

func counts(s entente.Stream) bool { return s == "" || s.Counts() }

func pairFits(q entente.Query, source, target entente.Code, reciprocal bool) bool {
	switch len(q.Pair) {
	case 0:
		return true
	case 1:
		return source == q.Pair[0] || target == q.Pair[0]
	}
	straight := source == q.Pair[0] && target == q.Pair[1]
	crossed := source == q.Pair[1] && target == q.Pair[0]
	return straight || crossed && (!q.Directed || reciprocal)
}

// among reports whether a value is in a list; the empty list holds all.
func among[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

func anyOf(wanted, have []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(have, func(s string) bool { return slices.Contains(wanted, s) })
}

// signFits tells whether an assessment asserts one of the signs; a denied or
// unlikely view asserts none.
func signFits(list []int, sign *int, a *entente.Assessment) bool {
	if len(list) == 0 {
		return true
	}
	return sign != nil && slices.Contains(list, *sign) && !a.Negated && a.Hedge != entente.Unlikely
}

func daysFit(q entente.Query, from, to entente.Day) bool {
	if !q.From.Known() && !q.To.Known() {
		return true
	}
	if !from.Known() {
		return false
	}
	return (!q.To.Known() || from <= q.To) && (!q.From.Known() || max(from, to) >= q.From)
}

// wordsFit reports whether any of the words or phrases stands in the quote as
// whole words; capitals do not count.
func wordsFit(words []string, quote string) bool {
	quote = strings.ToLower(quote)
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool {
		return containsWhole(quote, strings.ToLower(w))
	})
}

func containsWhole(text, word string) bool {
	for from := 0; word != ""; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !letter(before) && !letter(after) {
			return true
		}
		from = end
	}
	return false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// gather puts rows that rest on the same evidence into one cluster.
func gather(rows []entente.Bound) {
	free := func(b entente.Bound) bool { return b.Cluster == "" && !b.Circular && len(b.Cites) > 0 }
	was := make([]bool, len(rows))
	for i := range rows {
		was[i] = free(rows[i])
	}
	for i := range rows {
		for k := range i {
			if !was[i] || !was[k] || !overlap(rows[i].Cites, rows[k].Cites) {
				continue
			}
			if rows[k].Cluster == "" {
				rows[k].Cluster = fmt.Sprintf("same evidence as %s", rows[k].ID)
			}
			join(rows, was, rows[i].Cluster, rows[k].Cluster)
			rows[i].Cluster = rows[k].Cluster
		}
	}
}

// join renames a cluster that turns out to be part of another.
func join(rows []entente.Bound, was []bool, from, to string) {
	if from == "" || from == to {
		return
	}
	for i := range rows {
		if was[i] && rows[i].Cluster == from {
			rows[i].Cluster = to
		}
	}
}

func overlap(a, b []string) bool {
	shared := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			shared++
		}
	}
	return 2*shared >= min(len(a), len(b)) && shared > 0
}
