package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// world is a made-up internet: a resolver with its answers in turn, one server behind
// every address, and a record of what was looked up and dialled.
type world struct {
	mu      sync.Mutex
	answers map[string][][]netip.Addr // of a name, one look-up after the other; the last stays
	server  string                    // where all connections really go
	lookups []string
	dialled []netip.AddrPort
	now     time.Time
	slept   time.Duration
}

func (w *world) resolve(_ context.Context, name string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lookups = append(w.lookups, name)
	all := w.answers[name]
	if len(all) == 0 {
		return nil, errors.New("no such host")
	}
	if len(all) > 1 {
		w.answers[name] = all[1:]
	}
	return all[0], nil
}

func (w *world) dial(ctx context.Context, to netip.AddrPort) (Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, to)
	w.mu.Unlock()
	var d net.Dialer
	return d.DialContext(ctx, "tcp", w.server)
}

func (w *world) sleep(_ context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now, w.slept = w.now.Add(d), w.slept+d
	return nil
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func addrs(list ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

// newWorld has the hosts good.example, other.example and inside.example.
func newWorld(t *testing.T, handler http.Handler) (*world, *Client) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	w := &world{server: server.Listener.Addr().String(), now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), answers: map[string][][]netip.Addr{
		"good.example": {addrs("93.184.216.34")}, "other.example": {addrs("93.184.216.35", "2606:4700::1111")}, "inside.example": {addrs("10.0.0.5")},
	}}
	c := New(Options{Agent: "entente/9.9", Now: w.clock, Sleep: w.sleep, Resolve: w.resolve, Dial: w.dial,
		Limits: Limits{Body: 64 << 10, Unpacked: 128 << 10, Header: 8 << 10}})
	t.Cleanup(c.Close)
	return w, c
}

func pages(m map[string]http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h, ok := m[r.URL.Path]; ok {
			h(w, r)
			return
		}
		http.NotFound(w, r)
	})
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

func sends(to string, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{to}
		w.WriteHeader(status)
	}
}

func pack(t *testing.T, into func(io.Writer) io.WriteCloser, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := into(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

func packed(encoding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body)
	}
}

func zipped(w io.Writer) io.WriteCloser  { return gzip.NewWriter(w) }
func zlibbed(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
func flated(w io.Writer) io.WriteCloser  { z, _ := flate.NewWriter(w, 6); return z }

// TestHostile asks a server that means ill: each answer ends in an error of its kind,
// or is tamed.
func TestHostile(t *testing.T) {
	bomb := bytes.Repeat([]byte{0}, 8<<20)
	raw := func(text string) http.HandlerFunc { // what no proper server would send
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			io.WriteString(conn, text)
			conn.Close()
		}
	}
	w, c := newWorld(t, pages(map[string]http.HandlerFunc{
		"/metadata":  sends("http://169.254.169.254/latest/meta-data/", 302),
		"/private":   sends("http://inside.example/", 301),
		"/file":      sends("file:///etc/passwd", 302),
		"/gopher":    sends("gopher://good.example/", 302),
		"/nowhere":   sends("", 302),
		"/bad":       sends("http://[::1", 302),
		"/user":      sends("http://root@good.example/", 302),
		"/mail":      sends("http://good.example:25/", 302),
		"/loop":      sends("/loop2", 302),
		"/loop2":     sends("/loop", 302),
		"/endless":   func(w http.ResponseWriter, _ *http.Request) { io.Copy(w, endless{}) },
		"/announced": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "99999999") },
		"/bomb":      packed("gzip", pack(t, zipped, bomb)),
		"/zbomb":     packed("deflate", pack(t, zlibbed, bomb)),
		"/notgzip":   packed("gzip", []byte("plain")),
		"/torn":      packed("gzip", pack(t, zipped, []byte("some words"))[:20]),
		"/damaged":   packed("gzip", append(pack(t, zipped, []byte("some words"))[:10], bytes.Repeat([]byte{0xff}, 30)...)),
		"/brotli":    packed("br", []byte("?")),
		"/twice":     packed("gzip, gzip", pack(t, zipped, pack(t, zipped, bomb))),
		"/short":     raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes."),
		"/twolength": raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 7\r\n\r\nabcdefg"),
		"/header":    raw("HTTP/1.1 200 OK\r\nX-Big: " + strings.Repeat("x", 64<<10) + "\r\n\r\nbody"),
		"/nothttp":   raw("SSH-2.0-OpenSSH_9.6\r\n"),
		"/unasked":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) },
		"/part":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(206); io.WriteString(w, "x") },
		"/gone":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) },
	}))
	for path, want := range map[string]Kind{
		"/metadata": Refused, "/private": Refused, "/file": Refused, "/gopher": Refused, "/nowhere": Unsuited, "/bad": Unsuited,
		"/user": Refused, "/mail": Refused, "/loop": Unsuited, "/endless": Large, "/announced": Large, "/bomb": Large, "/zbomb": Large,
		"/notgzip": Unsuited, "/torn": Unreachable, "/damaged": Unsuited, "/brotli": Unsuited, "/twice": Unsuited, "/short": Unreachable,
		"/twolength": Unreachable, "/header": Large, "/nothttp": Unreachable, "/unasked": Unsuited, "/part": Unsuited, "/gone": Lost,
	} {
		_, err := c.Get(t.Context(), Request{URL: "http://good.example" + path})
		if KindOf(err) != want {
			t.Errorf("%s is %q (%v), want %q", path, KindOf(err), err, want)
		}
	}
	for _, a := range w.dialled {
		if ok, what := Public(a.Addr()); !ok {
			t.Errorf("%s was dialled: %s", a, what)
		}
	}
}

