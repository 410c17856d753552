package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/eventfile"
	"entente/form"
)

// importHeap is what the heap may take, in bytes, before garbage is collected more often
// than it need be: some hundred megabytes are live, and each collection looks through all
// of them.
const importHeap = 280 << 20

type importCmd struct {
	Format  string   `arg:"" enum:"gdelt1,gdelt2,icews,polecat,phoenix,custom,auto,structure" help:"gdelt1, gdelt2, icews, polecat, phoenix, custom (with --mapping), auto (told from the file), or structure: a table of figures, with --as."`
	Files   []string `arg:"" name:"file" help:"Files, also gzip and zip, Parquet by a mapping; - for standard input."`
	As      string   `help:"The table of figures: nmc, trade, unvotes, atop, custom (with --mapping)." placeholder:"TABLE"`
	Mapping string   `help:"What the columns of a table of your own mean, in YAML." placeholder:"FILE"`
	Rejects string   `help:"Where lines that cannot be used are written; by default beside their file, as FILE.rejects." placeholder:"FILE"`
	Source  string   `help:"Of structure: how the table is cited." placeholder:"TEXT"`
	Licence string   `help:"Of structure: on what terms it may be used." placeholder:"TEXT"`
	JSON    bool     `help:"What was imported, as JSON." name:"json"`
}

