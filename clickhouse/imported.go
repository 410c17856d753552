package clickhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// importsWhere is a filter over imports, by the small numbers of what it names.
type importsWhere struct {
	conditions
	t     *terms
	never bool // no row can meet it
}

// importsWhere puts a filter into conditions over imports; its days and limit are not
// among them.
func (s *Store) importsWhere(ctx context.Context, f entente.Filter) (*importsWhere, error) {
	w := &importsWhere{}
	if len(f.Status) > 0 && !slices.Contains(f.Status, entente.Fact) || len(f.Streams) > 0 && !slices.Contains(f.Streams, entente.Body) ||
		len(f.Stories) > 0 && !slices.Contains(f.Stories, "") || len(f.Words) > 0 || f.Surely > 0 {
		w.never = true // an imported event is a fact in a body, without words, of no story and of no confidence
		return w, nil
	}
	var err error
	if w.t, err = s.openTerms(ctx); err != nil {
		return nil, err
	}
	w.never = len(w.t.codings) == 0
	w.published(f)
	w.ofPairs(f)
	w.ofActs(f)
	return w, nil
}

// published takes the sources, the day as of which, and leaves out rows that are doubles.
func (w *importsWhere) published(f entente.Filter) {
	if len(f.Sources) > 0 {
		list := make([]uint64, len(f.Sources))
		for i, name := range f.Sources {
			list[i] = codingOf(name)
		}
		w.add("coding IN " + numbered(list))
	}
	if f.AsOf.Known() {
		w.add(fmt.Sprintf("published <= %d AND published != 0", f.AsOf))
	}
	if len(w.t.doubles) > 0 {
		w.add("row NOT IN " + numbered(w.t.doubles))
	}
}

// ofPairs takes the pair, those among whom an act must be, and two who are not one.
func (w *importsWhere) ofPairs(f entente.Filter) {
	if len(f.Pair) == 0 && len(f.Among) == 0 && !f.Apart {
		return
	}
	var list []uint64
	for id, p := range w.t.pairs {
		if in(p.Source, f.Among) && in(p.Target, f.Among) && (!f.Apart || p.Source != p.Target) && pairAsked(f, p) {
			list = append(list, id)
		}
	}
	w.pairs(list)
}

func pairAsked(f entente.Filter, p entente.Pair) bool {
	return len(f.Pair) == 0 || goes(p.Source, p.Target, f.Pair) || !f.Directed && goes(p.Target, p.Source, f.Pair)
}

func (w *importsWhere) pairs(list []uint64) {
	if len(list) == 0 {
		w.never = true
		return
	}
	slices.Sort(list)
	w.add("pair IN " + numbered(list))
}

// ofActs takes roots, quads and contexts: there are few kinds of acts.
func (w *importsWhere) ofActs(f entente.Filter) {
	if len(f.Roots) == 0 && len(f.Quads) == 0 && len(f.Contexts) == 0 {
		return
	}
	var list []uint64
	for id, a := range w.t.acts {
		if in(a.root, f.Roots) && in(a.quad, f.Quads) && (len(f.Contexts) == 0 || a.hasContext(f.Contexts)) {
			list = append(list, id)
		}
	}
	if len(list) == 0 {
		w.never = true
		return
	}
	slices.Sort(list)
	w.add("act IN " + numbered(list))
}

func (a *actTerm) hasContext(some []string) bool {
	k, err := a.kind()
	return err == nil && slices.ContainsFunc(some, func(c string) bool { return slices.Contains(k.Plover.Contexts, c) })
}

// days keeps the events within the filter's days.
func (w *importsWhere) days(f entente.Filter) { w.within("day", f) }

func (w *importsWhere) within(column string, f entente.Filter) {
	if f.From.Known() {
		w.add(fmt.Sprintf("%s >= %d AND %s != 0", column, f.From, column))
	}
	if f.To.Known() {
		w.add(fmt.Sprintf("%s <= %d AND %s != 0", column, f.To, column))
	}
}

// dyadic keeps dated events of known actors, of the filter's days.
func (w *importsWhere) dyadic(f entente.Filter) {
	w.add("day != 0 AND known = 1")
	w.days(f)
}

const wordColumns = `event, coding, file, line, published, day, act, events, mentions, sources, articles, source, target, place, country, latitude, longitude, url`

// eventOf scans a row of imports as an event with its one report.
func (t *terms) eventOf(r driver.Rows) (entente.Event, error) {
	i, err := t.imported(r)
	if err != nil {
		return entente.Event{}, err
	}
	report := i.Report()
	return entente.Event{ID: report.ID, Reports: []entente.Report{report}}, nil
}

