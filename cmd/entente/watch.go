package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"entente"
	"entente/alert"
	"entente/coder"
	"entente/desk"
	"entente/fetch"
	"entente/watch"
)

type watchCmd struct {
	outbound
	Every  time.Duration `help:"Between two visits of a feed, at least; up to a quarter is added, so that not all are asked at once." default:"1h"`
	Pages  int           `help:"Pages that are got in one visit, at most; the others wait." default:"30"`
	Once   bool          `help:"Visit what is due and end, for cron."`
	Alerts string        `help:"Rules of what is worth an alert, in YAML (docs/watch.md)." placeholder:"FILE"`
	DryRun bool          `help:"Visit and send nothing: print the alerts that the store's history would have raised."`
	Since  string        `help:"First day of a dry run; by default that of the first story." placeholder:"DATE"`
	State  string        `help:"File in which visits and alerts are remembered; by default the store's name with .watch.json." placeholder:"FILE"`
	Seed   int64         `help:"Of the part of the pauses that differs from feed to feed." default:"1"`
	JSON   bool          `help:"What was done, as JSON lines." name:"json"`
	Feeds  string        `arg:"" optional:"" name:"feeds.opml" help:"The feeds to be watched: an OPML file."`
}

// watchSuffix is what a store's name gets for that of the file in which watch remembers.
const watchSuffix = ".watch.json"

// leastEvery is the shortest pause between two visits that can be asked for.
const leastEvery = 10 * time.Minute

func (c *watchCmd) Run(ctx context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	rules, err := c.rules(tools)
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.replay(ctx, e, tools, rules)
	}
	e.lasts = !c.Once
	w, err := c.watcher(e, tools, rules, world{})
	if err != nil {
		return err
	}
	defer w.client.Close()
	release, err := holdFile(w.path)
	if err != nil {
		return badStore(err)
	}
	defer release()
	if w.state, err = readWatchState(w.path); err != nil {
		return err
	}
	err = w.run(ctx)
	if err != nil { // what was done until then is remembered, if it can be
		_ = w.save()
	}
	return err
}

// rules reads the analyst's rules, if any are named.
func (c *watchCmd) rules(tools coder.Tools) (alert.Rules, error) {
	if c.Alerts == "" {
		if c.DryRun {
			return alert.Rules{}, usage("--dry-run needs rules: name them with --alerts FILE")
		}
		return alert.Rules{}, nil
	}
	return readRules(c.Alerts, tools)
}

// readRules reads the analyst's rules of alerts.
func readRules(path string, tools coder.Tools) (alert.Rules, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return alert.Rules{}, ownFile(path, err)
	}
	rules, err := alert.Parse(path, data, alert.Actors{
		Known: func(code entente.Code) bool { _, ok := tools.Lexicon.Polity(code); return ok },
		Near:  func(s string) []string { return nearCodes(tools, s) },
	})
	if err != nil {
		return rules, ownFile(path, err)
	}
	return rules, nil
}

// nearCodes gives the code of an actor whose name stands in its place.
func nearCodes(tools coder.Tools, s string) []string {
	if a := coder.Resolve(tools, s, entente.DayOf(time.Now())); a.Code != "" {
		return []string{string(a.Code)}
	}
	return nil
}

// world is what a test puts in the place of the world.
type world struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	fetch fetch.Options
}

// watcher is a run of watch.
type watcher struct {
	*env
	watchCmd
	tools  coder.Tools
	rules  alert.Rules
	feeds  []watch.Feed
	client *fetch.Client
	path   string // of the state
	mu     sync.Mutex
	state  watchState
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error

	lent    desk.Store // of a server, which keeps it open; nil where the watcher opens the store itself
	changed func()     // is called when the store of a server holds something else than before
}

