package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"entente"
)

// Decide adds a decision to the log and keeps the story of its report as it was read
// again, both or neither. It gives the number of the decision.
func (s *Store) Decide(ctx context.Context, d entente.Decision, again entente.Reading) (int64, error) {
	if s.readOnly {
		return 0, fmt.Errorf("deciding on report %q in %s: %w", d.Report, s.path, entente.ErrReadOnly)
	}
	if !entente.AreText(d.Report, d.Story, string(d.Verdict), d.By, d.Why, d.With) {
		return 0, fmt.Errorf("deciding on report %q: %w", d.Report, entente.ErrNotText)
	}
	if err := checkReading(&again); err != nil {
		return 0, fmt.Errorf("deciding on report %q: %w", d.Report, err)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	err := s.write(ctx, func(w *writer) (err error) {
		if d.N, err = w.log(&d); err != nil {
			return err
		}
		return w.save([]entente.Reading{again})
	})
	if err != nil {
		return 0, fmt.Errorf("deciding on report %q in %s: %w", d.Report, s.name(), err)
	}
	return d.N, nil
}

// log writes a decision down.
func (w *writer) log(d *entente.Decision) (n int64, err error) {
	was, err := json.Marshal(&d.Was)
	if err != nil {
		return 0, err
	}
	var becomes any
	if d.Becomes != nil {
		text, err := json.Marshal(d.Becomes)
		if err != nil {
			return 0, err
		}
		becomes = string(text)
	}
	if err := w.tx.QueryRowContext(w.ctx, `SELECT coalesce(max(n), 0) + 1 FROM decisions`).Scan(&n); err != nil {
		return 0, err
	}
	_, err = w.exec(`INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n, d.Report, d.Story, string(d.Verdict), d.By, d.Made.UTC().Truncate(time.Second), d.Why, d.With, becomes, string(was))
	return n, err
}

const decisionColumns = `n, report, story, verdict, person, made, why, partner, becomes::VARCHAR, was::VARCHAR`

// Decisions gives the log in its order; of one story, where it is named.
func (s *Store) Decisions(ctx context.Context, story string) iter.Seq2[entente.Decision, error] {
	return rowsOf(ctx, s, "decisions", `SELECT `+decisionColumns+` FROM decisions WHERE ? = '' OR story = ? ORDER BY n`, []any{story, story}, scanDecision)
}

func scanDecision(rows *sql.Rows) (d entente.Decision, err error) {
	var becomes sql.NullString
	var was string
	if err := rows.Scan(&d.N, &d.Report, &d.Story, (*string)(&d.Verdict), &d.By, &d.Made, &d.Why, &d.With, &becomes, &was); err != nil {
		return d, err
	}
	d.Made = d.Made.UTC()
	if becomes.Valid {
		if err := json.Unmarshal([]byte(becomes.String), &d.Becomes); err != nil {
			return d, err
		}
	}
	return d, json.Unmarshal([]byte(was), &d.Was)
}

// decided lets a batch of readings respect what was decided on their stories.
func (w *writer) decided(readings []entente.Reading) ([]entente.Reading, error) {
	rows, err := w.tx.QueryContext(w.ctx, `SELECT `+decisionColumns+` FROM decisions WHERE list_contains(?::VARCHAR[], story) ORDER BY n`, storiesOf(readings))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	log := map[string][]entente.Decision{}
	for rows.Next() {
		d, err := scanDecision(rows)
		if err != nil {
			return nil, err
		}
		log[d.Story] = append(log[d.Story], d)
	}
	if err := rows.Err(); err != nil || len(log) == 0 {
		return readings, err
	}
	out := make([]entente.Reading, len(readings))
	copy(out, readings)
	for i := range out {
		if l := log[out[i].Story.ID]; len(l) > 0 {
			out[i].Reports = entente.Decided(out[i].Reports, l)
			out[i].Lexicon += entente.DecidedMark(l)
		}
	}
	return out, nil
}

// mark is the mark of a story's decisions.
func (s *Store) mark(ctx context.Context, story string) (string, error) {
	var log []entente.Decision
	for d, err := range s.Decisions(ctx, story) {
		if err != nil {
			return "", err
		}
		log = append(log, d)
	}
	return entente.DecidedMark(log), nil
}
