package clickhouse

import (
	"context"
	"fmt"
	"time"
)

// insert writes rows; the engine parts them by shard and says when they are on the disks.
// A row is given as the values of its columns.
func (s *Store) insert(ctx context.Context, t *table, n int, row func(i int) []any) error {
	if n == 0 {
		return nil
	}
	for try := 0; ; try++ {
		err := s.insertOnce(ctx, t, n, row)
		if code(err) != tooManyParts || try == patience {
			return err
		}
		select { // the engine is merging what came before
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try+1) * time.Second):
		}
	}
}

// patience is how often a write is tried that comes too fast for the engine.
const patience = 10

func (s *Store) insertOnce(ctx context.Context, t *table, n int, row func(i int) []any) error {
	batch, err := s.db.PrepareBatch(ctx, "INSERT INTO "+t.name+" ("+t.list()+") VALUES")
	if err != nil {
		return fmt.Errorf("writing %s: %w", t.name, err)
	}
	defer batch.Close()
	for i := range n {
		if err := batch.Append(row(i)...); err != nil {
			return fmt.Errorf("writing %s: %w", t.name, err)
		}
		if i%4096 == 4095 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("writing %s: %w", t.name, err)
	}
	return nil
}

// bit is a truth as the engine keeps it.
func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}
