package eventfile_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/eventfile"
)

var update = flag.Bool("update", false, "write the outcomes in testdata anew")

// opener opens a file of testdata in the way that its name says.
func opener(t *testing.T, name string) func(eventfile.Member) (*eventfile.File, error) {
	t.Helper()
	table := strings.TrimSuffix(name, filepath.Ext(name))
	switch table {
	case "custom":
		m, err := eventfile.ParseMapping("custom.yaml", read(t, "custom.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		return func(f eventfile.Member) (*eventfile.File, error) {
			return eventfile.Open(f, eventfile.Options{Format: eventfile.Custom, Mapping: m})
		}
	case "figures":
		m, err := eventfile.ParseFigures("figures.yaml", read(t, "figures.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		return func(f eventfile.Member) (*eventfile.File, error) { return eventfile.OpenFigures(f, "", m) }
	case "nmc", "trade", "unvotes", "atop":
		return func(f eventfile.Member) (*eventfile.File, error) { return eventfile.OpenFigures(f, table, nil) }
	}
	return func(f eventfile.Member) (*eventfile.File, error) { return eventfile.Open(f, eventfile.Options{}) }
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// outcome tells what a file holds, line by line.
func outcome(t *testing.T, f *eventfile.File) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "format %s, source %s\n", f.Format, f.Source)
	var p eventfile.Parsed
	for c, err := range f.Chunks() {
		if err != nil {
			fmt.Fprintf(&b, "broken: %v\n", err)
			continue
		}
		f.Parse(c, &p)
		for _, r := range p.Rows {
			id := string(r.ID)
			if id == "" {
				id = fmt.Sprintf("(%x)", r.Sum)
			}
			fmt.Fprintf(&b, "%d %s %s %s | %s %q > %q | %s%s/%s/%s %v %v | %d %d/%d/%d | %s %s %v %v | %s\n", r.Line, id, r.Day, r.Published,
				r.Scheme, r.Source, r.Target, r.Cameo, r.Root, r.Mode, r.Contexts, r.Graded, r.Intensity,
				r.Events, r.Mentions, r.Sources, r.Articles, r.Place, r.Country, r.Latitude, r.Longitude, r.URL)
		}
		for _, m := range p.Mentions {
			fmt.Fprintf(&b, "%d mention of %s: %s %s %s %d %v\n", m.Line, m.Event, m.Published, m.Outlet, m.URL, m.Sentence, m.Confidence)
		}
		for _, g := range p.Figures {
			fmt.Fprintf(&b, "%d %s %s %s %s %s..%s %v\n", g.Line, g.Series, g.Scheme, g.A, g.B, g.From, g.To, g.Value)
		}
		for _, g := range p.Faults {
			fmt.Fprintf(&b, "%d at %d: %s: %.30q\n", g.Line, g.Offset, g.Reason, g.Raw)
		}
	}
	return b.String()
}

// TestFormats reads an invented file of each format, ill-formed lines among them.
func TestFormats(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range files {
		if ext := filepath.Ext(e.Name()); ext != ".csv" && ext != ".tsv" {
			continue
		}
		n++
		t.Run(e.Name(), func(t *testing.T) {
			f, err := opener(t, e.Name())(eventfile.Member{Name: e.Name(), R: strings.NewReader(string(read(t, e.Name())))})
			if err != nil {
				t.Fatal(err)
			}
			got := outcome(t, f)
			file := filepath.Join("testdata", e.Name()+".want")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(read(t, e.Name()+".want")); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	if n < 15 {
		t.Errorf("only %d files in testdata", n)
	}
}

// slow gives a few bytes at a time.
type slow struct{ r io.Reader }

func (s slow) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), 7)]) }

