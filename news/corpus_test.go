//go:build unix

package news

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"entente"
)

// labelled is a page of the extractor's own corpus with what people found in it.
type labelled struct {
	URL, File, Title, Date string
	Authors, With, Without []string
	raw                    []byte
}

// corpusDir finds the extractor's module, "" where its corpus is not at hand.
func corpusDir() string {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/markusmobius/go-trafilatura").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// loadCorpus reads the labels, which are Go source, and the pages they are of.
func loadCorpus(t testing.TB) []labelled {
	dir := corpusDir()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "scripts", "comparison", "data.go"), nil, 0)
	if dir == "" || err != nil {
		t.Skip("SKIPPED: the labelled pages of go-trafilatura are not in the module cache")
	}
	var out []labelled
	ast.Inspect(file, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if key, ok := kv.Key.(*ast.BasicLit); ok {
			if p := readLabels(key, kv.Value.(*ast.CompositeLit), dir); p.raw != nil {
				out = append(out, p)
			}
			return false
		}
		return true
	})
	slices.SortFunc(out, func(a, b labelled) int { return strings.Compare(a.URL, b.URL) })
	return out
}

func readLabels(key *ast.BasicLit, value *ast.CompositeLit, dir string) labelled {
	p := labelled{URL: unquote(key)}
	for _, e := range value.Elts {
		kv := e.(*ast.KeyValueExpr)
		list := unquoteAll(kv.Value)
		if len(list) == 0 {
			continue
		}
		switch kv.Key.(*ast.Ident).Name {
		case "File":
			p.File = list[0]
		case "Title":
			p.Title = list[0]
		case "Date":
			p.Date = list[0]
		case "Authors":
			p.Authors = list
		case "With":
			p.With = list
		case "Without":
			p.Without = list
		}
	}
	for _, sub := range []string{"comparison", "mock"} {
		if raw, err := os.ReadFile(filepath.Join(dir, "test-files", sub, p.File)); err == nil && p.raw == nil {
			p.raw = raw
		}
	}
	return p
}

func unquote(lit *ast.BasicLit) string {
	s, _ := strconv.Unquote(lit.Value)
	return s
}

func unquoteAll(e ast.Expr) (out []string) {
	switch e := e.(type) {
	case *ast.BasicLit:
		out = append(out, unquote(e))
	case *ast.CompositeLit:
		for _, x := range e.Elts {
			out = append(out, unquote(x.(*ast.BasicLit)))
		}
	}
	return out
}

// tallyCorpus counts as the corpus's own comparison does: a wanted snippet found is a
// true positive, one missed a false negative, an unwanted one found a false positive.
type tallyCorpus struct {
	tp, fn, fp                                              int
	titles, titleHits, dates, dateHits, authors, authorHits int
}

func (c tallyCorpus) precision() float64 { return float64(c.tp) / float64(c.tp+c.fp) }
func (c tallyCorpus) recall() float64    { return float64(c.tp) / float64(c.tp+c.fn) }
func (c tallyCorpus) f1() float64        { return 2 * float64(c.tp) / float64(2*c.tp+c.fn+c.fp) }
func (c tallyCorpus) dateShare() float64 { return float64(c.dateHits) / float64(c.dates) }

func (c *tallyCorpus) add(p labelled, s entente.Story, text string) {
	for _, w := range p.With {
		if strings.Contains(text, w) {
			c.tp++
		} else {
			c.fn++
		}
	}
	for _, w := range p.Without {
		if strings.Contains(text, w) {
			c.fp++
		}
	}
	count := func(want, got string, n, hits *int) {
		if want != "" {
			*n++
			if want == got {
				*hits++
			}
		}
	}
	count(p.Title, s.Title, &c.titles, &c.titleHits)
	count(p.Date, s.Published.String(), &c.dates, &c.dateHits)
	count(strings.Join(p.Authors, "; "), s.Author, &c.authors, &c.authorHits)
}

// readAll reads every page on all cores, in the order of the corpus.
func readAll(pages []labelled) []entente.Story {
	out := make([]entente.Story, len(pages))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				for item := range Read(pages[i].File, bytes.NewReader(pages[i].raw), Options{URL: pages[i].URL}) {
					out[i] = item.Story
				}
			}
		})
	}
	for i := range pages {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// bodyText is the text whose events count.
func bodyText(s entente.Story) string {
	var b strings.Builder
	for _, k := range s.Blocks {
		if k.Stream.Counts() && k.Stream != entente.Headline {
			b.WriteString(s.Text[k.Start:k.End] + "\n\n")
		}
	}
	return b.String()
}

// TestCorpus measures the reading of HTML on the labelled pages that ship with the
// extractor, and holds the floors. Run it with -v to see the figures.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short leaves out the labelled pages")
	}
	pages := loadCorpus(t)
	start, used := time.Now(), cpuSeconds()
	stories := readAll(pages)
	perSecond := float64(len(pages)) / time.Since(start).Seconds()
	perCPU := float64(len(pages)) / (cpuSeconds() - used)
	var whole, body tallyCorpus
	for i, p := range pages {
		whole.add(p, stories[i], stories[i].Text)
		body.add(p, stories[i], bodyText(stories[i]))
	}
	t.Logf("%d pages, %.0f a second; %.0f a second and core", len(pages), perSecond, perCPU)
	t.Logf("canonical text: P %.3f R %.3f F1 %.3f", whole.precision(), whole.recall(), whole.f1())
	t.Logf("without headline and captions: P %.3f R %.3f F1 %.3f", body.precision(), body.recall(), body.f1())
	t.Logf("title %d/%d, date %d/%d (%.3f), author %d/%d", whole.titleHits, whole.titles, whole.dateHits, whole.dates, whole.dateShare(), whole.authorHits, whole.authors)
	for what, c := range map[string]struct{ got, floor float64 }{
		"pages":               {float64(len(pages)), 881},
		"F1":                  {whole.f1(), .91},
		"F1 without headline": {body.f1(), .91},
		"dates":               {whole.dateShare(), .855},
		"titles":              {float64(whole.titleHits) / float64(whole.titles), .72},
		"authors":             {float64(whole.authorHits) / float64(whole.authors), .47},
		"pages a second":      {2 * perCPU, 50},
	} {
		if c.got < c.floor {
			t.Errorf("%s: %.3f, floor %.3f", what, c.got, c.floor)
		}
	}
}

// cpuSeconds is the time that the process has spent on all cores: what other
// programs do on the machine does not change it.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
