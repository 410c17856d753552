package dyad

import (
	"math"
	"slices"
)

// Segmenting says how breaks are looked for afterwards; the zero value is what the
// documents describe.
type Segmenting struct {
	Least   int     // periods that a stretch has at least; 0 means 7
	Lasting int     // periods that a level between two others must last, or it is an episode; 0 means 28
	Penalty float64 // of a break, in ln n on the scale of twice the logarithm of the likelihood; 0 means 4
}

func (o Segmenting) filled() Segmenting {
	if o.Least <= 0 {
		o.Least = 7
	}
	if o.Lasting <= 0 {
		o.Lasting = 28
	}
	if o.Penalty <= 0 {
		o.Penalty = 4
	}
	return o
}

// Stretch is a run of counts about one level.
type Stretch struct {
	From, To    int     // places in the counts, To not included
	Level       float64 // events in a period of exposure 1
	Shape       float64 // of the negative binomial
	Gain        float64 // by how much twice the log-likelihood is the greater for the break at From; 0 for the first
	Early, Late int     // places between which the break at From lies with a probability of .9
}

// Segmentation is a series of counts parted where its level breaks.
type Segmentation struct {
	Stretches []Stretch // one after another, from the first count to the last
	Episodes  []Stretch // within stretches, of which they are no part: short, and above or below what lies on both sides
}

// Segment parts counts into stretches, each about a level and with a scatter of its own: the
// division that has the least sum of costs and penalties, found exactly by PELT (Killick,
// Fearnhead and Eckley 2012, JASA 107(500), section 3). A stretch costs minus the logarithm
// of its negative-binomial likelihood, at its own best level and shape (of the doubling
// ones). A break costs 4 ln n on the scale of twice the log-likelihood: the modified Bayes
// information criterion (Zhang and Siegmund 2007, Biometrics 63(1)) has 2 ln n for the place
// and the logarithm of a stretch's length for each number that describes it; theirs have one,
// ours two. We put n for the length, so that the penalty is one number, as PELT wants.
//
// A stretch is seven periods long at least: by days a week, for news has one. Of a level that
// lies above or below both of its neighbours and lasts fewer than 28 periods we speak as of an
// episode, such as a summit and what is said of it: its counts are taken out, and breaks are
// looked for anew without them, until none is left.
func Segment(counts []Count, opt Segmenting) Segmentation {
	opt = opt.filled()
	var out Segmentation
	at := make([]int, len(counts)) // the places of those counts that are left
	for i := range at {
		at[i] = i
	}
	for len(at) > 0 {
		rest := make([]Count, len(at))
		for i, j := range at {
			rest[i] = counts[j]
		}
		stretches := stretchesOf(rest, opt)
		brief := episodes(stretches, rest, opt)
		for _, x := range slices.Backward(brief) {
			out.Episodes = append(out.Episodes, x.in(at))
			at = slices.Delete(at, x.From, x.To)
		}
		if len(brief) == 0 {
			for _, x := range stretches {
				out.Stretches = append(out.Stretches, x.in(at))
			}
			break
		}
	}
	for i := range out.Stretches[min(1, len(out.Stretches)):] { // an episode belongs to what it is in
		out.Stretches[i].To = out.Stretches[i+1].From
	}
	slices.SortFunc(out.Episodes, func(a, b Stretch) int { return a.From - b.From })
	return out
}

// stretchesOf parts counts, episodes being stretches among others.
func stretchesOf(counts []Count, opt Segmenting) []Stretch {
	s := newSums(counts)
	starts := s.part(opt)
	out := make([]Stretch, len(starts))
	for i, from := range starts {
		to := len(counts)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		f := s.fit(from, to, middle)
		out[i] = Stretch{From: from, To: to, Level: f.level, Shape: shapes[f.shape], Early: from, Late: from}
	}
	for i := 1; i < len(out); i++ {
		s.place(&out[i], out[i-1].From, opt.Least)
	}
	return out
}

// episodes picks the stretches that are one.
func episodes(all []Stretch, counts []Count, opt Segmenting) []Stretch {
	var out []Stretch
	for i := 1; i+1 < len(all); i++ {
		before, x, after := all[i-1].Level, all[i], all[i+1].Level
		apart := x.Level > max(before, after) || x.Level < min(before, after)
		if apart && counts[x.To].At-counts[x.From].At < opt.Lasting {
			out = append(out, x)
		}
	}
	return out
}

// in gives a stretch of counts of which only some were left by its places among all.
func (x Stretch) in(at []int) Stretch {
	x.From, x.To, x.Early, x.Late = at[x.From], at[x.To-1]+1, at[x.Early], at[x.Late]
	return x
}

// sums are of the counts before a place. Exposures go into classes a fifth apart, so that a
// stretch is described by what was counted in each class, on how many periods.
type sums struct {
	exposures []float64 // of the classes
	classes   []tally   // before a place, class by class
	offset    []float64 // counts times the logarithms of their exposures
	rising    []float64 // terms in which no level stands, before a place shape by shape
	stretch   []tally   // of the one that is fitted, those classes that it has
	floors    []floor
}

