package crawltest_test

import (
	"bytes"
	"fmt"
	"testing"

	"entente/crawltest"
)

// TestWriteIsTheSame: the same options give the same bytes.
func TestWriteIsTheSame(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := crawltest.Write(w, crawltest.Options{Pages: 20, Size: 3000, Wild: true}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Len() == 0 {
		t.Errorf("%d and %d bytes", a.Len(), b.Len())
	}
}

func ExampleChunked() {
	fmt.Printf("%q\n", crawltest.Chunked([]byte("abc")))
	// Output: "3;note=1\r\nabc\r\n0\r\nX-Trailer: yes\r\n\r\n"
}
