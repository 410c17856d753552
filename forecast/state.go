package forecast

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
)

var (
	ownDays   = []int{3, 7, 14, 30, 90}
	backDays  = []int{7, 30}
	classDays = []int{7, 30, 180}
)

// reading is what a column of a row reads: events of a kind in a way over some days.
type reading struct {
	way  way
	kind entente.EventKind
	days int
}

// readsOf gives what a column reads.
func (v *view) readsOf(column int) reading {
	g := columns[column]
	n := column - slices.Index(columns, g) // its place in the group
	switch {
	case g == ofOwn && n < len(ownDays):
		return reading{v.looks, v.kind, ownDays[n]}
	case g == ofOwn:
		return reading{v.looks, v.kind, v.past.length()}
	case g == ofBack:
		return reading{v.looks.other(), v.kind, backDays[n]}
	case g > ofClass && g < ofPair:
		return reading{either, entente.EventKind{Quad: entente.Quad(g - ofClass)}, classDays[n]}
	case g == ofWorld:
		return reading{either, entente.EventKind{}, 7}
	}
	return reading{either, entente.EventKind{}, 30}
}

// state says in words what a column of now is, whether that is much, and what it reads.
func (v *view) state(a Ask, mv move) (what string, high bool, c reading) {
	now, usual := v.x[mv.column], v.was[mv.column]
	c = v.readsOf(mv.column)
	switch {
	case mv.group == ofOwn && c.days == v.past.length():
		what = fmt.Sprintf("the last %s %s is %d days ago", v.kind, whose(a), int(math.Round(math.Expm1(now))))
	case mv.group == ofOwn:
		what = v.told(c, whose(a), now, usual)
	case mv.group == ofBack:
		what = v.told(c, "the other way", now, usual)
	case mv.group == ofPair:
		what = fmt.Sprintf("what is told of the two in the last %d days is %s times what it was over the year", c.days, mean1(math.Exp(now)))
	case mv.group == ofWorld:
		what = fmt.Sprintf("what is told of all pairs in the last %d days is %s times what it was over eight weeks", c.days, mean1(math.Exp(now)))
	default:
		what = v.told(c, "between the two", now, usual)
	}
	return what, now > usual, c
}

// told says how many events a column read, of which roots most, and how many are usual.
func (v *view) told(c reading, whose string, now, usual float64) string {
	n := int(math.Round(math.Expm1(now)))
	what := fmt.Sprintf("of %s %s", c.kind, whose)
	return fmt.Sprintf("%s%s in the last %d days, usual are %s", number(n, what), v.roots(c), c.days, mean1(math.Expm1(usual)))
}

// mostRoots is how many roots a reason names.
const mostRoots = 3

// roots names the commonest roots of what a column of now read, with their number.
func (v *view) roots(c reading) string {
	n := map[entente.Root]int{}
	end := v.past.length()
	for i := len(v.marks) - 1; i >= 0; i-- {
		if m := &v.marks[i]; int(m.known) >= end-c.days && m.known-m.day <= lateness && m.root != "" && c.takes(m) {
			n[m.root] += int(m.events)
		}
	}
	var names []string
	for r := range n {
		names = append(names, string(r))
	}
	slices.SortFunc(names, func(x, y string) int {
		return cmp.Or(cmp.Compare(n[entente.Root(y)], n[entente.Root(x)]), cmp.Compare(x, y))
	})
	for i, r := range names {
		names[i] = fmt.Sprintf("%s %d", r, n[entente.Root(r)])
	}
	if len(names) == 0 {
		return ""
	}
	return " (" + strings.Join(names[:min(len(names), mostRoots)], ", ") + ")"
}

// takes reports whether a column reads a deed.
func (c reading) takes(m *mark) bool { return c.way.holds(m.way) && c.kind.Holds(m.root, m.quad) }

func number(n int, what string) string {
	if n == 0 {
		return "no event " + what
	}
	return fmt.Sprintf("%d %s %s", n, plural(n, "event", "events"), what)
}

func mean1(x float64) string { return fmt.Sprintf("%.1f", x) }
