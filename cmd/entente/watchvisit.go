package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/fetch"
	"entente/news"
	"entente/watch"
)

// visit is what was done at a feed: a line of what watch prints.
type visit struct {
	Kind    string    `json:"kind"` // always "visit"
	Feed    string    `json:"feed"`
	Title   string    `json:"title"`
	Outcome string    `json:"outcome"` // read, unchanged, failed
	Error   string    `json:"error,omitempty"`
	Moved   string    `json:"moved,omitempty"` // the feed's new address, if it has moved for good
	Listed  int       `json:"listed"`
	New     int       `json:"new"`     // pages not known before
	Read    int       `json:"read"`    // pages kept
	Lost    int       `json:"lost"`    // pages that could not be got or read; some are tried again
	Waiting int       `json:"waiting"` // pages still to be got
	Reports int       `json:"reports"` // found in the pages kept
	Next    time.Time `json:"next"`
}

const failedVisit = "failed"

// Media types of feeds, as servers name them, and of pages.
var (
	feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/xml", "text/xml",
		"application/json", "text/plain", "text/html", "application/octet-stream", ""}
	pageTypes = []string{"text/html", "application/xhtml+xml", "text/plain"}
)

// Bytes of a feed, and of a page: nobody writes more, and each is held in memory.
const (
	feedSize = 4 << 20
	pageSize = 4 << 20
)

// visit gets a feed and the pages it lists, and keeps what they tell. An error is one
// of the store, the disk or an interruption.
func (w *watcher) visit(ctx context.Context, f watch.Feed, r *watch.Record) (visit, error) {
	r.Begin(w.now(), watch.Pace{Every: w.Every, Seed: w.Seed}, f.URL)
	if err := w.save(); err != nil { // first of all, so that no crash makes the next visit earlier
		return visit{}, err
	}
	v := visit{Kind: "visit", Feed: f.URL, Title: f.Title, Outcome: "read"}
	if err := w.list(ctx, f, r, &v); err != nil {
		if ctx.Err() != nil {
			return v, context.Cause(ctx)
		}
		r.Fail(untilOf(err))
		v.Outcome, v.Error = failedVisit, flat(err.Error())
		w.problems([]entente.Problem{unfetched(f.URL, err)})
	}
	if v.Outcome != failedVisit {
		if err := w.pages(ctx, f, r, &v); err != nil {
			return v, err
		}
	}
	v.Waiting, v.Next = len(r.Waiting), r.Next
	return v, w.save()
}

// list gets a feed and notes the pages it lists.
func (w *watcher) list(ctx context.Context, f watch.Feed, r *watch.Record, v *visit) error {
	got, err := w.get(ctx, fetch.Request{URL: f.URL, ETag: r.ETag, Modified: r.Modified, Types: feedTypes, Most: feedSize})
	if err != nil {
		return err
	}
	v.Moved = got.Moved
	if got.Unchanged {
		v.Outcome = "unchanged"
		r.Succeed(0)
		return nil
	}
	data := got.Body
	if !bytes.Contains(data[:min(len(data), 200)], []byte("encoding=")) { // what the feed says of itself goes before the header
		data = got.UTF8()
	}
	channel, err := watch.ReadChannel(data, got.URL)
	if err != nil {
		return err
	}
	r.Succeed(channel.Every)
	r.ETag, r.Modified, r.Title = got.ETag, got.Modified, channel.Title
	if v.Title == "" {
		v.Title = channel.Title
	}
	v.Listed = len(channel.Entries)
	v.New = r.Find(channel.Entries, w.today(), func(url string) bool { return w.state.knows(f.URL, url) })
	return nil
}

// get fetches while other visits go on.
func (w *watcher) get(ctx context.Context, r fetch.Request) (got fetch.Response, err error) {
	w.freely(func() { got, err = w.client.Get(ctx, r) })
	return got, err
}

func (w *watcher) today() entente.Day { return entente.DayOf(w.now()) }

// untilOf is when a host wants to be asked again, as its error says.
func untilOf(err error) time.Time {
	var e *fetch.Error
	if errors.As(err, &e) {
		return e.Until
	}
	return time.Time{}
}

