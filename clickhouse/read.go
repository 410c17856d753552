package clickhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

func scanString(r driver.Rows, v *string) error { return r.Scan(v) }

// Story gives a story as last read.
func (s *Store) Story(ctx context.Context, id string) (entente.Story, error) {
	h, err := s.historyOf(ctx, id)
	if err != nil {
		return entente.Story{}, s.asked(ctx, "a story", err)
	}
	current := -1
	if h != nil {
		current = h.current()
	}
	if current < 0 {
		return entente.Story{}, fmt.Errorf("story %q: %w", id, entente.ErrNotFound)
	}
	query := fmt.Sprintf("SELECT text, rest FROM readings WHERE story = %s AND reading = %d LIMIT 1", quote(id), h.spans[current].reading)
	all, err := rows(ctx, s, query, func(r driver.Rows, v *entente.Story) error {
		var text, rest string
		if err := r.Scan(&text, &rest); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(rest), v)
		v.Text = text
		return err
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("the words of story %q: %w", id, entente.ErrDamaged)
	}
	if err != nil {
		return entente.Story{}, s.asked(ctx, "a story", err)
	}
	return all[0], nil
}

// counts reports whether a story that counts is picked by a filter's stories and days of
// publication.
func storyFits(f entente.Filter, p *span) bool {
	return in(p.story, f.Stories) && (!f.From.Known() || p.published.Known() && p.published >= f.From) &&
		(!f.To.Known() || p.published.Known() && p.published <= f.To)
}

