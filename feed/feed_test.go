package feed_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente/feed"
)

const rss = `<rss version="2.0"><channel><title>Wire</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>`

// TestParse: feeds that are whole, that break off, and that are none.
func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		raw         string
		entries     int
		fault, fail string
	}{
		"whole":         {rss, 2, "", ""},
		"cut off":       {rss[:len(rss)-30], 1, "it cannot be read as a feed", ""},
		"cut in a head": {rss[:40], 0, "", "it cannot be read as a feed"},
		"no feed":       {"<html></html>", 0, "", "it is no feed"},
		"nothing":       {"", 0, "", "it is no feed"},
		"deep":          {`<feed xmlns="http://www.w3.org/2005/Atom">` + strings.Repeat("<a>", 200), 0, "", "more than 100 deep"},
	} {
		f, fault, err := feed.Parse([]byte(c.raw))
		got := 0
		if f != nil {
			got = len(f.Items)
		}
		if got != c.entries || !strings.Contains(fault, c.fault) || (fault == "") != (c.fault == "") {
			t.Errorf("%s: %d entries, fault %q", name, got, fault)
		}
		if (err == nil) != (c.fail == "") || err != nil && !strings.Contains(err.Error(), c.fail) {
			t.Errorf("%s: %v", name, err)
		}
		if c.fail == "it is no feed" && !errors.Is(err, feed.ErrNotFeed) {
			t.Errorf("%s: %v is not ErrNotFeed", name, err)
		}
	}
}

func ExampleParse() {
	f, fault, err := feed.Parse([]byte(rss))
	fmt.Println(f.Title, len(f.Items), fault == "", err)
	// Output: Wire 2 true <nil>
}
