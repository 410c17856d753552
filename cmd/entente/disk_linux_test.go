package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// disk mounts a small disk in memory, and skips the test where that is not allowed.
func disk(t *testing.T, size string, flags uintptr) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", flags, "size="+size); err != nil {
		t.Skipf("no small disk to fill: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	return dir
}

// On a full disk a store that cannot be made leaves nothing behind.
func TestFullDiskLeavesNoHalfStore(t *testing.T) {
	dir := disk(t, "16k", 0)
	cmd := program(t, "--store", filepath.Join(dir, "a.duckdb"), "read", "-")
	cmd.Stdin = strings.NewReader(stories(1))
	says, err := cmd.CombinedOutput()
	left, _ := os.ReadDir(dir)
	if code(err) != exitStore || !strings.HasPrefix(string(says), "entente: error: ") || len(left) > 0 {
		t.Errorf("%v, %v is left: %s", err, left, says)
	}
}

// On a disk that fills midway what was kept stays, and the store opens again.
func TestDiskThatFillsMidway(t *testing.T) {
	dir := disk(t, "3m", 0)
	store := filepath.Join(dir, "a.duckdb")
	cmd := program(t, "--store", store, "read", "-")
	cmd.Stdin = strings.NewReader(stories(20_000))
	var says bytes.Buffer
	cmd.Stderr = &says
	if got := code(cmd.Run()); got != exitStore {
		t.Errorf("exit code %d: %s", got, says.String())
	}
	kept := -1
	for line := range strings.Lines(says.String()) {
		fmt.Sscanf(line, "entente: kept %d new stor", &kept)
	}
	if got := count(t, store); got != kept {
		t.Errorf("%d stories in the store, %d said\n%s", got, kept, says.String())
	}
}

// Without room for a copy an older store is left as it is.
func TestNoRoomForTheCopy(t *testing.T) {
	dir := disk(t, "8m", 0)
	store := filepath.Join(dir, "a.duckdb")
	err := writeOlder(store, `INSERT INTO stories SELECT n, true, 's' || n, 'sha256:' || n, 'l', '', '', '', '', '', '', NULL, md5(n::VARCHAR) || repeat(sha256(n::VARCHAR), 20), NULL FROM range(2500) t(n)`)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	there, _ := os.ReadDir(dir) // perhaps a log among it
	says, err := program(t, "--store", store, "migrate").CombinedOutput()
	if code(err) != exitStore || !strings.Contains(string(says), "too little room") || !strings.Contains(string(says), "MB beside it and the disk has") {
		t.Errorf("%v: %s", err, says)
	}
	after, err := os.ReadFile(store)
	left, _ := os.ReadDir(dir)
	if err != nil || !bytes.Equal(before, after) || len(left) != len(there) {
		t.Errorf("%v is left, of %d bytes %d, %v", left, len(before), len(after), err)
	}
}

// In a folder that cannot be written no store is made.
func TestReadOnlyFolder(t *testing.T) {
	var dir string
	if os.Getuid() == 0 { // whom a folder's mode does not stop
		dir = disk(t, "1m", syscall.MS_RDONLY)
	} else {
		dir = t.TempDir()
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
	}
	cmd := program(t, "--store", filepath.Join(dir, "a.duckdb"), "read", "-")
	cmd.Stdin = strings.NewReader(stories(1))
	says, err := cmd.CombinedOutput()
	if code(err) != exitStore || !strings.HasPrefix(string(says), "entente: error: opening the store") {
		t.Errorf("%v: %s", err, says)
	}
}

// An answer that cannot be written is an error, never an answer cut short in silence.
func TestFullDiskUnderTheAnswer(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("no full disk to write to: %v", err)
	}
	defer full.Close()
	for _, args := range [][]string{
		{"code", "--json", "-"}, {"code", "-"}, {"text", "-"}, {"brief", "-"}, {"brief", "--json", "-"}, {"version"}, {"actor", "NATO"},
	} {
		cmd := program(t, args...)
		cmd.Stdin = strings.NewReader(stories(3))
		cmd.Stdout = full
		var says bytes.Buffer
		cmd.Stderr = &says
		if got := code(cmd.Run()); got != exitStore || !strings.Contains(says.String(), "no space left on device") {
			t.Errorf("%v: exit code %d: %s", args, got, says.String())
		}
	}
}
