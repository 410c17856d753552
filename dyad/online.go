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
	runShapes = steps(-3, 4, 1)
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
// bound their number by resampling).
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
	from int
	log  float64   // of its probability
	of   []float64 // the probabilities of levels and manners, but for their sum
	sum  float64
}

type told struct{ n, exposure float64 }

type watcher struct {
	opt   Watching
	runs  []run
	since int       // the place from which on the present level holds, as far as alarms go
	sums  []told    // before each place
	like  []float64 // of a count, by levels and manners
	unit  float64   // of the levels
}

// see takes in a count.
func (w *watcher) see(at int, c Count) {
	w.likelihoods(at, c)
	fresh := run{from: at, of: w.fresh(), sum: 1}
	if at > 0 {
		fresh.log = -math.Log(w.opt.Between)
	}
	for i := range w.runs {
		w.runs[i].log += math.Log1p(-1 / w.opt.Between)
	}
	w.runs = append(w.runs, fresh)
	for i := range w.runs {
		w.runs[i].learn(w.like)
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
		rising[i] = negbin{shape}.rising(c.N)
	}
	w.like = w.like[:0]
	for _, level := range runLevels {
		level *= w.unit
		before := level
		if at > 0 {
			last, now := w.sums[at-1], w.sums[at]
			before = (now.n - last.n) / (now.exposure - last.exposure)
		}
		for i, shape := range runShapes {
			for _, echo := range runEchoes {
				mean := ((1-echo)*level + echo*before) * c.exposure()
				log := rising[i] - shape*math.Log1p(mean/shape)
				if c.N > 0 {
					log -= float64(c.N) * math.Log1p(shape/mean)
				}
				w.like = append(w.like, max(math.Exp(log), leastLikelihood))
			}
		}
	}
}

// fresh is what is known of a run before any of its counts: nothing of its level, and of its
// manners what the runs before tell.
func (w *watcher) fresh() []float64 {
	out := make([]float64, len(runLevels)*manners)
	if len(w.runs) == 0 {
		for i := range out {
			out[i] = 1 / float64(len(out))
		}
		return out
	}
	manner := out[:manners]
	for _, r := range w.runs {
		weight := math.Exp(r.log) / r.sum
		for of := r.of; len(of) > 0; of = of[manners:] {
			for i, p := range of[:manners] {
				manner[i] += weight * p
			}
		}
	}
	for i := range manner {
		manner[i] /= float64(len(runLevels))
	}
	for of := out[manners:]; len(of) > 0; of = of[manners:] {
		copy(of, manner)
	}
	return out
}

// learn weighs a run by how likely it made a count, and what is known of it anew.
func (r *run) learn(like []float64) {
	scale, sum := 1/r.sum, 0.
	of := r.of[:len(like)]
	for i, l := range like {
		v := of[i] * l * scale
		of[i] = v
		sum += v
	}
	r.sum = sum
	r.log += math.Log(sum)
}

// forget makes the runs' chances sum to one, and drops those that have next to none.
func (w *watcher) forget() {
	const none = -9.2
	most, sum := math.Inf(-1), 0.
	for _, r := range w.runs {
		most = max(most, r.log)
	}
	w.runs = slices.DeleteFunc(w.runs, func(r run) bool { return r.log < most+none })
	for _, r := range w.runs {
		sum += math.Exp(r.log - most)
	}
	for i := range w.runs {
		w.runs[i].log -= most + math.Log(sum)
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
		if w.runs[i].log < w.runs[least].log {
			least = i
		}
	}
	into := &w.runs[least-1]
	into.log = math.Log(math.Exp(into.log) + math.Exp(w.runs[least].log))
	w.runs = slices.Delete(w.runs, least, least+1)
}

// alarm says whether the level has more likely broken than not since the last alarm.
func (w *watcher) alarm(at int) (Alarm, bool) {
	a, best := Alarm{At: at}, math.Inf(-1)
	for _, r := range w.runs {
		if r.from < w.since+w.opt.Lasting || r.from > at+1-w.opt.Seen {
			continue
		}
		a.Chance += math.Exp(r.log)
		if r.log > best {
			best, a.From = r.log, r.from
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
