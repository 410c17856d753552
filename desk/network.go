package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente"
	"entente/balance"
	"entente/dyad"
)

// NetworkQuestion asks a store for signed networks. The filter's days bound all of them.
type NetworkQuestion struct {
	Filter  entente.Filter
	Windows []Span                  // one network each; without any there is one of the filter's days
	Period  entente.Period          // in which imported events are counted, none longer than a window; "" means a month
	Sure    float64                 // a sign counts from this probability on; 0 means that it is more probable than not
	Takes   func(entente.Code) bool // whether a code may be in the network; nil means any

	Mix    bool                      // ask each network again without each outlet, each country's outlets, and opinion
	Domain func(string) entente.Code // the state of an internet domain, as of a [Question]
}

// Span is some days with a name.
type Span struct {
	Label string
	From  entente.Day // unknown is from ever
	To    entente.Day // unknown is for ever
}

// Spans cuts the days from one to another into periods and gives each n of them that
// follow one another; a last one that is not whole is given too, if it is the only one.
func Spans(from, to entente.Day, p entente.Period, n int) []Span {
	var starts []entente.Day
	for d := p.Start(from); d <= to; d = p.Next(d) {
		starts = append(starts, d)
	}
	n = min(max(1, n), len(starts))
	var out []Span
	for i := 0; i+n <= len(starts) && n > 0; i++ {
		first, last := starts[i], starts[i+n-1]
		label := periodName(first, p)
		if n > 1 {
			label += "–" + periodName(last, p)
		}
		out = append(out, Span{label, first, p.Next(last) - 1})
	}
	return out
}

func periodName(d entente.Day, p entente.Period) string {
	switch p {
	case entente.Yearly:
		return d.String()[:4]
	case entente.Monthly:
		return d.String()[:7]
	}
	return d.String()
}

// Networks judges every pair that a store tells of in each span of days, and makes
// networks of those that have a sign: friendly or adversarial, more probable than not and
// at least as probable as asked. What lies outside of the days is not used. The brief
// holds the stories, reports and assessments that ties cite, and notes.
//
// Where imported events are asked, their acts are counted by the store, and a tie that
// rests on them cites nothing.
func Networks(ctx context.Context, store Store, q NetworkQuestion) ([]entente.Network, entente.Brief, error) {
	asked := Question{Filter: q.Filter}
	notes, err := leftOut(ctx, store, &asked)
	if err != nil {
		return nil, entente.Brief{}, err
	}
	b := entente.Brief{AsOf: q.Filter.AsOf, Notes: notes}
	if len(q.Windows) == 0 {
		q.Windows = []Span{{From: q.Filter.From, To: q.Filter.To}}
	}
	q.Filter = asked.Filter
	told, err := pairsOf(ctx, store, q, &b)
	if err != nil {
		return nil, b, err
	}
	day, err := judgedOn(ctx, store, q.Filter)
	if err != nil {
		return nil, b, err
	}
	var out []entente.Network
	for _, w := range q.Windows {
		n, err := told.network(w, q.Sure, day)
		if err != nil {
			return nil, b, err
		}
		if q.Mix {
			n.Mix = told.mix(n, w, q, &b, day)
		}
		out = append(out, n)
	}
	unread, err := unread(ctx, store, q)
	b.Notes = append(b.Notes, unread...)
	return out, b, err
}

