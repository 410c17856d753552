package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/coder"
	"entente/score"
)

type scoreCorpusCmd struct {
	Files    []string `arg:"" help:"Labelled passages, or folders of them (*.txt)." placeholder:"FILE"`
	Keywords bool     `help:"Measure a search for key words in place of the coder, for comparison."`
}

func (c *scoreCorpusCmd) Run(ctx context.Context, e *env) error {
	passages, err := readPassages(c.Files)
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	return e.measures(score.Corpus(passages, func(p *entente.Passage) score.Coded {
		if c.Keywords {
			return keywords(tools, p)
		}
		res := coder.Code(tools, p.Story(), coder.Options{})
		return score.Coded{Reports: res.Reports, Assessments: res.Assessments}
	}))
}

// readPassages reads files of labelled passages, and those that lie in folders.
func readPassages(names []string) ([]entente.Passage, error) {
	var files []string
	for _, name := range names {
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (path == name || strings.HasSuffix(path, ".txt")) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, ownFile(name, err)
		}
	}
	slices.Sort(files)
	files = slices.Compact(files)
	var all []entente.Passage
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, ownFile(file, err)
		}
		got, err := score.ReadPassages(f)
		f.Close()
		if err != nil {
			return nil, ownFile(file, fmt.Errorf("%s: %w", file, err))
		}
		all = append(all, got...)
	}
	return all, nil
}
