package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// inFlight is how many stories at most are published and not yet acknowledged, and
// inFlightBytes how many bytes.
const (
	inFlight      = 256
	inFlightBytes = 16 << 20
)

// publication is the key under which it stands what the queue's stories are to be coded with.
const publicationKey = "publication"

// Publication says what the stories of a queue are to be coded with.
type Publication struct {
	Program Program   `json:"program"`
	Since   time.Time `json:"since"`
	By      string    `json:"by"` // the machine of who published first
}

// Published counts what a publisher did.
type Published struct {
	Stories int   `json:"stories"` // acknowledged, with what is no story
	Known   int   `json:"known"`   // of them those that the queue had just been given
	Large   int   `json:"large"`   // of them those too large for a message
	Bytes   int64 `json:"bytes"`
}

// Publisher publishes stories in order, a batch at a time. It is for one goroutine.
type Publisher struct {
	q       *Queue
	program Program
	tell    func(string)
	waiting []*nats.Msg
	stories map[string]bool // subjects of those that wait
	bytes   int
	done    Published
}

// Publisher begins a publication: the queue is bound to the program until it is empty.
// A queue with stories for another program is refused ([Other]). The function hears, in
// words for people, what is being waited for; it may be nil.
func (q *Queue) Publisher(ctx context.Context, p Program, by string, tell func(string)) (*Publisher, error) {
	if tell == nil {
		tell = func(string) {}
	}
	err := q.until(ctx, func(ctx context.Context) error {
		return q.bind(ctx, Publication{Program: p, Since: time.Now().UTC(), By: by})
	})
	if err != nil {
		return nil, explained(q.where, err)
	}
	return &Publisher{q: q, program: p, tell: tell, stories: map[string]bool{}}, nil
}

// bind writes down what the queue's stories are coded with.
func (q *Queue) bind(ctx context.Context, want Publication) error {
	is, revision, err := q.publication(ctx)
	if err != nil || is != nil && is.Program == want.Program {
		return err
	}
	value, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if is == nil {
		_, err = q.fleet.Create(ctx, publicationKey, value)
	} else {
		info, ierr := q.work.Info(ctx)
		if ierr != nil {
			return ierr
		}
		if n := info.State.Msgs; n > 0 {
			return fault(Other, nil, "the queue still holds %d stories published on %s with another program (here %s)", n, is.By, want.Program.Differs(is.Program))
		}
		_, err = q.fleet.Update(ctx, publicationKey, value, revision)
	}
	if errors.Is(err, jetstream.ErrKeyExists) || wrongLast(err) { // another was first: look what it wrote
		return nats.ErrTimeout
	}
	return err
}

// publication gives what the queue's stories are to be coded with, nil if nothing was
// published yet.
func (q *Queue) publication(ctx context.Context) (*Publication, uint64, error) {
	entry, err := q.fleet.Get(ctx, publicationKey)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	var p Publication
	if err := json.Unmarshal(entry.Value(), &p); err != nil {
		return nil, 0, fmt.Errorf("read what the queue's stories are coded with: %w", err)
	}
	return &p, entry.Revision(), nil
}

// Put publishes a job, at the latest with the next Flush. The words of one story are
// published one after another. [TooLarge] if a story is larger than a queue takes: then
// nothing of it is published.
func (p *Publisher) Put(ctx context.Context, j Job) error {
	m, err := j.message(p.program)
	if err != nil {
		return err
	}
	if p.stories[m.Subject] || p.bytes+len(m.Data) > inFlightBytes {
		if err := p.Flush(ctx); err != nil {
			return err
		}
	}
	p.stories[m.Subject] = true
	p.waiting = append(p.waiting, m)
	p.bytes += len(m.Data)
	if len(p.waiting) >= inFlight {
		return p.Flush(ctx)
	}
	return nil
}

// Done says what was acknowledged so far, in the order in which it was put.
func (p *Publisher) Done() Published { return p.done }

// Waiting is how many were put and are not acknowledged yet.
func (p *Publisher) Waiting() int { return len(p.waiting) }

// headroom is what headers take of a message.
const headroom = 4 << 10

