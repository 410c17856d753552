package news

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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
}

// Item is one story with what was wrong with its input. A line of JSON that could
// not be read gives an Item with an empty Story.
type Item struct {
	Story    entente.Story
	Problems []entente.Problem
}

// ErrUnusable is wrapped by every error that [Read] gives for input that holds no
// text: empty, binary, or of a format that is not read.
var ErrUnusable = errors.New("no story can be read from it")

const (
	defaultMaxStory = 64 << 20
	prefixSize      = 64 << 10 // bytes looked at to tell the format
)

// Read gives the stories of r. The name is the file's; it serves messages and the
// story's id. Plain text and HTML hold one story, JSON lines one a line, which are
// streamed. An error ends the sequence: r failed, or the input is unusable as a
// whole ([ErrUnusable]). Everything less is a Problem of an Item.
func Read(name string, r io.Reader, opt Options) iter.Seq2[Item, error] {
	name = strings.ToValidUTF8(name, "\uFFFD") // a file's name may be any bytes, an id may not
	return func(yield func(Item, error) bool) {
		in := bufio.NewReaderSize(r, prefixSize)
		prefix, err := in.Peek(prefixSize)
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			yield(Item{}, fmt.Errorf("reading %s: %w", name, err))
			return
		}
		form, err := detect(name, prefix)
		if err != nil {
			yield(Item{}, fmt.Errorf("%s: %w", name, err))
			return
		}
		src := source{name: name, opt: opt.filled(name), unit: "line"}
		switch form {
		case jsonLines:
			src.readLines(in, yield)
		case jsonDocument:
			src.unit = "item"
			src.readDocument(in, yield)
		default:
			yield(src.readOne(in, form))
		}
	}
}

// source is one input: its name and what the caller knows of it.
type source struct {
	name string
	opt  Options
	unit string // what a story is counted by: line, or item of a list
}

func (o Options) filled(name string) Options {
	if o.MaxStory <= 0 {
		o.MaxStory = defaultMaxStory
	}
	if o.ID == "" {
		o.ID = baseName(name)
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
func (s source) readOne(r io.Reader, form format) (Item, error) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(s.opt.MaxStory)+1))
	if err != nil {
		return Item{}, fmt.Errorf("reading %s: %w", s.name, err)
	}
	d := draft{opt: s.opt}
	raw, cut := cutAt(raw, s.opt.MaxStory)
	if cut {
		d.problem(len(raw), fmt.Sprintf("longer than %d bytes: read up to byte %d, the rest is left out", s.opt.MaxStory, len(raw)))
	}
	text, err := d.decode(raw, form)
	if err != nil {
		return Item{}, fmt.Errorf("%s: %w", s.name, err)
	}
	if form == page {
		d.readPage(text)
	} else {
		d.readPlain(text)
	}
	if strings.TrimFunc(d.story.Text, blank) == "" {
		return Item{}, fmt.Errorf("%s: %w: there is no text in it", s.name, ErrUnusable)
	}
	return d.finish(), nil
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
	story    entente.Story
	problems []entente.Problem
}

func (d *draft) problem(offset int, message string) {
	d.problems = append(d.problems, entente.Problem{Stage: "news", Subject: d.opt.ID, Offset: offset, Message: message})
}

// finish fills what the page did not give from what the caller knows, and says
// what is missing.
func (d *draft) finish() Item {
	s := &d.story
	s.ID = d.opt.ID
	s.URL = or(d.opt.URL, s.URL)
	s.Publisher = or(s.Publisher, d.opt.Publisher)
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
