package news

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// format is a form of input.
type format int

const (
	plain format = iota
	page
	jsonLines
	jsonDocument // one object over several lines, or a list of objects
	feedForm
	webArchive // of records as they are, or packed one by one or together
	packed     // gzip around anything else
	zipArchive
)

// magics are the first bytes of formats that are not text, and what they are.
var magics = []struct{ bytes, what string }{
	{"%PDF-", "a PDF document; save its text first"},
	{"\x89PNG", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF8", "a GIF image"},
	{"RIFF", "a RIFF file (image, sound or film)"},
	{"\xd0\xcf\x11\xe0", "an old office document; save it as text first"},
	{"{\\rtf", "an RTF document; save it as text first"},
	{"\x7fELF", "a program"},
	{"BZh", "bzip2; unpack it first"},
	{"\xfd7zXZ", "xz; unpack it first"},
	{"\x28\xb5\x2f\xfd", "zstd; unpack it first"},
	{"SQLite format 3", "a database"},
	{"7z\xbc\xaf\x27\x1c", "7-Zip; unpack it first"},
	{"Rar!", "RAR; unpack it first"},
	{"ID3", "sound"},
	{"OggS", "sound or film"},
}

// detect tells the format from the first bytes, and by the name where these leave
// it open. The error says what an unusable input is.
func detect(name string, prefix []byte) (format, error) {
	switch {
	case bytes.HasPrefix(prefix, []byte("WARC/")):
		return webArchive, nil
	case bytes.HasPrefix(prefix, []byte("\x1f\x8b")):
		if holdsRecords(prefix) {
			return webArchive, nil
		}
		return packed, nil
	case bytes.HasPrefix(prefix, []byte("PK\x03\x04")), bytes.HasPrefix(prefix, []byte("PK\x05\x06")):
		return zipArchive, nil
	}
	for _, m := range magics {
		if bytes.HasPrefix(prefix, []byte(m.bytes)) {
			return 0, fmt.Errorf("%w: it is %s", ErrUnusable, m.what)
		}
	}
	if wideOrder(prefix) != noOrder {
		return formatOfText(name, narrow(prefix))
	}
	if i := bytes.IndexByte(prefix, 0); i >= 0 {
		return 0, fmt.Errorf("%w: it is binary, not text (zero byte at %d)", ErrUnusable, i)
	}
	if len(prefix) < prefixSize && len(bytes.TrimFunc(prefix, blank)) == 0 {
		return 0, fmt.Errorf("%w: it is empty", ErrUnusable)
	}
	return formatOfText(name, prefix)
}

func formatOfText(name string, prefix []byte) (format, error) {
	head := bytes.TrimLeftFunc(prefix, blank)
	ext := strings.ToLower(path.Ext(name))
	switch {
	case isFeed(head):
		return feedForm, nil
	case bytes.HasPrefix(bytes.ToLower(head[:min(len(head), 5)]), []byte("<?xml")) && !looksLikeHTML(head):
		return 0, fmt.Errorf("%w: it is XML, and neither a feed nor a page", ErrUnusable)
	case ext != ".jsonl" && ext != ".ndjson" && looksLikeDocument(head):
		return jsonDocument, nil
	case ext == ".jsonl" || ext == ".ndjson" || looksLikeJSON(head):
		return jsonLines, nil
	case looksLikeHTML(head) || (ext == ".html" || ext == ".htm" || ext == ".xhtml") && bytes.IndexByte(head, '<') >= 0:
		return page, nil
	}
	return plain, nil
}

// holdsRecords reports whether gzip holds a web archive.
func holdsRecords(prefix []byte) bool {
	z, err := gzip.NewReader(bytes.NewReader(prefix))
	if err != nil {
		return false
	}
	var head [5]byte
	_, err = io.ReadFull(z, head[:])
	return err == nil && string(head[:]) == "WARC/"
}

func looksLikeJSON(head []byte) bool {
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// looksLikeDocument: a brace or a bracket alone on the first line, or a list of objects.
func looksLikeDocument(head []byte) bool {
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	switch first = bytes.TrimSpace(first); string(first) {
	case "{":
		return looksLikeJSON(head)
	case "[":
		return looksLikeJSON(bytes.TrimSpace(rest))
	}
	return len(first) > 1 && first[0] == '[' && looksLikeJSON(bytes.TrimSpace(first[1:]))
}

// tags are what a page of HTML opens with, in some order, near its beginning.
var tags = [][]byte{
	[]byte("<!doctype html"), []byte("<html"), []byte("<head"), []byte("<body"), []byte("<meta "), []byte("<article"),
	[]byte("<div"), []byte("<p>"), []byte("<p "), []byte("</p>"), []byte("<h1"), []byte("<title"), []byte("<section"), []byte("<main"),
}

func looksLikeHTML(head []byte) bool {
	near := bytes.ToLower(head[:min(len(head), 4096)])
	if len(near) == 0 {
		return false
	}
	if near[0] != '<' {
		return bytes.Contains(near, tags[0]) || bytes.Contains(near, tags[1])
	}
	for _, t := range tags {
		if bytes.Contains(near, t) {
			return true
		}
	}
	return false
}

var jsonFeed = regexp.MustCompile(`"version"\s*:\s*"https?://(www\.)?jsonfeed\.org/version/`)

func isFeed(head []byte) bool {
	near := bytes.ToLower(head[:min(len(head), 1024)])
	if bytes.HasPrefix(near, []byte("{")) {
		return jsonFeed.Match(near)
	}
	return bytes.HasPrefix(near, []byte("<rss")) || bytes.HasPrefix(near, []byte("<feed")) ||
		bytes.HasPrefix(near, []byte("<?xml")) && (bytes.Contains(near, []byte("<rss")) || bytes.Contains(near, []byte("<feed")) || bytes.Contains(near, []byte("<rdf:rdf")))
}