func (c *importCmd) Run(ctx context.Context, e *env) error {
	mapping, err := c.mapping()
	if err != nil {
		return err
	}
	tools, err := loadLexicon()
	if err != nil {
		return err
	}
	if e.Store == "" { // and not one in memory
		_, err := e.store(ctx, true)
		return err
	}
	s, err := e.openStore(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(min(importHeap, debug.SetMemoryLimit(-1)))
	if err := s.Bulk(ctx); err != nil {
		return badStore(err)
	}
	run := importRun{importCmd: c, env: e, store: s, tools: tools, mapping: mapping}
	total, err := run.all(ctx)
	if err == nil && c.JSON {
		return jsonTo(e.out).Encode(total)
	}
	if !e.Quiet && (err == nil || total.Rows > 0) {
		tellImported(e.err, total)
	}
	return err
}

// mapping reads the mapping file, and holds the flags to one another.
func (c *importCmd) mapping() (*eventfile.Mapping, error) {
	table := c.Format == "structure"
	custom := c.Format == "custom" || table && c.As == "custom"
	switch {
	case table && c.As == "":
		return nil, usage("structure needs --as: %s or custom", strings.Join(eventfile.Tables(), ", "))
	case !table && c.As != "":
		return nil, usage("--as goes with structure")
	case table && c.As != "custom" && !slices.Contains(eventfile.Tables(), c.As):
		return nil, usage("--as %s is no table of figures: %s or custom", c.As, strings.Join(eventfile.Tables(), ", "))
	case !table && (c.Source != "" || c.Licence != ""):
		return nil, usage("--source and --licence go with structure")
	case custom && c.Mapping == "":
		return nil, codedError{exitUsage, fmt.Errorf("custom needs --mapping FILE"), "docs/eventfiles.md describes the mapping"}
	case !custom && c.Mapping != "":
		return nil, usage("--mapping goes with custom")
	case !custom:
		return nil, nil
	}
	data, err := os.ReadFile(c.Mapping)
	if err != nil {
		return nil, ownFile(c.Mapping, err)
	}
	parse := eventfile.ParseMapping
	if table {
		parse = eventfile.ParseFigures
	}
	m, err := parse(c.Mapping, data)
	return m, wrongMapping(err)
}

// wrongMapping gives the faults of a mapping their exit code and a way out.
func wrongMapping(err error) error {
	if err == nil {
		return nil
	}
	return codedError{exitOwnFiles, err, "docs/eventfiles.md describes the mapping"}
}

// tellImported says what the store has taken in.
func tellImported(w io.Writer, t desk.Imported) {
	fmt.Fprintf(w, "entente: imported %s, %d known already", counted(t.Events, "new event", "new events"), t.Known)
	if t.Mentions > 0 {
		fmt.Fprintf(w, "; %s", counted(t.Mentions, "mention", "mentions"))
	}
	if t.Measures+t.Changed > 0 {
		fmt.Fprintf(w, "; %s, %d changed", counted(t.Measures, "figure", "figures"), t.Changed)
	}
	fmt.Fprintf(w, "; %d of %s not usable\n", t.Bad, counted(t.Rows, "row", "rows"))
}

// importRun is one run over all files.
type importRun struct {
	*importCmd
	env      *env
	store    *duckdb.Store
	tools    coder.Tools
	mapping  *eventfile.Mapping
	importer *desk.Importer

	telling sync.Mutex // guards what follows, and what is told of problems
	rejects rejects
	paths   map[*eventfile.File]string // under what name the input was given
}

// all imports each file, many small ones in one batch. One that cannot be used is a problem
// where others stand beside it; if none can, that is an error.
func (r *importRun) all(ctx context.Context) (total desk.Imported, err error) {
	advance, end := r.env.importProgress()
	defer end()
	r.rejects, r.paths = rejects{path: r.importCmd.Rejects, say: r.env.err}, map[*eventfile.File]string{}
	r.importer = desk.NewImporter(ctx, r.store, r.tools, desk.ImportOptions{Progress: advance, Reject: r.reject})
	err = r.each(ctx)
	total, ended := r.importer.Close()
	if ended != nil && ctx.Err() == nil {
		var coded codedError
		if !errors.As(ended, &coded) {
			ended = badStore(ended)
		}
	}
	if ended != nil { // then all else came of it
		err = ended
	}
	return total, errors.Join(err, r.rejects.close())
}

// each reads the files one after another.
func (r *importRun) each(ctx context.Context) error {
	good := 0
	for _, path := range r.Files {
		err := r.file(ctx, path)
		var lost *unusableFile
		switch {
		case errors.As(err, &lost) && len(r.Files) > 1:
			if err := r.lose(ctx, path, lost); err != nil {
				return err
			}
		case errors.As(err, &lost):
			return badInput(fmt.Errorf("%s: %w", path, lost.err))
		case err != nil:
			return err
		default:
			good++
		}
	}
	if good == 0 {
		return badInput(fmt.Errorf("none of the %d files can be used", len(r.Files)))
	}
	return nil
}

// unusableFile is the error of a file that cannot be used as a whole.
type unusableFile struct{ err error }

func (u *unusableFile) Error() string { return u.err.Error() }

func toText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// file imports one file, or all in an archive.
func (r *importRun) file(ctx context.Context, path string) error {
	in, name, err := r.open(ctx, path)
	if err != nil {
		return &unusableFile{cause(err)}
	}
	defer in.Close()
	var good int
	var first *unusableFile // what was wrong first, if nothing is good
	for m, err := range eventfile.Members(name, in) {
		var lost *unusableFile
		if err != nil {
			lost = &unusableFile{err}
		} else if err = r.member(ctx, path, m); err != nil && !errors.As(err, &lost) {
			return err
		}
		switch {
		case lost == nil:
			good++
			continue
		case m.Name == name, m.Name == "" && good == 0 && first == nil: // no archive, or none that can be opened
			return lost
		case first == nil:
			first = lost
		}
		if err := r.lose(ctx, cmp.Or(m.Name, name), lost); err != nil {
			return err
		}
	}
	if good == 0 && first != nil {
		return first
	}
	return nil
}

// lose tells of a file that cannot be used, and keeps that as a problem.
func (r *importRun) lose(ctx context.Context, name string, lost *unusableFile) error {
	p := []entente.Problem{{Stage: "eventfile", Subject: toText(name), Offset: -1, Message: toText(lost.Error())}}
	r.telling.Lock()
	r.env.problems(p)
	r.telling.Unlock()
	_, err := r.store.Import(ctx, entente.Batch{Problems: p})
	return badStore(err)
}

// open opens a file; Parquet becomes CSV on the way.
func (r *importRun) open(ctx context.Context, path string) (io.ReadCloser, string, error) {
	if path == "-" {
		return io.NopCloser(r.env.in), "stdin", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, "", err
	}
	head := make([]byte, 4)
	n, _ := io.ReadFull(f, head)
	if string(head[:n]) == "PAR1" {
		f.Close()
		if r.mapping == nil {
			return nil, "", errors.New("as Parquet it is read by a mapping only: import custom --mapping FILE")
		}
		return duckdb.ParquetAsCSV(ctx, path), toText(path), nil
	}
	// A pipe cannot be read again, so what was seen is put before the rest.
	return withHead{io.MultiReader(strings.NewReader(string(head[:n])), f), f}, toText(path), nil
}

type withHead struct {
	io.Reader
	io.Closer
}

// member imports one file of those inside.
func (r *importRun) member(ctx context.Context, path string, m eventfile.Member) error {
	f, err := r.layout(m)
	var mistakes form.Errors
	switch {
	case errors.Is(err, eventfile.ErrParquet):
		return &unusableFile{errors.New("it is Parquet, which cannot be read from a stream; name the file")}
	case errors.As(err, &mistakes):
		return wrongMapping(err)
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &unusableFile{err}
	}
	r.telling.Lock()
	r.paths[f] = path
	r.telling.Unlock()
	return r.importer.Add(f, r.licence(f))
}

// layout opens a member as what the command line says it is.
func (r *importRun) layout(m eventfile.Member) (*eventfile.File, error) {
	switch r.Format {
	case "structure":
		return eventfile.OpenFigures(m, r.As, r.mapping)
	case "auto":
		return eventfile.Open(m, eventfile.Options{})
	}
	return eventfile.Open(m, eventfile.Options{Format: eventfile.Format(r.Format), Mapping: r.mapping})
}

// licence gives the terms of a table of figures, and sets how it is cited.
func (r *importRun) licence(f *eventfile.File) string {
	if r.Format != "structure" {
		return ""
	}
	_, licence := eventfile.Licence(r.As)
	if r.mapping != nil {
		licence = r.mapping.Licence
	}
	if r.importCmd.Source != "" {
		f.Source = r.importCmd.Source
	}
	if r.Licence != "" {
		licence = r.Licence
	}
	return licence
}

// reject tells of a line that could not be used, and writes it down.
func (r *importRun) reject(f *eventfile.File, fault eventfile.Fault) error {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.env.problems([]entente.Problem{{Stage: "eventfile", Subject: f.Name, Message: fmt.Sprintf("line %d: %s", fault.Line, fault.Reason)}})
	r.rejects.beside(r.paths[f])
	return r.rejects.write(f, fault)
}

// rejects writes the lines that could not be used, each under a note with its number
// and the reason, so that they can be mended and imported. The file is made when the
// first line comes.
type rejects struct {
	path  string // named by the user, "" for beside the input
	input string
	say   io.Writer
	file  *os.File
	out   *bufio.Writer
	of    *eventfile.File // whose header stands above
}

// beside says of which file the next line is.
func (r *rejects) beside(input string) {
	if r.path == "" && r.file != nil && input != r.input {
		if err := r.close(); err != nil {
			fmt.Fprintf(r.say, "entente: problem: eventfile: %v\n", err)
		}
	}
	r.input = input
}

func (r *rejects) write(f *eventfile.File, fault eventfile.Fault) error {
	if r.file == nil {
		if err := r.create(); err != nil {
			return codedError{exitStore, fmt.Errorf("write lines that cannot be used: %w", err), "name a file for them with --rejects FILE"}
		}
	}
	if f.Header != "" && r.of != f {
		fmt.Fprintln(r.out, f.Header)
	}
	r.of = f
	fmt.Fprintln(r.out, eventfile.Note(fault.Line, fault.Reason))
	_, err := r.out.WriteString(fault.Raw)
	if err == nil && !strings.HasSuffix(fault.Raw, "\n") {
		err = r.out.WriteByte('\n')
	}
	return err
}

// create makes the file: beside the input, or in the working folder where the input's
// cannot be written or the input is a pipe.
func (r *rejects) create() (err error) {
	path := r.path
	if path == "" {
		path = r.input + ".rejects"
		if r.input == "-" {
			path = "stdin.rejects"
		}
	}
	r.file, err = os.Create(path)
	if err != nil && r.path == "" && filepath.Base(path) != path {
		path = filepath.Base(path)
		r.file, err = os.Create(path)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(r.say, "entente: lines that cannot be used are written to %s\n", path)
	r.out = bufio.NewWriter(r.file)
	return nil
}

func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	err := errors.Join(r.out.Flush(), r.file.Close())
	r.file, r.out, r.of = nil, nil, nil
	if err != nil {
		return badStore(fmt.Errorf("write lines that cannot be used: %w", err))
	}
	return nil
}

// importProgress shows rows and their rate, if a person watches.
func (e *env) importProgress() (advance func(rows int), end func()) {
	return e.rowProgress("importing")
}

// rowProgress shows rows and their rate, if a person watches.
func (e *env) rowProgress(doing string) (advance func(rows int), end func()) {
	f, ok := e.err.(*os.File)
	if e.Quiet || !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int) {}, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(doing),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("rows"), progressbar.OptionClearOnFinish())
	return func(n int) { _ = bar.Set(n) }, func() { _ = bar.Finish(); fmt.Fprint(f, "\r") }
}
