package duckdb

import (
	"context"
	"database/sql/driver"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"entente"

	engine "github.com/duckdb/duckdb-go/v2"
)

// Import keeps a batch in one transaction, all or none. What is known already, by
// source and id, stays as it is.
func (s *Store) Import(ctx context.Context, b entente.Batch) (entente.Taken, error) {
	if s.readOnly {
		return entente.Taken{}, fmt.Errorf("importing into %s: %w", s.path, entente.ErrReadOnly)
	}
	if err := checkBatch(&b); err != nil {
		return entente.Taken{}, fmt.Errorf("importing: %w", err)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	taken, err := s.keep(ctx, &b)
	if err != nil {
		return entente.Taken{}, fmt.Errorf("importing into %s: %w", s.name(), brokenOff(ctx, err))
	}
	return taken, nil
}

// checkBatch refuses what a table could not give back as it was, and what has no id.
func checkBatch(b *entente.Batch) error {
	if err := b.Check(); err != nil { // what events share is looked at once, where it is filed
		return err
	}
	for i := range b.Problems {
		if err := checkFields((&problemRow{Problem: b.Problems[i]}).fields()); err != nil {
			return fmt.Errorf("problem of %q: %w", b.Problems[i].Subject, err)
		}
	}
	return nil
}

// keep writes a batch in a transaction.
func (s *Store) keep(ctx context.Context, b *entente.Batch) (entente.Taken, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return entente.Taken{}, err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return entente.Taken{}, err
	}
	defer tx.Rollback()
	k := &keeper{writer: writer{ctx: ctx, conn: conn, tx: tx}, terms: s.terms}
	for _, step := range []func(*entente.Batch) error{k.open, k.events, k.licences, k.mentions, k.measures, k.problems} {
		if err = step(b); err != nil {
			break
		}
	}
	if err == nil {
		s.sheets.turn()
		err = tx.Commit()
		s.sheets.turn()
	}
	if err == nil {
		err = s.settle(ctx)
	}
	if s.terms = k.terms; err != nil {
		s.terms = nil // they may hold numbers that were not kept
		return entente.Taken{}, err
	}
	return k.taken, nil
}

// keeper is one transaction of importing.
type keeper struct {
	writer
	terms *terms
	taken entente.Taken
}

// open reads the numbers of what is written once, if that is the first batch.
func (k *keeper) open(*entente.Batch) (err error) {
	if k.terms == nil {
		k.terms, err = readTerms(k.ctx, k.tx)
	}
	if err == nil {
		k.terms.batch()
	}
	return err
}

// keyOf gives the number under which an id is filed, and the id itself where the
// number does not say it.
func keyOf(id string) (key int64, text driver.Value) {
	if len(id) <= 18 && (id[0] != '0' || len(id) == 1) {
		n, digits := int64(0), true
		for i := range len(id) {
			if id[i] < '0' || id[i] > '9' {
				digits = false
				break
			}
			n = n*10 + int64(id[i]-'0')
		}
		if digits {
			return n, nil
		}
	}
	h := uint64(14695981039346656037) // FNV-1a
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	return -int64(h>>1) - 1, id
}

// idOf is the way back.
func idOf(key int64, text *string) string {
	if text != nil {
		return *text
	}
	return strconv.FormatInt(key, 10)
}

// events appends the events that are new.
func (k *keeper) events(b *entente.Batch) error {
	rows, keys := distinct(b.Events)
	rows, keys, err := k.unknown(b.Events, rows, keys)
	if err != nil {
		return err
	}
	k.taken.Known += len(b.Events) - len(rows)
	k.taken.Events += len(rows)
	if len(rows) == 0 {
		return nil
	}
	t := k.terms
	filed := make([]filed, len(rows))
	for i, row := range rows {
		filed[i] = t.file(&b.Events[row])
		if t.wrong != nil {
			return fmt.Errorf("event %s: %w", b.Events[row].Provenance.EventID(), t.wrong)
		}
	}
	if err := k.newTerms(); err != nil {
		return err
	}
	rows, keys, filed = byPair(rows, keys, filed)
	err = k.append("imports", func(a *rowAppender) error { return a.events(b.Events, rows, keys, filed) })
	if err != nil {
		return err
	}
	k.hold(keys, filed)
	return k.days(filed)
}

// licences notes on what terms codings may be used; the later word counts.
func (k *keeper) licences(b *entente.Batch) error {
	for source, licence := range b.Licences {
		_, err := k.exec(`UPDATE codings SET licence = ? WHERE name = ? AND licence <> ?`, licence, source, licence)
		if err != nil {
			return err
		}
	}
	return nil
}

