package duckdb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/duckdb"
	"entente/storetest"
)

// full makes a store with readings, imports, superseded rows and a withdrawal.
func full(t *testing.T, path string) {
	t.Helper()
	s := open(t, path)
	rs := storetest.Readings(1)
	if _, err := s.Save(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
	again := rs[0]
	again.Story.Text, again.Seen = again.Story.Text+" More.", entente.MakeDay(2021, 6, 25)
	if _, err := s.Save(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if err := s.Withdraw(t.Context(), entente.Withdrawal{Story: rs[1].Story.ID, Why: "told twice"}); err != nil {
		t.Fatal(err)
	}
	b := storetest.Imports(1)
	b.Events = append(b.Events, imports(0, 3000)...)
	if _, err := s.Import(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// told is what a store answers, as text.
func told(t *testing.T, path string) string {
	t.Helper()
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var b strings.Builder
	for _, day := range []entente.Day{0, entente.MakeDay(2021, 6, 12)} {
		f := entente.Filter{AsOf: day}
		for e, err := range s.Events(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, e.ID, e.Aliases, len(e.Reports))
		}
		c, err := s.Counts(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, c)
	}
	return b.String()
}

func sound(t *testing.T, path string) {
	t.Helper()
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if faults, err := s.Check(t.Context(), true); err != nil || len(faults) > 0 {
		t.Errorf("%s: %v, %v", path, faults, err)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestCopyTo(t *testing.T) {
	dir := t.TempDir()
	path, to := filepath.Join(dir, "a.duckdb"), filepath.Join(dir, "it's a copy.duckdb")
	full(t, path)
	s := open(t, path)
	if err := s.CopyTo(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if err := s.CopyTo(t.Context(), to); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if _, err := s.Save(t.Context(), storetest.Readings(2)...); err != nil { // the lock and the store are as before
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.CopyTo(ctx, filepath.Join(dir, "never")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	s.Close()
	if got := names(t, dir); fmt.Sprint(got) != "[a.duckdb it's a copy.duckdb]" {
		t.Errorf("left are %v", got)
	}
	sound(t, to)
	other := filepath.Join(dir, "b.duckdb")
	full(t, other)
	if told(t, to) != told(t, other) {
		t.Error("the copy tells something else")
	}
}

func TestCompact(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.duckdb")
	full(t, path)
	s := open(t, path)
	for i := range 6 { // rows that change leave room empty
		rs := storetest.Readings(1)
		for j := range rs {
			rs[j].Lexicon = fmt.Sprint("sha256:", i)
			rs[j].Story.Text += strings.Repeat(fmt.Sprintf(" and %d", i*j), 20_000)
		}
		if _, err := s.Save(t.Context(), rs...); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	want := told(t, path)
	before, after, err := duckdb.Compact(t.Context(), path, duckdb.Options{})
	if err != nil || after > before {
		t.Errorf("from %d to %d bytes, %v", before, after, err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != after {
		t.Errorf("%v, %v", info.Size(), err)
	}
	sound(t, path)
	if told(t, path) != want {
		t.Error("the compacted store tells something else")
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("left are %v", got)
	}
	open(t, path)
	if _, _, err := duckdb.Compact(t.Context(), path, duckdb.Options{}); !errors.Is(err, entente.ErrStoreBusy) {
		t.Errorf("while it is open: %v", err)
	}
	if _, _, err := duckdb.Compact(t.Context(), filepath.Join(dir, "none"), duckdb.Options{}); !errors.Is(err, entente.ErrNoStore) {
		t.Errorf("no store: %v", err)
	}
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path, with, aside := filepath.Join(dir, "a.duckdb"), filepath.Join(dir, "b.duckdb"), filepath.Join(dir, "c.duckdb")
	full(t, path)
	open(t, with).Close()
	old, empty := told(t, path), told(t, with)
	s := open(t, path)
	if err := duckdb.Replace(path, with, aside); !errors.Is(err, entente.ErrStoreBusy) {
		t.Errorf("while it is open: %v", err)
	}
	s.Close()
	if err := duckdb.Replace(path, with, aside); err != nil {
		t.Fatal(err)
	}
	if told(t, path) != empty || told(t, aside) != old {
		t.Error("they are not in their places")
	}
	if err := duckdb.Replace(path, aside, aside); !errors.Is(err, os.ErrExist) {
		t.Errorf("aside is taken: %v", err)
	}
	if err := duckdb.Replace(filepath.Join(dir, "new.duckdb"), aside, ""); err != nil {
		t.Fatal(err)
	}
	if told(t, filepath.Join(dir, "new.duckdb")) != old {
		t.Error("it is not in its place")
	}
}

// TestOlderStore: reading refuses it; writing copies it, tells so, and brings it up.
func TestOlderStore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.duckdb")
	first, err := os.ReadFile("migrations/0001_first.sql")
	if err != nil {
		t.Fatal(err)
	}
	foreign(t, path, string(first), `INSERT INTO meta VALUES (1, '0001_first')`,
		`INSERT INTO stories VALUES (1, false, 's', 'sha256:1', 'l', '', '', '', '', '', '', DATE '2021-06-01', 'old', NULL), (2, true, 's', 'sha256:2', 'l', '', '', '', '', '', '', DATE '2021-06-01', 'new', NULL)`)
	if err := openError(t, path, duckdb.Options{ReadOnly: true}); !errors.Is(err, entente.ErrOlderStore) || !strings.Contains(err.Error(), "version 1") {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err := duckdb.Open(ctx, path, duckdb.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(s, err)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("broken off, left are %v", got)
	}
	said := ""
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{Tell: func(m string) { said += m }})
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []entente.Day{0, entente.MakeDay(2021, 6, 1)} {
		c, err := s.Counts(t.Context(), entente.Filter{AsOf: day})
		if err != nil || c.Stories != 1 {
			t.Errorf("as of %s: %+v, %v", day, c, err)
		}
	}
	if story, err := s.Story(t.Context(), "s"); err != nil || story.Text != "new" {
		t.Error(story, err)
	}
	s.Close()
	sound(t, path)
	kept := filepath.Join(dir, "a.v1.duckdb")
	if !strings.Contains(said, "from version 1 to ") || !strings.Contains(said, kept) {
		t.Errorf("it says %q", said)
	}
	if err := openError(t, kept, duckdb.Options{ReadOnly: true}); !errors.Is(err, entente.ErrOlderStore) {
		t.Errorf("the copy: %v", err)
	}
	open(t, kept).Close() // and can be brought up itself
	if got := fmt.Sprint(names(t, dir)); got != "[a.duckdb a.v1.duckdb a.v1.v1.duckdb]" {
		t.Errorf("there are %s", got)
	}
}

func TestDamage(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.duckdb")
	full(t, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for at := 12 << 10; at+4096 < len(whole); at += 64 << 10 {
		spoilt := append([]byte(nil), whole...)
		for i := range 4096 {
			spoilt[at+i] ^= 0x5a
		}
		bad := filepath.Join(dir, "bad.duckdb")
		if err := os.WriteFile(bad, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := duckdb.Open(t.Context(), bad, duckdb.Options{ReadOnly: true})
		if err != nil {
			if !errors.Is(err, entente.ErrDamaged) {
				t.Errorf("spoilt at %d: %v", at, err)
			}
			found++
			continue
		}
		faults, err := s.Check(t.Context(), false)
		if err != nil {
			t.Errorf("spoilt at %d: %v", at, err)
		}
		if len(faults) > 0 {
			found++
		}
		s.Close()
	}
	if found == 0 {
		t.Error("no damage was found")
	}
	if err := os.WriteFile(filepath.Join(dir, "short.duckdb"), whole[:len(whole)/3], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := openError(t, filepath.Join(dir, "short.duckdb"), duckdb.Options{ReadOnly: true}); !errors.Is(err, entente.ErrDamaged) {
		t.Errorf("cut short: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "lost.duckdb.wal"), []byte("log"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := openError(t, filepath.Join(dir, "lost.duckdb"), duckdb.Options{}); !errors.Is(err, entente.ErrDamaged) || !strings.Contains(err.Error(), "log") {
		t.Errorf("a log alone: %v", err)
	}
}

// TestCheckFinds: each kind of fault is found in a store that was spoilt for it.
func TestCheckFinds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	for _, tt := range []struct{ spoil, says string }{
		{`DELETE FROM stories WHERE reading = 1`, "rows of reports whose reading is not in stories"},
		{`DELETE FROM actors WHERE actor = 1`, "imports whose "},
		{`INSERT INTO imports FROM imports LIMIT 2`, "2 rows of imports that are there twice"},
		{`INSERT INTO reports SELECT * REPLACE (n + 1000 AS n) FROM reports LIMIT 1`, "1 rows of reports that are there twice"},
		{`UPDATE places SET place = place + 1`, "numbers of places"},
		{`UPDATE reports SET current = NOT current WHERE n = (SELECT min(n) FROM reports)`, "count otherwise"},
		{`UPDATE reports SET quote = quote || '!' WHERE n = 1`, "1 quotations"},
		{`UPDATE reports SET event = 'e_1' WHERE n = (SELECT min(n) FROM reports WHERE current)`, "of another event"},
		{`UPDATE stories SET until = NULL WHERE until > seen`, "as of one day"},
		{`UPDATE stories SET until = seen WHERE current`, "have ended"},
	} {
		os.Remove(path)
		full(t, path)
		foreign(t, path, tt.spoil)
		s, err := duckdb.Open(t.Context(), path, duckdb.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		faults, err := s.Check(t.Context(), true)
		if err != nil || !strings.Contains(fmt.Sprint(faults), tt.says) {
			t.Errorf("%s: %v, %v", tt.spoil, faults, err)
		}
		s.Close()
	}
}

func TestAbout(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.duckdb")
	full(t, path)
	left := filepath.Join(dir, ".a.duckdb-making-1")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	a, err := s.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := len(storetest.Readings(1))
	if a.Schema != a.Newest || a.Size == 0 || a.Rows["stories"] != int64(n+1) || a.Withdrawn != 1 || len(a.Lexica) != 1 || a.Lexica[0].Stories != n-1 ||
		len(a.Leftovers) != 1 || a.Leftovers[0] != left {
		t.Errorf("%+v", a)
	}
}
