package main

import (
	"context"
	"slices"

	"entente/desk"
	"entente/score"
)

type trainHeadCmd struct {
	File  string `arg:"" help:"Tab-separated lines with the columns sentence_id, marked_sentence and gold_root." placeholder:"FILE"`
	Apart int    `help:"Learn nothing from lines whose sentence_id is divisible by N." placeholder:"N"`
	Out   string `help:"The file of weights to write." required:"" placeholder:"FILE"`
}

// Run fits the head of the encoder to the lines of the file that have gold.
func (c *trainHeadCmd) Run(ctx context.Context, e *env) error {
	lines, err := e.markedLines(c.File)
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l score.MarkedLine) bool { return l.Root == "" || c.Apart > 0 && divisible(l.ID, c.Apart) })
	model, err := desk.LoadHeadless(language(folder()))
	if err != nil {
		return err
	}
	labelled, err := eachLine(ctx, lines, func(l score.MarkedLine) desk.Labelled {
		return desk.Labelled{Reading: model.Read(l.Sentence), Root: l.Root}
	})
	if err != nil {
		return err
	}
	weights, err := model.FitHead(labelled)
	if err != nil {
		return badInput(err)
	}
	return output(c.Out, write(weights))
}
