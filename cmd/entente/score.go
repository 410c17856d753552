package main

import (
	"context"
	"os"

	"entente/score"
)

type scoreCmd struct {
	Gold goldCmd `cmd:"" help:"Measure coded output against our corpus's gold."`
}

type goldCmd struct {
	Gold   string `arg:"" help:"Gold file, JSON lines."`
	Output string `arg:"" help:"Output of entente code --assessments --json."`
}

func (c *goldCmd) Run(_ context.Context, e *env) error {
	gold, err := os.Open(c.Gold)
	if err != nil {
		return ownFile(c.Gold, err)
	}
	defer gold.Close()
	out, err := os.Open(c.Output)
	if err != nil {
		return badInput(named(c.Output, err))
	}
	defer out.Close()
	res, err := score.Gold(gold, out)
	if err != nil {
		return ownFile(c.Gold, err)
	}
	enc := encoder(e.out)
	enc.SetIndent("", " ")
	return enc.Encode(res)
}