// tally is what was counted in a class on how many periods of what exposure.
type tally struct{ n, days, exposure float64 }

func newSums(counts []Count) *sums {
	s := &sums{offset: make([]float64, len(counts)+1), rising: make([]float64, (len(counts)+1)*len(shapes))}
	of, keys := map[int]int{}, make([]int, len(counts))
	for i, c := range counts {
		keys[i] = int(math.Round(math.Log(c.exposure()) * 5))
		if _, known := of[keys[i]]; !known {
			of[keys[i]] = len(s.exposures)
			s.exposures = append(s.exposures, math.Exp(float64(keys[i])/5))
		}
	}
	k := len(s.exposures)
	s.classes = make([]tally, (len(counts)+1)*k)
	rises := map[int]*[len(shapes)]float64{}
	for i, c := range counts {
		copy(s.classes[(i+1)*k:], s.classes[i*k:(i+1)*k])
		class := of[keys[i]]
		x := &s.classes[(i+1)*k+class]
		x.n += float64(c.N)
		x.days++
		s.offset[i+1] = s.offset[i] + float64(c.N)*math.Log(s.exposures[class])
		rise := rises[c.N]
		if rise == nil {
			rise = new([len(shapes)]float64)
			for g, shape := range shapes {
				rise[g] = negbin{shape}.rising(c.N)
			}
			rises[c.N] = rise
		}
		for g := range shapes {
			s.rising[(i+1)*len(shapes)+g] = s.rising[i*len(shapes)+g] + rise[g]
		}
	}
	return s
}

// fit is a stretch at its best.
type fit struct {
	cost, level float64
	shape       int
}

// middle is the shape at which the search for the best begins.
const middle = len(shapes) / 2

// fit gives minus the logarithm of a stretch's likelihood at its best level and shape: shapes
// are gone up or down from one while that is better.
func (s *sums) fit(from, to, start int) fit {
	n, exposure := s.stretchOf(from, to)
	if n == 0 {
		return fit{shape: len(shapes) - 1}
	}
	best, better := s.at(start, from, to, n, n/exposure, fewTurns), false
	for _, step := range [...]int{1, -1} {
		for g := start + step; g >= 0 && g < len(shapes); g += step {
			next := s.at(g, from, to, n, n/exposure, fewTurns)
			if next.cost >= best.cost {
				break
			}
			best, better = next, true
		}
		if better {
			break
		}
	}
	return best
}

// lowest is what a stretch costs at least, whatever its level and shape.
func (s *sums) lowest(from, to int) float64 {
	n, exposure := s.stretchOf(from, to)
	if n == 0 {
		return 0
	}
	cost := math.Inf(1)
	for g := range shapes {
		cost = min(cost, s.at(g, from, to, n, n/exposure, 10*fewTurns).cost)
	}
	return cost
}

// stretchOf gathers what was counted from one place to another by class, and sums it up.
func (s *sums) stretchOf(from, to int) (n, exposure float64) {
	k := len(s.exposures)
	before, until := s.classes[from*k:(from+1)*k], s.classes[to*k:(to+1)*k]
	s.stretch = s.stretch[:0]
	for i, e := range s.exposures {
		if days := until[i].days - before[i].days; days > 0 {
			t := tally{until[i].n - before[i].n, days, e}
			n += t.n
			exposure += t.days * e
			s.stretch = append(s.stretch, t)
		}
	}
	return n, exposure
}

// fewTurns is how often periods are weighed anew to find a level.
const fewTurns = 3

// at fits the level for one shape: the root of the score, found by weighing the periods anew
// some times from the mean on (Hilbe 2011, section 8.2).
func (s *sums) at(g, from, to int, n, level float64, turns int) fit {
	shape := shapes[g]
	for range turns {
		if len(s.stretch) == 1 {
			break // the mean it is
		}
		above, below := 0., 0.
		for _, x := range s.stretch {
			w := 1 / (1 + level*x.exposure/shape)
			above += w * x.n
			below += w * x.days * x.exposure
		}
		level = above / below
	}
	cost := -n*math.Log(level/shape) - (s.offset[to] - s.offset[from]) - (s.rising[to*len(shapes)+g] - s.rising[from*len(shapes)+g])
	for _, x := range s.stretch {
		cost += (x.n + shape*x.days) * math.Log1p(level*x.exposure/shape)
	}
	return fit{cost, level, g}
}

// floor is what whole windows of a length, a power of two, cost at least, each by itself at
// its best.
type floor struct {
	bits   int
	before []float64 // the sum of the windows before each
}

// shortest are the bits of the shortest windows.
const shortest = 3

