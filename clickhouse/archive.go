package clickhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// The kinds of steps by which a store takes what another keeps: a story with all its
// readings, and a decision without reading anything again.
const (
	copied = "copy"
	logged = "log"
)

// copiedStory is a story's readings in a step, without what they found.
type copiedStory struct {
	Spans     []copiedSpan        `json:"spans"`
	Withdrawn *entente.Withdrawal `json:"withdrawn"`
	Gone      int                 `json:"gone"`
}

type copiedSpan struct {
	Reading       uint64 `json:"reading"`
	Hash, Lexicon string
	Reports       int
	Published     entente.Day
	From, Until   entente.Day
	Counts        bool
}

// copy lets a story be as another store has it.
func (h *history) copy(p *step) outcome {
	var v copiedStory
	if json.Unmarshal([]byte(p.decision), &v) != nil || len(h.spans) > 0 {
		return nothing // the first counts: it is there already
	}
	for _, c := range v.Spans {
		h.spans = append(h.spans, span{p.story, c.Reading, c.Hash, c.Lexicon, c.Reports, c.Published, c.From, c.Until, c.Counts})
	}
	if v.Withdrawn != nil {
		h.gone, h.withdrawn = v.Gone, *v.Withdrawn
	}
	return wasChanged
}

// Histories gives stories with all their readings, in order of id.
func (s *Store) Histories(ctx context.Context) iter.Seq2[entente.History, error] {
	return func(yield func(entente.History, error) bool) {
		b, err := s.openBook(ctx)
		if err != nil {
			yield(entente.History{}, s.asked(ctx, "stories", err))
			return
		}
		stories := slices.Sorted(maps.Keys(b.stories))
		for some := range slices.Chunk(stories, 200) {
			all, err := s.kept(ctx, b, some)
			if err != nil {
				yield(entente.History{}, s.asked(ctx, "stories", err))
				return
			}
			for _, h := range all {
				if !yield(h, nil) {
					return
				}
			}
		}
	}
}

// kept reads what was found in all readings of some stories.
func (s *Store) kept(ctx context.Context, b *book, stories []string) ([]entente.History, error) {
	found, err := s.foundIn(ctx, stories)
	if err != nil {
		return nil, err
	}
	var out []entente.History
	for _, id := range stories {
		h := b.stories[id]
		if len(h.spans) == 0 {
			continue // decided on, and not read here
		}
		v := entente.History{Story: id}
		for _, p := range h.spans {
			r := found[p.reading]
			if r == nil {
				return nil, fmt.Errorf("the words of story %q: %w", id, entente.ErrDamaged)
			}
			r.Lexicon = p.lexicon
			v.Readings = append(v.Readings, entente.Kept{Reading: *r, From: p.seen, Until: p.until, Counts: p.current})
		}
		if h.gone >= 0 {
			w := h.withdrawn
			v.Withdrawn, v.Taken = &w, h.gone
		}
		out = append(out, v)
	}
	return out, nil
}

