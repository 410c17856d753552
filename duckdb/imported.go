package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"

	"entente"
)

// importsIn gives the query that reads imported events whole, of those that meet a
// condition over imports.
func importsIn(where, tail string) string {
	return `SELECT i.coding, i.key, i.id, f.name, i.line, i.published, i.day,
		s.code, s.sector, s.name, s.role, s.raw, t.code, t.sector, t.name, t.role, t.raw,
		a.root, a.mode, string_split(a.contexts, ';'), a.cameo, a.quad, a.intensity, a.scale, i.events, i.mentions, i.sources, i.articles,
		p.name, p.country, p.latitude, p.longitude, l.url
		FROM (SELECT imports.* EXCLUDE (coding), codings.name AS coding FROM imports JOIN codings USING (coding) WHERE ` + where + importOrder + tail + `) i
		JOIN files f USING (file) JOIN actors s ON s.actor = i.source JOIN actors t ON t.actor = i.target
		JOIN acts a USING (act) JOIN places p USING (place) JOIN links l USING (link)
		ORDER BY i.day NULLS LAST, i.coding || ':' || coalesce(i.id, i.key::VARCHAR)`
}

const importOrder = ` ORDER BY day NULLS LAST, codings.name || ':' || coalesce(id, key::VARCHAR)`

// importRow is a row of imports.
type importRow struct {
	key            int64
	id             *string
	source, target entente.Actor
	act            entente.ActKind
	site           entente.Site
	entente.Imported
}

func (r *importRow) fields() []any {
	o, s, t, a, p := &r.Provenance, &r.source, &r.target, &r.act, &r.site
	return []any{
		&o.Source, &r.key, &r.id, &o.File, &o.Line, (*date)(&r.Published), (*date)(&r.Day),
		&s.Code, &s.Sector, &s.Name, &s.Role, &s.Raw, &t.Code, &t.Sector, &t.Name, &t.Role, &t.Raw,
		&a.Plover.Event, &a.Plover.Mode, (*list)(&a.Plover.Contexts), &a.Cameo, &a.Quad, &a.Intensity, &a.Scale,
		&o.Events, &o.Mentions, &o.Sources, &o.Articles,
		&p.Place.Name, &p.Place.Country, &p.Latitude, &p.Longitude, &r.URL,
	}
}

// event gives the row as an event with its one report.
func (r *importRow) event() entente.Event {
	i := r.imported()
	report := i.Report()
	return entente.Event{ID: report.ID, Reports: []entente.Report{report}}
}

// imported gives the row as it was imported.
func (r *importRow) imported() entente.Imported {
	r.Provenance.ID = idOf(r.key, r.id)
	if r.Provenance.Events == 1 {
		r.Provenance.Events = 0
	}
	if c := r.act.Plover.Contexts; len(c) == 1 && c[0] == "" { // '' parts into one empty word
		r.act.Plover.Contexts = []string{}
	}
	r.Source, r.Target, r.Act, r.Site = &r.source, &r.target, &r.act, &r.site
	return r.Imported
}

func scanImport(rows *sql.Rows) (entente.Event, error) {
	var r importRow
	err := rows.Scan(r.fields()...)
	return r.event(), err
}

// importedEvent gives an imported event by source and own id.
func (s *Store) importedEvent(ctx context.Context, source, id string, asOf entente.Day) (entente.Event, error) {
	key, text := keyOf(id)
	var w where
	w.add(`codings.name = ? AND key = ? AND id IS NOT DISTINCT FROM ?`, source, key, text)
	asOfWhere(&w, entente.Filter{AsOf: asOf})
	cond, args := w.sql()
	for e, err := range rowsOf(ctx, s, "events", importsIn(cond, ``), args, scanImport) {
		return e, err
	}
	return entente.Event{}, fmt.Errorf("event %q: %w", source+":"+id, entente.ErrNotFound)
}

// importStream gives the imported events that a filter picks, one by one.
type importStream struct {
	next func() (entente.Event, error, bool)
	stop func()
}

