package dyad

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

// Changes says which strands moved since a day: of all directed pairs in the tallies by day,
// cooperation and conflict apart, those whose level from since to to is another than that of
// the days known before.
//
// The two counts are taken as Poisson's about their levels, scattered more by a factor: that
// of the pair's weekly counts about each level (Pearson's statistic by its degrees of
// freedom; McCullagh and Nelder 1989, Generalized Linear Models, 2nd ed., section 6.2.3), to
// which four weeks of a scatter of two are added, and one at least. With both counts divided by
// the factor, the share that falls into the later days has a Beta distribution (Jeffreys'
// prior), and with it the ratio of the levels. Of all strands with five events those are told
// among which a tenth is expected to be chance (Benjamini and Hochberg 1995, JRSS B 57(1)).
func (k Known) Changes(before, since, to entente.Day) entente.Changed {
	out := entente.Changed{Since: since, To: to, Before: before, Moved: []entente.Moved{}, Turned: []entente.TurnedTie{}}
	days := k.daysRead(before, to)
	place := map[entente.Day]int{}
	for i, d := range days {
		place[d] = i
	}
	all := make([]float64, len(days))
	for _, v := range k.Volume {
		if i, ok := place[v.Period]; ok {
			all[i] += float64(v.Events)
		}
	}
	strands := k.strands(before, to)
	own := map[pairOf][]entente.Tally{}
	for _, s := range strands {
		own[unordered(s.pair)] = append(own[unordered(s.pair)], s.tallies...)
	}
	for _, s := range strands {
		if s.events() < leastMoved { // most strands of a large store: they are not worth a look at all days
			continue
		}
		others := slices.Clone(all)
		for _, t := range own[unordered(s.pair)] {
			others[place[t.Period]] = max(0, others[place[t.Period]]-float64(t.Events))
		}
		exposure, window := Exposures(others)
		out.Coverage = max(out.Coverage, window)
		if m, ok := s.moved(days, exposure, since); ok {
			out.Moved = append(out.Moved, m)
		}
	}
	out.Asked = len(out.Moved)
	out.Moved = discoveries(out.Moved, .1)
	return out
}

// pairOf is two actors, whoever acts.
type pairOf [2]entente.Code

func unordered(p entente.Pair) pairOf {
	if p.Target < p.Source {
		return pairOf{p.Target, p.Source}
	}
	return pairOf{p.Source, p.Target}
}

// tallied is a strand with its tallies.
type tallied struct {
	pair    entente.Pair
	side    entente.Side
	tallies []entente.Tally
}

func (k Known) strands(from, to entente.Day) []tallied {
	type key struct {
		entente.Pair
		side entente.Side
	}
	at := map[key]int{}
	var out []tallied
	for _, t := range k.Tallies {
		side := entente.SideOf(t.Quad)
		if side == "" || t.Period < from || t.Period > to || t.Source == t.Target {
			continue
		}
		of := key{t.Pair, side}
		if _, known := at[of]; !known {
			at[of] = len(out)
			out = append(out, tallied{pair: t.Pair, side: side})
		}
		x := &out[at[of]]
		x.tallies = append(x.tallies, t)
	}
	slices.SortFunc(out, func(a, b tallied) int {
		return cmp.Or(cmp.Compare(a.pair.Source, b.pair.Source), cmp.Compare(a.pair.Target, b.pair.Target), cmp.Compare(a.side, b.side))
	})
	return out
}

func (s tallied) events() int {
	n := 0
	for _, t := range s.tallies {
		n += t.Events
	}
	return n
}

// leastMoved is how many events a strand must have to be asked.
const leastMoved = 5

