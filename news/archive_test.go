package news_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/crawltest"
	"entente/news"

	"github.com/klauspost/compress/gzip"
)

// published is the day on which what gives no day was published.
var published = entente.MakeDay(2022, time.April, 1)

// read reads an input to its end: its stories by id, what was told, what was left out.
func read(t testing.TB, name string, r io.Reader, opt news.Options) (stories map[string]string, told string, left news.Left) {
	t.Helper()
	stories = map[string]string{}
	for item, err := range news.Read(name, r, opt) {
		if err != nil {
			told += "error: " + err.Error() + "\n"
			break
		}
		left = left.Plus(item.Left)
		for _, p := range item.Problems {
			told += p.Subject + ": " + p.Message + "\n"
		}
		if item.Story.Text != "" {
			if _, ok := stories[item.Story.ID]; ok {
				t.Errorf("two stories have the id %s", item.Story.ID)
			}
			stories[item.Story.ID] = item.Story.Text
		}
	}
	return stories, told, left
}

func crawl(t testing.TB, opt crawltest.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := crawltest.Write(&b, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWebArchive: of a crawl every page is read as it reads by itself, however it was
// sent and packed, and every other record is counted.
func TestWebArchive(t *testing.T) {
	opt := crawltest.Options{Pages: 40, Size: 20 << 10, Wild: true}
	want := crawltest.Skipped(opt)
	want["warcinfo"] = 1
	var first map[string]string
	for name, coding := range map[string]crawltest.Coding{"a.warc": crawltest.Plain, "a.warc.gz": crawltest.ByRecord, "one.warc.gz": crawltest.AsOne} {
		opt.Coding = coding
		raw := crawl(t, opt)
		stories, told, left := read(t, name, bytes.NewReader(raw), news.Options{})
		if len(stories) != 40 || told != "" || !maps.Equal(map[string]int(left), want) {
			t.Fatalf("%s: %d stories, left out %v, want %v; told:\n%s", name, len(stories), left, want, told)
		}
		if first == nil {
			first = stories
		}
		if !maps.Equal(first, stories) {
			t.Errorf("%s: other stories than plain", name)
		}
		again, _, _ := read(t, name, io.MultiReader(bytes.NewReader(raw)), news.Options{})
		if !maps.Equal(again, stories) {
			t.Errorf("%s: from a pipe other stories come", name)
		}
	}
	n, accents := 0, 0
	for _, text := range first {
		for i := range 40 {
			if strings.Contains(text, crawltest.Mark(i)) {
				n++
			}
		}
		if strings.Contains(text, "At a café: ") {
			accents++
		}
		if strings.Contains(text, "\uFFFD") || strings.Contains(text, "window.slot") || strings.Contains(text, "Section 4") {
			t.Errorf("furniture or damage in %.2000s", text)
		}
	}
	if n != 40 || accents != 4 {
		t.Errorf("%d pages hold their own sentence, %d their accents", n, accents)
	}
}

// TestWebArchiveHead: what record and answer say of a page is in its story.
func TestWebArchiveHead(t *testing.T) {
	for item, err := range news.Read("a.warc", bytes.NewReader(crawl(t, crawltest.Options{Pages: 1, Coding: crawltest.Plain})), news.Options{}) {
		s := item.Story
		if err != nil || s.URL != crawltest.Address(0) || s.ID == "" || !strings.HasPrefix(s.ID, "s_") || s.Published.String() != "2021-01-26" || s.Publisher != "Outlet Number 0" || s.Author != "Ada Invented" {
			t.Errorf("%+v, %v", s, err)
		}
		break
	}
}

// record makes a record of a web archive.
func record(kind, media, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: <https://a.example/x?utm_source=y#z>\r\nWARC-Date: 2022-03-31T12:00:00.5Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, media, len(block), block)
}

const (
	page     = "<html><body><p>Norland and Estria signed a treaty on fishing in the cold lake of the north.</p></body></html>"
	exchange = "application/http"
)

// ccNews are a request and a response with the fields that those of Common Crawl's news
// archives have.
var ccNews = "WARC/1.0\r\nWARC-Type: request\r\nWARC-Date: 2021-06-16T20:31:07Z\r\nWARC-Record-ID: <urn:uuid:1d2c6a0e-9c53-4b1a-8d0a-3a5b7d7f0001>\r\nWARC-IP-Address: 93.184.216.34\r\nWARC-Target-URI: https://a.example/world/treaty\r\nContent-Type: application/http; msgtype=request\r\nContent-Length: 35\r\n\r\n" +
	"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n\r\n" +
	"WARC/1.0\r\nWARC-Record-ID: <urn:uuid:1d2c6a0e-9c53-4b1a-8d0a-3a5b7d7f0002>\r\nContent-Length: 555\r\nWARC-Date: 2021-06-16T20:31:07Z\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/world/treaty\r\nContent-Type: application/http; msgtype=response\r\nWARC-Payload-Digest: sha1:2VXS6ZTSVCJ4F2B2P4LHKHNTUIPEHDUC\r\nWARC-Block-Digest: sha1:XN45YTSXZ2RKVLJW2YYTFFLRQHKXTKLC\r\nWARC-IP-Address: 93.184.216.34\r\nWARC-Identified-Payload-Type: application/xhtml+xml\r\nWARC-Concurrent-To: <urn:uuid:1d2c6a0e-9c53-4b1a-8d0a-3a5b7d7f0001>\r\n\r\n" +
	"HTTP/1.1 200 OK\r\nDate: Wed, 16 Jun 2021 20:31:07 GMT\r\nX-Crawler-Transfer-Encoding: chunked\r\ncontent-type: text/html;charset=UTF-8\r\nVary: Accept-Encoding\r\nX-Crawler-Content-Encoding: gzip\r\nSet-Cookie: a=b; path=/\r\nSet-Cookie: c=d\r\nContent-Length: 300\r\n\r\n" +
	"<!DOCTYPE html><html lang=\"en\"><head><title>A treaty</title><meta property=\"article:published_time\" content=\"2021-06-16T18:00:00Z\"/></head><body><article><h1>A treaty</h1><p>Norland and Estria signed a treaty on fishing – in the cold lake of the north.</p></article></body></html>                    \r\n\r\n"

// TestRecordsOfAllKinds: which records hold a page, and what is said of those that do
// not, or not whole.
func TestRecordsOfAllKinds(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		text string // in the story; "" if there is none
		told string
		left string
	}{
		"resource":                  {record("resource", "text/html", page), "signed a treaty", "", ""},
		"conversion":                {record("conversion", "text/plain", "Norland and Estria signed a treaty.\n"), "signed a treaty", "", ""},
		"revisit":                   {record("revisit", exchange, "HTTP/1.1 200 OK\r\n\r\n"), "", "", "revisit"},
		"metadata":                  {record("metadata", "text/plain", page), "", "", "metadata"},
		"continuation":              {record("continuation", exchange, page), "", "", "continuation"},
		"a kind of its own":         {record("screenshot", "image/png", "x"), "", "", "screenshot"},
		"not found":                 {record("response", exchange, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"+page), "", "", "status 404"},
		"moved":                     {record("response", exchange, "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"), "", "", "status 301"},
		"image":                     {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff"), "", "", "image"},
		"pdf":                       {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-"), "", "", "application/pdf"},
		"no type":                   {record("response", exchange, "HTTP/1.1 200 OK\r\n\r\n"+page), "signed a treaty", "", ""},
		"no type, no page":          {record("response", exchange, "HTTP/1.1 200 OK\r\n\r\nabc"), "", "", "page of no type"},
		"bare line ends":            {record("response", exchange, "HTTP/1.0 200\nContent-Type: text/html\n\n"+page), "signed a treaty", "", ""},
		"odd head":                  {record("response", exchange, "HTTP/1.1 200 OK\r\nnonsense\r\n:\r\nCONTENT-TYPE :text/html\r\n\r\n"+page), "signed a treaty", "", ""},
		"no HTTP":                   {record("response", exchange, page), "", "no answer of HTTP", ""},
		"lower case":                {record("revisit", exchange, "") + strings.ToLower(record("response", exchange, "x")) + record("response", exchange, "HTTP/2 200\r\ncontent-type: text/html\r\n\r\n"+page), "signed a treaty", "a record is longer than its header says; reading goes on", "revisit"},
		"not packed at all":         {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n"+page), "signed a treaty", "", ""},
		"packed by what":            {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: lzma\r\n\r\n\x00\x01\x02\x03\x04"), "", `packed by "lzma" and cannot be unpacked`, ""},
		"a chunk is cut off":        {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"+page), "signed a treaty", "last chunk is cut off", ""},
		"a chunk is damaged":        {record("response", exchange, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\nzz\r\n", len(page), page)), "signed a treaty", "chunks are damaged", ""},
		"gzip is cut off":           {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"+string(gzipped(t, []byte(page))[:90])), "Norland", "packed by gzip, and damaged", ""},
		"cut by the crawler":        {strings.Replace(record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+page), "\r\n", "\r\nWARC-Truncated: length\r\n", 1), "signed a treaty", "the crawler cut the page off (length)", ""},
		"the first part":            {strings.Replace(record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+page), "\r\n", "\r\nWARC-Segment-Number: 1\r\n", 1), "signed a treaty", "parted over several records", ""},
		"the archive ends":          {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+page)[:305], "Norland", "the archive is cut off", ""},
		"header wins":               {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n<meta charset=iso-8859-1><p>\xcc\xee\xf1\xea\xe2\xe0 and Norland signed a treaty.</p>"), "Москва and Norland", "", ""},
		"header lies":               {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<meta charset=windows-1251><p>\xcc\xee\xf1\xea\xe2\xe0 and Norland signed a treaty.</p>"), "Москва and Norland", "windows-1251: decoded", ""},
		"as Common Crawl writes it": {ccNews, "Norland and Estria signed a treaty on fishing – in the cold lake", "", "request"},
		"the crawler looked":        {strings.Replace(record("response", exchange, "HTTP/1.1 200 OK\r\n\r\nNorland and Estria signed a treaty."), "\r\n", "\r\nWARC-Identified-Payload-Type: text/plain\r\n", 1), "signed a treaty", "", ""},
		"no words":                  {record("response", exchange, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body></body></html>"), "", "https://a.example/x?utm_source=y#z: no story can be read", ""},
	} {
		t.Run(name, func(t *testing.T) {
			stories, told, left := read(t, "a.warc", strings.NewReader(c.raw), news.Options{Published: published})
			text := ""
			for _, s := range stories {
				text += s
			}
			if !strings.Contains(text, c.text) || (c.text == "") != (text == "") {
				t.Errorf("the text is %q, want %q", text, c.text)
			}
			if !strings.Contains(told, c.told) || (c.told == "") != (told == "") {
				t.Errorf("told %q, want %q", told, c.told)
			}
			if c.left != "" && left[c.left] != 1 || (c.left == "") != (len(left) == 0) {
				t.Errorf("left out %v, want %q", left, c.left)
			}
		})
	}
}

// TestCaptured: the day of capture dates a page only where that is asked for.
func TestCaptured(t *testing.T) {
	raw := record("resource", "text/html", page)
	for captured, want := range map[bool]string{true: "2022-03-31", false: ""} {
		for item := range news.Read("a.warc", strings.NewReader(raw), news.Options{Captured: captured}) {
			if got := item.Story.Published.String(); got != want || item.Story.URL != "https://a.example/x" {
				t.Errorf("published %q at %s, want %q", got, item.Story.URL, want)
			}
		}
	}
}

// TestTakenUp: from the place behind any piece on, reading gives the rest.
func TestTakenUp(t *testing.T) {
	lines := []byte("{\"id\":\"a\",\"text\":\"One.\"}\n\nnot json\n{\"text\":\"Three.\"}\n{\"id\":\"d\",\"text\":\"Four.\"}")
	wild := crawltest.Options{Pages: 12, Size: 1 << 10, Wild: true}
	plain, one := wild, wild
	plain.Coding, one.Coding = crawltest.Plain, crawltest.AsOne
	damaged := crawl(t, wild)
	copy(damaged[len(damaged)/2:], "xxxxxxxxxxxxxxxx")
	for name, raw := range map[string][]byte{
		"a.jsonl": lines, "b.jsonl.gz": gzipped(t, lines), "a.warc.gz": crawl(t, wild), "b.warc": crawl(t, plain), "c.warc.gz": crawl(t, one), "d.warc.gz": damaged,
		"a.zip": zipped(t, "x/a.txt", "Norland met Estria.", "b.jsonl", string(lines), "c.warc.gz", string(crawl(t, wild)), "d.png", "x"), "a.rss": []byte(rssFeed),
	} {
		var marks []news.Mark
		var all []string
		for p, err := range news.Pieces(name, bytes.NewReader(raw), news.Options{}) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			marks, all = append(marks, p.At), append(all, words(t, p))
		}
		if len(all) < 2 {
			t.Fatalf("%s: %d pieces", name, len(all))
		}
		for i, at := range marks {
			for _, from := range []news.Mark{at, at.After()} {
				var rest []string
				r := bytes.NewReader(raw)
				if _, err := r.Seek(from.Offset, io.SeekStart); err != nil {
					t.Fatal(err)
				}
				for p, err := range news.Pieces(name, r, news.Options{From: from}) {
					if err != nil {
						t.Fatalf("%s from %+v: %v", name, from, err)
					}
					rest = append(rest, words(t, p))
				}
				want := all[i:]
				if from != at {
					want = all[i+1:]
				}
				if name == "a.jsonl" || name == "b.warc" || name == "a.warc.gz" || name == "d.warc.gz" {
					if from.Skip > 2 {
						t.Errorf("%s: piece %d is to be counted to: %+v", name, i, from)
					}
				}
				if strings.Join(rest, "\n") != strings.Join(want, "\n") {
					t.Fatalf("%s: from piece %d, %+v:\n%q\nwant\n%q", name, i, from, rest, want)
				}
			}
		}
	}
}

// words are what comes of a piece.
func words(t *testing.T, p news.Piece) string {
	item, err := p.Read()
	if err != nil {
		t.Fatal(err)
	}
	out := item.Story.ID + " " + item.Story.Hash
	for _, problem := range item.Problems {
		if what, _, ok := strings.Cut(problem.Message, "; reading goes on"); ok {
			problem.Message = what
		}
		out += " " + problem.Subject + " " + problem.Message
	}
	return out
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const story = "Norland and Estria signed a treaty."

// TestZip: the stories of a zip have its name and theirs; what is no story is counted,
// what cannot be read is told, and the rest is read.
func TestZip(t *testing.T) {
	raw := zipped(t, "x/a.txt", story, "x/", "", "b.jsonl", `{"id":"b","text":"Norland met Estria."}`+"\n"+`{"text":"Estria met Norland."}`+"\n", "y/a.txt", story+" Again.",
		"c.warc.gz", string(crawl(t, crawltest.Options{Pages: 2})), "d.jsonl.gz", string(gzipped(t, []byte(`{"text":"Packed."}`))), "../../up.txt", story,
		"img.png", "x", "__MACOSX/a.txt", "x", ".hidden.txt", "x", "empty.txt", "", "inner.zip", string(zipped(t, "a.txt", story)),
		"two.txt.gz", string(gzipped(t, gzipped(t, []byte(story)))), "z.txt.gz", string(gzipped(t, zipped(t, "a.txt", story))), "noise.html", "\x00\x01\x02\x03")
	for _, r := range []io.Reader{bytes.NewReader(raw), io.MultiReader(bytes.NewReader(raw))} {
		stories, told, left := read(t, "news.zip", r, news.Options{Published: published})
		for id, text := range map[string]string{"news/x/a": story, "news/y/a": story + " Again.", "b": "Norland met Estria.", "news/b-2": "Estria met Norland.", "news/d-1": "Packed.", "news/up": story} {
			if stories[id] != text {
				t.Errorf("%s is %q, want %q", id, stories[id], text)
			}
		}
		if len(stories) != 8 || left["file of another kind"] != 3 || left["request"] != 2 {
			t.Errorf("%d stories, left out %v", len(stories), left)
		}
		for _, want := range []string{
			"news.zip:empty.txt: no story can be read from it: it is empty\n", "news.zip:inner.zip: no story can be read from it: it is a zip within a zip, which is not opened",
			"news.zip:two.txt.gz: no story can be read from it: it is gzip within gzip", "news.zip:z.txt.gz: no story can be read from it: it is a zip within a zip", "noise.html: no story",
		} {
			if !strings.Contains(told, want) {
				t.Errorf("not told: %q in\n%s", want, told)
			}
		}
		if strings.Count(told, "\n") != 5 {
			t.Errorf("told\n%s", told)
		}
	}
}

// TestBadZips: a zip that is damaged is read as far as it goes, and one that means ill is
// refused.
func TestBadZips(t *testing.T) {
	good := zipped(t, "a.txt", story+strings.Repeat(" It was a calm day in the north.", 300), "b.txt", story)
	damaged := bytes.Clone(good)
	copy(damaged[70:], "xxxxxxxx")
	encrypted := bytes.Clone(good)
	at := bytes.LastIndex(encrypted, []byte("PK\x01\x02"))
	encrypted[at+8] |= 1
	overlapping := bytes.Clone(good)
	at = bytes.LastIndex(overlapping, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(overlapping[at+20:], uint32(len(good)))
	for name, c := range map[string]struct {
		raw     []byte
		stories int
		told    string
	}{
		"damaged":     {damaged, 1, "news.zip:a.txt: "},
		"encrypted":   {encrypted, 1, "news.zip:b.txt: it is encrypted"},
		"overlapping": {overlapping, 0, "error: news.zip: no story can be read from it: a zip whose files are larger than the zip itself"},
		"cut off":     {good[:len(good)-40], 0, "error: news.zip: no story can be read from it: it is a zip, and damaged"},
		"office":      {zipped(t, "[Content_Types].xml", "x", "word/document.xml", "x"), 0, "it is an office document"},
		"in gzip":     {gzipped(t, good), 0, "it is a zip within gzip; unpack it first"},
		"empty":       {zipped(t), 0, ""},
	} {
		stories, told, _ := read(t, "news.zip", bytes.NewReader(c.raw), news.Options{Published: published})
		if len(stories) < c.stories || len(stories) > c.stories+1 || !strings.Contains(told, c.told) {
			t.Errorf("%s: %d stories; told %s", name, len(stories), told)
		}
	}
}

// TestBombs: what unpacks without end does not.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short leaves out the bombs")
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	line := []byte(strings.Repeat(" ", 1<<20))
	for range 700 {
		if _, err := z.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var zipOf bytes.Buffer
	w := zip.NewWriter(&zipOf)
	f, err := w.Create("a.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for range 700 {
		if _, err := f.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	f, err = w.Create("b.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, story); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, told, _ := read(t, "a.jsonl.gz", &packed, news.Options{}); !strings.Contains(told, "more than 200 times its size") {
		t.Errorf("told %s", told)
	}
	if stories, told, _ := read(t, "a.zip", &zipOf, news.Options{}); len(stories) != 1 || !strings.Contains(told, "more than 200 times its size") {
		t.Errorf("%d stories; told %s", len(stories), told)
	}
	// A page that unpacks to hundreds of megabytes is cut where pages end.
	bomb := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + string(gzipped(t, append([]byte(page), bytes.Repeat([]byte("<p>x</p>"), 20<<20)...)))
	if stories, told, _ := read(t, "a.warc", strings.NewReader(record("response", exchange, bomb)), news.Options{}); len(stories) != 1 || !strings.Contains(told, "longer than 16777216 bytes") {
		t.Errorf("%d stories; told %s", len(stories), told)
	}
}

// brokenDisk fails after so many bytes.
type brokenDisk struct {
	*bytes.Reader
	left int
}

var errDisk = errors.New("the disk is gone")

func (b *brokenDisk) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errDisk
	}
	n, err := b.Reader.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

func (b *brokenDisk) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= len(p); b.left <= 0 {
		return 0, errDisk
	}
	return b.Reader.ReadAt(p, off)
}

// TestDiskFails: an error of the disk ends the reading, in whatever it comes, is not taken
// for damage, and makes no story of half of one.
func TestDiskFails(t *testing.T) {
	wild := crawltest.Options{Pages: 4, Size: 60 << 10, Wild: true}
	for name, raw := range map[string][]byte{
		"a.warc.gz": crawl(t, wild), "a.jsonl.gz": gzipped(t, []byte(strings.Repeat(`{"text":"Norland met Estria."}`+"\n", 4000))), "a.zip": zipped(t, "a.txt", story, "b.txt", strings.Repeat(story, 3000)), "a.rss": []byte(rssFeed),
	} {
		whole, _, _ := read(t, name, bytes.NewReader(raw), news.Options{})
		for n := 1; n < len(raw); n += 1 + len(raw)/23 {
			var last error
			for item, err := range news.Read(name, &brokenDisk{bytes.NewReader(raw), n}, news.Options{}) {
				last = err
				if whole[item.Story.ID] != item.Story.Text || err == nil && len(item.Problems) > 0 && item.Story.Text == "" && name != "a.rss" {
					t.Errorf("%s, %d bytes: half a story, or a damage that is none: %+v", name, n, item)
				}
			}
			if !errors.Is(last, errDisk) {
				t.Fatalf("%s, %d bytes: %v", name, n, last)
			}
		}
	}
}