// endless gives bytes for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// TestAddressesAreHeldToTheRules: what is wrong with an address is told before
// anything is looked up or dialled.
func TestAddressesAreHeldToTheRules(t *testing.T) {
	w, c := newWorld(t, says("secret"))
	for _, bad := range []string{
		"", "good.example/page", "ftp://good.example/", "file:///etc/passwd", "javascript:1", "http:///x", "http://u:p@good.example/",
		"http://good.example:22/", "http://good.example:0/", "http://good.example:99999/", "http:good.example", "http://exa mple/", "http://[::1%25lo]/", "://",
		"http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "https://169.254.169.254/", "http://0.0.0.0:8080/", "http://[fd00:ec2::254]/",
	} {
		if _, err := c.Get(t.Context(), Request{URL: bad}); KindOf(err) != Refused {
			t.Errorf("%q: %v", bad, err)
		}
		if _, err := c.Post(t.Context(), bad, "text/plain", nil); KindOf(err) != Refused {
			t.Errorf("message to %q: %v", bad, err)
		}
	}
	if len(w.lookups) > 0 || len(w.dialled) > 0 {
		t.Errorf("looked up %v, dialled %v", w.lookups, w.dialled)
	}
}

// TestOneBadAnswerSpoilsAll: a host of which one address is inside is not asked at all.
func TestOneBadAnswerSpoilsAll(t *testing.T) {
	w, c := newWorld(t, says("page"))
	for i, inside := range []string{"127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "100.64.1.1", "224.0.0.251", "169.254.169.254"} {
		name := fmt.Sprintf("mixed%d.example", i)
		w.answers[name] = [][]netip.Addr{addrs("93.184.216.34", inside)}
		if _, err := c.Get(t.Context(), Request{URL: "http://" + name + "/"}); KindOf(err) != Refused {
			t.Errorf("with %s: %v", inside, err)
		}
	}
	if len(w.dialled) > 0 {
		t.Errorf("dialled %v", w.dialled)
	}
}

// TestRebinding: a name server that changes its answer between two look-ups gains
// nothing, since there is one look-up and the address it gave is dialled; a later
// connection is vetted anew.
func TestRebinding(t *testing.T) {
	w, c := newWorld(t, pages(map[string]http.HandlerFunc{
		"/robots.txt": says(""),
		"/page": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Connection", "close")
			io.WriteString(w, "ok")
		},
	}))
	w.answers["fickle.example"] = [][]netip.Addr{addrs("93.184.216.34"), addrs("127.0.0.1")}
	got, err := c.Get(t.Context(), Request{URL: "http://fickle.example/page"}) // robots.txt and page share a connection
	if err != nil || string(got.Body) != "ok" {
		t.Fatalf("%q, %v", got.Body, err)
	}
	if want := []netip.AddrPort{netip.MustParseAddrPort("93.184.216.34:80")}; !slices.Equal(w.dialled, want) || len(w.lookups) != 1 {
		t.Errorf("dialled %v after %d look-ups", w.dialled, len(w.lookups))
	}
	if _, err := c.Get(t.Context(), Request{URL: "http://fickle.example/page"}); KindOf(err) != Refused {
		t.Errorf("after the change: %v", err)
	}
	if len(w.dialled) != 1 {
		t.Errorf("dialled %v", w.dialled)
	}
}

