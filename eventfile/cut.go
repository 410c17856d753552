package eventfile

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"sync"
)

// chunkSize is how many bytes are parsed at a time, and longest how long a line may
// be; a row of an event file has some four hundred.
const (
	chunkSize = 1 << 20
	longest   = 256 << 10
)

// Chunk is a run of whole lines of a file. Its memory is used again once it is given back
// ([Chunk.Done]).
type Chunk struct {
	Text   []byte
	Line   int   // number of the first line, from 1
	Offset int64 // of its first byte
	piece  bool  // part of a line that is too long
}

// Done gives the chunk's memory back: neither it nor a part of it is looked at again.
// A chunk that is not given back is garbage like any other.
func (c Chunk) Done() {
	if cap(c.Text) >= chunkSize {
		buffers.Put(&c.Text)
	}
}

// buffers are of chunks that were given back. An import reads gigabytes: were each chunk
// new, most of its time went into collecting garbage.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, chunkSize); return &b }}

// cutter cuts a stream into chunks at the ends of lines, or of records where quoted
// fields may hold line ends.
type cutter struct {
	in     io.Reader
	quoted bool
	delim  byte
	size   int // 0 means chunkSize

	buf    []byte
	line   int
	offset int64
	end    error // why the stream ended
	within bool  // a line that is too long goes on
}

// chunks gives the chunks; an error of the stream comes after all that could be read.
func (c *cutter) chunks() iter.Seq2[Chunk, error] {
	if c.size == 0 {
		c.size = chunkSize
	}
	c.line = max(c.line, 1)
	return func(yield func(Chunk, error) bool) {
		c.buf = c.empty()
		for c.end == nil || len(c.buf) > 0 {
			c.fill()
			if len(c.buf) == 0 {
				break
			}
			if !yield(c.take(), nil) {
				return
			}
		}
		if !errors.Is(c.end, io.EOF) {
			yield(Chunk{Line: c.line, Offset: c.offset}, c.end)
		}
	}
}

func (c *cutter) fill() {
	for c.end == nil && len(c.buf) < cap(c.buf) {
		n, err := c.in.Read(c.buf[len(c.buf):cap(c.buf)])
		c.buf = c.buf[:len(c.buf)+n]
		c.end = err
	}
}

// take cuts the next chunk off the buffer.
func (c *cutter) take() Chunk {
	n, whole := c.cut()
	ch := Chunk{c.buf[:n:cap(c.buf)], c.line, c.offset, c.within || !whole}
	c.within = !whole
	c.line += bytes.Count(ch.Text, []byte("\n"))
	c.offset += int64(n)
	c.buf = append(c.empty(), c.buf[n:]...)
	return ch
}

// empty gives memory for the next chunk.
func (c *cutter) empty() []byte {
	if c.size != chunkSize {
		return make([]byte, 0, c.size)
	}
	return (*buffers.Get().(*[]byte))[:0]
}

// cut says how many bytes of the buffer are whole lines; it is false where the buffer
// is but a part of one.
func (c *cutter) cut() (n int, whole bool) {
	if c.within { // to the end of the line that is too long
		if i := bytes.IndexByte(c.buf, '\n'); i >= 0 {
			return i + 1, true
		}
		return len(c.buf), c.end != nil
	}
	if c.end != nil {
		return len(c.buf), true
	}
	if c.quoted {
		n = c.records()
	} else {
		n = bytes.LastIndexByte(c.buf, '\n') + 1
	}
	if n == 0 {
		return len(c.buf), false
	}
	return n, true
}

// records is how many bytes of the buffer are whole records.
func (c *cutter) records() int {
	n := 0
	for {
		m := recordEnd(c.buf[n:], c.delim, false)
		if m < 0 {
			return n
		}
		n += m
	}
}

// recordEnd is where the first record of a text ends, its line end included: the first
// line end outside of quotes. Quotes that do not close within the length of a long line
// are no quotes, and the record is one line. It is -1 if more must be seen to say.
func recordEnd(s []byte, delim byte, last bool) int {
	end := bytes.IndexByte(s, '\n')
	if end < 0 {
		if last && len(s) > 0 {
			return len(s)
		}
		return -1
	}
	first := end + 1
	if bytes.IndexByte(s[:first], '"') < 0 {
		return first
	}
	start, quoted := true, false
	for i := 0; i < len(s) && i < longest; i++ {
		switch b := s[i]; {
		case quoted && b == '"':
			if i+1 < len(s) && s[i+1] == '"' {
				i++
			} else {
				quoted = false
			}
		case quoted:
		case b == '"' && start:
			quoted, start = true, false
		case b == '\n':
			return i + 1
		default:
			start = b == delim
		}
	}
	if len(s) < longest && !last {
		return -1
	}
	if last && !quoted && len(s) < longest {
		return len(s)
	}
	return first
}