// unread notes the windows of whose days nothing was in print: they are not without ties,
// nothing is known of them.
func unread(ctx context.Context, store Store, q NetworkQuestion) ([]string, error) {
	if len(q.Windows) < 2 {
		return nil, nil
	}
	f := q.Filter
	f.From, f.To = 0, 0
	days, err := store.Coverage(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	var labels []string
	for _, w := range q.Windows {
		if !slices.ContainsFunc(days, func(d entente.Day) bool { return w.holds(d, d) }) {
			labels = append(labels, w.Label)
		}
	}
	if len(labels) == 0 {
		return nil, nil
	}
	return []string{"nothing in print was read from " + strings.Join(labels, ", ") + ": what these networks lack is not known"}, nil
}

// pairEvidence is what is told of one pair.
type pairEvidence struct {
	reports     []entente.Report
	assessments []entente.Assessment
	tallies     []entente.Tally
}

// evidenceByPair is what is told, by pair.
type evidenceByPair map[pairKey]*pairEvidence

// of gives the evidence on a pair, nil if it may not be in a network.
func (e evidenceByPair) of(a, b entente.Code, takes func(entente.Code) bool) *pairEvidence {
	if a == b || a == "" || b == "" || takes != nil && (!takes(a) || !takes(b)) {
		return nil
	}
	key := keyOf(a, b)
	if e[key] == nil {
		e[key] = &pairEvidence{}
	}
	return e[key]
}

func pairsOf(ctx context.Context, store Store, q NetworkQuestion, b *entente.Brief) (evidenceByPair, error) {
	told, f := evidenceByPair{}, q.Filter
	var err error
	if b.Stories, err = collect(store.Stories(ctx, entente.Filter{AsOf: f.AsOf})); err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	if slices.Equal(f.Sources, []string{entente.CodedHere}) || len(f.Sources) == 0 {
		err = told.fromEvents(ctx, store, q, b)
	} else {
		err = told.fromTallies(ctx, store, q)
	}
	if err != nil {
		return nil, err
	}
	if b.Assessments, err = collect(store.Assessments(ctx, f)); err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	for _, a := range b.Assessments {
		for _, k := range spokenOf(a) {
			if p := told.of(k.a, k.b, q.Takes); p != nil {
				p.assessments = append(p.assessments, a)
			}
		}
	}
	return told, nil
}

func (e evidenceByPair) fromEvents(ctx context.Context, store Store, q NetworkQuestion, b *entente.Brief) error {
	for ev, err := range store.Events(ctx, q.Filter) {
		if err != nil {
			return fmt.Errorf("list events: %w", err)
		}
		b.Reports = append(b.Reports, ev.Reports...)
		for _, r := range ev.Reports {
			if p := e.of(r.Source.Code, r.Target.Code, q.Takes); p != nil {
				p.reports = append(p.reports, r)
			}
		}
	}
	return nil
}

func (e evidenceByPair) fromTallies(ctx context.Context, store Store, q NetworkQuestion) error {
	tallies, err := store.Tallies(ctx, q.Filter, cmp.Or(q.Period, entente.Monthly))
	if err != nil {
		return fmt.Errorf("count events: %w", err)
	}
	for _, t := range tallies {
		if p := e.of(t.Source, t.Target, q.Takes); p != nil {
			t.Period = max(t.Period, q.Filter.From) // the first may begin before
			p.tallies = append(p.tallies, t)
		}
	}
	return nil
}

// spokenOf lists the pairs that an assessment is of: the two it names, and for a
// collective those of its members whom the story names.
func spokenOf(a entente.Assessment) []pairKey {
	out := []pairKey{keyOf(a.A.Code, a.B.Code)}
	for _, m := range a.Members {
		for _, c := range []entente.Code{a.A.Code, a.B.Code} {
			if k := keyOf(c, m); c != m && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// pairs lists the pairs in order of code.
func (e evidenceByPair) pairs() []pairKey {
	return slices.SortedFunc(maps.Keys(e), func(x, y pairKey) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
}

// network judges every pair by the days of a span, all as of one day: the last of the span
// or, where that is still to come, the last of which anything can be known.
func (e evidenceByPair) network(w Span, sure float64, day entente.Day) (entente.Network, error) {
	day = w.judged(day)
	var ties []entente.SignedTie
	for _, k := range e.pairs() {
		t, known := e[k].tie(k, w, day)
		if !known {
			continue
		}
		ties = append(ties, entente.SignedTie{A: k.a, B: k.b, Sign: signOf(t, sure), Cites: slices.Concat(t.Assessed.Cites, t.Acts.Cites)})
	}
	n, err := balance.New(w.Label, ties)
	n.From, n.To = w.From, w.To
	return n, err
}

// judged is the day on which a span is judged, where all else is on some day.
func (w Span) judged(day entente.Day) entente.Day {
	if w.To.Known() && (w.To < day || !day.Known()) {
		return w.To
	}
	return day
}

// signOf is the sign of a tie that is at least so sure; 0 if it has none.
func signOf(t entente.Tie, sure float64) int {
	if t.Level == nil || t.LevelP() < sure {
		return 0
	}
	return *t.Level
}

// tie judges a pair as of a day by what is told of the days of a span.
func (p *pairEvidence) tie(k pairKey, w Span, day entente.Day) (entente.Tie, bool) {
	var reports []entente.Report
	for _, r := range p.reports {
		if w.holds(r.DateFrom, r.DateTo) {
			reports = append(reports, r)
		}
	}
	var views []entente.Assessment
	for _, a := range p.assessments {
		if w.holds(a.DateFrom, a.DateTo) {
			views = append(views, a)
		}
	}
	var tallies []entente.Tally
	for _, t := range p.tallies {
		if w.holds(t.Period, t.Period) {
			tallies = append(tallies, t)
		}
	}
	opt := dyad.Options{AsOf: day, SpeaksFor: speaksFor}
	var t entente.Tie
	if len(p.tallies) > 0 {
		t = dyad.JudgeTallies(k.a, k.b, tallies, views, opt)
	} else {
		t = dyad.Judge(k.a, k.b, reports, views, opt)
	}
	return t, t.Level != nil
}

// holds reports whether a span shares a day with others. What has no day is held by a
// span without bounds alone.
func (w Span) holds(from, to entente.Day) bool {
	if !w.From.Known() && !w.To.Known() {
		return true
	}
	return from.Known() && (!w.To.Known() || from <= w.To) && max(from, to) >= w.From
}
