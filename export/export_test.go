package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"entente"
	"entente/export"
)

// hostile is a text that tries what a table may make of it.
const hostile = "=cmd|'/c calc'!A1,\"quoted\";\ttab\nline\r\nПу́тин 北京"

// twoReports is an act with two witnesses, one of them a plan, and an imported one.
func twoReports() []*export.Act {
	day := entente.MakeDay(2021, 6, 16)
	r := entente.Report{
		Kind: "event", Report: "r_1", ID: "e_0000000000000001", Story: "one", Stream: entente.Headline, Date: day, DateFrom: day, DateTo: day, DateBasis: entente.Explicit,
		Source: entente.Actor{Code: "USA", Sector: "GOV", Name: "Joe Biden", Role: "president", Raw: "Biden"}, Target: entente.Actor{Code: "RUS", Name: "Russia", Raw: hostile},
		Reciprocal: true, Plover: entente.Plover{Event: "CONSULT", Contexts: []string{"diplomatic", "military"}}, Cameo: "044", Quad: 1, Intensity: 2.5, Scale: "goldstein-icews",
		Status: entente.Fact, Place: &entente.Place{Name: "Geneva", Country: "CHE"}, Confidence: .91,
		Citation: entente.Citation{Quote: hostile, Start: 3, End: 3 + len(hostile), Trigger: entente.Span{5, 7}, Source: &entente.Span{3, 4}, URL: "https://paper.example/a"},
		FoundBy:  entente.Finder{Pattern: "meet", Lexicon: "sha256:aa", Way: "tree"},
	}
	plan := r
	plan.Report, plan.Story, plan.Stream, plan.Status, plan.Sentence = "r_0", "two", entente.Body, entente.Intended, 4
	a := &export.Act{Event: entente.Event{ID: r.ID, Aliases: []string{"e_0000000000000002"}, Reports: []entente.Report{plan, r}},
		Outlets: map[string]entente.Outlet{
			"one": {Story: "one", Title: "They met", Author: "A. Writer", Publisher: "The Wire", Published: entente.MakeDay(2021, 6, 17), Hash: "sha256:bb"},
			"two": {Story: "two", Publisher: "The Post", Published: entente.MakeDay(2021, 6, 15)},
		}}
	a.Lead = a.Event.Lead()
	imported := entente.Imported{
		Provenance: entente.Provenance{Source: "gdelt2", ID: "900000001", File: "x.csv", Line: 7, Mentions: 5, Sources: 2, Articles: 4}, Day: day, Published: day,
		Source: &entente.Actor{Code: "CHN", Name: "CHINA", Raw: "CHN"}, Act: &entente.ActKind{Cameo: "19", Quad: 4},
	}
	one := imported.Report()
	b := &export.Act{Event: entente.Event{ID: one.ID, Reports: []entente.Report{one}}}
	b.Lead = b.Event.Lead()
	return []*export.Act{a, b}
}

func write[T any](t *testing.T, table export.Table[T], f export.Format, rows ...T) string {
	t.Helper()
	var b bytes.Buffer
	w, err := export.Write(&b, table, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil || w.Rows() != len(rows) {
		t.Fatalf("%d rows, %v", w.Rows(), err)
	}
	return b.String()
}

// byName reads CSV into one map a row.
func byName(t *testing.T, text string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = line[i]
		}
		out = append(out, row)
	}
	return out
}

