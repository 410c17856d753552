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
	var c course
	flag.StringVar(&c.treebanks, "treebanks", "", "folder with EWT and GUM")
	flag.StringVar(&c.text, "text", "", "folder of unlabelled text, *.jsonl.gz")
	flag.StringVar(&c.out, "out", "lexica/en/syntax.model", "file to write")
	flag.StringVar(&c.model, "model", "", "weights to measure; nothing is trained")
	evaluate := flag.String("evaluate", "EWT/dev,GUM/dev", "parts to measure on")
	flag.Uint64Var(&c.options.Seed, "seed", 1, "seed")
	flag.IntVar(&c.options.Passes, "passes", 0, "passes over the trees; 0 is the usual number")
	flag.IntVar(&c.options.Folds, "folds", 0, "folds of jack-knifed tags; 0 is the usual number")
	flag.IntVar(&c.options.Width, "width", 0, "width of the beam; 0 is the usual one")
	flag.Parse()
	c.evaluate = strings.Split(*evaluate, ",")
	if err := c.run(); err != nil {
		fmt.Fprintln(os.Stderr, "syntax: error:", err)
		os.Exit(1)
	}
}

// course is what is to be learned from what.
type course struct {
	treebanks, text, out, model string
	evaluate                    []string
	options                     syntax.TrainOptions
}

func (c *course) run() error {
	if c.model == "" {
		if err := c.train(); err != nil {
			return err
		}
		c.model = c.out
	}
	weights, err := os.ReadFile(c.model)
	if err != nil {
		return fmt.Errorf("reading weights: %w", err)
	}
	return measure(weights, c.treebanks, c.evaluate)
}

func (c *course) train() error {
	trees, err := read(c.treebanks, "EWT/train", "GUM/train")
	if err != nil {
		return err
	}
	if c.text != "" {
		if c.options.Clusters, err = clusters(c.text); err != nil {
			return err
		}
	}
	begin := time.Now()
	c.options.Report = func(stage string, pass, right, all int) {
		fmt.Printf("%6.1fs %s pass %d: %.2f\n", time.Since(begin).Seconds(), stage, pass, 100*float64(right)/float64(all))
	}
	if err := os.WriteFile(c.out, syntax.Train(trees, c.options), 0o644); err != nil {
		return fmt.Errorf("writing weights: %w", err)
	}
	return nil
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
		raw := syntax.EvaluateSplit(trees)
		fmt.Printf("%-10s tokens %.2f sentences %.2f\n", part, raw.Tokens, raw.Sentences)
		fmt.Printf("%-10s UPOS %.2f XPOS %.2f lemma %.2f UAS %.2f LAS %.2f core P %.2f R %.2f, %.0f sentences/s\n",
			part, s.UPOS, s.XPOS, s.Lemma, s.UAS, s.LAS, s.CoreP, s.CoreR, rate)
	}
	return nil
}
