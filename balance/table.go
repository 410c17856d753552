package balance

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente"
	"entente/form"
)

// columns are the names that the columns of a list of ties may have.
var columns = [...][]string{
	first:  {"from", "a", "source", "actor1", "node1", "iso1", "state1", "ccode1"},
	second: {"to", "b", "target", "actor2", "node2", "iso2", "state2", "ccode2"},
	sign:   {"sign", "value", "weight", "tie"},
	window: {"window", "year", "period", "net", "label", "network"},
}

const (
	first = iota
	second
	sign
	window
)

// Parse reads a list of ties: a table with a header, separated by commas, tabs or
// semicolons, whose columns from, to and sign (or those of like names) give two actors and
// 1, -1 or 0; "+" and "-" serve as well. A column window (or year, period, net, label)
// tells the network that a row belongs to; rows without one, or with NA, are of one network. Networks
// come in the order of their first rows. The error is a [form.Errors] of every fault.
func Parse(file string, data []byte) ([]entente.Network, error) {
	r := &reader{file: file, ties: map[string][]entente.SignedTie{}, lines: map[edge]int{}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r.csv = csv.NewReader(bytes.NewReader(data))
	r.csv.Comma = separator(data)
	r.csv.FieldsPerRecord = -1
	r.read()
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	var out []entente.Network
	for _, label := range r.labels {
		n, err := New(label, r.ties[label])
		if err != nil { // row has seen to it that there is none
			return nil, form.Errors{{File: file, Line: 1, Col: 1, Message: err.Error()}}
		}
		out = append(out, n)
	}
	return out, nil
}

// separator is the one of which the header has most.
func separator(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",\t;" {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// edge is a tie of one network by its ends, in order of code.
type edge struct {
	label string
	a, b  entente.Code
}

type reader struct {
	file   string
	csv    *csv.Reader
	at     [len(columns)]int // of each column, -1 without
	labels []string
	ties   map[string][]entente.SignedTie
	lines  map[edge]int // in which line it stood first, below zero for a minus
	faults form.Errors
}

// worst is how many faults are listed.
const worst = 100

func (r *reader) fault(line, col int, format string, args ...any) {
	r.faults = append(r.faults, &form.Error{File: r.file, Line: max(1, line), Col: max(1, col), Message: fmt.Sprintf(format, args...)})
}

func (r *reader) read() {
	head, err := r.csv.Read()
	if err != nil {
		r.fault(1, 1, "there is no header with the columns from, to and sign")
		return
	}
	if !r.header(head) {
		return
	}
	for len(r.faults) < worst {
		fields, err := r.csv.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.As(err, &bad):
			r.fault(bad.Line, bad.Column, "%v", bad.Err)
			return
		case err != nil:
			r.fault(1, 1, "%v", err)
			return
		}
		r.row(fields)
	}
}

// header finds the columns.
func (r *reader) header(head []string) bool {
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	for c, names := range columns {
		r.at[c] = -1
		for _, name := range names {
			if i := slices.Index(head, name); i >= 0 && r.at[c] < 0 {
				r.at[c] = i
			}
		}
		if r.at[c] < 0 && c != window {
			r.fault(1, 1, "no column is called %s", names[0])
		}
	}
	return len(r.faults) == 0
}

// row takes one line of the table.
func (r *reader) row(fields []string) {
	line, _ := r.csv.FieldPos(0)
	field := func(c int) (string, int) {
		if r.at[c] < 0 || r.at[c] >= len(fields) {
			return "", 1
		}
		_, col := r.csv.FieldPos(r.at[c])
		return strings.TrimSpace(fields[r.at[c]]), col
	}
	t := entente.SignedTie{}
	var ok bool
	label, _ := field(window)
	for c, into := range []*entente.Code{&t.A, &t.B} {
		name, col := field(c)
		*into = entente.Code(name)
		if !utf8.ValidString(name) {
			r.fault(line, col, "it is not text")
			return
		}
	}
	mark, col := field(sign)
	if t.Sign, ok = parseSign(mark); !ok {
		r.fault(line, col, "the sign %q is none of 1, -1 and 0", mark)
		return
	}
	t = ordered(t)
	if err := check(t); err != nil {
		r.fault(line, 1, "%v", err)
		return
	}
	r.keep(line, label, t)
}

// keep takes a tie, unless it contradicts one above.
func (r *reader) keep(line int, label string, t entente.SignedTie) {
	if label = strings.ToValidUTF8(label, "\uFFFD"); label == "NA" { // as R writes what is missing
		label = ""
	}
	key := edge{label, t.A, t.B}
	if before := r.lines[key]; t.Sign != 0 && before != 0 && (before > 0) != (t.Sign > 0) {
		r.fault(line, 1, "%s and %s have another sign in line %d", t.A, t.B, max(before, -before))
		return
	}
	if t.Sign != 0 {
		r.lines[key] = line * t.Sign
	}
	if _, ok := r.ties[label]; !ok {
		r.labels = append(r.labels, label)
	}
	r.ties[label] = append(r.ties[label], t)
}

// parseSign reads 1, -1, 0, + or -.
func parseSign(s string) (int, bool) {
	switch s {
	case "+":
		return 1, true
	case "-", "−":
		return -1, true
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x != 1 && x != 0 && x != -1 {
		return 0, false
	}
	return int(x), true
}
