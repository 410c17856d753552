package eventfile_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"entente/eventfile"
	"entente/form"
)

func seeds(f *testing.F) {
	f.Helper()
	files, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range files {
		if e.IsDir() {
			continue
		}
		b, err := os.ReadFile(filepath.Join("testdata", e.Name()))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
}

// FuzzParse: whatever the bytes are, each line is a row, a fault or nothing; lines rise;
// a fault has the file's own bytes; and all strings are UTF-8.
func FuzzParse(f *testing.F) {
	seeds(f)
	mapping, err := eventfile.ParseMapping("m.yaml", []byte("source: m\nheader: false\ncolumns: {date: 1, cameo: 2, source: 3}\n"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, opt := range []eventfile.Options{{}, {Format: eventfile.Custom, Mapping: mapping}} {
			file, err := eventfile.Open(eventfile.Member{Name: "x", R: bytes.NewReader(data)}, opt)
			if err == nil {
				holds(t, file, strings.TrimPrefix(string(data), "\ufeff"))
			}
		}
		for _, table := range eventfile.Tables() {
			file, err := eventfile.OpenFigures(eventfile.Member{Name: "x", R: bytes.NewReader(data)}, table, nil)
			if err == nil {
				holds(t, file, strings.TrimPrefix(string(data), "\ufeff"))
			}
		}
	})
}

func holds(t *testing.T, file *eventfile.File, data string) {
	t.Helper()
	var p eventfile.Parsed
	read := 0
	for c, err := range file.Chunks() {
		if err != nil {
			t.Fatal(err)
		}
		read += len(c.Text)
		file.Parse(c, &p)
		last := 0
		for _, r := range p.Rows {
			if r.Line <= last || !r.Day.Known() || len(r.Cameo)+len(r.Root) == 0 || len(r.ID) == 0 && r.Sum == 0 {
				t.Fatalf("after line %d comes %+v", last, r)
			}
			last = r.Line
			for _, s := range [][]byte{r.ID, r.Source.Name, r.Target.Code, r.Place, r.URL, r.Contexts} {
				if !utf8.Valid(s) || bytes.IndexByte(s, 0) >= 0 {
					t.Fatalf("%q is not text", s)
				}
			}
		}
		for _, g := range p.Faults {
			if g.Reason == "" || !strings.Contains(data, g.Raw) {
				t.Fatalf("fault %+v", g)
			}
		}
	}
	if read != len(data) {
		t.Fatalf("%d of %d bytes were cut", read, len(data))
	}
}

// FuzzMembers: archives of any bytes end, with an error or without.
func FuzzMembers(f *testing.F) {
	for _, b := range archives(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for m, err := range eventfile.Members("x", bytes.NewReader(data)) {
			if err != nil {
				return
			}
			size, _ := io.Copy(io.Discard, io.LimitReader(m.R, 1<<20))
			if n += int(size); n > 8<<20 {
				return
			}
		}
	})
}

// FuzzMapping: a mapping of any bytes is one, or a list of faults.
func FuzzMapping(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, parse := range []func(string, []byte) (*eventfile.Mapping, error){eventfile.ParseMapping, eventfile.ParseFigures} {
			m, err := parse("m.yaml", data)
			errs, listed := err.(form.Errors)
			if err == nil && m == nil || err != nil && (!listed || len(errs) == 0) {
				t.Fatalf("%v, %v", m, err)
			}
			if err == nil {
				opt := eventfile.Options{Format: eventfile.Custom, Mapping: m}
				_, _ = eventfile.Open(eventfile.Member{Name: "x", R: strings.NewReader("date,cameo\n2021-06-16,042\n")}, opt)
			}
		}
	})
}