// Flush publishes what waits and returns when the queue has all of it. While the queue is
// full, or its servers are away, it waits; it gives up when nothing was taken for as long
// as an outage may last, and what was put can be put again.
func (p *Publisher) Flush(ctx context.Context) error {
	left := p.waiting
	for _, m := range left {
		p.done.Bytes += int64(len(m.Data))
		if err := p.putBeside(ctx, m); err != nil {
			return err
		}
	}
	wait := 100 * time.Millisecond
	began, told := time.Now(), ""
	for {
		rest, full, err := p.send(ctx, left)
		if err != nil {
			return explained(p.q.where, err)
		}
		if len(rest) == 0 {
			break
		}
		if len(rest) < len(left) {
			began, wait = time.Now(), 100*time.Millisecond
		}
		left = rest
		if err := p.q.refused(); err != nil {
			return err
		}
		say := "the queue does not answer; it is tried again"
		if full {
			say, began = "the queue is full; waiting until stories are coded", time.Now()
		}
		if time.Since(began) > outage {
			return fault(Unreachable, nil, "the queue at %s did not take %d stories within %v", p.q.where, len(left), outage)
		}
		if say != told && wait > time.Second {
			told = say
			p.tell(say)
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, 2*time.Second)
	}
	p.done.Stories += len(p.waiting)
	p.waiting, p.bytes = p.waiting[:0], 0
	clear(p.stories)
	return nil
}

// outage is how long servers may be away before a publisher or worker gives up.
const outage = 2 * time.Minute

// putBeside puts a story that is too large for a message beside the messages.
func (p *Publisher) putBeside(ctx context.Context, m *nats.Msg) error {
	if m.Header.Get(objectHeader) != "" || len(m.Data)+headroom < int(p.q.nc.MaxPayload()) {
		return nil
	}
	name := m.Header.Get(nats.MsgIdHdr)
	err := p.q.until(ctx, func(context.Context) error {
		_, err := p.q.large.Put(ctx, jetstream.ObjectMeta{Name: name, Opts: &jetstream.ObjectMetaOptions{ChunkSize: 512 << 10}}, bytes.NewReader(m.Data))
		return err
	})
	if err != nil {
		return explained(p.q.where, fmt.Errorf("publish a large story: %w", err))
	}
	m.Header.Set(objectHeader, name)
	m.Data = nil
	p.done.Large++
	return nil
}

// send publishes messages at once and gives those that the queue did not take, in order.
func (p *Publisher) send(ctx context.Context, all []*nats.Msg) (rest []*nats.Msg, full bool, err error) {
	futures := make([]jetstream.PubAckFuture, len(all))
	faults := make([]error, len(all))
	for i, m := range all {
		after, _ := strconv.ParseUint(m.Header.Get(afterHeader), 10, 64)
		sent := &nats.Msg{Subject: m.Subject, Header: nats.Header{}, Data: m.Data} // the client adds to the headers
		for k, v := range m.Header {
			sent.Header[k] = slices.Clone(v)
		}
		futures[i], faults[i] = p.q.js.PublishMsgAsync(sent, jetstream.WithExpectLastSequencePerSubject(after))
	}
	wait, stop := context.WithTimeout(ctx, p.q.wait)
	defer stop()
	for i, f := range futures {
		if faults[i] == nil {
			faults[i] = p.heard(wait, f)
		}
	}
	for i, err := range faults {
		switch {
		case err == nil:
			continue
		case ctx.Err() != nil:
			return nil, false, ctx.Err()
		case wrongLast(err):
			if err := p.follow(ctx, all[i]); err != nil && !passing(err) {
				return nil, false, err
			}
		case isFull(err):
			full = true
		case !passing(err) && !errors.Is(err, nats.ErrReconnectBufExceeded) && !errors.Is(err, jetstream.ErrTooManyStalledMsgs):
			return nil, false, fmt.Errorf("publish stories: %w", err)
		}
		rest = append(rest, all[i])
	}
	return rest, full, nil
}

// heard waits for what the queue says of a message.
func (p *Publisher) heard(ctx context.Context, f jetstream.PubAckFuture) error {
	select {
	case ack := <-f.Ok():
		if ack.Duplicate {
			p.done.Known++
		}
		return nil
	case err := <-f.Err():
		return err
	case <-ctx.Done():
		return errTimeout
	}
}

// follow notes which message a story's words follow: they are not coded before that one
// is stored.
func (p *Publisher) follow(ctx context.Context, m *nats.Msg) error {
	last, err := p.q.work.GetLastMsgForSubject(ctx, m.Subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		m.Header.Del(afterHeader)
		return nil
	}
	if err != nil {
		return err
	}
	m.Header.Set(afterHeader, strconv.FormatUint(last.Sequence, 10))
	return nil
}

// wrongLast reports whether a story's earlier words are still in the queue, or others
// came in between.
func wrongLast(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence || api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequenceConstant)
}

// isFull reports whether the queue holds as much as it may.
func isFull(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (strings.Contains(api.Description, "maximum messages exceeded") || strings.Contains(api.Description, "maximum bytes exceeded"))
}
