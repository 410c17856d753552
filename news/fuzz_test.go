package news

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRead holds for any bytes: nothing panics, every story keeps the promises of
// [checkStory], and valid UTF-8 without tags or braces comes back as it is.
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
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		for item, err := range Read(name, bytes.NewReader(raw), Options{MaxStory: 1 << 20}) {
			if err != nil {
				return
			}
			checkStory(t, item.Story)
			again := one(t, name, string(raw), Options{MaxStory: 1 << 20})
			if strings.HasSuffix(name, ".txt") && again.Story.Hash != item.Story.Hash {
				t.Fatal("two readings differ")
			}
		}
	})
}
