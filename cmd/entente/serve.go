package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/desk"
	"entente/guard"
	"entente/web"
)

// listening is how a server is reached, and by whom.
type listening struct {
	Listen    string   `help:"Address to listen on. Off loopback tokens are asked for, and TLS or a trusted proxy must be named." default:"127.0.0.1:8417" placeholder:"ADDR"`
	Open      bool     `help:"Open the first page in a browser; --no-open leaves that out." default:"true" negatable:""`
	Host      []string `help:"A name this server answers to, besides those of loopback; any number of times." placeholder:"NAME" sep:"none"`
	Tokens    string   `help:"File of tokens; by default the store's name with .tokens. Naming it asks for tokens on loopback too." placeholder:"FILE"`
	Cert      string   `help:"Certificate for TLS, as PEM." placeholder:"FILE"`
	CertKey   string   `help:"Its key, as PEM." placeholder:"FILE"`
	Proxy     []string `help:"Address or network of a proxy in front, whose word on client and scheme is taken; any number of times." placeholder:"ADDR" sep:"none"`
	PerSecond float64  `help:"Requests of one client in a second, off loopback." default:"20" placeholder:"N"`
}

type serveCmd struct {
	listening
	subscriptions
	ReadOnly bool     `help:"Open the store to read only: nothing can be brought in or decided."`
	Matrix   []string `help:"A hypothesis matrix file, any number of times; by default the ready questions." placeholder:"FILE" sep:"none"`
	Title    string   `help:"Title of what the store holds."`
}

func (c *serveCmd) Run(ctx context.Context, e *env) error {
	if e.Store == "" {
		return codedError{exitUsage, errors.New("no store is named"), "name a store with --store FILE or ENTENTE_STORE; entente demo --serve shows the stories inside"}
	}
	e.lasts = true
	tools, err := loadTools()
	if err != nil {
		return err
	}
	matrices, err := readMatrices(c.Matrix)
	if err != nil {
		return err
	}
	if c.ReadOnly && c.Watch != "" {
		return usage("--watch brings stories in, and --read-only lets none in")
	}
	w, release, err := c.watcher(e, tools, world{})
	if err != nil {
		return err
	}
	defer release()
	l, err := c.listen(ctx, e.Store)
	if err != nil {
		return err
	}
	defer l.Close()
	opt := e.storeOptions(!c.ReadOnly)
	opt.Address = c.address(l)
	s, err := openAny(ctx, e.Store, opt)
	if err != nil {
		return err
	}
	defer s.Close()
	clerk := newClerk(s, tools)
	clerk.Title, clerk.Matrix = c.Title, matrices
	return w.beside(ctx, s, clerk.Changed, func(ctx context.Context) error { return c.serve(ctx, e, l, clerk, !c.ReadOnly) })
}

func newClerk(s desk.Store, tools coder.Tools) *ask.Clerk {
	return &ask.Clerk{Store: s, Tools: tools, Today: func() entente.Day { return entente.DayOf(time.Now()) }}
}

// away reports whether others than this machine reach the server.
func (c *listening) away() bool { return !guard.Loopback(c.Listen) }

// listen holds the flags to one another and takes the address, before the store is opened:
// whoever finds the store in use is told where it answers.
func (c *listening) listen(ctx context.Context, store string) (net.Listener, error) {
	if (c.Cert == "") != (c.CertKey == "") {
		return nil, usage("--cert and --cert-key go together")
	}
	if c.Tokens == "" && c.away() && store != "" {
		c.Tokens = besideStore(store, ".tokens")
	}
	if err := c.mayListen(); err != nil {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, codedError{exitNetwork, fmt.Errorf("listen on %s: %w", c.Listen, cause(err)), "--listen names another address; port 0 takes any that is free"}
	}
	return l, nil
}

