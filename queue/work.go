package queue

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"entente"
)

// Work says how stories are coded and kept.
type Work struct {
	Program  Program
	Code     func(Job) entente.Reading                                          // a panic is a reason to set the story aside
	Known    func(ctx context.Context, story, hash string) (bool, error)        // is it in the store as it would be coded?
	Save     func(context.Context, ...entente.Reading) (entente.Receipt, error) // all or none
	Cores    int                                                                // stories coded at a time; 0 means 1
	Batch    int                                                                // readings saved at once; 0 means 64
	Tries    int                                                                // of a story before it is set aside; 0 means 3
	Patience time.Duration                                                      // with a store that takes nothing; 0 means 2 minutes
	Grace    time.Duration                                                      // for what is under way when the context ends; 0 means 30 seconds
	Empty    bool                                                               // end when the queue is empty
	Name     string                                                             // of the worker, for people; its machine, say
	PID      int
	CPU      func() time.Duration     // that the process has used so far; may be nil
	Problem  func(...entente.Problem) // hears the problems of what was stored, one story after another; may be nil
	Tell     func(string)             // hears what is out of the ordinary, in words for people; may be nil
}

// Did counts what a worker did.
type Did struct {
	entente.Receipt
	Stories int     `json:"stories"`     // stored, with those that were known
	Batches int     `json:"batches"`     // in which they were
	Again   int     `json:"again"`       // that were given out before
	Aside   int     `json:"aside"`       // set aside
	Handed  int     `json:"handed_back"` // given back to the queue
	CPU     float64 `json:"cpu_seconds"`
}

// Usual numbers, and how many stories are fetched ahead of a core.
const (
	usualBatch = 64
	usualTries = 3
	ahead      = 4
	ripe       = 2 * time.Second        // after which readings are saved though the batch is not full
	lull       = 100 * time.Millisecond // between looks whether the batch is to be saved
	suspect    = 2                      // given out more often, a story is coded by itself
	streak     = 16                     // after so many stories that were new the store is not asked for each
)

func (w *Work) fill() {
	if w.Cores == 0 {
		w.Cores = 1
	}
	if w.Batch == 0 {
		w.Batch = usualBatch
	}
	if w.Tries == 0 {
		w.Tries = usualTries
	}
	if w.Patience == 0 {
		w.Patience = outage
	}
	if w.Grace == 0 {
		w.Grace = 30 * time.Second
	}
	if w.Tell == nil {
		w.Tell = func(string) {}
	}
	if w.Problem == nil {
		w.Problem = func(...entente.Problem) {}
	}
	if w.CPU == nil {
		w.CPU = func() time.Duration { return 0 }
	}
}

// task is a story in hand.
type task struct {
	msg     jetstream.Msg
	number  uint64 // in the queue
	given   uint64 // how often it was given out
	job     Job
	reading entente.Reading
	noted   bool  // that it is tried
	before  tried // what was noted before
}

// shift is one run of a worker.
type shift struct {
	*Queue
	Work
	consumer jetstream.Consumer
	silence  time.Duration
	stop     context.CancelCauseFunc // ends the shift

	alone sync.Mutex // held while a suspect is coded

	mu     sync.Mutex
	held   map[uint64]*task
	sign   time.Time // when the queue was last told that the held are in work
	warned time.Time // when it was last told that the store is in trouble
	fresh  int       // stories in a row that the store did not know
	did    Did

	began time.Time
}

// Admit holds a worker to what the queue's stories are to be coded with, as Work does
// before it begins; the fleet is told who was refused.
func (q *Queue) Admit(ctx context.Context, w Work) error {
	return explained(q.where, q.shift(w).admit(ctx))
}

func (q *Queue) shift(w Work) *shift {
	w.fill()
	return &shift{Queue: q, Work: w, held: map[uint64]*task{}, sign: time.Now()}
}

// Work codes stories until the context ends, or the queue is empty if that is asked for.
// When the context ends what is under way is finished, stored and acknowledged, the rest
// given back; that is no error. Errors: [Other] if the stories are for another program,
// [Newer], [NotStored] with the store's last error, [Unreachable].
func (q *Queue) Work(ctx context.Context, w Work) (Did, error) {
	s := q.shift(w)
	if err := s.admit(ctx); err != nil {
		return s.did, explained(q.where, err)
	}
	shift, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s.stop = stop
	s.run(shift)
	err := context.Cause(shift)
	if ctx.Err() != nil || errors.Is(err, errEmpty) || errors.Is(err, context.Canceled) {
		err = nil
	}
	s.report(context.WithoutCancel(ctx), func(r *Worker) { r.Ended = true })
	return s.sum(), explained(q.where, err)
}

// errEmpty ends a shift that was to last until the queue is empty.
var errEmpty = errors.New("the queue is empty")