// TestOwnHosts: hosts and nets of the user's own are let through, and nothing beside them.
func TestOwnHosts(t *testing.T) {
	w, _ := newWorld(t, pages(map[string]http.HandlerFunc{"/page": says("ours"), "/out": sends("http://10.9.9.9/", 302)}))
	for _, own := range []string{"inside.example", "inside.example:80", "10.0.0.0/24", "10.0.0.5"} {
		allow, err := ParseAllow(own)
		if err != nil {
			t.Fatal(err)
		}
		c := New(Options{Agent: "entente/9.9", Allow: allow, Now: w.clock, Sleep: w.sleep, Resolve: w.resolve, Dial: w.dial})
		if got, err := c.Get(t.Context(), Request{URL: "http://inside.example/page"}); err != nil || string(got.Body) != "ours" {
			t.Errorf("%s: %q, %v", own, got.Body, err)
		}
		if _, err := c.Get(t.Context(), Request{URL: "http://inside.example/out"}); KindOf(err) != Refused {
			t.Errorf("%s: from there to another: %v", own, err)
		}
		c.Close()
	}
}

// TestCertificate: one for another name, and one that nobody trusts.
func TestCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(says("secret"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate()) // made out to example.com
	w := &world{server: server.Listener.Addr().String(), answers: map[string][][]netip.Addr{"good.example": {addrs("93.184.216.34")}, "example.com": {addrs("93.184.216.34")}}}
	get := func(url string, roots *x509.CertPool) error {
		c := New(Options{Agent: "entente/9.9", Roots: roots, Resolve: w.resolve, Dial: w.dial, Sleep: w.sleep})
		defer c.Close()
		_, err := c.step1(t.Context(), url)
		return err
	}
	if err := get("https://example.com/", trusted); err != nil {
		t.Errorf("the right name: %v", err)
	}
	if err := get("https://good.example/", trusted); !errors.As(err, new(x509.HostnameError)) || KindOf(err) != Unreachable {
		t.Errorf("a wrong name: %v", err)
	}
	if err := get("https://example.com/", x509.NewCertPool()); !errors.As(err, new(x509.UnknownAuthorityError)) {
		t.Errorf("an unknown authority: %v", err)
	}
}

// step1 gets a page without asking for robots.txt.
func (c *Client) step1(ctx context.Context, address string) (Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Response{}, err
	}
	return c.follow(ctx, call{url: u, method: http.MethodGet, free: true}, func(_ Response, r io.Reader) error {
		_, err := io.ReadAll(r)
		return err
	})
}

// TestNoWayDown: from https nothing leads to http.
func TestNoWayDown(t *testing.T) {
	server := httptest.NewTLSServer(sends("http://example.com/", 302))
	defer server.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	w := &world{server: server.Listener.Addr().String(), answers: map[string][][]netip.Addr{"example.com": {addrs("93.184.216.34")}}}
	c := New(Options{Agent: "entente/9.9", Roots: trusted, Resolve: w.resolve, Dial: w.dial, Sleep: w.sleep})
	defer c.Close()
	if _, err := c.step1(t.Context(), "https://example.com/"); KindOf(err) != Refused {
		t.Errorf("%v", err)
	}
}

// TestManyRedirects: as many as are allowed, and one more.
func TestManyRedirects(t *testing.T) {
	_, c := newWorld(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 0
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &n); err != nil || n == 0 {
			io.WriteString(w, "there")
			return
		}
		sends(fmt.Sprintf("/%d", n-1), 301)(w, r)
	}))
	if got, err := c.Get(t.Context(), Request{URL: "http://good.example/5"}); err != nil || got.Moved != "http://good.example/0" {
		t.Errorf("five: %q, %v", got.Moved, err)
	}
	if _, err := c.Get(t.Context(), Request{URL: "http://good.example/6"}); KindOf(err) != Unsuited {
		t.Errorf("six: %v", err)
	}
}

