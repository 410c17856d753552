package news

import (
	"encoding/json"
	"net/url"
	"strings"

	"entente"
	"golang.org/x/net/html"
)

// meta is what a page's head, and the data set into it for machines, say of it.
type meta struct {
	headline, ogTitle, title, h1 string // linked data, Open Graph, <title>, <h1>
	site, description, section   string
	url, language                string
	authors                      []string
	published, modified          entente.Day
	opinion                      bool
}

// readMeta walks a page once for its head, linked data, headings and language.
func readMeta(doc *html.Node) meta {
	var m meta
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			m.language, _, _ = strings.Cut(strings.ToLower(attr(n, "lang")), "-")
		case "title":
			if n.Parent != nil && n.Parent.Data == "head" {
				m.title = or(m.title, textOf(n))
			}
		case "h1":
			m.h1 = or(m.h1, textOf(n))
		case "meta":
			m.readTag(n)
		case "link":
			if attr(n, "rel") == "canonical" {
				m.url = or(m.url, attr(n, "href"))
			}
		case "script":
			if strings.Contains(attr(n, "type"), "ld+json") && n.FirstChild != nil {
				m.readLinkedData(n.FirstChild.Data)
			}
		}
	}
	return m
}

// The names under which pages give author and date. The order does not matter: the
// first in the page counts.
var (
	authorTags = set("author authors article:author parsely-author sailthru.author dc.creator dcterms.creator byl citation_author article:author_name")
	dateTags   = set(`article:published_time og:article:published_time article:published og:published_time datepublished pubdate publishdate publish-date
		publish_date date dc.date dc.date.issued dcterms.date dcterms.created dcterms.issued dc.date.created parsely-pub-date sailthru.date citation_publication_date
		citation_date article_date_original originalpublicationdate published_time_telegram bt:pubdate rnews:datepublished publication_date cxenseparse:recs:publishtime pub_date article.published`)
)

func (m *meta) readTag(n *html.Node) {
	name := strings.ToLower(or(or(attr(n, "property"), attr(n, "name")), attr(n, "itemprop")))
	value := strings.TrimSpace(attr(n, "content"))
	if value == "" {
		return
	}
	switch {
	case name == "og:title":
		m.ogTitle = or(m.ogTitle, oneLine(value))
	case name == "og:site_name":
		m.site = or(m.site, value)
	case name == "og:url":
		m.url = or(m.url, value)
	case name == "description" || name == "og:description":
		m.description = or(m.description, oneLine(value))
	case name == "article:section":
		m.section = or(m.section, value)
	case name == "article:modified_time":
		m.modified = dayOfStamp(value)
	case authorTags[name]:
		if len(m.authors) == 0 {
			m.authors = cleanAuthors(value)
		}
	case dateTags[name]:
		if !m.published.Known() {
			m.published = dayOfStamp(value)
		}
	}
}

// readLinkedData reads JSON-LD: the first article in it.
func (m *meta) readLinkedData(s string) {
	var v any
	if json.Unmarshal([]byte(withoutControls(s)), &v) != nil {
		return
	}
	m.walkData(v, 0)
}

// withoutControls makes spaces of the line ends that many pages leave in their strings.
func withoutControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

const maxDataDepth = 12

func (m *meta) walkData(v any, depth int) {
	if depth > maxDataDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			m.walkData(e, depth+1)
		}
	case map[string]any:
		if kind := typeOf(v); strings.Contains(kind, "Article") || strings.Contains(kind, "Posting") {
			m.takeArticle(v, kind)
			return
		}
		m.walkData(v["@graph"], depth+1)
		m.walkData(v["mainEntity"], depth+1)
	}
}

