package forecast

import (
	"cmp"
	"slices"
	"sync"

	"entente"
)

// Longest is how many days a past has at most: what is older is left out.
const Longest = 12*365 + 3

const (
	lateness = 30 // what became known so many days after it happened was no news
	piece    = 7  // days of which one must have been read
)

// Past is what was known before an origin of some pairs of actors. It is made by [Recall]
// alone, the second door to history: no forecast can see its own future.
type Past struct {
	origin  entente.Day
	first   entente.Day // of the days looked at
	covered sums        // days on which anything was read
	told    sums        // deeds by the day on which they became known
	trails  map[pair]*trail
	keys    []pair // of the trails, in order
	*shared
}

// shared is what pasts of the same days have in common once it was counted.
type shared struct {
	reading sync.Mutex
	windows map[int][]int32 // that were read, by horizon
}

// trail is what is known of two actors, a < b.
type trail struct {
	pair
	past   *Past
	marks  []mark // in order of day, then as they came
	sums   map[channel]*counts
	sights map[sightKey]*sight
}

// mark is a deed on a trail; days are counted from the past's first.
type mark struct {
	day, known int32
	way        way
	root       entente.Root
	quad       entente.Quad
	events     int32
	id         string
}

// way says who did it to whom.
type way int8

const (
	there  way = iota // a to b
	back              // b to a
	mutual            // each to the other
	either            // a question's: any of them
)

// holds reports whether a question's way takes a deed's.
func (w way) holds(deed way) bool { return w == either || deed == mutual || w == deed }

// other is the way back; of either there is none.
func (w way) other() way { return there + back - w }

// channel is a kind of events in a way, its roots as one word.
type channel struct {
	way   way
	quad  entente.Quad
	roots string
}

func channelOf(w way, k entente.EventKind) channel {
	c := channel{way: w, quad: k.Quad}
	if len(k.Roots) > 0 {
		c.quad, c.roots = 0, k.String()
	}
	return c
}

// counts are the events of a channel by the day on which they took place, and by the day
// on which they became known if that was not much later.
type counts struct{ happened, learned sums }

// Recall keeps of deeds those that had happened and were known before the origin, and
// of covered days, on which anything was published, those before it. Deeds of one actor
// alone, and those of more than twelve years before, are left out.
func Recall(origin entente.Day, deeds []entente.Deed, covered []entente.Day) *Past {
	p := &Past{origin: origin, first: origin, trails: map[pair]*trail{}, shared: &shared{windows: map[int][]int32{}}}
	for _, d := range covered {
		if d.Known() && d < origin {
			p.first = min(p.first, d)
		}
	}
	p.first = max(p.first, origin-Longest)
	days := int(origin-p.first) + 1
	p.covered, p.told = make(sums, days), make(sums, days)
	for _, d := range covered {
		if d >= p.first && d < origin {
			p.covered[d-p.first+1] = 1
		}
	}
	for i := range deeds {
		p.tell(p.add(&deeds[i]))
	}
	p.covered.run()
	p.told.run()
	p.order()
	return p
}

// Guest gives the same past with deeds of other pairs in the place of its own: what is
// told of all stays as it is. The deeds pass the same door.
func (p *Past) Guest(deeds []entente.Deed) *Past {
	g := &Past{origin: p.origin, first: p.first, covered: p.covered, told: p.told, trails: map[pair]*trail{}, shared: p.shared}
	for i := range deeds {
		g.add(&deeds[i])
	}
	g.order()
	return g
}

