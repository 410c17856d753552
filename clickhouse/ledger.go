package clickhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// entered is a row of the ledger: a forecast or a resolution.
type entered struct {
	n        int64
	forecast string
	made     entente.Day
	text     string
}

func scanEntered(r driver.Rows, e *entered) error {
	var made int32
	err := r.Scan(&e.n, &e.forecast, &made, &e.text)
	e.made = entente.Day(made)
	return err
}

func (e *entered) row() []any { return []any{e.n, e.forecast, int32(e.made), e.text} }

// onRecord gives the forecasts in the order of recording, each once: of several the first
// counts. Where two were written at once the id says which comes first.
func (s *Store) onRecord(ctx context.Context) ([]entered, error) {
	all, err := rows(ctx, s, "SELECT n, forecast, made, entry FROM forecasts", scanEntered)
	slices.SortFunc(all, func(a, b entered) int {
		return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.forecast, b.forecast), cmp.Compare(a.text, b.text))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(e entered) bool {
		twice := seen[e.forecast]
		seen[e.forecast] = true
		return twice
	}), err
}

// Record puts forecasts on record. One that says what one on record says changes nothing.
// All lie on one shard and are written at once, all or none.
func (s *Store) Record(ctx context.Context, entries ...entente.Entry) (int, error) {
	if err := s.mayWrite("recording forecasts"); err != nil {
		return 0, err
	}
	fresh := make([]entered, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.ID == "" || e.ID != e.EntryID() || !e.Made.Known() || !e.Origin.Known() || e.Horizon < 1 || !(e.Probability >= 0 && e.Probability <= 1) {
			return 0, fmt.Errorf("recording a forecast of %s: %w", e.Question(), entente.ErrNotSound)
		}
		text, err := json.Marshal(e)
		if err != nil {
			return 0, fmt.Errorf("recording a forecast of %s: %w", e.Question(), err)
		}
		if !entente.AreText(string(text), e.By, e.Note) {
			return 0, fmt.Errorf("recording a forecast of %s: %w", e.Question(), entente.ErrNotText)
		}
		fresh[i] = entered{forecast: e.ID, made: e.Made, text: string(text)}
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	n, err := s.record(ctx, fresh)
	return n, s.wrote(ctx, "recording forecasts", err)
}

func (s *Store) record(ctx context.Context, fresh []entered) (int, error) {
	all, err := s.onRecord(ctx)
	if err != nil {
		return 0, err
	}
	have := map[string]bool{}
	last := int64(0)
	for _, e := range all {
		have[e.forecast] = true
		last = max(last, e.n)
	}
	fresh = slices.DeleteFunc(fresh, func(e entered) bool {
		known := have[e.forecast]
		have[e.forecast] = true
		return known
	})
	for i := range fresh {
		fresh[i].n = last + 1 + int64(i)
	}
	return len(fresh), s.insert(ctx, &forecasts, len(fresh), func(i int) []any { return fresh[i].row() })
}

// resolved gives what was said of how forecasts came out, in its order.
func (s *Store) said(ctx context.Context) ([]entered, error) {
	all, err := rows(ctx, s, "SELECT n, forecast, made, body FROM resolutions", scanEntered)
	slices.SortFunc(all, func(a, b entered) int { return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.text, b.text)) })
	return all, err
}

// Resolve says how forecasts on record came out.
func (s *Store) Resolve(ctx context.Context, resolutions ...entente.Resolution) error {
	if err := s.mayWrite("resolving forecasts"); err != nil {
		return err
	}
	for _, r := range resolutions {
		if !entente.AreText(append([]string{r.Forecast, r.By, r.Why}, r.Cites...)...) {
			return fmt.Errorf("resolving forecast %q: %w", r.Forecast, entente.ErrNotText)
		}
		if !slices.Contains([]entente.Verdict{entente.Yes, entente.No, entente.Void}, r.Outcome) || !r.Made.Known() {
			return fmt.Errorf("resolving forecast %q: %w", r.Forecast, entente.ErrNotSound)
		}
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	return s.wrote(ctx, "resolving forecasts", s.resolveAll(ctx, resolutions))
}

func (s *Store) resolveAll(ctx context.Context, all []entente.Resolution) error {
	have, err := s.onRecord(ctx)
	if err != nil {
		return err
	}
	before, err := s.said(ctx)
	if err != nil {
		return err
	}
	counts := map[string]entente.Resolution{}
	last := int64(0)
	for _, e := range before {
		var r entente.Resolution
		if err := json.Unmarshal([]byte(e.text), &r); err != nil {
			return err
		}
		counts[e.forecast], last = r, max(last, e.n)
	}
	var fresh []entered
	for _, r := range all {
		if !slices.ContainsFunc(have, func(e entered) bool { return e.forecast == r.Forecast }) {
			return fmt.Errorf("forecast %q: %w", r.Forecast, entente.ErrNotFound)
		}
		if old, ok := counts[r.Forecast]; ok && sameResolution(old, r) {
			continue
		}
		counts[r.Forecast] = r
		r.Cites = append([]string{}, r.Cites...)
		text, err := json.Marshal(&r)
		if err != nil {
			return err
		}
		fresh = append(fresh, entered{last + 1 + int64(len(fresh)), r.Forecast, r.Made, string(text)})
	}
	return s.insert(ctx, &resolutions, len(fresh), func(i int) []any { return fresh[i].row() })
}

func sameResolution(a, b entente.Resolution) bool {
	return a.Outcome == b.Outcome && a.Count == b.Count && slices.Equal(a.Cites, b.Cites) && a.By == b.By && a.Why == b.Why
}

// Ledger gives the forecasts on record in the order of recording, each with the resolution
// that counts.
func (s *Store) Ledger(ctx context.Context, asOf entente.Day) iter.Seq2[entente.Settled, error] {
	return func(yield func(entente.Settled, error) bool) {
		all, err := s.settled(ctx, asOf)
		if err != nil {
			yield(entente.Settled{}, s.asked(ctx, "forecasts", err))
			return
		}
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func (s *Store) settled(ctx context.Context, asOf entente.Day) ([]entente.Settled, error) {
	all, err := s.onRecord(ctx)
	if err != nil {
		return nil, err
	}
	said, err := s.said(ctx)
	if err != nil {
		return nil, err
	}
	resolution := map[string]*entente.Resolution{}
	for _, e := range said {
		if asOf.Known() && e.made > asOf {
			continue
		}
		r := new(entente.Resolution)
		if err := json.Unmarshal([]byte(e.text), r); err != nil {
			return nil, err
		}
		resolution[e.forecast] = r
	}
	var out []entente.Settled
	for _, e := range all {
		if asOf.Known() && e.made > asOf {
			continue
		}
		var v entente.Settled
		if err := json.Unmarshal([]byte(e.text), &v.Entry); err != nil {
			return nil, err
		}
		v.Resolution = resolution[e.forecast]
		out = append(out, v)
	}
	return out, nil
}
