package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/eventfile"
	"entente/eventfiletest"
	"entente/news"
	"entente/storetest"

	engine "github.com/duckdb/duckdb-go/v2"
)

var (
	cuts      = flag.Int("cuts", 15, "at how many moments of one recorded import TestCuts cuts the power")
	crashes   = flag.Int("crashes", 25, "how many times TestCrash ends a run at a random moment")
	crashSeed = flag.Uint64("crashseed", 0, "seed of the moments; 0 takes one of the clock and says which")
)

// A work is something that changes a store in steps, each of which is acknowledged when
// it is kept. A child process does it; ended at any moment it must leave the store as
// it was after some step: none that was acknowledged is lost, none is there by half or
// twice. Doing the work again then brings the store to its end.
type work struct {
	name   string
	begin  string        // a folder with what is there before
	input  string        // a file, or how many steps are left out
	states []string      // the store's sums at the beginning and after each step
	takes  time.Duration // from the first step to the end
}

// smallWorld is the dictionaries of the tests.
var smallWorld = sync.OnceValues(func() (coder.Tools, error) { return readTools("testdata/lexica", "") })

const storeName = "news.duckdb"

// works are done by name, as the child is another process.
var works = map[string]func(ctx context.Context, store, input string, ack func()) error{
	"read": readWork, "import": importWork, "change": changeWork, "compact": compactWork, "migrate": migrateWork, "restore": restoreWork,
}

