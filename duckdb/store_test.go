package duckdb_test

import (
	"path/filepath"
	"testing"

	"entente/desk"
	"entente/duckdb"
	"entente/storetest"
)

var _ desk.Store = (*duckdb.Store)(nil)

func open(t *testing.T, path string) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestPromises(t *testing.T) {
	storetest.Run(t, func(t *testing.T) desk.Store { return open(t, "") })
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	storetest.Reopen(t, func(t *testing.T) desk.Store { return open(t, path) })
}
