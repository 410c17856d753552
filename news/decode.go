package news

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	uni "golang.org/x/text/encoding/unicode"
)

// blank reports what counts as white space: also the marks without width.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' }

// byteOrder is how the two bytes of a UTF-16 unit stand.
type byteOrder int

const (
	noOrder byteOrder = iota
	bigEnd
	littleEnd
)

// wideOrder tells UTF-16 by its mark, or by zeros in every second place.
func wideOrder(b []byte) byteOrder {
	switch {
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return bigEnd
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return littleEnd
	}
	near := b[:min(len(b), 256)]
	if len(near) < 8 {
		return noOrder
	}
	var zeros [2]int
	for i, c := range near {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch half := len(near) / 2; {
	case zeros[0] > half*3/4 && zeros[1] == 0:
		return bigEnd
	case zeros[1] > half*3/4 && zeros[0] == 0:
		return littleEnd
	}
	return noOrder
}

// narrow decodes UTF-16, with or without its mark.
func narrow(b []byte) []byte {
	end := uni.BigEndian
	if wideOrder(b) == littleEnd {
		end = uni.LittleEndian
	}
	out, _ := uni.UTF16(end, uni.UseBOM).NewDecoder().Bytes(b)
	return out
}

// decode gives raw as valid UTF-8. Valid UTF-8 without zero bytes comes back as it
// is, so that offsets stay those of the file.
func (d *draft) decode(raw []byte, form format) (string, error) {
	if wideOrder(raw) != noOrder {
		d.problem(-1, "the text is UTF-16: offsets are into its UTF-8 form")
		return strings.ToValidUTF8(string(narrow(raw)), "\uFFFD"), nil
	}
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		if form == plain {
			return "", fmt.Errorf("%w: it is binary, not text (zero byte at %d)", ErrUnusable, i)
		}
		d.problem(i, "zero bytes in the page are left out")
		raw = bytes.ReplaceAll(raw, []byte{0}, nil)
	}
	declared := ""
	if form == page {
		declared = declaredCharset(raw)
	}
	if utf8.Valid(raw) {
		if d.charset == "" && declared != "" && declared != "utf-8" && !isASCII(raw) {
			d.problem(-1, fmt.Sprintf("the page says it is %s but is UTF-8; read as UTF-8", declared))
		}
		return string(raw), nil
	}
	if !plausibleText(raw) {
		return "", fmt.Errorf("%w: it is binary, not text", ErrUnusable)
	}
	if text, ok := d.decodeAsSent(raw); ok {
		return text, nil
	}
	return d.decodeInvalid(raw, declared), nil
}

// decodeAsSent reads what is not UTF-8 in the charset that it was sent with: that goes
// before what the page says of itself (HTML, "determining the character encoding").
func (d *draft) decodeAsSent(raw []byte) (string, bool) {
	enc, name := charset.Lookup(d.charset)
	if enc == nil || name == "utf-8" || name == "replacement" {
		return "", false
	}
	out, err := enc.NewDecoder().Bytes(raw)
	return string(out), err == nil
}

// decodeInvalid reads what is not UTF-8: as the encoding that the page declares, as
// damaged UTF-8 where most of the bytes beyond ASCII make characters, else as
// windows-1252, which holds Latin-1.
func (d *draft) decodeInvalid(raw []byte, declared string) string {
	if declared != "" && declared != "utf-8" {
		if enc, name := charset.Lookup(declared); enc != nil {
			if out, err := enc.NewDecoder().Bytes(raw); err == nil {
				d.problem(-1, fmt.Sprintf("the page is in %s: decoded", name))
				return string(out)
			}
		}
	}
	good, bad, first := countSequences(raw)
	if good > bad {
		d.problem(first, fmt.Sprintf("%d bytes are not valid UTF-8: each is replaced by U+FFFD", bad))
		return replaceInvalid(raw, bad)
	}
	if declared == "utf-8" {
		d.problem(first, "the page says it is UTF-8 but is not; read as windows-1252")
	} else {
		d.problem(first, "not UTF-8; read as windows-1252 (Latin-1): offsets are into its UTF-8 form")
	}
	out, _ := charmap.Windows1252.NewDecoder().Bytes(raw)
	return string(out)
}

// countSequences counts the characters of several bytes and the bytes that make
// none, and gives the place of the first of the latter.
func countSequences(raw []byte) (good, bad, first int) {
	first = -1
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			if first < 0 {
				first = i
			}
			bad++
		} else {
			good++
		}
		i += size
	}
	return good, bad, first
}

// replaceInvalid puts U+FFFD in the place of each of the bad bytes.
func replaceInvalid(raw []byte, bad int) string {
	var b strings.Builder
	b.Grow(len(raw) + 2*bad)
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		b.WriteRune(r)
		raw = raw[size:]
	}
	return b.String()
}

// plausibleText reports whether control characters are rare.
func plausibleText(raw []byte) bool {
	odd := 0
	for _, c := range raw {
		if c < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			odd++
		}
	}
	return odd*50 <= len(raw)
}

// declaredCharset is the encoding that a page names in its head, in lower case.
func declaredCharset(raw []byte) string {
	head := bytes.ToLower(raw[:min(len(raw), 4096)])
	i := bytes.Index(head, []byte("charset="))
	if i < 0 {
		return ""
	}
	rest := bytes.TrimLeft(head[i+len("charset="):], `"' `)
	if j := bytes.IndexAny(rest, `"' />;`); j >= 0 {
		rest = rest[:j]
	}
	if string(rest) == "utf8" {
		return "utf-8"
	}
	return string(rest)
}

func isASCII(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
