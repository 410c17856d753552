package export

import (
	"io"
	"strings"

	"entente"
)

// Type is the type of a column's values.
type Type uint8

// The types of columns.
const (
	Text Type = iota // never null; "" is none
	Int
	Real
	Bool
	Day  // ISO 8601
	List // of texts, never null
)

// String gives the type in the words of the codebook.
func (t Type) String() string {
	return [...]string{"text", "integer", "number", "boolean", "date", "list"}[t]
}

// Value is a cell of a table: what its column's type calls for, and nothing of it where
// it is null.
type Value struct {
	Null bool
	Text string
	Int  int64 // also 0 and 1 of a Bool
	Real float64
	Day  entente.Day
	List []string
}

func text[T ~string](s T) Value { return Value{Text: string(s)} }
func whole(n int) Value         { return Value{Int: int64(n)} }
func number(v float64) Value    { return Value{Real: v} }
func list(l []string) Value     { return Value{List: l} }
func null() Value               { return Value{Null: true} }

func truth(b bool) Value {
	if b {
		return Value{Int: 1}
	}
	return Value{}
}

// day is null where the day is not known.
func day(d entente.Day) Value { return Value{Null: !d.Known(), Day: d} }

// wholeIf is null where the number says nothing.
func wholeIf(n int, known bool) Value { return Value{Null: !known, Int: int64(n)} }

func realIf(v float64, known bool) Value {
	if !known {
		return null()
	}
	return number(v)
}

// Column says what a column is.
type Column struct {
	Name  string
	Type  Type
	Null  bool   // a value may be missing
	Wide  bool   // most values differ: nothing is gained by writing each but once
	About string // a sentence or two for the codebook
}

// Field is a column with the way to its value.
type Field[T any] struct {
	Column
	Of func(T) Value
}

// Table is a kind of row.
type Table[T any] struct {
	Name   string // of the file: events
	About  string
	Row    string // what a row is: "an event"
	Fields []Field[T]
	// Record gives what a line of JSON holds where that is not simply the columns.
	Record func(T) any
}

// Columns gives what the columns are, in their order.
func (t Table[T]) Columns() []Column {
	out := make([]Column, len(t.Fields))
	for i, f := range t.Fields {
		out[i] = f.Column
	}
	return out
}

// Format is a way in which a table is written.
type Format string

// The formats.
const (
	CSV     Format = "csv"
	JSONL   Format = "jsonl"
	Parquet Format = "parquet"
	TSV     Format = "tsv" // without a header and quotes, as GDELT's files are
)

// Formats lists those that any table can be written in.
func Formats() []Format { return []Format{CSV, JSONL, Parquet} }

// sheet takes rows of values.
type sheet interface {
	row(values []Value) error
	end() error
}

// Writer writes the rows of a table.
type Writer[T any] struct {
	table  Table[T]
	sheet  sheet
	record func(any) error // of JSON lines
	values []Value
	rows   int
}

// Write begins a table in a format. Of a table without rows the header is written all
// the same.
func Write[T any](w io.Writer, t Table[T], f Format) (*Writer[T], error) {
	out := &Writer[T]{table: t, values: make([]Value, len(t.Fields))}
	columns := t.Columns()
	var err error
	switch f {
	case JSONL:
		lines := newJSONL(w, columns)
		out.sheet = lines
		if t.Record != nil {
			out.record = lines.record
		}
	case Parquet:
		out.sheet, err = newParquet(w, columns)
	case TSV:
		out.sheet = newTSV(w, columns)
	default:
		out.sheet, err = newCSV(w, columns)
	}
	return out, err
}

// Row writes a row.
func (w *Writer[T]) Row(v T) error {
	w.rows++
	if w.record != nil {
		return w.record(w.table.Record(v))
	}
	for i := range w.table.Fields {
		w.values[i] = w.table.Fields[i].Of(v)
	}
	return w.sheet.row(w.values)
}

// Rows is how many rows were written.
func (w *Writer[T]) Rows() int { return w.rows }

// End writes what is left.
func (w *Writer[T]) End() error { return w.sheet.end() }

// sum strips the name of the hash from a sum.
func sum(hash string) string { return strings.TrimPrefix(hash, "sha256:") }

// texts gives typed strings as strings.
func texts[T ~string](of []T) []string {
	out := make([]string, len(of))
	for i, s := range of {
		out[i] = string(s)
	}
	return out
}
