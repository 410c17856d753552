package duckdb

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"entente"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration is one step of the schema: a file named like 0001_first.sql, whose place
// in order of name is its version.
type migration struct {
	version int
	name    string
	sql     string
}

func steps() ([]migration, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []migration
	for i, name := range names {
		b, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		name = strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		all = append(all, migration{i + 1, name, string(b)})
	}
	return all, nil
}

// bringUp brings an older store to this program's version, a copy of it first, and
// refuses what it cannot read.
func (s *Store) bringUp(ctx context.Context, o Options) error {
	all, err := steps()
	if err != nil {
		return err
	}
	version, err := s.version(ctx)
	switch {
	case err != nil:
		return err
	case version > len(all):
		return fmt.Errorf("%w: its schema is version %d, this program knows %d", entente.ErrNewerStore, version, len(all))
	case version == len(all):
		return nil
	case s.readOnly && version == 0:
		return entente.ErrNotStore
	case s.readOnly:
		return fmt.Errorf("%w: its schema is version %d and must be brought to %d", entente.ErrOlderStore, version, len(all))
	case version == 0:
		return s.migrate(ctx, 0)
	}
	kept, err := s.copyAside(ctx, version, len(all))
	if err != nil {
		return err
	}
	if err := s.migrate(ctx, version); err != nil {
		return fmt.Errorf("it is as it was, and so is its copy %s: %w", kept, err)
	}
	if o.Tell != nil {
		o.Tell(fmt.Sprintf("brought the store %s from version %d to %d; as it was it is kept in %s", s.path, version, len(all), kept))
	}
	return nil
}

// copyAside copies a store before it is changed, if there is room for copy and change.
func (s *Store) copyAside(ctx context.Context, version, to int) (string, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return "", err
	}
	size := info.Size()
	if log, err := os.Stat(s.path + logSuffix); err == nil {
		size += log.Size()
	}
	if err := room(s.path, 2*size, fmt.Sprintf("bringing it from version %d to %d, with a copy,", version, to)); err != nil {
		return "", err
	}
	kept := Beside(s.path, "v"+strconv.Itoa(version))
	return kept, s.CopyTo(ctx, kept)
}

func (s *Store) version(ctx context.Context) (int, error) {
	tx, err := s.db.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	return schemaVersion(ctx, tx)
}

// migrate brings the schema from a version to this program's, in one transaction.
func (s *Store) migrate(ctx context.Context, from int) error {
	all, err := steps()
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, m := range all[from:] {
		if err := m.apply(ctx, tx); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	return s.commit(ctx, tx)
}

func (m migration) apply(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES (?, ?)`, m.version, m.name)
	return err
}

// schemaVersion is 0 for an empty file, and an error for tables that are not ours.
func schemaVersion(ctx context.Context, tx *sql.Tx) (int, error) {
	var tables, meta int
	row := tx.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (table_name = 'meta') FROM duckdb_tables() WHERE NOT internal`)
	if err := row.Scan(&tables, &meta); err != nil {
		return 0, err
	}
	if tables == 0 {
		return 0, nil
	}
	if meta == 0 {
		return 0, fmt.Errorf("%w: it has other tables", entente.ErrNotStore)
	}
	var version sql.NullInt64
	if err := tx.QueryRowContext(ctx, `SELECT max(version) FROM meta`).Scan(&version); err != nil {
		return 0, fmt.Errorf("%w: %w", entente.ErrNotStore, err)
	}
	return int(version.Int64), nil
}
