package duckdb

import (
	"context"
	"database/sql"

	"entente"
)

// Lands counts imported events of conflict by directed pair, territory and class. They are
// gone through as numbers; only what is left in a group is put into words.
func (s *Store) Lands(ctx context.Context, f entente.Filter) ([]entente.Land, error) {
	out, err := s.lands(ctx, f)
	return out, s.reading("events", err)
}

func (s *Store) lands(ctx context.Context, f entente.Filter) ([]entente.Land, error) {
	sc, err := s.scope(ctx, entente.Filter{Sources: []string{""}})
	if err != nil {
		return nil, err
	}
	defer sc.end()
	f.Apart = true
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil || w.nothing() {
		return nil, err
	}
	daysOf(w, f)
	w.add(`act IN (SELECT act FROM acts WHERE intensity < 0)`)
	rows, args := w.each(`coding, pair, place, act, events, key, id`)
	query := `WITH told AS (SELECT coding, pair, place, act, sum(events)::BIGINT AS events, min(key) AS key, arg_min_null(id, key) AS id
			FROM (` + rows + `) GROUP BY coding, pair, place, act)
		SELECT p.source, p.target, l.country, a.quad, sum(t.events)::BIGINT,
			arg_min(o.name || ':' || coalesce(t.id, t.key::VARCHAR), (a.intensity, o.name, t.key))
		FROM told t JOIN acts a USING (act) JOIN pairs p USING (pair) JOIN places l USING (place) JOIN codings o USING (coding)
		WHERE p.source <> '' AND p.target <> '' AND p.source <> p.target
		GROUP BY p.source, p.target, l.country, a.quad ORDER BY p.source, p.target, l.country, a.quad`
	var out []entente.Land
	err = scanAll(ctx, sc.tx, query, func(r *sql.Rows) error {
		var l entente.Land
		err := r.Scan(&l.Source, &l.Target, &l.Land, &l.Quad, &l.Events, &l.Cite)
		out = append(out, l)
		return err
	}, args...)
	return out, err
}
