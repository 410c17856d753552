package eventfile

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
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

// value is a series of figures and the column that holds it.
type value struct {
	series string
	column column
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

// ParseMapping reads the mapping file of a table of events. The error is a [form.Errors]
// with every fault: keys that are unknown, twice or wanting, and values that cannot be.
func ParseMapping(name string, data []byte) (*Mapping, error) {
	r := newMappingReader(name)
	r.document(data, []form.Field{
		form.Needed("source", r.source), form.Optional("licence", r.text(&r.Licence)),
		form.Optional("delimiter", r.delimiter), form.Optional("quoted", r.flag(&r.quoted)), form.Optional("header", r.hasHeader),
		form.Optional("dates", r.pattern), form.Optional("actors", r.scheme(&r.actors)), form.Optional("places", r.scheme(&r.places)),
		form.Needed("columns", r.columnsOf(eventColumns)), form.Optional("roots", r.rootWords),
	})
	if r.columns != nil {
		r.demand("date")
		r.demand("cameo", "root")
		r.demand("source", "source_name")
	}
	return r.done()
}

// ParseFigures reads the mapping file of a table of figures; the error is as that of
// [ParseMapping].
func ParseFigures(name string, data []byte) (*Mapping, error) {
	r := newMappingReader(name)
	r.document(data, []form.Field{
		form.Needed("source", r.text(&r.Source)), form.Needed("licence", r.text(&r.Licence)),
		form.Optional("delimiter", r.delimiter), form.Optional("quoted", r.flag(&r.quoted)), form.Optional("header", r.hasHeader),
		form.Optional("dates", r.pattern), form.Optional("actors", r.scheme(&r.actors)),
		form.Needed("columns", r.columnsOf(figureColumns)), form.Needed("values", r.seriesOf), form.Optional("missing", r.missingWords),
	})
	if r.columns != nil {
		r.demand("a")
		r.demand("year", "from")
	}
	return r.done()
}

// mappingReader walks a mapping's nodes.
type mappingReader struct {
	Mapping
	form form.Reader
	root *yaml.Node
}

func newMappingReader(name string) *mappingReader {
	return &mappingReader{Mapping: Mapping{file: name, delim: ',', quoted: true, actors: ISO3, places: ISO3}, form: form.Reader{File: name}}
}

func (r *mappingReader) done() (*Mapping, error) {
	if errs := r.form.Faults; len(errs) > 0 {
		slices.SortStableFunc(errs, func(a, b *form.Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) })
		return nil, errs
	}
	return &r.Mapping, nil
}

// document reads the one document of the file.
func (r *mappingReader) document(data []byte, fields []form.Field) {
	docs := r.form.Documents(data)
	switch {
	case len(docs) == 0 && len(r.form.Faults) == 0:
		r.form.Fault(&yaml.Node{}, "no mapping in the file")
	case len(docs) > 1:
		r.form.Fault(docs[1], "a second document follows; a mapping is one")
	case len(docs) == 1:
		r.root = docs[0]
		r.form.Mapping(r.root, "a mapping", fields)
	}
}

func (r *mappingReader) text(into *string) func(*yaml.Node) {
	return func(n *yaml.Node) { *into = r.form.Text(n, "this") }
}

func (r *mappingReader) source(n *yaml.Node) {
	r.Source = r.form.Text(n, "source")
	switch {
	case r.Source == "":
	case !sourceName.MatchString(r.Source):
		r.form.Fault(n, "a source is written in small letters, digits, -, _ and ., not %q", r.Source)
	case slices.Contains(append(Formats(), entente.CodedHere, "structure", "auto", "all"), r.Source):
		r.form.Fault(n, "the source %q is taken", r.Source)
	}
}

func (r *mappingReader) delimiter(n *yaml.Node) {
	r.delim = delimiters[r.form.One(n, "delimiter", []string{"comma", "tab", "semicolon", "pipe"})]
}

func (r *mappingReader) flag(into *bool) func(*yaml.Node) {
	return func(n *yaml.Node) { *into = r.form.Flag(n, "this") }
}

func (r *mappingReader) hasHeader(n *yaml.Node) { r.bare = !r.form.Flag(n, "header") }

func (r *mappingReader) scheme(into *Scheme) func(*yaml.Node) {
	return func(n *yaml.Node) { *into = Scheme(r.form.One(n, "way to write actors", schemes)) }
}

func (r *mappingReader) pattern(n *yaml.Node) {
	r.dates = r.form.Text(n, "dates")
	if r.dates != "" && (strings.Count(r.dates, "YYYY") != 1 || strings.Count(r.dates, "MM") > 1 || strings.Count(r.dates, "DD") > 1) {
		r.form.Fault(n, "a pattern of days has YYYY, MM and DD once, as in DD/MM/YYYY, not %q", r.dates)
	}
}

// columnsOf reads the columns by what they are.
func (r *mappingReader) columnsOf(known []string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.columns = map[string]column{}
		fields := make([]form.Field, len(known))
		for i, name := range known {
			fields[i] = form.Optional(name, func(v *yaml.Node) {
				if ref := r.form.Text(v, "a column"); ref != "" {
					r.columns[name] = column{ref, v.Line, v.Column}
				}
			})
		}
		r.form.Mapping(n, "columns", fields)
	}
}

// demand wants one of some columns.
func (r *mappingReader) demand(names ...string) {
	for _, n := range names {
		if _, ok := r.columns[n]; ok {
			return
		}
	}
	r.form.Fault(r.root, `columns lacks "%s"`, strings.Join(names, `" or "`))
}

// pairs reads keys that the user chooses.
func (r *mappingReader) pairs(n *yaml.Node, what string, each func(k string, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		r.form.Fault(n, "%s must be keys with values", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := r.form.Text(n.Content[i], "a key"), n.Content[i+1]
		if seen[k] {
			r.form.Fault(n.Content[i], "%s has %q twice", what, k)
		}
		seen[k] = true
		each(k, v)
	}
}

func (r *mappingReader) rootWords(n *yaml.Node) {
	r.roots = map[string]string{}
	var known []string
	for _, root := range entente.Roots {
		known = append(known, string(root))
	}
	r.pairs(n, "roots", func(k string, v *yaml.Node) { r.roots[k] = r.form.One(v, "root of PLOVER", known) })
}

func (r *mappingReader) seriesOf(n *yaml.Node) {
	r.pairs(n, "values", func(k string, v *yaml.Node) {
		r.values = append(r.values, value{k, column{r.form.Text(v, "a column"), v.Line, v.Column}})
	})
}

func (r *mappingReader) missingWords(n *yaml.Node) {
	r.form.List(n, "missing", func(v *yaml.Node) { r.missing = append(r.missing, v.Value) })
}
