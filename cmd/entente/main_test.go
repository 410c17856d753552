package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEndedWhileBeginning: what goes on until it is told to end has not failed when it is
// told so before it has begun; what has an end of its own was interrupted.
func TestEndedWhileBeginning(t *testing.T) {
	t.Setenv("ENTENTE_LEXICA", "testdata/lexica")
	dir := t.TempDir()
	t.Setenv("ENTENTE_STORE", filepath.Join(dir, "a.duckdb"))
	in := filepath.Join(dir, "in.jsonl")
	if err := os.WriteFile(in, []byte(stories(1)), 0o600); err != nil {
		t.Fatal(err)
	}
	feeds := filepath.Join(dir, "feeds.opml")
	if err := os.WriteFile(feeds, []byte(`<opml><outline type="rss" text="The Wire" xmlUrl="http://wire.example/feed"/></opml>`), 0o600); err != nil {
		t.Fatal(err)
	}
	ended, stop := context.WithCancel(context.Background())
	stop()
	for command, want := range map[string]int{
		"work --until-empty --queue nats://127.0.0.1:1":    exitInterrupted,
		"work --queue nats://127.0.0.1:1":                  0,
		"serve --no-open --listen 127.0.0.1:0":             0,
		"watch " + feeds:                                   0,
		"watch --once " + feeds:                            exitInterrupted,
		"mcp --demo":                                       0,
		"queue --listen 127.0.0.1:0 --data " + t.TempDir(): 0,
		"read " + in:                                       exitInterrupted,
		"read --queue nats://127.0.0.1:1 " + in:            exitInterrupted,
	} {
		var out, says bytes.Buffer
		if code := run(ended, strings.Fields(command), console{strings.NewReader(""), &out, &says}); code != want {
			t.Errorf("%s: exit code %d, want %d; says %q", command, code, want, says.String())
		}
	}
}
