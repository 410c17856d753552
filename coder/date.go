package coder

import (
	"strconv"
	"strings"
	"time"

	"entente"
)

// dated is an expression of time in a sentence.
type dated struct {
	first, last int // tokens
	window      entente.Window
	head        int  // the token on which it hangs
	purpose     bool // it tells of another day than the act's ("since", "until")
}

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "jan.": 1, "feb": 2, "feb.": 2, "mar.": 3, "apr.": 4, "apr": 4, "jun.": 6, "jul.": 7, "aug": 8, "aug.": 8,
	"sep": 9, "sept": 9, "sep.": 9, "sept.": 9, "oct": 10, "oct.": 10, "nov": 11, "nov.": 11, "dec": 12, "dec.": 12,
}

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

var numbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var units = map[string]int{"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650, "hour": 0, "minute": 0}

// unit gives the days in a unit of time, singular or plural.
func unit(w string) (days int, ok bool) {
	days, ok = units[strings.TrimSuffix(w, "s")]
	return days, ok
}

func known(from, to entente.Day, basis entente.Basis) entente.Window {
	return entente.Window{From: from, To: to, Basis: basis}
}

// findDates finds the expressions of time in a sentence.
func (s *sentence) findDates(t *telling) {
	cal := calendar{t.day}
	for i := 0; i < len(s.Tokens); {
		d, n := s.dateAt(cal, t, i)
		if n == 0 {
			i++
			continue
		}
		d.first, d.last = i, i+n-1
		d.head = s.headOf(d.first, d.last)
		s.introduced(&d)
		s.dates = append(s.dates, d)
		i += n
	}
}

// headOf gives the token of a span whose head lies outside of it.
func (s *sentence) headOf(first, last int) int {
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; h < first || h > last {
			return i
		}
	}
	return first
}

// introduced reads the words right before a date: what has been since or until then
// was not done then.
func (s *sentence) introduced(d *dated) {
	for i := d.first - 1; i >= max(0, d.first-3); i-- {
		switch s.lower[i] {
		case "since", "until", "till":
			d.purpose = true
			return
		case "in", "on", "during", "the", "of", "at", "from":
		default:
			return
		}
	}
}

func (s *sentence) w(i int) string {
	if i < 0 || i >= len(s.lower) {
		return ""
	}
	return s.lower[i]
}

// dateAt reads an expression of time that begins at token i and gives how many
// tokens it takes, 0 if none begins there.
func (s *sentence) dateAt(cal calendar, t *telling, i int) (dated, int) {
	for _, read := range []func(calendar, *telling, int) (dated, int){
		s.isoDay, s.monthDay, s.dayMonth, s.partOfMonth, s.monthAlone, s.deictic, s.lastNext, s.weekday, s.ago, s.sameTime, s.yearAlone, s.decade, s.era,
	} {
		if d, n := read(cal, t, i); n > 0 && d.readable() {
			return d, n
		}
	}
	return dated{}, 0
}

// readable reports whether a date lies in the years that are read as such; "400
// decades ago" does not.
func (d *dated) readable() bool {
	w := d.window
	return !w.From.Known() || w.From >= entente.MakeDay(firstYear, 1, 1) && w.To <= entente.MakeDay(lastYear, 12, 31)
}

// future reports whether the clause around token i speaks of what is to come.
func (s *sentence) future(i int) bool {
	g := i
	for steps := 0; steps < 6 && g >= 0; steps++ {
		if s.verb(g) {
			for _, k := range s.kids[g] {
				if s.rel(k) == "aux" && (s.lower[k] == "will" || s.lower[k] == "shall" || s.lower[k] == "would") {
					return true
				}
			}
			if s.Tokens[g].XPOS == "VBD" {
				return false
			}
			cues := s.story.tools.Lexicon.Cues
			if cues.Has("intend", s.Tokens[g].Lemma) || s.toInfinitive(g) && s.rel(g) != "acl" {
				return true
			}
			if s.finite(g) {
				return false
			}
		}
		g = s.Tokens[g].Head
	}
	return false
}

