package watch_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/form"
	"entente/watch"
)

const list = `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Wires &amp; papers">
 <outline type="rss" text="A" title="The Wire" xmlUrl="https://Wire.example/feed?utm_source=x&id=1#top" htmlUrl="https://wire.example"/>
 <outline type="rss" text="Post
 of  today" xmlUrl=" http://post.example/rss "/>
</outline>
<outline type="rss" text="Again" xmlUrl="https://wire.example/feed?id=1"/>
<outline type="rss" text="Lost"/>
<outline type="rss" text="Bad" xmlUrl="file:///etc/passwd"/>
<outline type="link" text="A page" url="https://x.example"/>
</body></opml>`

func TestParseOPML(t *testing.T) {
	feeds, problems, err := watch.ParseOPML("f.opml", []byte(list))
	if err != nil {
		t.Fatal(err)
	}
	want := []watch.Feed{{URL: "https://wire.example/feed?id=1", Title: "The Wire"}, {URL: "http://post.example/rss", Title: "Post of today"}}
	if !reflect.DeepEqual(feeds, want) {
		t.Errorf("feeds %+v", feeds)
	}
	var said []string
	for _, p := range problems {
		said = append(said, p.Subject+": "+p.Message)
	}
	for i, w := range []string{"f.opml:8:", "is there twice", "f.opml:9:", `"Lost" has no xmlUrl`, "f.opml:10:", `"file:///etc/passwd" is no address of the web`} {
		if len(said) != 3 || !strings.Contains(said[i/2], w) {
			t.Fatalf("problems %q, want %q in number %d", said, w, i/2)
		}
	}
}

func TestNotOPML(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "f.opml:1:1: not OPML: it has no element opml",
		"<rss><channel/></rss>":        "not OPML: it has no element opml",
		"<opml><body/></opml>":         "f.opml:1:1: no feed in the file",
		"<opml>\n<body><outline x=\"<": "f.opml:2:",
	} {
		_, _, err := watch.ParseOPML("f.opml", []byte(text))
		var faults form.Errors
		if !errors.As(err, &faults) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseOPML(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("<?xml version='1.0' encoding='utf-16'?><opml><outline xmlurl='http://\xff/%%'/>"))
	f.Add([]byte("<opml><outline xmlUrl='http://a'/><outline xmlUrl='HTTP://A#b'/></opml>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		feeds, problems, err := watch.ParseOPML("f.opml", data)
		if (err == nil) != (len(feeds) > 0) {
			t.Fatalf("%d feeds, error %v", len(feeds), err)
		}
		seen := map[string]bool{}
		for _, x := range feeds {
			if seen[x.URL] || !strings.HasPrefix(x.URL, "http") || strings.ContainsAny(x.Title+x.URL, "\n\x1b") {
				t.Errorf("feed %+v", x)
			}
			seen[x.URL] = true
		}
		for _, p := range problems {
			if p.Message == "" || p.Subject == "" {
				t.Errorf("problem %+v", p)
			}
		}
	})
}

const rssFeed = `<?xml version="1.0"?><rss version="2.0"><channel><title>The  Wire</title><ttl>180</ttl>
<item><title>One</title><link>/a?utm_medium=rss&amp;id=2#x</link><pubDate>Mon, 04 May 2026 23:30:00 -0500</pubDate></item>
<item><title>Again</title><link>https://wire.example/a?id=2</link></item>
<item><title>By its id</title><guid>https://wire.example/b</guid></item>
<item><title>No page</title><link>mailto:x@wire.example</link></item>
<item><title>Nothing</title></item></channel></rss>`

