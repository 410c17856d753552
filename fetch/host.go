package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// door is what all schemes and ports of one host's name share: one conversation at a
// time, and the pause after it.
type door struct {
	name string
	turn chan struct{} // held by whoever speaks to it
	// Under the client's lock:
	next time.Time // when it may be asked again
	last *host     // that was spoken to
}

// host is what the client remembers of one scheme, name and port.
type host struct {
	*door
	asking chan struct{} // held by whoever asks for its robots.txt
	own    bool          // the user's, whose pause is the user's business
	// Under the client's lock:
	until  time.Time // before this it wants to be left alone
	robots Robots
	known  time.Time // when the robots.txt is to be asked for again
	weight int       // bytes of robots.txt that are kept, and a little for the rest
}

// mostWeight is how many bytes of what hosts asked for are remembered; then the hosts
// that were asked longest ago are forgotten.
const mostWeight = 32 << 20

// forget makes room: hosts that nobody speaks to and that asked for no time, those
// asked longest ago first. The client's lock is held.
func (c *Client) forget(but *host) {
	for total := c.weight(); total > c.most; {
		oldest := ""
		for key, h := range c.hosts {
			idle := len(h.turn) == 0 && len(h.asking) == 0 && h != but && !c.opt.Now().Before(h.until)
			if idle && (oldest == "" || h.next.Before(c.hosts[oldest].next)) {
				oldest = key
			}
		}
		if oldest == "" {
			return
		}
		total -= c.hosts[oldest].weight
		delete(c.hosts, oldest)
	}
}

func (c *Client) weight() int {
	sum := 0
	for _, h := range c.hosts {
		sum += h.weight
	}
	return sum
}

// How long a robots.txt is held good (RFC 9309, 2.4: a day at most), and how long the
// answer that there is none to be had.
const (
	robotsGood   = 24 * time.Hour
	robotsFailed = 10 * time.Minute
	longestPause = 2 * time.Minute // that a host may ask for by Crawl-delay
)

func (c *Client) hostOf(u *url.URL) *host {
	key := u.Scheme + "://" + u.Host
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[key]
	if h == nil {
		h = &host{door: c.doorOf(u.Hostname()), asking: make(chan struct{}, 1), own: c.isOwn(u), weight: 1 << 10}
		c.hosts[key] = h
	}
	return h
}

// doorOf gives the door of a name, which a host of another scheme or port may have.
func (c *Client) doorOf(name string) *door {
	for _, h := range c.hosts {
		if h.name == name {
			return h.door
		}
	}
	return &door{name: name, turn: make(chan struct{}, 1)}
}

// take waits for the host's turn and its pause. The turn is given back by leave.
func (c *Client) take(ctx context.Context, h *host) error {
	if err := lock(ctx, h.turn); err != nil {
		return err
	}
	wait, other, err := c.wait(h)
	if other { // a connection to it that waits for more is one too many
		c.transport.CloseIdleConnections()
	}
	if err == nil && wait > 0 {
		err = c.opt.Sleep(ctx, wait)
	}
	if err != nil {
		<-h.turn
	}
	return err
}

// wait is how long the host's pause still lasts, or the error that it is too early; and
// whether it was spoken to last by another scheme or port.
func (c *Client) wait(h *host) (pause time.Duration, other bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	other, h.last = h.last != nil && h.last != h, h
	now := c.opt.Now()
	if now.Before(h.until) {
		e := refuse(Early, "the host asked to be left alone until %s", h.until.UTC().Format(time.RFC3339))
		e.Until = h.until
		return 0, other, e
	}
	return h.next.Sub(now), other, nil
}

func (c *Client) leave(h *host) {
	c.mu.Lock()
	h.next = c.opt.Now().Add(c.pause(h))
	c.mu.Unlock()
	<-h.turn
}

// pause is how long a host is left alone between two requests.
func (c *Client) pause(h *host) time.Duration {
	least := c.opt.Pause
	if !h.own {
		least = max(least, time.Second)
	}
	return max(least, min(h.robots.Delay(), longestPause))
}

