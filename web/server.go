package web

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/ask"
	"entente/guard"
)

// Options says what is served.
type Options struct {
	Clerk   *ask.Clerk
	Guard   *guard.Guard
	Version string                  // of the program
	Log     *slog.Logger            // nil logs nothing
	Writes  bool                    // stories may be brought and decisions made: the store is open to write
	Mounted map[string]http.Handler // what else answers, by its path
	Tongues fs.FS                   // catalogues of messages, as message/en.json and others; nil are those inside
}

// GC is the growth of memory, in percent, at which whoever serves does well to collect
// garbage: an answer's counts live shortly beside what is kept.
const GC = 300

// Server answers requests.
type Server struct {
	*ask.Clerk
	guard     *guard.Guard
	version   string
	log       *slog.Logger
	writes    bool
	boot      string // names this run, for answers that are kept elsewhere
	meter     *meter
	mux       *http.ServeMux
	static    string // names the files of style and script
	tongues   *tongues
	described *huma.OpenAPI
}

//go:embed static
var staticFiles embed.FS

// bundle is what the build made of packages of npm: the desk's scripts and the outlines of
// its map. Where the program was built without, pages do without.
//
//go:embed all:dist
var bundle embed.FS

// Bundled reports whether scripts and map are inside. make build bundles them where there
// is npm; a plain go build takes what an earlier one left.
func Bundled() bool {
	_, err := fs.Stat(bundle, "dist/desk.js")
	return err == nil
}

// New makes a server.
func New(o Options) (*Server, error) {
	s := &Server{Clerk: o.Clerk, guard: o.Guard, version: o.Version, log: o.Log, writes: o.Writes, meter: newMeter(), mux: http.NewServeMux()}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.boot = shortHash(time.Now().Format(time.RFC3339Nano) + o.Version)
	if err := s.nameStatic(); err != nil {
		return nil, err
	}
	if o.Tongues == nil {
		o.Tongues = Catalogues
	}
	var err error
	if s.tongues, err = readTongues(o.Tongues); err != nil {
		return nil, fmt.Errorf("read the messages of pages: %w", err)
	}
	s.routes()
	s.described = s.api().OpenAPI()
	for path, h := range o.Mounted {
		s.mux.Handle(path, h)
	}
	return s, nil
}

// OpenPaths need no token.
var OpenPaths = []string{"/login", "/healthz", "/static/"}

// Handler gives the server behind its guard.
func (s *Server) Handler() http.Handler {
	return s.observed(s.guard.Wrap(s.mux))
}

// routes says which page answers where.
func (s *Server) routes() {
	for path, p := range map[string]func(*Server, *request) (view, error){
		"GET /{$}":                  (*Server).now,
		"GET /dyad/{$}":             (*Server).dyads,
		"GET /dyad/{a}/{b}":         (*Server).dyad,
		"GET /triangle/{$}":         (*Server).triangles,
		"GET /triangle/{a}/{b}/{c}": (*Server).triangle,
		"GET /system":               (*Server).system,
		"GET /map":                  (*Server).mapPage,
		"GET /hypotheses":           (*Server).hypotheses,
		"GET /forecasts":            (*Server).forecasts,
		"GET /forecast/{id}":        (*Server).entry,
		"GET /events":               (*Server).events,
		"GET /event/{id}":           (*Server).event,
		"GET /event":                (*Server).event,
		"GET /story/{id}":           (*Server).story,
		"GET /story":                (*Server).story,
		"GET /search":               (*Server).search,
		"GET /codebook":             (*Server).codebook,
		"GET /queue":                (*Server).queue,
		"GET /agreement":            (*Server).agreement,
		"GET /about":                (*Server).about,
	} {
		s.mux.Handle(path, guard.Need(guard.Read, s.page(p)))
	}
	s.mux.HandleFunc("POST /queue", s.decide)
	s.mux.Handle("GET /static/", s.assets(staticFiles))
	if scripts, err := fs.Sub(bundle, "dist"); err == nil {
		s.mux.Handle("GET /static/script/", http.StripPrefix("/static/script", s.assets(scripts)))
	}
	s.mux.HandleFunc("GET /healthz", s.health)
	s.mux.Handle("GET /metrics", guard.Need(guard.Read, s.meter.handler()))
	s.mux.HandleFunc("GET /login", s.loginPage)
	s.mux.HandleFunc("POST /login", s.login)
	s.mux.HandleFunc("POST /logout", s.logout)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		guard.Refuse(w, r, http.StatusNotFound, "there is nothing at this address", "")
	})
}

// health says that the server runs and its store answers.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), 5*time.Second)
	defer stop()
	if _, err := s.Store.Holdings(ctx); err != nil {
		s.log.Error("the store does not answer", "error", err)
		http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "ok")
}

// nameStatic names the files of style and script by what is in them.
func (s *Server) nameStatic() error {
	sum := sha256.New()
	for _, from := range []struct {
		root  string
		files fs.FS
	}{{"static", staticFiles}, {"dist", bundle}} {
		err := fs.WalkDir(from.files, from.root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(from.files, path)
			fmt.Fprintln(sum, path, len(data))
			sum.Write(data)
			return err
		})
		if err != nil {
			return err
		}
	}
	s.static = hex.EncodeToString(sum.Sum(nil))[:12]
	return nil
}

// scripts is the address of the desk's scripts, empty where none were bundled.
func (s *Server) scripts() string {
	if !Bundled() {
		return ""
	}
	return "/static/script/desk.js?v=" + s.static
}

// assets gives files of style and script. Under the name of their content they may be kept
// for ever.
func (s *Server) assets(from fs.FS) http.Handler {
	files := http.FileServerFS(from)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := path.Base(r.URL.Path); strings.HasSuffix(r.URL.Path, "/") || strings.HasPrefix(name, ".") {
			guard.Refuse(w, r, http.StatusNotFound, "there is nothing at this address", "")
			return
		}
		if r.URL.Query().Get("v") == s.static {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		files.ServeHTTP(w, r)
	})
}

// fail answers a question that could not be answered: with what is wrong with it, if it is
// the question; what went wrong in the house is logged and not told.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, detail, hint := s.told(err)
	if status >= 500 && r.Context().Err() == nil {
		s.log.Error("a question could not be answered", "path", r.URL.Path, "error", err)
	}
	guard.Refuse(w, r, status, detail, hint)
}

// told turns an error into a status and words for who asked. It is the one place in which
// errors meet HTTP.
func (s *Server) told(err error) (status int, detail, hint string) {
	var wrong *ask.Wrong
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge, fmt.Sprintf("more than %d bytes are not taken at once", large.Limit), ""
	case errors.As(err, &wrong):
		return http.StatusUnprocessableEntity, wrong.Error(), wrong.Hint
	case errors.Is(err, entente.ErrNotFound):
		return http.StatusNotFound, "the store holds no such story, event or report", ""
	case errors.Is(err, entente.ErrNotText):
		return http.StatusUnprocessableEntity, entente.ErrNotText.Error(), ""
	case errors.Is(err, entente.ErrReadOnly):
		return http.StatusConflict, "the store is open for reading only", ""
	case errors.Is(err, entente.ErrAway):
		return http.StatusServiceUnavailable, "a server of the store does not answer", "it is tried anew with every question"
	case errors.Is(err, context.Canceled):
		return 499, "the question was taken back", ""
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, "the answer takes too long", "ask of fewer days or actors"
	}
	return http.StatusInternalServerError, "the question could not be answered", "the server's log says why"
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:12]
}
