package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"entente"
	"entente/crawltest"
	"entente/duckdb"
)

// eventsOf gives the ids of a store's events, and of the stories that tell them.
func eventsOf(t *testing.T, path string) string {
	t.Helper()
	s, err := duckdb.Open(context.Background(), path, duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var b strings.Builder
	for e, err := range s.Events(context.Background(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, e.ID)
		for _, r := range e.Reports {
			fmt.Fprintln(&b, " ", r.Report, r.Story)
		}
	}
	return b.String()
}

// archives fills a folder with stories of several kinds.
func archives(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, coding := range map[string]crawltest.Coding{"a.warc.gz": crawltest.ByRecord, "c.warc.gz": crawltest.AsOne} {
		var b bytes.Buffer
		if err := crawltest.Write(&b, crawltest.Options{Pages: 150, Size: 2 << 10, Wild: true, Coding: coding, First: len(name) * 1000 * int(coding)}); err != nil {
			t.Fatal(err)
		}
		write(name, b.Bytes())
	}
	write("b.jsonl", []byte(stories(400)))
	write("d.txt", []byte("Biden met Putin in Geneva on June 16.\n"))
	return dir
}

// TestBrokenOffReadGoesOn: a run that Ctrl-C or a kill breaks off at any moment leaves a
// store that opens, with what it said it kept; the next goes on behind that; and in the
// end there is what one run would have read.
func TestBrokenOffReadGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short leaves out the many runs")
	}
	dir := archives(t)
	whole, broken := filepath.Join(t.TempDir(), "whole.duckdb"), filepath.Join(t.TempDir(), "broken.duckdb")
	if says, err := program(t, "--store", whole, "read", "--published", "2021-06-17", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, says)
	}
	want := count(t, whole)
	had, resumed, stopped := 0, 0, 0
	for n := range 200 {
		sign := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}[n%3]
		exit, says := brokenOff(t, time.Duration(n)*83*time.Millisecond, sign, "--store", broken, "read", "--published", "2021-06-17", dir)
		if exit == exitDone {
			break
		}
		if sign != syscall.SIGKILL && exit != exitInterrupted && exit != -1 { // -1 is before the program listens
			t.Fatalf("run %d: exit code %d\n%s", n, exit, says)
		}
		if strings.Contains(says, "1 file went on") {
			resumed++
		}
		if _, err := os.Stat(broken); err != nil {
			continue
		}
		stopped++
		got := count(t, broken)
		var kept int
		for line := range strings.Lines(says) {
			fmt.Sscanf(line, "entente: kept %d new stor", &kept)
		}
		if got < had || sign != syscall.SIGKILL && exit == exitInterrupted && got != had+kept {
			t.Fatalf("run %d: the store had %d stories and has %d; it says\n%s", n, had, got, says)
		}
		had = got
		if n == 199 {
			t.Fatal("it is never done")
		}
	}
	t.Logf("%d runs were broken off with a store, %d went on in a file", stopped, resumed)
	if got := count(t, broken); got != want || stopped < 3 {
		t.Errorf("%d stories after %d runs, want %d", got, stopped, want)
	}
	if eventsOf(t, whole) != eventsOf(t, broken) {
		t.Error("in the end there are other events")
	}
	says, err := program(t, "--store", broken, "read", "--json", "--published", "2021-06-17", dir).CombinedOutput()
	if err != nil || !strings.Contains(string(says), `"files":0,"files_known":4`) {
		t.Errorf("%v: %s", err, says)
	}
}

// brokenOff runs the program and sends it a signal after some time.
func brokenOff(t *testing.T, after time.Duration, sign syscall.Signal, args ...string) (exit int, says string) {
	t.Helper()
	cmd := program(t, args...)
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(sign) })
	defer timer.Stop()
	err := cmd.Wait()
	return code(err), b.String()
}
