package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"entente"
	"entente/dyad"
	"entente/triangle"
)

// StudyQuestion asks for a triangle and what lies behind it. The corners must be given.
type StudyQuestion struct {
	Question
	Every  int  // months of a phase of the history: 1, 3, 6 or 12; 0 takes the least that makes at most forty
	Issues bool // by issue area also where imported events are counted, each area being a question to the store
}

// fewReports is how many reports of the corners are judged one by one for the fewest
// points that would turn a triangle; of more, months are taken together.
const fewReports = 2000

// moversCited is how many events are cited of each month, pair and root.
const moversCited = 3

// Study looks into a triangle: type, roles and what would turn them, their history, wedges,
// hedging, asymmetry, issue areas, the territory of third parties, and what happens to the
// type without some of the sources. The brief holds what it cites.
//
// Where imported events are asked they are counted by month by the store, and of each month
// a few are cited. The history is told from what is known as of the day asked for: a phase
// rests on what was done by its last day, whenever that came to be told.
func Study(ctx context.Context, store Store, q StudyQuestion) (entente.Study, entente.Brief, error) {
	q.Question = q.filled()
	left, err := leftOut(ctx, store, &q.Question)
	if err != nil {
		return entente.Study{}, entente.Brief{}, err
	}
	s := &student{q: q, store: store, own: map[entente.Code][]entente.Measure{}, brief: entente.Brief{Title: q.Title, AsOf: q.Filter.AsOf, Lexicon: q.Lexicon, Scale: q.Scale}}
	s.counted = asksImported(q.Filter)
	defer s.ahead.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, step := range []func(context.Context) error{s.read, s.judge, s.history, s.compare, s.issues, s.grounds, s.mix, s.cite} {
		if err := step(ctx); err != nil {
			return s.study, s.brief, err
		}
	}
	s.brief.Triangles = []entente.Triangle{s.study.Triangle}
	s.brief.Notes = slices.Concat(s.brief.Notes, notes(&s.brief), left)
	s.study.Notes = append(s.study.Notes, s.brief.Notes...)
	return s.study, s.brief, nil
}

// student is a triangle while it is looked into.
type student struct {
	q       StudyQuestion
	store   Store
	counted bool        // imported events are asked
	day     entente.Day // of judgment
	brief   entente.Brief
	study   entente.Study
	record  triangle.Record
	ev      dyad.Evidence // by which the triangle is judged
	coarse  dyad.Evidence // the same by month, by which its history is

	own   map[entente.Code][]entente.Measure // figures of a state by itself
	ahead sync.WaitGroup                     // for what is asked while the acts are counted
	lands []entente.Land
	late  error // that came ahead
}

// among is the filter for what the corners do to one another up to the day of judgment, if
// that is known yet: what is planned for later is not counted.
func (s *student) among() entente.Filter {
	f := s.q.Filter
	f.Among, f.Apart, f.To = s.q.Corners, true, s.day
	return f
}

// read reads what was coded from news of the corners, and counts all by month.
func (s *student) read(ctx context.Context) error {
	f, b := s.among(), &s.brief
	var err error
	if f.TakesCoded() {
		coded := f
		coded.Sources = []string{entente.CodedHere}
		if b.Stories, err = collect(s.store.Stories(ctx, s.q.Filter)); err != nil {
			return fmt.Errorf("list stories: %w", err)
		}
		if b.Events, err = collect(s.store.Events(ctx, coded)); err != nil {
			return fmt.Errorf("list events: %w", err)
		}
		b.Events = slices.DeleteFunc(b.Events, withinOne)
		if b.Assessments, err = collect(s.store.Assessments(ctx, s.q.Filter)); err != nil {
			return fmt.Errorf("list assessments: %w", err)
		}
		b.Assessments = slices.DeleteFunc(b.Assessments, s.ofOthers)
	}
	b.Reports = inOrder(b)
	days, err := s.store.Coverage(ctx, s.q.Filter)
	if err != nil {
		return fmt.Errorf("list days: %w", err)
	}
	if s.day, err = judgedOn(ctx, s.store, s.q.Filter); err != nil {
		return err
	}
	s.record.AsOf = s.day
	s.ahead.Go(func() { s.late = s.askAhead(ctx) })
	if s.record.Tallies, err = s.store.Cited(ctx, s.among(), entente.Monthly, moversCited); err != nil {
		return fmt.Errorf("count events: %w", err)
	}
	for _, d := range days {
		if m := entente.Monthly.Start(d); len(s.record.Covered) == 0 || s.record.Covered[len(s.record.Covered)-1] != m {
			s.record.Covered = append(s.record.Covered, m)
		}
	}
	return nil
}

