package clickhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// scope is which readings count for a question.
type scope struct {
	s     *Store
	book  *book
	asOf  entente.Day
	since map[uint64]*span   // those that count
	other map[uint64][]*span // those that were known and do not
}

// scope reads which readings count, as of the filter's day if it has one. Where a filter
// takes no coded events there are none.
func (s *Store) scope(ctx context.Context, f entente.Filter) (*scope, error) {
	sc := &scope{s: s, asOf: f.AsOf, since: map[uint64]*span{}, other: map[uint64][]*span{}}
	if !f.TakesCoded() {
		sc.book = &book{}
		return sc, nil
	}
	b, err := s.openBook(ctx)
	if err != nil {
		return nil, err
	}
	sc.book = b
	for _, h := range b.stories {
		for i := range h.spans {
			switch p := &h.spans[i]; {
			case p.holds(f.AsOf):
				sc.since[p.reading] = p
			case !f.AsOf.Known() || p.seen.Known() && p.seen <= f.AsOf:
				sc.other[p.reading] = append(sc.other[p.reading], p)
			}
		}
	}
	return sc, nil
}

// told is what decides of a report to which event it belongs, what picks it and what it
// counts for: a report without its words and names.
type told struct {
	reading uint64
	entente.Report
}

const toldColumns = `reading, story, report, source, source_name, source_raw, target, target_name, target_raw, reciprocal, root, quad, contexts,
	intensity, status, stream, confidence, lemma, date_from, date_to, quote_start, trigger_start`

func scanTold(r driver.Rows, t *told, more ...any) error {
	var reciprocal uint8
	var quad, from, to, start, trigger int32
	v := &t.Report
	err := r.Scan(append([]any{&t.reading, &v.Story, &v.Report, (*string)(&v.Source.Code), &v.Source.Name, &v.Source.Raw,
		(*string)(&v.Target.Code), &v.Target.Name, &v.Target.Raw, &reciprocal, (*string)(&v.Plover.Event), &quad, &v.Plover.Contexts,
		&v.Intensity, (*string)(&v.Status), (*string)(&v.Stream), &v.Confidence, &v.Lemma, &from, &to, &start, &trigger}, more...)...)
	v.Reciprocal, v.Quad = reciprocal == 1, entente.Quad(quad)
	v.DateFrom, v.DateTo = entente.Day(from), entente.Day(to)
	v.Citation.Start, v.Citation.Trigger[0] = int(start), int(trigger)
	return err
}

// closed is the part of a filter that reports of one act meet all or none: it may be asked
// of the engine before they are clustered.
func closed(f entente.Filter) conditions {
	var c conditions
	if len(f.Pair) > 0 {
		c.add(ofPair("source", "target", f.Pair))
	}
	if len(f.Among) > 0 {
		c.add("source IN " + quoted(f.Among) + " AND target IN " + quoted(f.Among))
	}
	if f.Apart {
		c.add("source != target")
	}
	return c
}

// ofPair holds where two columns have the pair, either way round; one code is with anyone.
func ofPair(source, target string, pair []entente.Code) string {
	a := quote(string(pair[0]))
	if len(pair) == 1 {
		return source + " = " + a + " OR " + target + " = " + a
	}
	b := quote(string(pair[1]))
	return source + " = " + a + " AND " + target + " = " + b + " OR " + source + " = " + b + " AND " + target + " = " + a
}

// told reads the reports that meet a condition, once each, with their words if those are
// asked for: those that count, and those that do not.
func (sc *scope) told(ctx context.Context, c conditions, words bool) (counting, others []told, err error) {
	if len(sc.since)+len(sc.other) == 0 {
		return nil, nil, nil
	}
	columns := toldColumns
	if words {
		columns += ", quote"
	}
	type key struct {
		reading uint64
		report  string
	}
	seen := map[key]bool{}
	err = each(ctx, sc.s, "SELECT "+columns+" FROM reports"+c.where(), func(r driver.Rows) error {
		var t told
		var more []any
		if words {
			more = []any{&t.Citation.Quote}
		}
		if err := scanTold(r, &t, more...); err != nil {
			return err
		}
		k := key{t.reading, t.Report.Report}
		if seen[k] {
			return nil
		}
		seen[k] = true
		if sc.since[t.reading] != nil {
			counting = append(counting, t)
		}
		if len(sc.other[t.reading]) > 0 {
			others = append(others, t)
		}
		return nil
	})
	return counting, others, err
}

// acts are events as a filter picks them, with little of their reports.
type picked struct {
	sc      *scope
	events  []entente.Event // in order of the first day of what was picked, and id
	reading map[string]uint64
	others  []told // reports that do not count and that the filter picks
}

