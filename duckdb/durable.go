package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
)

// commit ends a transaction so that a power cut does not undo it. The engine writes the
// log of its changes through to the disk, and makes a new log after each checkpoint;
// that the folder names it must be written through as well. What was committed is kept
// even if a checkpoint that is due then fails.
func (s *Store) commit(ctx context.Context, tx *sql.Tx) error {
	if err := tx.Commit(); err != nil {
		return err
	}
	return s.settle(ctx)
}

// settle sees to it that what was committed stays.
func (s *Store) settle(ctx context.Context) error {
	if s.path == "" {
		return nil
	}
	if err := syncFolder(s.path); err != nil {
		return err
	}
	return s.checkpointIfDue(context.WithoutCancel(ctx))
}

// syncFolder writes through which files the folder of a file holds.
func syncFolder(path string) error {
	dir := filepath.Dir(path)
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("writing through the folder %s: %w", dir, err)
	}
	return nil
}
