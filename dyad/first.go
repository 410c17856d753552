package dyad

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"entente"
)

// longAgo is after how many days without one an act of a kind is worth calling a first.
const longAgo = 365

// Firsts gives those of the events that are the first of their root in their direction for a
// year at least, or of which the text claims that they are the first for some time. Tallies
// by day tell what the store holds of the pair, since is the first day from which it holds
// anything.
func Firsts(events []entente.Event, tallies []entente.Tally, since entente.Day) []entente.First {
	out := []entente.First{}
	for i := range events {
		e := &events[i]
		r := weightiest(e)
		day := e.Window().From
		if !day.Known() || !r.Status.Happened() || r.Status == entente.Historical || r.Plover.Event == "" {
			continue
		}
		f := entente.First{
			Event: e.ID, Report: r.Report, Date: day, Root: r.Plover.Event, Since: since, Quote: r.Citation.Quote, Story: r.Story,
			Pair: entente.Pair{Source: r.Source.Code, Target: r.Target.Code},
		}
		f.Last = lastBefore(tallies, f.Pair, f.Root, day)
		f.Days = int(day - max(f.Last, since))
		hold(&f, e)
		if f.Claimed != "" || f.Days >= longAgo {
			out = append(out, f)
		}
	}
	return out
}

func lastBefore(tallies []entente.Tally, of entente.Pair, root entente.Root, day entente.Day) entente.Day {
	var last entente.Day
	for _, t := range tallies {
		if t.Pair == of && t.Root == root && t.Period < day && t.Events > 0 {
			last = max(last, t.Period)
		}
	}
	return last
}

// hold holds what the texts claim against what the store knows: it agrees if there is no such
// act between the claimed day and the event, is contradicted if there is, and is out of sight
// if the store does not reach back so far.
func hold(f *entente.First, e *entente.Event) {
	for i := range e.Reports {
		if f.Claimed, f.ClaimDay = Claim(e.Reports[i].Citation.Quote, f.Date); f.Claimed != "" {
			break
		}
	}
	switch {
	case f.Claimed == "":
	case f.Last.Known() && f.Last >= f.ClaimDay:
		f.Verdict = "contradicted"
	case f.Since > f.ClaimDay:
		f.Verdict = "out of sight"
	default:
		f.Verdict = "agrees"
	}
}

var (
	firstSince = regexp.MustCompile(`(?i)\bfirst\b[^.;]{0,80}?\bsince\s+(?:(January|February|March|April|May|June|July|August|September|October|November|December)\s+)?((?:19|20)\d\d)\b`)
	firstIn    = regexp.MustCompile(`(?i)\bfirst\b[^.;]{0,80}?\b(?:in|for)\s+(?:(?:more than|nearly|almost|over|about|at least)\s+)?(\d{1,3}|an?|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty)\s+(year|decade|month)s?\b`)
	numbers    = map[string]int{"a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
)

// Claim is what a text says of an act being the first: the words, and the day since when.
// The day is that on which the span named ends: "since 2014" leaves all of 2014 open.
func Claim(text string, on entente.Day) (words string, since entente.Day) {
	if m := firstSince.FindStringSubmatch(text); m != nil {
		year, _ := strconv.Atoi(m[2])
		if m[1] == "" {
			return m[0], entente.MakeDay(year+1, time.January, 1)
		}
		month, err := time.Parse("January", strings.ToUpper(m[1][:1])+strings.ToLower(m[1][1:]))
		if err != nil {
			return "", 0
		}
		return m[0], entente.MakeDay(year, month.Month(), 1).AddMonths(1)
	}
	if m := firstIn.FindStringSubmatch(text); m != nil && on.Known() {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = numbers[strings.ToLower(m[1])]
		}
		switch strings.ToLower(m[2]) {
		case "year":
			n *= 12
		case "decade":
			n *= 120
		}
		return m[0], on.AddMonths(-n)
	}
	return "", 0
}