// moved compares a strand's days from since on with those before.
func (s tallied) moved(days []entente.Day, exposure []float64, since entente.Day) (entente.Moved, bool) {
	m := entente.Moved{Pair: s.pair, Side: s.side}
	events := map[entente.Day]int{}
	n := [2]float64{}
	for _, t := range s.tallies {
		events[t.Period] += t.Events
		n[later(t.Period, since)] += float64(t.Events)
	}
	exposed := [2]float64{}
	for i, d := range days {
		exposed[later(d, since)] += exposure[i]
	}
	if exposed[0] == 0 || exposed[1] == 0 {
		return m, false
	}
	scatter := s.scatter(days, exposure, events, since, n, exposed)
	m.Events, m.Was, m.Is = int(n[1]), n[0]/exposed[0], n[1]/exposed[1]
	m.Expected = m.Was * exposed[1]
	x, y := n[1]/scatter+.5, n[0]/scatter+.5
	odds := func(share float64) float64 { return share / (1 - share) * exposed[0] / exposed[1] }
	m.Ratio = odds(mathext.InvRegIncBeta(x, y, .5))
	m.Low, m.High = odds(mathext.InvRegIncBeta(x, y, .05)), odds(mathext.InvRegIncBeta(x, y, .95))
	even := exposed[1] / (exposed[0] + exposed[1])
	m.Rose = mathext.RegIncBeta(y, x, 1-even)
	m.Chance = 2 * min(m.Rose, mathext.RegIncBeta(x, y, even))
	m.Roots = s.roots(since, exposed)
	m.Made = []entente.Moving{}
	return m, true
}

func later(d, since entente.Day) int {
	if d >= since {
		return 1
	}
	return 0
}

// scatter is by how much a strand's weekly counts vary more than Poisson's about their level.
func (s tallied) scatter(days []entente.Day, exposure []float64, events map[entente.Day]int, since entente.Day, n, exposed [2]float64) float64 {
	type week struct {
		start entente.Day
		half  int
	}
	counts, hopes := map[week]float64{}, map[week]float64{}
	for i, d := range days {
		w := week{entente.Weekly.Start(d), later(d, since)}
		counts[w] += float64(events[d])
		hopes[w] += exposure[i] * n[w.half] / exposed[w.half]
	}
	var terms []float64
	for w, hope := range hopes {
		if hope > 0 {
			terms = append(terms, (counts[w]-hope)*(counts[w]-hope)/hope)
		}
	}
	slices.Sort(terms) // in order, for a map's would change the last bits
	sum := 0.
	for _, t := range terms {
		sum += t
	}
	const usual, weeks = 2, 4
	return max(1, (sum+usual*weeks)/(float64(max(len(terms)-2, 0))+weeks))
}

// roots says by how much each kind of act moved the strand, most first.
func (s tallied) roots(since entente.Day, exposed [2]float64) []entente.RootPart {
	at := map[entente.Root]*entente.RootPart{}
	for _, t := range s.tallies {
		if at[t.Root] == nil {
			at[t.Root] = &entente.RootPart{Root: t.Root}
		}
		if later(t.Period, since) == 1 {
			at[t.Root].Events += t.Events
		} else {
			at[t.Root].Expected += float64(t.Events) / exposed[0] * exposed[1]
		}
	}
	out := make([]entente.RootPart, 0, len(at))
	for _, p := range at {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b entente.RootPart) int {
		return cmp.Or(cmp.Compare(math.Abs(float64(b.Events)-b.Expected), math.Abs(float64(a.Events)-a.Expected)), cmp.Compare(a.Root, b.Root))
	})
	return out
}

// discoveries keeps those of which a share is expected to be chance, and puts that share in
// the place of their chances, surest first.
func discoveries(all []entente.Moved, share float64) []entente.Moved {
	slices.SortStableFunc(all, func(a, b entente.Moved) int {
		return cmp.Or(cmp.Compare(a.Chance, b.Chance), cmp.Compare(math.Abs(math.Log(b.Ratio)), math.Abs(math.Log(a.Ratio))))
	})
	kept, least := 0, 1.
	for i := len(all) - 1; i >= 0; i-- {
		least = min(least, all[i].Chance*float64(len(all))/float64(i+1))
		if all[i].Chance = least; least <= share {
			kept = max(kept, i+1)
		}
	}
	return all[:kept]
}
