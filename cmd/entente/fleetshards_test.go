package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"entente/clickhousetest"
	"entente/corpus"
	"entente/queue"
)

var (
	shardRuns    = flag.Int("shardruns", 1, "how many times TestShardsUnderKills ends a worker, the queue's leader and a shard at random moments")
	shardStories = flag.Int("shardstories", 600, "stories that TestShardsUnderKills codes in each run")
	shardLog     = flag.String("shardlog", "", "a file to which TestShardsUnderKills adds a line a run; runs that stand there are not made again")
)

// shortStories writes so many stories of one paragraph each: those of the demonstration,
// over and over under other names and in other months.
func (f *fleet) shortStories(n int) {
	f.t.Helper()
	var b bytes.Buffer
	enc := jsonTo(&b)
	for month := 0; n > 0; month++ {
		for item, err := range demoStories(corpus.Demo()) {
			if err != nil {
				f.t.Fatal(err)
			}
			s := item.Story
			for i, words := range strings.Split(s.Text, "\n\n") {
				if words = strings.TrimSpace(words); words == "" || n == 0 {
					continue
				}
				n--
				err := enc.Encode(map[string]any{"id": fmt.Sprintf("%s-%d-%d", s.ID, i, month), "published": s.Published.AddMonths(month).String(), "publisher": s.Publisher, "text": words})
				if err != nil {
					f.t.Fatal(err)
				}
			}
		}
	}
	if err := os.WriteFile(filepath.Join(f.dir, "in.jsonl"), b.Bytes(), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// TestShardsUnderKills codes one archive with one process and a file, then with three
// servers of a queue, two workers and two shards, first undisturbed and then while a
// worker, the queue's leader and a shard are ended by kill -9 at random moments and brought
// back: what is exported is the same, byte by byte.
func TestShardsUnderKills(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	if clickhousetest.Program() == "" {
		t.Skip("no clickhouse-server: make needs installs it where it can be")
	}
	seed := *fleetSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	f := newFleet(t)
	f.world = "" // the dictionaries inside
	f.shortStories(*shardStories)
	began := time.Now()
	f.does(0, "--store", "one.duckdb", "-q", "read", "in.jsonl")
	want := f.tells("one.duckdb")
	t.Logf("%d stories, one process: %.0f s, %d lines of export", *shardStories, time.Since(began).Seconds(), strings.Count(want, "\n"))
	if strings.Count(want, "\n") < *shardStories/10 {
		t.Fatalf("there is little to tell: %s", want)
	}
	calm, made := runsMade(t)
	if !calm {
		f.run(t, "calm", nil, want)
	}
	for n := made; n < *shardRuns; n++ {
		chance := rand.New(rand.NewPCG(seed, uint64(n)))
		f.run(t, fmt.Sprintf("kills -fleetseed %d run %d", seed, n), chance, want)
	}
}

// runsMade reads from the log which runs need not be made again.
func runsMade(t *testing.T) (calm bool, kills int) {
	t.Helper()
	text, err := os.ReadFile(*shardLog)
	if *shardLog == "" || os.IsNotExist(err) {
		return false, 0
	}
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		calm = calm || strings.HasPrefix(line, "calm")
		if strings.HasPrefix(line, "kills") {
			kills++
		}
	}
	return calm, kills
}

// run codes the archive with a fleet of its own and holds what is exported to what one
// process exports; without chance nobody is killed.
func (f *fleet) run(t *testing.T, name string, chance *rand.Rand, want string) {
	verdict, began := "failed", time.Now()
	t.Run(name, func(t *testing.T) {
		g := *f
		g.t, g.dir, g.rings, g.args = t, t.TempDir(), nil, nil
		if err := os.Link(filepath.Join(f.dir, "in.jsonl"), filepath.Join(g.dir, "in.jsonl")); err != nil {
			t.Fatal(err)
		}
		shards, err := clickhousetest.Start(g.dir, 2)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = shards.Stop() })
		g.spread(shards, chance)
		coded := time.Since(began)
		got := g.tells(shards.Store("news"))
		if got != want {
			verdict = "differs"
			keep := filepath.Join(os.TempDir(), fmt.Sprintf("entente-shards-%d", os.Getpid()))
			_ = os.WriteFile(keep+"-got", []byte(got), 0o600)
			_ = os.WriteFile(keep+"-want", []byte(want), 0o600)
			t.Fatalf("the fleet tells something else, see %s-got and -want", keep)
		}
		verdict = "same"
		t.Logf("the exports are the same; coded in %.0f s, with the export %.0f s", coded.Seconds(), time.Since(began).Seconds())
	})
	if *shardLog == "" {
		return
	}
	log, err := os.OpenFile(*shardLog, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	fmt.Fprintf(log, "%s\t%s\t%.0f s\n", name, verdict, time.Since(began).Seconds())
}

