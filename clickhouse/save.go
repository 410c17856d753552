package clickhouse

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Save keeps readings. What they found is written before the steps that name it: each
// story is kept whole or not at all, and where a shard fails in the midst of a batch, some
// stories of it are; the same again completes it.
func (s *Store) Save(ctx context.Context, rs ...entente.Reading) (entente.Receipt, error) {
	if err := s.mayWrite("saving"); err != nil {
		return entente.Receipt{}, err
	}
	for i := range rs {
		if err := checkReading(&rs[i]); err != nil {
			return entente.Receipt{}, fmt.Errorf("saving story %q: %w", rs[i].Story.ID, err)
		}
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	w := &writer{s: s, ctx: ctx}
	err := w.save(rs)
	if err != nil {
		return entente.Receipt{}, s.wrote(ctx, fmt.Sprintf("saving %d stories", len(rs)), err)
	}
	return w.receipt, nil
}

// writer gathers what one call writes.
type writer struct {
	s       *Store
	ctx     context.Context
	have    map[string]*history
	receipt entente.Receipt
	steps   []step
	found   []content // by readings that are new
	loose   []entente.Problem
}

// content is what a reading found, in rows.
type content struct {
	id      uint64
	reading entente.Reading
}

// save works out what readings change, and writes it.
func (w *writer) save(rs []entente.Reading) (err error) {
	if err := w.recall(rs); err != nil {
		return err
	}
	for i := range rs {
		if err := w.take(rs[i], nil); err != nil {
			return err
		}
	}
	return w.write()
}

// recall reads what was done to the stories of readings.
func (w *writer) recall(rs []entente.Reading) (err error) {
	ids := map[string]bool{}
	for i := range rs {
		if id := rs[i].Story.ID; id != "" {
			ids[id] = true
		}
	}
	w.have, err = w.s.historiesOf(w.ctx, slices.Sorted(maps.Keys(ids)))
	return err
}

// take adds a reading, and the decision by which it is read again if there is one.
func (w *writer) take(r entente.Reading, d *numberedDecision) error {
	if r.Story.ID == "" {
		w.loose = append(w.loose, r.Problems...)
		return nil
	}
	h := w.have[r.Story.ID]
	if h == nil {
		h = &history{gone: -1}
		w.have[r.Story.ID] = h
	}
	log, err := h.log()
	if err != nil {
		return err
	}
	p := step{kind: read}
	if d != nil {
		p.kind, p.n, p.decision = decide, d.n, d.text
		var v entente.Decision
		if err := json.Unmarshal([]byte(d.text), &v); err != nil {
			return err
		}
		v.N = d.n
		log = append(log, v)
	}
	r.Story.Hash = hashOf(&r.Story)
	if len(log) > 0 {
		r.Reports = entente.Decided(r.Reports, log)
		r.Lexicon += entente.DecidedMark(log)
	}
	r.Reports = kept(r.Reports)
	c, err := newContent(r)
	if err != nil {
		return err
	}
	p.story, p.seq, p.reading, p.hash, p.lexicon = r.Story.ID, h.last+1, c.id, r.Story.Hash, r.Lexicon
	p.published, p.seen, p.mends, p.reports = r.Story.Published, r.Seen, r.Mends, len(r.Reports)
	p.name()
	w.account(h, &p, c)
	return nil
}

// account lets a step change its story, and notes what is to be written of it.
func (w *writer) account(h *history, p *step, c content) {
	last, known := h.last, len(h.spans)
	holds := slices.ContainsFunc(h.spans, func(k span) bool { return k.reading == c.id })
	did, superseded := h.take(p)
	w.receipt.Superseded += superseded
	switch did {
	case wasAway:
		w.receipt.Withdrawn++
	case nothing:
		w.receipt.Known++
	case wasRead:
		w.receipt.Read++
	case wasReread:
		w.receipt.Reread++
	}
	if p.kind == read && (did == wasAway || did == nothing) {
		h.last = last
		return
	}
	w.steps = append(w.steps, *p)
	if len(h.spans) == known {
		return // words that were there are taken up again
	}
	w.receipt.Reports += len(c.reading.Reports)
	w.receipt.Assessments += len(c.reading.Assessments)
	w.receipt.Problems += len(c.reading.Problems)
	if !holds {
		w.found = append(w.found, c)
	}
}

// kept gives reports as the store keeps them: those whose id came before are dropped.
func kept(rs []entente.Report) []entente.Report {
	seen := make(map[string]bool, len(rs))
	out := make([]entente.Report, 0, len(rs))
	for _, r := range rs {
		if seen[r.Report] {
			continue
		}
		seen[r.Report] = true
		r.Kind, r.ID, r.FoundBy.Judge, r.Provenance = "event", "", nil, nil
		out = append(out, r)
	}
	return out
}

// newContent numbers a reading by all that it found.
func newContent(r entente.Reading) (content, error) {
	r.Assessments = slices.Clone(r.Assessments)
	for i := range r.Assessments {
		a := &r.Assessments[i]
		a.Kind, a.FoundBy.Judge = "assessment", nil
	}
	text, err := json.Marshal([]any{r.Story, r.Lexicon, r.Reports, r.Assessments, r.Problems})
	if err != nil {
		return content{}, err
	}
	return content{id: cmp.Or(hashed(text), 1), reading: r}, nil // 0 is of no story
}

// write writes what was gathered: the steps last.
func (w *writer) write() error {
	if err := w.s.looseProblems(w.ctx, w.loose, &w.receipt.Problems); err != nil {
		return err
	}
	if err := w.contents(); err != nil {
		return err
	}
	return w.s.insert(w.ctx, &steps, len(w.steps), func(i int) []any { return w.steps[i].row() })
}

func (w *writer) contents() error {
	var stories, told, views, wrong [][]any
	for i := range w.found {
		c := &w.found[i]
		row, err := storyRow(c)
		if err != nil {
			return err
		}
		stories = append(stories, row)
		for j := range c.reading.Reports {
			row, err := reportRow(c.id, &c.reading.Reports[j])
			if err != nil {
				return err
			}
			told = append(told, row)
		}
		for j := range c.reading.Assessments {
			row, err := assessmentRow(c.id, j, c.reading.Story.ID, &c.reading.Assessments[j])
			if err != nil {
				return err
			}
			views = append(views, row)
		}
		for j, p := range c.reading.Problems {
			wrong = append(wrong, problemRow(c.id, c.reading.Story.ID, j, p))
		}
	}
	for _, t := range []struct {
		table *table
		rows  [][]any
	}{{&readings, stories}, {&reports, told}, {&assessments, views}, {&problems, wrong}} {
		if err := w.s.insert(w.ctx, t.table, len(t.rows), func(i int) []any { return t.rows[i] }); err != nil {
			return err
		}
	}
	return nil
}

func storyRow(c *content) ([]any, error) {
	v := c.reading.Story
	outlet, err := json.Marshal(entente.Outlet{Story: v.ID, Title: v.Title, Author: v.Author, Publisher: v.Publisher, URL: v.URL, Kind: v.Kind, Published: v.Published, Hash: v.Hash})
	if err != nil {
		return nil, err
	}
	text := v.Text
	v.Text = ""
	rest, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return []any{v.ID, c.id, int32(v.Published), string(outlet), text, string(rest)}, nil
}

func reportRow(reading uint64, r *entente.Report) ([]any, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("report %q: %w", r.Report, err)
	}
	c := &r.Citation
	return []any{
		reading, r.Story, r.Report, r.ActKey(), r.DefaultID(), madeID(r.Report),
		string(r.Source.Code), r.Source.Name, r.Source.Raw, string(r.Target.Code), r.Target.Name, r.Target.Raw,
		bit(r.Reciprocal), string(r.Plover.Event), int32(r.Quad), append([]string{}, r.Plover.Contexts...), r.Intensity, string(r.Status), string(r.Stream),
		r.Confidence, r.Lemma, int32(r.DateFrom), int32(r.DateTo), int32(c.Start), int32(c.Trigger[0]), c.Quote, string(body),
	}, nil
}

