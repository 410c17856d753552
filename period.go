package entente

import (
	"fmt"
	"time"
)

// Period is a length of time over which events are tallied: a calendar day, a week
// from Monday to Sunday, a calendar month or a year.
type Period string

// The periods.
const (
	Daily   Period = "day"
	Weekly  Period = "week"
	Monthly Period = "month"
	Yearly  Period = "year"
)

// Start gives the first day of the period that a day lies in; an unknown day stays
// unknown, and any other period counts as [Daily].
func (p Period) Start(d Day) Day {
	switch {
	case !d.Known():
		return d
	case p == Weekly:
		return d - Day(d.Time().Weekday()+6)%7
	case p == Monthly:
		return d - Day(d.Time().Day()) + 1
	case p == Yearly:
		return MakeDay(d.Time().Year(), time.January, 1)
	}
	return d
}

// Next gives the first day of the period after the one a day lies in.
func (p Period) Next(d Day) Day {
	switch {
	case !d.Known():
		return d
	case p == Weekly:
		return p.Start(d) + 7
	case p == Monthly:
		return p.Start(p.Start(d) + 31)
	case p == Yearly:
		return p.Start(d).AddMonths(12)
	}
	return d + 1
}

// ParsePeriod reads day, week, month or year.
func ParsePeriod(name string) (Period, error) {
	switch p := Period(name); p {
	case Daily, Weekly, Monthly, Yearly:
		return p, nil
	}
	return "", fmt.Errorf("%q is not a period: day, week, month or year", name)
}
