package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Worker is what a worker last said of itself.
type Worker struct {
	Name    string    `json:"name"`
	PID     int       `json:"pid,omitempty"`
	Program Program   `json:"program"`
	Began   time.Time `json:"began"`
	At      time.Time `json:"at"` // by its own clock
	Did     Did       `json:"did"`
	Rate    float64   `json:"rate"`    // stories stored a second, of late
	Holding int       `json:"holding"` // stories in hand
	Ended   bool      `json:"ended"`
	Refused string    `json:"refused,omitempty"` // why it was not let to work

	Heard time.Time     `json:"heard"`     // by the clock of the queue
	Skew  time.Duration `json:"skew_ns"`   // by how much its clock is ahead of the queue's
	Mute  time.Duration `json:"silent_ns"` // how long nothing was heard of it
}

// Lost reports whether a worker ended without a word.
func (w *Worker) Lost() bool { return !w.Ended && w.Mute > 5*beat }

// Server is what an embedded server last said of itself.
type Server struct {
	Name    string    `json:"name"`
	Version string    `json:"version"`
	Began   time.Time `json:"began"`
	At      time.Time `json:"at"`
	CPU     float64   `json:"cpu_seconds"`

	Heard time.Time     `json:"heard"`
	Skew  time.Duration `json:"skew_ns"`
	Mute  time.Duration `json:"silent_ns"`
}

// Lost reports whether nothing was heard of a server for long.
func (s *Server) Lost() bool { return s.Mute > 5*beat }

// beat is how often workers and servers tell of themselves, remembered is how long that is
// kept of those that ended.
const (
	beat       = 2 * time.Second
	remembered = 24 * time.Hour
)

const (
	workerKey = "worker."
	serverKey = "server."
)

var unfit = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// keyOf makes a name fit for a key.
func keyOf(prefix, name string, began time.Time) string {
	return fmt.Sprintf("%s%s-%d", prefix, unfit.ReplaceAllString(name, "-"), began.UnixMilli())
}

// showUp tells how the worker fares, until the context ends.
func (s *shift) showUp(ctx context.Context) {
	rate, was, then := 0., 0, time.Now()
	for {
		s.report(ctx, func(r *Worker) {
			now := time.Now()
			if d := now.Sub(then).Seconds(); d > .5 {
				fresh := float64(r.Did.Stories-was) / d
				if rate = .7*rate + .3*fresh; was == 0 {
					rate = fresh
				}
				was, then = r.Did.Stories, now
			}
			r.Rate = rate
		})
		if pause(ctx, beat) != nil {
			return
		}
	}
}

// report writes down how the worker fares.
func (s *shift) report(ctx context.Context, more func(*Worker)) {
	if s.began.IsZero() {
		s.began = time.Now().UTC()
	}
	r := Worker{Name: s.Name, PID: s.PID, Program: s.Program, Began: s.began, At: time.Now().UTC(), Did: s.sum(), Holding: s.holding()}
	more(&r)
	s.tell(ctx, keyOf(workerKey, fmt.Sprintf("%s-%d", s.Name, s.PID), s.began), r)
}

// tell puts what somebody says of himself into the queue; that it does not get there is
// seen by others.
func (q *Queue) tell(ctx context.Context, key string, v any) {
	ctx, stop := context.WithTimeout(ctx, 2*beat)
	defer stop()
	if value, err := json.Marshal(v); err == nil {
		_, _ = q.fleet.Put(ctx, key, value)
	}
}

// Status is how a queue and its fleet fare.
type Status struct {
	Where       string        `json:"where"`
	Publication *Publication  `json:"publication"` // null if nothing was published yet
	Published   uint64        `json:"published"`   // ever
	Waiting     uint64        `json:"waiting"`     // in no worker's hands
	InWork      uint64        `json:"in_work"`
	Aside       uint64        `json:"aside"`
	Done        uint64        `json:"done"` // stored, known or set aside
	Bytes       uint64        `json:"bytes"`
	Most        int64         `json:"most"`         // that may wait
	Rate        float64       `json:"rate"`         // stories stored a second, of all workers
	Left        float64       `json:"left_seconds"` // at that rate, -1 where nobody works
	Replicas    int           `json:"replicas"`
	Leader      string        `json:"leader,omitempty"`
	Away        []string      `json:"away,omitempty"`   // servers of the cluster that are away
	Behind      []string      `json:"behind,omitempty"` // and those that are behind
	Workers     []Worker      `json:"workers"`
	Servers     []Server      `json:"servers"` // embedded ones
	Clock       time.Time     `json:"clock"`   // of the queue's leader
	Skew        time.Duration `json:"skew_ns"` // by how much the clock here is ahead of it
}

