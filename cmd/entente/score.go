package main

import (
	"context"
	"os"

	"entente"
	"entente/news"
	"entente/score"
)

type scoreCmd struct {
	Gold   goldCmd        `cmd:"" help:"Measure coded output against our corpus's gold."`
	Syntax scoreSyntaxCmd `cmd:"" help:"Measure tags and trees against a treebank in CoNLL-U."`
}

type goldCmd struct {
	Stories []string `help:"The stories or their folder, to check that every quote stands where it says." placeholder:"FILE"`
	Gold    string   `arg:"" help:"Gold file, JSON lines."`
	Output  string   `arg:"" help:"Output of entente code --assessments --json."`
}

func (c *goldCmd) Run(ctx context.Context, e *env) error {
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
	stories, err := c.stories(ctx, e)
	if err != nil {
		return err
	}
	res, err := score.Gold(gold, out, stories...)
	if err != nil {
		return ownFile(c.Gold, err)
	}
	return e.measures(res)
}

// measures prints what was measured.
func (e *env) measures(v any) error {
	enc := encoder(e.out)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// stories reads the stories that the output cites, if they are named.
func (c *goldCmd) stories(ctx context.Context, e *env) ([]entente.Story, error) {
	if len(c.Stories) == 0 {
		return nil, nil
	}
	var out []entente.Story
	for item, err := range e.stories(ctx, c.Stories, news.Options{}) {
		if err != nil {
			return nil, err
		}
		out = append(out, item.Story)
	}
	return out, nil
}
