package export

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"entente"
)

// csvSheet writes CSV as of RFC 4180, with line feeds: UTF-8, a header, NA for what is
// not known, 1 and 0 for what is true or not, lists parted by semicolons.
//
// A text that a spreadsheet would take for a formula gets an apostrophe before it, and
// so does one that begins with an apostrophe: taking one away from every text that has
// one gives back what was there.
type csvSheet struct {
	out     *bufio.Writer
	columns []Column
	line    []byte
}

func newCSV(w io.Writer, columns []Column) (*csvSheet, error) {
	s := &csvSheet{out: bufio.NewWriterSize(w, 1<<16), columns: columns}
	for i, c := range columns {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = appendCSV(s.line, c.Name)
	}
	return s, s.flush()
}

func (s *csvSheet) flush() error {
	s.line = append(s.line, '\n')
	_, err := s.out.Write(s.line)
	s.line = s.line[:0]
	return err
}

func (s *csvSheet) row(values []Value) error {
	for i := range values {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = appendCell(s.line, s.columns[i].Type, &values[i])
	}
	return s.flush()
}

func (s *csvSheet) end() error { return s.out.Flush() }

func appendCell(line []byte, t Type, v *Value) []byte {
	switch {
	case v.Null:
		return append(line, "NA"...)
	case t == Int, t == Bool:
		return strconv.AppendInt(line, v.Int, 10)
	case t == Real:
		return strconv.AppendFloat(line, v.Real, 'f', -1, 64)
	case t == Day:
		return appendDay(line, v.Day)
	case t == List:
		return appendCSV(line, guard(strings.Join(v.List, ";")))
	}
	return appendCSV(line, guard(v.Text))
}

// appendDay writes a day in the ISO form.
func appendDay(line []byte, d entente.Day) []byte { return d.Time().AppendFormat(line, "2006-01-02") }

// appendCSV quotes a text where it must be.
func appendCSV(line []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\r\n;\t") {
		return append(line, s...)
	}
	line = append(line, '"')
	for i := range len(s) {
		if s[i] == '"' {
			line = append(line, '"')
		}
		line = append(line, s[i])
	}
	return append(line, '"')
}

// Guard gives a text as it stands in a cell of CSV that other hands write: not to be taken
// for a formula. Numbers are not for it: those a program prints stay as they are.
func Guard(s string) string { return guard(s) }

// guard keeps a text from being taken for a formula. Some programs look past spaces,
// and some take the wide forms of the signs for the signs.
func guard(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

func formula(s string) bool {
	if strings.HasPrefix(s, "'") {
		return true
	}
	s = strings.TrimLeft(s, " \u00a0\u3000\ufeff")
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	return false
}

// tsvSheet writes lines parted by tabs without a header or quotes: null and none are
// empty. It has no quotes to keep signs in, so tabs and ends of lines become spaces,
// and signs with which a formula begins are left out.
type tsvSheet struct {
	out     *bufio.Writer
	columns []Column
	line    []byte
}

func newTSV(w io.Writer, columns []Column) *tsvSheet {
	return &tsvSheet{out: bufio.NewWriterSize(w, 1<<16), columns: columns}
}

func (s *tsvSheet) row(values []Value) error {
	s.line = s.line[:0]
	for i := range values {
		if i > 0 {
			s.line = append(s.line, '\t')
		}
		switch v := &values[i]; {
		case v.Null:
		case s.columns[i].Type == Text:
			s.line = append(s.line, plain(v.Text)...)
		default:
			s.line = appendCell(s.line, s.columns[i].Type, v)
		}
	}
	_, err := s.out.Write(append(s.line, '\n'))
	return err
}

func (s *tsvSheet) end() error { return s.out.Flush() }

// plain makes a text fit for a field without quotes.
func plain(s string) string {
	if strings.ContainsAny(s, "\t\r\n\x00") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\t\r\n\x00", r) }), " ")
	}
	for formula(s) {
		s = strings.TrimLeft(s, " '=+-@\u00a0\u3000\ufeff＝＋－＠")
	}
	return s
}
