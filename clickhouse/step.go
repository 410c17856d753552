package clickhouse

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// step is one thing done to a story.
type step struct {
	story     string
	seq       int64
	id        uint64
	kind      string
	reading   uint64
	hash      string
	lexicon   string
	published entente.Day
	seen      entente.Day
	mends     bool
	reports   int
	since     entente.Day
	made      entente.Day
	why       string
	n         int64
	decision  string
}

// The kinds of steps. One that decides also reads the story again, so that the decision
// and what it makes of the story are one row.
const (
	read      = "read"
	decide    = "decide"
	withdraw  = "withdraw"
	reinstate = "reinstate"
)

// name gives a step its id: what says the same has the same one.
func (p *step) name() {
	text, _ := json.Marshal([]any{p.kind, p.story, p.reading, p.hash, p.lexicon, p.published, p.seen, p.mends, p.since, p.made, p.why, p.n, p.decision})
	p.id = hashed(text)
}

// hashed gives the first 64 bits of a sha256.
func hashed(text []byte) uint64 {
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}

func (p *step) row() []any {
	return []any{p.story, p.seq, p.id, p.kind, p.reading, p.hash, p.lexicon, int32(p.published), int32(p.seen), bit(p.mends),
		int32(p.reports), int32(p.since), int32(p.made), p.why, p.n, p.decision}
}

func scanStep(r driver.Rows, p *step) error {
	var published, seen, reports, since, made int32
	var mends uint8
	err := r.Scan(&p.story, &p.seq, &p.id, &p.kind, &p.reading, &p.hash, &p.lexicon, &published, &seen, &mends, &reports, &since, &made, &p.why, &p.n, &p.decision)
	p.published, p.seen, p.since, p.made = entente.Day(published), entente.Day(seen), entente.Day(since), entente.Day(made)
	p.reports, p.mends = int(reports), mends == 1
	return err
}

func compareSteps(a, b step) int {
	return cmp.Or(cmp.Compare(a.story, b.story), cmp.Compare(a.seq, b.seq), cmp.Compare(a.id, b.id))
}

// span is a reading and the days on which it counts: from the day on which its words were
// known (seen) to the day before other words took its place or the story was withdrawn
// (until). As of a day those readings count whose days hold it; of today those that are
// current.
type span struct {
	story         string
	reading       uint64
	hash, lexicon string
	reports       int
	published     entente.Day
	seen, until   entente.Day
	current       bool
}

// holds reports whether the reading counts, as of a day if one is given.
func (p *span) holds(day entente.Day) bool {
	if !day.Known() {
		return p.current
	}
	return p.seen.Known() && p.seen <= day && (!p.until.Known() || p.until > day)
}

// untold reports whether the reading counts as of no day, so that it may be taken up
// again as if it had not been away.
func (p *span) untold() bool { return !p.seen.Known() || p.until.Known() && p.until <= p.seen }

func (p *span) is(r *step) bool { return p.hash == r.hash && p.lexicon == r.lexicon }

// followed says from when on a reading counts that takes the place of the current one,
// and until when that one does: other words count from the day on which they were seen;
// the same words, and such as mend them, from when the current one did, in its stead.
func (p *span) followed(r *step) (seen, until entente.Day) {
	if p.hash != r.hash && !r.mends && r.seen.Known() {
		seen = max(r.seen, r.published, p.seen)
		return seen, seen
	}
	if r.published.Known() && p.seen == p.published { // known since it was in print
		return r.published, 0
	}
	return cmp.Or(p.seen, r.seen), 0
}

// history is what the steps of a story make of it.
type history struct {
	last      int64 // seq of the last step
	spans     []span
	gone      int // the span that a withdrawal took back, -1 if none did
	withdrawn entente.Withdrawal
	decisions []numberedDecision // in order of n and id
}

type numberedDecision struct {
	n    int64
	id   uint64
	text string
}

// outcome is what a step did.
type outcome int

const (
	nothing outcome = iota
	wasRead
	wasReread
	wasAway // the story is withdrawn
	wasChanged
	noStory
)

// histories makes stories of steps, which may come twice and in any order.
func histories(all []step) map[string]*history {
	slices.SortFunc(all, compareSteps)
	out := map[string]*history{}
	for i := range all {
		if i > 0 && compareSteps(all[i-1], all[i]) == 0 {
			continue
		}
		h := out[all[i].story]
		if h == nil {
			h = &history{gone: -1}
			out[all[i].story] = h
		}
		h.take(&all[i])
	}
	return out
}

// take lets a step change the story, and says what it did and how many reports no longer
// count by it.
func (h *history) take(p *step) (did outcome, superseded int) {
	h.last = max(h.last, p.seq)
	before := h.counting()
	switch p.kind {
	case read:
		did = h.read(p)
	case decide:
		h.decisions = append(h.decisions, numberedDecision{p.n, p.id, p.decision})
		did = h.read(p)
	case logged:
		h.decisions = append(h.decisions, numberedDecision{p.n, p.id, p.decision})
	case copied:
		did = h.copy(p)
	case withdraw:
		did = h.withdraw(p)
	case reinstate:
		did = h.reinstate()
	}
	for _, i := range before {
		if !h.spans[i].current {
			superseded += h.spans[i].reports
		}
	}
	return did, superseded
}

