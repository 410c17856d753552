package eventfile

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// prefixSize is how many bytes of a file are looked at to tell its format.
const prefixSize = 64 << 10

// Options says what is known of a file beforehand.
type Options struct {
	Format  Format   // "" means it is to be told from the file
	Mapping *Mapping // for [Custom]
}

// File is an open event file whose format and layout are known.
type File struct {
	Name   string
	Format Format
	Source string // whose coding its events are: the format, or the mapping's source
	Header string // the line that names the columns, "" if there is none

	sheet
	cut cutter
}

// Open tells the format of a member from a bounded prefix. Errors: [*UnknownError] if
// it is none that is known, or another than asked for; a [form.Errors] if a mapping names
// columns that are not there; those of the reader.
func Open(m Member, opt Options) (*File, error) {
	opener := func(prefix string) (sheet, error) { return detect(prefix, opt.Format) }
	if opt.Format == Custom {
		opener = opt.Mapping.sheet
	}
	f, err := open(m, opener)
	if err != nil {
		return nil, err
	}
	f.Source = string(f.Format)
	if opt.Format == Custom {
		f.Source = opt.Mapping.Source
	}
	return f, nil
}

func open(m Member, opener func(prefix string) (sheet, error)) (*File, error) {
	prefix, err := fill(m.R)
	if len(prefix) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	rest := m.R
	if err != nil { // the whole file, or all of it that can be read
		rest = failing{err}
	}
	text, bom := strings.CutPrefix(string(prefix), "\ufeff")
	f := &File{Name: m.Name}
	if f.sheet, err = opener(text); err != nil {
		return nil, err
	}
	f.Format, f.Header = f.format, f.header
	f.cut = cutter{in: io.MultiReader(strings.NewReader(text), rest), quoted: f.quoted, delim: f.delim}
	if bom {
		f.cut.offset = int64(len("\ufeff"))
	}
	return f, nil
}

// fill reads the prefix of a file; the error is that with which it ends within.
func fill(r io.Reader) ([]byte, error) {
	buf, n := make([]byte, prefixSize), 0
	for n < len(buf) {
		m, err := r.Read(buf[n:])
		n += m
		if err != nil {
			return buf[:n], err
		}
	}
	return buf, nil
}

// failing is what is left of a reader that ended.
type failing struct{ err error }

// Read gives the error that the reader ended with.
func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Chunks gives the file's text in whole lines, once. An error of the reader comes after
// all that could be read, with the place where it came.
func (f *File) Chunks() iter.Seq2[Chunk, error] { return f.cut.chunks() }

// Parse reads the lines of a chunk into p, which it empties first. It may be called
// from several goroutines, each with a p of its own.
func (f *File) Parse(c Chunk, p *Parsed) {
	p.reset()
	if c.piece {
		p.Faults = append(p.Faults, Fault{c.Line, c.Offset, fmt.Sprintf("the line is longer than %d KB", longest>>10), c.Text})
		return
	}
	sound := utf8.ValidString(c.Text) && strings.IndexByte(c.Text, 0) < 0
	var buf [96]string
	fields := buf[:0]
	line, offset := c.Line, c.Offset
	for text := c.Text; text != ""; {
		n := f.end(text)
		raw := text[:n]
		text = text[n:]
		trimmed := strings.TrimRight(raw, "\r\n")
		if trimmed != "" && !isNote(trimmed) && !(line == 1 && f.header != "") {
			p.Rows = append(p.Rows, Row{Line: line, Offset: offset, Raw: raw})
			reason := ""
			if fields, reason = f.line(fields[:0], trimmed, sound, p); reason != "" {
				p.Rows = p.Rows[:len(p.Rows)-1]
				if reason != skipped {
					p.Faults = append(p.Faults, Fault{line, offset, reason, raw})
				}
			}
		}
		line += lineEnds(raw, f.quoted)
		offset += int64(n)
	}
}

// end is where the first record of a text ends.
func (f *File) end(text string) int {
	if f.quoted {
		return recordEnd(text, f.delim, true)
	}
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return i + 1
	}
	return len(text)
}

func lineEnds(raw string, quoted bool) int {
	if quoted {
		return strings.Count(raw, "\n")
	}
	return 1
}

// line reads one line into the last row of p.
func (f *File) line(fields []string, text string, sound bool, p *Parsed) ([]string, string) {
	if !sound {
		if strings.IndexByte(text, 0) >= 0 {
			return fields, "it holds a NUL"
		}
		text = utf8Of(text)
	}
	fields, ok := split(fields, text, f.delim, f.quoted)
	if !ok {
		return fields, "a quoted field does not end"
	}
	r := &p.Rows[len(p.Rows)-1]
	reason := f.layout.row(fields, p, r)
	if reason == "" && r.ID == "" {
		r.Sum = sum(text)
	}
	return fields, reason
}

// utf8Of takes a line that is not UTF-8 for Windows-1252, of which ISO-8859-1 is a part.
func utf8Of(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(charmap.Windows1252.DecodeByte(s[i]))
	}
	return b.String()
}

// sum is FNV-1a in 64 bits.
func sum(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// Note is the comment that tells, in a file of lines that could not be used, why the
// next is there. Such a line is passed over when the file is read.
func Note(line int, reason string) string {
	return fmt.Sprintf("%s%d: %s", notePrefix, line, strings.ReplaceAll(reason, "\n", " "))
}

const notePrefix = "# line "

func isNote(line string) bool { return strings.HasPrefix(line, notePrefix) }