func (p *Past) order() {
	for k, t := range p.trails {
		p.keys = append(p.keys, k)
		inOrder(t.marks)
	}
	slices.SortFunc(p.keys, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
}

// inOrder sorts marks: those that lie in order of day already, as a store gives them, day by
// day.
func inOrder(marks []mark) {
	if !slices.IsSortedFunc(marks, func(x, y mark) int { return cmp.Compare(x.day, y.day) }) {
		slices.SortFunc(marks, compareMarks)
		return
	}
	for from := 0; from < len(marks); {
		until := from + 1
		for until < len(marks) && marks[until].day == marks[from].day {
			until++
		}
		slices.SortFunc(marks[from:until], compareMarks)
		from = until
	}
}

func compareMarks(x, y mark) int {
	switch {
	case x.day != y.day:
		return cmp.Compare(x.day, y.day)
	case x.known != y.known:
		return cmp.Compare(x.known, y.known)
	case x.way != y.way:
		return cmp.Compare(x.way, y.way)
	case x.quad != y.quad:
		return cmp.Compare(x.quad, y.quad)
	case x.id != y.id:
		return cmp.Compare(x.id, y.id)
	}
	return cmp.Or(cmp.Compare(x.root, y.root), cmp.Compare(x.events, y.events))
}

// tell counts a deed among all that was told.
func (p *Past) tell(m mark) {
	if m.events > 0 && m.known-m.day <= lateness {
		p.told[m.known+1] += m.events
	}
}

// add takes a deed in if the past may know it, and gives the mark that it made.
func (p *Past) add(d *entente.Deed) (m mark) {
	known := max(d.Day, d.Known)
	if !d.Day.Known() || known >= p.origin || d.Day < p.first || d.Within() || d.Source == "" || d.Target == "" || d.Events < 1 {
		return m
	}
	key, w := pair{d.Source, d.Target}, there
	if d.Target < d.Source {
		key, w = pair{d.Target, d.Source}, back
	}
	if d.Mutual {
		w = mutual
	}
	t := p.trails[key]
	if t == nil {
		t = &trail{pair: key, past: p, sums: map[channel]*counts{}}
		p.trails[key] = t
	}
	m = mark{int32(d.Day - p.first), int32(known - p.first), w, d.Root, d.Quad, int32(d.Events), d.ID}
	t.marks = append(t.marks, m)
	return m
}

// Origin gives the day before which everything in the past lies.
func (p *Past) Origin() entente.Day { return p.origin }

// From gives the first day of the past.
func (p *Past) From() entente.Day { return p.first }

// Pairs gives how many pairs of actors are told of.
func (p *Past) Pairs() int { return len(p.keys) }

// Read reports whether enough was read of the days from one to another, both of which lie
// before the origin: in half of their weeks anything was published.
func (p *Past) Read(from, to entente.Day) bool {
	return p.reads(int(from-p.first), int(to-p.first)+1)
}

// length is the number of days of the past.
func (p *Past) length() int { return int(p.origin - p.first) }

// day gives the day that lies so many days after the first.
func (p *Past) day(at int) entente.Day { return p.first + entente.Day(at) }

// trail gives what is known of two actors, empty if nothing is.
func (p *Past) trail(k pair) *trail {
	if t := p.trails[k]; t != nil {
		return t
	}
	return &trail{pair: k, past: p, sums: map[channel]*counts{}}
}

// reads is Read for days counted from the first, the last not included. What was not read
// is no time of calm.
func (p *Past) reads(from, until int) bool {
	if from < 0 || until <= from {
		return false
	}
	read, all := 0, 0
	for at := until; at > from; at -= piece {
		all++
		if p.covered.between(max(from, at-piece), at) > 0 {
			read++
		}
	}
	return 2*read >= all
}

// of gives the counts of a channel.
func (t *trail) of(w way, k entente.EventKind) *counts {
	c := channelOf(w, k)
	if have := t.sums[c]; have != nil {
		return have
	}
	days := t.past.length() + 1
	n := &counts{make(sums, days), make(sums, days)}
	for i := range t.marks {
		m := &t.marks[i]
		if !w.holds(m.way) || !k.Holds(m.root, m.quad) {
			continue
		}
		n.happened[m.day+1] += m.events
		if m.known-m.day <= lateness {
			n.learned[m.known+1] += m.events
		}
	}
	n.happened.run()
	n.learned.run()
	t.sums[c] = n
	return n
}
