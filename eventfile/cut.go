package eventfile

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
)

// chunkSize is how many bytes are parsed at a time, and longest how long a line may
// be; a row of an event file has some four hundred.
const (
	chunkSize = 1 << 20
	longest   = 256 << 10
)

// Chunk is a run of whole lines of a file.
type Chunk struct {
	Text   string
	Line   int   // number of the first line, from 1
	Offset int64 // of its first byte
	piece  bool  // part of a line that is too long
}

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
	c.buf = make([]byte, 0, c.size)
	c.line = max(c.line, 1)
	return func(yield func(Chunk, error) bool) {
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
	ch := Chunk{string(c.buf[:n]), c.line, c.offset, c.within || !whole}
	c.within = !whole
	c.line += strings.Count(ch.Text, "\n")
	c.offset += int64(n)
	c.buf = append(c.buf[:0], c.buf[n:]...)
	return ch
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
	n, text := 0, string(c.buf)
	for {
		m := recordEnd(text[n:], c.delim, false)
		if m < 0 {
			return n
		}
		n += m
	}
}

// recordEnd is where the first record of a text ends, its line end included: the first
// line end outside of quotes. Quotes that do not close within the length of a long line
// are no quotes, and the record is one line. It is -1 if more must be seen to say.
func recordEnd(s string, delim byte, last bool) int {
	end := strings.IndexByte(s, '\n')
	if end < 0 {
		if last && len(s) > 0 {
			return len(s)
		}
		return -1
	}
	first := end + 1
	if strings.IndexByte(s[:first], '"') < 0 {
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
