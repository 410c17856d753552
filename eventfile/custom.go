package eventfile

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/form"
)

// custom is a user's table of events.
type custom struct {
	*Mapping
	width int
	at    map[string]int // columns by what they are
}

// sheet finds the mapping's columns in the beginning of a file.
func (m *Mapping) sheet(prefix string) (sheet, error) {
	s, h, err := m.head(prefix)
	if err != nil {
		return s, err
	}
	c := custom{m, h.width, map[string]int{}}
	var errs form.Errors
	for _, what := range eventColumns {
		if ref, ok := m.columns[what]; ok {
			c.at[what] = m.find(h, ref, &errs)
		}
	}
	s.format, s.layout = Custom, c
	if len(errs) > 0 {
		return s, errs
	}
	return s, nil
}

// exact finds the columns of a file as it writes them.
type exact struct {
	names []string
	width int
}

// head reads the names of the columns.
func (m *Mapping) head(prefix string) (sheet, exact, error) {
	s := sheet{delim: m.delim, quoted: m.quoted}
	n := recordEnd([]byte(prefix), m.delim, true)
	if n <= 0 {
		return s, exact{}, &UnknownError{"it is empty"}
	}
	line := strings.TrimRight(prefix[:n], "\r\n")
	names, ok := names(string(utf8Of([]byte(line))), m.delim, m.quoted)
	if !ok || strings.IndexByte(line, 0) >= 0 {
		return s, exact{}, &UnknownError{"its first line is no list of columns"}
	}
	if m.bare {
		return s, exact{nil, len(names)}, nil
	}
	s.header = line
	return s, exact{names, len(names)}, nil
}

// find gives the place of a column, by its name or, without a header, its number.
func (m *Mapping) find(h exact, ref column, errs *form.Errors) int {
	if h.names == nil {
		n, err := strconv.Atoi(ref.name)
		if err != nil || n < 1 || n > h.width {
			*errs = append(*errs, ref.fault(m.file, "without a header a column is a number from 1 to "+strconv.Itoa(h.width)+", not "+shown(ref.name)))
		}
		return n - 1
	}
	for i, n := range h.names {
		if strings.TrimSpace(n) == ref.name {
			return i
		}
	}
	e := ref.fault(m.file, "the file has no column "+shown(ref.name))
	e.Near = entente.Nearest(ref.name, h.names)
	*errs = append(*errs, e)
	return -1
}

// fault is what is wrong with a reference to a column.
func (c column) fault(file, message string) *form.Error {
	return &form.Error{File: file, Line: c.line, Col: c.col, Message: message}
}

// field gives what a column holds, nothing where the mapping has none.
func (c custom) field(f [][]byte, what string) []byte {
	i, ok := c.at[what]
	if !ok {
		return nil
	}
	return bytes.TrimSpace(at(f, i))
}

func (c custom) row(f [][]byte, _ *Parsed, r *Row) string {
	if len(f) != c.width {
		return wrongColumns(len(f), c.width)
	}
	var ok bool
	if r.Day, ok = dated(c.field(f, "date"), c.dates); !ok {
		return "the date " + shown(c.field(f, "date")) + " is not a day"
	}
	r.Published = r.Day
	if s := c.field(f, "published"); len(s) > 0 {
		if r.Published, ok = dated(s, c.dates); !ok {
			return "the day of publication " + shown(s) + " is not a day"
		}
	}
	if reason := c.act(f, r); reason != "" {
		return reason
	}
	if r.ID = c.field(f, "id"); len(r.ID) == 0 && c.has("id") {
		return "the id is empty"
	}
	r.Scheme, r.PlaceScheme = c.actors, c.places
	r.Source = Actor{Code: told(c.field(f, "source")), Name: c.field(f, "source_name"), Sectors: c.field(f, "source_sector")}
	r.Target = Actor{Code: told(c.field(f, "target")), Name: c.field(f, "target_name"), Sectors: c.field(f, "target_sector")}
	r.Place, r.Country, r.URL = c.field(f, "place"), told(c.field(f, "country")), c.field(f, "url")
	r.Latitude, r.Longitude = degrees(c.field(f, "latitude"), c.field(f, "longitude"))
	return ""
}

func (c custom) has(what string) bool { _, ok := c.at[what]; return ok }

// act reads what was done.
func (c custom) act(f [][]byte, r *Row) string {
	var ok bool
	if s := c.field(f, "cameo"); len(s) > 0 || !c.has("root") {
		if r.Cameo, ok = cameo(s); !ok {
			return "the code " + shown(s) + " is not one of CAMEO"
		}
	}
	if s := c.field(f, "root"); len(s) > 0 || len(r.Cameo) == 0 {
		r.Root = s
		if c.roots != nil {
			root, ok := c.roots[string(s)]
			if r.Root = []byte(root); !ok {
				return "the mapping has no root for " + shown(s)
			}
		}
	}
	r.Mode, r.Contexts = c.field(f, "mode"), c.field(f, "contexts")
	if s := c.field(f, "intensity"); len(s) > 0 {
		if r.Intensity, r.Graded = decimal(s); !r.Graded || r.Intensity < -10 || r.Intensity > 10 {
			return "the intensity " + shown(s) + " is not a number from -10 to 10"
		}
	}
	if s := c.field(f, "events"); len(s) > 0 {
		if r.Events = number(s); r.Events < 1 || r.Events > 1<<30 {
			return "the number of events " + shown(s) + " is not one"
		}
	}
	return ""
}

// isMissing reports whether a field says that there is no figure.
func (m *Mapping) isMissing(s []byte) bool {
	return len(told(s)) == 0 || slices.Contains(m.missing, string(s))
}
