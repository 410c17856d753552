package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"entente"
)

// importTallies counts imported events. The engine counts by small numbers, and hands
// out numbers. What they mean is looked up here, once for each code and act.
func (s *Store) importTallies(ctx context.Context, sc *scope, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	if w.nothing() {
		return nil, nil
	}
	daysOf(w, f)
	w.add(fmt.Sprintf(`source_code <> %[1]d AND target_code <> %[1]d AND day IS NOT NULL`, noCode))
	meaning, err := readMeaning(ctx, sc.tx)
	if err != nil {
		return nil, err
	}
	cond, args := w.sql()
	query := `SELECT (source_code::BIGINT << 32) + target_code AS pair, ` + periodNumberSQL(p) + ` AS period, act,
		sum(events)::BIGINT, count(*) FROM imports WHERE ` + cond + ` GROUP BY ALL`
	var cells []cell
	err = sc.numbers(ctx, query, args, func(v []driver.Value) error {
		c, err := meaning.cell(v)
		if err == nil {
			cells = append(cells, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.pair, b.pair), cmp.Compare(a.rest, b.rest)) })
	return meaning.tallies(cells), nil
}

// periodNumberSQL is the first day of the period, as a number of days since 1970; periods
// for which the engine would need a calendar go through its dates.
func periodNumberSQL(p entente.Period) string {
	const days = `(day - DATE '1970-01-01')::INTEGER`
	switch p {
	case entente.Weekly: // 1970-01-05 was a Monday; the count begins with one long before
		return days + ` - (` + days + ` - 4 + 7000000) % 7`
	case entente.Monthly, entente.Yearly:
		return `(` + periodSQL(p) + ` - DATE '1970-01-01')::INTEGER`
	}
	return days
}

// meaning is what the numbers in a count stand for.
type meaning struct {
	codes []entente.Code // in order of name
	rank  []int32        // of a code, by its number
	roots []rooted       // in order of root and quad
	acts  []kind         // by number
}

// rooted is what tallies tell of an act.
type rooted struct {
	root entente.Root
	quad entente.Quad
}

// kind is a kind of act.
type kind struct {
	rooted   int32 // its place among roots
	strength int64 // intensity in millionths
}

func readMeaning(ctx context.Context, tx *sql.Tx) (*meaning, error) {
	m := &meaning{}
	err := scanAll(ctx, tx, `SELECT code, name FROM codes ORDER BY name`, func(rows *sql.Rows) error {
		var n int
		var code entente.Code
		err := rows.Scan(&n, &code)
		m.rank = slices.Grow(m.rank, max(0, n+1-len(m.rank)))[:max(len(m.rank), n+1)]
		m.rank[n] = int32(len(m.codes))
		m.codes = append(m.codes, code)
		return err
	})
	if err != nil {
		return nil, err
	}
	return m, scanAll(ctx, tx, `SELECT act, root, quad, intensity FROM acts ORDER BY root, quad`, func(rows *sql.Rows) error {
		var n int
		var r rooted
		var intensity float64
		err := rows.Scan(&n, &r.root, &r.quad, &intensity)
		if len(m.roots) == 0 || m.roots[len(m.roots)-1] != r {
			m.roots = append(m.roots, r)
		}
		m.acts = slices.Grow(m.acts, max(0, n+1-len(m.acts)))[:max(len(m.acts), n+1)]
		m.acts[n] = kind{int32(len(m.roots) - 1), int64(math.Round(million * intensity))}
		return err
	})
}

// cell is a count of one pair, period and act. By pair and rest cells are in the order of
// tallies: by source and target, period, root and quad.
type cell struct {
	pair, rest      uint64 // places of source and target, of period and root
	strength        int64  // of one event
	events, reports int64
}

func (m *meaning) cell(v []driver.Value) (cell, error) {
	pair, okay := v[0].(int64)
	period, fine := v[1].(int32)
	act, good := v[2].(int32)
	events, well := v[3].(int64)
	reports, right := v[4].(int64)
	if !okay || !fine || !good || !well || !right {
		return cell{}, fmt.Errorf("%T is no count", v)
	}
	source, target := int(pair>>32), int(int32(pair))
	if source >= len(m.rank) || target >= len(m.rank) || int(act) >= len(m.acts) {
		return cell{}, errors.New("a row of imports has a number that stands for nothing")
	}
	k := m.acts[act]
	return cell{
		pair: uint64(m.rank[source])<<32 | uint64(m.rank[target]), rest: uint64(int64(period)+1<<31)<<32 | uint64(k.rooted),
		strength: k.strength, events: events, reports: reports,
	}, nil
}

