package desk

import (
	"cmp"
	"math"
	"slices"
	"time"

	"entente"
	"entente/alert"
	"entente/dyad"
)

// strand is what was told of a pair, of one side and in either direction, by the day of news
// on which it was first told, and the alarms that it raised.
type strand struct {
	pair   [2]entente.Code
	side   entente.Side
	days   []entente.Day       // of news
	acts   [][]*entente.Report // first told on each of these, by the report that leads
	alarms []dyad.Alarm
}

// strands counts what known stories that were published up to a day tell of the pairs of
// which the rules want to know how much they do. An act counts on the day on which it was
// first in print, for that never changes, whatever comes later; and from the first of January
// two years before the year of a day on, so that all days of a year look back equally far.
func (l Ledger) strands(rules alert.Rules, known func(story string) bool, of, to entente.Day) []strand {
	pairs := rules.Rated()
	if len(pairs) == 0 {
		return nil
	}
	n := l.told(pairs, known, backTo(of), to)
	var out []strand
	for _, p := range pairs {
		acts := l.firstTold(n.of[p], n)
		others := n.others(p)
		for _, side := range []entente.Side{entente.Cooperation, entente.Conflict} {
			s := strand{pair: p, side: side, days: n.days, acts: make([][]*entente.Report, len(n.days))}
			counts := make([]int, len(n.days))
			for i, on := range acts {
				s.acts[i] = slices.DeleteFunc(slices.Clone(on), func(r *entente.Report) bool { return entente.SideOf(r.Quad) != side })
				counts[i] = len(s.acts[i])
			}
			s.alarms = dyad.Breaking(counts, others)
			out = append(out, s)
		}
	}
	return out
}

// backTo is the first day that is looked back to from a day.
func backTo(day entente.Day) entente.Day {
	return max(1, entente.DayOf(time.Date(day.Time().Year()-2, time.January, 1, 0, 0, 0, 0, time.UTC)))
}

// told is what was first told on each day of news.
type told struct {
	days []entente.Day
	acts []map[[2]entente.Code]int // on each day, by pair
	of   map[[2]entente.Code][]int // reports of the pairs asked for, by their places
}

// actKey is one for all reports of an act that date it alike.
type actKey struct {
	act   string
	when  entente.Window
	story string // of an act without a day
}

func (l Ledger) told(pairs [][2]entente.Code, known func(story string) bool, from, to entente.Day) told {
	n := told{of: map[[2]entente.Code][]int{}}
	for story, day := range l.published {
		if day.Known() && day >= from && day <= to && known(story) {
			n.days = append(n.days, day)
		}
	}
	slices.Sort(n.days)
	n.days = slices.Compact(n.days)
	first := map[actKey]int{}
	for i := range l.reports {
		r := &l.reports[i]
		day := l.published[r.Story]
		if !day.Known() || day < from || day > to || !recent(r, day) || !known(r.Story) {
			continue
		}
		pair := unordered(r.Source.Code, r.Target.Code)
		if slices.Contains(pairs, pair) {
			n.of[pair] = append(n.of[pair], i)
		}
		key := actKey{act: l.acts[i], when: r.Window()}
		if key.when == (entente.Window{}) {
			key.story = r.Story
		}
		if before, ok := first[key]; !ok || day < l.published[l.reports[before].Story] {
			first[key] = i
		}
	}
	n.acts = make([]map[[2]entente.Code]int, len(n.days))
	for _, i := range first {
		r := &l.reports[i]
		at := n.at(l.published[r.Story])
		if n.acts[at] == nil {
			n.acts[at] = map[[2]entente.Code]int{}
		}
		n.acts[at][unordered(r.Source.Code, r.Target.Code)]++
	}
	return n
}

func (n told) at(day entente.Day) int {
	i, _ := slices.BinarySearch(n.days, day)
	return i
}

// others counts the acts first told on each day of all but one pair.
func (n told) others(but [2]entente.Code) []float64 {
	out := make([]float64, len(n.days))
	for i, on := range n.acts {
		for pair, acts := range on {
			if pair != but {
				out[i] += float64(acts)
			}
		}
	}
	return out
}

// recentDays is how old an act may be, in days, that counts as news.
const recentDays = 14

// recent reports whether a report tells of an act between two actors as having happened just
// before it was published, as far as it says when.
func recent(r *entente.Report, published entente.Day) bool {
	return r.Stream.Counts() && (r.Status == entente.Fact || r.Status == entente.Reported) &&
		r.Source.Code != "" && r.Target.Code != "" && r.Source.Code != r.Target.Code &&
		(!r.DateTo.Known() || published-r.DateTo <= recentDays)
}

