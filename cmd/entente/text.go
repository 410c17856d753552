package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"entente"
)

type textCmd struct {
	dated
	Streams bool     `help:"Mark each block with its stream."`
	JSON    bool     `help:"The story as one JSON object." name:"json"`
	Files   []string `arg:"" optional:"" name:"file" help:"A story file, - for standard input."`
}

func (c *textCmd) Run(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	keepLoose()
	out := bufio.NewWriter(e.out)
	defer out.Flush()
	for item, err := range e.stories(ctx, c.Files, opt) {
		if err != nil {
			return err
		}
		e.problems(item.Problems)
		if item.Story.Text == "" { // there are problems, and no story
			continue
		}
		switch {
		case c.JSON:
			err = jsonTo(out).Encode(item.Story)
		case c.Streams:
			err = writeStreams(out, item.Story)
		default:
			_, err = out.WriteString(item.Story.Text)
		}
		if err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeStreams prints what was read of the page itself, then each block under the
// name of its stream.
func writeStreams(out *bufio.Writer, s entente.Story) error {
	for _, f := range [][2]string{{"title", s.Title}, {"author", s.Author}, {"publisher", s.Publisher}, {"published", s.Published.String()}, {"kind", string(s.Kind)}, {"language", s.Language}} {
		if f[1] != "" {
			fmt.Fprintf(out, "# %s: %s\n", f[0], f[1])
		}
	}
	for _, b := range s.Blocks {
		text := strings.ReplaceAll(strings.TrimSpace(s.Slice(b.Start, b.End)), "\n", " ")
		if _, err := fmt.Fprintf(out, "%-10s %6d  %s\n", b.Stream, b.Start, text); err != nil {
			return err
		}
	}
	return nil
}