// imported scans a row of imports.
func (t *terms) imported(r driver.Rows) (entente.Imported, error) {
	var i entente.Imported
	var source, target entente.Actor
	var site entente.Site
	var event, from, to string
	var of, act uint64
	var line, published, day, events, mentions, sources, articles int32
	o := &i.Provenance
	err := r.Scan(&event, &of, &o.File, &line, &published, &day, &act, &events, &mentions, &sources, &articles, &from, &to,
		&site.Place.Name, (*string)(&site.Place.Country), &site.Latitude, &site.Longitude, &i.URL)
	if err != nil {
		return i, err
	}
	a := t.acts[act]
	if a == nil {
		return i, fmt.Errorf("event %s has an act that stands for nothing: %w", event, entente.ErrDamaged)
	}
	kind, err := a.kind()
	if err != nil {
		return i, err
	}
	if err := json.Unmarshal([]byte(from), &source); err != nil {
		return i, err
	}
	if err := json.Unmarshal([]byte(to), &target); err != nil {
		return i, err
	}
	o.Source = t.codings[of].name
	o.ID = strings.TrimPrefix(event, o.Source+":")
	o.Line, o.Mentions, o.Sources, o.Articles = int(line), int(mentions), int(sources), int(articles)
	if events != 1 {
		o.Events = int(events)
	}
	i.Published, i.Day = entente.Day(published), entente.Day(day)
	i.Source, i.Target, i.Act, i.Site = &source, &target, &kind, &site
	return i, nil
}

// named asks for rows whole, by their keys and ids. The engine looks at numbers first, and reads
// the words of those rows alone that have them.
func (w *importsWhere) named(ctx context.Context, s *Store, keys []int64, ids []string) ([]entente.Event, error) {
	first := append(slices.Clone(w.conditions), "key IN "+numbered(keys))
	return w.asked(ctx, s, " PREWHERE "+strings.Join(first, " AND ")+" WHERE event IN "+quoted(ids))
}

// inWords asks for rows whole.
func (w *importsWhere) inWords(ctx context.Context, s *Store) ([]entente.Event, error) {
	return w.asked(ctx, s, w.where())
}

func (w *importsWhere) asked(ctx context.Context, s *Store, where string) ([]entente.Event, error) {
	return rows(ctx, s, "SELECT "+wordColumns+" FROM imports"+where, func(r driver.Rows, e *entente.Event) (err error) {
		*e, err = w.t.eventOf(r)
		return err
	})
}

// importSpan is about how many imported events are asked for at a time.
var importSpan = 20_000

// importsOf gives the imported events that a filter picks, in order, some days at a time.
func (s *Store) importsOf(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error] {
	return func(yield func(entente.Event, error) bool) {
		fail := func(err error) { yield(entente.Event{}, s.asked(ctx, "events", err)) }
		w, err := s.importsWhere(ctx, f)
		if err != nil {
			fail(err)
			return
		}
		if w.days(f); w.never {
			return
		}
		spans, err := s.importSpans(ctx, w)
		if err != nil {
			fail(err)
			return
		}
		n := 0
		for _, span := range spans {
			some := *w
			some.conditions = append(slices.Clone(w.conditions), fmt.Sprintf("(day BETWEEN %d AND %d)", span.From, span.To))
			all, err := some.inWords(ctx, s)
			if err != nil {
				fail(err)
				return
			}
			slices.SortFunc(all, compareEvents)
			for _, e := range all {
				if !yield(e, nil) {
					return
				}
				if n++; f.Limit > 0 && n >= f.Limit {
					return
				}
			}
		}
	}
}

// importSpans gives runs of days that together hold all events of a condition, undated
// ones last.
func (s *Store) importSpans(ctx context.Context, w *importsWhere) ([]entente.Window, error) {
	var spans []entente.Window
	undated, in := false, 0
	err := each(ctx, s, "SELECT day, count() FROM imports"+w.where()+" GROUP BY day ORDER BY day", func(r driver.Rows) error {
		var day int32
		var n uint64
		if err := r.Scan(&day, &n); err != nil {
			return err
		}
		if day == 0 {
			undated = true
			return nil
		}
		if in += int(n); len(spans) == 0 || in > importSpan {
			spans, in = append(spans, entente.Window{From: entente.Day(day)}), int(n)
		}
		spans[len(spans)-1].To = entente.Day(day)
		return nil
	})
	if undated {
		spans = append(spans, entente.Window{})
	}
	return spans, err
}

// importedEvent gives an imported event by source and own id.
func (s *Store) importedEvent(ctx context.Context, source, id string, asOf entente.Day) (entente.Event, error) {
	w, err := s.importsWhere(ctx, entente.Filter{AsOf: asOf})
	if err != nil {
		return entente.Event{}, s.asked(ctx, "events", err)
	}
	if !w.never {
		w.add(fmt.Sprintf("key = %d AND event = %s", keyOf(id), quote(source+":"+id)))
		all, err := w.inWords(ctx, s)
		if err != nil {
			return entente.Event{}, s.asked(ctx, "events", err)
		}
		if len(all) > 0 {
			return all[0], nil
		}
	}
	return entente.Event{}, fmt.Errorf("event %q: %w", source+":"+id, entente.ErrNotFound)
}

