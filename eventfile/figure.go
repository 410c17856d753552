package eventfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/form"
)

// Figure is a dated figure of a state, or of a pair, as its file has it.
type Figure struct {
	Line   int
	Offset int64
	Raw    string
	Series string
	A, B   string // in Scheme; B is "" for a figure of one state
	Scheme Scheme
	From   entente.Day
	To     entente.Day
	Value  float64
}

// Tables lists the tables of figures that are known.
func Tables() []string { return []string{"nmc", "trade", "unvotes", "atop"} }

// shape is a way in which a table is laid out; each list names columns that are tried
// in turn.
type shape struct {
	scheme Scheme
	a, b   []string
	year   []string
	values []named
}

// named is a series and the columns that may hold it; back means from the second state
// to the first.
type named struct {
	series  string
	columns []string
	back    bool
}

// table is a known table of figures.
type table struct {
	source, licence string
	missing         []string
	shapes          []shape
}

var pairA, pairB = []string{"ccode1", "statea", "mem1"}, []string{"ccode2", "stateb", "mem2"}

// tables are the known ones. Trade is in millions of current US dollars: what a state
// imports from the other. Agreement is the share of votes in which two states voted
// alike; a nearer ideal point is a smaller distance. Alliances are 1 or 0.
var tables = map[string]table{
	"nmc": {
		"Correlates of War, National Material Capabilities (Singer, Bremer and Stuckey 1972)", "free for research with citation",
		[]string{"-9", "-9.0"},
		[]shape{{COW, []string{"ccode"}, nil, []string{"year"}, []named{
			{"nmc.milex", []string{"milex"}, false}, {"nmc.milper", []string{"milper"}, false}, {"nmc.irst", []string{"irst"}, false},
			{"nmc.pec", []string{"pec"}, false}, {"nmc.tpop", []string{"tpop"}, false}, {"nmc.upop", []string{"upop"}, false},
			{"nmc.cinc", []string{"cinc"}, false},
		}}},
	},
	"trade": {
		"Correlates of War, Trade (Barbieri, Keshk and Pollins 2009)", "free for research with citation",
		[]string{"-9", "-9.0"},
		[]shape{
			{COW, pairA, pairB, []string{"year"}, []named{
				{"trade.imports", []string{"flow1"}, false}, {"trade.imports", []string{"flow2"}, true},
			}},
			{COW, []string{"ccode"}, nil, []string{"year"}, []named{
				{"trade.imports", []string{"imports"}, false}, {"trade.exports", []string{"exports"}, false},
			}},
		},
	},
	"unvotes": {
		"United Nations General Assembly Voting Data (Bailey, Strezhnev and Voeten 2017)", "CC0",
		nil,
		[]shape{
			{COW, pairA, pairB, []string{"year"}, []named{
				{"unvotes.agree", []string{"agree", "agree3un", "s2un"}, false},
				{"unvotes.distance", []string{"idealpointdistance", "absidealdiff"}, false},
			}},
			{COW, []string{"ccode"}, nil, []string{"year"}, []named{{"unvotes.ideal", []string{"idealpointall", "idealpoint"}, false}}},
			{Name, []string{"countryname"}, nil, []string{"year"}, []named{{"unvotes.ideal", []string{"idealpointall", "idealpoint"}, false}}},
		},
	},
	"atop": {
		"Alliance Treaty Obligations and Provisions (Leeds, Ritter, Mitchell and Long 2002)", "free for research with citation",
		nil,
		[]shape{{COW, pairA, pairB, []string{"year"}, []named{
			{"atop.defense", []string{"atop_defense", "defense"}, false}, {"atop.offense", []string{"atop_offense", "offense"}, false},
			{"atop.neutral", []string{"atop_neutral", "neutral"}, false}, {"atop.nonagg", []string{"atop_nonagg", "nonagg"}, false},
			{"atop.consul", []string{"atop_consul", "consul"}, false}, {"atop.ally", []string{"atopally", "atop_ally"}, false},
		}}},
	},
}

// Licence gives how a known table is cited, and on what terms it may be used.
func Licence(name string) (source, licence string) { return tables[name].source, tables[name].licence }

// figures is a table of figures whose columns were found.
type figures struct {
	scheme         Scheme
	width          int
	a, b, from, to int
	yearly         bool
	dates          string
	values         []figureColumn
	missing        func([]byte) bool
}

type figureColumn struct {
	series string
	at     int
	back   bool
}

// OpenFigures opens a table of figures: a known one, or by a mapping. The errors are
// those of [Open].
func OpenFigures(m Member, name string, mapping *Mapping) (*File, error) {
	opener := func(prefix string) (sheet, error) { return knownTable(prefix, name) }
	if mapping != nil {
		opener = mapping.figures
	}
	f, err := open(m, opener)
	if err != nil {
		return nil, err
	}
	f.Source = tables[name].source
	if mapping != nil {
		f.Source = mapping.Source
	}
	return f, nil
}