func TestEventsAsCSV(t *testing.T) {
	rows := byName(t, write(t, export.Events(), export.CSV, twoReports()...))
	for name, want := range map[string]string{
		"id": "e_0000000000000001", "reports": "2", "stories": "2", "publishers": "2", "first_published": "2021-06-15", "report_id": "r_1", "status": "fact",
		"date": "2021-06-16", "source_role": "president", "target_raw": "'" + csvLines(hostile), "reciprocal": "1", "contexts": "diplomatic;military", "cameo": "044",
		"intensity": "2.5", "confidence": "0.91", "quote": "'" + csvLines(hostile), "quote_start": "3", "trigger_end": "7", "source_words_end": "4", "target_words_start": "NA",
		"published": "2021-06-17", "publisher": "The Wire", "story_sha256": "bb", "coding": "coded", "coding_line": "NA", "report_ids": "r_0;r_1", "aliases": "e_0000000000000002",
	} {
		if rows[0][name] != want {
			t.Errorf("%s is %q, want %q", name, rows[0][name], want)
		}
	}
	for name, want := range map[string]string{
		"id": "gdelt2:900000001", "stories": "0", "quad": "4", "intensity": "NA", "confidence": "NA", "sentence": "NA", "quote": "", "quote_start": "NA", "published": "NA",
		"coding": "gdelt2", "coding_id": "900000001", "coding_file": "x.csv", "coding_line": "7", "coding_events": "1", "coding_mentions": "5", "target_code": "",
	} {
		if rows[1][name] != want {
			t.Errorf("imported: %s is %q, want %q", name, rows[1][name], want)
		}
	}
}

// csvLines is what Go's reader makes of the ends of lines within quotes.
func csvLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func TestGuard(t *testing.T) {
	table := export.Table[string]{Fields: []export.Field[string]{
		{Column: export.Column{Name: "a"}, Of: func(s string) export.Value { return export.Value{Text: s} }},
		{Column: export.Column{Name: "n", Type: export.Real}, Of: func(string) export.Value { return export.Value{Real: -1.5} }},
	}}
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx", "  =1": "'  =1", "\u00a0=1": "'\u00a0=1", "＝1": "'＝1",
		"'x": "''x", "1=1": "1=1", "a-b": "a-b", "": "", "Пу": "Пу",
	} {
		rows := byName(t, write(t, table, export.CSV, text))
		if rows[0]["a"] != want || rows[0]["n"] != "-1.5" {
			t.Errorf("%q is written %q, -1.5 %q", text, rows[0]["a"], rows[0]["n"])
		}
	}
}

// FuzzCSV: whatever a text is, no cell begins a formula, and the text can be had back.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{hostile, "=1", "'", " \u3000@", "\ufeff-", "\"", "a;b", "＋1"} {
		f.Add(s)
	}
	table := export.Table[string]{Fields: []export.Field[string]{{Column: export.Column{Name: "a"}, Of: func(s string) export.Value { return export.Value{Text: s} }}}}
	f.Fuzz(func(t *testing.T, s string) {
		text := write(t, table, export.CSV, s, "end")
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = 1
		all, err := r.ReadAll()
		if s == "" { // an empty line
			return
		}
		if err != nil || len(all) != 3 || all[2][0] != "end" {
			t.Fatalf("%q is written %q: %v", s, text, err)
		}
		got := all[1][0]
		if strings.ContainsRune("=+-@\t\r\n", rune((got + " ")[0])) {
			t.Errorf("%q is written %q", s, got)
		}
		if back := strings.TrimPrefix(got, "'"); csvLines(s) != back {
			t.Errorf("%q comes back as %q", s, back)
		}
	})
}

func TestEventsAsJSON(t *testing.T) {
	acts := twoReports()
	lines := strings.Split(strings.TrimSpace(write(t, export.Events(), export.JSONL, acts...)), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines", len(lines))
	}
	var r entente.Report
	if err := json.Unmarshal([]byte(lines[0]), &r); err != nil {
		t.Fatal(err)
	}
	if r.ID != acts[0].ID || r.Report != "r_1" || r.Citation.Quote != hostile || *r.Citation.Source != (entente.Span{3, 4}) || r.Citation.Target != nil {
		t.Errorf("the line is no report: %+v", r)
	}
	for _, want := range []string{`"reports":2`, `"report_ids":["r_0","r_1"]`, `"publisher":"The Wire"`, `"first_published":"2021-06-15"`, `"aliases":["e_0000000000000002"]`} {
		if !strings.Contains(lines[0], want) {
			t.Errorf("no %s in %s", want, lines[0])
		}
	}
	if !strings.Contains(lines[1], `"provenance":{"source":"gdelt2"`) || !strings.Contains(lines[1], `"published":null`) {
		t.Errorf("imported: %s", lines[1])
	}
	acts[0].Hide = true
	if hidden := write(t, export.Events(), export.JSONL, acts[0]); !strings.Contains(hidden, `"quote":""`) {
		t.Errorf("the quotation was to be left out: %s", hidden)
	}
	reports := write(t, export.Reports(), export.JSONL, export.Testimony{Act: acts[0], Report: &acts[0].Reports[0]}, export.Testimony{Act: acts[0], Report: &acts[0].Reports[1]})
	if strings.Count(reports, `"lead":true`) != 1 || strings.Count(reports, `"id":"e_0000000000000001"`) != 2 {
		t.Errorf("reports: %s", reports)
	}
}

