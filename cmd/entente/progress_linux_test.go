package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// terminalPair gives a terminal, and the side of it from which a person looks on.
func terminalPair(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("SKIPPED: no terminal can be had: %v", err)
	}
	t.Cleanup(func() { person.Close() })
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skipf("SKIPPED: no terminal can be had: %v", err)
	}
	if program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Skipf("SKIPPED: no terminal can be had: %v", err)
	}
	_ = unix.IoctlSetWinsize(int(program.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 120})
	return person, program
}

// TestProgress: who watches sees stories and their rate, how much of the files was read
// and how long the rest will take; who does not, sees none of it.
func TestProgress(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	if err := os.WriteFile(path, []byte(stories(500)), 0o600); err != nil {
		t.Fatal(err)
	}
	person, tty := terminalPair(t)
	cmd := program(t, "--store", filepath.Join(dir, "a.duckdb"), "read", path)
	cmd.Stderr = tty
	var seen bytes.Buffer
	var looking sync.WaitGroup
	looking.Go(func() { _, _ = io.Copy(&seen, person) })
	err := cmd.Run()
	tty.Close()
	looking.Wait()
	if err != nil {
		t.Fatalf("%v\n%s", err, seen.String())
	}
	for _, want := range []string{`reading: \d+ stories, \d+ a second`, `\d+ ?%`, `\d+/\d+ [kM]?B`, `\[.*s\]`, `kept 500 new stories`} {
		if !regexp.MustCompile(want).Match(seen.Bytes()) {
			t.Errorf("not seen: %s\n%q", want, seen.String())
		}
	}
}