// firstTold gives, for each day of news, the acts of which that day's stories tell and none
// before did. Stories of the fortnight before are looked through: what they do not tell of
// happened since, or has no day.
func (l Ledger) firstTold(reports []int, n told) [][]*entente.Report {
	on := func(i int) entente.Day { return l.published[l.reports[i].Story] }
	slices.SortStableFunc(reports, func(a, b int) int { return cmp.Compare(on(a), on(b)) })
	out := make([][]*entente.Report, len(n.days))
	for low, high := 0, 0; high < len(reports); {
		day := on(reports[high])
		for on(reports[low]) < day-recentDays {
			low++
		}
		acts := map[string]bool{}
		for ; high < len(reports) && on(reports[high]) == day; high++ {
			acts[l.acts[reports[high]]] = true
		}
		var near []entente.Report
		for _, i := range reports[low:high] {
			if acts[l.acts[i]] {
				near = append(near, l.reports[i])
			}
		}
		at := n.at(day)
		for _, e := range entente.Cluster(near) {
			if !slices.ContainsFunc(e.Reports, func(r entente.Report) bool { return l.published[r.Story] != day }) {
				out[at] = append(out[at], &e.Reports[0])
			}
		}
	}
	return out
}

// swings gives the alarms of pairs that a look on a day sees and the look before did not,
// knowing what was known then.
func (l Ledger) swings(rules alert.Rules, before, day entente.Day, fresh, known func(story string) bool) []alert.Swing {
	now := l.strands(rules, known, day, day-1)
	since := day - entente.Day(rules.Fresh)
	if len(between(now, since, day)) == 0 {
		return nil
	}
	then := l.strands(rules, func(s string) bool { return known(s) && !fresh(s) }, day, before-1)
	var out []alert.Swing
	for i, s := range now {
		for _, a := range s.alarms {
			if s.days[a.At] >= since && !then[i].raised(s.days[a.From]) {
				out = append(out, s.swing(a))
			}
		}
	}
	return out
}

// replayed gives the alarms that each look of a replay sees for the first time. An alarm rests
// on the days up to it alone, so one pass over a year gives those of all its days.
func (l Ledger) replayed(rules alert.Rules) func(before, day entente.Day) []alert.Swing {
	year, strands := 0, []strand(nil)
	return func(before, day entente.Day) []alert.Swing {
		if y := day.Time().Year(); y != year || strands == nil {
			last := entente.DayOf(time.Date(y, time.December, 31, 0, 0, 0, 0, time.UTC))
			year, strands = y, l.strands(rules, func(string) bool { return true }, day, last)
		}
		return between(strands, max(before, day-entente.Day(rules.Fresh)), day-1)
	}
}

// apart is how many days lie between two breaks of one strand at least.
const apart = 28

// raised reports whether an alarm was raised for a break of about a day. What came in since
// may move the likeliest day.
func (s *strand) raised(day entente.Day) bool {
	return slices.ContainsFunc(s.alarms, func(a dyad.Alarm) bool {
		d := s.days[a.From] - day
		return max(d, -d) < apart
	})
}

// between gives the alarms of which the last day counted lies between two.
func between(strands []strand, from, to entente.Day) []alert.Swing {
	var out []alert.Swing
	for _, s := range strands {
		for _, a := range s.alarms {
			if day := s.days[a.At]; day >= from && day <= to {
				out = append(out, s.swing(a))
			}
		}
	}
	return out
}

// swing tells an alarm with the acts that made it: those since of a rise, those of the four
// weeks before of a fall, the weightiest first.
func (s *strand) swing(a dyad.Alarm) alert.Swing {
	out := alert.Swing{A: s.pair[0], B: s.pair[1], Side: s.side, Alarm: entente.Alarm{
		Day: s.days[a.At], From: s.days[a.From], Chance: a.Chance, Before: a.Before, After: a.After, Made: []entente.Moving{},
	}}
	low, high := a.From, a.At+1
	if a.After < a.Before {
		low, high = s.atLeast(out.From-made), a.From
	}
	acts := slices.Concat(s.acts[low:high]...)
	slices.SortStableFunc(acts, func(x, y *entente.Report) int {
		return cmp.Compare(math.Abs(y.Intensity), math.Abs(x.Intensity))
	})
	for _, r := range acts {
		out.Cites = append(out.Cites, citeOf(r))
	}
	return out
}

func (s *strand) atLeast(day entente.Day) int {
	i, _ := slices.BinarySearch(s.days, day)
	return i
}