// days notes what was published when.
func (k *keeper) days(filed []filed) error {
	type of struct {
		coding    int32
		published entente.Day
	}
	type sum struct {
		of
		rows, events int
		first, last  entente.Day
	}
	var sums []sum // in the order in which they come
	place := map[of]int{}
	last := 0
	for i := range filed {
		e := &filed[i]
		key := of{e.coding, e.published}
		if len(sums) == 0 || sums[last].of != key {
			at, ok := place[key]
			if !ok {
				at = len(sums)
				place[key] = at
				sums = append(sums, sum{of: key})
			}
			last = at
		}
		s := &sums[last]
		s.rows++
		s.events += int(e.events)
		if e.day.Known() && (!s.first.Known() || e.day < s.first) {
			s.first = e.day
		}
		s.last = max(s.last, e.day)
	}
	return k.append("days", func(a *rowAppender) error {
		for _, s := range sums {
			a.values = append(a.values[:0], s.coding, date(s.published).value(), int32(s.rows), int64(s.events), date(s.first).value(), date(s.last).value())
			if err := a.row(); err != nil {
				return err
			}
		}
		return nil
	})
}

// among bounds the keys that are looked at: in files that come in order the engine then
// reads but the row groups in which they may lie.
func among(keys []int64) string {
	return fmt.Sprintf(`key BETWEEN %d AND %d`, slices.Min(keys), slices.Max(keys))
}

// rowAppender appends rows and looks now and then whether it is to stop. Its values
// are used again.
type rowAppender struct {
	*engine.Appender
	ctx    context.Context
	values []driver.Value
	days   map[entente.Day]driver.Value
	n      int
}

func (a *rowAppender) row() error {
	if a.n++; a.n%4096 == 0 && a.ctx.Err() != nil {
		return a.ctx.Err()
	}
	return a.AppendRow(a.values...)
}

// day gives a day as a value.
func (a *rowAppender) day(d entente.Day) driver.Value {
	v, ok := a.days[d]
	if !ok {
		v = date(d).value()
		a.days[d] = v
	}
	return v
}

// append writes rows through the engine's appender.
func (k *keeper) append(table string, each func(*rowAppender) error) error {
	return k.conn.Raw(func(c any) error {
		a, err := engine.NewAppenderFromConn(c.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		if err := each(&rowAppender{Appender: a, ctx: k.ctx, days: map[entente.Day]driver.Value{}}); err != nil {
			a.Clear()
			a.Close()
			return fmt.Errorf("writing %s: %w", table, err)
		}
		return a.Close()
	})
}

// staged writes rows beside a table, and takes over those that it does not hold yet.
func (k *keeper) staged(table, same string, each func(*rowAppender) error) (int, error) {
	if _, err := k.exec(`CREATE OR REPLACE TEMP TABLE staged AS FROM ` + table + ` LIMIT 0`); err != nil {
		return 0, err
	}
	if err := k.append("staged", each); err != nil {
		return 0, err
	}
	added, err := k.exec(`INSERT INTO ` + table + ` SELECT s.* FROM staged s WHERE NOT EXISTS (SELECT 1 FROM ` + table + ` WHERE ` + same + `)`)
	if err != nil {
		return 0, err
	}
	_, err = k.exec(`DROP TABLE staged`)
	return int(added), err
}

func (a *rowAppender) events(events []entente.Imported, rows []int32, keys []int64, filed []filed) error {
	a.values = make([]driver.Value, 17)
	for i := range filed {
		f, v := &filed[i], a.values
		v[0], v[1], v[2], v[3], v[4] = f.coding, keys[i], nil, f.file, f.line
		if keys[i] < 0 {
			v[2] = events[rows[i]].Provenance.ID
		}
		v[5], v[6] = a.day(f.published), a.day(f.day)
		v[7], v[8], v[9], v[10], v[11] = f.pair, f.source, f.target, f.act, f.place
		v[12], v[13], v[14], v[15] = f.events, f.mentions, f.sources, f.articles
		v[16] = f.link
		if err := a.row(); err != nil {
			return err
		}
	}
	return nil
}

// mentions appends the mentions that are new.
func (k *keeper) mentions(b *entente.Batch) error {
	type known struct {
		event   string
		mention int64
	}
	if len(b.Mentions) == 0 {
		return nil
	}
	codings, files, links := map[string]int32{}, map[string]int32{}, make([]int32, len(b.Mentions))
	for i := range b.Mentions {
		m := &b.Mentions[i]
		codings[m.Source], files[m.File] = k.terms.codings.number(m.Source), k.terms.files.number(m.File)
		links[i] = k.terms.links.number(m.URL)
	}
	if err := k.newTerms(); err != nil {
		return err
	}
	seen, keys := make(map[known]bool, len(b.Mentions)), make([]int64, len(b.Mentions))
	for i := range b.Mentions {
		keys[i], _ = keyOf(b.Mentions[i].Event)
	}
	n, err := k.staged("mentions", `coding = s.coding AND key = s.key AND id IS NOT DISTINCT FROM s.id AND mention = s.mention AND `+among(keys),
		func(a *rowAppender) error {
			for i := range b.Mentions {
				m := &b.Mentions[i]
				it := known{m.Source + ":" + m.Event, mentionKey(m)}
				if seen[it] {
					continue
				}
				seen[it] = true
				key, id := keyOf(m.Event)
				a.values = append(a.values[:0], codings[m.Source], key, id, it.mention, files[m.File], int32(m.Line),
					date(m.Published).value(), m.Outlet, links[i], int32(m.Sentence), m.Confidence)
				if err := a.row(); err != nil {
					return err
				}
			}
			return nil
		})
	k.taken.Mentions += n
	k.taken.Known += len(b.Mentions) - n
	return err
}

func mentionKey(m *entente.Mention) int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %s", m.Published, m.Sentence, m.URL)
	return int64(h.Sum64())
}

