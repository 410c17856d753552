package score

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
)

// GoldLine is a line of a gold file, of any of its four kinds.
type goldLine struct {
	Story      string         `json:"story"`
	ID         string         `json:"id"`
	Text       string         `json:"text"`
	Stream     entente.Stream `json:"stream"`
	Source     entente.Code   `json:"source"`
	Target     entente.Code   `json:"target"`
	Reciprocal bool           `json:"reciprocal"`
	Roots      []entente.Root `json:"roots"`
	Status     statuses       `json:"status"`
	From       entente.Day    `json:"date_from"`
	To         entente.Day    `json:"date_to"`
	Required   bool           `json:"required"`
	Alt        [][]string     `json:"alt_pairs"`
	Why        string         `json:"why"`

	MustNot    bool `json:"must_not"`
	None       bool `json:"none"`
	Assessment bool `json:"assessment"`

	A      entente.Code `json:"a"`
	B      entente.Code `json:"b"`
	Level  *int         `json:"level"`
	Trend  *int         `json:"trend"`
	Holder string       `json:"holder"` // a kind, or kind:CODE

	place *entente.Span // of Text in the story, where that is at hand
}

type goldEvent = goldLine

// Statuses is one status or a list of them.
type statuses []entente.Status

func (s *statuses) UnmarshalJSON(b []byte) error {
	var one entente.Status
	if json.Unmarshal(b, &one) == nil {
		if one != "" {
			*s = statuses{one}
		}
		return nil
	}
	return json.Unmarshal(b, (*[]entente.Status)(s))
}

// Found is an event of the output with its quote made comparable.
type found struct {
	entente.Report
	level string
	place *entente.Span
}

// Sheet is one story: what gold says of it and what was found in it.
type sheet struct {
	name      string
	gold      []*goldEvent
	forbidden []goldLine
	stances   []*goldLine
	none      bool
	events    []*found
	views     []*entente.Assessment
	text      *entente.Story
}

// required gives the gold events that must be found: those of streams that count.
func (s *sheet) required() []*goldEvent {
	var out []*goldEvent
	for _, g := range s.gold {
		if g.Required && g.Stream.Counts() {
			out = append(out, g)
		}
	}
	return out
}

// acts gives the gold events of streams that count.
func (s *sheet) acts() []*goldEvent {
	var out []*goldEvent
	for _, g := range s.gold {
		if g.Stream.Counts() {
			out = append(out, g)
		}
	}
	return out
}

// any reports whether a gold event of a stream that counts passes.
func (s *sheet) any(e *found, ok func(*goldEvent) bool) bool {
	for _, g := range s.acts() {
		if ok(g) {
			return true
		}
	}
	return false
}

// shown gives the output events of streams that count, and the number of the others.
func (s *sheet) shown() (shown []*found, other int) {
	for _, e := range s.events {
		if e.Stream == "" || e.Stream.Counts() {
			shown = append(shown, e)
		} else {
			other++
		}
	}
	return shown, other
}

// readGold reads gold lines by story. All lines that cannot be read are named in
// one error.
func readGold(r io.Reader) (map[string]*sheet, error) {
	stories := map[string]*sheet{}
	var bad []error
	err := eachLine(r, func(n int, line []byte) {
		var g goldLine
		if err := json.Unmarshal(line, &g); err != nil {
			bad = append(bad, fmt.Errorf("gold line %d: %w", n, err))
			return
		}
		if err := g.check(); err != nil {
			bad = append(bad, fmt.Errorf("gold line %d: %w", n, err))
			return
		}
		s := stories[g.Story]
		if s == nil {
			s = &sheet{name: g.Story}
			stories[g.Story] = s
		}
		s.take(&g)
	})
	if err != nil {
		return nil, fmt.Errorf("reading gold: %w", err)
	}
	return stories, errors.Join(bad...)
}

// check says what is wrong with a gold line and fills what may be left out.
func (g *goldLine) check() error {
	switch {
	case g.Story == "":
		return errors.New(`no "story"`)
	case g.None:
		return nil
	case g.Text == "":
		return errors.New(`no "text"`)
	case slices.ContainsFunc(g.Alt, func(p []string) bool { return len(p) != 2 }):
		return fmt.Errorf("an alternative pair of %v has not two actors", g.Alt)
	case g.Assessment:
		if g.A == "" || g.B == "" {
			return errors.New(`an assessment needs "a" and "b"`)
		}
		return nil
	case g.MustNot:
		return nil
	case len(g.Roots) == 0:
		return errors.New(`no "roots"`)
	}
	if g.Stream == "" {
		g.Stream = entente.Body
	}
	if len(g.Status) == 0 {
		g.Status = statuses{entente.Fact}
	}
	if g.From.Known() && !g.To.Known() {
		g.To = g.From
	}
	return nil
}

func (s *sheet) take(g *goldLine) {
	switch {
	case g.None:
		s.none = true
	case g.Assessment:
		s.stances = append(s.stances, g)
	case g.MustNot:
		s.forbidden = append(s.forbidden, *g)
	default:
		s.gold = append(s.gold, g)
	}
}

// readOutput adds the output lines to their stories; lines of other stories, and of
// kinds that are neither event nor assessment, are passed over.
func readOutput(r io.Reader, stories map[string]*sheet, texts map[string]*entente.Story) error {
	for name, s := range stories {
		s.text = texts[name]
		s.locate()
	}
	var bad []error
	err := eachLine(r, func(n int, line []byte) {
		var head struct{ Kind, Story string }
		if err := json.Unmarshal(line, &head); err != nil {
			bad = append(bad, fmt.Errorf("output line %d: %w", n, err))
			return
		}
		s := stories[head.Story]
		if s == nil {
			return
		}
		if err := s.found(head.Kind, line); err != nil {
			bad = append(bad, fmt.Errorf("output line %d: %w", n, err))
		}
	})
	if err != nil {
		return fmt.Errorf("reading output: %w", err)
	}
	return errors.Join(bad...)
}

func (s *sheet) found(kind string, line []byte) error {
	switch kind {
	case "event", "":
		e := &found{}
		if err := json.Unmarshal(line, &e.Report); err != nil {
			return err
		}
		if e.Status == "" {
			e.Status = entente.Fact
		}
		e.level = level(e.Citation.Quote)
		if s.text != nil && e.Citation.Quote != "" && s.text.Slice(e.Citation.Start, e.Citation.End) == e.Citation.Quote {
			e.place = &entente.Span{e.Citation.Start, e.Citation.End}
		}
		s.events = append(s.events, e)
	case "assessment":
		v := &entente.Assessment{}
		if err := json.Unmarshal(line, v); err != nil {
			return err
		}
		s.views = append(s.views, v)
	}
	return nil
}

// locate finds the gold's words in the story. Words that stand there more than once
// are left without a place and compared as words.
func (s *sheet) locate() {
	if s.text == nil {
		return
	}
	find := func(g *goldLine) {
		if i := strings.Index(s.text.Text, g.Text); i >= 0 && strings.Count(s.text.Text, g.Text) == 1 {
			g.place = &entente.Span{i, i + len(g.Text)}
		}
	}
	for _, g := range s.gold {
		find(g)
	}
	for i := range s.forbidden {
		find(&s.forbidden[i])
	}
}

// eachLine calls do for every line that is not blank, numbered from 1.
func eachLine(r io.Reader, do func(n int, line []byte)) error {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			do(n, line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
