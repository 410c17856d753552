package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/desk"
	"entente/lexica"
)

// The floor of the classes of our own marked sentences that nothing learned from; what
// is reached, rounded down.
const markedFloor = .86

// TestMarkedSentences holds the encoder, the judge and the lexicon together to the
// sentences kept apart, without the head.
func TestMarkedSentences(t *testing.T) {
	c, err := desk.LoadHeadless(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../corpus/marked/dev/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatal("no marked sentences: ", err)
	}
	right, all := 0, 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			root, sentence, _ := strings.Cut(strings.TrimSpace(line), "\t")
			all++
			if c.Classify(sentence).Event == entente.Root(root) {
				right++
			}
		}
	}
	t.Logf("%d of %d roots are right", right, all)
	if float64(right) < markedFloor*float64(all) {
		t.Errorf("%d of %d roots are right, below the floor of %.2f", right, all, markedFloor)
	}
}
