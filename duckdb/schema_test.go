package duckdb_test

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	engine "github.com/duckdb/duckdb-go/v2"
)

var update = flag.Bool("update", false, "write docs/schema.md anew")

const schemaHead = `# The store's schema

Written from the migrations by ` + "`go test ./duckdb -run Schema -update`" + `; do not edit.

The embedded store is a DuckDB file; any DuckDB client can read it while no other process writes.
An empty string is "none", null is "not known".
Offsets count bytes of the story's UTF-8 text.

**Nothing is deleted.** When a story is read again with another text or another lexicon, the rows of the earlier reading stay and their ` + "`current`" + ` turns false; reading it as before turns them back.
Whoever counts must ask for ` + "`current`" + `. A story that is withdrawn keeps its rows too; a row of ` + "`withdrawals`" + ` says when and why.

**Reports are witnesses, events are acts.** A report's id never changes. An event is a cluster of current reports, so its id is written beside each of them.
The id of an event is the smallest default id among its reports; the others are its aliases.
When news merges two events, one id becomes an alias of the other; when news parts an event, each id goes with the reports it came from.
As no report is ever deleted, an id once given leads to its event for ever, as long as any current reading still tells of it.

**Tallies** count each event once, however many reports it has, by the first day of its narrowest window.
Only reports between two known actors, in headline, standfirst or body, and of a status with a weight (fact 1, reported 0.6, intended and hypothetical 0.2) count.
An event weighs what its weightiest report does and takes that report's intensity; a reciprocal act counts in both directions; undated events are in no tally.

**As of a day** those readings count whose ` + "`seen`" + ` is on or before it and whose ` + "`until`" + `, if any, is after it, and events are clustered as if the rest had never been read.
A story is known from its day of publication on, or, where it gives none, from the day on which it was first read.
Words that differ from those known before are known from the day on which they were read, and until then the earlier ones count; the same words read with another lexicon take the place of the earlier reading altogether.
A withdrawn story still counts as of days before its withdrawal, unless it was withdrawn as if it had never been.
Imported events are known from ` + "`published`" + ` on.

**Imported events** are rows of ` + "`imports`" + `, told from reports by their coding; the view ` + "`imported`" + ` shows them in words.
Each is an event by itself, ` + "`coding:id`" + `, never clustered, and counts in tallies with weight 1 for each event that its row stands for.
What rows share (actors, kinds of acts, places, files) is kept once and numbered.
**Measures** are dated figures of states and pairs; ask for ` + "`current`" + ` here too.
`

func TestSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	open(t, path).Close()
	c, err := engine.NewConnector(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	defer db.Close()
	got := schemaHead + tables(t, db)
	const file = "../docs/schema.md"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the migrations make; run go test ./duckdb -run Schema -update", file)
	}
}

// tables describes every table and view, and every column in its order.
func tables(t *testing.T, db *sql.DB) string {
	rows, err := db.Query(`SELECT name, kind, coalesce(said, ''), column_name, data_type, is_nullable, coalesce(comment, '')
		FROM duckdb_columns() JOIN (
			SELECT table_name AS name, 'table' AS kind, comment AS said FROM duckdb_tables()
			UNION ALL SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal
		) ON table_name = name ORDER BY kind, name, column_index`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	last := ""
	for rows.Next() {
		var table, kind, said, column, of, comment string
		var nullable bool
		if err := rows.Scan(&table, &kind, &said, &column, &of, &nullable, &comment); err != nil {
			t.Fatal(err)
		}
		if table != last {
			fmt.Fprintf(&b, "\n## %s `%s`\n%s\n\n| column | type | null | is |\n|---|---|---|---|\n", kind, table, said)
			last = table
		}
		null := ""
		if nullable && kind == "table" {
			null = "may be"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", column, of, null, strings.ReplaceAll(comment, "|", `\|`))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
