package desk

import (
	"slices"

	"entente"
	"entente/dyad"
)

// past is what a ledger looks up to tell how unusual an act is.
type past struct {
	pairs map[[2]entente.Code][]int // reports that happened, by their places: of a pair, whoever acts
	days  []entente.Day             // on which stories were published, in order
	kinds []map[entente.Root]int    // acts of all pairs told of up to each of the days, by kind
}

// remember makes a ledger's reports ready to be looked up.
func (l Ledger) remember() *past {
	p := &past{pairs: map[[2]entente.Code][]int{}, days: l.Days(1)}
	first := map[string]entente.Day{} // when an act was first told of
	root := map[string]entente.Root{}
	for i := range l.reports {
		r := &l.reports[i]
		if !r.Stream.Counts() || !r.Status.Happened() || r.Source.Code == "" || r.Target.Code == "" {
			continue
		}
		pair := unordered(r.Source.Code, r.Target.Code)
		p.pairs[pair] = append(p.pairs[pair], i)
		id, day := r.DefaultID(), l.published[r.Story]
		if before, ok := first[id]; day.Known() && (!ok || day < before) {
			first[id], root[id] = day, r.Plover.Event
		}
	}
	fresh := make([]map[entente.Root]int, len(p.days))
	for id, day := range first {
		i, _ := slices.BinarySearch(p.days, day)
		if fresh[i] == nil {
			fresh[i] = map[entente.Root]int{}
		}
		fresh[i][root[id]]++
	}
	sum := map[entente.Root]int{}
	for i := range p.days {
		next := map[entente.Root]int{}
		for r, n := range sum {
			next[r] = n
		}
		for r, n := range fresh[i] {
			next[r] += n
		}
		p.kinds, sum = append(p.kinds, next), next
	}
	return p
}

func unordered(a, b entente.Code) [2]entente.Code {
	if b < a {
		a, b = b, a
	}
	return [2]entente.Code{a, b}
}

// surprises says how unusual events are, given what stories that were known told of their
// pairs. Of all pairs it knows what was in print up to the day of the look before.
func (l Ledger) surprises(events []entente.Event, before, today entente.Day, known func(story string) bool) map[string]entente.Surprise {
	out := map[string]entente.Surprise{}
	for i := range events {
		e := &events[i]
		lead := e.Reports[0]
		if lead.Source.Code == "" || lead.Target.Code == "" || lead.Source.Code == lead.Target.Code {
			continue
		}
		day := e.Window().From
		if !day.Known() || day > today { // what is dated ahead is seen from today
			day = today
		}
		p := dyad.Past{Since: day - dyad.LookBack, All: l.past.upTo(before)}
		p.Days = l.past.newsDays(p.Since, day-1)
		p.Acts = l.actsOf(lead, p.Since, day-1, known)
		if len(p.Acts) > 0 {
			out[e.ID] = p.Surprise(lead.Plover.Event)
		}
	}
	return out
}

// upTo gives the acts of all pairs told of up to a day.
func (p *past) upTo(day entente.Day) map[entente.Root]int {
	i, found := slices.BinarySearch(p.days, day)
	if found {
		i++
	}
	if i == 0 {
		return nil
	}
	return p.kinds[i-1]
}

// newsDays counts the days of a span on which stories were published.
func (p *past) newsDays(from, to entente.Day) int {
	low, _ := slices.BinarySearch(p.days, from)
	high, _ := slices.BinarySearch(p.days, to+1)
	return high - low
}

// actsOf gives the acts of a span of days that known stories tell of the pair of a report,
// in its direction; of a mutual act's pair, in both.
func (l Ledger) actsOf(of entente.Report, from, to entente.Day, known func(story string) bool) []entente.Event {
	var reports []entente.Report
	for _, i := range l.past.pairs[unordered(of.Source.Code, of.Target.Code)] {
		r := &l.reports[i]
		if known(r.Story) && (of.Reciprocal || r.Reciprocal || r.Source.Code == of.Source.Code) {
			reports = append(reports, *r)
		}
	}
	return slices.DeleteFunc(entente.Cluster(reports), func(e entente.Event) bool {
		day := e.Window().From
		return !day.Known() || day < from || day > to
	})
}