// askAhead asks what is not needed before the acts are counted, places and figures of
// states: two questions at a time keep two cores busy.
func (s *student) askAhead(ctx context.Context) (err error) {
	if s.counted {
		if s.lands, err = s.store.Lands(ctx, s.among()); err != nil {
			return fmt.Errorf("count places: %w", err)
		}
	}
	for _, c := range s.q.Corners {
		if s.own[c], err = s.measures(ctx, entente.MeasureFilter{Series: stateSeries, Pair: []entente.Code{c}}); err != nil {
			return err
		}
	}
	return nil
}

// measures reads figures that are known on the day asked for.
func (s *student) measures(ctx context.Context, f entente.MeasureFilter) ([]entente.Measure, error) {
	f.To = s.q.Filter.AsOf
	out, err := collect(s.store.Measures(ctx, f))
	if err != nil {
		return nil, fmt.Errorf("list figures: %w", err)
	}
	return out, nil
}

// ofOthers reports whether an assessment is of none of the pairs, as far as that can be
// told: collectives may speak for members.
func (s *student) ofOthers(a entente.Assessment) bool {
	n := 0
	for _, c := range s.q.Corners {
		if a.A.Code == c || a.B.Code == c || slices.Contains(a.Members, c) {
			n++
		}
	}
	return n < 2
}

// judge classifies the triangle.
func (s *student) judge(context.Context) error {
	s.coarse = dyad.Evidence{Tallies: s.byMonth(s.record.Tallies), Assessments: s.brief.Assessments}
	s.ev = dyad.Evidence{Reports: s.brief.Reports, Assessments: s.brief.Assessments}
	if s.counted {
		s.ev = s.coarse
		s.ev.Movers = s.brief.Reports
		events := 0
		for _, t := range s.record.Tallies {
			events += t.Events
		}
		s.brief.Notes = append(s.brief.Notes, fmt.Sprintf("%d events are counted by month; some of each month are cited", events))
	}
	t := s.classify(s.ev)
	s.study.Triangle, s.study.AsOf = t, s.q.Filter.AsOf
	s.brief.Dyads = t.Ties[:]
	for _, t := range s.record.Tallies {
		if !s.study.From.Known() || t.Period < s.study.From {
			s.study.From = t.Period
		}
	}
	if s.study.From.Known() {
		s.study.To = s.day
	}
	s.brief.From, s.brief.To = s.study.From, s.study.To
	s.study.Bend = s.bend()
	s.study.Hedges = triangle.Hedgings(t)
	s.study.Wedges = triangle.Wedges(t, s.record, s.brief.Reports, s.brief.Assessments)
	return nil
}

// classify judges the three ties as of the day of judgment.
func (s *student) classify(ev dyad.Evidence) entente.Triangle {
	return umpire{ev, s.day}.triangle([3]entente.Code(s.q.Corners))
}

// byMonth takes tallies of one pair, class of root and month together, under one of the
// roots, on the middle day of that month or, of a month that is not over, the last day that
// counts. They come in order of day and class.
func (s *student) byMonth(tallies []entente.Cited) []entente.Tally {
	type key struct {
		entente.Pair
		month entente.Day
		class entente.Quad
	}
	at := map[key]int{}
	var out []entente.Tally
	for i := range tallies {
		t := &tallies[i].Tally
		k := key{t.Pair, t.Period, t.Root.Quad()}
		n, ok := at[k]
		if !ok {
			n = len(out)
			at[k] = n
			out = append(out, entente.Tally{Pair: t.Pair, Period: min(t.Period+14, s.day), Root: t.Root})
		}
		o := &out[n]
		o.Events, o.Reports = o.Events+t.Events, o.Reports+t.Reports
		o.Weight, o.Coop, o.Conf = o.Weight+t.Weight, o.Coop+t.Coop, o.Conf+t.Conf
	}
	slices.SortStableFunc(out, func(x, y entente.Tally) int {
		return cmp.Or(cmp.Compare(x.Period, y.Period), cmp.Compare(x.Root, y.Root))
	})
	return out
}

// bend asks what would turn the triangle, by a copy of what is known with acts added.
func (s *student) bend() *entente.Bend {
	ev, t := s.ev, s.study.Triangle
	if len(ev.Reports) > fewReports {
		ev = s.coarse
		if t = s.classify(ev); t.Shape != s.study.Shape {
			return nil
		}
	}
	if !s.day.Known() {
		return nil
	}
	own := byPair(s.q.Corners, ev)
	return triangle.FewestPoints(t, func(i int, conflict bool, points float64) entente.Tie {
		tie := t.Ties[i]
		ev := own[keyOf(tie.A, tie.B)]
		more := entente.Tally{Pair: entente.Pair{Source: tie.A, Target: tie.B}, Period: s.day, Events: 1, Reports: 1, Weight: points / 5, Coop: points}
		if conflict {
			more.Coop, more.Conf = 0, points
		}
		with := ev
		with.Tallies = append(slices.Clone(ev.Tallies), more)
		return umpire{with, s.day}.tie(tie.A, tie.B)
	})
}

