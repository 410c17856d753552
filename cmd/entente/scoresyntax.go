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
	Speed     measure  `json:"sentences_per_s,omitempty"`
	Tokens    *measure `json:"tokens,omitempty"`
	Sentences *measure `json:"sentences,omitempty"`

	ByGenre map[string]syntaxMeasures `json:"by_genre,omitempty"` // without speeds
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
	seconds := time.Since(begin).Seconds()
	settle(trees, found)
	s := syntax.Compare(trees, found)
	m := measuresOf(s)
	m.Speed = measure(float64(len(found)) / max(seconds, 1e-9))
	if c.Raw {
		m.Tokens, m.Sentences = (*measure)(&s.Raw.Tokens), (*measure)(&s.Raw.Sentences)
	}
	if !c.Raw {
		m.ByGenre = byGenre(trees, found)
	}
	return e.measures(m)
}

func measuresOf(s syntax.Scores) syntaxMeasures {
	m := syntaxMeasures{UPOS: measure(s.UPOS), XPOS: measure(s.XPOS), UAS: measure(s.UAS), LAS: measure(s.LAS),
		CoreP: measure(s.CoreP), CoreR: measure(s.CoreR)}
	if s.Marked {
		m.Entity = (*measure)(&s.Entity)
	}
	return m
}

// byGenre measures the sentences of each genre that the names of documents tell; nil
// where they tell of fewer than two.
func byGenre(trees []syntax.Tree, found []syntax.Sentence) map[string]syntaxMeasures {
	of, genre := map[string][]int{}, ""
	for i := range trees {
		if id := trees[i].Document; id != "" {
			genre = syntax.Genre(id)
		}
		of[genre] = append(of[genre], i)
	}
	if len(of) < 2 {
		return nil
	}
	out := map[string]syntaxMeasures{}
	for name, places := range of {
		var some []syntax.Tree
		var read []syntax.Sentence
		for _, i := range places {
			some, read = append(some, trees[i]), append(read, found[i])
		}
		out[name] = measuresOf(syntax.Compare(some, syntax.Placed(some, read)))
	}
	return out
}

// settle makes the names of each document agree; where the sentences were split anew, of
// the whole text.
func settle(trees []syntax.Tree, found []syntax.Sentence) {
	begin := 0
	for i := range found {
		if i > begin && len(trees) == len(found) && trees[i].Document != "" {
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
