package clickhouse

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// periodOf is the first day of the period that a row's day lies in. Day 1 was a Monday.
func periodOf(p entente.Period) string {
	switch p {
	case entente.Weekly:
		return "toInt32(day - (day - 1) % 7)"
	case entente.Monthly:
		return "month"
	case entente.Yearly:
		return "year"
	}
	return "day"
}

// cell is a count of one pair, period and act, as the engine gives it.
type cell struct {
	when   uint64 // its period and the place of its root and class, in the order of tallies
	pair   uint32 // its place in order
	rows   uint32
	events int64
	each   int64 // the intensity of one event in millionths
}

func whenOf(period entente.Day, rooted uint32) uint64 {
	return uint64(int64(period)+1<<31)<<32 | uint64(rooted)
}

func (k *cell) period() entente.Day { return entente.Day(int64(k.when>>32) - 1<<31) }

func (k *cell) rooted() uint32 { return uint32(k.when) }

// cells are counts, and what their numbers stand for.
type cells struct {
	pairs []entente.Pair
	roots []tallyKey // root and class alone
	list  []cell

	pairAt map[uint64]uint32
	actAt  map[uint64]placedAct
}

type placedAct struct {
	rooted    uint32
	each      int64
	intensity float64
}

// newCells puts pairs and acts in the order of tallies.
func newCells(t *terms) *cells {
	c := &cells{pairAt: make(map[uint64]uint32, len(t.pairs)), actAt: make(map[uint64]placedAct, len(t.acts))}
	type numbered struct {
		entente.Pair
		id uint64
	}
	all := make([]numbered, 0, len(t.pairs))
	for id, p := range t.pairs {
		all = append(all, numbered{p, id})
	}
	slices.SortFunc(all, func(a, b numbered) int {
		return cmp.Or(strings.Compare(string(a.Source), string(b.Source)), strings.Compare(string(a.Target), string(b.Target)))
	})
	for i, p := range all {
		c.pairAt[p.id] = uint32(i)
		c.pairs = append(c.pairs, p.Pair)
	}
	for _, a := range t.acts {
		c.roots = append(c.roots, tallyKey{root: a.root, quad: a.quad})
	}
	slices.SortFunc(c.roots, compareKeys)
	c.roots = slices.Compact(c.roots)
	for id, a := range t.acts {
		at, _ := slices.BinarySearchFunc(c.roots, tallyKey{root: a.root, quad: a.quad}, compareKeys)
		c.actAt[id] = placedAct{uint32(at), int64(math.Round(million * a.intensity)), a.intensity}
	}
	return c
}

// place gives the places of a pair and of an act.
func (c *cells) place(pair, act uint64) (uint32, placedAct, error) {
	p, okay := c.pairAt[pair]
	a, fine := c.actAt[act]
	if !okay || !fine {
		return 0, placedAct{}, fmt.Errorf("a row of imports has a pair or an act that stands for nothing: %w", entente.ErrDamaged)
	}
	return p, a, nil
}

// tallies adds up cells that lie in one tally, in order. An event weighs 1.
func (c *cells) tallies() []entente.Tally {
	if c == nil || len(c.list) == 0 {
		return nil
	}
	list := c.inOrder()
	n := 1
	for i := range list[1:] {
		if !list[i].with(&list[i+1]) {
			n++
		}
	}
	out := make([]entente.Tally, 0, n)
	for i := 0; i < len(list); {
		first := &list[i]
		var v sums
		for ; i < len(list) && list[i].with(first); i++ {
			k := &list[i]
			v.add(int(k.events), int(k.rows), million*k.events, k.each*k.events)
		}
		root := c.roots[first.rooted()]
		out = append(out, tallyKey{c.pairs[first.pair], first.period(), root.root, root.quad}.tally(&v))
	}
	return out
}

// with reports whether two cells lie in one tally.
func (k *cell) with(other *cell) bool {
	return k.pair == other.pair && k.when == other.when
}