// TestPacked: what is packed within bounds comes out as it was.
func TestPacked(t *testing.T) {
	text := []byte(strings.Repeat("the same words ", 100))
	_, c := newWorld(t, pages(map[string]http.HandlerFunc{
		"/gzip": packed("gzip", pack(t, zipped, text)), "/x-gzip": packed("X-GZIP", pack(t, zipped, text)), "/deflate": packed("deflate", pack(t, zlibbed, text)),
		"/raw": packed("deflate", pack(t, flated, text)), "/identity": packed("identity", text),
	}))
	for _, path := range []string{"/gzip", "/x-gzip", "/deflate", "/raw", "/identity"} {
		if got, err := c.Get(t.Context(), Request{URL: "http://good.example" + path}); err != nil || !bytes.Equal(got.Body, text) {
			t.Errorf("%s: %d bytes, %v", path, len(got.Body), err)
		}
	}
}

// TestCharset: bytes that are not UTF-8 come as they are, and as UTF-8 where the
// header names their charset truly.
func TestCharset(t *testing.T) {
	for _, v := range []struct {
		kind, body, want string
	}{
		{"text/html; charset=iso-8859-1", "caf\xe9", "café"},
		{"text/html; charset=iso-8859-1", "café", "café"}, // the header lies
		{"text/html; charset=nonsense", "caf\xe9", "caf\xe9"},
		{"text/html", "caf\xe9", "caf\xe9"},
		{"text/html; charset", "caf\xe9", "caf\xe9"},
	} {
		_, c := newWorld(t, pages(map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{v.kind}
			io.WriteString(w, v.body)
		}}))
		got, err := c.Get(t.Context(), Request{URL: "http://good.example/", Types: []string{"text/html"}})
		if err != nil || string(got.Body) != v.body || string(got.UTF8()) != v.want {
			t.Errorf("%s %q: %q, %v", v.kind, v.body, got.UTF8(), err)
		}
	}
}

// TestConditions: what is known is sent along, and its answer understood; marks that
// could not be sent back are not kept.
func TestConditions(t *testing.T) {
	_, c := newWorld(t, pages(map[string]http.HandlerFunc{
		"/feed": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v1"`)
			w.Header().Set("Last-Modified", "Fri, 01 May 2026 00:00:00 GMT")
			if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") != "" {
				w.WriteHeader(304)
				return
			}
			io.WriteString(w, "feed")
		},
		"/odd": func(w http.ResponseWriter, _ *http.Request) { w.Header()["Etag"] = []string{"\"caf\xe9\""} },
	}))
	first, err := c.Get(t.Context(), Request{URL: "http://good.example/feed"})
	if err != nil || first.ETag != `"v1"` {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := c.Get(t.Context(), Request{URL: "http://good.example/feed", ETag: first.ETag, Modified: first.Modified})
	if err != nil || !second.Unchanged || len(second.Body) > 0 {
		t.Errorf("%+v, %v", second, err)
	}
	if odd, err := c.Get(t.Context(), Request{URL: "http://good.example/odd"}); err != nil || odd.ETag != "" {
		t.Errorf("%q, %v", odd.ETag, err)
	}
}

// TestTypes: a type that was not asked for is not read.
func TestTypes(t *testing.T) {
	_, c := newWorld(t, pages(map[string]http.HandlerFunc{"/film": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "video/mp4")
		io.Copy(w, endless{})
	}}))
	if _, err := c.Get(t.Context(), Request{URL: "http://good.example/film", Types: []string{"text/html"}}); KindOf(err) != Unsuited {
		t.Errorf("%v", err)
	}
}

