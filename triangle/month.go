package triangle

import (
	"cmp"
	"slices"

	"entente"
)

// Record is what a store counts of actors by month, with what is needed to tell calm from
// absence. Tallies of other pairs than those asked about are passed over.
type Record struct {
	Tallies []entente.Cited // by month, in any order
	Covered []entente.Day   // first days of the months from which anything was read, in order
	AsOf    entente.Day     // last day that counts; a month that ends later is not whole
}

// flow is what one actor did to another in one month.
type flow struct {
	coop, conf float64
	events     int
}

// net is cooperation less conflict.
func (f flow) net() float64 { return f.coop - f.conf }

// flows gives what a did to b by month.
func (r Record) flows(a, b entente.Code) map[entente.Day]flow {
	out := map[entente.Day]flow{}
	for i := range r.Tallies {
		t := &r.Tallies[i]
		if t.Source != a || t.Target != b {
			continue
		}
		f := out[t.Period]
		f.coop += t.Coop
		f.conf += t.Conf
		f.events += t.Events
		out[t.Period] = f
	}
	return out
}

// months gives the covered months from one day to another, both whole.
func (r Record) months(from, to entente.Day) []entente.Day {
	var out []entente.Day
	for _, m := range r.Covered {
		if m >= from && entente.Monthly.Next(m)-1 <= to {
			out = append(out, m)
		}
	}
	return out
}

// last is the last day of the last month that is covered and whole; where none is whole
// yet, the last day that counts.
func (r Record) last() entente.Day {
	if len(r.Covered) == 0 {
		return 0
	}
	end := entente.Monthly.Next(r.Covered[len(r.Covered)-1]) - 1
	if !r.AsOf.Known() || end <= r.AsOf {
		return end
	}
	if end = entente.Monthly.Start(r.AsOf) - 1; end < r.Covered[0] {
		return r.AsOf
	}
	return end
}

// Strongest gives the ids of at most n events of cooperation between two actors, and as many
// of conflict, those of the strongest kinds of act first.
func (r Record) Strongest(a, b entente.Code, n int) []string {
	side := func(conflict bool) []ranked {
		return r.strongest(n, func(t *entente.Cited) bool {
			return (t.Source == a && t.Target == b || t.Source == b && t.Target == a) && (t.Conf > t.Coop) == conflict
		})
	}
	return ids(append(side(false), side(true)...), 2*n)
}

// ranked is an event that a tally cites.
type ranked struct {
	id   string
	rank int     // in its tally
	of   float64 // points of an act of the tally
	when entente.Day
}

func (x ranked) compare(y ranked) int {
	return cmp.Or(cmp.Compare(y.of, x.of), cmp.Compare(x.rank, y.rank), cmp.Compare(y.when, x.when), cmp.Compare(x.id, y.id))
}

// cites gives the ids of the events in the tallies that take holds for, those of the
// strongest kinds of act first; of these the first of each tally before the second, and the
// latest.
func (r Record) cites(n int, take func(t *entente.Cited) bool) []string {
	return ids(r.strongest(n, take), n)
}

// strongest gives the first n of the events that cites gives. An event between the two that
// is cited both ways stands there twice, so twice as many are kept.
func (r Record) strongest(n int, take func(t *entente.Cited) bool) []ranked {
	var all []ranked
	for i := range r.Tallies {
		t := &r.Tallies[i]
		if !take(t) || t.Events == 0 {
			continue
		}
		for rank, id := range t.Cites {
			x := ranked{id, rank, (t.Coop + t.Conf) / float64(t.Events), t.Period}
			if len(all) == 2*n && all[len(all)-1].compare(x) <= 0 {
				continue
			}
			at, _ := slices.BinarySearchFunc(all, x, ranked.compare)
			all = slices.Insert(all, at, x)
			all = all[:min(len(all), 2*n)]
		}
	}
	return all
}

// ids gives the first n ids in order, each once.
func ids(all []ranked, n int) []string {
	slices.SortFunc(all, ranked.compare)
	out := []string{}
	for _, x := range all {
		if len(out) < n && !slices.Contains(out, x.id) {
			out = append(out, x.id)
		}
	}
	return out
}
