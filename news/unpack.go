package news

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Bounds of what unpacks. Text shrinks to a tenth, to a hundredth where lines repeat;
// what shrinks to less is no text, and what comes of it is not waited for.
const (
	calmBytes  = 256 << 20 // unpacked without a question
	mostRatio  = 200       // times its size that it may unpack to beyond them
	mostUnread = 256 << 20 // bytes of a zip from a pipe, which must be held
)

var errBomb = fmt.Errorf("it unpacks to more than %d times its size: what follows is left out", mostRatio)

// guarded ends what unpacks to too much of too little.
type guarded struct {
	io.Reader
	n    int64
	size func() int64 // bytes of what is packed, so far
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if g.n += int64(n); g.n > calmBytes && g.n/mostRatio > g.size() {
		return n, errBomb
	}
	return n, err
}

// tally counts what is read through it.
type tally struct {
	io.Reader
	n int64
}

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	return n, err
}

// readPacked reads what lies in gzip. A web archive, which may be packed record by
// record, is told before, and unpacks itself.
func (s *source) readPacked(in *bufio.Reader) bool {
	own := &heard{Reader: in}
	raw := &tally{Reader: own}
	z, err := gzip.NewReader(raw)
	if own.err != nil {
		return s.fatal(own.err)
	}
	if err != nil {
		return s.lost(fmt.Errorf("%w: it is gzip, and damaged: %v", ErrUnusable, err))
	}
	text := &frayed{Reader: &guarded{Reader: z, size: func() int64 { return raw.n }}, own: func() error { return own.err }}
	inner := *s
	inner.layer = unpacked
	if s.layer == member {
		inner.layer = inmost
	}
	inner.name = withoutPacking(s.name)
	return s.through(&inner, text)
}

// withoutPacking leaves the ending of gzip out of a name.
func withoutPacking(name string) string {
	if ext := path.Ext(name); strings.EqualFold(ext, ".gz") {
		return name[:len(name)-len(ext)]
	}
	return name
}

// through reads what unpacks, and tells a damage after what came before it.
func (s *source) through(inner *source, text *frayed) bool {
	var lost error
	inner.yield = func(p Piece, err error) bool {
		if err != nil {
			lost = err
			return false
		}
		return s.yield(p, nil)
	}
	good := inner.pieces(text)
	s.n, s.left = inner.n, inner.left
	switch {
	case lost != nil && text.damage != nil:
		return s.lost(fmt.Errorf("%w: it is packed, and damaged: %v", ErrUnusable, text.damage))
	case lost != nil:
		s.yield(Piece{}, lost)
		return false
	case good && text.damage != nil:
		return s.told(s.counting(), -1, fmt.Sprintf("damaged: %v; what came before was read", text.damage))
	}
	return good
}

// readZip reads the files of a zip, in its order.
func (s *source) readZip(in io.Reader) bool {
	at, size, err := s.whole(in)
	if err != nil {
		return s.lost(err)
	}
	watched := &heardAt{ReaderAt: at}
	z, err := zip.NewReader(watched, size)
	if watched.err != nil {
		return s.fatal(watched.err)
	}
	if err == nil {
		err = s.sane(z, size)
	} else {
		err = fmt.Errorf("%w: it is a zip, and damaged: %v", ErrUnusable, err)
	}
	if err != nil {
		return s.lost(err)
	}
	for _, f := range z.File {
		if !isStoryFile(f.Name) {
			if !strings.HasSuffix(f.Name, "/") {
				s.left.add("file of another kind")
			}
			continue
		}
		if !s.member(f, watched) {
			return false
		}
	}
	s.rest(s.counting())
	return true
}

// whole gives a zip to be read at any place.
func (s *source) whole(in io.Reader) (io.ReaderAt, int64, error) {
	if file, ok := s.input.(interface {
		io.ReaderAt
		io.Seeker
	}); ok && s.layer == bare && s.base == 0 {
		if size, err := file.Seek(0, io.SeekEnd); err == nil {
			return file, size, nil
		}
	}
	raw, err := io.ReadAll(io.LimitReader(in, mostUnread+1))
	if err != nil {
		return nil, 0, err
	}
	if len(raw) > mostUnread {
		return nil, 0, fmt.Errorf("%w: a zip of more than %d MiB from a pipe; name the file", ErrUnusable, mostUnread>>20)
	}
	return bytes.NewReader(raw), int64(len(raw)), nil
}

// heardAt is [heard] for what is read at places.
type heardAt struct {
	io.ReaderAt
	err error
}

func (h *heardAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := h.ReaderAt.ReadAt(p, off)
	if err != nil && err != io.EOF {
		h.err = err
	}
	return n, err
}

// sane refuses office documents, and zips whose files lie over one another: no packer
// writes them, and a few bytes unpack to any number.
func (s *source) sane(z *zip.Reader, size int64) error {
	var sum uint64
	for _, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "mimetype" || f.Name == "META-INF/MANIFEST.MF" {
			return fmt.Errorf("%w: it is an office document or a program in a zip; save it as text first", ErrUnusable)
		}
		if sum += min(f.CompressedSize64, math.MaxInt64); sum > uint64(size) {
			return fmt.Errorf("%w: a zip whose files are larger than the zip itself: it means ill", ErrUnusable)
		}
	}
	return nil
}

// member reads a file of a zip.
func (s *source) member(f *zip.File, watched *heardAt) bool {
	inner := *s
	name := clean(f.Name)
	inner.file = s.file + ":" + name
	inner.name, inner.layer, inner.unit = inner.file, member, "line"
	inner.opt.ID = strings.TrimPrefix(s.opt.ID+"/"+memberID(name), "/")
	inner.left = s.left
	lost := func(why string) bool {
		s.n, s.left = inner.n, nil
		good := inner.told(inner.counting(), -1, why)
		s.n = inner.n
		return good
	}
	if f.Flags&1 != 0 {
		return lost("it is encrypted; unpack it first")
	}
	r, err := f.Open()
	if watched.err != nil {
		return s.fatal(watched.err)
	}
	if err != nil {
		return lost(fmt.Sprintf("it cannot be unpacked: %v", err))
	}
	defer r.Close()
	text := &frayed{Reader: &guarded{Reader: r, size: func() int64 { return int64(f.CompressedSize64) }}, own: func() error { return watched.err }}
	good := inner.pieces(text)
	s.n, s.left = inner.n, inner.left
	if good && text.damage != nil {
		return lost(fmt.Sprintf("damaged: %v; what came before was read", wordDamage(text.damage)))
	}
	return good
}

func wordDamage(err error) error {
	if errors.Is(err, zip.ErrChecksum) {
		return errors.New("its sum is not that which the zip gives")
	}
	return err
}

// memberID is a member's name as part of an id: without its ending, and without what
// would lead out of the archive.
func memberID(name string) string {
	name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(withoutPacking(name), `\`, "/")), "/")
	return strings.TrimSuffix(name, path.Ext(name))
}

// storyEndings are those of files that hold stories.
var storyEndings = []string{".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".rss", ".atom", ".xml", ".warc", ".wet", ".zip"}

// IsStoryFile reports whether a file's name is of a kind that is read where a folder or
// an archive is named and not the file itself. ".gz" may follow; of ".xml" feeds alone
// are read.
func IsStoryFile(name string) bool { return isStoryFile(name) }

func isStoryFile(name string) bool {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return !strings.HasPrefix(base, ".") && !strings.HasPrefix(name, "__MACOSX/") &&
		slices.Contains(storyEndings, strings.ToLower(path.Ext(withoutPacking(base))))
}
