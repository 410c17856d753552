package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// About says what a store is made of.
type About struct {
	Schema    int              // its version
	Newest    int              // the version of a new store
	Engine    string           // the engine's version
	Size      int64            // bytes of the file
	Log       int64            // bytes of changes that are not in the file yet
	Empty     int64            // bytes within the file that hold nothing
	Room      int64            // bytes that the disk still takes, -1 if not known
	Rows      map[string]int64 // by table
	Lexica    []LexiconShare   // what the stories that count were read with, commonest first
	Withdrawn int              // stories
	Leftovers []string         // what broken-off runs left beside it
}

// LexiconShare is how many stories were read with one set of dictionaries and weights.
type LexiconShare struct {
	Lexicon string
	Stories int
}

// About looks a store over; it reads no more than counts.
func (s *Store) About(ctx context.Context) (About, error) {
	a, err := s.about(ctx)
	return a, s.reading(ctx, "the store's measures", err)
}

func (s *Store) about(ctx context.Context) (About, error) {
	a := About{Room: -1, Rows: map[string]int64{}}
	all, err := steps()
	if err != nil {
		return a, err
	}
	a.Newest = len(all)
	if a.Schema, err = s.version(ctx); err != nil {
		return a, err
	}
	var block, free int64
	err = s.db.QueryRowContext(ctx, `SELECT block_size, free_blocks, (SELECT library_version FROM pragma_version())
		FROM pragma_database_size() WHERE database_name = current_database()`).Scan(&block, &free, &a.Engine)
	if err != nil {
		return a, err
	}
	a.Empty = block * free
	tables, err := tablesOf(ctx, s.db)
	if err != nil {
		return a, err
	}
	for _, t := range tables {
		var n int64
		if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM `+t).Scan(&n); err != nil {
			return a, err
		}
		a.Rows[t] = n
	}
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM withdrawals WHERE current`).Scan(&a.Withdrawn); err != nil {
		return a, err
	}
	if a.Lexica, err = s.lexica(ctx); err != nil || s.path == "" {
		return a, err
	}
	return a, a.beside(s.path)
}

func (s *Store) lexica(ctx context.Context) (out []LexiconShare, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT lexicon, count(*) FROM stories WHERE current GROUP BY lexicon ORDER BY count(*) DESC, lexicon`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l LexiconShare
		if err := rows.Scan(&l.Lexicon, &l.Stories); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// beside looks at the files.
func (a *About) beside(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	a.Size = info.Size()
	if log, err := os.Stat(path + logSuffix); err == nil {
		a.Log = log.Size()
	}
	dir := filepath.Dir(path)
	a.Room = freeRoom(dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // a folder that may not be listed hides only what was left over
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "."+filepath.Base(path)+workMark) {
			a.Leftovers = append(a.Leftovers, filepath.Join(dir, e.Name()))
		}
	}
	return nil
}

// Fault is one thing that is wrong with a store.
type Fault struct {
	What string // "imports without an actor"
	Rows int64  // how many
}

// String gives both.
func (f Fault) String() string {
	if f.Rows == 0 {
		return f.What
	}
	return fmt.Sprintf("%d %s", f.Rows, f.What)
}

// Check reads all that a store holds and says what is wrong with it: what cannot be
// read, what refers to nothing, what is there twice, what does not agree. Deep also
// looks whether every quotation is its story's words, and whether the events are those
// of their reports.
func (s *Store) Check(ctx context.Context, deep bool) ([]Fault, error) {
	faults, err := s.unreadable(ctx)
	if err != nil || len(faults) > 0 {
		return faults, s.reading(ctx, "the store whole", err)
	}
	looks := looks
	if deep {
		looks = append(looks[:len(looks):len(looks)], look{"quotations that are not their story's words", `SELECT count(*) FROM (
			SELECT reading, quote, quote_start, quote_end FROM reports UNION ALL SELECT reading, quote, quote_start, quote_end FROM assessments) r
			JOIN stories s USING (reading) WHERE NOT coalesce(decode(encode(s.text)[r.quote_start + 1:r.quote_end]) = r.quote, false)`})
	}
	for _, l := range looks {
		var n int64
		if err := s.db.QueryRowContext(ctx, l.query).Scan(&n); err != nil {
			return faults, s.reading(ctx, l.what, err)
		}
		if n > 0 {
			faults = append(faults, Fault{l.what, n})
		}
	}
	if !deep {
		return faults, nil
	}
	n, err := s.misplaced(ctx)
	if n > 0 {
		faults = append(faults, Fault{"reports of another event than the store says", n})
	}
	return faults, s.reading(ctx, "events", err)
}

// unreadable reads every block of every table: the engine holds each to its sum.
func (s *Store) unreadable(ctx context.Context) (faults []Fault, err error) {
	tables, err := tablesOf(ctx, s.db)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		rows, err := s.db.QueryContext(ctx, `SELECT bit_xor(hash(COLUMNS(*))) FROM `+t)
		if err == nil {
			for rows.Next() {
			}
			err = rows.Err()
			rows.Close()
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			faults = append(faults, Fault{What: fmt.Sprintf("%s cannot be read: %v", t, err)})
		}
	}
	return faults, nil
}

// misplaced clusters all reports that count anew and counts those that come to lie in
// another event than the store has them in.
func (s *Store) misplaced(ctx context.Context) (int64, error) {
	tx, err := s.db.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	c, err := replace(ctx, tx, `SELECT `+placingColumns+` FROM reports WHERE current ORDER BY act, n`)
	return int64(len(c.ns)), err
}

// look is a question whose answer is nought in a sound store.
type look struct{ what, query string }

// without asks for rows whose column names no row of another table.
func without(table, column, other, key string) look {
	return look{
		fmt.Sprintf("rows of %s whose %s is not in %s", table, column, other),
		fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s NOT IN (SELECT %s FROM %s)`, table, column, key, other),
	}
}

