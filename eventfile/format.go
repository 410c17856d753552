package eventfile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"entente"
)

// Format is a format of event files. It is also the source of their events.
type Format string

// The formats.
const (
	GDELT1  Format = "gdelt1" // 58 columns, 57 before 2013-04, 17 in the reduced history
	GDELT2  Format = "gdelt2" // 61 columns, and its mentions of 16
	ICEWS   Format = "icews"
	POLECAT Format = "polecat"
	Phoenix Format = "phoenix"
	Custom  Format = "custom" // by a mapping
)

// Formats lists the formats as they are named.
func Formats() []string {
	return []string{string(GDELT1), string(GDELT2), string(ICEWS), string(POLECAT), string(Phoenix), string(Custom)}
}

// UnknownError says that a file's format could not be told.
type UnknownError struct{ Seen string }

// Error says what was seen in place of a format that is known.
func (e *UnknownError) Error() string {
	return "not an event file of a known format: " + e.Seen
}

// layout is how one kind of file is laid out.
type layout interface {
	// row reads the fields of a line; a reason is given if they cannot be used.
	row(fields [][]byte, p *Parsed, r *Row) (reason string)
}

// sheet is what a prefix tells of a file.
type sheet struct {
	format Format
	layout layout
	header string // the first line, where it names columns
	delim  byte
	quoted bool
}

// detect tells format and layout from the beginning of a file. Of a format that is
// given only the layout is sought.
func detect(prefix string, want Format) (sheet, error) {
	lines := wholeLines(prefix)
	if len(lines) == 0 {
		return sheet{}, &UnknownError{"it is empty"}
	}
	if strings.IndexByte(prefix, 0) >= 0 && !utf8.ValidString(strings.ReplaceAll(lines[0], "\x00", "\xff")) {
		return sheet{}, &UnknownError{"it is not text"}
	}
	if s, ok := headed(lines[0]); ok {
		return s.as(want)
	}
	s, seen := headless(lines)
	if s.layout == nil && isNote(prefix) { // lines that could not be used, mended or not
		s = usual(want)
	}
	if s.layout == nil {
		return s, &UnknownError{seen}
	}
	return s.as(want)
}

// as holds what was found to what was asked for.
func (s sheet) as(want Format) (sheet, error) {
	if want != "" && s.format != want {
		return s, &UnknownError{fmt.Sprintf("it looks like %s, not %s", s.format, want)}
	}
	return s, nil
}

// wholeLines gives the first lines of a prefix, at most sixty-four, without one that
// the prefix breaks off, if there are others.
func wholeLines(prefix string) []string {
	var out []string
	for len(prefix) > 0 && len(out) < 64 {
		line, rest, found := strings.Cut(prefix, "\n")
		if (found || len(out) == 0) && !isNote(line) {
			if line = strings.TrimSuffix(line, "\r"); line != "" {
				out = append(out, line)
			}
		}
		prefix = rest
	}
	return out
}

// headed tells a file by the names of its columns.
func headed(line string) (sheet, bool) {
	for _, delim := range []byte{'\t', ','} {
		names, ok := names(line, delim, true)
		if !ok {
			continue
		}
		h := newHeader(names)
		s := sheet{header: line, delim: delim, quoted: delim == ','}
		switch {
		case h.has("event_id", "event_type", "event_mode"):
			s.format, s.layout = POLECAT, newPolecat(h)
		case h.has("event_date", "cameo_code", "source_name", "target_name"):
			s.format, s.layout = ICEWS, newICEWS(h)
		case h.has("gid", "srcactor", "cameo"), h.has("eid", "story_date", "source_root", "code"):
			s.format, s.layout = Phoenix, newPhoenix(h)
		case h.has("date", "source", "target", "cameocode", "numevents"):
			s.format, s.layout = GDELT1, reduced{}
		case h.has("globaleventid", "sqldate") && len(names) >= 57 && len(names) <= 61:
			s.format, s.layout = gdeltOf(len(names))
			if s.layout == nil {
				continue
			}
		default:
			continue
		}
		return s, true
	}
	return sheet{}, false
}

