package score

import (
	"io"
	"slices"

	"entente"
	"entente/syntax"
)

// Readers is how far two readings of the same stories agree. A line of one reading
// has its like in the other if both stand in one sentence, between the same two
// actors (in any order, or as an alternative pair of either), and share a root.
type Readers struct {
	Stories         int   `json:"stories"`     // with lines of both readers
	OnlyFirst       int   `json:"only_first"`  // stories in which the first has events and the second no line at all, not even "none"
	OnlySecond      int   `json:"only_second"` // and the other way round
	Lines           int   `json:"lines"`       // events, as are all lines below
	Required        int   `json:"required"`
	SecondLines     int   `json:"second_lines"`
	SecondRequired  int   `json:"second_required"`
	RequiredAgreed  Share `json:"required_coded_by_second"`
	SecondAgreed    Share `json:"second_required_coded_by_first"`
	RequiredByBoth  Share `json:"required_by_both"`
	AgreedDirection Share `json:"same_direction"` // of the required lines that the second has
}

// CompareReaders reads two gold files and compares their events on the stories given
// that both have lines of; those of which only one has are counted. Lines that cannot be
// read are named in the error, which is a [SecondError] if they are the second's.
func CompareReaders(first, second io.Reader, stories ...entente.Story) (Readers, error) {
	a, err := readGold(first)
	if err != nil {
		return Readers{}, err
	}
	b, err := readGold(second)
	if err != nil {
		return Readers{}, SecondError{err}
	}
	var c readersCount
	for i := range stories {
		x, y := a[stories[i].ID], b[stories[i].ID]
		c.OnlyFirst += count(x != nil && y == nil && len(x.gold) > 0)
		c.OnlySecond += count(x == nil && y != nil && len(y.gold) > 0)
		if x != nil && y != nil {
			c.story(&stories[i], x, y)
		}
	}
	return c.shares(), nil
}

// SecondError is what is wrong with the second of two readings.
type SecondError struct{ Err error }

// Error says that it is the second.
func (e SecondError) Error() string { return "the second reading: " + e.Err.Error() }

// Unwrap gives what is wrong with it.
func (e SecondError) Unwrap() error { return e.Err }

// readersCount counts what the shares of Readers are made of.
type readersCount struct {
	Readers
	agreed, back, both, straight int
}

func (c *readersCount) story(s *entente.Story, x, y *sheet) {
	at := sentencesOf(s)
	x.text, y.text = s, s
	x.locate()
	y.locate()
	c.Stories++
	c.Lines += len(x.gold)
	c.SecondLines += len(y.gold)
	for _, g := range x.required() {
		c.Required++
		like := alike(g, y.gold, at)
		c.agreed += count(len(like) > 0)
		c.both += count(slices.ContainsFunc(like, func(h *goldEvent) bool { return h.Required }))
		c.straight += count(slices.ContainsFunc(like, func(h *goldEvent) bool { return sameWay(g, h) }))
	}
	for _, g := range y.required() {
		c.SecondRequired++
		c.back += count(len(alike(g, x.gold, at)) > 0)
	}
}

// sameWay reports whether two lines of one pair do not contradict in who acts.
func sameWay(g, h *goldEvent) bool {
	return g.Reciprocal || h.Reciprocal || norm(h.Source) == norm(g.Source) || norm(h.Target) == norm(g.Target)
}

func (c *readersCount) shares() Readers {
	r := c.Readers
	r.RequiredAgreed, r.RequiredByBoth = share(c.agreed, r.Required), share(c.both, r.Required)
	r.SecondAgreed, r.AgreedDirection = share(c.back, r.SecondRequired), share(c.straight, c.agreed)
	return r
}

// alike gives the lines that tell the same as g.
func alike(g *goldEvent, others []*goldEvent, at []entente.Span) []*goldEvent {
	var out []*goldEvent
	for _, h := range others {
		if alikePair(g, h) && slices.ContainsFunc(g.Roots, func(r entente.Root) bool { return slices.Contains(h.Roots, r) }) && sameSentence(g, h, at) {
			out = append(out, h)
		}
	}
	return out
}

// alikePair reports whether any pair of one line is a pair of the other, in any order.
func alikePair(g, h *goldEvent) bool {
	for _, p := range g.pairs() {
		for _, q := range h.pairs() {
			if samePair(p[0], p[1], q[0], q[1]) || samePair(q[0], q[1], p[0], p[1]) {
				return true
			}
		}
	}
	return false
}

// pairs gives a line's own pair and its alternatives.
func (g *goldLine) pairs() [][2]string {
	out := [][2]string{{norm(g.Source), norm(g.Target)}}
	for _, p := range g.Alt {
		out = append(out, [2]string{norm(entente.Code(p[0])), norm(entente.Code(p[1]))})
	}
	return out
}

// sameSentence reports whether two lines cite the same sentence, or words of which
// one holds the other where their place is not known.
func sameSentence(g, h *goldEvent, at []entente.Span) bool {
	if g.place == nil || h.place == nil {
		return near(g, &found{level: level(h.Text)})
	}
	for _, s := range at {
		if g.place[0] < s[1] && s[0] < g.place[1] && h.place[0] < s[1] && s[0] < h.place[1] {
			return true
		}
	}
	return false
}

// sentencesOf gives the spans of a story's sentences.
func sentencesOf(s *entente.Story) []entente.Span {
	var out []entente.Span
	for _, b := range s.Blocks {
		for _, sen := range syntax.Split(s.Slice(b.Start, b.End)) {
			out = append(out, entente.Span{b.Start + sen.Start, b.Start + sen.End})
		}
	}
	return out
}
