package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestNoBrowser: where there is no Chromium it is said what to install, and nothing is
// written.
func TestNoBrowser(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("a browser may lie where no PATH leads to it")
	}
	t.Setenv("PATH", t.TempDir())
	path := filepath.Join(t.TempDir(), "one.pdf")
	err := printed(t.Context(), path, func(io.Writer) error { t.Error("the page is written for nobody"); return nil })
	var coded codedError
	if !errors.As(err, &coded) || coded.code != exitStore || !strings.Contains(coded.hint, "apt install chromium") {
		t.Fatalf("%v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("there is a file")
	}
}

// TestPrinted prints a page twice with the Chromium of this machine: the same PDF, which no
// request was made for.
func TestPrinted(t *testing.T) {
	if _, err := browser(); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	page := func(w io.Writer) error {
		_, err := fmt.Fprint(w, `<!doctype html><html lang="en"><title>One</title><h1>One page</h1><p>Of words.</p>`)
		return err
	}
	var got [2][]byte
	for i := range got {
		path := filepath.Join(dir, fmt.Sprint(i, ".pdf"))
		if err := printed(t.Context(), path, page); err != nil {
			t.Fatal(err)
		}
		var err error
		if got[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.HasPrefix(got[0], []byte("%PDF-")) || !bytes.Equal(got[0], got[1]) {
		t.Errorf("%d and %d bytes, not the same PDF", len(got[0]), len(got[1]))
	}
}

func TestUndated(t *testing.T) {
	in := []byte("1 0 obj << /CreationDate (D:20261130120500+00'00') /ModDate (D:20261130120500+00'00') >> (D:20261130120500)")
	out := undated(in)
	if len(out) != len(in) || bytes.Contains(out[:len(out)-20], []byte("2026")) || !bytes.HasSuffix(out, []byte("(D:20261130120500)")) {
		t.Errorf("%s", out)
	}
}