// layFloors fits windows of lengths that grow fourfold.
func (s *sums) layFloors() {
	for bits := shortest; 2<<bits < len(s.offset); bits += 2 {
		f := floor{bits: bits, before: []float64{0}}
		for to := 1 << bits; to < len(s.offset); to += 1 << bits {
			f.before = append(f.before, f.before[len(f.before)-1]+s.lowest(to-1<<bits, to))
		}
		s.floors = append(s.floors, f)
	}
}

// rise is by how much the cost of a stretch grows at least that goes on from one place to
// another: by what the whole windows between them cost, for no level and shape are better for
// the whole than the best are for its parts.
func (s *sums) rise(from, to int) float64 {
	most := 0.
	for i := range s.floors {
		f := &s.floors[i]
		if a, b := (from+1<<f.bits-1)>>f.bits, to>>f.bits; a < b {
			most = max(most, f.before[b]-f.before[a])
		}
	}
	return most
}

// candidate is a place where the last stretch may start. It falls out once a stretch is long
// enough that starts where it was beaten.
type candidate struct {
	at, until int
	upTo      int     // where the stretch from here was last fitted to
	cost      float64 // of that stretch, with the best of all before it
	shape     int     // its best
	least     float64 // what it costs at least if it goes on to where we are
}

// slack is by how much the fit of a stretch, of few turns, may miss the best level; windows are
// fitted to the end, by all shapes. That the shape found for a stretch is the best is taken for
// granted, as the likelihood has one hill over shapes in all that we saw.
const slack = .05

// part gives the starts of the stretches of the best division. Only those candidates are
// fitted anew at a place that may be the best there by what they cost at least.
func (s *sums) part(opt Segmenting) []int {
	n, least := len(s.offset)-1, opt.Least
	penalty := opt.Penalty * math.Log(float64(max(n, 2))) / 2
	best, from := make([]float64, n+1), make([]int, n+1)
	s.layFloors()
	best[0] = -penalty
	open := []candidate{{until: math.MaxInt, cost: -penalty, least: -penalty, shape: middle}}
	for to := 1; to <= n; to++ {
		if at := to - least; at >= least { // so that what lies before is long enough, too
			open = append(open, candidate{at: at, until: math.MaxInt, upTo: at, cost: best[at], least: best[at], shape: middle})
		}
		if to&(1<<shortest-1) == 0 { // windows end here
			for i := range open {
				c := &open[i]
				c.least = max(c.least, c.cost+s.rise(c.upTo, to)-slack)
			}
		}
		best[to] = math.Inf(1)
		s.extend(open, to, from[to-1], best)
		due := false
		for i := range open {
			c := &open[i]
			if c.upTo == to && c.cost+penalty < best[to] {
				best[to], from[to] = c.cost+penalty, c.at
			}
		}
		for i := range open {
			c := &open[i]
			if c.until == math.MaxInt && c.least > best[to] {
				c.until = to + least
			}
			due = due || c.until <= to+1
		}
		if due {
			open = slices.DeleteFunc(open, func(c candidate) bool { return c.until <= to+1 })
		}
	}
	var starts []int
	for at := n; at > 0; at = from[at] {
		starts = append(starts, from[at])
	}
	slices.Reverse(starts)
	return starts
}

// extend fits the stretches of those candidates to a place that may be the best there; the
// one that was the best a place before is fitted first, since few are better.
func (s *sums) extend(open []candidate, to, before int, best []float64) {
	bound := math.Inf(1)
	fit := func(c *candidate) {
		f := s.fit(c.at, to, c.shape)
		c.upTo, c.cost = to, best[c.at]+f.cost
		c.least = c.cost - slack
		if f.level > 0 {
			c.shape = f.shape
		}
		bound = min(bound, c.cost)
	}
	for i := range open {
		if open[i].at == before {
			fit(&open[i])
		}
	}
	for i := range open {
		if c := &open[i]; c.upTo < to && c.least <= bound {
			fit(c)
		}
	}
}

// place says how sure the break at a stretch's start is: what it gains over no break, and
// between which places it lies, the likelihoods of all places between its neighbours being
// taken as their probabilities.
func (s *sums) place(x *Stretch, before, least int) {
	at := func(i int) float64 {
		return s.fit(before, i, middle).cost + s.fit(i, x.To, middle).cost
	}
	here := at(x.From)
	x.Gain = 2 * (s.fit(before, x.To, middle).cost - here)
	first, last := min(before+least, x.From), max(x.To-least, x.From)
	chance, sum := make([]float64, last-first+1), 0.
	for i := range chance {
		chance[i] = math.Exp(here - at(first+i))
		sum += chance[i]
	}
	x.Early, x.Late = first+tail(chance, .05*sum), last
	slices.Reverse(chance)
	x.Late = last - tail(chance, .05*sum)
}

// tail is the place up to which values sum to more than a share.
func tail(values []float64, share float64) int {
	sum := 0.
	for i, v := range values {
		if sum += v; sum > share {
			return i
		}
	}
	return len(values) - 1
}