// TestPoliteness: robots.txt is asked once and kept to, requests to a host are apart
// by a pause, the program says who it is, and Retry-After is waited for.
func TestPoliteness(t *testing.T) {
	var mu sync.Mutex
	asked := map[string]int{}
	busy := true
	w, c := newWorld(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked[r.URL.Path]++
		if r.UserAgent() != "entente/9.9" {
			t.Errorf("the User-Agent is %q", r.UserAgent())
		}
		switch r.URL.Path {
		case "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /\n\nUser-agent: Entente\nDisallow: /no\nCrawl-delay: 7\n")
		case "/busy":
			if busy {
				w.Header().Set("Retry-After", "90")
				w.WriteHeader(503)
			}
		case "/away":
			http.Redirect(w, r, "/no/1", http.StatusFound)
		}
	}))
	get := func(path string) error {
		_, err := c.Get(t.Context(), Request{URL: "http://good.example" + path})
		return err
	}
	for path, want := range map[string]Kind{"/yes": "", "/no/1": Disallowed, "/away": Disallowed} {
		if err := get(path); KindOf(err) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	if asked["/robots.txt"] != 1 || asked["/no/1"] != 0 {
		t.Errorf("asked %v", asked)
	}
	if w.slept < 2*7*time.Second {
		t.Errorf("slept %s between three requests that are to be 7 s apart", w.slept)
	}
	var late *Error
	if err := get("/busy"); !errors.As(err, &late) || late.Status != 503 || !late.Until.Equal(w.clock().Add(90*time.Second)) {
		t.Errorf("%v", err)
	}
	if err := get("/yes"); KindOf(err) != Early || asked["/yes"] != 1 {
		t.Errorf("at once: %v", err)
	}
	busy = false
	w.sleep(t.Context(), 91*time.Second)
	if err := get("/busy"); err != nil {
		t.Errorf("later: %v", err)
	}
	w.sleep(t.Context(), 25*time.Hour)
	if err := get("/yes"); err != nil || asked["/robots.txt"] != 2 {
		t.Errorf("a day later robots.txt was asked for %d times, %v", asked["/robots.txt"], err)
	}
}

// TestRobotsThatCannotBeHad: missing is leave, broken is not.
func TestRobotsThatCannotBeHad(t *testing.T) {
	for status, want := range map[int]Kind{404: "", 401: "", 403: "", 410: "", 429: Disallowed, 500: Disallowed, 503: Disallowed} {
		_, c := newWorld(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(status)
			}
		}))
		if _, err := c.Get(t.Context(), Request{URL: "http://good.example/page"}); KindOf(err) != want {
			t.Errorf("%d: %v", status, err)
		}
	}
	_, c := newWorld(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			sends("http://127.0.0.1/robots.txt", 302)(w, r)
		}
	}))
	if _, err := c.Get(t.Context(), Request{URL: "http://good.example/page"}); KindOf(err) != Refused {
		t.Errorf("robots.txt that leads inside: %v", err)
	}
}

// TestPost: a message goes out as it is and robots.txt is not asked; only redirects
// that keep it a message are followed; its address is not told, for it may be secret.
func TestPost(t *testing.T) {
	var got []string
	_, c := newWorld(t, pages(map[string]http.HandlerFunc{
		"/hook": func(w http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			got = append(got, r.Method+" "+r.Header.Get("Content-Type")+" "+string(b))
			io.Copy(w, io.LimitReader(endless{}, 10<<20))
		},
		"/kept": sends("/hook", 307), "/changed": sends("/hook", 302), "/inside": sends("http://169.254.169.254/", 308),
		"/robots.txt": func(http.ResponseWriter, *http.Request) { t.Error("robots.txt is asked") },
	}))
	for path, want := range map[string]Kind{"/hook": "", "/kept": "", "/changed": Unsuited, "/inside": Refused, "/secret": Lost} {
		_, err := c.Post(t.Context(), "http://good.example"+path, "application/json", []byte(`{"a":1}`))
		if KindOf(err) != want {
			t.Errorf("%s: %v", path, err)
		}
		if err != nil && strings.Contains(err.Error(), path) {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
	if want := `POST application/json {"a":1}`; len(got) != 2 || got[0] != want || got[1] != want {
		t.Errorf("got %q", got)
	}
}

// TestSlow: a server that drips, or keeps silent, is left when its time is over. The
// time is not the wall's.
func TestSlow(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
	for name, v := range map[string]struct {
		serve func(net.Conn)
		after time.Duration
	}{
		"silent":          {func(net.Conn) { time.Sleep(time.Hour) }, 15 * time.Second},
		"silent midway":   {func(c net.Conn) { io.WriteString(c, head+"abc"); time.Sleep(time.Hour) }, 15 * time.Second},
		"dripping":        {func(c net.Conn) { io.WriteString(c, head); drip(c) }, 60 * time.Second},
		"dripping header": {func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nX: "); drip(c) }, 15 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := New(Options{Agent: "entente/9.9", Resolve: func(context.Context, string) ([]netip.Addr, error) { return addrs("93.184.216.34"), nil },
				Dial: func(context.Context, netip.AddrPort) (Conn, error) {
					ours, theirs := net.Pipe()
					go func() {
						buf := make([]byte, 4096)
						if _, err := theirs.Read(buf); err == nil {
							v.serve(theirs)
						}
						theirs.Close()
					}()
					return ours, nil
				}})
			began := time.Now()
			_, err := c.step1(t.Context(), "http://good.example/")
			if KindOf(err) != Slow {
				t.Errorf("%s: %v", name, err)
			}
			if took := time.Since(began); took != v.after {
				t.Errorf("%s: left after %s, want %s", name, took, v.after)
			}
			c.Close()
			time.Sleep(2 * time.Hour) // let the server end
		})
	}
}

