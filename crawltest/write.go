package crawltest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/charmap"
)

// Options say what is written. The zero Options give an archive of no pages.
type Options struct {
	Pages  int
	First  int    // number of the first page
	Size   int    // bytes of a page, about; at least its article
	Coding Coding // how the archive is packed
	Wild   bool   // transfer and content codings and charsets of all kinds, and answers that are no pages
}

// Coding is how an archive is packed.
type Coding int

// The codings.
const (
	ByRecord Coding = iota // a member of gzip for each record, as crawlers write it
	AsOne                  // one member of gzip for all
	Plain                  // not packed
)

// Write writes an archive: what Common Crawl's news archives hold, a warcinfo first and
// for each page a request, a response and metadata.
func Write(w io.Writer, opt Options) error {
	a := archive{w: w, coding: opt.Coding}
	if opt.Coding == AsOne {
		a.z = gzip.NewWriter(w)
		a.w = a.z
	}
	a.record("warcinfo", "", "application/warc-fields", []byte("software: made up\r\nformat: WARC File Format 1.0\r\n"))
	for n := range opt.Pages {
		a.page(opt.First+n, opt)
	}
	if a.z != nil && a.err == nil {
		a.err = a.z.Close()
	}
	return a.err
}

// Skipped is how many records of an archive hold no page, but for its warcinfo: by type.
func Skipped(opt Options) map[string]int {
	out := map[string]int{"request": opt.Pages, "metadata": opt.Pages}
	for n := range opt.Pages {
		if opt.Wild && (opt.First+n)%10 == 9 {
			out["revisit"]++
			out["image"]++
			out["status 404"]++
		}
	}
	return out
}

type archive struct {
	w      io.Writer
	z      *gzip.Writer
	coding Coding
	n      int
	err    error
}

// record writes one record.
func (a *archive) record(kind, uri, media string, block []byte) {
	if a.err != nil {
		return
	}
	a.n++
	var head strings.Builder
	fmt.Fprintf(&head, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nWARC-Date: 2022-03-31T12:00:00Z\r\n", kind, a.n)
	if uri != "" {
		fmt.Fprintf(&head, "WARC-Target-URI: %s\r\n", uri)
	}
	fmt.Fprintf(&head, "Content-Type: %s\r\nContent-Length: %d\r\n\r\n", media, len(block))
	out := a.w
	var z *gzip.Writer
	if a.coding == ByRecord {
		z = gzip.NewWriter(a.w)
		out = z
	}
	for _, part := range [][]byte{[]byte(head.String()), block, []byte("\r\n\r\n")} {
		if _, err := out.Write(part); err != nil && a.err == nil {
			a.err = err
		}
	}
	if z != nil && a.err == nil {
		a.err = z.Close()
	}
}

const exchange = "application/http; msgtype="

// page writes the records of a page.
func (a *archive) page(n int, opt Options) {
	uri := Address(n)
	a.record("request", uri, exchange+"request", []byte("GET /world/"+fmt.Sprint(n)+"/story.html HTTP/1.1\r\nHost: outlet.example\r\n\r\n"))
	way := ways[0]
	if opt.Wild {
		way = ways[n%len(ways)]
	}
	a.record("response", uri, exchange+"response", way(page(n, opt.Size)))
	a.record("metadata", uri, "application/warc-fields", []byte("fetchTimeMs: 120\r\n"))
	if opt.Wild && n%10 == 9 {
		a.record("revisit", uri, exchange+"response", []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"))
		a.record("response", uri+".png", exchange+"response", answer("200 OK", "image/png", "", []byte("\x89PNG\r\n\x1a\n\x00\x00")))
		a.record("response", uri+"x", exchange+"response", answer("404 Not Found", "text/html", "", []byte("<html><body><p>There is no such page.</p></body></html>")))
	}
}

// ways are how a page is carried in an answer.
var ways = []func(string) []byte{
	func(p string) []byte { return answer("200 OK", "text/html; charset=utf-8", "", []byte(p)) },
	func(p string) []byte {
		return answer("200 OK", "text/html", "Transfer-Encoding: chunked\r\n", Chunked([]byte(p)))
	},
	func(p string) []byte {
		return answer("200 OK", "text/html", "Content-Encoding: gzip\r\n", packedBy(p, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }))
	},
	func(p string) []byte {
		return answer("200 OK", "text/html", "Content-Encoding: br\r\n", packedBy(p, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 3) }))
	},
	func(p string) []byte {
		return answer("200 OK", "text/html", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", Chunked(packedBy(p, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })))
	},
	func(p string) []byte { // in another charset, which the header alone tells
		out, _ := charmap.Windows1252.NewEncoder().String(strings.Replace(strings.Replace(p, `<meta charset="utf-8">`, "", 1), "<p>", "<p>At a café: ", 1))
		return answer("200 OK", "text/html; charset=windows-1252", "", []byte(out))
	},
	func(p string) []byte {
		return answer("200 OK", "text/html", "Content-Encoding: deflate\r\n", packedBy(p, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }))
	},
	func(p string) []byte { // as Common Crawl leaves it: unpacked, under headers that say otherwise
		return answer("200 OK", "text/html", "X-Crawler-Content-Encoding: gzip\r\nX-Crawler-Transfer-Encoding: chunked\r\n", []byte(p))
	},
	func(p string) []byte { // as careless tools leave it: unpacked, and the headers lie
		return answer("200 OK", "text/html", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", []byte(p))
	},
}

func answer(status, media, more string, body []byte) []byte {
	head := fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\n%sServer: made up\r\n\r\n", status, media, more)
	return append([]byte(head), body...)
}

// Chunked is a body in the chunked transfer coding, in chunks of growing size.
func Chunked(body []byte) []byte {
	var b bytes.Buffer
	for n := 100; len(body) > 0; n *= 2 {
		part := body[:min(n, len(body))]
		body = body[len(part):]
		fmt.Fprintf(&b, "%x;note=1\r\n%s\r\n", len(part), part)
	}
	b.WriteString("0\r\nX-Trailer: yes\r\n\r\n")
	return b.Bytes()
}

func packedBy(p string, coder func(io.Writer) io.WriteCloser) []byte {
	var b bytes.Buffer
	w := coder(&b)
	_, _ = io.WriteString(w, p) // a bytes.Buffer takes every write
	_ = w.Close()
	return b.Bytes()
}
