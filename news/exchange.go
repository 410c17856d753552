package news

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// answer is what an HTTP server said, as a web archive keeps it.
type answer struct {
	status   int
	media    string // Content-Type in lower case, without its parameters
	charset  string
	chunked  bool
	packings []string // content codings, in the order in which they were applied
}

// readHead reads the status line and the fields of an answer. What is no field is
// passed over: servers write anything.
func readHead(in *bufio.Reader) (answer, error) {
	var a answer
	line, _, err := boundedLine(in, mostHead)
	proto, rest, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	if err != nil && err != io.EOF {
		return a, err
	}
	if !strings.HasPrefix(proto, "HTTP/") {
		return a, fmt.Errorf("%w: it does not begin like one", errNoAnswer)
	}
	code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	a.status, _ = strconv.Atoi(code)
	for taken := 0; err == nil; {
		var size int
		line, size, err = boundedLine(in, mostHead)
		if taken += size; taken > mostHead {
			return a, fmt.Errorf("%w: its head has more than %d bytes", errNoAnswer, mostHead)
		}
		text := strings.TrimSpace(string(line))
		if text == "" {
			break
		}
		name, value, _ := strings.Cut(text, ":")
		a.set(strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value))
	}
	if err == io.EOF {
		err = nil
	}
	return a, err
}

var errNoAnswer = errors.New("no answer of HTTP")

// mostHead is how many bytes of status line and fields are taken.
const mostHead = 256 << 10

func (a *answer) set(name, value string) {
	switch name {
	case "content-type":
		a.media, a.charset = mediaOf(value)
	case "transfer-encoding":
		a.chunked = a.chunked || strings.Contains(strings.ToLower(value), "chunked")
	case "content-encoding":
		for p := range strings.SplitSeq(strings.ToLower(value), ",") {
			if p = strings.TrimSpace(p); p != "" && p != "identity" {
				a.packings = append(a.packings, p)
			}
		}
	}
}

// mediaOf parts a Content-Type into media type and charset.
func mediaOf(value string) (media, charset string) {
	kind, params, err := mime.ParseMediaType(value)
	if err == nil || errors.Is(err, mime.ErrInvalidMediaParameter) {
		return kind, strings.ToLower(params["charset"])
	}
	media, rest, _ := strings.Cut(strings.ToLower(value), ";")
	if _, after, ok := strings.Cut(rest, "charset="); ok {
		charset = strings.Trim(after, `"' `)
	}
	return strings.TrimSpace(media), charset
}

// body undoes an answer's codings. Archives hold bodies as they were sent and bodies that
// were unpacked under heads that still say otherwise, so what is not coded as the head
// says is taken as it is. More than limit bytes are not unpacked. The fault says what is
// wrong with a body of which a part could be had.
func (a answer) body(raw []byte, limit int) (body []byte, fault string) {
	if a.chunked {
		raw, fault = dechunked(raw)
	}
	for i := len(a.packings) - 1; i >= 0; i-- {
		out, err := unpackedBy(a.packings[i], raw, limit)
		switch {
		case len(out) > 0:
			raw = out
			if err != nil {
				fault = fmt.Sprintf("the page is packed by %s, and damaged: %v", a.packings[i], err)
			}
		case err != nil && looksPacked(raw):
			return nil, fmt.Sprintf("the page is packed by %q and cannot be unpacked: %v", a.packings[i], err)
		}
	}
	return raw, fault
}

// looksPacked reports whether a body that did not unpack is no text either.
func looksPacked(raw []byte) bool {
	near := raw[:min(len(raw), 1024)]
	return bytes.IndexByte(near, 0) >= 0 && wideOrder(near) == noOrder || !plausibleText(near)
}

var errCoding = errors.New("a coding that is not read")

// unpackedBy undoes one content coding. What calls itself deflate is zlib's format by the
// standard, and raw in the answers of some.
func unpackedBy(coding string, raw []byte, limit int) ([]byte, error) {
	var r io.Reader
	var err error
	switch coding {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(raw))
	case "br":
		r = brotli.NewReader(bytes.NewReader(raw))
	case "zstd":
		var z *zstd.Decoder
		z, err = zstd.NewReader(bytes.NewReader(raw), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(limit)+16<<20))
		if err == nil {
			defer z.Close()
			r = z
		}
	case "deflate":
		if r, err = zlib.NewReader(bytes.NewReader(raw)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(raw)), nil
		}
	default:
		err = errCoding
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, int64(limit)+1))
}

// dechunked undoes the chunked transfer coding (RFC 9112, 7.1). A body that does not begin
// with the size of a chunk is given as it is.
func dechunked(raw []byte) (body []byte, fault string) {
	rest := raw
	for {
		size, after, ok := chunkSize(rest)
		switch {
		case !ok && len(body) == 0:
			return raw, ""
		case !ok:
			return body, "the page's chunks are damaged or cut off: read as far as they go"
		case size == 0:
			return body, ""
		case size > len(after):
			return append(body, after...), "the page's last chunk is cut off: read as far as it goes"
		}
		body = append(body, after[:size]...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(after[size:], []byte("\r")), []byte("\n"))
	}
}

// chunkSize reads the line that begins a chunk.
func chunkSize(raw []byte) (size int, rest []byte, ok bool) {
	i := bytes.IndexByte(raw[:min(len(raw), 512)], '\n')
	if i < 0 {
		return 0, nil, false
	}
	line, _, _ := strings.Cut(string(raw[:i]), ";")
	n, err := strconv.ParseUint(strings.TrimSpace(line), 16, 31)
	return int(n), raw[i+1:], err == nil
}
