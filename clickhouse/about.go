package clickhouse

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Shard is what is seen of one server.
type Shard struct {
	Host   string
	Engine string // its version
	Schema int
	Rows   uint64
	Bytes  uint64
	Ahead  time.Duration // its clock before this machine's
}

// Shards asks each server for itself.
func (s *Store) Shards(ctx context.Context) ([]Shard, error) {
	var out []Shard
	for _, host := range s.at.hosts {
		h, err := s.shard(ctx, host)
		if err != nil {
			return out, fmt.Errorf("shard %s: %w", host, explain(ctx, s.at, err))
		}
		out = append(out, h)
	}
	return out, nil
}

func (s *Store) shard(ctx context.Context, host string) (Shard, error) {
	h := Shard{Host: host}
	db, err := s.at.connect([]string{host}, s.at.database)
	if err != nil {
		return h, err
	}
	defer db.Close()
	if h.Schema, err = versionOf(ctx, db, s.at.database); err != nil {
		return h, err
	}
	var now int64
	asked := time.Now()
	if err := db.QueryRow(ctx, "SELECT version(), toInt64(toUInt32(now()))").Scan(&h.Engine, &now); err != nil {
		return h, err
	}
	h.Ahead = time.Unix(now, 0).Sub(asked.Truncate(time.Second))
	return h, db.QueryRow(ctx, "SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database = "+quote(s.at.database)).Scan(&h.Rows, &h.Bytes)
}

// Check says what is wrong with the store: readings that steps name and that are not there,
// imports whose terms are not. Imports that are there twice it lets count once, where the
// store may be written. Deep also holds each reading's reports to the number that its step
// says.
func (s *Store) Check(ctx context.Context, deep bool) ([]string, error) {
	faults, err := s.faults(ctx, deep)
	return faults, s.asked(ctx, "the store whole", err)
}

func (s *Store) faults(ctx context.Context, deep bool) (faults []string, err error) {
	sc, err := s.scope(ctx, entente.Filter{})
	if err != nil {
		return nil, err
	}
	have, err := s.numbers(ctx, "SELECT DISTINCT reading FROM readings")
	if err != nil {
		return nil, err
	}
	lost := 0
	for id := range sc.since {
		if !have[id] {
			lost++
		}
	}
	if lost > 0 {
		faults = append(faults, fmt.Sprintf("%d stories whose words are not there", lost))
	}
	t, err := s.openTerms(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range []struct {
		column string
		known  func(uint64) bool
	}{
		{"pair", func(id uint64) bool { _, ok := t.pairs[id]; return ok }},
		{"act", func(id uint64) bool { return t.acts[id] != nil }},
		{"coding", func(id uint64) bool { _, ok := t.codings[id]; return ok }},
	} {
		ids, err := s.numbers(ctx, "SELECT DISTINCT "+c.column+" FROM imports")
		if err != nil {
			return nil, err
		}
		n := 0
		for id := range ids {
			if !c.known(id) {
				n++
			}
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d of imports' numbers of %s that stand for nothing", n, c.column))
		}
	}
	if !deep {
		return faults, nil
	}
	return s.deepFaults(ctx, sc, faults)
}

func (s *Store) deepFaults(ctx context.Context, sc *scope, faults []string) ([]string, error) {
	t, err := s.openTerms(ctx)
	if err != nil {
		return faults, err
	}
	w := importsWhere{t: t}
	w.published(entente.Filter{})
	doubled, err := rows(ctx, s, "SELECT key FROM imports"+w.where()+" GROUP BY event, key HAVING count() > 1", func(r driver.Rows, key *int64) error { return r.Scan(key) })
	if err != nil {
		return faults, err
	}
	if len(doubled) > 0 && !s.readOnly {
		slices.Sort(doubled)
		if err := s.double(ctx, slices.Compact(doubled)); err != nil {
			return faults, err
		}
	} else if len(doubled) > 0 {
		faults = append(faults, fmt.Sprintf("%d imported events that are there twice; importing their file again mends it", len(doubled)))
	}
	counting, _, err := sc.told(ctx, nil, false)
	if err != nil {
		return faults, err
	}
	n := map[uint64]int{}
	for _, t := range counting {
		n[t.reading]++
	}
	wrong := 0
	for id, p := range sc.since {
		if n[id] != p.reports {
			wrong++
		}
	}
	if wrong > 0 {
		faults = append(faults, fmt.Sprintf("%d stories with another number of reports than their step says", wrong))
	}
	return faults, nil
}

func (s *Store) numbers(ctx context.Context, query string) (map[uint64]bool, error) {
	out := map[uint64]bool{}
	return out, each(ctx, s, query, func(r driver.Rows) error {
		var id uint64
		err := r.Scan(&id)
		out[id] = true
		return err
	})
}
