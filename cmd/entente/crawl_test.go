package main

import (
	"bufio"
	"errors"
	"flag"
	"os"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"entente/crawltest"
)

// crawl writes a made-up web archive of so many pages, packed record by record, with all
// that crawlers meet: crawl FILE PAGES.
func crawl(ts *testscript.TestScript, _ bool, args []string) {
	pages, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	ts.Check(crawltest.Write(f, crawltest.Options{Pages: pages, Size: 4 << 10, Wild: true}))
}

var (
	archiveFile  = flag.String("archive", "", "write a made-up web archive to this file")
	archivePages = flag.Int("archivepages", 5000, "how many pages it has")
	archiveSize  = flag.Int("archivesize", 130<<10, "bytes of a page, about")
)

// TestWriteArchive writes the web archive that docs/performance.md measures with, packed
// record by record as Common Crawl's are.
func TestWriteArchive(t *testing.T) {
	if *archiveFile == "" {
		t.Skip("no -archive is named")
	}
	f, err := os.Create(*archiveFile)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	err = crawltest.Write(out, crawltest.Options{Pages: *archivePages, Size: *archiveSize, Wild: true})
	if err := errors.Join(err, out.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}