func (h *history) counting() []int {
	var out []int
	for i := range h.spans {
		if h.spans[i].current {
			out = append(out, i)
		}
	}
	return out
}

func (h *history) current() int {
	return slices.IndexFunc(h.spans, func(p span) bool { return p.current })
}

func (h *history) read(p *step) outcome {
	fresh := span{story: p.story, reading: p.reading, hash: p.hash, lexicon: p.lexicon, reports: p.reports, published: p.published, current: true}
	current := h.current()
	switch {
	case h.gone >= 0:
		return wasAway
	case current < 0:
		fresh.seen = cmp.Or(p.published, p.seen)
		h.spans = append(h.spans, fresh)
		return wasRead
	case h.spans[current].is(p):
		return nothing
	}
	seen, until := h.spans[current].followed(p)
	same := slices.IndexFunc(h.spans, func(k span) bool { return k.is(p) && k.untold() })
	for i := range h.spans { // as of no day two count
		k := &h.spans[i]
		if !k.current && !k.untold() && k.until > seen {
			k.end(seen)
		}
	}
	h.spans[current].end(until)
	if same >= 0 {
		h.spans[same].resume(seen)
		return wasReread
	}
	fresh.seen = seen
	h.spans = append(h.spans, fresh)
	return wasReread
}

// end lets a reading count until a day; where it begins no earlier, it never did.
func (p *span) end(day entente.Day) {
	p.until, p.current = max(day, p.seen), false
}

func (p *span) resume(seen entente.Day) {
	p.seen, p.until, p.current = seen, 0, true
}

func (h *history) withdraw(p *step) outcome {
	i := h.gone
	if i < 0 {
		i = h.current()
	}
	if i < 0 {
		return noStory
	}
	h.gone = i
	h.withdrawn = entente.Withdrawal{Story: p.story, From: p.since, Made: p.made, Why: p.why}
	h.spans[i].end(p.since)
	return wasChanged
}

func (h *history) reinstate() outcome {
	if h.gone < 0 {
		return noStory
	}
	k := &h.spans[h.gone]
	k.resume(k.seen)
	h.gone = -1
	return wasChanged
}

// log gives the decisions on the story in order.
func (h *history) log() ([]entente.Decision, error) {
	slices.SortFunc(h.decisions, func(a, b numberedDecision) int { return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.id, b.id)) })
	h.decisions = slices.Compact(h.decisions) // a row may be there twice
	out := make([]entente.Decision, len(h.decisions))
	for i, d := range h.decisions {
		if err := json.Unmarshal([]byte(d.text), &out[i]); err != nil {
			return nil, err
		}
		out[i].N = d.n
	}
	return out, nil
}

// historiesOf reads what was done to some stories.
func (s *Store) historiesOf(ctx context.Context, stories []string) (map[string]*history, error) {
	if len(stories) == 0 {
		return map[string]*history{}, nil
	}
	all, err := rows(ctx, s, "SELECT "+steps.list()+" FROM steps WHERE story IN "+quoted(stories), scanStep)
	if err != nil {
		return nil, err
	}
	return histories(all), nil
}

// historyOf reads what was done to one story, nil if nothing was.
func (s *Store) historyOf(ctx context.Context, story string) (*history, error) {
	all, err := s.historiesOf(ctx, []string{story})
	return all[story], err
}

// book is what was done to all stories.
type book struct {
	mark    [3]uint64 // of the steps that it was made of
	stories map[string]*history
}

// open gives the book, read anew if steps were taken.
func (s *Store) openBook(ctx context.Context) (*book, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	var mark [3]uint64
	err := each(ctx, s, "SELECT count(), sum(id), toUInt64(sum(seq)) FROM steps", func(r driver.Rows) error { return r.Scan(&mark[0], &mark[1], &mark[2]) })
	if err != nil {
		return nil, err
	}
	if s.book != nil && s.book.mark == mark {
		return s.book, nil
	}
	all, err := rows(ctx, s, "SELECT "+steps.list()+" FROM steps", scanStep)
	if err != nil {
		return nil, err
	}
	words := map[string]string{} // the same few lexica and kinds
	own := func(w *string) {
		if v, ok := words[*w]; ok {
			*w = v
		} else {
			words[*w] = *w
		}
	}
	for i := range all {
		own(&all[i].kind)
		own(&all[i].lexicon)
	}
	// Between the two questions more may have come: then the mark is old, and the next
	// who asks reads the book again.
	s.book = &book{mark: mark, stories: histories(all)}
	return s.book, nil
}
