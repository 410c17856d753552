package watch

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"entente"
	"entente/feed"
)

// Channel is what a feed says: its title, how often it wants to be visited, and the
// pages it lists.
type Channel struct {
	Title   string
	Every   time.Duration // 0 where it does not say; a day at most
	Entries []Entry
	Left    int // entries without an address of the web, or over the limit
}

// Entry is a page that a feed lists.
type Entry struct {
	URL       string      `json:"url"`
	Title     string      `json:"title,omitempty"`
	Published entente.Day `json:"published,omitzero"`
}

const mostEntries = 500

// ReadChannel reads a feed, RSS, Atom or JSON Feed, that was got from an address,
// against which its links are resolved. Dates that it gives are days in UTC.
func ReadChannel(data []byte, from string) (Channel, error) {
	f, _, err := feed.Parse(data)
	if err != nil {
		return Channel{}, err
	}
	base, err := url.Parse(from)
	if err != nil {
		return Channel{}, fmt.Errorf("%q is no address", from)
	}
	out := Channel{Title: oneLine(f.Title), Every: min(every(f), 24*time.Hour)}
	seen := map[string]bool{}
	for _, item := range f.Items {
		e, ok := entry(base, item)
		switch {
		case !ok || len(out.Entries) == mostEntries:
			out.Left++
		case !seen[e.URL]:
			seen[e.URL] = true
			out.Entries = append(out.Entries, e)
		}
	}
	return out, nil
}

func entry(base *url.URL, item *gofeed.Item) (Entry, bool) {
	if item == nil {
		return Entry{}, false
	}
	link := item.Link
	if link == "" && len(item.Links) > 0 {
		link = item.Links[0]
	}
	if link == "" {
		link = item.GUID // by RSS an address, unless it says otherwise
	}
	if strings.TrimSpace(link) == "" {
		return Entry{}, false
	}
	address, ok := entente.WebAddress(base, link)
	e := Entry{URL: address, Title: oneLine(item.Title)}
	for _, t := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
		if t != nil && !e.Published.Known() && t.Year() > 1900 && t.Year() < 2200 {
			e.Published = entente.DayOf(*t)
		}
	}
	return e, ok
}

// every is how often a feed says that it changes: RSS's ttl in minutes, or the
// module "syndication".
func every(f *gofeed.Feed) time.Duration {
	if r, ok := f.OriginalFeed().(*rss.Feed); ok {
		if n, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && n > 0 && n < 1e6 {
			return time.Duration(n) * time.Minute
		}
	}
	periods := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour}
	period := periods[strings.ToLower(extension(f, "updatePeriod"))]
	if n, err := strconv.Atoi(extension(f, "updateFrequency")); err == nil && n > 0 {
		return period / time.Duration(n)
	}
	return period
}

func extension(f *gofeed.Feed, name string) string {
	if all := f.Extensions["sy"][name]; len(all) > 0 {
		return strings.TrimSpace(all[0].Value)
	}
	return ""
}