// inOrder gives the cells by pair, period, root and class: they are put where the cells of
// their pair lie, and each pair's are sorted.
func (c *cells) inOrder() []cell {
	ends := make([]int, len(c.pairs))
	for i := range c.list {
		ends[c.list[i].pair]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	out, begin := make([]cell, len(c.list)), slices.Clone(ends)
	for i := range c.list {
		at := &begin[c.list[i].pair]
		*at--
		out[*at] = c.list[i]
	}
	for i, from := range begin {
		slices.SortFunc(out[from:ends[i]], func(a, b cell) int { return cmp.Compare(a.when, b.when) })
	}
	return out
}

// importCells counts imported events in the engine.
func (s *Store) importCells(ctx context.Context, f entente.Filter, p entente.Period) (*cells, error) {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return nil, err
	}
	w.dyadic(f)
	return s.cells(ctx, w, periodOf(p))
}

// shortened gives acts by a number of 32 bits, and how the engine makes that of an act's: it
// groups by a short key in half the time of a long one. The last 32 bits do, unless two acts
// have them in common; then others are taken.
func (c *cells) shortened() (acts map[uint32]uint64, number string, err error) {
	for from := range 33 {
		acts = make(map[uint32]uint64, len(c.actAt))
		for act := range c.actAt {
			acts[uint32(act>>from)] = act
		}
		if len(acts) == len(c.actAt) {
			return acts, fmt.Sprintf("toUInt32(bitShiftRight(act, %d))", from), nil
		}
	}
	return nil, "", fmt.Errorf("no 32 bits tell the acts of imports apart: %w", entente.ErrDamaged)
}

// cells counts events by pair, period and act. What the shards count is not added up by them:
// some cells come twice.
func (s *Store) cells(ctx context.Context, w *importsWhere, period string) (*cells, error) {
	c := newCells(w.t)
	acts, number, err := c.shortened()
	if err != nil {
		return nil, err
	}
	query := "SELECT pair, " + period + " AS period, " + number + " AS kind, toInt64(sum(events)), toUInt32(count()) FROM imports" + w.where() + " GROUP BY pair, period, kind SETTINGS distributed_group_by_no_merge = 1"
	return c, each(ctx, s, query, func(r driver.Rows) error {
		var pair uint64
		var kind uint32
		var day int32
		var k cell
		if err := r.Scan(&pair, &day, &kind, &k.events, &k.rows); err != nil {
			return err
		}
		at, a, err := c.place(pair, acts[kind])
		k.pair, k.when, k.each = at, whenOf(entente.Day(day), a.rooted), a.each
		c.list = append(c.list, k)
		return err
	})
}

// importVolume adds the imported events of each period.
func (s *Store) importVolume(ctx context.Context, f entente.Filter, p entente.Period, n map[entente.Day]int) error {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return err
	}
	w.dyadic(f)
	return each(ctx, s, "SELECT "+periodOf(p)+" AS period, toInt64(sum(events)) FROM imports"+w.where()+" GROUP BY period", func(r driver.Rows) error {
		var day int32
		var events int64
		err := r.Scan(&day, &events)
		n[entente.Day(day)] += int(events)
		return err
	})
}

// citeImports adds imported events to tallies, with the heaviest of each.
func (s *Store) citeImports(ctx context.Context, f entente.Filter, p entente.Period, cites int, groups map[tallyKey]*citing) error {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return err
	}
	w.dyadic(f)
	c, err := s.cells(ctx, w, periodOf(p))
	if err != nil {
		return err
	}
	for i := range c.list {
		k := &c.list[i]
		root := c.roots[k.rooted()]
		groupOf(groups, tallyKey{c.pairs[k.pair], k.period(), root.root, root.quad}).add(int(k.events), int(k.rows), million*k.events, k.each*k.events)
	}
	if cites <= 0 {
		return nil
	}
	query := fmt.Sprintf("SELECT pair, %s AS period, act, events, event FROM imports%s ORDER BY events DESC, event LIMIT %d BY pair, period, act", periodOf(p), w.where(), cites)
	return each(ctx, s, query, func(r driver.Rows) error {
		var pair, act uint64
		var day, events int32
		var event string
		if err := r.Scan(&pair, &day, &act, &events, &event); err != nil {
			return err
		}
		at, a, err := c.place(pair, act)
		if err != nil {
			return err
		}
		root := c.roots[a.rooted]
		weight := a.each * int64(events)
		groupOf(groups, tallyKey{c.pairs[at], entente.Day(day), root.root, root.quad}).cite(weighty{max(weight, -weight), event}, cites)
		return nil
	})
}

