package duckdb

import (
	"context"
	"database/sql"
	"fmt"

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
func spansOf(days []dayCount) []entente.Window {
	var spans []entente.Window
	n := 0
	for _, c := range days {
		if len(spans) == 0 || !c.day.Known() || n+c.n > spanRows {
			spans, n = append(spans, entente.Window{From: c.day}), 0
		}
		spans[len(spans)-1].To = c.day
		n += c.n
	}
	return spans
}

// spanWhere holds where a day lies in a span.
func spanWhere(span entente.Window, day string) (string, []any) {
	if !span.From.Known() {
		return day + ` IS NULL`, nil
	}
	return day + ` BETWEEN ? AND ?`, []any{date(span.From).value(), date(span.To).value()}
}

// run is what of the coded events is asked at a time: those of a span of days, or those
// without a day whose ids begin with something between two words.
type run struct {
	entente.Window
	first, last string
}

// runs parts the events of a condition into runs, in their order.
func (sc *scope) runs(ctx context.Context, where string, args []any) ([]run, error) {
	days, err := sc.dayCounts(ctx, where, args)
	if err != nil {
		return nil, err
	}
	spans := spansOf(days)
	var out []run
	for _, s := range spans {
		if s.From.Known() {
			out = append(out, run{Window: s})
			continue
		}
		undated, err := sc.undatedRuns(ctx, where, args)
		if err != nil {
			return nil, err
		}
		out = append(out, undated...)
	}
	return out, nil
}

// dayCounts counts the reports of each day, those without one last.
func (sc *scope) dayCounts(ctx context.Context, where string, args []any) ([]dayCount, error) {
	rows, err := sc.tx.QueryContext(ctx, `SELECT day, count(*) FROM `+sc.from+` WHERE `+where+` GROUP BY day ORDER BY day NULLS LAST`, sc.with(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []dayCount
	for rows.Next() {
		c, err := scanDayCount(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// prefix is as much of an event's id as parts those without a day: e_ and three digits.
const prefix = `left(event, 5)`

// undatedRuns parts the events without a day by the beginnings of their ids.
func (sc *scope) undatedRuns(ctx context.Context, where string, args []any) ([]run, error) {
	rows, err := sc.tx.QueryContext(ctx, `SELECT `+prefix+` AS prefix, count(*) FROM `+sc.from+` WHERE `+where+` AND day IS NULL GROUP BY prefix ORDER BY prefix`, sc.with(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []run
	in := 0
	for rows.Next() {
		var word string
		var n int
		if err := rows.Scan(&word, &n); err != nil {
			return nil, err
		}
		if in += n; len(out) == 0 || in > spanRows {
			out, in = append(out, run{first: word}), n
		}
		out[len(out)-1].last = word
	}
	return out, rows.Err()
}

// eventsOf asks for the events of a condition that lie in a run. An event's day is that
// of one of its reports, so those with a report there are looked at, with all their
// reports. Between which days these lie is asked first: of a store that was filled in
// order of time the engine then reads the whole of few reports. It is false where each
// wants no more.
func (sc *scope) eventsOf(ctx context.Context, r run, where string, args []any, each func(entente.Event) bool) (bool, error) {
	near, some := spanWhere(r.Window, `day`)
	if !r.From.Known() {
		near, some = near+` AND `+prefix+` BETWEEN ? AND ?`, append(some, r.first, r.last)
	}
	within, days := spanWhere(r.Window, `first`)
	found := `WITH seen AS NOT MATERIALIZED (SELECT * FROM ` + sc.from + `),
		picked AS NOT MATERIALIZED (SELECT * FROM seen WHERE ` + where + `),
		near AS (SELECT DISTINCT event FROM picked WHERE ` + near + `),
		found AS (SELECT event, arg_min(day, (days, day)) AS first, min(day) AS low, max(day) AS high, count(*) > count(day) AS undated
			FROM picked SEMI JOIN near USING (event) GROUP BY event HAVING ` + within + `)`
	all := append(append(sc.with(args), some...), days...)
	var low, high entente.Day
	var undated bool
	err := sc.tx.QueryRowContext(ctx, found+` SELECT min(low), max(high), coalesce(bool_or(undated), false) FROM found`, all...).
		Scan((*date)(&low), (*date)(&high), &undated)
	if err != nil {
		return false, err
	}
	return sc.gather(ctx, each, found+`,
		others AS (SELECT event, list(DISTINCT default_id ORDER BY default_id) AS aliases FROM seen SEMI JOIN found USING (event)
			WHERE names_event AND default_id <> event GROUP BY event)
		SELECT picked.*, others.aliases FROM picked JOIN found USING (event) LEFT JOIN others USING (event) WHERE `+bound(low, high, undated)+`
		ORDER BY found.first NULLS LAST, event, story, quote_start, trigger_start, report`, all)
}

// bound holds for reports of the days between two, and for those without a day.
func bound(low, high entente.Day, undated bool) string {
	switch {
	case !low.Known():
		return `day IS NULL`
	case undated:
		return fmt.Sprintf(`(day BETWEEN DATE '%s' AND DATE '%s' OR day IS NULL)`, low, high)
	}
	return fmt.Sprintf(`day BETWEEN DATE '%s' AND DATE '%s'`, low, high)
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