func TestReadChannel(t *testing.T) {
	c, err := watch.ReadChannel([]byte(rssFeed), "https://wire.example/feed")
	if err != nil {
		t.Fatal(err)
	}
	day, _ := entente.ParseDay("2026-05-05")
	want := watch.Channel{Title: "The Wire", Every: 3 * time.Hour, Left: 2, Entries: []watch.Entry{
		{URL: "https://wire.example/a?id=2", Title: "One", Published: day}, {URL: "https://wire.example/b", Title: "By its id"}}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("%+v", c)
	}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/"><title>At</title><entry><title>E</title><link href="e"/><updated>2026-05-05T10:00:00Z</updated></entry></feed>`
	if c, err := watch.ReadChannel([]byte(atom), "https://x.example/feed"); err != nil || len(c.Entries) != 1 || c.Entries[0].URL != "https://x.example/e" || c.Entries[0].Published != day {
		t.Errorf("%+v, %v", c, err)
	}
	jsonFeed := `{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://x.example/j","date_published":"2026-05-05T10:00:00Z"}]}`
	if c, err := watch.ReadChannel([]byte(jsonFeed), "https://x.example/feed"); err != nil || len(c.Entries) != 1 || c.Entries[0].Published != day {
		t.Errorf("%+v, %v", c, err)
	}
	often := `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel></rss>`
	if c, err := watch.ReadChannel([]byte(often), "https://x.example/feed"); err != nil || c.Every != 6*time.Hour {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestFeedsThatMeanIll: what is no feed is an error, and what nests without end is not
// handed to the library.
func TestFeedsThatMeanIll(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "html": "<html><body>No</body></html>", "json": `{"x":`, "binary": "\x00\x01\x02", "torn": rssFeed[:200],
		"deep":             `<rss version="2.0"><channel>` + strings.Repeat("<a:b>", 1<<20),
		"deep, and no XML": `<rss version="2.0"><channel>` + "\x01" + strings.Repeat("<a:b>", 1<<20),
	} {
		if c, err := watch.ReadChannel([]byte(text), "https://x.example/"); err == nil && len(c.Entries) > 0 {
			t.Errorf("%s: %+v", name, c)
		} else if err == nil && name != "torn" {
			t.Errorf("%s is a feed", name)
		}
	}
}

func FuzzReadChannel(f *testing.F) {
	f.Add([]byte(rssFeed), "https://x.example/feed")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"url":"//x"}]}`), "http://x")
	f.Fuzz(func(t *testing.T, data []byte, from string) {
		c, err := watch.ReadChannel(data, from)
		if err != nil {
			return
		}
		for _, e := range c.Entries {
			if !strings.HasPrefix(e.URL, "http") || strings.ContainsAny(e.Title, "\n\x1b") {
				t.Errorf("%+v", e)
			}
		}
	})
}

// TestPause: an hour at least and a quarter more at most, the same each time it is
// asked, and spread over feeds.
func TestPause(t *testing.T) {
	p := watch.Pace{Every: time.Hour, Seed: 7}
	seen := map[time.Duration]bool{}
	for i := range 200 {
		feed := fmt.Sprintf("https://x.example/%d", i)
		d := p.Pause(feed, 1)
		if d < time.Hour || d >= 75*time.Minute || d != p.Pause(feed, 1) {
			t.Fatalf("%s: %s", feed, d)
		}
		seen[d] = true
	}
	if len(seen) < 150 {
		t.Errorf("200 feeds have %d pauses", len(seen))
	}
	if p.Pause("a", 1) == p.Pause("a", 2) || p.Pause("a", 1) == (watch.Pace{Every: time.Hour, Seed: 8}).Pause("a", 1) {
		t.Error("visit and seed change nothing")
	}
}

// TestRecordSurvivesARestart: a record written and read again is due when it was.
func TestRecordSurvivesARestart(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var r watch.Record
	if !r.Due(now) {
		t.Error("a new feed is not due")
	}
	r.Begin(now, watch.Pace{Every: time.Hour}, "f")
	r.Find([]watch.Entry{{URL: "a"}, {URL: "b"}}, entente.DayOf(now), func(string) bool { return false })
	r.Finish("a", entente.DayOf(now))
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again watch.Record
	if err := json.Unmarshal(data, &again); err != nil || !reflect.DeepEqual(r, again) {
		t.Errorf("%+v became %+v, %v", r, again, err)
	}
	if again.Due(now.Add(time.Hour - 1)) {
		t.Error("due within the hour")
	}
	if !again.Due(now.Add(75 * time.Minute)) {
		t.Error("not due when the longest pause is over")
	}
}

func TestBackOff(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var r watch.Record
	p := watch.Pace{Every: time.Hour}
	before := time.Duration(0)
	for i := range 12 {
		r.Begin(now, p, "f")
		r.Fail(time.Time{})
		pause := r.Next.Sub(now)
		if pause > 24*time.Hour || pause < before && before < 20*time.Hour {
			t.Errorf("after %d failures %s, before %s", i+1, pause, before)
		}
		before, now = pause, r.Next
	}
	if before != 24*time.Hour {
		t.Errorf("the longest pause is %s", before)
	}
	r.Begin(now, p, "f")
	r.Fail(now.Add(48 * time.Hour))
	if r.Next != now.Add(48*time.Hour) {
		t.Errorf("the host's own time is not kept: %s", r.Next)
	}
	r.Begin(now, p, "f")
	r.Succeed(6 * time.Hour)
	if r.Failures != 0 || r.Next != now.Add(6*time.Hour) {
		t.Errorf("%+v", r)
	}
}

// TestPages: a page is tried until it is done or given up, once for all feeds, and
// forgotten long after the feed has.
func TestPages(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	today := entente.DayOf(now)
	var r watch.Record
	entries := []watch.Entry{{URL: "a"}, {URL: "b"}, {URL: "c"}}
	other := func(u string) bool { return u == "c" }
	if n := r.Find(entries, today, other); n != 2 {
		t.Errorf("%d are new", n)
	}
	if n := r.Find(entries, today, other); n != 0 || len(r.Ready(now, 10)) != 2 || len(r.Ready(now, 1)) != 1 {
		t.Errorf("%d are new, %v wait", n, r.Waiting)
	}
	r.Finish("a", today)
	for i := 1; ; i++ {
		if !r.PutOff("b", now, time.Time{}) {
			if i != 5 {
				t.Errorf("given up after %d tries", i)
			}
			break
		}
		if len(r.Ready(now, 10)) != 0 {
			t.Error("tried again at once")
		}
		now = now.Add(24 * time.Hour)
	}
	if n := r.Find(entries[:2], today+60, other); n != 0 || !r.Knows("a") || !r.Knows("b") {
		t.Errorf("%d are new again", n)
	}
	r.Find(nil, today+160, other)
	if r.Knows("a") {
		t.Error("what has not been listed for a long time is still kept")
	}
}

func ExampleReadChannel() {
	c, err := watch.ReadChannel([]byte(`<rss version="2.0"><channel><title>The Wire</title>