// tallies adds up cells that lie together in one tally.
func (m *meaning) tallies(cells []cell) []entente.Tally {
	var ts []entente.Tally
	for len(cells) > 0 {
		n, first := 1, &cells[0]
		for n < len(cells) && cells[n].pair == first.pair && cells[n].rest == first.rest {
			n++
		}
		if ts == nil {
			ts = make([]entente.Tally, 0, len(cells))
		}
		ts = append(ts, m.tally(cells[:n]))
		cells = cells[n:]
	}
	return ts
}

// tally adds up cells of one source, target, period, root and quad. An event weighs 1.
func (m *meaning) tally(cells []cell) entente.Tally {
	first := &cells[0]
	r := m.roots[uint32(first.rest)]
	t := entente.Tally{
		Pair:   entente.Pair{Source: m.codes[first.pair>>32], Target: m.codes[uint32(first.pair)]},
		Period: epoch + entente.Day(int64(first.rest>>32)-1<<31), Root: r.root, Quad: r.quad,
	}
	var coop, conf int64
	for i := range cells {
		c := &cells[i]
		t.Events += int(c.events)
		t.Reports += int(c.reports)
		coop += max(c.strength, 0) * c.events
		conf += max(-c.strength, 0) * c.events
	}
	t.Weight, t.Coop, t.Conf = float64(t.Events), float64(coop)/million, float64(conf)/million
	return t
}

// epoch is the day from which the engine counts.
var epoch = entente.MakeDay(1970, 1, 1)

// addTallies adds up two counts, each in order.
func addTallies(a, b []entente.Tally) []entente.Tally {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := make([]entente.Tally, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := compareTallies(&a[0], &b[0]); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, plus(a[0], b[0])), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func compareTallies(a, b *entente.Tally) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Period, b.Period),
		cmp.Compare(a.Root, b.Root), cmp.Compare(a.Quad, b.Quad))
}

// plus adds up two tallies of one key, in millionths as the engine does.
func plus(a, b entente.Tally) entente.Tally {
	sum := func(x, y float64) float64 { return (math.Round(x*million) + math.Round(y*million)) / million }
	a.Events, a.Reports = a.Events+b.Events, a.Reports+b.Reports
	a.Weight, a.Coop, a.Conf = sum(a.Weight, b.Weight), sum(a.Coop, b.Coop), sum(a.Conf, b.Conf)
	return a
}

// numbers asks a question whose answer is numbers, past what makes text and times of
// them. The values are good until the next come.
func (sc *scope) numbers(ctx context.Context, query string, args []any, each func([]driver.Value) error) error {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return sc.conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, query, named)
		if err != nil {
			return err
		}
		defer rows.Close()
		values := make([]driver.Value, len(rows.Columns()))
		for {
			switch err := rows.Next(values); {
			case errors.Is(err, io.EOF):
				return ctx.Err()
			case err != nil:
				return err
			}
			if err := each(values); err != nil {
				return err
			}
		}
	})
}

// Movers gives of each pair the heaviest imported events. They are found by numbers, and
// only those found are put into words.
func (s *Store) Movers(ctx context.Context, f entente.Filter, each int) ([]entente.Event, error) {
	found, err := s.movers(ctx, f, each)
	return found, s.reading("events", err)
}

func (s *Store) movers(ctx context.Context, f entente.Filter, each int) ([]entente.Event, error) {
	w, err := s.importsWhere(ctx, s.db, f)
	if err != nil || w.nothing() || each <= 0 {
		return nil, err
	}
	daysOf(w, f)
	w.add(fmt.Sprintf(`source_code <> %[1]d AND target_code <> %[1]d AND source_code <> target_code AND day IS NOT NULL`, noCode))
	cond, args := w.sql()
	heaviest := fmt.Sprintf(`imports.rowid IN (SELECT r FROM (
		SELECT i.rowid AS r, row_number() OVER (PARTITION BY least(source_code, target_code), greatest(source_code, target_code), intensity < 0
			ORDER BY abs(intensity) * events DESC, day DESC, o.name, id NULLS FIRST, key) AS place
		FROM (SELECT rowid, source_code, target_code, events, day, coding, id, key, act FROM imports WHERE %s) i
		JOIN acts USING (act) JOIN codings o USING (coding) WHERE intensity <> 0) WHERE place <= %d)`, cond, each)
	var out []entente.Event
	for e, err := range rowsOf(ctx, s, "events", importsIn(heaviest, ``), args, scanImport) {
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
