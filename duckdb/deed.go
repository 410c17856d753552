package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"slices"
	"strings"

	"entente"
)

// Deeds gives what is told as having happened between the actors of some pairs. Each kind
// of event is asked for by what it is indexed by: imports by small numbers of pairs.
func (s *Store) Deeds(ctx context.Context, f entente.Filter, pairs []entente.Pair, named bool) ([]entente.Deed, error) {
	as, err := s.deeds(ctx, deedsFilter(f), pairs, named)
	return as, s.reading(ctx, "deeds", err)
}

// deedsFilter leaves out of a filter what does not hold for deeds.
func deedsFilter(f entente.Filter) entente.Filter {
	f.Pair, f.Directed, f.Roots, f.Quads, f.Among, f.Limit = nil, false, nil, nil, nil, 0
	return f
}

func (s *Store) deeds(ctx context.Context, f entente.Filter, pairs []entente.Pair, named bool) ([]entente.Deed, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	as, err := sc.codedDeeds(ctx, f, pairs)
	if err != nil {
		return nil, err
	}
	imported, err := s.importedDeeds(ctx, sc, f, pairs, named)
	if err != nil {
		return nil, err
	}
	if len(as) > 0 {
		imported = append(imported, as...)
	}
	as = inOrder(imported)
	if named {
		return as, nil
	}
	return entente.SumDeeds(as), nil
}

// inOrder sorts deeds by their days, of which there are few beside so many deeds, and then
// those of each day.
func inOrder(as []entente.Deed) []entente.Deed {
	if len(as) < 2 {
		return as
	}
	low, high := as[0].Day, as[0].Day
	for i := range as {
		low, high = min(low, as[i].Day), max(high, as[i].Day)
	}
	if int(high-low) > 4*len(as) {
		slices.SortFunc(as, entente.CompareDeeds)
		return as
	}
	starts := make([]int, high-low+2)
	for i := range as {
		starts[as[i].Day-low+1]++
	}
	for d := range high - low + 1 {
		starts[d+1] += starts[d]
	}
	out, next := make([]entente.Deed, len(as)), slices.Clone(starts)
	for i := range as {
		at := &next[as[i].Day-low]
		out[*at] = as[i]
		*at++
	}
	for d := range high - low + 1 {
		slices.SortFunc(out[starts[d]:starts[d+1]], entente.CompareDeeds)
	}
	return out
}

// ofPairs reports whether two actors are one of some pairs, whichever way round.
func ofPairs(pairs []entente.Pair) func(a, b entente.Code) bool {
	set := make(map[entente.Pair]bool, 2*len(pairs))
	for _, p := range pairs {
		set[p] = true
		set[entente.Pair{Source: p.Target, Target: p.Source}] = true
	}
	return func(a, b entente.Code) bool { return set[entente.Pair{Source: a, Target: b}] }
}

func (sc *scope) codedDeeds(ctx context.Context, f entente.Filter, pairs []entente.Pair) ([]entente.Deed, error) {
	if !f.TakesCoded() || len(pairs) == 0 {
		return nil, nil
	}
	for _, p := range pairs {
		f.Among = append(f.Among, p.Source, p.Target)
	}
	slices.Sort(f.Among)
	f.Among = slices.Compact(f.Among)
	told, args := sc.toldDeeds(f)
	query := `SELECT source, target, reciprocal AND source <> target, day, known, root, quad, 1, event FROM (` + told + `)`
	takes := ofPairs(pairs)
	var out []entente.Deed
	err := scanAll(ctx, sc.tx, query, func(r *sql.Rows) error {
		var a entente.Deed
		err := r.Scan(&a.Source, &a.Target, &a.Mutual, (*date)(&a.Day), (*date)(&a.Known), &a.Root, &a.Quad, &a.Events, &a.ID)
		if err == nil && takes(a.Source, a.Target) {
			out = append(out, a)
		}
		return err
	}, args...)
	return out, err
}

