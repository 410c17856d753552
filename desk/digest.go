package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entente"
)

// DigestQuestion asks what is new since a day.
type DigestQuestion struct {
	Question
	Since     entente.Day
	Triangles [][3]entente.Code // those told of; without any the one that the evidence is most about
	Mix       bool              // what moved is asked again without some of the sources, as [ChangedMix] does
}

// Digest tells what is new from a day on, up to the last on which anything was published or
// to the day as of which it is asked: what moved, new events by pair, turns of triangles,
// forecasts whose days ended, and what was not read. The brief holds what it cites. It
// writes nothing: forecasts that nobody resolved are told as they would be.
// [entente.ErrNotFound] if nothing was published since.
//
// Imported events have no stories, so that it cannot be told since when they are known: they
// are left out of new events, and counted in what moved where they are asked.
func Digest(ctx context.Context, store Store, q DigestQuestion) (entente.Digest, entente.Brief, error) {
	q.Question = q.filled()
	left, err := leftOut(ctx, store, &q.Question)
	if err != nil {
		return entente.Digest{}, entente.Brief{}, err
	}
	if len(q.Filter.Sources) == 0 { // what was read is asked, as elsewhere
		q.Filter.Sources = []string{entente.CodedHere}
	}
	e := &editor{q: q, store: store, brief: entente.Brief{Title: q.Title, AsOf: q.Filter.AsOf, Lexicon: q.Lexicon, Scale: q.Scale, Notes: left}}
	e.digest = entente.Digest{Since: q.Since, Pairs: []entente.PairNews{}, Triangles: []entente.TriangleNews{}, Alerts: []entente.Raised{}, Due: []entente.Settled{}, Gaps: [][2]entente.Day{}, Silent: []entente.Silence{}}
	for _, step := range []func(context.Context) error{e.read, e.changed, e.news, e.triangles, e.due} {
		if err := step(ctx); err != nil {
			return e.digest, e.brief, err
		}
	}
	e.brief.From, e.brief.To = q.Since, e.digest.To
	return e.digest, e.brief, nil
}

// editor makes a digest.
type editor struct {
	q         DigestQuestion
	store     Store
	published map[string]entente.Day
	brief     entente.Brief
	digest    entente.Digest
}

// read reads what is known, and says what was not read.
func (e *editor) read(ctx context.Context) error {
	_, last, err := inPrint(ctx, e.store, entente.Filter{Sources: e.q.Filter.Sources, AsOf: e.q.Filter.AsOf})
	if err != nil {
		return fmt.Errorf("list days: %w", err)
	}
	if !last.Known() || last < e.q.Since {
		return fmt.Errorf("nothing was published from %s on: %w", e.q.Since, entente.ErrNotFound)
	}
	e.digest.To = last
	b := &e.brief
	coded := e.q.Filter
	coded.Sources = []string{entente.CodedHere}
	if b.Stories, err = collect(e.store.Stories(ctx, coded)); err != nil {
		return fmt.Errorf("list stories: %w", err)
	}
	if b.Events, err = collect(e.store.Events(ctx, coded)); err != nil {
		return fmt.Errorf("list events: %w", err)
	}
	if b.Assessments, err = collect(e.store.Assessments(ctx, coded)); err != nil {
		return fmt.Errorf("list assessments: %w", err)
	}
	b.Reports = inOrder(b)
	e.published = map[string]entente.Day{}
	for _, o := range b.Stories {
		e.published[o.Story] = o.Published
	}
	e.holes(ctx)
	return nil
}

// quietBefore is for how many days an outlet is looked for that has fallen silent, and
// leastBefore how many stories it must have had in them.
const (
	quietBefore = 28
	leastBefore = 3
)

// holes says of which days nothing was read, and which outlets fell silent.
func (e *editor) holes(context.Context) {
	d := &e.digest
	read := map[entente.Day]bool{}
	before, since := map[string]*entente.Silence{}, map[string]bool{}
	length := d.To - d.Since + 1
	for _, o := range e.brief.Stories {
		day := o.Published
		switch {
		case !day.Known() || day > d.To:
			continue
		case day >= d.Since:
			d.Stories++
			read[day], since[o.Publisher] = true, true
			continue
		case day >= d.Since-length:
			d.Before++
		}
		if o.Publisher != "" && day >= d.Since-quietBefore {
			if before[o.Publisher] == nil {
				before[o.Publisher] = &entente.Silence{Publisher: o.Publisher}
			}
			s := before[o.Publisher]
			s.Before++
			s.Last = max(s.Last, day)
		}
	}
	for day := d.Since; day <= d.To; day++ {
		if read[day] {
			continue
		}
		if n := len(d.Gaps); n > 0 && d.Gaps[n-1][1] == day-1 {
			d.Gaps[n-1][1] = day
		} else {
			d.Gaps = append(d.Gaps, [2]entente.Day{day, day})
		}
	}
	for name, s := range before {
		if !since[name] && s.Before >= leastBefore {
			d.Silent = append(d.Silent, *s)
		}
	}
	slices.SortFunc(d.Silent, func(a, b entente.Silence) int {
		return cmp.Or(cmp.Compare(b.Before, a.Before), cmp.Compare(a.Publisher, b.Publisher))
	})
}

