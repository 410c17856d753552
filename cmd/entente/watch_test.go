package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/desk"
	"entente/duckdb"
	"entente/fetch"
	"entente/lexica"
	"entente/watch"
)

// wire is a made-up outlet, and the clock that goes with it.
type wire struct {
	mu     sync.Mutex
	asked  []string // method and path, and whether it was conditional
	down   bool     // nothing is to be had
	dead   bool     // no page is to be had
	hookOK bool
	robots string
	pages  int // that the feed lists
	clock  time.Time
	slept  []time.Duration
	until  int // sleeps after which the run is interrupted
	stop   context.CancelFunc
}

func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := r.Method + " " + r.URL.Path
	if r.Header.Get("If-None-Match") != "" {
		line += " if changed"
	}
	w.asked = append(w.asked, line)
	mark := fmt.Sprintf(`"%d"`, w.pages)
	switch {
	case r.Method == http.MethodPost && !w.hookOK, w.down:
		out.Header().Set("Retry-After", "7200")
		out.WriteHeader(http.StatusServiceUnavailable)
	case r.Method == http.MethodPost:
	case r.URL.Path == "/robots.txt" && w.robots != "":
		io.WriteString(out, w.robots)
	case r.URL.Path == "/feed":
		out.Header().Set("ETag", mark)
		if r.Header.Get("If-None-Match") == mark {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(out, `<rss version="2.0"><channel><title>Wire</title>`)
		for i := range w.pages {
			fmt.Fprintf(out, `<item><link>/p/%d</link><pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate></item>`, i)
		}
		io.WriteString(out, `</channel></rss>`)
	case r.URL.Path == "/absolute":
		io.WriteString(out, `<rss version="2.0"><channel><item><link>http://common.example/p/99</link></item></channel></rss>`)
	case strings.HasPrefix(r.URL.Path, "/p/") && w.dead:
		out.WriteHeader(http.StatusBadGateway)
	case strings.HasPrefix(r.URL.Path, "/p/"):
		out.Header().Set("Content-Type", "text/plain")
		// One page calls itself another story, at another address.
		fmt.Fprintf(out, `{"id":"known","url":"https://elsewhere.example/","published":"2026-05-01","text":"On April 30 Russia accused China of theft number %s."}`+"\n", r.URL.Path[3:])
	default:
		out.WriteHeader(http.StatusNotFound)
	}
}

func (w *wire) now() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.clock }

func (w *wire) sleep(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
	w.slept = append(w.slept, d)
	if w.stop != nil && len(w.slept) >= w.until {
		w.stop()
		return context.Canceled
	}
	return nil
}

// pause is a client's waiting for its turn, which interrupts nothing.
func (w *wire) pause(_ context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
	return nil
}

func (w *wire) took() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.asked
	w.asked = nil
	return out
}

const wireRules = `
to: [{name: hook, webhook: "http://hooks.example/secret"}, {name: log, file: LOG}]
rules: [{name: words, when: event, pairs: [[RUS, CHN]]}]
`

// watching makes a watcher on a made-up web in a folder of its own.
func watching(t *testing.T, dir string, w *wire, change func(*watchCmd)) *watcher {
	t.Helper()
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tools, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	c := watchCmd{Every: time.Hour, Pages: 3, Seed: 1, outbound: outbound{Pause: time.Second},
		Feeds:  write("feeds.opml", `<opml><outline type="rss" text="The Wire" xmlUrl="http://wire.example/feed"/></opml>`),
		Alerts: write("rules.yaml", strings.ReplaceAll(wireRules, "LOG", filepath.Join(dir, "alerts.jsonl")))}
	if change != nil {
		change(&c)
	}
	rules, err := c.rules(tools)
	if err != nil {
		t.Fatal(err)
	}
	at := world{now: w.now, sleep: w.sleep, fetch: fetch.Options{Now: w.now, Sleep: w.pause,
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
		},
		Dial: func(ctx context.Context, _ netip.AddrPort) (fetch.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", server.Listener.Addr().String())
		}}}
	e := &env{console: console{nil, io.Discard, io.Discard}, cli: &cli{Store: filepath.Join(dir, "a.duckdb")}}
	got, err := c.watcher(e, tools, rules, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(got.client.Close)
	if got.state, err = readWatchState(got.path); err != nil {
		t.Fatal(err)
	}
	return got
}

