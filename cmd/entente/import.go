package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
	Files   []string `arg:"" name:"file" help:"Files, folders or patterns, also gzip and zip, Parquet by a mapping; - for standard input."`
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
	if err := c.expand(); err != nil {
		return err
	}
	if err := c.spareInputs(); err != nil {
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
	s, err := openAny(ctx, e.Store, e.storeOptions(true))
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
		tellImported(e.err, total, c.Format == "structure")
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

// expand turns folders and patterns into files. A file that is not there is told when its
// turn comes, as a problem where others stand beside it.
func (c *importCmd) expand() error {
	var files []string
	seen := map[string]bool{}
	for _, path := range c.Files {
		found := []string{path}
		if _, err := os.Stat(path); err == nil || strings.ContainsAny(path, "*?[{") {
			if found, err = expandBy(found, eventFiles); err != nil {
				return badInput(err)
			}
		}
		for _, f := range found {
			if name := filepath.Clean(f); !seen[name] {
				seen[name], files = true, append(files, f)
			}
		}
	}
	c.Files = files
	return nil
}

// noEventFile are names of what lies beside event files: lines that could not be used,
// which are imported by name once they are mended, and what fetch has not got whole.
var noEventFile = regexp.MustCompile(`^\.|\.rejects(\.[0-9]+)?$|\.part$`)

// eventFiles lists the files below a folder, in order of name.
func eventFiles(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch hidden := path != dir && strings.HasPrefix(d.Name(), "."); {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return filepath.SkipDir
		case !d.IsDir() && !noEventFile.MatchString(d.Name()):
			out = append(out, path)
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: no file below it", dir)
	}
	return out, err
}

// spareInputs refuses to write over a file that is to be read.
func (c *importCmd) spareInputs() error {
	out, err := os.Stat(c.Rejects)
	if c.Rejects == "" || err != nil || !out.Mode().IsRegular() {
		return nil
	}
	for _, path := range append(slices.Clone(c.Files), c.Mapping) {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, out) {
			return usage("--rejects: %s is read by this run, and would be written over", c.Rejects)
		}
	}
	return nil
}

// tellImported says what the store has taken in: figures, or events with their mentions.
func tellImported(w io.Writer, t desk.Imported, figures bool) {
	if figures {
		fmt.Fprintf(w, "entente: imported %s, %d changed, %d known already", counted(t.Measures, "new figure", "new figures"), t.Changed, t.Known)
	} else {
		fmt.Fprintf(w, "entente: imported %s, %d known already", counted(t.Events, "new event", "new events"), t.Known)
	}
	if t.Mentions > 0 {
		fmt.Fprintf(w, "; %s", counted(t.Mentions, "mention", "mentions"))
	}
	fmt.Fprintf(w, "; %d of %s not usable\n", t.Bad, counted(t.Rows, "row", "rows"))
}

// importRun is one run over all files.
type importRun struct {
	*importCmd
	env      *env
	store    anyStore
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
	if err = errors.Join(err, r.rejects.close()); err == nil && r.importCmd.Rejects == "" {
		clearRejects(r.Files)
	}
	return total, err
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
			lost = &unusableFile{streamed(err)}
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
	case errors.As(err, &mistakes):
		return wrongMapping(err)
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &unusableFile{streamed(err)}
	}
	r.telling.Lock()
	r.paths[f] = path
	r.telling.Unlock()
	return r.importer.Add(f, r.licence(f))
}

// streamed says of Parquet that comes from a pipe or an archive what can be done.
func streamed(err error) error {
	if errors.Is(err, eventfile.ErrParquet) {
		return errors.New("it is Parquet, which cannot be read from a pipe or an archive; name the file itself")
	}
	return err
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

// licence gives the terms of a file by a mapping, or of a table of figures, of which it
// also sets how it is cited.
func (r *importRun) licence(f *eventfile.File) string {
	switch {
	case r.Format == "structure":
	case r.mapping != nil:
		return r.mapping.Licence
	default:
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
	place string // where a file beside the input is to stand once it is whole
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
// cannot be written or the input is a pipe. It gets its name when it is whole.
func (r *rejects) create() (err error) {
	if r.path != "" {
		if r.file, err = os.Create(r.path); err == nil {
			r.tell(r.path)
		}
	} else {
		r.place = r.input + ".rejects"
		if r.input == "-" {
			r.place = "stdin.rejects"
		}
		r.file, err = createBeside(r.place)
		if err != nil && filepath.Base(r.place) != r.place {
			r.place = filepath.Base(r.place)
			r.file, err = createBeside(r.place)
		}
	}
	if err == nil {
		r.out = bufio.NewWriter(r.file)
	}
	return err
}

func createBeside(path string) (*os.File, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err == nil {
		hold(f)
	}
	return f, err
}

// leftover is the name of a file of rejects that did not get its own: a run that was killed
// leaves it.
var leftover = regexp.MustCompile(`^\.(.+\.rejects)-[0-9]+$`)

// clearRejects removes what killed runs left of the files of rejects of inputs: what they
// held is written now. What a run that still goes on writes is held by it.
func clearRejects(inputs []string) {
	places := map[string]map[string]bool{".": {}} // names by folder
	for _, in := range inputs {
		if in == "-" {
			in = "stdin"
		}
		dir, base := filepath.Dir(in), filepath.Base(in)+".rejects"
		if places[dir] == nil {
			places[dir] = map[string]bool{}
		}
		places[dir][base], places["."][base] = true, true // there if the input's folder cannot be written
	}
	for dir, names := range places {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if m := leftover.FindStringSubmatch(e.Name()); m != nil && names[m[1]] && e.Type().IsRegular() {
				removeAbandoned(filepath.Join(dir, e.Name()))
			}
		}
	}
}

func (r *rejects) tell(path string) {
	fmt.Fprintf(r.say, "entente: lines that cannot be used are written to %s\n", path)
}

// settle gives the file its name. One that is there may hold lines that were mended, and
// may be an input of this run: unless the new file begins with all that it holds, as after
// a run that was broken off, it stays, and the next name is looked at.
func (r *rejects) settle(made string) error {
	place := r.place
	for n := 2; ; n++ {
		if _, err := os.Lstat(place); err != nil || beginsWith(made, place) {
			break
		}
		place = fmt.Sprintf("%s.%d", r.place, n)
	}
	err := os.Rename(made, place)
	if err == nil {
		r.tell(place)
	}
	return err
}

// beginsWith reports whether a file begins with all that another holds.
func beginsWith(path, beginning string) bool {
	part, err := os.Open(beginning)
	if err != nil {
		return false
	}
	defer part.Close()
	info, err := part.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	whole, err := os.Open(path)
	if err != nil {
		return false
	}
	defer whole.Close()
	one, two := sha256.New(), sha256.New()
	_, err = io.CopyN(one, whole, info.Size())
	_, err2 := io.Copy(two, part)
	return err == nil && err2 == nil && bytes.Equal(one.Sum(nil), two.Sum(nil))
}

func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	err := r.out.Flush()
	if r.path == "" {
		err = errors.Join(err, r.file.Chmod(0o644))
	}
	if err = errors.Join(err, r.file.Close()); r.path == "" && err == nil {
		err = r.settle(r.file.Name())
	}
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
