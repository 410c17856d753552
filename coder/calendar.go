package coder

import (
	"time"

	"entente"
)

// calendar resolves words of time against a day of publication. What lies ahead is
// resolved forward where future says so.
type calendar struct {
	day entente.Day
}

// yearOf gives the year for a day without one: the last such day, or the next if
// it is to come. A day at most a month ahead is taken as told in advance.
func (c calendar) yearOf(m time.Month, d int, future bool) int {
	y := c.day.Time().Year()
	this := entente.MakeDay(y, m, d)
	switch {
	case future && this+31 < c.day:
		return y + 1
	case !future && this > c.day+3:
		return y - 1
	}
	return y
}

// thirds gives the first, middle or last third of a span, each a little wide.
func thirds(part string, from, to entente.Day) (entente.Day, entente.Day) {
	n := to - from + 1
	switch part {
	case "early", "beginning", "start":
		return from, from + n*2/5
	case "mid", "mid-", "middle":
		return from + n*3/10, from + n*7/10
	}
	return from + n*3/5, to
}

func monthWindow(y int, m time.Month, basis entente.Basis) dated {
	return dated{window: known(entente.MakeDay(y, m, 1), entente.MakeDay(y, m+1, 1)-1, basis)}
}

// around gives the unit of time before, around or after the day; of several units,
// or where "past" or "recent" says so, the stretch up to the day or from it on.
func (c calendar) around(which, w string, many int) (entente.Window, bool) {
	step := map[string]int{"last": -1, "past": -1, "previous": -1, "recent": -1, "next": 1, "coming": 1}[which]
	if which == "past" || which == "recent" || many > 1 || w == "decade" {
		return c.stretch(w, step*many)
	}
	y, m, _ := c.day.Time().Date()
	switch w {
	case "week", "weekend":
		monday := c.day - entente.Day((int(c.day.Time().Weekday())+6)%7) + entente.Day(7*step)
		if w == "weekend" {
			return known(monday+5, monday+6, entente.Relative), true
		}
		return known(monday, monday+6, entente.Relative), true
	case "month":
		first := entente.MakeDay(y, m+time.Month(step), 1)
		return known(first, first.AddMonths(1)-1, entente.Relative), true
	case "year":
		return known(entente.MakeDay(y+step, 1, 1), entente.MakeDay(y+step, 12, 31), entente.Relative), true
	case "spring", "summer", "autumn", "fall", "winter":
		return c.season(w, step), true
	}
	return entente.Window{}, false
}

// stretch gives the n units of time that begin with the day or, if n is below 0, end
// with it.
func (c calendar) stretch(w string, n int) (entente.Window, bool) {
	far := c.day
	switch w {
	case "day":
		far += entente.Day(n)
	case "week", "weekend":
		far += entente.Day(7 * n)
	case "month":
		far = c.day.AddMonths(n)
	case "year":
		far = c.day.AddMonths(12 * n)
	case "decade":
		far = c.day.AddMonths(120 * n)
	default:
		return entente.Window{}, false
	}
	return known(min(far, c.day), max(far, c.day), entente.Relative), true
}

var seasons = map[string]time.Month{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

func (c calendar) season(w string, step int) entente.Window {
	y := c.day.Time().Year()
	from := entente.MakeDay(y, seasons[w], 1)
	for step < 0 && from.AddMonths(3) > c.day {
		from = from.AddMonths(-12)
	}
	for step > 0 && from < c.day {
		from = from.AddMonths(12)
	}
	return known(from, from.AddMonths(3)-1, entente.Relative)
}

// weekdayNear gives the nearest such weekday: today or before or, if it is to come,
// today or after. Where it is another one ("last", "next") it is not today.
func (c calendar) weekdayNear(d time.Weekday, future, another bool) entente.Window {
	back := (int(c.day.Time().Weekday()) - int(d) + 7) % 7
	ahead := (7 - back) % 7
	if another && back == 0 {
		back, ahead = 7, 7
	}
	day := c.day - entente.Day(back)
	if future {
		day = c.day + entente.Day(ahead)
	}
	return known(day, day, entente.Relative)
}