// Movers counts imported events between two actors by directed pair, day and root, and
// gives of each two the heaviest.
func (s *Store) Movers(ctx context.Context, f entente.Filter, most int) ([]entente.Tally, []entente.Event, error) {
	f.Apart = f.Apart || len(f.Pair)+len(f.Among) > 0 // acts within one are not even looked at
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return nil, nil, s.asked(ctx, "events", err)
	}
	w.dyadic(f)
	w.add("within = 0")
	c, err := s.cells(ctx, w, "day")
	if err != nil {
		return nil, nil, s.asked(ctx, "events", err)
	}
	found, err := s.heaviest(ctx, w, c, most)
	return c.tallies(), found, s.asked(ctx, "events", err)
}

// mover is an imported event, and what it weighs.
type mover struct {
	weight float64
	day    int32
	coding string
	key    int64
	id     string
}

// compareMovers puts the heavier first; of equals the later, then by source and id, ids
// that are numbers first.
func compareMovers(x, y mover) int {
	c := cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(y.day, x.day), strings.Compare(x.coding, y.coding))
	switch {
	case c != 0:
		return c
	case (x.key >= 0) != (y.key >= 0):
		return map[bool]int{true: -1, false: 1}[x.key >= 0]
	case x.key < 0:
		return strings.Compare(x.id, y.id)
	}
	return cmp.Compare(x.key, y.key)
}

