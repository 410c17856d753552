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
	counts      [][kinds]sums // by pair
	wide        [][kinds]sums // by pair, of all who belong to the two
	out, in     map[int32]*[kinds]sums
	world       sums
	without     string // the part of the models that is left out
}

// The parts of the class models, in the order in which [Parts] gives them.
const (
	partOwn     = "the class itself of late"
	partClasses = "other classes"
	partBack    = "the other way"
	partSides   = "what each does and suffers"
	partShares  = "shares of windows"
	partRate    = "the base rate"
	partWorld   = "how much is told"
	partKin     = "those who belong to the two"
	partBlend   = "blending with the base rate"
)

// Parts names what [Panel.Without] leaves out: groups of features, the second model, and the
// blending.
func Parts() []string {
	return []string{partOwn, partClasses, partBack, partSides, partShares, partRate, partWorld, partKin, partBlend}
}

// Without gives the same panel for models that lack a part.
func (p *Panel) Without(part string) *Panel {
	q := *p
	q.without = part
	return &q
}

// partsOf says to which part each feature of a class belongs.
func partsOf(c int) (out []string) {
	put := func(part string, n int) {
		for range n {
			out = append(out, part)
		}
	}
	put(partOwn, len(windows))
	for range 2 {
		for k := range quads {
			if k != c {
				put(partClasses, 1)
			}
			put(partBack, 1)
		}
		put(partSides, 3)
	}
	for range 2 {
		put(partClasses, 1)
		put(partBack, 1)
	}
	put(partShares, 3)
	put(partClasses, 1)
	put(partBack, 1)
	put(partOwn, 1)
	put(partRate, 1)
	put(partWorld, 1)
	return out
}

// blank sets the features of the part that is left out to nought: what never differs tells
// nothing.
func (p *Panel) blank(row []float64, c int) []float64 {
	if p.without == "" {
		return row
	}
	for i, part := range partsOf(c) {
		if part == p.without {
			row[i] = 0
		}
	}
	return row
}

// Directed is an ordered pair of actors.
type Directed struct{ A, B int32 }

const (
	quads = 4
	any   = quads     // the place of events of any class
	kinds = quads + 1 // the classes and any
)

// AnyQuad asks for events of whatever class.
const AnyQuad = entente.Quad(0)

// place gives where a class is counted.
func place(q entente.Quad) int {
	if q == AnyQuad {
		return any
	}
	return int(q) - 1
}

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

// Around describes, beside Features, what those who belong to the two did to each other.
func (p *Panel) Around(d Directed, q entente.Quad, origin entente.Day) []float64 {
	at, c := int(origin-p.first), place(q)
	there, back := p.around(d), p.around(Directed{d.B, d.A})
	var x []float64
	for _, w := range []int{7, 28, 112} {
		for _, s := range []sums{there[c], back[c], there[any]} {
			x = append(x, math.Log1p(float64(s.between(at-w, at))))
		}
	}
	return x
}

func (p *Panel) around(d Directed) (out [kinds]sums) {
	if i, ok := p.at[d]; ok {
		out = p.wide[i]
	}
	return out
}

// share gives what part of the last n windows before a day, one after another, held
// anything.
func (s sums) share(at, horizon, n int) float64 {
	hits := 0
	for k := range n {
		if s.between(at-(k+1)*horizon, at-k*horizon) > 0 {
			hits++
		}
	}
	return float64(hits) / float64(n)
}

// NewPanel counts acts; only pairs that are asked for are kept by themselves, but all acts
// count for their actors. Wide are acts of those who belong to the actors, under the
// actors' numbers: what the police of one state did to a citizen of another is no act of
// the two states, and may tell of them all the same.
func NewPanel(acts, wide []Act, pairs []Directed) *Panel {
	p := &Panel{at: map[Directed]int{}, out: map[int32]*[kinds]sums{}, in: map[int32]*[kinds]sums{}, pairs: pairs}
	if len(acts) == 0 {
		return p
	}
	byDay := func(x, y Act) int { return cmp.Compare(x.Event, y.Event) }
	p.first, p.last = slices.MinFunc(acts, byDay).Event, slices.MaxFunc(acts, byDay).Event
	p.counts, p.wide = make([][kinds]sums, len(pairs)), make([][kinds]sums, len(pairs))
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
			of map[int32]*[kinds]sums
			by int32
		}{{p.out, a.A}, {p.in, a.B}} {
			if x.of[x.by] == nil {
				x.of[x.by] = &[kinds]sums{}
			}
			count(&x.of[x.by][q], on, days)
			count(&x.of[x.by][any], on, days)
		}
		if i, ok := p.at[Directed{a.A, a.B}]; ok {
			count(&p.counts[i][q], on, days)
			count(&p.counts[i][any], on, days)
		}
	}
	for _, a := range wide {
		i, ok := p.at[Directed{a.A, a.B}]
		if on := int(a.Event-p.first) + 1; ok && on > 0 && on < days && a.Quad >= 1 && a.Quad <= quads {
			count(&p.wide[i][a.Quad-1], on, days)
			count(&p.wide[i][any], on, days)
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
		for q := range kinds {
			p.counts[i][q].run()
			p.wide[i][q].run()
		}
	}
	for _, side := range []map[int32]*[kinds]sums{p.out, p.in} {
		for _, all := range side {
			for q := range kinds {
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
	return p.of(d, place(q)).between(at, at+horizon)
}

// windows are the numbers of days before an origin over which acts are counted.
var windows = []int{1, 3, 7, 14, 28, 56, 112}

// Features describes a pair at an origin for a class: what happened between the two in
// the class, in others and the other way round, what each of them does and suffers, and
// how often windows of so many days had such an event. Counts enter as logarithms of
// themselves and one.
func (p *Panel) Features(d Directed, q entente.Quad, origin entente.Day, horizon int) []float64 {
	at, c := int(origin-p.first), place(q)
	back := Directed{d.B, d.A}
	var x []float64
	put := func(n int) { x = append(x, math.Log1p(float64(n))) }
	within := func(days int, s sums) { put(s.between(at-days, at)) }
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
		within(w, p.of(d, any))
		within(w, p.of(back, any))
	}
	for _, n := range []int{4, 8, 16} {
		x = append(x, own.share(at, horizon, n))
	}
	x = append(x, p.of(d, any).share(at, horizon, 8), p.of(back, c).share(at, horizon, 8))
	put(p.since(own, at))
	rate := p.Climatology(d, q, origin, horizon, 7)
	x = append(x, math.Log(rate/(1-rate)))
	week, month := float64(p.world.between(at-7, at)), float64(p.world.between(at-56, at))
	return append(x, math.Log((week+10)/(month/8+10)))
}

func side(of map[int32]*[kinds]sums, a int32, q int) sums {
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
	at, c := int(origin-p.first), place(q)
	n := float64(max(0, at-horizon+1))
	hits := float64(hitWindows(p.of(d, c), at, horizon))
	return (hits + doubt*usualRate[c]) / (n + doubt)
}

// usualRate stands in for a rate where a pair has hardly any history.
var usualRate = [kinds]float64{.2, .04, .08, .06, .3}

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
