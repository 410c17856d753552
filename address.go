package entente

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// longestAddress is how many bytes an address of the web may have.
const longestAddress = 4096

// WebAddress gives an address of the web in the form in which it is kept: resolved
// against a base if there is one, without fragment, and without the marks by which
// campaigns count their readers. It gives false for what is no address of the web.
func WebAddress(base *url.URL, s string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return "", false
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(s) > longestAddress {
		return "", false
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	if strings.Contains(u.RawQuery, "utm_") {
		var kept []string
		for part := range strings.SplitSeq(u.RawQuery, "&") {
			if !strings.HasPrefix(part, "utm_") {
				kept = append(kept, part)
			}
		}
		u.RawQuery = strings.Join(kept, "&")
	}
	out := strings.ToValidUTF8(u.String(), "\uFFFD")
	return out, !strings.ContainsFunc(out, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// PageID is the id of the story that a page of the web holds: the same for the same
// address as it is kept, whoever lists or archives the page, and whatever the page says
// of itself.
func PageID(address string) string {
	sum := sha256.Sum256([]byte(address))
	return "s_" + hex.EncodeToString(sum[:8])
}
