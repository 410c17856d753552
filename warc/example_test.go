package warc_test

import (
	"fmt"
	"io"
	"strings"

	"entente/warc"
)

func ExampleRecords() {
	archive := "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/x\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n" +
		"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 99\r\n\r\nbroken off"
	for rec, err := range warc.Records(strings.NewReader(archive), warc.Place{}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		block, _ := io.ReadAll(io.LimitReader(rec.Block, 3))
		fmt.Printf("%s %q of %d bytes, at %d\n", rec.Type, block, rec.Length, rec.At.Offset)
	}
	// Output:
	// resource "abc" of 3 bytes, at 0
	// metadata "bro" of 99 bytes, at 97
	// near byte 97: the archive is cut off: 89 bytes of a record's block are not there
}