// toldDeeds gives the query of the coded events that are told as having happened: their
// day is that of their narrowest window, and they are known since its end or, if that is
// later, since the first report of them was in print.
func (sc *scope) toldDeeds(f entente.Filter) (string, []any) {
	w := undatedWhere(f)
	oneOf(w, "stream", []entente.Stream{entente.Headline, entente.Standfirst, entente.Body})
	oneOf(w, "status", []entente.Status{entente.Fact, entente.Reported})
	w.add(`source <> '' AND target <> '' AND day IS NOT NULL`)
	where, args := w.sql()
	args = sc.with(args)
	days, more := daysWhere(f)
	args = append(args, more...)
	return `WITH picked AS (SELECT *, ` + weightSQL() + ` AS weight, greatest(coalesce(s.seen, r.day + r.days), r.day + r.days) AS known
			FROM (SELECT * FROM ` + sc.from + ` WHERE ` + where + `) r JOIN (SELECT reading, seen FROM stories) s USING (reading)),
		told AS (SELECT event, arg_min(day, (days, day)) AS day, min(known) AS known,
			arg_min((source, target, root, quad, reciprocal), (-weight, -confidence, report)) AS lead FROM picked GROUP BY event)
		SELECT event, day, known, lead[1] AS source, lead[2] AS target, lead[3] AS root, lead[4] AS quad, lead[5] AS reciprocal
		FROM told WHERE ` + days, args
}

// importedDeeds asks imports by the numbers of their pairs.
func (s *Store) importedDeeds(ctx context.Context, sc *scope, f entente.Filter, pairs []entente.Pair, named bool) ([]entente.Deed, error) {
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil || len(pairs) == 0 || w.nothing() {
		return nil, err
	}
	w.add(`day IS NOT NULL`)
	daysOf(w, f)
	of, numbers, err := sc.pairNumbers(ctx, pairs)
	if err != nil {
		return nil, err
	}
	if len(numbers) == 0 || w.nothing() {
		return nil, nil
	}
	narrow(w, numbers)
	acts, err := sc.readActs(ctx)
	if err != nil {
		return nil, err
	}
	cond, args := w.whole()
	query := `SELECT ` + packedDeed + `, sum(events)::BIGINT FROM imports WHERE ` + cond + ` GROUP BY ALL`
	if named {
		query = `SELECT ` + packedDeed + `, events::BIGINT, codings.name || ':' || coalesce(id, key::VARCHAR) FROM imports JOIN codings USING (coding) WHERE ` + cond
	}
	var rows [][3]int64
	var ids []string
	err = sc.numbers(ctx, query, args, func(v []driver.Value) error {
		rows = append(rows, [3]int64{v[0].(int64), v[1].(int64), v[2].(int64)})
		if named {
			ids = append(ids, v[3].(string))
		}
		return nil
	})
	out := make([]entente.Deed, len(rows))
	for i, r := range rows {
		out[i] = unpacked(r, of, acts)
		if named {
			out[i].ID = ids[i]
		}
	}
	return out, err
}

// packedDeed puts four small numbers into two, as each value that crosses from the engine
// costs as much whatever its size: pair and act, and the day with how much later it was known.
const packedDeed = `pair::BIGINT * 4294967296 + act, (day - DATE '1970-01-01')::BIGINT * 4294967296 + greatest(0, coalesce(published, day) - day)`

// unpacked gives the deed that two packed numbers and a count of events are.
func unpacked(r [3]int64, of map[int32]entente.Pair, acts map[int32]rooted) entente.Deed {
	k, day := acts[int32(r[0])], epoch+entente.Day(r[1]>>32)
	return entente.Deed{Pair: of[int32(r[0]>>32)], Day: day, Known: day + entente.Day(int32(r[1])), Root: k.root, Quad: k.quad, Events: int(r[2])}
}

