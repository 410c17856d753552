package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// asker is what a small question can be put to.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// importsWhere puts a filter into SQL over imports alone: what it names is looked up
// first, so that the engine compares small numbers and joins nothing. Days and limit are
// not for it.
func (s *Store) importsWhere(ctx context.Context, db asker, f entente.Filter) (*where, error) {
	w := &where{}
	if len(f.Status) > 0 && !slices.Contains(f.Status, entente.Fact) || len(f.Streams) > 0 && !slices.Contains(f.Streams, entente.Body) ||
		len(f.Stories) > 0 && !slices.Contains(f.Stories, "") || len(f.Words) > 0 || f.Surely > 0 {
		w.add(`false`) // an imported event is a fact in a body, without words, of no story and of no confidence
		return w, nil
	}
	if err := codingsWhere(ctx, db, w, f); err != nil {
		return nil, err
	}
	if err := pairsWhere(ctx, db, w, f); err != nil {
		return nil, err
	}
	if err := actsWhere(ctx, db, w, f); err != nil {
		return nil, err
	}
	asOfWhere(w, f)
	return w, nil
}

// daysOf keeps the events within the filter's days.
func daysOf(w *where, f entente.Filter) {
	if f.From.Known() {
		w.add(`day >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`day <= ?`, date(f.To).value())
	}
}

// numbered looks up the numbers of names in a table of them.
func numbered(ctx context.Context, db asker, query string, names []string) (map[string]int32, error) {
	rows, err := db.QueryContext(ctx, query, names)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[string]int32, len(names))
	for rows.Next() {
		var name string
		var n int32
		if err := rows.Scan(&name, &n); err != nil {
			return nil, err
		}
		out[name] = n
	}
	return out, rows.Err()
}

func codingsWhere(ctx context.Context, db asker, w *where, f entente.Filter) error {
	if len(f.Sources) == 0 {
		return nil
	}
	of, err := numbered(ctx, db, `SELECT name, coding FROM codings WHERE list_contains(?::VARCHAR[], name)`, f.Sources)
	if err != nil {
		return err
	}
	var list []int32
	for _, n := range of {
		list = append(list, n)
	}
	w.number("coding", list)
	w.codings = list
	return nil
}

// number holds where a column is one of some numbers; nowhere, if there are none.
func (w *where) number(column string, list []int32) {
	if len(list) == 0 {
		w.add(`false`)
		return
	}
	slices.Sort(list)
	text := make([]string, len(list))
	for i, n := range list {
		text[i] = strconv.Itoa(int(n))
	}
	w.add(column + ` IN (` + strings.Join(text, ", ") + `)`)
}

// pairsWhere takes the pair, and those among whom an act must be.
func pairsWhere(ctx context.Context, db asker, w *where, f entente.Filter) error {
	if len(f.Pair) == 1 {
		cond := `source = ? OR target = ?`
		args := []any{string(f.Pair[0]), string(f.Pair[0])}
		if f.Directed {
			cond, args = `source = ?`, args[:1]
		}
		w.add(`pair IN (SELECT pair FROM pairs WHERE `+cond+`)`, args...)
		w.joined = true
	}
	var named where
	if len(f.Pair) == 2 {
		pairWhere(&named, entente.Filter{Query: entente.Query{Pair: f.Pair}})
		if f.Directed { // an imported act has one direction
			named = where{}
			named.add(`source = ? AND target = ?`, string(f.Pair[0]), string(f.Pair[1]))
		}
	}
	oneOf(&named, "source", f.Among)
	oneOf(&named, "target", f.Among)
	if len(named.conds) == 0 {
		if f.Apart {
			w.add(`pair NOT IN (SELECT pair FROM pairs WHERE source = target)`)
			w.joined = true
		}
		return nil
	}
	if f.Apart {
		named.add(`source <> target`)
	}
	cond, args := named.sql()
	rows, err := db.QueryContext(ctx, `SELECT pair FROM pairs WHERE `+cond+` ORDER BY pair`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int32
		if err := rows.Scan(&n); err != nil {
			return err
		}
		if last := len(w.pairs) - 1; last >= 0 && w.pairs[last][1] == n-1 {
			w.pairs[last][1] = n
		} else {
			w.pairs = append(w.pairs, [2]int32{n, n})
		}
	}
	if len(w.pairs) == 0 {
		w.add(`false`)
	}
	return rows.Err()
}

// ranges puts ranges of pairs, in order, into one condition. Of several the span of all
// stands before: that the engine compares as it unpacks, and passes most rows over.
func ranges(pairs [][2]int32) string {
	text := make([]string, len(pairs))
	for i, r := range pairs {
		text[i] = fmt.Sprintf(`pair BETWEEN %d AND %d`, r[0], r[1])
	}
	one := `(` + strings.Join(text, ` OR `) + `)`
	if len(pairs) < 2 {
		return one
	}
	return fmt.Sprintf(`pair BETWEEN %d AND %d AND `, pairs[0][0], pairs[len(pairs)-1][1]) + one
}

// whole is the conditions with those on pairs in one.
func (w *where) whole() (string, []any) {
	cond, args := w.sql()
	if len(w.pairs) > 0 {
		cond += ` AND ` + ranges(w.pairs)
	}
	return cond, args
}

// manyRanges is how many ranges of pairs are asked for one by one.
const manyRanges = 1

// each gives a query of the rows of imports that meet the conditions, range by range: one
// range of a column the engine compares as it unpacks, of several joined by OR it makes an
// expression for every row.
func (w *where) each(columns string) (string, []any) {
	cond, args := w.sql()
	if len(w.pairs) == 0 || len(w.pairs) > manyRanges {
		cond, args = w.whole()
		return `SELECT ` + columns + ` FROM imports WHERE ` + cond, args
	}
	var parts []string
	var all []any
	for _, r := range w.pairs {
		parts = append(parts, `SELECT `+columns+` FROM imports WHERE `+ranges([][2]int32{r})+` AND `+cond)
		all = append(all, args...)
	}
	return strings.Join(parts, ` UNION ALL `), all
}

// actsWhere takes roots, quads and contexts: there are few kinds of acts.
func actsWhere(ctx context.Context, db asker, w *where, f entente.Filter) error {
	var a where
	oneOf(&a, "root", f.Roots)
	if len(f.Quads) > 0 {
		quads := make([]int64, len(f.Quads))
		for i, q := range f.Quads {
			quads[i] = int64(q)
		}
		a.add(`list_contains(?::BIGINT[], quad)`, quads)
	}
	if len(f.Contexts) > 0 {
		a.add(`list_has_any(string_split(contexts, ';'), ?::VARCHAR[])`, f.Contexts)
	}
	if len(a.conds) == 0 {
		return nil
	}
	return w.ofActs(ctx, db, &a)
}

// ofActs keeps events of those acts that meet some conditions, and whatever was asked of acts
// before.
func (w *where) ofActs(ctx context.Context, db asker, a *where) error {
	cond, args := a.sql()
	rows, err := db.QueryContext(ctx, `SELECT act FROM acts WHERE `+cond, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var list []int32
	for rows.Next() {
		var n int32
		if err := rows.Scan(&n); err != nil {
			return err
		}
		if w.acts == nil || w.acts[n] {
			list = append(list, n)
		}
	}
	w.number("act", list)
	w.acts = make(map[int32]bool, len(list))
	for _, n := range list {
		w.acts[n] = true
	}
	return rows.Err()
}