// isOwn reports whether the user calls a host his own, by name or by address.
func (c *Client) isOwn(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return c.opt.Allow.host(u.Hostname(), portOf(u)) || err == nil && c.opt.Allow.address(ip)
}

func lock(ctx context.Context, door chan struct{}) error {
	select {
	case door <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// mayAsk holds an address to its host's robots.txt.
func (c *Client) mayAsk(ctx context.Context, u *url.URL) error {
	h := c.hostOf(u)
	if err := lock(ctx, h.asking); err != nil {
		return err
	}
	defer func() { <-h.asking }()
	c.mu.Lock()
	robots, fresh := h.robots, c.opt.Now().Before(h.known)
	c.mu.Unlock()
	if !fresh {
		var good time.Duration
		var err error
		if robots, good, err = c.askRobots(ctx, u, robots); err != nil {
			return err
		}
		c.mu.Lock()
		h.robots, h.known = robots, c.opt.Now().Add(good)
		h.next = c.opt.Now().Add(c.pause(h)) // what it asks for holds from now on
		h.weight = 1<<10 + robots.weight
		c.forget(h)
		c.mu.Unlock()
	}
	target := u.EscapedPath()
	if u.RawQuery != "" {
		target += "?" + u.RawQuery
	}
	if robots.Allows(target) {
		return nil
	}
	if robots.none {
		e := refuse(Disallowed, "the host's robots.txt cannot be had, so nothing of it may be fetched now")
		e.Until = c.opt.Now().Add(robotsFailed)
		return e
	}
	return refuse(Disallowed, "robots.txt forbids it")
}

// askRobots gets a host's robots.txt and says how long it is good (RFC 9309, 2.3.1):
// one that is not there allows all, one that cannot be had forbids all, but for what
// an earlier one said.
func (c *Client) askRobots(ctx context.Context, page *url.URL, before Robots) (Robots, time.Duration, error) {
	at := &url.URL{Scheme: page.Scheme, Host: page.Host, Path: "/robots.txt"}
	var found Robots
	_, err := c.follow(ctx, call{url: at, method: http.MethodGet, truncate: true, free: true}, func(_ Response, body io.Reader) error {
		data, err := io.ReadAll(io.LimitReader(body, robotsSize))
		found = ParseRobots(data, c.token())
		return err
	})
	switch {
	case err == nil:
		return found, robotsGood, nil
	case ctx.Err() != nil:
		return Robots{}, 0, err
	}
	e, _ := err.(*Error)
	if e != nil && (e.Kind == Refused || e.Kind == Early) { // the page would fare no better
		e.URL = ""
		return Robots{}, 0, e
	}
	if e != nil && e.Kind == Lost && e.Status < 500 && e.Status != http.StatusTooManyRequests {
		return Robots{}, robotsGood, nil
	}
	if len(before.rules) > 0 {
		return before, robotsFailed, nil
	}
	return Robots{none: true}, robotsFailed, nil
}

// retryAfter reads when a host wants to be asked again: seconds, or a date. At most a
// week is granted.
func retryAfter(header string, now time.Time) time.Time {
	const most = 7 * 24 * time.Hour
	header = strings.TrimSpace(header)
	if n, err := strconv.ParseUint(header, 10, 32); err == nil {
		return now.Add(min(time.Duration(n)*time.Second, most))
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return now.Add(min(at.Sub(now), most))
	}
	return time.Time{}
}

// lost is the error of an answer that says no. A host that asks for time gets it.
func (c *Client) lost(h *host, resp *http.Response) error {
	e := refuse(Lost, "the answer is %s", statusText(resp.StatusCode))
	e.Status = resp.StatusCode
	if e.Until = retryAfter(resp.Header.Get("Retry-After"), c.opt.Now()); !e.Until.IsZero() &&
		(e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable) {
		c.mu.Lock()
		h.until = e.Until
		c.mu.Unlock()
	}
	return e
}

// statusText gives an HTTP status in words of ours: those of the other side are text
// from outside.
func statusText(code int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code)))
}
