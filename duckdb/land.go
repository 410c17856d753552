package duckdb

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"slices"

	"entente"
)

// Lands counts imported events of conflict by directed pair, territory and class. They are
// gone through as numbers; only what is left in a group is put into words.
func (s *Store) Lands(ctx context.Context, f entente.Filter) ([]entente.Land, error) {
	out, err := s.lands(ctx, f)
	return out, s.reading(ctx, "events", err)
}

func (s *Store) lands(ctx context.Context, f entente.Filter) ([]entente.Land, error) {
	sc, err := s.scope(ctx, entente.Filter{Sources: []string{""}})
	if err != nil {
		return nil, err
	}
	defer sc.end()
	f.Apart = true
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil || w.nothing() {
		return nil, err
	}
	var below where
	below.add(`intensity < 0`)
	if err := w.ofActs(ctx, sc.tx, &below); err != nil {
		return nil, err
	}
	daysOf(w, f)
	if w.known(); w.nothing() {
		return nil, nil
	}
	m, names, err := sc.readNames(ctx, w)
	if err != nil {
		return nil, err
	}
	lands, err := sc.lands(ctx)
	if err != nil {
		return nil, err
	}
	c := conflicts{meaning: m, names: names, of: map[plot]*gravest{}}
	err = sc.sift(ctx, w, f, func(r *entry) error {
		if int(r.place) >= len(lands.of) {
			return fmt.Errorf("a row of imports has the place %d, which stands for nothing", r.place)
		}
		return c.add(r, lands.of[r.place])
	})
	if err != nil {
		return nil, err
	}
	return c.counted(lands.codes), nil
}

// plot is a directed pair in a territory, each by its number, and a class.
type plot struct {
	pair int32
	land int32
	quad entente.Quad
}

// gravest counts events, and has that of the strongest kind of act, of equals the first by the
// name of its coding and its key.
type gravest struct {
	events    int
	intensity float64
	coding    int32
	key       int64
	id        *string
}

// conflicts counts events of conflict under way.
type conflicts struct {
	*meaning
	names map[int32]string // of codings
	of    map[plot]*gravest
}

func (c *conflicts) add(r *entry, land int32) error {
	cell, err := c.cell(r.pair, 0, r.act)
	if err != nil {
		return err
	}
	act, p := c.acts[r.act], c.pairs[cell.pair]
	if p.Source == "" || p.Target == "" || p.Within() {
		return nil
	}
	at := plot{cell.pair, land, c.roots[act.rooted].quad}
	g := c.of[at]
	if g == nil {
		g = &gravest{intensity: 1} // above all of conflict
		c.of[at] = g
	}
	g.events += int(r.events)
	if cmp.Or(cmp.Compare(act.intensity, g.intensity), cmp.Compare(c.names[r.coding], c.names[g.coding]), cmp.Compare(r.key, g.key)) < 0 {
		g.intensity, g.coding, g.key, g.id = act.intensity, r.coding, r.key, r.id
	}
	return nil
}

func (c *conflicts) counted(codes []entente.Code) []entente.Land {
	var out []entente.Land
	for at, g := range c.of {
		out = append(out, entente.Land{Pair: c.pairs[at.pair], Land: codes[at.land], Quad: at.quad, Events: g.events, Cite: c.names[g.coding] + ":" + idOf(g.key, g.id)})
	}
	slices.SortFunc(out, func(x, y entente.Land) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Target, y.Target), cmp.Compare(x.Land, y.Land), cmp.Compare(x.Quad, y.Quad))
	})
	return out
}

// countries are the territories in which places lie.
type countries struct {
	of    []int32 // by the number of a place; a place of codes, of which the first is empty
	codes []entente.Code
}

// lands reads in which territories places lie, or has it from a question before.
func (sc *scope) lands(ctx context.Context) (*countries, error) {
	if c := sc.sheets.lands(sc.stand); c != nil {
		return c, nil
	}
	c := &countries{codes: []entente.Code{""}}
	known := map[string]int32{"": 0}
	err := sc.numbers(ctx, `SELECT place, country FROM places`, nil, func(v []driver.Value) error {
		place, code := int(v[0].(int32)), v[1].(string)
		n, ok := known[code]
		if !ok {
			n = int32(len(c.codes))
			known[code], c.codes = n, append(c.codes, entente.Code(code))
		}
		for len(c.of) <= place {
			c.of = append(c.of, 0)
		}
		c.of[place] = n
		return nil
	})
	if err == nil {
		sc.sheets.keepLands(sc.stand, c)
	}
	return c, err
}
