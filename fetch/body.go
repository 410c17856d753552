package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"strings"
)

// body gives an answer's body, unpacked and bounded before and after.
func (c *Client) body(k call, resp *http.Response) (io.Reader, error) {
	most, unpacked := c.opt.Limits.Body, c.opt.Limits.Unpacked
	if k.Most > 0 {
		most, unpacked = k.Most, max(k.Most, unpacked)
	}
	if resp.ContentLength > most && !k.truncate {
		return nil, refuse(Large, "it says it has %d bytes, of which at most %d are taken", resp.ContentLength, most)
	}
	var raw io.Reader = &bounded{r: resp.Body, left: most, most: most, what: "it"}
	if k.truncate {
		raw = io.LimitReader(resp.Body, most)
	}
	packed := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding")))
	if packed == "" || packed == "identity" {
		return raw, nil
	}
	if k.From > 0 {
		return nil, refuse(Unsuited, "a part of it comes packed")
	}
	open, err := unpack(packed, raw)
	if err != nil {
		return nil, err
	}
	return &bounded{r: open, left: unpacked, most: unpacked, what: "unpacked, it"}, nil
}

// unpack undoes one content encoding. What calls itself deflate is zlib's format by
// the standard, and raw in the answers of some.
func unpack(encoding string, r io.Reader) (io.Reader, error) {
	switch encoding {
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, refuse(Unsuited, "it says it is gzip: %w", err)
		}
		return z, nil
	case "deflate":
		in := bufio.NewReader(r)
		if first, _ := in.Peek(2); len(first) == 2 && first[0]&0x0f == 8 && (int(first[0])<<8|int(first[1]))%31 == 0 {
			z, err := zlib.NewReader(in)
			if err != nil {
				return nil, refuse(Unsuited, "it says it is deflate: %w", err)
			}
			return z, nil
		}
		return flate.NewReader(in), nil
	}
	return nil, refuse(Unsuited, "it comes packed as %q, which was not asked for", encoding)
}

// bounded ends with an error where more comes than is taken.
type bounded struct {
	r          io.Reader
	left, most int64
	what       string
}

func (b *bounded) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, refuse(Large, "%s has more than %d bytes", b.what, b.most)
	}
	return n, err
}

// heard remembers the error with which a body ended, its proper end left out.
type heard struct {
	r   io.Reader
	err error
}

func (h *heard) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	if err != nil && err != io.EOF {
		h.err = err
	}
	return n, err
}