// TestParquet: values, nulls, lists and days come back as they are in CSV, columns in
// the same order.
func TestParquet(t *testing.T) {
	table := export.Events()
	text := write(t, table, export.Parquet, twoReports()...)
	f, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range f.Root().Columns() {
		names = append(names, c.Name())
	}
	want := table.Columns()
	if len(names) != len(want) || slices.IndexFunc(want, func(c export.Column) bool { return c.Name != names[slices.Index(names, c.Name)] }) >= 0 || names[0] != "id" {
		t.Fatalf("columns are %v", names)
	}
	r := parquet.NewReader(f)
	defer r.Close()
	rows := make([]parquet.Row, 3)
	n, err := r.ReadRows(rows)
	if n != 2 || err != nil && !errors.Is(err, io.EOF) {
		t.Fatalf("%d rows, %v", n, err)
	}
	cells := map[string][]parquet.Value{}
	for _, v := range rows[0] {
		cells[names[v.Column()]] = append(cells[names[v.Column()]], v)
	}
	if got := cells["quote"][0].String(); got != hostile {
		t.Errorf("quote is %q", got)
	}
	if got := cells["date"][0].Int32(); got != int32(entente.MakeDay(2021, 6, 16)-entente.MakeDay(1970, 1, 1)) {
		t.Errorf("date is %d", got)
	}
	if got := cells["contexts"]; len(got) != 2 || got[1].String() != "military" {
		t.Errorf("contexts are %v", got)
	}
	if !cells["target_words_start"][0].IsNull() || cells["confidence"][0].Double() != .91 || !cells["reciprocal"][0].Boolean() {
		t.Errorf("got %v %v %v", cells["target_words_start"], cells["confidence"], cells["reciprocal"])
	}
	for _, v := range rows[1] {
		if name := names[v.Column()]; (name == "confidence" || name == "aliases" || name == "published") && !v.IsNull() {
			t.Errorf("imported: %s is %v", name, v)
		}
	}
	if again := write(t, table, export.Parquet, twoReports()...); again != text {
		t.Error("the same rows give other bytes")
	}
}