// TestSlowReaders: what a file holds does not depend on how its bytes come.
func TestSlowReaders(t *testing.T) {
	for _, name := range []string{"gdelt2.csv", "custom.csv", "polecat.tsv"} {
		data := string(read(t, name))
		f, err := opener(t, name)(eventfile.Member{Name: name, R: slow{strings.NewReader(data)}})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := outcome(t, f), string(read(t, name+".want")); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestLongFiles: a file of several chunks is read as its parts are, and each row has
// the line it stands in.
func TestLongFiles(t *testing.T) {
	for _, name := range []string{"gdelt2.csv", "phoenix.csv", "custom.csv"} {
		data := string(read(t, name))
		header, body := "", data
		if name != "gdelt2.csv" {
			n := strings.IndexByte(data, '\n') + 1
			header, body = data[:n], data[n:]
		}
		if name == "phoenix.csv" { // its unclosed quote would be closed by that of the next copy
			body = strings.ReplaceAll(body, `"a quote that does not end`, "none")
		}
		times := 3<<20/len(body) + 1
		f, err := opener(t, name)(eventfile.Member{Name: name, R: strings.NewReader(header + strings.Repeat(body, times))})
		if err != nil {
			t.Fatal(err)
		}
		one, err := opener(t, name)(eventfile.Member{Name: name, R: strings.NewReader(header + body)})
		if err != nil {
			t.Fatal(err)
		}
		rows, faults, chunks := tallyOf(t, f, header+strings.Repeat(body, times))
		r, g, _ := tallyOf(t, one, header+body)
		if rows != r*times || faults != g*times || chunks < 3 {
			t.Errorf("%s: %d rows and %d faults in %d chunks, want %d times %d and %d", name, rows, faults, chunks, times, r, g)
		}
	}
}

// tallyOf counts rows and faults, and holds each to the line that it names.
func tallyOf(t *testing.T, f *eventfile.File, data string) (rows, faults, chunks int) {
	t.Helper()
	var p eventfile.Parsed
	for c, err := range f.Chunks() {
		if err != nil {
			t.Fatal(err)
		}
		chunks++
		f.Parse(c, &p)
		rows, faults = rows+len(p.Rows), faults+len(p.Faults)
		for _, r := range p.Rows {
			placed(t, data, r.Line, r.Offset, string(r.Raw))
		}
		for _, g := range p.Faults {
			placed(t, data, g.Line, g.Offset, g.Raw)
		}
	}
	return rows, faults, chunks
}

func placed(t *testing.T, data string, line int, offset int64, raw string) {
	t.Helper()
	if !strings.HasPrefix(data[offset:], raw) {
		t.Fatalf("line %d: %q is not at %d", line, raw, offset)
	}
	if offset < 1<<16 && strings.Count(data[:offset], "\n")+1 != line {
		t.Fatalf("offset %d is not in line %d", offset, line)
	}
}

func TestWhatIsNoEventFile(t *testing.T) {
	for name, text := range map[string]string{
		"empty":            "",
		"blank lines":      "\n\n\n",
		"prose":            "Biden met Putin in Geneva.\nIt was the first time.\n",
		"another table":    "a,b,c\n1,2,3\n",
		"numbers":          strings.Repeat(strings.Repeat("1\t", 60)+"1\n", 3),
		"not text":         "\x00\x01\xff\xfe" + strings.Repeat("\x00", 400),
		"a page":           "<!DOCTYPE html>\n<title>GDELT</title>\n",
		"61 columns of it": strings.Repeat("x\t", 60) + "x\n",
		"a packed file":    "\x1f\x8b\x08\x00",
	} {
		_, err := eventfile.Open(eventfile.Member{Name: name, R: strings.NewReader(text)}, eventfile.Options{})
		var unknown *eventfile.UnknownError
		if !errors.As(err, &unknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := eventfile.Open(eventfile.Member{Name: "x", R: strings.NewReader(string(read(t, "icews.tsv")))}, eventfile.Options{Format: eventfile.GDELT2})
	if err == nil || !strings.Contains(err.Error(), "it looks like icews, not gdelt2") {
		t.Errorf("ICEWS asked for as GDELT gives %v", err)
	}
}

// TestQuotedHeaders: a table of figures may quote its names, whatever parts them; one that
// names others is told which are wanted.
func TestQuotedHeaders(t *testing.T) {
	for _, part := range []string{",", "\t", ";"} {
		text := strings.ReplaceAll("\"ccode\",\"year\",\"cinc\"\n\"2\",\"1990\",\".13\"\n", ",", part)
		f, err := eventfile.OpenFigures(eventfile.Member{Name: "a", R: strings.NewReader(text)}, "nmc", nil)
		if err != nil {
			t.Errorf("parted by %q: %v", part, err)
			continue
		}
		for c := range f.Chunks() {
			var p eventfile.Parsed
			if f.Parse(c, &p); len(p.Figures) != 1 || p.Figures[0].Value != .13 {
				t.Errorf("parted by %q: %+v", part, p)
			}
		}
	}
	_, err := eventfile.OpenFigures(eventfile.Member{Name: "a", R: strings.NewReader("\"iso1\",\"iso2\"\nUSA,RUS\n")}, "unvotes", nil)
	if err == nil || !strings.Contains(err.Error(), "does not name the columns of unvotes: ccode1, ccode2, year, and any of agree") {
		t.Errorf("other columns: %v", err)
	}
	_, err = eventfile.Open(eventfile.Member{Name: "a", R: strings.NewReader("PAR1xxxx")}, eventfile.Options{})
	if !errors.Is(err, eventfile.ErrParquet) {
		t.Errorf("Parquet within an archive: %v", err)
	}
}

// TestLongLine: a line without end is a fault in pieces, and what follows is read.
func TestLongLine(t *testing.T) {
	data := string(read(t, "gdelt2.csv"))
	long := data + strings.Repeat("x", 3<<20) + "\n" + strings.ReplaceAll(data, "9000000", "9100000")
	f, err := eventfile.Open(eventfile.Member{Name: "x", R: strings.NewReader(long)}, eventfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, size := 0, 0
	var p eventfile.Parsed
	for c, err := range f.Chunks() {
		if err != nil {
			t.Fatal(err)
		}
		f.Parse(c, &p)
		rows += len(p.Rows)
		for _, g := range p.Faults {
			if strings.Contains(g.Reason, "longer than") {
				size += len(g.Raw)
			}
		}
	}
	if rows != 8 || size != 3<<20+1 {
		t.Errorf("%d rows, %d bytes of the long line", rows, size)
	}
}

// TestBrokenReader: what was read before the reader failed is there, and then the error.
func TestBrokenReader(t *testing.T) {
	bad := errors.New("the wire is cut")
	f, err := eventfile.Open(eventfile.Member{Name: "x", R: io.MultiReader(strings.NewReader(string(read(t, "gdelt2.csv"))), failing{bad})}, eventfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outcome(t, f), string(read(t, "gdelt2.csv.want"))+"broken: the wire is cut\n"; got != want {
		t.Errorf("got\n%s", got)
	}
	if _, err := eventfile.Open(eventfile.Member{Name: "x", R: failing{bad}}, eventfile.Options{}); !errors.Is(err, bad) {
		t.Errorf("a reader that gives nothing: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestLostNoughts: codes that were taken for numbers get their noughts back, where no other
// code could be meant.
func TestLostNoughts(t *testing.T) {
	head := "Event ID\tEvent Date\tSource Name\tCAMEO Code\tTarget Name\n"
	for code, want := range map[string]string{"40": "040", "10": "010", "231": "0231", "190": "190", "203": "203", "1823": "1823"} {
		f, err := eventfile.Open(eventfile.Member{Name: "a", R: strings.NewReader(head + "1\t2018-06-01\tJapan\t" + code + "\tChina\n")}, eventfile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for c := range f.Chunks() {
			var p eventfile.Parsed
			if f.Parse(c, &p); len(p.Rows) != 1 || string(p.Rows[0].Cameo) != want {
				t.Errorf("%s is %+v, not %s", code, p.Rows, want)
			}
		}
	}
}

// TestNotesArePassedOver: the lines that could not be used can be mended where they were
// written down.
func TestNotesArePassedOver(t *testing.T) {
	data := eventfile.Note(4, "2 columns\nin place of 61") + "\n" + string(read(t, "gdelt2.csv"))
	f, err := eventfile.Open(eventfile.Member{Name: "x", R: strings.NewReader(data)}, eventfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if rows, faults, _ := tallyOf(t, f, data); rows != 4 || faults != 6 {
		t.Errorf("%d rows, %d faults", rows, faults)
	}
}

// TestRealFiles reads real files where they lie beside the project.
func TestRealFiles(t *testing.T) {
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		t.Skip("ENTENTE_DATA is not set: no real event files are read")
	}
	for name, want := range map[string][2]int{ // rows, and how many cannot be used
		"gdelt2/20191024143000.export.CSV": {2111, 0}, "gdelt1/events.csv": {710, 0},
		"icews/icews_sample.tsv": {4993, 0}, "phoenix/samplePhox.csv": {4998, 2},
	} {
		in, err := os.Open(filepath.Join(dir, "eventfiles", name))
		if err != nil {
			t.Logf("not read: %v", err)
			continue
		}
		defer in.Close()
		f, err := eventfile.Open(eventfile.Member{Name: name, R: in}, eventfile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows, faults := 0, 0
		var p eventfile.Parsed
		for c, err := range f.Chunks() {
			if err != nil {
				t.Fatal(err)
			}
			f.Parse(c, &p)
			rows, faults = rows+len(p.Rows), faults+len(p.Faults)
		}
		if rows != want[0] || faults != want[1] {
			t.Errorf("%s: %d rows, %d faults, want %v", name, rows, faults, want)
		}
	}
}
