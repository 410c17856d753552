package clickhouse

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/schema-servers.md anew")

const schemaHead = `# The schema of a store on servers

Written from the tables by ` + "`go test ./clickhouse -run Schema -update`" + `; do not edit. That of a store in a file is told in [schema.md](schema.md).

Each table is there twice: ` + "`NAME_here`" + ` holds a shard's rows, and ` + "`NAME`" + ` is a Distributed table over those of all shards, through which everything is asked and written.
Days are counted from 0001-01-01, which is 1; 0 is unknown.

**Nothing is changed or deleted.** A row that came twice, as a write was tried again, is one row: who counts takes rows of one key once, as the engine does when it merges them.

**A story is what its steps make of it.** The rows of ` + "`readings`" + `, ` + "`reports`" + `, ` + "`assessments`" + ` and ` + "`problems`" + ` say what a reading found; it counts if a row of ` + "`steps`" + ` names it and no later step takes its place. Rows that no step names are of a write that was broken off.

**Which reports make one event is not written down.** It is worked out, as in a store in a file, of all reports that count.
`

// TestSchema holds docs/schema-servers.md to the tables.
func TestSchema(t *testing.T) {
	var b strings.Builder
	b.WriteString(schemaHead)
	for _, v := range tables {
		fmt.Fprintf(&b, "\n## %s\n%s\n\n`%s`, sharded by `%s`\n\n| column | type | |\n|---|---|---|\n", v.name, v.about, strings.TrimSuffix(v.engine, parts), v.shard)
		for _, c := range v.columns {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", c.name, c.kind, c.about)
		}
	}
	const file = "../docs/schema-servers.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil || string(have) != b.String() {
		t.Errorf("%s is not of these tables: go test ./clickhouse -run Schema -update (%v)", file, err)
	}
}

// TestAddress: what an address says, and what is wrong with one.
func TestAddress(t *testing.T) {
	a, err := parse("clickhouse://ann@a:9000,b:9001/news?cluster=c&timeout=3s")
	if err != nil || a.String() != "clickhouse://a:9000,b:9001/news" || a.user != "ann" || a.cluster != "c" || a.tls != nil {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err := parse("clickhouse://a:9440/news?secure=true"); err != nil || a.tls == nil {
		t.Errorf("%+v, %v", a, err)
	}
	for _, bad := range []string{
		"", "clickhouse://", "clickhouse://a/news", "clickhouse://a:9000", "clickhouse://a:9000/", "clickhouse://a:9000/new-s", "clickhouse://a:9000,a:9000/news",
		"clickhouse://u:p@a:9000/news", "clickhouse://a:9000/news?x=1", "clickhouse://a:9000/news?cluster=a.b", "clickhouse://a:9000/news?timeout=soon",
		"clickhouse://a:9000/news?secure=perhaps", "clickhouse://a:9000/news?secure=false&ca=x", "clickhouse://a:9000/news?ca=/none", "clickhouse://a:9000/news?cert=x", "clickhouse://a:9000/news?password_file=/none", "clickhouse://a:9000/news?user=a&user=b",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// TestStepsInAnyOrder: steps that come twice, or in another order, make the same story; two
// that were written at once are in order of id.
func TestStepsInAnyOrder(t *testing.T) {
	all := []step{
		{story: "s", seq: 1, kind: read, reading: 7, hash: "a", lexicon: "l", published: 10, reports: 2},
		{story: "s", seq: 2, kind: withdraw, since: 12, why: "one"},
		{story: "s", seq: 2, kind: read, reading: 8, hash: "b", lexicon: "l", published: 10, seen: 11, reports: 3},
		{story: "s", seq: 3, kind: reinstate},
	}
	for i := range all {
		all[i].name()
	}
	want := fmt.Sprintf("%+v", *histories(append([]step{}, all...))["s"])
	for _, order := range [][]int{{3, 2, 1, 0}, {0, 0, 1, 2, 3, 3}, {2, 0, 3, 1, 2}} {
		var some []step
		for _, i := range order {
			some = append(some, all[i])
		}
		if got := fmt.Sprintf("%+v", *histories(some)["s"]); got != want {
			t.Errorf("%v gives %s, not %s", order, got, want)
		}
	}
}

// FuzzAddress: no address makes the program panic, and none that is taken holds what the
// engine would read as more than a name.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"clickhouse://ann@a:9000,b:9001/news?cluster=c", "clickhouse://[::1]:9000/n", "clickhouse://%@:1/x?%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if a, err := parse(s); err == nil && !plainName.MatchString(a.database+a.cluster) {
			t.Errorf("%q gives %+v", s, a)
		}
	})
}
