package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"entente"
)

// spanRows is about how many rows are asked of the engine at a time: it hands out an
// answer when it has all of it.
var spanRows = 50_000

// dayCount is how many rows lie on a day.
type dayCount struct {
	day entente.Day
	n   int
}

func scanDayCount(rows *sql.Rows) (c dayCount, err error) {
	err = rows.Scan((*date)(&c.day), &c.n)
	return c, err
}

// spansOf gathers days, which come in order and the unknown one last, into runs of
// about [spanRows] rows. What has no day is a run by itself.
func spansOf(days iter.Seq2[dayCount, error]) ([]entente.Window, error) {
	var spans []entente.Window
	n := 0
	for c, err := range days {
		if err != nil {
			return nil, err
		}
		if len(spans) == 0 || !c.day.Known() || n+c.n > spanRows {
			spans, n = append(spans, entente.Window{From: c.day}), 0
		}
		spans[len(spans)-1].To = c.day
		n += c.n
	}
	return spans, nil
}

// spanWhere holds where a day lies in a span.
func spanWhere(span entente.Window, day string) (string, []any) {
	if !span.From.Known() {
		return day + ` IS NULL`, nil
	}
	return day + ` BETWEEN ? AND ?`, []any{date(span.From).value(), date(span.To).value()}
}

// spans gives runs of days that together hold all reports of a condition.
func (sc *scope) spans(ctx context.Context, where string, args []any) ([]entente.Window, error) {
	rows, err := sc.tx.QueryContext(ctx, `SELECT day, count(*) FROM `+sc.from+` WHERE `+where+` GROUP BY day ORDER BY day NULLS LAST`, sc.with(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return spansOf(func(yield func(dayCount, error) bool) {
		for rows.Next() {
			if c, err := scanDayCount(rows); !yield(c, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(dayCount{}, err)
		}
	})
}

// eventsOf asks for the events of a condition whose day lies in a span. An event's day
// is that of one of its reports, so those with a report in the span are looked at, with
// all their reports; it is false where each wants no more.
func (sc *scope) eventsOf(ctx context.Context, span entente.Window, where string, args []any, each func(entente.Event) bool) (bool, error) {
	near, some := spanWhere(span, `day`)
	within, days := spanWhere(span, `first`)
	all := append(sc.with(args), some...)
	return sc.gather(ctx, each, `WITH seen AS NOT MATERIALIZED (SELECT * FROM `+sc.from+`),
		picked AS NOT MATERIALIZED (SELECT * FROM seen WHERE `+where+`),
		near AS (SELECT DISTINCT event FROM picked WHERE `+near+`),
		found AS (SELECT event, arg_min(day, (days, day)) AS first FROM picked SEMI JOIN near USING (event) GROUP BY event HAVING `+within+`),
		others AS (SELECT event, list(DISTINCT default_id ORDER BY default_id) AS aliases FROM seen SEMI JOIN found USING (event)
			WHERE names_event AND default_id <> event GROUP BY event)
		SELECT picked.*, others.aliases FROM picked JOIN found USING (event) LEFT JOIN others USING (event)
		ORDER BY found.first NULLS LAST, event, story, quote_start, trigger_start, report`, append(all, days...))
}

// frugalMemory bounds what the engine holds while much is read out.
const frugalMemory = "256MB"

// Frugal bounds the memory of the engine until the store is closed, for who reads much
// of it once: without it the engine keeps what it has read for what it may be asked
// next.
func (s *Store) Frugal(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, `SET memory_limit = '`+frugalMemory+`'`); err != nil {
		return fmt.Errorf("readying %s: %w", s.name(), err)
	}
	return nil
}
