package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"entente"
)

// Events gives events in order of day and id, undated ones last, with the reports
// that the filter picks in order of story and offset. Those coded and those imported
// are each in order, and are merged.
func (s *Store) Events(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	return func(yield func(entente.Event, error) bool) {
		imports := s.openImports(ctx, f)
		defer imports.stop()
		m := merger{yield: yield, imports: imports, limit: f.Limit}
		if err := s.events(ctx, f, m.coded); err != nil {
			yield(entente.Event{}, s.reading(ctx, "events", err))
			return
		}
		m.rest()
	}
}

// Event gives an event by its id, an alias, or the id of one of its reports.
func (s *Store) Event(ctx context.Context, id string) (entente.Event, error) {
	return s.EventAsOf(ctx, id, 0)
}

// EventAsOf gives an event as it was known on a day.
func (s *Store) EventAsOf(ctx context.Context, id string, day entente.Day) (entente.Event, error) {
	if source, own, ok := strings.Cut(id, ":"); ok && source != "" && own != "" {
		return s.importedEvent(ctx, source, own, day)
	}
	f := entente.Filter{AsOf: day}
	found, err := s.resolve(ctx, id, f)
	if errors.Is(err, sql.ErrNoRows) {
		return entente.Event{}, s.untold(ctx, id, day)
	}
	if err != nil {
		return entente.Event{}, s.reading(ctx, "events", err)
	}
	var e entente.Event
	err = s.eventsWhere(ctx, f, `event = ?`, []any{found}, func(one entente.Event) bool {
		e = one
		return false
	})
	return e, s.reading(ctx, "events", err)
}

// untold says why an event is not there.
func (s *Store) untold(ctx context.Context, id string, day entente.Day) error {
	if day.Known() {
		return fmt.Errorf("event %q as of %s: %w", id, day, entente.ErrNotFound)
	}
	var story, why string
	err := s.db.QueryRowContext(ctx, `SELECT w.story, w.why FROM reports JOIN withdrawals w USING (reading) WHERE w.current AND
		(event = ? OR default_id = ? OR report = ?) ORDER BY w.n LIMIT 1`, id, id, id).Scan(&story, &why)
	if err != nil {
		return fmt.Errorf("event %q: %w", id, entente.ErrNotFound)
	}
	return fmt.Errorf("event %q: story %q, which told of it, was withdrawn (%s): %w", id, story, why, entente.ErrNotFound)
}

// resolve finds the id of the event that an id leads to. One that only superseded
// reports bear leads to the act that their story still tells of, if it does; one that
// came later leads to the event of a report that was known by then.
func (s *Store) resolve(ctx context.Context, id string, f entente.Filter) (string, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return "", err
	}
	defer sc.end()
	var found string
	for _, q := range []struct {
		query string
		ids   int
	}{
		{`SELECT event FROM ` + sc.from + ` WHERE event = ? OR names_event AND default_id = ? OR report = ?
			ORDER BY event = ? DESC, default_id = ? DESC, event LIMIT 1`, 5},
		// An id that Cluster made of a report alone, while another event bore its default id.
		{`SELECT event FROM ` + sc.from + ` WHERE 'e_' || left(sha256('report ' || report), 16) = ? ORDER BY n LIMIT 1`, 1},
		{`SELECT event FROM ` + sc.from + ` WHERE report IN (SELECT report FROM reports WHERE current AND event IN (SELECT event FROM reports
			WHERE current AND (event = ? OR names_event AND default_id = ? OR report = ?))) ORDER BY n LIMIT 1`, 3},
		{`SELECT new.event FROM ` + sc.from + ` new JOIN reports old USING (story, act)
			WHERE NOT old.current AND (old.event = ? OR old.default_id = ? OR old.report = ?)
			ORDER BY abs(new.trigger_start - old.trigger_start), new.report, old.n LIMIT 1`, 3},
	} {
		err = sc.tx.QueryRowContext(ctx, q.query, sc.with(slices.Repeat([]any{id}, q.ids))...).Scan(&found)
		if !errors.Is(err, sql.ErrNoRows) {
			break
		}
	}
	return found, err
}

// events gives the events of a filter, where many are picked some days at a time.
func (s *Store) events(ctx context.Context, f entente.Filter, each func(entente.Event) bool) error {
	where, args := reportsWhere(f)
	if f.Limit > 0 {
		return s.eventsWhere(ctx, f, where, args, each)
	}
	sc, err := s.scope(ctx, f)
	if err != nil {
		return err
	}
	defer sc.end()
	runs, err := sc.runs(ctx, where, args)
	if err != nil {
		return err
	}
	if len(runs) == 1 {
		_, err := sc.events(ctx, f, where, args, each)
		return err
	}
	for _, r := range runs {
		if more, err := sc.eventsOf(ctx, r, where, args, each); err != nil || !more {
			return err
		}
	}
	return nil
}

// eventsWhere gives the events of the reports that meet a condition; each returns
// false to stop.
func (s *Store) eventsWhere(ctx context.Context, f entente.Filter, where string, args []any, each func(entente.Event) bool) error {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return err
	}
	defer sc.end()
	_, err = sc.events(ctx, f, where, args, each)
	return err
}

// events asks for all events at once; it is false where each wants no more.
func (sc *scope) events(ctx context.Context, f entente.Filter, where string, args []any, each func(entente.Event) bool) (bool, error) {
	tail, more := limit(f)
	return sc.gather(ctx, each, `WITH seen AS NOT MATERIALIZED (SELECT * FROM `+sc.from+`),
		picked AS NOT MATERIALIZED (SELECT * FROM seen WHERE `+where+`),
		found AS (SELECT event, arg_min(day, (days, day)) AS first FROM picked GROUP BY event ORDER BY first NULLS LAST, event`+tail+`),
		others AS (SELECT event, list(DISTINCT default_id ORDER BY default_id) AS aliases FROM seen
			WHERE names_event AND default_id <> event GROUP BY event)
		SELECT picked.*, others.aliases FROM picked JOIN found USING (event) LEFT JOIN others USING (event)
		ORDER BY found.first NULLS LAST, event, story, quote_start, trigger_start, report`,
		append(sc.with(args), more...))
}

// gather runs a query whose rows are reports of events that lie together, with aliases.
func (sc *scope) gather(ctx context.Context, each func(entente.Event) bool, query string, args []any) (bool, error) {
	rows, err := sc.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return gather(rows, each)
}

// with puts the scope's own arguments before others.
func (sc *scope) with(args []any) []any {
	return append(append([]any{}, sc.args...), args...)
}

// gather makes events of rows that lie together; it is false where each wants no more.
func gather(rows *sql.Rows, each func(entente.Event) bool) (bool, error) {
	var e entente.Event
	for rows.Next() {
		var row reportRow
		var aliases list
		if err := rows.Scan(append(row.fields(), &aliases)...); err != nil {
			return false, err
		}
		if row.event != e.ID && len(e.Reports) > 0 {
			if !each(e) {
				return false, nil
			}
			e = entente.Event{}
		}
		e.ID, e.Aliases = row.event, aliases
		e.Reports = append(e.Reports, row.report())
	}
	if err := rows.Err(); err != nil {
		return false, err
	}
	return len(e.Reports) == 0 || each(e), nil
}