// madeID is the id that [entente.Cluster] makes of a report where another event bears its
// default id.
func madeID(report string) string {
	sum := sha256.Sum256([]byte("report " + report))
	return "e_" + hex.EncodeToString(sum[:8])
}

func assessmentRow(reading uint64, place int, story string, a *entente.Assessment) ([]any, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("assessment %q: %w", a.ID, err)
	}
	return []any{reading, story, int32(place), string(a.A.Code), string(a.B.Code), sign(a.Level), sign(a.Trend), string(body)}, nil
}

func sign(v *int) int32 {
	if v == nil {
		return 9
	}
	return int32(*v)
}

func problemRow(reading uint64, story string, place int, p entente.Problem) []any {
	return []any{reading, story, int32(place), p.Stage, p.Subject, int64(p.Offset), p.Message}
}

// looseProblems keeps problems of no story that are not yet known.
func (s *Store) looseProblems(ctx context.Context, all []entente.Problem, added *int) error {
	if len(all) == 0 {
		return nil
	}
	subjects := map[string]bool{}
	for _, p := range all {
		subjects[p.Subject] = true
	}
	have := map[entente.Problem]bool{}
	err := each(ctx, s, "SELECT stage, subject, at, message FROM problems WHERE story = '' AND reading = 0 AND subject IN "+quoted(slices.Sorted(maps.Keys(subjects))), func(r driver.Rows) error {
		p, err := scanProblem(r)
		have[p] = true
		return err
	})
	if err != nil {
		return err
	}
	var fresh []entente.Problem
	for _, p := range all {
		if !have[p] {
			have[p] = true
			fresh = append(fresh, p)
		}
	}
	*added += len(fresh)
	return s.insert(ctx, &problems, len(fresh), func(i int) []any { return problemRow(0, "", 0, fresh[i]) })
}

func scanProblem(r driver.Rows) (p entente.Problem, err error) {
	var at int64
	err = r.Scan(&p.Stage, &p.Subject, &at, &p.Message)
	p.Offset = int(at)
	return p, err
}