// isoDay reads "2021-06-16", which is five tokens.
func (s *sentence) isoDay(_ calendar, _ *telling, i int) (dated, int) {
	if i+5 > len(s.lower) || s.lower[i+1] != "-" {
		return dated{}, 0
	}
	w := strings.Join(s.lower[i:i+5], "")
	d, err := entente.ParseDay(w)
	if err != nil || len(w) != len("2021-06-16") {
		return dated{}, 0
	}
	return dated{window: known(d, d, entente.Explicit)}, 5
}

func (s *sentence) month(i int) (time.Month, bool) {
	m, ok := months[s.w(i)]
	if ok && (s.w(i) == "may" || s.w(i) == "march") && s.Tokens[i].Text == s.w(i) {
		return 0, false // the verbs
	}
	return m, ok
}

func (s *sentence) dayNumber(i int) (int, bool) {
	w := strings.TrimRight(s.w(i), "stndrh")
	n, err := strconv.Atoi(w)
	return n, err == nil && n >= 1 && n <= 31 && len(w) <= 2
}

// The first and the last year that a number of four figures is read as.
const firstYear, lastYear = 1500, 2099

func (s *sentence) year(i int) (int, bool) {
	w := s.w(i)
	n, err := strconv.Atoi(w)
	return n, err == nil && len(w) == 4 && n >= firstYear && n <= lastYear
}

// monthDay reads "June 16", "June 16, 2021", "June 16-18".
func (s *sentence) monthDay(cal calendar, _ *telling, i int) (dated, int) {
	m, ok := s.month(i)
	if !ok {
		return dated{}, 0
	}
	d, ok := s.dayNumber(i + 1)
	if !ok {
		return dated{}, 0
	}
	n, last := 2, d
	if e, ok := s.dayNumber(i + 3); ok && (s.w(i+2) == "-" || s.w(i+2) == "–" || s.w(i+2) == "to" || s.w(i+2) == "and") {
		n, last = 4, e
	}
	return s.withYear(cal, i, n, m, d, last)
}

// dayMonth reads "16 June", "16 June 2021", "the 16th of June".
func (s *sentence) dayMonth(cal calendar, _ *telling, i int) (dated, int) {
	d, ok := s.dayNumber(i)
	if !ok {
		return dated{}, 0
	}
	n, last := 1, d
	if e, ok := s.dayNumber(i + 2); ok && (s.w(i+1) == "-" || s.w(i+1) == "–" || s.w(i+1) == "to" || s.w(i+1) == "and") {
		n, last = 3, e
	}
	if s.w(i+n) == "of" {
		n++
	}
	m, ok := s.month(i + n)
	if !ok {
		return dated{}, 0
	}
	return s.withYear(cal, i, n+1, m, d, last)
}

// withYear completes a day of a month with the year that stands after it or that
// the story's day gives.
func (s *sentence) withYear(cal calendar, i, n int, m time.Month, from, to int) (dated, int) {
	k := i + n
	if s.w(k) == "," {
		k++
	}
	if y, ok := s.year(k); ok {
		return dated{window: known(entente.MakeDay(y, m, from), entente.MakeDay(y, m, max(from, to)), entente.Explicit)}, k + 1 - i
	}
	if !cal.day.Known() {
		return dated{window: entente.Window{Basis: entente.Undated}}, n
	}
	y := cal.yearOf(m, from, s.future(i))
	return dated{window: known(entente.MakeDay(y, m, from), entente.MakeDay(y, m, max(from, to)), entente.Explicit)}, n
}