// Status asks the queue how it and its fleet fare.
func (q *Queue) Status(ctx context.Context) (*Status, error) {
	st := &Status{Where: q.where}
	err := q.until(ctx, func(ctx context.Context) error { return q.status(ctx, st) })
	return st, explained(q.where, err)
}

func (q *Queue) status(ctx context.Context, st *Status) error {
	before := time.Now()
	info, err := q.work.Info(ctx)
	if err != nil {
		return err
	}
	st.Clock = info.TimeStamp
	st.Skew = before.Add(time.Since(before) / 2).Sub(info.TimeStamp)
	st.Published, st.Bytes, st.Most, st.Replicas = info.State.LastSeq, info.State.Bytes, info.Config.MaxMsgs, info.Config.Replicas
	st.Done = info.State.LastSeq - info.State.Msgs
	st.cluster(info.Cluster)
	work, err := q.js.Consumer(ctx, workStream, coders)
	if err != nil {
		return err
	}
	st.InWork = min(uint64(work.CachedInfo().NumAckPending), info.State.Msgs)
	st.Waiting = info.State.Msgs - st.InWork
	aside, err := q.js.Stream(ctx, asideStream)
	if err != nil {
		return err
	}
	st.Aside = aside.CachedInfo().State.Msgs
	if st.Publication, _, err = q.publication(ctx); err != nil {
		return err
	}
	if err := q.hear(ctx, st); err != nil {
		return err
	}
	st.Rate, st.Left = 0, -1
	for i := range st.Workers {
		if w := &st.Workers[i]; !w.Ended && !w.Lost() {
			st.Rate += w.Rate
		}
	}
	if st.Rate > 0 {
		st.Left = float64(info.State.Msgs) / st.Rate
	}
	return nil
}

// cluster says how the servers stand that keep the stories.
func (st *Status) cluster(c *jetstream.ClusterInfo) {
	st.Leader, st.Away, st.Behind = "", nil, nil
	if c == nil {
		return
	}
	st.Leader = c.Leader
	for _, r := range c.Replicas {
		switch {
		case r.Offline:
			st.Away = append(st.Away, r.Name)
		case !r.Current:
			st.Behind = append(st.Behind, r.Name)
		}
	}
}

// hear gathers what workers and servers said of themselves.
func (q *Queue) hear(ctx context.Context, st *Status) error {
	st.Workers, st.Servers = []Worker{}, []Server{}
	keys, err := q.fleet.ListKeysFiltered(ctx, workerKey+">", serverKey+">")
	if errors.Is(err, jetstream.ErrNoKeysFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for key := range keys.Keys() {
		entry, err := q.fleet.Get(ctx, key)
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		heard, mute := entry.Created(), st.Clock.Sub(entry.Created())
		var w Worker
		var s Server
		switch {
		case strings.HasPrefix(key, workerKey) && json.Unmarshal(entry.Value(), &w) == nil:
			w.Heard, w.Mute, w.Skew = heard, max(mute, 0), w.At.Sub(heard)
			st.Workers = append(st.Workers, w)
		case strings.HasPrefix(key, serverKey) && json.Unmarshal(entry.Value(), &s) == nil:
			s.Heard, s.Mute, s.Skew = heard, max(mute, 0), s.At.Sub(heard)
			st.Servers = append(st.Servers, s)
		}
	}
	slices.SortFunc(st.Workers, func(a, b Worker) int { return strings.Compare(a.Name, b.Name)*2 + a.Began.Compare(b.Began) })
	slices.SortFunc(st.Servers, func(a, b Server) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// forget deletes what is remembered of workers that were not heard of for long.
func (q *Queue) forget(ctx context.Context) {
	st := &Status{Clock: time.Now()}
	if q.hear(ctx, st) != nil {
		return
	}
	for _, w := range st.Workers {
		if w.Mute > remembered {
			_ = q.fleet.Purge(ctx, keyOf(workerKey, fmt.Sprintf("%s-%d", w.Name, w.PID), w.Began))
		}
	}
}