// Stories gives stories without their text, in order of publication and id, undated ones
// last.
func (s *Store) Stories(ctx context.Context, f entente.Filter) iter.Seq2[entente.Outlet, error] {
	return func(yield func(entente.Outlet, error) bool) {
		all, err := s.outlets(ctx, f)
		if err != nil {
			yield(entente.Outlet{}, s.asked(ctx, "stories", err))
			return
		}
		for _, o := range all {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (s *Store) outlets(ctx context.Context, f entente.Filter) ([]entente.Outlet, error) {
	sc, err := s.scope(ctx, f)
	if err != nil || len(sc.since) == 0 {
		return nil, err
	}
	var c conditions
	if len(f.Stories) > 0 {
		c.add("story IN " + quoted(f.Stories))
	}
	seen := map[uint64]bool{}
	var out []entente.Outlet
	err = each(ctx, s, "SELECT reading, outlet FROM readings"+c.where(), func(r driver.Rows) error {
		var reading uint64
		var text string
		if err := r.Scan(&reading, &text); err != nil {
			return err
		}
		p := sc.since[reading]
		if p == nil || seen[reading] || !storyFits(f, p) {
			return nil
		}
		seen[reading] = true
		var o entente.Outlet
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			return err
		}
		out = append(out, o)
		return nil
	})
	slices.SortFunc(out, func(a, b entente.Outlet) int {
		return cmp.Or(compareDays(a.Published, b.Published), strings.Compare(a.Story, b.Story))
	})
	if f.Limit > 0 && len(out) > f.Limit {
		out = out[:f.Limit]
	}
	return out, err
}

// Assessments gives assessments in order of story and offset.
func (s *Store) Assessments(ctx context.Context, f entente.Filter) iter.Seq2[entente.Assessment, error] {
	return func(yield func(entente.Assessment, error) bool) {
		all, err := s.views(ctx, f)
		if err != nil {
			yield(entente.Assessment{}, s.asked(ctx, "assessments", err))
			return
		}
		for _, a := range all {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func (s *Store) views(ctx context.Context, f entente.Filter) ([]entente.Assessment, error) {
	sc, err := s.scope(ctx, f)
	if err != nil || len(sc.since) == 0 {
		return nil, err
	}
	var c conditions
	if len(f.Pair) > 0 {
		c.add(ofPair("a", "b", f.Pair))
	}
	if len(f.Among) > 0 {
		c.add("a IN " + quoted(f.Among) + " AND b IN " + quoted(f.Among))
	}
	if len(f.Stories) > 0 {
		c.add("story IN " + quoted(f.Stories))
	}
	type key struct {
		reading uint64
		place   int32
	}
	seen := map[key]bool{}
	m := newMatcher(f)
	var out []entente.Assessment
	err = each(ctx, s, "SELECT reading, place, body FROM assessments"+c.where(), func(r driver.Rows) error {
		var k key
		var body string
		if err := r.Scan(&k.reading, &k.place, &body); err != nil {
			return err
		}
		if sc.since[k.reading] == nil || seen[k] {
			return nil
		}
		seen[k] = true
		var a entente.Assessment
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			return err
		}
		if m.fits(&a) {
			out = append(out, a)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b entente.Assessment) int {
		return cmp.Or(strings.Compare(a.Story, b.Story), cmp.Compare(a.Citation.Start, b.Citation.Start), cmp.Compare(a.Citation.Trigger[0], b.Citation.Trigger[0]), strings.Compare(a.ID, b.ID))
	})
	if f.Limit > 0 && len(out) > f.Limit {
		out = out[:f.Limit]
	}
	return out, err
}

// fits takes of the query what an assessment has: the pair, level and trend, its issue for
// the contexts, words and days.
func (m *matcher) fits(a *entente.Assessment) bool {
	if m.never || !m.cornersFit(a) || !signFits(a, a.Level, m.Levels) || !signFits(a, a.Trend, m.Trends) {
		return false
	}
	return in(a.A.Code, m.Among) && in(a.B.Code, m.Among) && in(a.Issue, m.Contexts) && in(a.Stream, m.Streams) && in(a.Story, m.Stories) &&
		(m.words == nil || m.words.MatchString(a.Citation.Quote)) && m.HoldsDays(a.DateFrom, a.DateTo)
}

func (m *matcher) cornersFit(a *entente.Assessment) bool {
	if len(m.Pair) == 0 {
		return true
	}
	there, back := goes(a.A.Code, a.B.Code, m.Pair), goes(a.B.Code, a.A.Code, m.Pair)
	return there || back && (!m.Directed || len(m.Pair) == 1)
}

// signFits: a view that is denied or unlikely asserts no sign.
func signFits(a *entente.Assessment, sign *int, signs []int) bool {
	return len(signs) == 0 || sign != nil && slices.Contains(signs, *sign) && !a.Negated && a.Hedge != entente.Unlikely
}

// Problems gives problems by story, in order of subject and offset.
func (s *Store) Problems(ctx context.Context, f entente.Filter) iter.Seq2[entente.Problem, error] {
	return func(yield func(entente.Problem, error) bool) {
		all, err := s.problems(ctx, f)
		if err != nil {
			yield(entente.Problem{}, s.asked(ctx, "problems", err))
			return
		}
		if f.Limit > 0 && len(all) > f.Limit {
			all = all[:f.Limit]
		}
		for _, p := range all {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func (s *Store) problems(ctx context.Context, f entente.Filter) ([]entente.Problem, error) {
	f.Sources = nil // problems are of no source
	sc, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	type row struct {
		reading uint64
		story   string
		place   int32
		entente.Problem
	}
	seen := map[row]bool{}
	var c conditions
	if len(f.Stories) > 0 {
		c.add("story IN " + quoted(f.Stories))
	}
	var all []row
	err = each(ctx, s, "SELECT reading, story, place, stage, subject, at, message FROM problems"+c.where(), func(r driver.Rows) error {
		var v row
		var at int64
		err := r.Scan(&v.reading, &v.story, &v.place, &v.Stage, &v.Subject, &at, &v.Message)
		v.Offset = int(at)
		// As of a day those of no story are hidden: it is not known when they came.
		if counts := sc.since[v.reading] != nil || v.reading == 0 && !f.AsOf.Known(); counts && !seen[v] {
			seen[v] = true
			all = append(all, v)
		}
		return err
	})
	slices.SortFunc(all, func(a, b row) int {
		return cmp.Or(strings.Compare(a.story, b.story), strings.Compare(a.Subject, b.Subject), cmp.Compare(a.Offset, b.Offset), strings.Compare(a.Stage, b.Stage), strings.Compare(a.Message, b.Message))
	})
	out := make([]entente.Problem, len(all))
	for i := range all {
		out[i] = all[i].Problem
	}
	return out, err
}

// Coverage gives the days on which stories or imported events were published, in order.
func (s *Store) Coverage(ctx context.Context, f entente.Filter) ([]entente.Day, error) {
	sc, err := s.scope(ctx, f)
	set := map[entente.Day]bool{}
	if err == nil {
		for _, p := range sc.since {
			if storyFits(f, p) {
				set[p.published] = true
			}
		}
		err = s.publishedImports(ctx, f, set)
	}
	if err != nil {
		return nil, s.asked(ctx, "days", err)
	}
	if days := daysOf(set); len(days) > 0 {
		return days, nil
	}
	return nil, nil
}

// Counts says how much of each the filter picks.
func (s *Store) Counts(ctx context.Context, f entente.Filter) (entente.Counts, error) {
	f.Limit = 0
	c, err := s.counts(ctx, f)
	return c, s.asked(ctx, "counts", err)
}

func (s *Store) counts(ctx context.Context, f entente.Filter) (c entente.Counts, err error) {
	p, err := s.pick(ctx, f)
	if err != nil {
		return c, err
	}
	for _, v := range p.sc.since {
		if !storyFits(f, v) {
			continue
		}
		c.Stories++
		if v.published.Known() && (!c.From.Known() || v.published < c.From) {
			c.From = v.published
		}
		c.To = max(c.To, v.published)
	}
	for i := range p.events {
		c.Events++
		c.Reports += len(p.events[i].Reports)
		if !p.events[i].Window().From.Known() {
			c.Undated++
		}
	}
	for _, t := range p.others {
		c.Superseded += len(p.sc.other[t.reading])
	}
	views, err := s.views(ctx, f)
	if err != nil {
		return c, err
	}
	wrong, err := s.problems(ctx, f)
	c.Assessments, c.Problems = len(views), len(wrong)
	if err != nil {
		return c, err
	}
	return c, s.countImports(ctx, f, &c)
}
