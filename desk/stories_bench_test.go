//go:build unix

package desk_test

import (
	"bytes"
	"syscall"
	"testing"
	"time"

	"entente/crawltest"
	"entente/desk"
	"entente/news"
)

// BenchmarkWebArchive reads a made-up crawl, packed record by record as Common Crawl's
// are, and gets the stories out of its pages, on all cores. The pages have 130 KB, which
// is the mean of the labelled pages of real outlets (docs/accuracy.md).
func BenchmarkWebArchive(b *testing.B) {
	const pages = 300
	var raw bytes.Buffer
	if err := crawltest.Write(&raw, crawltest.Options{Pages: pages, Size: 130 << 10, Wild: true}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	used := cpuTime()
	for b.Loop() {
		n := 0
		for item, err := range desk.Stories(b.Context(), news.Pieces("crawl.warc.gz", bytes.NewReader(raw.Bytes()), news.Options{})) {
			if err != nil {
				b.Fatal(err)
			}
			if item.Story.Text != "" {
				n++
			}
		}
		if n != pages {
			b.Fatalf("%d of %d pages", n, pages)
		}
	}
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric((cpuTime()-used).Seconds()*1000/float64(pages*b.N), "cpu-ms/page")
}

// cpuTime is the time that the process has spent on all cores: what other programs do on
// the machine does not change it.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
