package main

import (
	"os"
	"strconv"

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
