package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// section is what can be read from one place on: a member of gzip, or one record that
// is not packed.
type section struct {
	*archive
	in       *bufio.Reader
	yield    take
	isPacked bool
	start    int64
	skip     int    // records of it that were read
	fault    string // why it is broken, "" where that was told
}

// packed reads a member of gzip.
func (s *section) packed() outcome {
	s.isPacked = true
	if err := s.open(); err != nil {
		if got := s.lose("no whole header of gzip: ", err); got != broken {
			return got
		}
		return s.goOn()
	}
	for {
		switch got := s.record(); got {
		case more:
			s.skip++
		case ended:
			return more // another member may follow
		case broken:
			return s.goOn()
		default:
			return got
		}
	}
}

// open begins to unpack.
func (s *section) open() error {
	a := s.archive
	var err error
	if a.z == nil {
		a.z, err = gzip.NewReader(a.in)
	} else {
		err = a.z.Reset(a.in)
	}
	if err != nil {
		return err
	}
	a.z.Multistream(false)
	if a.out == nil {
		a.out = bufio.NewReaderSize(nil, 64<<10)
	}
	a.out.Reset(&guard{section: s})
	s.in = a.out
	return nil
}

// guard unpacks a member, and ends it where it is a bomb.
type guard struct {
	*section
	n int64
}

var errBomb = fmt.Errorf("it unpacks to more than %d times its size", mostRatio)

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if g.n += int64(n); g.n > calm && g.n > mostRatio*(g.offset()-g.start) {
		return n, errBomb
	}
	return n, err
}

// record reads one record.
func (s *section) record() outcome {
	head, err := s.header()
	if err == io.EOF {
		return ended
	}
	if err != nil {
		return s.lose("", err)
	}
	rec, err := parse(head)
	if err != nil {
		return s.lose("", err)
	}
	rec.At = Place{s.start, s.skip}
	b := &block{section: s, left: rec.Length}
	rec.Block = b
	if !s.yield(rec, nil) {
		return stopped
	}
	b.told = b.damage != nil
	if _, err := io.Copy(io.Discard, b); err != nil {
		return b.lost()
	}
	if s.isPacked || s.endsWell() {
		return more
	}
	return broken
}

// lose tells what ended the reading of a record before its block: the archive's end, or
// a damage behind which the next record is looked for.
func (s *section) lose(what string, err error) outcome {
	if s.raw.err != nil {
		s.yield(Record{}, s.raw.err)
		return stopped
	}
	if s.atEnd() && cutOff(err) {
		s.yield(Record{}, &Damage{s.start, "the archive is cut off in the midst of a record's header"})
		return ended
	}
	s.fault = what + plain(err)
	return broken
}

// atEnd reports whether the archive has no further byte.
func (s *section) atEnd() bool {
	_, err := s.archive.in.Peek(1)
	return err == io.EOF
}

func cutOff(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) }

// plain words an error of a decoder.
func plain(err error) string {
	if cutOff(err) {
		return "it ends early"
	}
	return err.Error()
}

// goOn tells a damage and looks for the next record that is whole.
func (s *section) goOn() outcome {
	s.back()
	found := s.seek()
	if s.raw.err != nil {
		s.yield(Record{}, s.raw.err)
		return stopped
	}
	if s.fault != "" {
		where := "; no further record was found"
		if found {
			where = fmt.Sprintf("; reading goes on at byte %d", s.offset())
		}
		if !s.yield(Record{}, &Damage{s.start, s.fault + where}) {
			return stopped
		}
	}
	if !found {
		return ended
	}
	return more
}

// back returns to where a section began, if the reader can: a decoder that lost its way,
// or a length that was wrong, may have run through records that are whole. How much is
// read twice is bounded, for an archive may mean ill.
func (s *section) back() {
	seeker, ok := s.raw.r.(io.Seeker)
	run := s.raw.n - s.start
	if !ok || run > s.twice {
		return
	}
	if _, err := seeker.Seek(s.start+1, io.SeekStart); err != nil {
		return // a pipe that calls itself a file: reading goes on where it is
	}
	s.twice -= run
	s.raw.n = s.start + 1
	s.archive.in.Reset(s.raw)
}

