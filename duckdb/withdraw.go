package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"entente"
)

// Withdraw takes a story back. It no longer counts from the day given, or as of any
// day; all that was read of it stays in the store.
func (s *Store) Withdraw(ctx context.Context, w entente.Withdrawal) error {
	if !entente.AreText(w.Story, w.Why) {
		return fmt.Errorf("withdrawing story %q: %w", w.Story, entente.ErrNotText)
	}
	return s.decide(ctx, "withdrawing", w.Story, func(tx *writer) error { return tx.withdraw(w) })
}

// Reinstate undoes a withdrawal.
func (s *Store) Reinstate(ctx context.Context, story string) error {
	return s.decide(ctx, "reinstating", story, func(tx *writer) error {
		k, err := tx.reinstate(story)
		if err != nil {
			return err
		}
		var t turns
		t.resume(k, k.seen)
		return tx.turn(&t)
	})
}

// decide changes whether a story counts.
func (s *Store) decide(ctx context.Context, doing, story string, change func(*writer) error) error {
	if s.readOnly {
		return fmt.Errorf("%s story %q in %s: %w", doing, story, s.path, entente.ErrReadOnly)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	if err := s.write(ctx, change); err != nil {
		return fmt.Errorf("%s story %q in %s: %w", doing, story, s.name(), err)
	}
	return nil
}

func (w *writer) withdraw(v entente.Withdrawal) error {
	k, err := w.reinstate(v.Story) // the later word counts
	if errors.Is(err, entente.ErrNotFound) {
		k, err = w.one(`current AND story = ?`, v.Story)
	}
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO withdrawals SELECT coalesce(max(n), 0) + 1, true, ?, ?, ?, ?, ? FROM withdrawals`,
		v.Story, k.reading, date(v.From).value(), date(v.Made).value(), v.Why)
	if err != nil {
		return err
	}
	var t turns
	t.end(k, v.From)
	return w.turn(&t)
}

// reinstate ends the withdrawal of a story and gives the reading that it took back,
// which is still to be made current.
func (w *writer) reinstate(story string) (known, error) {
	k, err := w.one(`reading IN (SELECT reading FROM withdrawals WHERE current AND story = ?)`, story)
	if err != nil {
		return k, err
	}
	_, err = w.exec(`UPDATE withdrawals SET current = false WHERE current AND story = ?`, story)
	return k, err
}

// one gives the reading that meets a condition.
func (w *writer) one(where string, args ...any) (k known, err error) {
	err = w.tx.QueryRowContext(w.ctx, `SELECT reading, hash, lexicon, current, published, seen, until FROM stories WHERE `+where, args...).
		Scan(&k.reading, &k.hash, &k.lexicon, &k.current, (*date)(&k.published), (*date)(&k.seen), (*date)(&k.until))
	if errors.Is(err, sql.ErrNoRows) {
		err = entente.ErrNotFound
	}
	return k, err
}

// withdrawn tells which of the readings' stories are withdrawn.
func (w *writer) withdrawn(readings []entente.Reading) (map[string]bool, error) {
	rows, err := w.tx.QueryContext(w.ctx, `SELECT story FROM withdrawals WHERE current AND list_contains(?::VARCHAR[], story)`, storiesOf(readings))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	gone := make(map[string]bool)
	for rows.Next() {
		var story string
		if err := rows.Scan(&story); err != nil {
			return nil, err
		}
		gone[story] = true
	}
	return gone, rows.Err()
}

// Withdrawals gives what is withdrawn, in order of story.
func (s *Store) Withdrawals(ctx context.Context) iter.Seq2[entente.Withdrawal, error] {
	query := `SELECT story, since, made, why FROM withdrawals WHERE current ORDER BY story`
	return rowsOf(ctx, s, "withdrawals", query, nil, func(rows *sql.Rows) (w entente.Withdrawal, err error) {
		err = rows.Scan(&w.Story, (*date)(&w.From), (*date)(&w.Made), &w.Why)
		return w, err
	})
}
