//go:build unix

package web_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/duckdb"
	"entente/eventfile"
	"entente/eventfiletest"
	"entente/guard"
	"entente/web"
)

var (
	loadReaders = flag.Int("readers", 50, "of TestReadersAndImport")
	loadTime    = flag.Duration("time", 30*time.Second, "that TestReadersAndImport reads and imports")
	loadTrials  = flag.Int("trials", 60, "questions of each kind in TestServerTimes")
	loadKinds   = flag.String("kinds", "", "a part of the names of the kinds that TestServerTimes asks; all by default")
)

// big opens a copy of the store that ENTENTE_STORE names, as a server does.
func big(t *testing.T) *ask.Clerk {
	t.Helper()
	path := os.Getenv("ENTENTE_STORE")
	if path == "" {
		t.Skip("ENTENTE_STORE names no store")
	}
	data, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	own := filepath.Join(t.TempDir(), "a.duckdb")
	to, err := os.Create(own)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, data); err != nil || to.Close() != nil {
		t.Fatal(err)
	}
	s, err := duckdb.Open(t.Context(), own, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	tl, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	return &ask.Clerk{Store: s, Tools: tl, Today: func() entente.Day { return today }}
}

// asked are questions by kind; each trial of a kind is another question where there are
// several, so that what was answered before helps none but by what they share.
func asked(t *testing.T, c *ask.Clerk, rng *rand.Rand) map[string][]string {
	t.Helper()
	held, err := c.Store.Holdings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := entente.Filter{Sources: []string{entente.CodedHere}}
	for _, h := range held {
		f.Sources = append(f.Sources, h.Source)
	}
	busy, err := c.Store.Busy(t.Context(), f)
	if err != nil || len(busy) < 100 {
		t.Fatalf("%v: %d pairs", err, len(busy))
	}
	var actors []string
	out := map[string][]string{}
	for _, p := range busy[:100] {
		out["dyad"] = append(out["dyad"], "/dyad/"+string(p.A)+"/"+string(p.B)+"?source=all")
		out["dyad, coded"] = append(out["dyad, coded"], "/dyad/"+string(p.A)+"/"+string(p.B))
		out["events"] = append(out["events"], "/events?source=all&a="+string(p.A)+"&b="+string(p.B))
		for _, a := range []string{string(p.A), string(p.B)} {
			if !slices.Contains(actors, a) {
				actors = append(actors, a)
			}
		}
	}
	for range 100 {
		three := rng.Perm(min(len(actors), 12))[:3]
		slices.SortFunc(three, func(x, y int) int { return strings.Compare(actors[x], actors[y]) })
		path := "/triangle/" + actors[three[0]] + "/" + actors[three[1]] + "/" + actors[three[2]]
		out["triangle"] = append(out["triangle"], path+"?source=all")
		out["triangle, coded"] = append(out["triangle, coded"], path)
	}
	for _, w := range []string{"talks", "summit", "sanctions", "Russia", "nuclear", "minister", "attack", "trade", "border", "troops", "agreement", "oil", "Iran", "elections", "gas", "aid", "protest", "president", "treaty", "visit"} {
		out["search"] = append(out["search"], "/search?q="+w, "/search?source=all&q="+w)
	}
	for _, p := range []string{"/", "/system", "/hypotheses", "/forecasts", "/events", "/queue", "/agreement", "/about", "/codebook", "/dyad/"} {
		out["page "+p] = []string{p, p + "?source=all"}
	}
	for kind, list := range out {
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for len(list) < *loadTrials {
			list = append(list, list...)
		}
		out[kind] = list[:*loadTrials]
	}
	return out
}

// TestServerTimes prints how long the server takes over each kind of question, from the
// request to the last byte in memory, one question at a time: the median and the 95th
// percentile of questions that differ, by the clock and, which much other work on the
// machine disturbs less, by the processor's time, of all cores together.
func TestServerTimes(t *testing.T) {
	c := big(t)
	defer debug.SetGCPercent(debug.SetGCPercent(web.GC)) // as the server does
	s, err := web.New(web.Options{Clerk: c, Guard: guard.New(guard.Options{Open: web.OpenPaths}), Version: "test", Writes: true})
	if err != nil {
		t.Fatal(err)
	}
	h := s.Handler()
	questions := asked(t, c, rand.New(rand.NewPCG(1, 1)))
	var kinds []string
	for kind := range questions {
		if strings.Contains(kind, *loadKinds) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	first := time.Now()
	put(t, h, "GET", "/", "")
	t.Logf("the first question of all: %.0f ms", ms(time.Since(first)))
	if err := s.Warm(t.Context()); err != nil { // as the server does when it begins
		t.Fatal(err)
	}
	for _, kind := range kinds {
		var took, busy []time.Duration
		slowest := ""
		for _, path := range questions[kind] {
			begun, before := time.Now(), processor(t)
			w := httptest.NewRecorder()
			r := httptest.NewRequest("GET", path, nil)
			r.Host = "localhost"
			h.ServeHTTP(w, r)
			d := time.Since(begun)
			busy = append(busy, processor(t)-before)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
			}
			if len(took) == 0 || d > slices.Max(took) {
				slowest = path
			}
			took = append(took, d)
		}
		slices.Sort(took)
		slices.Sort(busy)
		at := func(of []time.Duration, p float64) float64 { return ms(of[int(p*float64(len(of)-1)+.5)]) }
		t.Logf("%-18s n %d, clock: median %.0f, 95 %% %.0f, most %.0f ms (%s); processor: median %.0f, 95 %% %.0f ms", kind, len(took), at(took, .5), at(took, .95), at(took, 1), slowest, at(busy, .5), at(busy, .95))
	}
}