func typeOf(v map[string]any) string {
	switch t := v["@type"].(type) {
	case string:
		return t
	case []any:
		var all []string
		for _, e := range t {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
		return strings.Join(all, " ")
	}
	return ""
}

func (m *meta) takeArticle(v map[string]any, kind string) {
	m.headline = or(m.headline, oneLine(html.UnescapeString(stringOf(v["headline"]))))
	m.site = or(stringOf(v["publisher"]), m.site)
	m.section = or(m.section, stringOf(v["articleSection"]))
	m.opinion = m.opinion || strings.Contains(kind, "Opinion") || strings.Contains(kind, "Analysis")
	if day := dayOfStamp(stringOf(v["datePublished"])); day.Known() {
		m.published = day
	}
	if names := authorsOf(v["author"]); len(names) > 0 {
		m.authors = names
	}
}

// stringOf gives a value's string: its own, its name, or that of its first element.
func stringOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		return stringOf(v["name"])
	case []any:
		if len(v) > 0 {
			return stringOf(v[0])
		}
	}
	return ""
}

func authorsOf(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list {
		for _, name := range cleanAuthors(html.UnescapeString(stringOf(e))) {
			if !contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// What stands before a name in the fields and bylines of pages, and what stands there
// instead of one.
var (
	authorPrefixes = []string{"view all posts by ", "posts by ", "posted by ", "artikel von ", "beitrag von ", "by ", "von ", "vom ", "par ", "por ", "auteur ", "autor ", "autor: ", "author "}
	notAuthors     = map[string]bool{"admin": true, "administrator": true, "wordpressadmin": true, "webmaster": true, "name": true, "author": true, "auteurs": true, "autor": true,
		"redaktion": true, "agencies": true, "editor": true, "staff": true, "guest": true, "unknown": true, "anonymous": true}
)

// cleanAuthors gives the names in a field that ought to hold them: no addresses, no
// "By", no outlet after a stroke.
func cleanAuthors(s string) []string {
	s = oneLine(s)
	if strings.Contains(s, "://") || strings.Contains(s, "@") || s == "" {
		return nil
	}
	for _, p := range authorPrefixes {
		if rest := s[min(len(s), len(p)):]; hasPrefixFold(s, p) && (len(namesIn(rest)) > 0 || len(namesIn(s)) == 0) {
			s = strings.TrimSpace(rest)
		}
	}
	s, _, _ = strings.Cut(s, " | ")
	if words(s, 7) > 6 || notAuthors[strings.ToLower(s)] || words(s, 2) == 1 && strings.Contains(s, ".") {
		return nil
	}
	if names := namesIn(s); len(names) > 0 {
		return names
	}
	return []string{s}
}

// bestTitle gives the page's headline: what machines are told if the reader is shown
// it too, without the site's name after it.
func (m meta) bestTitle() string {
	for _, t := range []string{m.headline, m.ogTitle, m.title} {
		if t != "" && m.h1 != "" && strings.HasPrefix(bareWords(t), bareWords(m.h1)) {
			return m.h1
		}
	}
	for _, t := range []string{m.headline, m.ogTitle, m.h1, m.title} {
		if t != "" {
			return withoutSite(t, m.site, m.url)
		}
	}
	return ""
}

// withoutSite cuts the site's name from a title.
func withoutSite(title, site, address string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", ": "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		tail := strings.TrimSpace(title[i+len(sep):])
		if site != "" && (strings.EqualFold(tail, site) || strings.Contains(strings.ToLower(tail), strings.ToLower(site))) || isHost(tail, address) {
			return strings.TrimSpace(title[:i])
		}
		if sep == " | " && words(tail, 6) < 5 {
			return withoutSite(strings.TrimSpace(title[:i]), site, address)
		}
	}
	return title
}

// isHost reports whether words name the host of an address: "The Times" and thetimes.co.uk.
func isHost(s, address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || len(s) < 3 {
		return false
	}
	bare := strings.NewReplacer(" ", "", "-", "", ".", "", "'", "").Replace(strings.ToLower(s))
	return bare != "" && strings.Contains(strings.NewReplacer("-", "", ".", "").Replace(u.Host), bare)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf gives the words of a node on one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && (c.Parent == nil || !hiddenTags[c.Parent.Data] || c.Parent == n) {
			b.WriteString(c.Data)
		} else if c.Data == "br" {
			b.WriteByte(' ')
		}
	}
	return oneLine(b.String())
}
