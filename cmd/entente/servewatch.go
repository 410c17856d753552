package main

import (
	"context"
	"errors"
	"time"

	"entente/coder"
	"entente/desk"
)

// subscriptions are the flags of a server that visits feeds besides.
type subscriptions struct {
	outbound
	Watch  string        `help:"Visit the feeds of this OPML file while serving, as entente watch does." placeholder:"FEEDS.opml"`
	Every  time.Duration `help:"Between two visits of a feed, at least." default:"1h"`
	Pages  int           `help:"Pages that are got in one visit, at most; the others wait." default:"30"`
	Alerts string        `help:"Rules of what is worth an alert, in YAML (docs/watch.md)." placeholder:"FILE"`
}

// watcher makes a watcher of a server, nil if it visits no feeds. Its state is held until
// release is called, so that no second watch asks the same hosts.
func (c *subscriptions) watcher(e *env, tools coder.Tools, at world) (w *watcher, release func(), err error) {
	none := func() {}
	if c.Watch == "" {
		if c.Alerts != "" {
			return nil, none, usage("--alerts needs feeds: name them with --watch FEEDS.opml")
		}
		return nil, none, nil
	}
	cmd := watchCmd{outbound: c.outbound, Every: c.Every, Pages: c.Pages, Alerts: c.Alerts, Feeds: c.Watch, Seed: 1}
	rules, err := cmd.rules(tools)
	if err != nil {
		return nil, none, err
	}
	own := *e // problems of visits are no business of the server's
	if w, err = cmd.watcher(&own, tools, rules, at); err != nil {
		return nil, none, err
	}
	unlock, err := holdFile(w.path)
	if err != nil {
		w.client.Close()
		return nil, none, badStore(err)
	}
	release = func() { unlock(); w.client.Close() }
	if w.state, err = readWatchState(w.path); err != nil {
		release()
		return nil, none, err
	}
	return w, release, nil
}

// beside visits feeds while something else goes on with the same open store, and ends with
// it. Where visits cannot go on, for the store or the disk fails, the other is ended too.
// It returns when both have come to their end.
func (w *watcher) beside(ctx context.Context, s desk.Store, changed func(), other func(context.Context) error) error {
	if w == nil {
		return other(ctx)
	}
	w.lent, w.changed = s, changed
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		err := w.run(ctx)
		if err != nil { // what was done until then is remembered, if it can be
			_ = w.save()
		}
		if ctx.Err() != nil {
			err = nil // it was ended
		}
		ended <- err
		stop()
	}()
	err := other(ctx)
	stop()
	return errors.Join(<-ended, err)
}

// lent is a store that somebody else opened and will close.
type lent struct{ desk.Store }

func (lent) Close() error { return nil }
