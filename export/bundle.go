package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"entente"
)

// Bundle is what others need to make the same data again: the data, what they mean, the
// dictionaries, the configuration, the command, and on whose work they rest. It holds no
// day on which it was made: the same command on the same store makes the same bytes.
type Bundle struct {
	Title   string
	Authors []string // of the data; none is the program's
	Licence string   // of the data, an SPDX identifier, if any
	Command string   // that makes it again, from within the folder of the store
	Maker   Maker
	Config  Config
	Parts   []Part
	Origins *Origins
	Actors  []entente.Code
	Names   func(entente.Code) string
	Lexica  fs.FS // the dictionaries, without weights
}

// Config is what the data depend on besides the store.
type Config struct {
	Version string            `json:"version"` // of the program
	Schema  int               `json:"schema"`  // of the tables; it changes with the names of columns
	Table   string            `json:"table"`
	Format  Format            `json:"format"`
	Filter  entente.Filter    `json:"filter"`
	Panel   map[string]string `json:"panel,omitempty"` // options of counted tables
	Quotes  bool              `json:"quotes"`
	Scale   string            `json:"scale"`
	Lexicon string            `json:"lexicon"` // the dictionaries by which actors were named
	Weights map[string]string `json:"weights"`
	Coded   []Used            `json:"coded_with"` // the dictionaries with which the reports were coded
	Store   entente.Counts    `json:"store"`      // what the filter picks of it
}

// Schema is the version of the tables.
const Schema = 1

// sumsFile lists the SHA-256 of every other file, as sha256sum reads it.
const sumsFile = "SHA256SUMS"

// IsBundle reports whether names of files are those of a bundle.
func IsBundle(names []string) bool {
	return slices.Contains(names, sumsFile) && slices.Contains(names, "COMMAND") && slices.Contains(names, "CITATION.cff")
}

// Files writes the files of a bundle, each to what create gives for its name, and keeps
// their sums.
type Files struct {
	create func(name string) (io.Writer, error)
	sums   map[string]string
}

// NewFiles begins a bundle. A file is done with when the next is created.
func NewFiles(create func(name string) (io.Writer, error)) *Files {
	return &Files{create: create, sums: map[string]string{}}
}

// Write writes a file, and gives its size and its sum in hexadecimal.
func (f *Files) Write(name string, write func(io.Writer) error) (int64, string, error) {
	w, err := f.create(name)
	if err != nil {
		return 0, "", err
	}
	hash, n := sha256.New(), &counter{}
	if err := write(io.MultiWriter(w, hash, n)); err != nil {
		return 0, "", err
	}
	f.sums[name] = hex.EncodeToString(hash.Sum(nil))
	return n.n, f.sums[name], nil
}

