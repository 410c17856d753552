package news

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// small are inputs of every packed kind, small enough to be changed byte by byte.
func small(f *testing.F) map[string][]byte {
	const record = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\nContent-Type: application/http\r\nContent-Length: 79\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Norland met Estria on May %d.</p>\r\n\r\n"
	archive := fmt.Sprintf(record+record, 1, 1, 2, 2)
	const lines = "{\"text\":\"Norland met Estria.\"}\n{\"id\":\"b\",\"text\":\"Estria left.\"}\n"
	var packed, byRecord, zipped bytes.Buffer
	pack := func(to *bytes.Buffer, text string) {
		z := gzip.NewWriter(to)
		_, err := io.WriteString(z, text)
		if err != nil || z.Close() != nil {
			f.Fatal(err)
		}
	}
	pack(&packed, lines)
	pack(&byRecord, archive[:len(archive)/2])
	pack(&byRecord, archive[len(archive)/2:])
	z := zip.NewWriter(&zipped)
	for name, text := range map[string]string{"a.txt": "Norland met Estria.", "b.jsonl": lines} {
		w, err := z.Create(name)
		if err != nil {
			f.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	return map[string][]byte{"a.warc": []byte(archive), "a.warc.gz": byRecord.Bytes(), "a.jsonl.gz": packed.Bytes(), "a.zip": zipped.Bytes(),
		"a.rss": []byte(`<rss version="2.0"><channel><item><title>Norland met Estria</title></item><item><title>Estria left</title></item></channel></rss>`)}
}

// FuzzRead holds for any bytes: nothing panics, every story keeps the promises of
// [checkStory], two readings are alike, and from behind any piece on reading gives the
// rest.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"../testdata/zoo/*", "testdata/html/*", "testdata/pages/*"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(filepath.Base(file), raw)
		}
	}
	for name, raw := range small(f) {
		f.Add(name, raw)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		opt := Options{MaxStory: 1 << 20}
		hashes, marks, err := sum(t, name, raw, opt)
		again, _, err2 := sum(t, name, raw, opt)
		if fmt.Sprint(hashes, err) != fmt.Sprint(again, err2) {
			t.Fatalf("two readings differ:\n%q %v\n%q %v", hashes, err, again, err2)
		}
		if n := len(marks); err == nil && n > 1 {
			i := len(raw) % n
			opt.From = marks[i].After()
			rest, _, err := sum(t, name, raw, opt)
			if fmt.Sprint(rest) != fmt.Sprint(hashes[i+1:]) || err != nil {
				t.Fatalf("behind piece %d of %d, at %+v, lie\n%q %v\nwant\n%q", i, n, opt.From, rest, err, hashes[i+1:])
			}
		}
	})
}

// sum reads an input to its end: of each piece what its story is, and where it lies.
func sum(t *testing.T, name string, raw []byte, opt Options) (hashes []string, marks []Mark, err error) {
	r := bytes.NewReader(raw)
	if _, err := r.Seek(opt.From.Offset, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	for p, err := range Pieces(name, r, opt) {
		if err != nil {
			return hashes, marks, err
		}
		item, err := p.Read()
		if err != nil {
			return hashes, marks, err
		}
		checkStory(t, item.Story)
		hashes, marks = append(hashes, item.Story.ID+item.Story.Hash), append(marks, p.At)
	}
	return hashes, marks, nil
}

// FuzzPieces parts any bytes into pieces without reading them: parting ends, and from
// behind any piece on as many come as came after it.
func FuzzPieces(f *testing.F) {
	for name, raw := range small(f) {
		f.Add(name, raw)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		opt := Options{MaxStory: 1 << 20}
		marks, err := parted(t, name, raw, opt)
		if err != nil || len(marks) == 0 {
			return
		}
		i := len(raw) % len(marks)
		opt.From = marks[i].After()
		if rest, err := parted(t, name, raw, opt); err != nil || len(rest) != len(marks)-i-1 {
			t.Fatalf("behind piece %d of %d, at %+v, lie %d, %v", i, len(marks), opt.From, len(rest), err)
		}
	})
}

func parted(t *testing.T, name string, raw []byte, opt Options) (marks []Mark, err error) {
	r := bytes.NewReader(raw)
	if _, err := r.Seek(opt.From.Offset, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	for p, err := range Pieces(name, r, opt) {
		if err != nil {
			return marks, err
		}
		marks = append(marks, p.At)
	}
	return marks, nil
}
