// Command sentences splits raw text into the sentences that a teacher is to label:
// one a line, tokens parted by tabs, none twice, in an order that a seed decides.
//
//	go run ./training/sentences -text DIR > sentences.tsv
//
// DIR holds *.jsonl.gz with a field `text`. Of large collections of one kind only a
// part is taken, so that news outweighs reports and transcripts.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"entente/syntax"
)

// parts says how many in a hundred sentences of a collection are taken.
var parts = map[string]uint64{
	"wikipedia_current_events": 100,
	"gmb_voa":                  100,
	"wikinews_2019_2020":       100,
	"kremlin_news":             25,
	"whitehouse_intl":          25,
	"us_historian_factbook":    50,
	"wh_press_2009_2017_intl":  12,
	"state_human_rights":       8,
}

type sentence struct {
	key  uint64
	line string
}

func main() {
	dir := flag.String("text", "", "folder of *.jsonl.gz")
	seed := flag.Uint64("seed", 1, "decides order and choice")
	flag.Parse()
	files, err := filepath.Glob(filepath.Join(*dir, "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		log.Fatalf("no *.jsonl.gz in %q", *dir)
	}
	taken := map[uint64]sentence{}
	for _, f := range files {
		if err := read(f, *seed, taken); err != nil {
			log.Fatalf("%s: %v", f, err)
		}
	}
	out := make([]sentence, 0, len(taken))
	for _, s := range taken {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].key < out[j].key })
	w := bufio.NewWriter(os.Stdout)
	for _, s := range out {
		fmt.Fprintln(w, s.line)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
}

func read(file string, seed uint64, taken map[uint64]sentence) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	share, ok := parts[strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")]
	if !ok {
		share = 100
	}
	d := json.NewDecoder(z)
	for {
		var story struct{ Text string }
		if err := d.Decode(&story); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for _, s := range syntax.Split(story.Text) {
			take(s, seed, share, taken)
		}
	}
}

func take(s syntax.Sentence, seed, share uint64, taken map[uint64]sentence) {
	if n := len(s.Tokens); n < 4 || n > 60 {
		return
	}
	words := make([]string, len(s.Tokens))
	for i, t := range s.Tokens {
		words[i] = strings.Join(strings.Fields(t.Text), "")
	}
	line := strings.Join(words, "\t")
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", seed, line)
	key := h.Sum64() * 0x9e3779b97f4a7c15
	key ^= key >> 29
	if key%100 < share {
		taken[key] = sentence{key * 0xbf58476d1ce4e5b9, line}
	}
}