// mayListen refuses what would let strangers in or secrets out.
func (c *listening) mayListen() error {
	if !c.away() {
		return nil
	}
	if c.Cert == "" && len(c.Proxy) == 0 {
		return codedError{exitUsage, fmt.Errorf("%s is reached from elsewhere, and without TLS anybody on the way reads and changes what is said", c.Listen), "name --cert and --cert-key, or with --proxy the address of a proxy in front that has them; or listen on 127.0.0.1"}
	}
	if len(c.Host) == 0 {
		return codedError{exitUsage, fmt.Errorf("%s is reached from elsewhere, and no name is given that the server answers to", c.Listen), "--host entente.example.org names it"}
	}
	keys, err := guard.OpenKeys(c.Tokens)
	if err != nil {
		return ownFile(c.Tokens, err)
	}
	if list, _ := keys.List(); len(list) == 0 {
		return codedError{exitUsage, fmt.Errorf("%s is reached from elsewhere, and there is no token in %s", c.Listen, c.Tokens), "entente token new makes one"}
	}
	return nil
}

// address is where a browser finds the server.
func (c *listening) address(l net.Listener) string {
	scheme := "http"
	if c.Cert != "" {
		scheme = "https"
	}
	host := l.Addr().String()
	if len(c.Host) > 0 && c.away() {
		_, port, _ := net.SplitHostPort(host)
		host = net.JoinHostPort(c.Host[0], port)
	}
	return scheme + "://" + host + "/"
}

// guard sets the door.
func (c *listening) guard() (*guard.Guard, error) {
	proxies, err := guard.ParseProxies(c.Proxy)
	if err != nil {
		return nil, usage("--proxy: %w", err)
	}
	o := guard.Options{Hosts: c.Host, Away: c.away(), Proxies: proxies, MaxBody: mostBrought, Open: web.OpenPaths}
	if c.Tokens != "" {
		if o.Keys, err = guard.OpenKeys(c.Tokens); err != nil {
			return nil, ownFile(c.Tokens, err)
		}
	}
	if c.away() {
		o.PerSecond, o.Burst = c.PerSecond, int(3*c.PerSecond)
	}
	return guard.New(o), nil
}

// mostBrought is how many bytes a request may have.
const mostBrought = web.MostBody + 1<<20

// serve answers until the context ends, then lets what is under way come to its end.
func (c *listening) serve(ctx context.Context, e *env, l net.Listener, clerk *ask.Clerk, writes bool) error {
	g, err := c.guard()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(e.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := web.New(web.Options{Clerk: clerk, Guard: g, Version: version(), Log: log, Writes: writes, Mounted: mounted(clerk)})
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(web.GC)
	}
	srv := patient(s.Handler())
	srv.ErrorLog, srv.BaseContext = slog.NewLogLogger(log.Handler(), slog.LevelDebug), func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	where := c.address(l)
	e.say("the desk is at %s; Ctrl-C ends it", where)
	if !web.Bundled() {
		e.say("this program was built without the desk's scripts and map; make build bundles them where there is npm")
	}
	if c.Open && !c.away() {
		openBrowser(where)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.answer(srv, l) }()
	warmed := make(chan struct{})
	go func() { // nobody waits for it
		defer close(warmed)
		if err := s.Warm(ctx); err != nil && ctx.Err() == nil {
			log.Warn("nothing was learned ahead", "error", err)
		}
	}()
	defer func() { <-warmed }() // the store is closed after
	select {
	case err := <-ended:
		return codedError{exitNetwork, fmt.Errorf("answer at %s: %w", where, err), ""}
	case <-ctx.Done():
	}
	wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer stop()
	if err := srv.Shutdown(wait); err != nil {
		return errors.Join(fmt.Errorf("some answers were broken off: %w", err), srv.Close())
	}
	e.say("the desk is closed")
	e.ended = true
	return nil
}

// patient is a server that waits so long, and takes so much of a head, and no more: who sends
// or reads slower than anybody must does not hold a connection for ever.
func patient(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
}

func (c *listening) answer(srv *http.Server, l net.Listener) error {
	if c.Cert == "" {
		return srv.Serve(l)
	}
	srv.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	return srv.ServeTLS(l, c.Cert, c.CertKey)
}

