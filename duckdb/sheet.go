package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"math"
	"slices"
	"sync"

	"entente"
)

// entry is a row of imports as numbers.
type entry struct {
	key                int64
	id                 *string // nil where the key is the id
	pair               int32
	day, published     int32 // since 1970; never if not known
	act, coding, place int32
	events             int32
}

// never is the day of what has none.
const never = math.MinInt32

const entryColumns = `pair, (day - DATE '1970-01-01')::INTEGER, (published - DATE '1970-01-01')::INTEGER, act, coding, place, events, key, id`

func entryOf(v []driver.Value) entry {
	r := entry{pair: v[0].(int32), day: never, published: never, act: v[3].(int32), coding: v[4].(int32), place: v[5].(int32), events: v[6].(int32), key: v[7].(int64)}
	if d, ok := v[1].(int32); ok {
		r.day = d
	}
	if d, ok := v[2].(int32); ok {
		r.published = d
	}
	if id, ok := v[8].(string); ok {
		r.id = &id
	}
	return r
}

// sheets keep the rows of pairs that were asked for, for the questions that come next: what is
// shown of two actors or three goes through the same rows many times. They are let go of
// when events are imported.
type sheets struct {
	mu    sync.Mutex
	stand int // grows when an import begins to be kept, and when it is: odd in between
	round int
	rows  int
	where *countries
	of    map[int32]*sheet // by the even number of the two directions
	keeps int              // rows at most; 0 means mostRows, less none
}

// sheet is the rows of two actors, in both directions.
type sheet struct {
	made chan struct{}
	rows []entry
	err  error // errMany, if there are too many to be kept
	used int
}

// errMany says that what is asked has more rows than are kept, errUnread that whoever was to
// read a sheet did not.
var (
	errMany   = errors.New("there are more rows than are kept")
	errUnread = errors.New("the rows were not read")
)

// mostRows is how many rows are kept, of fifty bytes each and of twice that where ids are
// text; one pair has a quarter at most. Of so many pairs they are kept.
const (
	mostRows  = 1 << 20
	mostPairs = 1 << 14
)

// mostSheets is of how many pairs of actors rows are asked for together.
const mostSheets = 8

func (s *sheets) now() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stand
}

// turn lets go of all sheets, before and after rows are added.
func (s *sheets) turn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stand++
	s.of, s.rows, s.where = nil, 0, nil
}

// lands gives the territories of places, nil if they were not read yet.
func (s *sheets) lands(stand int) *countries {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stand != s.stand {
		return nil
	}
	return s.where
}

func (s *sheets) keepLands(stand int, c *countries) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stand == s.stand && stand%2 == 0 {
		s.where = c
	}
}

// take gives the sheets of pairs, and those of them that are new and must be filled. A reader
// who began before rows were added, or while they were, gets none. Error: errMany if one is
// known to have too many rows.
func (s *sheets) take(stand int, pairs []int32) (all map[int32]*sheet, fresh []int32, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stand != s.stand || stand%2 == 1 {
		return nil, pairs, nil
	}
	for _, p := range pairs {
		if x := s.of[p]; x != nil && x.filled() && errors.Is(x.err, errMany) {
			return nil, nil, errMany
		}
	}
	if s.of == nil {
		s.of = map[int32]*sheet{}
	}
	s.round++
	all = map[int32]*sheet{}
	for _, p := range pairs {
		if s.of[p] == nil {
			s.of[p] = &sheet{made: make(chan struct{})}
			fresh = append(fresh, p)
		}
		all[p] = s.of[p]
		all[p].used = s.round
	}
	return all, fresh, nil
}

// fill puts rows into a sheet, or says why there are none; unless there are too many it is not
// kept then. Those that were not asked for longest make room.
func (s *sheets) fill(p int32, x *sheet, rows []entry, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.rows, x.err = slices.Clip(rows), err
	close(x.made)
	if s.of[p] != x {
		return
	}
	if err != nil && !errors.Is(err, errMany) {
		delete(s.of, p)
		return
	}
	s.rows += len(rows)
	for s.rows > s.most() && s.drop(true) || len(s.of) > mostPairs && s.drop(false) {
	}
}

// drop lets go of the sheet that was not asked for longest, of one with rows if that is wanted.
// It reports whether there was one.
func (s *sheets) drop(rows bool) bool {
	var oldest *sheet
	var at int32
	for p, x := range s.of {
		if x.filled() && (!rows || len(x.rows) > 0) && (oldest == nil || x.used < oldest.used) {
			oldest, at = x, p
		}
	}
	if oldest == nil {
		return false
	}
	s.rows -= len(oldest.rows)
	delete(s.of, at)
	return true
}

// most is how many rows are kept.
func (s *sheets) most() int {
	if s.keeps != 0 {
		return max(0, s.keeps)
	}
	return mostRows
}

func (x *sheet) filled() bool {
	select {
	case <-x.made:
		return true
	default:
		return false
	}
}

