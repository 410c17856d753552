package chart

import (
	"math"

	"entente"
)

// Ticks names some of the periods that begin on days.
func Ticks(days []entente.Day, by entente.Period) []Tick {
	n := len(days)
	every := max(1, int(math.Ceil(float64(n)/8)))
	var out []Tick
	for i, d := range days {
		show := i%every == 0
		if by == entente.Monthly && every <= 3 {
			every = 3
			show = (int(d.Time().Month())-1)%3 == 0
		}
		if !show {
			continue
		}
		first := i == 0 || d.Time().Year() != days[i-1].Time().Year()
		out = append(out, Tick{X: 100 * (float64(i) + .5) / float64(n), Label: tickWords(d, by, first, len(out) > 0), Class: tickClass(i, n, len(out))})
	}
	return out
}

// tickWords names a period as briefly as those before it allow.
func tickWords(d entente.Day, by entente.Period, first, later bool) string {
	switch {
	case by == entente.Yearly:
		return d.Time().Format("2006")
	case (by == entente.Daily || by == entente.Weekly) && first:
		return d.Time().Format("2 Jan 2006")
	case by == entente.Daily || by == entente.Weekly:
		return d.Time().Format("2 Jan")
	case by == entente.Monthly && d.Time().Month() != 1 && later:
		return d.Time().Format("Jan")
	}
	return d.Time().Format("Jan 2006")
}

func tickClass(i, n, k int) string {
	class := ""
	if k%2 == 1 {
		class = "minor "
	}
	switch x := (float64(i) + .5) / float64(n); {
	case x < .05:
		return class + "first"
	case x > .95:
		return class + "last"
	}
	return class
}
