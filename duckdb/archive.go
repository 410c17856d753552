package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"entente"
)

// Histories gives stories with all their readings, in order of id.
func (s *Store) Histories(ctx context.Context) iter.Seq2[entente.History, error] {
	return func(yield func(entente.History, error) bool) {
		last := ""
		for {
			all, err := s.histories(ctx, last)
			if err != nil {
				yield(entente.History{}, s.reading(ctx, "stories", err))
				return
			}
			for _, h := range all {
				if !yield(h, nil) {
					return
				}
				last = h.Story
			}
			if len(all) == 0 {
				return
			}
		}
	}
}

// historiesAtOnce is how many stories are read whole at a time.
const historiesAtOnce = 200

// histories gives the stories whose ids follow one.
func (s *Store) histories(ctx context.Context, after string) ([]entente.History, error) {
	tx, err := s.db.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	var out []entente.History
	at := map[int64][2]int{} // where a reading stands
	var numbers []int64
	err = scanAll(ctx, tx, `SELECT `+storyColumns+` FROM stories WHERE story IN (SELECT DISTINCT story FROM stories WHERE story > ? ORDER BY story LIMIT ?) ORDER BY story, reading`, func(r *sql.Rows) error {
		var row storyRow
		if err := r.Scan(row.fields()...); err != nil {
			return err
		}
		if n := len(out); n == 0 || out[n-1].Story != row.ID {
			out = append(out, entente.History{Story: row.ID})
		}
		h := &out[len(out)-1]
		at[row.reading], numbers = [2]int{len(out) - 1, len(h.Readings)}, append(numbers, row.reading)
		k := entente.Kept{From: row.seen, Until: row.until, Counts: row.current}
		k.Story, k.Lexicon = row.Story, row.lexicon
		h.Readings = append(h.Readings, k)
		return nil
	}, after, historiesAtOnce)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	of := func(reading int64) *entente.Kept { return &out[at[reading][0]].Readings[at[reading][1]] }
	if err := foundIn(ctx, tx, numbers, of); err != nil {
		return nil, err
	}
	err = scanAll(ctx, tx, `SELECT story, since, made, why, reading FROM withdrawals WHERE current AND list_contains(?::BIGINT[], reading)`, func(r *sql.Rows) error {
		var w entente.Withdrawal
		var reading int64
		err := r.Scan(&w.Story, (*date)(&w.From), (*date)(&w.Made), &w.Why, &reading)
		if err == nil {
			h := &out[at[reading][0]]
			h.Withdrawn, h.Taken = &w, at[reading][1]
		}
		return err
	}, numbers)
	return out, err
}

// foundIn fills in what some readings found.
func foundIn(ctx context.Context, tx *sql.Tx, numbers []int64, of func(int64) *entente.Kept) error {
	err := scanAll(ctx, tx, `SELECT * FROM reports WHERE list_contains(?::BIGINT[], reading) ORDER BY reading, quote_start, trigger_start, report`, func(r *sql.Rows) error {
		var row reportRow
		err := r.Scan(row.fields()...)
		if err == nil {
			v := row.report()
			v.ID = ""
			k := of(row.reading)
			k.Reports = append(k.Reports, v)
		}
		return err
	}, numbers)
	if err != nil {
		return err
	}
	err = scanAll(ctx, tx, `SELECT * FROM assessments WHERE list_contains(?::BIGINT[], reading) ORDER BY reading, quote_start, trigger_start, assessment`, func(r *sql.Rows) error {
		var row assessmentRow
		err := r.Scan(row.fields()...)
		if err == nil {
			k := of(row.reading)
			k.Assessments = append(k.Assessments, row.assessment())
		}
		return err
	}, numbers)
	if err != nil {
		return err
	}
	return scanAll(ctx, tx, `SELECT reading, stage, subject, "offset", message FROM problems WHERE list_contains(?::BIGINT[], reading) ORDER BY reading, subject, "offset", stage, message`, func(r *sql.Rows) error {
		var reading int64
		var p entente.Problem
		err := r.Scan(&reading, &p.Stage, &p.Subject, &p.Offset, &p.Message)
		if err == nil {
			k := of(reading)
			k.Problems = append(k.Problems, p)
		}
		return err
	}, numbers)
}

// Transcribe takes stories as another store keeps them, all or none.
func (s *Store) Transcribe(ctx context.Context, hs ...entente.History) error {
	for i := range hs {
		for j := range hs[i].Readings {
			if err := checkReading(&hs[i].Readings[j].Reading); err != nil {
				return fmt.Errorf("copying story %q: %w", hs[i].Story, err)
			}
		}
	}
	return s.enter(ctx, "copying stories", func(w *writer) error {
		for i := range hs {
			if err := w.transcribe(&hs[i]); err != nil {
				return fmt.Errorf("story %q: %w", hs[i].Story, err)
			}
		}
		return nil
	})
}

