package ask

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/lexicon"
)

// Clerk answers questions about a store. It may be asked by many at once.
type Clerk struct {
	Store   desk.Store
	Tools   coder.Tools
	Today   func() entente.Day
	Title   string           // of what the store holds, if it has one
	Matrix  []entente.Matrix // weighed in place of the ready questions, if any
	Longest time.Duration    // an answer may take; 0 means two minutes

	changes atomic.Int64
	kept    shelf
	cuts    desk.Cuts
}

// Changes counts what this process has changed in the store. As the store has one
// process at a time that writes, answers hold as long as it is the same.
func (c *Clerk) Changes() int64 { return c.changes.Load() }

// Changed says that the store holds something else than before.
func (c *Clerk) Changed() {
	c.changes.Add(1)
	c.kept.clear()
}

// Answer is a brief with what its numbers rest on at hand.
type Answer struct {
	entente.Brief
	Scope   Scope
	Seal    string // names what the answer rests on: the same reports, assessments and dictionaries, the same seal
	reports map[string]*entente.Report
	views   map[string]*entente.Assessment
	outlets map[string]entente.Outlet
}

// Report gives a report of the answer by its id or, by that of an event, the event's first;
// nil if there is none.
func (a *Answer) Report(id string) *entente.Report { return a.reports[id] }

// View gives an assessment of the answer, nil if there is none.
func (a *Answer) View(id string) *entente.Assessment { return a.views[id] }

// Outlet gives what is cited of a story; of one that is not known its id alone.
func (a *Answer) Outlet(story string) entente.Outlet {
	if o, ok := a.outlets[story]; ok {
		return o
	}
	return entente.Outlet{Story: story}
}

// Tie gives the tie of two actors, nil if the answer has none.
func (a *Answer) Tie(x, y entente.Code) *entente.Tie {
	for i := range a.Dyads {
		if t := &a.Dyads[i]; t.A == x && t.B == y || t.A == y && t.B == x {
			return t
		}
	}
	return nil
}

// Whole answers the main job's question of a scope. The answer is shared: nobody changes
// it.
func (c *Clerk) Whole(ctx context.Context, s Scope) (*Answer, error) {
	return c.Of(ctx, s)
}

// Of tells of given actors alone, without series, outlook and questions: of two how they
// stand, of three their triangle. Of none it is the whole answer.
func (c *Clerk) Of(ctx context.Context, s Scope, corners ...entente.Code) (*Answer, error) {
	return keep(ctx, c, fmt.Sprint("brief ", corners, s.Key()), func(ctx context.Context) (*Answer, error) {
		b, err := desk.Brief(ctx, c.steady(), c.question(s, corners))
		if err != nil {
			return nil, err
		}
		return answer(b, s, c.Tools.Name()), nil
	})
}

// mostPairs is how many pairs a whole answer judges.
const mostPairs = 60

// question is what the desk is asked.
func (c *Clerk) question(s Scope, corners []entente.Code) desk.Question {
	return desk.Question{Filter: s.Filter(), Corners: corners, Pairs: mostPairs, Counted: len(corners) > 0, Bare: len(corners) > 0, Cuts: &c.cuts, Matrices: c.Matrix, Title: c.Title,
		Lexicon: c.Tools.Lexicon.Hash, Scale: codebook.DefaultScale, Names: c.Tools.Lexicon.NameOf, IsState: c.IsState, Named: desk.Named(c.Tools.Lexicon), Domain: Domains(c.Tools.Lexicon)}
}

// IsState reports whether a code is a state's.
func (c *Clerk) IsState(code entente.Code) bool {
	p, ok := c.Tools.Lexicon.Polity(code)
	return ok && p.Class == lexicon.State
}

