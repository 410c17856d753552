package duckdb

import (
	"cmp"
	"slices"

	"entente"
)

// A reading counts from the day on which its words were known (seen) to the day before
// other words took its place or the story was withdrawn (until). As of a day those
// readings count whose days hold it; of today those that are current.

// countedThen is the readings that counted on a day, which it takes twice.
const countedThen = `(SELECT reading FROM stories WHERE seen <= ? AND (until IS NULL OR until > ?))`

func thenArgs(day entente.Day) []any {
	d := date(day).value()
	return []any{d, d}
}

// countsWhere keeps what belongs to readings that count.
func countsWhere(w *where, f entente.Filter) {
	if !f.AsOf.Known() {
		w.add(`current`)
		return
	}
	w.add(`reading IN `+countedThen, thenArgs(f.AsOf)...)
}

// known is a reading in the store.
type known struct {
	reading       int64
	hash, lexicon string
	current       bool
	published     entente.Day
	seen, until   entente.Day
}

func (k *known) is(r *entente.Reading) bool { return k.hash == r.Story.Hash && k.lexicon == r.Lexicon }

// untold reports whether the reading counts as of no day, so that it may be taken up
// again as if it had not been away.
func (k *known) untold() bool { return !k.seen.Known() || k.until.Known() && k.until <= k.seen }

// followed says from when on a reading counts that takes the place of the current one,
// and until when that one does: other words count from the day on which they were seen;
// the same words, and such as mend them, from when the current one did, in its stead.
func (k *known) followed(r *entente.Reading) (seen, until entente.Day) {
	p := r.Story.Published
	if k.hash != r.Story.Hash && !r.Mends && r.Seen.Known() {
		seen = max(r.Seen, p, k.seen)
		return seen, seen
	}
	if p.Known() && k.seen == k.published { // known since it was in print
		return p, 0
	}
	return cmp.Or(k.seen, r.Seen), 0
}

// dated is a reading with the day from which it counts.
type dated struct {
	entente.Reading
	seen entente.Day
}

// turns are readings that end, and such that are taken up again.
type turns struct {
	out, back []int64
	until     []string // of those that end
	seen      []string // of those taken up
}

// follow lets a reading take the place of the current one of its story. One that was
// there before and counted as of no day is taken up again.
func (t *turns) follow(old []known, current int, r *entente.Reading) (seen entente.Day, again bool) {
	seen, until := old[current].followed(r)
	t.end(old[current], until)
	t.clip(old, seen)
	same := slices.IndexFunc(old, func(k known) bool { return k.is(r) && k.untold() })
	if same >= 0 {
		t.resume(old[same], seen)
	}
	return seen, same >= 0
}

// end lets a reading count until a day; where it begins no earlier, it never did.
func (t *turns) end(k known, day entente.Day) {
	if day <= k.seen {
		day = k.seen
	}
	t.out, t.until = append(t.out, k.reading), append(t.until, dayText(day))
}

// clip ends what counted beyond the day on which another reading begins, so that as of
// no day two do.
func (t *turns) clip(old []known, day entente.Day) {
	for _, k := range old {
		if !k.current && !k.untold() && k.until > day {
			t.end(k, day)
		}
	}
}

func (t *turns) resume(k known, seen entente.Day) {
	t.back, t.seen = append(t.back, k.reading), append(t.seen, dayText(seen))
}

// dayText writes a day for a list of the engine's, "" if unknown.
func dayText(d entente.Day) string {
	if !d.Known() {
		return ""
	}
	return d.String()
}

// known gives the readings that the store has of some stories.
func (w *writer) known(readings []entente.Reading) (map[string][]known, error) {
	have := make(map[string][]known)
	rows, err := w.tx.QueryContext(w.ctx, `SELECT story, reading, hash, lexicon, current, published, seen, until FROM stories
		WHERE list_contains(?::VARCHAR[], story) ORDER BY reading`, storiesOf(readings))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var story string
		var k known
		if err := rows.Scan(&story, &k.reading, &k.hash, &k.lexicon, &k.current, (*date)(&k.published), (*date)(&k.seen), (*date)(&k.until)); err != nil {
			return nil, err
		}
		have[story] = append(have[story], k)
	}
	return have, rows.Err()
}

func storiesOf(readings []entente.Reading) []string {
	ids := make([]string, len(readings))
	for i := range readings {
		ids[i] = readings[i].Story.ID
	}
	return ids
}

// turn ends readings, and makes others current again.
func (w *writer) turn(t *turns) error {
	if err := w.switched(t.out, `current = false, until = nullif(t.day, '')::DATE`, t.until, false); err != nil {
		return err
	}
	return w.switched(t.back, `current = true, until = NULL, seen = nullif(t.day, '')::DATE`, t.seen, true)
}

// switched sets days of readings, and of all that is theirs whether it counts.
func (w *writer) switched(readings []int64, set string, days []string, current bool) error {
	if len(readings) == 0 {
		return nil
	}
	_, err := w.exec(`UPDATE stories SET `+set+` FROM (SELECT unnest(?::BIGINT[]) AS reading, unnest(?::VARCHAR[]) AS day) t
		WHERE stories.reading = t.reading`, readings, days)
	if err != nil {
		return err
	}
	for _, table := range []string{"reports", "assessments", "problems"} {
		n, err := w.exec(`UPDATE `+table+` SET current = $1 WHERE current <> $1 AND list_contains($2::BIGINT[], reading)`, current, readings)
		if err != nil {
			return err
		}
		if table == "reports" && !current {
			w.receipt.Superseded += int(n)
		}
	}
	return w.touch(readings)
}