// pages gets the pages that wait, then keeps what they tell. The store is open only
// for the keeping, so that questions can be asked of it between.
func (w *watcher) pages(ctx context.Context, f watch.Feed, r *watch.Record, v *visit) error {
	items, err := w.gather(ctx, f, r, v)
	if err != nil || len(items) == 0 {
		return err
	}
	err = w.keep(ctx, r, items, v)
	if w.passes(err) {
		w.problems([]entente.Problem{{Stage: "watch", Subject: w.Store, Offset: -1, Message: fmt.Sprintf("%v; %s will be got again", err, counted(len(items), "page", "pages"))}})
		return nil
	}
	return err
}

// mostInARow is how many pages in a row may fail for a reason that may pass; then the
// others wait, so that an outlet that keeps silent does not hold up all others.
const mostInARow = 3

// longestVisit is when no further page is begun, for a host may ask for long pauses.
const longestVisit = 10 * time.Minute

// gather gets the pages that wait: stories, and the problems of pages that are given
// up, which are kept since they are final.
func (w *watcher) gather(ctx context.Context, f watch.Feed, r *watch.Record, v *visit) ([]news.Item, error) {
	var items []news.Item
	inARow, end := 0, r.Last.Add(longestVisit)
	for _, p := range r.Ready(w.now(), w.Pages) {
		if w.now().After(end) {
			break
		}
		item, err := w.page(ctx, p.Entry, titleOf(f, r))
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err == nil {
			items, inARow = append(items, item), 0
			continue
		}
		v.Lost++
		if sameHost(f.URL, p.URL) { // what it asks for holds after a restart too
			r.LeaveAlone(untilOf(err))
		}
		passing := worthAnother(err)
		if passing && r.PutOff(p.URL, w.now(), untilOf(err)) {
			w.problems([]entente.Problem{unfetched(p.URL, err)})
		} else {
			r.Finish(p.URL, w.today())
			items = append(items, news.Item{Problems: []entente.Problem{unfetched(p.URL, err)}})
		}
		if inARow++; passing && inARow >= mostInARow {
			break
		}
	}
	return items, nil
}

// sameHost reports whether two addresses lie on one host.
func sameHost(a, b string) bool {
	u, err := url.Parse(a)
	v, err2 := url.Parse(b)
	return err == nil && err2 == nil && strings.EqualFold(u.Hostname(), v.Hostname())
}

// passes reports whether an error is one that a watch sits out: somebody else has the
// store open. A single run ends with it.
func (w *watcher) passes(err error) bool { return !w.Once && errors.Is(err, entente.ErrStoreBusy) }

func titleOf(f watch.Feed, r *watch.Record) string {
	if f.Title != "" {
		return f.Title
	}
	return r.Title
}

// worthAnother reports whether a page may be had at another time.
func worthAnother(err error) bool {
	var e *fetch.Error
	if !errors.As(err, &e) {
		return false // it was had, and holds no story
	}
	switch e.Kind {
	case fetch.Refused, fetch.Unsuited, fetch.Large:
		return false
	case fetch.Disallowed:
		return !e.Until.IsZero() // the rules themselves could not be had
	case fetch.Lost:
		return e.Status >= 500 || slices.Contains([]int{http.StatusNotFound, http.StatusTooManyRequests, http.StatusRequestTimeout}, e.Status)
	}
	return true
}

// page gets one page and reads it as a story.
func (w *watcher) page(ctx context.Context, p watch.Entry, publisher string) (news.Item, error) {
	got, err := w.get(ctx, fetch.Request{URL: p.URL, Types: pageTypes})
	if err != nil {
		return news.Item{}, err
	}
	name := "page.html"
	if got.Type == "text/plain" {
		name = "page.txt"
	}
	id := watch.StoryID(p.URL)
	opt := news.Options{ID: id, URL: got.URL, Published: p.Published, Publisher: publisher, MaxStory: pageSize, Single: true}
	for item, err := range news.Read(name, bytes.NewReader(got.UTF8()), opt) {
		// A page is one story under its own address, whatever it says of itself: else it
		// could take the place of another.
		item.Story.ID, item.Story.URL = id, got.URL
		for i := range item.Problems {
			item.Problems[i].Subject = id
		}
		return clean(item), err
	}
	return news.Item{}, fmt.Errorf("%s: %w", p.URL, news.ErrUnusable)
}