// foundIn gives the readings of some stories by their numbers.
func (s *Store) foundIn(ctx context.Context, stories []string) (map[uint64]*entente.Reading, error) {
	where := " WHERE story IN " + quoted(stories)
	out := map[uint64]*entente.Reading{}
	err := each(ctx, s, "SELECT reading, text, rest FROM readings"+where, func(r driver.Rows) error {
		var id uint64
		var text, rest string
		if err := r.Scan(&id, &text, &rest); err != nil {
			return err
		}
		v := new(entente.Reading)
		err := json.Unmarshal([]byte(rest), &v.Story)
		v.Story.Text = text
		out[id] = v
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.foundReports(ctx, where, out); err != nil {
		return nil, err
	}
	if err := s.foundViews(ctx, where, out); err != nil {
		return nil, err
	}
	return out, s.foundProblems(ctx, where, out)
}

func (s *Store) foundReports(ctx context.Context, where string, out map[uint64]*entente.Reading) error {
	seen := map[string]bool{}
	err := each(ctx, s, "SELECT reading, report, body FROM reports"+where, func(r driver.Rows) error {
		var id uint64
		var report, body string
		if err := r.Scan(&id, &report, &body); err != nil {
			return err
		}
		v, key := out[id], fmt.Sprint(id, report)
		if v == nil || seen[key] {
			return nil
		}
		seen[key] = true
		var found entente.Report
		err := json.Unmarshal([]byte(body), &found)
		v.Reports = append(v.Reports, found)
		return err
	})
	for _, v := range out {
		slices.SortFunc(v.Reports, func(a, b entente.Report) int {
			return cmp.Or(cmp.Compare(a.Citation.Start, b.Citation.Start), cmp.Compare(a.Citation.Trigger[0], b.Citation.Trigger[0]), strings.Compare(a.Report, b.Report))
		})
	}
	return err
}

func (s *Store) foundViews(ctx context.Context, where string, out map[uint64]*entente.Reading) error {
	seen := map[string]bool{}
	err := each(ctx, s, "SELECT reading, place, body FROM assessments"+where, func(r driver.Rows) error {
		var id uint64
		var place int32
		var body string
		if err := r.Scan(&id, &place, &body); err != nil {
			return err
		}
		v, key := out[id], fmt.Sprint(id, place)
		if v == nil || seen[key] {
			return nil
		}
		seen[key] = true
		var found entente.Assessment
		err := json.Unmarshal([]byte(body), &found)
		v.Assessments = append(v.Assessments, found)
		return err
	})
	for _, v := range out {
		slices.SortFunc(v.Assessments, func(a, b entente.Assessment) int {
			return cmp.Or(cmp.Compare(a.Citation.Start, b.Citation.Start), cmp.Compare(a.Citation.Trigger[0], b.Citation.Trigger[0]), strings.Compare(a.ID, b.ID))
		})
	}
	return err
}

func (s *Store) foundProblems(ctx context.Context, where string, out map[uint64]*entente.Reading) error {
	seen := map[string]bool{}
	err := each(ctx, s, "SELECT reading, place, stage, subject, at, message FROM problems"+where, func(r driver.Rows) error {
		var id uint64
		var place int32
		var at int64
		var p entente.Problem
		if err := r.Scan(&id, &place, &p.Stage, &p.Subject, &at, &p.Message); err != nil {
			return err
		}
		p.Offset = int(at)
		v, key := out[id], fmt.Sprint(id, " ", place)
		if v == nil || seen[key] {
			return nil
		}
		seen[key] = true
		v.Problems = append(v.Problems, p)
		return nil
	})
	for _, v := range out {
		slices.SortFunc(v.Problems, func(a, b entente.Problem) int {
			return cmp.Or(strings.Compare(a.Subject, b.Subject), cmp.Compare(a.Offset, b.Offset), strings.Compare(a.Stage, b.Stage), strings.Compare(a.Message, b.Message))
		})
	}
	return err
}

// Transcribe takes stories as another store keeps them. What they found is written before
// the step that says so.
func (s *Store) Transcribe(ctx context.Context, hs ...entente.History) error {
	if err := s.mayWrite("copying stories"); err != nil {
		return err
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	w := &writer{s: s, ctx: ctx}
	stories := make([]string, len(hs))
	for i := range hs {
		stories[i] = hs[i].Story
	}
	var err error
	if w.have, err = s.historiesOf(ctx, stories); err != nil {
		return s.wrote(ctx, "copying stories", err)
	}
	for i := range hs {
		if err := w.transcribe(&hs[i]); err != nil {
			return s.wrote(ctx, fmt.Sprintf("copying story %q", hs[i].Story), err)
		}
	}
	return s.wrote(ctx, "copying stories", w.write())
}

func (w *writer) transcribe(v *entente.History) error {
	c := copiedStory{Withdrawn: v.Withdrawn, Gone: v.Taken}
	var found []content
	for _, r := range v.Readings {
		if err := checkReading(&r.Reading); err != nil {
			return err
		}
		r.Seen, r.Mends = 0, false
		r.Story.Hash = hashOf(&r.Story)
		r.Reports = kept(r.Reports)
		one, err := newContent(r.Reading)
		if err != nil {
			return err
		}
		found = append(found, one)
		c.Spans = append(c.Spans, copiedSpan{one.id, r.Story.Hash, r.Lexicon, len(r.Reports), r.Story.Published, r.From, r.Until, r.Counts})
	}
	h := w.have[v.Story]
	if h == nil {
		h = &history{gone: -1}
	}
	if len(h.spans) > 0 {
		return h.sameAs(&c)
	}
	text, err := json.Marshal(&c)
	if err != nil {
		return err
	}
	p := step{story: v.Story, seq: h.last + 1, kind: copied, decision: string(text)}
	p.name()
	w.steps = append(w.steps, p)
	w.found = append(w.found, found...)
	return nil
}

// sameAs is an error where a story is there with other readings.
func (h *history) sameAs(c *copiedStory) error {
	var have []copiedSpan
	for _, p := range h.spans {
		have = append(have, copiedSpan{0, p.hash, p.lexicon, p.reports, p.published, p.seen, p.until, p.current})
	}
	want := slices.Clone(c.Spans)
	for i := range want {
		want[i].Reading = 0
	}
	if (h.gone >= 0) != (c.Withdrawn != nil) || !reflect.DeepEqual(have, want) {
		return fmt.Errorf("it is there with other readings: copy into a store that has none of its own")
	}
	return nil
}

// Log takes decisions with their numbers, without reading anything again.
func (s *Store) Log(ctx context.Context, ds ...entente.Decision) error {
	if err := s.mayWrite("copying decisions"); err != nil {
		return err
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	have := map[int64]bool{}
	for d, err := range s.Decisions(ctx, "") {
		if err != nil {
			return s.wrote(ctx, "copying decisions", err)
		}
		have[d.N] = true
	}
	var fresh []step
	for _, d := range ds {
		if have[d.N] {
			continue
		}
		text, err := json.Marshal(&d)
		if err != nil {
			return s.wrote(ctx, "copying decisions", err)
		}
		if !entente.AreText(string(text)) {
			return fmt.Errorf("decision %d: %w", d.N, entente.ErrNotText)
		}
		p := step{story: d.Story, kind: logged, n: d.N, decision: string(text)}
		p.name()
		fresh = append(fresh, p)
	}
	return s.wrote(ctx, "copying decisions", s.insert(ctx, &steps, len(fresh), func(i int) []any { return fresh[i].row() }))
}

// Imports gives imported events whole, in no order.
func (s *Store) Imports(ctx context.Context) iter.Seq2[entente.Imported, error] {
	return func(yield func(entente.Imported, error) bool) {
		w, err := s.importsWhere(ctx, entente.Filter{})
		if err == nil && w.never {
			return
		}
		stopped := false
		if err == nil {
			err = each(ctx, s, "SELECT "+wordColumns+" FROM imports"+w.where(), func(r driver.Rows) error {
				i, err := w.t.imported(r)
				if err == nil && !yield(i, nil) {
					stopped = true
					return errStopped
				}
				return err
			})
		}
		if err != nil && !stopped {
			yield(entente.Imported{}, s.asked(ctx, "events", err))
		}
	}
}

// errStopped ends an answer of which no more is wanted.
var errStopped = fmt.Errorf("no more is wanted")

// EveryMention gives the mentions of all imported events, in no order.
func (s *Store) EveryMention(ctx context.Context) iter.Seq2[entente.Mention, error] {
	return func(yield func(entente.Mention, error) bool) {
		stopped := false
		query := "SELECT event, file, line, published, outlet, url, sentence, confidence FROM mentions ORDER BY coding, key, event, mention, before DESC LIMIT 1 BY coding, key, event, mention"
		err := each(ctx, s, query, func(r driver.Rows) error {
			var m entente.Mention
			var event string
			var line, published, sentence int32
			if err := r.Scan(&event, &m.File, &line, &published, &m.Outlet, &m.URL, &sentence, &m.Confidence); err != nil {
				return err
			}
			m.Source, m.Event, _ = strings.Cut(event, ":")
			m.Line, m.Published, m.Sentence = int(line), entente.Day(published), int(sentence)
			if !yield(m, nil) {
				stopped = true
				return errStopped
			}
			return nil
		})
		if err != nil && !stopped {
			yield(entente.Mention{}, s.asked(ctx, "mentions", err))
		}
	}
}

// Resolutions gives all that was said of how forecasts came out, in its order.
func (s *Store) Resolutions(ctx context.Context) iter.Seq2[entente.Resolution, error] {
	return func(yield func(entente.Resolution, error) bool) {
		all, err := s.said(ctx)
		if err != nil {
			yield(entente.Resolution{}, s.asked(ctx, "forecasts", err))
			return
		}
		for _, e := range all {
			var r entente.Resolution
			err := json.Unmarshal([]byte(e.text), &r)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}
