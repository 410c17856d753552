package desk

import (
	"context"
	"fmt"
	"slices"

	"entente"
	"entente/alert"
	"entente/dyad"
	"entente/triangle"
)

// Ledger is all that a store holds, by story, so that it can be looked at as it was
// before some stories and after.
type Ledger struct {
	published   map[string]entente.Day
	reports     []entente.Report
	acts        []string // of the reports, by their places: which act each tells of
	assessments []entente.Assessment
	past        *past // of those who ask for surprises
}

// OpenLedger reads what a store holds of what was read; imported events raise no alerts.
func OpenLedger(ctx context.Context, store Store) (Ledger, error) {
	l := Ledger{published: map[string]entente.Day{}}
	for o, err := range store.Stories(ctx, entente.Filter{}) {
		if err != nil {
			return l, fmt.Errorf("list stories: %w", err)
		}
		l.published[o.Story] = o.Published
	}
	for e, err := range store.Events(ctx, entente.Filter{Sources: []string{entente.CodedHere}}) {
		if err != nil {
			return l, fmt.Errorf("list events: %w", err)
		}
		l.reports = append(l.reports, e.Reports...)
	}
	l.acts = make([]string, len(l.reports))
	for i := range l.reports {
		l.acts[i] = l.reports[i].ActKey()
	}
	var err error
	if l.assessments, err = collect(store.Assessments(ctx, entente.Filter{})); err != nil {
		return l, fmt.Errorf("list assessments: %w", err)
	}
	return l, nil
}

// Days lists the days on which stories were published, from one on, in order.
func (l Ledger) Days(from entente.Day) []entente.Day {
	seen := map[entente.Day]bool{}
	var out []entente.Day
	for _, d := range l.published {
		if d.Known() && d >= from && !seen[d] {
			seen[d] = true
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

// Change compares a history without some stories with one that has them, as far as the
// rules want to know. Stories that are in neither are told by later, which may be nil;
// the days are those of the two looks. How much a pair does is counted up to the day before,
// for the day of a look is not over.
func (l Ledger) Change(rules alert.Rules, before, day entente.Day, fresh, later func(story string) bool) alert.Change {
	c := l.change(rules, before, day, fresh, later)
	c.Swings = l.swings(rules, before, day, fresh, func(s string) bool { return later == nil || !later(s) })
	return c
}

// change is all of a change but how much pairs do.
func (l Ledger) change(rules alert.Rules, before, day entente.Day, fresh, later func(story string) bool) alert.Change {
	known := func(s string) bool { return later == nil || !later(s) }
	c := alert.Change{Day: day, Published: l.published}
	if rules.Wants(alert.OfEvent) || rules.Wants(alert.OfSurprise) {
		c.Events = l.newEvents(known, fresh)
	}
	if rules.Wants(alert.OfSurprise) {
		if l.past == nil {
			l.past = l.remember()
		}
		c.Surprises = l.surprises(c.Events, before, day, func(s string) bool { return known(s) && !fresh(s) })
	}
	then := l.part(rules, func(s string) bool { return known(s) && !fresh(s) })
	now := l.part(rules, known)
	for _, p := range rules.Pairs() {
		c.Turns = append(c.Turns, alert.Turn{Before: then.tie(p[0], p[1], before), After: now.tie(p[0], p[1], day), Cites: now.cites(p[:], fresh)})
	}
	for _, t := range rules.Triangles() {
		c.Shifts = append(c.Shifts, alert.Shift{Before: then.triangle(t, before), After: now.triangle(t, day), Cites: now.cites(t[:], fresh)})
	}
	return c
}

// Replay gives the changes of each day on which stories were published, from one on,
// as they would have been seen on the evening of that day: nothing published later is
// known, and stories without a day are not.
func (l Ledger) Replay(rules alert.Rules, since entente.Day, yield func(alert.Change) bool) {
	if rules.Wants(alert.OfSurprise) {
		l.past = l.remember()
	}
	before := since - 1
	swings := l.replayed(rules)
	for _, day := range l.Days(since) {
		fresh := func(s string) bool { return l.published[s] == day }
		later := func(s string) bool { d := l.published[s]; return !d.Known() || d > day }
		c := l.change(rules, before, day, fresh, later)
		c.Swings = swings(before, day)
		if !yield(c) {
			return
		}
		before = day
	}
}

// part keeps what some stories tell of actors of whom the rules want to know how they
// stand. Views are few and may be of collectives: those of the stories are all kept.
func (l Ledger) part(rules alert.Rules, of func(story string) bool) Ledger {
	out := Ledger{published: l.published}
	actors := rules.Actors()
	if len(actors) == 0 {
		return out
	}
	for i := range l.reports {
		r := &l.reports[i]
		if slices.Contains(actors, r.Source.Code) && slices.Contains(actors, r.Target.Code) && of(r.Story) {
			out.reports = append(out.reports, *r)
		}
	}
	for _, a := range l.assessments {
		if of(a.Story) {
			out.assessments = append(out.assessments, a)
		}
	}
	return out
}

// newEvents gives the events of which fresh stories alone tell. Only acts that fresh
// stories tell of can be among them, and reports of other acts do not change these.
func (l Ledger) newEvents(known, fresh func(string) bool) []entente.Event {
	acts := map[string]bool{}
	for i := range l.reports {
		if fresh(l.reports[i].Story) {
			acts[l.acts[i]] = true
		}
	}
	var of []entente.Report
	for i := range l.reports {
		if acts[l.acts[i]] && known(l.reports[i].Story) {
			of = append(of, l.reports[i])
		}
	}
	return slices.DeleteFunc(entente.Cluster(of), func(e entente.Event) bool {
		return slices.ContainsFunc(e.Reports, func(r entente.Report) bool { return !fresh(r.Story) })
	})
}

func (l Ledger) tie(a, b entente.Code, day entente.Day) entente.Tie {
	return dyad.Judge(a, b, l.reports, l.assessments, dyad.Options{AsOf: day, SpeaksFor: speaksFor})
}

func (l Ledger) triangle(c [3]entente.Code, day entente.Day) entente.Triangle {
	return triangle.Classify([3]entente.Tie{l.tie(c[0], c[1], day), l.tie(c[0], c[2], day), l.tie(c[1], c[2], day)})
}

// cites gives the sentences of fresh stories on actors' relations with one another.
func (l Ledger) cites(among []entente.Code, fresh func(string) bool) []alert.Cite {
	within := func(a, b entente.Code) bool { return a != b && slices.Contains(among, a) && slices.Contains(among, b) }
	var out []alert.Cite
	for _, r := range l.reports {
		if fresh(r.Story) && r.Stream.Counts() && within(r.Source.Code, r.Target.Code) {
			out = append(out, citeOf(&r))
		}
	}
	for _, a := range l.assessments {
		if fresh(a.Story) && a.Stream.Counts() && within(a.A.Code, a.B.Code) {
			out = append(out, alert.Cite{ID: a.ID, Story: a.Story, URL: a.Citation.URL, Quote: a.Citation.Quote})
		}
	}
	return out
}

func citeOf(r *entente.Report) alert.Cite {
	return alert.Cite{ID: r.Report, Story: r.Story, URL: r.Citation.URL, Quote: r.Citation.Quote}
}
