// Package feed reads RSS, Atom and JSON Feed.
//
// A library knows their many dialects; what it does not know is that a feed may mean
// ill, or break off. [Parse] keeps the library from being led into depth, makes errors
// of its panics, and saves the whole entries of a feed that is cut off. What an entry
// means is for others to say: for watch a page to be got, for news a story.
package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/mmcdole/gofeed"
)

// ErrNotFeed is wrapped where bytes are neither RSS, Atom nor JSON Feed.
var ErrNotFeed = errors.New("it is no feed: neither RSS, Atom nor JSON Feed")

// deepest is how many elements may lie within one another; the library takes one step of
// the stack for each.
const deepest = 100

// Parse reads a feed. Of one that is damaged or cut off the entries before the damage are
// given, and the fault says what is wrong; it is "" for a feed that is whole.
func Parse(data []byte) (f *gofeed.Feed, fault string, err error) {
	if err := shallow(data); err != nil {
		return nil, "", err
	}
	f, err = parsed(data)
	if err == nil || errors.Is(err, ErrNotFeed) {
		return f, "", err
	}
	if rest, ok := mended(data); ok {
		if f, err2 := parsed(rest); err2 == nil {
			return f, err.Error(), nil
		}
	}
	return nil, "", err
}

// parsed has the library read the feed. What it does to no feed in the world it may
// still do to one that means ill, so its panics are errors.
func parsed(data []byte) (f *gofeed.Feed, err error) {
	defer func() {
		if v := recover(); v != nil {
			f, err = nil, fmt.Errorf("it cannot be read as a feed: %v", v)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	f, err = p.Parse(bytes.NewReader(data))
	if errors.Is(err, gofeed.ErrFeedTypeNotDetected) {
		return nil, ErrNotFeed
	}
	if err != nil {
		return nil, fmt.Errorf("it cannot be read as a feed: %w", err)
	}
	return f, nil
}

// mended cuts a feed behind its last whole entry and closes it.
func mended(data []byte) ([]byte, bool) {
	for _, way := range []struct{ entry, end string }{{"</item>", "</channel></rss>"}, {"</entry>", "</feed>"}} {
		if i := bytes.LastIndex(data, []byte(way.entry)); i >= 0 {
			end := way.end
			if bytes.Contains(data[:min(len(data), 1024)], []byte("<rdf:RDF")) {
				end = "</rdf:RDF>"
			}
			return append(data[:i+len(way.entry):i+len(way.entry)], end...), true
		}
	}
	return nil, false
}

// shallow refuses XML whose elements lie too deep within one another.
func shallow(data []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // depth is told by ASCII
	for depth := 0; ; {
		token, err := dec.RawToken()
		if err != nil { // the library says what is wrong with it, or reads on all the same
			return countOpen(data[min(int(dec.InputOffset()), len(data)):])
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > deepest {
			return fmt.Errorf("its elements lie more than %d deep within one another", deepest)
		}
	}
}

// countOpen is what is left to tell depth by where the text is no XML: how many more
// tags open than close. Markup in an entry's text may leave some open.
func countOpen(data []byte) error {
	const most = 10000
	open := 0
	for i, c := range data {
		if c != '<' || i+1 == len(data) {
			continue
		}
		if next := data[i+1]; next == '/' {
			open = max(0, open-1)
		} else if next != '!' && next != '?' {
			open++
		}
		if open > most {
			return fmt.Errorf("it opens %d elements more than it closes", open)
		}
	}
	return nil
}