func answer(b entente.Brief, s Scope, tools string) *Answer {
	a := &Answer{Brief: b, Scope: s, reports: map[string]*entente.Report{}, views: map[string]*entente.Assessment{}, outlets: map[string]entente.Outlet{}}
	sum := sha256.New()
	fmt.Fprintln(sum, tools, s.Key())
	for i := range a.Reports {
		r := &a.Reports[i]
		a.reports[r.Report] = r
		fmt.Fprintln(sum, r.ID, r.Report)
	}
	for i := range a.Reports { // an event's id stands for its first report
		if r := &a.Reports[i]; a.reports[r.ID] == nil {
			a.reports[r.ID] = r
		}
	}
	for i := range a.Assessments {
		v := &a.Assessments[i]
		a.views[v.ID] = v
		fmt.Fprintln(sum, v.ID)
	}
	for _, o := range a.Stories {
		a.outlets[o.Story] = o
		fmt.Fprintln(sum, o.Story, o.Hash)
	}
	a.Seal = hex.EncodeToString(sum.Sum(nil))[:12]
	return a
}

// shelf keeps answers while the store holds the same, the last used longest.
type shelf struct {
	mu    sync.Mutex
	round int
	of    map[string]*entry
}

// entry is an answer, or one in the making.
type entry struct {
	done  chan struct{}
	value any
	err   error
	used  int
	stale bool // the store has changed since it was begun
}

// shelfSize is how many answers are kept.
const shelfSize = 256

// clear lets go of what is there. What is in the making stays until it is made, for those
// who wait for it: who asks from now on waits too, and then has it made anew, so that one
// question is not answered many times at once however often the store changes.
func (s *shelf) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, e := range s.of {
		if e.made() {
			delete(s.of, key)
		} else {
			e.stale = true
		}
	}
}

// made reports whether an answer is there.
func (e *entry) made() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

// take gives the entry of a key, or a new one that is to be filled.
func (s *shelf) take(key string) (e *entry, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[string]*entry{}
	}
	s.round++
	e = s.of[key]
	if fresh = e == nil || e.stale && e.made(); fresh {
		s.drop()
		e = &entry{done: make(chan struct{})}
		s.of[key] = e
	}
	e.used = s.round
	return e, fresh
}

// keep gives an answer that is kept, or makes it: once, however many ask for it at the
// same time. Who asked first may leave without taking it from the others.
func keep[T any](ctx context.Context, c *Clerk, key string, compute func(context.Context) (T, error)) (T, error) {
	var none T
	for {
		e, fresh := c.kept.take(key)
		if fresh {
			go c.fill(ctx, key, e, func(ctx context.Context) (any, error) { return compute(ctx) })
		}
		outdated := !fresh && c.kept.outdated(e)
		select {
		case <-e.done:
			if outdated { // it was begun before the last change
				continue
			}
			v, _ := e.value.(T)
			return v, e.err
		case <-ctx.Done():
			return none, ctx.Err()
		}
	}
}

// outdated reports whether the store has changed since an answer was begun.
func (s *shelf) outdated(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return e.stale
}

// fill makes an answer. A failure is told to those who wait and is not kept.
func (c *Clerk) fill(ctx context.Context, key string, e *entry, compute func(context.Context) (any, error)) {
	longest := c.Longest
	if longest == 0 {
		longest = 2 * time.Minute
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), longest)
	defer stop()
	defer close(e.done)
	if e.value, e.err = compute(ctx); e.err != nil {
		c.kept.mu.Lock()
		defer c.kept.mu.Unlock()
		if c.kept.of[key] == e {
			delete(c.kept.of, key)
		}
	}
}

// drop makes room for one more: the answer that nobody asked for longest goes. What forecasts
// are learned from is dear, and goes where nobody asked for it for some hundreds of answers more.
func (s *shelf) drop() {
	if len(s.of) < shelfSize {
		return
	}
	oldest := ""
	for key, e := range s.of {
		if oldest == "" || e.used+worth(key) < s.of[oldest].used+worth(oldest) {
			oldest = key
		}
	}
	delete(s.of, oldest)
}

// worth is for how many answers more than others one is kept.
func worth(key string) int {
	if strings.HasPrefix(key, foresightKey) {
		return 4 * shelfSize
	}
	return 0
}

const foresightKey = "foresight "

// phrase puts a text into the form in which it is compared.
func phrase(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
