package duckdb

import (
	"regexp"
	"slices"
	"strings"

	"entente"
)

// where gathers conditions that must all hold, and their arguments.
type where struct {
	conds []string
	args  []any
	pairs [][2]int32 // ranges of pairs of imports, in one of which they must lie; nil is any

	// The conditions on imports by number, beside those on pairs and days, once more.
	codings []int32 // nil is any
	acts    map[int32]bool
	dated   bool
	asOf    entente.Day
	joined  bool // there are others
}

func (w *where) add(cond string, args ...any) {
	w.conds = append(w.conds, "("+cond+")")
	w.args = append(w.args, args...)
}

// oneOf holds where the column is one of some values, if there are any.
func oneOf[T ~string](w *where, column string, values []T) {
	if len(values) == 0 {
		return
	}
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	w.add(`list_contains(?::VARCHAR[], `+column+`)`, list)
}

// nothing reports whether no row can meet the conditions.
func (w *where) nothing() bool { return slices.Contains(w.conds, "(false)") }

// ofStories holds for some stories: they may be thousands, so the engine is to look them
// up and not go through a list.
func ofStories(w *where, f entente.Filter) {
	if len(f.Stories) > 0 {
		w.add(`story IN (SELECT unnest(?::VARCHAR[]))`, f.Stories)
	}
}

func (w *where) sql() (string, []any) {
	if len(w.conds) == 0 {
		return "true", nil
	}
	return strings.Join(w.conds, " AND "), w.args
}

// reportsWhere puts a filter into SQL over the columns of reports; as-of and limit
// are not for it.
func reportsWhere(f entente.Filter) (string, []any) {
	w := undatedWhere(f)
	if f.From.Known() {
		w.add(`day + days >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`day <= ?`, date(f.To).value())
	}
	return w.sql()
}

// undatedWhere leaves out the filter's days.
func undatedWhere(f entente.Filter) *where {
	var w where
	pairWhere(&w, f)
	oneOf(&w, "root", f.Roots)
	oneOf(&w, "status", f.Status)
	oneOf(&w, "stream", f.Streams)
	ofStories(&w, f)
	if len(f.Quads) > 0 {
		quads := make([]int64, len(f.Quads))
		for i, q := range f.Quads {
			quads[i] = int64(q)
		}
		w.add(`list_contains(?::BIGINT[], quad)`, quads)
	}
	if len(f.Contexts) > 0 {
		w.add(`list_has_any(contexts, ?::VARCHAR[])`, f.Contexts)
	}
	wordsWhere(&w, f)
	oneOf(&w, "source", f.Among)
	oneOf(&w, "target", f.Among)
	if f.Apart {
		w.add(`source <> target`)
	}
	if f.Surely > 0 {
		w.add(`confidence >= ?`, f.Surely)
	}
	return &w
}

// pairWhere takes one code for a pair with anyone.
func pairWhere(w *where, f entente.Filter) {
	if len(f.Pair) == 0 {
		return
	}
	a := string(f.Pair[0])
	if len(f.Pair) == 1 {
		if f.Directed {
			w.add(`source = ? OR reciprocal AND target = ?`, a, a)
		} else {
			w.add(`source = ? OR target = ?`, a, a)
		}
		return
	}
	b := string(f.Pair[1])
	back := `source = ? AND target = ?`
	if f.Directed {
		back += ` AND reciprocal`
	}
	w.add(`source = ? AND target = ? OR `+back, a, b, b, a)
}

// wordsWhere finds whole words, in capitals or not: Assad is not in ambassador.
func wordsWhere(w *where, f entente.Filter) {
	if len(f.Words) == 0 {
		return
	}
	var words []string
	for _, word := range f.Words {
		if word != "" {
			words = append(words, regexp.QuoteMeta(word))
		}
	}
	if len(words) == 0 {
		w.add(`false`)
		return
	}
	w.add(`regexp_matches(quote, ?)`, `(?i)(^|[^\pL\pN_])(`+strings.Join(words, "|")+`)($|[^\pL\pN_])`)
}

// assessmentsWhere takes of the query what an assessment has: the pair, level and
// trend, its issue for the contexts, words and days.
func assessmentsWhere(f entente.Filter) (string, []any) {
	var w where
	countsWhere(&w, f)
	codedWhere(&w, f)
	cornersWhere(&w, f)
	oneOf(&w, "a", f.Among)
	oneOf(&w, "b", f.Among)
	signWhere(&w, "level", f.Levels)
	signWhere(&w, "trend", f.Trends)
	oneOf(&w, "issue", f.Contexts)
	wordsWhere(&w, f)
	oneOf(&w, "stream", f.Streams)
	ofStories(&w, f)
	if f.From.Known() {
		w.add(`greatest(date_from, date_to) >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`coalesce(date_from, date_to) <= ?`, date(f.To).value())
	}
	return w.sql()
}

func cornersWhere(w *where, f entente.Filter) {
	if len(f.Pair) == 0 {
		return
	}
	a := string(f.Pair[0])
	if len(f.Pair) == 1 {
		w.add(`a = ? OR b = ?`, a, a)
		return
	}
	b := string(f.Pair[1])
	if f.Directed {
		w.add(`a = ? AND b = ?`, a, b)
		return
	}
	w.add(`a = ? AND b = ? OR a = ? AND b = ?`, a, b, b, a)
}

// signWhere: a view that is denied or unlikely asserts no sign.
func signWhere(w *where, column string, signs []int) {
	if len(signs) == 0 {
		return
	}
	list := make([]int64, len(signs))
	for i, s := range signs {
		list[i] = int64(s)
	}
	w.add(`NOT negated AND hedge <> 'unlikely' AND list_contains(?::BIGINT[], `+column+`)`, list)
}

// storiesWhere takes the stories, the days of publication and the day as of which.
func storiesWhere(f entente.Filter) (string, []any) {
	var w where
	countsWhere(&w, f)
	codedWhere(&w, f)
	ofStories(&w, f)
	if f.From.Known() {
		w.add(`published >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`published <= ?`, date(f.To).value())
	}
	return w.sql()
}

// problemsWhere takes the stories and the day as of which.
func problemsWhere(f entente.Filter) (string, []any) {
	var w where
	countsWhere(&w, f)
	ofStories(&w, f)
	return w.sql()
}

// codedWhere lets nothing through where only imported events are asked for.
func codedWhere(w *where, f entente.Filter) {
	if !f.TakesCoded() {
		w.add(`false`)
	}
}

// asOfWhere is for imported events, which are known from their day of publication on.
func asOfWhere(w *where, f entente.Filter) {
	if f.AsOf.Known() {
		w.add(`published <= ?`, date(f.AsOf).value())
		w.asOf = f.AsOf
	}
}

// limit is a clause, empty for no limit.
func limit(f entente.Filter) (string, []any) {
	if f.Limit <= 0 {
		return "", nil
	}
	return " LIMIT ?", []any{f.Limit}
}