// knownTable finds the shape of a known table.
func knownTable(prefix, name string) (sheet, error) {
	t, ok := tables[name]
	if !ok {
		return sheet{}, &UnknownError{fmt.Sprintf("%q is no table of figures", name)}
	}
	var wrong error
	read := false
	for _, delim := range []byte{',', '\t', ';'} {
		m := Mapping{delim: delim, quoted: true, missing: t.missing}
		s, names, err := m.head(prefix)
		if err != nil { // quoted names that are parted otherwise, or nothing
			if wrong == nil {
				wrong = err
			}
			continue
		}
		read = true
		h := newHeader(names.names)
		for _, sh := range t.shapes {
			if f, ok := sh.find(h); ok {
				f.missing = m.isMissing
				s.layout = f
				return s, nil
			}
		}
	}
	if !read {
		return sheet{}, wrong
	}
	return sheet{}, &UnknownError{"its first line does not name the columns of " + name + ": " + t.wants()}
}

// wants tells the columns of a table, each shape by itself.
func (t table) wants() string {
	var shapes []string
	for _, sh := range t.shapes {
		names := slices.Concat(sh.a[:1], sh.b[:min(1, len(sh.b))], sh.year[:1])
		var any []string
		for _, v := range sh.values {
			any = append(any, v.columns[0])
		}
		shapes = append(shapes, strings.Join(names, ", ")+", and any of "+strings.Join(any, ", "))
	}
	return strings.Join(shapes, "; or ")
}

// find gives the places of a shape's columns, false if the file is not so laid out.
func (s shape) find(h header) (figures, bool) {
	f := figures{scheme: s.scheme, width: h.width, a: h.first(s.a...), b: -1, from: h.first(s.year...), yearly: true}
	if s.b != nil {
		f.b = h.first(s.b...)
	}
	for _, v := range s.values {
		if i := h.first(v.columns...); i >= 0 {
			f.values = append(f.values, figureColumn{v.series, i, v.back})
		}
	}
	return f, f.a >= 0 && f.from >= 0 && (s.b == nil || f.b >= 0) && len(f.values) > 0
}

// figures finds a mapping's columns of figures.
func (m *Mapping) figures(prefix string) (sheet, error) {
	s, h, err := m.head(prefix)
	if err != nil {
		return s, err
	}
	var errs form.Errors
	place := func(what string) int {
		if ref, ok := m.columns[what]; ok {
			return m.find(h, ref, &errs)
		}
		return -1
	}
	f := figures{scheme: m.actors, width: h.width, a: place("a"), b: place("b"), from: place("year"), to: place("to"), dates: m.dates, missing: m.isMissing}
	if f.yearly = f.from >= 0; !f.yearly {
		f.from = place("from")
	}
	for _, v := range m.values {
		f.values = append(f.values, figureColumn{v.series, m.find(h, v.column, &errs), false})
	}
	s.layout = f
	if len(errs) > 0 {
		return s, errs
	}
	return s, nil
}

// row reads the figures of a line, all or none.
func (t figures) row(f [][]byte, p *Parsed, r *Row) string {
	if len(f) != t.width {
		return wrongColumns(len(f), t.width)
	}
	g := Figure{Line: r.Line, Offset: r.Offset, Raw: string(r.Raw), Scheme: t.scheme, A: string(bytes.TrimSpace(f[t.a]))}
	if t.b >= 0 {
		if g.B = string(bytes.TrimSpace(f[t.b])); g.B == "" {
			return "the second state is empty"
		}
	}
	if g.A == "" {
		return "the state is empty"
	}
	if reason := t.span(f, &g); reason != "" {
		return reason
	}
	first := len(p.Figures)
	for _, v := range t.values {
		s := bytes.TrimSpace(f[v.at])
		if t.missing(s) {
			continue
		}
		one, ok := g, false
		if one.Value, ok = decimal(s); !ok {
			p.Figures = p.Figures[:first]
			return v.series + " " + shown(s) + " is not a number"
		}
		if one.Series = v.series; v.back {
			one.A, one.B = one.B, one.A
		}
		p.Figures = append(p.Figures, one)
	}
	return skipped
}

// span reads the days that the figures hold for.
func (t figures) span(f [][]byte, g *Figure) string {
	s := bytes.TrimSpace(f[t.from])
	if t.yearly {
		y := number(s)
		if y < 1 || y > 9999 {
			return "the year " + shown(s) + " is not one"
		}
		g.From, _ = civil(y, 1, 1)
		g.To, _ = civil(y, 12, 31)
		return ""
	}
	var ok bool
	if g.From, ok = dated(s, t.dates); !ok {
		return "the first day " + shown(s) + " is not a day"
	}
	g.To = g.From
	if t.to >= 0 {
		s = bytes.TrimSpace(f[t.to])
		if g.To, ok = dated(s, t.dates); !ok || g.To < g.From {
			return "the last day " + shown(s) + " is not a day from the first on"
		}
	}
	return ""
}