// Named gives imported events by their ids.
func (s *Store) Named(ctx context.Context, f entente.Filter, ids []string) ([]entente.Event, error) {
	var own []string
	var keys []int64
	for _, id := range ids {
		if source, of, ok := strings.Cut(id, ":"); ok && source != "" && of != "" {
			own, keys = append(own, id), append(keys, keyOf(of))
		}
	}
	if len(own) == 0 {
		return nil, nil
	}
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return nil, s.asked(ctx, "events", err)
	}
	all, err := w.named(ctx, s, keys, own)
	slices.SortFunc(all, func(x, y entente.Event) int { return strings.Compare(x.ID, y.ID) })
	return all, s.asked(ctx, "events", err)
}

// publishedImports adds the days on which imported events were published.
func (s *Store) publishedImports(ctx context.Context, f entente.Filter, set map[entente.Day]bool) error {
	if len(f.Stories) > 0 {
		return nil
	}
	t, err := s.openTerms(ctx)
	if err != nil || len(t.codings) == 0 {
		return err
	}
	w := &importsWhere{t: t}
	w.published(f)
	w.within("published", f)
	return s.keptDays(ctx, w, set)
}

// daysKept are the days on which imported events of some conditions were published, as long as
// there are so many rows: rows are only ever added.
type daysKept struct {
	rows uint64
	days []entente.Day
}

// mostDaysKept is for how many conditions days are kept.
const mostDaysKept = 64

// keptDays adds the days of publication, which most questions ask for, and for which the engine
// goes through all rows; how many rows there are it knows.
func (s *Store) keptDays(ctx context.Context, w *importsWhere, set map[entente.Day]bool) error {
	var n uint64
	if err := s.db.QueryRow(ctx, "SELECT count() FROM imports").Scan(&n); err != nil {
		return err
	}
	where := w.where()
	s.reading.Lock()
	kept, ok := s.published[where]
	s.reading.Unlock()
	if !ok || kept.rows != n {
		own := map[entente.Day]bool{}
		if err := s.addDays(ctx, "published", w, own); err != nil {
			return err
		}
		kept = daysKept{n, slices.Collect(maps.Keys(own))}
		s.reading.Lock()
		if s.published == nil || len(s.published) >= mostDaysKept {
			s.published = map[string]daysKept{}
		}
		s.published[where] = kept
		s.reading.Unlock()
	}
	for _, d := range kept.days {
		set[d] = true
	}
	return nil
}

// importDays adds the days of imported events.
func (s *Store) importDays(ctx context.Context, f entente.Filter, column string, set map[entente.Day]bool) error {
	w, err := s.importsWhere(ctx, f)
	if err != nil || w.never {
		return err
	}
	w.days(f)
	return s.addDays(ctx, column, w, set)
}

func (s *Store) addDays(ctx context.Context, column string, w *importsWhere, set map[entente.Day]bool) error {
	return each(ctx, s, "SELECT DISTINCT "+column+" FROM imports"+w.where(), func(r driver.Rows) error {
		var day int32
		err := r.Scan(&day)
		set[entente.Day(day)] = true
		return err
	})
}

// countImports adds what was imported to the counts.
func (s *Store) countImports(ctx context.Context, f entente.Filter, c *entente.Counts) error {
	w, err := s.importsWhere(ctx, f)
	if err != nil {
		return err
	}
	if w.days(f); !w.never {
		var events, undated int64
		var n uint64
		err := each(ctx, s, "SELECT toInt64(sum(events)), count(), toInt64(sumIf(events, day = 0)) FROM imports"+w.where(), func(r driver.Rows) error {
			return r.Scan(&events, &n, &undated)
		})
		if err != nil {
			return err
		}
		c.Imported = int(events)
		c.Events, c.Reports, c.Undated = c.Events+int(events), c.Reports+int(n), c.Undated+int(undated)
	}
	for query, n := range map[string]*int{
		"SELECT count() FROM (SELECT mention FROM mentions GROUP BY coding, key, event, mention)":             &c.Mentions,
		"SELECT count() FROM (SELECT series FROM measures GROUP BY series, a, b, date_from, date_to, source)": &c.Measures,
	} {
		var v uint64
		if err := each(ctx, s, query, func(r driver.Rows) error { return r.Scan(&v) }); err != nil {
			return err
		}
		*n = int(v)
	}
	return nil
}

