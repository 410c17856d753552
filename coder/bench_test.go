package coder_test

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"entente"
	"entente/coder"
	"entente/corpus"
	"entente/news"
)

// BenchmarkCode codes the demonstration stories mixed with as many bytes of
// sentences without events, on one core; sentences/s is the figure to watch.
func BenchmarkCode(b *testing.B) {
	tools := load(b)
	stories := mixed(b)
	b.ReportAllocs()
	sentences := 0
	for b.Loop() {
		for _, s := range stories {
			sentences += coder.Code(tools, s, coder.Options{}).Sentences
		}
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
}

// mixed gives the plain-text demonstration stories and the quiet sentences.
func mixed(b *testing.B) []entente.Story {
	b.Helper()
	fsys := corpus.Demo()
	names, err := fs.Glob(fsys, "d*.txt")
	if err != nil || len(names) == 0 {
		b.Fatal("no stories", err)
	}
	day, _ := entente.ParseDay("2021-07-15")
	var out []entente.Story
	size := 0
	read := func(name string, data []byte) {
		for item, err := range news.Read(name, bytes.NewReader(data), news.Options{Published: day}) {
			if err != nil {
				b.Fatal(err)
			}
			out = append(out, item.Story)
		}
	}
	for _, n := range names {
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			b.Fatal(err)
		}
		size += len(data)
		read(n, data)
	}
	quiet, err := os.ReadFile("../corpus/quiet.txt")
	if err != nil {
		b.Fatal(err)
	}
	read("quiet.txt", []byte(strings.Repeat(string(quiet)+"\n", max(1, size/len(quiet)))))
	return out
}
