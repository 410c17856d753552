package main

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"entente/syntax"
)

type scoreSyntaxCmd struct {
	Gold string `required:"" help:"Treebank in CoNLL-U, may be gzip." placeholder:"FILE.conllu"`
	Raw  bool   `help:"Split the running text first, and measure tokens and sentences too."`
}

// syntaxMeasures are per cent, but for the speed.
type syntaxMeasures struct {
	UPOS      measure  `json:"upos"`
	XPOS      measure  `json:"xpos"`
	UAS       measure  `json:"uas"`
	LAS       measure  `json:"las"`
	CoreP     measure  `json:"core_p"`
	CoreR     measure  `json:"core_r"`
	Entity    *measure `json:"entity_f1"`
	Speed     measure  `json:"sentences_per_s"`
	Tokens    *measure `json:"tokens,omitempty"`
	Sentences *measure `json:"sentences,omitempty"`
}

// measure is printed with two digits.
type measure float64

func (m measure) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%g", math.Round(100*float64(m))/100), nil
}

func (c *scoreSyntaxCmd) Run(ctx context.Context, e *env) error {
	trees, err := readTrees(c.Gold)
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	found := syntax.Bare(trees)
	if c.Raw {
		found = syntax.Split(syntax.Running(trees))
	}
	begin := time.Now()
	if err := parseAll(ctx, tools.Syntax, found); err != nil {
		return err
	}
	settle(trees, found)
	seconds := time.Since(begin).Seconds()
	s := syntax.Compare(trees, found)
	m := syntaxMeasures{UPOS: measure(s.UPOS), XPOS: measure(s.XPOS), UAS: measure(s.UAS), LAS: measure(s.LAS),
		CoreP: measure(s.CoreP), CoreR: measure(s.CoreR), Speed: measure(float64(len(found)) / max(seconds, 1e-9))}
	if s.Marked {
		m.Entity = (*measure)(&s.Entity)
	}
	if c.Raw {
		m.Tokens, m.Sentences = (*measure)(&s.Raw.Tokens), (*measure)(&s.Raw.Sentences)
	}
	return e.measures(m)
}

// settle makes the names of each document agree; where the sentences were split anew, of
// the whole text.
func settle(trees []syntax.Tree, found []syntax.Sentence) {
	begin := 0
	for i := range found {
		if i > begin && len(trees) == len(found) && trees[i].Document {
			syntax.Settle(found[begin:i])
			begin = i
		}
	}
	syntax.Settle(found[begin:])
}

// parseAll tags and parses the sentences with all cores.
func parseAll(ctx context.Context, m *syntax.Model, sentences []syntax.Sentence) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(sentences) {
					return
				}
				m.Parse(&sentences[i])
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
