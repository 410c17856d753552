package eventfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"entente"
)

// Mapping says what the columns of a user's own table mean: of events, or of figures
// of states. docs/eventfiles.md describes its language.
type Mapping struct {
	Source  string // whose coding, or figures, it is
	Licence string
	file    string
	delim   byte
	quoted  bool
	bare    bool   // there is no header: columns are numbered from 1
	dates   string // pattern of days, "" for the usual ways
	actors  Scheme
	places  Scheme
	columns map[string]column
	roots   map[string]string // the file's words for PLOVER's roots
	values  []value
	missing []string
}

// column is a reference to a column, and where in the mapping it stands.
type column struct {
	name      string
	line, col int
}

// value is a series of figures and the columns that may hold it.
type value struct {
	series  string
	columns []column
	back    bool // from the second state to the first
}

// Mistake is one fault of a mapping file.
type Mistake struct {
	File      string
	Line, Col int // from 1
	Message   string
	Near      []string // what may have been meant
}

// Error gives the fault as file:line:col: message.
func (m Mistake) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Col, m.Message)
	if len(m.Near) > 0 {
		s += " (did you mean " + strings.Join(m.Near, ", ") + "?)"
	}
	return s
}

// Errors is every fault of a mapping file, in its order.
type Errors []Mistake

// Error gives one fault a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, m := range e {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// eventColumns are what a column of events may be; the first ones must be there.
var eventColumns = []string{
	"date", "id", "published", "source", "source_name", "source_sector", "target", "target_name", "target_sector",
	"cameo", "root", "mode", "contexts", "intensity", "events", "url", "place", "country", "latitude", "longitude",
}

// figureColumns are what a column of figures may be, besides the values.
var figureColumns = []string{"a", "b", "year", "from", "to"}

