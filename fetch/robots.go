package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Robots is what a host's robots.txt says to one program (RFC 9309). The zero value
// allows everything.
type Robots struct {
	rules []robotRule
	delay time.Duration
	none  bool // nothing may be fetched

	weight int // bytes that its rules take, about
}

// robotRule is one line of allow or disallow.
type robotRule struct {
	allow   bool
	pieces  []string // of the path, between its asterisks
	toEnd   bool     // the path must end where the rule does
	octets  int      // length of the rule, by which the most specific is found
	literal string   // what comes before the first asterisk
}

// robotsSize is how much of a robots.txt is read: the least that RFC 9309 asks for.
const robotsSize = 500 << 10

// ParseRobots reads a robots.txt for the program whose product token is given. What
// is not understood is passed over, as the RFC wants it; so no bytes are an error.
//
// Groups for the same token are one. A token must be the same but for case: "ent"
// does not speak to "entente". Only where no group names the token do those for "*"
// count. Crawl-delay, which the RFC leaves out, is understood, in seconds.
func ParseRobots(data []byte, token string) Robots {
	var named, all Robots
	found := false
	agents, open := []string{}, false // the group's tokens; whether more may follow
	for line := range bytes.FieldsFuncSeq(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), newline) {
		key, value := robotLine(line)
		switch key {
		case "user-agent":
			if !open {
				agents, open = agents[:0], true
			}
			agents = append(agents, productToken(value))
		case "allow", "disallow", "crawl-delay":
			open = open && key == "crawl-delay" // it is no rule, and ends no list of agents
			for _, a := range agents {
				if strings.EqualFold(a, token) {
					found = true
					named.take(key, value)
				} else if a == "*" {
					all.take(key, value)
				}
			}
		}
		found = found || key == "user-agent" && strings.EqualFold(productToken(value), token)
	}
	if found {
		return named
	}
	return all
}

func newline(r rune) bool { return r == '\n' || r == '\r' }

// robotLine parts a line into key, in lower case, and value.
func robotLine(line []byte) (key, value string) {
	line, _, _ = bytes.Cut(line, []byte("#"))
	k, v, ok := bytes.Cut(line, []byte(":"))
	if !ok {
		return "", ""
	}
	return strings.ToLower(string(bytes.TrimSpace(k))), string(bytes.TrimSpace(v))
}

// productToken is the part of a user-agent line that names a program.
func productToken(value string) string {
	if strings.HasPrefix(value, "*") {
		return "*"
	}
	end := strings.IndexFunc(value, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return value
	}
	return value[:end]
}

// take adds a line to what is said.
func (r *Robots) take(key, value string) {
	if key == "crawl-delay" {
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < 1e6 {
			r.delay = time.Duration(s * float64(time.Second))
		}
		return
	}
	if value == "" { // "Disallow:" says nothing
		return
	}
	path := normalPath(value)
	rule := robotRule{allow: key == "allow", octets: len(path)}
	path, rule.toEnd = strings.CutSuffix(path, "$")
	rule.pieces = strings.Split(path, "*")
	rule.literal = rule.pieces[0]
	r.rules = append(r.rules, rule)
	r.weight += 100 + 16*len(rule.pieces) + len(value)
}

// Delay is the pause that the host asks for between two requests, 0 if none.
func (r Robots) Delay() time.Duration { return r.delay }

// Allows reports whether a path, with its query if any, may be fetched: the longest
// rule that fits decides, of two as long the one that allows.
func (r Robots) Allows(path string) bool {
	if r.none {
		return false
	}
	path = normalPath(path)
	if path == "" || path[0] != '/' {
		path = "/" + path
	}
	best := robotRule{allow: true, octets: -1}
	for _, rule := range r.rules {
		if (rule.octets > best.octets || rule.octets == best.octets && rule.allow) && rule.fits(path) {
			best = rule
		}
	}
	return best.allow || path == "/robots.txt"
}

// fits reports whether a rule is about a path.
func (r robotRule) fits(path string) bool {
	rest, ok := strings.CutPrefix(path, r.literal)
	if !ok {
		return false
	}
	pieces := r.pieces[1:]
	if r.toEnd {
		if len(pieces) == 0 {
			return rest == ""
		}
		rest, ok = strings.CutSuffix(rest, pieces[len(pieces)-1])
		if !ok {
			return false
		}
		pieces = pieces[:len(pieces)-1]
	}
	for _, p := range pieces {
		i := strings.Index(rest, p)
		if i < 0 {
			return false
		}
		rest = rest[i+len(p):]
	}
	return true
}

// normalPath brings the two ways of writing an octet together: what need not be
// escaped is not, and what is beyond ASCII is (RFC 9309, 2.2.2).
func normalPath(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				if c = byte(n); unreserved(c) {
					b.WriteByte(c)
				} else {
					escape(&b, c)
				}
				i += 2
				continue
			}
		}
		if c >= 0x80 || c <= ' ' || c == 0x7f {
			escape(&b, c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func escape(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.Write([]byte{'%', digits[c>>4], digits[c&15]})
}

// unreserved are the characters that never need escaping (RFC 3986, 2.3).
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