func hashOf(s *entente.Story) string {
	if s.Hash != "" {
		return s.Hash
	}
	sum := sha256.Sum256([]byte(s.Text))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// HasRead reports whether the current reading of a story, or the last one of a withdrawn
// story, is of these words and this lexicon.
func (s *Store) HasRead(ctx context.Context, story, hash, lexicon string) (bool, error) {
	h, err := s.historyOf(ctx, story)
	if err != nil || h == nil {
		return false, s.asked(ctx, "a story", err)
	}
	log, err := h.log()
	if err != nil {
		return false, s.asked(ctx, "a story", err)
	}
	want := &step{hash: hash, lexicon: lexicon + entente.DecidedMark(log)}
	for i := range h.spans {
		if (h.spans[i].current || i == h.gone) && h.spans[i].is(want) {
			return true, nil
		}
	}
	return false, nil
}

// Withdraw takes a story back. All that was read of it stays in the store.
func (s *Store) Withdraw(ctx context.Context, v entente.Withdrawal) error {
	if !entente.AreText(v.Story, v.Why) {
		return fmt.Errorf("withdrawing story %q: %w", v.Story, entente.ErrNotText)
	}
	return s.settle(ctx, "withdrawing", step{kind: withdraw, story: v.Story, since: v.From, made: v.Made, why: v.Why})
}

// Reinstate undoes a withdrawal.
func (s *Store) Reinstate(ctx context.Context, story string) error {
	return s.settle(ctx, "reinstating", step{kind: reinstate, story: story})
}

// settle takes a step that changes whether a story counts.
func (s *Store) settle(ctx context.Context, doing string, p step) error {
	doing = fmt.Sprintf("%s story %q", doing, p.story)
	if err := s.mayWrite(doing); err != nil {
		return err
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	h, err := s.historyOf(ctx, p.story)
	if err != nil {
		return s.wrote(ctx, doing, err)
	}
	if h == nil {
		return s.wrote(ctx, doing, entente.ErrNotFound)
	}
	p.seq = h.last + 1
	p.name()
	if did, _ := h.take(&p); did == noStory {
		return s.wrote(ctx, doing, entente.ErrNotFound)
	}
	return s.wrote(ctx, doing, s.insert(ctx, &steps, 1, func(int) []any { return p.row() }))
}

// Withdrawals gives what is withdrawn, in order of story.
func (s *Store) Withdrawals(ctx context.Context) iter.Seq2[entente.Withdrawal, error] {
	return func(yield func(entente.Withdrawal, error) bool) {
		b, err := s.openBook(ctx)
		if err != nil {
			yield(entente.Withdrawal{}, s.asked(ctx, "withdrawals", err))
			return
		}
		for _, story := range slices.Sorted(maps.Keys(b.stories)) {
			if h := b.stories[story]; h.gone >= 0 && !yield(h.withdrawn, nil) {
				return
			}
		}
	}
}

// Decide adds a decision to the log and keeps the story of its report as it was read
// again: one row says both.
func (s *Store) Decide(ctx context.Context, d entente.Decision, again entente.Reading) (int64, error) {
	doing := fmt.Sprintf("deciding on report %q", d.Report)
	if err := s.mayWrite(doing); err != nil {
		return 0, err
	}
	if !entente.AreText(d.Report, d.Story, string(d.Verdict), d.By, d.Why, d.With) {
		return 0, fmt.Errorf("%s: %w", doing, entente.ErrNotText)
	}
	if err := checkReading(&again); err != nil {
		return 0, fmt.Errorf("%s: %w", doing, err)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	var last int64
	if err := s.db.QueryRow(ctx, "SELECT max(n) FROM steps").Scan(&last); err != nil {
		return 0, s.wrote(ctx, doing, err)
	}
	d.N = last + 1
	d.Made = d.Made.UTC().Truncate(time.Second)
	text, err := json.Marshal(&d)
	if err != nil {
		return 0, s.wrote(ctx, doing, err)
	}
	again.Story.ID = d.Story
	w := &writer{s: s, ctx: ctx}
	if err := w.recall([]entente.Reading{again}); err != nil {
		return 0, s.wrote(ctx, doing, err)
	}
	if err := w.take(again, &numberedDecision{n: d.N, text: string(text)}); err != nil {
		return 0, s.wrote(ctx, doing, err)
	}
	return d.N, s.wrote(ctx, doing, w.write())
}

// Decisions gives the log in its order; of one story, where it is named.
func (s *Store) Decisions(ctx context.Context, story string) iter.Seq2[entente.Decision, error] {
	return func(yield func(entente.Decision, error) bool) {
		query := "SELECT n, id, decision FROM steps WHERE kind IN ('" + decide + "', '" + logged + "')"
		if story != "" {
			query += " AND story = " + quote(story)
		}
		all, err := rows(ctx, s, query, func(r driver.Rows, d *numberedDecision) error { return r.Scan(&d.n, &d.id, &d.text) })
		h := history{decisions: all}
		var log []entente.Decision
		if err == nil {
			log, err = h.log()
		}
		if err != nil {
			yield(entente.Decision{}, s.asked(ctx, "decisions", err))
			return
		}
		for _, d := range log {
			if !yield(d, nil) {
				return
			}
		}
	}
}