func (w *writer) transcribe(h *entente.History) error {
	have, err := w.known([]entente.Reading{{Story: entente.Story{ID: h.Story}}})
	if err != nil {
		return err
	}
	if old := have[h.Story]; len(old) > 0 {
		return sameReadings(old, h)
	}
	var reading, n int64
	row := w.tx.QueryRowContext(w.ctx, `SELECT (SELECT coalesce(max(reading), 0) FROM stories), (SELECT coalesce(max(n), 0) FROM reports)`)
	if err := row.Scan(&reading, &n); err != nil {
		return err
	}
	var rows [4][][]driver.Value
	for i := range h.Readings {
		k := &h.Readings[i]
		reading++
		k.Story.Hash = hashOf(&k.Story)
		rows[0] = append(rows[0], values((&storyRow{reading, k.Counts, k.Lexicon, k.Story, k.From, k.Until}).fields()))
		for _, v := range once(k.Reports) {
			n++
			r := newReportRow(v, reading, k.Story.Published)
			r.n, r.current = n, k.Counts
			w.acts[r.act] = true
			rows[1] = append(rows[1], values(r.fields()))
		}
		for _, v := range k.Assessments {
			a := newAssessmentRow(v, reading, k.Story.Published)
			a.current = k.Counts
			rows[2] = append(rows[2], values(a.fields()))
		}
		for _, v := range k.Problems {
			rows[3] = append(rows[3], values((&problemRow{reading, k.Counts, k.Story.Published, h.Story, v}).fields()))
		}
		if v := h.Withdrawn; v != nil && h.Taken == i {
			_, err := w.exec(`INSERT INTO withdrawals SELECT coalesce(max(n), 0) + 1, true, ?, ?, ?, ?, ? FROM withdrawals`,
				h.Story, reading, date(v.From).value(), date(v.Made).value(), v.Why)
			if err != nil {
				return err
			}
		}
	}
	return w.conn.Raw(func(c any) error {
		for i, table := range []string{"stories", "reports", "assessments", "problems"} {
			if err := appendRows(w.ctx, c.(driver.Conn), table, rows[i]); err != nil {
				return fmt.Errorf("writing %s: %w", table, err)
			}
		}
		return nil
	})
}

// sameReadings is an error where a story is there with other readings.
func sameReadings(old []known, h *entente.History) error {
	same := len(old) == len(h.Readings)
	for i := 0; same && i < len(old); i++ {
		k := &h.Readings[i]
		same = old[i].hash == hashOf(&k.Story) && old[i].lexicon == k.Lexicon && old[i].current == k.Counts && old[i].seen == k.From && old[i].until == k.Until
	}
	if !same {
		return errors.New("it is there with other readings: copy into a store that has none of its own")
	}
	return nil
}

// Log takes decisions with their numbers, without reading anything again.
func (s *Store) Log(ctx context.Context, ds ...entente.Decision) error {
	return s.enter(ctx, "copying decisions", func(w *writer) error {
		for i := range ds {
			if err := w.enterDecision(&ds[i]); err != nil {
				return fmt.Errorf("decision %d: %w", ds[i].N, err)
			}
		}
		return nil
	})
}

func (w *writer) enterDecision(d *entente.Decision) error {
	if !entente.AreText(d.Report, d.Story, string(d.Verdict), d.By, d.Why, d.With) {
		return entente.ErrNotText
	}
	was, err := json.Marshal(&d.Was)
	if err != nil {
		return err
	}
	var becomes any
	if d.Becomes != nil {
		text, err := json.Marshal(d.Becomes)
		if err != nil {
			return err
		}
		becomes = string(text)
	}
	_, err = w.exec(`INSERT INTO decisions SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM decisions WHERE n = ?)`,
		d.N, d.Report, d.Story, string(d.Verdict), d.By, d.Made.UTC().Truncate(time.Second), d.Why, d.With, becomes, string(was), d.N)
	return err
}

// Imports gives imported events whole, in no order that is promised.
func (s *Store) Imports(ctx context.Context) iter.Seq2[entente.Imported, error] {
	return func(yield func(entente.Imported, error) bool) {
		spans, err := s.importSpans(ctx, `true`, nil)
		if err != nil {
			yield(entente.Imported{}, err)
			return
		}
		for _, span := range spans {
			within, days := spanWhere(span, `day`)
			for i, err := range rowsOf(ctx, s, "events", importsIn(within, ``), days, func(rows *sql.Rows) (entente.Imported, error) {
				var r importRow
				err := rows.Scan(r.fields()...)
				return r.imported(), err
			}) {
				if !yield(i, err) || err != nil {
					return
				}
			}
		}
	}
}

// EveryMention gives the mentions of all imported events, in no order that is promised.
func (s *Store) EveryMention(ctx context.Context) iter.Seq2[entente.Mention, error] {
	query := `SELECT o.name, key, id, files.name, line, published, outlet, url, sentence, confidence FROM mentions m JOIN codings o USING (coding) JOIN files USING (file) JOIN links USING (link)`
	return rowsOf(ctx, s, "mentions", query, nil, func(rows *sql.Rows) (m entente.Mention, err error) {
		var key int64
		var id *string
		err = rows.Scan(&m.Source, &key, &id, &m.File, &m.Line, (*date)(&m.Published), &m.Outlet, &m.URL, &m.Sentence, &m.Confidence)
		m.Event = idOf(key, id)
		return m, err
	})
}

// Resolutions gives all that was said of how forecasts came out, in its order.
func (s *Store) Resolutions(ctx context.Context) iter.Seq2[entente.Resolution, error] {
	return rowsOf(ctx, s, "forecasts", `SELECT `+resolutionColumns+` FROM resolutions ORDER BY n`, nil, func(rows *sql.Rows) (r entente.Resolution, err error) {
		err = rows.Scan(resolutionFields(&r)...)
		return r, err
	})
}
