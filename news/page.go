package news

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"entente"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

const (
	// shortText is the length in bytes below which the extractor is asked again,
	// with the slower ways that it falls back on.
	shortText = 1500
	// shortMain is the length in bytes below which the extractor runs the words of
	// whole elements together: such pages are walked here, unless that gives much more.
	shortMain = 400
	// maxPage is the largest page given to the extractor; from a larger one the tags
	// are only stripped.
	maxPage = 8 << 20
)

// readPage makes the story of a page of HTML. Its canonical text is built: headline,
// standfirst and paragraphs, parted by blank lines.
func (d *draft) readPage(text string) {
	doc, err := parsePage(text)
	if err != nil {
		d.problem(-1, fmt.Sprintf("the page cannot be read as HTML (%v): its tags were stripped and the rest read as plain text", err))
		d.readPlain(stripTags(text))
		return
	}
	if cutOff(text) {
		d.problem(len(text), "the page is cut off: its root element is never closed")
	}
	m := readMeta(doc)
	d.takeMeta(m, doc)
	strip(doc)
	main, author, err := extract(doc, d.story.URL, d.story.Author == "")
	if err != nil {
		d.problem(-1, fmt.Sprintf("no main text was found in the page (%v): all of its text was read", err))
	}
	d.story.Author = or(d.story.Author, strings.Join(cleanAuthors(author), "; "))
	paras := paragraphs(main)
	if n := lengthOf(paras); n < shortMain {
		if own := unlinked(paragraphs(container(doc))); lengthOf(own) < 2*n+shortMain {
			paras = own
		}
	}
	if len(paras) == 0 {
		d.readPlain(stripTags(text))
		return
	}
	d.compose(m, paras, asides(doc))
}

// container gives the element that holds the main text by its name: article, main or
// body, whichever comes first in this order and has words in it.
func container(doc *html.Node) *html.Node {
	found := map[string]*html.Node{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "article" || n.Data == "main" || n.Data == "body") && found[n.Data] == nil {
			found[n.Data] = n
		}
	}
	for _, name := range []string{"article", "main"} {
		if n := found[name]; n != nil && len(textOf(n)) >= minLetters/2 {
			return n
		}
	}
	return found["body"]
}

// cutOff reports whether a page that opens its root never closes it.
func cutOff(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	tail := strings.ToLower(text[max(0, len(text)-4096):])
	return strings.Contains(head, "<html") && !strings.Contains(tail, "</html") && !strings.Contains(tail, "</body")
}

func parsePage(text string) (*html.Node, error) {
	if len(text) > maxPage {
		return nil, fmt.Errorf("larger than %d bytes", maxPage)
	}
	return html.Parse(strings.NewReader(text))
}

// takeMeta fills the story from what the page says of itself.
func (d *draft) takeMeta(m meta, doc *html.Node) {
	s := &d.story
	s.URL = or(d.opt.URL, m.url)
	s.Title = m.bestTitle()
	s.Author = strings.Join(m.authors, "; ")
	s.Publisher = m.site
	if m.opinion || kindLabels[strings.ToLower(m.section)] {
		s.Kind = entente.OpinionKind
	}
	if s.Published = searchDay(doc, s.URL); !s.Published.Known() {
		s.Published = m.published
	}
}

// The days between which a page can have been published. The latter is fixed, so
// that a page reads the same whenever it is read.
var (
	minPublished = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	maxPublished = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// searchDay looks for the day of publication in the page's address, its head and
// linked data, and then in all of its text.
func searchDay(doc *html.Node, address string) (day entente.Day) {
	defer func() {
		if recover() != nil {
			day = 0
		}
	}()
	found, err := htmldate.FromDocument(doc, htmldate.Options{
		UseOriginalDate: true, URL: address, MinDate: minPublished, MaxDate: maxPublished,
	})
	if err != nil || found.IsZero() {
		return 0
	}
	return entente.MakeDay(found.DateTime.Year(), found.DateTime.Month(), found.DateTime.Day())
}

// extract finds the node with the main text, and the author, if he is asked for, where
// the page shows one. What goes wrong in the extractor comes back as an error.
//
// The extractor copies a page three times and walks each copy often, so it is given the
// page without what it throws out first, unless the author is looked for, who may stand
// there, or the text is short and every part of the page is to be thought over.
func extract(doc *html.Node, address string, author bool) (main *html.Node, by string, err error) {
	defer func() {
		if r := recover(); r != nil {
			main, by, err = nil, "", fmt.Errorf("the extractor broke: %v", r)
		}
	}()
	opt := trafilatura.Options{ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	opt.OriginalURL, _ = url.Parse(address)
	first := doc
	if !author {
		first = lightened(doc)
	}
	found, err := trafilatura.ExtractDocument(first, opt)
	if err != nil || len(found.ContentText) < shortText {
		opt.EnableFallback = true
		if again, err2 := trafilatura.ExtractDocument(doc, opt); err2 == nil {
			found, err = again, nil
		}
	}
	if err != nil {
		return nil, "", err
	}
	return found.ContentNode, found.Metadata.Author, nil
}

// strip takes out of a page what holds no words of it and is walked over often: comments,
// drawings, styles, and scripts but for linked data.
func strip(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if wordless(c) {
			n.RemoveChild(c)
		} else {
			strip(c)
		}
		c = next
	}
}

func wordless(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type == html.CommentNode
	}
	return n.Data == "svg" || n.Data == "style" || n.Data == "script" && !strings.Contains(attr(n, "type"), "ld+json")
}

