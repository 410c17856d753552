package hypothesis

import (
	"fmt"
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

// reader walks one file's nodes and gathers its faults.
type reader struct {
	file     string
	template bool // $A, $B and $C may stand for actors
	errs     Errors
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) *Error {
	e := &Error{File: r.file, Line: max(1, n.Line), Col: max(1, n.Column), Message: fmt.Sprintf(format, args...)}
	r.errs = append(r.errs, e)
	return e
}
