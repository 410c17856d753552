package warc_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"entente/warc"

	"github.com/klauspost/compress/gzip"
)

func pack(t testing.TB, w io.Writer, r io.Reader) {
	t.Helper()
	z := gzip.NewWriter(w)
	if _, err := io.Copy(z, r); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// FuzzRecords: whatever comes, reading ends, no block is longer than its header says,
// and places only go up.
func FuzzRecords(f *testing.F) {
	const record = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
	var one, two bytes.Buffer
	pack(f, &one, strings.NewReader(record))
	pack(f, &two, strings.NewReader(record+record))
	for _, seed := range []string{record + record, one.String() + one.String(), two.String()} {
		f.Add([]byte(seed))
	}
	f.Add([]byte("WARC/1.1\nWARC-Type: x\n y\nContent-Length: 3\n\nabc\n\nWARC/1.0\nContent-Length: 0\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		last := warc.Place{Offset: -1}
		n := 0
		for rec, err := range warc.Records(bytes.NewReader(raw), warc.Place{}) {
			if err != nil {
				continue
			}
			n++
			if rec.At.Offset < last.Offset || rec.At.Offset == last.Offset && rec.At.Skip <= last.Skip {
				t.Fatalf("%+v after %+v", rec.At, last)
			}
			last = rec.At
			if n%3 == 0 {
				continue
			}
			if got, _ := io.Copy(io.Discard, rec.Block); got > rec.Length {
				t.Fatalf("a block of %d bytes holds %d", rec.Length, got)
			}
		}
	})
}
