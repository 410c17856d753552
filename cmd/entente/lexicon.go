package main

import (
	"context"
	"errors"
	"fmt"

	"entente/coder"
	"entente/lexicon"
)

type lexiconCmd struct {
	Check   checkCmd   `cmd:"" help:"Read the dictionaries and run every yes: and no: sentence."`
	Diff    diffCmd    `cmd:"" help:"Code a corpus with two dictionaries and tell which events change."`
	Suggest suggestCmd `cmd:"" help:"List actors and words of a corpus that the dictionaries do not have."`
}

type checkCmd struct {
	JSON bool `help:"Findings as JSON lines." name:"json"`
}

// finding is a line of --json.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Entry   string `json:"entry"`
	Message string `json:"message"`
}

func (c *checkCmd) Run(_ context.Context, e *env) error {
	tools, err := loadTools()
	var list lexicon.ErrorList
	if err != nil && !errors.As(err, &list) {
		return err
	}
	if err == nil {
		list = located(folder(), coder.Check(tools))
	}
	for _, f := range list {
		if c.JSON {
			err = encoder(e.out).Encode(finding{f.File, f.Line, f.Col, f.Entry, f.Message})
		} else {
			_, err = fmt.Fprintln(e.out, f.Error())
		}
		if err != nil {
			return err
		}
	}
	if len(list) > 0 {
		return ownFile("", fmt.Errorf("%s in the lexicon", counted(len(list), "mistake", "mistakes")))
	}
	if !c.JSON && !e.Quiet {
		fmt.Fprintf(e.err, "entente: %s\n", tools.Lexicon.Census())
	}
	return nil
}
