package main

import (
	"context"
	"os"

	"entente/score"
)

type codersCmd struct {
	Stories []string `help:"The stories or their folder, to look up the place of gold's words." placeholder:"FILE"`
	First   string   `arg:"" help:"Output of entente code --json, or gold in the form of corpus/gold.jsonl." placeholder:"FILE"`
	Others  []string `arg:"" help:"The codings of others." placeholder:"FILE"`
}

func (c *codersCmd) Run(ctx context.Context, e *env) error {
	stories, err := e.named(ctx, c.Stories)
	if err != nil {
		return err
	}
	var codings []score.Coding
	for _, name := range append([]string{c.First}, c.Others...) {
		f, err := os.Open(name)
		if err != nil {
			return ownFile(name, err)
		}
		defer f.Close()
		codings = append(codings, score.Coding{Name: name, Lines: f})
	}
	res, err := score.Coders(codings, stories...)
	if err != nil {
		return ownFile("", err)
	}
	return e.measures(res)
}
