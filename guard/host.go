package guard

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Loopback reports whether an address to listen on ("127.0.0.1:8080", "localhost:0")
// is reached from this machine alone.
func Loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// called reports whether the house answers to the name a request calls it by. A page of
// another site whose name was made to resolve to this machine (DNS rebinding) calls it by
// that site's name.
func (g *Guard) called(r *http.Request) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	if g.hosts[host] {
		return true
	}
	if host == "localhost" {
		return g.loopback
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() && g.loopback
}

// client is the address that a request comes from, as a trusted proxy tells it or as the
// connection has it.
func (g *Guard) client(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip := peer.Addr().Unmap()
	if !g.proxied(ip) {
		return ip.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- { // the last that no trusted proxy added
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		if hop = hop.Unmap(); !g.proxied(hop) {
			return hop.String()
		}
	}
	return ip.String()
}

func (g *Guard) proxied(ip netip.Addr) bool {
	for _, p := range g.proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// secure reports whether the way from the client is encrypted to the last step: here, or
// up to a trusted proxy that says so.
func (g *Guard) secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && g.proxied(peer.Addr().Unmap()) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// ParseProxies reads addresses or networks of trusted proxies.
func ParseProxies(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		if ip, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}