// processor is the time of all cores that this process has had.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// TestReadersAndImport lets many read while event files are imported and stories brought
// in: no answer is an error, and no event is lost.
func TestReadersAndImport(t *testing.T) {
	c := big(t)
	srv := httptest.NewServer(handlerOf(t, c, guard.Options{}))
	defer srv.Close()
	all := asked(t, c, rand.New(rand.NewPCG(2, 2)))
	var paths []string
	for _, list := range all {
		paths = append(paths, list...)
	}
	slices.Sort(paths)
	before := eventsOf(t, c)
	ctx, stop := context.WithTimeout(t.Context(), *loadTime)
	defer stop()
	var answered, failed atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	var work sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: *loadReaders}}
	for i := range *loadReaders {
		rng := rand.New(rand.NewPCG(3, uint64(i)))
		work.Go(func() {
			for ctx.Err() == nil {
				path := paths[rng.IntN(len(paths))]
				begun := time.Now()
				r, err := client.Get(srv.URL + path)
				var body []byte
				if err == nil {
					body, err = io.ReadAll(r.Body)
					r.Body.Close()
				}
				if err != nil || r.StatusCode != http.StatusOK {
					failed.Add(1)
					t.Errorf("%s: %v %.200s", path, err, body)
					continue
				}
				answered.Add(1)
				mu.Lock()
				took = append(took, time.Since(begun))
				mu.Unlock()
			}
		})
	}
	added, stories := 0, 0
	for n := 0; ctx.Err() == nil; n++ {
		added += importMore(t, c, n)
		id := fmt.Sprintf("load-%d", n)
		r, err := client.Post(srv.URL+"/api/v1/stories?name=x.jsonl", "application/octet-stream", strings.NewReader(fmt.Sprintf(`{"id":%q,"published":"2021-06-01","text":"France condemned Belarus on Monday over case number %d."}`, id, n)))
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("bringing a story: %v %v", err, r)
		}
		r.Body.Close()
		stories++
	}
	work.Wait()
	if got := eventsOf(t, c); got != before+added {
		t.Errorf("%d imported events, not %d and %d", got, before, added)
	}
	for n := range stories {
		if page := text(t, put(t, handlerOf(t, c, guard.Options{}), "GET", "/story/"+url.PathEscape(fmt.Sprintf("load-%d", n)), "")); !strings.Contains(page, fmt.Sprintf("case number %d", n)) {
			t.Errorf("story %d is lost", n)
		}
	}
	slices.Sort(took)
	if len(took) > 0 {
		t.Logf("%d readers, %s: %d answers, %d errors, median %.0f, 95 %% %.0f ms; %d events imported, %d stories brought, none lost", *loadReaders, *loadTime, answered.Load(), failed.Load(), ms(took[len(took)/2]), ms(took[len(took)*95/100]), added, stories)
	}
	if added == 0 || answered.Load() == 0 {
		t.Errorf("%d events were imported, %d questions answered", added, answered.Load())
	}
}

// eventsOf counts the imported events of a store.
func eventsOf(t *testing.T, c *ask.Clerk) int {
	t.Helper()
	held, err := c.Store.Holdings(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, h := range held {
		n += h.Events
	}
	return n
}

// importMore imports a slice of events that the store does not have, as entente import
// does.
func importMore(t *testing.T, c *ask.Clerk, n int) int {
	t.Helper()
	o := eventfiletest.Usual(4000)
	o.Seed, o.First = uint64(1000+n), time.Date(2021, time.January, 1+n, 0, 0, 0, 0, time.UTC)
	var data bytes.Buffer
	for s := range eventfiletest.Slices(o) {
		for line := range bytes.Lines(s.Export) {
			if line[0] >= '0' && line[0] <= '9' { // ids of its own
				fmt.Fprint(&data, 9000+n)
			}
			data.Write(line)
		}
	}
	f, err := eventfile.Open(eventfile.Member{Name: fmt.Sprintf("load-%d.csv", n), R: &data}, eventfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := desk.Import(t.Context(), c.Store, c.Tools, f, desk.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c.Changed()
	if got.Events+got.Known != got.Rows-got.Bad {
		t.Errorf("%+v", got)
	}
	return got.Events
}

// TestWordsOfImportsAreInTheCatalogue reads what pages say of imported events in the invented
// language.
func TestWordsOfImportsAreInTheCatalogue(t *testing.T) {
	clerk := clerkOf(t, storiesOf(threeActs...))
	importMore(t, clerk, 0)
	h := speaking(t, clerk, guard.Options{})
	brief := text(t, put(t, h, http.MethodGet, "/api/v1/brief", ""))
	scope := "source=gdelt2"
	list := text(t, put(t, h, http.MethodGet, "/api/v1/events?format=jsonl&"+scope, ""))
	page := readAloud(t, h, clerk, brief+list, "/events?"+scope)
	if !strings.Contains(page, "no sentence is at hand") {
		t.Error("no imported event is shown")
	}
	link := regexp.MustCompile(`href="(/event/[^"?]+)`).FindStringSubmatch(page)
	if link == nil {
		t.Fatal("no imported event is linked to")
	}
	for _, path := range []string{strings.ReplaceAll(link[1], "%3A", ":") + "?" + scope, "/about", "/dyad/RUS/USA?" + scope, "/triangle/CHN/RUS/USA?" + scope} {
		readAloud(t, h, clerk, brief+list, path)
	}
}