// thrownOut are elements in which the extractor never looks for the main text. Figures,
// in which it may, are not among them.
var thrownOut = set("aside embed footer form head iframe menu object script applet audio canvas map picture svg video area button datalist dialog frame frameset fieldset link input label legend math nav noscript optgroup option output param progress select source style track textarea time use")

// lightened is a copy of a page without what is thrown out of it.
func lightened(n *html.Node) *html.Node {
	out := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: slices.Clone(n.Attr)}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.CommentNode && (c.Type != html.ElementNode || !thrownOut[c.Data]) {
			out.AppendChild(lightened(c))
		}
	}
	return out
}

// aside holds what a page shows beside its paragraphs.
type aside struct {
	captions map[string]bool
	shown    map[string]bool // the short texts of the page, to see whether a description stands in it
}

func asides(doc *html.Node) aside {
	a := aside{captions: map[string]bool{}, shown: map[string]bool{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "figcaption":
			for _, p := range paragraphs(n) {
				a.captions[p.text] = true
			}
		case "p", "h2", "h3", "h4", "div", "span", "strong":
			if n.FirstChild != nil && n.FirstChild.Type == html.TextNode && n.FirstChild.NextSibling == nil {
				a.shown[bareWords(n.FirstChild.Data)] = true
			}
		}
	}
	return a
}

// compose builds the canonical text and its blocks.
func (d *draft) compose(m meta, paras []para, a aside) {
	title := d.story.Title
	var b textBuilder
	if title != "" {
		b.add(entente.Headline, title)
	}
	paras = d.withoutFurniture(paras, title, m.description, a)
	if m.description != "" && a.shown[bareWords(m.description)] && !hasPara(paras, m.description) && !sameWords(m.description, title) {
		b.add(entente.Standfirst, m.description)
	}
	var sample strings.Builder
	for _, p := range paras {
		b.add(p.stream, p.text)
		if sample.Len() < sampleSize {
			sample.WriteString(p.text + "\n")
		}
	}
	d.story.Text, d.story.Blocks = b.b.String(), b.blocks
	d.tellLanguage(sample.String())
	if d.story.Language == "" {
		d.story.Language = m.language
	}
}

func hasPara(paras []para, s string) bool {
	bare := bareWords(s)
	for _, p := range paras {
		if strings.Contains(bareWords(p.text), bare) {
			return true
		}
	}
	return false
}

// withoutFurniture leaves out of the extracted paragraphs the headline, lines of
// furniture, bylines and dates at the top, and marks captions.
func (d *draft) withoutFurniture(paras []para, title, description string, a aside) []para {
	out := paras[:0]
	for i, p := range paras {
		m := markOf(p.text)
		switch {
		case i < 4 && (sameWords(p.text, title) || d.isByline(p.text, m)):
			continue
		case i < 3 && sameWords(p.text, description) && !endsStop(p.text) && len(paras) > i+1:
			p.stream = entente.Standfirst
		case a.captions[p.text] || m == picture:
			p.stream = entente.Caption
		case m.furniture() || m == byline || m == dated || m == relatedHead && len(p.text) < 60:
			d.takeByline(m, p.text)
			continue
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return paras
	}
	return out
}

// isByline reports whether a paragraph near the top says no more than who wrote the
// page and when, and takes what is not known yet from it.
func (d *draft) isByline(s string, m mark) bool {
	if len(s) > 160 || endsStop(s) {
		return false
	}
	if hasYear(s) {
		if st := readStamp(s); st.any() && words(st.rest, 4) < 4 {
			if !d.story.Published.Known() {
				d.story.Published = st.published
			}
			return true
		}
	}
	return m == nameLike && strings.Contains(d.story.Author, s)
}

func (d *draft) takeByline(m mark, s string) {
	if m == byline && d.story.Author == "" {
		d.story.Author = strings.Join(namesIn(s), "; ")
	}
}

// textBuilder joins blocks with blank lines.
type textBuilder struct {
	b      strings.Builder
	blocks []entente.Block
}

func (t *textBuilder) add(stream entente.Stream, s string) {
	if t.b.Len() > 0 {
		t.b.WriteString("\n\n")
	}
	start := t.b.Len()
	t.b.WriteString(s)
	t.blocks = append(t.blocks, entente.Block{Stream: stream, Start: start, End: t.b.Len()})
}
