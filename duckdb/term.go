package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"entente"
)

// numbers files what is written once: each key has a number, from 1 in the order in
// which they came. Those from fresh on are not in their table yet.
type numbers[K comparable] struct {
	of    map[K]int32
	fresh []K
	own   func(K) K // gives a key strings of its own, lest it hold a file's text
}

func newNumbers[K comparable](own func(K) K) numbers[K] {
	return numbers[K]{of: map[K]int32{}, own: own}
}

// number gives the number of a key, a new one if need be.
func (n *numbers[K]) number(key K) int32 {
	if i, ok := n.of[key]; ok {
		return i
	}
	key = n.own(key)
	i := int32(len(n.of) + 1)
	n.of[key] = i
	n.fresh = append(n.fresh, key)
	return i
}

// actKey is a kind of act; contexts is a list parted by semicolons.
type actKey struct {
	root, mode, contexts string
	listed               bool // there is a list of contexts
	cameo                string
	quad                 entente.Quad
	intensity            float64
	scale                string
}

type placeKey struct {
	name, country       string
	latitude, longitude float32
}

// terms are the numbers of all that imported events share.
type terms struct {
	codings numbers[string]
	files   numbers[string]
	actors  numbers[entente.Actor]
	acts    numbers[actKey]
	places  numbers[placeKey]

	lists map[listRef]string // of this batch
	wrong error              // why something new cannot be kept
}

// listRef is a list of strings by identity.
type listRef struct {
	first *string
	n     int
}

// filed is what an event shares with others, in numbers.
type filed struct{ coding, file, source, target, act, place int32 }

func newTerms() *terms {
	t := &terms{}
	t.codings, t.files = newNumbers(t.copy), newNumbers(t.copy)
	t.actors = newNumbers(func(a entente.Actor) entente.Actor {
		return entente.Actor{
			Code: entente.Code(t.copy(string(a.Code))), Sector: entente.Sector(t.copy(string(a.Sector))),
			Name: t.copy(a.Name), Role: t.copy(a.Role), Raw: t.copy(a.Raw),
		}
	})
	t.acts = newNumbers(func(a actKey) actKey {
		a.root, a.mode, a.contexts, a.cameo, a.scale = t.copy(a.root), t.copy(a.mode), t.copy(a.contexts), t.copy(a.cameo), t.copy(a.scale)
		return a
	})
	t.places = newNumbers(func(p placeKey) placeKey {
		p.name, p.country = t.copy(p.name), t.copy(p.country)
		return p
	})
	return t
}

// copy gives a string of its own, and notes one that is not text.
func (t *terms) copy(s string) string {
	if !isText(s) {
		t.wrong = entente.ErrNotText
	}
	return strings.Clone(s)
}

// file gives the numbers of what an event shares with others.
func (t *terms) file(e *entente.Imported) filed {
	return filed{
		t.codings.number(e.Provenance.Source), t.files.number(e.Provenance.File), t.actors.number(e.Source), t.actors.number(e.Target),
		t.acts.number(actKey{
			string(e.Plover.Event), e.Plover.Mode, t.list(e.Plover.Contexts), e.Plover.Contexts != nil,
			e.Cameo, e.Quad, e.Intensity, e.Scale,
		}),
		t.places.number(placeKey{e.Place.Name, string(e.Place.Country), e.Latitude, e.Longitude}),
	}
}

// list joins contexts; many events of a batch share one list.
func (t *terms) list(contexts []string) string {
	if len(contexts) == 0 {
		return ""
	}
	ref := listRef{&contexts[0], len(contexts)}
	s, ok := t.lists[ref]
	if !ok {
		s = strings.Join(contexts, ";")
		if strings.Count(s, ";") != len(contexts)-1 {
			t.wrong = fmt.Errorf("a context of %q holds a semicolon", contexts)
		}
		t.lists[ref] = s
	}
	return s
}

// readTerms reads what a store has numbered.
func readTerms(ctx context.Context, tx *sql.Tx) (*terms, error) {
	t := newTerms()
	for _, q := range []struct {
		query string
		scan  func(*sql.Rows) error
	}{
		{`SELECT name FROM codings ORDER BY coding`, scanInto(&t.codings, func(s *string) []any { return []any{s} })},
		{`SELECT name FROM files ORDER BY file`, scanInto(&t.files, func(s *string) []any { return []any{s} })},
		{`SELECT code, sector, name, role, raw FROM actors ORDER BY actor`, scanInto(&t.actors, func(a *entente.Actor) []any {
			return []any{&a.Code, &a.Sector, &a.Name, &a.Role, &a.Raw}
		})},
		{`SELECT root, mode, coalesce(contexts, ''), contexts IS NOT NULL, cameo, quad, intensity, scale FROM acts ORDER BY act`, scanInto(&t.acts, func(a *actKey) []any {
			return []any{&a.root, &a.mode, &a.contexts, &a.listed, &a.cameo, &a.quad, &a.intensity, &a.scale}
		})},
		{`SELECT name, country, latitude, longitude FROM places ORDER BY place`, scanInto(&t.places, func(p *placeKey) []any {
			return []any{&p.name, &p.country, &p.latitude, &p.longitude}
		})},
	} {
		if err := scanAll(ctx, tx, q.query, q.scan); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func scanAll(ctx context.Context, tx *sql.Tx, query string, scan func(*sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// scanInto files rows that come in the order of their numbers.
func scanInto[K comparable](n *numbers[K], fields func(*K) []any) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var key K
		if err := rows.Scan(fields(&key)...); err != nil {
			return err
		}
		n.of[key] = int32(len(n.of) + 1)
		return nil
	}
}

// newTerms appends what was numbered anew to its tables.
func (k *keeper) newTerms() error {
	t := k.terms
	for _, err := range []error{
		appendFresh(k, "codings", &t.codings, func(v []driver.Value, s string) []driver.Value { return append(v, s) }),
		appendFresh(k, "files", &t.files, func(v []driver.Value, s string) []driver.Value { return append(v, s) }),
		appendFresh(k, "actors", &t.actors, func(v []driver.Value, a entente.Actor) []driver.Value {
			return append(v, string(a.Code), string(a.Sector), a.Name, a.Role, a.Raw)
		}),
		appendFresh(k, "acts", &t.acts, func(v []driver.Value, a actKey) []driver.Value {
			var contexts driver.Value
			if a.listed {
				contexts = a.contexts
			}
			return append(v, a.root, a.mode, contexts, a.cameo, int32(a.quad), a.intensity, a.scale)
		}),
		appendFresh(k, "places", &t.places, func(v []driver.Value, p placeKey) []driver.Value {
			return append(v, p.name, p.country, p.latitude, p.longitude)
		}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func appendFresh[K comparable](k *keeper, table string, n *numbers[K], row func([]driver.Value, K) []driver.Value) error {
	if len(n.fresh) == 0 {
		return nil
	}
	first := len(n.of) - len(n.fresh) + 1
	err := k.append(table, func(a *rowAppender) error {
		for i, key := range n.fresh {
			a.values = row(append(a.values[:0], int32(first+i)), key)
			if err := a.row(); err != nil {
				return err
			}
		}
		return nil
	})
	n.fresh = nil
	return err
}
