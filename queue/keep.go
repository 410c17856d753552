package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"entente"
)

// store saves readings in batches and acknowledges their stories, until there are no more.
func (s *shift) store(ctx context.Context, coded <-chan *task) {
	look := time.NewTicker(lull)
	defer look.Stop()
	var waiting []*task
	var oldest, asked time.Time
	var overdue <-chan time.Time
	ended := ctx.Done()
	for {
		select {
		case t, ok := <-coded:
			if !ok {
				s.flush(ctx, waiting)
				return
			}
			if len(waiting) == 0 {
				oldest = time.Now()
			}
			waiting = append(waiting, t)
			if len(waiting) < s.Batch {
				continue
			}
		case <-look.C:
			holding := s.holding()
			if holding == 0 && s.Empty && ctx.Err() == nil && time.Since(asked) > 5*lull {
				asked = time.Now()
				s.endIfEmpty(ctx)
			}
			if len(waiting) == 0 || holding > len(waiting) && time.Since(oldest) < ripe {
				continue
			}
		case <-ended:
			ended, overdue = nil, time.After(s.Grace)
			continue
		case <-overdue: // what is still coded is given to another when the queue hears nothing more
			s.flush(ctx, waiting)
			return
		}
		s.flush(ctx, waiting)
		waiting = nil
	}
}

// endIfEmpty ends the shift if nothing is left to do, for anybody.
func (s *shift) endIfEmpty(ctx context.Context) {
	if info, err := s.work.Info(ctx); err == nil && info.State.Msgs == 0 {
		s.stop(errEmpty)
	}
}

// flush saves what waits and acknowledges it.
func (s *shift) flush(ctx context.Context, all []*task) {
	mine := s.stillMine(all)
	if len(mine) == 0 {
		return
	}
	end := context.WithoutCancel(ctx)
	began, wait := time.Now(), 200*time.Millisecond
	for n := 0; ; n++ {
		left, stored, err := s.save(end, mine, n%oneByOne == oneByOne-1)
		switch {
		case len(left) == 0:
			return
		case stored > 0 && !away(err): // the store takes stories, and not these
			for _, t := range left {
				s.failed(end, t, fmt.Errorf("the store does not take it: %w", err))
			}
			return
		case ctx.Err() != nil || time.Since(began) > s.Patience:
			for _, t := range left {
				s.handBack(t, 0)
			}
			s.stop(fault(NotStored, err, "the store took nothing for %v; the stories are given back", time.Since(began).Round(time.Second)))
			return
		}
		if wait > time.Second {
			s.troubled(err)
		}
		if stored > 0 {
			began = time.Now()
		}
		mine = left
		_ = pause(ctx, wait)
		wait = min(2*wait, 5*time.Second)
	}
}

// oneByOne is after how many tries of a batch its readings are saved one by one, to find
// whether it is one of them that the store refuses.
const oneByOne = 4

// stillMine drops stories that the queue may have given to another, as the worker was not
// heard of for too long: stored late, their words might take the place of later ones.
func (s *shift) stillMine(all []*task) []*task {
	s.mu.Lock()
	defer s.mu.Unlock()
	silent := time.Since(s.sign) > s.silence
	var mine []*task
	for _, t := range all {
		if s.held[t.number] == t && !silent {
			mine = append(mine, t)
		} else {
			delete(s.held, t.number)
		}
	}
	return mine
}

// save saves readings, all at once or else, if that is wanted or one of them is no text,
// one by one; it acknowledges those that are stored, counts them, and gives the others with
// the last error.
func (s *shift) save(ctx context.Context, all []*task, singly bool) (left []*task, stored int, err error) {
	readings := make([]entente.Reading, len(all))
	for i, t := range all {
		readings[i] = t.reading
	}
	got, err := s.Save(ctx, readings...)
	notText := errors.Is(err, entente.ErrNotText)
	switch {
	case err == nil:
		s.acknowledge(got, all...)
		return nil, len(all), nil
	case len(all) == 1 && notText:
		s.failed(ctx, all[0], err)
		return nil, 0, nil
	case len(all) == 1 || !singly && !notText:
		return all, 0, err
	}
	err = nil
	for _, t := range all {
		rest, n, one := s.save(ctx, []*task{t}, false)
		if one != nil && !away(err) {
			err = one
		}
		left, stored = append(left, rest...), stored+n
	}
	return left, stored, err
}

// away reports whether a store refuses for what is wrong with it and not with a story: one
// of its servers does not answer, or has no room.
func away(err error) bool {
	return errors.Is(err, entente.ErrAway) || errors.Is(err, entente.ErrNoRoom)
}

// acknowledge tells the queue that stories are stored.
func (s *shift) acknowledge(got entente.Receipt, all ...*task) {
	for _, t := range all {
		if len(t.reading.Problems) > 0 { // told again of one that the store was not asked for
			s.Problem(t.reading.Problems...)
		}
		_ = t.msg.Ack() // lost, the story comes again and is known
		s.clear(t)
		s.drop(t)
	}
	if got.Known > 0 {
		s.found(true)
	}
	s.count(func(d *Did) {
		d.Receipt = d.Plus(got)
		d.Stories += len(all)
		d.Batches++
	})
}

// clear deletes what lies beside a message.
func (s *shift) clear(t *task) {
	end, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	if name := t.msg.Headers().Get(objectHeader); name != "" {
		_ = s.large.Delete(end, name)
	}
	if t.given > 1 {
		_ = s.fleet.Purge(end, tryKey(t))
	}
}

// keepUp tells the queue that the stories in hand are in work.
func (s *shift) keepUp(ctx context.Context) {
	for pause(ctx, s.silence/4) == nil {
		s.mu.Lock()
		if s.nc.Status() == nats.CONNECTED {
			if time.Since(s.sign) > s.silence { // too late: others may have them
				clear(s.held)
			}
			s.sign = time.Now()
		}
		msgs := make([]jetstream.Msg, 0, len(s.held))
		for _, t := range s.held {
			msgs = append(msgs, t.msg)
		}
		s.mu.Unlock()
		for _, m := range msgs {
			_ = m.InProgress()
		}
	}
}
