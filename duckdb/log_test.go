package duckdb_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/duckdb"
	"entente/storetest"
)

// TestTornLog: whatever a power cut makes of the end of the log after the last step that
// was acknowledged, the store opens with all steps before it; what is wrong among these
// is damage.
func TestTornLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	s := open(t, path)
	rs := storetest.Readings(1)
	var ends []int // of the log after each step
	for i := range 3 {
		if _, err := s.Save(t.Context(), rs[i]); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path + ".wal")
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, int(info.Size()))
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(path + ".wal")
	if err != nil {
		t.Fatal(err)
	}
	c := rand.New(rand.NewPCG(1, 2))
	between := func(from, to int) int { return from + c.IntN(to-from) }
	torn := map[string]func([]byte) []byte{
		"cut":      func(b []byte) []byte { return b[:between(ends[1], ends[2])] },
		"changed":  func(b []byte) []byte { b[between(ends[1], ends[2])] ^= 0xff; return b },
		"noughts":  func(b []byte) []byte { clear(b[between(ends[1], ends[2]):]); return b },
		"the end":  func(b []byte) []byte { b[ends[2]-1] ^= 0xff; return b },
		"a hole":   func(b []byte) []byte { at := between(ends[1], ends[2]-600); clear(b[at : at+512]); return b },
		"too long": func(b []byte) []byte { return append(b, make([]byte, 4096)...) },
	}
	for name, tear := range torn {
		for range 2 {
			dir := t.TempDir()
			other := filepath.Join(dir, "b.duckdb")
			bad := tear(bytes.Clone(log))
			write(t, other, whole)
			write(t, other+".wal", bad)
			said := ""
			s, err := duckdb.Open(t.Context(), other, duckdb.Options{ReadOnly: true, Tell: func(m string) { said = m }})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			n, err := s.Counts(t.Context(), entente.Filter{})
			if err != nil || n.Stories != 2 && (n.Stories != 3 || name == "cut") {
				t.Errorf("%s: %d stories, %v", name, n.Stories, err)
			}
			s.Close()
			if kept, err := os.ReadFile(other + ".torn"); said != "" && (!bytes.Equal(kept, bad) || !strings.Contains(said, other+".torn")) || said == "" && err == nil {
				t.Errorf("%s: it says %q, and keeps %v", name, said, err)
			}
			again := open(t, other)
			if _, err := again.Save(t.Context(), rs...); err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(dir, "c.duckdb") // as a kill would leave it
			write(t, copied, read(t, other))
			if _, err := os.Stat(other + ".wal"); err == nil {
				write(t, copied+".wal", read(t, other+".wal"))
			}
			again.Close()
			if n := storiesIn(t, copied); n != len(rs) {
				t.Errorf("%s: saving after it and being killed leaves %d stories of %d", name, n, len(rs))
			}
			sound(t, other)
		}
	}
	for range 5 {
		dir := t.TempDir()
		other := filepath.Join(dir, "b.duckdb")
		bad := bytes.Clone(log)
		bad[between(ends[0], ends[1])] ^= 0xff
		write(t, other, whole)
		write(t, other+".wal", bad)
		s, err := duckdb.Open(t.Context(), other, duckdb.Options{})
		if err == nil {
			s.Close()
			t.Error("damage in the midst is passed over")
			continue
		}
		if !errors.Is(err, entente.ErrDamaged) {
			t.Errorf("damage in the midst: %v", err)
		}
		if now, err := os.ReadFile(other + ".wal"); err != nil || !bytes.Equal(now, bad) {
			t.Errorf("the damaged log was changed: %v", err)
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func storiesIn(t *testing.T, path string) int {
	t.Helper()
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return n.Stories
}
