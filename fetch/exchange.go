package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Request is what is asked for. Only URL must be given.
type Request struct {
	URL      string
	ETag     string   // as the last answer had it: asks only for what changed since
	Modified string   // Last-Modified, as the last answer had it
	Types    []string // media types that are taken, such as "text/html", "" for an answer that names none; no types is all
	From     int64    // first byte asked for; the answer says whether it was granted
	Most     int64    // bytes of the body, if other than the client's limit
}

// Response is an answer. Only Get fills Body.
type Response struct {
	URL       string // where the answer came from in the end
	Moved     string // the page's new address, if it has moved for good; else ""
	Status    int
	Type      string // media type in lower case, "text/html"
	Charset   string // as the header names it, "" if it does not
	ETag      string
	Modified  string
	Unchanged bool  // what was known is still good; there is no body
	From      int64 // first byte of the body
	Size      int64 // bytes of the body as announced, -1 if not
	Body      []byte
}

// UTF8 gives the body as UTF-8 where the header names another charset and the body
// is not UTF-8; otherwise the body as it is.
func (r Response) UTF8() []byte {
	if utf8.Valid(r.Body) || r.Charset == "" {
		return r.Body
	}
	enc, name := charset.Lookup(r.Charset)
	if enc == nil || name == "utf-8" {
		return r.Body
	}
	out, err := enc.NewDecoder().Bytes(r.Body)
	if err != nil {
		return r.Body
	}
	return out
}

// Get fetches a page whole.
func (c *Client) Get(ctx context.Context, req Request) (Response, error) {
	var body []byte
	out, err := c.Stream(ctx, req, func(_ Response, r io.Reader) error {
		var err error
		body, err = io.ReadAll(r)
		return err
	})
	out.Body = body
	return out, err
}

// Stream fetches what may be too large to be held and hands its body on as it comes.
// The function is not called for an answer without a body ([Response.Unchanged]).
func (c *Client) Stream(ctx context.Context, req Request, read func(Response, io.Reader) error) (Response, error) {
	u, err := url.Parse(req.URL)
	if err != nil {
		return Response{}, &Error{Kind: Refused, URL: strings.ToValidUTF8(req.URL, "\uFFFD"), Err: fmt.Errorf("it is no address")}
	}
	return c.follow(ctx, call{Request: req, url: u, method: http.MethodGet}, read)
}

// Post sends a message, of which the answer's body is thrown away. A redirect that
// would make another request of it (301, 302, 303) is an error; robots.txt is not
// asked, for the address was given by its owner.
func (c *Client) Post(ctx context.Context, to, contentType string, message []byte) (Response, error) {
	u, err := url.Parse(to)
	if err != nil {
		return Response{}, &Error{Kind: Refused, URL: "the webhook", Err: fmt.Errorf("it is no address")}
	}
	return c.follow(ctx, call{url: u, method: http.MethodPost, message: message, messageType: contentType, truncate: true, free: true},
		func(_ Response, body io.Reader) error {
			_, err := io.Copy(io.Discard, io.LimitReader(body, 64<<10))
			return err
		})
}

// call is one exchange with all its redirects.
type call struct {
	Request
	url         *url.URL
	method      string
	message     []byte
	messageType string
	free        bool // robots.txt is not asked
	truncate    bool // a body over the limit is cut off and no error
}

// follow makes the exchange, step by step.
func (c *Client) follow(ctx context.Context, k call, read func(Response, io.Reader) error) (Response, error) {
	left := c.opt.Limits.Total
	seen := map[string]bool{}
	for moved := true; ; {
		at := *k.url
		if err := c.check(&at); err != nil {
			return Response{}, judged(ctx, shown(k.url, k.method == http.MethodPost), err)
		}
		k.url = &at
		name := shown(k.url, k.method == http.MethodPost)
		if seen[at.String()] {
			return Response{}, judged(ctx, name, refuse(Unsuited, "its redirects go in a circle"))
		}
		seen[at.String()] = true
		if len(seen) > c.opt.Limits.Redirects+1 {
			return Response{}, judged(ctx, name, refuse(Unsuited, "more than %d redirects", c.opt.Limits.Redirects))
		}
		if !k.free {
			if err := c.mayAsk(ctx, k.url); err != nil {
				return Response{}, judged(ctx, name, err)
			}
		}
		out, next, took, err := c.step(ctx, k, left, read)
		if err != nil {
			return Response{}, judged(ctx, name, err)
		}
		if next == nil {
			if moved && len(seen) > 1 {
				out.Moved = out.URL
			}
			return out, nil
		}
		left -= took
		moved = moved && (out.Status == http.StatusMovedPermanently || out.Status == http.StatusPermanentRedirect)
		k.url = next
	}
}

