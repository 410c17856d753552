package crawltest

import (
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"strings"
	"sync"

	"entente/corpus"
)

// story is a demonstration story as pages are made of it.
type story struct {
	Title     string `json:"title"`
	Published string `json:"published"`
	Publisher string `json:"publisher"`
	File      string `json:"file"`
	body      []string
}

// stories are those of plain text, which need no page of their own.
var stories = sync.OnceValue(func() []story {
	list, err := fs.ReadFile(corpus.Demo(), "manifest.jsonl")
	if err != nil {
		panic(err) // the files are inside the program
	}
	var out []story
	for line := range strings.Lines(string(list)) {
		var s story
		if json.Unmarshal([]byte(line), &s) != nil || !strings.HasSuffix(s.File, ".txt") {
			continue
		}
		text, err := fs.ReadFile(corpus.Demo(), s.File)
		if err != nil {
			continue
		}
		for p := range strings.SplitSeq(string(text), "\n\n") {
			if p = strings.Join(strings.Fields(p), " "); len(p) > 80 && strings.ContainsAny(p[len(p)-1:], ".?\"") { // else it is furniture
				s.body = append(s.body, p)
			}
		}
		if len(s.body) > 2 {
			out = append(out, s)
		}
	}
	return out
})

// Address is that of a page.
func Address(n int) string {
	return fmt.Sprintf("https://outlet%d.example/world/%d/story.html", n%7, n)
}

// Mark is a sentence that stands in one page alone.
func Mark(n int) string {
	return fmt.Sprintf("This is the page of number %d in a crawl that nobody made.", n)
}

// page is the HTML of a page: a head with what machines are told, scripts, a bar of
// links, the article among boxes, what readers said, more links; with so much around
// the article that it has about so many bytes.
func page(n, size int) string {
	s := stories()[n%len(stories())]
	var b strings.Builder
	outlet := fmt.Sprintf("Outlet Number %d", n%7)
	title := html.EscapeString(s.Title)
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s | %s</title>
<meta property="og:title" content="%s"><meta property="og:site_name" content="%s"><meta property="og:type" content="article">
<meta property="article:published_time" content="%sT08:00:00Z"><meta name="author" content="Ada Invented"><link rel="canonical" href="%s">
`, title, outlet, title, outlet, s.Published, Address(n))
	data, _ := json.Marshal(map[string]any{"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.Title, "datePublished": s.Published + "T08:00:00Z", "author": map[string]string{"@type": "Person", "name": "Ada Invented"}})
	fmt.Fprintf(&b, "<script type=\"application/ld+json\">%s</script>\n", data)
	article := articleOf(n, s)
	rest := max(0, size-b.Len()-len(article))
	script(&b, rest/2)
	b.WriteString("</head><body>\n")
	links(&b, "nav", rest/8)
	b.WriteString(article)
	comments(&b, rest/8)
	links(&b, "footer", rest/4)
	b.WriteString("</body></html>\n")
	return b.String()
}

func articleOf(n int, s story) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<main><article class="story"><h1>%s</h1><div class="byline">By <a rel="author" href="/ada">Ada Invented</a> <time datetime="%s">%s</time></div>`, html.EscapeString(s.Title), s.Published, s.Published)
	for i, p := range s.body {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
		if i == 1 {
			fmt.Fprintf(&b, "<p>%s</p>\n<figure><img src=\"/a.jpg\"><figcaption>A picture of the talks</figcaption></figure>\n<div class=\"ad\">Advertisement</div>\n", Mark(n))
		}
	}
	b.WriteString(`<div class="related"><h2>Related stories</h2><ul><li><a href="/1">The weather in the north</a></li></ul></div></article></main>` + "\n")
	return b.String()
}

// script writes what pages have most of.
func script(b *strings.Builder, size int) {
	b.WriteString("<script>")
	for end := b.Len() + size; b.Len() < end; {
		fmt.Fprintf(b, "window.slot%d=function(a,b){return a<b?{w:%d,h:[300,250]}:null};", b.Len(), b.Len()%977)
	}
	b.WriteString("</script>\n")
}

func links(b *strings.Builder, tag string, size int) {
	fmt.Fprintf(b, "<%s><ul>\n", tag)
	for end := b.Len() + size; b.Len() < end; {
		fmt.Fprintf(b, `<li class="item menu-item"><a class="link" href="/section/%d"><span>Section %d</span></a></li>`+"\n", b.Len(), b.Len()%89)
	}
	fmt.Fprintf(b, "</ul></%s>\n", tag)
}

func comments(b *strings.Builder, size int) {
	b.WriteString(`<section id="comments" class="comments"><h2>Comments</h2>` + "\n")
	for end := b.Len() + size; b.Len() < end; {
		fmt.Fprintf(b, `<div class="comment"><b>reader%d</b><p>I read this on a train and have no view of it.</p></div>`+"\n", b.Len()%997)
	}
	b.WriteString("</section>\n")
}
