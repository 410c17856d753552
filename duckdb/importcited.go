package duckdb

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"entente"
)

// importCited counts imported events with those that weigh most in each tally. The events
// are gone through once, as numbers; only what is kept is given its name.
func (s *Store) importCited(ctx context.Context, sc *scope, f entente.Filter, p entente.Period, cites int) ([]citing, error) {
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil {
		return nil, err
	}
	if w.dyadic(f); w.nothing() {
		return nil, nil
	}
	m, names, err := sc.readNames(ctx, w)
	if err != nil {
		return nil, err
	}
	for n, name := range names {
		names[n] = name + ":"
	}
	count := counting{meaning: m, names: names, cites: cites, start: startsOf(p), of: map[place]*heap{}}
	if err := sc.sift(ctx, w, f, count.add); err != nil {
		return nil, err
	}
	return count.citing(), nil
}

// counting is a count of imported events under way.
type counting struct {
	*meaning
	names map[int32]string // of codings, each with a colon
	cites int
	start func(int32) int32
	of    map[place]*heap
}

// place is where a tally stands: its pair, and its period and root, in their order.
type place struct {
	pair int32
	when uint64
}

// heap is what lies in one tally.
type heap struct {
	events, reports, coop, conf int64
	top                         []ranked
}

// ranked is an event by its numbers.
type ranked struct {
	weight int64
	coding int32
	key    int64
	id     *string // nil where the key is the id
}

func (t *counting) add(r *entry) error {
	c, err := t.cell(r.pair, t.start(r.day), r.act)
	if err != nil {
		return err
	}
	at := place{c.pair, c.when}
	h := t.of[at]
	if h == nil {
		h = &heap{}
		t.of[at] = h
	}
	n := int64(r.events)
	h.events += n
	h.reports++
	h.coop += max(c.strength, 0) * n
	h.conf += max(-c.strength, 0) * n
	t.keep(h, ranked{weight: max(c.strength, -c.strength) * n, coding: r.coding, key: r.key, id: r.id})
	return nil
}

// keep puts an event among the heaviest, if it is one of them.
func (t *counting) keep(h *heap, e ranked) {
	if len(h.top) == t.cites {
		if t.cites == 0 || t.compare(e, h.top[len(h.top)-1]) >= 0 {
			return
		}
		h.top = h.top[:len(h.top)-1]
	}
	i, _ := slices.BinarySearchFunc(h.top, e, t.compare)
	h.top = slices.Insert(h.top, i, e)
}

// compare puts the heavier first, and of equals the first by id.
func (t *counting) compare(x, y ranked) int {
	if c := cmp.Compare(y.weight, x.weight); c != 0 {
		return c
	}
	if x.coding != y.coding {
		return cmp.Compare(t.names[x.coding], t.names[y.coding])
	}
	var one, other [20]byte
	return bytes.Compare(x.text(one[:0]), y.text(other[:0]))
}

// text writes the event's own id.
func (e *ranked) text(to []byte) []byte {
	if e.id != nil {
		return append(to, *e.id...)
	}
	return strconv.AppendInt(to, e.key, 10)
}

// citing gives the tallies in their order.
func (t *counting) citing() []citing {
	at := slices.SortedFunc(maps.Keys(t.of), func(x, y place) int { return cmp.Or(cmp.Compare(x.pair, y.pair), cmp.Compare(x.when, y.when)) })
	out := make([]citing, len(at))
	for i, p := range at {
		h, r, c := t.of[p], t.roots[uint32(p.when)], &out[i]
		c.Tally = entente.Tally{Pair: t.pairs[p.pair], Period: epoch + entente.Day(int64(p.when>>32)-1<<31), Root: r.root, Quad: r.quad,
			Events: int(h.events), Reports: int(h.reports), Weight: float64(h.events), Coop: float64(h.coop) / million, Conf: float64(h.conf) / million}
		for _, e := range h.top {
			c.top = append(c.top, weighed{t.names[e.coding] + string(e.text(nil)), e.weight})
		}
	}
	return out
}
