package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
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

	engine "github.com/duckdb/duckdb-go/v2"
)

// later makes of a store one that a later version wrote.
func later(path string) error {
	c, err := engine.NewConnector(path, nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(c)
	defer db.Close()
	_, err = db.Exec(`INSERT INTO meta VALUES (99, '0099_later')`)
	return err
}

// writeParquet makes a Parquet file of a query.
func writeParquet(path, query string) error {
	c, err := engine.NewConnector("", nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(c)
	defer db.Close()
	_, err = db.Exec(`COPY (` + query + `) TO '` + path + `' (FORMAT parquet)`)
	return err
}

// program gives the command as a process of its own, with the small world.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("entente") // testscript puts it there
	if err != nil {
		t.Fatal(err)
	}
	world, err := filepath.Abs("testdata/lexica")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "ENTENTE_LEXICA="+world)
	return cmd
}

// story is a line of JSON that holds one event.
func story(n int) string {
	return fmt.Sprintf(`{"id":"s%d","published":"2021-06-17","text":"Biden met Putin in Geneva on June 16. It was meeting number %d."}`+"\n", n, n)
}

func stories(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(story(i))
	}
	return b.String()
}

// count gives the stories of a store.
func count(t *testing.T, path string) int {
	t.Helper()
	s, err := duckdb.Open(context.Background(), path, duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := s.Counts(context.Background(), entente.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return n.Stories
}

// code gives the exit code of a process that has ended.
func code(err error) int {
	if e, ok := err.(*exec.ExitError); ok {
		return e.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// A run that Ctrl-C breaks off while it waits for input ends with 130; what it said
// it kept is in the store, and the store opens again.
func TestInterruptedReadKeepsWhatItSaid(t *testing.T) {
	store := filepath.Join(t.TempDir(), "a.duckdb")
	cmd := program(t, "--store", store, "read", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var says bytes.Buffer
	cmd.Stderr = &says
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Many batches, more than are read ahead, and an end that does not come.
	if _, err := io.WriteString(in, stories(3000)); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool {
		wal, err := os.Stat(store + ".wal")
		return err == nil && wal.Size() > 0
	})
	start := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := code(cmd.Wait()); got != exitInterrupted {
		t.Errorf("exit code %d\n%s", got, says.String())
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("it took %v to end", d)
	}
	var kept int
	for line := range strings.Lines(says.String()) {
		fmt.Sscanf(line, "entente: kept %d new stor", &kept)
	}
	if got := count(t, store); got != kept || kept%64 != 0 {
		t.Errorf("%d stories in the store, %d said\n%s", got, kept, says.String())
	}
	if !strings.Contains(says.String(), "entente: interrupted") {
		t.Errorf("says %q", says.String())
	}
}

// waitFor waits until something is so, for a minute at most.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	for range 600 {
		if so() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("it never came to be")
}

// Ctrl-C does not wait for the end of a story that takes long.
func TestInterruptedInALongStory(t *testing.T) {
	cmd := program(t, "code", "--json", "--published", "2021-06-17", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("Russia accused the United States of lying about the weather in the north of the country.\n\n", 200_000)
	if _, err := io.WriteString(in, long); err != nil {
		t.Fatal(err)
	}
	in.Close()
	time.Sleep(2 * time.Second) // it is coding now
	start := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := code(cmd.Wait()); got != exitInterrupted {
		t.Errorf("exit code %d", got)
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("it took %v to end", d)
	}
}

// A reader that closes the pipe early, as head does, is no error.
func TestClosedPipe(t *testing.T) {
	cmd := program(t, "code", "--json", "-")
	cmd.Stdin = strings.NewReader(stories(2000))
	var says bytes.Buffer
	cmd.Stderr = &says
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, `{"kind":"event"`) {
		t.Errorf("%q, %v", line, err)
	}
	out.Close()
	if got := code(cmd.Wait()); got != exitDone || says.Len() > 0 {
		t.Errorf("exit code %d, says %q", got, says.String())
	}
}

// A second process is told which one holds the store.
func TestStoreInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.duckdb")
	s, err := duckdb.Open(t.Context(), path, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	says, err := program(t, "--store", path, "events").CombinedOutput()
	if code(err) != exitStore || !strings.Contains(string(says), fmt.Sprintf("in use by process %d", os.Getpid())) ||
		!strings.Contains(string(says), "entente: hint: wait for the other process") {
		t.Errorf("%v: %s", err, says)
	}
}
