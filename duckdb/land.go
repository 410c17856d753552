package duckdb

import (
	"context"
	"database/sql"
	"strconv"

	"entente"
)

// Lands counts imported events of conflict by directed pair, territory and class. Only the
// few groups are put into words.
func (s *Store) Lands(ctx context.Context, f entente.Filter, cites int) ([]entente.Land, error) {
	out, err := s.lands(ctx, f, cites)
	return out, s.reading("events", err)
}

func (s *Store) lands(ctx context.Context, f entente.Filter, cites int) ([]entente.Land, error) {
	sc, err := s.scope(ctx, entente.Filter{Sources: []string{""}})
	if err != nil {
		return nil, err
	}
	defer sc.end()
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil || w.nothing() {
		return nil, err
	}
	daysOf(w, f)
	ids := `[]::VARCHAR[]`
	if cites > 0 {
		ids = `arg_min(o.name || ':' || coalesce(i.id, i.key::VARCHAR), (a.intensity * i.events, o.name, i.key, coalesce(i.id, '')), ` + strconv.Itoa(cites) + `)`
	}
	rows, args := w.each(`pair, place, act, events, coding, key, id`)
	query := `SELECT p.source, p.target, l.country, a.quad, sum(i.events)::BIGINT, ` + ids + `
		FROM (` + rows + `) i JOIN acts a USING (act) JOIN pairs p USING (pair) JOIN places l USING (place) JOIN codings o USING (coding)
		WHERE a.intensity < 0 AND p.source <> '' AND p.target <> '' AND p.source <> p.target
		GROUP BY ALL ORDER BY ALL`
	var out []entente.Land
	err = scanAll(ctx, sc.tx, query, func(r *sql.Rows) error {
		var l entente.Land
		err := r.Scan(&l.Source, &l.Target, &l.Land, &l.Quad, &l.Events, (*list)(&l.Cites))
		out = append(out, l)
		return err
	}, args...)
	return out, err
}
