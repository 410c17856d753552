package watch

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"entente"
)

// Pace says how often feeds are visited. The pause between two visits is Every and up
// to a quarter more, which follows from the seed, the feed's address and the number of
// the visit: feeds are not all asked at once, and a restart changes no pause.
type Pace struct {
	Every time.Duration
	Seed  int64
}

// Pause is the time from a visit of a feed, counted from 1, to the next.
func (p Pace) Pause(feed string, visit int) time.Duration {
	h := sha256.New()
	_ = binary.Write(h, binary.BigEndian, []int64{p.Seed, int64(visit)})
	h.Write([]byte(feed))
	share := binary.BigEndian.Uint32(h.Sum(nil)) % 10000
	return p.Every + time.Duration(share)*(p.Every/40000)
}

// Record is what is known of a feed from one run to the next. The zero Record is that
// of a feed never visited, which is due at once.
type Record struct {
	Title    string                 `json:"title,omitempty"`
	ETag     string                 `json:"etag,omitempty"`
	Modified string                 `json:"modified,omitempty"`
	Last     time.Time              `json:"last,omitzero"`
	Next     time.Time              `json:"next,omitzero"` // not to be visited before
	Visits   int                    `json:"visits"`
	Failures int                    `json:"failures,omitempty"` // in a row
	Waiting  []Waiting              `json:"waiting,omitempty"`
	Done     map[string]entente.Day `json:"done,omitempty"` // pages that are not to be got again, and when the feed last listed them
}

// Waiting is a page that was listed and has not been read.
type Waiting struct {
	Entry
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next,omitzero"` // not to be tried before
}

// Limits of what is kept and tried.
const (
	longestBackOff = 24 * time.Hour
	mostTries      = 5
	mostWaiting    = 1000
	longestWait    = 7 * 24 * time.Hour // that a host may ask for
	forgetAfter    = 90                 // days after which a page that is listed no more is forgotten
)

// Due reports whether a feed may be visited. A visit that lies ahead was noted by a clock
// that went wrong, and says nothing.
func (r *Record) Due(now time.Time) bool {
	return !now.Before(r.Next) || r.Last.Sub(now) > wrongClock
}

// wrongClock is how far ahead a moment that was noted may lie before the clock is thought
// to have been set right since.
const wrongClock = time.Hour

// LeaveAlone puts off the next visit to when the feed's host wants to be asked again.
func (r *Record) LeaveAlone(until time.Time) {
	if until.After(r.Next) {
		r.Next = until
	}
}

// Begin notes that a visit begins: if the run is broken off, the next visit is no
// earlier for it.
func (r *Record) Begin(now time.Time, p Pace, feed string) {
	r.Visits++
	r.Last, r.Next = now, now.Add(p.Pause(feed, r.Visits))
}

// Succeed notes that a visit went well; a feed that wants to be visited less often is.
func (r *Record) Succeed(every time.Duration) {
	r.Failures = 0
	if at := r.Last.Add(every); at.After(r.Next) {
		r.Next = at
	}
}

// Fail notes that a visit did not go well. Each failure in a row doubles the pause, up
// to a day; the host may have named a later time.
func (r *Record) Fail(until time.Time) {
	pause := r.Next.Sub(r.Last)
	for range min(r.Failures, 10) {
		pause *= 2
	}
	r.Failures++
	r.Next = r.Last.Add(min(pause, max(longestBackOff, r.Next.Sub(r.Last))))
	r.LeaveAlone(until)
}

// Find notes the entries that a feed lists, and gives how many of them are new: those
// that neither wait nor are done, here or, as elsewhere says, in another feed.
func (r *Record) Find(entries []Entry, today entente.Day, elsewhere func(url string) bool) int {
	waits := map[string]bool{}
	for _, w := range r.Waiting {
		waits[w.URL] = true
	}
	fresh := 0
	for _, e := range entries {
		_, done := r.Done[e.URL]
		switch {
		case done:
			r.Done[e.URL] = today
		case !waits[e.URL] && len(r.Waiting) < mostWaiting && !elsewhere(e.URL):
			r.Waiting = append(r.Waiting, Waiting{Entry: e})
			fresh++
		}
	}
	maps.DeleteFunc(r.Done, func(_ string, last entente.Day) bool { return today-last > forgetAfter })
	return fresh
}

// Knows reports whether a page waits or is done.
func (r *Record) Knows(url string) bool {
	_, done := r.Done[url]
	return done || slices.ContainsFunc(r.Waiting, func(w Waiting) bool { return w.URL == url })
}

// Ready gives up to most pages that may be tried now, in the order of the feed.
func (r *Record) Ready(now time.Time, most int) []Waiting {
	var out []Waiting
	for _, w := range r.Waiting {
		if len(out) < most && (!now.Before(w.Next) || w.Next.Sub(now) > longestWait+wrongClock) {
			out = append(out, w)
		}
	}
	return out
}

// Finish notes that a page is not to be got again: it was read, or never can be.
func (r *Record) Finish(url string, today entente.Day) {
	r.Waiting = slices.DeleteFunc(r.Waiting, func(w Waiting) bool { return w.URL == url })
	if r.Done == nil {
		r.Done = map[string]entente.Day{}
	}
	r.Done[url] = today
}

// PutOff notes that a page could not be got: it is tried again an hour later, then
// after twice the time, and so on, or when its host wants it. After five tries it is
// given up, and the answer is false.
func (r *Record) PutOff(url string, now, until time.Time) (again bool) {
	i := slices.IndexFunc(r.Waiting, func(w Waiting) bool { return w.URL == url })
	if i < 0 {
		return false
	}
	w := &r.Waiting[i]
	w.Tries++
	if w.Tries >= mostTries {
		r.Finish(url, entente.DayOf(now))
		return false
	}
	w.Next = now.Add(time.Hour << (w.Tries - 1))
	if until.After(w.Next) {
		w.Next = until
	}
	return true
}

// StoryID is the id under which a page is kept: the same for the same address,
// whatever feed lists it.
func StoryID(url string) string { return entente.PageID(url) }
