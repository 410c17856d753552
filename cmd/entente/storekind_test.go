package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"entente/clickhousetest"
	"entente/eventfiletest"
)

// shardsFor starts two servers for a test and gives the address of a store on them.
func shardsFor(t *testing.T) (*clickhousetest.Cluster, string) {
	t.Helper()
	if clickhousetest.Program() == "" {
		t.Skip("no clickhouse-server: make needs installs it where it can be")
	}
	c, err := clickhousetest.Start(t.TempDir(), 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Stop() })
	return c, c.Store("news")
}

// answers runs a command line of a store and gives what it prints.
func answers(t *testing.T, store string, args ...string) (out, told string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"--store", store}, args...), console{strings.NewReader(""), &o, &e})
	return o.String(), e.String(), code
}

// TestStoresAnswerAlike: whatever is asked, a store on servers says what a file says, byte
// for byte.
func TestStoresAnswerAlike(t *testing.T) {
	_, servers := shardsFor(t)
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	file := filepath.Join(dir, "a.duckdb")
	exports := filepath.Join(dir, "export.csv")
	var lines, mentions []byte
	o := eventfiletest.Usual(3000)
	o.Days, o.Mentions = 400, true
	for s := range eventfiletest.Slices(o) {
		lines, mentions = append(lines, s.Export...), append(mentions, s.Mentions...)
	}
	told := filepath.Join(dir, "mentions.csv")
	if err := errors.Join(os.WriteFile(exports, lines, 0o600), os.WriteFile(told, mentions, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"demo", "--json"}, {"--quiet", "import", "gdelt2", exports, told}, {"brief"}, {"brief", "--json"}, {"brief", "--json", "--as-of", "2021-06-20"},
		{"events", "--json"}, {"events", "--json", "--as-of", "2021-06-20"}, {"events", "--source", "all", "--json"},
		{"dyad", "USA", "Russia"}, {"dyad", "--json", "--by", "week", "USA", "Russia"}, {"dyad", "--json", "--as-of", "2021-06-20", "Russia", "China"},
		{"triangle", "--json", "USA", "Russia", "China"}, {"triangle", "USA", "Russia", "China"}, {"balance", "--json"},
		{"changed", "--json", "--since", "2021-06-02"}, {"changed", "--since", "2021-06-02", "--source", "all"},
		{"series", "--json"}, {"series", "--source", "all", "--by", "month", "--json"}, {"forecast", "--json", "--as-of", "2021-07-01", "USA", "Russia"},
		{"export", "events"}, {"export", "events", "--format", "jsonl", "--source", "all"}, {"export", "reports", "--format", "jsonl", "--source", "coded"}, {"export", "assessments"},
		{"--quiet", "withdraw", "--why", "told twice", "d028"}, {"brief", "--json"}, {"events", "--json"}, {"withdraw", "--json"},
	} {
		want, wantErr, wantCode := answers(t, file, args...)
		got, gotErr, code := answers(t, servers, args...)
		if code != wantCode || got != want || untimed(gotErr) != untimed(wantErr) {
			t.Errorf("%v: exit %d and %d; %s\n%s\n%s", args, code, wantCode, wherePart(got, want), gotErr, wantErr)
		}
		if code == 2 {
			t.Errorf("%v is no command: %s", args, gotErr)
		}
	}
	copies(t, file, servers, dir)
}

// untimed leaves out of messages how long something took.
func untimed(told string) string {
	var kept []string
	for line := range strings.Lines(told) {
		if !strings.Contains(line, "/s") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// wherePart shows two texts from where they part.
func wherePart(a, b string) string {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	if n == len(a) && n == len(b) {
		return "the same words"
	}
	from := max(0, n-120)
	return "from byte " + strconv.Itoa(n) + " " + a[from:min(len(a), n+200)] + "\nnot " + b[from:min(len(b), n+200)]
}

// copies: a store that was copied to servers and back holds the same, and copying twice
// changes nothing.
func copies(t *testing.T, file, servers, dir string) {
	t.Helper()
	there := strings.Replace(servers, "/news?", "/copied?", 1)
	back := filepath.Join(dir, "back.duckdb")
	for _, pair := range [][2]string{{file, there}, {file, there}, {there, back}} {
		var o, e bytes.Buffer
		if code := run(t.Context(), []string{"copy", pair[0], pair[1]}, console{strings.NewReader(""), &o, &e}); code != 0 {
			t.Fatalf("copying %s to %s: exit %d, %s\n%s", pair[0], pair[1], code, o.String(), e.String())
		}
		if text := o.String(); strings.Count(text, "the same") != 12 {
			t.Errorf("copying says\n%s", text)
		}
	}
	want, _, _ := answers(t, file, "brief", "--json")
	if got, _, _ := answers(t, back, "brief", "--json"); got != want {
		t.Errorf("the brief of a copy: %s", wherePart(got, want))
	}
	if got, _, _ := answers(t, file, "brief", "--json", "--as-of", "2021-06-20"); got == want {
		t.Error("as of a day the brief is that of today")
	}
}

// TestWrongServers: what is wrong with an address or a server is said, with a code and
// without what the password is.
func TestWrongServers(t *testing.T) {
	c, servers := shardsFor(t)
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(wrong, []byte("not it\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(t.TempDir(), "open")
	if err := os.WriteFile(open, []byte("seen\n"), 0o604); err != nil {
		t.Fatal(err)
	}
	for store, want := range map[string]string{
		"clickhouse://":                                                      "is no HOST:PORT",
		"clickhouse://localhost/news":                                        "is no HOST:PORT",
		"clickhouse://" + c.Host(0) + "/news;drop":                           "is no name of a database",
		"clickhouse://a:secret@" + c.Host(0) + "/news":                       "it may hold no password",
		servers + "&color=red":                                               "there is no parameter",
		"clickhouse://entente@" + c.Hosts() + "/news?password_file=" + wrong: "does not let the user \"entente\" in",
		"clickhouse://entente@" + c.Hosts() + "/news?password_file=" + open:  "everybody may read",
		"clickhouse://127.0.0.1:1/news?timeout=1s":                           "no server answers",
		servers:                "there is no store here",
		servers + "&cluster=x": "there is no store here",
	} {
		_, told, code := answers(t, store, "events")
		if code != exitStore || !strings.Contains(told, want) || strings.Contains(told, "secret") || strings.Contains(told, "not it") {
			t.Errorf("%s: exit %d, %s", store, code, told)
		}
	}
	one := strings.Replace(servers, ","+c.Host(1), "", 1)
	if _, told, code := answers(t, one, "read", "testdata/none"); code != exitStore || !strings.Contains(told, "names 1 shards") {
		t.Errorf("one shard of two: exit %d, %s", code, told)
	}
}
