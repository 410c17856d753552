package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/coder"
	"entente/crawltest"
	"entente/desk"
	"entente/duckdb"
	"entente/news"
)

// stopping is a store that breaks the run off when it has kept so many batches.
type stopping struct {
	desk.Store
	left int
	stop context.CancelFunc
}

func (s *stopping) Save(ctx context.Context, readings ...entente.Reading) (entente.Receipt, error) {
	got, err := s.Store.Save(ctx, readings...)
	if s.left--; s.left == 0 {
		s.stop()
	}
	return got, err
}

// reader is a command line that reads files into one store, run by run.
type reader struct {
	t     *testing.T
	store desk.Store
	path  string // of the manifest
	tools coder.Tools
}

func newReader(t *testing.T) *reader {
	t.Helper()
	dir := t.TempDir()
	s, err := duckdb.Open(t.Context(), filepath.Join(dir, "a.duckdb"), duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	tools, err := readTools("testdata/lexica", "")
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t, s, filepath.Join(dir, "manifest"), tools}
}

// read reads files; batches over 0 break it off after so many.
func (r *reader) read(batches int, files ...string) (taken, error) {
	r.t.Helper()
	m, err := openManifest(r.path, reading{Lexicon: r.tools.Name()})
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := m.fit(r.t.Context(), r.store); err != nil {
		r.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(r.t.Context())
	defer stop()
	e := &env{console: console{strings.NewReader(""), io.Discard, io.Discard}, cli: &cli{Quiet: true}}
	return e.readInto(ctx, &stopping{r.store, batches, stop}, r.tools, files, news.Options{Published: entente.MakeDay(2022, time.April, 1)}, newJournal(m, false), false)
}

// TestResume: a run that is broken off goes on behind what was kept, in files of every
// kind, and reads nothing twice.
func TestResume(t *testing.T) {
	dir := t.TempDir()
	var files []string
	write := func(name string, data []byte) {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(files[len(files)-1], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var crawl, one bytes.Buffer
	for w, opt := range map[*bytes.Buffer]crawltest.Options{&crawl: {Pages: 150}, &one: {Pages: 150, First: 1000, Coding: crawltest.AsOne}} {
		if err := crawltest.Write(w, opt); err != nil {
			t.Fatal(err)
		}
	}
	write("a.warc.gz", crawl.Bytes())
	write("b.warc.gz", one.Bytes())
	write("c.jsonl", []byte(stories(150)))
	for _, file := range files {
		r := newReader(t)
		first, err := r.read(1, file)
		if !errors.Is(err, context.Canceled) || first.Read < 64 || first.Read >= 150 {
			t.Fatalf("%s: %+v, %v", file, first, err)
		}
		second, err := r.read(1, file)
		if !errors.Is(err, context.Canceled) || second.Resumed != 1 || second.Read < 64 || second.Known != first.Read {
			t.Fatalf("%s: then %+v, %v", file, second, err)
		}
		third, err := r.read(-1, file)
		if err != nil || third.Resumed != 1 || third.Read != 150-first.Read-second.Read || third.Known != first.Read+second.Read {
			t.Fatalf("%s: then %+v, %v", file, third, err)
		}
		last, err := r.read(-1, file)
		if err != nil || last.Unchanged != 1 || last.Known != 150 || last.Files != 0 {
			t.Errorf("%s: then %+v, %v", file, last, err)
		}
		if err := os.WriteFile(file, append(mustRead(t, file), '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		if changed, err := r.read(-1, file); err != nil || changed.Files != 1 || changed.Read != 0 || changed.Known != 150 {
			t.Errorf("%s, changed: %+v, %v", file, changed, err)
		}
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestManifestAndOldFiles: content that a newer one of the same file has replaced counts
// as unknown, so that reading it again puts it back.
func TestManifestAndOldFiles(t *testing.T) {
	r := newReader(t)
	path := filepath.Join(t.TempDir(), "a.txt")
	for i, text := range []string{"Biden met Putin.", "Biden met Putin again.", "Biden met Putin."} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := r.read(-1, path)
		if err != nil || got.Files != 1 || got.Read+got.Reread != 1 {
			t.Fatalf("%d: %+v, %v", i, got, err)
		}
		if s, err := r.store.Story(t.Context(), "a"); err != nil || s.Text != text {
			t.Fatalf("%d: the store has %q, %v", i, s.Text, err)
		}
	}
}

// TestManifestIsKeptShort: what later lines replaced is left out of a long manifest, and
// what counts is kept.
func TestManifestIsKeptShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m")
	m, err := openManifest(path, reading{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 300 {
		if err := m.write([]*bookmark{{File: "a", SHA256: "x", Stories: n}, {File: "b", SHA256: "y", Stories: n}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.close(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(mustRead(t, path)), "\n"); got != 2 {
		t.Errorf("%d lines", got)
	}
	if m, err = openManifest(path, reading{}); err != nil || m.byPath["b"].Stories != 299 || m.byHash["x"].Stories != 299 {
		t.Errorf("%+v, %v", m, err)
	}
}