// partOfMonth reads "late June", "mid-March", "early 2014", "the end of May".
func (s *sentence) partOfMonth(cal calendar, t *telling, i int) (dated, int) {
	part := s.w(i)
	n := 1
	switch part {
	case "early", "late", "mid", "mid-":
	case "beginning", "start", "end", "middle":
		if s.w(i+1) != "of" {
			return dated{}, 0
		}
		n = 2
	default:
		if rest, ok := strings.CutPrefix(part, "mid-"); ok {
			if m, ok := months[rest]; ok {
				return s.thirdOf(cal, i, 1, "mid", m)
			}
		}
		return dated{}, 0
	}
	if s.w(i+n) == "-" {
		n++
	}
	if m, ok := s.month(i + n); ok {
		return s.thirdOf(cal, i, n+1, part, m)
	}
	if y, ok := s.year(i + n); ok {
		a, b := thirds(part, entente.MakeDay(y, 1, 1), entente.MakeDay(y+1, 1, 1)-1)
		return dated{window: known(a, b, entente.Explicit)}, n + 1
	}
	if d, m := s.lastNext(cal, t, i+n); m > 0 {
		d.window.From, d.window.To = thirds(part, d.window.From, d.window.To)
		return d, n + m
	}
	return dated{}, 0
}

func (s *sentence) thirdOf(cal calendar, i, n int, part string, m time.Month) (dated, int) {
	y, ok := s.year(i + n)
	if ok {
		n++
	} else if !cal.day.Known() {
		return dated{window: entente.Window{Basis: entente.Undated}}, n
	} else {
		y = cal.yearOf(m, 1, s.future(i))
	}
	a, b := thirds(part, entente.MakeDay(y, m, 1), entente.MakeDay(y, m+1, 1)-1)
	return dated{window: known(a, b, entente.Relative)}, n
}

// monthAlone reads "in March", "March 2021", "last June".
func (s *sentence) monthAlone(cal calendar, _ *telling, i int) (dated, int) {
	m, ok := s.month(i)
	if !ok || s.Tokens[i].UPOS == "VERB" || s.Tokens[i].UPOS == "AUX" {
		return dated{}, 0
	}
	if y, ok := s.year(i + 1); ok {
		return monthWindow(y, m, entente.Explicit), 2
	}
	if s.w(i+1) == "of" {
		if y, ok := s.year(i + 2); ok {
			return monthWindow(y, m, entente.Explicit), 3
		}
	}
	if !cal.day.Known() {
		return dated{window: entente.Window{Basis: entente.Undated}}, 1
	}
	y := cal.yearOf(m, 1, s.future(i))
	return monthWindow(y, m, entente.Explicit), 1
}

// deictic reads "today", "yesterday", "overnight", "this morning".
func (s *sentence) deictic(cal calendar, _ *telling, i int) (dated, int) {
	if !cal.day.Known() {
		return dated{}, 0
	}
	off, n := 0, 1
	to := 0
	switch s.w(i) {
	case "today", "tonight":
	case "yesterday":
		off, to = -1, -1
	case "tomorrow":
		off, to = 1, 1
	case "overnight":
		off = -1
	case "this":
		switch s.w(i + 1) {
		case "morning", "afternoon", "evening":
			n = 2
		default:
			return dated{}, 0
		}
	default:
		return dated{}, 0
	}
	return dated{window: known(cal.day+entente.Day(off), cal.day+entente.Day(to), entente.Relative)}, n
}

// lastNext reads "last month", "this week", "next year", "the past month", "recent
// weeks", "the next three days", "last Tuesday", "last March", "last summer".
func (s *sentence) lastNext(cal calendar, t *telling, i int) (dated, int) {
	which := s.w(i)
	switch which {
	case "last", "next", "this", "past", "previous", "coming", "recent":
	default:
		return dated{}, 0
	}
	if !cal.day.Known() {
		return dated{}, 0
	}
	n, many := 1, 1
	if _, most, k := s.amount(i + 1); most > 0 && which != "this" {
		if _, isUnit := unit(s.w(i + 1 + k)); isUnit {
			n, many = 1+k, most
		}
	}
	w := s.w(i + n)
	if m, ok := s.month(i + n); ok {
		y := cal.yearOf(m, 1, which == "next")
		if which == "last" && entente.MakeDay(y, m+1, 1) > cal.day {
			y--
		}
		return monthWindow(y, m, entente.Relative), n + 1
	}
	if d, ok := weekdays[w]; ok {
		return dated{window: cal.weekdayNear(d, which == "next" || which == "coming", which != "this")}, n + 1
	}
	window, ok := cal.around(which, strings.TrimSuffix(w, "s"), many)
	if !ok {
		return dated{}, 0
	}
	return dated{window: window}, n + 1
}

