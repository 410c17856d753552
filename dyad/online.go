package dyad

import (
	"math"
	"slices"
)

// Watching says how breaks are looked for as the counts come in; the zero value is what the
// documents describe.
type Watching struct {
	Between float64 // periods between two breaks that one expects beforehand; 0 means 180
	Sure    float64 // the probability from which on an alarm is raised; 0 means .5
	Seen    int     // periods since a break that must have been seen; 0 means 3
	Lasting int     // periods after a break in which no other is looked for; 0 means 28
}

func (o Watching) filled() Watching {
	if o.Between <= 1 {
		o.Between = 180
	}
	if o.Sure <= 0 || o.Sure >= 1 {
		o.Sure = .5
	}
	if o.Seen <= 0 {
		o.Seen = 3
	}
	if o.Lasting <= 0 {
		o.Lasting = 28
	}
	return o
}

// Alarm says that a level broke, as it was seen before anything later was known.
type Alarm struct {
	At            int     // the place of the last count that had been seen
	From          int     // the likeliest place of the break
	Chance        float64 // that the level broke since the last alarm
	Before, After float64 // the level until then and since, in events in a period of exposure 1
}

// What a run's level, shape and echo may be: the first two in equal steps of the logarithm, all
// equally likely at first.
var (
	runLevels = steps(-5, 8, 2)
	runShapes = steps(-lowShapes, 4, 1)
	runEchoes = []float64{0, .3, .6}
)

// manners is how many pairs of shape and echo there are.
var manners = len(runShapes) * len(runEchoes)

// steps are the powers of two from one to another, so many to a doubling.
func steps(from, to, each int) []float64 {
	out := make([]float64, 0, (to-from)*each+1)
	for i := from * each; i <= to*each; i++ {
		out = append(out, math.Exp2(float64(i)/float64(each)))
	}
	return out
}

// Watch goes through counts as they would have come in, and raises an alarm where the level
// has more likely broken than not: Bayesian online detection of change points (Adams and
// MacKay 2007, arXiv:0710.3742, algorithm 1) with a constant hazard.
//
// They predict by conjugate pairs. Here a count is negative binomial, and about a mean that is
// in part the level and in part, the echo, what was told the period before: news comes in
// bursts, and a model of independent days takes each for a break (as the autoregression of
// counts of Fokianos, Rahbek and Tjøstheim 2009, JASA 104(488), of order one). There is no
// conjugate for that, so what is known of a run is kept on a grid: levels from 1/32 to 256 (by
// days, from one event a month; where the first four weeks have more than one a period, times
// their mean) in halves of a doubling, shapes from 1/8 to 16 in doublings, echoes of 0, .3 and .6. A break
// makes the level anything again; shape and echo are manners of the pair and stay. Runs with
// a chance of less than one in ten thousand of the likeliest's are forgotten, and of more than
// 96 the least likely is joined to its neighbour (as Fearnhead and Liu 2007, JRSS B 69(4),
// bound their number by resampling). A level at either end of a run's that has less than
// noChance of its probability is not gone through any more.
//
// An alarm wants a level that is at least twice or at most half the one before, seen for three
// periods with some event among them (a source that fails looks like silence), and four weeks
// after the last break.
func Watch(counts []Count, opt Watching) []Alarm {
	w := watcher{opt: opt.filled(), sums: []told{{}}, unit: 1}
	first := told{}
	for _, c := range counts[:min(len(counts), w.opt.Lasting)] { // before any alarm
		first = told{first.n + float64(c.N), first.exposure + c.exposure()}
	}
	w.unit = max(1, first.level())
	var out []Alarm
	for i, c := range counts {
		w.see(i, c)
		if a, ok := w.alarm(i); ok {
			w.since = a.From
			out = append(out, a)
		}
	}
	return out
}

