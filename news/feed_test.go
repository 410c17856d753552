package news_test

import (
	"strings"
	"testing"

	"entente"
	"entente/news"
)

const rssFeed = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Wire &amp; Post</title><link>https://wire.example/</link><language>en-GB</language>
<item><title>Norland &amp; Estria sign a treaty</title><link>/world/1?utm_source=rss</link><guid>tag:1</guid><pubDate>Fri, 01 May 2026 23:30:00 -0500</pubDate><dc:creator>Ada Invented</dc:creator>
<description>They signed.</description><content:encoded><![CDATA[<p>Norland and Estria <b>signed</b> a treaty on Friday.</p><p>It is about fish.</p><p><a href="/x">Read more</a></p>]]></content:encoded></item>
<item><title>Estria recalls its envoy</title><link>https://wire.example/world/2</link><pubDate>Sat, 02 May 2026 08:00:00 GMT</pubDate><category>Opinion</category><description>Estria &lt;em&gt;recalled&lt;/em&gt; its envoy from Norland.</description></item>
<item><link>https://wire.example/world/3</link></item>
<item><title>No date</title><guid isPermaLink="false">x</guid></item>
</channel></rss>`

const atomFeed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry</title><link rel="self" href="https://m.example/feed"/><id>urn:m</id>
<entry><title type="html">Talks &lt;b&gt;held&lt;/b&gt;</title><id>urn:m:1</id><link href="https://m.example/1"/><updated>2026-05-03T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The minister met the envoy of Estria.</p></div></content></entry></feed>`

// TestFeed: entries are stories, with the whole text where the feed has it.
func TestFeed(t *testing.T) {
	var got []news.Item
	for item, err := range news.Read("f.rss", strings.NewReader(rssFeed), news.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, item)
	}
	if len(got) != 4 {
		t.Fatalf("%d items", len(got))
	}
	s := got[0].Story
	if s.Text != "Norland & Estria sign a treaty\n\nNorland and Estria signed a treaty on Friday.\n\nIt is about fish." {
		t.Errorf("text %q", s.Text)
	}
	if s.Title != "Norland & Estria sign a treaty" || s.Publisher != "The Wire & Post" || s.URL != "https://wire.example/world/1" || s.Author != "Ada Invented" || s.Published.String() != "2026-05-02" || !strings.HasPrefix(s.ID, "f_") {
		t.Errorf("%+v", s)
	}
	if len(s.Blocks) != 3 || s.Blocks[0].Stream != entente.Headline || s.Blocks[1].Stream != entente.Body || len(got[0].Problems) > 0 {
		t.Errorf("blocks %v, problems %v", s.Blocks, got[0].Problems)
	}
	if s := got[1].Story; s.Kind != entente.OpinionKind || !strings.HasSuffix(s.Text, "\n\nEstria recalled its envoy from Norland.") {
		t.Errorf("%+v", s)
	}
	if got[2].Story.Text != "" || !strings.Contains(got[2].Problems[0].Message, "entry 3 has neither title nor text") {
		t.Errorf("%+v", got[2])
	}
	if s := got[3]; s.Story.Text != "No date" || !strings.Contains(s.Problems[0].Message, "no date of publication") {
		t.Errorf("%+v", s)
	}
}

// TestFeedsOfOtherKinds: Atom and JSON Feed, and feeds that are cut off or damaged.
func TestFeedsOfOtherKinds(t *testing.T) {
	rdf := `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>X</title></channel><item><title>Norland left the pact</title><link>https://x.example/1</link></item>`
	for name, c := range map[string]struct{ raw, text, told string }{
		"atom":       {atomFeed, "Talks held\n\nThe minister met the envoy of Estria.", ""},
		"json":       {`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://j.example/1","title":"Norland left","content_html":"<p>It left <i>today</i>.</p>","date_published":"2026-05-05T10:00:00Z"}]}`, "Norland left\n\nIt left today.", ""},
		"cut off":    {rssFeed[:strings.Index(rssFeed, "<item><link>")+9], "Estria recalls its envoy", "the feed is damaged: it cannot be read as a feed"},
		"rdf, cut":   {rdf + "<item><title>Ha", "Norland left the pact", "the feed is damaged"},
		"no entries": {`<rss version="2.0"><channel><title>x</title></channel></rss>`, "", "the feed has no entry"},
		"deep":       {`<rss version="2.0"><channel>` + strings.Repeat("<a:b>", 1<<16), "", "elements lie more than 100 deep"},
		"no feed":    {`<?xml version="1.0"?><sitemap><loc>https://x.example</loc></sitemap>`, "", "it is XML, and neither a feed nor a page"},
		"a page":     {`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Norland met Estria in the spring.</p></body></html>`, "Norland met Estria", ""},
	} {
		stories, told, _ := read(t, "f.xml", strings.NewReader(c.raw), news.Options{Published: published})
		text := ""
		for _, s := range stories {
			text += s
		}
		if !strings.Contains(text, c.text) || !strings.Contains(told, c.told) || (c.told == "") != (told == "") {
			t.Errorf("%s: text %q, told %q", name, text, told)
		}
	}
}
