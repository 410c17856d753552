package duckdb

import (
	"context"
	"fmt"
	"strings"

	"entente"
)

// Tallies counts events by directed pair, period and root. Everything is added up in
// whole millionths: a sum of floats would depend on the order in which the engine's
// threads come by.
func (s *Store) Tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	ts, err := s.tallies(ctx, f, p)
	return ts, s.reading(ctx, "tallies", err)
}

const million = 1_000_000

func (s *Store) tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	coded, err := sc.tallies(ctx, f, p)
	if err != nil {
		return nil, err
	}
	imported, err := s.importTallies(ctx, sc, f, p)
	if err != nil {
		return nil, err
	}
	ts := addTallies(coded, imported)
	if f.Limit > 0 && len(ts) > f.Limit {
		ts = ts[:f.Limit]
	}
	return ts, nil
}

// tallies counts the events that were coded from news.
func (sc *scope) tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	if !f.TakesCoded() {
		return nil, nil
	}
	query, args := tallyQuery(sc, f, p)
	rows, err := sc.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ts []entente.Tally
	for rows.Next() {
		var t entente.Tally
		var weight, coop, conf int64
		err := rows.Scan(&t.Source, &t.Target, (*date)(&t.Period), &t.Root, &t.Quad, &t.Events, &t.Reports, &weight, &coop, &conf)
		if err != nil {
			return nil, err
		}
		t.Weight, t.Coop, t.Conf = float64(weight)/million, float64(coop)/million, float64(conf)/million
		ts = append(ts, t)
	}
	return ts, rows.Err()
}

// tallyQuery: the reports that count; of each event its day, after its narrowest
// window, and its weight and intensity, after its weightiest report; each direction;
// the sums.
func tallyQuery(sc *scope, f entente.Filter, p entente.Period) (string, []any) {
	w := undatedWhere(f)
	oneOf(w, "stream", []entente.Stream{entente.Headline, entente.Standfirst, entente.Body})
	w.add(`source <> '' AND target <> ''`)
	where, args := w.sql()
	args = sc.with(args)
	ways, more := directions(f)
	args = append(args, more...)
	days, more := daysWhere(f)
	args = append(args, more...)
	return `WITH picked AS (SELECT event, report, source, target, reciprocal, root, quad, intensity, confidence, day, days,
			` + weightSQL() + ` AS weight FROM ` + sc.from + ` WHERE ` + where + `),
		told AS (SELECT event, count(*) AS reports, arg_min(day, (days, day)) AS day,
			max(weight) AS weight, min(reciprocal) AS reciprocal,
			arg_min((source, target, root, quad, intensity), (-weight, -confidence, report)) AS lead
			FROM picked GROUP BY event),
		led AS (SELECT day, reports, weight, reciprocal, lead[1] AS source, lead[2] AS target, lead[3] AS root, lead[4] AS quad,
			round(weight * lead[5])::BIGINT AS strength FROM told WHERE day IS NOT NULL AND weight > 0),
		directed AS (SELECT source, target, day, reports, weight, root, quad, strength FROM led
			UNION ALL SELECT target, source, day, reports, weight, root, quad, strength FROM led WHERE reciprocal AND source <> target)
		SELECT source, target, ` + periodSQL(p) + ` AS period, root, quad, count(*) AS events, sum(reports)::BIGINT, sum(weight)::BIGINT,
			sum(greatest(strength, 0))::BIGINT, sum(greatest(-strength, 0))::BIGINT
		FROM directed WHERE ` + ways + ` AND ` + days + `
		GROUP BY ALL ORDER BY source, target, period, root, quad`, args
}

// weightSQL is [entente.Status.Weight] in millionths.
func weightSQL() string {
	var b strings.Builder
	b.WriteString("CASE status")
	for _, s := range []entente.Status{entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical} {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", s, int(s.Weight()*million))
	}
	return b.String() + " ELSE 0 END"
}

// periodSQL is [entente.Period.Start].
func periodSQL(p entente.Period) string {
	switch p {
	case entente.Weekly:
		return `date_trunc('week', day)::DATE`
	case entente.Monthly:
		return `date_trunc('month', day)::DATE`
	case entente.Yearly:
		return `date_trunc('year', day)::DATE`
	}
	return `day`
}

// directions keeps the way a directed filter asks for.
func directions(f entente.Filter) (string, []any) {
	var w where
	if f.Directed && len(f.Pair) > 0 {
		w.add(`source = ?`, string(f.Pair[0]))
		if len(f.Pair) > 1 {
			w.add(`target = ?`, string(f.Pair[1]))
		}
	}
	return w.sql()
}

// daysWhere keeps events whose day lies in the filter's days.
func daysWhere(f entente.Filter) (string, []any) {
	var w where
	if f.From.Known() {
		w.add(`day >= ?`, date(f.From).value())
	}
	if f.To.Known() {
		w.add(`day <= ?`, date(f.To).value())
	}
	return w.sql()
}