var (
	schemes    = []string{string(ISO3), string(ISO2), string(COW), string(GW), string(CAMEO), string(FIPS), string(Name)}
	delimiters = map[string]byte{"comma": ',', "tab": '\t', "semicolon": ';', "pipe": '|'}
	sourceName = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*$`)
)

// ParseMapping reads the mapping file of a table of events. The error is an [Errors]
// with every fault: keys that are unknown, twice or wanting, and values that cannot be.
func ParseMapping(name string, data []byte) (*Mapping, error) {
	r := newMappingReader(name)
	r.document(data, []key{
		{"source", true, r.source}, {"licence", false, r.text(&r.Licence)},
		{"delimiter", false, r.delimiter}, {"quoted", false, r.flag(&r.quoted)}, {"header", false, r.hasHeader},
		{"dates", false, r.pattern}, {"actors", false, r.scheme(&r.actors)}, {"places", false, r.scheme(&r.places)},
		{"columns", true, r.columnsOf(eventColumns)}, {"roots", false, r.rootWords},
	})
	if r.columns != nil {
		r.demand("date")
		r.demand("cameo", "root")
		r.demand("source", "source_name")
	}
	return r.done()
}

// ParseFigures reads the mapping file of a table of figures.
func ParseFigures(name string, data []byte) (*Mapping, error) {
	r := newMappingReader(name)
	r.document(data, []key{
		{"source", true, r.text(&r.Source)}, {"licence", true, r.text(&r.Licence)},
		{"delimiter", false, r.delimiter}, {"quoted", false, r.flag(&r.quoted)}, {"header", false, r.hasHeader},
		{"dates", false, r.pattern}, {"actors", false, r.scheme(&r.actors)},
		{"columns", true, r.columnsOf(figureColumns)}, {"values", true, r.seriesOf}, {"missing", false, r.missingWords},
	})
	if r.columns != nil {
		r.demand("a")
		r.demand("year", "from")
	}
	return r.done()
}

// mappingReader walks a mapping's nodes and gathers its faults.
type mappingReader struct {
	Mapping
	root *yaml.Node
	errs Errors
}

func newMappingReader(name string) *mappingReader {
	return &mappingReader{Mapping: Mapping{file: name, delim: ',', quoted: true, actors: ISO3, places: ISO3}}
}

func (r *mappingReader) done() (*Mapping, error) {
	if len(r.errs) > 0 {
		slices.SortStableFunc(r.errs, func(a, b Mistake) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) })
		return nil, r.errs
	}
	return &r.Mapping, nil
}

func (r *mappingReader) fault(n *yaml.Node, near []string, format string, args ...any) {
	r.errs = append(r.errs, Mistake{r.file, max(1, n.Line), max(1, n.Column), fmt.Sprintf(format, args...), near})
}

// key is a key of the file and what reads its value.
type key struct {
	name     string
	required bool
	read     func(*yaml.Node)
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// document reads the one document of the file.
func (r *mappingReader) document(data []byte, keys []key) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	err := dec.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF), err == nil && (len(doc.Content) != 1 || doc.Content[0].Tag == "!!null"):
		r.errs = append(r.errs, Mistake{File: r.file, Line: 1, Col: 1, Message: "no mapping in the file"})
		return
	case err != nil:
		text, line := err.Error(), 1
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				line = n
			}
			text = text[len(m[0]):]
		}
		r.errs = append(r.errs, Mistake{File: r.file, Line: line, Col: 1, Message: "not YAML: " + text})
		return
	}
	r.root = doc.Content[0]
	r.keys(r.root, "a mapping", keys)
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		r.fault(&more, nil, "a second document follows; a mapping is one")
	}
}

// keys reads a mapping whose keys are those given and no others.
func (r *mappingReader) keys(n *yaml.Node, what string, keys []key) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, nil, "%s must be keys with values", what)
		return
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		at := slices.Index(names, k.Value)
		switch {
		case at < 0:
			r.fault(k, entente.Nearest(k.Value, names), "%s has no %q", what, k.Value)
		case seen[k.Value]:
			r.fault(k, nil, "%s has %q twice", what, k.Value)
		default:
			keys[at].read(v)
		}
		seen[k.Value] = true
	}
	for _, k := range keys {
		if k.required && !seen[k.name] {
			r.fault(n, nil, "%s lacks %q", what, k.name)
		}
	}
}

// word reads a text that is not empty.
func (r *mappingReader) word(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
		r.fault(n, nil, "a word is wanted here")
		return ""
	}
	return n.Value
}

func (r *mappingReader) text(into *string) func(*yaml.Node) {
	return func(n *yaml.Node) { *into = strings.TrimSpace(r.word(n)) }
}

func (r *mappingReader) source(n *yaml.Node) {
	r.Source = r.word(n)
	switch {
	case r.Source == "":
	case !sourceName.MatchString(r.Source):
		r.fault(n, nil, "a source is written in small letters, digits, -, _ and ., not %q", r.Source)
	case slices.Contains(append(Formats(), entente.CodedHere, "structure", "auto", "all"), r.Source):
		r.fault(n, nil, "the source %q is taken", r.Source)
	}
}

func (r *mappingReader) delimiter(n *yaml.Node) {
	d, ok := delimiters[n.Value]
	if !ok {
		r.fault(n, nil, "a delimiter is comma, tab, semicolon or pipe, not %q", n.Value)
		return
	}
	r.delim = d
}

func (r *mappingReader) flag(into *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
			r.fault(n, nil, "true or false is wanted here, not %q", n.Value)
		}
		*into = n.Value == "true"
	}
}

func (r *mappingReader) hasHeader(n *yaml.Node) {
	has := true
	r.flag(&has)(n)
	r.bare = !has
}

func (r *mappingReader) scheme(into *Scheme) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !slices.Contains(schemes, n.Value) {
			r.fault(n, entente.Nearest(n.Value, schemes), "%q is no way to write actors: %s", n.Value, strings.Join(schemes, ", "))
			return
		}
		*into = Scheme(n.Value)
	}
}

func (r *mappingReader) pattern(n *yaml.Node) {
	r.dates = r.word(n)
	if r.dates != "" && strings.Count(r.dates, "YYYY") != 1 || strings.Count(r.dates, "MM") > 1 || strings.Count(r.dates, "DD") > 1 {
		r.fault(n, nil, "a pattern of days has YYYY, MM and DD once, as in DD/MM/YYYY, not %q", r.dates)
	}
}

// columnsOf reads the columns by what they are.
func (r *mappingReader) columnsOf(known []string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.columns = map[string]column{}
		keys := make([]key, len(known))
		for i, name := range known {
			keys[i] = key{name, false, func(v *yaml.Node) {
				if ref := r.word(v); ref != "" {
					r.columns[name] = column{ref, v.Line, v.Column}
				}
			}}
		}
		r.keys(n, "columns", keys)
	}
}

// demand wants one of some columns.
func (r *mappingReader) demand(names ...string) {
	for _, n := range names {
		if _, ok := r.columns[n]; ok {
			return
		}
	}
	r.fault(r.root, nil, `columns lacks "%s"`, strings.Join(names, `" or "`))
}

// pairs reads keys that the user chooses.
func (r *mappingReader) pairs(n *yaml.Node, what string, each func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		r.fault(n, nil, "%s must be keys with values", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if seen[k.Value] {
			r.fault(k, nil, "%s has %q twice", what, k.Value)
		}
		seen[k.Value] = true
		if r.word(k) != "" && r.word(v) != "" {
			each(k, v)
		}
	}
}

func (r *mappingReader) rootWords(n *yaml.Node) {
	r.roots = map[string]string{}
	var known []string
	for _, root := range entente.Roots {
		known = append(known, string(root))
	}
	r.pairs(n, "roots", func(k, v *yaml.Node) {
		if !slices.Contains(known, v.Value) {
			r.fault(v, entente.Nearest(v.Value, known), "%q is no root of PLOVER", v.Value)
		}
		r.roots[k.Value] = v.Value
	})
}

func (r *mappingReader) seriesOf(n *yaml.Node) {
	r.pairs(n, "values", func(k, v *yaml.Node) {
		r.values = append(r.values, value{k.Value, []column{{v.Value, v.Line, v.Column}}, false})
	})
}

func (r *mappingReader) missingWords(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, nil, "missing must be a list")
		return
	}
	for _, v := range n.Content {
		r.missing = append(r.missing, v.Value)
	}
}
