package coder_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"entente"
)

// textBytes is how much of each file of unlabelled text is coded.
const textBytes = 1 << 20

// TestUnlabelledText codes real texts, of which nothing is known but that they must
// not make coding fail. ENTENTE_TEXTS names a folder of *.jsonl.gz files with a
// "date" and a "text" a line.
func TestUnlabelledText(t *testing.T) {
	dir := os.Getenv("ENTENTE_TEXTS")
	if dir == "" {
		t.Skip("ENTENTE_TEXTS names no folder of texts")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts in %s: %v", dir, err)
	}
	tools := load(t)
	for _, file := range files {
		size, reports := 0, 0
		for _, s := range unlabelled(t, file) {
			size += len(s.Text)
			reports += len(checkCoding(t, tools, s).Reports)
		}
		t.Logf("%s: %d reports in %d bytes", filepath.Base(file), reports, size)
	}
}

// unlabelled gives every third story of a file, up to textBytes in all.
func unlabelled(t *testing.T, file string) []entente.Story {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 64<<20) // a story stands on one line
	var out []entente.Story
	for n, size := 0, 0; size < textBytes && lines.Scan(); n++ {
		if n%3 != 0 {
			continue
		}
		var item struct{ Date, Text string }
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		day, err := entente.ParseDay(item.Date)
		if err != nil {
			day = 0
		}
		out = append(out, paragraphs(item.Text, day))
		size += len(item.Text)
	}
	return out
}
