package fetch

import (
	"strings"
	"testing"
	"time"
)

// TestRobots holds the reading of robots.txt against RFC 9309, its examples among them.
func TestRobots(t *testing.T) {
	example := "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n" +
		"User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n" +
		"User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n"
	for _, c := range []struct {
		text, token, path string
		want              bool
	}{
		{example, "foobot", "/example/page.html", true},
		{example, "foobot", "/example/allowed.gif", true},
		{example, "FooBot", "/", false},
		{example, "barbot", "/example/page.html", false},
		{example, "bazbot", "/example/page.html", false},
		{example, "bazbot", "/example/", true},
		{example, "quxbot", "/example/", true}, // its group says nothing
		{example, "entente", "/a.gif", false},
		{example, "entente", "/a.gif?x", true},
		{example, "entente", "/publications/x", true},
		{"User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "entente", "/example/page/disallowed.gif", false},
		// The longest rule decides; of two as long the one that allows.
		{"User-agent: *\nDisallow: /page\nAllow: /page", "entente", "/page", true},
		{"User-agent: *\nAllow: /p\nDisallow: /", "entente", "/page", true},
		// A rule is about the beginning of a path, with asterisks or without.
		{"User-agent: *\nAllow: /a*b\nDisallow: /", "entente", "/x/a1b", false},
		{"User-agent: *\nAllow: /a*b\nDisallow: /", "entente", "/a/x/b/c", true},
		{"User-agent: *\nDisallow: /*?print=1$", "entente", "/story?print=1", false},
		{"User-agent: *\nDisallow: /*?print=1$", "entente", "/story?print=12", true},
		{"User-agent: *\nDisallow: /a$b", "entente", "/a$bc", false},
		{"User-agent: *\nDisallow: /$", "entente", "/", false},
		{"User-agent: *\nDisallow: /$", "entente", "/x", true},
		// Tokens are whole words.
		{"User-agent: ent\nDisallow: /", "entente", "/", true},
		{"User-agent: entente/9.1 (x)\nDisallow: /", "entente", "/", false},
		{"User-agent: entente-news\nDisallow: /", "entente", "/", true},
		// Groups of one token are one; what is said of no one counts for no one.
		{"User-agent: entente\nDisallow: /a\n\nUser-agent: b\nDisallow: /\n\nUser-agent: entente\nDisallow: /c", "entente", "/c", false},
		{"User-agent: entente\nDisallow: /a\n\nUser-agent: b\nDisallow: /\n\nUser-agent: entente\nDisallow: /c", "entente", "/a", false},
		{"Disallow: /x\nUser-agent: *\nDisallow: /private", "entente", "/x", true},
		{"Disallow: /x\nUser-agent: *\nDisallow: /private", "entente", "/private", false},
		{"User-agent: *\nSitemap: https://x/y\nUser-agent: b\nDisallow: /z", "entente", "/z", false},
		// One bad line costs itself alone.
		{"User-agent: *\nCrawl-delay: none\nnonsense\nDisallow: /private", "entente", "/private", false},
		// Two ways of writing an octet are one.
		{"User-agent: *\nDisallow: /caf%C3%A9", "entente", "/café", false},
		{"User-agent: *\nDisallow: /café", "entente", "/caf%c3%a9", false},
		{"User-agent: *\nDisallow: /%7Ejoe/", "entente", "/~joe/x", false},
		{"User-agent: *\nDisallow: /a%2Fb", "entente", "/a/b", true},
		{"User-agent: *\nDisallow: /file-with-a-%2A.html", "entente", "/file-with-a-xx.html", true},
		{"\xef\xbb\xbfuser-agent: *\r\ndisallow: /x # not this\r\n", "entente", "/x/y", false},
		{"User-agent: *\rDisallow: /mac", "entente", "/mac", false},
		{"User-agent: *\nDisallow:", "entente", "/x", true},
		{"User-agent: *\nDisallow: /", "entente", "/robots.txt", true},
		{"<html>not found</html>", "entente", "/x", true},
		{"", "entente", "/x", true},
	} {
		if got := ParseRobots([]byte(c.text), c.token).Allows(c.path); got != c.want {
			t.Errorf("%q to %s: %s is %v", c.text, c.token, c.path, got)
		}
	}
}

func TestRobotsDelay(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2.5\nDisallow: /x":             2500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: -1":                            0,
		"User-agent: *\nCrawl-delay: 1e300":                         0,
		"User-agent: a\nCrawl-delay: 9\n\nUser-agent: *\nAllow: /x": 9 * time.Second * 0,
	} {
		if got := ParseRobots([]byte(text), "entente").Delay(); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// FuzzRobots: no bytes and no path make trouble; a host that says nothing to us and
// nothing to all forbids nothing; the file itself may always be asked for.
func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 3"), "/axb?q=1")
	f.Add([]byte("user-agent:entente\ndisallow:/%zz%41**$$"), "%")
	f.Add([]byte("\xff\xfe\x00:\r\r:#"), "")
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		r := ParseRobots(data, "entente")
		allowed := r.Allows(path)
		if !r.Allows("/robots.txt") {
			t.Error("robots.txt itself is forbidden")
		}
		if !allowed && !strings.Contains(strings.ToLower(string(data)), "disallow") {
			t.Errorf("%q forbids %q without a word of it", data, path)
		}
		if again := ParseRobots(append([]byte("# more\n"), data...), "entente"); len(data) > 2 && data[0] != 0xef && again.Allows(path) != allowed {
			t.Errorf("a comment changes what %q says of %q", data, path)
		}
		if once := normalPath(path); normalPath(once) != once {
			t.Errorf("the normal form of %q has another: %q", path, once)
		}
	})
}
