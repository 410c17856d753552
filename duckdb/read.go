package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"entente"
)

// HasRead reports whether the current reading of a story, or the last one of a
// withdrawn story, is of these words and this lexicon.
func (s *Store) HasRead(ctx context.Context, story, hash, lexicon string) (bool, error) {
	var have bool
	mark, err := s.mark(ctx, story)
	if err != nil {
		return false, err
	}
	err = s.db.QueryRowContext(ctx, `SELECT count(*) > 0 FROM stories
		WHERE (current OR reading IN (SELECT reading FROM withdrawals WHERE current)) AND story = ? AND hash = ? AND lexicon = ?`,
		story, hash, lexicon+mark).Scan(&have)
	return have, s.reading(ctx, "a story", err)
}

const storyColumns = `reading, current, story, hash, lexicon, title, author, publisher, url, language, kind, published, text, blocks::VARCHAR, seen, until`

// Story gives a story as last read.
func (s *Store) Story(ctx context.Context, id string) (entente.Story, error) {
	var row storyRow
	err := s.db.QueryRowContext(ctx, `SELECT `+storyColumns+` FROM stories WHERE current AND story = ?`, id).Scan(row.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return entente.Story{}, fmt.Errorf("story %q: %w", id, entente.ErrNotFound)
	}
	return row.Story, s.reading(ctx, "a story", err)
}

// Stories gives stories without their text, in order of publication and id, undated
// ones last.
func (s *Store) Stories(ctx context.Context, f entente.Filter) iter.Seq2[entente.Outlet, error] {
	where, args := storiesWhere(f)
	tail, more := limit(f)
	query := `SELECT story, title, author, publisher, url, kind, published, hash FROM stories
		WHERE ` + where + ` ORDER BY published NULLS LAST, story` + tail
	return rowsOf(ctx, s, "stories", query, append(args, more...), func(rows *sql.Rows) (o entente.Outlet, err error) {
		err = rows.Scan(&o.Story, &o.Title, &o.Author, &o.Publisher, &o.URL, &o.Kind, (*date)(&o.Published), &o.Hash)
		return o, err
	})
}

// Assessments gives assessments in order of story and offset.
func (s *Store) Assessments(ctx context.Context, f entente.Filter) iter.Seq2[entente.Assessment, error] {
	where, args := assessmentsWhere(f)
	tail, more := limit(f)
	query := `SELECT * FROM assessments WHERE ` + where + ` ORDER BY story, quote_start, trigger_start, assessment` + tail
	return rowsOf(ctx, s, "assessments", query, append(args, more...), func(rows *sql.Rows) (entente.Assessment, error) {
		var row assessmentRow
		err := rows.Scan(row.fields()...)
		return row.assessment(), err
	})
}

// Problems gives problems by story, in order of subject and offset.
func (s *Store) Problems(ctx context.Context, f entente.Filter) iter.Seq2[entente.Problem, error] {
	where, args := problemsWhere(f)
	tail, more := limit(f)
	query := `SELECT stage, subject, "offset", message FROM problems WHERE ` + where + `
		ORDER BY story, subject, "offset", stage, message` + tail
	return rowsOf(ctx, s, "problems", query, append(args, more...), func(rows *sql.Rows) (p entente.Problem, err error) {
		err = rows.Scan(&p.Stage, &p.Subject, &p.Offset, &p.Message)
		return p, err
	})
}

// Coverage gives the days on which stories or imported events were published, in order.
func (s *Store) Coverage(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	where, args := storiesWhere(f)
	imports, more := publishedWhere(f)
	query := `SELECT DISTINCT published FROM (SELECT published FROM stories WHERE ` + where + `
		UNION ALL SELECT published FROM days WHERE ` + imports + `) WHERE published IS NOT NULL ORDER BY published`
	args = append(args, more...)
	var days []entente.Day
	for d, err := range rowsOf(ctx, s, "days", query, args, func(rows *sql.Rows) (d entente.Day, err error) {
		err = rows.Scan((*date)(&d))
		return d, err
	}) {
		if err != nil {
			return nil, err
		}
		days = append(days, d)
	}
	return days, nil
}

// Counts says how much of each the filter picks.
func (s *Store) Counts(ctx context.Context, f entente.Filter) (entente.Counts, error) {
	c, err := s.counts(ctx, f)
	return c, s.reading(ctx, "counts", err)
}

func (s *Store) counts(ctx context.Context, f entente.Filter) (c entente.Counts, err error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return c, err
	}
	defer sc.end()
	where, args := storiesWhere(f)
	err = sc.tx.QueryRowContext(ctx, `SELECT count(*), min(published), max(published) FROM stories WHERE `+where, args...).
		Scan(&c.Stories, (*date)(&c.From), (*date)(&c.To))
	if err != nil {
		return c, err
	}
	where, args = reportsWhere(f)
	err = sc.tx.QueryRowContext(ctx, `SELECT coalesce(sum(n), 0)::BIGINT, count(*), count(*) FILTER (day IS NULL)
		FROM (SELECT count(*) AS n, min(day) AS day FROM `+sc.from+` WHERE `+where+` GROUP BY event)`, sc.with(args)...).
		Scan(&c.Reports, &c.Events, &c.Undated)
	if err != nil {
		return c, err
	}
	if err := s.countImports(ctx, sc.tx, f, &c); err != nil {
		return c, err
	}
	for _, q := range []struct {
		table string
		where func(entente.Filter) (string, []any)
		n     *int
	}{
		{"assessments", assessmentsWhere, &c.Assessments},
		{"problems", problemsWhere, &c.Problems},
		{"reports", supersededWhere, &c.Superseded},
	} {
		where, args := q.where(f)
		if err := sc.tx.QueryRowContext(ctx, `SELECT count(*) FROM `+q.table+` WHERE `+where, args...).Scan(q.n); err != nil {
			return c, err
		}
	}
	return c, nil
}

// supersededWhere takes the filter of reports, over those that were known and do not
// count.
func supersededWhere(f entente.Filter) (string, []any) {
	cond, args := reportsWhere(f)
	w := where{conds: []string{cond}, args: args}
	codedWhere(&w, f)
	if !f.AsOf.Known() {
		w.add(`NOT current`)
		return w.sql()
	}
	w.add(`reading IN (SELECT reading FROM stories WHERE seen <= ?)`, date(f.AsOf).value())
	w.add(`reading NOT IN `+countedThen, thenArgs(f.AsOf)...)
	return w.sql()
}

// reading says what was being done when an error came.
func (s *Store) reading(ctx context.Context, what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("reading %s from %s: %w", what, s.name(), brokenOff(ctx, err))
}

// rowsOf runs a query and gives its rows one by one.
func rowsOf[T any](ctx context.Context, s *Store, what, query string, args []any, scan func(*sql.Rows) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.db.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, s.reading(ctx, what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				yield(none, s.reading(ctx, what, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, s.reading(ctx, what, err))
		}
	}
}