// admit holds the worker to what the stories are to be coded with.
func (s *shift) admit(ctx context.Context) error {
	return s.until(ctx, func(ctx context.Context) error {
		is, _, err := s.publication(ctx)
		if err != nil {
			return err
		}
		if is != nil && is.Program != s.Program {
			f := s.another(is.Program)
			s.report(ctx, func(r *Worker) { r.Refused, r.Ended = f.Error(), true })
			return f
		}
		s.consumer, err = s.work.Consumer(ctx, coders)
		if err == nil {
			s.silence = s.consumer.CachedInfo().Config.AckWait
		}
		return err
	})
}

func (s *shift) another(is Program) *Fault {
	return fault(Other, nil, "the queue's stories are to be coded with another program than this (here %s)", s.Program.Differs(is))
}

// run has the stories pulled, coded and stored.
func (s *shift) run(ctx context.Context) {
	var tend sync.WaitGroup
	tending, rest := context.WithCancel(context.WithoutCancel(ctx))
	tend.Go(func() { s.keepUp(tending) })
	tend.Go(func() { s.showUp(tending) })
	todo := make(chan *task)
	coded := make(chan *task, s.Batch)
	go s.pull(ctx, todo)
	go func() {
		var wg sync.WaitGroup
		for range s.Cores {
			wg.Go(func() {
				for t := range todo {
					if s.code(ctx, t) {
						coded <- t
					}
				}
			})
		}
		wg.Wait()
		close(coded)
	}()
	s.store(ctx, coded)
	rest()
	tend.Wait()
}

// pull takes stories from the queue while the context lasts.
func (s *shift) pull(ctx context.Context, todo chan<- *task) {
	defer close(todo)
	troubled := time.Time{}
	for ctx.Err() == nil {
		msgs, err := s.consumer.Messages(jetstream.PullMaxMessages(ahead*s.Cores), jetstream.PullExpiry(10*time.Second))
		if err == nil {
			n := 0
			n, err = s.pullFrom(ctx, msgs, todo)
			if n > 0 {
				troubled = time.Time{}
			}
		}
		if ctx.Err() != nil {
			return
		}
		if err := s.refused(); err != nil {
			s.stop(err)
			return
		}
		if troubled.IsZero() {
			troubled = time.Now()
		}
		if away := time.Since(troubled); away > outage || s.nc.IsClosed() {
			s.stop(fault(Unreachable, err, "the queue at %s did not answer for %v", s.where, away.Round(time.Second)))
			return
		}
		_ = pause(ctx, time.Second)
	}
}

// pullFrom hands stories on until the context ends or the queue is in trouble, and gives
// how many.
func (s *shift) pullFrom(ctx context.Context, msgs jetstream.MessagesContext, todo chan<- *task) (n int, err error) {
	defer msgs.Stop()
	for {
		m, err := msgs.Next(jetstream.NextContext(ctx))
		if ctx.Err() != nil {
			if err == nil {
				s.giveBack(m)
			}
			msgs.Drain()
			for m, err := msgs.Next(); err == nil; m, err = msgs.Next() {
				s.giveBack(m)
			}
			return n, nil
		}
		if err != nil {
			return n, err
		}
		t, err := s.take(m)
		if err != nil {
			return n, err
		}
		n++
		select {
		case todo <- t:
		case <-ctx.Done():
			s.handBack(t, 0)
		}
	}
}

// take takes a story in hand.
func (s *shift) take(m jetstream.Msg) (*task, error) {
	about, err := m.Metadata()
	if err != nil {
		return nil, err
	}
	t := &task{msg: m, number: about.Sequence.Stream, given: about.NumDelivered}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held[t.number] = t
	if t.given > 1 {
		s.did.Again++
	}
	return t, nil
}

// drop lets go of a story, and reports whether it was still held.
func (s *shift) drop(t *task) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[t.number] != t {
		return false
	}
	delete(s.held, t.number)
	return true
}

// giveBack gives a message back that nobody began.
func (s *shift) giveBack(m jetstream.Msg) {
	_ = m.Nak()
	s.count(func(d *Did) { d.Handed++ })
}

// handBack gives a story back to be coded later.
func (s *shift) handBack(t *task, later time.Duration) {
	if s.drop(t) {
		_ = t.msg.NakWithDelay(later)
		s.count(func(d *Did) { d.Handed++ })
	}
}

func (s *shift) count(add func(*Did)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	add(&s.did)
}

func (s *shift) sum() Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.did
	d.CPU = s.CPU().Seconds()
	return d
}

// holding is how many stories are in hand.
func (s *shift) holding() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.held)
}

