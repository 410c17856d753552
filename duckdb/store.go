package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"entente"

	engine "github.com/duckdb/duckdb-go/v2"
)

// Options says how a store is opened.
type Options struct {
	ReadOnly bool // the file must be there and is not changed; several processes may read it at once
}

// Store is an open store. It meets the desk's interface of that name.
type Store struct {
	db       *sql.DB
	path     string
	readOnly bool
	release  func()
	saving   sync.Mutex
	terms    *terms // guarded by saving
}

// Open opens the store in a file, or makes one; an empty path is a store in memory
// that ends with Close. Errors: [entente.ErrNoStore] if it is to be read and is not
// there, [entente.ErrNotStore] if the file is something else, [entente.ErrNewerStore]
// if a later version wrote it, [entente.ErrStoreBusy] with the process that holds it.
// A file that was made but could not be finished is removed.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if path == "" {
		if o.ReadOnly {
			return nil, fmt.Errorf("opening a store in memory to read: %w", entente.ErrNoStore)
		}
		return open(ctx, "", o)
	}
	s, err := openFile(ctx, path, o)
	if err != nil {
		return nil, fmt.Errorf("opening the store %s: %w", path, explain(err))
	}
	return s, nil
}

func openFile(ctx context.Context, path string, o Options) (*Store, error) {
	if strings.ContainsAny(path, "?%") {
		return nil, errors.New("the name of a store may not hold ? or %")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	isNew, err := missing(abs)
	if err != nil {
		return nil, err
	}
	if isNew && o.ReadOnly {
		return nil, entente.ErrNoStore
	}
	s, err := open(ctx, abs, o)
	if err != nil && isNew && !errors.Is(err, entente.ErrStoreBusy) {
		return nil, errors.Join(err, remove(abs))
	}
	return s, err
}

func missing(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return true, fmt.Errorf("its folder: %w", err)
		}
		return true, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("it is a folder: %w", entente.ErrNotStore)
	}
	return false, nil
}

func remove(path string) error {
	for _, p := range []string{path, path + ".wal"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func open(ctx context.Context, path string, o Options) (*Store, error) {
	release, err := hold(path, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	connector, err := engine.NewConnector(path+settings(o), nil)
	if err != nil {
		release()
		return nil, err
	}
	s := &Store{db: sql.OpenDB(connector), path: path, readOnly: o.ReadOnly, release: release}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// settings keeps the engine from fetching extensions over the network.
func settings(o Options) string {
	s := "?autoinstall_known_extensions=false&autoload_known_extensions=false"
	if o.ReadOnly {
		s += "&access_mode=READ_ONLY"
	}
	return s
}

// Close lets go of the file. Sequences under way end with an error.
func (s *Store) Close() error {
	defer s.release()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("closing the store %s: %w", s.path, err)
	}
	return nil
}

// held counts the stores that this process has open by path, writers as -1: the
// engine locks out other processes, not this one.
var held = struct {
	sync.Mutex
	paths map[string]int
}{paths: make(map[string]int)}

func hold(path string, readOnly bool) (release func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	held.Lock()
	defer held.Unlock()
	n := held.paths[path]
	if n < 0 || n > 0 && !readOnly {
		return nil, fmt.Errorf("%w by this process", entente.ErrStoreBusy)
	}
	step := 1
	if !readOnly {
		step = -1
	}
	held.paths[path] += step
	return sync.OnceFunc(func() {
		held.Lock()
		defer held.Unlock()
		held.paths[path] -= step
	}), nil
}

var lockHolder = regexp.MustCompile(`Conflicting lock is held in (.*?) \(PID (\d+)\)`)

// explain turns the engine's words into those of the house.
func explain(err error) error {
	text := err.Error()
	if m := lockHolder.FindStringSubmatch(text); m != nil {
		return fmt.Errorf("%w by process %s (%s)", entente.ErrStoreBusy, m[2], m[1])
	}
	if strings.Contains(text, "not a valid DuckDB database file") {
		return entente.ErrNotStore // the engine's words add nothing
	}
	for _, e := range []struct {
		words string
		is    error
	}{
		{"Could not set lock", entente.ErrStoreBusy},
		{"version number", entente.ErrNewerStore},
	} {
		if strings.Contains(text, e.words) {
			return fmt.Errorf("%w (%w)", e.is, err)
		}
	}
	return err
}
