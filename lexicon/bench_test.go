package lexicon_test

import (
	"io/fs"
	"testing"

	"entente/corpus"
	"entente/lexica"
	"entente/lexicon"
)

// BenchmarkLoad compiles the English dictionaries.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lexicon.Load(lexica.English()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFind looks for names in a demonstration story.
func BenchmarkFind(b *testing.B) {
	lex := english(b)
	text := story(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		lex.Find(text)
	}
}

// story gives the longest of the demonstration stories.
func story(t testing.TB) string {
	t.Helper()
	fsys := corpus.Demo()
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		t.Fatal(err)
	}
	longest := ""
	for _, n := range names {
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > len(longest) {
			longest = string(data)
		}
	}
	return longest
}
