// Command boundary trains the weights with which package syntax finds the ends of
// sentences: from treebanks in CoNLL-U, and from text whose lines are sentences.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"entente/syntax"
)

func main() {
	treebanks := flag.String("treebanks", "", "folder with EWT and GUM")
	text := flag.String("text", "", "JSON lines, gzipped, with one sentence a line in the field text")
	out := flag.String("out", "syntax/boundary.weights", "file to write")
	passes := flag.Int("passes", 2, "passes over the gaps")
	measured := flag.Bool("measure", false, "train nothing; measure the weights that are built in on the parts dev")
	flag.Parse()
	run := func() error { return train(*treebanks, *text, *out, *passes) }
	if *measured {
		run = func() error { return measure(*treebanks) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "boundary: error:", err)
		os.Exit(1)
	}
}

func train(treebanks, text, out string, passes int) error {
	var banks [][]syntax.Tree
	for _, name := range []string{"EWT", "GUM"} {
		trees, err := read(treebanks, name, "train")
		if err != nil {
			return err
		}
		banks = append(banks, trees)
	}
	if text != "" {
		trees, err := lines(text)
		if err != nil {
			return err
		}
		banks = append(banks, trees)
	}
	if err := os.WriteFile(out, syntax.TrainBoundaries(passes, banks...), 0o644); err != nil {
		return fmt.Errorf("writing weights: %w", err)
	}
	return nil
}

func measure(treebanks string) error {
	for _, name := range []string{"EWT", "GUM"} {
		trees, err := read(treebanks, name, "dev")
		if err != nil {
			return err
		}
		raw := syntax.EvaluateSplit(trees)
		fmt.Printf("%s/dev tokens %.2f sentences %.2f\n", name, raw.Tokens, raw.Sentences)
	}
	return nil
}

func read(dir, name, part string) ([]syntax.Tree, error) {
	f, err := os.Open(filepath.Join(dir, name, part+".conllu"))
	if err != nil {
		return nil, fmt.Errorf("opening a treebank: %w", err)
	}
	defer f.Close()
	trees, err := syntax.ReadCoNLLU(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s/%s: %w", name, part, err)
	}
	return trees, nil
}

// paragraph is how many lines of text make one in training.
const paragraph = 4

// lines reads text whose lines are sentences; each becomes a tree of one token.
func lines(file string) ([]syntax.Tree, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening text: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	var out []syntax.Tree
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var doc struct{ Text string }
		if err := json.Unmarshal(sc.Bytes(), &doc); err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		for i, s := range strings.Split(strings.TrimSpace(doc.Text), "\n") {
			var t syntax.Tree
			t.Text, t.Paragraph = s, i%paragraph == 0
			t.Tokens = []syntax.Token{{End: len(s), Text: s}}
			out = append(out, t)
		}
	}
	return out, sc.Err()
}