// drip sends a byte every ten seconds.
func drip(c net.Conn) {
	for {
		if _, err := c.Write([]byte("x")); err != nil {
			return
		}
		time.Sleep(10 * time.Second)
	}
}

// TestInterrupted: who asked for the end gets his own error back, not one of the network.
func TestInterrupted(t *testing.T) {
	_, c := newWorld(t, says("page"))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Get(ctx, Request{URL: "http://good.example/"}); !errors.Is(err, context.Canceled) || KindOf(err) != "" {
		t.Errorf("%v", err)
	}
}

// TestReadersOwnError: what the reader of a body runs into is no matter of the network.
func TestReadersOwnError(t *testing.T) {
	_, c := newWorld(t, says("page"))
	full := errors.New("the disk is full")
	if _, err := c.Stream(t.Context(), Request{URL: "http://good.example/"}, func(Response, io.Reader) error { return full }); err != full {
		t.Errorf("%v", err)
	}
}

// TestNoProxy: what the environment names as a proxy is not asked.
func TestNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	t.Setenv("http_proxy", "http://127.0.0.1:9")
	w, c := newWorld(t, says("page"))
	if _, err := c.Get(t.Context(), Request{URL: "http://good.example/"}); err != nil || w.dialled[0].Addr() != netip.MustParseAddr("93.184.216.34") {
		t.Errorf("dialled %v, %v", w.dialled, err)
	}
}

// TestMemoryIsBounded: however many hosts a feed leads to, and however long their
// robots.txt, little is remembered; what a host asked for holds all the same.
func TestMemoryIsBounded(t *testing.T) {
	w, c := newWorld(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			io.WriteString(w, "User-agent: *\n"+strings.Repeat("Disallow: /some/path\n", 1000))
		}
		if r.Host == "busy.example" && r.URL.Path == "/page" {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(429)
		}
	}))
	c.most = 1 << 20
	for i := range 40 {
		name := fmt.Sprintf("host%d.example", i)
		if i == 0 {
			name = "busy.example"
		}
		w.answers[name] = [][]netip.Addr{addrs("93.184.216.34")}
		if _, err := c.Get(t.Context(), Request{URL: "http://" + name + "/page"}); (err == nil) != (i > 0) {
			t.Fatal(err)
		}
	}
	if n := len(c.hosts); n > 12 || n < 3 || c.weight() > c.most {
		t.Errorf("%d hosts are remembered, %d bytes", n, c.weight())
	}
	if _, err := c.Get(t.Context(), Request{URL: "http://busy.example/page"}); KindOf(err) != Early {
		t.Errorf("%v", err)
	}
}

// TestErrorsAreOneLine: the other side's words act on no terminal.
func TestErrorsAreOneLine(t *testing.T) {
	e := &Error{URL: "http://x/", Err: errors.New("bad \x1b[31m name\n\u202e")}
	if strings.ContainsAny(e.Error(), "\x1b\n\u202e") {
		t.Errorf("%q", e.Error())
	}
}

// TestOneConversation: schemes and ports of one name share one conversation and its pause;
// another name does not wait for it.
func TestOneConversation(t *testing.T) {
	var mu sync.Mutex
	open, most := map[string]int{}, 0
	w, c := newWorld(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		name, _, _ := strings.Cut(r.Host, ":")
		mu.Lock()
		open[name]++
		most = max(most, open[name])
		mu.Unlock()
		time.Sleep(20 * time.Millisecond)
		mu.Lock()
		open[name]--
		mu.Unlock()
	}))
	var all sync.WaitGroup
	for _, url := range []string{"http://good.example/a", "http://good.example:8080/b", "http://good.example:8081/c", "http://good.example/d"} {
		all.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: url}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most != 1 {
		t.Errorf("%d conversations at once", most)
	}
	if w.slept < 6*time.Second { // three of robots.txt and four of pages, a second apart
		t.Errorf("slept %s between seven requests", w.slept)
	}
}
