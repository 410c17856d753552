package news

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"entente"
)

// Options say what the caller knows of the input. The zero value is fine.
type Options struct {
	Published entente.Day // taken where the page gives no date
	Publisher string      // taken where the page names none
	URL       string      // where the page came from
	ID        string      // of the story; the file's base name where empty
	MaxStory  int         // bytes of one story, 64 MiB where 0
	Single    bool        // the input is one page: no archive, feed or packed file is opened
	Captured  bool        // of web archives: where a page gives no date, the day of its capture is taken
	From      Mark        // where reading is taken up
}

// Item is one story with what was wrong with its input. A line of JSON that could
// not be read gives an Item with an empty Story, and so does what was left out of an
// archive after its last page.
type Item struct {
	Story    entente.Story
	Problems []entente.Problem
	File     string // as the [Piece] has it
	At       Mark   // likewise
	Left     Left
}

// ErrUnusable is wrapped by every error that [Read] gives for input that holds no
// text: empty, binary, or of a format that is not read.
var ErrUnusable = errors.New("no story can be read from it")

const (
	defaultMaxStory = 64 << 20
	prefixSize      = 64 << 10 // bytes looked at to tell the format
)

// Read gives the stories of r. The name is the file's; it serves messages and the
// story's id. Plain text and HTML hold one story, JSON lines one a line, a feed one an
// entry, a web archive one a page; a zip holds any of these, and gzip may be around all
// but the zip. Everything but a feed and a single story is streamed. An error ends the
// sequence: r failed, or the input is unusable as a whole ([ErrUnusable]). Everything
// less is a Problem of an Item.
func Read(name string, r io.Reader, opt Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for p, err := range Pieces(name, r, opt) {
			if err != nil {
				yield(Item{}, err)
				return
			}
			item, err := p.Read()
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// source is one input: its name and what the caller knows of it.
type source struct {
	name  string // as messages give it
	file  string // as pieces give it: a member of an archive follows the archive's name
	opt   Options
	unit  string // what a story is counted by: line, or item of a list
	input io.Reader
	base  int64 // at which the input stood, -1 where it cannot be gone back to
	yield func(Piece, error) bool
	left  Left // what was left out since the last piece
	n     int  // pieces that were marked by their number
	layer layer
}

// layer is what a source was taken out of.
type layer int

const (
	bare     layer = iota
	unpacked       // out of gzip
	member         // out of a zip
	inmost         // out of gzip in a zip
)

// clean makes text of what may be any bytes: a file's name, an address, words of a feed.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// pieces tells the format of r and reads it.
func (s *source) pieces(r io.Reader) bool {
	in := bufio.NewReaderSize(r, prefixSize)
	if s.file == "" {
		s.file = s.name
	}
	switch s.opt.From.Form {
	case lineForm:
		return s.readLines(in)
	case warcForm:
		return s.readArchive(in)
	}
	prefix, err := prefixOf(in)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return s.fatal(err)
	}
	form, err := detect(s.name, prefix)
	if err == nil {
		err = s.layer.takes(form)
	}
	if err == nil && s.opt.Single && form >= feedForm {
		err = fmt.Errorf("%w: it is an archive or a feed, and no page", ErrUnusable)
	}
	if err != nil {
		return s.lost(err)
	}
	switch form {
	case jsonLines:
		return s.readLines(in)
	case jsonDocument:
		s.unit = "item"
		return s.readDocument(in)
	case feedForm:
		return s.readFeed(in)
	case webArchive:
		return s.readArchive(in)
	case packed:
		return s.readPacked(in)
	case zipArchive:
		return s.readZip(in)
	}
	return s.readOne(in, form)
}

// takes refuses archives within archives.
func (l layer) takes(form format) error {
	switch {
	case form == packed && (l == unpacked || l == inmost):
		return fmt.Errorf("%w: it is gzip within gzip; unpack it once", ErrUnusable)
	case form == zipArchive && l == unpacked:
		return fmt.Errorf("%w: it is a zip within gzip; unpack it first", ErrUnusable)
	case form == zipArchive && l != bare:
		return fmt.Errorf("%w: it is a zip within a zip, which is not opened; unpack the outer one", ErrUnusable)
	}
	return nil
}

// lost hands on what makes an input unusable: an error, and in a zip a problem.
func (s *source) lost(err error) bool {
	if s.layer == member || s.layer == inmost {
		return s.told(s.counting(), -1, strings.TrimPrefix(err.Error(), s.name+": "))
	}
	s.yield(Piece{}, fmt.Errorf("%s: %w", s.name, err))
	return false
}

func (o Options) filled(name string) Options {
	if o.MaxStory <= 0 {
		o.MaxStory = defaultMaxStory
	}
	if o.ID == "" {
		o.ID = baseName(withoutPacking(name))
	}
	return o
}

// baseName is a file's name without folders and without its last extension.
func baseName(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if ext := path.Ext(base); ext != base {
		base = strings.TrimSuffix(base, ext)
	}
	if base == "." || base == "/" || base == "-" {
		return "stdin"
	}
	return base
}

// readOne reads an input that is a single story.
func (s *source) readOne(r io.Reader, form format) bool {
	raw, err := io.ReadAll(io.LimitReader(r, int64(s.opt.MaxStory)+1))
	if err != nil {
		return s.fatal(err)
	}
	opt, name, inside := s.opt, s.name, s.layer == member || s.layer == inmost
	return s.piece(s.counting(), func() (Item, error) {
		d := draft{opt: opt}
		err := d.readBytes(raw, form)
		if err != nil && inside {
			d.opt.ID = name
			d.problem(-1, err.Error())
			return Item{Problems: d.problems}, nil
		}
		if err != nil {
			return Item{}, fmt.Errorf("%s: %w", name, err)
		}
		return d.finish(), nil
	})
}

// readBytes makes the draft of a page or a plain text.
func (d *draft) readBytes(raw []byte, form format) error {
	raw, cut := cutAt(raw, d.opt.MaxStory)
	if cut {
		d.problem(len(raw), fmt.Sprintf("longer than %d bytes: read up to byte %d, the rest is left out", d.opt.MaxStory, len(raw)))
	}
	text, err := d.decode(raw, form)
	if err != nil {
		return err
	}
	if form == page {
		d.readPage(text)
	} else {
		d.readPlain(text)
	}
	if strings.TrimFunc(d.story.Text, blank) == "" {
		return fmt.Errorf("%w: there is no text in it", ErrUnusable)
	}
	return nil
}

// cutAt shortens raw to at most limit bytes, at the end of a paragraph if there is
// one in the second half, else of a line, else of a character.
func cutAt(raw []byte, limit int) ([]byte, bool) {
	if len(raw) <= limit {
		return raw, false
	}
	head := raw[:limit]
	for _, end := range []string{"\n\n", "\r\n\r\n", "\n"} {
		if i := bytes.LastIndex(head, []byte(end)); i > limit/2 {
			return head[:i+1], true
		}
	}
	for i := len(head); i > 0 && i > len(head)-4; i-- {
		if raw[i]&0xC0 != 0x80 {
			return head[:i], true
		}
	}
	return head, true
}

// draft is a story in the making.
type draft struct {
	opt      Options
	charset  string // that the page was sent with, "" where nothing told
	story    entente.Story
	problems []entente.Problem
}

func (d *draft) problem(offset int, message string) {
	d.problems = append(d.problems, entente.Problem{Stage: "news", Subject: d.opt.ID, Offset: offset, Message: clean(message)})
}

// finish fills what the page did not give from what the caller knows, and says
// what is missing.
func (d *draft) finish() Item {
	s := &d.story
	s.ID = d.opt.ID
	s.URL = or(d.opt.URL, s.URL)
	s.Publisher = or(s.Publisher, d.opt.Publisher)
	for _, head := range []*string{&s.ID, &s.URL, &s.Title, &s.Author, &s.Publisher, &s.Language} {
		*head = clean(*head)
	}
	s.Text = strings.ReplaceAll(s.Text, "\x00", " ")
	if s.Kind == "" {
		s.Kind = kindOfURL(s.URL)
	}
	if !s.Published.Known() {
		s.Published = dayInURL(s.URL)
	}
	if !s.Published.Known() {
		s.Published = d.opt.Published
	}
	if !s.Published.Known() {
		d.problem(-1, "no date of publication: words such as \"last month\" stay unresolved; give one with --published YYYY-MM-DD")
	}
	sum := sha256.Sum256([]byte(s.Text))
	s.Hash = "sha256:" + hex.EncodeToString(sum[:])
	return Item{Story: *s, Problems: d.problems}
}

// kindOfURL tells an opinion by a folder of its address.
func kindOfURL(url string) entente.Kind {
	for part := range strings.SplitSeq(strings.ToLower(url), "/") {
		if kindLabels[part] || part == "commentisfree" || part == "voices" {
			return entente.OpinionKind
		}
	}
	return entente.ReportKind
}

// or gives the first of two strings that is not empty.
func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// prefixOf gives the beginning of an input, from which its form is told. Who writes JSON
// lines one by one is not kept waiting: a line that opens an object is enough.
func prefixOf(in *bufio.Reader) ([]byte, error) {
	if _, err := in.Peek(1); err == nil {
		come, _ := in.Peek(min(in.Buffered(), prefixSize))
		if line, _, ended := bytes.Cut(come, []byte("\n")); ended && bytes.HasPrefix(line, []byte("{")) && json.Valid(line) {
			return come, nil
		}
	}
	return in.Peek(prefixSize)
}