// step makes one request in the host's turn. It gives the address of a redirect, or
// hands the body on, and says how much time it took.
func (c *Client) step(ctx context.Context, k call, left time.Duration, read func(Response, io.Reader) error) (out Response, next *url.URL, took time.Duration, err error) {
	h := c.hostOf(k.url)
	if err := c.take(ctx, h); err != nil {
		return out, nil, 0, err
	}
	defer c.leave(h)
	began := time.Now()
	ctx, stop := context.WithTimeout(ctx, left)
	defer stop()
	req, err := c.request(ctx, k)
	if err != nil {
		return out, nil, 0, err
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return out, nil, 0, late(ctx, err)
	}
	defer resp.Body.Close()
	if next, err = redirect(k, resp); next != nil || err != nil {
		return Response{Status: resp.StatusCode}, next, time.Since(began), err
	}
	if resp.StatusCode >= 400 {
		return out, nil, 0, c.lost(h, resp)
	}
	out, err = head(k, resp)
	if err != nil || out.Unchanged {
		return out, nil, 0, err
	}
	body, err := c.body(k, resp)
	if err != nil {
		return out, nil, 0, err
	}
	heard := &heard{r: body}
	if err := read(out, heard); err != nil && heard.err == nil {
		return out, nil, 0, readerError{err}
	}
	return out, nil, 0, late(ctx, heard.err)
}

// late says of an error that it came because the time was over.
func late(ctx context.Context, err error) error {
	if err != nil && ctx.Err() == context.DeadlineExceeded {
		return context.DeadlineExceeded
	}
	return err
}

func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	var body io.Reader
	if k.method == http.MethodPost {
		body = bytes.NewReader(k.message)
	}
	req, err := http.NewRequestWithContext(ctx, k.method, k.url.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.userAgent())
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	if len(k.Types) > 0 {
		req.Header.Set("Accept", strings.Join(slices.DeleteFunc(slices.Clone(k.Types), func(t string) bool { return t == "" }), ", "))
	}
	if k.messageType != "" {
		req.Header.Set("Content-Type", k.messageType)
	}
	if k.ETag != "" {
		req.Header.Set("If-None-Match", k.ETag)
	}
	if k.Modified != "" {
		req.Header.Set("If-Modified-Since", k.Modified)
	}
	if k.From > 0 { // of packed bytes a part would be of no use
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", k.From))
		req.Header.Set("Accept-Encoding", "identity")
	}
	return req, nil
}

// redirect gives the address to which an answer sends, nil if to none.
func redirect(k call, resp *http.Response) (*url.URL, error) {
	keeps := resp.StatusCode == http.StatusTemporaryRedirect || resp.StatusCode == http.StatusPermanentRedirect
	changes := resp.StatusCode == http.StatusMovedPermanently || resp.StatusCode == http.StatusFound || resp.StatusCode == http.StatusSeeOther
	if !keeps && !changes {
		return nil, nil
	}
	if changes && k.method == http.MethodPost {
		return nil, refuse(Unsuited, "the answer is %s: a message is not sent on like that", statusText(resp.StatusCode))
	}
	to, err := k.url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" {
		return nil, refuse(Unsuited, "it redirects to what is no address")
	}
	if k.url.Scheme == "https" && to.Scheme == "http" {
		return nil, refuse(Refused, "it redirects from https to http")
	}
	return to, nil
}

// head reads an answer's header, and refuses what was not asked for.
func head(k call, resp *http.Response) (Response, error) {
	out := Response{URL: k.url.String(), Status: resp.StatusCode, Size: resp.ContentLength,
		ETag: plain(resp.Header.Get("ETag")), Modified: plain(resp.Header.Get("Last-Modified"))}
	kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err == nil || err == mime.ErrInvalidMediaParameter {
		out.Type, out.Charset = kind, params["charset"]
	}
	switch {
	case resp.StatusCode == http.StatusNotModified:
		if k.ETag == "" && k.Modified == "" {
			return out, refuse(Unsuited, "the answer is that nothing changed, but nothing was known")
		}
		out.Unchanged = true
		return out, nil
	case resp.StatusCode == http.StatusPartialContent && k.From > 0:
		if n, err := fmt.Sscanf(resp.Header.Get("Content-Range"), "bytes %d-", &out.From); n != 1 || err != nil || out.From != k.From {
			return out, refuse(Unsuited, "it sends another part than was asked for")
		}
	case resp.StatusCode < 200 || resp.StatusCode > 299 || resp.StatusCode == http.StatusPartialContent:
		return out, refuse(Unsuited, "the answer is %s", statusText(resp.StatusCode))
	}
	if len(k.Types) > 0 && !slices.Contains(k.Types, out.Type) {
		return out, refuse(Unsuited, "it is %s, not %s", named(out.Type), strings.Join(k.Types, " or "))
	}
	return out, nil
}

func named(kind string) string {
	if kind == "" {
		return "of no type that it names"
	}
	return fmt.Sprintf("%q", kind)
}

// plain drops a header's value that could not be sent back as it came.
func plain(value string) string {
	for i := range len(value) {
		if value[i] < ' ' || value[i] > '~' {
			return ""
		}
	}
	if len(value) > 1024 {
		return ""
	}
	return value
}
