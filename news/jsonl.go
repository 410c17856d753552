package news

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"entente"
)

// record is a line of JSON as it stands. Only text must be there; a field of the
// wrong kind costs the field, not the story.
type record struct {
	ID        json.RawMessage `json:"id"`
	Title     json.RawMessage `json:"title"`
	Published json.RawMessage `json:"published"`
	Publisher json.RawMessage `json:"publisher"`
	URL       json.RawMessage `json:"url"`
	Language  json.RawMessage `json:"language"`
	Author    json.RawMessage `json:"author"`
	Kind      json.RawMessage `json:"kind"`
	Text      json.RawMessage `json:"text"`
}

// readLines hands on one piece a line that is not blank.
func (s *source) readLines(in *bufio.Reader) bool {
	offset := s.opt.From.Offset
	for n := s.opt.From.Line + 1; ; n++ {
		raw, size, err := boundedLine(in, s.opt.MaxStory)
		if err != nil && err != io.EOF {
			return s.fatal(err)
		}
		if size > s.opt.MaxStory || len(bytes.TrimFunc(raw, blank)) > 0 {
			at := Mark{Offset: offset, Line: n - 1, Form: lineForm}
			if s.layer != bare {
				at = s.counting()
			}
			one, place := *s, int(offset)
			if !s.piece(at, func() (Item, error) { return one.readRecord(raw, size, n, place), nil }) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
		offset += int64(size)
	}
}

// readDocument hands on the stories of a JSON document: one object, or a list of them,
// numbered from 1. It stops at the first place that is not JSON.
func (s *source) readDocument(in *bufio.Reader) bool {
	dec := json.NewDecoder(in)
	if c := firstByte(in); c == '[' {
		_, _ = dec.Token()
	}
	for n := 1; dec.More(); n++ {
		var raw json.RawMessage
		offset := int(dec.InputOffset())
		err := dec.Decode(&raw)
		if err != nil && err != io.ErrUnexpectedEOF && !errors.As(err, new(*json.SyntaxError)) {
			return s.fatal(err)
		}
		one := *s
		if err != nil {
			return s.piece(s.counting(), func() (Item, error) { return one.badLine(n, offset, "not a story in JSON: "+jsonTrouble(err)), nil })
		}
		if !s.piece(s.counting(), func() (Item, error) { return one.readRecord(raw, len(raw), n, offset), nil }) {
			return false
		}
	}
	return true
}

// firstByte drops white space and gives the byte after it without taking it.
func firstByte(in *bufio.Reader) byte {
	for {
		r, _, err := in.ReadRune()
		if err != nil {
			return 0
		}
		if !blank(r) {
			_ = in.UnreadRune()
			return byte(r)
		}
	}
}

// boundedLine reads a line of at most limit bytes without its end. Of a longer one
// nothing is kept. The size counts all bytes that were read.
func boundedLine(in *bufio.Reader, limit int) (line []byte, size int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		size += len(part)
		if size <= limit {
			line = append(line, part...)
		} else {
			line = nil
		}
		if err != bufio.ErrBufferFull {
			return line, size, err
		}
	}
}

// readRecord makes an Item of line n.
func (s source) readRecord(raw []byte, size, n, offset int) Item {
	if size > s.opt.MaxStory {
		return s.badLine(n, offset, fmt.Sprintf("longer than %d bytes; left out", s.opt.MaxStory))
	}
	raw = bytes.TrimFunc(raw, blank)
	var rec record
	if err := json.Unmarshal(raw, &rec); err != nil {
		return s.badLine(n, offset, "not a story in JSON: "+jsonTrouble(err))
	}
	var text string
	if rec.Text == nil {
		return s.badLine(n, offset, `has no "text"`)
	}
	if err := json.Unmarshal(rec.Text, &text); err != nil {
		return s.badLine(n, offset, `"text" is not a string`)
	}
	if strings.TrimFunc(text, blank) == "" {
		return s.badLine(n, offset, `"text" is empty`)
	}
	return s.story(rec, text, n)
}

func (s source) badLine(n, offset int, what string) Item {
	return Item{Problems: []entente.Problem{{Stage: "news", Subject: s.file, Offset: offset, Message: fmt.Sprintf("%s %d: %s", s.unit, n, what)}}}
}

// jsonTrouble words an error of the decoder for a reader of the file.
func jsonTrouble(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("%s (byte %d)", strings.TrimPrefix(err.Error(), "json: "), syntax.Offset)
	}
	return "it is not an object"
}

// story makes an Item of a record whose text is there.
func (s source) story(rec record, text string, n int) Item {
	d := draft{opt: s.opt}
	d.opt.URL = ""
	d.opt.ID = fmt.Sprintf("%s-%d", s.opt.ID, n)
	if id := d.field("id", rec.ID); id != "" {
		d.opt.ID = id
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		d.problem(i, "NUL characters in the text: each is read as a space")
		text = strings.ReplaceAll(text, "\x00", " ")
	}
	d.story = entente.Story{
		Title:     oneLine(d.field("title", rec.Title)),
		Publisher: d.field("publisher", rec.Publisher),
		URL:       d.field("url", rec.URL),
		Language:  strings.ToLower(d.field("language", rec.Language)),
		Author:    d.field("author", rec.Author),
		Kind:      d.kind(d.field("kind", rec.Kind)),
		Text:      text,
	}
	d.story.Language, _, _ = strings.Cut(d.story.Language, "-")
	d.story.Published = d.published(d.field("published", rec.Published))
	p := lay(text, d.story.Title, namesIn(d.story.Author), d.story.Title != "" || strings.Count(text, "\n") < 3)
	d.takeLayout(p)
	d.tellLanguage(p.sample())
	return d.finish()
}

// field gives a field's string; numbers are taken as they are written.
func (d *draft) field(name string, raw json.RawMessage) string {
	if raw == nil || string(raw) == "null" {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(strings.ReplaceAll(s, "\x00", ""))
	}
	if name == "id" && (isDigit(raw[0]) || raw[0] == '-') {
		return string(raw)
	}
	d.problem(-1, fmt.Sprintf("%q is not a string; left out", name))
	return ""
}

func (d *draft) published(s string) entente.Day {
	if s == "" {
		return 0
	}
	day := dayOfStamp(s)
	if !day.Known() {
		d.problem(-1, fmt.Sprintf("published %q is not a date such as 2021-06-16; left out", s))
	}
	return day
}

func (d *draft) kind(s string) entente.Kind {
	switch k := entente.Kind(strings.ToLower(s)); k {
	case "", entente.ReportKind, entente.OpinionKind, entente.TranscriptKind:
		return k
	}
	d.problem(-1, fmt.Sprintf("kind %q is none of report, opinion, transcript; left out", s))
	return ""
}
