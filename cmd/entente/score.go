package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"entente"
	"entente/news"
	"entente/score"
)

type scoreCmd struct {
	Gold     goldCmd          `cmd:"" help:"Measure coded output against our corpus's gold."`
	Readers  readersCmd       `cmd:"" help:"How far two readings of the same stories agree."`
	Coders   codersCmd        `cmd:"" help:"How far two or more codings of the same stories agree."`
	Corpus   scoreCorpusCmd   `cmd:"" help:"Measure the coder against labelled passages."`
	Breaks   scoreBreaksCmd   `cmd:"" help:"Measure breaks of daily series against those known, and in simulated series."`
	Levels   scoreLevelsCmd   `cmd:"" help:"Measure the intervals of levels in simulated series."`
	ACH      scoreACHCmd      `cmd:"" name:"ach" help:"Measure published matrices of hypotheses against their published figures, and bound to their page."`
	Balance  scoreBalanceCmd  `cmd:"" help:"Measure published signed networks against their published measures."`
	Triangle scoreTriangleCmd `cmd:"" help:"Measure types of triangle, and who is called junior, on invented worlds of known truth."`
	Votes    scoreVotesCmd    `cmd:"" help:"Measure published agreement of votes in the United Nations."`
	PLV      scorePLVCmd      `cmd:"" name:"plv" help:"Measure the classes of marked sentences against gold."`
	Syntax   scoreSyntaxCmd   `cmd:"" help:"Measure tags and trees against a treebank in CoNLL-U."`
	Prob     scoreProbCmd     `cmd:"" help:"Measure probabilities of events between states on a benchmark of dated facts."`
	TKG      scoreTKGCmd      `cmd:"" name:"tkg" help:"Measure forecasts of links on a benchmark of dated facts."`
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
	stories, err := e.named(ctx, c.Stories)
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
	enc := jsonTo(e.out)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// named reads the stories that a command line names, if any.
func (e *env) named(ctx context.Context, files []string) ([]entente.Story, error) {
	if len(files) == 0 {
		return nil, nil
	}
	var out []entente.Story
	for item, err := range e.stories(ctx, files, news.Options{}) {
		if err != nil {
			return nil, err
		}
		out = append(out, item.Story)
	}
	return out, nil
}

type readersCmd struct {
	Stories []string `help:"The stories or their folder; the lines' places are looked up there." placeholder:"FILE" required:""`
	First   string   `arg:"" help:"Gold file, JSON lines."`
	Second  string   `arg:"" help:"The reading of another, in the same form."`
}

func (c *readersCmd) Run(ctx context.Context, e *env) error {
	stories, err := e.named(ctx, c.Stories)
	if err != nil {
		return err
	}
	first, err := os.Open(c.First)
	if err != nil {
		return ownFile(c.First, err)
	}
	defer first.Close()
	second, err := os.Open(c.Second)
	if err != nil {
		return ownFile(c.Second, err)
	}
	defer second.Close()
	res, err := score.CompareReaders(first, second, stories...)
	if in, ok := errors.AsType[score.SecondError](err); ok {
		return ownFile(c.Second, fmt.Errorf("%s: %w", c.Second, in.Err))
	}
	if err != nil {
		return ownFile(c.First, fmt.Errorf("%s: %w", c.First, err))
	}
	return e.measures(res)
}
