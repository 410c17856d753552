package duckdb

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"entente"

	engine "github.com/duckdb/duckdb-go/v2"
)

// Save keeps readings in one transaction, all or none. What each table takes is
// checked first, so that poor text costs nothing but an error.
func (s *Store) Save(ctx context.Context, readings ...entente.Reading) (entente.Receipt, error) {
	if s.readOnly {
		return entente.Receipt{}, fmt.Errorf("saving to %s: %w", s.path, entente.ErrReadOnly)
	}
	for i := range readings {
		if err := checkReading(&readings[i]); err != nil {
			return entente.Receipt{}, fmt.Errorf("saving story %q: %w", readings[i].Story.ID, err)
		}
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	receipt, err := s.save(ctx, readings)
	if err != nil {
		return entente.Receipt{}, fmt.Errorf("saving %d stories to %s: %w", len(readings), s.name(), err)
	}
	return receipt, nil
}

func (s *Store) name() string {
	if s.path == "" {
		return "memory"
	}
	return s.path
}

func (s *Store) save(ctx context.Context, readings []entente.Reading) (entente.Receipt, error) {
	var receipt entente.Receipt
	err := s.write(ctx, func(w *writer) error {
		for rest := readings; len(rest) > 0; {
			n := distinctStories(rest)
			if err := w.save(rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		receipt = w.receipt
		return nil
	})
	if err != nil {
		return entente.Receipt{}, err
	}
	return receipt, nil
}

// write changes what was read in one transaction, and gives the reports concerned
// their events anew.
func (s *Store) write(ctx context.Context, change func(*writer) error) (err error) {
	defer func() { err = brokenOff(ctx, err) }()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := &writer{ctx: ctx, conn: conn, tx: tx, acts: make(map[string]bool)}
	if err := change(w); err != nil {
		return err
	}
	if err := w.recluster(); err != nil {
		return err
	}
	return s.commit(ctx, tx)
}

// brokenOff says of an error of the engine, which has a kind of its own for it, that the
// context ended: it stops the statement in work and does not say why.
func brokenOff(ctx context.Context, err error) error {
	var stop *engine.Error
	if ctx.Err() != nil && errors.As(err, &stop) && stop.Type == engine.ErrorTypeInterrupt {
		return ctx.Err()
	}
	return err
}

// distinctStories is how many readings lie before the first that repeats a story.
func distinctStories(readings []entente.Reading) int {
	seen := make(map[string]bool, len(readings))
	for i := range readings {
		id := readings[i].Story.ID
		if seen[id] {
			return i
		}
		seen[id] = id != ""
	}
	return len(readings)
}

// writer is one transaction of saving.
type writer struct {
	ctx     context.Context
	conn    *sql.Conn
	tx      *sql.Tx
	receipt entente.Receipt
	acts    map[string]bool // act keys whose reports changed
}

// save keeps readings of stories that differ from one another.
func (w *writer) save(readings []entente.Reading) error {
	readings, err := w.decided(readings)
	if err != nil {
		return err
	}
	have, err := w.known(readings)
	if err != nil {
		return err
	}
	gone, err := w.withdrawn(readings)
	if err != nil {
		return err
	}
	var fresh []dated
	var t turns
	for _, r := range readings {
		r.Story.Hash = hashOf(&r.Story)
		old := have[r.Story.ID]
		current := slices.IndexFunc(old, func(k known) bool { return k.current })
		switch {
		case r.Story.ID == "":
			fresh = append(fresh, dated{r, 0})
		case gone[r.Story.ID]:
			w.receipt.Withdrawn++
		case current < 0:
			w.receipt.Read++
			fresh = append(fresh, dated{r, cmp.Or(r.Story.Published, r.Seen)})
		case old[current].is(&r):
			w.receipt.Known++
		default:
			w.receipt.Reread++
			if seen, again := t.follow(old, current, &r); !again {
				fresh = append(fresh, dated{r, seen})
			}
		}
	}
	if err := w.turn(&t); err != nil {
		return err
	}
	return w.add(fresh)
}

func hashOf(s *entente.Story) string {
	if s.Hash != "" {
		return s.Hash
	}
	sum := sha256.Sum256([]byte(s.Text))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func (w *writer) exec(query string, args ...any) (int64, error) {
	res, err := w.tx.ExecContext(w.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// touch notes the act keys of readings.
func (w *writer) touch(readings []int64) error {
	rows, err := w.tx.QueryContext(w.ctx, `SELECT DISTINCT act FROM reports WHERE list_contains(?::BIGINT[], reading)`, readings)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var act string
		if err := rows.Scan(&act); err != nil {
			return err
		}
		w.acts[act] = true
	}
	return rows.Err()
}

// add appends new readings.
func (w *writer) add(readings []dated) error {
	var reading, n int64
	row := w.tx.QueryRowContext(w.ctx, `SELECT (SELECT coalesce(max(reading), 0) FROM stories), (SELECT coalesce(max(n), 0) FROM reports)`)
	if err := row.Scan(&reading, &n); err != nil {
		return err
	}
	var stories, reports, assessments, problems [][]driver.Value
	for i := range readings {
		r := &readings[i].Reading
		if r.Story.ID == "" {
			found, err := w.newProblems(r.Problems)
			if err != nil {
				return err
			}
			problems = append(problems, found...)
			continue
		}
		reading++
		stories = append(stories, values((&storyRow{reading, true, r.Lexicon, r.Story, readings[i].seen, 0}).fields()))
		for _, v := range once(r.Reports) {
			n++
			row := newReportRow(v, reading, r.Story.Published)
			row.n = n
			w.acts[row.act] = true
			reports = append(reports, values(row.fields()))
		}
		for _, v := range r.Assessments {
			assessments = append(assessments, values(newAssessmentRow(v, reading, r.Story.Published).fields()))
		}
		for _, v := range r.Problems {
			problems = append(problems, values((&problemRow{reading, true, r.Story.Published, r.Story.ID, v}).fields()))
		}
	}
	w.receipt.Reports += len(reports)
	w.receipt.Assessments += len(assessments)
	w.receipt.Problems += len(problems)
	return w.conn.Raw(func(c any) error {
		for _, t := range []struct {
			table string
			rows  [][]driver.Value
		}{{"stories", stories}, {"reports", reports}, {"assessments", assessments}, {"problems", problems}} {
			if err := appendRows(w.ctx, c.(driver.Conn), t.table, t.rows); err != nil {
				return fmt.Errorf("writing %s: %w", t.table, err)
			}
		}
		return nil
	})
}

// once drops reports whose id came before.
func once(reports []entente.Report) []entente.Report {
	seen := make(map[string]bool, len(reports))
	var kept []entente.Report
	for _, r := range reports {
		if !seen[r.Report] {
			seen[r.Report] = true
			kept = append(kept, r)
		}
	}
	return kept
}

// newProblems gives rows for problems of no story that are not yet known.
func (w *writer) newProblems(problems []entente.Problem) ([][]driver.Value, error) {
	var rows [][]driver.Value
	seen := make(map[entente.Problem]bool)
	for _, p := range problems {
		var have bool
		err := w.tx.QueryRowContext(w.ctx, `SELECT count(*) > 0 FROM problems WHERE reading = 0 AND stage = ? AND subject = ?
			AND "offset" = ? AND message = ?`, p.Stage, p.Subject, p.Offset, p.Message).Scan(&have)
		if err != nil {
			return nil, err
		}
		if !have && !seen[p] {
			seen[p] = true
			rows = append(rows, values((&problemRow{current: true, Problem: p}).fields()))
		}
	}
	return rows, nil
}

// appendRows writes rows through the engine's appender, inside the transaction that
// the connection is in.
func appendRows(ctx context.Context, c driver.Conn, table string, rows [][]driver.Value) error {
	if len(rows) == 0 {
		return nil
	}
	a, err := engine.NewAppenderFromConn(c, "", table)
	if err != nil {
		return err
	}
	for i, row := range rows {
		err := a.AppendRow(row...)
		if err == nil && i%1024 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			a.Clear()
			a.Close()
			return err
		}
	}
	return a.Close()
}
