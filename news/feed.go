package news

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"entente"
	"entente/feed"
)

// mostEntries is how many entries of a feed are read.
const mostEntries = 100_000

// readFeed hands on the entries of a feed. A feed is read at once, for its form allows
// nothing else.
func (s *source) readFeed(in io.Reader) bool {
	raw, err := io.ReadAll(io.LimitReader(in, int64(s.opt.MaxStory)+1))
	if err != nil {
		return s.fatal(err)
	}
	raw, cut := cutAt(raw, s.opt.MaxStory)
	f, fault, err := feed.Parse(raw)
	if err != nil {
		return s.lost(fmt.Errorf("%w: %v", ErrUnusable, err))
	}
	for i, item := range f.Items {
		if item == nil {
			continue
		}
		if i == mostEntries {
			fault = fmt.Sprintf("it has more than %d entries: the others are left out", mostEntries)
			break
		}
		opt := s.opt
		if !s.piece(s.counting(), func() (Item, error) { return readEntry(f, item, i+1, opt), nil }) {
			return false
		}
	}
	switch {
	case fault != "":
		return s.told(s.counting(), -1, "the feed is damaged: "+fault+"; its entries before that were read")
	case cut:
		return s.told(s.counting(), -1, fmt.Sprintf("the feed is longer than %d bytes: its first entries were read", s.opt.MaxStory))
	case len(f.Items) == 0:
		return s.lost(fmt.Errorf("%w: the feed has no entry", ErrUnusable))
	}
	return true
}

// readEntry makes the story of an entry: its title, and the whole text or, where the feed
// gives no more, what it says of the page.
func readEntry(f *gofeed.Feed, item *gofeed.Item, n int, opt Options) Item {
	d := draft{opt: opt}
	d.opt.URL, d.opt.ID = "", entryID(f, item)
	s := &d.story
	s.URL = entryAddress(f, item)
	s.Title = clean(oneLine(wordsOf(item.Title)))
	s.Publisher = clean(oneLine(wordsOf(f.Title)))
	s.Author = writersOf(item)
	s.Published = dayOfEntry(item)
	if kind := kindOfEntry(item); kind != "" {
		s.Kind = kind
	}
	doc, err := parsePage(clean(or(item.Content, item.Description)))
	if err != nil {
		d.problem(-1, fmt.Sprintf("entry %d: its text cannot be read as HTML (%v)", n, err))
		doc = &html.Node{Type: html.DocumentNode}
	}
	paras := unlinked(paragraphs(container(doc)))
	if lengthOf(paras) == 0 && s.Title == "" {
		d.problem(-1, fmt.Sprintf("entry %d has neither title nor text; left out", n))
		return Item{Problems: d.problems}
	}
	lang, _, _ := strings.Cut(strings.ToLower(f.Language), "-")
	d.compose(meta{language: lang}, paras, asides(doc))
	return d.finish()
}

// entryID is the same for the same entry wherever its feed lies, and another than that
// of the page it tells of, for its words are others.
func entryID(f *gofeed.Feed, item *gofeed.Item) string {
	key := or(item.GUID, item.Link)
	if key == "" {
		key = f.Title + "\x00" + item.Title + "\x00" + item.Published
	}
	sum := sha256.Sum256([]byte(or(f.FeedLink, f.Link) + "\x00" + key))
	return "f_" + hex.EncodeToString(sum[:8])
}

// entryAddress gives the page that an entry tells of.
func entryAddress(f *gofeed.Feed, item *gofeed.Item) string {
	base, err := url.Parse(or(f.FeedLink, f.Link))
	if err != nil || !base.IsAbs() {
		base = nil
	}
	link := item.Link
	if link == "" && len(item.Links) > 0 {
		link = item.Links[0]
	}
	address, _ := entente.WebAddress(base, or(link, item.GUID))
	return address
}

func writersOf(item *gofeed.Item) string {
	var out []string
	for _, p := range item.Authors {
		if p != nil && p.Name != "" {
			out = append(out, cleanAuthors(clean(p.Name))...)
		}
	}
	return strings.Join(out, "; ")
}

// dayOfEntry is the day, in UTC, on which an entry says it was published, or else changed.
func dayOfEntry(item *gofeed.Item) entente.Day {
	for _, t := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
		if t != nil && t.Year() > 1900 && t.Year() < 2200 {
			return entente.DayOf(*t)
		}
	}
	return 0
}

func kindOfEntry(item *gofeed.Item) entente.Kind {
	for _, c := range item.Categories {
		if kindLabels[strings.ToLower(strings.TrimSpace(c))] {
			return entente.OpinionKind
		}
	}
	return ""
}

// wordsOf gives the words of a title, in which some feeds leave marks of HTML.
func wordsOf(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	doc, err := parsePage(s)
	if err != nil {
		return s
	}
	return textOf(doc)
}
