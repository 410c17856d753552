package duckdb

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"slices"
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

// migrate brings the schema to this program's version, in one transaction.
func (s *Store) migrate(ctx context.Context) error {
	all, err := steps()
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := schemaVersion(ctx, tx)
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
		return fmt.Errorf("%w: its schema is version %d and must be brought to %d; open it once for writing", entente.ErrReadOnly, version, len(all))
	}
	for _, m := range all[version:] {
		if err := m.apply(ctx, tx); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	return tx.Commit()
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
