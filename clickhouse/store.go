package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"entente"

	engine "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Options says how a store is opened.
type Options struct {
	ReadOnly bool // the store must be there and is not changed
}

// Store is an open store. It meets the desk's interface of that name. Several processes
// may have one open, and write.
type Store struct {
	at       *address
	db       driver.Conn // to whichever shard answers first
	readOnly bool
	saving   sync.Mutex

	reading sync.Mutex // guards what follows, which is read anew when it has changed
	book    *book
	terms   *terms

	published map[string]daysKept // by their conditions
}

// settings are sent with every question: lists of ids are long, and an insert is to be on
// the shards' disks when it is said to be done.
var settings = engine.Settings{
	"max_query_size": 256 << 20, "max_ast_elements": 50_000_000, "max_expanded_ast_elements": 50_000_000,
	"insert_distributed_sync": 1,
}

// Open opens the store at an address, clickhouse://[USER@]HOST:PORT[,HOST:PORT…]/DATABASE, whose
// hosts are its shards; parameters say who asks and how TLS is spoken. To write, it makes
// what is not there yet. Errors: [entente.ErrNoStore] if it is to be read and is not there,
// [entente.ErrNewerStore] if a later version made it, [entente.ErrNotStore] if the servers'
// cluster is another than the address says.
func Open(ctx context.Context, location string, o Options) (*Store, error) {
	at, err := parse(location)
	if err != nil {
		return nil, fmt.Errorf("the address of the store: %w", err)
	}
	s, err := open(ctx, at, o)
	if err != nil {
		return nil, fmt.Errorf("opening the store %s: %w", at, explain(ctx, at, err))
	}
	return s, nil
}

func open(ctx context.Context, at *address, o Options) (*Store, error) {
	if !o.ReadOnly {
		for _, host := range at.hosts {
			if err := at.bringUp(ctx, host); err != nil {
				return nil, fmt.Errorf("shard %s: %w", host, err)
			}
		}
	}
	db, err := at.connect(at.hosts, at.database)
	if err != nil {
		return nil, err
	}
	s := &Store{at: at, db: db, readOnly: o.ReadOnly}
	if err := s.check(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// connect readies a connection to the first of some hosts that answers.
func (a *address) connect(hosts []string, database string) (driver.Conn, error) {
	return engine.Open(&engine.Options{
		Addr: hosts, Auth: engine.Auth{Database: database, Username: a.user, Password: a.password}, TLS: a.tls,
		DialTimeout: a.dial, ReadTimeout: waiting, ConnOpenStrategy: engine.ConnOpenInOrder, MaxOpenConns: 16, MaxIdleConns: 8,
		Settings: settings, Compression: &engine.Compression{Method: engine.CompressionLZ4},
		ClientInfo: engine.ClientInfo{Products: []struct{ Name, Version string }{{"entente", "1"}}},
	})
}

// check holds what is there to what is needed.
func (s *Store) check(ctx context.Context) error {
	version, err := versionOf(ctx, s.db, s.at.database)
	switch {
	case err != nil:
		return err
	case version == 0:
		return entente.ErrNoStore
	case version > schema:
		return fmt.Errorf("its schema is %d, and this program knows %d: %w", version, schema, entente.ErrNewerStore)
	}
	return s.at.checkCluster(ctx, s.db)
}

// checkCluster holds the shards of the address to those of the servers' configuration.
func (a *address) checkCluster(ctx context.Context, db driver.Conn) error {
	var shards uint64
	err := db.QueryRow(ctx, "SELECT uniqExact(shard_num) FROM system.clusters WHERE cluster = "+quote(a.cluster)).Scan(&shards)
	switch {
	case err != nil:
		return err
	case shards == 0:
		return fmt.Errorf("the servers' configuration names no cluster %q in remote_servers: %w", a.cluster, entente.ErrNotStore)
	case int(shards) != len(a.hosts):
		return fmt.Errorf("the address names %d shards, the cluster %q in the servers' configuration %d: %w", len(a.hosts), a.cluster, shards, entente.ErrNotStore)
	}
	return nil
}

// bringUp makes what a shard lacks. It ends with the version, so that a shard that has one
// has all of it.
func (a *address) bringUp(ctx context.Context, host string) error {
	db, err := a.connect([]string{host}, "default")
	if err != nil {
		return err
	}
	defer db.Close()
	version, err := versionOf(ctx, db, a.database)
	if err != nil || version == schema {
		return err
	}
	if version > schema {
		return fmt.Errorf("its schema is %d, and this program knows %d: %w", version, schema, entente.ErrNewerStore)
	}
	if err := a.checkCluster(ctx, db); err != nil {
		return err
	}
	statements := []string{"CREATE DATABASE IF NOT EXISTS " + a.database}
	for _, t := range tables {
		statements = append(statements, t.make(a.database, a.cluster)...)
	}
	meta := a.database + ".meta"
	statements = append(statements, "CREATE TABLE IF NOT EXISTS "+meta+" (version Int32) ENGINE = ReplacingMergeTree ORDER BY version",
		fmt.Sprintf("INSERT INTO %s SELECT toInt32(%d)", meta, schema))
	for _, q := range statements {
		if err := db.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// versionOf gives the version of a store, 0 where there is none.
func versionOf(ctx context.Context, db driver.Conn, database string) (int, error) {
	var have uint64
	err := db.QueryRow(ctx, "SELECT count() FROM system.tables WHERE database = "+quote(database)+" AND name = 'meta'").Scan(&have)
	if code(err) == unknownDatabase {
		return 0, nil
	}
	if err != nil || have == 0 {
		return 0, err
	}
	var version int32
	err = db.QueryRow(ctx, "SELECT max(version) FROM "+database+".meta").Scan(&version)
	return int(version), err
}

// Close lets go of the store.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("closing the store %s: %w", s.at, err)
	}
	return nil
}

// Bulk readies the store for much to be written: there is nothing to do.
func (s *Store) Bulk(context.Context) error { return nil }

// Frugal bounds what reading much holds in memory: there is nothing to do.
func (s *Store) Frugal(context.Context) error { return nil }

// asked says what was being done when an error came.
func (s *Store) asked(ctx context.Context, what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("reading %s from %s: %w", what, s.at, explain(ctx, s.at, err))
}

// wrote says what was being done when a write failed.
func (s *Store) wrote(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s in %s: %w", doing, s.at, explain(ctx, s.at, err))
}

// mayWrite refuses where the store is open for reading alone.
func (s *Store) mayWrite(doing string) error {
	if s.readOnly {
		return fmt.Errorf("%s in %s: %w", doing, s.at, entente.ErrReadOnly)
	}
	return nil
}

// rows asks a question and scans its answer.
func rows[T any](ctx context.Context, s *Store, query string, scan func(driver.Rows, *T) error) ([]T, error) {
	var out []T
	err := each(ctx, s, query, func(r driver.Rows) error {
		var v T
		if err := scan(r, &v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	})
	return out, err
}

// each asks a question and hands on the rows of its answer one by one.
func each(ctx context.Context, s *Store, query string, row func(driver.Rows) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	answer, err := s.db.Query(ctx, query)
	if err != nil {
		return err
	}
	defer answer.Close()
	for answer.Next() {
		if err := row(answer); err != nil {
			return err
		}
	}
	if err := answer.Err(); err != nil {
		return err
	}
	return ctx.Err()
}
