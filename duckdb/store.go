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
	"regexp"
	"strconv"
	"strings"
	"sync"

	"entente"

	engine "github.com/duckdb/duckdb-go/v2"
)

// Options says how a store is opened.
type Options struct {
	ReadOnly bool                 // the file must be there and is not changed; several processes may read it at once
	Tell     func(message string) // hears what was done to an older store before it was opened
	Address  string               // where whoever opens it to write answers questions, for others to be told
	Rows     int                  // of imported events between two actors that are kept in memory for the next questions; 0 is a million, less none
}

// Store is an open store. It meets the desk's interface of that name.
type Store struct {
	db       *sql.DB
	path     string
	readOnly bool
	release  func() // lets the process open it again
	unnote   func() // takes back who has it open
	saving   sync.Mutex
	terms    *terms   // guarded by saving
	raw      *os.File // the file as it lies on the disk; nil in memory and where it is only read
	phrases  phrases
	sheets   sheets
	logBound int64 // bytes of the log from which on a checkpoint is due
}

// Open opens the store in a file, or makes one; an empty path is a store in memory
// that ends with Close. A file is made beside its place and moved there when it is a
// whole store. One of an older version is copied and brought to this one. Errors:
// [entente.ErrNoStore] if it is to be read and is not there, [entente.ErrNotStore] if
// the file is something else, [entente.ErrNewerStore] if a later version wrote it,
// [entente.ErrOlderStore] if it is to be read alone and an earlier one did,
// [entente.ErrDamaged], [entente.ErrNoRoom], and a [entente.BusyError] with the process
// that holds it.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if path == "" {
		if o.ReadOnly {
			return nil, fmt.Errorf("opening a store in memory to read: %w", entente.ErrNoStore)
		}
		return openMemory(ctx, o)
	}
	s, err := openFile(ctx, path, o)
	if err != nil {
		return nil, fmt.Errorf("opening the store %s: %w", path, explain(path, brokenOff(ctx, err)))
	}
	return s, nil
}

func openMemory(ctx context.Context, o Options) (*Store, error) {
	s, err := connect("", o)
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx, 0); err != nil {
		return nil, errors.Join(err, s.Close())
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
	switch {
	case err != nil:
		return nil, err
	case isNew && o.ReadOnly:
		return nil, entente.ErrNoStore
	case isNew:
		if err := create(ctx, abs); err != nil {
			return nil, err
		}
	}
	if err := checkLogAlone(abs); err != nil {
		return nil, err
	}
	if err := mendBlocks(abs); err != nil {
		return nil, err
	}
	s, err := connectInPlace(abs, o)
	if wrong := tornAt(err); wrong >= 0 {
		if err := mendLog(abs, wrong, o.Tell); err != nil {
			return nil, fmt.Errorf("the end of its log is torn, as by a power cut, and cannot be left out: %w", err)
		}
		s, err = connectInPlace(abs, o)
	}
	if err != nil {
		return nil, err
	}
	if err := s.bringUp(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if !o.ReadOnly {
		s.unnote = leaveNote(abs, o.Address)
	}
	return s, nil
}

// connectInPlace opens the file that has a name when the lock on it is held: before
// that another may be put in its place.
func connectInPlace(path string, o Options) (*Store, error) {
	for {
		before, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		s, err := connect(path, o)
		if err != nil {
			return nil, err
		}
		now, err := os.Stat(path)
		if err == nil && os.SameFile(before, now) {
			return s, nil
		}
		if err := errors.Join(err, s.Close()); err != nil {
			return nil, err
		}
	}
}

func missing(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return true, fmt.Errorf("its folder: %w", err)
		}
		if _, err := os.Stat(path + logSuffix); err == nil {
			return true, fmt.Errorf("its log is there, %s, and the store itself is not: %w", filepath.Base(path)+logSuffix, entente.ErrDamaged)
		}
		return true, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("it is a folder: %w", entente.ErrNotStore)
	}
	return false, nil
}

// connect opens a file with the engine, whatever is in it.
func connect(path string, o Options) (*Store, error) {
	release, err := hold(path, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	connector, err := engine.NewConnector(path+settings(o), nil)
	if err != nil {
		release()
		return nil, err
	}
	s := &Store{db: sql.OpenDB(connector), path: path, readOnly: o.ReadOnly, release: release, unnote: func() {}, logBound: usualLog, sheets: sheets{keeps: o.Rows}}
	if path == "" || o.ReadOnly {
		return s, nil
	}
	// Held until the engine has let go: closing any handle lets go of a process's locks.
	if s.raw, err = os.Open(path); err == nil {
		_, err = s.db.Exec(`PRAGMA disable_checkpoint_on_shutdown`)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// usualLog is the size of the log at which the engine would begin a checkpoint, in bytes.
const usualLog = 16 << 20

// settings keeps the engine from fetching extensions over the network, and from beginning
// checkpoints by itself.
func settings(o Options) string {
	s := "?autoinstall_known_extensions=false&autoload_known_extensions=false"
	if o.ReadOnly {
		return s + "&access_mode=READ_ONLY"
	}
	return s + "&checkpoint_threshold=1TB"
}

// Close lets go of the file. Sequences under way end with an error.
func (s *Store) Close() error {
	defer s.release()
	if s.raw != nil {
		defer s.raw.Close()
		if log, err := os.Stat(s.path + logSuffix); err == nil && log.Size() > 0 {
			_ = s.checkpoint(context.Background()) // else the next to open it reads the log
		}
	}
	s.unnote() // while the lock is still held, lest another's be taken
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

// explain turns the engine's words about a file into those of the house.
func explain(path string, err error) error {
	text := err.Error()
	if m := lockHolder.FindStringSubmatch(text); m != nil {
		pid, _ := strconv.Atoi(m[2])
		busy := holderOf(path, pid)
		busy.Command = cmp.Or(busy.Command, m[1])
		return busy
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
		{"Corrupt database file", entente.ErrDamaged},
		{"Could not read enough bytes", entente.ErrDamaged},
		{"Failure while replaying WAL", entente.ErrDamaged},
	} {
		if strings.Contains(text, e.words) && !errors.Is(err, e.is) {
			return fmt.Errorf("%w (%w)", e.is, err)
		}
	}
	return err
}
