package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"entente/corpus"
)

var (
	fleetRuns = flag.Int("fleetruns", 1, "how many times TestFleetUnderKills ends worker, publisher and the queue's leader at random moments")
	fleetSeed = flag.Uint64("fleetseed", 0, "seed of the moments at which fleets are killed; 0 takes one of the clock and says which")
)

// fleet runs the command as processes of their own.
type fleet struct {
	t      *testing.T
	dir    string
	world  string
	binary string
	urls   string
	rings  []*exec.Cmd // the servers
	args   [][]string  // theirs

	patience time.Duration // with what is to come
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	world, err := filepath.Abs("testdata/lexica")
	if err != nil {
		t.Fatal(err)
	}
	binary, err := exec.LookPath("entente")
	if err != nil {
		t.Fatal(err)
	}
	return &fleet{t: t, dir: t.TempDir(), world: world, binary: binary, patience: 5*time.Minute + time.Duration(*shardStories)*50*time.Millisecond}
}

// command is one of the program's, in the small world.
func (f *fleet) command(args ...string) *exec.Cmd {
	cmd := exec.Command(f.binary, args...)
	cmd.Dir = f.dir
	cmd.Env = append(os.Environ(), "ENTENTE_LEXICA="+f.world, "ENTENTE_STORE=")
	return cmd
}

// does runs a command to its end, which must have an exit code, and gives what it printed.
func (f *fleet) does(code int, args ...string) (out, says string) {
	f.t.Helper()
	return f.ends(code, f.command(args...))
}

func (f *fleet) ends(code int, cmd *exec.Cmd) (out, says string) {
	f.t.Helper()
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	_ = cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != code {
		f.t.Fatalf("%q ends with %d, want %d\n%s", cmd.Args[1:], got, code, e.String())
	}
	return o.String(), e.String()
}

// begins starts a command that is ended with the test.
func (f *fleet) begins(args ...string) *exec.Cmd {
	f.t.Helper()
	cmd := f.command(args...)
	log, err := os.OpenFile(filepath.Join(f.dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		f.t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	log.Close()
	f.t.Cleanup(func() { kill9(cmd) })
	return cmd
}

// kill9 ends a process at once, if it still runs.
func kill9(cmd *exec.Cmd) {
	if cmd.ProcessState == nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// ring starts so many servers.
func (f *fleet) ring(n int) {
	f.t.Helper()
	var listen, cluster []string
	for range n {
		listen, cluster = append(listen, freeAddress(f.t)), append(cluster, freeAddress(f.t))
	}
	for i := range n {
		args := []string{"queue", "--name", fmt.Sprint("q", i), "--data", fmt.Sprint("q", i), "--listen", listen[i], "--silence", "5s", "--most-bytes", "100000000"}
		if n > 1 {
			args = append(args, "--cluster", cluster[i])
			for j := range n {
				if j != i {
					args = append(args, "--peer", cluster[j])
				}
			}
		}
		f.args = append(f.args, args)
		f.rings = append(f.rings, f.begins(args...))
	}
	f.urls = "nats://" + strings.Join(listen, ",nats://")
	f.comes("the queue", func() bool {
		cmd := f.command("queue", "status", "--queue", f.urls)
		return cmd.Run() == nil
	})
}

// comes waits for something that comes.
func (f *fleet) comes(what string, is func() bool) {
	f.t.Helper()
	for end := time.Now().Add(f.patience); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(f.dir, "log"))
			f.t.Fatalf("%s does not come\n%s", what, log)
		}
	}
}

// status asks the queue how it fares.
func (f *fleet) status() (st queueStatus) {
	f.t.Helper()
	f.comes("an answer", func() bool {
		out, err := f.command("queue", "status", "--json", "--queue", f.urls).Output()
		return err == nil && json.Unmarshal(out, &st) == nil
	})
	return st
}

