package news

import (
	"fmt"
	"io"
	"iter"
	"maps"

	"entente"
)

// Piece is one story as it lies in its input, not read yet; or what stands in the place
// of one: a line or a record that cannot be used, or what was left out.
type Piece struct {
	File string // the file it lies in; a file of an archive follows the archive's name after a colon
	At   Mark   // where reading can be taken up so that it begins with this piece
	Left Left   // what was left out since the piece before
	read func() (Item, error)
}

// Read reads the piece. It touches nothing that other pieces do, so that many can be
// read at once. The error is [ErrUnusable] for an input that is a single story and holds
// no text; in an archive that is a Problem.
func (p Piece) Read() (Item, error) {
	var item Item
	var err error
	if p.read != nil {
		item, err = p.read()
	}
	item.File, item.At, item.Left = p.File, p.At, p.Left
	return item, err
}

// Then is the piece with something done to what comes of it.
func (p Piece) Then(do func(Item) Item) Piece {
	read := p
	p.read = func() (Item, error) {
		item, err := read.Read()
		return do(item), err
	}
	return p
}

// Left counts what an archive holds that is no story, by what it is: "request",
// "revisit", "image", "status 404". It is no fault of the archive's.
type Left map[string]int

// mostKinds is how many kinds of what is left out are told apart: an archive may make up
// any number of them.
const mostKinds = 40

func (l *Left) add(what string) {
	if *l == nil {
		*l = Left{}
	}
	if _, ok := (*l)[what]; !ok && len(*l) >= mostKinds {
		what = "other"
	}
	(*l)[what]++
}

// Plus adds what was left out elsewhere.
func (l Left) Plus(more Left) Left {
	if len(more) == 0 {
		return l
	}
	out := maps.Clone(l)
	if out == nil {
		out = Left{}
	}
	for what, n := range more {
		if _, ok := out[what]; !ok && len(out) >= mostKinds {
			what = "other"
		}
		out[what] += n
	}
	return out
}

// Mark is a place in an input: so many pieces after the one that begins at an offset.
// The offset is 0 where the input must be gone through from its beginning, which costs
// no reading of pages.
type Mark struct {
	Offset int64  `json:"offset,omitempty"`
	Skip   int    `json:"skip,omitempty"`
	Line   int    `json:"line,omitempty"` // lines before the offset
	Form   string `json:"form,omitempty"` // of what begins at the offset: "lines", "warc"
}

// After is the place behind the piece that is at a mark.
func (m Mark) After() Mark {
	m.Skip++
	return m
}

const (
	lineForm = "lines"
	warcForm = "warc"
)

// Pieces gives the stories of r unread, in order, so that the reading, which is the
// work, can be spread. What holds for [Read] holds here.
//
// If the options name a mark, r stands at its offset, and the pieces begin there.
//
// A zip is read at once and not as a stream: r should be an [io.ReaderAt] and
// [io.Seeker], as an opened file is; of another one at most 256 MiB are taken.
func Pieces(name string, r io.Reader, opt Options) iter.Seq2[Piece, error] {
	return func(yield func(Piece, error) bool) {
		skip := opt.From.Skip
		s := source{name: clean(name), opt: opt.filled(clean(name)), unit: "line", input: r, base: -1}
		if file, ok := r.(io.Seeker); ok {
			if at, err := file.Seek(0, io.SeekCurrent); err == nil && at == opt.From.Offset {
				s.base = at
			}
		}
		s.yield = func(p Piece, err error) bool {
			if err == nil && skip > 0 {
				skip--
				return true
			}
			return yield(p, err)
		}
		s.pieces(r)
	}
}

// piece hands on what will be read by a function.
func (s *source) piece(at Mark, read func() (Item, error)) bool {
	p := Piece{File: s.file, At: at, Left: s.left, read: read}
	s.left = nil
	return s.yield(p, nil)
}

// told hands on problems in the place of a story.
func (s *source) told(at Mark, offset int64, message string) bool {
	p := entente.Problem{Stage: "news", Subject: s.file, Offset: int(offset), Message: clean(message)}
	return s.piece(at, func() (Item, error) { return Item{Problems: []entente.Problem{p}}, nil })
}

// rest hands on what was left out after the last piece, if anything was.
func (s *source) rest(at Mark) {
	if len(s.left) > 0 {
		s.piece(at, nil)
	}
}

// counting marks pieces by their number, for inputs that can only be gone through.
func (s *source) counting() Mark {
	s.n++
	return Mark{Skip: s.n - 1}
}

// fatal ends the sequence: the input's own reader failed.
func (s *source) fatal(err error) bool {
	s.yield(Piece{}, fmt.Errorf("reading %s: %w", s.file, err))
	return false
}

// heard remembers an error of an input's own reader, so that it can be told from those
// of what unpacks it.
type heard struct {
	io.Reader
	err error
}

func (h *heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if err != nil && err != io.EOF {
		h.err = err
	}
	return n, err
}

// frayed is what unpacks to a file that may be damaged: the damage is its end. An error
// of the input's own reader stays one.
type frayed struct {
	io.Reader
	own    func() error // of what is unpacked
	damage error
}

func (f *frayed) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if own := f.own(); own != nil {
		return n, own
	}
	if err != nil && err != io.EOF {
		f.damage, err = err, io.EOF
	}
	return n, err
}

// Trouble is a piece that stands in the place of what could not be had at all, a file
// that cannot be opened say.
func Trouble(p entente.Problem) Piece {
	return Piece{File: p.Subject, read: func() (Item, error) { return Item{Problems: []entente.Problem{p}}, nil }}
}