// header reads the lines of a record's header, with the lines before it that are blank.
// Where nothing is left the error is io.EOF.
func (s *section) header() ([]byte, error) {
	var out []byte
	for {
		line, err := s.in.ReadSlice('\n')
		if err == io.EOF && len(out) == 0 && len(bytes.TrimSpace(line)) == 0 {
			return nil, io.EOF
		}
		if err == io.EOF {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil && err != bufio.ErrBufferFull {
			return nil, fmt.Errorf("a record cannot be unpacked: %w", err)
		}
		blank := len(bytes.TrimRight(line, "\r\n")) == 0
		switch {
		case len(out) == 0 && blank:
			continue
		case len(out) == 0 && !bytes.HasPrefix(line, []byte("WARC/")):
			return nil, errNoRecord
		case blank:
			return out, nil
		case len(out)+len(line) > mostHeader:
			return nil, errLongHeader
		}
		out = append(out, line...)
	}
}

var (
	errNoRecord   = errors.New("no record begins here")
	errLongHeader = fmt.Errorf("the header of a record has more than %d bytes", mostHeader)
)

// endsWell reports whether a record that is not packed is followed by what may follow
// it: line ends, another record, the end.
func (s *section) endsWell() bool {
	for {
		next, _ := s.in.Peek(1)
		switch {
		case len(next) == 0 || next[0] == 'W' || next[0] == 0x1f:
			return true // an error of the reader comes again
		case next[0] == '\r' || next[0] == '\n':
			_, _ = s.in.Discard(1)
		default:
			s.fault = "a record is longer than its header says"
			return false
		}
	}
}

// block is what a record holds.
type block struct {
	*section
	left   int64
	damage *Damage
	told   bool // the caller had the damage of its reader
	sound  bool // what follows is not damaged
}

func (b *block) Read(p []byte) (int, error) {
	switch {
	case b.raw.err != nil:
		return 0, b.raw.err
	case b.damage != nil:
		return 0, b.damage
	case b.left == 0:
		return 0, io.EOF
	}
	n, err := b.in.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	if err == nil || n > 0 {
		return n, nil
	}
	if b.raw.err == nil {
		b.damage = &Damage{b.start, b.why(err)}
		return 0, b.damage
	}
	return 0, b.raw.err
}

// why says what ended a block before its time.
func (b *block) why(err error) string {
	switch {
	case cutOff(err) && b.atEnd():
		b.sound = true
		return fmt.Sprintf("the archive is cut off: %d bytes of a record's block are not there", b.left)
	case err == io.EOF:
		b.sound = true
		return fmt.Sprintf("a record is %d bytes shorter than its header says", b.left)
	case errors.Is(err, errBomb):
		return err.Error()
	}
	return "a record cannot be unpacked: " + plain(err)
}

// lost is what becomes of a section of which a block is damaged.
func (b *block) lost() outcome {
	if b.raw.err != nil {
		b.yield(Record{}, b.raw.err)
		return stopped
	}
	if !b.told && !b.sound {
		b.fault = b.damage.What
		return broken
	}
	if !b.told && !b.yield(Record{}, b.damage) {
		return stopped
	}
	if b.sound {
		return ended
	}
	return broken
}

// parse reads the fields of a record's header.
func parse(head []byte) (Record, error) {
	rec := Record{Length: -1}
	name, value := "", ""
	for line := range bytes.Lines(head) {
		text := strings.ToValidUTF8(strings.TrimRight(string(line), "\r\n"), "\uFFFD")
		if text[0] == ' ' || text[0] == '\t' { // the line before goes on
			value += " " + strings.TrimSpace(text)
			continue
		}
		rec.set(name, value)
		name, value, _ = strings.Cut(text, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	}
	rec.set(name, value)
	if rec.Length < 0 {
		return rec, errors.New("a record does not say how long it is")
	}
	return rec, nil
}

func (r *Record) set(name, value string) {
	switch name {
	case "warc-type":
		r.Type = strings.ToLower(value)
	case "warc-record-id":
		r.ID = unbracketed(value)
	case "warc-target-uri":
		r.URI = unbracketed(value) // WARC 1.0 was read by some as if it wanted them
	case "warc-date":
		r.Date = moment(value)
	case "content-type":
		r.Media = value
	case "warc-identified-payload-type":
		r.Payload = strings.ToLower(value)
	case "warc-truncated":
		r.Truncated = value
	case "warc-segment-number":
		r.Segment, _ = strconv.Atoi(value)
	case "content-length":
		if n, err := strconv.ParseUint(value, 10, 62); err == nil {
			r.Length = int64(n)
		}
	}
}

func unbracketed(s string) string {
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return s
}

// moment reads a WARC-Date, which 1.1 lets be as short as a year.
func moment(s string) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04Z", "2006-01-02", "2006-01", "2006", "20060102150405"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
