package guard

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostClients is how many clients are remembered; the oldest are forgotten, and begin anew.
const mostClients = 10_000

// limits bounds how often each client may come.
type limits struct {
	per   rate.Limit
	burst int
	mu    sync.Mutex
	of    map[string]*client
}

type client struct {
	bucket *rate.Limiter
	last   time.Time
}

func newLimits(perSecond float64, burst int) *limits {
	return &limits{per: rate.Limit(perSecond), burst: max(1, burst), of: map[string]*client{}}
}

// allow reports whether a client may come now.
func (l *limits) allow(name string, now time.Time) bool {
	if l.per == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.of[name]
	if c == nil {
		l.forget()
		c = &client{bucket: rate.NewLimiter(l.per, l.burst)}
		l.of[name] = c
	}
	c.last = now
	return c.bucket.AllowN(now, 1)
}

// forget makes room: first of the client that came longest ago.
func (l *limits) forget() {
	if len(l.of) < mostClients {
		return
	}
	oldest := ""
	for name, c := range l.of {
		if oldest == "" || c.last.Before(l.of[oldest].last) {
			oldest = name
		}
	}
	delete(l.of, oldest)
}