// openBrowser asks the desktop to show an address, if there is one.
func openBrowser(address string) {
	name := map[string]string{"darwin": "open", "windows": "explorer"}[runtime.GOOS]
	if name == "" {
		name = "xdg-open"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return
	}
	cmd := exec.Command(path, address)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}

type tokenCmd struct {
	New    tokenNewCmd    `cmd:"" help:"Make a token; its words are printed this once."`
	List   tokenListCmd   `cmd:"" help:"List the tokens."`
	Revoke tokenRevokeCmd `cmd:"" help:"Take a token back."`
}

// tokenFile is the file of tokens.
type tokenFile struct {
	Tokens string `help:"File of tokens; by default the store's name with .tokens." placeholder:"FILE"`
}

func (t tokenFile) keys(e *env) (*guard.Keys, string, error) {
	path := t.Tokens
	if path == "" && e.Store != "" {
		path = besideStore(e.Store, ".tokens")
	}
	if path == "" {
		return nil, "", codedError{exitUsage, errors.New("no file of tokens is named"), "name a store with --store FILE, or the file with --tokens"}
	}
	k, err := guard.OpenKeys(path)
	if err != nil {
		return nil, path, ownFile(path, err)
	}
	return k, path, nil
}

type tokenNewCmd struct {
	tokenFile
	Scope string        `help:"What it allows: read, write, judge, parted by commas." default:"read" placeholder:"SCOPES"`
	For   time.Duration `help:"How long it holds." default:"720h" placeholder:"DURATION"`
	Name  string        `arg:"" help:"Whose it is."`
}

func (c *tokenNewCmd) Run(e *env) error {
	scopes, err := guard.ParseScopes(c.Scope)
	if err != nil {
		return usage("--scope: %w", err)
	}
	if c.For <= 0 || c.For > 366*24*time.Hour {
		return usage("--for takes a duration of at most a year, such as 720h")
	}
	keys, path, err := c.keys(e)
	if err != nil {
		return err
	}
	now := time.Now()
	t, words := guard.NewToken(c.Name, scopes, now, now.Add(c.For))
	if err := keys.Add(t); err != nil {
		return badStore(err)
	}
	e.say("token %s of %s holds until %s and is kept in %s as a hash; its words are not shown again", t.ID, t.Name, t.Expires.Format(time.DateOnly), path)
	_, err = fmt.Fprintln(e.out, words)
	return err
}

type tokenListCmd struct {
	tokenFile
	JSON bool `help:"JSON lines." name:"json"`
}

func (c *tokenListCmd) Run(e *env) error {
	keys, _, err := c.keys(e)
	if err != nil {
		return err
	}
	list, err := keys.List()
	if err != nil {
		return badStore(err)
	}
	enc := jsonTo(e.out)
	for _, t := range list {
		t.Hash = ""
		if c.JSON {
			if err := enc.Encode(t); err != nil {
				return err
			}
			continue
		}
		if err := printToken(e.out, t); err != nil {
			return err
		}
	}
	return nil
}

func printToken(w io.Writer, t guard.Token) error {
	scopes := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		scopes[i] = string(s)
	}
	until := "until " + t.Expires.Format(time.DateOnly)
	if !t.Good(time.Now()) {
		until = "expired " + t.Expires.Format(time.DateOnly)
	}
	_, err := fmt.Fprintf(w, "%s  %s  %s  %s\n", t.ID, t.Name, strings.Join(scopes, ","), until)
	return err
}

type tokenRevokeCmd struct {
	tokenFile
	ID string `arg:"" help:"Its id, as entente token list prints it."`
}

func (c *tokenRevokeCmd) Run(e *env) error {
	keys, _, err := c.keys(e)
	if err != nil {
		return err
	}
	found, err := keys.Revoke(c.ID)
	if err != nil {
		return badStore(err)
	}
	if !found {
		return fmt.Errorf("no token has the id %q: %w", c.ID, entente.ErrNotFound)
	}
	return nil
}
