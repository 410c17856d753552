package duckdb

import (
	"cmp"
	"context"
	"database/sql/driver"
	"math"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Movers counts imported events between two actors by directed pair, day and root, and
// gives of each two the heaviest. The events are gone through once, as numbers; only the heaviest are put into
// words.
func (s *Store) Movers(ctx context.Context, f entente.Filter, each int) ([]entente.Tally, []entente.Event, error) {
	ts, found, err := s.movers(ctx, f, each)
	return ts, found, s.reading(ctx, "events", err)
}

func (s *Store) movers(ctx context.Context, f entente.Filter, each int) ([]entente.Tally, []entente.Event, error) {
	sc, err := s.scope(ctx, entente.Filter{Sources: []string{""}})
	if err != nil {
		return nil, nil, err
	}
	defer sc.end()
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, nil, err
	}
	if w.dyadic(f); w.nothing() {
		return nil, nil, nil
	}
	m, names, err := sc.readNames(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	if w.apart(m); w.nothing() {
		return nil, nil, nil
	}
	h := heaviest{names: names, each: each, groups: map[group][]mover{}}
	var cells []cell
	err = sc.sift(ctx, w, f, func(r *entry) error {
		c, err := m.cell(r.pair, r.day, r.act)
		if err != nil || m.pairs[c.pair].Within() {
			return err
		}
		c.events, c.reports = int64(r.events), 1
		cells = append(cells, c)
		h.add(m.pairs[c.pair], mover{pair: r.pair, weight: m.acts[r.act].intensity * float64(r.events), day: r.day, coding: r.coding, key: r.key, id: r.id})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	found, err := sc.named(ctx, h.all(), names)
	return m.tallies(cells), found, err
}

// apart leaves out the numbers of pairs whose actors are one: acts within it are more than
// half of what is imported, and are not asked for.
func (w *where) apart(m *meaning) {
	if len(w.pairs) == 0 {
		return // they are passed over as they come
	}
	var kept [][2]int32
	for _, r := range w.pairs {
		for n := r[0]; n <= r[1]; n++ {
			place, ok := m.place[n]
			if last := len(kept) - 1; ok && m.pairs[place].Within() {
				continue
			} else if last >= 0 && kept[last][1] == n-1 {
				kept[last][1] = n
			} else {
				kept = append(kept, [2]int32{n, n})
			}
		}
	}
	if w.pairs = kept; len(kept) == 0 {
		w.add(`false`)
	}
}

// readNames is readMeaning with the names of codings.
func (sc *scope) readNames(ctx context.Context, w *where) (*meaning, map[int32]string, error) {
	m, err := sc.readMeaning(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	names, err := sc.codings(ctx)
	return m, names, err
}

// codings gives the names of codings by their numbers.
func (sc *scope) codings(ctx context.Context) (map[int32]string, error) {
	names := map[int32]string{}
	return names, sc.numbers(ctx, `SELECT coding, name FROM codings`, nil, func(v []driver.Value) error {
		names[v[0].(int32)] = v[1].(string)
		return nil
	})
}

// mover is an imported event, and what it weighs: below nought, if it is one of conflict.
type mover struct {
	pair   int32
	weight float64
	day    int32
	coding int32
	key    int64
	id     *string // nil where the key is the id
}

// group is the cooperation or the conflict of two actors.
type group struct {
	a, b     entente.Code
	conflict bool
}

// heaviest keeps of each group the heaviest events, in their order.
type heaviest struct {
	names  map[int32]string // of codings
	each   int
	groups map[group][]mover
}

func (h *heaviest) add(p entente.Pair, v mover) {
	if v.weight == 0 || h.each <= 0 {
		return
	}
	g := group{min(p.Source, p.Target), max(p.Source, p.Target), v.weight < 0}
	v.weight = math.Abs(v.weight)
	kept := h.groups[g]
	if len(kept) == h.each {
		if h.compare(v, kept[len(kept)-1]) >= 0 {
			return
		}
		kept = kept[:len(kept)-1]
	}
	i, _ := slices.BinarySearchFunc(kept, v, h.compare)
	h.groups[g] = slices.Insert(kept, i, v)
}

// compare puts the heavier first; of equals the later, then by source and id, ids that are
// numbers first.
func (h *heaviest) compare(x, y mover) int {
	if c := cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(y.day, x.day)); c != 0 {
		return c
	}
	c := cmp.Compare(h.names[x.coding], h.names[y.coding])
	if c == 0 && (x.id == nil) != (y.id == nil) {
		return map[bool]int{true: -1, false: 1}[x.id == nil]
	}
	if c == 0 && x.id != nil {
		return cmp.Compare(*x.id, *y.id)
	}
	return cmp.Or(c, cmp.Compare(x.key, y.key))
}

func (h *heaviest) all() []mover {
	var all []mover
	for _, g := range h.groups {
		all = append(all, g...)
	}
	return all
}

// named puts events into words. They are asked for pair by pair, as the rows of a pair lie
// together. Others that have the key of one are left out.
func (sc *scope) named(ctx context.Context, movers []mover, names map[int32]string) ([]entente.Event, error) {
	if len(movers) == 0 {
		return nil, nil
	}
	keys := map[[2]int32][]string{} // by range of pairs
	all := [2]int32{1, math.MaxInt32}
	var ids []string
	for _, m := range movers {
		r, key := [2]int32{m.pair &^ 1, m.pair | 1}, strconv.FormatInt(m.key, 10)
		keys[r], keys[all] = append(keys[r], key), append(keys[all], key)
		ids = append(ids, names[m.coding]+":"+idOf(m.key, m.id))
	}
	if len(keys) > manyRanges {
		keys = map[[2]int32][]string{all: keys[all]}
	} else {
		delete(keys, all)
	}
	var parts []string
	for r, of := range keys {
		parts = append(parts, `SELECT * FROM imports WHERE `+ranges([][2]int32{r})+` AND key IN (`+strings.Join(of, `, `)+`)`)
	}
	slices.Sort(parts)
	return sc.inWords(ctx, &where{}, ids, strings.Join(parts, ` UNION ALL `))
}
