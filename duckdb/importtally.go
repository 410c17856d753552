package duckdb

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"entente"
)

// importTallies counts imported events. The engine counts by small numbers, and hands
// out numbers. What they mean is looked up here, once for each pair and act.
func (s *Store) importTallies(ctx context.Context, sc *scope, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	if w.dyadic(f); w.nothing() {
		return nil, nil
	}
	m, err := sc.readMeaning(ctx, w)
	if err != nil {
		return nil, err
	}
	var cells []cell
	add := func(pair, period, act int32, events, reports int64) error {
		c, err := m.cell(pair, period, act)
		c.events, c.reports = events, reports
		cells = append(cells, c)
		return err
	}
	pairs, err := sc.fold(ctx, w)
	switch {
	case err == nil:
		start := startsOf(p)
		err = siftOut(ctx, pairs, w.sieve(f), func(r *entry) error { return add(r.pair, start(r.day), r.act, int64(r.events), 1) })
	case errors.Is(err, errMany):
		rows, args := w.each(`pair, day, act, events`)
		query := `SELECT pair, ` + periodNumberSQL(p) + ` AS period, act, sum(events)::BIGINT, count(*) FROM (` + rows + `) GROUP BY ALL`
		err = sc.numbers(ctx, query, args, func(v []driver.Value) error {
			return add(v[0].(int32), v[1].(int32), v[2].(int32), v[3].(int64), v[4].(int64))
		})
	}
	if err != nil {
		return nil, err
	}
	return m.tallies(cells), nil
}

// dyadic keeps dated events of known actors, of the filter's days.
func (w *where) dyadic(f entente.Filter) {
	w.add(`day IS NOT NULL`)
	w.dated = true
	daysOf(w, f)
	w.known()
}