// clean leaves out of a page's head what a store does not take.
func clean(item news.Item) news.Item {
	for _, s := range []*string{&item.Story.Title, &item.Story.Author, &item.Story.Publisher, &item.Story.URL} {
		if !utf8.ValidString(*s) || strings.Contains(*s, "\x00") {
			*s = strings.ReplaceAll(strings.ToValidUTF8(*s, "\uFFFD"), "\x00", "")
		}
	}
	return item
}

// keep codes stories and keeps them one by one, as entente read does. Which are new is
// noted before, so that no alert is lost if the run breaks off between.
func (w *watcher) keep(ctx context.Context, r *watch.Record, items []news.Item, v *visit) error {
	s, err := w.openStore(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	if w.changed != nil {
		defer w.changed() // what was kept before an error is kept
	}
	before := slices.Clone(w.state.New)
	for _, item := range items {
		if item.Story.Text != "" {
			w.state.note(item.Story.ID)
		}
	}
	if err := w.save(); err != nil {
		return err
	}
	all := func(yield func(news.Item, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
	for coded, err := range w.telling(desk.Code(ctx, all, w.tools, coder.Options{})) {
		if err != nil {
			return err
		}
		isNew, err := w.keepOne(ctx, s, r, coded, v)
		if err != nil {
			return err
		}
		if id := coded.Story.ID; !isNew && !slices.Contains(before, id) { // one that a broken run kept is still to be looked at
			w.state.forget(id)
		}
	}
	return nil
}

// keepOne keeps one story and says whether the store did not know it.
func (w *watcher) keepOne(ctx context.Context, s desk.Store, r *watch.Record, coded desk.Coded, v *visit) (isNew bool, err error) {
	coded.Seen = w.today()
	one := func(yield func(desk.Coded, error) bool) { yield(coded, nil) }
	receipt, err := desk.Read(ctx, s, w.tools.Name(), one, nil)
	untold := errors.Is(err, entente.ErrNotText)
	if err != nil && !untold || coded.Story.Text == "" {
		return false, err
	}
	if i := slices.IndexFunc(r.Waiting, func(p watch.Waiting) bool { return watch.StoryID(p.URL) == coded.Story.ID }); i >= 0 {
		r.Finish(r.Waiting[i].URL, w.today())
	}
	if untold { // the page's own fault, and no other page's
		v.Lost++
		w.problems([]entente.Problem{{Stage: "watch", Subject: coded.Story.ID, Offset: -1, Message: flat(err.Error())}})
		return false, nil
	}
	v.Read++
	v.Reports += receipt.Reports
	return receipt.Read > 0, nil
}

// patience is how long a store that another process has open is waited for.
const patience = time.Minute

// openStore opens the store, and waits a while if somebody asks it a question.
func (w *watcher) openStore(ctx context.Context, write bool) (desk.Store, error) {
	if w.lent != nil {
		return lent{w.lent}, nil
	}
	for waited := time.Duration(0); ; waited += time.Second {
		s, err := w.store(ctx, write)
		if !errors.Is(err, entente.ErrStoreBusy) || waited >= patience {
			return s, err
		}
		w.freely(func() { err = w.sleep(ctx, time.Second) })
		if err != nil {
			return nil, err
		}
	}
}

// told prints what was done at a feed.
func (w *watcher) told(v visit) error {
	if w.JSON {
		return jsonTo(w.out).Encode(v)
	}
	if w.Quiet {
		return nil
	}
	name := v.Title
	if name == "" {
		name = v.Feed
	}
	line := fmt.Sprintf("%s: %d listed, %d new; %d read, %d lost, %d waiting; %s", flat(name), v.Listed, v.New, v.Read, v.Lost, v.Waiting, counted(v.Reports, "report", "reports"))
	switch v.Outcome {
	case failedVisit:
		line = flat(name) + ": " + v.Error
	case "unchanged":
		line = fmt.Sprintf("%s: unchanged; %d read, %d lost, %d waiting; %s", flat(name), v.Read, v.Lost, v.Waiting, counted(v.Reports, "report", "reports"))
	}
	if v.Moved != "" {
		line += "; it has moved for good to " + flat(v.Moved)
	}
	_, err := fmt.Fprintf(w.out, "%s; next %s\n", line, moment(v.Next))
	return err
}
