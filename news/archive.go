package news

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"entente"
	"entente/warc"
)

// mostPage is how many bytes of a page in an archive are taken.
const mostPage = 16 << 20

// readArchive hands on the pages of a web archive. Its other records are counted; what is
// damaged is a problem, and the records after it are read.
func (s *source) readArchive(in io.Reader) bool {
	if s.layer == bare && s.base >= 0 { // a reader that can go back saves more of what is damaged
		if _, err := s.input.(io.Seeker).Seek(s.base, io.SeekStart); err == nil {
			in = s.input
		}
	}
	a := pages{source: s, limit: min(s.opt.MaxStory, mostPage), at: Mark{Offset: s.opt.From.Offset, Form: warcForm}}
	for rec, err := range warc.Records(in, warc.Place{Offset: s.opt.From.Offset}) {
		var damage *warc.Damage
		good := true
		switch {
		case errors.As(err, &damage):
			good = s.told(a.mark(), damage.Offset, "the web archive is damaged "+damage.Error())
		case err != nil:
			return s.fatal(err)
		default:
			a.begin(rec)
			good = a.record(rec)
		}
		if !good {
			return false
		}
	}
	s.rest(a.mark())
	return true
}

// pages are those of a web archive.
type pages struct {
	*source
	limit int
	at    Mark // of the next piece
	in    *bufio.Reader
}

// begin moves the mark to a record, if reading can be taken up there.
func (a *pages) begin(rec warc.Record) {
	if rec.At.Offset > a.at.Offset {
		a.at.Offset, a.at.Skip = rec.At.Offset, 0
	}
}

// mark is that of a piece. Within other layers no offset is of use.
func (a *pages) mark() Mark {
	if a.layer != bare {
		return a.counting()
	}
	at := a.at
	a.at.Skip++
	return at
}

// record hands on the page of a record, or counts it as left out.
func (a *pages) record(rec warc.Record) bool {
	if a.in == nil {
		a.in = bufio.NewReaderSize(nil, prefixSize)
	}
	a.in.Reset(rec.Block)
	media, charset := mediaOf(rec.Media)
	said := answer{status: 200, media: media, charset: charset}
	switch rec.Type {
	case "response":
		if media != "application/http" && media != "" {
			break // by the standard a response of another protocol: its block is the page
		}
		var err error
		said, err = readHead(a.in)
		if errors.Is(err, errNoAnswer) || errors.As(err, new(*warc.Damage)) {
			p := unread(rec, err)
			p.Offset = int(rec.At.Offset)
			return a.piece(a.mark(), func() (Item, error) { return Item{Problems: []entente.Problem{p}}, nil })
		} else if err != nil {
			return a.fatal(err)
		}
	case "resource", "conversion":
	default:
		a.left.add(or(kindName(rec.Type), "record without a type"))
		return true
	}
	if said.media == "" { // the server did not say; the crawler may have looked
		said.media = rec.Payload
	}
	if why := a.unfit(rec, &said); why != "" {
		a.left.add(why)
		return true
	}
	return a.page(rec, said)
}

// kindName bounds what an archive calls a kind.
func kindName(kind string) string { return clean(kind[:min(len(kind), 40)]) }

// pageTypes are the media types of pages.
var pageTypes = []string{"text/html", "application/xhtml+xml", "text/plain"}

// unfit says why a record holds no page, "" if it may hold one. An answer that does not
// say what it is is looked at.
func (a *pages) unfit(rec warc.Record, said *answer) string {
	class, _, _ := strings.Cut(said.media, "/")
	switch {
	case said.status != 200 && said.status != 203:
		return fmt.Sprintf("status %d", said.status)
	case path.Base(rec.URI) == "robots.txt":
		return "robots.txt"
	case slices.Contains(pageTypes, said.media):
		return ""
	case said.media == "" || said.media == "application/octet-stream" || said.media == "unk":
		if ahead, _ := a.in.Peek(1024); said.chunked || len(said.packings) > 0 || looksLikeHTML(ahead) {
			said.media = "text/html"
			return ""
		}
		return "page of no type"
	case class == "image" || class == "video" || class == "audio" || class == "font":
		return class
	}
	return kindName(said.media)
}

// unread is the problem of a record of which no story comes. Its address is the subject
// and not in the message, so that those of one kind are told apart from others.
func unread(rec warc.Record, err error) entente.Problem {
	name := or(clean(rec.URI), or(clean(rec.ID), "a record"))
	return entente.Problem{Stage: "news", Subject: name, Offset: -1, Message: clean(err.Error())}
}

// page hands on a record that holds a page.
func (a *pages) page(rec warc.Record, said answer) bool {
	buffer := bytes.NewBuffer(make([]byte, 0, min(rec.Length+bytes.MinRead, 1<<20)))
	_, err := buffer.ReadFrom(io.LimitReader(a.in, int64(a.limit)+1))
	body, fault := buffer.Bytes(), ""
	var damage *warc.Damage
	if errors.As(err, &damage) {
		fault = damage.What + ": the page is read as far as it goes"
	} else if err != nil {
		return a.fatal(err)
	}
	switch {
	case rec.Truncated != "":
		fault = fmt.Sprintf("the crawler cut the page off (%s)", kindName(rec.Truncated))
	case rec.Segment > 0:
		fault = "the page is parted over several records: the first is read"
	}
	rec.Block = nil
	opt := a.opt
	opt.MaxStory = a.limit
	return a.piece(a.mark(), func() (Item, error) { return readRecord(rec, said, body, fault, opt), nil })
}

// readRecord reads a page out of its record. Its id is that of its address.
func readRecord(rec warc.Record, said answer, body []byte, fault string, opt Options) Item {
	address, ok := entente.WebAddress(nil, rec.URI)
	if !ok {
		address = clean(rec.URI)
	}
	opt.URL, opt.ID = address, entente.PageID(or(address, rec.ID))
	if opt.Captured && !opt.Published.Known() && !rec.Date.IsZero() {
		opt.Published = entente.DayOf(rec.Date)
	}
	d := draft{opt: opt, charset: said.charset}
	body, wrong := said.body(body, opt.MaxStory)
	for _, f := range []string{fault, wrong} {
		if f != "" {
			d.problem(-1, f)
		}
	}
	form := page
	if said.media == "text/plain" && !looksLikeHTML(body) {
		form = plain
	}
	if err := d.readBytes(body, form); err != nil {
		if wrong == "" {
			d.problems = append(d.problems, unread(rec, err))
		}
		return Item{Problems: d.problems}
	}
	return d.finish()
}
