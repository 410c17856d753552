package duckdb

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Named gives imported events by their ids. The filter's pairs are
// sought first, for the events of a pair lie together.
func (s *Store) Named(ctx context.Context, f entente.Filter, ids []string) ([]entente.Event, error) {
	found, err := s.named(ctx, f, ids)
	return found, s.reading(ctx, "events", err)
}

func (s *Store) named(ctx context.Context, f entente.Filter, ids []string) ([]entente.Event, error) {
	keys := keysOf(ids)
	if len(keys) == 0 {
		return nil, nil
	}
	sc, err := s.scope(ctx, entente.Filter{Sources: []string{""}})
	if err != nil {
		return nil, err
	}
	defer sc.end()
	w, err := s.importsWhere(ctx, sc.tx, f)
	if err != nil || w.nothing() {
		return nil, err
	}
	w.add(`key IN (` + strings.Join(keys, `, `) + `)`)
	rows, args := w.each(`*`)
	out, err := sc.inWords(ctx, w, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !importedID(id) }), rows, args...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(x, y entente.Event) int { return cmp.Compare(x.ID, y.ID) })
	return out, nil
}

// importedID reports whether an id may be that of an imported event: its source and its own.
func importedID(id string) bool {
	source, own, ok := strings.Cut(id, ":")
	return ok && source != "" && own != ""
}

// keysOf gives the keys of those ids that are of imported events, each once.
func keysOf(ids []string) []string {
	var keys []string
	for _, id := range ids {
		if importedID(id) {
			_, own, _ := strings.Cut(id, ":")
			key, _ := keyOf(own)
			keys = append(keys, strconv.FormatInt(key, 10))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