// code codes a story and reports whether it is to be stored.
func (s *shift) code(ctx context.Context, t *task) bool {
	if ctx.Err() != nil {
		s.handBack(t, 0)
		return false
	}
	head := t.msg.Headers()
	if tools, v := head.Get(toolsHeader), head.Get(versionHeader); head.Get(formatHeader) == strconv.Itoa(Format) && (tools != s.Program.Tools || v != s.Program.Version) {
		s.handBack(t, time.Second)
		s.stop(s.another(s.publishedWith(ctx, tools, v)))
		return false
	}
	if s.follows(ctx, t) {
		s.handBack(t, 500*time.Millisecond)
		return false
	}
	if t.given > suspect {
		s.alone.Lock()
		defer s.alone.Unlock()
		if !s.try(ctx, t) {
			return false
		}
	}
	if !s.open(ctx, t) {
		return false
	}
	known, err := s.known(ctx, t)
	if err != nil {
		s.survived(ctx, t)
		s.handBack(t, 2*time.Second)
		return false
	}
	if known {
		s.acknowledge(entente.Receipt{Known: 1}, t)
		return false
	}
	if err := attempt(s.Code, t); err != nil {
		s.failed(ctx, t, err)
		return false
	}
	s.survived(ctx, t)
	return true
}

// publishedWith gives as much as is known of the program that a story was published for.
func (s *shift) publishedWith(ctx context.Context, tools, version string) Program {
	if is, _, err := s.publication(ctx); err == nil && is != nil && is.Program.Tools == tools && is.Program.Version == version {
		return is.Program
	}
	return Program{Tools: tools, Version: version, Lexicon: s.Program.Lexicon, Syntax: s.Program.Syntax, Judge: s.Program.Judge}
}

// known asks the store for a story, for as long as the worker has patience with it;
// problems of no story are never known. The worker ends with the store's last error.
// Where the store knew none of the last stories it is not asked for one that is given out
// for the first time: a question costs a store on servers more than coding, and a story
// that it knows after all is known when it is saved.
func (s *shift) known(ctx context.Context, t *task) (bool, error) {
	if t.job.Story.ID == "" || t.job.Story.Text == "" || t.given <= 1 && s.unknown() {
		return false, nil
	}
	began, wait := time.Now(), 200*time.Millisecond
	for {
		known, err := s.Known(context.WithoutCancel(ctx), t.job.Story.ID, t.job.Story.Hash)
		if err == nil {
			s.found(known)
		}
		if err == nil || ctx.Err() != nil {
			return known, err
		}
		if mute := time.Since(began); mute > s.Patience {
			s.stop(fault(NotStored, err, "the store did not answer for %v; the stories are given back", mute.Round(time.Second)))
			return false, err
		}
		s.troubled(err)
		_ = pause(ctx, wait)
		wait = min(2*wait, 5*time.Second)
	}
}

// unknown reports whether the store knew none of the last stories.
func (s *shift) unknown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fresh >= streak
}

// found notes whether the store knew a story.
func (s *shift) found(known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh++
	if known {
		s.fresh = 0
	}
}

// troubled tells that the store is in trouble, not more than every ten seconds.
func (s *shift) troubled(err error) {
	s.mu.Lock()
	again := time.Since(s.warned) < 10*time.Second
	if !again {
		s.warned = time.Now()
	}
	s.mu.Unlock()
	if !again {
		s.Tell(fmt.Sprintf("the store is in trouble and is tried again: %v", err))
	}
}

// follows reports whether earlier words of the story are not stored yet.
func (s *shift) follows(ctx context.Context, t *task) bool {
	n, err := strconv.ParseUint(t.msg.Headers().Get(afterHeader), 10, 64)
	if err != nil || n == 0 {
		return false
	}
	_, err = s.work.GetMsg(context.WithoutCancel(ctx), n)
	return !errors.Is(err, jetstream.ErrMsgNotFound)
}

// open reads the story out of its message.
func (s *shift) open(ctx context.Context, t *task) bool {
	var err error
	head := t.msg.Headers()
	t.job, err = s.job(context.WithoutCancel(ctx), head, t.msg.Data())
	switch {
	case err == nil:
		return true
	case KindOf(err) == Newer:
		s.handBack(t, time.Second)
		s.stop(err)
	case errors.Is(err, errDamaged):
		// A large story is deleted when it is acknowledged, and the acknowledgement may be lost.
		id, _ := strconv.Unquote(head.Get(storyHeader))
		switch known, kerr := s.Known(context.WithoutCancel(ctx), id, head.Get(hashHeader)); {
		case kerr != nil: // the store is in trouble, which is no fault of the story
			s.troubled(kerr)
			s.survived(ctx, t)
			s.handBack(t, time.Second)
		case known:
			s.acknowledge(entente.Receipt{Known: 1}, t)
		default:
			s.failed(ctx, t, err)
		}
	default:
		s.survived(ctx, t)
		s.handBack(t, time.Second)
	}
	return false
}

// attempt codes a story; a panic is an error.
func attempt(code func(Job) entente.Reading, t *task) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("coding it panics: %v%s", v, whence(debug.Stack()))
		}
	}()
	t.reading = code(t.job)
	return nil
}

// whence gives the place of our own code where a panic began.
func whence(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	past := false
	for _, l := range lines {
		past = past || strings.HasPrefix(l, "panic(")
		if past && strings.HasPrefix(l, "entente/") {
			return " in " + strings.SplitN(l, "(0x", 2)[0]
		}
	}
	return ""
}