// TestParquetManyRows: rows beyond one row group come back, each once.
func TestParquetManyRows(t *testing.T) {
	table := export.Table[int]{Fields: []export.Field[int]{
		{Column: export.Column{Name: "n", Type: export.Int}, Of: func(n int) export.Value { return export.Value{Int: int64(n)} }},
		{Column: export.Column{Name: "l", Type: export.List}, Of: func(n int) export.Value { return export.Value{List: make([]string, n%3)} }},
	}}
	rows := make([]int, 45_001)
	for i := range rows {
		rows[i] = i
	}
	text := write(t, table, export.Parquet, rows...)
	f, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
	if err != nil || f.NumRows() != 45_001 || len(f.RowGroups()) != 3 {
		t.Fatalf("%d rows in %d groups, %v", f.NumRows(), len(f.RowGroups()), err)
	}
	type row struct {
		N int64    `parquet:"n"`
		L []string `parquet:"l,list"`
	}
	got, err := parquet.Read[row](strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range got {
		if r.N != int64(i) || len(r.L) != i%3 {
			t.Fatalf("row %d is %+v", i, r)
		}
	}
}

func TestGDELT(t *testing.T) {
	acts := twoReports()
	for f, columns := range map[export.Format]int{export.GDELT1: 58, export.GDELT2: 61} {
		table := export.GDELT(f)
		if n := len(table.Fields); n != columns {
			t.Errorf("%s has %d columns", f, n)
		}
		lines := strings.Split(strings.TrimSuffix(write(t, table, export.TSV, acts...), "\n"), "\n")
		row := map[string]string{}
		fields := strings.Split(lines[0], "\t")
		if len(lines) != 2 || len(fields) != columns {
			t.Fatalf("%s: %d lines, the first of %d fields", f, len(lines), len(fields))
		}
		for i, c := range table.Columns() {
			row[c.Name] = fields[i]
		}
		added := "20210615"
		if f == export.GDELT2 {
			added += "000000"
		}
		for name, want := range map[string]string{
			"GLOBALEVENTID": "e_0000000000000001", "SQLDATE": "20210616", "MonthYear": "202106", "Year": "2021", "FractionDate": "2021.4548", "Actor1Code": "USAGOV",
			"Actor1Name": "JOE BIDEN", "Actor1CountryCode": "USA", "Actor1Type1Code": "GOV", "Actor2Code": "RUS", "IsRootEvent": "1", "EventCode": "044", "EventBaseCode": "044",
			"EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "2.5", "NumMentions": "2", "NumSources": "2", "NumArticles": "2", "AvgTone": "", "ActionGeo_Fullname": "Geneva",
			"ActionGeo_CountryCode": "SZ", "ActionGeo_Type": "", "DATEADDED": added, "SOURCEURL": "https://paper.example/a",
		} {
			if row[name] != want {
				t.Errorf("%s: %s is %q, want %q", f, name, row[name], want)
			}
		}
		if !strings.HasPrefix(lines[1], "gdelt2:900000001\t") || !strings.Contains(lines[1], "\t190\t190\t19\t4\t-10\t5\t2\t4\t") || !strings.HasSuffix(lines[1], "\tfile:x.csv#7") {
			t.Errorf("%s: imported: %s", f, lines[1])
		}
	}
	undated := *acts[0]
	undated.Reports = slices.Clone(undated.Reports)
	for i := range undated.Reports {
		undated.Reports[i].DateFrom, undated.Reports[i].DateTo = 0, 0
	}
	if export.Placed(&undated) || !export.Placed(acts[0]) {
		t.Error("what has no day has no row")
	}
}

// TestTSVHasNoFormula: a field without quotes cannot be left or begin a formula.
func TestTSVHasNoFormula(t *testing.T) {
	acts := twoReports()
	acts[0].Lead.Source.Name, acts[0].Lead.Place = "\t= -@cmd\n\x00x", &entente.Place{Name: "'+1"}
	text := write(t, export.GDELT(export.GDELT2), export.TSV, acts[0])
	if strings.Count(text, "\n") != 1 || strings.Count(text, "\t") != 60 || !strings.Contains(text, "\tCMD X\t") || !strings.Contains(text, "\t\t1\t\t") {
		t.Errorf("%q", text)
	}
}

// TestColumnsAreExplained: every column of every table has a name of its own and a
// sentence in the codebook.
func TestColumnsAreExplained(t *testing.T) {
	for _, cols := range [][]export.Column{
		export.Events().Columns(), export.Reports().Columns(), export.Assessments().Columns(), export.Dyads(true).Columns(), export.DyadYears().Columns(),
		export.Triangles().Columns(), export.GDELT(export.GDELT2).Columns(),
	} {
		seen := map[string]bool{}
		for _, c := range cols {
			if c.Name == "" || seen[c.Name] || !strings.HasSuffix(c.About, ".") {
				t.Errorf("column %+v", c)
			}
			seen[c.Name] = true
		}
	}
}
