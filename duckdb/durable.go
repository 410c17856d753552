package duckdb

import (
	"database/sql"
	"fmt"
	"path/filepath"
)

// commit ends a transaction so that a power cut does not undo it. The engine writes the
// log of its changes through to the disk, and makes a new log after each checkpoint;
// that the folder names it must be written through as well.
func (s *Store) commit(tx *sql.Tx) error {
	if err := tx.Commit(); err != nil || s.path == "" {
		return err
	}
	return syncFolder(s.path)
}

// syncFolder writes through which files the folder of a file holds.
func syncFolder(path string) error {
	dir := filepath.Dir(path)
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("writing through the folder %s: %w", dir, err)
	}
	return nil
}
