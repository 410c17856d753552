package fetch

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Allow lists the hosts and nets that a user calls his own: they may be asked though
// they are not public. The zero value allows none.
type Allow struct {
	hosts    map[string]bool // "host" or "host:port"
	prefixes []netip.Prefix
}

// ParseAllow reads entries such as "news.intranet", "news.intranet:8080",
// "10.1.2.3", "[::1]:8080" or "10.1.0.0/16". A name lets through whatever it leads
// to; a net lets through the addresses in it.
func ParseAllow(entries ...string) (Allow, error) {
	a := Allow{hosts: map[string]bool{}}
	for _, e := range entries {
		e = strings.ToLower(strings.TrimSpace(e))
		if p, err := netip.ParsePrefix(e); err == nil {
			a.prefixes = append(a.prefixes, p.Masked())
			continue
		}
		if ip, err := netip.ParseAddr(e); err == nil && ip.Zone() == "" {
			a.prefixes = append(a.prefixes, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		host, err := parseHost(e)
		if err != nil {
			return Allow{}, err
		}
		a.hosts[host] = true
	}
	return a, nil
}

// parseHost reads "host", "host:port" or "[address]:port".
func parseHost(entry string) (string, error) {
	bad := fmt.Errorf("%q is neither a host, host:port, address nor net such as 10.1.0.0/16", entry)
	if ap, err := netip.ParseAddrPort(entry); err == nil {
		return ap.String(), nil
	}
	name, port, hasPort := strings.Cut(entry, ":")
	ascii, err := asciiHost(name)
	if err != nil {
		return "", bad
	}
	if !hasPort {
		return ascii, nil
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", bad
	}
	return ascii + ":" + port, nil
}

// host reports whether a host is allowed by its name, at a port.
func (a Allow) host(name, port string) bool {
	if strings.Contains(name, ":") { // an IPv6 address
		return a.hosts["["+name+"]:"+port]
	}
	return a.hosts[name] || a.hosts[name+":"+port]
}

// address reports whether an address lies in a net that is allowed.
func (a Allow) address(ip netip.Addr) bool {
	for _, p := range a.prefixes {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}
