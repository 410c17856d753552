package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": func() { os.Exit(mainCode()) }, "keeper": keeper})
}

// TestScript runs the specification of the command line: one file a subject, each
// block headed by a sentence. The scripts see a small world of three states, so
// that they do not change with the dictionaries; "env ENTENTE_LEXICA=" gives them
// the whole one.
func TestScript(t *testing.T) {
	world, err := filepath.Abs("testdata/lexica")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ENTENTE_LEXICA", world)
			e.Setenv("WORLD", world)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "fields": fields, "lines": lines, "bytes": fill, "newer": newer, "badname": badName, "serve": serve, "packed": packed,
			"pack": pack, "parquet": parquet, "latin1": latin1, "crawl": crawl, "samefolder": sameFolder, "unzipped": unzipped,
			"older": older, "spoil": spoil, "years": years,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// exits runs the command and holds it to its exit code: exits 4 entente code x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// fields holds every line of JSON to having the fields named, parents with dots:
// fields stdout kind source.code.
func fields(ts *testscript.TestScript, neg bool, args []string) {
	n := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			ts.Fatalf("not JSON: %s", line)
		}
		n++
		for _, path := range args[1:] {
			if has(v, strings.Split(path, ".")) == neg {
				ts.Fatalf("field %s in %s", path, line)
			}
		}
	}
	if n == 0 {
		ts.Fatalf("no line of JSON in %s", args[0])
	}
}

func has(v any, path []string) bool {
	if len(path) == 0 {
		return true
	}
	switch v := v.(type) {
	case map[string]any:
		inner, ok := v[path[0]]
		return ok && has(inner, path[1:])
	case []any:
		i, err := strconv.Atoi(path[0])
		return err == nil && i < len(v) && has(v[i], path[1:])
	}
	return false
}

// lines counts lines: lines stdout 2.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	got := strconv.Itoa(strings.Count(ts.ReadFile(args[0]), "\n"))
	if (got == args[1]) == neg {
		ts.Fatalf("%s has %s lines", args[0], got)
	}
}

// fill writes a file of so many MB, made of a text: bytes FILE 40 "text ". Escapes
// are those of Go.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	mb, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[2], `"`, `\"`) + `"`)
	ts.Check(err)
	size := max(mb<<20, 1)
	data := bytes.Repeat([]byte(text), size/len(text)+1)
	if mb == 0 {
		data = []byte(text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// newer makes of a store one that a later version wrote.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(later(ts.MkAbs(args[0])))
}

// badName makes a folder "odd" with a story whose file name is not UTF-8.
func badName(ts *testscript.TestScript, _ bool, _ []string) {
	dir := ts.MkAbs("odd")
	ts.Check(os.Mkdir(dir, 0o700))
	if err := os.WriteFile(filepath.Join(dir, "b\xff.txt"), []byte("Biden met Putin in Geneva.\n"), 0o600); err != nil {
		ts.Check(os.WriteFile(filepath.Join(dir, "b.txt"), []byte("Biden met Putin in Geneva.\n"), 0o600)) // a system that has no such names
	}
}

// pack writes files into an archive whose name says which: pack a.zip FILE…
func pack(ts *testscript.TestScript, _ bool, args []string) {
	out, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer out.Close()
	if strings.HasSuffix(args[0], ".gz") {
		w := gzip.NewWriter(out)
		_, err = w.Write([]byte(ts.ReadFile(args[1])))
		ts.Check(err)
		ts.Check(w.Close())
		return
	}
	w := zip.NewWriter(out)
	for _, name := range args[1:] {
		f, err := w.Create(name)
		ts.Check(err)
		_, err = f.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(w.Close())
}

// parquet makes a Parquet file of a query: parquet FILE SQL.
func parquet(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(writeParquet(ts.MkAbs(args[0]), args[1]))
}

// latin1 writes a file anew in ISO-8859-1.
func latin1(ts *testscript.TestScript, _ bool, args []string) {
	var b []byte
	for _, r := range ts.ReadFile(args[0]) {
		b = append(b, byte(r))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

// serve serves a folder on loopback as the web would be, and gives its address to the
// script: serve URL www. What the page /hook is told is added to a file "hooked"
// beside the folder; a file NAME.headers, if there is one, holds a status and headers.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	dir, hooked := ts.MkAbs(args[1]), ts.MkAbs("hooked")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			f, err := os.OpenFile(hooked, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err == nil {
				_, _ = io.Copy(f, r.Body)
				_, _ = io.WriteString(f, "\n")
				f.Close()
			}
			return
		}
		path := filepath.Join(dir, filepath.FromSlash(path.Clean("/"+r.URL.Path)))
		status := http.StatusOK
		if lines, err := os.ReadFile(path + ".headers"); err == nil {
			for line := range strings.Lines(string(lines)) {
				if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
					w.Header().Set(name, value)
				} else if n, err := strconv.Atoi(name); err == nil {
					status = n
				}
			}
			w.WriteHeader(status)
			if data, err := os.ReadFile(path); err == nil {
				_, _ = w.Write(data)
			}
			return
		}
		http.ServeFile(w, r, path)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}

// packed makes a zip that holds a text, and adds its sum and size to lists as GDELT
// has them beside it: packed www/events/20210630.export.CSV.zip text.
func packed(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("inside.CSV")
	ts.Check(err)
	_, err = io.WriteString(f, args[1])
	ts.Check(errors.Join(err, z.Close()))
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o700))
	ts.Check(os.WriteFile(path, b.Bytes(), 0o600))
	sum, name := fmt.Sprintf("%x", md5.Sum(b.Bytes())), filepath.Base(path)
	for list, line := range map[string]string{
		"md5sums": sum + "  " + name, "filesizes": fmt.Sprint(b.Len(), " ", name),
		"masterfilelist.txt": fmt.Sprint(b.Len(), " ", sum, " http://elsewhere.example/gdeltv2/", name),
	} {
		out, err := os.OpenFile(filepath.Join(filepath.Dir(path), list), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		ts.Check(err)
		_, err = fmt.Fprintln(out, line)
		ts.Check(errors.Join(err, out.Close()))
	}
}

// sameFolder holds two folders to the same files with the same bytes: samefolder A B.
func sameFolder(ts *testscript.TestScript, _ bool, args []string) {
	a, b := contentsOf(ts, args[0]), contentsOf(ts, args[1])
	if len(a) == 0 || !maps.Equal(a, b) {
		for name := range a {
			if a[name] != b[name] {
				ts.Logf("%s differs", name)
			}
		}
		ts.Fatalf("%s has %d files, %s %d, and they are not alike", args[0], len(a), args[1], len(b))
	}
}

// contentsOf gives the files of a folder by their names.
func contentsOf(ts *testscript.TestScript, dir string) map[string]string {
	out := map[string]string{}
	root := os.DirFS(ts.MkAbs(dir))
	ts.Check(fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		out[name] = string(data)
		return err
	}))
	return out
}

// unzipped unpacks a zip into a folder: unzipped a.zip dir.
func unzipped(ts *testscript.TestScript, _ bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
}

func Example() {
	// The example of this room is the command itself: see testdata/script.
	fmt.Println(counted(1, "story", "stories"), counted(2, "story", "stories"))
	// Output: 1 story 2 stories
}
