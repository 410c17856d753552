package lexicon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a dictionary file; line and column count from 1.
type Pos struct {
	File string
	Line int
	Col  int
}

// String gives file, line and column as editors read them.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// Error is one mistake in a dictionary file.
type Error struct {
	Pos
	Entry   string // the block's name, "" outside of one
	Message string
}

// Error gives place, block and mistake on one line.
func (e Error) Error() string {
	if e.Entry == "" {
		return fmt.Sprintf("%s: %s", e.Pos, e.Message)
	}
	return fmt.Sprintf("%s: %s: %s", e.Pos, e.Entry, e.Message)
}

// ErrorList is all that is wrong in a set of dictionary files, in order of place.
type ErrorList []Error

// Error gives a line for each mistake.
func (l ErrorList) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Err gives the list as an error, nil if it is empty.
func (l ErrorList) Err() error {
	if len(l) == 0 {
		return nil
	}
	slices.SortStableFunc(l, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return l
}

// line is a line of a block: its text without indent, and where the text begins.
type line struct {
	text string
	pos  Pos
}

// field splits "key: value"; a line without a colon is a flag with no value.
func (l line) field() (key, value string, at Pos) {
	key, rest, found := strings.Cut(l.text, ":")
	if !found {
		return strings.TrimSpace(l.text), "", l.pos
	}
	value = strings.TrimLeft(rest, " \t")
	at = l.pos
	at.Col += len(l.text) - len(value)
	return strings.TrimSpace(key), strings.TrimSpace(value), at
}

// block is a line at the left margin with the indented lines under it.
type block struct {
	head line
	body []line
}

// word gives the head's first word and the rest.
func (b block) word() (first, rest string) {
	first, rest, _ = strings.Cut(b.head.text, " ")
	return first, strings.TrimSpace(rest)
}

// blocks cuts a file into blocks; an indented line before any block is an error.
func blocks(file, text string) ([]block, ErrorList) {
	var out []block
	var errs ErrorList
	n := 0
	for raw := range strings.Lines(text) {
		n++
		raw = strings.TrimRight(raw, " \t\r\n")
		trimmed := strings.TrimLeft(raw, " \t")
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		indent := len(raw) - len(trimmed)
		ln := line{trimmed, Pos{file, n, indent + 1}}
		switch {
		case indent == 0:
			out = append(out, block{head: ln})
		case len(out) == 0:
			errs = append(errs, Error{ln.pos, "", "an indented line stands before any block"})
		default:
			last := &out[len(out)-1]
			last.body = append(last.body, ln)
		}
	}
	return out, errs
}

// list splits a value at its bars and drops empty parts.
func list(value string) []string {
	var out []string
	for part := range strings.SplitSeq(value, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