<item><title>Talks</title><link>/talks</link><pubDate>Tue, 05 May 2026 10:00:00 GMT</pubDate></item></channel></rss>`), "https://wire.example/feed")
	fmt.Println(c.Title, c.Entries, err)
	// Output: The Wire [{https://wire.example/talks Talks 2026-05-05}] <nil>
}

// TestWrongClock: what a clock that went wrong has noted puts nothing off for years.
func TestWrongClock(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	ahead := now.AddDate(4, 0, 0)
	var r watch.Record
	r.Find([]watch.Entry{{URL: "a"}}, entente.DayOf(ahead), func(string) bool { return false })
	r.Begin(ahead, watch.Pace{Every: time.Hour}, "f")
	r.PutOff("a", ahead, time.Time{})
	if !r.Due(now) || len(r.Ready(now, 9)) != 1 {
		t.Errorf("%+v", r)
	}
	r.Begin(now, watch.Pace{Every: time.Hour}, "f")
	if r.Due(now.Add(time.Minute)) || r.Due(now.Add(-30*time.Minute)) {
		t.Error("an hour does not count")
	}
	r.LeaveAlone(now.Add(5 * time.Hour))
	r.LeaveAlone(now.Add(3 * time.Hour))
	if r.Due(now.Add(4*time.Hour)) || !r.Due(now.Add(5*time.Hour)) {
		t.Errorf("next %s", r.Next)
	}
}
