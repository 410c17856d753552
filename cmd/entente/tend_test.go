package main

import (
	"database/sql"
	"os"
	"path/filepath"

	engine "github.com/duckdb/duckdb-go/v2"
	"github.com/rogpeppe/go-internal/testscript"
)

// oldSchema is the first migration, as seen from the folder of the tests.
var oldSchema, _ = filepath.Abs("../../duckdb/migrations/0001_first.sql")

// older makes a store as the first version made it.
func older(ts *testscript.TestScript, _ bool, args []string) {
	first, err := os.ReadFile(oldSchema)
	ts.Check(err)
	c, err := engine.NewConnector(ts.MkAbs(args[0]), nil)
	ts.Check(err)
	db := sql.OpenDB(c)
	defer db.Close()
	for _, statement := range []string{string(first), `INSERT INTO meta VALUES (1, '0001_first')`} {
		_, err := db.Exec(statement)
		ts.Check(err)
	}
}

// spoil copies a file with a byte changed in its midst: spoil FILE COPY.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	data[len(data)/2] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}