// heaviest gives of the cooperation and of the conflict of each two actors the heaviest
// events. The engine gives of each pair, class of weight and coding those that may be
// among them.
func (s *Store) heaviest(ctx context.Context, w *importsWhere, c *cells, most int) ([]entente.Event, error) {
	if most <= 0 || len(c.list) == 0 {
		return nil, nil
	}
	type group struct {
		a, b     entente.Code
		conflict bool
	}
	groups := map[group][]mover{}
	query := fmt.Sprintf("SELECT pair, intensity, events, day, coding, key, event FROM imports%s AND intensity != 0 ORDER BY abs(intensity * events) DESC, day DESC, coding, key < 0, if(key < 0, event, ''), key LIMIT %d BY pair, intensity > 0, coding", w.where(), most)
	err := each(ctx, s, query, func(r driver.Rows) error {
		var pair, of uint64
		var intensity float64
		var events int32
		var m mover
		if err := r.Scan(&pair, &intensity, &events, &m.day, &of, &m.key, &m.id); err != nil {
			return err
		}
		p := w.t.pairs[pair]
		m.weight, m.coding = math.Abs(intensity*float64(events)), w.t.codings[of].name
		g := group{min(p.Source, p.Target), max(p.Source, p.Target), intensity < 0}
		at, _ := slices.BinarySearchFunc(groups[g], m, compareMovers)
		if at < most {
			kept := slices.Insert(groups[g], at, m)
			groups[g] = kept[:min(len(kept), most)]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var keys []int64
	var ids []string
	for _, g := range groups {
		for _, m := range g {
			keys, ids = append(keys, m.key), append(ids, m.id)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	out, err := w.named(ctx, s, keys, ids)
	slices.SortFunc(out, compareEvents)
	return out, err
}

// Lands counts imported events of conflict by directed pair, territory and class.
func (s *Store) Lands(ctx context.Context, f entente.Filter) ([]entente.Land, error) {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return nil, s.asked(ctx, "events", err)
	}
	w.days(f)
	w.add("known = 1 AND within = 0 AND intensity < 0")
	type key struct {
		entente.Pair
		land entente.Code
		quad entente.Quad
	}
	type best struct {
		events    int
		intensity float64
		coding    string
		id        ownID
	}
	groups := map[key]*best{}
	query := "SELECT pair, country, act, coding, toInt64(sum(events)), min(key) FROM imports" + w.where() + " GROUP BY pair, country, act, coding"
	err = each(ctx, s, query, func(r driver.Rows) error {
		var pair, act, of uint64
		var k key
		var events, low int64
		if err := r.Scan(&pair, (*string)(&k.land), &act, &of, &events, &low); err != nil {
			return err
		}
		a := w.t.acts[act]
		if a == nil {
			return fmt.Errorf("an act of imports stands for nothing: %w", entente.ErrDamaged)
		}
		k.Pair, k.quad = w.t.pairs[pair], a.quad
		next := best{0, a.intensity, w.t.codings[of].name, ownID{of, low}}
		g := groups[k]
		if g == nil {
			g = &next
			groups[k] = g
		} else if cmp.Or(cmp.Compare(next.intensity, g.intensity), strings.Compare(next.coding, g.coding), cmp.Compare(next.id.key, g.id.key)) < 0 {
			next.events = g.events
			*g = next
		}
		g.events += int(events)
		return nil
	})
	if err != nil {
		return nil, s.asked(ctx, "events", err)
	}
	var hashes []int64
	for _, g := range groups {
		if g.id.key < 0 {
			hashes = append(hashes, g.id.key)
		}
	}
	hashed, err := s.hashedIDs(ctx, w, hashes)
	var out []entente.Land
	for k, g := range groups {
		cite := g.coding + ":" + strconv.FormatInt(g.id.key, 10)
		if g.id.key < 0 {
			cite = hashed[g.id]
		}
		out = append(out, entente.Land{Pair: k.Pair, Land: k.land, Quad: k.quad, Events: g.events, Cite: cite})
	}
	slices.SortFunc(out, func(a, b entente.Land) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Land, b.Land), cmp.Compare(a.Quad, b.Quad))
	})
	return out, s.asked(ctx, "events", err)
}

// ownID names an event: its coding and its key.
type ownID struct {
	coding uint64
	key    int64
}

// hashedIDs gives the ids of events whose keys are hashes of them.
func (s *Store) hashedIDs(ctx context.Context, w *importsWhere, keys []int64) (map[ownID]string, error) {
	out := map[ownID]string{}
	if len(keys) == 0 {
		return out, nil
	}
	conditions := append(slices.Clone(w.conditions), "key IN "+numbered(keys))
	return out, each(ctx, s, "SELECT coding, key, min(event) FROM imports PREWHERE "+strings.Join(conditions, " AND ")+" GROUP BY coding, key", func(r driver.Rows) error {
		var id ownID
		var event string
		err := r.Scan(&id.coding, &id.key, &event)
		out[id] = event
		return err
	})
}

// importedDeeds gives the imported deeds of some pairs.
func (s *Store) importedDeeds(ctx context.Context, f entente.Filter, of map[entente.Pair]bool, named bool) ([]entente.Deed, error) {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return nil, err
	}
	var list []uint64
	for p := range of {
		if id := pairOf(p); w.t.pairs[id] == p {
			list = append(list, id)
		}
	}
	w.pairs(list)
	if w.dyadic(f); w.never {
		return nil, nil
	}
	event := "''"
	if named {
		event = "event"
	}
	// Hardly two are alike, so to have the engine add them up costs more than to do it here.
	return rows(ctx, s, "SELECT pair, day, published, act, toInt64(events), "+event+" FROM imports"+w.where(), func(r driver.Rows, d *entente.Deed) error {
		var pair, act uint64
		var day, published int32
		var events int64
		if err := r.Scan(&pair, &day, &published, &act, &events, &d.ID); err != nil {
			return err
		}
		a := w.t.acts[act]
		if a == nil {
			return fmt.Errorf("an act of imports stands for nothing: %w", entente.ErrDamaged)
		}
		d.Pair, d.Day, d.Known, d.Root, d.Quad, d.Events = w.t.pairs[pair], entente.Day(day), entente.Day(max(day, published)), a.root, a.quad, int(events)
		return nil
	})
}

// busyImports adds up the imported deeds of each two actors.
func (s *Store) busyImports(ctx context.Context, f entente.Filter, n map[[2]entente.Code]int) error {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return err
	}
	w.dyadic(f)
	return each(ctx, s, "SELECT pair, toInt64(sum(events)) FROM imports"+w.where()+" GROUP BY pair", func(r driver.Rows) error {
		var pair uint64
		var events int64
		err := r.Scan(&pair, &events)
		p := w.t.pairs[pair]
		n[[2]entente.Code{min(p.Source, p.Target), max(p.Source, p.Target)}] += int(events)
		return err
	})
}
