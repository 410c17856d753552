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
		len(f.Stories) > 0 && !slices.Contains(f.Stories, "") || len(f.Words) > 0 {
		w.add(`false`) // an imported event is a fact in a body, without words and of no story
		return w, nil
	}
	if err := codingsWhere(ctx, db, w, f); err != nil {
		return nil, err
	}
	if err := codesWhere(ctx, db, w, f); err != nil {
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

// codesWhere takes the pair, and those among whom an act must be.
func codesWhere(ctx context.Context, db asker, w *where, f entente.Filter) error {
	if len(f.Pair) == 0 && len(f.Among) == 0 {
		return nil
	}
	var names []string
	for _, c := range slices.Concat(f.Pair, f.Among) {
		names = append(names, string(c))
	}
	of, err := numbered(ctx, db, `SELECT name, code FROM codes WHERE list_contains(?::VARCHAR[], name)`, names)
	if err != nil {
		return err
	}
	number := func(c entente.Code) int32 { return of[string(c)] } // 0 is nobody's
	switch {
	case len(f.Pair) == 0:
	case len(f.Pair) == 1 && f.Directed:
		w.add(fmt.Sprintf(`source_code = %d`, number(f.Pair[0])))
	case len(f.Pair) == 1:
		w.add(fmt.Sprintf(`source_code = %[1]d OR target_code = %[1]d`, number(f.Pair[0])))
	case f.Directed:
		w.add(fmt.Sprintf(`source_code = %d AND target_code = %d`, number(f.Pair[0]), number(f.Pair[1])))
	default:
		w.add(fmt.Sprintf(`source_code IN (%[1]d, %[2]d) AND target_code IN (%[1]d, %[2]d) AND (source_code <> target_code OR %[1]d = %[2]d)`, number(f.Pair[0]), number(f.Pair[1])))
	}
	if len(f.Among) > 0 {
		var list []int32
		for _, c := range f.Among {
			list = append(list, number(c))
		}
		w.number("source_code", list)
		w.number("target_code", list)
		w.add(`source_code <> target_code`)
	}
	return nil
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
		list = append(list, n)
	}
	w.number("act", list)
	return rows.Err()
}
