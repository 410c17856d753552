package main

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/news"
)

// stories yields the stories of files, folders and standard input ("-" or nothing)
// in the order given. A file that cannot be used is a problem where others stand
// beside it; if none holds a story, the sequence ends with an error.
func (e *env) stories(ctx context.Context, paths []string, opt news.Options) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		files, err := expand(paths)
		if err != nil {
			yield(news.Item{}, badInput(err))
			return
		}
		good, ids := 0, namesakes{}
		for _, path := range files {
			for item, err := range e.file(path, opt) {
				if err != nil && len(files) > 1 {
					item, err = news.Item{Problems: []entente.Problem{unusable(path, err)}}, nil
				} else if err != nil {
					err = badInput(named(path, err))
				}
				if item.Story.Text != "" {
					good++
					ids.part(path, &item)
				}
				if ctx.Err() != nil || !yield(item, err) || err != nil {
					return
				}
			}
		}
		switch {
		case good == 0 && len(files) == 1:
			yield(news.Item{}, badInput(fmt.Errorf("%s: %w", files[0], news.ErrUnusable)))
		case good == 0:
			yield(news.Item{}, badInput(fmt.Errorf("none of the %d files holds a story", len(files))))
		}
	}
}

// unusable is the problem of a file that cannot be used.
func unusable(path string, err error) entente.Problem {
	text := strings.TrimPrefix(named(path, err).Error(), path+": ")
	return entente.Problem{Stage: "news", Subject: strings.ToValidUTF8(path, "\uFFFD"), Offset: -1, Message: text}
}

// expand turns folders into the story files below them, in order of name.
func expand(paths []string) ([]string, error) {
	if len(paths) == 0 {
		return []string{"-"}, nil
	}
	var out []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if p == "-" || err == nil && !info.IsDir() {
			out = append(out, p)
			continue
		}
		if err != nil {
			return nil, named(p, err)
		}
		below, err := storyFiles(p)
		if err != nil {
			return nil, err
		}
		out = append(out, below...)
	}
	return out, nil
}

func storyFiles(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains([]string{".txt", ".html", ".htm", ".jsonl"}, strings.ToLower(filepath.Ext(path))) {
			out = append(out, path)
		}
		return err
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s holds no .txt, .html or .jsonl file", dir)
	}
	return out, err
}

// file yields the stories of one file.
func (e *env) file(path string, opt news.Options) iter.Seq2[news.Item, error] {
	if path == "-" {
		return news.Read("stdin", e.in, opt)
	}
	return func(yield func(news.Item, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(news.Item{}, err)
			return
		}
		defer f.Close()
		for item, err := range news.Read(path, f, opt) {
			if !yield(item, err) {
				return
			}
		}
	}
}

// dated is the flag for pages that give no date.
type dated struct {
	Published string `help:"Date of publication of stories that give none." placeholder:"DATE"`
}

func (d dated) options() (news.Options, error) {
	day, err := entente.ParseDay(d.Published)
	if err != nil {
		return news.Options{}, usage("--published: %w", err)
	}
	return news.Options{Published: day}, nil
}

// namesakes knows, of the ids that files gave by their names, the text they stand for.
type namesakes map[string]string

// part gives a story whose file is called like one before it, and says something
// else, the whole path as its id: else it would take the other's place.
func (n namesakes) part(path string, item *news.Item) {
	s := &item.Story
	whole := strings.TrimSuffix(filepath.ToSlash(strings.ToValidUTF8(path, "\uFFFD")), filepath.Ext(path))
	if path == "-" || s.ID != filepath.Base(whole) {
		return // the id was given
	}
	before, taken := n[s.ID]
	if !taken {
		n[s.ID] = s.Hash
	} else if before != s.Hash && whole != s.ID {
		item.Problems = append(item.Problems, entente.Problem{Stage: "news", Subject: whole, Offset: -1,
			Message: fmt.Sprintf("another file is called %s: this story's id is its whole path", s.ID)})
		s.ID = whole
	}
}
