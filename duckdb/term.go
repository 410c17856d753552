package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"
	"unsafe"

	"entente"
)

// numbers files what is written once: each key has a number, from 1 in the order in
// which they came. Those from fresh on are not in their table yet.
type numbers[K comparable] struct {
	of    map[K]int32
	last  int32 // the highest number
	fresh []K
	own   func(K) K // gives a key strings of its own, lest it hold a file's text

	key    K // the last that came again, and its number; 0 if none did
	before int32
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
	n.last++
	n.of[key] = n.last
	n.fresh = append(n.fresh, key)
	return n.last
}

// again is number for keys that come many times in a row.
func (n *numbers[K]) again(key K) int32 {
	if n.before == 0 || key != n.key {
		n.before = n.number(key)
		n.key = n.own(key)
	}
	return n.before
}

// bound forgets the keys if there are many; their numbers stay theirs in the store.
func (n *numbers[K]) bound(many int) {
	if len(n.of) >= many {
		clear(n.of)
	}
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
	links   numbers[string] // of those that were met lately
	pairs   pairs

	held  map[int32]*keySet // the keys of each coding
	seen  pointed
	lists map[listRef]string // of this batch
	wrong error              // why something new cannot be kept
}

// pointed are the numbers of what events point to in common: where there is one thing,
// nothing need be compared.
type pointed struct {
	actors map[*entente.Actor]int32
	acts   map[*entente.ActKind]int32
	sites  map[*entente.Site]int32
	urls   map[*byte]shared // of this batch, by their first byte
}

// shared is a text that several events hold, and its number.
type shared struct {
	text string
	n    int32
}

// listRef is a list of strings by identity.
type listRef struct {
	first *string
	n     int
}

// filed is an event in numbers: what it shares with others, and its own but for its id.
type filed struct {
	coding, file, pair, source, target, act, place, link int32
	line, events, mentions, sources, articles            int32
	published, day                                       entente.Day
}

func newTerms() *terms {
	t := &terms{held: map[int32]*keySet{}, pairs: newPairs()}
	t.codings, t.files, t.links = newNumbers(t.copy), newNumbers(t.copy), newNumbers(t.copy)
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
	if !entente.AreText(s) {
		t.wrong = entente.ErrNotText
	}
	return strings.Clone(s)
}

// batch forgets what held but for the batch before, and what is too much to remember.
func (t *terms) batch() {
	t.lists = map[listRef]string{}
	if t.seen.urls == nil || len(t.seen.actors)+len(t.seen.acts)+len(t.seen.sites) > manyPointed {
		t.seen = pointed{map[*entente.Actor]int32{}, map[*entente.ActKind]int32{}, map[*entente.Site]int32{}, map[*byte]shared{}}
	}
	clear(t.seen.urls)
	t.links.bound(manyLinks)
}

// manyLinks bounds the addresses in memory; one that is met again after so many others
// gets another number. manyPointed bounds the things known by where they lie.
const (
	manyLinks   = 1 << 16
	manyPointed = 1 << 18
)

// file puts an event into numbers.
func (t *terms) file(e *entente.Imported) filed {
	o := &e.Provenance
	f := filed{
		line: int32(o.Line), events: int32(o.Count()), mentions: int32(o.Mentions), sources: int32(o.Sources), articles: int32(o.Articles),
		published: e.Published, day: e.Day,
		coding: t.codings.again(o.Source), file: t.files.again(o.File),
		source: t.actor(e.Source), target: t.actor(e.Target), act: t.act(e.Act), place: t.site(e.Site), link: t.link(e.URL),
	}
	f.pair = t.pairs.number(t.pairs.codeOf[f.source], t.pairs.codeOf[f.target])
	return f
}

func (t *terms) actor(a *entente.Actor) int32 {
	n, ok := t.seen.actors[a]
	if ok {
		return n
	}
	if n = t.actors.number(*orNone(a)); int(n) >= len(t.pairs.codeOf) {
		t.pairs.actor(t.copy(string(orNone(a).Code))) // the next
	}
	t.seen.actors[a] = n
	return n
}

func (t *terms) act(a *entente.ActKind) int32 {
	n, ok := t.seen.acts[a]
	if ok {
		return n
	}
	v := orNone(a)
	if !entente.Finite(v.Intensity) {
		t.wrong = fmt.Errorf("the intensity %v is no number", v.Intensity)
	}
	n = t.acts.number(actKey{string(v.Plover.Event), v.Plover.Mode, t.list(v.Plover.Contexts), v.Plover.Contexts != nil, v.Cameo, v.Quad, v.Intensity, v.Scale})
	t.seen.acts[a] = n
	return n
}

func (t *terms) site(p *entente.Site) int32 {
	n, ok := t.seen.sites[p]
	if ok {
		return n
	}
	v := orNone(p)
	if !entente.Finite(float64(v.Latitude)) || !entente.Finite(float64(v.Longitude)) {
		t.wrong = fmt.Errorf("the place %v, %v is no number", v.Latitude, v.Longitude)
	}
	n = t.places.number(placeKey{v.Place.Name, string(v.Place.Country), v.Latitude, v.Longitude})
	t.seen.sites[p] = n
	return n
}

func (t *terms) link(url string) int32 {
	first := unsafe.StringData(url)
	s, ok := t.seen.urls[first]
	if !ok || len(s.text) != len(url) {
		s = shared{url, t.links.number(url)}
		t.seen.urls[first] = s
	}
	return s.n
}

func orNone[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
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
		{`SELECT coalesce(max(link), 0) FROM links`, func(rows *sql.Rows) error { return rows.Scan(&t.links.last) }},
		{`SELECT code FROM actors ORDER BY actor`, t.pairs.readActor},
		{`SELECT pair, source, target FROM pairs WHERE pair % 2 = 0 ORDER BY abs(pair)`, t.pairs.read},
	} {
		if err := scanAll(ctx, tx, q.query, q.scan); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func scanAll(ctx context.Context, tx *sql.Tx, query string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
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
		n.last++
		n.of[key] = n.last
		return nil
	}
}

// newTerms appends what was numbered anew to its tables.
func (k *keeper) newTerms() error {
	t := k.terms
	for _, err := range []error{
		appendFresh(k, "codings", &t.codings, func(v []driver.Value, s string) []driver.Value { return append(v, s, "") }),
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
		k.newPairs(&t.pairs),
		appendFresh(k, "links", &t.links, func(v []driver.Value, s string) []driver.Value { return append(v, s) }),
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
	first := n.last - int32(len(n.fresh)) + 1
	err := k.append(table, func(a *rowAppender) error {
		for i, key := range n.fresh {
			a.values = row(append(a.values[:0], first+int32(i)), key)
			if err := a.row(); err != nil {
				return err
			}
		}
		return nil
	})
	clear(n.fresh)
	n.fresh = n.fresh[:0]
	return err
}
