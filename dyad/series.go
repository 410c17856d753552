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
