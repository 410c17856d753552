package form

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Error is one fault of an analyst's file.
type Error struct {
	File    string
	Line    int // from 1
	Col     int // from 1
	Message string
	Near    []string // what may have been meant
}

// Error gives the fault as file:line:col: message.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
	if len(e.Near) > 0 {
		s += " (did you mean " + strings.Join(e.Near, ", ") + "?)"
	}
	return s
}

// Errors is every fault of a file, in its order.
type Errors []*Error

// Error gives one fault a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Reader walks one file's nodes and gathers its faults.
type Reader struct {
	File   string
	Faults Errors
}

// Fault notes what is wrong with a node; near misses may be added to what it gives.
func (r *Reader) Fault(n *yaml.Node, format string, args ...any) *Error {
	e := &Error{File: r.File, Line: max(1, n.Line), Col: max(1, n.Column), Message: fmt.Sprintf(format, args...)}
	r.Faults = append(r.Faults, e)
	return e
}

// Documents gives the YAML documents of a file that are not empty. Where the file
// stops being YAML, that is a fault.
func (r *Reader) Documents(data []byte) []*yaml.Node {
	var out []*yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			r.Faults = append(r.Faults, syntaxError(r.File, err))
			return out
		}
		if len(doc.Content) == 1 && doc.Content[0].Tag != "!!null" {
			out = append(out, doc.Content[0])
		}
	}
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxError gives the place that the YAML reader names, if it names one.
func syntaxError(name string, err error) *Error {
	text, line := err.Error(), 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
		text = text[len(m[0]):]
	}
	return &Error{File: name, Line: line, Col: 1, Message: "not YAML: " + text}
}
