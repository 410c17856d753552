package fetch

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

// TestPublic walks the ways in which an address can lead inside.
func TestPublic(t *testing.T) {
	for _, inside := range []string{
		"0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9", "168.63.129.16", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
		"198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
		"100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
		"2002:7f00:1::1", "2002:808:808::1", "3fff::1", "3ffe::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
		"ff02::1", "fe80::1%eth0", "2600::5efe:7f00:1", "2600::200:5efe:a00:1",
	} {
		if ok, what := Public(netip.MustParseAddr(inside)); ok || what == "" {
			t.Errorf("%s is let through (%q)", inside, what)
		}
	}
	for _, outside := range []string{"1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "192.0.1.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888"} {
		if ok, what := Public(netip.MustParseAddr(outside)); !ok {
			t.Errorf("%s is held back: %s", outside, what)
		}
	}
	if ok, _ := Public(netip.Addr{}); ok {
		t.Error("no address is public")
	}
}

// TestMappedIsNeverPublic: whatever IPv4 address is hidden in IPv6, it stays inside.
func TestMappedIsNeverPublic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		four := [4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "v4"))
		mapped := netip.AddrFrom16(netip.AddrFrom4(four).As16())
		sixToFour := netip.AddrFrom16([16]byte{0x20, 0x02, four[0], four[1], four[2], four[3]})
		nat := netip.AddrFrom16([16]byte{0, 0x64, 0xff, 0x9b, 12: four[0], 13: four[1], 14: four[2], 15: four[3]})
		for _, a := range []netip.Addr{mapped, sixToFour, nat} {
			if ok, _ := Public(a); ok {
				t.Fatalf("%s is public", a)
			}
		}
	})
}

func TestAllow(t *testing.T) {
	a, err := ParseAllow("News.Intranet", "wire.intranet:8080", "10.1.2.3", "10.2.0.0/16", "[::1]:8080", "fd00::/8")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[[2]string]bool{
		{"news.intranet", "80"}: true, {"news.intranet", "9999"}: true, {"x.news.intranet", "80"}: false,
		{"wire.intranet", "8080"}: true, {"wire.intranet", "80"}: false, {"::1", "8080"}: true, {"::1", "80"}: false,
	} {
		if a.host(name[0], name[1]) != want {
			t.Errorf("%v: want %v", name, want)
		}
	}
	for addr, want := range map[string]bool{"10.1.2.3": true, "10.1.2.4": false, "10.2.255.1": true, "fd12::1": true, "::ffff:10.1.2.3": false} {
		if a.address(netip.MustParseAddr(addr)) != want {
			t.Errorf("%s: want %v", addr, want)
		}
	}
	for _, bad := range []string{"", "a b", "host:port", "host:0", "host:99999", "10.0.0.0/99", "http://x"} {
		if _, err := ParseAllow(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// TestHostNames: names come into the one form in which they are looked up.
func TestHostNames(t *testing.T) {
	for name, want := range map[string]string{
		"News.Example": "news.example", "my_feed.example": "my_feed.example", "bücher.example": "xn--bcher-kva.example", "[::1": "", "": "",
		"a b": "", "a/b": "", "::FFFF:1.2.3.4": "::ffff:1.2.3.4", "1.2.3.4": "1.2.3.4", "x%00y": "",
	} {
		if got, err := asciiHost(name); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", name, got, err)
		}
	}
}
