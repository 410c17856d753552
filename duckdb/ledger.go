package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"entente"
)

// Record puts forecasts on record. One that says what one on record says changes nothing.
func (s *Store) Record(ctx context.Context, entries ...entente.Entry) (int, error) {
	rows := make([]string, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.ID == "" || e.ID != e.EntryID() || !e.Made.Known() || !e.Origin.Known() || e.Horizon < 1 || !(e.Probability >= 0 && e.Probability <= 1) {
			return 0, fmt.Errorf("recording a forecast of %s: %w", e.Question(), entente.ErrNotSound)
		}
		text, err := json.Marshal(e)
		if err != nil {
			return 0, fmt.Errorf("recording a forecast of %s: %w", e.Question(), err)
		}
		if rows[i] = string(text); !entente.AreText(rows[i], e.By, e.Note) {
			return 0, fmt.Errorf("recording a forecast of %s: %w", e.Question(), entente.ErrNotText)
		}
	}
	n := 0
	err := s.enter(ctx, "recording forecasts", func(w *writer) error {
		for i := range entries {
			took, err := w.record(&entries[i], rows[i])
			if err != nil {
				return err
			}
			n += took
		}
		return nil
	})
	return n, err
}

// enter changes the ledger in one transaction.
func (s *Store) enter(ctx context.Context, doing string, change func(*writer) error) error {
	if s.readOnly {
		return fmt.Errorf("%s in %s: %w", doing, s.path, entente.ErrReadOnly)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	if err := s.write(ctx, change); err != nil {
		return fmt.Errorf("%s in %s: %w", doing, s.name(), err)
	}
	return nil
}

func (w *writer) record(e *entente.Entry, text string) (int, error) {
	var known int
	if err := w.tx.QueryRowContext(w.ctx, `SELECT count(*) FROM forecasts WHERE forecast = ?`, e.ID).Scan(&known); err != nil || known > 0 {
		return 0, err
	}
	var climate, persist *float64
	if e.Plain != nil {
		climate, persist = &e.Plain.Climatology, &e.Plain.Persistence
	}
	_, err := w.exec(`INSERT INTO forecasts SELECT coalesce(max(n), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM forecasts`,
		e.ID, date(e.Made).value(), e.By, string(e.A), string(e.B), e.Directed, e.Event(), date(e.Origin).value(), e.Horizon,
		e.Probability, climate, persist, e.Data, text)
	return 1, err
}

// Resolve says how forecasts on record came out.
func (s *Store) Resolve(ctx context.Context, resolutions ...entente.Resolution) error {
	for _, r := range resolutions {
		if !entente.AreText(append([]string{r.Forecast, r.By, r.Why}, r.Cites...)...) {
			return fmt.Errorf("resolving forecast %q: %w", r.Forecast, entente.ErrNotText)
		}
		if !slices.Contains([]entente.Verdict{entente.Yes, entente.No, entente.Void}, r.Outcome) || !r.Made.Known() {
			return fmt.Errorf("resolving forecast %q: %w", r.Forecast, entente.ErrNotSound)
		}
	}
	return s.enter(ctx, "resolving forecasts", func(w *writer) error {
		for i := range resolutions {
			if err := w.resolve(&resolutions[i]); err != nil {
				return fmt.Errorf("forecast %q: %w", resolutions[i].Forecast, err)
			}
		}
		return nil
	})
}

// resolve adds a resolution, unless that which counts says the same but for the day.
func (w *writer) resolve(r *entente.Resolution) error {
	var known int
	err := w.tx.QueryRowContext(w.ctx, `SELECT count(*) FROM forecasts WHERE forecast = ?`, r.Forecast).Scan(&known)
	if err != nil {
		return err
	}
	if known == 0 {
		return entente.ErrNotFound
	}
	before, err := w.resolution(r.Forecast)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	before.Made = r.Made
	if err == nil && sameResolution(before, *r) {
		return nil
	}
	if _, err := w.exec(`UPDATE resolutions SET current = false WHERE current AND forecast = ?`, r.Forecast); err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO resolutions SELECT coalesce(max(n), 0) + 1, true, ?, ?, ?, ?::VARCHAR[], ?, ?, ? FROM resolutions`,
		r.Forecast, string(r.Outcome), r.Count, append([]string{}, r.Cites...), date(r.Made).value(), r.By, r.Why)
	return err
}

func sameResolution(a, b entente.Resolution) bool {
	return a.Outcome == b.Outcome && a.Count == b.Count && slices.Equal(a.Cites, b.Cites) && a.By == b.By && a.Why == b.Why
}

func (w *writer) resolution(forecast string) (r entente.Resolution, err error) {
	err = w.tx.QueryRowContext(w.ctx, `SELECT `+resolutionColumns+` FROM resolutions WHERE current AND forecast = ?`, forecast).Scan(resolutionFields(&r)...)
	return r, err
}

const resolutionColumns = `forecast, outcome, events, cites, made, "by", why`

func resolutionFields(r *entente.Resolution) []any {
	return []any{&r.Forecast, &r.Outcome, &r.Count, (*list)(&r.Cites), (*date)(&r.Made), &r.By, &r.Why}
}

// Ledger gives the forecasts on record in the order of recording, each with the resolution
// that counts.
func (s *Store) Ledger(ctx context.Context, asOf entente.Day) iter.Seq2[entente.Settled, error] {
	return func(yield func(entente.Settled, error) bool) {
		settled, err := s.settled(ctx, asOf)
		if err != nil {
			yield(entente.Settled{}, s.reading(ctx, "forecasts", err))
			return
		}
		for e, err := range s.entries(ctx, asOf) {
			out := entente.Settled{Entry: e}
			if r, ok := settled[e.ID]; ok {
				out.Resolution = &r
			}
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) entries(ctx context.Context, asOf entente.Day) iter.Seq2[entente.Entry, error] {
	cond, args := madeBy(asOf)
	return rowsOf(ctx, s, "forecasts", `SELECT entry FROM forecasts WHERE `+cond+` ORDER BY n`, args, func(r *sql.Rows) (e entente.Entry, err error) {
		var text string
		if err = r.Scan(&text); err == nil {
			err = json.Unmarshal([]byte(text), &e)
		}
		return e, err
	})
}

// madeBy keeps what was made by a day.
func madeBy(asOf entente.Day) (string, []any) {
	if !asOf.Known() {
		return `true`, nil
	}
	return `made <= ?`, []any{date(asOf).value()}
}

// settled gives the resolution of each forecast that counted on a day: the last made by then.
func (s *Store) settled(ctx context.Context, asOf entente.Day) (map[string]entente.Resolution, error) {
	cond, args := madeBy(asOf)
	out := map[string]entente.Resolution{}
	for r, err := range rowsOf(ctx, s, "forecasts", `SELECT `+resolutionColumns+` FROM resolutions WHERE `+cond+` ORDER BY n`, args, func(rows *sql.Rows) (r entente.Resolution, err error) {
		err = rows.Scan(resolutionFields(&r)...)
		return r, err
	}) {
		if err != nil {
			return nil, err
		}
		out[r.Forecast] = r
	}
	return out, nil
}
