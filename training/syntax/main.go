// Command syntax trains the weights of package syntax from treebanks in CoNLL-U.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente/syntax"
)

func main() {
	dir := flag.String("treebanks", "", "folder with EWT, GUM and PUD")
	out := flag.String("out", "lexica/en/syntax.model", "file to write")
	eval := flag.String("evaluate", "EWT/dev,GUM/dev", "parts to measure on")
	passes := flag.Int("passes", 0, "passes over the trees")
	folds := flag.Int("folds", 0, "folds of jack-knifed tags")
	flag.Parse()
	if err := run(*dir, *out, *eval, *passes, *folds); err != nil {
		fmt.Fprintln(os.Stderr, "syntax: error:", err)
		os.Exit(1)
	}
}

func run(dir, out, eval string, passes, folds int) error {
	trees, err := read(dir, "EWT/train", "GUM/train")
	if err != nil {
		return err
	}
	begin := time.Now()
	weights := syntax.Train(trees, syntax.TrainOptions{Passes: passes, Folds: folds, Report: func(stage string, pass, right, all int) {
		fmt.Printf("%6.1fs %s pass %d: %.2f\n", time.Since(begin).Seconds(), stage, pass, 100*float64(right)/float64(all))
	}})
	if err := os.WriteFile(out, weights, 0o644); err != nil {
		return fmt.Errorf("writing weights: %w", err)
	}
	return measure(weights, dir, strings.Split(eval, ","))
}

func read(dir string, parts ...string) ([]syntax.Tree, error) {
	var all []syntax.Tree
	for _, part := range parts {
		f, err := os.Open(filepath.Join(dir, part+".conllu"))
		if err != nil {
			return nil, fmt.Errorf("opening a treebank: %w", err)
		}
		trees, err := syntax.ReadCoNLLU(f)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", part, err)
		}
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("closing %s: %w", part, err)
		}
		all = append(all, trees...)
	}
	return all, nil
}

func measure(weights []byte, dir string, parts []string) error {
	begin := time.Now()
	m, err := syntax.Load(weights)
	if err != nil {
		return fmt.Errorf("loading the new weights: %w", err)
	}
	fmt.Printf("loaded %d bytes in %v\n", len(weights), time.Since(begin))
	for _, part := range parts {
		trees, err := read(dir, part)
		if err != nil {
			return err
		}
		begin := time.Now()
		s := syntax.Evaluate(m, trees)
		rate := float64(s.Sentences) / time.Since(begin).Seconds()
		fmt.Printf("%-10s UPOS %.2f XPOS %.2f lemma %.2f UAS %.2f LAS %.2f core P %.2f R %.2f, %.0f sentences/s\n",
			part, s.UPOS, s.XPOS, s.Lemma, s.UAS, s.LAS, s.CoreP, s.CoreR, rate)
	}
	return nil
}
