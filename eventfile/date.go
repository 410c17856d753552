package eventfile

import (
	"bytes"
	"strings"

	"entente"
)

// anyDay reads the days of [day], and month/day/year.
func anyDay(s []byte) (entente.Day, bool) {
	if d, ok := day(s); ok {
		return d, true
	}
	m, rest, ok := bytes.Cut(s, []byte("/"))
	d, y, fine := bytes.Cut(rest, []byte("/"))
	if !ok || !fine || len(y) != 4 {
		return 0, false
	}
	return civil(number(y), number(m), number(d))
}

// dated reads a day in a pattern of YYYY, MM and DD, such as DD.MM.YYYY; what follows
// the pattern's length is a time and is left. "" is the ways of [day].
func dated(s []byte, pattern string) (entente.Day, bool) {
	if pattern == "" {
		return day(s)
	}
	if len(s) < len(pattern) {
		return 0, false
	}
	y, m, d := 0, 1, 1
	for i := 0; i < len(pattern); {
		rest := pattern[i:]
		switch {
		case strings.HasPrefix(rest, "YYYY"):
			y = number(s[i : i+4])
			i += 4
		case strings.HasPrefix(rest, "MM"):
			m = number(s[i : i+2])
			i += 2
		case strings.HasPrefix(rest, "DD"):
			d = number(s[i : i+2])
			i += 2
		case s[i] == rest[0]:
			i++
		default:
			return 0, false
		}
	}
	return civil(y, m, d)
}