// phasesMost is how many phases a history has, if nothing else is asked.
const phasesMost = 40

// spans cuts the days of the acts into phases that begin with a year, half, quarter or month.
func (s *student) spans() []entente.Window {
	if !s.study.From.Known() {
		return nil
	}
	from, to := s.study.From, s.study.To
	months := s.q.Every
	if months == 0 {
		all := int(to-from)/30 + 1
		months = 12
		for _, m := range []int{6, 3, 1} {
			if all/m <= phasesMost {
				months = m
			}
		}
	}
	first := from.Time()
	at := entente.MakeDay(first.Year(), 1, 1).AddMonths((int(first.Month()) - 1) / months * months)
	var out []entente.Window
	for ; at <= to; at = at.AddMonths(months) {
		out = append(out, entente.Window{From: at, To: min(at.AddMonths(months)-1, to)})
	}
	return out
}

// history judges the triangle phase by phase.
func (s *student) history(context.Context) error {
	ev := byPair(s.q.Corners, s.coarse)
	s.study.History = triangle.Trace(s.spans(), func(day entente.Day) [3]entente.Tie {
		var out [3]entente.Tie
		for i, t := range s.study.Ties {
			out[i] = umpire{ev[keyOf(t.A, t.B)], day}.tie(t.A, t.B)
		}
		return out
	})
	s.fill()
	s.study.Turns = triangle.Turns(s.study.Corners, s.study.History)
	for i := range s.study.Turns {
		t := &s.study.Turns[i]
		for j := range t.Crossed {
			triangle.Explain(&t.Crossed[j], s.record, s.brief.Assessments, entente.Window{From: t.From, To: t.To})
		}
	}
	return nil
}

// byPair parts evidence by the pairs of some corners, so that each is judged by its own
// acts alone. What is said of any of them may be of each, for collectives speak for members.
func byPair(corners []entente.Code, ev dyad.Evidence) map[pairKey]dyad.Evidence {
	out := map[pairKey]dyad.Evidence{}
	for _, k := range coreOf(corners) {
		out[k] = dyad.Evidence{Assessments: ev.Assessments}
	}
	for _, t := range ev.Tallies {
		if own, ok := out[keyOf(t.Source, t.Target)]; ok {
			own.Tallies = append(own.Tallies, t)
			out[keyOf(t.Source, t.Target)] = own
		}
	}
	for _, r := range ev.Reports {
		if own, ok := out[keyOf(r.Source.Code, r.Target.Code)]; ok {
			own.Reports = append(own.Reports, r)
			out[keyOf(r.Source.Code, r.Target.Code)] = own
		}
	}
	return out
}

// fill says of each phase how much was told, and whether anything was read.
func (s *student) fill() {
	for i := range s.study.History {
		p := &s.study.History[i]
		for _, t := range s.record.Tallies {
			if t.Period >= p.From && t.Period <= p.To {
				p.Events += t.Events
				if t.Target < t.Source {
					p.Events -= t.Mutual.Events
				}
			}
		}
		p.Covered = slices.ContainsFunc(s.record.Covered, func(m entente.Day) bool { return m >= entente.Monthly.Start(p.From) && m <= p.To })
	}
}

// moversOfTie is how many of the strongest acts of cooperation, and of conflict, a tie cites.
const moversOfTie = 3

// cite reads the imported events that are cited, after all else: they are a choice, and
// nothing is to be counted of them.
func (s *student) cite(ctx context.Context) error {
	if !s.counted {
		return nil
	}
	var ids []string
	for _, t := range s.study.Turns {
		for _, c := range t.Crossed {
			ids = append(ids, c.Events...)
		}
	}
	for _, w := range s.study.Wedges {
		if w.Verdict != triangle.NoWedge && w.Verdict != triangle.Unknown {
			ids = append(ids, w.Events...)
		}
	}
	for _, g := range s.study.Grounds {
		for _, l := range g.Lands {
			ids = append(ids, l.Cites[:min(len(l.Cites), 1)]...)
		}
	}
	for _, a := range s.study.Asymmetry {
		for _, p := range a.Parts {
			ids = append(ids, p.Cites...)
		}
	}
	for i := range s.study.Ties {
		t := &s.study.Ties[i]
		strongest := s.record.Strongest(t.A, t.B, moversOfTie)
		ids = append(ids, strongest...)
		t.Acts.Cites = append(t.Acts.Cites, strongest...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	ids = slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(s.brief.Events, func(e entente.Event) bool { return e.ID == id })
	})
	found, err := s.store.Named(ctx, s.among(), ids)
	if err != nil {
		return fmt.Errorf("look up events: %w", err)
	}
	s.brief.Events = append(s.brief.Events, found...)
	credit(&s.brief)
	s.brief.Reports = inOrder(&s.brief)
	return nil
}

