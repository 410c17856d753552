package dyad

// firstDays of news are what later ones are measured by.
const firstDays = 91

// Breaking goes through the acts of a pair that were first told on each day of news, and raises
// the alarms of [Watch] as they would have been raised day by day: later days change none. Of
// each day it is also known how many acts were first told of others.
//
// [Exposures] are 1 in the mean of all days, later ones among them. Here a day is measured by
// the first thirteen weeks that held a hundred acts of others, over as many days up to it as
// were to hold a hundred then; until there were such weeks, all days are alike. The levels of
// an alarm are those at the exposure of the last count seen. As of a course, nothing is raised
// in the first 56 days of news nor before ten acts.
func Breaking(told []int, others []float64) []Alarm {
	start, ok := thickFrom(others)
	if !ok {
		return breaking(told, make([]float64, len(told)), 0)
	}
	known := start + firstDays // from here on exposures are
	out := breaking(told[:known], make([]float64, known), 0)
	for _, a := range breaking(told, exposuresSince(others, start), start) {
		again := len(out) > 0 && a.From < out[len(out)-1].From+Watching{}.filled().Lasting
		if a.At >= known && !again {
			out = append(out, a)
		}
	}
	return out
}

// breaking watches from a place on. An exposure of 0 is one of 1.
func breaking(told []int, exposures []float64, start int) []Alarm {
	counts := make([]Count, 0, len(told)-start)
	sums := make([]int, len(told)) // of all up to each
	for i, n := range told {
		if sums[i] = n; i > 0 {
			sums[i] += sums[i-1]
		}
		if i >= start {
			counts = append(counts, Count{At: i, N: n, Exposure: exposures[i]})
		}
	}
	var out []Alarm
	for _, a := range Watch(counts, Watching{}) {
		e := counts[a.At].exposure()
		a.At, a.From, a.Before, a.After = a.At+start, a.From+start, a.Before*e, a.After*e
		if a.At >= leastDays-1 && sums[a.At] >= leastEvents {
			out = append(out, a)
		}
	}
	return out
}

// leastOthers is how many acts of others tell to a tenth how much is read.
const leastOthers = 100

// thickFrom gives the place of the first thirteen weeks that held enough acts of others.
func thickFrom(others []float64) (start int, ok bool) {
	sum := 0.
	for i, n := range others {
		sum += n
		if i >= firstDays {
			sum -= others[i-firstDays]
		}
		if i >= firstDays-1 && sum >= leastOthers {
			return i - firstDays + 1, true
		}
	}
	return 0, false
}

// exposuresSince measures the days from a place on by the first thirteen weeks from there.
// What is read on days before it is left at 0.
func exposuresSince(others []float64, start int) []float64 {
	mean := 0.
	for _, n := range others[start : start+firstDays] {
		mean += n / firstDays
	}
	window := firstDays
	for _, w := range []int{1, 7, 28} {
		if mean*float64(w) >= leastOthers {
			window = w
			break
		}
	}
	out := make([]float64, len(others))
	within := 0.
	for i := start; i < len(others); i++ {
		if within += others[i]; i >= start+window {
			within -= others[i-window]
		}
		out[i] = (within/float64(min(window, i-start+1)) + .5) / (mean + .5)
	}
	return out
}
