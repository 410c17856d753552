package duckdb_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"entente"
	"entente/duckdb"
	"entente/storetest"
)

// shaded is a store with a table of contents in its file, more in its log, and the copy of
// what a checkpoint is about to write over.
func shaded(t *testing.T) (s *duckdb.Store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.duckdb")
	s = open(t, path)
	rs := storetest.Readings(1)
	if _, err := s.Save(t.Context(), rs[0]); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	if _, err := s.Save(t.Context(), rs[1]); err != nil {
		t.Fatal(err)
	}
	if err := duckdb.Shade(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s, path
}

// copyStore copies a store with what lies beside it, as a power cut would leave it.
func copyStore(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "b.duckdb")
	for _, end := range []string{"", ".wal", ".before"} {
		if data, err := os.ReadFile(path + end); err == nil {
			write(t, to+end, data)
		}
	}
	return to
}

func holds(t *testing.T, path string, stories int) {
	t.Helper()
	s := open(t, path)
	defer s.Close()
	if n, err := s.Counts(t.Context(), entente.Filter{}); err != nil || n.Stories != stories {
		t.Errorf("%d stories, %v, want %d", n.Stories, err, stories)
	}
	if _, err := os.Stat(path + ".before"); err == nil {
		t.Error("the copy of the blocks stays")
	}
}

// TestTornCheckpoint: a power cut that tears every block that a checkpoint writes in its
// own place costs nothing.
func TestTornCheckpoint(t *testing.T) {
	_, path := shaded(t)
	torn := copyStore(t, path)
	places, ok := duckdb.ShadowPlaces(read(t, torn+".before"))
	if !ok || len(places) == 0 {
		t.Fatalf("%d blocks were kept", len(places))
	}
	data := read(t, torn)
	for at, n := range places {
		for i := at + 512; i < min(at+int64(n), int64(len(data))); i++ {
			data[i] ^= 0xff
		}
	}
	write(t, torn, data)
	bare := copyStore(t, torn)
	if err := os.Remove(bare + ".before"); err != nil {
		t.Fatal(err)
	}
	if s, err := duckdb.Open(t.Context(), bare, duckdb.Options{}); err == nil {
		s.Close()
		t.Error("what this test tears the engine can do without")
	}
	holds(t, torn, 2)
}

// TestWholeCheckpoint: after a checkpoint that came to its end, what it wrote over is not
// put back, nor what was kept of another store, nor by half.
func TestWholeCheckpoint(t *testing.T) {
	s, path := shaded(t)
	kept := read(t, path+".before")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".before"); err == nil {
		t.Error("after a whole checkpoint the copy of the blocks stays")
	}
	before := read(t, path)
	write(t, path+".before", kept)
	holds(t, path, 2)
	if !bytes.Equal(read(t, path), before) {
		t.Error("blocks of before a whole checkpoint were put back")
	}
	write(t, path+".before", kept[:len(kept)/2])
	holds(t, path, 2)
}

func FuzzShadow(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 8192+16))
	f.Fuzz(func(t *testing.T, body []byte) {
		places, ok := duckdb.ShadowPlaces(duckdb.Sealed(body))
		total := 0
		for _, n := range places {
			total += n
		}
		if ok && total > len(body) {
			t.Errorf("%d bytes of blocks in %d", total, len(body))
		}
	})
}
