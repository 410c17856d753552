package lexicon

import (
	"fmt"
	"strings"

	"entente"
)

// Days is a span of days, both ends included; an unknown end is open.
type Days struct {
	From entente.Day
	To   entente.Day
}

// Has reports whether the day lies in the span. An unknown day lies in a span
// that has no end.
func (d Days) Has(day entente.Day) bool {
	if !day.Known() {
		return !d.To.Known()
	}
	return (!d.From.Known() || d.From <= day) && (!d.To.Known() || day <= d.To)
}

// Distance gives how many days the day lies outside the span, 0 if inside.
func (d Days) Distance(day entente.Day) int {
	switch {
	case !day.Known() || d.Has(day):
		return 0
	case d.From.Known() && day < d.From:
		return int(d.From - day)
	}
	return int(day - d.To)
}

// parseDays reads "FROM..TO"; either end may be missing, and a year or a month
// stands for all of it. One date alone is both ends.
func parseDays(s string) (Days, error) {
	from, to, found := strings.Cut(s, "..")
	if !found {
		to = from
	}
	if from == "" && to == "" {
		return Days{}, fmt.Errorf("%q is not a span of days such as 1991-12-26..2003", s)
	}
	a, err := entente.ParseDay(from)
	if err != nil {
		return Days{}, err
	}
	b, err := entente.ParseDay(to)
	if err != nil {
		return Days{}, err
	}
	switch len(to) {
	case len("2006"):
		b = b.AddMonths(12) - 1
	case len("2006-01"):
		b = b.AddMonths(1) - 1
	}
	if a.Known() && b.Known() && b < a {
		return Days{}, fmt.Errorf("the span %s ends before it begins", s)
	}
	return Days{a, b}, nil
}

// name is one element of a list of names: its text, and what stands after it.
type name struct {
	text   string
	sector entente.Sector
	days   Days
}

// parseName reads "Burma [..1989-06-18]" and "Pentagon = MIL".
func parseName(s string) (name, error) {
	n := name{text: s}
	if head, rest, found := strings.Cut(n.text, "["); found {
		span, _, closed := strings.Cut(rest, "]")
		if !closed {
			return n, fmt.Errorf("%q has no closing bracket", s)
		}
		days, err := parseDays(span)
		if err != nil {
			return n, err
		}
		n.text, n.days = strings.TrimSpace(head), days
	}
	if head, sector, found := strings.Cut(n.text, "="); found {
		n.text, n.sector = strings.TrimSpace(head), entente.Sector(strings.TrimSpace(sector))
	}
	if n.text == "" {
		return n, fmt.Errorf("a name is empty")
	}
	return n, nil
}