// known keeps events of which both actors are known.
func (w *where) known() {
	if len(w.pairs) == 0 {
		w.add(`pair > 0`)
		return
	}
	w.pairs = slices.DeleteFunc(w.pairs, func(r [2]int32) bool { return r[0] <= 0 })
	if len(w.pairs) == 0 {
		w.add(`false`)
	}
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

// startsOf gives the first day of a day's period, in days since 1970.
func startsOf(p entente.Period) func(int32) int32 {
	if p == entente.Daily {
		return func(d int32) int32 { return d }
	}
	known := map[int32]int32{}
	return func(d int32) int32 {
		start, ok := known[d]
		if !ok {
			start = int32(p.Start(epoch+entente.Day(d)) - epoch)
			known[d] = start
		}
		return start
	}
}

// meaning is what the numbers in a count stand for.
type meaning struct {
	place map[int32]int32 // of a pair among pairs, by its number
	pairs []entente.Pair  // in order of source and target
	roots []rooted        // in order of root and quad
	acts  map[int32]kind
}

// rooted is what tallies tell of an act.
type rooted struct {
	root entente.Root
	quad entente.Quad
}

// kind is a kind of act.
type kind struct {
	rooted    uint32 // its place among roots
	strength  int64  // intensity in millionths
	intensity float64
}

// readMeaning reads what the numbers of the pairs asked for, and of all acts, stand for.
func (sc *scope) readMeaning(ctx context.Context, w *where) (*meaning, error) {
	m := &meaning{place: map[int32]int32{}, acts: map[int32]kind{}}
	cond := `pair > 0`
	if len(w.pairs) > 0 {
		cond = ranges(w.pairs)
	}
	err := sc.numbers(ctx, `SELECT pair, source, target FROM pairs WHERE `+cond+` ORDER BY source, target`, nil, func(v []driver.Value) error {
		m.place[v[0].(int32)] = int32(len(m.pairs))
		m.pairs = append(m.pairs, entente.Pair{Source: entente.Code(v[1].(string)), Target: entente.Code(v[2].(string))})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return m, sc.numbers(ctx, `SELECT act, root, quad, intensity FROM acts ORDER BY root, quad`, nil, func(v []driver.Value) error {
		r, intensity := rooted{entente.Root(v[1].(string)), entente.Quad(v[2].(int32))}, v[3].(float64)
		if len(m.roots) == 0 || m.roots[len(m.roots)-1] != r {
			m.roots = append(m.roots, r)
		}
		m.acts[v[0].(int32)] = kind{uint32(len(m.roots) - 1), int64(math.Round(million * intensity)), intensity}
		return nil
	})
}

// cell is a count of one pair, period and act.
type cell struct {
	pair            int32  // its place
	when            uint64 // period and root, in the order of tallies
	strength        int64  // of one event
	events, reports int64
}

func (m *meaning) cell(pair, period, act int32) (cell, error) {
	p, okay := m.place[pair]
	k, fine := m.acts[act]
	if !okay || !fine {
		return cell{}, fmt.Errorf("a row of imports has the pair %v and the act %v, which stand for nothing", pair, act)
	}
	return cell{pair: p, when: uint64(int64(period)+1<<31)<<32 | uint64(k.rooted), strength: k.strength}, nil
}

// tallies adds up cells that lie in one tally, in order of pair and within it of period
// and root: there are many pairs, with few cells each.
func (m *meaning) tallies(cells []cell) []entente.Tally {
	if len(cells) == 0 {
		return nil
	}
	ts := make([]entente.Tally, 0, len(cells))
	sorted, begins := placed(cells, len(m.pairs), func(c *cell) int { return int(c.pair) })
	for i := range m.pairs {
		ts = m.ofPair(ts, sorted[begins[i]:begins[i+1]])
	}
	return ts
}

// placed puts cells in the order of a key from nought to below n, else as they were, and
// tells where the cells of each key begin, and behind them where the last end.
func placed(cells []cell, n int, key func(*cell) int) (sorted []cell, begins []int32) {
	begins = make([]int32, n+1)
	for i := range cells {
		begins[key(&cells[i])]++
	}
	for i := 1; i <= n; i++ {
		begins[i] += begins[i-1]
	}
	sorted = make([]cell, len(cells))
	for i := len(cells) - 1; i >= 0; i-- {
		k := key(&cells[i])
		begins[k]-- // from where they end to where they begin
		sorted[begins[k]] = cells[i]
	}
	return sorted, begins
}

// ofPair adds up the cells of one pair.
func (m *meaning) ofPair(ts []entente.Tally, cells []cell) []entente.Tally {
	cells = inTime(cells)
	for len(cells) > 0 {
		n := 1
		for n < len(cells) && cells[n].when == cells[0].when {
			n++
		}
		ts = append(ts, m.tally(cells[:n]))
		cells = cells[n:]
	}
	return ts
}

// inTime orders cells by period and root. Few lie in one period: where there are many and
// periods are nearly as dense, each is put where its period begins, and only neighbours
// are compared.
func inTime(cells []cell) []cell {
	byWhen := func(a, b cell) int { return cmp.Compare(a.when, b.when) }
	if len(cells) < 64 {
		slices.SortFunc(cells, byWhen)
		return cells
	}
	first, last := cells[0].when>>32, cells[0].when>>32
	for i := range cells {
		first, last = min(first, cells[i].when>>32), max(last, cells[i].when>>32)
	}
	if last-first >= uint64(4*len(cells)) {
		slices.SortFunc(cells, byWhen)
		return cells
	}
	sorted, begins := placed(cells, int(last-first)+1, func(c *cell) int { return int(c.when>>32 - first) })
	for i, begin := range begins[1:] {
		slices.SortFunc(sorted[begins[i]:begin], byWhen)
	}
	return sorted
}

// tally adds up cells of one source, target, period, root and quad. An event weighs 1.
func (m *meaning) tally(cells []cell) entente.Tally {
	first := &cells[0]
	r := m.roots[uint32(first.when)]
	t := entente.Tally{Pair: m.pairs[first.pair], Period: epoch + entente.Day(int64(first.when>>32)-1<<31), Root: r.root, Quad: r.quad}
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
