package forecast

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Act is one event of a class from an actor to another, both by number, on a day.
type Act struct {
	A, B  int32
	Quad  entente.Quad
	Event entente.Day
}

// Panel counts the acts of directed pairs by day and class. It is asked about an origin,
// and then tells of the days before it alone.
type Panel struct {
	first, last entente.Day
	pairs       []Directed
	at          map[Directed]int
	counts      [][quads]sums // by pair
	out, in     map[int32]*[quads]sums
	world       sums
}

// Directed is an ordered pair of actors.
type Directed struct{ A, B int32 }

const quads = 4

// sums are running sums by day: of the days before the i-th.
type sums []int32

// between counts from one day on, until before another; days are places.
func (s sums) between(from, until int) int {
	if s == nil {
		return 0
	}
	until = max(0, min(until, len(s)-1))
	from = max(0, min(from, until))
	return int(s[until] - s[from])
}

// NewPanel counts acts; only pairs that are asked for are kept by themselves, but all acts
// count for their actors.
func NewPanel(acts []Act, pairs []Directed) *Panel {
	p := &Panel{at: map[Directed]int{}, out: map[int32]*[quads]sums{}, in: map[int32]*[quads]sums{}, pairs: pairs}
	if len(acts) == 0 {
		return p
	}
	byDay := func(x, y Act) int { return cmp.Compare(x.Event, y.Event) }
	p.first, p.last = slices.MinFunc(acts, byDay).Event, slices.MaxFunc(acts, byDay).Event
	p.counts = make([][quads]sums, len(pairs))
	for i, d := range pairs {
		p.at[d] = i
	}
	days := int(p.last-p.first) + 2
	p.world = make(sums, days)
	for _, a := range acts {
		if a.Quad < 1 || a.Quad > quads {
			continue
		}
		on, q := int(a.Event-p.first)+1, a.Quad-1
		p.world[on]++
		for _, x := range []struct {
			of map[int32]*[quads]sums
			by int32
		}{{p.out, a.A}, {p.in, a.B}} {
			if x.of[x.by] == nil {
				x.of[x.by] = &[quads]sums{}
			}
			count(&x.of[x.by][q], on, days)
		}
		if i, ok := p.at[Directed{a.A, a.B}]; ok {
			count(&p.counts[i][q], on, days)
		}
	}
	p.run()
	return p
}

func count(s *sums, on, days int) {
	if *s == nil {
		*s = make(sums, days)
	}
	(*s)[on]++
}

// run turns daily counts into running sums.
func (p *Panel) run() {
	p.world.run()
	for i := range p.counts {
		for q := range quads {
			p.counts[i][q].run()
		}
	}
	for _, side := range []map[int32]*[quads]sums{p.out, p.in} {
		for _, all := range side {
			for q := range quads {
				all[q].run()
			}
		}
	}
}

func (s sums) run() {
	for i := 1; i < len(s); i++ {
		s[i] += s[i-1]
	}
}

// of gives the sums of a pair in one class, nil if there are none.
func (p *Panel) of(d Directed, q int) sums {
	if i, ok := p.at[d]; ok {
		return p.counts[i][q]
	}
	return nil
}

// Outcome counts the events of a class from A to B in the days from an origin on. It is
// the one thing of a panel that looks ahead.
func (p *Panel) Outcome(d Directed, q entente.Quad, origin entente.Day, horizon int) int {
	at := int(origin - p.first)
	return p.of(d, int(q)-1).between(at, at+horizon)
}

// windows are the numbers of days before an origin over which acts are counted.
var windows = []int{1, 3, 7, 14, 28, 56, 112}

// Features describes a pair at an origin for a class: what happened between the two in
// the class, in others and the other way round, what each of them does and suffers, and
// how often windows of so many days had such an event. Counts enter as logarithms of
// themselves and one.
func (p *Panel) Features(d Directed, q entente.Quad, origin entente.Day, horizon int) []float64 {
	at, c := int(origin-p.first), int(q)-1
	back := Directed{d.B, d.A}
	var x []float64
	put := func(n int) { x = append(x, math.Log1p(float64(n))) }
	within := func(days int, of ...sums) {
		n := 0
		for _, s := range of {
			n += s.between(at-days, at)
		}
		put(n)
	}
	own := p.of(d, c)
	for _, w := range windows {
		within(w, own)
	}
	for _, w := range []int{7, 28} {
		for k := range quads {
			if k != c {
				within(w, p.of(d, k))
			}
			within(w, p.of(back, k))
		}
		within(w, side(p.out, d.A, c))
		within(w, side(p.in, d.B, c))
		within(w, side(p.out, d.B, c))
	}
	for _, w := range []int{3, 112} {
		within(w, p.of(d, 0), p.of(d, 1), p.of(d, 2), p.of(d, 3))
		within(w, p.of(back, 0), p.of(back, 1), p.of(back, 2), p.of(back, 3))
	}
	put(p.since(own, at))
	rate := p.Climatology(d, q, origin, horizon, 7)
	x = append(x, math.Log(rate/(1-rate)))
	week, month := float64(p.world.between(at-7, at)), float64(p.world.between(at-56, at))
	return append(x, math.Log((week+10)/(month/8+10)))
}

func side(of map[int32]*[quads]sums, a int32, q int) sums {
	if all := of[a]; all != nil {
		return all[q]
	}
	return nil
}

// since counts the days since the last event, all days if there was none.
func (p *Panel) since(s sums, at int) int {
	if s == nil {
		return at
	}
	low, high := 0, min(at, len(s)-1)
	last := s[high]
	for low < high { // the first day after which nothing was added
		mid := (low + high) / 2
		if s[mid] >= last {
			high = mid
		} else {
			low = mid + 1
		}
	}
	if last == 0 {
		return at
	}
	return at - low
}

// Climatology gives the pair's own base rate: the share of all windows of so many days
// before an origin, one beginning each day, that had an event of the class, with that of
// all pairs counted as doubt windows more.
func (p *Panel) Climatology(d Directed, q entente.Quad, origin entente.Day, horizon int, doubt float64) float64 {
	at, c := int(origin-p.first), int(q)-1
	n := float64(max(0, at-horizon+1))
	hits := float64(hitWindows(p.of(d, c), at, horizon))
	return (hits + doubt*usualRate[c]) / (n + doubt)
}

// usualRate stands in for a rate where a pair has hardly any history.
var usualRate = [quads]float64{.2, .04, .08, .06}

// hitWindows counts the windows before a day that hold anything.
func hitWindows(s sums, at, horizon int) (n int) {
	if s == nil {
		return 0
	}
	for from := 0; from+horizon <= at; from++ {
		if s.between(from, from+horizon) > 0 {
			n++
		}
	}
	return n
}