func counts(t *testing.T, dir string) entente.Counts {
	t.Helper()
	s, err := duckdb.Open(t.Context(), filepath.Join(dir, "a.duckdb"), duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func newWire() *wire {
	return &wire{pages: 5, clock: time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)}
}

// visitFirst visits the first feed and looks for no alerts.
func visitFirst(t *testing.T, w *watcher) (visit, error) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.visit(t.Context(), w.feeds[0], w.state.record(w.feeds[0].URL))
}

// TestManyFeedsAtOnce: feeds of several hosts are visited side by side, what two of
// them list is got once, and one that fails stops none.
func TestManyFeedsAtOnce(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.hookOK = true
	w := watching(t, dir, web, func(c *watchCmd) {
		c.Pages = 10
		var lines strings.Builder
		for i := range 12 {
			fmt.Fprintf(&lines, `<outline xmlUrl="http://wire%d.example/%s"/>`, i, []string{"feed", "absolute", "missing"}[i%3])
		}
		if err := os.WriteFile(c.Feeds, []byte("<opml>"+lines.String()+"</opml>"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	visited, failed, err := w.round(t.Context())
	if err != nil || visited != 12 || failed != 4 {
		t.Errorf("%d, %d, %v", visited, failed, err)
	}
	if n := counts(t, dir); n.Stories != 4*5+1 {
		t.Errorf("%d stories are kept", n.Stories)
	}
	if n := len(slices.DeleteFunc(web.took(), func(s string) bool { return s != "GET /p/99" })); n != 1 {
		t.Errorf("a page of four feeds was got %d times", n)
	}
}

// TestStoreThatFailsEndsTheRound: with its own error, whatever else is under way.
func TestStoreThatFailsEndsTheRound(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	w := watching(t, dir, web, nil)
	if err := os.WriteFile(w.Store, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.round(t.Context()); !errors.Is(err, entente.ErrNotStore) {
		t.Errorf("%v", err)
	}
}

// TestWatchGoesOn: a run over a day visits the feed at most once an hour, asks only for
// what changed, takes so many pages a visit, and ends in order when it is interrupted.
func TestWatchGoesOn(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	ctx, stop := context.WithCancel(t.Context())
	web.stop, web.until = stop, 4
	w := watching(t, dir, web, func(c *watchCmd) { c.Alerts = "" })
	if err := w.run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	want := []string{"GET /robots.txt", "GET /feed", "GET /p/0", "GET /p/1", "GET /p/2", "GET /feed if changed", "GET /p/3", "GET /p/4", "GET /feed if changed", "GET /feed if changed"}
	if got := web.took(); !slices.Equal(got, want) {
		t.Errorf("asked for %q", got)
	}
	for _, d := range web.slept {
		if d < 59*time.Minute || d > 75*time.Minute {
			t.Errorf("between two visits lay %s", d)
		}
	}
	if n := counts(t, dir); n.Stories != 5 {
		t.Errorf("%d stories are kept", n.Stories)
	}
}

// TestWatchSurvivesARestart: a new run knows what is due, what is done, and what
// marks the feed had.
func TestWatchSurvivesARestart(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	once := func() (visited, failed int) {
		t.Helper()
		w := watching(t, dir, web, nil)
		visited, failed, err := w.round(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return visited, failed
	}
	if n, _ := once(); n != 1 {
		t.Errorf("%d feeds are visited", n)
	}
	web.took()
	if n, _ := once(); n != 0 || len(web.took()) > 0 {
		t.Errorf("%d feeds are visited again at once", n)
	}
	web.clock = web.clock.Add(76 * time.Minute)
	once()
	got := web.took()
	if !slices.Contains(got, "GET /feed if changed") || slices.Contains(got, "GET /p/0") || !slices.Contains(got, "GET /p/4") {
		t.Errorf("asked for %q", got)
	}
}

// TestPagesCannotTakeAnothersPlace: whatever a page says of itself, it is kept under
// its own address.
func TestPagesCannotTakeAnothersPlace(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	w := watching(t, dir, web, nil)
	if _, _, err := w.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := duckdb.Open(t.Context(), filepath.Join(dir, "a.duckdb"), duckdb.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for o, err := range s.Stories(t.Context(), entente.Filter{}) {
		if err != nil || !strings.HasPrefix(o.Story, "s_") || !strings.HasPrefix(o.URL, "http://wire.example/p/") {
			t.Errorf("%+v, %v", o, err)
		}
	}
}

// TestWatchBacksOff: an outlet that asks for time gets it, and no page is lost.
func TestWatchBacksOff(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.down = true
	w := watching(t, dir, web, nil)
	began := web.now()
	visited, failed, err := w.round(t.Context())
	if err != nil || visited != 1 || failed != 1 {
		t.Fatalf("%d, %d, %v", visited, failed, err)
	}
	web.down = false
	for range 12 { // robots.txt could not be had either
		web.clock = w.next()
		if visited, failed, err = w.round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if visited > 0 && failed == 0 {
			break
		}
	}
	if waited := web.now().Sub(began); failed > 0 || waited < time.Hour {
		t.Errorf("after %s %d of %d failed", waited, failed, visited)
	}
	if n := counts(t, dir); n.Stories != 3 {
		t.Errorf("%d stories are kept", n.Stories)
	}
}

// TestMessagesAreOwed: an alert that cannot be delivered is tried again, by a later run
// too, until it goes out, once, or is given up; the other target has it at once.
func TestMessagesAreOwed(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	logged := func() int {
		data, _ := os.ReadFile(filepath.Join(dir, "alerts.jsonl"))
		return strings.Count(string(data), "\n")
	}
	posted := func() int {
		return len(slices.DeleteFunc(web.took(), func(s string) bool { return s != "POST /secret" }))
	}
	rounds := func(w *watcher, n int) {
		t.Helper()
		for range n {
			if next := w.next(); next.After(web.now()) {
				web.clock = next.Add(time.Second)
			}
			if _, _, err := w.round(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	w := watching(t, dir, web, nil)
	rounds(w, 1)
	if len(w.state.Owed) != 1 || logged() != 1 || posted() != 1 {
		t.Fatalf("%d are owed, %d logged", len(w.state.Owed), logged())
	}
	w = watching(t, dir, web, nil)
	rounds(w, 2)
	if len(w.state.Owed) != 1 || w.state.Owed[0].Tries < 2 {
		t.Errorf("owed are %+v", w.state.Owed)
	}
	posted()
	web.hookOK = true
	rounds(w, 6)
	w = watching(t, dir, web, nil)
	rounds(w, 1)
	if n := posted(); n != 1 || len(w.state.Owed) != 0 || logged() != 1 {
		t.Errorf("posted %d times, %d owed, %d logged", n, len(w.state.Owed), logged())
	}
	w.state.Owed = []owed{{To: "hook", ID: "al_1", Body: []byte(`{}`)}}
	web.hookOK = false
	rounds(w, 40)
	if len(w.state.Owed) != 0 {
		t.Errorf("never given up: %+v", w.state.Owed)
	}
}

// TestAlertsSurviveACrash: what was kept before a run broke off raises its alert in
// the next.
func TestAlertsSurviveACrash(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.hookOK = true
	w := watching(t, dir, web, nil)
	if _, err := visitFirst(t, w); err != nil { // and here the power goes
		t.Fatal(err)
	}
	again := watching(t, dir, web, nil)
	if len(again.state.New) != 3 {
		t.Fatalf("%d stories are new", len(again.state.New))
	}
	if _, _, err := again.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(filepath.Join(dir, "alerts.jsonl"))
	if !strings.Contains(string(data), `"rule":"words"`) || len(again.state.New) != 0 {
		t.Errorf("logged %q", data)
	}
}

// TestLookAtNothingIsNone: a round without new stories is no look, so what comes after is
// compared with the last that was.
func TestLookAtNothingIsNone(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.hookOK = true
	w := watching(t, dir, web, nil)
	if _, _, err := w.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	looked := w.state.Looked
	w.state.New = nil
	web.clock = web.clock.AddDate(0, 0, 3)
	if err := w.alert(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !looked.Known() || w.state.Looked != looked {
		t.Errorf("looked on %s, after a round without stories on %s", looked, w.state.Looked)
	}
}

// TestAlertsSurviveAnEarlierCrash: what was kept by a run that broke off before it
// could remember so is got and kept again, which changes nothing, and raises its alert.
func TestAlertsSurviveAnEarlierCrash(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.hookOK = true
	w := watching(t, dir, web, nil)
	if _, err := visitFirst(t, w); err != nil {
		t.Fatal(err)
	}
	r := w.state.record(w.feeds[0].URL)
	for url := range r.Done { // as the state was before the store had them
		r.Waiting = append(r.Waiting, watch.Waiting{Entry: watch.Entry{URL: url}})
	}
	r.Done, r.Next = nil, time.Time{}
	if err := w.save(); err != nil {
		t.Fatal(err)
	}
	again := watching(t, dir, web, func(c *watchCmd) { c.Pages = 10 })
	if _, _, err := again.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(filepath.Join(dir, "alerts.jsonl"))
	if strings.Count(string(data), `"rule":"words"`) != 1 || counts(t, dir).Stories != 5 {
		t.Errorf("logged %q", data)
	}
}

// TestSilentOutletHoldsNobodyUp: after a few pages that fail for a reason that may
// pass, the others of the feed wait.
func TestSilentOutletHoldsNobodyUp(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.pages, web.dead = 20, true
	w := watching(t, dir, web, func(c *watchCmd) { c.Pages = 20 })
	v, err := visitFirst(t, w)
	if err != nil || v.Lost != mostInARow || v.Waiting != 20 {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestSlowHostGetsItsPauses: a host that asks for long pauses gets them, and a visit
// ends all the same.
func TestSlowHostGetsItsPauses(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.pages, web.robots = 20, "User-agent: *\nCrawl-delay: 100\n"
	w := watching(t, dir, web, func(c *watchCmd) { c.Pages, c.Alerts = 20, "" })
	began := web.now()
	v, err := visitFirst(t, w)
	if err != nil || v.Read < 4 || v.Read > 7 || v.Waiting != 20-v.Read {
		t.Errorf("%+v, %v", v, err)
	}
	if took := web.now().Sub(began); took < time.Duration(v.Read)*100*time.Second || took > 13*time.Minute {
		t.Errorf("%d pages in %s", v.Read, took)
	}
}

// TestBusyStoreIsSatOut: a question asked of the store ends no watch; the pages wait.
func TestBusyStoreIsSatOut(t *testing.T) {
	dir, web := t.TempDir(), newWire()
	web.hookOK = true
	w := watching(t, dir, web, nil)
	other, err := duckdb.Open(t.Context(), w.Store, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	other.Close()
	if r := w.state.record(w.feeds[0].URL); len(r.Waiting) != 5 {
		t.Errorf("%d pages wait", len(r.Waiting))
	}
	web.clock = w.next()
	if _, _, err := w.round(t.Context()); err != nil || counts(t, dir).Stories != 3 {
		t.Errorf("%v", err)
	}
	w.Once = true
	if other, err = duckdb.Open(t.Context(), w.Store, duckdb.Options{}); err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	web.clock = w.next()
	if _, _, err := w.round(t.Context()); !errors.Is(err, entente.ErrStoreBusy) {
		t.Errorf("a single run ends with %v", err)
	}
}

// TestOneWatchAState: a second watch on the same state is refused while the first runs.
func TestOneWatchAState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	release, err := holdFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holdFile(path); err == nil {
		t.Error("two hold it")
	}
	release()
	if release, err = holdFile(path); err != nil {
		t.Errorf("when the first has ended: %v", err)
	}
	release()
}

// TestCommands: a command that fails says why, one that does not end is ended with the
// run, and the words of an alert are never part of the command line.
func TestCommands(t *testing.T) {
	if err := runWith(t.Context(), []string{"sh", "-c", "echo no such user >&2; exit 3"}, nil); err == nil || !strings.Contains(err.Error(), "no such user") {
		t.Errorf("%v", err)
	}
	if err := runWith(t.Context(), []string{"sh", "-c", `read -r x && [ "$x" = '$(id); "quoted"' ] && [ $# -eq 0 ]`}, []byte(`$(id); "quoted"`)); err != nil {
		t.Errorf("%v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := runWith(ctx, []string{"sleep", "60"}, nil); err == nil {
		t.Error("it went on")
	}
}

// TestFlat: nothing from outside acts on a terminal.
func TestFlat(t *testing.T) {
	if got := flat("a\x1b[31mb\u202ec\u009bd\xff\n"); strings.ContainsAny(got, "\x1b\u202e\u009b\n") || !strings.Contains(got, "b") {
		t.Errorf("%q", got)
	}
}