// keeper is the child: keeper WORK STORE INPUT. A line "ready" says that it begins, one
// with the size of the engine's log, and when the store itself changed, that a step is
// kept, a line "done" that it ends.
func keeper() {
	args := os.Args[1:]
	_, err := smallWorld()
	if err == nil {
		fmt.Println("ready")
		err = works[args[0]](context.Background(), args[1], args[2], func() {
			fmt.Println(logSize(args[1]), changed(args[1]))
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("done")
	os.Exit(0)
}

func logSize(store string) int64 {
	info, err := os.Stat(store + ".wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// changed is when a file was written to, in nanoseconds.
func changed(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

// readWork reads stories as entente read does.
func readWork(ctx context.Context, store, input string, ack func()) error {
	tools, err := smallWorld()
	if err != nil {
		return err
	}
	s, err := duckdb.Open(ctx, store, duckdb.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	ack()
	e := &env{console: console{err: io.Discard}, cli: &cli{Quiet: true}}
	coded := seenOn(entente.MakeDay(2021, 7, 1), false, desk.Code(ctx, e.stories(ctx, []string{input}, news.Options{}), tools, coder.Options{}))
	_, err = desk.Read(ctx, s, tools.Name(), coded, func(int) { ack() })
	return err
}

// importWork imports an event file as entente import does.
func importWork(ctx context.Context, store, input string, ack func()) error {
	tools, err := smallWorld()
	if err != nil {
		return err
	}
	s, err := duckdb.Open(ctx, store, duckdb.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	ack()
	if err := s.Bulk(ctx); err != nil {
		return err
	}
	in, err := os.Open(input)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := eventfile.Open(eventfile.Member{Name: "events.csv", R: in}, eventfile.Options{})
	if err != nil {
		return err
	}
	_, err = desk.Import(ctx, s, tools, f, desk.ImportOptions{Progress: func(int) { ack() }})
	return err
}

// changeWork saves, withdraws and reinstates stories one by one, from the step on that
// the input names.
func changeWork(ctx context.Context, store, from string, ack func()) error {
	s, err := duckdb.Open(ctx, store, duckdb.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	ack()
	skip, err := strconv.Atoi(from)
	if err != nil {
		return err
	}
	for _, step := range storetest.Changes(3)[skip:] {
		if err := step(ctx, s); err != nil {
			return err
		}
		ack()
	}
	return nil
}

// compactWork writes a store anew; what it tells stays the same.
func compactWork(ctx context.Context, store, _ string, ack func()) error {
	ack()
	_, _, err := duckdb.Compact(ctx, store, duckdb.Options{})
	return err
}

// migrateWork brings an older store up.
func migrateWork(ctx context.Context, store, _ string, ack func()) error {
	s, err := duckdb.Open(ctx, store, duckdb.Options{})
	if err != nil {
		return err
	}
	ack()
	return s.Close()
}

// restoreWork puts a backup in the place of a store.
func restoreWork(ctx context.Context, store, input string, ack func()) error {
	e := &env{console: console{out: io.Discard, err: io.Discard}, cli: &cli{Quiet: true, Store: store}}
	if err := (&restoreCmd{Replace: true, File: input}).Run(ctx, e); err != nil {
		return err
	}
	ack()
	return nil
}

// said gives what a table holds where its numbers depend on where a run was broken off:
// an address that comes again after it gets a second number.
var said = map[string]string{
	"imports":  "(SELECT i.* EXCLUDE (link, pair), l.url, p.source AS a, p.target AS b FROM imports i JOIN links l USING (link) JOIN pairs p USING (pair))",
	"mentions": "(SELECT m.* EXCLUDE (link), l.url FROM mentions m JOIN links l USING (link))",
	"links":    "(SELECT DISTINCT url FROM links)",
	"pairs":    "(SELECT source, target FROM pairs)",
}

// sum tells two states of a store apart: of each table the rows and the sum of what they
// hold, whatever their order. "none" is no store.
func sum(t *testing.T, path string) string {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		return "none"
	}
	c, err := engine.NewConnector(path+"?access_mode=READ_ONLY", nil)
	if err != nil {
		t.Fatalf("the store cannot be opened: %v", err)
	}
	db := sql.OpenDB(c)
	defer db.Close()
	rows, err := db.Query(`SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var table, n, of string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow(`SELECT count(*)::VARCHAR, coalesce(sum(hash(t)::HUGEINT), 0)::VARCHAR FROM `+cmp.Or(said[table], table)+` t`).Scan(&n, &of); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s %s\n", table, n, of)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// plan does the work once without an end, to know its states and how long it takes.
func (w *work) plan(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	copyFolder(t, w.begin, dir)
	store := filepath.Join(dir, storeName)
	w.states = []string{sum(t, store)}
	err := works[w.name](t.Context(), store, w.input, func() {
		then := t.TempDir()
		copyFolder(t, dir, then)
		w.states = append(w.states, sum(t, filepath.Join(then, storeName)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if last := sum(t, store); last != w.states[len(w.states)-1] {
		w.states = append(w.states, last)
	}
	again := t.TempDir()
	copyFolder(t, w.begin, again)
	run := w.start(t, again, w.input)
	began := time.Now()
	run.end(t)
	w.takes = time.Since(began)
	if got := sum(t, filepath.Join(again, storeName)); got != w.states[len(w.states)-1] {
		t.Fatalf("%s does not come to the same twice:\n%s\n%s", w.name, got, w.states[len(w.states)-1])
	}
}

// child is a run of a work.
type child struct {
	cmd   *exec.Cmd
	says  *bytes.Buffer
	acks  chan string
	heard func(n int)
	n     int    // steps acknowledged
	last  string // what the last one said
}

// start starts a child and waits until it begins.
func (w *work) start(t *testing.T, dir, input string) *child {
	t.Helper()
	path, err := exec.LookPath("keeper")
	if err != nil {
		t.Fatal(err)
	}
	run := &child{cmd: exec.Command(path, w.name, filepath.Join(dir, storeName), input), says: &bytes.Buffer{}, acks: make(chan string)}
	run.cmd.Stderr = run.says
	out, err := run.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("%s did not begin: %q %s", w.name, lines.Text(), run.says)
	}
	go func() {
		defer close(run.acks)
		for lines.Scan() {
			run.acks <- lines.Text()
		}
	}()
	return run
}

// listen hears what is acknowledged, until the child ends or the time is over.
func (r *child) listen(over <-chan time.Time) (done bool) {
	for {
		select {
		case line, ok := <-r.acks:
			if !ok {
				return false
			}
			if line == "done" {
				return true
			}
			r.n, r.last = r.n+1, line
			if r.heard != nil {
				r.heard(r.n)
			}
		case <-over:
			return false
		}
	}
}

// end lets a child come to its end.
func (r *child) end(t *testing.T) {
	t.Helper()
	done := r.listen(nil)
	if err := r.cmd.Wait(); err != nil || !done {
		t.Fatalf("the run fails: %v\n%s", err, r.says)
	}
}

// kill ends a child some time after it began, and hears what it had acknowledged.
func (r *child) kill(after time.Duration) {
	r.listen(time.After(after))
	_ = r.cmd.Process.Kill()
	r.listen(nil)
	_ = r.cmd.Wait()
}

// tear cuts or spoils what the engine's log got after the last step that was
// acknowledged, as nothing says that it was written through.
func (r *child) tear(t *testing.T, c *rand.Rand, store string) {
	t.Helper()
	var size, when int64
	if _, err := fmt.Sscan(r.last, &size, &when); err != nil || when != changed(store) {
		return // the log may have been taken in since
	}
	data, err := os.ReadFile(store + ".wal")
	if err != nil || int64(len(data)) <= size {
		return
	}
	data = data[:size+c.Int64N(int64(len(data))-size+1)]
	if tail := data[size:]; len(tail) > 0 && c.IntN(2) == 0 {
		for range 1 + c.IntN(8) {
			tail[c.IntN(len(tail))] ^= byte(1 + c.IntN(255))
		}
	}
	if err := os.WriteFile(store+".wal", data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// holds says which state the store is in, which must be one that was acknowledged or the
// next, and looks whether it is sound.
func (w *work) holds(t *testing.T, store string, from int) (state int) {
	t.Helper()
	readable := w.sound(t, store)
	got := sum(t, store)
	for state = from; state < min(from+2, len(w.states)); state++ {
		if w.states[state] == got {
			return state
		}
	}
	t.Fatalf("%d steps were acknowledged, and the store (readable: %t) is %s:\n%s", from, readable, w.at(got), got)
	return 0
}

// sound opens a store, which mends what a power cut left, and looks whether all in it
// agrees. It is false for one that is not there or older.
func (w *work) sound(t *testing.T, store string) bool {
	t.Helper()
	s, err := duckdb.Open(t.Context(), store, duckdb.Options{ReadOnly: true})
	if errors.Is(err, entente.ErrOlderStore) || errors.Is(err, entente.ErrNoStore) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if faults, err := s.Check(t.Context(), true); err != nil || len(faults) > 0 {
		t.Fatalf("the store is not sound: %v, %v", faults, err)
	}
	return true
}

// at says in words which state a sum is of.
func (w *work) at(got string) string {
	if i := slices.Index(w.states, got); i >= 0 {
		return fmt.Sprintf("as after step %d of %d", i, len(w.states)-1)
	}
	return "as after no step"
}

// rest is the input of a run that goes on from a state.
func (w *work) rest(state int) string {
	if w.name != "change" {
		return w.input
	}
	return strconv.Itoa(max(0, state-1))
}

// finish does what is left, and looks whether all came to its end.
func (w *work) finish(t *testing.T, dir string, state int) {
	t.Helper()
	store := filepath.Join(dir, storeName)
	last := len(w.states) - 1
	if w.name != "restore" || state < last { // restoring twice sets twice aside
		w.start(t, dir, w.rest(state)).end(t)
	}
	w.holds(t, store, last)
	if w.name != "migrate" && w.name != "restore" {
		return
	}
	for _, pattern := range []string{"*.v[0-9]*.duckdb", "*.before-restore*.duckdb"} {
		kept, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, k := range kept {
			if sum(t, k) != w.states[0] {
				t.Fatalf("%s is not what was there before", k)
			}
		}
	}
}

// the ways in which a run ends.
const (
	killed  = "killed"
	torn    = "killed, the log's end torn"
	darkned = "power cut"
)

// TestCrash ends runs at random moments and holds the store to what was acknowledged:
// go test ./cmd/entente -run TestCrash -crashes 200. A fault is told with its seed.
func TestCrash(t *testing.T) {
	seed := *crashSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	all := plans(t)
	held, skipped, ran := 0, 0, 0
	for i := range *crashes {
		w := all[i%len(all)]
		way := []string{killed, torn, darkned}[i/len(all)%3]
		name := fmt.Sprintf("%d: %s %s, seed %d", i, w.name, way, seed)
		t.Run(name, func(t *testing.T) {
			ran++
			defer func() {
				switch {
				case t.Skipped():
					skipped++
				case !t.Failed():
					held++
				}
			}()
			w.crash(t, rand.New(rand.NewPCG(seed, uint64(i))), way)
		})
	}
	t.Logf("%d of %d held, %d left out; seed %d", held, ran-skipped, skipped, seed)
}

// TestCuts cuts the power of one import at many moments: what the disk is left with opens,
// and holds what was acknowledged.
func TestCuts(t *testing.T) {
	seed := *crashSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	all := plans(t)
	w := all[slices.IndexFunc(all, func(w *work) bool { return w.name == "import" })]
	d := w.record(t)
	for i := range *cuts {
		dir, err := os.MkdirTemp("", "cut")
		if err != nil {
			t.Fatal(err)
		}
		t.Run(fmt.Sprintf("%d, seed %d", i, seed), func(t *testing.T) {
			heard := d.cut(t, rand.New(rand.NewPCG(seed, uint64(i))), dir)
			w.holds(t, filepath.Join(dir, storeName), heard)
		})
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// crash does a work, ends it at a random moment, sometimes ends the next run too, and
// lets a last one come to its end.
func (w *work) crash(t *testing.T, c *rand.Rand, way string) {
	var dir string
	var heard int
	if way == darkned {
		dir, heard = w.darken(t, c)
	} else {
		dir = t.TempDir()
		copyFolder(t, w.begin, dir)
		run := w.start(t, dir, w.input)
		run.kill(time.Duration(c.Int64N(int64(w.takes)*11/10 + 1)))
		if heard = run.n; way == torn {
			run.tear(t, c, filepath.Join(dir, storeName))
		}
	}
	state := w.holds(t, filepath.Join(dir, storeName), heard)
	if w.name != "restore" && c.IntN(3) == 0 { // and again while it mends what the first left
		run := w.start(t, dir, w.rest(state))
		run.kill(time.Duration(c.Int64N(int64(w.takes)/2 + 1)))
		state = w.later(t, filepath.Join(dir, storeName), state)
	}
	w.finish(t, dir, state)
}

// later says which state the store is in after another run, which can only have gone on.
func (w *work) later(t *testing.T, store string, before int) int {
	t.Helper()
	got := sum(t, store)
	for i := before; i < len(w.states); i++ {
		if w.states[i] == got {
			return i
		}
	}
	t.Fatalf("it was in state %d, and then %s", before, w.at(got))
	return 0
}

// darken does a work on a disk that writes down what is done to it, and cuts its power
// at a random moment.
func (w *work) darken(t *testing.T, c *rand.Rand) (dir string, heard int) {
	t.Helper()
	d := w.record(t)
	dir = t.TempDir()
	return dir, d.cut(t, c, dir)
}

// plans makes what the works need, and plans them.
func plans(t *testing.T) []*work {
	t.Helper()
	in := t.TempDir()
	at := func(name string) string { return filepath.Join(in, name) }
	folder := func(name string) string {
		if err := os.Mkdir(at(name), 0o700); err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	nothing, some, old := folder("nothing"), folder("some"), folder("old")
	if err := os.WriteFile(at("news.jsonl"), []byte(stories(700)), 0o600); err != nil {
		t.Fatal(err)
	}
	var events bytes.Buffer
	for slice := range eventfiletest.Slices(eventfiletest.Options{Rows: 100_000, Seed: 1}) {
		events.Write(slice.Export)
	}
	if err := os.WriteFile(at("events.csv"), events.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}

	if err := changeWork(t.Context(), filepath.Join(some, storeName), "0", func() {}); err != nil {
		t.Fatal(err)
	}
	err := writeOlder(filepath.Join(old, storeName), `INSERT INTO stories SELECT n, true, 's' || n, 'sha256:' || n, 'l', '', '', '', '', '', '',
		DATE '2021-06-01', repeat('words ' || n, 200), NULL FROM range(1, 5000) t(n)`)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(folder("other"), storeName)
	if err := readWork(t.Context(), other, at("news.jsonl"), func() {}); err != nil {
		t.Fatal(err)
	}
	quiet := &env{console: console{out: io.Discard, err: io.Discard}, cli: &cli{Quiet: true, Store: other}}
	if err := (&backupCmd{File: at("backup")}).Run(t.Context(), quiet); err != nil {
		t.Fatal(err)
	}
	all := []*work{
		{name: "read", begin: nothing, input: at("news.jsonl")},
		{name: "import", begin: nothing, input: at("events.csv")},
		{name: "change", begin: nothing, input: "0"},
		{name: "read", begin: some, input: at("news.jsonl")},
		{name: "import", begin: some, input: at("events.csv")},
		{name: "compact", begin: filepath.Dir(other)},
		{name: "migrate", begin: old},
		{name: "restore", begin: some, input: at("backup")},
	}
	for _, w := range all {
		w.plan(t)
	}
	return all
}
