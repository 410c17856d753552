package export

import (
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"entente"
)

// groupRows is how many rows a row group holds: what is in memory until it is written.
const groupRows = 20_000

// parquetSheet writes Parquet: dates and lists as such, null where a value is missing,
// pages packed with Zstandard.
type parquetSheet struct {
	out     *parquet.GenericWriter[any]
	columns []Column
	rows    []parquet.Row
}

func newParquet(w io.Writer, columns []Column) (*parquetSheet, error) {
	schema, err := schemaOf(columns)
	if err != nil {
		return nil, err
	}
	out := parquet.NewGenericWriter[any](w, schema, parquet.CreatedBy("entente", "1", ""),
		parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(groupRows), parquet.PageBufferSize(64<<10), parquet.WriteBufferSize(64<<10))
	return &parquetSheet{out: out, columns: columns}, nil
}

// schemaOf makes a schema whose columns are in order: one made of a struct keeps it.
func schemaOf(columns []Column) (*parquet.Schema, error) {
	fields := make([]reflect.StructField, len(columns))
	for i, c := range columns {
		tag := c.Name
		kind := reflect.TypeFor[string]()
		switch c.Type {
		case Int:
			kind = reflect.TypeFor[int64]()
		case Real:
			kind = reflect.TypeFor[float64]()
		case Bool:
			kind = reflect.TypeFor[bool]()
		case Day:
			kind, tag = reflect.TypeFor[int32](), tag+",date"
		case List:
			kind, tag = reflect.TypeFor[[]string](), tag+",list"
		case Text:
			if !c.Wide {
				tag += ",dict"
			}
		}
		if c.Null {
			tag += ",optional"
		}
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: kind, Tag: reflect.StructTag(`parquet:"` + tag + `"`)}
	}
	return parquet.NewSchema("entente", parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface())), nil
}

// epoch is the day from which Parquet counts.
var epoch = entente.MakeDay(1970, 1, 1)

func (s *parquetSheet) row(values []Value) error {
	row := make(parquet.Row, 0, len(values))
	for i := range values {
		row = appendParquet(row, s.columns[i], i, &values[i])
	}
	s.rows = append(s.rows, row)
	if len(s.rows) < 256 {
		return nil
	}
	return s.flush()
}

// appendParquet appends a cell, with the levels that tell null from a value and the
// first of a list from the next.
func appendParquet(row parquet.Row, c Column, column int, v *Value) parquet.Row {
	if c.Type == List {
		if len(v.List) == 0 {
			return append(row, parquet.NullValue().Level(0, 0, column))
		}
		for i, text := range v.List {
			row = append(row, parquet.ByteArrayValue([]byte(text)).Level(min(i, 1), 1, column))
		}
		return row
	}
	if v.Null {
		return append(row, parquet.NullValue().Level(0, 0, column))
	}
	level := 0
	if c.Null {
		level = 1
	}
	return append(row, parquetValue(c.Type, v).Level(0, level, column))
}

func parquetValue(t Type, v *Value) parquet.Value {
	switch t {
	case Int:
		return parquet.Int64Value(v.Int)
	case Real:
		return parquet.DoubleValue(v.Real)
	case Bool:
		return parquet.BooleanValue(v.Int != 0)
	case Day:
		return parquet.Int32Value(int32(v.Day - epoch))
	}
	return parquet.ByteArrayValue([]byte(v.Text))
}

func (s *parquetSheet) flush() error {
	_, err := s.out.WriteRows(s.rows)
	clear(s.rows)
	s.rows = s.rows[:0]
	return err
}

func (s *parquetSheet) end() error {
	if err := s.flush(); err != nil {
		return err
	}
	return s.out.Close()
}
