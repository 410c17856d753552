package warc

import (
	"bufio"
	"bytes"
	"io"
	"iter"

	"github.com/klauspost/compress/gzip"
)

// Bounds of what is taken for an archive's own words. No crawler comes near them.
const (
	mostHeader = 64 << 10  // bytes of a record's header
	bufferSize = 256 << 10 // bytes read ahead; also how far a look for the next record sees
	// A member of gzip that unpacks to more than calm bytes, and to more than mostRatio
	// times its size, is a bomb: text shrinks to a tenth, rows of zeros to a thousandth.
	calm      = 256 << 20
	mostRatio = 200
	mostTwice = 256 << 20 // bytes read again after damages
)

// Records reads an archive from a place on that an earlier reading gave; the zero Place
// is its beginning. The reader must stand at the place's offset. An error that is a
// *[Damage] ends nothing; any other is the reader's own and ends the sequence.
//
// Where the reader is an [io.Seeker] more is saved of what lies behind a damage, for the
// look for the next record can begin where the damaged one did.
func Records(r io.Reader, from Place) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		a := archive{raw: &counted{r: r, n: from.Offset}, twice: mostTwice}
		a.in = bufio.NewReaderSize(a.raw, bufferSize)
		skip := from.Skip
		for {
			got := a.place(func(rec Record, err error) bool {
				if err == nil && skip > 0 {
					skip--
					return true
				}
				return yield(rec, err)
			})
			if got != more {
				return
			}
		}
	}
}

// counted counts the bytes read, and remembers an error that is the reader's own.
type counted struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}

// archive is an archive being read.
type archive struct {
	raw   *counted
	in    *bufio.Reader
	z     *gzip.Reader
	out   *bufio.Reader // of what a member unpacks to
	twice int64         // bytes that may still be read a second time
}

// offset is how far into the archive reading has come.
func (a *archive) offset() int64 { return a.raw.n - int64(a.in.Buffered()) }

type take = func(Record, error) bool

// outcome is how the reading of a record, or of all at a place, ended.
type outcome int

const (
	more    outcome = iota // what was begun is whole; another may follow
	ended                  // nothing is left there
	broken                 // what follows is damaged: the next record is to be looked for
	stopped                // the caller wants no more, or the archive's own reader failed
)

// place reads what lies at one place: a member of gzip with all its records, or one
// record that is not packed.
func (a *archive) place(yield take) outcome {
	s := section{archive: a, in: a.in, start: a.offset(), yield: yield}
	head, err := a.in.Peek(2)
	switch {
	case len(head) == 0 && err == io.EOF:
		return ended
	case a.raw.err != nil:
		yield(Record{}, a.raw.err)
		return stopped
	case bytes.Equal(head, []byte("\x1f\x8b")):
		return s.packed()
	}
	if got := s.record(); got != broken {
		return got
	}
	return s.goOn()
}

// seek goes to the next byte at which a record begins, packed or not.
func (a *archive) seek() bool {
	for {
		ahead, err := a.in.Peek(bufferSize)
		if i := a.find(ahead); i >= 0 {
			_, _ = a.in.Discard(i)
			return true
		}
		if err != nil {
			_, _ = a.in.Discard(len(ahead))
			return false
		}
		_, _ = a.in.Discard(len(ahead) - lookAhead)
	}
}

// lookAhead is how many bytes are needed to see that a record begins.
const lookAhead = 4 << 10

// find gives the place in b at which a record begins, -1 if there is none.
func (a *archive) find(b []byte) int {
	for i := 0; i < len(b); i++ {
		next := bytes.IndexAny(b[i:], "\x1fW")
		if next < 0 {
			return -1
		}
		i += next
		if begins(b[i:]) && (b[i] != 'W' || i == 0 || b[i-1] == '\n') {
			return i
		}
	}
	return -1
}

// begins reports whether bytes are the beginning of a record, packed or not.
func begins(b []byte) bool {
	if bytes.HasPrefix(b, []byte("WARC/")) {
		return true
	}
	if !bytes.HasPrefix(b, []byte("\x1f\x8b\x08")) {
		return false
	}
	z, err := gzip.NewReader(bytes.NewReader(b[:min(len(b), lookAhead)]))
	if err != nil {
		return false
	}
	var head [5]byte
	_, err = io.ReadFull(z, head[:])
	return err == nil && string(head[:]) == "WARC/"
}
