package clickhouse_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"entente/clickhouse"
	"entente/clickhousetest"
	"entente/desk"
	"entente/storetest"

	engine "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

var _ desk.Store = (*clickhouse.Store)(nil)

// shards are two servers that all tests share; each takes a database of its own.
var shards = sync.OnceValues(func() (*clickhousetest.Cluster, error) {
	dir, err := os.MkdirTemp("", "entente-shards-")
	if err != nil {
		return nil, err
	}
	atEnd = append(atEnd, func() { os.RemoveAll(dir) })
	c, err := clickhousetest.Start(dir, 2)
	if err == nil {
		atEnd = append(atEnd, func() { c.Stop() })
	}
	return c, err
})

var atEnd []func()

func TestMain(m *testing.M) {
	code := m.Run()
	for i := len(atEnd) - 1; i >= 0; i-- {
		atEnd[i]()
	}
	os.Exit(code)
}

func cluster(t testing.TB) *clickhousetest.Cluster {
	t.Helper()
	if clickhousetest.Program() == "" {
		t.Skip("no clickhouse-server: make needs installs it where it can be")
	}
	c, err := shards()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// idle are databases whose tests are over: making their tables takes longer than emptying
// them.
var idle struct {
	sync.Mutex
	names []string
	made  int
}

// newStore is the address of a store that holds nothing.
func newStore(t testing.TB) string {
	t.Helper()
	c := cluster(t)
	idle.Lock()
	defer idle.Unlock()
	var name string
	if n := len(idle.names); n > 0 {
		name, idle.names = idle.names[n-1], idle.names[:n-1]
		for shard := range 2 {
			empty(t, shard, name)
		}
	} else {
		idle.made++
		name = fmt.Sprint("t", idle.made)
	}
	t.Cleanup(func() {
		idle.Lock()
		defer idle.Unlock()
		idle.names = append(idle.names, name)
	})
	return c.Store(name)
}

// conn speaks to one shard past the store.
func conn(t testing.TB, shard int) driver.Conn {
	t.Helper()
	db, err := engine.Open(&engine.Options{Addr: []string{cluster(t).Host(shard)}, Auth: engine.Auth{Username: clickhousetest.User, Password: clickhousetest.Password}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// empty empties the tables of a database on a shard.
func empty(t testing.TB, shard int, database string) {
	t.Helper()
	db := conn(t, shard)
	rows, err := db.Query(context.Background(), "SELECT DISTINCT table FROM system.parts WHERE active AND table != 'meta' AND database = '"+database+"'")
	if err != nil {
		t.Fatal(err)
	}
	var full []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		full = append(full, name)
	}
	for _, name := range full {
		if err := db.Exec(context.Background(), "TRUNCATE TABLE "+database+"."+name); err != nil {
			t.Fatal(err)
		}
	}
}

func open(t testing.TB, address string) *clickhouse.Store {
	t.Helper()
	s, err := clickhouse.Open(t.Context(), address, clickhouse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestPromises(t *testing.T) {
	storetest.Run(t, func(t *testing.T) desk.Store { return open(t, newStore(t)) })
}

func TestReopen(t *testing.T) {
	address := newStore(t)
	storetest.Reopen(t, func(t *testing.T) desk.Store { return open(t, address) })
}
