package watch

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"entente"
	"entente/form"
)

// Feed is a feed to be watched, as a file of subscriptions names it.
type Feed struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// ParseOPML reads a file of subscriptions (OPML 1 or 2): every outline with an
// xmlUrl, at whatever depth, once, in the order of the file. Name is the file's in
// messages. An outline that cannot be watched is a problem; an error, a [form.Errors]
// with its place, means that the file is no OPML or names no feed.
func ParseOPML(name string, data []byte) ([]Feed, []entente.Problem, error) {
	o := outlines{file: name, seen: map[string]bool{}}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false // exports have stray ampersands
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = charset.NewReaderLabel
	for {
		token, err := dec.Token()
		line, col := dec.InputPos()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, form.Errors{{File: name, Line: line, Col: col, Message: "not OPML: " + plainXML(err)}}
		}
		if start, ok := token.(xml.StartElement); ok {
			o.element(start, line, col)
		}
	}
	switch {
	case !o.opml:
		return nil, nil, form.Errors{{File: name, Line: 1, Col: 1, Message: "not OPML: it has no element opml"}}
	case len(o.feeds) == 0:
		return nil, o.problems, form.Errors{{File: name, Line: 1, Col: 1, Message: "no feed in the file: an outline with an xmlUrl is one"}}
	}
	return o.feeds, o.problems, nil
}

// plainXML is what is wrong with XML, without the words that its place repeats.
func plainXML(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Msg
	}
	return err.Error()
}

// outlines gathers what a file of subscriptions names.
type outlines struct {
	file     string
	opml     bool
	seen     map[string]bool
	feeds    []Feed
	problems []entente.Problem
}

func (o *outlines) element(e xml.StartElement, line, col int) {
	o.opml = o.opml || strings.EqualFold(e.Name.Local, "opml")
	if !o.opml || !strings.EqualFold(e.Name.Local, "outline") {
		return
	}
	address := strings.TrimSpace(attribute(e, "xmlUrl"))
	title := oneLine(attribute(e, "title"))
	if title == "" {
		title = oneLine(attribute(e, "text"))
	}
	if address == "" {
		if strings.EqualFold(attribute(e, "type"), "rss") {
			o.problem(line, col, fmt.Sprintf("the outline %q has no xmlUrl", title))
		}
		return
	}
	u, ok := entente.WebAddress(nil, address)
	switch {
	case !ok:
		o.problem(line, col, fmt.Sprintf("%q is no address of the web", address))
	case o.seen[u]:
		o.problem(line, col, fmt.Sprintf("%s is there twice", u))
	default:
		o.seen[u] = true
		o.feeds = append(o.feeds, Feed{u, title})
	}
}

func (o *outlines) problem(line, col int, message string) {
	o.problems = append(o.problems, entente.Problem{Stage: "watch", Subject: fmt.Sprintf("%s:%d:%d", o.file, line, col), Offset: -1, Message: message})
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}

// oneLine brings text from outside into one line of valid UTF-8 without control
// characters, of at most 200 characters.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return r <= ' ' || r >= 0x7f && r <= 0xa0 }), " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