// Mentions gives the mentions of an imported event, of several of one place the first.
func (s *Store) Mentions(ctx context.Context, event string) iter.Seq2[entente.Mention, error] {
	return func(yield func(entente.Mention, error) bool) {
		all, err := s.mentionsOf(ctx, event)
		if err != nil {
			yield(entente.Mention{}, s.asked(ctx, "mentions", err))
			return
		}
		for _, m := range all {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (s *Store) mentionsOf(ctx context.Context, event string) ([]entente.Mention, error) {
	source, id, ok := strings.Cut(event, ":")
	if !ok || id == "" {
		return nil, nil
	}
	query := fmt.Sprintf("SELECT mention, file, line, published, outlet, url, sentence, confidence FROM mentions WHERE coding = %d AND key = %d AND event = %s ORDER BY mention, before DESC LIMIT 1 BY mention",
		codingOf(source), keyOf(id), quote(event))
	all, err := rows(ctx, s, query, func(r driver.Rows, m *entente.Mention) error {
		var key int64
		var line, published, sentence int32
		err := r.Scan(&key, &m.File, &line, &published, &m.Outlet, &m.URL, &sentence, &m.Confidence)
		m.Source, m.Event, m.Line, m.Published, m.Sentence = source, id, int(line), entente.Day(published), int(sentence)
		return err
	})
	slices.SortFunc(all, func(a, b entente.Mention) int {
		return cmp.Or(compareDays(a.Published, b.Published), strings.Compare(a.URL, b.URL), cmp.Compare(a.Sentence, b.Sentence))
	})
	return all, err
}

// figures reads the figures that count, of those that meet a condition over their keys.
func (s *Store) figures(ctx context.Context, where string, take func(m *entente.Measure, n int64)) error {
	query := "SELECT series, a, b, date_from, date_to, source, n, value, licence, file, line FROM measures WHERE " + where +
		" ORDER BY series, a, b, date_from, date_to, source, n DESC LIMIT 1 BY series, a, b, date_from, date_to, source"
	return each(ctx, s, query, func(r driver.Rows) error {
		var m entente.Measure
		var from, to, line int32
		var n int64
		err := r.Scan(&m.Series, (*string)(&m.A), (*string)(&m.B), &from, &to, &m.Source, &n, &m.Value, &m.Licence, &m.File, &line)
		m.From, m.To, m.Line = entente.Day(from), entente.Day(to), int(line)
		if err == nil {
			take(&m, n)
		}
		return err
	})
}

// Measures gives the figures that count.
func (s *Store) Measures(ctx context.Context, f entente.MeasureFilter) iter.Seq2[entente.Measure, error] {
	return func(yield func(entente.Measure, error) bool) {
		c := conditions{"1"}
		if len(f.Series) > 0 {
			c.add("series IN " + quoted(f.Series))
		}
		if len(f.Pair) > 0 {
			c.add(ofPair("a", "b", f.Pair))
		}
		if f.From.Known() {
			c.add(fmt.Sprintf("date_to >= %d AND date_to != 0", f.From))
		}
		if f.To.Known() {
			c.add(fmt.Sprintf("date_from <= %d AND date_from != 0", f.To))
		}
		var all []entente.Measure
		err := s.figures(ctx, strings.Join(c, " AND "), func(m *entente.Measure, _ int64) { all = append(all, *m) })
		if err != nil {
			yield(entente.Measure{}, s.asked(ctx, "figures", err))
			return
		}
		slices.SortStableFunc(all, func(a, b entente.Measure) int {
			return cmp.Or(strings.Compare(a.Series, b.Series), strings.Compare(string(a.A), string(b.A)), strings.Compare(string(a.B), string(b.B)),
				compareDays(a.From, b.From), compareDays(a.To, b.To), strings.Compare(a.Source, b.Source))
		})
		for _, m := range all {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// Holdings says what is there of each source of imported events.
func (s *Store) Holdings(ctx context.Context) ([]entente.Holding, error) {
	w, err := s.importsWhere(ctx, entente.Filter{})
	if err != nil || w.never {
		return nil, s.asked(ctx, "holdings", err)
	}
	all, err := rows(ctx, s, "SELECT coding, count(), toInt64(sum(events)), minIf(day, day != 0), max(day) FROM imports"+w.where()+" GROUP BY coding", func(r driver.Rows, h *entente.Holding) error {
		var of, n uint64
		var events int64
		var from, to int32
		err := r.Scan(&of, &n, &events, &from, &to)
		c := w.t.codings[of]
		*h = entente.Holding{Source: c.name, Rows: int(n), Events: int(events), From: entente.Day(from), To: entente.Day(to), Licence: c.licence}
		return err
	})
	slices.SortFunc(all, func(a, b entente.Holding) int { return strings.Compare(a.Source, b.Source) })
	return all, s.asked(ctx, "holdings", err)
}
