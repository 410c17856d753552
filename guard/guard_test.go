package guard

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2021, 6, 1, 12, 0, 0, 0, time.UTC)

// inside is what lies behind the door: it says who came.
var inside = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_ = json.NewEncoder(w).Encode(VisitorOf(r.Context()))
})

// knock sends a request to a door and gives the answer; headers come as name and value.
func knock(g *Guard, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost"
	for i := 0; i+1 < len(header); i += 2 {
		switch header[i] {
		case "Host":
			r.Host = header[i+1]
		case "From":
			r.RemoteAddr = header[i+1]
		case "TLS":
			r.TLS = &tls.ConnectionState{}
		default:
			r.Header.Add(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	g.Wrap(inside).ServeHTTP(w, r)
	return w
}

// keysOf is a file with a token of some scopes, and the token's words.
func keysOf(t *testing.T, scopes ...Scope) (*Keys, string, Token) {
	t.Helper()
	k, err := OpenKeys(filepath.Join(t.TempDir(), "tokens"))
	if err != nil {
		t.Fatal(err)
	}
	token, words := NewToken("ada", scopes, noon, noon.Add(24*time.Hour))
	if err := k.Add(token); err != nil {
		t.Fatal(err)
	}
	return k, words, token
}

// contextOf is a request's context with who asks.
func contextOf(r *http.Request, v Visitor) context.Context {
	return context.WithValue(r.Context(), visitorKey{}, v)
}

func TestHereLeadsNowhereElse(t *testing.T) {
	for next, want := range map[string]string{"/dyad/A/B?x=1#y": "/dyad/A/B?x=1#y", "": "/", "dyad": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/a\r\nSet-Cookie: b": "/", "/\x00": "/", "/\t/evil": "/"} {
		if got := Here(next); got != want {
			t.Errorf("%q leads to %q, not %q", next, got, want)
		}
	}
}

// FuzzHere: whatever is sent, a browser told to go there stays in the house.
func FuzzHere(f *testing.F) {
	for _, s := range []string{"/", "//x", "/\\x", "/a/../..//x", "/%2f%2fx", "/@x", "/:80", "\x00"} {
		f.Add(s)
	}
	base, _ := url.Parse("http://localhost/login")
	f.Fuzz(func(t *testing.T, next string) {
		got := Here(next)
		u, err := url.Parse(got)
		if err != nil { // a browser is more lenient, so nothing in it may look like a host
			if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.Contains(got, `\`) {
				t.Errorf("%q gives %q", next, got)
			}
			return
		}
		if to := base.ResolveReference(u); to.Host != "localhost" || to.Scheme != "http" || strings.ContainsAny(got, "\r\n\t\\") {
			t.Errorf("%q leads to %s", next, to)
		}
	})
}

// FuzzCalled: no name that is not one of its own is one, whatever stands around it.
func FuzzCalled(f *testing.F) {
	for _, s := range []string{"localhost", "LOCALHOST.:80", "127.0.0.1", "[::1]:1", "desk.example.org", "evil.example", "127.0.0.1.evil.example", "::ffff:127.0.0.1", "[[::1]]", "localhost:80:80", "0x7f.1", "2130706433", "desk.example.org:x"} {
		f.Add(s)
	}
	g := New(Options{Hosts: []string{"Desk.Example.org"}})
	f.Fuzz(func(t *testing.T, host string) {
		if !g.called(&http.Request{Host: host}) {
			return
		}
		bare := strings.ToLower(host)
		if name, _, err := net.SplitHostPort(bare); err == nil {
			bare = name
		}
		bare = strings.TrimSuffix(strings.Trim(bare, "[]"), ".")
		at, err := netip.ParseAddr(bare)
		if own := bare == "localhost" || bare == "desk.example.org" || err == nil && at.Unmap().IsLoopback(); !own {
			t.Errorf("it answers to %q", host)
		}
	})
}

func TestCalled(t *testing.T) {
	near, far := New(Options{Hosts: []string{"desk.example.org"}}), New(Options{Hosts: []string{"desk.example.org"}, Away: true})
	for host, want := range map[string][2]bool{"desk.example.org": {true, true}, "DESK.example.org.:443": {true, true}, "localhost:1": {true, false}, "127.0.0.2": {true, false}, "[::1]:8": {true, false},
		"": {}, "evil.example": {}, "localhost.evil.example": {}, "evil.example:localhost": {}, "0.0.0.0": {}, "169.254.169.254": {}, "desk.example.org@evil.example": {}, "2130706433": {}} {
		r := &http.Request{Host: host}
		if got := [2]bool{near.called(r), far.called(r)}; got != want {
			t.Errorf("called %q: %v, not %v", host, got, want)
		}
	}
	if w := knock(near, "GET", "/", "Host", "evil.example"); w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "Name") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}

func TestLoopback(t *testing.T) {
	for listen, want := range map[string]bool{"127.0.0.1:80": true, "localhost:0": true, "LocalHost:1": true, "[::1]:1": true, "127.9.9.9:1": true, "0.0.0.0:80": false, ":80": false, "[::]:80": false, "10.0.0.1:80": false, "localhost": false, "example.org:80": false} {
		if Loopback(listen) != want {
			t.Errorf("%s: %v", listen, !want)
		}
	}
}

// TestClient: the word of a proxy is taken where it was named, as far as the last hop that
// none of them added.
func TestClient(t *testing.T) {
	proxies, err := ParseProxies([]string{"10.0.0.0/8", "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	g := New(Options{Proxies: proxies})
	for _, c := range []struct{ from, forwarded, want string }{
		{"198.51.100.1:5", "1.2.3.4", "198.51.100.1"}, {"10.1.1.1:5", "", "10.1.1.1"}, {"10.1.1.1:5", "1.2.3.4", "1.2.3.4"}, {"192.0.2.7:5", "6.6.6.6, 1.2.3.4, 10.2.2.2", "1.2.3.4"},
		{"10.1.1.1:5", "1.2.3.4, not an address", "10.1.1.1"}, {"[::ffff:10.1.1.1]:5", "1.2.3.4", "1.2.3.4"}, {"10.1.1.1:5", "::ffff:1.2.3.4", "1.2.3.4"}, {"@", "1.2.3.4", "@"},
	} {
		r := &http.Request{RemoteAddr: c.from, Header: http.Header{}}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := g.client(r); got != c.want {
			t.Errorf("%s for %q: %s, not %s", c.from, c.forwarded, got, c.want)
		}
	}
	for from, want := range map[string]bool{"10.1.1.1:5": true, "198.51.100.1:5": false} {
		if g.secure(&http.Request{RemoteAddr: from, Header: http.Header{"X-Forwarded-Proto": {"https"}}}) != want {
			t.Errorf("%s says that the way is encrypted: %v", from, !want)
		}
	}
	if _, err := ParseProxies([]string{"proxy.example.org"}); err == nil {
		t.Error("a name is taken for an address")
	}
}

// TestHeaders: every answer, refusals too, bears what keeps a browser from harm.
func TestHeaders(t *testing.T) {
	k, _, _ := keysOf(t, Read)
	g := New(Options{Keys: k, Open: []string{"/login"}})
	for name, w := range map[string]*httptest.ResponseRecorder{"an answer": knock(g, "GET", "/login"), "a refusal": knock(g, "GET", "/x"), "another's name": knock(g, "GET", "/", "Host", "evil.example"), "a forged form": knock(g, "POST", "/login", "Sec-Fetch-Site", "cross-site")} {
		h := w.Header()
		if h.Get("X-Frame-Options") != "DENY" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("Strict-Transport-Security") != "" || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", name, h)
		}
	}
	if knock(g, "GET", "/login", "TLS", "").Header().Get("Strict-Transport-Security") == "" {
		t.Error("over TLS it does not ask to be called so again")
	}
}

// TestRefusal: words of a refusal are words, for people and for programs.
func TestRefusal(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	for accept, kind := range map[string]string{"text/html": "text/html; charset=utf-8", "": "application/problem+json", "application/json": "application/problem+json"} {
		r := httptest.NewRequest("GET", "/x", nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		w.Header().Set("ETag", `"x"`)
		Refuse(w, r, http.StatusNotFound, evil, evil)
		if w.Header().Get("Content-Type") != kind || w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" || accept == "text/html" && strings.Contains(w.Body.String(), evil) {
			t.Errorf("%q: %v %s", accept, w.Header(), w.Body)
		}
	}
	r := httptest.NewRequest("GET", "/api/v1/x", nil)
	r.Header.Set("Accept", "text/html")
	if wantsPage(r) {
		t.Error("the API answers with a page")
	}
}

// TestKeys: a file of tokens is for its owner alone, holds no words, is seen when it
// changes, and lets nobody in when it is damaged.
func TestKeys(t *testing.T) {
	k, words, token := keysOf(t, Read, Judge)
	data, err := os.ReadFile(k.path)
	if err != nil || strings.Contains(string(data), words) || strings.Contains(string(data), strings.TrimPrefix(words, prefix)) {
		t.Errorf("%v: %s", err, data)
	}
	if info, err := os.Stat(k.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if got, ok := k.Find(words, noon); !ok || got.Name != "ada" || len(got.Scopes) != 2 {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, wrong := range []string{"", words + "x", words[:len(words)-1], strings.ToUpper(words), token.Hash, token.ID, "entente_", strings.TrimPrefix(words, prefix)} {
		if _, ok := k.Find(wrong, noon); ok {
			t.Errorf("%q opens the door", wrong)
		}
	}
	if _, ok := k.Find(words, noon.Add(24*time.Hour)); ok {
		t.Error("it holds at its end")
	}
	other, err := OpenKeys(k.path) // another process
	if err != nil {
		t.Fatal(err)
	}
	if found, err := other.Revoke("nobody"); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	if found, err := other.Revoke(token.ID); !found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	if _, ok := k.Find(words, noon); ok {
		t.Error("another process took it back, and it opens the door")
	}
	if err := k.Add(token); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.path, []byte("no tokens"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := k.Find(words, noon); ok {
		t.Error("a damaged file lets somebody in")
	}
	if _, err := OpenKeys(k.path); err == nil || !strings.Contains(err.Error(), k.path) {
		t.Errorf("%v", err)
	}
	if err := k.Add(token); err == nil {
		t.Error("a damaged file is written over")
	}
}

func TestParseScopes(t *testing.T) {
	if got, err := ParseScopes("judge, read,judge"); err != nil || len(got) != 2 || got[0] != Judge || got[1] != Read {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range []string{"", "admin", "read,", "Read", "read judge"} {
		if _, err := ParseScopes(wrong); err == nil {
			t.Errorf("%q is a list of scopes", wrong)
		}
	}
}

// TestSession: a cookie is given for a token, names nobody, is of this door alone, and ends
// with the token, with its time and with signing out.
func TestSession(t *testing.T) {
	k, words, token := keysOf(t, Read)
	now := noon
	g := New(Options{Keys: k, Open: []string{"/login"}, Now: func() time.Time { return now }})
	login := func(secure bool) *http.Cookie {
		r := httptest.NewRequest("POST", "/login", nil)
		if secure {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		if !g.Login(w, r, " "+words+"\n") {
			t.Fatal("the token is not known")
		}
		return w.Result().Cookies()[0]
	}
	c := login(false)
	if c.Name != "entente" || c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || !c.Expires.Equal(now.Add(12*time.Hour)) {
		t.Errorf("%+v", c)
	}
	if s := login(true); s.Name != "__Host-entente" || !s.Secure {
		t.Errorf("over TLS: %+v", s)
	}
	enter := func(c *http.Cookie) int { return knock(g, "GET", "/x", "Cookie", c.Name+"="+c.Value).Code }
	if enter(c) != 200 {
		t.Fatal("the cookie does not open the door")
	}
	if enter(&http.Cookie{Name: c.Name, Value: c.Value + "x"}) != 401 || enter(&http.Cookie{Name: "__Host-entente", Value: c.Value}) != 401 {
		t.Error("another cookie opens the door")
	}
	for id := range g.sessions {
		if strings.Contains(id, c.Value) {
			t.Error("the cookie itself is kept")
		}
	}
	now = noon.Add(12 * time.Hour)
	if enter(c) != 401 {
		t.Error("it holds longer than it says")
	}
	now = noon
	out := httptest.NewRequest("POST", "/logout", nil)
	out.AddCookie(c)
	g.Logout(httptest.NewRecorder(), out)
	if enter(c) != 401 {
		t.Error("it holds after signing out")
	}
	c = login(false)
	if _, err := k.Revoke(token.ID); err != nil {
		t.Fatal(err)
	}
	if enter(c) != 401 {
		t.Error("it holds though its token was taken back")
	}
}

// TestForm: a form is taken with the key of its own session and door alone.
func TestForm(t *testing.T) {
	g, other := New(Options{}), New(Options{})
	ada := Visitor{Name: "ada", Scopes: []Scope{Read}, session: "1"}
	try := func(v Visitor, body string, s Scope) int {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/queue", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r = r.WithContext(contextOf(r, v))
		if g.Form(w, r, s) {
			return 200
		}
		return w.Code
	}
	for name, c := range map[string]struct {
		v    Visitor
		body string
		s    Scope
		want int
	}{
		"its own":           {ada, "key=" + g.FormKey(ada), "", 200},
		"its own, with":     {ada, "key=" + g.FormKey(ada), Read, 200},
		"none":              {ada, "", "", 403},
		"another session's": {ada, "key=" + g.FormKey(Visitor{Name: "ada", session: "2"}), "", 403},
		"another door's":    {ada, "key=" + other.FormKey(ada), "", 403},
		"without the scope": {ada, "key=" + g.FormKey(ada), Judge, 403},
		"broken":            {ada, "key=%zz", "", 400},
	} {
		if got := try(c.v, c.body, c.s); got != c.want {
			t.Errorf("%s: %d, not %d", name, got, c.want)
		}
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/queue?key="+g.FormKey(ada), nil)
	if g.Form(w, r.WithContext(contextOf(r, ada)), "") {
		t.Error("a key in the address is taken, which other sites may write")
	}
}

// TestNobodyIsNobody: who came past no guard may do nothing.
func TestNobodyIsNobody(t *testing.T) {
	w := httptest.NewRecorder()
	Need(Read, inside).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 403 {
		t.Errorf("%d", w.Code)
	}
	for _, s := range Scopes {
		if (Visitor{}).May(s) {
			t.Errorf("nobody may %s", s)
		}
	}
}

// TestLimits: each client has its own measure, and a flood of clients fills no memory.
func TestLimits(t *testing.T) {
	l := newLimits(1, 2)
	for i, want := range []bool{true, true, false} {
		if l.allow("a", noon) != want {
			t.Errorf("visit %d of one client: %v", i+1, !want)
		}
	}
	if !l.allow("b", noon) || !l.allow("a", noon.Add(time.Second)) {
		t.Error("clients are not told apart, or time is not")
	}
	for i := range mostClients + 50 {
		l.allow(netip.AddrFrom4([4]byte{1, byte(i >> 16), byte(i >> 8), byte(i)}).String(), noon.Add(time.Duration(i)*time.Millisecond))
	}
	if len(l.of) > mostClients {
		t.Errorf("%d are remembered", len(l.of))
	}
	if free := newLimits(0, 0); !free.allow("a", noon) || len(free.of) != 0 {
		t.Error("no limit is a limit")
	}
}

// TestGuesses: unknown tokens are counted wherever they are shown.
func TestGuesses(t *testing.T) {
	k, words, _ := keysOf(t, Read)
	g := New(Options{Keys: k, Now: func() time.Time { return noon }})
	last := 0
	for range 11 {
		last = knock(g, "GET", "/x", "Authorization", "Bearer entente_guess").Code
	}
	if last != 429 {
		t.Errorf("the eleventh guess: %d", last)
	}
	if g.Login(httptest.NewRecorder(), httptest.NewRequest("POST", "/login", nil), words) {
		t.Error("who guessed too often signs in")
	}
	if knock(g, "GET", "/x", "Authorization", "Bearer "+words).Code != 200 {
		t.Error("who has a token is refused for another's guesses")
	}
	if knock(g, "GET", "/x", "Authorization", "Basic "+words).Code != 401 || knock(g, "GET", "/x?access_token="+words).Code != 401 {
		t.Error("a token is taken from where it may be written down")
	}
}