// narrow keeps imports of some pairs: a few by their ranges, which the engine skips to, and
// many by a list, which it looks them up in.
func narrow(w *where, numbers []int32) {
	if len(numbers) <= 2 {
		w.pairs = [][2]int32{{numbers[0], numbers[len(numbers)-1]}}
		return
	}
	w.number("pair", numbers)
}

// pairNumbers gives the numbers of pairs, both ways round, in order, and what they stand for.
func (sc *scope) pairNumbers(ctx context.Context, pairs []entente.Pair) (map[int32]entente.Pair, []int32, error) {
	var sources, targets []string
	for _, p := range pairs {
		sources, targets = append(sources, string(p.Source), string(p.Target)), append(targets, string(p.Target), string(p.Source))
	}
	of := map[int32]entente.Pair{}
	var numbers []int32
	err := scanAll(ctx, sc.tx, `SELECT DISTINCT pair, p.source, p.target FROM pairs p
		JOIN (SELECT unnest(?::VARCHAR[]) AS source, unnest(?::VARCHAR[]) AS target) a ON p.source = a.source AND p.target = a.target
		WHERE pair > 0 ORDER BY pair`, func(r *sql.Rows) error {
		var n int32
		var p entente.Pair
		err := r.Scan(&n, &p.Source, &p.Target)
		of[n], numbers = p, append(numbers, n)
		return err
	}, sources, targets)
	return of, numbers, err
}

// readActs reads what the numbers of acts stand for.
func (sc *scope) readActs(ctx context.Context) (map[int32]rooted, error) {
	m := map[int32]rooted{}
	err := sc.numbers(ctx, `SELECT act, root, quad FROM acts`, nil, func(v []driver.Value) error {
		m[v[0].(int32)] = rooted{entente.Root(v[1].(string)), entente.Quad(v[2].(int32))}
		return nil
	})
	return m, err
}

// Busy counts the deeds of each two actors.
func (s *Store) Busy(ctx context.Context, f entente.Filter) ([]entente.PairCount, error) {
	counts, err := s.busy(ctx, deedsFilter(f))
	return counts, s.reading(ctx, "deeds", err)
}

func (s *Store) busy(ctx context.Context, f entente.Filter) ([]entente.PairCount, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	defer sc.end()
	n := map[[2]entente.Code]int{}
	if f.TakesCoded() {
		told, args := sc.toldDeeds(f)
		query := `SELECT least(source, target), greatest(source, target), count(*) FROM (` + told + `) GROUP BY ALL`
		if err := scanAll(ctx, sc.tx, query, countInto(n), args...); err != nil {
			return nil, err
		}
	}
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	w.add(`day IS NOT NULL AND pair > 0`)
	daysOf(w, f)
	if !w.nothing() {
		cond, args := w.whole()
		query := `SELECT least(source, target), greatest(source, target), sum(n)::BIGINT FROM
			(SELECT pair, sum(events)::BIGINT AS n FROM imports WHERE ` + cond + ` GROUP BY pair) JOIN pairs USING (pair) GROUP BY ALL`
		if err := scanAll(ctx, sc.tx, query, countInto(n), args...); err != nil {
			return nil, err
		}
	}
	return byCount(n), nil
}

func countInto(n map[[2]entente.Code]int) func(*sql.Rows) error {
	return func(r *sql.Rows) error {
		var a, b entente.Code
		var events int
		err := r.Scan(&a, &b, &events)
		if a != b {
			n[[2]entente.Code{a, b}] += events
		}
		return err
	}
}

func byCount(n map[[2]entente.Code]int) []entente.PairCount {
	out := make([]entente.PairCount, 0, len(n))
	for k, events := range n {
		out = append(out, entente.PairCount{A: k[0], B: k[1], Events: events})
	}
	slices.SortFunc(out, func(x, y entente.PairCount) int {
		return cmp.Or(cmp.Compare(y.Events, x.Events), strings.Compare(string(x.A), string(y.A)), strings.Compare(string(x.B), string(y.B)))
	})
	return out
}