// openImports begins to read.
func (s *Store) openImports(ctx context.Context, f entente.Filter) importStream {
	next, stop := iter.Pull2(s.importsOf(ctx, f))
	return importStream{next, stop}
}

// importsOf gives the imported events that a filter picks. The engine hands out an
// answer when it has all of it, so many events are asked some days at a time.
func (s *Store) importsOf(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	return func(yield func(entente.Event, error) bool) {
		w, err := s.importsWhere(ctx, s.db, f)
		if err == nil {
			daysOf(w, f)
		}
		if err != nil || w.nothing() {
			if err != nil {
				yield(entente.Event{}, s.reading(ctx, "events", err))
			}
			return
		}
		cond, args := w.whole()
		tail, more := limit(f)
		spans := []entente.Window{{}}
		if tail == "" {
			if spans, err = s.importSpans(ctx, cond, args); err != nil {
				yield(entente.Event{}, err)
				return
			}
		}
		for _, span := range spans {
			within, days := spanWhere(span, `day`)
			if tail != "" {
				within, days = `true`, nil
			}
			for e, err := range rowsOf(ctx, s, "events", importsIn(cond+` AND `+within, tail), slices.Concat(args, days, more), scanImport) {
				if !yield(e, err) || err != nil {
					return
				}
			}
		}
	}
}

// importSpans gives runs of days that together hold all events of a condition, undated
// ones last.
func (s *Store) importSpans(ctx context.Context, where string, args []any) ([]entente.Window, error) {
	query := `SELECT day, count(*) FROM imports WHERE ` + where + ` GROUP BY day ORDER BY day NULLS LAST`
	var days []dayCount
	for c, err := range rowsOf(ctx, s, "events", query, args, scanDayCount) {
		if err != nil {
			return nil, err
		}
		days = append(days, c)
	}
	return spansOf(days), nil
}

// merger yields coded and imported events in one order.
type merger struct {
	yield   func(entente.Event, error) bool
	imports importStream
	limit   int
	n       int

	ahead   entente.Event // the next imported event
	have    bool
	ended   bool // there are no more of them
	stopped bool
}

// peek reads the next imported event; it is false where there is none.
func (m *merger) peek() bool {
	if m.have || m.ended || m.stopped {
		return m.have
	}
	e, err, ok := m.imports.next()
	switch {
	case !ok:
		m.ended = true
	case err != nil:
		m.yield(entente.Event{}, err)
		m.stopped = true
	default:
		m.ahead, m.have = e, true
	}
	return m.have
}

// give yields an event, unless there were enough.
func (m *merger) give(e entente.Event) {
	if m.stopped {
		return
	}
	m.n++
	m.stopped = !m.yield(e, nil) || m.limit > 0 && m.n >= m.limit
}

// coded yields the imported events that come before a coded one, and that.
func (m *merger) coded(e entente.Event) bool {
	for m.peek() && before(&m.ahead, &e) {
		m.have = false
		m.give(m.ahead)
	}
	m.give(e)
	return !m.stopped
}

// rest yields the imported events that are left.
func (m *merger) rest() {
	for m.peek() {
		m.have = false
		m.give(m.ahead)
	}
}

// before orders two events by day and id, undated ones last.
func before(a, b *entente.Event) bool {
	x, y := a.Window().From, b.Window().From
	if x.Known() != y.Known() {
		return x.Known()
	}
	return cmp.Or(cmp.Compare(x, y), strings.Compare(a.ID, b.ID)) < 0
}

