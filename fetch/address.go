package fetch

import (
	"encoding/binary"
	"net/netip"
)

// notPublic are the nets out of which nothing is fetched, with what they are: the
// IANA registries of special-purpose addresses (RFC 6890 and later), multicast, and
// addresses at which providers of machines tell secrets. Of IPv6 only 2000::/3 is
// handed out at all, so the list holds what is special within it.
var notPublic = nets(
	"0.0.0.0/8", "this network",
	"10.0.0.0/8", "private",
	"100.64.0.0/10", "shared by a provider's customers",
	"127.0.0.0/8", "loopback",
	"168.63.129.16/32", "a provider's metadata",
	"169.254.0.0/16", "link-local, with providers' metadata",
	"172.16.0.0/12", "private",
	"192.0.0.0/24", "set aside for protocols",
	"192.0.2.0/24", "for documentation",
	"192.31.196.0/24", "for name servers' own use",
	"192.52.193.0/24", "for multicast relays",
	"192.88.99.0/24", "for 6to4 relays",
	"192.168.0.0/16", "private",
	"192.175.48.0/24", "for name servers' own use",
	"198.18.0.0/15", "for measuring",
	"198.51.100.0/24", "for documentation",
	"203.0.113.0/24", "for documentation",
	"224.0.0.0/4", "multicast",
	"240.0.0.0/4", "reserved",
	"2001::/23", "set aside for protocols, Teredo among them",
	"2001:db8::/32", "for documentation",
	"2002::/16", "6to4, which holds an IPv4 address",
	"2620:4f:8000::/48", "for name servers' own use",
	"3ffe::/16", "the 6bone of old",
	"3fff::/20", "for documentation",
)

// special is a net that is not public.
type special struct {
	prefix netip.Prefix
	what   string
}

func nets(pairs ...string) []special {
	var out []special
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, special{netip.MustParsePrefix(pairs[i]), pairs[i+1]})
	}
	return out
}

// handedOut is all of IPv6 that anybody has been given, and nat64 what stands for IPv4.
var (
	handedOut = netip.MustParsePrefix("2000::/3")
	nat64     = netip.MustParsePrefix("64:ff9b::/32")
)

// Public reports whether an address is one of the open internet. If it is not, what
// says why: loopback, private and link-local, shared (RFC 6598), multicast, reserved
// and documentation nets are not, nor is any IPv6 address that holds an IPv4 one
// (mapped, 6to4, Teredo, NAT64, ISATAP), whichever it is, nor one with a zone.
func Public(a netip.Addr) (ok bool, what string) {
	switch {
	case !a.IsValid():
		return false, "no address"
	case a.Zone() != "":
		return false, "bound to one of this machine's own links"
	case a.Is4In6():
		return false, "an IPv4 address mapped into IPv6"
	case a.Is6() && !handedOut.Contains(a):
		return false, specialSix(a)
	case a.Is6() && isISATAP(a):
		return false, "ISATAP, which holds an IPv4 address"
	}
	for _, n := range notPublic {
		if n.prefix.Contains(a) {
			return false, n.what
		}
	}
	return true, ""
}

// specialSix says what an IPv6 address outside of 2000::/3 is.
func specialSix(a netip.Addr) string {
	switch {
	case a.IsLoopback():
		return "loopback"
	case a.IsUnspecified():
		return "this machine"
	case a.IsMulticast():
		return "multicast"
	case a.IsLinkLocalUnicast():
		return "link-local"
	case a.IsPrivate():
		return "private"
	case nat64.Contains(a):
		return "NAT64, which holds an IPv4 address"
	}
	return "not handed out to anybody"
}

// isISATAP tells an interface identifier of RFC 5214: 0:5efe or 200:5efe, then an
// IPv4 address.
func isISATAP(a netip.Addr) bool {
	b := a.As16()
	id := binary.BigEndian.Uint32(b[8:12])
	return id&^0x02000000 == 0x00005efe
}