// weekday reads "on Tuesday".
func (s *sentence) weekday(cal calendar, _ *telling, i int) (dated, int) {
	d, ok := weekdays[s.w(i)]
	if !ok || !cal.day.Known() {
		return dated{}, 0
	}
	return dated{window: cal.weekdayNear(d, s.future(i), false)}, 1
}

// number reads a small number in words or figures.
func (s *sentence) number(i int) (int, bool) {
	if n, ok := numbers[s.w(i)]; ok {
		return n, true
	}
	n, err := strconv.Atoi(s.w(i))
	return n, err == nil && n > 0 && n < 500
}

// yearAlone reads "in 2014" and "2014".
func (s *sentence) yearAlone(_ calendar, _ *telling, i int) (dated, int) {
	y, ok := s.year(i)
	if !ok {
		return dated{}, 0
	}
	if p := s.w(i - 1); p != "in" && p != "of" && p != "since" && p != "by" && p != "during" && p != "from" && p != "," && p != "until" && p != "before" && p != "after" && p != "between" && p != "and" && p != "to" {
		return dated{}, 0
	}
	return dated{window: known(entente.MakeDay(y, 1, 1), entente.MakeDay(y, 12, 31), entente.Explicit)}, 1
}

// eras are spans of time by name, in lower case.
var eras = map[string]dated{
	"cold war":         {window: known(entente.MakeDay(1947, 3, 12), entente.MakeDay(1991, 12, 26), entente.Explicit)},
	"soviet era":       {window: known(entente.MakeDay(1922, 12, 30), entente.MakeDay(1991, 12, 26), entente.Explicit)},
	"soviet times":     {window: known(entente.MakeDay(1922, 12, 30), entente.MakeDay(1991, 12, 26), entente.Explicit)},
	"world war":        {window: known(entente.MakeDay(1914, 7, 28), entente.MakeDay(1945, 9, 2), entente.Explicit)},
	"second world war": {window: known(entente.MakeDay(1939, 9, 1), entente.MakeDay(1945, 9, 2), entente.Explicit)},
	"first world war":  {window: known(entente.MakeDay(1914, 7, 28), entente.MakeDay(1918, 11, 11), entente.Explicit)},
}

// era reads "during the Cold War", "in the Second World War".
func (s *sentence) era(_ calendar, _ *telling, i int) (dated, int) {
	if p := s.w(i - 1); p != "the" {
		return dated{}, 0
	}
	for n := 3; n >= 2; n-- {
		if i+n > len(s.lower) {
			continue
		}
		if d, ok := eras[strings.Join(s.lower[i:i+n], " ")]; ok {
			return d, n
		}
	}
	return dated{}, 0
}

// decades are those of the last century by name.
var decades = map[string]int{
	"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
}

// decade reads "the 1990s".
func (s *sentence) decade(_ calendar, _ *telling, i int) (dated, int) {
	if y, ok := decades[s.w(i)]; ok && s.w(i-1) == "the" {
		return dated{window: known(entente.MakeDay(y, 1, 1), entente.MakeDay(y+9, 12, 31), entente.Explicit)}, 1
	}
	w, ok := strings.CutSuffix(s.w(i), "s")
	if !ok {
		return dated{}, 0
	}
	y, err := strconv.Atoi(w)
	if err != nil || len(w) != 4 || y%10 != 0 || y < 1900 || y > 2090 {
		return dated{}, 0
	}
	return dated{window: known(entente.MakeDay(y, 1, 1), entente.MakeDay(y+9, 12, 31), entente.Explicit)}, 1
}
