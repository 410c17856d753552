package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// jsonSheet writes one object a line, its fields in the order of the columns: null for
// what is not known, text as it is, without escaping for HTML.
type jsonSheet struct {
	out     *bufio.Writer
	columns []Column
	line    []byte
	text    bytes.Buffer
	enc     *json.Encoder // to text
	records *json.Encoder // to out
}

func newJSONL(w io.Writer, columns []Column) *jsonSheet {
	s := &jsonSheet{out: bufio.NewWriterSize(w, 1<<16), columns: columns}
	s.enc, s.records = json.NewEncoder(&s.text), json.NewEncoder(s.out)
	s.enc.SetEscapeHTML(false)
	s.records.SetEscapeHTML(false)
	return s
}

func (s *jsonSheet) record(v any) error { return s.records.Encode(v) }

func (s *jsonSheet) row(values []Value) error {
	s.line = append(s.line[:0], '{')
	for i := range values {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = append(s.quoted(s.columns[i].Name), ':')
		s.line = s.value(s.columns[i].Type, &values[i])
	}
	_, err := s.out.Write(append(s.line, '}', '\n'))
	return err
}

func (s *jsonSheet) value(t Type, v *Value) []byte {
	switch {
	case v.Null:
		return append(s.line, "null"...)
	case t == Bool:
		return strconv.AppendBool(s.line, v.Int != 0)
	case t == Day:
		return append(appendDay(append(s.line, '"'), v.Day), '"')
	case t == Text:
		return s.quoted(v.Text)
	case t == List:
		s.line = append(s.line, '[')
		for i, text := range v.List {
			if i > 0 {
				s.line = append(s.line, ',')
			}
			s.line = s.quoted(text)
		}
		return append(s.line, ']')
	}
	return appendCell(s.line, t, v)
}

// quoted appends a string of JSON to the line.
func (s *jsonSheet) quoted(text string) []byte {
	s.text.Reset()
	_ = s.enc.Encode(text) // a string and a buffer do not fail
	return append(s.line, bytes.TrimSuffix(s.text.Bytes(), []byte("\n"))...)
}

func (s *jsonSheet) end() error { return s.out.Flush() }
