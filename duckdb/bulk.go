package duckdb

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// bulkMemory bounds what the engine holds while much is written: without it the engine
// keeps four fifths of the machine's memory for what it may be asked next.
const bulkMemory = "128MB"

// Bulk readies the store for much to be written: it bounds the memory of the engine
// until the store is closed. It costs nothing but speed of large questions.
func (s *Store) Bulk(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, `SET memory_limit = '`+bulkMemory+`'; SET threads = 1`)
	if err != nil {
		return fmt.Errorf("readying %s: %w", s.name(), brokenOff(ctx, err))
	}
	s.logBound = 4 * usualLog
	return nil
}

// ParquetAsCSV gives the rows of a Parquet file as CSV with a header, read by an engine
// of its own. Null is empty. What is wrong with the file is the reader's error.
func ParquetAsCSV(ctx context.Context, path string) io.ReadCloser {
	r, w := io.Pipe()
	go func() { w.CloseWithError(writeCSV(ctx, path, w)) }()
	return r
}

func writeCSV(ctx context.Context, path string, to io.Writer) error {
	s, err := openMemory(ctx, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	rows, err := s.db.QueryContext(ctx, `SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)`, literal(path))
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	out := csv.NewWriter(to)
	if err := out.Write(names); err != nil {
		return err
	}
	cells, targets := make([]*string, len(names)), make([]any, len(names))
	for i := range cells {
		targets[i] = &cells[i]
	}
	record := make([]string, len(names))
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for i, c := range cells {
			if record[i] = ""; c != nil {
				record[i] = strings.ReplaceAll(*c, "\x00", "\uFFFD")
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	if err := rows.Err(); err != nil {
		return err
	}
	return out.Error()
}

// literal keeps a file's name from being taken for a pattern.
func literal(path string) string {
	var b strings.Builder
	for _, c := range path {
		if strings.ContainsRune("*?[", c) {
			b.WriteString("[" + string(c) + "]")
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}
