package duckdb_test

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	engine "github.com/duckdb/duckdb-go/v2"
)

var rawFile = flag.String("eventfile", "", "an export of GDELT 2.0, for BenchmarkRaw")

// BenchmarkRaw measures what is done today without us: the engine's own reader of CSV and
// SQL written by hand, by the countries' codes as the file has them. Lines that the reader
// cannot use are skipped and not told; no actor is resolved, nothing is told by the day.
//
//	go test ./duckdb -run '^$' -bench Raw -benchtime 1x -eventfile five.csv
func BenchmarkRaw(b *testing.B) {
	if *rawFile == "" {
		b.Skip("no -eventfile is named")
	}
	for _, way := range []struct{ name, once string }{{"as-it-is", ``}, {"each-id-once", `DISTINCT ON (c0) `}} {
		b.Run(way.name, func(b *testing.B) { raw(b, way.once) })
	}
}

// rawColumns are those that entente keeps too, of the 61.
const rawColumns = `c0::BIGINT AS id, strptime(c1, '%Y%m%d')::DATE AS day, c5, c6, c7 AS source, c15, c16, c17 AS target, c26 AS code, c30::DOUBLE AS scale,
	c31::INTEGER AS mentions, c32::INTEGER AS sources, c33::INTEGER AS articles, c52, c53, TRY_CAST(c56 AS FLOAT) AS latitude, TRY_CAST(c57 AS FLOAT) AS longitude,
	strptime(left(c59, 8), '%Y%m%d')::DATE AS added, c60 AS url`

func raw(b *testing.B, once string) {
	path := filepath.Join(b.TempDir(), "raw.duckdb")
	c, err := engine.NewConnector(path, nil)
	if err != nil {
		b.Fatal(err)
	}
	db := sql.OpenDB(c)
	defer db.Close()
	var names []string
	for i := range 61 {
		names = append(names, fmt.Sprintf(`'c%d': 'VARCHAR'`, i))
	}
	took := func(query string) time.Duration {
		start := time.Now()
		rows, err := db.Query(query)
		if err != nil {
			b.Fatal(err)
		}
		defer rows.Close()
		cells := make([]any, 0, 8)
		for rows.Next() {
			if len(cells) == 0 {
				columns, _ := rows.Columns()
				for range columns {
					cells = append(cells, new(any))
				}
			}
			if err := rows.Scan(cells...); err != nil {
				b.Fatal(err)
			}
		}
		return time.Since(start)
	}
	load := `CREATE TABLE events AS SELECT ` + once + rawColumns + ` FROM read_csv(` + quoted(*rawFile) + `, delim='\t', header=false, quote='', escape='', ignore_errors=true, auto_detect=false,
		columns={` + strings.Join(names, `, `) + `}) WHERE TRY_CAST(c0 AS BIGINT) IS NOT NULL AND try_strptime(c1, '%Y%m%d') IS NOT NULL`
	for b.Loop() {
		took(`DROP TABLE IF EXISTS events`)
		seconds := (took(load) + took(`CHECKPOINT`)).Seconds()
		var rows int
		if err := db.QueryRow(`SELECT count(*) FROM events`).Scan(&rows); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		const sums = `, count(*), sum(greatest(scale, 0)), sum(greatest(-scale, 0)) FROM events WHERE `
		const week = `SELECT source, target, date_trunc('week', day)` + sums + `source IN ('USA', 'RUS') AND target IN ('USA', 'RUS') AND source <> target GROUP BY ALL ORDER BY ALL`
		const months = `SELECT source, target, date_trunc('month', day)` + sums + `source IS NOT NULL AND target IS NOT NULL GROUP BY ALL ORDER BY ALL`
		took(week) // as with us, what is measured is not the first question
		b.ReportMetric(float64(rows)/seconds, "rows/s")
		b.ReportMetric(float64(info.Size())/float64(rows), "MB/million")
		b.ReportMetric(float64(took(week).Microseconds())/1000, "week-ms")
		b.ReportMetric(took(months).Seconds(), "months-s")
	}
}

func quoted(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }
