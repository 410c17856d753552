package duckdb

import (
	"cmp"
	"context"
	"slices"

	"entente"
)

// Volume counts the events of each period, of all pairs that the filter picks, as
// [Store.Tallies] does.
func (s *Store) Volume(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Volume, error) {
	v, err := s.volume(ctx, f, p)
	return v, s.reading(ctx, "volume", err)
}

func (s *Store) volume(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Volume, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	sums := map[entente.Day]int{}
	if f.TakesCoded() {
		query, args := tallyQuery(sc, f, p)
		if err := sc.addVolume(ctx, sums, `SELECT period, sum(events)::BIGINT FROM (`+query+`) GROUP BY 1`, args); err != nil {
			return nil, err
		}
	}
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	if w.dyadic(f); !w.nothing() {
		rows, args := w.each(`day, events`)
		query := `SELECT ` + periodSQL(p) + ` AS period, sum(events)::BIGINT FROM (` + rows + `) GROUP BY 1`
		if err := sc.addVolume(ctx, sums, query, args); err != nil {
			return nil, err
		}
	}
	out := make([]entente.Volume, 0, len(sums))
	for day, n := range sums {
		out = append(out, entente.Volume{Period: day, Events: n})
	}
	slices.SortFunc(out, func(a, b entente.Volume) int { return cmp.Compare(a.Period, b.Period) })
	return out, nil
}

func (sc *scope) addVolume(ctx context.Context, sums map[entente.Day]int, query string, args []any) error {
	rows, err := sc.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var day entente.Day
		var n int
		if err := rows.Scan((*date)(&day), &n); err != nil {
			return err
		}
		sums[day] += n
	}
	return rows.Err()
}