// twice asks for rows of which there are several.
func twice(table, key, where string) look {
	return look{
		fmt.Sprintf("rows of %s that are there twice", table),
		fmt.Sprintf(`SELECT coalesce(sum(n - 1), 0)::BIGINT FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)`, table, where, key),
	}
}

// gaps asks for a table of terms whose numbers are not 1, 2, 3 …
func gaps(table, key string) look {
	return look{
		fmt.Sprintf("numbers of %s that are missing or there twice", table),
		fmt.Sprintf(`SELECT abs(coalesce(max(%[2]s), 0) - count(*)) + count(*) - count(DISTINCT %[2]s) FROM %[1]s`, table, key),
	}
}

// disagreeing asks for rows that count though their reading does not, or the other way.
func disagreeing(table string) look {
	return look{
		fmt.Sprintf("rows of %s that count otherwise than their reading", table),
		fmt.Sprintf(`SELECT count(*) FROM %s t JOIN stories s USING (reading) WHERE t.current <> s.current`, table),
	}
}

var looks = []look{
	without("reports", "reading", "stories", "reading"), without("assessments", "reading", "stories", "reading"),
	{"rows of problems whose reading is not in stories", `SELECT count(*) FROM problems WHERE reading <> 0 AND reading NOT IN (SELECT reading FROM stories)`},
	without("withdrawals", "reading", "stories", "reading"),
	without("imports", "coding", "codings", "coding"), without("imports", "file", "files", "file"), without("imports", "act", "acts", "act"),
	without("imports", "source", "actors", "actor"), without("imports", "target", "actors", "actor"), without("imports", "place", "places", "place"),
	without("imports", "pair", "pairs", "pair"), without("imports", "link", "links", "link"), without("mentions", "link", "links", "link"),
	without("mentions", "coding", "codings", "coding"), without("mentions", "file", "files", "file"), without("measures", "file", "files", "file"),
	twice("stories", "reading", "true"), twice("stories", "story", "current"),
	twice("reports", "reading, report", "true"), twice("reports", "n", "true"), twice("assessments", "reading, assessment", "true"),
	twice("imports", "coding, key, id", "true"), twice("mentions", "coding, key, id, mention", "true"),
	twice("measures", "series, a, b, date_from, date_to, source", "current"), twice("withdrawals", "story", "current"), twice("decisions", "n", "true"),
	twice("pairs", "pair", "true"), twice("pairs", "source, target", "true"),
	gaps("codings", "coding"), gaps("files", "file"), gaps("actors", "actor"), gaps("acts", "act"), gaps("places", "place"), gaps("links", "link"),
	without("resolutions", "forecast", "forecasts", "forecast"), twice("forecasts", "forecast", "true"), twice("resolutions", "forecast", "current"),
	{"rows of imports whose pair is not that of their actors", `SELECT count(*) FROM imports i JOIN pairs p USING (pair)
		JOIN actors s ON s.actor = i.source JOIN actors t ON t.actor = i.target WHERE p.source <> s.code OR p.target <> t.code`},
	{"days on which other imports were published than days says", `SELECT count(*) FROM
		(SELECT coding, published, count(*) AS rows, sum(events) AS events, min(day) AS first, max(day) AS last FROM imports GROUP BY coding, published) i FULL JOIN
		(SELECT coding, published, sum(rows) AS rows, sum(events) AS events, min(first) AS first, max(last) AS last FROM days GROUP BY coding, published) d
		ON i.coding = d.coding AND i.published IS NOT DISTINCT FROM d.published
		WHERE (i.rows, i.events, i.first, i.last) IS DISTINCT FROM (d.rows, d.events, d.first, d.last)`},
	disagreeing("reports"), disagreeing("assessments"), disagreeing("problems"),
	{"readings that count and have ended", `SELECT count(*) FROM stories WHERE current AND until IS NOT NULL`},
	{"withdrawn stories that count", `SELECT count(*) FROM stories WHERE current AND story IN (SELECT story FROM withdrawals WHERE current)`},
	{"readings that count as of one day as others of their story do", `SELECT count(*) FROM (SELECT seen, lag(until) OVER (PARTITION BY story ORDER BY seen, reading) AS before,
		lag(reading) OVER (PARTITION BY story ORDER BY seen, reading) AS other FROM stories WHERE seen IS NOT NULL AND (until IS NULL OR until > seen))
		WHERE other IS NOT NULL AND (before IS NULL OR before > seen)`},
}