// publishedWhere takes of a filter what picks days of publication of imported events.
func publishedWhere(f entente.Filter) (string, []any) {
	var w where
	if len(f.Sources) > 0 {
		w.add(`coding IN (SELECT coding FROM codings WHERE list_contains(?::VARCHAR[], name))`, f.Sources)
	}
	if len(f.Stories) > 0 {
		w.add(`false`)
	}
	if f.From.Known() {
		w.add(`published >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`published <= ?`, date(f.To).value())
	}
	asOfWhere(&w, f)
	return w.sql()
}

// countImports adds what was imported to the counts.
func (s *Store) countImports(ctx context.Context, tx *sql.Tx, f entente.Filter, c *entente.Counts) error {
	w, err := s.importsWhere(ctx, tx, f)
	if err != nil {
		return err
	}
	daysOf(w, f)
	cond, args := w.whole()
	var undated int
	err = tx.QueryRowContext(ctx, `SELECT coalesce(sum(events), 0)::BIGINT, count(*), coalesce(sum(events) FILTER (day IS NULL), 0)::BIGINT
		FROM imports WHERE `+cond, args...).Scan(&c.Imported, &adder{&c.Reports}, &undated)
	if err != nil {
		return err
	}
	c.Events += c.Imported
	c.Undated += undated
	return tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM mentions), (SELECT count(*) FROM measures WHERE current)`).
		Scan(&c.Mentions, &c.Measures)
}

// adder adds what it scans to a count.
type adder struct{ n *int }

// Scan adds a count.
func (a *adder) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("%T is not a count", v)
	}
	*a.n += int(n)
	return nil
}

// Mentions gives the mentions of an imported event.
func (s *Store) Mentions(ctx context.Context, event string) iter.Seq2[entente.Mention, error] {
	source, id, ok := strings.Cut(event, ":")
	if !ok || id == "" {
		return func(func(entente.Mention, error) bool) {}
	}
	key, text := keyOf(id)
	query := `SELECT files.name, line, published, outlet, url, sentence, confidence FROM mentions m JOIN files USING (file) JOIN links USING (link)
		WHERE m.coding = (SELECT coding FROM codings o WHERE o.name = ?) AND key = ? AND id IS NOT DISTINCT FROM ? ORDER BY published NULLS LAST, url, sentence`
	return rowsOf(ctx, s, "mentions", query, []any{source, key, text}, func(rows *sql.Rows) (entente.Mention, error) {
		m := entente.Mention{Source: source, Event: id}
		err := rows.Scan(&m.File, &m.Line, (*date)(&m.Published), &m.Outlet, &m.URL, &m.Sentence, &m.Confidence)
		return m, err
	})
}

// Measures gives the figures that count.
func (s *Store) Measures(ctx context.Context, f entente.MeasureFilter) iter.Seq2[entente.Measure, error] {
	w := where{conds: []string{"current"}}
	oneOf(&w, "series", f.Series)
	measuredPair(&w, f.Pair)
	if f.From.Known() {
		w.add(`date_to >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`date_from <= ?`, date(f.To).value())
	}
	cond, args := w.sql()
	query := `SELECT series, a, b, date_from, date_to, value, source, licence, name, line FROM measures JOIN files USING (file)
		WHERE ` + cond + ` ORDER BY series, a, b, date_from NULLS LAST, date_to NULLS LAST, source`
	return rowsOf(ctx, s, "measures", query, args, func(rows *sql.Rows) (m entente.Measure, err error) {
		err = rows.Scan(&m.Series, &m.A, &m.B, (*date)(&m.From), (*date)(&m.To), &m.Value, &m.Source, &m.Licence, &m.File, &m.Line)
		return m, err
	})
}

// measuredPair takes two codes as a pair in that order or the other.
func measuredPair(w *where, pair []entente.Code) {
	switch len(pair) {
	case 0:
	case 1:
		w.add(`a = ? OR b = ?`, string(pair[0]), string(pair[0]))
	default:
		a, b := string(pair[0]), string(pair[1])
		w.add(`a = ? AND b = ? OR a = ? AND b = ?`, a, b, b, a)
	}
}

// Holdings says what is there of each source of imported events.
func (s *Store) Holdings(ctx context.Context) ([]entente.Holding, error) {
	query := `SELECT name, sum(rows)::BIGINT, sum(events)::BIGINT, min(first), max(last), licence FROM days JOIN codings USING (coding) GROUP BY name, licence ORDER BY name`
	var out []entente.Holding
	for h, err := range rowsOf(ctx, s, "holdings", query, nil, func(rows *sql.Rows) (h entente.Holding, err error) {
		err = rows.Scan(&h.Source, &h.Rows, &h.Events, (*date)(&h.From), (*date)(&h.To), &h.Licence)
		return h, err
	}) {
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}