// pick clusters the reports that count and keeps of the events those that the filter picks.
func (s *Store) pick(ctx context.Context, f entente.Filter) (*picked, error) {
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	p := &picked{sc: sc, reading: map[string]uint64{}}
	counting, others, err := sc.told(ctx, closed(f), len(f.Words) > 0)
	if err != nil {
		return nil, err
	}
	m := newMatcher(f)
	p.others = slices.DeleteFunc(others, func(t told) bool { return !m.matches(&t.Report) })
	p.events = p.cluster(counting)
	p.keep(m)
	return p, nil
}

// cluster makes events of reports and notes which readings they are of.
func (p *picked) cluster(counting []told) []entente.Event {
	rs := make([]entente.Report, len(counting))
	for i := range counting {
		rs[i] = counting[i].Report
		p.reading[rs[i].Report] = counting[i].reading
	}
	return entente.Cluster(rs)
}

// keep leaves out what the filter does not pick.
func (p *picked) keep(m *matcher) {
	all := p.events
	p.events = nil
	for _, e := range all {
		e.Reports = slices.DeleteFunc(e.Reports, func(r entente.Report) bool { return !m.matches(&r) })
		if len(e.Reports) > 0 {
			p.events = append(p.events, e)
		}
	}
	slices.SortFunc(p.events, compareEvents)
}

func compareEvents(a, b entente.Event) int {
	return cmp.Or(compareDays(a.Window().From, b.Window().From), cmp.Compare(a.ID, b.ID))
}

// compareDays puts the unknown day last.
func compareDays(a, b entente.Day) int {
	if a.Known() != b.Known() {
		if a.Known() {
			return -1
		}
		return 1
	}
	return cmp.Compare(a, b)
}

// whole puts whole reports into the place of the little that was read of them.
func (p *picked) whole(ctx context.Context, events []entente.Event) error {
	pairs, readings, ids := map[string]bool{}, map[uint64]bool{}, []string{}
	for i := range events {
		for j := range events[i].Reports {
			r := &events[i].Reports[j]
			pairs["("+quote(string(r.Source.Code))+", "+quote(string(r.Target.Code))+")"] = true
			readings[p.reading[r.Report]] = true
			ids = append(ids, r.Report)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var list []string
	for k := range pairs {
		list = append(list, k)
	}
	slices.Sort(list)
	var numbers []uint64
	for k := range readings {
		numbers = append(numbers, k)
	}
	slices.Sort(numbers)
	bodies := map[string]string{}
	err := each(ctx, p.sc.s, "SELECT report, reading, body FROM reports WHERE (source, target) IN ("+strings.Join(list, ", ")+") AND reading IN "+numbered(numbers)+" AND report IN "+quoted(ids), func(r driver.Rows) error {
		var id, body string
		var reading uint64
		if err := r.Scan(&id, &reading, &body); err != nil {
			return err
		}
		if p.reading[id] == reading {
			bodies[id] = body
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range events {
		for j := range events[i].Reports {
			r := &events[i].Reports[j]
			var v entente.Report
			if err := json.Unmarshal([]byte(bodies[r.Report]), &v); err != nil {
				return err
			}
			v.ID = events[i].ID
			*r = v
		}
	}
	return nil
}

// matcher picks reports by a filter.
type matcher struct {
	entente.Filter
	words *regexp.Regexp // nil where none are asked for
	never bool
}

func newMatcher(f entente.Filter) *matcher {
	m := &matcher{Filter: f}
	if len(f.Words) == 0 {
		return m
	}
	var words []string
	for _, w := range f.Words {
		if w != "" {
			words = append(words, regexp.QuoteMeta(w))
		}
	}
	if m.never = len(words) == 0; !m.never { // whole words: Assad is not in ambassador
		m.words = regexp.MustCompile(`(?i)(^|[^\pL\pN_])(` + strings.Join(words, "|") + `)($|[^\pL\pN_])`)
	}
	return m
}

func (m *matcher) matches(r *entente.Report) bool {
	return m.matchesButDays(r) && m.HoldsDays(r.DateFrom, r.DateTo)
}

func (m *matcher) matchesButDays(r *entente.Report) bool {
	return !m.never && m.HoldsActors(r.Source.Code, r.Target.Code, r.Reciprocal) && in(r.Plover.Event, m.Roots) && in(r.Quad, m.Quads) && in(r.Status, m.Status) &&
		in(r.Stream, m.Streams) && in(r.Story, m.Stories) && m.matchesContexts(r) && (m.Surely <= 0 || r.Confidence >= m.Surely) &&
		(m.words == nil || m.words.MatchString(r.Citation.Quote))
}

func in[T comparable](v T, some []T) bool { return len(some) == 0 || slices.Contains(some, v) }

// goes reports whether an act from one actor to another is of the directed pair.
func goes(from, to entente.Code, pair []entente.Code) bool {
	return from == pair[0] && (len(pair) == 1 || to == pair[1])
}

func (m *matcher) matchesContexts(r *entente.Report) bool {
	return len(m.Contexts) == 0 || slices.ContainsFunc(m.Contexts, func(c string) bool { return slices.Contains(r.Plover.Contexts, c) })
}
