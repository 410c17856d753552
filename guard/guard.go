package guard

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options says how the door is kept; the zero value lets anybody in who calls the house
// by a name of loopback.
type Options struct {
	Keys      *Keys            // whoever comes must have a token of these; nil asks for none
	Hosts     []string         // names the house answers to, besides those of loopback if it listens there
	Away      bool             // it does not listen on loopback
	Proxies   []netip.Prefix   // whose word on client and scheme is taken
	PerSecond float64          // requests of one client, in the long run; 0 is no limit
	Burst     int              // and at once
	MaxBody   int64            // bytes of a request's body; 0 means 1 MiB
	Open      []string         // paths that need no token, those that end in / with all beneath
	Now       func() time.Time // nil is the clock
}

// Guard keeps the door.
type Guard struct {
	keys     *Keys
	hosts    map[string]bool
	loopback bool
	proxies  []netip.Prefix
	maxBody  int64
	open     []string
	now      func() time.Time
	limits   *limits
	guesses  *limits // of tokens, however they are brought
	origin   *http.CrossOriginProtection
	secret   []byte
	mu       sync.Mutex
	sessions map[string]session
}

// session is a person who showed a token and was given a cookie for it.
type session struct {
	token string // its id
	ends  time.Time
}

// New sets a guard at the door.
func New(o Options) *Guard {
	g := &Guard{keys: o.Keys, hosts: map[string]bool{}, loopback: !o.Away, proxies: o.Proxies, maxBody: o.MaxBody, open: o.Open,
		now: o.Now, origin: http.NewCrossOriginProtection(), secret: make([]byte, 32), sessions: map[string]session{}}
	for _, h := range o.Hosts {
		g.hosts[strings.ToLower(h)] = true
	}
	if g.maxBody == 0 {
		g.maxBody = 1 << 20
	}
	if g.now == nil {
		g.now = time.Now
	}
	rand.Read(g.secret)
	g.limits, g.guesses = newLimits(o.PerSecond, o.Burst), newLimits(.2, 10)
	return g
}

// Visitor is who asks.
type Visitor struct {
	Name    string // of the token; "local" where none is asked for
	Scopes  []Scope
	session string // its id, if there is one
}

// May reports whether a visitor may do what a scope allows.
func (v Visitor) May(s Scope) bool { return slices.Contains(v.Scopes, s) }

type visitorKey struct{}

// VisitorOf gives who asks; one who came past no guard may do nothing.
func VisitorOf(ctx context.Context) Visitor {
	v, _ := ctx.Value(visitorKey{}).(Visitor)
	return v
}

// Local is the visitor of a house that asks for no tokens.
var local = Visitor{Name: "local", Scopes: Scopes}

// Wrap sets the guard before a handler.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.headers(w, r)
		if !g.called(r) {
			Refuse(w, r, http.StatusMisdirectedRequest, "this server does not answer to the name it was called by", "name it with --host")
			return
		}
		if !g.limits.allow(g.client(r), g.now()) {
			w.Header().Set("Retry-After", "1")
			Refuse(w, r, http.StatusTooManyRequests, "too many requests", "wait a moment")
			return
		}
		if err := g.origin.Check(r); err != nil {
			Refuse(w, r, http.StatusForbidden, "the request comes from a page of another site", "")
			return
		}
		if r.ContentLength > g.maxBody {
			Refuse(w, r, http.StatusRequestEntityTooLarge, "the request is too large", "")
			return
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, g.maxBody)
		}
		v, ok := g.visitor(w, r)
		if !ok {
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, v)))
	})
}

// policy lets a page load what this house gives and nothing else, and run no script that
// stands in the page itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets what every answer bears.
func (g *Guard) headers(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "private, no-cache")
	if g.secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// visitor says who asks. Who needs a token and has none is answered here.
func (g *Guard) visitor(w http.ResponseWriter, r *http.Request) (Visitor, bool) {
	if g.keys == nil {
		return local, true
	}
	if words, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return g.bearer(w, r, words)
	}
	if v, ok := g.remembered(r); ok {
		return v, true
	}
	if g.isOpen(r.URL.Path) {
		return Visitor{}, true
	}
	if r.Method == http.MethodGet && wantsPage(r) {
		http.Redirect(w, r, "/login?next="+escapeQuery(r.URL.RequestURI()), http.StatusSeeOther)
		return Visitor{}, false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="entente"`)
	Refuse(w, r, http.StatusUnauthorized, "a token is needed", "send it as Authorization: Bearer …; entente token new makes one")
	return Visitor{}, false
}

// bearer lets in who brings a token in the request.
func (g *Guard) bearer(w http.ResponseWriter, r *http.Request, words string) (Visitor, bool) {
	t, ok := g.keys.Find(words, g.now())
	if ok {
		return Visitor{Name: t.Name, Scopes: t.Scopes}, true
	}
	if !g.guesses.allow(g.client(r), g.now()) {
		w.Header().Set("Retry-After", "60")
		Refuse(w, r, http.StatusTooManyRequests, "too many tokens that are not known", "wait a minute")
		return Visitor{}, false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="entente", error="invalid_token"`)
	Refuse(w, r, http.StatusUnauthorized, "the token is not known, or its time is over", "")
	return Visitor{}, false
}