func (e *editor) changed(ctx context.Context) (err error) {
	f := e.q.Filter
	if e.digest.Changed, err = Changed(ctx, e.store, f, e.q.Since); err != nil || !e.q.Mix {
		return err
	}
	e.digest.Changed.Mix, err = ChangedMix(ctx, e.store, e.q.Question, e.q.Since, e.digest.Changed)
	return err
}

// news finds the events that no story told of before, by pair.
func (e *editor) news(context.Context) error {
	by := map[pairKey]*entente.PairNews{}
	lead := map[string]float64{}
	for i := range e.brief.Events {
		ev := &e.brief.Events[i]
		r := ev.Lead()
		if r == nil || !e.isNew(ev) || !r.Status.Happened() || r.Status == entente.Historical || !r.Stream.Counts() {
			continue
		}
		a, b := r.Source.Code, r.Target.Code
		if a == "" || b == "" || a == b || entente.SideOf(r.Quad) == "" {
			continue
		}
		k := keyOf(a, b)
		if by[k] == nil {
			by[k] = &entente.PairNews{A: k.a, B: k.b}
		}
		p := by[k]
		if entente.SideOf(r.Quad) == entente.Cooperation {
			p.Cooperation++
		} else {
			p.Conflict++
		}
		p.Reports = append(p.Reports, r.Report)
		lead[r.Report] = max(r.Intensity, -r.Intensity) * r.Status.Weight()
	}
	for _, p := range by {
		slices.SortFunc(p.Reports, func(x, y string) int { return cmp.Or(cmp.Compare(lead[y], lead[x]), cmp.Compare(x, y)) })
		e.digest.Pairs = append(e.digest.Pairs, *p)
	}
	slices.SortFunc(e.digest.Pairs, func(x, y entente.PairNews) int {
		return cmp.Or(cmp.Compare(len(y.Reports), len(x.Reports)), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return nil
}

// isNew reports whether all that tell of an event were published in the days asked about.
func (e *editor) isNew(ev *entente.Event) bool {
	for i := range ev.Reports {
		if day := e.published[ev.Reports[i].Story]; !day.Known() || day < e.digest.Since || day > e.digest.To {
			return false
		}
	}
	return true
}

// triangles looks into the triangles month by month.
func (e *editor) triangles(ctx context.Context) error {
	all := e.q.Triangles
	if len(all) == 0 {
		mass := evidence(&e.brief)
		keys := make([]pairKey, 0, len(mass))
		for k := range mass {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(x, y pairKey) int {
			return cmp.Or(cmp.Compare(mass[y], mass[x]), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
		})
		if c := salient(keys, mass, e.q.IsState); len(c) == 3 {
			all = [][3]entente.Code{[3]entente.Code(c)}
		}
	}
	for _, corners := range all {
		q := StudyQuestion{Question: e.q.Question, Every: 1}
		q.Corners, q.Title = corners[:], ""
		s, _, err := Study(ctx, e.store, q)
		if err != nil {
			return err
		}
		n := entente.TriangleNews{Triangle: s.Triangle, Turns: []entente.Turn{}}
		for _, t := range s.Turns {
			if t.To >= e.digest.Since {
				n.Turns = append(n.Turns, t)
			}
		}
		e.digest.Triangles = append(e.digest.Triangles, n)
	}
	return nil
}

// due lists the forecasts whose last day lies in the days asked about, with how they came
// out or would be resolved today.
func (e *editor) due(ctx context.Context) error {
	board, err := collect(e.store.Ledger(ctx, e.q.Filter.AsOf))
	if err != nil {
		return fmt.Errorf("list forecasts: %w", err)
	}
	open := false
	for _, s := range board {
		if last := s.Origin + entente.Day(s.Horizon) - 1; last >= e.digest.Since && last <= e.digest.To {
			e.digest.Due = append(e.digest.Due, s)
			open = open || s.Resolution == nil
		}
	}
	if !open {
		return nil
	}
	all, err := Due(ctx, e.store, e.q.Filter.AsOf, e.digest.To)
	if err != nil {
		return err
	}
	for i := range e.digest.Due {
		s := &e.digest.Due[i]
		if at := slices.IndexFunc(all, func(r entente.Resolution) bool { return r.Forecast == s.ID }); s.Resolution == nil && at >= 0 {
			s.Resolution = &all[at]
		}
	}
	return nil
}