// foldable reports whether the rows that meet the conditions are some of those of certain pairs
// of known actors, which sheets have.
func (w *where) foldable() bool {
	return !w.joined && len(w.pairs) > 0 && w.pairs[0][0] > 0
}

// evens are the pairs by their even numbers, in order; of many the first.
func (w *where) evens() []int32 {
	var out []int32
	for _, r := range w.pairs {
		for n := r[0] &^ 1; n <= r[1]; n += 2 {
			out = append(out, n)
			if len(out) > mostSheets {
				return out
			}
		}
	}
	return out
}

// sift goes through the rows of imports that meet the conditions, which are those of a filter
// and of its days alone, in no certain order.
func (sc *scope) sift(ctx context.Context, w *where, f entente.Filter, each func(r *entry) error) error {
	pairs, err := sc.fold(ctx, w)
	switch {
	case errors.Is(err, errMany):
		rows, args := w.each(entryColumns)
		return sc.numbers(ctx, rows, args, func(v []driver.Value) error {
			r := entryOf(v)
			return each(&r)
		})
	case err != nil:
		return err
	}
	return siftOut(ctx, pairs, w.sieve(f), each)
}

// siftOut goes through rows that meet a condition.
func siftOut(ctx context.Context, pairs [][]entry, holds func(*entry) bool, each func(r *entry) error) error {
	for _, rows := range pairs {
		for i := range rows {
			if r := &rows[i]; holds(r) {
				if err := each(r); err != nil {
					return err
				}
			}
		}
	}
	return ctx.Err()
}

// sieve is the conditions on a row.
func (w *where) sieve(f entente.Filter) func(*entry) bool {
	from, to, asOf := sinceEpoch(f.From, never), sinceEpoch(f.To, math.MaxInt32), sinceEpoch(w.asOf, math.MaxInt32)
	dated := w.dated || f.From.Known() || f.To.Known()
	return func(r *entry) bool {
		switch {
		case r.day < from || r.day > to || dated && r.day == never:
		case r.published > asOf || w.asOf.Known() && r.published == never:
		case w.codings != nil && !slices.Contains(w.codings, r.coding):
		case w.acts != nil && !w.acts[r.act]:
		default:
			if len(w.pairs) == 0 {
				return true
			}
			for _, p := range w.pairs {
				if p[0] <= r.pair && r.pair <= p[1] {
					return true
				}
			}
		}
		return false
	}
}

func sinceEpoch(d entente.Day, unknown int32) int32 {
	if !d.Known() {
		return unknown
	}
	return int32(d - epoch)
}

// fold gives the rows of the pairs that the conditions are about, pair by pair, whatever else
// the conditions are. Error: errMany if they are not about a few pairs with few rows.
func (sc *scope) fold(ctx context.Context, w *where) ([][]entry, error) {
	if !w.foldable() || sc.sheets.most() == 0 {
		return nil, errMany
	}
	pairs := w.evens()
	if len(pairs) > mostSheets {
		return nil, errMany
	}
	all, fresh, err := sc.sheets.take(sc.stand, pairs)
	if err != nil {
		return nil, err
	}
	if len(fresh) > 0 {
		found, err := sc.unfolded(ctx, fresh)
		if all == nil {
			return found, err
		}
		for i, p := range fresh {
			switch {
			case err == nil:
				sc.sheets.fill(p, all[p], found[i], nil)
			case errors.Is(err, errMany) && len(found[i]) > sc.sheets.most()/4:
				sc.sheets.fill(p, all[p], nil, errMany)
			default: // it was broken off, perhaps as another pair has many
				sc.sheets.fill(p, all[p], nil, errUnread)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return sc.made(ctx, pairs, all)
}

// made waits for sheets, and reads what others were to read and did not.
func (sc *scope) made(ctx context.Context, pairs []int32, all map[int32]*sheet) ([][]entry, error) {
	for _, p := range pairs {
		select {
		case <-all[p].made:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if errors.Is(all[p].err, errMany) {
			return nil, errMany
		}
	}
	out := make([][]entry, len(pairs))
	for i, p := range pairs {
		if out[i] = all[p].rows; all[p].err != nil {
			own, err := sc.unfolded(ctx, []int32{p})
			if err != nil {
				return nil, err
			}
			out[i] = own[0]
		}
	}
	return out, nil
}

// unfolded reads the rows of pairs from the store, if they are not too many to be kept.
func (sc *scope) unfolded(ctx context.Context, pairs []int32) ([][]entry, error) {
	w, place := where{}, map[int32]int{}
	for i, p := range pairs {
		w.pairs, place[p] = append(w.pairs, [2]int32{p, p | 1}), i
	}
	out := make([][]entry, len(pairs))
	rows, args := w.each(entryColumns)
	err := sc.numbers(ctx, rows, args, func(v []driver.Value) error {
		r := entryOf(v)
		of := &out[place[r.pair&^1]]
		if *of = append(*of, r); len(*of) > sc.sheets.most()/4 {
			return errMany
		}
		return nil
	})
	return out, err
}