// compare holds the corners against each other, with the figures that were imported.
func (s *student) compare(ctx context.Context) error {
	if s.ahead.Wait(); s.late != nil {
		return s.late
	}
	for _, k := range coreOf(s.study.Corners[:]) {
		figures, err := s.figures(ctx, k.a, k.b)
		if err != nil {
			return err
		}
		s.study.Asymmetry = append(s.study.Asymmetry, triangle.Compare(k.a, k.b, s.record, s.brief.Reports, figures))
	}
	return nil
}

// stateSeries are the figures of one state that asymmetry looks at.
var stateSeries = []string{"nmc.cinc", "nmc.milex", "nmc.milper", "nmc.irst", "nmc.pec", "nmc.tpop", "nmc.upop", "unvotes.ideal"}

// tradeSeries are figures of pairs, and of states with all.
var tradeSeries = []string{"trade.imports", "trade.exports"}

// figures reads what asymmetry needs of two states: of trade the last years alone that the
// two have with each other, for a state trades with two hundred.
func (s *student) figures(ctx context.Context, a, b entente.Code) ([]entente.Measure, error) {
	mutual, err := s.measures(ctx, entente.MeasureFilter{Series: tradeSeries, Pair: []entente.Code{a, b}})
	if err != nil {
		return nil, err
	}
	out, last := []entente.Measure{}, entente.Day(0)
	for _, m := range mutual {
		last = max(last, m.From)
	}
	for _, c := range []entente.Code{a, b} {
		out = append(out, s.own[c]...)
		if !last.Known() {
			continue
		}
		trade, err := s.measures(ctx, entente.MeasureFilter{Series: tradeSeries, Pair: []entente.Code{c}, From: last.AddMonths(-12 * 6)})
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(trade, func(m entente.Measure) bool { return m.A != c })...)
	}
	return out, nil
}

// issues judges the triangle by issue area: of what was coded from news by the contexts of
// acts and the issue of assessments, of imported events by the store's counts if that is
// asked.
func (s *student) issues(ctx context.Context) error {
	s.study.Issues = []entente.Issue{}
	if s.counted && !s.q.Issues {
		s.study.Notes = append(s.study.Notes, "issue areas of imported events are not asked: --issues does")
		return nil
	}
	for _, issue := range s.areas() {
		ev := dyad.Evidence{}
		for _, a := range s.brief.Assessments {
			if a.Issue == issue {
				ev.Assessments = append(ev.Assessments, a)
			}
		}
		if s.counted {
			f := s.among()
			f.Contexts = []string{issue}
			tallies, err := s.store.Cited(ctx, f, entente.Monthly, 0)
			if err != nil {
				return fmt.Errorf("count events: %w", err)
			}
			ev.Tallies = s.byMonth(tallies)
		} else {
			for _, r := range s.brief.Reports {
				if slices.Contains(r.Plover.Contexts, issue) {
					ev.Reports = append(ev.Reports, r)
				}
			}
		}
		t := s.classify(ev)
		events := 0
		for _, tie := range t.Ties {
			events += tie.Acts.Events
		}
		if events+len(ev.Assessments) > 0 {
			s.study.Issues = append(s.study.Issues, entente.Issue{Issue: issue, Events: events, Triangle: t})
		}
	}
	slices.SortStableFunc(s.study.Issues, func(x, y entente.Issue) int {
		return cmp.Or(y.Events-x.Events, cmp.Compare(x.Issue, y.Issue))
	})
	return nil
}

// areas lists the issue areas that are told of.
func (s *student) areas() []string {
	var out []string
	if s.counted {
		out = append(out, s.q.Areas...)
	}
	for _, r := range s.brief.Reports {
		out = append(out, r.Plover.Contexts...)
	}
	for _, a := range s.brief.Assessments {
		out = append(out, a.Issue)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// grounds asks on whose territory the conflict of each pair lies.
func (s *student) grounds(context.Context) error {
	for _, k := range coreOf(s.study.Corners[:]) {
		s.study.Grounds = append(s.study.Grounds, triangle.Where(k.a, k.b, triangle.Clashes(k.a, k.b, s.brief.Reports, s.lands)))
	}
	return nil
}