func (g *Guard) isOpen(path string) bool {
	return slices.ContainsFunc(g.open, func(p string) bool {
		return path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p)
	})
}

// cookieName is that of the session. Over TLS it bears the prefix by which browsers let
// no other host of the domain set it.
func cookieName(secure bool) string {
	if secure {
		return "__Host-entente"
	}
	return "entente"
}

// longestSession is how long a cookie holds at most.
const longestSession = 12 * time.Hour

// remembered gives the visitor of a cookie, whose token must still hold.
func (g *Guard) remembered(r *http.Request) (Visitor, bool) {
	c, err := r.Cookie(cookieName(g.secure(r)))
	if err != nil {
		return Visitor{}, false
	}
	id := hashOf(c.Value)
	g.mu.Lock()
	s, ok := g.sessions[id]
	g.mu.Unlock()
	if !ok || !g.now().Before(s.ends) {
		return Visitor{}, false
	}
	t, ok := g.keys.ByID(s.token, g.now())
	return Visitor{Name: t.Name, Scopes: t.Scopes, session: id}, ok
}

// Login gives a cookie for a token. It is false where the token is not known; then, and
// where too many were tried, the answer is still to be written.
func (g *Guard) Login(w http.ResponseWriter, r *http.Request, words string) bool {
	if g.keys == nil || !g.guesses.allow(g.client(r), g.now()) {
		return false
	}
	t, ok := g.keys.Find(strings.TrimSpace(words), g.now())
	if !ok {
		return false
	}
	secret := rand.Text() + rand.Text()
	ends := g.now().Add(longestSession)
	if t.Expires.Before(ends) {
		ends = t.Expires
	}
	g.mu.Lock()
	for id, s := range g.sessions {
		if !g.now().Before(s.ends) {
			delete(g.sessions, id)
		}
	}
	g.sessions[hashOf(secret)] = session{t.ID, ends}
	g.mu.Unlock()
	secure := g.secure(r)
	http.SetCookie(w, &http.Cookie{Name: cookieName(secure), Value: secret, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode, Expires: ends})
	return true
}

// Logout ends the session of a request.
func (g *Guard) Logout(w http.ResponseWriter, r *http.Request) {
	secure := g.secure(r)
	if c, err := r.Cookie(cookieName(secure)); err == nil {
		g.mu.Lock()
		delete(g.sessions, hashOf(c.Value))
		g.mu.Unlock()
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName(secure), Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode, MaxAge: -1})
}

// Asks reports whether the guard asks for tokens.
func (g *Guard) Asks() bool { return g.keys != nil }

// FormKey is what a form must send back in its field "key" to be taken: it is bound to
// the visitor's session, and no page of another site can read it.
func (g *Guard) FormKey(v Visitor) string {
	mac := hmac.New(sha256.New, g.secret)
	mac.Write([]byte("form " + v.session))
	return hex.EncodeToString(mac.Sum(nil))
}

// Form reads the form of a request whose visitor may do what a scope allows, and whose key
// is the right one. Where it is false the request has been answered.
func (g *Guard) Form(w http.ResponseWriter, r *http.Request, s Scope) bool {
	v := VisitorOf(r.Context())
	if s != "" && !v.May(s) {
		Refuse(w, r, http.StatusForbidden, "this token does not have the scope "+string(s), "")
		return false
	}
	if err := r.ParseForm(); err != nil {
		Refuse(w, r, formStatus(err), "the form cannot be read", "")
		return false
	}
	if !hmac.Equal([]byte(r.PostForm.Get("key")), []byte(g.FormKey(v))) {
		Refuse(w, r, http.StatusForbidden, "the form is too old or comes from elsewhere", "load the page again and repeat what you did")
		return false
	}
	return true
}

// Need lets a handler answer only who has a scope.
func Need(s Scope, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !VisitorOf(r.Context()).May(s) {
			Refuse(w, r, http.StatusForbidden, "this token does not have the scope "+string(s), "")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Here gives a path of this house that a request names, or "/" for anything else.
func Here(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return "/"
	}
	return next
}