// stories writes the demonstration stories so many times over, under other names and on
// other days.
func (f *fleet) stories(times int) {
	f.t.Helper()
	var b bytes.Buffer
	enc := jsonTo(&b)
	for n := range times {
		for item, err := range demoStories(corpus.Demo()) {
			if err != nil {
				f.t.Fatal(err)
			}
			s := item.Story
			err = enc.Encode(map[string]any{"id": fmt.Sprintf("%s-%d", s.ID, n), "title": s.Title, "published": s.Published.AddMonths(n).String(), "publisher": s.Publisher, "text": s.Text})
			if err != nil {
				f.t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(f.dir, "in.jsonl"), b.Bytes(), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// tells gives all that a store tells of events, reports and assessments.
func (f *fleet) tells(store string) string {
	f.t.Helper()
	var all strings.Builder
	for _, what := range []string{"events", "reports", "assessments"} {
		out, _ := f.does(0, "--store", store, "export", what, "--format", "jsonl")
		all.WriteString(out)
	}
	return all.String()
}

// TestFleetUnderKills codes the demonstration stories with one process, and with publisher,
// worker and three servers of which some are ended by kill -9 at random moments and
// brought back: what is exported is the same, byte by byte.
func TestFleetUnderKills(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	seed := *fleetSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-fleetseed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	f := newFleet(t)
	f.world = "" // the dictionaries inside
	f.stories(6)
	f.does(0, "--store", "one.duckdb", "-q", "read", "in.jsonl")
	want := f.tells("one.duckdb")
	if strings.Count(want, "\n") < 100 {
		t.Fatalf("there is little to tell: %s", want)
	}
	for run := range *fleetRuns {
		f := *f
		f.dir, f.rings, f.args = t.TempDir(), nil, nil
		f.stories(6)
		f.underKills(chance)
		if got := f.tells("fleet.duckdb"); got != want {
			keep := filepath.Join(os.TempDir(), fmt.Sprintf("entente-fleet-%d", seed))
			_ = os.WriteFile(keep+"-got", []byte(got), 0o600)
			_ = os.WriteFile(keep+"-want", []byte(want), 0o600)
			t.Fatalf("run %d: the fleet tells something else, see %s-got and -want", run, keep)
		}
		t.Logf("run %d: the exports are the same", run)
		for _, r := range f.rings {
			kill9(r)
		}
	}
}

// underKills publishes and codes the stories while processes are ended.
func (f *fleet) underKills(chance *rand.Rand) {
	t := f.t
	t.Helper()
	f.ring(3)
	publish := []string{"-q", "read", "--queue", f.urls, "--manifest", "published", "in.jsonl"}
	work := []string{"--store", "fleet.duckdb", "work", "--queue", f.urls, "--name", "w", "--batch", "16"}
	publisher, worker := f.begins(publish...), f.begins(work...)
	moment := func() { time.Sleep(time.Duration(chance.IntN(1500)) * time.Millisecond) }
	some := func(done uint64) {
		f.comes(fmt.Sprintf("the end of %d stories", done), func() bool { return f.status().Done >= done })
	}
	moment()
	kill9(publisher)
	publisher = f.begins(publish...)
	some(30)
	moment()
	kill9(worker)
	worker = f.begins(work...)
	some(120)
	moment()
	leader := f.status().Leader
	for i, r := range f.rings {
		if fmt.Sprint("q", i) == leader {
			kill9(r)
			some(200)
			moment()
			f.rings[i] = f.begins(f.args[i]...)
		}
	}
	moment()
	kill9(worker)
	worker = f.begins(work...)
	if err := publisher.Wait(); err != nil {
		t.Fatalf("the publisher ends: %v", err)
	}
	f.comes("the end", func() bool { st := f.status(); return st.Waiting+st.InWork == 0 })
	if st := f.status(); st.Aside > 0 {
		t.Fatalf("set aside: %+v", st.Set)
	}
	_ = worker.Process.Signal(syscall.SIGTERM) // in order: what it holds is stored
	if err := worker.Wait(); err != nil {
		t.Fatalf("the worker ends: %v", err)
	}
}

// TestFleetCommands goes through the commands of a queue with one server.
func TestFleetCommands(t *testing.T) {
	f := newFleet(t)
	f.stories(1)
	f.ring(1)
	out, _ := f.does(0, "read", "--queue", f.urls, "--json", "in.jsonl")
	var brought published
	if err := json.Unmarshal([]byte(out), &brought); err != nil || brought.Stories < 100 || brought.Known > 0 {
		t.Fatalf("%s: %v", out, err)
	}
	if out, _ = f.does(0, "read", "--queue", f.urls, "--json", "in.jsonl"); !strings.Contains(out, fmt.Sprintf(`"known":%d`, brought.Stories)) {
		t.Errorf("published again: %s", out)
	}
	if st := f.status(); st.Waiting != uint64(brought.Stories) || st.Publication == nil || len(st.Workers) != 0 {
		t.Errorf("status %+v", st)
	}
	// Another lexicon is refused, and no store is made.
	stranger := f.command("--store", "other.duckdb", "work", "--queue", f.urls, "--until-empty")
	stranger.Env = append(stranger.Env, "ENTENTE_LEXICA=")
	if _, says := f.ends(exitOwnFiles, stranger); !strings.Contains(says, "another program than this (here dictionaries sha256:") || !strings.Contains(says, "hint: run the same entente") {
		t.Errorf("another lexicon: %s", says)
	}
	if _, err := os.Stat(filepath.Join(f.dir, "other.duckdb")); err == nil {
		t.Error("the worker that was refused made a store")
	}
	stranger = f.command("read", "--queue", f.urls, "in.jsonl")
	stranger.Env = append(stranger.Env, "ENTENTE_LEXICA=")
	if _, says := f.ends(exitOwnFiles, stranger); !strings.Contains(says, "still holds") {
		t.Errorf("another lexicon publishes: %s", says)
	}
	out, _ = f.does(exitNo, "doctor", "--queue", f.urls)
	for _, want := range []string{" clocks ", "wrong programs     the worker ", "wrong workers      0 workers at work, and stories wait", "ok    set aside"} {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q:\n%s", want, out)
		}
	}
	if _, says := f.does(0, "--store", "news.duckdb", "work", "--queue", f.urls, "--until-empty"); !strings.Contains(says, fmt.Sprintf("stored %d stories in ", brought.Stories)) {
		t.Errorf("work: %s", says)
	}
	f.does(0, "--store", "one.duckdb", "-q", "read", "in.jsonl")
	if f.tells("one.duckdb") != f.tells("news.duckdb") {
		t.Error("the worker's store tells something else than that of one process")
	}
	// A file takes one worker.
	holder := f.begins("--store", "news.duckdb", "work", "--queue", f.urls, "--name", "holder")
	f.comes("the worker", func() bool {
		for _, w := range f.status().Workers {
			if w.Name == "holder" {
				return true
			}
		}
		return false
	})
	if _, says := f.does(exitStore, "--store", "news.duckdb", "work", "--queue", f.urls, "--until-empty"); !strings.Contains(says, "takes one worker at a time") {
		t.Errorf("a second worker: %s", says)
	}
	_ = holder.Process.Signal(syscall.SIGTERM)
	if err := holder.Wait(); err != nil {
		t.Errorf("a worker that is told to end: %v", err)
	}
	out, _ = f.does(0, "queue", "status", "--queue", f.urls)
	for _, want := range []string{" done, 0 in work, 0 waiting", "worker     holder ", "refused: ", "server     q0 "} {
		if !strings.Contains(out, want) {
			t.Errorf("status does not say %q:\n%s", want, out)
		}
	}
	f.does(0, "queue", "again", "--queue", f.urls)
	// Users are a line and a secret.
	out, _ = f.does(0, "queue", "user", "--role", "work", "--secret", "w.seed", "worker-1")
	if info, err := os.Stat(filepath.Join(f.dir, "w.seed")); err != nil || info.Mode().Perm() != fs.FileMode(0o600) || !strings.HasPrefix(out, "worker-1 work U") {
		t.Errorf("user: %q, %v", out, err)
	}
	f.does(exitStore, "queue", "user", "--role", "work", "--secret", "w.seed", "worker-1")
	for args, code := range map[string]int{
		"work --queue http://127.0.0.1":                              exitUsage,
		"--store x.duckdb work":                                      exitUsage,
		"queue --listen 0.0.0.0:4222":                                exitNetwork,
		"queue --silence 1ms":                                        exitUsage,
		"read --queue " + f.urls + " --queue-creds missing in.jsonl": exitOwnFiles,
		"queue status --queue nats://127.0.0.1:1":                    exitNetwork,
		"queue again --queue " + f.urls + " 77":                      exitNo,
	} {
		f.does(code, strings.Fields(args)...)
	}
	_ = f.rings[0].Process.Signal(syscall.SIGINT)
	if err := f.rings[0].Wait(); err != nil {
		t.Errorf("a server that is told to end: %v", err)
	}
}
