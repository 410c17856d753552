package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"

	"entente"
)

// Cited gives tallies with the events that weigh most in each: as [Store.Tallies]
// counts them, and of one weight in order of id.
func (s *Store) Cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error) {
	ts, err := s.cited(ctx, f, p, cites)
	return ts, s.reading("tallies", err)
}

func (s *Store) cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error) {
	of := f
	if !f.TakesCoded() {
		of = entente.Filter{Sources: []string{""}}
	}
	sc, err := s.scope(ctx, of)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	coded, err := sc.codedCited(ctx, f, p, cites)
	if err != nil {
		return nil, err
	}
	imported, err := s.importCited(ctx, sc, f, p, cites)
	if err != nil {
		return nil, err
	}
	ts := told(addCited(coded, imported, cites))
	if f.Limit > 0 && len(ts) > f.Limit {
		ts = ts[:f.Limit]
	}
	return ts, nil
}

// citing is a tally with the events that weigh most in it, in their order.
type citing struct {
	entente.Cited
	top []weighed
}

// weighed is an event and what it weighs, in millionths.
type weighed struct {
	id     string
	weight int64
}

func compareWeighed(x, y weighed) int {
	return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.id, y.id))
}

// told gives the tallies with their ids.
func told(cs []citing) []entente.Cited {
	out := make([]entente.Cited, len(cs))
	for i, c := range cs {
		c.Cites = make([]string, len(c.top))
		for j, e := range c.top {
			c.Cites[j] = e.id
		}
		out[i] = c.Cited
	}
	return out
}

// addCited adds up two counts, each in order.
func addCited(a, b []citing, cites int) []citing {
	out := make([]citing, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := compareTallies(&a[0].Tally, &b[0].Tally); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			both := a[0] // what was imported is not mutual
			both.Tally = plus(a[0].Tally, b[0].Tally)
			both.top = slices.Concat(a[0].top, b[0].top)
			slices.SortFunc(both.top, compareWeighed)
			both.top = both.top[:min(len(both.top), cites)]
			out, a, b = append(out, both), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// codedCited counts the events that were coded from news.
func (sc *scope) codedCited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]citing, error) {
	if !f.TakesCoded() {
		return nil, nil
	}
	query, args := citedQuery(sc, f, p, cites)
	var out []citing
	err := scanAll(ctx, sc.tx, query, func(rows *sql.Rows) error {
		var c citing
		m := &c.Mutual
		var sums, mutual [3]int64 // weight, coop, conf in millionths
		var ids, weights list
		err := rows.Scan(&c.Source, &c.Target, (*date)(&c.Period), &c.Root, &c.Quad, &c.Events, &c.Reports, &sums[0], &sums[1], &sums[2],
			&m.Events, &m.Reports, &mutual[0], &mutual[1], &mutual[2], &ids, &weights)
		if err != nil {
			return err
		}
		c.Weight, c.Coop, c.Conf = float64(sums[0])/million, float64(sums[1])/million, float64(sums[2])/million
		m.Weight, m.Coop, m.Conf = float64(mutual[0])/million, float64(mutual[1])/million, float64(mutual[2])/million
		for i, id := range ids {
			weight, err := strconv.ParseInt(weights[i], 10, 64)
			if err != nil {
				return err
			}
			c.top = append(c.top, weighed{id, weight})
		}
		out = append(out, c)
		return nil
	}, args...)
	return out, err
}

// citedQuery is tallyQuery with the ids of events, and what they weigh, carried along.
func citedQuery(sc *scope, f entente.Filter, p entente.Period, cites int) (string, []any) {
	w := undatedWhere(f)
	oneOf(w, "stream", []entente.Stream{entente.Headline, entente.Standfirst, entente.Body})
	w.add(`source <> '' AND target <> ''`)
	where, args := w.sql()
	args = sc.with(args)
	days, within := daysWhere(f)
	args = append(args, within...) // near: an event's day is that of one of its reports
	ways, more := directions(f)
	args = append(args, more...)
	args = append(args, within...)
	ids := `[]::VARCHAR[], []::VARCHAR[]`
	if cites > 0 {
		n := strconv.Itoa(cites)
		ids = `arg_min(event, (-abs(strength), event), ` + n + `), arg_min(abs(strength)::VARCHAR, (-abs(strength), event), ` + n + `)`
	}
	return `WITH picked AS NOT MATERIALIZED (SELECT *, ` + weightSQL() + ` AS weight FROM ` + sc.from + ` WHERE ` + where + `),
		near AS (SELECT DISTINCT event FROM picked WHERE ` + days + `),
		told AS (SELECT event, count(*) AS reports, arg_min(day, (days, day)) AS day, max(weight) AS weight, min(reciprocal) AS reciprocal,
			arg_min((source, target, root, quad, intensity), (-weight, -confidence, report)) AS lead
			FROM picked SEMI JOIN near USING (event) GROUP BY event),
		led AS (SELECT event, day, 1 AS events, reports, weight, reciprocal AND lead[1] <> lead[2] AS mutual, lead[1] AS source, lead[2] AS target,
			lead[3] AS root, lead[4] AS quad, round(weight * lead[5])::BIGINT AS strength
			FROM told WHERE day IS NOT NULL AND weight > 0),
		directed AS (FROM led UNION ALL SELECT * REPLACE (target AS source, source AS target) FROM led WHERE mutual)
		SELECT source, target, ` + periodSQL(p) + ` AS period, root, quad, sum(events)::BIGINT, sum(reports)::BIGINT, sum(weight)::BIGINT,
			sum(greatest(strength, 0))::BIGINT, sum(greatest(-strength, 0))::BIGINT,
			` + mutualSQL(`events`) + `, ` + mutualSQL(`reports`) + `, ` + mutualSQL(`weight`) + `,
			` + mutualSQL(`greatest(strength, 0)`) + `, ` + mutualSQL(`greatest(-strength, 0)`) + `, ` + ids + `
		FROM directed WHERE ` + ways + ` AND ` + days + `
		GROUP BY ALL ORDER BY source, target, period, root, quad`, args
}

// mutualSQL sums what is counted in both directions.
func mutualSQL(of string) string { return `coalesce(sum(` + of + `) FILTER (mutual), 0)::BIGINT` }

// Days gives the days on which what a filter picks begins, in order.
func (s *Store) Days(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	days, err := s.days(ctx, f)
	return days, s.reading("days", err)
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
