package dyad

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"entente"
)

// Telling is what one side of a comparison tells: tallies of the length that is compared, of
// any pairs, and the days on which it published anything.
type Telling struct {
	Tallies []entente.Cited
	Read    []entente.Day // in order
}

// Compare holds the counts of two sides against each other, of every two actors that takes
// picks and of which either side tells at least so many events. Whole periods are compared,
// within the days given if any are, in which both published anything: what one did not cover
// is no zero.
//
// The rank correlation is Spearman's (1904), with the mean rank for counts that are equal.
// Its bounds are Fisher's with the error of Bonett and Wright (Psychometrika 65, 2000,
// 23-28), which takes periods as independent; weeks of news are not quite, so they are
// somewhat too narrow.
func Compare(by entente.Period, within entente.Window, a, b Telling, least int, takes func(a, b entente.Code) bool) entente.Comparison {
	c := entente.Comparison{Period: by, Pairs: []entente.Likeness{}}
	shared := sharedPeriods(&c, within, a, b)
	sides := [2]map[couple]byClass{perCouple(by, a, shared, takes), perCouple(by, b, shared, takes)}
	var pooled [2]byClass
	var totals [2][]float64
	for _, two := range couples(sides) {
		l := entente.Likeness{A: two[0], B: two[1]}
		x, y := sides[0][two].orNone(len(shared)), sides[1][two].orNone(len(shared))
		l.Events = [2]int{x.sum(), y.sum()}
		if min(l.Events[0], l.Events[1]) < least {
			continue
		}
		l.RankedCounts = ranked(x, y)
		c.Pairs = append(c.Pairs, l)
		for i, s := range []byClass{x, y} {
			c.Sides[i].Events += l.Events[i]
			totals[i] = append(totals[i], float64(l.Events[i]))
			for k := range s {
				pooled[i][k] = append(pooled[i][k], s[k]...)
			}
		}
	}
	c.Pooled = ranked(pooled[0], pooled[1])
	c.Across = spearman(totals[0], totals[1])
	return c
}

// sharedPeriods finds the whole periods that both sides cover, with their place among them,
// and notes in the comparison from when to when they are.
func sharedPeriods(c *entente.Comparison, within entente.Window, a, b Telling) map[entente.Day]int {
	shared := map[entente.Day]int{}
	if len(a.Read) == 0 || len(b.Read) == 0 {
		return shared
	}
	for i, s := range []Telling{a, b} {
		c.Sides[i] = entente.Teller{From: s.Read[0], To: s.Read[len(s.Read)-1], Days: len(s.Read)}
	}
	covered := [2]map[entente.Day]bool{periodsOf(c.Period, a.Read), periodsOf(c.Period, b.Read)}
	from, to := max(c.Sides[0].From, c.Sides[1].From), min(c.Sides[0].To, c.Sides[1].To)
	if within.From.Known() {
		from = max(from, within.From)
	}
	if within.To.Known() {
		to = min(to, within.To)
	}
	for _, d := range between(c.Period, from, to) {
		end := c.Period.Next(d) - 1
		switch {
		case d < from || end > to:
		case covered[0][d] && covered[1][d]:
			if len(shared) == 0 {
				c.From = d
			}
			shared[d] = len(shared)
			c.To = end
		default:
			c.Left++
		}
	}
	c.Periods = len(shared)
	return shared
}

func periodsOf(by entente.Period, days []entente.Day) map[entente.Day]bool {
	out := map[entente.Day]bool{}
	for _, d := range days {
		out[by.Start(d)] = true
	}
	return out
}

// couple is two actors in order of code.
type couple [2]entente.Code

// byClass holds the events of each period: all, cooperation, conflict.
type byClass [3][]float64

func (c byClass) orNone(periods int) byClass {
	if c[0] == nil {
		for k := range c {
			c[k] = make([]float64, periods)
		}
	}
	return c
}

func (c byClass) sum() int {
	n := 0.
	for _, x := range c[0] {
		n += x
	}
	return int(n)
}

// perCouple counts one side. A mutual act is tallied once in each direction and counts once.
func perCouple(by entente.Period, s Telling, shared map[entente.Day]int, takes func(a, b entente.Code) bool) map[couple]byClass {
	out := map[couple]byClass{}
	for i := range s.Tallies {
		t := &s.Tallies[i]
		at, ok := shared[by.Start(t.Period)]
		two := couple{min(t.Source, t.Target), max(t.Source, t.Target)}
		if !ok || t.Within() || !takes(two[0], two[1]) {
			continue
		}
		n := t.Events
		if t.Source != two[0] {
			n -= t.Mutual.Events
		}
		c := out[two].orNone(len(shared))
		c[0][at] += float64(n)
		if t.Quad <= 2 {
			c[1][at] += float64(n)
		} else {
			c[2][at] += float64(n)
		}
		out[two] = c
	}
	return out
}

// couples lists those of which either side tells, in order.
func couples(sides [2]map[couple]byClass) []couple {
	all := map[couple]bool{}
	for _, s := range sides {
		for two := range s {
			all[two] = true
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(x, y couple) int {
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]))
	})
}

func ranked(x, y byClass) entente.RankedCounts {
	return entente.RankedCounts{
		N:           len(x[0]),
		All:         spearman(x[0], y[0]),
		Cooperation: spearman(x[1], y[1]),
		Conflict:    spearman(x[2], y[2]),
	}
}

// fewestRanked is the least number of values of which a rank correlation is told.
const fewestRanked = 4

// spearman is the rank correlation of two lists of one length, nil where it has none.
func spearman(x, y []float64) *entente.Estimate {
	if len(x) < fewestRanked {
		return nil
	}
	r := stat.Correlation(ranks(x), ranks(y), nil)
	if math.IsNaN(r) {
		return nil
	}
	r = max(-1, min(1, r))
	out := entente.Estimate{Value: r, Low: r, High: r}
	if math.Abs(r) < 1 {
		const z90 = 1.6448536269514722 // of the normal distribution, 95 % lie below
		wide := z90 * math.Sqrt((1+r*r/2)/float64(len(x)-3))
		out.Low, out.High = math.Tanh(math.Atanh(r)-wide), math.Tanh(math.Atanh(r)+wide)
	}
	return &out
}

// ranks gives each value its rank from 1; equal ones share the mean of theirs.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(x[i], x[j]) })
	out := make([]float64, len(x))
	for lo := 0; lo < len(order); {
		hi := lo
		for hi < len(order) && x[order[hi]] == x[order[lo]] {
			hi++
		}
		for _, i := range order[lo:hi] {
			out[i] = float64(lo+1+hi) / 2
		}
		lo = hi
	}
	return out
}