// run is what is known if the level last broke at a place.
type run struct {
	from   int
	chance float64   // its probability
	of     []float64 // the probabilities of levels and manners, but for their sum
	manner []float64 // and those of manners, whatever the level
	sum    float64
	low    int // the first level that has a chance
	high   int // the first above it that has none again
}

type told struct{ n, exposure float64 }

type watcher struct {
	opt   Watching
	runs  []run
	since int       // the place from which on the present level holds, as far as alarms go
	sums  []told    // before each place
	like  []float64 // of a count, by levels and manners
	unit  float64   // of the levels
	spare []run     // whose memory is used again
}

// see takes in a count.
func (w *watcher) see(at int, c Count) {
	w.likelihoods(at, c)
	fresh := w.fresh()
	fresh.from, fresh.chance = at, 1
	if at > 0 {
		fresh.chance = 1 / w.opt.Between
	}
	for i := range w.runs {
		w.runs[i].chance *= 1 - 1/w.opt.Between
	}
	w.runs = append(w.runs, fresh)
	for i := range w.runs {
		w.runs[i].learn(w.like, at%narrowing == 0)
	}
	w.forget()
	last := w.sums[at]
	w.sums = append(w.sums, told{last.n + float64(c.N), last.exposure + c.exposure()})
}

// leastLikelihood keeps a count beyond all that the grid has from telling anything.
const leastLikelihood = 1e-280

// likelihoods fills those of a count.
func (w *watcher) likelihoods(at int, c Count) {
	var rising [8]float64
	for i, shape := range runShapes {
		rising[i] = math.Exp(negbin{shape}.rising(c.N))
	}
	before := math.NaN()
	if at > 0 {
		last, now := w.sums[at-1], w.sums[at]
		before = (now.n - last.n) / (now.exposure - last.exposure)
	}
	w.like = w.like[:0]
	for _, level := range runLevels {
		level *= w.unit
		last := before
		if at == 0 {
			last = level
		}
		for i, shape := range runShapes {
			for _, echo := range runEchoes {
				mean := ((1-echo)*level + echo*last) * c.exposure()
				like := nothing(i, shape/(shape+mean)) * rising[i] * power(mean/(shape+mean), c.N)
				w.like = append(w.like, max(like, leastLikelihood))
			}
		}
	}
}

// nothing is the likelihood that nothing is told: x to the power of one of the shapes, which
// are powers of two.
func nothing(shape int, x float64) float64 {
	for range lowShapes - shape {
		x = math.Sqrt(x)
	}
	for range shape - lowShapes {
		x *= x
	}
	return x
}

func power(x float64, n int) float64 {
	y := 1.
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			y *= x
		}
		x *= x
	}
	return y
}

// lowShapes is how many of the shapes are below one.
const lowShapes = 3

// fresh is a run before any of its counts: nothing is known of its level, and of its manners
// what the runs before tell.
func (w *watcher) fresh() run {
	r := w.room()
	r.sum, r.high = 1, len(runLevels)
	if len(w.runs) == 0 {
		for i := range r.manner {
			r.manner[i] = 1 / float64(len(r.manner))
		}
	}
	for i := range w.runs {
		weight := w.runs[i].chance / w.runs[i].sum
		for j, p := range w.runs[i].manner {
			r.manner[j] += weight * p
		}
	}
	for i := range r.manner {
		r.of[i] = r.manner[i] / float64(len(runLevels))
	}
	for i := manners; i < len(r.of); i += manners {
		copy(r.of[i:], r.of[:manners])
	}
	return r
}

// room gives a run without anything in it.
func (w *watcher) room() run {
	n := len(w.spare)
	if n == 0 {
		of := make([]float64, (len(runLevels)+1)*manners)
		return run{of: of[manners:], manner: of[:manners:manners]}
	}
	r := w.spare[n-1]
	w.spare = w.spare[:n-1]
	clear(r.manner)
	return run{of: r.of, manner: r.manner}
}