// measures appends the figures that are new; one with another value takes the place of
// the old.
func (k *keeper) measures(b *entente.Batch) error {
	if len(b.Measures) == 0 {
		return nil
	}
	last := make(map[entente.Measure]int, len(b.Measures)) // the last of each key counts
	keyOf := func(m entente.Measure) entente.Measure {
		m.Value, m.Licence, m.File, m.Line = 0, "", "", 0
		return m
	}
	for i, m := range b.Measures {
		last[keyOf(m)] = i
	}
	for i := range b.Measures {
		k.terms.files.number(b.Measures[i].File)
	}
	if err := k.newTerms(); err != nil {
		return err
	}
	if _, err := k.exec(`CREATE OR REPLACE TEMP TABLE staged AS FROM measures LIMIT 0`); err != nil {
		return err
	}
	err := k.append("staged", func(a *rowAppender) error {
		for i, m := range b.Measures {
			if last[keyOf(m)] != i {
				continue
			}
			a.values = append(a.values[:0], int64(i), true, m.Series, string(m.A), string(m.B), date(m.From).value(), date(m.To).value(),
				m.Value, m.Source, m.Licence, k.terms.files.number(m.File), int32(m.Line))
			if err := a.row(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	const same = `m.series = s.series AND m.a = s.a AND m.b = s.b AND m.source = s.source
		AND m.date_from IS NOT DISTINCT FROM s.date_from AND m.date_to IS NOT DISTINCT FROM s.date_to`
	if _, err := k.exec(`DELETE FROM staged s USING measures m WHERE m.current AND m.value = s.value AND ` + same); err != nil {
		return err
	}
	changed, err := k.exec(`UPDATE measures m SET current = false FROM staged s WHERE m.current AND ` + same)
	if err != nil {
		return err
	}
	added, err := k.exec(`INSERT INTO measures SELECT (SELECT coalesce(max(n), 0) FROM measures) + row_number() OVER (ORDER BY s.n), s.* EXCLUDE (n) FROM staged s`)
	if err != nil {
		return err
	}
	k.taken.Changed += int(changed)
	k.taken.Measures += int(added - changed)
	k.taken.Known += len(b.Measures) - int(added)
	_, err = k.exec(`DROP TABLE staged`)
	return err
}

// problems appends the problems that are new.
func (k *keeper) problems(b *entente.Batch) error {
	if len(b.Problems) == 0 {
		return nil
	}
	seen := make(map[entente.Problem]bool, len(b.Problems))
	n, err := k.staged("problems", `reading = 0 AND stage = s.stage AND subject = s.subject AND "offset" = s."offset" AND message = s.message`,
		func(a *rowAppender) error {
			for _, p := range b.Problems {
				if seen[p] {
					continue
				}
				seen[p] = true
				a.values = values((&problemRow{current: true, Problem: p}).fields())
				if err := a.row(); err != nil {
					return err
				}
			}
			return nil
		})
	k.taken.Problems += n
	return err
}
