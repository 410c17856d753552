package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"entente"
)

// workMark is in the names of the folders in which files are made; one that a broken
// run left behind can be deleted.
const workMark = "-making-"

// Workplace makes a folder beside a file, in which what is to take the file's place is
// made whole before it is moved there. Whoever asks for it removes it.
func Workplace(path string) (dir string, err error) {
	return os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+workMark)
}

// create makes an empty store, whole or not at all. That another process was faster is
// no error.
func create(ctx context.Context, path string) error {
	dir, err := Workplace(path)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, filepath.Base(path))
	s, err := connect(made, Options{})
	if err != nil {
		return err
	}
	if err := s.migrate(ctx, 0); err != nil {
		return errors.Join(err, s.Close())
	}
	if err := errors.Join(s.checkpoint(ctx), s.Close()); err != nil {
		return err
	}
	err = os.Link(made, path) // unlike a move it does not take another's place
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil { // a file system without links
		err = os.Rename(made, path)
	}
	return errors.Join(err, syncFolder(path))
}

// copied is the name of a copy within the engine.
const copied = `"entente copy"`

// CopyTo writes a whole copy of the store to a new file: all that was committed when it
// began, without the room that changes left empty. Every row is read for it, and each
// table's rows are counted on both sides. What was begun and fails is removed.
func (s *Store) CopyTo(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copying %s to %s: %w", s.name(), path, cmp.Or(err, fs.ErrExist))
	}
	dir, err := Workplace(path)
	if err != nil {
		return fmt.Errorf("copying %s: %w", s.name(), err)
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, filepath.Base(path))
	if err := s.copyTo(ctx, made); err != nil {
		return fmt.Errorf("copying %s to %s: %w", s.name(), path, explain("", brokenOff(ctx, err)))
	}
	if err := os.Rename(made, path); err != nil {
		return fmt.Errorf("copying %s: %w", s.name(), err)
	}
	return syncFolder(path)
}

func (s *Store) copyTo(ctx context.Context, path string) (err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	run := func(query string) error {
		_, err := conn.ExecContext(ctx, query)
		return err
	}
	s.saving.Lock() // nobody else's checkpoint is to be the engine's own meanwhile
	defer s.saving.Unlock()
	if err := run(`SET checkpoint_threshold = '16MB'`); err != nil { // the copy's, which is moved to its place when it is whole
		return err
	}
	defer func() {
		_, e := conn.ExecContext(context.WithoutCancel(ctx), `SET checkpoint_threshold = '1TB'`)
		err = errors.Join(err, e)
	}()
	if err := run(`ATTACH ` + quoted(path) + ` AS ` + copied + ` (READ_WRITE)`); err != nil {
		return err
	}
	defer func() {
		_, e := conn.ExecContext(context.WithoutCancel(ctx), `DETACH `+copied)
		err = errors.Join(err, e)
	}()
	var name string
	if err := conn.QueryRowContext(ctx, `SELECT current_database()`).Scan(&name); err != nil {
		return err
	}
	name = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	tx, err := conn.BeginTx(unbroken(ctx), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `COPY FROM DATABASE `+name+` TO `+copied); err != nil {
		return err
	}
	if err := sameRows(ctx, tx, name); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return run(`CHECKPOINT ` + copied)
}

// sameRows counts what each table and its copy hold.
func sameRows(ctx context.Context, tx *sql.Tx, name string) error {
	tables, err := tablesOf(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		var here, there int64
		err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM `+name+`.main.`+t+`), (SELECT count(*) FROM `+copied+`.main.`+t+`)`).Scan(&here, &there)
		if err != nil {
			return err
		}
		if here != there {
			return fmt.Errorf("the copy has %d rows of %s, not %d", there, t, here)
		}
	}
	return nil
}

// querier is a connection or a transaction.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// tablesOf lists the store's own tables in order of name.
func tablesOf(ctx context.Context, q querier) (tables []string, err error) {
	rows, err := q.QueryContext(ctx, `SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database() ORDER BY table_name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, rows.Err()
}

