package clickhouse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// terms is what the hashes in imports stand for, and which rows there do not count.
type terms struct {
	mark    string
	pairs   map[uint64]entente.Pair
	acts    map[uint64]*actTerm
	codings map[uint64]coding
	doubles []uint64
	held    map[uint64]heldKeys // nil while nobody imports
}

type actTerm struct {
	root      entente.Root
	quad      entente.Quad
	intensity float64
	body      string
}

type coding struct{ name, licence string }

// openTerms gives the terms, read anew if there are others. Those it gave before stay as
// they are.
func (s *Store) openTerms(ctx context.Context) (*terms, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	var counts []string
	for _, t := range []*table{&pairs, &acts, &codings, &doubles} {
		counts = append(counts, fmt.Sprintf("SELECT '%s' AS t, toString(count()) AS n FROM %s", t.name, t.name))
	}
	parts, err := rows(ctx, s, "SELECT t, n FROM ("+strings.Join(counts, " UNION ALL ")+")", func(r driver.Rows, v *string) error {
		var n string
		err := r.Scan(v, &n)
		*v += n
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(parts)
	mark := strings.Join(parts, " ")
	if s.terms != nil && s.terms.mark == mark {
		return s.terms, nil
	}
	t, err := s.readTerms(ctx)
	if err != nil {
		return nil, err
	}
	t.mark = mark
	if s.terms != nil {
		t.held = s.terms.held
	}
	s.terms = t
	return t, nil
}

func (s *Store) readTerms(ctx context.Context) (*terms, error) {
	t := &terms{pairs: map[uint64]entente.Pair{}, acts: map[uint64]*actTerm{}, codings: map[uint64]coding{}}
	err := each(ctx, s, "SELECT pair, source, target FROM pairs", func(r driver.Rows) error {
		var id uint64
		var p entente.Pair
		err := r.Scan(&id, (*string)(&p.Source), (*string)(&p.Target))
		t.pairs[id] = p
		return err
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, s, "SELECT act, root, quad, intensity, body FROM acts", func(r driver.Rows) error {
		var id uint64
		var a actTerm
		var quad int32
		err := r.Scan(&id, (*string)(&a.root), &quad, &a.intensity, &a.body)
		a.quad = entente.Quad(quad)
		t.acts[id] = &a
		return err
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, s, "SELECT coding, name, licence FROM codings ORDER BY at, licence", func(r driver.Rows) error {
		var id uint64
		var c coding
		err := r.Scan(&id, &c.name, &c.licence)
		t.codings[id] = c
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, each(ctx, s, "SELECT DISTINCT row FROM doubles ORDER BY row", func(r driver.Rows) error {
		var row uint64
		err := r.Scan(&row)
		t.doubles = append(t.doubles, row)
		return err
	})
}

// kind gives all of an act.
func (a *actTerm) kind() (v entente.ActKind, err error) {
	err = json.Unmarshal([]byte(a.body), &v)
	return v, err
}

// newTerms writes what the hashes of a batch stand for, where that is not known.
func (s *Store) newTerms(ctx context.Context, f *filer, at int64) error {
	t, err := s.openTerms(ctx)
	if err != nil {
		return err
	}
	var rows [][]any
	for p, id := range f.pairs {
		if _, ok := t.pairs[id]; !ok {
			rows = append(rows, []any{id, string(p.Source), string(p.Target)})
		}
	}
	if err := s.insert(ctx, &pairs, len(rows), func(i int) []any { return rows[i] }); err != nil {
		return err
	}
	rows = nil
	seen := map[uint64]bool{}
	for _, a := range f.acts {
		if _, ok := t.acts[a.act]; !ok && !seen[a.act] {
			seen[a.act] = true
			rows = append(rows, []any{a.act, string(a.kind.Plover.Event), int32(a.kind.Quad), a.kind.Intensity, a.body})
		}
	}
	if err := s.insert(ctx, &acts, len(rows), func(i int) []any { return rows[i] }); err != nil {
		return err
	}
	rows = nil
	for _, name := range slices.Sorted(maps.Keys(f.codings)) {
		if _, ok := t.codings[f.codings[name]]; !ok {
			rows = append(rows, []any{f.codings[name], name, "", at})
		}
	}
	return s.insert(ctx, &codings, len(rows), func(i int) []any { return rows[i] })
}
