package clickhouse

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"entente"
)

// atATime is how many events are read whole at a time.
var atATime = 2000

// Events gives events in order of day and id, undated ones last, with the reports that the
// filter picks in order of story and offset. Those coded and those imported are each in
// order, and are merged.
func (s *Store) Events(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	return func(yield func(entente.Event, error) bool) {
		next, stop := iter.Pull2(s.importsOf(ctx, f))
		defer stop()
		m := merger{next: next, yield: yield, limit: f.Limit}
		for e, err := range s.coded(ctx, f) {
			if err != nil {
				m.fail(s.asked(ctx, "events", err))
				return
			}
			if !m.coded(e) {
				return
			}
		}
		m.rest()
	}
}

// coded gives the events that were coded from news.
func (s *Store) coded(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	return func(yield func(entente.Event, error) bool) {
		p, err := s.pick(ctx, f)
		if err != nil {
			yield(entente.Event{}, err)
			return
		}
		if f.Limit > 0 && len(p.events) > f.Limit {
			p.events = p.events[:f.Limit]
		}
		for some := range slices.Chunk(p.events, atATime) {
			if err := p.whole(ctx, some); err != nil {
				yield(entente.Event{}, err)
				return
			}
			for _, e := range some {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

// merger yields coded and imported events in one order.
type merger struct {
	next    func() (entente.Event, error, bool)
	yield   func(entente.Event, error) bool
	limit   int
	n       int
	ahead   *entente.Event // the next imported event
	ended   bool           // there are no more of them
	stopped bool
}

func (m *merger) fail(err error) {
	m.stopped = true
	m.yield(entente.Event{}, err)
}

// peek reads the next imported event; it is false where there is none.
func (m *merger) peek() bool {
	if m.ahead != nil || m.ended || m.stopped {
		return m.ahead != nil
	}
	e, err, ok := m.next()
	switch {
	case !ok:
		m.ended = true
	case err != nil:
		m.fail(err)
	default:
		m.ahead = &e
	}
	return m.ahead != nil
}

// give yields an event, unless there were enough.
func (m *merger) give(e entente.Event) {
	if m.stopped {
		return
	}
	m.n++
	m.stopped = !m.yield(e, nil) || m.limit > 0 && m.n >= m.limit
}

func (m *merger) imported() {
	e := *m.ahead
	m.ahead = nil
	m.give(e)
}

// coded yields the imported events that come before a coded one, and that.
func (m *merger) coded(e entente.Event) bool {
	for m.peek() && compareEvents(*m.ahead, e) < 0 {
		m.imported()
	}
	m.give(e)
	return !m.stopped
}

// rest yields the imported events that are left.
func (m *merger) rest() {
	for m.peek() {
		m.imported()
	}
}

// Event gives an event by its id, an alias, or the id of one of its reports.
func (s *Store) Event(ctx context.Context, id string) (entente.Event, error) {
	return s.EventAsOf(ctx, id, 0)
}

// EventAsOf gives an event as it was known on a day.
func (s *Store) EventAsOf(ctx context.Context, id string, day entente.Day) (entente.Event, error) {
	if source, own, ok := strings.Cut(id, ":"); ok && source != "" && own != "" {
		return s.importedEvent(ctx, source, own, day)
	}
	v, err := s.resolve(ctx, id, day)
	if err != nil {
		return entente.Event{}, s.asked(ctx, "events", err)
	}
	if v.found == nil {
		return entente.Event{}, v.untold(id, day)
	}
	one := []entente.Event{*v.found}
	return one[0], s.asked(ctx, "events", v.then.whole(ctx, one))
}

// resolved is what was found of an id: the events of the acts that it may lead to.
type resolved struct {
	then  *picked // as of the day
	all   []told  // their reports, of all readings
	found *entente.Event
}

// resolve finds the event that an id leads to. One that only superseded reports bear leads
// to the act that their story still tells of, if it does; one that came later leads to the
// event of a report that was known by then.
func (s *Store) resolve(ctx context.Context, id string, day entente.Day) (*resolved, error) {
	then, err := s.scope(ctx, entente.Filter{AsOf: day})
	if err != nil {
		return nil, err
	}
	now := then
	if day.Known() {
		if now, err = s.scope(ctx, entente.Filter{}); err != nil {
			return nil, err
		}
	}
	q := quote(id)
	names := "report = " + q + " OR default_id = " + q + " OR made_id = " + q
	v := &resolved{then: &picked{sc: then, reading: map[string]uint64{}}}
	// The acts that bear the id, and those that their reports were of in other readings.
	var today *picked
	for range 2 {
		acts, err := s.actsOf(ctx, names)
		if err != nil || len(acts) == 0 {
			return v, err
		}
		if err := v.read(ctx, now, acts); err != nil {
			return nil, err
		}
		v.then.events = v.then.cluster(v.counting(then))
		today = &picked{sc: now, reading: map[string]uint64{}}
		today.events = today.cluster(v.counting(now))
		if v.found = bearing(v.then.events, id); v.found != nil || v.made(id) {
			return v, nil
		}
		if !day.Known() {
			break
		}
		e := bearing(today.events, id)
		if e == nil {
			break
		}
		var ids []string
		for i := range e.Reports {
			ids = append(ids, e.Reports[i].Report)
		}
		names = "report IN " + quoted(ids)
		if v.found = sharing(v.then.events, ids); v.found != nil {
			return v, nil
		}
	}
	v.followed(id)
	return v, nil
}

// actsOf gives the keys of the acts of reports.
func (s *Store) actsOf(ctx context.Context, where string) ([]string, error) {
	return rows(ctx, s, "SELECT DISTINCT act FROM reports WHERE "+where, scanString)
}

// read reads all reports of some acts.
func (v *resolved) read(ctx context.Context, now *scope, acts []string) error {
	counting, others, err := now.told(ctx, conditions{"act IN " + quoted(acts)}, false)
	v.all = append(counting, others...)
	slices.SortFunc(v.all, func(a, b told) int {
		return cmp.Or(cmp.Compare(a.Story, b.Story), cmp.Compare(a.Citation.Start, b.Citation.Start), cmp.Compare(a.Report.Report, b.Report.Report))
	})
	return err
}

// counting gives the reports that count in a scope.
func (v *resolved) counting(sc *scope) []told {
	var out []told
	for i, t := range v.all {
		if sc.since[t.reading] != nil && (i == 0 || v.all[i-1].reading != t.reading || v.all[i-1].Report.Report != t.Report.Report) {
			out = append(out, t)
		}
	}
	return out
}

// bearing gives the event with an id, an alias or a report of it.
func bearing(events []entente.Event, id string) *entente.Event {
	var best *entente.Event
	rank := 0
	for i := range events {
		e := &events[i]
		r := 0
		switch {
		case e.ID == id:
			r = 3
		case slices.Contains(e.Aliases, id):
			r = 2
		case slices.ContainsFunc(e.Reports, func(r entente.Report) bool { return r.Report == id }):
			r = 1
		}
		if r > rank || r > 0 && r == rank && e.ID < best.ID {
			best, rank = e, r
		}
	}
	return best
}

// sharing gives the event of the first of some reports.
func sharing(events []entente.Event, reports []string) *entente.Event {
	for _, id := range reports {
		for i := range events {
			if slices.ContainsFunc(events[i].Reports, func(r entente.Report) bool { return r.Report == id }) {
				return &events[i]
			}
		}
	}
	return nil
}

// made finds the event of a report of which alone the id was made.
func (v *resolved) made(id string) bool {
	for _, t := range v.counting(v.then.sc) {
		if madeID(t.Report.Report) == id {
			v.found = bearing(v.then.events, t.Report.Report)
			return true
		}
	}
	return false
}

// followed finds the act that the story of a superseded report still tells of.
func (v *resolved) followed(id string) {
	best := -1
	var event *entente.Event
	var report string
	counting := v.counting(v.then.sc)
	for _, old := range v.all {
		if old.Report.Report != id && old.DefaultID() != id && madeID(old.Report.Report) != id {
			continue
		}
		for _, t := range counting {
			if t.Story != old.Story || t.ActKey() != old.ActKey() {
				continue
			}
			far := t.Citation.Trigger[0] - old.Citation.Trigger[0]
			far = max(far, -far)
			if best < 0 || far < best || far == best && t.Report.Report < report {
				best, report, event = far, t.Report.Report, bearing(v.then.events, t.Report.Report)
			}
		}
	}
	v.found = event
}

// untold says why an event is not there.
func (v *resolved) untold(id string, day entente.Day) error {
	if day.Known() {
		return fmt.Errorf("event %q as of %s: %w", id, day, entente.ErrNotFound)
	}
	for _, t := range v.all {
		h := v.then.sc.book.stories[t.Story]
		if h.gone >= 0 && h.spans[h.gone].reading == t.reading && (t.Report.Report == id || t.DefaultID() == id || madeID(t.Report.Report) == id) {
			return fmt.Errorf("event %q: story %q, which told of it, was withdrawn (%s): %w", id, t.Story, h.withdrawn.Why, entente.ErrNotFound)
		}
	}
	return fmt.Errorf("event %q: %w", id, entente.ErrNotFound)
}