// headless tells a file without a header by what most of its first lines look like.
func headless(lines []string) (s sheet, seen string) {
	counts := map[int]int{}
	best := 0
	for _, l := range lines {
		n := strings.Count(l, "\t") + 1
		if counts[n]++; counts[n] > counts[best] {
			best = n
		}
	}
	var f []string
	for _, l := range lines {
		if strings.Count(l, "\t")+1 == best {
			f = strings.Split(l, "\t")
			break
		}
	}
	s = sheet{delim: '\t'}
	switch {
	case (best == 57 || best == 58 || best == 61) && isEventID([]byte(f[0])) && isDay(f[1]):
		s.format, s.layout = gdeltOf(best)
	case best == 16 && isNumber(f[0]) && isStamp(f[1]) && isStamp(f[2]):
		s.format, s.layout = GDELT2, mentions{}
	case best == 17 && isDay(f[0]) && isNumber(f[3]):
		s.format, s.layout = GDELT1, reduced{}
	case best == 20 && isDay(f[1]) && isNumber(f[6]):
		s.format, s.layout = ICEWS, newICEWS(newHeader(icewsColumns))
	case best == 26 && isDay(f[1]) && isNumber(f[13]):
		s.format, s.layout = Phoenix, newPhoenix(newHeader(phoenixColumns))
	}
	if best == 1 {
		return s, "its lines have no tabs, and its first line names no columns"
	}
	return s, fmt.Sprintf("its lines have %d columns parted by tabs, and its first line names none", best)
}

// usual is the layout of a format's files without a header, none if they all have one.
func usual(f Format) sheet {
	s := sheet{format: f, delim: '\t'}
	switch f {
	case GDELT1:
		_, s.layout = gdeltOf(58)
	case GDELT2:
		_, s.layout = gdeltOf(61)
	case ICEWS:
		s.layout = newICEWS(newHeader(icewsColumns))
	case Phoenix:
		s.layout = newPhoenix(newHeader(phoenixColumns))
	}
	return s
}

// header finds columns by name: in lower case, with one _ for all that is no letter
// or digit.
type header struct {
	names map[string]int
	width int
}

func newHeader(names []string) header {
	h := header{make(map[string]int, len(names)), len(names)}
	for i, n := range names {
		n = columnName(n)
		if _, ok := h.names[n]; !ok {
			h.names[n] = i
		}
	}
	return h
}

func columnName(s string) string {
	s = strings.ToLower(strings.Trim(s, " \"\ufeff"))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "_")
}

func (h header) has(names ...string) bool {
	for _, n := range names {
		if _, ok := h.names[n]; !ok {
			return false
		}
	}
	return true
}

// first gives the first of some columns that is there, -1 if none is.
func (h header) first(names ...string) int {
	for _, n := range names {
		if i, ok := h.names[n]; ok {
			return i
		}
	}
	return -1
}

// at gives a field by its column, an empty one where there is none.
func at(fields [][]byte, column int) []byte {
	if column < 0 || column >= len(fields) {
		return nil
	}
	return fields[column]
}

// text is a field, or a word of the program.
type text interface{ ~string | ~[]byte }

func isNumber[T text](s T) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}

func isDay(s string) bool   { _, ok := day(s); return ok }
func isStamp(s string) bool { return len(s) == 14 && isNumber(s) }

// day reads 20210616, 2021-06-16, and either with a time after it.
func day[T text](s T) (entente.Day, bool) {
	var y, m, d int
	switch {
	case len(s) == 8 || len(s) == 14 && isNumber(s):
		y, m, d = number(s[:4]), number(s[4:6]), number(s[6:8])
	case len(s) >= 10 && s[4] == '-' && s[7] == '-' && (len(s) == 10 || s[10] == ' ' || s[10] == 'T'):
		y, m, d = number(s[:4]), number(s[5:7]), number(s[8:10])
	default:
		return 0, false
	}
	return civil(y, m, d)
}

// civil gives the day of a date, false for one that no calendar has. The count is
// Howard Hinnant's days_from_civil, which needs no [time.Time].
func civil(y, m, d int) (entente.Day, bool) {
	if y < 1 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) {
		return 0, false
	}
	if m <= 2 {
		y--
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return entente.Day(era*146097 + doe - 305), true
}

func monthDays(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// number reads digits, -1 for anything else.
func number[T text](s T) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || i > 9 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	if len(s) == 0 {
		return -1
	}
	return n
}
