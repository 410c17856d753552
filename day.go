package entente

import (
	"encoding/json"
	"fmt"
	"time"
)

// Day is a calendar day in the proleptic Gregorian calendar, counted so that
// 0001-01-01 is 1. The zero Day is an unknown day: it prints as "" and is null
// in JSON.
type Day int32

// MakeDay gives the day of a year, month and day of the month; values outside
// their usual ranges carry over as in [time.Date].
func MakeDay(year int, month time.Month, day int) Day {
	return DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DayOf gives the day on which t falls in UTC. The zero time gives the unknown day.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return 0
	}
	return Day(floorDiv(t.Unix(), 86400) + daysToEpoch)
}

// daysToEpoch is the Day of 1970-01-01.
const daysToEpoch = 719163

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseDay reads an ISO 8601 date: "2021-06-16", "2021-06" (its first day) or
// "2021" (its first day). The empty string is the unknown day.
func ParseDay(s string) (Day, error) {
	if s == "" {
		return 0, nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return MakeDay(t.Year(), t.Month(), t.Day()), nil
		}
	}
	return 0, fmt.Errorf("%q is not a date such as 2021-06-16", s)
}

// Time gives midnight UTC at the start of the day, the zero time if unknown.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix((int64(d)-daysToEpoch)*86400, 0).UTC()
}

// Known reports whether the day is known.
func (d Day) Known() bool { return d != 0 }

// AddMonths gives the same day of the month n months on, or the last day of that
// month where it has no such day. An unknown day stays unknown.
func (d Day) AddMonths(n int) Day {
	if d == 0 {
		return 0
	}
	y, m, day := d.Time().Date()
	last := MakeDay(y, m+time.Month(n)+1, 0)
	return min(MakeDay(y, m+time.Month(n), 1)+Day(day)-1, last)
}

// String gives the ISO form, "" if unknown.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format("2006-01-02")
}

// MarshalJSON gives the ISO form as a string, null if unknown.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads the ISO form, null or "".
func (d *Day) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("a date must be a string or null: %w", err)
	}
	if s == nil {
		*d = 0
		return nil
	}
	day, err := ParseDay(*s)
	*d = day
	return err
}

// Basis says on what a date rests.
type Basis string

// The bases of a date: words of the text that name a day, words that lean on
// another day, the day of publication alone, or nothing.
const (
	Explicit  Basis = "explicit"
	Relative  Basis = "relative"
	Published Basis = "published"
	Undated   Basis = "unknown"
)

// Window is the span of days, both ends included, that a text supports for an act.
// With basis [Undated] both days are unknown.
type Window struct {
	From  Day
	To    Day
	Basis Basis
}

// Overlaps reports whether two windows share a day. An unknown window shares none.
func (w Window) Overlaps(v Window) bool {
	return w.From.Known() && v.From.Known() && w.From <= v.To && v.From <= w.To
}
