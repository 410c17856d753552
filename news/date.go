package news

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"entente"
)

const monthNames = `jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?`

// The ways in which a page writes a day with its year. Numbers alone are read
// where only one order of day and month is possible, or with points between (day first).
var (
	dayISO     = regexp.MustCompile(`\b((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?:\b|T)`)
	dayFirst   = regexp.MustCompile(`(?i)\b(\d\d?)(?:st|nd|rd|th)?(?: of)?[ \-/](` + monthNames + `),?[ \-/]((?:19|20)\d\d)\b`)
	monthFirst = regexp.MustCompile(`(?i)\b(` + monthNames + `) (\d\d?)(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b`)
	dayNumbers = regexp.MustCompile(`\b(\d\d?)([/.\-])(\d\d?)[/.\-]((?:19|20)\d\d)\b`)
	dayInPath  = regexp.MustCompile(`[/_\-]((?:19|20)\d\d)[/\-]?(\d\d)[/\-]?(\d\d)(?:[/_\-.]|$)`)
)

// foundDay is a day with the place of its words.
type foundDay struct {
	day        entente.Day
	start, end int
}

// hasYear is the cheap test before the searches: four digits that may be a year.
func hasYear(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if (s[i] == '1' && s[i+1] == '9' || s[i] == '2' && s[i+1] == '0') && isDigit(s[i+2]) && isDigit(s[i+3]) {
			return true
		}
	}
	return false
}

// findDay gives the first day named in s.
func findDay(s string) (foundDay, bool) {
	best, found := foundDay{start: len(s)}, false
	for _, read := range []func(string) (foundDay, bool){readISO, readDayFirst, readMonthFirst, readNumbers} {
		if f, ok := read(s); ok && f.start < best.start {
			best, found = f, true
		}
	}
	return best, found
}

func readISO(s string) (foundDay, bool) {
	m := dayISO.FindStringSubmatchIndex(s)
	if m == nil {
		return foundDay{}, false
	}
	return makeDay(atoi(s[m[2]:m[3]]), atoi(s[m[4]:m[5]]), atoi(s[m[6]:m[7]]), m)
}

func readDayFirst(s string) (foundDay, bool) {
	m := dayFirst.FindStringSubmatchIndex(s)
	if m == nil {
		return foundDay{}, false
	}
	return makeDay(atoi(s[m[6]:m[7]]), monthOf(s[m[4]:m[5]]), atoi(s[m[2]:m[3]]), m)
}

func readMonthFirst(s string) (foundDay, bool) {
	m := monthFirst.FindStringSubmatchIndex(s)
	if m == nil {
		return foundDay{}, false
	}
	return makeDay(atoi(s[m[6]:m[7]]), monthOf(s[m[2]:m[3]]), atoi(s[m[4]:m[5]]), m)
}

func readNumbers(s string) (foundDay, bool) {
	m := dayNumbers.FindStringSubmatchIndex(s)
	if m == nil {
		return foundDay{}, false
	}
	a, b, year := atoi(s[m[2]:m[3]]), atoi(s[m[6]:m[7]]), atoi(s[m[8]:m[9]])
	switch {
	case s[m[4]] == '.' || a > 12 || a == b:
		return makeDay(year, b, a, m)
	case b > 12:
		return makeDay(year, a, b, m)
	}
	return foundDay{}, false
}

func makeDay(year, month, day int, m []int) (foundDay, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return foundDay{}, false
	}
	return foundDay{entente.MakeDay(year, time.Month(month), day), m[0], m[1]}, true
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func monthOf(s string) int {
	return strings.Index("jan feb mar apr may jun jul aug sep oct nov dec", strings.ToLower(s[:3]))/4 + 1
}

// dayInURL gives the day that many addresses carry in their path, unknown if none.
func dayInURL(url string) entente.Day {
	m := dayInPath.FindStringSubmatchIndex(url)
	if m == nil {
		return 0
	}
	f, _ := makeDay(atoi(url[m[2]:m[3]]), atoi(url[m[4]:m[5]]), atoi(url[m[6]:m[7]]), m)
	return f.day
}

// dayOfStamp reads the date at the head of a timestamp or anywhere in a short text.
func dayOfStamp(s string) entente.Day {
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		if day, err := entente.ParseDay(s[:10]); err == nil {
			return day
		}
	}
	if f, ok := findDay(s); ok {
		return f.day
	}
	return 0
}

// stamp is what a line of dates says.
type stamp struct {
	published, updated entente.Day
	rest               string // what else stands in the line
}

func (s stamp) any() bool { return s.published.Known() || s.updated.Known() }

// readStamp reads the days of a line. A day after "updated" or "modified" is not
// the day of publication.
func readStamp(s string) stamp {
	var out stamp
	var rest strings.Builder
	for range 4 {
		f, ok := findDay(s)
		if !ok {
			break
		}
		label := strings.ToLower(s[:f.start])
		switch {
		case strings.Contains(label, "updated") || strings.Contains(label, "modified"):
			out.updated = f.day
		case !out.published.Known():
			out.published = f.day
		}
		rest.WriteString(s[:f.start])
		rest.WriteByte(' ')
		s = s[f.end:]
	}
	rest.WriteString(s)
	if out.any() {
		out.rest = strings.Trim(stampNoise.ReplaceAllString(rest.String(), " "), " \t.,;:|·•-–—/()[]")
	}
	return out
}

// stampNoise is what stands beside a date in a line that says no more than when.
var stampNoise = regexp.MustCompile(`(?i)\b(?:first|last|originally)?\s*(?:published|updated|modified|posted|released?|created|issued)\b(?: on| at)?:?` +
	`|\b(?:date|release date|time|on|at|the)\b:?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?` +
	`|\bT?\d\d?[:.h]\d\d(?:[:.]\d\d(?:\.\d+)?)?\s*Z?(?:\s*[ap]\.?m\b\.?)?|[+-]\d\d:?\d\d\b|\b\d\d?\s*[ap]m\b` +
	`|\b(?:gmt|utc|bst|est|edt|et|pst|pdt|pt|cet|cest|msk|hkt|jst|ist|sgt|aest|aedt|local time)\b(?:[+-]\d+)?|\d+ (?:min(?:ute)?s?|hours?|days?) (?:ago|read)`)

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
