package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Options say how a [Client] behaves. Agent must be given; every other field has a
// default, which for the last five is the world itself.
type Options struct {
	Agent   string // product token and version, "entente/0.1.0": the User-Agent, and the name in robots.txt
	Contact string // an address for the host's keeper, added to the User-Agent
	Allow   Allow
	Limits  Limits
	Pause   time.Duration // between two requests to a host: 1 s, and more if robots.txt asks for more; less only for the user's own hosts

	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, to netip.AddrPort) (Conn, error)
	Roots   *x509.CertPool // whom to trust; nil is whom the machine trusts
}

// Client fetches. It remembers, as long as it lives, what hosts asked for: their
// robots.txt, when they may be asked again. It may be used by many at once.
type Client struct {
	opt       Options
	transport *http.Transport
	mu        sync.Mutex
	hosts     map[string]*host
	most      int // bytes of what they asked for
}

// New makes a client.
func New(opt Options) *Client {
	opt.Limits = opt.Limits.filled()
	fill(&opt.Pause, time.Second)
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Sleep == nil {
		opt.Sleep = Sleep
	}
	if opt.Resolve == nil {
		opt.Resolve = resolve
	}
	if opt.Dial == nil {
		opt.Dial = dial
	}
	c := &Client{opt: opt, hosts: map[string]*host{}, most: mostWeight}
	c.transport = &http.Transport{
		Proxy:                  nil,
		DialContext:            c.connect,
		TLSClientConfig:        &tls.Config{RootCAs: opt.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    opt.Limits.Step,
		ResponseHeaderTimeout:  opt.Limits.Step,
		MaxResponseHeaderBytes: opt.Limits.Header,
		MaxConnsPerHost:        1,
		MaxIdleConns:           16,
		IdleConnTimeout:        10 * time.Second,
		DisableCompression:     true, // unpacked here, where it can be bounded
	}
	return c
}

// Close lets go of connections that wait for another request.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// token is the program's name in robots.txt.
func (c *Client) token() string {
	name, _, _ := strings.Cut(c.opt.Agent, "/")
	return name
}

func (c *Client) userAgent() string {
	if c.opt.Contact == "" {
		return c.opt.Agent
	}
	return c.opt.Agent + " (+" + c.opt.Contact + ")"
}

// Sleep waits by the machine's clock, or until the context ends.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
