package dyad

import (
	"cmp"
	"slices"

	"entente"
)

// negatedWeight is the share with which an act that the text says did not happen
// counts for the other side: an offer withheld is a little cold, a war avoided a
// little warm.
const negatedWeight = .05

// act is an event between the two actors, or a cell of tallies. Coop and conf are
// weighted by status; index 0 is from a to b, 1 the other way.
type act struct {
	id      string // of the event
	day     entente.Day
	coop    [2]float64
	conf    [2]float64
	warm    float64 // acts for friendship in both directions, each with the weight of its class
	cold    float64 // and for enmity
	weight  float64
	negated float64 // what a negated act would weigh: above 0 cooperation, below 0 conflict
	past    bool    // historical
	events  int
	reports []string
	counted int     // reports counted by a store
	sure    float64 // how likely it was read right; 1 where nothing says so
}

// actsOf gathers the reports on the two into events: an event counts once, by its
// weightiest report, however many witnesses tell of it.
func actsOf(a, b entente.Code, reports []entente.Report, opt Options) []act {
	groups := map[string][]*entente.Report{}
	for i := range reports {
		r := &reports[i]
		if direction(a, b, r.Source.Code, r.Target.Code) < 0 || !counts(r.Stream) || after(r.DateFrom, opt.AsOf) {
			continue
		}
		key := cmp.Or(r.ID, r.Report)
		groups[key] = append(groups[key], r)
	}
	acts := make([]act, 0, len(groups))
	for id, witnesses := range groups {
		acts = append(acts, actOf(a, b, id, witnesses))
	}
	slices.SortFunc(acts, func(x, y act) int { return cmp.Compare(x.id, y.id) })
	return acts
}

func actOf(a, b entente.Code, id string, witnesses []*entente.Report) act {
	slices.SortFunc(witnesses, func(x, y *entente.Report) int {
		return cmp.Or(
			cmp.Compare(y.Status.Weight(), x.Status.Weight()),
			cmp.Compare(y.Confidence, x.Confidence),
			cmp.Compare(x.Report, y.Report))
	})
	r := witnesses[0]
	out := act{id: id, day: r.DateFrom, weight: r.Status.Weight(), events: 1, past: r.Status == entente.Historical, sure: sureOf(r)}
	if r.Status == entente.Negated {
		out.negated = r.Intensity
	}
	d := direction(a, b, r.Source.Code, r.Target.Code)
	for i := range 2 {
		if i == d || r.Reciprocal {
			out.coop[i] = max(r.Intensity, 0) * out.weight
			out.conf[i] = max(-r.Intensity, 0) * out.weight
			out.lean(r.Plover.Event, out.weight, out.coop[i], out.conf[i])
		}
	}
	for _, w := range witnesses {
		out.reports = append(out.reports, w.Report)
	}
	return out
}

// appendCounted adds to acts what a store has tallied on the two, in order.
func appendCounted(acts []act, a, b entente.Code, tallies []entente.Tally, opt Options) []act {
	first := len(acts)
	for i := range tallies {
		t := &tallies[i]
		d := direction(a, b, t.Source, t.Target)
		if d < 0 || after(t.Period, opt.AsOf) {
			continue
		}
		x := act{id: string(t.Root), day: t.Period, weight: t.Weight, events: t.Events, counted: t.Reports}
		x.coop[d], x.conf[d] = t.Coop, t.Conf
		x.lean(t.Root, t.Weight, t.Coop, t.Conf)
		acts = append(acts, x)
	}
	order(acts[first:])
	return acts
}

// order sorts counted acts by day, kind and weight.
func order(acts []act) {
	compare := func(x, y act) int {
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.id, y.id), cmp.Compare(x.sum(), y.sum()))
	}
	if !slices.IsSortedFunc(acts, compare) {
		slices.SortStableFunc(acts, compare)
	}
}

// direction is 0 for from a to b, 1 for from b to a, -1 for any other pair.
func direction(a, b, source, target entente.Code) int {
	switch {
	case source == a && target == b:
		return 0
	case source == b && target == a:
		return 1
	}
	return -1
}

// counts reports whether a stream enters relations; imported events have none.
func counts(s entente.Stream) bool { return s == "" || s.Counts() }

func after(day, asOf entente.Day) bool { return asOf.Known() && day > asOf }

// sum is all that an act weighs, in both directions.
func (x act) sum() float64 { return (x.coop[0] + x.coop[1]) + (x.conf[0] + x.conf[1]) }

// net is cooperation less conflict, in both directions.
func (x act) net() float64 { return (x.coop[0] + x.coop[1]) - (x.conf[0] + x.conf[1]) }

func lastAct(acts []act) entente.Day {
	var last entente.Day
	for _, x := range acts {
		last = max(last, x.day)
	}
	return last
}

// weigh sums the acts as they count at the day of judgment.
func (j *judgment) weigh() {
	for _, x := range j.acts {
		share := j.opt.decay(x.day, j.now)
		j.warm += share * x.warm
		j.cold += share * x.cold
		switch {
		case x.negated > 0:
			j.cold += share * negatedWeight * coldWord
		case x.negated < 0:
			j.warm += share * negatedWeight * warmWord
		}
		j.weight += share * x.weight
	}
}

// actSums gives the acts as they are printed: undecayed, without what did not
// happen or lies in the past.
func (j *judgment) actSums() entente.Acts {
	var s entente.Acts
	heavy := slices.Clone(j.movers)
	for _, x := range j.acts {
		if x.weight == 0 && x.negated == 0 {
			continue
		}
		if len(x.reports) > 0 {
			heavy = append(heavy, x)
		}
		if x.weight == 0 {
			continue
		}
		s.CoopAB += x.coop[0]
		s.ConfAB += x.conf[0]
		s.CoopBA += x.coop[1]
		s.ConfBA += x.conf[1]
		s.Events += x.events
		s.Reports += len(x.reports) + x.counted
	}
	coop, conf := s.CoopAB+s.CoopBA, s.ConfAB+s.ConfBA
	if coop+conf > 0 {
		balance := (coop - conf) / (coop + conf)
		s.Balance = &balance
	}
	s.Cites = heaviest(heavy)
	return s
}

// peak is what an act weighs in the direction in which it weighs more: a summit is
// not twice a sanction because both sides hold it.
func (x act) peak() float64 { return max(x.coop[0], x.coop[1], x.conf[0], x.conf[1]) }

// sureOf is a report's confidence, in full for those without: they were imported, or made by
// hand.
func sureOf(r *entente.Report) float64 { return cmp.Or(r.Confidence, 1) }

// heaviest lists the acts' reports, those of the act first that is expected to weigh most by
// how likely it was read right, of equals the latest: what is gravest is seldom told, and
// among the gravest of many readings are most of the mistaken ones.
func heaviest(acts []act) []string {
	slices.SortStableFunc(acts, func(x, y act) int {
		return cmp.Or(cmp.Compare(y.peak()*y.sure, x.peak()*x.sure), cmp.Compare(y.day, x.day))
	})
	var out []string
	for _, x := range acts {
		out = append(out, x.reports...)
	}
	return out
}