func (f *Files) text(name, text string) error {
	_, _, err := f.Write(name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	return err
}

// counter counts bytes.
type counter struct{ n int64 }

// Write counts.
func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// End writes all that belongs to a bundle besides its data, which were written before.
func (f *Files) End(b Bundle) error {
	config, err := indented(b.Config)
	if err != nil {
		return err
	}
	described, err := indented(b.description())
	if err != nil {
		return err
	}
	var origins bytes.Buffer
	if err := b.origins(&origins); err != nil {
		return err
	}
	for _, file := range []struct{ name, text string }{
		{"README.md", b.readme()}, {"CODEBOOK.md", Codebook(b.Parts, b.Actors, b.Names)}, {"COMMAND", b.Command + "\n"},
		{"CITATION.cff", b.work().CFF(b.references()...)}, {"config.json", config}, {"datapackage.json", described}, {"sources.csv", origins.String()},
	} {
		if err := f.text(file.name, file.text); err != nil {
			return err
		}
	}
	if err := f.lexica(b.Lexica); err != nil {
		return err
	}
	return f.text(sumsFile, f.list())
}

// lexica copies the dictionaries.
func (f *Files) lexica(fsys fs.FS) error {
	entries, err := fs.ReadDir(fsys, ".") // sorted by name
	if err != nil {
		return fmt.Errorf("list the dictionaries: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) == ".model" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		data, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			return fmt.Errorf("read %s: %w", e.Name(), err)
		}
		if err := f.text("lexica/"+e.Name(), string(data)); err != nil {
			return err
		}
	}
	return nil
}

// list is the file of sums.
func (f *Files) list() string {
	var names []string
	for name := range f.sums {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintf(&b, "%s  %s\n", f.sums[name], name)
	}
	return b.String()
}

func (b *Bundle) origins(w io.Writer) error {
	out, err := Write(w, originTable(), CSV)
	if err != nil {
		return err
	}
	for _, o := range b.Origins.List() {
		if err := out.Row(o); err != nil {
			return err
		}
	}
	return out.End()
}

// indented is JSON for people.
func indented(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.String(), err
}

// work is the data as a work; its version is the sum of the data.
func (b *Bundle) work() Work {
	w := Work{Key: "entente-" + b.Parts[0].Name, Kind: Dataset, Authors: b.Authors, Title: b.Title, Version: b.Parts[0].Sum, Licence: b.Licence}
	if len(w.Authors) == 0 {
		w.Authors = authors
	}
	w.Note = fmt.Sprintf("%s, %s, SHA-256 %s; made by entente %s with dictionaries %s.", b.Parts[0].File, counted(b.Parts[0].Rows, "row", "rows"), b.Parts[0].Sum, b.Maker.Version, b.Maker.Lexicon)
	return w
}

// references are the works that the data rest on: the program, and the codings of others.
func (b *Bundle) references() []Work {
	out := []Work{b.Maker.Program()}
	for _, o := range b.Origins.List() {
		if o.Kind == "coding" {
			k := sourceOf(o.Name)
			out = append(out, Work{Key: o.Name, Kind: Dataset, Authors: []string{k.Author}, Title: k.Title, Note: k.Cite})
		}
	}
	return out
}

// readme is what a reader sees first.
func (b *Bundle) readme() string {
	var s strings.Builder
	fmt.Fprintf(&s, "# %s\n\n", b.Title)
	s.WriteString("Political events coded from news by entente, with all that is needed to make the same bytes again.\n\n| file | is |\n|---|---|\n")
	for _, p := range b.Parts {
		fmt.Fprintf(&s, "| `%s` | %s; each is %s |\n", p.File, counted(p.Rows, "row", "rows"), p.Row)
	}
	for _, f := range [][2]string{
		{"CODEBOOK.md", "what each column is, and the codes"}, {"sources.csv", "on whose stories and codings the data rest, their terms, and how they ask to be cited"},
		{"lexica/", "the dictionaries"}, {"config.json", "versions, hashes and the filter"}, {"COMMAND", "the command that makes this bundle"},
		{"CITATION.cff", "how to cite it"}, {"datapackage.json", "the tables for programs (Frictionless Data Package)"}, {sumsFile, "sums of all files: `sha256sum -c SHA256SUMS` checks them"},
	} {
		fmt.Fprintf(&s, "| `%s` | %s |\n", f[0], f[1])
	}
	fmt.Fprintf(&s, "\n## Make it again\nWith entente %s, in the folder of the store:\n```\n%s\n```\n", b.Maker.Version, b.Command)
	s.WriteString("The same store and the same command give the same bytes.\nThe store is not contained: it holds the texts of the stories, which belong to their publishers.\n")
	fmt.Fprintf(&s, "To name actors by the dictionaries of this bundle, set ENTENTE_LEXICA to its folder `lexica`; their hash is `%s`.\n", b.Maker.Lexicon)
	b.tellLexica(&s)
	s.WriteString("\n## Read with care\n")
	s.WriteString("- An event is an act, a report a place that tells of it. Count events.\n")
	s.WriteString("- `status` says how the text puts an act: what is planned, possible or denied is in the table too, unless the filter left it out.\n")
	s.WriteString("- Absence is not zero: a period from which nothing was read looks quiet. `covered` tells the two apart.\n")
	s.WriteString("- What the program gets wrong, and how often, is in its docs/accuracy.md.\n")
	s.WriteString("\n## Terms\n")
	if b.Licence != "" {
		fmt.Fprintf(&s, "The coding is under %s. ", b.Licence)
	}
	s.WriteString("Sentences that are quoted and event files that were imported are under the terms of their makers (`sources.csv`). The dictionaries inside the program are under Apache-2.0; an analyst's own are under the analyst's terms.\n")
	return s.String()
}

// tellLexica says with which dictionaries the reports were coded, where they are not
// those of the bundle.
func (b *Bundle) tellLexica(s *strings.Builder) {
	for _, u := range b.Config.Coded {
		if u.Lexicon != b.Maker.Lexicon {
			fmt.Fprintf(s, "%s coded with other dictionaries, `%s`, which are not contained.\n", counted(u.Reports, "report was", "reports were"), u.Lexicon)
		}
	}
}

// dataPackage describes tables for programs (Frictionless Data Package 1).
type dataPackage struct {
	Profile   string     `json:"profile"`
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Name     string         `json:"name"`
	Path     string         `json:"path"`
	Format   Format         `json:"format"`
	Encoding string         `json:"encoding"`
	Bytes    int64          `json:"bytes"`
	Hash     string         `json:"hash"`
	Dialect  map[string]any `json:"dialect,omitempty"`
	Schema   schema         `json:"schema"`
}

type schema struct {
	Fields  []field  `json:"fields"`
	Missing []string `json:"missingValues"`
}

type field struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	True        []string `json:"trueValues,omitempty"`
	False       []string `json:"falseValues,omitempty"`
	Description string   `json:"description"`
}

func (b *Bundle) description() dataPackage {
	out := dataPackage{Profile: "data-package", Name: "entente-" + b.Parts[0].Name, Title: b.Title}
	for _, p := range b.Parts {
		r := resource{Name: p.Name, Path: p.File, Format: p.Format, Encoding: "utf-8", Bytes: p.Bytes, Hash: "sha256:" + p.Sum}
		if p.Format == GDELT1 || p.Format == GDELT2 {
			r.Format, r.Dialect = TSV, map[string]any{"delimiter": "\t", "header": false, "quoteChar": ""}
		}
		r.Schema.Missing = []string{"NA"}
		for _, c := range p.Columns {
			f := field{Name: c.Name, Type: strings.Replace(c.Type.String(), "text", "string", 1), Description: c.About}
			if c.Type == List && p.Format == CSV {
				f.Type = "string"
			}
			if c.Type == Bool {
				f.True, f.False = []string{"1"}, []string{"0"}
			}
			r.Schema.Fields = append(r.Schema.Fields, f)
		}
		out.Resources = append(out.Resources, r)
	}
	return out
}
