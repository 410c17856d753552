package dyad

import (
	"cmp"
	"slices"

	"entente"
)

// Fill makes of tallies one series for each directed pair, with a point for every
// period from the one of the day from to the one of the day to, both included, in
// order of source and target. Tallies outside are left out, and days within a
// period are moved to its start.
//
// Read holds days from which any story was read. A period is covered if one of
// them, or any tally of any pair, lies in it: a point that is zero and covered
// shows calm, one that is not covered shows that nobody looked.
func Fill(tallies []entente.Tally, from, to entente.Day, by entente.Period, read []entente.Day) []entente.Series {
	starts := between(by, from, to)
	if len(starts) == 0 {
		return nil
	}
	covered := map[entente.Day]bool{}
	for _, d := range read {
		covered[by.Start(d)] = true
	}
	sums := map[entente.Pair]map[entente.Day]entente.Point{}
	for _, t := range tallies {
		day := by.Start(t.Period)
		if day < starts[0] || day > starts[len(starts)-1] {
			continue
		}
		covered[day] = true
		if sums[t.Pair] == nil {
			sums[t.Pair] = map[entente.Day]entente.Point{}
		}
		sums[t.Pair][day] = add(sums[t.Pair][day], t)
	}
	return gapless(sums, starts, covered)
}

// Told makes of tallies one series for each directed pair with a point for every period
// in which something is told of it, in order of source and target. It leaves gaps: between
// all actors of a store nearly all periods of nearly all pairs are empty. The points are
// covered.
func Told(tallies []entente.Tally, by entente.Period) []entente.Series {
	if !slices.IsSortedFunc(tallies, inTime) {
		tallies = slices.Clone(tallies)
		slices.SortStableFunc(tallies, inTime)
	}
	points := make([]entente.Point, 0, len(tallies)) // of all pairs, one after another
	var out []entente.Series
	for len(tallies) > 0 {
		pair, first := tallies[0].Pair, len(points)
		for len(tallies) > 0 && tallies[0].Pair == pair {
			day := by.Start(tallies[0].Period)
			if n := len(points); n == first || points[n-1].Period != day {
				points = append(points, entente.Point{Period: day, Covered: true})
			}
			p := &points[len(points)-1]
			*p, tallies = add(*p, tallies[0]), tallies[1:]
		}
		out = append(out, entente.Series{Pair: pair, Points: points[first:len(points):len(points)]})
	}
	return out
}

// inTime orders tallies by pair and period.
func inTime(a, b entente.Tally) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Period, b.Period))
}

// between lists the starts of the periods from one day to another.
func between(p entente.Period, from, to entente.Day) []entente.Day {
	if !from.Known() || !to.Known() {
		return nil
	}
	var out []entente.Day
	for d := p.Start(from); d <= to; d = p.Next(d) {
		out = append(out, d)
	}
	return out
}

func add(p entente.Point, t entente.Tally) entente.Point {
	p.Coop += t.Coop
	p.Conf += t.Conf
	p.Events += t.Events
	p.Reports += t.Reports
	return p
}

func gapless(sums map[entente.Pair]map[entente.Day]entente.Point, starts []entente.Day, covered map[entente.Day]bool) []entente.Series {
	out := make([]entente.Series, 0, len(sums))
	for pair, points := range sums {
		s := entente.Series{Pair: pair, Points: make([]entente.Point, len(starts))}
		for i, d := range starts {
			p := points[d]
			p.Period, p.Covered = d, covered[d]
			s.Points[i] = p
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b entente.Series) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	return out
}
