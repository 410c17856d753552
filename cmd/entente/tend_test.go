package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/duckdb"

	engine "github.com/duckdb/duckdb-go/v2"
	"github.com/rogpeppe/go-internal/testscript"
)

// oldSchema is the first migration, as seen from the folder of the tests.
var oldSchema, _ = filepath.Abs("../../duckdb/migrations/0001_first.sql")

// older makes a store as the first version made it.
func older(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(writeOlder(ts.MkAbs(args[0])))
}

// writeOlder makes a store as the first version made it, and does more to it.
func writeOlder(path string, statements ...string) error {
	first, err := os.ReadFile(oldSchema)
	if err != nil {
		return err
	}
	c, err := engine.NewConnector(path, nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(c)
	defer db.Close()
	for _, s := range append([]string{string(first), `INSERT INTO meta VALUES (1, '0001_first')`}, statements...) {
		if _, err := db.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

// spoil copies a file with a byte changed in its midst: spoil FILE COPY.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	data[len(data)/2] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}

// Whoever has the store open and answers questions is named in the hint.
func TestBusyHint(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	for _, c := range []struct {
		busy *entente.BusyError
		want string
	}{
		{&entente.BusyError{Command: "/usr/bin/entente --store serve read x"}, "wait for the other process to end"},
		{&entente.BusyError{Command: "entente --store=a.duckdb watch serve"}, "wait for the other process to end"},
		{&entente.BusyError{Command: "entente serve --listen :80"}, "it is the server entente serve: ask it, with a browser or by its API, at the address that it printed"},
		{&entente.BusyError{Command: "entente -q --store a.duckdb serve", Address: "http://127.0.0.1:8417/"}, "it is the server entente serve: ask it, with a browser or by its API, at http://127.0.0.1:8417/"},
		{&entente.BusyError{}, "wait for the other process to end"},
	} {
		if _, got := classify(fmt.Errorf("open: %w", c.busy)); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %q", c.busy.Command, got)
		}
	}
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{Address: "http://localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	says, err := program(t, "--store", path, "events").CombinedOutput()
	if code(err) != exitStore || !strings.Contains(string(says), "entente: hint: ask it: it answers at http://localhost:8080\n") || !strings.Contains(string(says), ", since ") {
		t.Errorf("%v: %s", err, says)
	}
}