// quoted is a string of SQL.
func quoted(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

// Replace puts a whole store in the place of another, or where there is none. The other
// is kept under the name of aside, if that is not empty. Nobody may have it open:
// [entente.ErrStoreBusy].
func Replace(path, with, aside string) error {
	if err := replaceFile(path, with, aside); err != nil {
		return fmt.Errorf("putting a store in the place of %s: %w", path, err)
	}
	return nil
}

func replaceFile(path, with, aside string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := mendBlocks(abs); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if aside != "" {
		settleFile(abs)
	}
	leave, err := hold(abs, false)
	if err != nil {
		return err
	}
	defer leave()
	if _, err := os.Lstat(abs); errors.Is(err, fs.ErrNotExist) {
		return errors.Join(os.Rename(with, abs), syncFolder(abs))
	}
	release, err := lockFile(abs)
	if err != nil {
		return err
	}
	defer release()
	_, err = os.Lstat(abs + logSuffix)
	switch logged := err == nil; {
	case aside != "":
		if err := setAside(abs, aside, logged); err != nil {
			return err
		}
	case logged:
		return errors.New("it has changed meanwhile") // the new one would take the log for its own
	}
	return errors.Join(os.Rename(with, abs), syncFolder(abs))
}

// logSuffix ends the name of the file in which the engine logs what is not in the store
// itself yet.
const logSuffix = ".wal"

// settleFile brings into a store what only its log holds, if it can be opened at all.
func settleFile(path string) {
	if _, err := os.Lstat(path + logSuffix); err != nil {
		return
	}
	if s, err := connect(path, Options{}); err == nil {
		_ = s.Close()
	}
}

// setAside keeps a store under another name: a second one, so that there is a store at
// its place at any moment. One whose log could not be brought in is moved with it; the
// log goes last, for without it the store would seem whole.
func setAside(path, aside string, logged bool) error {
	if _, err := os.Lstat(aside); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", aside, cmp.Or(err, fs.ErrExist))
	}
	if !logged {
		if os.Link(path, aside) == nil {
			return nil
		}
		return os.Rename(path, aside) // a file system without links
	}
	return errors.Join(os.Rename(path, aside), os.Rename(path+logSuffix, aside+logSuffix))
}

// Beside names a file beside a store that is not there yet: news.v2.duckdb, and with a
// number where that is taken.
func Beside(path, word string) string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext)
	for n := 1; ; n++ {
		name := stem + "." + word + ext
		if n > 1 {
			name = fmt.Sprintf("%s.%s-%d%s", stem, word, n, ext)
		}
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
	}
}

// Compact writes a store anew without the room that changes left empty, and gives its
// size in bytes before and after. The old file stays until the new one is whole.
func Compact(ctx context.Context, path string, o Options) (before, after int64, err error) {
	if before, after, err = compact(ctx, path, o); err != nil {
		return 0, 0, fmt.Errorf("compacting %s: %w", path, brokenOff(ctx, err))
	}
	return before, after, nil
}

func compact(ctx context.Context, path string, o Options) (before, after int64, err error) {
	if missing, err := missing(path); err != nil || missing {
		return 0, 0, cmp.Or(err, entente.ErrNoStore)
	}
	s, err := Open(ctx, path, o)
	if err != nil {
		return 0, 0, err
	}
	dir, err := Workplace(s.path)
	if err != nil {
		return 0, 0, errors.Join(err, s.Close())
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, filepath.Base(s.path))
	was, err := s.writeAnew(ctx, made)
	if err := errors.Join(err, s.Close()); err != nil {
		return 0, 0, explain(s.path, err)
	}
	// Between here and the lock taken in replacing, another process may come by.
	now, err := os.Stat(s.path)
	if err == nil && (!os.SameFile(was, now) || was.Size() != now.Size() || !was.ModTime().Equal(now.ModTime())) {
		err = errors.New("it has changed meanwhile")
	}
	if err != nil {
		return 0, 0, err
	}
	info, err := os.Stat(made)
	if err != nil {
		return 0, 0, err
	}
	return was.Size(), info.Size(), replaceFile(s.path, made, "")
}

// writeAnew settles the store and copies it, and says how it was then.
func (s *Store) writeAnew(ctx context.Context, path string) (was os.FileInfo, err error) {
	if err := s.checkpoint(ctx); err != nil {
		return nil, err
	}
	if was, err = os.Stat(s.path); err != nil {
		return nil, err
	}
	if err := room(s.path, was.Size(), "writing it anew"); err != nil {
		return nil, err
	}
	return was, s.copyTo(ctx, path)
}

// room refuses what the disk of a file has no room for.
func room(path string, need int64, doing string) error {
	if free := freeRoom(filepath.Dir(path)); free >= 0 && free < need {
		return fmt.Errorf("%s needs %s beside it and the disk has %s: %w", doing, megabytes(need), megabytes(free), entente.ErrNoRoom)
	}
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
