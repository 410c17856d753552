package eventfile

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"iter"
)

// ErrParquet means that the bytes are Parquet, which this package does not read.
var ErrParquet = errors.New("it is Parquet")

// Member is one file of what was given: the input itself, or a file of an archive,
// whose name then follows that of the archive after a colon.
type Member struct {
	Name string
	R    io.Reader
}

// Members opens gzip and zip on the way, from a stream and without a disk, and gives
// each file inside; anything else is the one member. A member must be read before the
// next is asked for; what is left of it is passed over. An error ends the sequence; one
// in the midst of a member is given by its reader.
func Members(name string, r io.Reader) iter.Seq2[Member, error] {
	return func(yield func(Member, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		head, err := in.Peek(4)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(Member{}, err)
			return
		}
		switch {
		case bytes.HasPrefix(head, []byte("\x1f\x8b")):
			z, err := gzip.NewReader(in)
			yield(Member{name, z}, err)
		case bytes.Equal(head, []byte("PK\x03\x04")):
			unzip(name, in, yield)
		case bytes.Equal(head, []byte("PK\x05\x06")):
			yield(Member{}, errors.New("the zip is empty"))
		case bytes.Equal(head, []byte("PAR1")):
			yield(Member{}, ErrParquet)
		default:
			yield(Member{name, in}, nil)
		}
	}
}

const (
	signLocal     = "PK\x03\x04"
	signDirectory = "PK\x01\x02"
)

// unzip goes through the local headers of a zip, so that one from a pipe can be read;
// the directory at its end is not needed.
func unzip(name string, in *bufio.Reader, yield func(Member, error) bool) {
	for {
		sign, err := in.Peek(4)
		if string(sign) != signLocal {
			if string(sign) != signDirectory && string(sign) != "PK\x06\x06" && string(sign) != "PK\x05\x06" {
				yield(Member{}, fmt.Errorf("the zip ends early or is damaged: %w", orEOF(err)))
			}
			return
		}
		f, err := openEntry(in)
		if err != nil {
			yield(Member{}, fmt.Errorf("the zip is damaged: %w", err))
			return
		}
		if f.isFolder() {
			continue
		}
		if !yield(Member{name + ":" + f.name, f}, nil) {
			return
		}
		if _, err := io.Copy(io.Discard, f); err != nil && !errors.Is(err, errChecksum) {
			if !f.told {
				yield(Member{}, err)
			}
			return
		}
		if err := f.passDescriptor(); err != nil {
			yield(Member{}, fmt.Errorf("the zip is damaged: %w", err))
			return
		}
	}
}

func orEOF(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// entry is a file of a zip as it streams by.
type entry struct {
	in        *bufio.Reader
	data      io.Reader
	name      string
	sum       hash.Hash32
	want      uint32
	described bool // sums and sizes follow the data
	told      bool // an error was given to the reader
}

var errChecksum = errors.New("its sum is not that which the zip gives")

func (e *entry) isFolder() bool { return len(e.name) > 0 && e.name[len(e.name)-1] == '/' }

// openEntry reads a local header.
func openEntry(in *bufio.Reader) (*entry, error) {
	var h [30]byte
	if _, err := io.ReadFull(in, h[:]); err != nil {
		return nil, orEOF(err)
	}
	le := binary.LittleEndian
	flags, method := le.Uint16(h[6:]), le.Uint16(h[8:])
	size := uint64(le.Uint32(h[18:]))
	rest := make([]byte, int(le.Uint16(h[26:]))+int(le.Uint16(h[28:])))
	if _, err := io.ReadFull(in, rest); err != nil {
		return nil, orEOF(err)
	}
	n := int(le.Uint16(h[26:]))
	e := &entry{in: in, name: string(rest[:n]), sum: crc32.NewIEEE(), want: le.Uint32(h[14:]), described: flags&8 != 0}
	if size == 0xFFFFFFFF {
		size = wideSize(rest[n:])
	}
	switch {
	case flags&1 != 0:
		return nil, fmt.Errorf("%s is encrypted", e.name)
	case method == 8:
		e.data = flate.NewReader(in)
	case method == 0 && !e.described:
		e.data = io.LimitReader(in, int64(min(size, 1<<62)))
	case method == 0 && e.isFolder():
		e.data = bytes.NewReader(nil)
	default:
		return nil, fmt.Errorf("%s is packed in way %d, which cannot be read from a stream", e.name, method)
	}
	return e, nil
}

// wideSize gives the packed size from the extra field of a large file, its second number.
func wideSize(extra []byte) uint64 {
	le := binary.LittleEndian
	for len(extra) >= 4 {
		id, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		if n > len(extra)-4 {
			break
		}
		if id == 1 && n >= 16 {
			return le.Uint64(extra[12:])
		}
		extra = extra[4+n:]
	}
	return 0xFFFFFFFF
}

// Read gives the file's bytes; at its end the sum is checked, which stands in the header or
// behind the data.
func (e *entry) Read(p []byte) (int, error) {
	n, err := e.data.Read(p)
	e.sum.Write(p[:n])
	if errors.Is(err, io.EOF) {
		if want, ok := e.given(); ok && e.sum.Sum32() != want {
			err = errChecksum
		}
	}
	e.told = e.told || err != nil && !errors.Is(err, io.EOF)
	return n, err
}

// given is the sum that the zip gives, false where it cannot be found.
func (e *entry) given() (uint32, bool) {
	if !e.described {
		return e.want, true
	}
	d, err := e.descriptor()
	if err != nil {
		return 0, false
	}
	if len(d) == 16 || len(d) == 24 { // it begins with a sign, which may be left out
		d = d[4:]
	}
	return binary.LittleEndian.Uint32(d), true
}

// descriptor is what stands between the data and the next header, 12 to 24 bytes.
func (e *entry) descriptor() ([]byte, error) {
	ahead, err := e.in.Peek(28)
	for i := 12; i < len(ahead); i += 4 {
		if s := ahead[i:]; bytes.HasPrefix(s, []byte(signLocal)) || bytes.HasPrefix(s, []byte(signDirectory)) {
			return ahead[:i], nil
		}
	}
	return nil, orEOF(err)
}

// passDescriptor goes to the next header.
func (e *entry) passDescriptor() error {
	if !e.described {
		return nil
	}
	d, err := e.descriptor()
	if err == nil {
		_, err = e.in.Discard(len(d))
	}
	return err
}
