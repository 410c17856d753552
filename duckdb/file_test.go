package duckdb_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/duckdb"
	"entente/storetest"

	engine "github.com/duckdb/duckdb-go/v2"
)

// holder is the variable that makes this test binary hold a store until its standard
// input ends.
const holder = "ENTENTE_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holder); path != "" {
		s, err := duckdb.Open(context.Background(), path, duckdb.Options{})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("held")
		io.Copy(io.Discard, os.Stdin)
		s.Close()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func openError(t *testing.T, path string, o duckdb.Options) error {
	t.Helper()
	s, err := duckdb.Open(t.Context(), path, o)
	if err == nil {
		s.Close()
		t.Fatalf("%s was opened", path)
	}
	return err
}

func TestSecondProcessIsToldWhoHoldsTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holder+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	for _, o := range []duckdb.Options{{}, {ReadOnly: true}} {
		err := openError(t, path, o)
		if !errors.Is(err, entente.ErrStoreBusy) || !strings.Contains(err.Error(), fmt.Sprintf("by process %d (", cmd.Process.Pid)) {
			t.Errorf("%+v: %v", o, err)
		}
		var busy *entente.BusyError
		if !errors.As(err, &busy) || busy.Command != os.Args[0] || time.Since(busy.Since) > time.Minute || time.Since(busy.Since) < 0 {
			t.Errorf("it says %+v", busy)
		}
	}
	if err := duckdb.Replace(path, path, ""); !errors.Is(err, entente.ErrStoreBusy) || !strings.Contains(err.Error(), fmt.Sprintf("by process %d (", cmd.Process.Pid)) {
		t.Errorf("replacing it: %v", err)
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	open(t, path).Close()
	if left, err := os.ReadDir(filepath.Dir(path)); len(left) != 1 || err != nil {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestOneWriterInAProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	s := open(t, path)
	for _, o := range []duckdb.Options{{}, {ReadOnly: true}} {
		if err := openError(t, path, o); !errors.Is(err, entente.ErrStoreBusy) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	readers := [2]*duckdb.Store{}
	for i := range readers {
		var err error
		if readers[i], err = duckdb.Open(t.Context(), path, duckdb.Options{ReadOnly: true}); err != nil {
			t.Fatal(err)
		}
		defer readers[i].Close()
	}
	if err := openError(t, path, duckdb.Options{}); !errors.Is(err, entente.ErrStoreBusy) {
		t.Error(err)
	}
}

// foreign makes a database by the given statements, without us.
func foreign(t *testing.T, path string, statements ...string) {
	t.Helper()
	c, err := engine.NewConnector(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(in("page.html"), []byte("<p>Biden met Putin.</p>"), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign(t, in("other"), `CREATE TABLE sales (n INTEGER)`)
	foreign(t, in("empty"))
	foreign(t, in("meta"), `CREATE TABLE meta (x INTEGER)`)
	open(t, in("newer")).Close()
	foreign(t, in("newer"), `INSERT INTO meta VALUES (99, '0099_later')`)
	open(t, in("older")).Close()
	foreign(t, in("older"), `DELETE FROM meta`, `INSERT INTO meta VALUES (0, 'none')`)
	tests := []struct {
		name string
		read bool
		want error
		says string
	}{
		{"page.html", false, entente.ErrNotStore, "page.html"},
		{"other", false, entente.ErrNotStore, "other tables"},
		{"meta", false, entente.ErrNotStore, ""},
		{"empty", true, entente.ErrNotStore, ""},
		{"newer", false, entente.ErrNewerStore, "version 99"},
		{"missing", true, entente.ErrNoStore, ""},
		{".", false, entente.ErrNotStore, "folder"},
		{"no/such/folder", false, os.ErrNotExist, "folder"},
		{"100%", false, nil, "may not hold"},
		{"", true, entente.ErrNoStore, "memory"},
	}
	for _, tt := range tests {
		path := in(tt.name)
		if tt.name == "" {
			path = ""
		}
		err := openError(t, path, duckdb.Options{ReadOnly: tt.read})
		if tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if b, err := os.ReadFile(in("page.html")); string(b) != "<p>Biden met Putin.</p>" || err != nil {
		t.Errorf("the page is now %q, %v", b, err)
	}
}

func TestBrokenOffOpeningLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := duckdb.Open(ctx, filepath.Join(dir, "a.duckdb"), duckdb.Options{}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	rs := storetest.Readings(1)
	s := open(t, path)
	if _, err := s.Save(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Save(t.Context(), rs...); !errors.Is(err, entente.ErrReadOnly) {
		t.Errorf("saving gives %v", err)
	}
	for d := range entente.Day(20) {
		f := entente.Filter{AsOf: entente.MakeDay(2021, 6, 1) + d}
		n := 0
		for _, err := range s.Events(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if want := len(storetest.Events(rs, f)); n != want {
			t.Errorf("as of %v: %d events, want %d", f.AsOf, n, want)
		}
	}
}

func TestClosedStoreAnswersWithAnError(t *testing.T) {
	s := open(t, "")
	s.Close()
	if _, err := s.Save(t.Context(), storetest.Readings(1)...); err == nil {
		t.Error("saved")
	}
	for _, err := range s.Events(t.Context(), entente.Filter{}) {
		if err == nil || !strings.Contains(err.Error(), "reading events from memory") {
			t.Errorf("got %v", err)
		}
	}
	for _, err := range s.Stories(t.Context(), entente.Filter{}) {
		if err == nil {
			t.Error("a story came")
		}
	}
}
