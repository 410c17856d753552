package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// tried is what is remembered of a story that could not be coded or kept.
type tried struct {
	Times int    `json:"times"`
	Why   string `json:"why"`
	By    string `json:"by"`
}

func tryKey(t *task) string { return "try." + strconv.FormatUint(t.number, 10) }

// ending is the reason that stands if nothing more is heard of who tries.
const ending = "whoever codes it is ended, or does not come to its end"

// try notes that a story is tried once more and reports whether it may be: one with too
// many tries is set aside.
func (s *shift) try(ctx context.Context, t *task) bool {
	ctx = context.WithoutCancel(ctx)
	var was tried
	entry, err := s.fleet.Get(ctx, tryKey(t))
	if err == nil {
		err = json.Unmarshal(entry.Value(), &was)
	}
	if err != nil && !errors.Is(err, jetstream.ErrKeyNotFound) {
		s.handBack(t, time.Second)
		return false
	}
	if was.Times >= s.Tries {
		s.setAside(ctx, t, was)
		return false
	}
	if err := s.note(ctx, t, tried{was.Times + 1, ending, s.Name}); err != nil {
		s.handBack(t, time.Second)
		return false
	}
	t.noted, t.before = true, was
	return true
}

// survived takes back the note that a story is tried: it ended nobody.
func (s *shift) survived(ctx context.Context, t *task) {
	if !t.noted {
		return
	}
	t.noted = false
	if t.before.Times > 0 {
		_ = s.note(context.WithoutCancel(ctx), t, t.before)
		return
	}
	_ = s.fleet.Purge(context.WithoutCancel(ctx), tryKey(t))
}

func (s *shift) note(ctx context.Context, t *task, now tried) error {
	value, err := json.Marshal(now)
	if err == nil {
		_, err = s.fleet.Put(ctx, tryKey(t), value)
	}
	return err
}

// failed notes that a story could not be coded or kept: it is tried again later, and after
// some tries set aside.
func (s *shift) failed(ctx context.Context, t *task, why error) {
	ctx = context.WithoutCancel(ctx)
	var was tried
	if entry, err := s.fleet.Get(ctx, tryKey(t)); err == nil {
		_ = json.Unmarshal(entry.Value(), &was)
	}
	if !t.noted { // else this try was noted before it began
		was.Times++
	}
	was.Why, was.By = why.Error(), s.Name
	if was.Times >= s.Tries {
		s.setAside(ctx, t, was)
		return
	}
	if err := s.note(ctx, t, was); err == nil {
		s.handBack(t, time.Duration(was.Times)*time.Second)
		return
	}
	s.handBack(t, time.Second)
}

// setAside moves a story out of the way, with the reason.
func (s *shift) setAside(ctx context.Context, t *task, why tried) {
	m := nats.NewMsg(asideSubject + strings.TrimPrefix(t.msg.Subject(), workSubject))
	m.Data = t.msg.Data()
	for k, v := range t.msg.Headers() {
		if strings.HasPrefix(k, "Entente-") {
			m.Header[k] = v
		}
	}
	m.Header.Set(whyHeader, strconv.QuoteToASCII(why.Why))
	m.Header.Set(triesHeader, strconv.Itoa(why.Times))
	m.Header.Set(workerHeader, strconv.QuoteToASCII(why.By))
	m.Header.Set(numberHeader, strconv.FormatUint(t.number, 10))
	if _, err := s.js.PublishMsg(ctx, m, jetstream.WithMsgID("aside-"+strconv.FormatUint(t.number, 10))); err != nil {
		s.handBack(t, 2*time.Second)
		return
	}
	if s.drop(t) {
		_ = t.msg.Ack()
	}
	_ = s.fleet.Purge(ctx, tryKey(t))
	s.count(func(d *Did) { d.Aside++ })
	s.Tell(fmt.Sprintf("the story %s is set aside after %d tries: %s", t.msg.Headers().Get(storyHeader), why.Times, why.Why))
}

// Aside is a story that was set aside.
type Aside struct {
	Number uint64    `json:"number"` // by which it is named
	Story  string    `json:"story"`
	Why    string    `json:"why"`
	Tries  int       `json:"tries"`
	Worker string    `json:"worker"` // that gave up
	At     time.Time `json:"at"`
	Bytes  int       `json:"bytes"`
}

// Aside gives the stories that were set aside, in that order.
func (q *Queue) Aside(ctx context.Context) iter.Seq2[Aside, error] {
	return func(yield func(Aside, error) bool) {
		for m, err := range q.putAside(ctx) {
			if err != nil {
				yield(Aside{}, explained(q.where, err))
				return
			}
			if !yield(asideOf(m), nil) {
				return
			}
		}
	}
}

func (q *Queue) putAside(ctx context.Context) iter.Seq2[*jetstream.RawStreamMsg, error] {
	return func(yield func(*jetstream.RawStreamMsg, error) bool) {
		stream, err := q.js.Stream(ctx, asideStream)
		if err != nil {
			yield(nil, err)
			return
		}
		for next := uint64(1); ; {
			m, err := stream.GetMsg(ctx, next, jetstream.WithGetMsgSubject(asideSubject+"*"))
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				return
			}
			if !yield(m, err) || err != nil {
				return
			}
			next = m.Sequence + 1
		}
	}
}

func asideOf(m *jetstream.RawStreamMsg) Aside {
	a := Aside{Number: m.Sequence, At: m.Time.UTC(), Bytes: len(m.Data)}
	a.Story, _ = strconv.Unquote(m.Header.Get(storyHeader))
	a.Why, _ = strconv.Unquote(m.Header.Get(whyHeader))
	a.Worker, _ = strconv.Unquote(m.Header.Get(workerHeader))
	a.Tries, _ = strconv.Atoi(m.Header.Get(triesHeader))
	return a
}

// Again puts stories that were set aside back into the queue, all of them if no number is
// given, and says how many. A story that does not find its way back stays where it is.
func (q *Queue) Again(ctx context.Context, numbers ...uint64) (n int, err error) {
	stream, err := q.js.Stream(ctx, asideStream)
	if err != nil {
		return 0, explained(q.where, err)
	}
	for m, err := range q.putAside(ctx) {
		if err != nil {
			return n, explained(q.where, err)
		}
		if len(numbers) > 0 && !has(numbers, m.Sequence) {
			continue
		}
		back := nats.NewMsg(workSubject + strings.TrimPrefix(m.Subject, asideSubject))
		back.Data = m.Data
		for _, k := range []string{formatHeader, toolsHeader, versionHeader, storyHeader, hashHeader, objectHeader} {
			if v := m.Header.Get(k); v != "" {
				back.Header.Set(k, v)
			}
		}
		if _, err := q.js.PublishMsg(ctx, back, jetstream.WithMsgID(fmt.Sprintf("again-%d", m.Sequence))); err != nil {
			return n, explained(q.where, err)
		}
		if err := stream.DeleteMsg(ctx, m.Sequence); err != nil {
			return n, explained(q.where, err)
		}
		n++
	}
	return n, nil
}

func has(numbers []uint64, n uint64) bool {
	for _, v := range numbers {
		if v == n {
			return true
		}
	}
	return false
}