func (c *watchCmd) watcher(e *env, tools coder.Tools, rules alert.Rules, at world) (*watcher, error) {
	switch {
	case c.Feeds == "":
		return nil, usage("no feeds are named: entente watch FEEDS.opml")
	case c.Since != "":
		return nil, usage("--since belongs to --dry-run")
	case c.Every < leastEvery:
		return nil, usage("--every: %s is too often; at least %s", c.Every, leastEvery)
	case c.Pages < 1:
		return nil, usage("--pages: at least 1")
	case e.Store == "":
		return nil, codedError{exitUsage, fmt.Errorf("no store is named"), "name a store with --store FILE or ENTENTE_STORE"}
	}
	feeds, err := c.feeds(e)
	if err != nil {
		return nil, err
	}
	at.fetch.Limits = fetch.Limits{Body: pageSize, Unpacked: 2 * pageSize}
	client, err := c.client(at.fetch)
	if err != nil {
		return nil, err
	}
	w := &watcher{env: e, watchCmd: *c, tools: tools, rules: rules, feeds: feeds, client: client, path: c.State, now: at.now, sleep: at.sleep}
	if w.path == "" {
		w.path = besideStore(e.Store, watchSuffix)
	}
	if w.now == nil {
		w.now = time.Now
	}
	if w.sleep == nil {
		w.sleep = fetch.Sleep
	}
	return w, nil
}

func (c *watchCmd) feeds(e *env) ([]watch.Feed, error) {
	data, err := os.ReadFile(c.Feeds)
	if err != nil {
		return nil, ownFile(c.Feeds, err)
	}
	feeds, problems, err := watch.ParseOPML(c.Feeds, data)
	e.problems(problems)
	if err != nil {
		return nil, ownFile(c.Feeds, err)
	}
	return feeds, nil
}

// run makes one round, or one after the other until it is interrupted.
func (w *watcher) run(ctx context.Context) error {
	for {
		visited, failed, err := w.round(ctx)
		if err != nil {
			return err
		}
		next := w.next()
		if w.Once {
			if visited == 0 {
				w.say("no feed is due; the next one is at %s", moment(next))
			}
			if visited > 0 && visited == failed {
				return badNetwork(fmt.Errorf("none of %s could be got", counted(visited, "feed", "feeds")), "")
			}
			return nil
		}
		w.say("the next visit is at %s", moment(next))
		if err := w.sleep(ctx, max(next.Sub(w.now()), time.Second)); err != nil {
			return err
		}
	}
}

// next is when there will be something to do: a feed is due, or a message that could
// not be delivered may be tried again.
func (w *watcher) next() time.Time {
	var next time.Time
	sooner := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	for _, f := range w.feeds {
		sooner(w.state.record(f.URL).Next)
	}
	if w.Alerts != "" {
		for _, o := range w.state.Owed {
			sooner(o.Next)
		}
	}
	return next
}

// atOnce is how many feeds are visited at a time, each host by one visit alone.
const atOnce = 4

// round visits each feed that is due, then sees what is worth an alert. A feed that
// fails stops no other; the store, the disk and an interruption stop all.
func (w *watcher) round(ctx context.Context) (visited, failed int, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var visits sync.WaitGroup
	seats := make(chan struct{}, atOnce)
	for _, f := range w.due() {
		seats <- struct{}{}
		visits.Go(func() {
			defer func() { <-seats }()
			w.mu.Lock()
			defer w.mu.Unlock()
			if ctx.Err() != nil {
				return
			}
			v, err := w.visit(ctx, f, w.state.record(f.URL))
			if err == nil {
				err = w.told(v)
			}
			if err != nil {
				stop(err)
				return
			}
			visited++
			if v.Outcome == failedVisit {
				failed++
			}
		})
	}
	visits.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return visited, failed, context.Cause(ctx)
	}
	return visited, failed, w.alert(ctx)
}

// due lists the feeds that may be visited now.
func (w *watcher) due() []watch.Feed {
	return slices.DeleteFunc(slices.Clone(w.feeds), func(f watch.Feed) bool { return !w.state.record(f.URL).Due(w.now()) })
}

// freely lets other visits go on while this one waits for the network or the store:
// but for that, one visit at a time touches the state.
func (w *watcher) freely(wait func()) {
	w.mu.Unlock()
	defer w.mu.Lock()
	wait()
}
