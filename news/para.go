package news

import (
	"strings"

	"entente"
	"golang.org/x/net/html"
)

// para is a paragraph of a page.
type para struct {
	text   string
	stream entente.Stream
	head   bool // a heading
	links  bool // all of it is links
}

// breaking are the elements that begin and end a paragraph.
var breaking = set("p h1 h2 h3 h4 h5 h6 li blockquote pre tr table ul ol dl dt dd div section article figure figcaption header footer aside main body summary details hr")

// hiddenTags are the elements whose words are not the story's.
var hiddenTags = set("script style noscript template nav footer aside form button select option svg iframe object textarea label head")

// paragraphs gives the text of a node, one paragraph a block element. White space
// runs together; two line breaks part paragraphs, one does after a sentence.
func paragraphs(n *html.Node) []para {
	if n == nil {
		return nil
	}
	var w paraWriter
	w.walk(n)
	w.flush(false)
	return w.out
}

type paraWriter struct {
	out           []para
	b             strings.Builder
	words, linked int // bytes since the last flush, and those in links
	inLink        bool
}

func (w *paraWriter) flush(head bool) {
	for part := range strings.SplitSeq(w.b.String(), "\x00") {
		if part = oneLine(part); part != "" {
			w.out = append(w.out, para{text: part, stream: entente.Body, head: head, links: w.words > 0 && w.linked == w.words})
		}
	}
	w.b.Reset()
	w.words, w.linked = 0, 0
}

func (w *paraWriter) walk(n *html.Node) {
	switch n.Type {
	case html.CommentNode, html.DoctypeNode:
		return
	case html.TextNode:
		w.write(n.Data)
		return
	case html.ElementNode:
		if hiddenTags[n.Data] {
			return
		}
		if n.Data == "br" {
			w.lineBreak(n)
			return
		}
		if n.Data == "td" || n.Data == "th" {
			w.b.WriteByte(' ')
		}
	}
	breaks := n.Type == html.ElementNode && breaking[n.Data]
	if breaks {
		w.flush(false)
	}
	before := w.inLink
	w.inLink = before || n.Type == html.ElementNode && n.Data == "a"
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	w.inLink = before
	if breaks {
		w.flush(len(n.Data) == 2 && n.Data[0] == 'h')
	}
}

func (w *paraWriter) write(s string) {
	n := len(strings.TrimSpace(s))
	w.words += n
	if w.inLink {
		w.linked += n
	}
	w.b.WriteString(strings.ReplaceAll(s, "\x00", " "))
}

// unlinked leaves out paragraphs that are nothing but short links.
func unlinked(paras []para) []para {
	var out []para
	for _, p := range paras {
		if !p.links || endsSentence(p.text) && len(p.text) > 80 {
			out = append(out, p)
		}
	}
	return out
}

// lineBreak ends the paragraph where two breaks follow one another or a sentence
// ends; elsewhere it is a space.
func (w *paraWriter) lineBreak(n *html.Node) {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	before := w.b.String()
	if next != nil && next.Data == "br" || endsSentence(strings.TrimRight(before[max(0, len(before)-20):], " \t\r\n")) {
		w.b.WriteByte(0)
		return
	}
	w.b.WriteByte(' ')
}

func lengthOf(paras []para) (n int) {
	for _, p := range paras {
		n += len(p.text)
	}
	return n
}

// stripTags gives the text of a page that cannot be parsed: block elements become
// line ends, scripts and styles go.
func stripTags(text string) string {
	var b strings.Builder
	hidden := false
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		if kind == html.TextToken {
			if !hidden {
				b.WriteString(strings.ReplaceAll(string(z.Text()), "\n", " "))
			}
			continue
		}
		tag, _ := z.TagName()
		switch name := string(tag); {
		case name == "script" || name == "style" || name == "noscript":
			hidden = kind == html.StartTagToken
		case breaking[name]:
			b.WriteString("\n\n")
		case name == "br":
			b.WriteByte('\n')
		}
	}
}
