package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"
)

// Conn is a connection: the standard library's.
type Conn = net.Conn

// check refuses what may not be asked for, whatever its host's addresses are, and
// brings the host's name into the form in which it is looked up.
func (c *Client) check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse(Refused, "only http and https are fetched, not %q", u.Scheme)
	case u.Opaque != "" || u.Host == "":
		return refuse(Refused, "the address names no host")
	case u.User != nil:
		return refuse(Refused, "addresses with a user's name are not fetched")
	}
	name, err := asciiHost(u.Hostname())
	if err != nil {
		return refuse(Refused, "%q is no name of a host", u.Hostname())
	}
	port := portOf(u)
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return refuse(Refused, "%q is no port", port)
	}
	if n != 80 && n != 443 && n < 1024 && !c.opt.Allow.host(name, port) {
		return refuse(Refused, "port %d is not one of the web", n)
	}
	if u.Host = name; strings.Contains(name, ":") {
		u.Host = "[" + name + "]"
	}
	if !standard(u.Scheme, port) {
		u.Host += ":" + port
	}
	u.Fragment, u.RawFragment = "", ""
	return nil
}

func standard(scheme, port string) bool {
	return scheme == "http" && port == "80" || scheme == "https" && port == "443"
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// asciiHost gives a host's name in lower case and ASCII, or its address in one form.
func asciiHost(name string) (string, error) {
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.String(), nil
	}
	if lower := strings.ToLower(name); plainName(lower) {
		return lower, nil
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil || ascii == "" || len(ascii) > 253 {
		return "", fmt.Errorf("%q is no name of a host", name)
	}
	return ascii, nil
}

// plainName reports whether a name needs no turning into ASCII. Underscores are in no
// host's name by the book, and in some in the world.
func plainName(name string) bool {
	return name != "" && len(name) <= 253 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-._") == "" && !strings.Contains(name, "..") && name[0] != '.' && !strings.Contains(name, "xn--")
}

// connect looks a host up once, vets every address it has, and dials those: what the
// transport calls for each new connection.
func (c *Client) connect(ctx context.Context, _, addr string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	vetted, err := c.vet(ctx, name, port)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, a := range vetted {
		conn, err := c.dial(ctx, a)
		if err == nil {
			return &timed{conn, c.opt.Limits.Step}, nil
		}
		errs = append(errs, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, errors.Join(errs...)
}

func (c *Client) dial(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	ctx, stop := context.WithTimeout(ctx, c.opt.Limits.Step)
	defer stop()
	return c.opt.Dial(ctx, to)
}

// vet gives the addresses of a host that may be dialled: all of them, or none if one
// is not public and not the user's own.
func (c *Client) vet(ctx context.Context, name, port string) ([]netip.AddrPort, error) {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	found, err := c.lookUp(ctx, name)
	if err != nil {
		return nil, err
	}
	var out []netip.AddrPort
	trusted := c.opt.Allow.host(name, port)
	for _, a := range found {
		if ok, what := Public(a); !ok && !trusted && !c.opt.Allow.address(a) {
			if name == a.String() {
				return nil, refuse(Refused, "%s is not public (%s)", a, what)
			}
			return nil, refuse(Refused, "%s has the address %s, which is not public (%s)", name, a, what)
		}
		out = append(out, netip.AddrPortFrom(a, uint16(n)))
	}
	return out, nil
}

func (c *Client) lookUp(ctx context.Context, name string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{ip}, nil
	}
	found, err := c.opt.Resolve(ctx, name)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s has no address", name)
	}
	return found, err
}

// resolve asks the machine's own resolver. It hands IPv4 addresses out as such: a
// mapped one is a name server's own doing.
func resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	for i, a := range found {
		found[i] = a.Unmap()
	}
	return found, err
}

func dial(ctx context.Context, to netip.AddrPort) (Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", to.String())
}

// timed is a connection on which no single read or write may take longer than a step.
type timed struct {
	net.Conn
	step time.Duration
}

func (t *timed) Read(p []byte) (int, error) {
	if err := t.SetReadDeadline(time.Now().Add(t.step)); err != nil {
		return 0, err
	}
	return t.Conn.Read(p)
}

func (t *timed) Write(p []byte) (int, error) {
	if err := t.SetWriteDeadline(time.Now().Add(t.step)); err != nil {
		return 0, err
	}
	return t.Conn.Write(p)
}