// noChance is the part of a run's probability below which a level at the end of those that
// have a chance has none any more.
const noChance = 1e-15

// narrowing is after how many counts it is seen which levels have a chance.
const narrowing = 4

// learn weighs a run by how likely it made a count, and what is known of it anew.
func (r *run) learn(like []float64, narrow bool) {
	from, to := r.low*manners, r.high*manners
	weigh(r.of[from:to], like[from:to], r.manner, 1/r.sum)
	r.sum = total(r.manner)
	r.chance *= r.sum
	for narrow && r.high-r.low > 1 && total(r.of[r.low*manners:][:manners]) < noChance*r.sum {
		r.low++
	}
	for narrow && r.high-r.low > 1 && total(r.of[(r.high-1)*manners:][:manners]) < noChance*r.sum {
		r.high--
	}
}

// plainWeigh multiplies probabilities by likelihoods and a scale, and sums the rows of all
// manners. Each product is rounded, so that no machine fuses it with a sum.
func plainWeigh(of, like, manner []float64, scale float64) {
	clear(manner)
	for at := 0; at < len(of); at += len(manner) {
		of, like := of[at:at+len(manner)], like[at:at+len(manner)]
		for i := range of {
			v := float64(float64(of[i]*like[i]) * scale)
			of[i] = v
			manner[i] += v
		}
	}
}

// total sums the probabilities of manners, four of which are at hand for the processor at once.
func total(of []float64) float64 {
	var a, b, c, d float64
	for ; len(of) >= 4; of = of[4:] {
		a, b, c, d = a+of[0], b+of[1], c+of[2], d+of[3]
	}
	for _, v := range of {
		a += v
	}
	return a + b + (c + d)
}

// forget makes the runs' chances sum to one, and drops those that have next to none.
func (w *watcher) forget() {
	const none = 1e-4
	most, sum := 0., 0.
	for i := range w.runs {
		most = max(most, w.runs[i].chance)
	}
	kept := w.runs[:0]
	for _, r := range w.runs {
		if r.chance < most*none {
			w.spare = append(w.spare, r)
		} else {
			kept = append(kept, r)
			sum += r.chance
		}
	}
	w.runs = kept
	for i := range w.runs {
		w.runs[i].chance /= sum
	}
	for len(w.runs) > mostRuns {
		w.merge()
	}
}

// mostRuns are kept, so that a long series takes time in proportion to its length.
const mostRuns = 96

// merge gives the chance of the least likely run to the one that began before it, which
// expects much the same; the latest runs, of which little has been seen, are let be.
func (w *watcher) merge() {
	least := 1
	for i := 1; i < len(w.runs)-w.opt.Lasting; i++ {
		if w.runs[i].chance < w.runs[least].chance {
			least = i
		}
	}
	w.runs[least-1].chance += w.runs[least].chance
	w.spare = append(w.spare, w.runs[least])
	w.runs = slices.Delete(w.runs, least, least+1)
}

// alarm says whether the level has more likely broken than not since the last alarm.
func (w *watcher) alarm(at int) (Alarm, bool) {
	a, best := Alarm{At: at}, 0.
	for i := range w.runs {
		r := &w.runs[i]
		if r.from < w.since+w.opt.Lasting || r.from > at+1-w.opt.Seen {
			continue
		}
		a.Chance += r.chance
		if r.chance > best {
			best, a.From = r.chance, r.from
		}
	}
	if a.Chance < w.opt.Sure {
		return a, false
	}
	before, since := w.between(w.since, a.From), w.between(a.From, at+1)
	a.Before, a.After = before.level(), since.level()
	return a, since.n > 0 && (a.After >= 2*a.Before || a.After <= a.Before/2)
}

func (w *watcher) between(from, to int) told {
	return told{w.sums[to].n - w.sums[from].n, w.sums[to].exposure - w.sums[from].exposure}
}

func (t told) level() float64 { return (t.n + .5) / max(t.exposure, 1e-9) }
