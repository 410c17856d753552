package duckdb

import (
	"context"
	"strconv"

	"entente"
)

// Cited gives tallies with the events that weigh most in each: as [Store.Tallies]
// counts them, and of one weight in order of id.
func (s *Store) Cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error) {
	ts, err := s.cited(ctx, f, p, cites)
	return ts, s.reading(ctx, "tallies", err)
}

func (s *Store) cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	imports, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	imports.dyadic(f)
	daysOf(imports, f) // an imported event has one day
	query, args := citedQuery(sc, f, p, cites, imports)
	rows, err := sc.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ts := []entente.Cited{}
	for rows.Next() {
		var c entente.Cited
		m := &c.Mutual
		var sums, mutual [3]int64 // weight, coop, conf in millionths
		err := rows.Scan(&c.Source, &c.Target, (*date)(&c.Period), &c.Root, &c.Quad, &c.Events, &c.Reports, &sums[0], &sums[1], &sums[2],
			&m.Events, &m.Reports, &mutual[0], &mutual[1], &mutual[2], (*list)(&c.Cites))
		if err != nil {
			return nil, err
		}
		c.Weight, c.Coop, c.Conf = float64(sums[0])/million, float64(sums[1])/million, float64(sums[2])/million
		m.Weight, m.Coop, m.Conf = float64(mutual[0])/million, float64(mutual[1])/million, float64(mutual[2])/million
		ts = append(ts, c)
	}
	return ts, rows.Err()
}

// citedQuery is tallyQuery with the ids of events carried along.
func citedQuery(sc *scope, f entente.Filter, p entente.Period, cites int, imported *where) (string, []any) {
	w := undatedWhere(f)
	oneOf(w, "stream", []entente.Stream{entente.Headline, entente.Standfirst, entente.Body})
	w.add(`source <> '' AND target <> ''`)
	where, args := w.sql()
	args = sc.with(args)
	days, within := daysWhere(f)
	args = append(args, within...) // near: an event's day is that of one of its reports
	imports, more := imported.each(`*`)
	args = append(args, more...)
	ways, more := directions(f)
	args = append(args, more...)
	args = append(args, within...)
	tail, more := limit(f)
	args = append(args, more...)
	ids := `[]::VARCHAR[]`
	if cites > 0 {
		ids = `arg_min(event, (-abs(strength), event), ` + strconv.Itoa(cites) + `)`
	}
	return `WITH picked AS NOT MATERIALIZED (SELECT *, ` + weightSQL() + ` AS weight FROM ` + sc.from + ` WHERE ` + where + `),
		near AS (SELECT DISTINCT event FROM picked WHERE ` + days + `),
		told AS (SELECT event, count(*) AS reports, arg_min(day, (days, day)) AS day, max(weight) AS weight, min(reciprocal) AS reciprocal,
			arg_min((source, target, root, quad, intensity), (-weight, -confidence, report)) AS lead
			FROM picked SEMI JOIN near USING (event) GROUP BY event),
		led AS (SELECT event, day, 1 AS events, reports, weight, reciprocal AND lead[1] <> lead[2] AS mutual, lead[1] AS source, lead[2] AS target,
			lead[3] AS root, lead[4] AS quad, round(weight * lead[5])::BIGINT AS strength FROM told WHERE day IS NOT NULL AND weight > 0),
		directed AS (FROM led UNION ALL SELECT * REPLACE (target AS source, source AS target) FROM led WHERE mutual
			UNION ALL SELECT o.name || ':' || coalesce(id, key::VARCHAR), day, events, 1, ` + strconv.Itoa(million) + `::BIGINT * events, false, p.source, p.target,
				root, quad, round(` + strconv.Itoa(million) + ` * intensity)::BIGINT * events
				FROM (` + imports + `) JOIN codings o USING (coding) JOIN pairs p USING (pair) JOIN acts USING (act))
		SELECT source, target, ` + periodSQL(p) + ` AS period, root, quad, sum(events)::BIGINT, sum(reports)::BIGINT, sum(weight)::BIGINT,
			sum(greatest(strength, 0))::BIGINT, sum(greatest(-strength, 0))::BIGINT,
			` + mutualSQL(`events`) + `, ` + mutualSQL(`reports`) + `, ` + mutualSQL(`weight`) + `,
			` + mutualSQL(`greatest(strength, 0)`) + `, ` + mutualSQL(`greatest(-strength, 0)`) + `, ` + ids + `
		FROM directed WHERE ` + ways + ` AND ` + days + `
		GROUP BY ALL ORDER BY source, target, period, root, quad` + tail, args
}

// mutualSQL sums what is counted in both directions.
func mutualSQL(of string) string { return `coalesce(sum(` + of + `) FILTER (mutual), 0)::BIGINT` }

// Days gives the days on which what a filter picks begins, in order.
func (s *Store) Days(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	days, err := s.days(ctx, f)
	return days, s.reading(ctx, "days", err)
}

func (s *Store) days(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	where, args := reportsWhere(f)
	imports, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	daysOf(imports, f)
	query, more := imports.each(`day`)
	rows, err := sc.tx.QueryContext(ctx, `SELECT DISTINCT day FROM (SELECT day FROM `+sc.from+` WHERE `+where+`
		UNION ALL SELECT day FROM (`+query+`)) WHERE day IS NOT NULL ORDER BY day`, append(sc.with(args), more...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	days := []entente.Day{}
	for rows.Next() {
		var d entente.Day
		if err := rows.Scan((*date)(&d)); err != nil {
			return nil, err
		}
		days = append(days, d)
	}
	return days, rows.Err()
}
