package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"slices"

	"entente"
)

// placing is what the store knows of a report's event, and the little of the report
// that decides it.
type placing struct {
	n         int64
	act       string
	event     string
	names     bool
	defaultID string
	entente.Report
}

const placingColumns = `n, act, event, names_event, default_id, report, story, date_from, date_to, source, source_name,
	source_raw, target, target_name, target_raw, reciprocal, root, status, lemma`

func (p *placing) fields() []any {
	return []any{
		&p.n, &p.act, &p.event, &p.names, &p.defaultID, &p.Report.Report, &p.Story, (*date)(&p.DateFrom), (*date)(&p.DateTo),
		&p.Source.Code, &p.Source.Name, &p.Source.Raw, &p.Target.Code, &p.Target.Name, &p.Target.Raw,
		&p.Reciprocal, &p.Plover.Event, &p.Status, &p.Lemma,
	}
}

// changes are reports that have another event than the store says, column by column.
type changes struct {
	ns     []int64
	events []string
	names  []bool
}

// recluster gives the reports of the touched act keys their events anew.
func (w *writer) recluster() error {
	if len(w.acts) == 0 {
		return nil
	}
	acts := make([]string, 0, len(w.acts))
	for act := range w.acts {
		acts = append(acts, act)
	}
	slices.Sort(acts)
	c, err := replace(w.ctx, w.tx, `SELECT `+placingColumns+` FROM reports
		WHERE current AND act IN (SELECT unnest(?::VARCHAR[])) ORDER BY act, n`, acts)
	if err != nil || len(c.ns) == 0 {
		return err
	}
	if err := c.keep(w.ctx, w.tx, "moved"); err != nil {
		return err
	}
	if _, err := w.exec(`UPDATE reports SET event = m.event, names_event = m.names_event FROM moved m WHERE reports.n = m.n`); err != nil {
		return err
	}
	_, err = w.exec(`DROP TABLE moved`)
	return err
}

// replace clusters the reports that a query gives in order of act key, one key after
// another, and returns those whose event differs from the stored one.
func replace(ctx context.Context, tx *sql.Tx, query string, args ...any) (changes, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return changes{}, err
	}
	defer rows.Close()
	var c changes
	var same []placing
	for rows.Next() {
		var p placing
		if err := rows.Scan(p.fields()...); err != nil {
			return changes{}, err
		}
		if len(same) > 0 && same[0].act != p.act {
			c.add(same)
			same = same[:0]
		}
		same = append(same, p)
	}
	c.add(same)
	return c, rows.Err()
}

// add clusters the reports of one act key.
func (c *changes) add(same []placing) {
	reports := make([]entente.Report, len(same))
	for i := range same {
		reports[i] = same[i].Report
	}
	event := make(map[string]string, len(same)) // by report
	named := make(map[string]string, len(same)) // event by id or alias
	for _, e := range entente.Cluster(reports) {
		named[e.ID] = e.ID
		for _, alias := range e.Aliases {
			named[alias] = e.ID
		}
		for i := range e.Reports {
			event[e.Reports[i].Report] = e.ID
		}
	}
	for i := range same {
		p := &same[i]
		id := event[p.Report.Report]
		names := named[p.defaultID] == id
		if id != p.event || names != p.names {
			c.ns, c.events, c.names = append(c.ns, p.n), append(c.events, id), append(c.names, names)
		}
	}
}

// keep writes the changes to a table that lasts as long as the transaction's connection.
func (c *changes) keep(ctx context.Context, tx *sql.Tx, table string) error {
	_, err := tx.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE `+table+` AS SELECT
		unnest(?::BIGINT[]) AS n, unnest(?::VARCHAR[]) AS event, unnest(?::BOOLEAN[]) AS names_event`, c.ns, c.events, c.names)
	return err
}

// scope is a reader's transaction and the reports it may see: from is what to select
// them from, as current reports with their events.
type scope struct {
	conn *sql.Conn
	tx   *sql.Tx
	from string
	args []any

	sheets  *sheets
	stand   int // of them when it began
	phrases *phrases
}

// scope begins to read. As of an earlier day the events are those that would be known
// had nothing later been read: act keys whose reports then were others are clustered
// anew, the rest are as stored.
func (s *Store) scope(ctx context.Context, f entente.Filter) (*scope, error) {
	stand := s.sheets.now()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(unbroken(ctx), nil)
	if err != nil {
		conn.Close()
		return nil, err
	}
	sc := &scope{conn: conn, tx: tx, sheets: &s.sheets, phrases: &s.phrases, stand: stand, from: `(SELECT * FROM reports WHERE current)`}
	if !f.TakesCoded() {
		sc.from = `(SELECT * FROM reports WHERE false)`
		return sc, nil
	}
	if !f.AsOf.Known() {
		return sc, nil
	}
	if err := sc.goBack(ctx, f); err != nil {
		sc.end()
		return nil, err
	}
	return sc, nil
}

func (sc *scope) goBack(ctx context.Context, f entente.Filter) error {
	then := thenArgs(f.AsOf)
	pair := entente.Filter{Query: entente.Query{Pair: f.Pair}}
	where, args := reportsWhere(pair)
	c, err := replace(ctx, sc.tx, `SELECT `+placingColumns+` FROM reports
		WHERE reading IN `+countedThen+` AND act IN (SELECT act FROM reports WHERE current <> (reading IN `+countedThen+`))
		AND `+where+` ORDER BY act, n`, slices.Concat(then, then, args)...)
	if err != nil {
		return err
	}
	sc.args = then
	if len(c.ns) == 0 {
		sc.from = `(SELECT * FROM reports WHERE reading IN ` + countedThen + `)`
		return nil
	}
	if err := c.keep(ctx, sc.tx, "moved"); err != nil {
		return err
	}
	sc.from = `(SELECT r.* REPLACE (coalesce(m.event, r.event) AS event, coalesce(m.names_event, r.names_event) AS names_event)
		FROM reports r LEFT JOIN moved m USING (n) WHERE r.reading IN ` + countedThen + `)`
	return nil
}

// end lets go; what was made for reading goes with the transaction.
func (sc *scope) end() {
	if sc.tx.Rollback() != nil { // nobody is to have a connection that is within a transaction
		_ = sc.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	sc.conn.Close()
}

// unbroken is a context to begin a transaction with: who leaves while it begins would leave the
// connection within it, for the next to fail. What is asked in it can be broken off.
func unbroken(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
