package dyad

import (
	"fmt"
	"time"

	"entente"
)

// Period is the length of a series' steps.
type Period int

// The periods. Weeks begin on Monday. The zero Period is the month.
const (
	Month Period = iota
	Day
	Week
	Year
)

var periodNames = [...]string{"month", "day", "week", "year"}

// String gives the period's name.
func (p Period) String() string {
	if p < 0 || int(p) >= len(periodNames) {
		return "unknown"
	}
	return periodNames[p]
}

// ParsePeriod reads day, week, month or year.
func ParsePeriod(name string) (Period, error) {
	for i, n := range periodNames {
		if n == name {
			return Period(i), nil
		}
	}
	return 0, fmt.Errorf("%q is not a period: day, week, month or year", name)
}

// Start gives the first day of the period in which d lies; an unknown day stays
// unknown.
func (p Period) Start(d entente.Day) entente.Day {
	if !d.Known() {
		return 0
	}
	switch p {
	case Day:
		return d
	case Week:
		return d - (d-1)%7 // day 1, 0001-01-01, is a Monday
	case Year:
		return entente.MakeDay(d.Time().Year(), time.January, 1)
	}
	t := d.Time()
	return entente.MakeDay(t.Year(), t.Month(), 1)
}

// Next gives the first day of the period after the one that starts on start.
func (p Period) Next(start entente.Day) entente.Day {
	switch p {
	case Day:
		return start + 1
	case Week:
		return start + 7
	case Year:
		return start.AddMonths(12)
	}
	return start.AddMonths(1)
}