// blow ends one part of a fleet at some moment, and brings it back.
type blow struct {
	what        string
	after       float64       // the share of the stories that are done by then
	later, away time.Duration // than that, and for how long
	kill, back  func()
	due, killed time.Time
	isBack      bool
}

// strike kills and brings back what is due, and reports whether all of it is over.
func strike(t *testing.T, blows []*blow, done float64) bool {
	over := true
	for _, b := range blows {
		now := time.Now()
		switch {
		case b.isBack:
			continue
		case b.due.IsZero() && done >= b.after:
			b.due = now.Add(b.later)
		case !b.due.IsZero() && b.killed.IsZero() && now.After(b.due):
			b.kill()
			b.killed = now
			t.Logf("%s is killed at %.0f %%", b.what, 100*done)
		case !b.killed.IsZero() && now.Sub(b.killed) > b.away:
			b.back()
			b.isBack = true
			t.Logf("%s is back at %.0f %%", b.what, 100*done)
		}
		over = over && b.isBack
	}
	return over
}

// spread has the archive coded by two workers, three servers of a queue and two shards.
func (f *fleet) spread(shards *clickhousetest.Cluster, chance *rand.Rand) {
	t := f.t
	t.Helper()
	f.ring(3)
	q, err := queue.Open(t.Context(), queue.Login{URL: f.urls})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	publisher := f.begins("-q", "read", "--queue", f.urls, "--manifest", "published", "in.jsonl")
	work := func(n int) *exec.Cmd {
		return f.begins("--store", shards.Store("news"), "work", "--queue", f.urls, "--name", fmt.Sprint("w", n))
	}
	workers := []*exec.Cmd{work(0), work(1)}
	blows := f.blows(q, chance, shards, workers, work)
	published, done := false, 0.
	f.comes("the end", func() bool {
		st, err := q.Status(t.Context())
		if err == nil {
			done = float64(st.Done) / float64(*shardStories)
		}
		over := strike(t, blows, done)
		if !published && over {
			published = true
			if err := publisher.Wait(); err != nil {
				t.Fatalf("the publisher ends: %v\n%s", err, f.logged())
			}
			return false
		}
		return over && published && err == nil && st.Waiting+st.InWork == 0
	})
	st := f.status()
	if st.Aside > 0 {
		t.Fatalf("set aside: %+v", st.Set)
	}
	var servers float64
	for _, s := range st.Servers {
		servers += s.CPU
	}
	used := publisher.ProcessState.UserTime() + publisher.ProcessState.SystemTime()
	for _, w := range workers { // in order: what it holds is stored
		_ = w.Process.Signal(syscall.SIGTERM)
		if err := w.Wait(); err != nil {
			t.Fatalf("a worker ends: %v\n%s", err, f.logged())
		}
		used += w.ProcessState.UserTime() + w.ProcessState.SystemTime()
	}
	t.Logf("processor time since they were last begun: publisher and workers %.0f s, servers of the queue %.0f s, shards %.0f s", used.Seconds(), servers, shards.CPU().Seconds())
}

func (f *fleet) logged() string {
	log, _ := os.ReadFile(filepath.Join(f.dir, "log"))
	return string(log)
}

// blows are those of one run: to a worker, the queue's leader and a shard, in any order.
func (f *fleet) blows(q *queue.Queue, chance *rand.Rand, shards *clickhousetest.Cluster, workers []*exec.Cmd, work func(int) *exec.Cmd) []*blow {
	if chance == nil {
		return nil
	}
	w, shard, leader := chance.IntN(len(workers)), chance.IntN(2), 0
	begin := func() {
		if err := shards.Begin(shard); err != nil {
			f.t.Fatal(err)
		}
	}
	all := []*blow{
		{what: fmt.Sprint("worker ", w), kill: func() { kill9(workers[w]) }, back: func() { workers[w] = work(w) }},
		{what: "the queue's leader", kill: func() { leader = f.leader(q); kill9(f.rings[leader]) }, back: func() { f.rings[leader] = f.begins(f.args[leader]...) }},
		{what: fmt.Sprint("shard ", shard), kill: func() { _ = shards.Kill(shard) }, back: begin},
	}
	for _, b := range all {
		b.after, b.later, b.away = .05+.75*chance.Float64(), time.Duration(chance.IntN(1000))*time.Millisecond, time.Duration(chance.IntN(5000))*time.Millisecond
	}
	return all
}

// leader is the number of the server that leads the queue.
func (f *fleet) leader(q *queue.Queue) int {
	for begun := time.Now(); ; {
		st, err := q.Status(f.t.Context())
		if err == nil {
			for i := range f.rings {
				if st.Leader == fmt.Sprint("q", i) {
					return i
				}
			}
		}
		if f.t.Context().Err() != nil || time.Since(begun) > 3*time.Minute {
			f.t.Fatalf("nobody leads the queue: %+v, %v", st, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
