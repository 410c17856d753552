package eventfile

import (
	"bytes"
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
// it is none that is known, or another than asked for; [ErrParquet]; a [form.Errors] if a mapping names
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
	if err := packed(prefix); err != nil {
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

// packed says of what is packed within an archive that it must be unpacked first.
func packed(prefix []byte) error {
	switch {
	case bytes.HasPrefix(prefix, []byte("PAR1")):
		return ErrParquet
	case bytes.HasPrefix(prefix, []byte(signLocal)), bytes.HasPrefix(prefix, []byte("\x1f\x8b")):
		return &UnknownError{"it is an archive within an archive, and must be unpacked first"}
	}
	return nil
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
// from several goroutines, each with a p of its own. What is in p but its faults is good
// until the chunk is given back.
func (f *File) Parse(c Chunk, p *Parsed) {
	p.reset()
	if c.piece {
		p.Faults = append(p.Faults, Fault{c.Line, c.Offset, fmt.Sprintf("the line is longer than %d KB", longest>>10), string(c.Text)})
		return
	}
	sound := utf8.Valid(c.Text) && bytes.IndexByte(c.Text, 0) < 0
	var buf [96][]byte
	fields := buf[:0]
	line, offset := c.Line, c.Offset
	for text := c.Text; len(text) > 0; {
		n := f.end(text)
		raw := text[:n]
		text = text[n:]
		trimmed := trimLine(raw)
		if len(trimmed) > 0 && !bytes.HasPrefix(trimmed, []byte(notePrefix)) && !(line == 1 && f.header != "") {
			p.Rows = append(p.Rows, Row{Line: line, Offset: offset, Raw: raw})
			reason := ""
			if fields, reason = f.line(fields[:0], trimmed, sound, p); reason != "" {
				p.Rows = p.Rows[:len(p.Rows)-1]
				if reason != skipped {
					p.Faults = append(p.Faults, Fault{line, offset, reason, string(raw)})
				}
			}
		}
		line += lineEnds(raw, f.quoted)
		offset += int64(n)
	}
}

// end is where the first record of a text ends.
func (f *File) end(text []byte) int {
	if f.quoted {
		return recordEnd(text, f.delim, true)
	}
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return i + 1
	}
	return len(text)
}

func lineEnds(raw []byte, quoted bool) int {
	if quoted {
		return bytes.Count(raw, []byte("\n"))
	}
	return 1
}

// trimLine takes the ends of a line off.
func trimLine(raw []byte) []byte {
	for len(raw) > 0 && (raw[len(raw)-1] == '\n' || raw[len(raw)-1] == '\r') {
		raw = raw[:len(raw)-1]
	}
	return raw
}

// line reads one line into the last row of p.
func (f *File) line(fields [][]byte, text []byte, sound bool, p *Parsed) ([][]byte, string) {
	if !sound {
		if bytes.IndexByte(text, 0) >= 0 {
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
	if reason == "" && len(r.ID) == 0 {
		r.Sum = sum(text)
	}
	return fields, reason
}

// utf8Of takes a line that is not UTF-8 for Windows-1252, of which ISO-8859-1 is a part.
func utf8Of(s []byte) []byte {
	if utf8.Valid(s) {
		return s
	}
	var b []byte
	for _, c := range s {
		b = utf8.AppendRune(b, charmap.Windows1252.DecodeByte(c))
	}
	return b
}

// sum is FNV-1a in 64 bits.
func sum(s []byte) uint64 {
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
