package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"entente/coder"
	"entente/desk"
)

type suggestCmd struct {
	dated
	JSON   bool     `help:"Suggestions as JSON lines." name:"json"`
	Limit  int      `help:"At most so many actors and so many words; 0 is all." default:"20"`
	Kind   string   `help:"Only actors, or only words." enum:"actors,words,both" default:"both"`
	Corpus []string `arg:"" help:"Story files or folders, - for standard input." placeholder:"CORPUS"`
}

func (c *suggestCmd) Run(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	keepFlat()
	advance, end := e.progress()
	coded := desk.Code(ctx, parted(e.stories(ctx, c.Corpus, opt)), tools, coder.Options{Gaps: true})
	found, err := desk.Suggest(counting(e.telling(coded), advance))
	end()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(e.out)
	if c.Kind != "words" {
		err = actorsFound.write(out, c, found.Actors)
	}
	if c.Kind != "actors" && err == nil {
		err = wordsFound.write(out, c, found.Words)
	}
	return errors.Join(err, out.Flush())
}

// counting tells how many stories have come by, if anybody listens.
func counting(stories iter.Seq2[desk.Coded, error], advance func(stories int)) iter.Seq2[desk.Coded, error] {
	if advance == nil {
		return stories
	}
	return func(yield func(desk.Coded, error) bool) {
		n := 0
		for c, err := range stories {
			n++
			advance(n)
			if !yield(c, err) {
				return
			}
		}
	}
}

// listing is how suggestions of one kind are listed for a person.
type listing[T any] struct {
	title string
	line  func(T) (string, desk.Mentions)
}

var (
	actorsFound = listing[desk.SuggestedActor]{"Actors that the lexicon does not know", func(a desk.SuggestedActor) (string, desk.Mentions) {
		return fmt.Sprintf("%s · %s · %s%s", a.Name, a.Entity, most(a.Parts), beside(a.States)), a.Mentions
	}}
	wordsFound = listing[desk.SuggestedWord]{"Words between known actors that no pattern names", func(w desk.SuggestedWord) (string, desk.Mentions) {
		text := fmt.Sprintf("%s (%s) · target %s", w.Word, w.Class, most(w.Roles))
		if w.Root != "" {
			text += fmt.Sprintf(" · %s %d", w.Root, w.RootCount)
		}
		if w.Coded > 0 {
			text += fmt.Sprintf(" · coded by its mark alone %d", w.Coded)
		}
		return text, w.Mentions
	}}
)

// write writes the first suggestions of a list, as JSON lines or for a person.
func (l listing[T]) write(out *bufio.Writer, c *suggestCmd, all []T) error {
	shown := all
	if c.Limit > 0 {
		shown = all[:min(c.Limit, len(all))]
	}
	if c.JSON {
		enc := encoder(out)
		for _, s := range shown {
			if err := enc.Encode(s); err != nil {
				return err
			}
		}
		return nil
	}
	fmt.Fprintf(out, "%s: %d", l.title, len(all))
	if len(shown) < len(all) {
		fmt.Fprintf(out, ", the commonest %d", len(shown))
	}
	fmt.Fprintln(out)
	for _, s := range shown {
		text, m := l.line(s)
		fmt.Fprintf(out, "%5d× in %s · %s\n", m.Count, counted(m.Stories, "story", "stories"), text)
		for _, x := range m.Examples {
			fmt.Fprintf(out, "         %s: %s\n", x.Story, oneLine(x.Quote))
		}
	}
	return nil
}

// most lists what is counted, the commonest first.
func most(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for i, n := range names {
		names[i] = fmt.Sprintf("%s %d", n, counts[n])
	}
	return strings.Join(names, ", ")
}

// mostStates is how many states are told beside a name.
const mostStates = 3

// beside tells the states named with an actor.
func beside(states []desk.CodeCount) string {
	var out []string
	for _, s := range states[:min(mostStates, len(states))] {
		out = append(out, fmt.Sprintf("%s %d", s.Code, s.Count))
	}
	if len(out) == 0 {
		return ""
	}
	return " · beside " + strings.Join(out, ", ")
}
